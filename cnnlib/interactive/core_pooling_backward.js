// The arithmetic that figures need when no Python is there: the gradients of pools. Images have the
// shape [N, C, H, W]; what else is said in `core.js` holds here too.
Object.assign(
  core,
  (() => {
    const count = (shape) => shape.reduce((all, size) => all * size, 1);

    /** A whole number for both axes of an image, or one for each. */
    function asPair(name, value) {
      const pair = Array.isArray(value) ? value : [value, value];
      const isWhole = (each) => Number.isInteger(each) && each >= 1;
      if (pair.length === 2 && pair.every(isWhole)) return pair;
      const got = Array.isArray(value) ? `[${value.join(", ")}]` : value;
      throw new Error(`${name} must be a whole number ≥ 1, or one per axis, got ${got}`);
    }

    /** For each window of the images, in the order of the outputs, its cells in theirs, row by row. */
    function windows(dy, x, kernel, stride) {
      const size = x.shape.slice(2);
      const [kernels, strides] = [asPair("kernel", kernel), asPair("stride", stride ?? kernel)];
      let output;
      try {
        output = size.map((cells, axis) => core.output_size(cells, kernels[axis], strides[axis]));
      } catch (error) {
        const sizes = `kernel ${kernels.join("×")} on an image of ${size.join("×")}`;
        throw new Error(`${error.message} (${sizes})`);
      }
      const [source, shape] = [x.shape.join("×"), [...x.shape.slice(0, 2), ...output].join("×")];
      if (dy.shape.join("×") !== shape) {
        throw new Error(
          `dy has shape ${dy.shape.join("×")}, but x ${source} and ${kernels.join("×")} windows ` +
            `with these settings give ${shape}`,
        );
      }
      const [[height, width], [rows, columns]] = [size, output];
      return Array.from(dy.data, (_, out) => {
        const [row, column] = [Math.floor(out / columns) % rows, out % columns];
        const image = Math.floor(out / (rows * columns)) * height * width;
        const first = image + row * strides[0] * width + column * strides[1];
        return Array.from({ length: count(kernels) }, (_cell, at) => {
          return first + Math.floor(at / kernels[1]) * width + (at % kernels[1]);
        });
      });
    }

    /** Each dy goes to the first largest cell of its window. */
    function max_pool2d_backward(dy, x, kernel, stride = null) {
      const data = new Float64Array(count(x.shape));
      windows(dy, x, kernel, stride).forEach((cells, out) => {
        const most = Math.max(...cells.map((cell) => x.data[cell]));
        data[cells.find((cell) => x.data[cell] === most)] += dy.data[out];
      });
      return { shape: x.shape, data };
    }

    /** Each dy is shared equally by the cells of its window. */
    function average_pool2d_backward(dy, x, kernel, stride = null) {
      const data = new Float64Array(count(x.shape));
      windows(dy, x, kernel, stride).forEach((cells, out) => {
        for (const cell of cells) data[cell] += dy.data[out] / cells.length;
      });
      return { shape: x.shape, data };
    }

    return { average_pool2d_backward, max_pool2d_backward };
  })(),
);
