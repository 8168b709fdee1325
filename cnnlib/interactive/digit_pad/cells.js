// A cell of the reader and what it is the sum of: windows times weights, channel by channel.
const padCells = (() => {
  const LAYERS = {
    conv1: { count: 32, side: 26, below: "picture", span: 28, field: 3, jump: 1 },
    conv2: { count: 64, side: 11, below: "pool1", span: 13, field: 8, jump: 2 },
    conv3: { count: 64, side: 3, below: "pool2", span: 5, field: 18, jump: 4 },
    dense1: { count: 64, side: 1, below: "conv3", span: 3, field: 26, jump: 1 },
    dense2: { count: 10, side: 1, below: "dense1", span: 1, field: 26, jump: 1 },
  };
  const SOURCES = { conv2: "conv1", conv3: "conv2", dense1: "conv3", dense2: "dense1" };
  const POOLS = { conv1: ["pool1", 13], conv2: ["pool2", 5] };
  const NAMES = {
    conv1: "First convolution",
    conv2: "Second convolution",
    conv3: "Third convolution",
    dense1: "Dense layer",
    dense2: "Answers",
  };
  const BELOW = { conv2: "map", conv3: "map", dense1: "map", dense2: "unit" }; // what a term is of
  const STRONGEST = 3; // channels that stand in the lens in full

  /** The cell that is meant, where it lies within its layer. */
  function within({ layer, channel, row, column }) {
    const { count, side } = LAYERS[layer];
    const inside = (at) => Math.min(at, side - 1);
    return {
      layer,
      channel: Math.min(channel, count - 1),
      row: inside(row),
      column: inside(column),
    };
  }

  /**
   * A cell opened: for each channel that it reads { channel, window, weights, products, sum }, their
   * `sum`, the `bias`, the `value` after ReLU or the score, and `strongest`, channels by size.
   */
  function open(layers, made, cell) {
    const { layer, channel, row, column } = cell;
    const { below, span } = LAYERS[layer];
    const { weights, biases } = layers[layer];
    const side = Math.min(3, span);
    const taps = side * side;
    const values = made[below];
    const count = values.length / (span * span);
    const terms = Array.from({ length: count }, (_, from) => {
      const window = [];
      for (let u = 0; u < side; u++) {
        for (let v = 0; v < side; v++) {
          window.push(values[(from * span + row + u) * span + column + v]);
        }
      }
      const first = (channel * count + from) * taps;
      const own = [...weights.subarray(first, first + taps)];
      const products = own.map((weight, i) => weight * window[i]);
      const sum = products.reduce((total, product) => total + product, 0);
      return { channel: from, window, weights: own, products, sum };
    });
    const sum = terms.reduce((total, term) => total + term.sum, 0);
    const bias = biases[channel];
    const size = ({ sum: own }) => Math.abs(own);
    const strongest = [...terms].sort((one, other) => size(other) - size(one) || 0);
    const value = layer === "dense2" ? sum + bias : Math.max(0, sum + bias);
    return { ...cell, side, terms, sum, bias, value, strongest: strongest.slice(0, STRONGEST) };
  }

  /** The first largest of the four cells that a pool reads: its [row, column] in the map. */
  function winner(values, side, channel, row, column) {
    let best = null;
    for (const [u, v] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]) {
      const at = [2 * row + u, 2 * column + v];
      const value = values[(channel * side + at[0]) * side + at[1]];
      if (best === null || value > best.value) best = { at, value };
    }
    return best.at;
  }

  /** One further down: the cell from which the tap `tap` of a channel comes; null for a pixel. */
  function source(made, { layer, row, column }, channel, tap) {
    const from = SOURCES[layer];
    if (!from) return null;
    const side = Math.min(3, LAYERS[layer].span);
    const at = [row + Math.floor(tap / side), column + (tap % side)];
    const pooled = POOLS[from];
    const own = LAYERS[from].side;
    const [there, beside] = pooled ? winner(made[from], own, channel, ...at) : at;
    return { layer: from, channel, row: there, column: beside };
  }

  /** The pixels that a cell depends on: { top, left, size }. */
  function fieldOf({ layer, row, column }) {
    const { field, jump } = LAYERS[layer];
    return { top: row * jump, left: column * jump, size: field };
  }

  /** Three decimals, so that columns of numbers stand below each other; only 0 is 0. */
  const write = (value) => {
    const text = Math.abs(value).toFixed(3);
    return value ? (value < 0 && Number(text) ? `−${text}` : text) : "0";
  };

  /** A cell in words. */
  function nameOf({ layer, channel, row, column }) {
    if (layer === "dense2") return `the score of ${channel}`;
    if (layer === "dense1") return `unit ${channel}`;
    return `${NAMES[layer].toLowerCase()}, map ${channel}, row ${row}, column ${column}`;
  }

  return { BELOW, LAYERS, NAMES, POOLS, fieldOf, nameOf, open, source, winner, within, write };
})();
