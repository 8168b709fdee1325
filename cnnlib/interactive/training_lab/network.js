// The network: eight windows of 3×3 on 14×14 pixels, ReLU, pool 2, and a dense layer of ten.
//
// The weights are four arrays, in the order in which `cnnlib.layers` holds them: of the windows, their
// biases, of the dense layer, its biases. All are float64, as is whatever is summed. What is done for
// a digit is what `conv2d`, `max_pool2d`, `softmax_cross_entropy` and their gradients do; the nine
// weights of a window are read once a window, and only cells that won a pool, and are positive, have
// a gradient.
const labNetwork = (() => {
  const [WINDOWS, TAPS, SIDE, MAP, POOLED, CLASSES] = [8, 9, 14, 12, 6, 10];
  const [PIXELS, CELLS, POOLS] = [SIDE * SIDE, MAP * MAP, POOLED * POOLED];
  const FEATURES = WINDOWS * POOLS;
  const SIZES = [WINDOWS * TAPS, WINDOWS, CLASSES * FEATURES, CLASSES];
  const QUARTER = [0, 1, MAP, MAP + 1]; // the cells of a pool, from the first
  const INPUTS = [TAPS, FEATURES]; // that a window, and that an output, reads

  const zeros = () => SIZES.map((size) => new Float64Array(size));

  /** The weights at the start: He's, times `scale`; the biases are 0. */
  function start(seed, scale) {
    const weights = zeros();
    INPUTS.forEach((inputs, layer) => {
      const std = scale * Math.sqrt(2 / inputs);
      const drawn = labRandom.normals(seed, layer, SIZES[2 * layer]);
      weights[2 * layer].set(drawn.map((number) => std * number));
    });
    return weights;
  }

  /** What one digit makes in the layers: `maps` before ReLU, and which cell won each pool. */
  const space = () => ({
    maps: new Float64Array(WINDOWS * CELLS),
    pooled: new Float64Array(FEATURES),
    winners: new Uint16Array(FEATURES),
    scores: new Float64Array(CLASSES),
    chances: new Float64Array(CLASSES),
    back: new Float64Array(FEATURES),
  });

  /** Through all layers, into `made`; the digit begins at `from` in `images`. Gives the answer. */
  function forward([kernels, offsets, dense, biases], images, from, made) {
    const { maps, pooled, winners, scores, chances } = made;
    for (let k = 0; k < WINDOWS; k++) {
      const [w0, w1, w2, w3, w4, w5, w6, w7, w8] = kernels.subarray(k * TAPS, (k + 1) * TAPS);
      const offset = offsets[k];
      let to = k * CELLS;
      for (let i = 0; i < MAP; i++) {
        let a = from + i * SIDE;
        let b = a + SIDE;
        let c = b + SIDE;
        for (let j = 0; j < MAP; j++, a++, b++, c++, to++) {
          maps[to] =
            offset +
            (w0 * images[a] + w1 * images[a + 1] + w2 * images[a + 2]) +
            (w3 * images[b] + w4 * images[b + 1] + w5 * images[b + 2]) +
            (w6 * images[c] + w7 * images[c + 1] + w8 * images[c + 2]);
        }
      }
      let pool = k * POOLS;
      for (let i = 0; i < MAP; i += 2) {
        for (let j = 0; j < MAP; j += 2, pool++) {
          const first = k * CELLS + i * MAP + j;
          let best = first;
          if (maps[first + 1] > maps[best]) best = first + 1;
          if (maps[first + MAP] > maps[best]) best = first + MAP;
          if (maps[first + MAP + 1] > maps[best]) best = first + MAP + 1;
          winners[pool] = best;
          pooled[pool] = Math.max(0, maps[best]);
        }
      }
    }
    let answer = 0;
    for (let c = 0; c < CLASSES; c++) {
      let sum = biases[c];
      for (let f = 0, w = c * FEATURES; f < FEATURES; f++, w++) sum += dense[w] * pooled[f];
      scores[c] = sum;
      if (sum > scores[answer]) answer = c;
    }
    const most = scores[answer];
    let total = 0;
    for (let c = 0; c < CLASSES; c++) total += chances[c] = Math.exp(scores[c] - most);
    for (let c = 0; c < CLASSES; c++) chances[c] /= total;
    made.logSum = most + Math.log(total);
    return answer;
  }

  const lossOf = ({ logSum, scores }, label) => logSum - scores[label];

  /** Add the gradient of a digit that has just gone forward to `gradient`, times `share`. */
  function backward(weights, images, from, label, share, made, gradient, bug) {
    const [dense, [dKernels, dOffsets, dDense, dBiases]] = [weights[2], gradient];
    const { maps, pooled, winners, chances, back } = made;
    back.fill(0);
    for (let c = 0; c < CLASSES; c++) {
      const slope = share * (chances[c] - (c === label ? 1 : 0));
      dBiases[c] += slope;
      for (let f = 0, w = c * FEATURES; f < FEATURES; f++, w++) {
        dDense[w] += slope * pooled[f];
        back[f] += slope * dense[w];
      }
    }
    for (let f = 0; f < FEATURES; f++) {
      if (!back[f] || !pooled[f]) continue; // then all four cells are closed
      const k = Math.floor(f / POOLS);
      const pool = f - k * POOLS;
      const corner = k * CELLS + Math.floor(pool / POOLED) * 2 * MAP + (pool % POOLED) * 2;
      for (let each = 0; each < (bug === "all four" ? 4 : 1); each++) {
        const cell = bug === "all four" ? corner + QUARTER[each] : winners[f];
        if (maps[cell] <= 0) continue;
        const place = cell - k * CELLS;
        const at = from + Math.floor(place / MAP) * SIDE + (place % MAP);
        const slope = back[f];
        let tap = k * TAPS;
        dOffsets[k] += slope;
        for (let row = at; row < at + 3 * SIDE; row += SIDE) {
          for (let pixel = row; pixel < row + 3; pixel++, tap++) {
            dKernels[tap] += slope * images[pixel];
          }
        }
      }
    }
  }

  /** What three of the bugs do to the gradient of the windows, once it is summed. */
  function spoil([kernels], bug) {
    if (bug === "average") kernels.forEach((value, i) => (kernels[i] = value / CELLS));
    if (bug === "sign") kernels.forEach((value, i) => (kernels[i] = -value));
    if (bug !== "turned") return;
    for (let k = 0; k < WINDOWS; k++) kernels.subarray(k * TAPS, (k + 1) * TAPS).reverse();
  }

  const sizes = { CELLS, CLASSES, FEATURES, MAP, PIXELS, POOLED, POOLS, TAPS, WINDOWS };
  return { ...sizes, backward, forward, lossOf, space, spoil, start, zeros };
})();
