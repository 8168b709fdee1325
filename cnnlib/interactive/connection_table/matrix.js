// The matrix of ConnectionTable: a row for each map of S2, a column for each map of C3, and a kernel
// of 5×5 wherever one hears the other.
const connectionMatrix = (() => {
  const { cells, el, put, range } = ui;
  const { BELOW, MAPS } = connections;

  /**
   * `onPress(below, map)`: a cell was pressed; `onDraw(below, maps, isOn, map)`: some of a row were
   * drawn over, up to `map`; all of them then are as the first one becomes.
   */
  function make({ onPress, onDraw }) {
    let drawn = null; // what a finger or a mouse draws
    const press = (below, map) => {
      if (!drawn?.done) onPress(below, map);
      drawn = null;
    };
    const called = { row: (below) => `S2 map ${below}`, column: (map) => `C3 map ${map}` };
    const grid = cells({ label: "", onPress: press, text: () => "", called });
    const heads = range(MAPS).map((map) => el("span", {}, map));
    const names = range(BELOW).map((below) => el("span", {}, el("s", {}, "S2 map "), below));
    const sums = range(BELOW).map(() => el("span"));
    const box = (name, ...nodes) =>
      el("div", { class: `ct-${name}`, "aria-hidden": "true" }, ...nodes);
    const title = grid.node.querySelector(".cnn-name");
    title.classList.add("cnn-unseen");
    title.textContent = "Kernels: arrow keys walk, Enter links";
    const parts = [box("heads", ...heads), box("names", ...names), grid.node, box("sums", ...sums)];
    const node = el("div", { class: "ct-matrix" }, ...parts);
    let rows = [];

    function placeOf({ clientX, clientY }) {
      const { left, top, width, height } = grid.table.getBoundingClientRect();
      const [down, right] = [(clientY - top) / height, (clientX - left) / width];
      return [Math.floor(down * BELOW), Math.floor(right * MAPS)];
    }
    grid.table.addEventListener("pointerdown", (event) => {
      drawn = null;
      if (event.button !== 0 || !event.isPrimary) return;
      const [below, first] = placeOf(event);
      drawn = { below, first, last: first, isOn: !rows[below]?.[first], done: false };
    });
    grid.table.addEventListener("pointermove", (event) => {
      if (!drawn || !event.isPrimary || !event.buttons) return;
      const last = Math.min(MAPS - 1, Math.max(0, placeOf(event)[1]));
      if (last === drawn.last) return;
      if (!drawn.done) grid.table.setPointerCapture(event.pointerId);
      Object.assign(drawn, { last, done: true });
      const [from, to] = [drawn.first, last].sort((one, other) => one - other);
      onDraw(drawn.below, range(MAPS).slice(from, to + 1), drawn.isOn, last);
    });
    grid.table.addEventListener("pointercancel", () => (drawn = null));
    // The click that ends a drag is none; one that comes later is.
    grid.table.addEventListener("lostpointercapture", () => setTimeout(() => (drawn = null)));

    function show({ table, heard, focus }) {
      rows = range(BELOW).map((below) => table.map((row) => row[below]));
      grid.show(rows, { scale: 1 });
      rows.forEach((line, below) =>
        line.forEach((isOn, map) => {
          const cell = grid.text(below, map).parentNode;
          cell.setAttribute("aria-label", isOn ? "linked" : "not linked");
          cell.toggleAttribute("data-column", map === focus);
        }),
      );
      heads.forEach((head, map) => head.toggleAttribute("data-here", map === focus));
      sums.forEach((sum, below) => put(sum, `${heard[below]}×`));
    }

    const unfold = [{ transform: "scale(0.3)" }, { transform: "none" }];
    /** A kernel unfolds in its cell. */
    const folds = (below, map, ...times) =>
      rows[below][map] ? [[grid.text(below, map), unfold, ...times]] : [];
    /** All kernels of a map do. */
    const lights = (map, ...times) => range(BELOW).flatMap((below) => folds(below, map, ...times));
    return { node, show, lights, folds };
  }

  return { make };
})();
