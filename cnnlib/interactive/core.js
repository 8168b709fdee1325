// The arithmetic that figures need when no Python is there.
//
// Every function here is the twin of the function of the same name in `cnnlib`: same arguments,
// same values, same error sentences. The tests run both on the same random cases. An array is
// `{ shape, data }` with `data` a Float64Array in row-major order.
const core = (() => {
  const MODES = ["valid", "same", "full"];

  /** Zeros before and after an axis of the signal, so that the window slides as `mode` says. */
  function modePadding(mode, kernelSize) {
    if (mode === "valid") return [0, 0];
    if (mode === "full") return [kernelSize - 1, kernelSize - 1];
    const before = Math.floor((kernelSize - 1) / 2);
    return [before, kernelSize - 1 - before];
  }

  function checkMode(mode) {
    if (!MODES.includes(mode)) {
      throw new Error(`mode '${mode}' is unknown: use 'valid', 'same' or 'full'`);
    }
  }

  function checkFits(signal, kernel, mode) {
    if (mode !== "valid" || signal.shape.every((size, axis) => kernel.shape[axis] <= size)) return;
    const [inner, outer] = [kernel.shape.join("×"), signal.shape.join("×")];
    throw new Error(
      `kernel ${inner} is larger than the input ${outer}: ` +
        "take a smaller kernel or pad the input (mode 'same' or 'full')",
    );
  }

  function turned(kernel) {
    return { shape: kernel.shape, data: kernel.data.slice().reverse() };
  }

  function correlate2d(image, kernel, mode = "valid") {
    checkMode(mode);
    checkFits(image, kernel, mode);
    const [height, width] = image.shape;
    const [kernelHeight, kernelWidth] = kernel.shape;
    const [top, bottom] = modePadding(mode, kernelHeight);
    const [left, right] = modePadding(mode, kernelWidth);
    const rows = height + top + bottom - kernelHeight + 1;
    const columns = width + left + right - kernelWidth + 1;
    const data = new Float64Array(rows * columns);
    // Tap by tap, not pixel by pixel: the inner loop then runs along contiguous memory.
    for (let u = 0; u < kernelHeight; u++) {
      for (let v = 0; v < kernelWidth; v++) {
        const weight = kernel.data[u * kernelWidth + v];
        const firstRow = Math.max(0, top - u);
        const lastRow = Math.min(rows, height + top - u);
        const firstColumn = Math.max(0, left - v);
        const lastColumn = Math.min(columns, width + left - v);
        for (let i = firstRow; i < lastRow; i++) {
          const source = (i + u - top) * width + v - left;
          const target = i * columns;
          for (let j = firstColumn; j < lastColumn; j++) {
            data[target + j] += weight * image.data[source + j];
          }
        }
      }
    }
    return { shape: [rows, columns], data };
  }

  function convolve2d(image, kernel, mode = "valid") {
    return correlate2d(image, turned(kernel), mode);
  }

  function asRow(signal) {
    return { shape: [1, signal.shape[0]], data: signal.data };
  }

  function correlate1d(signal, kernel, mode = "valid") {
    checkMode(mode);
    checkFits(signal, kernel, mode);
    const row = correlate2d(asRow(signal), asRow(kernel), mode);
    return { shape: [row.shape[1]], data: row.data };
  }

  function convolve1d(signal, kernel, mode = "valid") {
    return correlate1d(signal, turned(kernel), mode);
  }

  /** How many windows fit along one axis; `padding` is a number, for both ends. */
  function output_size(size, kernel, stride = 1, padding = 0, dilation = 1) {
    const extent = dilation * (kernel - 1) + 1;
    const room = size + 2 * padding - extent;
    if (room >= 0) return Math.floor(room / stride) + 1;
    const spread = dilation > 1 ? ` with dilation ${dilation} covers ${extent} cells, which` : "";
    throw new Error(
      `kernel ${kernel}${spread} is larger than the padded input ${size + 2 * padding}: ` +
        `use padding ≥ ${Math.ceil((extent - size) / 2)}`,
    );
  }

  /** Each row of scores as probabilities. */
  function softmax({ shape: [rows, classes], data }) {
    const result = new Float64Array(data.length);
    for (let row = 0; row < rows; row++) {
      const scores = data.slice(row * classes, (row + 1) * classes);
      const most = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - most));
      const total = powers.reduce((sum, power) => sum + power, 0);
      result.set(
        powers.map((power) => power / total),
        row * classes,
      );
    }
    return { shape: [rows, classes], data: result };
  }

  return { correlate1d, correlate2d, convolve1d, convolve2d, output_size, softmax };
})();
