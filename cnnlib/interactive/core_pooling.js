// The arithmetic that figures need when no Python is there, second part: pools and their gradients.
// Images have the shape [N, C, H, W]; what else is said in `core.js` holds here too.
Object.assign(
  core,
  (() => {
    const modulo = (i, n) => ((i % n) + n) % n;

    /** A whole number for both axes of an image, or one for each. */
    function asPair(name, value) {
      const pair = Array.isArray(value) ? value : [value, value];
      if (pair.length === 2 && pair.every((each) => Number.isInteger(each) && each >= 1)) {
        return pair;
      }
      const got = Array.isArray(value) ? `[${value.join(", ")}]` : value;
      throw new Error(`${name} must be a whole number ≥ 1, or one per axis, got ${got}`);
    }

    /**
     * The windows of images, as { shape, each }: `each(visit)` calls `visit(at, out)` for every cell
     * of every window, row by row, with its place in the data of the images and that of the output.
     */
    function place(x, kernel, stride) {
      const size = x.shape.slice(2);
      const [kernels, steps] = [asPair("kernel", kernel), asPair("stride", stride ?? kernel)];
      let output;
      try {
        output = size.map((cells, axis) => core.output_size(cells, kernels[axis], steps[axis]));
      } catch (error) {
        const where = `kernel ${kernels.join("×")} on an image of ${size.join("×")}`;
        throw new Error(`${error.message} (${where})`);
      }
      const [[height, width], [rows, columns]] = [size, output];
      const images = x.shape[0] * x.shape[1];
      const each = (visit) => {
        for (let out = 0; out < images * rows * columns; out++) {
          const [image, cell] = [Math.floor(out / (rows * columns)), out % (rows * columns)];
          const top = Math.floor(cell / columns) * steps[0];
          const first = (image * height + top) * width + (cell % columns) * steps[1];
          for (let u = 0; u < kernels[0]; u++) {
            for (let v = 0; v < kernels[1]; v++) visit(first + u * width + v, out);
          }
        }
      };
      return { shape: [x.shape[0], x.shape[1], ...output], kernels, each };
    }

    /** `place`, for what comes back: `dy` must be as large as the output. */
    function placeBack(dy, x, kernel, stride) {
      const placed = place(x, kernel, stride);
      const [given, source, due] = [dy, x, placed].map(({ shape }) => shape.join("×"));
      if (given !== due) {
        const windows = `x ${source} and ${placed.kernels.join("×")} windows`;
        throw new Error(`dy has shape ${given}, but ${windows} with these settings give ${due}`);
      }
      return placed;
    }

    const filled = (shape, value) =>
      new Float64Array(shape.reduce((all, size) => all * size, 1)).fill(value);

    /** The largest value of each window. */
    function max_pool2d(x, kernel, stride = null) {
      const { shape, each } = place(x, kernel, stride);
      const data = filled(shape, -Infinity);
      each((at, out) => (data[out] = Math.max(data[out], x.data[at])));
      return { shape, data };
    }

    /** The mean of each window. */
    function average_pool2d(x, kernel, stride = null) {
      const { shape, kernels, each } = place(x, kernel, stride);
      const data = filled(shape, 0);
      each((at, out) => (data[out] += x.data[at]));
      return { shape, data: data.map((sum) => sum / (kernels[0] * kernels[1])) };
    }

    /** Each dy goes to the first largest cell of its window. */
    function max_pool2d_backward(dy, x, kernel, stride = null) {
      const { each } = placeBack(dy, x, kernel, stride);
      const winners = [];
      each((at, out) => {
        if (!(x.data[at] <= x.data[winners[out]])) winners[out] = at;
      });
      const data = filled(x.shape, 0);
      winners.forEach((at, out) => (data[at] += dy.data[out]));
      return { shape: x.shape, data };
    }

    /** Each dy is shared equally by the cells of its window. */
    function average_pool2d_backward(dy, x, kernel, stride = null) {
      const { kernels, each } = placeBack(dy, x, kernel, stride);
      const data = filled(x.shape, 0);
      each((at, out) => (data[at] += dy.data[out] / (kernels[0] * kernels[1])));
      return { shape: x.shape, data };
    }

    /** A blur by a row of Pascal's triangle along both axes, of which every `stride`-th value is kept. */
    function blur_pool2d(x, size = 3, stride = 2, border = "reflect") {
      if (!Number.isInteger(size) || size < 1) {
        throw new Error(`size must be a whole number ≥ 1, got ${size}`);
      }
      if (size > 7) throw new Error(`size must be a whole number from 1 to 7, got ${size}`);
      const inside = {
        reflect: (i, n) => n - 1 - Math.abs(n - 1 - modulo(i, 2 * n - 2 || 1)),
        wrap: modulo,
      }[border];
      if (!inside) throw new Error(`border '${border}' is unknown: use 'reflect' or 'wrap'`);
      const steps = asPair("stride", stride);
      let row = [1];
      for (let k = 1; k < size; k++) {
        row = [...row, 0].map((part, i) => (part + (row[i - 1] ?? 0)) / 2);
      }
      const [count, channels, height, width] = x.shape;
      const [rows, columns] = [Math.ceil(height / steps[0]), Math.ceil(width / steps[1])];
      const half = Math.floor((size - 1) / 2);
      const data = filled([count, channels, rows, columns], 0);
      for (let out = 0; out < data.length; out++) {
        const [image, cell] = [Math.floor(out / (rows * columns)), out % (rows * columns)];
        const [top, left] = [Math.floor(cell / columns) * steps[0], (cell % columns) * steps[1]];
        for (let u = 0; u < size; u++) {
          const line = image * height + inside(top + u - half, height);
          for (let v = 0; v < size; v++) {
            data[out] += row[u] * row[v] * x.data[line * width + inside(left + v - half, width)];
          }
        }
      }
      return { shape: [count, channels, rows, columns], data };
    }

    const backward = { average_pool2d_backward, max_pool2d_backward };
    return { average_pool2d, blur_pool2d, max_pool2d, ...backward };
  })(),
);
