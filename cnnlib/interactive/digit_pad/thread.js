// The thread: one thin line from the cell that was opened first, through each that was opened below
// it, to the pixels that the last one depends on. It runs between the tiles, not over them.
const padThread = (() => {
  const { el } = ui;
  const ROUND = 5; // CSS pixels: of corners
  const FLOOR = 1.2; // below the maps of a layer there is room for a line
  const SIDE = 7; // from the maps to the line beside them

  const at = (x, y) => [x, y];

  /** From a corner toward another one, as far as it is rounded. */
  function toward([x, y], [toX, toY]) {
    const far = Math.hypot(toX - x, toY - y);
    const part = far ? Math.min(ROUND, far / 2) / far : 0;
    return [x + part * (toX - x), y + part * (toY - y)];
  }

  /** A line through points, [x, y], with round corners. */
  function lineOf(points) {
    const write = (point) => point.map((each) => each.toFixed(1)).join(" ");
    const corners = points.slice(1, -1).map((corner, i) => {
      const [before, after] = [points[i], points[i + 2]].map((end) => toward(corner, end));
      return `L${write(before)}Q${write(corner)} ${write(after)}`;
    });
    return `M${write(points[0])}${corners.join("")}L${write(points.at(-1))}`;
  }

  /**
   * A cell on its map: its `left`, `right` and middle `y`; the lines beside its tile, `before` and
   * `after`, and `below` it; the `floor` of the layer. Of a unit, its bar's middle `x`.
   */
  function stopOf(map, { layer, channel, row, column }, isPooled) {
    const area = map.sheet.getBoundingClientRect();
    const tile = map.boxOf(channel, area);
    const floor = area.bottom + FLOOR;
    if (layer === "dense1") {
      return { x: tile.left + tile.width / 2, top: area.top, bottom: area.bottom, floor };
    }
    const { side } = padCells.LAYERS[layer];
    const unit = tile.width / (side + 1);
    const isWhole = isPooled && padCells.POOLS[layer]; // then the cell is not there, but its map is
    const [size, corner] = isWhole ? [side, [0, 0]] : [1, [row, column]];
    const left = tile.left + unit * corner[1];
    return {
      ...{ left, right: left + unit * size, y: tile.top + unit * (corner[0] + size / 2), floor },
      before: tile.left - unit / 2,
      after: tile.left + unit * (side + 0.5),
      below: tile.top + unit * (side + 0.5),
    };
  }

  /** From a cell to where the line turns: above its layer; from an answer, `deepest` of all. */
  function leaves({ row, x, top, left, y, before }, { turn, right, deepest, isBeside }) {
    if (!row) return x ? [at(x, top), at(x, turn)] : [at(left, y), at(before, y), at(before, turn)];
    const middle = row.top + row.height / 2;
    return [at(isBeside ? row.left : row.right, middle), at(right, middle), at(right, deepest)];
  }

  /** From below a cell, or a unit, into it. */
  function arrives({ x, bottom, right, y, after, floor }, deepest) {
    if (x) return [at(x, deepest), at(x, bottom)];
    return [at(after, floor), at(after, y), at(right, y)];
  }

  /** From the last cell to the left of all maps. */
  function crosses(last, { left, ...beside }) {
    const { row, x, bottom, y, before, below } = last;
    const { deepest } = beside;
    if (row) return [...leaves(last, beside), at(left, deepest)];
    if (x) return [at(x, bottom), at(x, deepest), at(left, deepest)];
    return [at(last.left, y), at(before, y), at(before, below), at(left, below)];
  }

  /** `maps` are those of the layers, `board` is the pad; `stage` holds all of them. */
  function thread({ stage, board, maps, answers, figure }) {
    const { host } = figure;
    const node = el("svg:svg", { class: "dp-thread", "aria-hidden": "true" });
    let [trail, isPooled, known] = [[], false, ""];

    /** All lines, in the window's coordinates. */
    function lines() {
      const boxOf = (part) => part.getBoundingClientRect();
      const [pad, field, all] = [board.node, board.field, maps[0].sheet].map(boxOf);
      const isBeside = pad.right < all.left; // else the pad stands above the maps
      const stops = trail.map((cell) => {
        const map = maps.find(({ layer }) => layer === cell.layer);
        return map ? stopOf(map, cell, isPooled) : { row: boxOf(answers.bar(cell.channel)) };
      });
      const deepest = boxOf(maps.at(-1).sheet).bottom + FLOOR + 1;
      const last = stops.at(-1);
      const beside = { right: all.right + SIDE, isBeside };
      const between = stops.slice(1).map((next, i) => {
        const from = leaves(stops[i], { ...beside, turn: next.floor, deepest });
        return [...from, ...arrives(next, deepest)];
      });
      const [left, y] = [pad.right + SIDE, field.top + field.height / 2];
      const end = [at(left, y), at(field.right, y)];
      if (isBeside) return [...between, [...crosses(last, { ...beside, left, deepest }), ...end]];
      const top = all.top - SIDE;
      const up = leaves(last, { ...beside, turn: top, deepest: top });
      return [...between, [...up, at(left, top), ...end]];
    }

    /** Draw it where things are now. */
    function lay() {
      const isThere = trail.length && maps[0].sheet.closest(".dp-maps").offsetWidth;
      node.toggleAttribute("data-on", Boolean(isThere));
      if (!isThere) return;
      const { left, top } = stage.getBoundingClientRect();
      const drawn = lines().map((points) => lineOf(points.map(([x, y]) => [x - left, y - top])));
      node.replaceChildren(...drawn.map((d) => el("svg:path", { d })));
    }

    /** Another way, or none; the same one costs nothing: somebody may be drawing. */
    function show(next, pooled) {
      const wanted = JSON.stringify([next, pooled]);
      if (wanted === known) return;
      [trail, isPooled, known] = [next, pooled, wanted];
      lay();
    }

    stage.append(node);
    const sizes = new ResizeObserver(lay);
    sizes.observe(stage);
    figure.onEnd(() => sizes.disconnect());
    // A browser that prints does not say what a sheet will look like: it is laid out here, as there.
    const papers = { beforeprint: true, afterprint: false };
    for (const [type, is] of Object.entries(papers)) {
      const turn = () => {
        host.toggleAttribute("data-paper", is);
        lay();
      };
      window.addEventListener(type, turn);
      figure.onEnd(() => window.removeEventListener(type, turn));
    }
    return { show };
  }

  return { thread };
})();
