// A reader of digits in the page: its weights, unpacked, and its layers for pictures of any size.
//
// The reader is `cnnlib.models.KerasReader`, the text that of Python's `packed_reader`. A picture or a
// stack of maps is a Float32Array, channel by channel and row by row, and its shape is
// [channels, height, width]. The tests compare each layer with PyTorch's.
Object.assign(
  ui,
  (() => {
    const SHAPES = {
      conv1: [32, 1, 3, 3],
      conv2: [64, 32, 3, 3],
      conv3: [64, 64, 3, 3],
      dense1: [64, 576],
      dense2: [10, 64],
    };
    const sizeOf = (shape) => shape.reduce((all, size) => all * size, 1);
    const COUNT = Object.values(SHAPES).reduce((sum, shape) => sum + sizeOf(shape) + shape[0], 0);

    /** The number that 16 bits stand for: a sign, 5 bits of exponent, 10 of what follows "1.". */
    function half(bits) {
      const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
      const size = exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24;
      return bits & 32768 ? -size : size;
    }

    /** The layers of a text of `packed_reader`: { conv1: { shape, weights, biases }, … dense2 }. */
    function unpackReader(text) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      if (bytes.length !== 2 * COUNT) throw new Error("The reader's weights came only in part.");
      let at = 0;
      const take = (size) => {
        const numbers = new Float32Array(size);
        for (let i = 0; i < size; i++, at++) {
          numbers[i] = half((bytes[at] << 8) | bytes[COUNT + at]);
        }
        return numbers;
      };
      return Object.fromEntries(
        Object.entries(SHAPES).map(([name, shape]) => {
          const weights = take(sizeOf(shape));
          return [name, { shape, weights, biases: take(shape[0]) }];
        }),
      );
    }

    /**
     * Add what one channel, from `from` in `input`, gives to the map that begins at `to` in `out`,
     * through the nine weights from `w`. Six of nine pixels stay in local variables from one window
     * to the next.
     */
    function addChannel(input, from, width, weights, w, out, to, rows, columns) {
      const [w0, w1, w2] = [weights[w], weights[w + 1], weights[w + 2]];
      const [w3, w4, w5] = [weights[w + 3], weights[w + 4], weights[w + 5]];
      const [w6, w7, w8] = [weights[w + 6], weights[w + 7], weights[w + 8]];
      for (let i = 0; i < rows; i++) {
        let x = from + i * width;
        let y = x + width;
        let z = y + width;
        let a0 = input[x++];
        let a1 = input[x++];
        let b0 = input[y++];
        let b1 = input[y++];
        let c0 = input[z++];
        let c1 = input[z++];
        for (let j = 0; j < columns; j++, to++, x++, y++, z++) {
          const a2 = input[x];
          const b2 = input[y];
          const c2 = input[z];
          out[to] +=
            w0 * a0 +
            w1 * a1 +
            w2 * a2 +
            (w3 * b0 + w4 * b1 + w5 * b2) +
            (w6 * c0 + w7 * c1 + w8 * c2);
          a0 = a1;
          a1 = a2;
          b0 = b1;
          b1 = b2;
          c0 = c1;
          c1 = c2;
        }
      }
    }

    /**
     * The maps of a convolution of 3×3 without zeros around, before ReLU: `weights` row by row as
     * [filters, channels, 3, 3]. With an `into` of the whole size only the maps from `first` up to
     * `last` are made, so that large pictures can be done in slices.
     */
    function conv(input, [channels, height, width], weights, biases, into, first = 0, last) {
      const filters = biases.length;
      const [rows, columns] = [height - 2, width - 2];
      const cells = rows * columns;
      const out = into ?? new Float32Array(filters * cells);
      for (let f = first; f < (last ?? filters); f++) {
        out.fill(biases[f], f * cells, (f + 1) * cells);
        for (let c = 0; c < channels; c++) {
          const w = (f * channels + c) * 9;
          addChannel(input, c * height * width, width, weights, w, out, f * cells, rows, columns);
        }
      }
      return out;
    }

    /** Negative values become 0, in place. */
    function relu(values) {
      for (let i = 0; i < values.length; i++) if (values[i] < 0) values[i] = 0;
      return values;
    }

    /** The largest of each 2×2 cells; a last odd row or column is left out. */
    function pool(input, [channels, height, width], into) {
      const [rows, columns] = [height >> 1, width >> 1];
      const out = into ?? new Float32Array(channels * rows * columns);
      let to = 0;
      for (let c = 0; c < channels; c++) {
        for (let i = 0; i < rows; i++) {
          let x = (c * height + 2 * i) * width;
          for (let j = 0; j < columns; j++, to++, x += 2) {
            const above = input[x] > input[x + 1] ? input[x] : input[x + 1];
            const y = x + width;
            const below = input[y] > input[y + 1] ? input[y] : input[y + 1];
            out[to] = above > below ? above : below;
          }
        }
      }
      return out;
    }

    /** Each output's sum over all inputs, and its bias. */
    function dense(input, weights, biases, into) {
      const count = input.length;
      const out = into ?? new Float32Array(biases.length);
      for (let o = 0, w = 0; o < biases.length; o++) {
        let sum = biases[o];
        for (let i = 0; i < count; i++, w++) sum += weights[w] * input[i];
        out[o] = sum;
      }
      return out;
    }

    /** Scores as probabilities: numbers from 0 to 1, 1 in all. */
    const softmax = (scores) =>
      core.softmax({ shape: [1, scores.length], data: Float64Array.from(scores) }).data;

    /** The shapes [channels, height, width] of what each layer gives of a picture of this size. */
    function readerShapes(height, width) {
      const pooled = (size) => size >> 1;
      const [h1, w1] = [height - 2, width - 2];
      const [h2, w2] = [pooled(h1) - 2, pooled(w1) - 2];
      const [h3, w3] = [pooled(h2) - 2, pooled(w2) - 2];
      return {
        conv1: [32, h1, w1],
        pool1: [32, pooled(h1), pooled(w1)],
        conv2: [64, h2, w2],
        pool2: [64, pooled(h2), pooled(w2)],
        conv3: [64, h3, w3],
      };
    }

    const SHAPES_28 = readerShapes(28, 28);

    /**
     * All that the layers make of a picture of 28×28: { conv1, pool1, conv2, pool2, conv3, dense1 },
     * after ReLU, and the ten `scores` and `chances`. What `made` already has is used again.
     */
    function read(layers, picture, made = {}) {
      const { conv1, conv2, conv3, dense1, dense2 } = layers;
      const { conv1: size1, pool1: size2, conv2: size3, pool2: size4 } = SHAPES_28;
      const one = [1, 28, 28];
      made.conv1 = relu(conv(picture, one, conv1.weights, conv1.biases, made.conv1));
      made.pool1 = pool(made.conv1, size1, made.pool1);
      made.conv2 = relu(conv(made.pool1, size2, conv2.weights, conv2.biases, made.conv2));
      made.pool2 = pool(made.conv2, size3, made.pool2);
      made.conv3 = relu(conv(made.pool2, size4, conv3.weights, conv3.biases, made.conv3));
      made.dense1 = relu(dense(made.conv3, dense1.weights, dense1.biases, made.dense1));
      made.scores = dense(made.dense1, dense2.weights, dense2.biases, made.scores);
      made.chances = softmax(made.scores);
      return made;
    }

    const answerOf = (scores) => scores.indexOf(Math.max(...scores));

    const reader = { answerOf, conv, dense, pool, read, relu, softmax };
    return { reader: { ...reader, shapes: readerShapes, unpack: unpackReader } };
  })(),
);
