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

  function whole(name, value, least) {
    if (Number.isInteger(value) && value >= least) return value;
    throw new Error(`${name} must be a whole number ≥ ${least}, got ${value}`);
  }

  /** The cells from the first to the last that a window covers. */
  function effective_kernel(kernel, dilation = 1) {
    return whole("dilation", dilation, 1) * (whole("kernel", kernel, 1) - 1) + 1;
  }

  /** The zeros [before, after] with which the output has ⌈n/s⌉ cells: the smaller half before. */
  function same_padding(size, kernel, stride = 1, dilation = 1) {
    const count = Math.ceil(whole("size", size, 1) / whole("stride", stride, 1));
    const covered = (count - 1) * stride + effective_kernel(kernel, dilation);
    const total = Math.max(covered - size, 0);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  }

  /** The zeros before and after: `padding` is a number, a pair, "same" or "valid". */
  function paddingPair(size, kernel, stride, padding, dilation) {
    if (padding === "same") return same_padding(size, kernel, stride, dilation);
    if (padding === "valid") return [0, 0];
    if (typeof padding === "string") {
      throw new Error(`padding '${padding}' is unknown: use 'same' or 'valid'`);
    }
    return [padding].flat().length === 2
      ? padding.map((zeros) => whole("padding", zeros, 0))
      : Array(2).fill(whole("padding", padding, 0));
  }

  /** How many windows fit along one axis. */
  function output_size(size, kernel, stride = 1, padding = 0, dilation = 1) {
    whole("size", size, 1);
    whole("stride", stride, 1);
    const extent = effective_kernel(kernel, dilation);
    const [before, after] = paddingPair(size, kernel, stride, padding, dilation);
    const padded = size + before + after;
    if (padded >= extent) return Math.floor((padded - extent) / stride) + 1;
    const spread = dilation > 1 ? ` with dilation ${dilation} covers ${extent} cells, which` : "";
    const missing = extent - size;
    const cure = Array.isArray(padding) ? `${missing} in all` : Math.ceil(missing / 2);
    throw new Error(
      `kernel ${kernel}${spread} is larger than the padded input ${padded}: use padding ≥ ${cure}`,
    );
  }

  /** The cells that a transposed convolution gives: those that a convolution would have read. */
  function transposed_output_size(size, kernel, stride, padding, dilation, output_padding = 0) {
    whole("size", size, 1);
    whole("stride", stride, 1);
    const extent = effective_kernel(kernel, dilation);
    if (padding === "same") {
      throw new Error(
        "padding 'same' has no one meaning for a transposed convolution: use a whole number",
      );
    }
    const [before, after] = paddingPair(size, kernel, stride, padding, dilation);
    if (whole("output_padding", output_padding, 0) >= Math.max(stride, dilation)) {
      throw new Error(
        `output_padding ${output_padding} is too large: it must be less than the stride ${stride} ` +
          `or the dilation ${dilation}`,
      );
    }
    const full = (size - 1) * stride + extent + output_padding;
    if (full > before + after) return full - before - after;
    const given = Array.isArray(padding) ? `[${padding.join(", ")}]` : padding;
    throw new Error(
      `padding ${given} leaves nothing of an output of ${full}: use padding that takes ` +
        `≤ ${full - 1} in all`,
    );
  }

  /** Each row of scores as probabilities. */
  function softmax({ shape: [rows, classes], data }) {
    if (!classes) {
      throw new Error(`scores is empty (shape ${rows}×${classes}): it needs at least one value`);
    }
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

  /** The cells, counted from 0, that no window reads. */
  function unreached(size, kernel, stride = 1, padding = 0, dilation = 1) {
    const count = output_size(size, kernel, stride, padding, dilation);
    const [before] = paddingPair(size, kernel, stride, padding, dilation);
    const read = new Set();
    for (let stop = 0; stop < count; stop++) {
      for (let tap = 0; tap < kernel; tap++) read.add(stop * stride - before + tap * dilation);
    }
    return [...Array(size).keys()].filter((cell) => !read.has(cell));
  }

  return {
    convolve1d,
    convolve2d,
    correlate1d,
    correlate2d,
    effective_kernel,
    output_size,
    same_padding,
    softmax,
    transposed_output_size,
    unreached,
  };
})();
