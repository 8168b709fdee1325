// What FieldFan shows: four rows of cells, counted from the pixels upwards, and who reads whom.
const fieldNet = (() => {
  const WINDOWS = [
    { kernel: 3, stride: 1, called: "window 3" },
    { kernel: 2, stride: 2, called: "pool 2" },
    { kernel: 2, stride: 2, called: "pool 2" },
  ];
  const PIXELS = 14;
  const TOP = WINDOWS.length;
  const NAMES = ["pixel", "conv cell", "pool cell", "top unit"];
  const range = (count) => [...Array(count).keys()];
  const isRight = (pixel) => [4, 5, 8, 9].includes(pixel); // seen by two top units

  // Of each row: its cells, how many pixels one sees, by how many `more` than one of the row below, how
  // many pixels the next one lies further on, and how many ways lead from a cell down to pixels.
  const ROWS = WINDOWS.reduce(
    (rows, { kernel, stride }) => {
      const { count, size, jump, ways } = rows.at(-1);
      const more = (kernel - 1) * jump;
      const next = { size: size + more, more, jump: jump * stride, ways: ways * kernel };
      return [...rows, { count: core.output_size(count, kernel, stride), ...next }];
    },
    [{ count: PIXELS, size: 1, more: 1, jump: 1, ways: 1 }],
  );
  /** All [upper, lower] between the rows `k` and `k + 1`. */
  const LINKS = WINDOWS.map(({ kernel, stride }, k) =>
    range(ROWS[k + 1].count).flatMap((upper) =>
      range(kernel).map((tap) => [upper, upper * stride + tap]),
    ),
  );
  /** The middle of a cell, in pixels from the left edge of the first one. */
  const middle = (row, cell) => ROWS[row].size / 2 + cell * ROWS[row].jump;
  const nearest = (row, x) => {
    const cell = Math.round((x - ROWS[row].size / 2) / ROWS[row].jump);
    return Math.min(ROWS[row].count - 1, Math.max(0, cell));
  };

  /** In how many ways each cell of each row is reached from a cell, downwards and upwards. */
  function waysFrom(row, unit) {
    const ways = ROWS.map(({ count }) => Array(count).fill(0));
    ways[row][unit] = 1;
    for (let k = row - 1; k >= 0; k--) {
      for (const [upper, lower] of LINKS[k]) ways[k][lower] += ways[k + 1][upper];
    }
    for (let k = row; k < TOP; k++) {
      for (const [upper, lower] of LINKS[k]) ways[k + 1][upper] += ways[k][lower];
    }
    return ways;
  }

  /** All that the figure shows, from its traits. */
  function compute(get) {
    const [row, opened, climbed] = ["row", "opened", "climbed"].map(get);
    const unit = Math.min(get("unit"), ROWS[row].count - 1);
    const ways = waysFrom(row, unit);
    const isOpen = (k) => Math.abs(k - row) <= opened;
    const cells = ways.map((all, k) =>
      isOpen(k) ? [all.findIndex(Boolean), all.findLastIndex(Boolean)] : null,
    );
    // A line is as thick as the number of ways through it.
    const lines = LINKS.map((links, k) => {
      const isDown = k < row;
      if (!isOpen(isDown ? k : k + 1)) return [];
      const through = ([upper, lower]) =>
        isDown ? ways[k + 1][upper] * ROWS[k].ways : ways[k][lower];
      return links.map((link) => ({ link, isDown, paths: through(link) }));
    }).map((all) => all.filter(({ paths }) => paths));
    const marks = [...new Set(get("marks"))];
    const far = Math.max(row, TOP - row); // so many layers until the fan is open
    const climb = Math.min(climbed, row);
    const stop = opened < far ? opened : far + climb;
    const counts = cells.map((span) => span && span[1] - span[0] + 1);
    const own = { row, unit, opened, climbed, marks };
    return { ...own, ways, cells, counts, lines, far, climb, stop, stops: far + row + 1 };
  }

  const spanned = ([first, last]) => (first === last ? `${first}` : `${first}–${last}`);
  const named = (k, span) => `${NAMES[k]}${span[0] === span[1] ? "" : "s"} ${spanned(span)}`;
  const capital = (text) => text[0].toUpperCase() + text.slice(1);

  /** What the fan says: [what the cell reads and reaches, how its field has become so large]. */
  function sentences({ row, unit, cells, ways, counts, climb }) {
    const open = (rows) => rows.filter((k) => cells[k]).map((k) => named(k, cells[k]));
    const read = open(range(row).reverse());
    const reached = open(range(TOP + 1).slice(row + 1));
    const self = capital(`${NAMES[row]} ${unit}`);
    const said = [];
    if (read.length) {
      const paths = ways[0].reduce((sum, each) => sum + each, 0);
      const along = paths > counts[0] ? `, along ${paths} paths` : "";
      const end = cells[0] ? `: ${counts[0]} pixels${along}` : "";
      said.push(`${self} reads ${read.join(", ")}${end}.`);
    }
    if (reached.length) said.push(`${read.length ? "It" : self} reaches ${reached.join(", ")}.`);
    return [said.join(" ") || `${self} is marked.`, climb ? climbWords(climb) : ""];
  }

  function climbWords(k) {
    const [below, { size }] = [ROWS[k - 1], ROWS[k]];
    const sum = `${below.size} + ${stepsOf(k - 1)} = ${size}`.replaceAll(" ", "\u00a0");
    if (k === 1) return `A conv cell reads three pixels, 1 apart: ${sum}.`;
    const apart = `${below.jump} pixel${below.jump > 1 ? "s" : ""} apart`;
    return `A ${NAMES[k]} reads two ${NAMES[k - 1]}s, ${apart}: ${sum}.`;
  }

  /** (k − 1) steps of the row below, as it is written: "1·2". */
  const stepsOf = (k) => `${WINDOWS[k].kernel - 1}·${ROWS[k].jump}`;

  /** How the task stands: { done, text }; of several wrong pixels the one marked last is spoken of. */
  function judge({ marks }) {
    const wrong = marks.findLast((pixel) => !isRight(pixel));
    if (wrong !== undefined) return { text: wrongWords(wrong) };
    const borders = [4, 8].map((first) => marks.filter((pixel) => Math.abs(pixel - first) < 2));
    const [left, right] = borders.map(({ length }) => length);
    if (left + right === 4) {
      const text = "Neighbors start 4 pixels apart and see 6 each: they share 6 − 4 = 2.";
      return { done: true, text };
    }
    if (left + right === 0) return { text: "" };
    if (left && right) return { text: "Both borders. But a border is more than one pixel wide." };
    const units = left ? "0 and 1" : "1 and 2";
    if (left + right === 2) return { text: "That is one border. There are three units." };
    const seen = `Units ${units} both see pixel ${marks[0]}.`;
    return { text: `${seen} It is not the only one.` };
  }

  function wrongWords(pixel) {
    const [, conv, pool, top] = waysFrom(0, pixel).map((all) =>
      range(all.length).filter((cell) => all[cell]),
    );
    if (pool.length === 1) {
      const cells = `conv cell${conv.length > 1 ? "s" : ""} ${conv.join(" and ")}`;
      return `Pixel ${pixel} reaches ${cells}, so pool cell ${pool} alone, and that ends in unit ${top}.`;
    }
    if (top[0] === 1) {
      const fall = `its conv cells ${conv.join(", ")} fall into pool cells ${pool.join(" and ")}`;
      return `Pixel ${pixel}: ${fall}: one pair, one unit.`;
    }
    return `Pixel ${pixel} reaches pool cells ${pool.join(" and ")}, and both end in unit ${top}.`;
  }

  return {
    LINKS,
    NAMES,
    PIXELS,
    ROWS,
    TOP,
    WINDOWS,
    compute,
    judge,
    middle,
    nearest,
    range,
    sentences,
    stepsOf,
  };
})();
