// What ReceptiveFieldTower shows, from its traits: levels of cells, the picture's pixels at level 0.
const towerField = (() => {
  const OWN = "Build your own";
  const OWN_SIZE = 64; // pixels a side of the picture below a tower of one's own
  const AROUND = 8; // and what its axis shows on both sides, at least

  const range = (count) => [...Array(count).keys()];
  const sorted = (cells) => [...new Set(cells)].sort((one, other) => one - other);
  const ends = (cells) => (cells.length ? [cells[0], cells.at(-1)] : null);
  const product = (numbers) => numbers.reduce((all, each) => all * each, 1);

  /** The rows of a tower of one's own; an error of `output_size` where a window does not fit. */
  function ownRows(layers) {
    let size = OWN_SIZE;
    return layers.map(([kernel, stride, padding, dilation], i) => {
      size = core.output_size(size, kernel, stride, padding, dilation);
      const taps = range(kernel).map((tap) => tap * dilation - padding);
      const window = [kernel, stride, padding, dilation];
      return { name: `layer ${i + 1}`, window, outputs: size, stride, taps, least: taps };
    });
  }

  /** What a unit of each level sees, by the `key` of the taps: its size, jump and start in pixels. */
  function fieldsOf(rows, key) {
    const fields = [{ size: 1, jump: 1, start: 0 }];
    for (const row of rows) {
      const [{ size, jump, start }, [first, last]] = [fields.at(-1), ends(row[key])];
      const wider = size + (last - first) * jump;
      fields.push({ size: wider, jump: jump * row.stride, start: start + first * jump });
    }
    return fields;
  }

  /** The cells of each level that a unit reads, down to the pixels. */
  function read(rows, top, unit, key) {
    const cells = Array(top + 1).fill([unit]);
    for (let level = top; level > 0; level--) {
      const { stride, [key]: taps } = rows[level - 1];
      const below = cells[level].flatMap((cell) => taps.map((tap) => cell * stride + tap));
      cells[level - 1] = sorted(below);
    }
    return cells;
  }

  /** The units of each level that a pixel can change. */
  function reach(rows, pixel) {
    const levels = [[pixel]];
    for (const { outputs, stride, taps } of rows) {
      const below = new Set(levels.at(-1));
      const reads = (unit) => taps.some((tap) => below.has(unit * stride + tap));
      levels.push(range(outputs).filter(reads));
    }
    return levels;
  }

  function compute(get) {
    const name = get("network");
    const own = name === OWN;
    const layers = get("layers");
    const tower = own ? { size: OWN_SIZE, picture: "photo64", folded: "" } : get("towers")[name];
    const { size } = tower;
    const rows = own ? ownRows(layers) : tower.rows;
    const levels = [{ name: "picture", outputs: size }, ...rows];
    const usual = Math.max(1, rows.findLastIndex(({ outputs }) => outputs > 1) + 1);
    const top = own ? rows.length : Math.min(get("top") ?? usual, rows.length);
    const units = levels[top].outputs;
    const middle = Math.floor((units - 1) / 2);
    const unit = ["down", "across"].map((axis) => Math.min(get(axis) ?? middle, units - 1));
    const keys = get("paths") === "widest" ? ["taps", "least"] : ["least", "taps"];
    const [fields, others] = keys.map((key) => fieldsOf(rows, key));
    const [cells, ghosts] = keys.map((key) => read(rows, top, unit[1], key));
    const widest = keys[0] === "taps" ? fields : others;
    const branched = fields.some((field, i) => field.size !== others[i].size);
    const far = widest.map(({ start, size: wide, jump }, i) => [
      start,
      start + wide + (levels[i].outputs - 1) * jump,
    ]);
    const around = own ? AROUND : 0;
    const axis = [
      Math.min(-around, ...far.map(([low]) => low)),
      Math.max(size + around, ...far.map(([, high]) => high)),
    ];
    const field = fields[top];
    const first = unit.map((at) => field.start + at * field.jump);
    const real = first.map((at) => Math.max(0, Math.min(at + field.size, size) - Math.max(at, 0)));
    const pixel = get("pixel") === null ? null : Math.min(get("pixel"), size - 1);
    const reached = pixel === null ? null : reach(rows, pixel);
    const shown = {
      network: name,
      row: levels[top].name,
      unit,
      ...field,
      first,
      last: first.map((at) => at + field.size - 1),
      share: product(real) / field.size ** 2,
      cells: cells.map(ends),
      narrowest: Math.min(field.size, others[top].size),
      reached: reached && reached.map(ends),
      read: cells[0].length,
      weights: own ? layers.reduce((sum, [kernel]) => sum + kernel ** 2, 0) : null,
    };
    const drawn = { own, tower, size, levels, top, unit, units, fields, widest, others, axis };
    return { ...drawn, layers, cells, ghosts, branched, pixel, reached, real, shown };
  }

  /** Where a cell of a level lies on the axis of pixels: its left edge and its width. */
  const placeOf = ({ size, jump, start }, cell) => [start + cell * jump + (size - jump) / 2, jump];

  /** Runs of neighboring cells, [first, last] each, cut where the map of `outputs` cells ends. */
  function runs(cells, outputs) {
    const inside = (cell) => cell >= 0 && cell < outputs;
    const found = [];
    for (const cell of cells) {
      const run = found.at(-1);
      if (run && run.last === cell - 1 && run.real === inside(cell)) run.last = cell;
      else found.push({ first: cell, last: cell, real: inside(cell) });
    }
    return found;
  }

  /** The cell of a level whose middle lies nearest to a place on the axis. */
  function nearest({ size, jump, start }, outputs, x) {
    const cell = Math.round((x - start - size / 2) / jump);
    return Math.min(outputs - 1, Math.max(0, cell));
  }

  return { OWN, compute, nearest, placeOf, product, runs };
})();
