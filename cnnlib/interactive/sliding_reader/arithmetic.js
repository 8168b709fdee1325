// The reader as it slides: its layers on a picture of any size, piece by piece, and its answers.
//
// Page and crop go the same way, so that their numbers can be compared to the last bit.
const slideNet = (() => {
  const [SIDE, STRIDE, CELLS] = [28, 4, 3]; // of the frame, between places, of its part of conv3's map
  const [HEIGHT, WIDTH, ROWS, COLUMNS] = [56, 84, 8, 15]; // of the page; of the places
  const CLASSES = 10;
  const SURE = 0.9;
  const FEW = 4; // filters of the second convolution in a piece: about a million multiply-adds
  const PIECE = 1.2e6;
  const sizeOf = ([channels, height, width]) => channels * height * width;

  /** A convolution with its ReLU, a few filters at a time. */
  function* convolve({ weights, biases }, input, shape, into) {
    const [filters, cells] = [biases.length, (shape[1] - 2) * (shape[2] - 2)];
    const each = Math.max(FEW, Math.floor(PIECE / (9 * shape[0] * cells)));
    for (let first = 0; first < filters; first += each) {
      const last = Math.min(filters, first + each);
      ui.reader.conv(input, shape, weights, biases, into, first, last);
      if (last < filters) yield;
    }
    ui.reader.relu(into);
    return into;
  }

  /** The map of the third convolution, after ReLU: { shape, data }. */
  function* mapOf(layers, picture, [height, width]) {
    const shapes = ui.reader.shapes(height, width);
    const room = (name) => new Float32Array(sizeOf(shapes[name]));
    const first = yield* convolve(layers.conv1, picture, [1, height, width], room("conv1"));
    const small = ui.reader.pool(first, shapes.conv1, room("pool1"));
    yield;
    const second = yield* convolve(layers.conv2, small, shapes.pool1, room("conv2"));
    const smaller = ui.reader.pool(second, shapes.conv2, room("pool2"));
    yield;
    const data = yield* convolve(layers.conv3, smaller, shapes.pool2, room("conv3"));
    return { shape: shapes.conv3, data };
  }

  /** The numbers of a map under a window of 3×3, channel by channel, as the dense layer reads them. */
  function under({ shape: [channels, height, width], data }, row, column) {
    const part = new Float32Array(channels * CELLS * CELLS);
    let to = 0;
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < CELLS; i++) {
        const from = (c * height + row + i) * width + column;
        for (let j = 0; j < CELLS; j++) part[to++] = data[from + j];
      }
    }
    return part;
  }

  /** The dense layers on what lies under one window: ten scores. */
  function scoresOf({ dense1, dense2 }, part) {
    const units = new Float32Array(dense1.biases.length);
    ui.reader.relu(ui.reader.dense(part, dense1.weights, dense1.biases, units));
    return ui.reader.dense(units, dense2.weights, dense2.biases, new Float32Array(CLASSES));
  }

  function answerOf(scores) {
    const chances = [...ui.reader.softmax(scores)];
    const probability = chances.reduce((most, p) => Math.max(most, p));
    return { chances, probability, answer: chances.indexOf(probability) };
  }

  /** The whole page: { page, map, places }, and of each place { scores, chances, probability, answer }. */
  function* read(layers, page) {
    const map = yield* mapOf(layers, page, [HEIGHT, WIDTH]);
    const places = [];
    for (let row = 0; row < ROWS; row++) {
      yield;
      for (let column = 0; column < COLUMNS; column++) {
        const scores = scoresOf(layers, under(map, row, column));
        places.push({ scores, ...answerOf(scores) });
      }
    }
    return { page, map, places };
  }

  /** The same at one place, from the picture cut out: { map, scores }. */
  function crop(layers, page, row, column) {
    const picture = new Float32Array(SIDE * SIDE);
    for (let i = 0; i < SIDE; i++) {
      const from = (STRIDE * row + i) * WIDTH + STRIDE * column;
      picture.set(page.subarray(from, from + SIDE), i * SIDE);
    }
    const map = finish(mapOf(layers, picture, [SIDE, SIDE]));
    return { map, scores: scoresOf(layers, under(map, 0, 0)) };
  }

  const furthest = (one, other) =>
    one.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i])), 0);

  /** A crop of a page that was read: its map, and how far it and its scores are from the page's. */
  function compare(layers, { page, map, places }, row, column) {
    const cut = crop(layers, page, row, column);
    return {
      map: cut.map,
      apart: furthest(cut.map.data, under(map, row, column)),
      difference: furthest(cut.scores, places[row * COLUMNS + column].scores),
    };
  }

  /** All of a piece of work, at once. */
  function finish(work) {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
    }
  }

  /** How many windows are surer than 0.9: of a digit that lies there, and of one that does not. */
  function count(places, there) {
    const sure = places.filter(({ probability }) => probability > SURE);
    const right = sure.filter(({ answer }) => there.has(answer)).length;
    return { right, wrong: sure.length - right };
  }

  const sizes = { SIDE, STRIDE, CELLS, HEIGHT, WIDTH, ROWS, COLUMNS, CLASSES, SURE };
  return { ...sizes, compare, count, crop, finish, furthest, read, under };
})();
