// The field of ConvolutionArithmetic: a picture in its zeros, the window on it, and along both axes
// one bracket for each row and each column of stops.
const windowField = (() => {
  const { carriable, el, put } = ui;
  const { around, beside, cellsLong, stopsOf, upon } = windowAxes;
  const SLIDE = 200;
  // So many cells side by side hold no more than their numbers; of more, these are too small.
  const [DENSE, TINY] = [11, 22];
  const CROWDED = 6; // so many brackets leave no room for words
  const MANY = 12; // so many are moved at once: none is followed by the eye
  const laid = (node, styles) => {
    Object.assign(node.style, styles);
    return node;
  };

  /**
   * `onStop(row, column)` asks for another stop, `onType(row, column, value)` for another number of
   * the picture, with `refuse(words)` if it is none; `onSet(name, value)` comes while the window's corner is dragged (its
   * `kernel`), or the next stop (its `stride`), and `onSettled()` when the finger lets go.
   */
  function make({ label, onStop, onType, refuse, onSet, onSettled }) {
    const picture = ui.cells({ label: "picture", role: "input", onPress: edit, swift: true });
    const text = (value) => (value === null ? "" : ui.formatNumber(value));
    const pane = ui.pane({ grid: picture, label, onMove: onStop, onPress: edit, text });
    const zeros = el("div", { class: "ca-zeros", "aria-hidden": "true" });
    const hidden = { "aria-hidden": "true", hidden: true }; // until there is a drawing
    const handle = (name) => el("div", { class: `ca-${name}`, ...hidden });
    const [ghost, next, end] = ["ghost", "next", "end"].map(handle);
    const stairs = [0, 1].map((axis) => {
      const list = el("div", { class: "ca-stairs", role: "img", "data-axis": axis });
      list.append(el("i", { "data-beyond": true }, el("span", {}, axis ? "does not count" : "")));
      list.addEventListener("click", ({ target }) => {
        const stop = [...list.children].indexOf(target.closest("i:not([data-beyond])"));
        if (stop >= 0) onStop(...now.place.map((old, each) => (each === axis ? stop : old)));
      });
      return list;
    });
    const name = picture.node.firstChild;
    picture.node.classList.add("ca-field");
    picture.plate.prepend(zeros, ...stairs);
    picture.plate.append(ghost, next, end);
    pane.node.hidden = true;
    let now;

    // ---- what is dragged ------------------------------------------------------------------------
    const side = () => picture.table.getBoundingClientRect().width / now.sizes[1];
    for (const [node, key] of [
      [end, "kernel"],
      [next, "stride"],
    ]) {
      let from = 0;
      node.classList.add("cnn-carried");
      node.addEventListener("pointerdown", () => (from = now[key]), true);
      const further = (one, other) => (Math.abs(other - from) > Math.abs(one - from) ? other : one);
      carriable(node, {
        unit: () => side() * (key === "kernel" ? now.dilation : 1),
        place: () => [now[key], now[key]],
        onMove: (down, right) =>
          onSet(key, key === "kernel" ? further(right, down) : now.follows ? right : down),
        onDrop: onSettled,
      });
    }

    /** A field over one number. */
    function edit(row, column) {
      const value = now.picture[row]?.[column];
      if (value === undefined) return; // a zero
      const { input } = ui.numberField({
        ...{ label: `picture row ${row}, column ${column}`, hidden: true, value },
        ...{ min: -99, max: 99, refuse, onChange: (typed) => onType(row, column, typed) },
      });
      input.classList.add("ca-edit");
      Object.assign(input.style, { top: cellsLong(row + 0.5), left: cellsLong(column + 0.5) });
      input.addEventListener("blur", () => {
        refuse("");
        input.remove();
      });
      input.addEventListener("keydown", ({ key }) => {
        if (key === "Enter" || key === "Escape") picture.text(row, column).parentNode.focus();
      });
      picture.plate.append(input);
      input.focus();
    }

    // ---- drawing --------------------------------------------------------------------------------
    function show(state) {
      const { sizes, zeros: pads, stride, extent, place, unread, counts, spread } = state;
      const room = [Math.max(1, pads[0]), pads[1] + 1]; // a cell after the end, where a stop hangs over
      const total = Math.max(...sizes) + room[0] + room[1];
      const follows = place[1] + 1 < counts[1];
      const resized = now?.total !== total;
      now = { ...state, room, total, follows };
      picture.node.style.setProperty("--total", total);
      picture.plate.style.setProperty("--room", room[0]);
      for (const list of stairs) list.style.setProperty("--lines", Math.max(...counts) + 1);
      picture.node.toggleAttribute("data-tiny", total > TINY);
      const padded = sizes.map((size) => size + pads[0] + pads[1]).join("×");
      const more = pads[0] + pads[1] ? `, with its zeros ${padded}` : "";
      put(name, `picture ${sizes.join("×")}${more}`);
      const isStruck = (row, column) => unread[0].includes(row) || unread[1].includes(column);
      picture.show(state.picture, { scale: state.scale, isStruck, resized });
      laid(zeros, around(state));
      const limits = counts.map((count) => count - 1);
      const lies = { row: place[0], column: place[1], limits, stride, from: -pads[0] };
      const numbers = { weights: spread, products: state.spreadProducts.flat() };
      pane.show({ ...lies, ...numbers, bare: isDense() });
      pane.body.toggleAttribute("data-gaps", state.dilation > 1);
      const taps = spread.flat();
      pane.spans().forEach((span, i) => span.toggleAttribute("data-gap", taps[i] === null));
      const corner = place.map((stop) => stop * stride - pads[0]);
      const other = follows ? [corner[0], corner[1] + stride] : [corner[0] + stride, corner[1]];
      const last = !follows && place[0] + 1 >= counts[0];
      laid(ghost, upon(other, extent));
      laid(next, upon(follows ? [other[0], other[1] + extent] : [other[0] + extent, other[1]], 0));
      laid(end, upon([corner[0] + extent, corner[1] + extent], 0));
      for (const node of [ghost, next]) node.hidden = last;
      for (const node of [pane.node, end]) node.hidden = false;
      now.brackets = [0, 1].map((axis) => stopsOf(now, axis));
      now.brackets.forEach(({ stops, beyond }, axis) => {
        const list = stairs[axis];
        const reads = stops.map(({ at }) => `${text(at)} to ${text(at + extent - 1)}`);
        const words = `Stops ${axis ? "to the right: columns" : "down: rows"} ${reads.join(", ")}`;
        list.setAttribute("aria-label", words);
        while (list.children.length > stops.length + 1) list.firstChild.remove();
        while (list.children.length < stops.length + 1) list.prepend(el("i"));
        stops.forEach((stop, i) => {
          const item = laid(list.children[i], beside(axis, stop));
          item.toggleAttribute("data-here", stop.line === place[axis]);
        });
        const hangs = laid(list.lastChild, beside(axis, beyond));
        hangs.toggleAttribute("data-goes-on", beyond.goesOn);
        hangs.hidden = !beyond.span;
        hangs.firstChild.hidden = counts[axis] >= CROWDED;
      });
    }

    // ---- the way there --------------------------------------------------------------------------
    const glides = (node, from, to) =>
      Object.keys(to).some((key) => from[key] !== to[key]) ? [node, [from, to], 0, SLIDE] : null;
    const cornerOf = ({ place, stride, zeros: [before] }) =>
      place.map((at) => at * stride - before);
    const windowOf = (state) => upon(cornerOf(state), state.extent);
    const moved = (way) => ({ transform: `translate(${way.map(cellsLong).reverse().join()})` });

    /** How it looks now, for `changes`. */
    const before = () => ({ ...now, box: picture.plate.getBoundingClientRect() });

    /** From another stop to the present one. */
    const visits = (was) => {
      if (was.extent !== now.extent) return [glides(pane.node, windowOf(was), windowOf(now))];
      const [from, to] = [was, now].map(cornerOf);
      const way = from.map((at, axis) => at - to[axis]);
      return [glides(pane.node, moved(way), moved([0, 0]))];
    };

    /**
     * From other settings: what stays glides, what is new grows out of the edge. A stop is known by
     * its number if the stride has changed, else by the cells that it reads.
     */
    function changes(was) {
      const box = picture.plate.getBoundingClientRect();
      const scale = was.box.width / was.sizes[1] / (box.width / now.sizes[1]);
      const zoomed = `translate(${was.box.left - box.left}px, ${was.box.top - box.top}px)`;
      const plate = { transformOrigin: "0 0", transform: `${zoomed} scale(${scale})` };
      return [
        scale !== 1 && [picture.plate, [plate, { ...plate, transform: "none" }], 0, SLIDE],
        glides(zeros, around(was), around(now)),
        ...visits(was),
        ...now.brackets.flatMap(({ stops, beyond }, axis) => {
          const { stops: old, beyond: oldBeyond } = was.brackets[axis];
          if (stops.length > MANY) return [];
          const edge = ({ at, line }) => {
            const far = at < old[0].at ? old[0].at : old.at(-1).at + old.at(-1).span;
            return { at: far, span: 0, line };
          };
          const same = (stop) =>
            was.stride === now.stride ? old.find(({ at }) => at === stop.at) : old[stop.line];
          const items = stairs[axis].children;
          return [...stops, beyond].map((stop, i) => {
            const from = stop === beyond ? oldBeyond : (same(stop) ?? edge(stop));
            return glides(items[i], beside(axis, from), beside(axis, stop));
          });
        }),
      ];
    }

    /** What a product is in: where there is no room for numbers, the cell of the window. */
    const isDense = () => now.total > DENSE;
    const products = () =>
      (isDense() ? pane.spans() : pane.products()).filter((_, i) => now.spread.flat()[i] !== null);
    const parts = { node: picture.node, picture, pane: pane.node, isDense, products };
    return { ...parts, show, before, changes, visits };
  }

  return make;
})();
