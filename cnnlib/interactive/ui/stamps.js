// The furniture of a figure: inputs that lay down copies of a kernel, and the cells where these add up.
Object.assign(
  ui,
  (() => {
    const { appears, comesFrom, el, formatShort, slidable } = ui;
    const [LAND, FALL, GLIDE] = [250, 250, 200]; // milliseconds
    const ARROWS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
    const text = (value, empty = "·") => (value === null ? empty : formatShort(value));

    /**
     * `show` takes { inputs, taps, wide, stride, sums, place, cut, end, columns }: the cells that the
     * copy of each input reaches, `taps(row)`, and how wide it is; what the cells hold by now, null
     * where nothing lies; the last input that has stamped; which cells are `cut` off, and from which
     * on they are appended. `onStamp(row)`: an input was pressed; `onStride(value)`: the second copy
     * was dragged, or moved by an arrow key, with its `place` if a drag is taken back; `onSettled`:
     * it was let go.
     */
    function stamps({ onStamp, onStride, onSettled, stride: { min, max } }) {
      const lane = (name) => el("div", { class: `cnn-stamp-${name}` });
      const [inputs, copies, outputs, board] = ["inputs", "copies", "outputs", "board"].map(lane);
      const name = (role, words) => el("p", { class: "cnn-name", "data-role": role }, words);
      const limits = { "aria-valuemin": min, "aria-valuemax": max };
      const access = {
        role: "slider",
        tabindex: 0,
        "aria-label": "Second stamp, stride",
        ...limits,
      };
      const grip = el("i", { class: "cnn-grip", "aria-hidden": "true" });
      const handle = el("div", { class: "cnn-stamp-handle", ...access }, grip);
      const node = el("div", { class: "cnn-stamps" }, name("input", "inputs"), inputs);
      board.append(copies, handle);
      node.append(name("kernel", "stamps"), board, name("output", "outputs"), outputs);
      outputs.setAttribute("role", "img");
      let now;

      // ---- what is pressed and dragged ----------------------------------------------------------
      let began; // what was drawn when the second copy was taken hold of
      slidable(handle, {
        onStart: () => (began = now),
        onSlide: (right) => {
          if (!now) return;
          const by = Math.round((right * now.columns) / outputs.offsetWidth);
          onStride(began.stride + by, right ? undefined : began.place); // 0: as it was
        },
        onEnd: onSettled,
      });
      handle.addEventListener("keydown", (event) => {
        const by = ARROWS[event.key];
        if (!by || !now || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        onStride(now.stride + by);
        onSettled();
      });
      inputs.addEventListener("click", ({ target }) => {
        const row = [...inputs.children].indexOf(target.closest(".cnn-stamp-inputs > span"));
        if (row >= 0) onStamp(row);
      });

      // ---- drawing ------------------------------------------------------------------------------
      const left = (at) => `calc(${at} * var(--cell))`;
      const laid = (made, at, span = 1) => {
        Object.assign(made.style, { left: left(at), width: left(span) });
        return made;
      };
      const middle = ({ stride, wide }, row) => row * stride + (wide - 1) / 2;

      function show(next) {
        now = next;
        const { place, stride, wide } = now;
        node.style.setProperty("--columns", now.columns);
        node.style.setProperty("--rows", now.inputs.length);
        const marks = (row) => ({ "data-here": row === place, style: `--row: ${row}` });
        const input = (value, row) => laid(el("span", marks(row), text(value)), middle(now, row));
        const copy = (value, row) => {
          const lies = now.taps(row).map((cell) => cell - row * stride);
          const number = text(row <= place ? value : null);
          const numbers = lies.map((tap) => laid(el("b", {}, number), tap));
          const made = el("div", { ...marks(row), "data-empty": row > place }, ...numbers);
          return laid(made, row * stride, wide);
        };
        const cell = (sum, at) => {
          const mark = { "data-cut": now.cut(at), "data-added": at >= now.end };
          return laid(el("span", mark, el("b", {}, text(sum))), at);
        };
        inputs.replaceChildren(...now.inputs.map(input));
        copies.replaceChildren(...now.inputs.map(copy));
        outputs.replaceChildren(...now.sums.map(cell));
        const kept = now.sums.filter((_, at) => !now.cut(at));
        const words = kept.map((sum) => text(sum, "empty")).join(", ");
        outputs.setAttribute("aria-label", words);
        laid(handle, stride, wide);
        handle.hidden = now.inputs.length < 2;
        handle.setAttribute("aria-valuenow", stride);
        return words;
      }

      // ---- the way there ------------------------------------------------------------------------
      /** The copy grows out of its input; its numbers fall into the cells, and the sums of `before` go. */
      function lands(motion, before) {
        const { place } = now;
        const [row, from] = [copies.children[place], inputs.children[place]];
        const fall = now.taps(place).flatMap((cell, tap) => {
          const [to, number] = [outputs.children[cell], row.children[tap]];
          const box = number.getBoundingClientRect();
          const [old, flies] = [text(before.sums[cell]), number.textContent];
          return [
            appears(to.firstChild, LAND + FALL - 60, 100),
            motion.leaves(to, el("span", {}, old), LAND + FALL - 60, 60),
            motion.fliesInto(to, el("span", { class: "cnn-falls" }, flies), box, LAND, FALL),
          ];
        });
        return [comesFrom(row, from.getBoundingClientRect(), 0, LAND, 0.3), ...fall];
      }

      /** From another stride: inputs and copies slide by as much as each has to. */
      function glides(before) {
        const moved = (made, was, is) => [
          made,
          [{ left: left(was) }, { left: left(is) }],
          0,
          GLIDE,
        ];
        return now.inputs.flatMap((_, row) => [
          moved(copies.children[row], row * before.stride, row * now.stride),
          moved(inputs.children[row], middle(before, row), middle(now, row)),
        ]);
      }

      return { node, handle, grip, show, lands, glides };
    }

    return { stamps };
  })(),
);
