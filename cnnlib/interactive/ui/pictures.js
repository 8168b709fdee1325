// The furniture of a figure, third part: arrays as pictures, and what meets under a kernel.
Object.assign(
  ui,
  (() => {
    const { el, formatFraction, formatNumber, pointable } = ui;

    const CHANNELS = { gray: null, diverging: { low: [0, 114, 178], high: [213, 94, 0] } };

    /**
     * Paint a 2-D array into a canvas, one array cell per canvas pixel. "gray" maps low…high to
     * black…white; "diverging" maps −high…0…high to blue…white…vermilion.
     */
    function paint(canvas, array, { low = 0, high = 1, colors = "gray" } = {}) {
      const [height, width] = array.shape;
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
      }
      const context = canvas.getContext("2d");
      const image = context.createImageData(width, height);
      const pixels = new Uint32Array(image.data.buffer);
      const table = colorTable(colors);
      const [floor, span] = colors === "diverging" ? [-high, 2 * high] : [low, high - low];
      const scale = span > 0 ? 255 / span : 0;
      for (let i = 0; i < pixels.length; i++) {
        const level = (array.data[i] - floor) * scale;
        pixels[i] = table[level <= 0 ? 0 : level >= 255 ? 255 : Math.round(level)];
      }
      context.putImageData(image, 0, 0);
    }

    const tables = new Map();

    function colorTable(colors) {
      if (!tables.has(colors)) {
        const table = new Uint32Array(256);
        for (let level = 0; level < 256; level++) {
          const [red, green, blue] = mix(CHANNELS[colors], level);
          table[level] = (255 << 24) | (blue << 16) | (green << 8) | red;
        }
        tables.set(colors, table);
      }
      return tables.get(colors);
    }

    function mix(ends, level) {
      if (!ends) return [level, level, level];
      const position = level / 127.5 - 1;
      const end = position < 0 ? ends.low : ends.high;
      return end.map((channel) => Math.round(255 + (channel - 255) * Math.abs(position)));
    }

    /**
     * A picture in a frame of fixed proportions, measured in pixels of the picture. `fit(shape)` says
     * how large it is (`margin` pixels stay free around it); then `put` lays a node over part of it.
     * A pointer or the arrow keys say `onPoint(row, column, event)` and `onStep(down, right)`. Of
     * several frames that move one mark, only the one with `stop` is a stop for the tab key.
     */
    function frame({ label, aspect, margin, stop = true, onPoint, onStep, hovers }, ...marks) {
      const canvas = el("canvas", { "aria-hidden": "true" });
      const access = stop
        ? { role: "application", tabindex: 0, "aria-label": `${label}: arrow keys move the mark` }
        : { role: "img", tabindex: -1, "aria-label": label };
      const node = el("div", { class: "cnn-frame", ...access }, canvas, ...marks);
      let high, wide, top, left;
      const fit = ([height, width]) => {
        high = Math.max(height + 2 * margin, (width + 2 * margin) / aspect);
        wide = high * aspect;
        top = (high - height) / 2;
        left = (wide - width) / 2;
      };
      const put = (child, row, column, [height, width]) => {
        child.style.top = `${(100 * (top + row)) / high}%`;
        child.style.left = `${(100 * (left + column)) / wide}%`;
        child.style.height = `${(100 * height) / high}%`;
        child.style.width = `${(100 * width) / wide}%`;
      };
      node.style.aspectRatio = aspect;
      pointable(node, {
        onPoint: (x, y, event) =>
          onPoint(Math.floor(y * high - top), Math.floor(x * wide - left), event),
        onStep,
        hovers,
      });
      return { node, canvas, fit, put };
    }

    /** The values under a window whose first row and column are given; null beyond the rim. */
    function windowOf({ shape, data }, top, left, [height, width]) {
      return Array.from({ length: height * width }, (_, index) => {
        const row = top + Math.floor(index / width);
        const column = left + (index % width);
        const inside = row >= 0 && column >= 0 && row < shape[0] && column < shape[1];
        return inside ? data[row * shape[1] + column] : null;
      });
    }

    /** A list of numbers, or rows of them, as an array. */
    function fromNumbers(numbers) {
      const [first] = numbers;
      const shape = Array.isArray(first) ? [numbers.length, first.length] : [numbers.length];
      return { shape, data: Float64Array.from(numbers.flat()) };
    }

    /** More or fewer rows and columns around the same center; new places hold 0. */
    function resize(rows, size) {
      const shift = (size - rows.length) / 2;
      const places = [...Array(size).keys()];
      return places.map((u) => places.map((v) => rows[u - shift]?.[v - shift] ?? 0));
    }

    /** The bytes of a picture's trait, { shape, pixels }, as an array. */
    function fromBytes({ shape, pixels }) {
      const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
      return { shape, data: Float64Array.from(bytes) };
    }

    /** The smallest and the largest value of an array, and 0 if it lies beyond them. */
    function range({ data }) {
      let [low, high] = [0, 0];
      for (let i = 0; i < data.length; i++) {
        if (data[i] < low) low = data[i];
        if (data[i] > high) high = data[i];
      }
      return [low, high];
    }

    /** The size of the largest number of an array. */
    const largest = ({ data }) => Math.max(...data.map(Math.abs));

    /** What the colors of `paint` mean, as a strip between its end values. */
    function colorBar(colors, low, high) {
      return el("span", { class: "cnn-colors" }, low, el("span", { class: `cnn-${colors}` }), high);
    }

    /**
     * What meets under a kernel: a cell for each value × weight with its product, which is "?" unless
     * `known`. The weights stand there as `texts`. A value of null is a zero of the padding;
     * `swatches` shows gray levels.
     */
    function products({ values, weights, texts, columns, known = true, swatches = false }) {
      const cell = (place, index) => {
        const value = place ?? 0;
        const weight = el("em", {}, ` × ${texts[index]}`);
        const factors = el("span", {}, el("b", {}, formatFraction(value)), weight);
        const swatch = el("i");
        swatch.style.background = `rgb(${value} ${value} ${value})`;
        if (swatches) factors.prepend(swatch);
        const product = known ? formatNumber(value * weights[index], 2) : "?";
        const look = { class: place === null && "cnn-zeros" };
        return el("div", look, factors, el("strong", {}, product));
      };
      const properties = { class: "cnn-products", "data-columns": columns };
      const node = el("div", properties, ...Array.from(values, cell));
      node.style.setProperty("--columns", columns);
      return node;
    }

    return {
      colorBar,
      frame,
      fromBytes,
      fromNumbers,
      largest,
      paint,
      products,
      range,
      resize,
      windowOf,
    };
  })(),
);
