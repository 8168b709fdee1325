// The furniture of a figure, third part: arrays as pictures.
Object.assign(
  ui,
  (() => {
    const { el, formatNumber, pointable } = ui;

    /**
     * Paint a 2-D array into a canvas, one array cell per canvas pixel. Without a `palette` low…high
     * is black…white; with one −high…0…high is the color of minus, the page's background, and plus.
     */
    function paint(canvas, array, { low = 0, high = 1, palette = null } = {}) {
      const [height, width] = array.shape;
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
      }
      const context = canvas.getContext("2d");
      const image = context.createImageData(width, height);
      const pixels = new Uint32Array(image.data.buffer);
      const table = palette ?? GRAYS;
      const most = table.length - 1;
      const [floor, span] = palette ? [-high, 2 * high] : [low, high - low];
      const scale = span > 0 ? most / span : 0;
      for (let i = 0; i < pixels.length; i++) {
        const level = (array.data[i] - floor) * scale;
        pixels[i] = table[level <= 0 ? 0 : level >= most ? most : Math.round(level)];
      }
      context.putImageData(image, 0, 0);
    }

    const opaque = ([red, green, blue]) => (255 << 24) | (blue << 16) | (green << 8) | red;
    const GRAYS = Uint32Array.from({ length: 256 }, (_, level) => opaque([level, level, level]));

    /** The colors of signed values as `node` has them now: the theme may change. Zero has the middle. */
    function signedPalette(node) {
      const style = getComputedStyle(node);
      const context = el("canvas").getContext("2d", { willReadFrequently: true });
      const [minus, zero, plus] = ["minus", "background", "plus"].map((name) => {
        context.fillStyle = style.getPropertyValue(`--cnn-${name}`);
        context.fillRect(0, 0, 1, 1);
        return context.getImageData(0, 0, 1, 1).data;
      });
      return Uint32Array.from({ length: 255 }, (_, level) => {
        const part = level / 127 - 1;
        const end = part < 0 ? minus : plus;
        return opaque(
          [0, 1, 2].map((i) => Math.round(zero[i] + (end[i] - zero[i]) * Math.abs(part))),
        );
      });
    }

    /**
     * Run `changed` whenever the colors that `host` has change: the page turns light or dark, or the
     * host comes into a page (Jupyter draws a figure before). Gives a way to stop.
     */
    function onTheme(host, changed) {
      const observer = new MutationObserver(changed);
      const arrival = new ResizeObserver(() => {
        arrival.disconnect();
        changed();
      });
      if (!host.isConnected) arrival.observe(host);
      const attributeFilter = ["data-theme", "data-jp-theme-light"];
      for (const node of [document.documentElement, document.body]) {
        observer.observe(node, { attributeFilter });
      }
      return () => [observer, arrival].forEach((each) => each.disconnect());
    }

    /**
     * How what a kernel makes of a picture, values of at most the size `most`, becomes colors. Without
     * a minus, or if the weights add up to 1, it is a picture again, in gray.
     */
    function lookOf({ data }, most) {
      const sum = (size) => data.reduce((total, weight) => total + size(weight), 0);
      const gray = data.every((weight) => weight >= 0) || Math.abs(sum(Number) - 1) < 1e-9;
      if (gray) return { signed: false, high: 255 * sum(Number) || 255 };
      // Half of the largest value has the full color: edges are rare, most are faint.
      return { signed: true, high: Number((most / 2).toPrecision(1)) || 255 };
    }

    function copyOf(canvas) {
      const copy = canvas.cloneNode();
      copy.getContext("2d").drawImage(canvas, 0, 0);
      return copy;
    }

    /** What colors mean, as a strip: `show({ signed, high })`, whose ends say what lies beyond, too. */
    function colorBar() {
      const node = el("span", { class: "cnn-colors" });
      const show = ({ signed, high }) => {
        const most = formatNumber(high, 1);
        const texts = signed ? [`≤ −${most}`, "0", `≥ ${most}`] : ["≤ 0", "", `≥ ${most}`];
        node.toggleAttribute("data-signed", signed);
        node.replaceChildren(el("i"), ...texts.map((text) => el("span", {}, text)));
      };
      return { node, show };
    }

    /**
     * A picture with marks on it, measured in its own pixels: `fit(shape)` says how many these are,
     * then `put` lays a node over some of them. A pointer or the arrow keys say
     * `onPoint(row, column)` and `onStep(down, right)`. A mouse need not press; a press holds the mark
     * until the next one, or until the mouse leaves. Of several pictures that move one mark, only the
     * one with `stop` is a stop for the tab key.
     */
    function picture({ label, stop = true, onPoint, onStep }, ...layers) {
      const role = stop ? "application" : "group";
      const access = { role, tabindex: stop ? 0 : -1, "aria-label": label };
      const node = el("div", { class: "cnn-picture", ...access }, ...layers);
      let size = [1, 1];
      let held = false;
      const fit = (shape) => {
        size = shape;
        ["--rows", "--columns"].forEach((name, axis) => node.style.setProperty(name, shape[axis]));
      };
      const put = (child, row, column, [height, width]) => {
        child.style.top = `${(100 * row) / size[0]}%`;
        child.style.left = `${(100 * column) / size[1]}%`;
        child.style.height = `${(100 * height) / size[0]}%`;
        child.style.width = `${(100 * width) / size[1]}%`;
      };
      pointable(node, {
        onPoint(x, y, { type, pointerType }) {
          if (type === "pointerdown" && pointerType === "mouse") held = !held;
          onPoint(Math.floor(y * size[0]), Math.floor(x * size[1]));
        },
        onStep,
        hovers: () => !held,
      });
      node.addEventListener("pointerleave", () => (held = false));
      return { node, fit, put };
    }

    /**
     * A curtain across its parent, as a slider from 0 to 100 per cent: `onMove(part)` asks for a
     * place, `show(part)` draws it, `say(words)` what stands at the seam. The parent has its `--curtain`,
     * beyond which its layer `cnn-beyond` is seen.
     */
    function curtain({ label, onMove }) {
      const said = el("span", { class: "cnn-curtain-said" });
      const limits = { "aria-valuemin": 0, "aria-valuemax": 100, "aria-orientation": "horizontal" };
      const access = { role: "slider", tabindex: 0, "aria-label": label, ...limits };
      const node = el("div", { class: "cnn-curtain", ...access });
      const nodes = [el("i", { class: "cnn-seam" }), said, node];
      let present = 0;
      let held = null; // where it was taken hold of, and where it was then
      const move = (part) => {
        const next = Math.min(100, Math.max(0, Math.round(part)));
        if (next !== present) onMove(next);
      };
      const show = (part) => {
        present = part;
        node.parentNode.style.setProperty("--curtain", `${part}%`);
        node.setAttribute("aria-valuenow", part);
        node.setAttribute("aria-valuetext", `${part} per cent: ${said.textContent}`);
      };
      const say = (words) => (said.textContent = words);
      const steps = {
        ArrowLeft: -2,
        ArrowDown: -2,
        ArrowRight: 2,
        ArrowUp: 2,
        Home: -100,
        End: 100,
      };
      const acts = {
        pointerdown(event) {
          if (event.button !== 0 || !event.isPrimary) return;
          event.preventDefault();
          node.setPointerCapture(event.pointerId);
          node.focus({ focusVisible: false });
          held = { x: event.clientX, part: present };
        },
        pointermove({ clientX, isPrimary }) {
          const { width } = node.parentNode.getBoundingClientRect();
          if (held && isPrimary) move(held.part + (100 * (clientX - held.x)) / width);
        },
        pointercancel: () => held && move(held.part), // the finger scrolls, or a second one zooms
        lostpointercapture: () => (held = null),
        keydown(event) {
          if (!steps[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          move(present + steps[event.key] * (event.shiftKey ? 5 : 1));
        },
      };
      for (const [type, act] of Object.entries(acts)) {
        node.addEventListener(type, (event) => {
          event.stopPropagation(); // what is done here is not done to the picture below
          act(event);
        });
      }
      return { node, nodes, show, say };
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

    /** The bytes of a picture's trait, { shape, pixels }, as an array. */
    function fromBytes({ shape, pixels }) {
      const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
      return { shape, data: Float64Array.from(bytes) };
    }

    /** The size of the largest number of an array. */
    const largest = ({ data }) => Math.max(...data.map(Math.abs));

    return {
      colorBar,
      copyOf,
      curtain,
      fromBytes,
      fromNumbers,
      largest,
      lookOf,
      onTheme,
      paint,
      picture,
      signedPalette,
      windowOf,
    };
  })(),
);
