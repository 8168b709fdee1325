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
    // What can be dragged, by the name of what it sets: its look, and which way makes that more.
    const HANDLES = {
      kernel: ["end", 1],
      stride: ["after", 1],
      dilation: ["second", 1],
      before: ["front", -1],
      after: ["back", 1],
    };
    const flat = ({ at, span }) => ({ at, span });
    const middle = ({ at, span }) => ({ at: at + (span - 1) / 2, span: Math.min(span, 1) });

    const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
    const range = (from, to) => Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i);

    /** Cells in words: "cells 1, 3 and 5". */
    const listed = (cells) =>
      cells.length > 1
        ? `cells ${cells.slice(0, -1).join(", ")} and ${cells.at(-1)}`
        : `cell ${cells}`;

    /** What a window with its weights on `places` reads, in words: "2 zeros, cell 1". */
    function reads(places, size) {
      const inside = places.filter((place) => place >= 0 && place < size).map((place) => place + 1);
      const [first, last] = [inside[0], inside.at(-1)];
      const side = inside.length > 1 && last - first + 1 === inside.length;
      const cells = side ? `cells ${first} to ${last}` : listed(inside);
      const zeros = (found) => (found.length ? [counted(found.length, "zero")] : []);
      return [
        ...zeros(places.filter((place) => place < 0)),
        ...(inside.length ? [cells] : []),
        ...zeros(places.filter((place) => place >= size)),
      ].join(", ");
    }

    /**
     * What a `strip` shows, but for `place` and `visited`: the `count` stops of a window of `kernel`
     * ones, `dilation` apart, on the cells 1 … size, which have `zeros` before and after them and
     * `room` before those.
     */
    function stopsOn({ size, kernel, stride, dilation = 1, zeros, count, room }) {
      const cells = range(-zeros[0], size + zeros[1]);
      const values = cells.map((cell) => (cell >= 0 && cell < size ? cell + 1 : null));
      const wide = core.effective_kernel(kernel, dilation);
      const stops = range(0, count).map((line) => {
        const at = line * stride - zeros[0];
        const taps = range(0, kernel).map((tap) => at + tap * dilation);
        const terms = taps.map((tap) => (tap >= 0 && tap < size ? tap + 1 : 0));
        const sum = terms.reduce((all, term) => all + term, 0);
        return { at, span: wide, line, terms, sum, words: reads(taps, size) };
      });
      const columns = size + 2 * room + 1; // one more behind, for the last sum
      const at = count * stride - zeros[0];
      const span = Math.max(0, Math.min(wide, columns - room - at)); // cut at the last column
      const sides = `${counted(zeros[0], "zero")} before, ${zeros[1]} after`;
      const around = `Cells that hold 1 to ${size}; ${sides}`;
      const leftOver = values.length - (count - 1) * stride - wide;
      const beyond = { at, span, line: count };
      const [before, after] = zeros;
      return { cells, values, stops, beyond, leftOver, room, columns, around, before, after };
    }

    /** What of { place, visited } there still is among the stops `next`: known by the cells read. */
    function stopsKept({ stops, place, visited }, next) {
      const found = (i) => next.findIndex(({ at }) => at === stops[i].at);
      const known = [...visited].map(found).filter((i) => i >= 0);
      const far = next.map(({ at }) => Math.abs(at - stops[place].at));
      return {
        place: far.indexOf(Math.min(...far)),
        visited: known.sort((one, other) => one - other),
      };
    }

    /**
     * `show` takes { cells, values, stops, beyond, place, visited, room, columns, around }: the places
     * of the cells and what they hold, null for a zero of the padding; the stops with their `sum` and
     * what they read in `words`; the stop too many; the stop where the window lies and the set of
     * those whose sums are known; and how many columns there are, `room` of them before the strip.
     * `onStop(i)` asks for another stop. What `sets` names is dragged: the right end of the window
     * ("kernel"), its second weight ("dilation"), the next stop, which is dashed ("stride"), and the
     * zeros at both ends ("before", "after"); `onSet(name, value)` says to what, `onSettled` that the
     * finger let go. What is `unread` is struck.
     */
    function strip({ label, sets = [], onStop, onSet, onSettled }) {
      const cells = el("div", { class: "cnn-strip-cells", role: "img" });
      const outputs = el("div", { class: "cnn-strip-outputs", role: "img" });
      const stairs = el("ol", { class: "cnn-stairs", "aria-label": "Stops" });
      const body = el("div", { class: "cnn-pane-body" });
      const grip = el("i", { class: "cnn-grip", "aria-hidden": "true" });
      const access = { role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": 1 };
      const pane = el("div", { class: "cnn-pane cnn-strip-window", ...access }, body, grip);
      const handle = (name) => el("div", { class: `cnn-strip-${name}`, "aria-hidden": "true" });
      const ghost = handle("next");
      const handles = new Map(sets.map((name) => [name, handle(HANDLES[name][0])]));
      const set = [...(handles.has("stride") ? [ghost] : []), ...handles.values()];
      for (const made of handles.values()) made.classList.add("cnn-strip-handle");
      const plate = el("div", { class: "cnn-plate cnn-strip-plate" }, cells, ...set, pane);
      const named = (role, words) => el("p", { class: "cnn-name", "data-role": role }, words);
      const node = el("div", { class: "cnn-strip", "data-sets": sets.join(" ") });
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
      for (const [name, dragged] of handles) {
        const way = HANDLES[name][1];
        let from = 0;
        slidable(dragged, {
          onStart: () => (from = now?.[name]),
          onSlide: (right) => now && onSet(name, from + way * Math.round(cellsAlong(right))),
          onEnd: onSettled,
        });
      }
      plate.addEventListener("click", ({ target, clientX }) => {
        if (!now || target.closest(".cnn-pane, .cnn-strip-handle")) return;
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

      const taps = ({ kernel, dilation } = now) => range(0, kernel).map((tap) => tap * dilation);
      const along = (tap, span) => ({ left: `${(100 * tap) / span}%`, width: `${100 / span}%` });
      const prong = (tap, span) => {
        const made = el("i");
        Object.assign(made.style, along(tap, span));
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
          const prongs = now.dilation > 1 ? taps().map((tap) => prong(tap, stop.span)) : [];
          const told = [el("span", { class: "cnn-unseen" }, words), sum];
          const spread = { "data-spread": prongs.length > 0 };
          return laid(el("li", { ...marks(i), ...spread }, ...prongs, ...told), stop);
        };
        const hangs = el("li", { "data-beyond": true, "aria-hidden": "true" });
        hangs.append(el("span", {}, "does not count"));
        stairs.replaceChildren(...stops.map(bracket), laid(hangs, beyond));
        cells.setAttribute("aria-label", now.around);
        outputs.setAttribute("aria-label", known.map((sum) => sum ?? "not known").join(", "));
        const { at, span, words, sum } = stops[place];
        const covers = Object.entries({ row: 0, column: now.room + at, width: span, height: 1 });
        for (const [name, value] of covers) pane.style.setProperty(`--${name}`, value);
        const follows = at + now.stride;
        const within = clamp(now.columns - now.room - follows, 0, span);
        laid(ghost, { at: follows, span: within });
        const lies = {
          kernel: at + span,
          stride: Math.min(follows + within, now.columns - now.room - 1),
          dilation: at + now.dilation + 0.5,
          before: now.cells[0],
          after: now.cells.at(-1) + 1,
        };
        for (const [name, made] of handles) laid(made, { at: lies[name], span: 0 });
        const gone = { stride: !within, dilation: now.kernel < 2 };
        ghost.hidden = gone.stride;
        for (const [name, made] of handles) made.hidden = Boolean(gone[name]);
        const weight = (offset) =>
          offset % (now.dilation ?? 1)
            ? el("span", { "data-gap": true })
            : el("span", {}, el("b", {}, 1));
        body.replaceChildren(...range(0, span).map(weight));
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
        const parts = (then, bracket, span) =>
          [...bracket.querySelectorAll("i")].map((made, i) => {
            const from = span && along(taps(then)[i] ?? span, span);
            return [made, [from ?? { width: 0 }, along(taps()[i], now.stops[0].span)], 0, SLIDE];
          });
        const inside = (cell) => ({ at: cell + (cell < 0 ? 1 : -1), span: 1 });
        return [
          glides(pane, flat(before.stops[before.place]), flat(now.stops[now.place])),
          glides(stairs.lastChild, before.beyond, now.beyond),
          ...now.stops.flatMap((stop, i) => [
            glides(stairs.children[i], old(stop, i), stop),
            glides(outputs.children[i], middle(old(stop, i)), middle(stop)),
            ...parts(before, stairs.children[i], was(stop, i)?.span),
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

    return { counted, listed, stopsKept, stopsOn, strip };
  })(),
);
