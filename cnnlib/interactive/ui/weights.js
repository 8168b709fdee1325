// The furniture of a figure: the matrix of a layer's weights, a row for each output; and its outputs.
Object.assign(
  ui,
  (() => {
    const { carriable, cells, comesFrom, el, fliesFrom, formatNumber, rowsOf, tint } = ui;
    const clamp = (n, most) => Math.min(most, Math.max(0, n));

    /** What covers a cell while it is no longer, or not yet, what it shows. */
    function cover(text, weight, full) {
      const ghost = el("span", {}, text);
      tint(ghost, weight ?? 0, full);
      return ghost;
    }

    /**
     * A matrix of weights; the weight that has the full color is `full`, `onPress(row, column)` comes
     * with a cell. `show` takes the cells row by row, each { weight, text, name } with the weight null
     * where there is no line and the name that of its number, the row that is marked, and the names of
     * inputs and outputs, as `layerNames` gives them. Pointing at a cell marks all of the same name;
     * `onMark(same)` hands on whether cell i is one of them.
     */
    function weightMatrix({ label, full, onPress, onMark }) {
      const grid = cells({ label, role: "matrix", onPress });
      const band = el("i", { class: "cnn-band" });
      const sides = ["over", "beside"].map((side) =>
        el("div", { class: "cnn-heads", "data-side": side, "aria-hidden": "true" }),
      );
      let shown = [];
      let tds = [];
      let pointed = null;
      grid.plate.append(...sides, band);

      function show(all, here, names) {
        const [width] = names.map(({ count }) => count);
        const data = all.map(({ weight }) => weight);
        grid.show(rowsOf({ shape: [data.length / width, width], data }), { scale: full });
        [shown, tds] = [all, [...grid.table.querySelectorAll("td[data-place]")]];
        all.forEach(({ weight, text }, i) => {
          tds[i].firstChild.textContent = text;
          const said = weight === null ? "no line" : text || formatNumber(weight);
          tds[i].setAttribute("aria-label", said);
        });
        grid.plate.style.setProperty("--here", here);
        names.forEach(({ briefly, brief }, i) =>
          sides[i].replaceChildren(...briefly.map((each) => el("span", {}, brief(each)))),
        );
        ["columnheader", "rowheader"].forEach((role, axis) =>
          grid.table
            .querySelectorAll(`[role=${role}]`)
            .forEach((head, i) => (head.textContent = names[axis].full(i))),
        );
        mark(pointed);
      }

      function mark(cell) {
        pointed = cell;
        const own = shown[tds.indexOf(cell)]?.name ?? null;
        const same = (i) => own !== null && shown[i].name === own;
        tds.forEach((td, i) => td.toggleAttribute("data-marked", same(i)));
        onMark(same);
      }
      for (const type of ["pointerover", "focusin"]) {
        grid.table.addEventListener(type, ({ target }) => mark(target.closest("td")));
      }
      for (const type of ["pointerleave", "focusout"]) {
        grid.table.addEventListener(type, () => mark(null));
      }

      /** The number of cell `from` flies to cell i, where it is the same from now on. */
      function takes(motion, i, from, ...times) {
        const [copy] = motion.leaves(tds[i], cover(shown[i].text, shown[i].weight, full));
        return fliesFrom(copy, tds[from].getBoundingClientRect(), ...times);
      }

      /** Until then cell i is as it was. */
      const keeps = (motion, i, { text, weight }, ...times) =>
        motion.fades(tds[i], cover(text, weight, full), ...times);
      return { node: grid.node, band, show, keeps, takes, at: (i) => tds[i] };
    }

    /**
     * The outputs of a layer, one of them chosen: by a press, by carrying the handle that lies on it,
     * by the arrow keys. `onPress(place)` and `onCarry(place)` ask for another.
     */
    function outputGrid({ label, onPress, onCarry }) {
      let across = 1;
      let last = [0, 0];
      const ask = (row, column) => row * across + column;
      const press = (row, column) => onPress(ask(row, column));
      const grid = cells({ label, role: "output", onPress: press });
      const access = { role: "application", tabindex: 0, "aria-label": "Output: arrow keys go on" };
      const grip = el("i", { class: "cnn-grip", "aria-hidden": "true" });
      const handle = el("div", { class: "cnn-chosen cnn-carried", ...access }, grip);
      let here = 0;
      const move = (...to) => {
        const next = ask(...to.map((n, axis) => clamp(n, last[axis])));
        if (next !== here) onCarry(next);
      };
      const unit = () => grid.table.getBoundingClientRect().width / across;
      carriable(handle, {
        unit,
        place: () => [Math.floor(here / across), here % across],
        onMove: move,
      });

      function show(texts, width, chosen) {
        [across, here, last] = [width, chosen, [texts.length / width - 1, width - 1]];
        const data = texts.map(() => 0);
        grid.show(rowsOf({ shape: [texts.length / width, width], data }));
        texts.forEach((text, i) => {
          grid.text(Math.floor(i / width), i % width).textContent = text;
        });
        handle.style.setProperty("--row", Math.floor(here / across));
        handle.style.setProperty("--column", here % across);
        grid.plate.append(handle);
      }
      return { node: grid.node, handle, move, show };
    }

    /** `change()` is run; the tweens in which these come to where they then are. */
    function follow(nodes, duration, change) {
      const from = nodes.map((node) => node.getBoundingClientRect());
      change(() => nodes.map((node, i) => comesFrom(node, from[i], 0, duration)));
    }

    return { cover, follow, outputGrid, weightMatrix };
  })(),
);
