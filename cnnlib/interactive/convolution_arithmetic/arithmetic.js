// What ConvolutionArithmetic shows, from its traits, and how that is written.
const arithmetic = (() => {
  const { formatNumber, fromNumbers, rowsOf } = ui;
  const SETTINGS = ["rows", "columns", "kernel", "stride", "before", "after", "dilation"];

  const grid = (rows, columns, at) =>
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_each, j) => at(i, j)));
  const by = ([one, other]) => `${one}×${other}`;
  const most = (rows) => Math.max(...rows.flat().map(Math.abs)) || 1;

  /** All numbers of the figure. */
  function compute(get) {
    const [rows, columns, kernel, stride, before, after, dilation] = SETTINGS.map((key) =>
      get(key),
    );
    const [sizes, zeros] = [
      [rows, columns],
      [before, after],
    ];
    const window = [kernel, stride, before === after ? before : zeros, dilation];
    const counts = sizes.map((size) => core.output_size(size, ...window));
    const unread = sizes.map((size) => core.unreached(size, ...window));
    const extent = core.effective_kernel(kernel, dilation);
    const behind = (count) => (count - 1) * stride + extent - before;
    const leftOver = sizes.map((size, axis) => size + after - behind(counts[axis]));
    const [source, weighed] = [get("picture"), get("weights")];
    const picture = grid(rows, columns, (i, j) => source[i % source.length][j % source[0].length]);
    const pixel = (i, j) => picture[i - before]?.[j - before] ?? 0;
    const weights = grid(kernel, kernel, (u, v) => weighed[u]?.[v] ?? 1);
    const spread = grid(extent, extent, (u, v) =>
      u % dilation || v % dilation ? null : weights[u / dilation][v / dilation],
    );
    const padded = grid(rows + before + after, columns + before + after, pixel);
    const holes = spread.map((line) => line.map((weight) => weight ?? 0));
    const all = rowsOf(core.correlate2d(fromNumbers(padded), fromNumbers(holes)));
    const output = grid(...counts, (i, j) => all[i * stride][j * stride]);
    const place = ["row", "column"].map((key, axis) => Math.min(get(key), counts[axis] - 1));
    const [top, left] = place.map((at) => at * stride);
    const spreadProducts = spread.map((line, u) =>
      line.map((weight, v) => (weight === null ? null : weight * padded[top + u][left + v])),
    );
    const products = spreadProducts.flat().filter((product) => product !== null);
    const state = { sizes, zeros, kernel, stride, dilation, extent, counts, unread, leftOver };
    const numbers = { picture, weights, spread, spreadProducts, products, output, place };
    return { ...state, ...numbers, scale: most(source), sum: output[place[0]][place[1]] };
  }

  /** How many stops there are along an axis: parts of a `roleLine`. */
  function formula({ sizes, counts, kernel, stride, zeros: [b, a], dilation }, axis) {
    const around = b === a ? `2·${b}` : `${b} + ${a}`;
    const k = ["kernel", kernel];
    const window = dilation > 1 ? [`${dilation}·(`, k, " − 1) − 1"] : [k];
    const [n, count] = [
      ["input", sizes[axis]],
      ["output", counts[axis]],
    ];
    return ["⌊(", n, ` + ${around} − `, ...window, `) / ${stride}⌋ + 1 = `, count];
  }

  /** "row and column 6", "rows 2 and 5", "4 of 16 rows"; null if all are read. */
  function unreadWords({ unread: [rows, columns], sizes }) {
    const listed = (names, cells, size) => {
      if (cells.length > 4) {
        return `${cells.length} of ${size} ${names.map((n) => `${n}s`).join(" and ")}`;
      }
      const name = names.map((n) => (cells.length > 1 ? `${n}s` : n)).join(" and ");
      const last = cells.length > 1 ? `${cells.slice(0, -1).join(", ")} and ` : "";
      return `${name} ${last}${cells.at(-1)}`;
    };
    if (String(rows) === String(columns) && sizes[0] === sizes[1]) {
      return rows.length ? listed(["row", "column"], rows, sizes[0]) : null;
    }
    const parts = [rows.length && listed(["row"], rows, sizes[0])];
    parts.push(columns.length && listed(["column"], columns, sizes[1]));
    return parts.filter(Boolean).join(", ") || null;
  }

  /** The layer in PyTorch: its `padding` is the same before and after. */
  function torchLine({ kernel, stride, zeros: [b, a], dilation }) {
    const padding = b === a ? b : 0;
    const options = [
      stride > 1 && `stride=${stride}`,
      padding && `padding=${padding}`,
      dilation > 1 && `dilation=${dilation}`,
    ];
    const layer = `torch.nn.Conv2d(${[1, 1, kernel, ...options.filter(Boolean)].join(", ")})`;
    const zeros = `torch.nn.ZeroPad2d((${b}, ${a}, ${b}, ${a}))`;
    return b === a ? layer : `torch.nn.Sequential(${zeros}, ${layer})`;
  }

  // ---- the address ------------------------------------------------------------------------------
  const LETTERS = {
    k: ["kernel"],
    s: ["stride"],
    p: ["before", "after"],
    d: ["dilation"],
    n: ["rows", "columns"],
  };

  /** The settings as in "k3s2p1n7", "k3s2p0,1d2n5,7". */
  function written({ kernel, stride, zeros, dilation, sizes }) {
    const pair = ([one, other]) => (one === other ? one : `${one},${other}`);
    const spread = dilation > 1 ? `d${dilation}` : "";
    return `k${kernel}s${stride}p${pair(zeros)}${spread}n${pair(sizes)}`;
  }

  /** The values of traits from such a text, or an error; what it leaves out is as `get` says. */
  function read(text, get) {
    if (!/^([kspdn]\d{1,3}(,\d{1,3})?)+$/.test(text)) {
      throw new Error("it is not of the form k3s1p0n7");
    }
    const next = {};
    for (const [, letter, one, other = one] of text.matchAll(/(\D)(\d+)(?:,(\d+))?/g)) {
      LETTERS[letter].forEach((name, i) => {
        const { min, max } = get("limits")[name];
        const value = Number(i ? other : one);
        if (value < min || value > max) throw new Error(`${name} is from ${min} to ${max}`);
        next[name] = value;
      });
    }
    compute((name) => next[name] ?? get(name));
    return next;
  }

  /** What the window's stop adds up, in words. */
  function sumWords({ products, sum }) {
    const terms = products.filter((product) => product !== 0).map((p) => formatNumber(p));
    if (!terms.length) return "nothing but zeros, 0";
    const added = terms.join(" + ").replaceAll("+ −", "− ");
    return terms.length > 1 ? `${added} = ${formatNumber(sum)}` : formatNumber(sum);
  }

  const spoken = { formula, sumWords, torchLine, unreadWords };
  return { SETTINGS, by, compute, grid, ...spoken, read, written };
})();
