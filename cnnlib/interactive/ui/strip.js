// The furniture of a figure: a strip of cells, a window that stops along it, and what each stop gives.
//
// What is drawn lies at { at, span, line }: the first cell that it covers, counted from the first of
// the strip, how many cells, and, for the brackets of the stops, on which line.
Object.assign(
  ui,
  (() => {
    const { appears, el, fliesFrom, slidable } = ui;
    const [SLIDE, SUM] = [200, 200];
    const ARROWS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
    const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
    const flat = ({ at, span }) => ({ at, span });
    const middle = ({ at, span }) => ({ at: at + (span - 1) / 2, span: Math.min(span, 1) });

    const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
    const range = (from, to) => Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i);
    const vector = (values) => ({ shape: [values.length], data: Float64Array.from(values) });

    /** What a window at `at` reads, in words: "2 zeros, cell 1". */
    function reads(at, kernel, size) {
      const [first, last] = [Math.max(at, 0) + 1, Math.min(at + kernel, size)];
      const inside = Math.max(last - first + 1, 0);
      const before = Math.min(Math.max(-at, 0), kernel);
      const zeros = (count) => (count ? [counted(count, "zero")] : []);
      const cells = { 0: [], 1: [`cell ${first}`] }[inside] ?? [`cells ${first} to ${last}`];
      return [...zeros(before), ...cells, ...zeros(kernel - inside - before)].join(", ");
    }

    /**
     * What a `strip` shows, but for `place` and `visited`: the `count` stops of a window of `kernel`
     * ones on the cells 1 … size, which have `zeros` before and after them and `room` before those.
     */
    function stopsOn({ size, kernel, stride, zeros, count, room }) {
      const cells = range(-zeros[0], size + zeros[1]);
      const values = cells.map((cell) => (cell >= 0 && cell < size ? cell + 1 : null));
      const sums = core.correlate1d(vector(values), vector(Array(kernel).fill(1))).data;
      const stops = range(0, count).map((line) => {
        const [first, at] = [line * stride, line * stride - zeros[0]];
        const terms = values.slice(first, first + kernel).map((value) => value ?? 0);
        return { at, span: kernel, line, terms, sum: sums[first], words: reads(at, kernel, size) };
      });
      const columns = size + 2 * room + 1; // one more behind, for the last sum
      const at = count * stride - zeros[0];
      const span = Math.max(0, Math.min(kernel, columns - room - at)); // cut at the last column
      const sides = `${counted(zeros[0], "zero")} before, ${zeros[1]} after`;
      const around = `Cells that hold 1 to ${size}; ${sides}`;
      const leftOver = values.length - (count - 1) * stride - kernel;
      const beyond = { at, span, line: count };
      return { cells, values, stops, beyond, leftOver, room, columns, around };
    }

    /** What of { place, visited } there still is among the stops `next`: known by the cells read. */
    function stopsKept({ stops, place, visited }, next) {
      const found = (i) => next.findIndex(({ at }) => at === stops[i].at);
      const known = [...visited].map(found).filter((i) => i >= 0);
      const nearest = stops[place].at < next[0].at ? 0 : next.length - 1;
      const here = found(place) < 0 ? nearest : found(place);
      return { place: here, visited: known.sort((one, other) => one - other) };
    }

    /**
     * `show` takes { cells, values, stops, beyond, place, visited, room, columns, around }: the places
     * of the cells and what they hold, null for a zero of the padding; the stops with their `sum` and
     * what they read in `words`; the stop too many; the stop where the window lies and the set of
     * those whose sums are known; and how many columns there are, `room` of them before the strip.
     * `onStop(i)` asks for another stop. With `onSet(name, value)` the right end of the window is
     * dragged to set its `kernel`, and the next stop, which is dashed, to set its `stride`; `onSettled`
     * says that the finger let go. What is `unread` is struck.
     */
    function strip({ label, onStop, onSet, onSettled }) {
      const cells = el("div", { class: "cnn-strip-cells", role: "img" });
      const outputs = el("div", { class: "cnn-strip-outputs", role: "img" });
      const stairs = el("ol", { class: "cnn-stairs", "aria-label": "Stops" });
      const body = el("div", { class: "cnn-pane-body" });
      const grip = el("i", { class: "cnn-grip", "aria-hidden": "true" });
      const access = { role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": 1 };
      const pane = el("div", { class: "cnn-pane cnn-strip-window", ...access }, body, grip);
      const handle = (name) => el("div", { class: `cnn-strip-${name}`, "aria-hidden": "true" });
      const [ghost, after, end] = ["next", "after", "end"].map(handle);
      const set = onSet ? [ghost, after, end] : [];
      const plate = el("div", { class: "cnn-plate cnn-strip-plate" }, cells, ...set, pane);
      const named = (role, words) => el("p", { class: "cnn-name", "data-role": role }, words);
      const node = el("div", { class: "cnn-strip" });
      node.append(named("input", "numbers"), plate, named("output", "outputs"), outputs);
      node.append(named("kernel", "stops"), stairs);
      let now;

      // ---- what is pressed and dragged ----------------------------------------------------------
      const goTo = (stop) => {
        if (!now) return; // there is no drawing yet, only an error
        const next = clamp(stop, 0, now.stops.length - 1);
        if (next !== now.place) onStop(next);
      };
      const goNear = (at) => {
        if (!now) return;
        const far = now.stops.map((stop) => Math.abs(stop.at - at));
        goTo(far.indexOf(Math.min(...far)));
      };
      const cellsAlong = (pixels) => (pixels * now.columns) / plate.offsetWidth;
      let held = 0; // where the window lay when the finger came down
      slidable(pane, {
        onStart: () => (held = now?.stops[now.place].at),
        onSlide: (right) => goNear(held + cellsAlong(right)),
      });
      for (const [dragged, name] of [
        [end, "kernel"],
        [after, "stride"],
      ]) {
        let from = 0;
        slidable(dragged, {
          onStart: () => (from = now[name]),
          onSlide: (right) => onSet(name, from + Math.round(cellsAlong(right))),
          onEnd: onSettled,
        });
      }
      plate.addEventListener("click", ({ target, clientX }) => {
        if (!now || target.closest(".cnn-pane, .cnn-strip-after, .cnn-strip-end")) return;
        const from = plate.getBoundingClientRect().left;
        goNear(cellsAlong(clientX - from) - now.room - now.stops[0].span / 2);
      });
      for (const list of [stairs, outputs]) {
        list.addEventListener("click", ({ target }) => {
          const stop = [...list.children].indexOf(target.closest("li, .cnn-strip-outputs > span"));
          if (now && stop in now.stops) goTo(stop);
        });
      }
      pane.addEventListener("keydown", (event) => {
        const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
        const by = ARROWS[key] * (shiftKey ? 4 : 1);
        const stop = { Home: 0, End: Infinity }[key] ?? now?.place + by;
        if (altKey || ctrlKey || metaKey || Number.isNaN(stop)) return;
        event.preventDefault();
        goTo(stop);
      });

      // ---- drawing ------------------------------------------------------------------------------
      const where = ({ at, span, line = 0 }) => ({
        left: `calc(${now.room + at} * var(--cell))`,
        top: `calc(${line} * var(--pitch))`,
        width: `calc(${span} * var(--cell))`,
      });
      const laid = (made, there) => {
        Object.assign(made.style, where(there));
        return made;
      };

      function show(next) {
        now = next;
        const { stops, beyond, place, visited, values } = now;
        node.style.setProperty("--columns", now.columns);
        node.toggleAttribute("data-long", now.columns > 12);
        node.style.setProperty("--lines", stops.length + 1);
        const known = stops.map(({ sum }, i) => (visited.has(i) ? sum : null));
        const marks = (i) => ({ "data-here": i === place, "data-empty": known[i] === null });
        cells.replaceChildren(
          ...values.map((value, i) => {
            const struck = now.unread.includes(value);
            const made = el(
              "span",
              { "data-zero": value === null, "data-unread": struck },
              value ?? 0,
            );
            return laid(made, { at: now.cells[i], span: 1 });
          }),
        );
        outputs.replaceChildren(
          ...stops.map((stop, i) =>
            laid(el("span", marks(i), el("b", {}, known[i] ?? "·")), middle(stop)),
          ),
        );
        const bracket = (stop, i) => {
          const words = known[i] === null ? stop.words : `${stop.words}, sum ${stop.sum}`;
          const sum = el("b", { "aria-hidden": "true" }, known[i] ?? "");
          return laid(el("li", marks(i), el("span", { class: "cnn-unseen" }, words), sum), stop);
        };
        const hangs = el("li", { "data-beyond": true, "aria-hidden": "true" });
        hangs.append(el("span", {}, "does not count"));
        stairs.replaceChildren(...stops.map(bracket), laid(hangs, beyond));
        cells.setAttribute("aria-label", now.around);
        outputs.setAttribute("aria-label", known.map((sum) => sum ?? "not known").join(", "));
        const { at, span, words, sum } = stops[place];
        const lies = Object.entries({ row: 0, column: now.room + at, width: span, height: 1 });
        for (const [name, value] of lies) pane.style.setProperty(`--${name}`, value);
        const follows = at + now.stride;
        const within = clamp(now.columns - now.room - follows, 0, span);
        laid(ghost, { at: follows, span: within });
        laid(after, { at: Math.min(follows + within, now.columns - now.room - 1), span: 0 });
        laid(end, { at: at + span, span: 0 });
        for (const made of [ghost, after]) made.hidden = !within;
        body.replaceChildren(...range(0, span).map(() => el("span", {}, el("b", {}, 1))));
        pane.setAttribute("aria-valuenow", place + 1);
        pane.setAttribute("aria-valuemax", stops.length);
        const valued = `stop ${place + 1} of ${stops.length}: ${words}, sum ${sum}`;
        pane.setAttribute("aria-valuetext", valued);
        return valued;
      }

      // ---- the way there ------------------------------------------------------------------------
      const glides = (made, from, to) => [made, [where(from), where(to)], 0, SLIDE];

      /** From another stop to the present one: the window slides, its sum flies into the output. */
      function visits(from) {
        const [{ children: cellsOut }, { children: brackets }] = [outputs, stairs];
        return [
          glides(pane, flat(now.stops[from]), flat(now.stops[now.place])),
          fliesFrom(cellsOut[now.place].firstChild, pane.getBoundingClientRect(), SLIDE, SUM),
          appears(brackets[now.place].lastChild, SLIDE + SUM, 80),
        ];
      }

      /**
       * From what was shown before: what stays glides, what is new grows out of the edge. Which stop
       * was which, `was(stop, i)` says: the one that read the same cells, if nothing else.
       */
      function changes(before, was = ({ at }) => before.stops.find((stop) => stop.at === at)) {
        const [first, last] = [before.stops[0], before.stops.at(-1)];
        const edge = ({ at }) => (at < first.at ? first.at : last.at + last.span);
        const old = (stop, i) => was(stop, i) ?? { at: edge(stop), span: 0, line: stop.line };
        const inside = (cell) => ({ at: cell + (cell < 0 ? 1 : -1), span: 1 });
        return [
          glides(pane, flat(before.stops[before.place]), flat(now.stops[now.place])),
          glides(stairs.lastChild, before.beyond, now.beyond),
          ...now.stops.flatMap((stop, i) => [
            glides(stairs.children[i], old(stop, i), stop),
            glides(outputs.children[i], middle(old(stop, i)), middle(stop)),
          ]),
          ...now.cells.flatMap((cell, i) =>
            before.cells.includes(cell)
              ? []
              : [glides(cells.children[i], inside(cell), { at: cell, span: 1 })],
          ),
        ];
      }

      return { node, pane, show, visits, changes };
    }

    return { counted, stopsKept, stopsOn, strip };
  })(),
);
