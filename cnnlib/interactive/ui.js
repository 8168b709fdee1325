// The furniture of a figure: controls, numbers, pictures and words that every figure shares.
//
// Declares one name, `ui`. No arithmetic of the book lives here; that is `core.js`.
const ui = (() => {
  const MINUS = "\u2212";
  const FOCUSABLE = "button, input, select, textarea, a[href], summary, [tabindex]";
  let lastId = 0;

  /** An element: `ui.el("button", { class: "x", onclick: f, "aria-label": "…" }, child, …)`. */
  function el(tag, properties = {}, ...children) {
    return fill(document.createElement(tag), properties, children);
  }

  function svg(tag, properties = {}, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
  }

  function fill(node, properties, children) {
    for (const [key, value] of Object.entries(properties)) {
      if (value === undefined || value === null || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children);
    return node;
  }

  function uniqueId(prefix) {
    lastId += 1;
    return `cnn-${prefix}-${lastId}`;
  }

  // ---- numbers as people write them -------------------------------------------------------------

  /** A number with a true minus sign and no more digits than it needs: −0.25, 3, 0.333. */
  function formatNumber(value, digits = 3) {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : `${value}`;
    const text = String(Number(value.toFixed(digits)));
    return text === "-0" ? "0" : text.replace("-", MINUS);
  }

  /** Read a typed number: "-1", "−1", ".5", "1/2", "½". Returns { value } or { error: sentence }. */
  function parseNumber(text, { label = "number", min = -1e6, max = 1e6, integer = false } = {}) {
    const halves = { "½": "1/2", "¼": "1/4", "¾": "3/4" };
    const plain = text
      .trim()
      .replaceAll(MINUS, "-")
      .replace(/[½¼¾]/, (character) => halves[character]);
    if (plain === "") return { error: `${label}: type a number` };
    const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?:\/(\d+\.?\d*))?$/i.exec(plain);
    if (!match) return { error: `${label}: “${text.trim()}” is not a number` };
    const value = Number(match[1]) / (match[2] === undefined ? 1 : Number(match[2]));
    if (Number.isNaN(value)) return { error: `${label}: “${text.trim()}” is not a number` };
    if (value > max) return { error: `${label}: at most ${formatNumber(max)}` };
    if (value < min) return { error: `${label}: at least ${formatNumber(min)}` };
    if (integer && !Number.isInteger(value)) return { error: `${label}: a whole number` };
    return { value };
  }

  /** As `formatNumber`, but 1/9 and −3/16 stay the fractions they were typed as. */
  function formatFraction(value) {
    const below = [2, 3, 4, 8, 9, 16, 25, 32, 64, 128, 256].find(
      (candidate) => Math.abs(value) < 1 && Math.abs(value * candidate - Math.round(value * candidate)) < 1e-9,
    );
    const above = Math.round(value * below);
    return below && above ? `${formatNumber(above)}/${below}` : formatNumber(value);
  }

  // ---- controls ---------------------------------------------------------------------------------

  /** A number the reader can overwrite; a bad one is refused in words and the last good one kept. */
  function numberField({ label, value, onChange, hidden = false, refuse, format, ...rules }) {
    const text = format ?? formatNumber;
    const input = el("input", {
      type: "text",
      inputmode: rules.min >= 0 ? "decimal" : "text", // a phone's number pad has no minus sign
      autocomplete: "off",
      class: "cnn-number",
      "aria-label": hidden ? label : undefined,
      value: text(value),
    });
    let good = value;
    const show = (next) => {
      good = next;
      input.value = text(next);
      input.removeAttribute("aria-invalid");
    };
    /** As `show`, but a text that already says so, half typed perhaps ("0."), is left alone. */
    const update = (next) => {
      if (next !== good || input.hasAttribute("aria-invalid")) show(next);
    };
    const read = () => {
      const result = parseNumber(input.value, { label, ...rules });
      if (result.error) {
        input.setAttribute("aria-invalid", "true");
        refuse?.(`${result.error}. It stays ${text(good)}.`);
        return;
      }
      input.removeAttribute("aria-invalid");
      refuse?.("");
      if (result.value === good) return;
      good = result.value;
      onChange(good);
    };
    input.addEventListener("input", read);
    input.addEventListener("change", () => show(good)); // leaving the field: show what counts
    input.addEventListener("focus", () => input.select());
    const node = hidden ? input : el("label", { class: "cnn-field" }, label, input);
    return { node, input, show, update };
  }

  /** Arrow keys move between number fields laid out in rows; inside a text they still move the caret. */
  function gridKeys(inputs, columns) {
    inputs.forEach((input, index) => {
      input.addEventListener("keydown", (event) => {
        const { selectionStart: from, selectionEnd: to, value } = input;
        const all = from === 0 && to === value.length;
        const steps = {
          ArrowUp: -columns,
          ArrowDown: columns,
          ArrowLeft: all || to === 0 ? -1 : 0,
          ArrowRight: all || from === value.length ? 1 : 0,
        };
        const step = event.shiftKey ? 0 : (steps[event.key] ?? 0);
        const column = (index % columns) + (Math.abs(step) === 1 ? step : 0);
        if (step === 0 || column < 0 || column >= columns || !inputs[index + step]) return;
        event.preventDefault();
        inputs[index + step].focus();
      });
    });
  }

  /** A number the reader commits to: `onAnswer(value)` on Check or Enter; a bad one is refused. */
  function answerField({ label, refuse, onAnswer, ...rules }) {
    const input = el("input", { type: "text", autocomplete: "off", class: "cnn-number" });
    const answer = (event) => {
      event.preventDefault();
      const { value, error } = parseNumber(input.value, { label: "Your answer", ...rules });
      input.toggleAttribute("aria-invalid", false);
      if (error) {
        input.setAttribute("aria-invalid", "true");
        refuse(`${error}.`);
      } else {
        onAnswer(value);
      }
    };
    const node = el(
      "form",
      { class: "cnn-field", onsubmit: answer },
      el("label", { class: "cnn-field" }, label, input),
      button("Check", () => {}, { type: "submit" }),
    );
    const clear = () => {
      input.value = "";
      input.removeAttribute("aria-invalid");
    };
    return { node, input, clear };
  }

  /** A native range input with its value beside it. */
  function slider({ label, value, min, max, step = 1, onChange, text = formatNumber }) {
    const input = el("input", { type: "range", min, max, step });
    const output = el("output", { class: "cnn-value" });
    const show = (next) => {
      input.value = next;
      output.textContent = text(next);
      input.setAttribute("aria-valuetext", text(next));
    };
    input.addEventListener("input", () => {
      show(Number(input.value));
      onChange(Number(input.value));
    });
    show(value);
    return { node: el("label", { class: "cnn-field cnn-slider" }, label, input, output), input, show };
  }

  /** One of a few: a group of radio buttons drawn as a row. `options` is [[value, text], …]. */
  function choice({ label, value, options, onChange }) {
    const name = uniqueId("choice");
    const inputs = new Map();
    const items = options.map(([option, text]) => {
      const input = el("input", { type: "radio", name, value: option });
      input.addEventListener("change", () => onChange(option));
      inputs.set(option, input);
      return el("label", {}, input, el("span", {}, text));
    });
    const show = (next) => {
      for (const [option, input] of inputs) input.checked = option === next;
    };
    show(value);
    const node = el("fieldset", { class: "cnn-choice" }, el("legend", {}, label), ...items);
    return { node, inputs, show };
  }

  /** One of many: a native select. */
  function select({ label, value, options, onChange }) {
    const input = el("select", {}, ...options.map(([v, text]) => el("option", { value: v }, text)));
    input.addEventListener("change", () => onChange(input.value));
    const show = (next) => {
      input.value = next;
    };
    show(value);
    return { node: el("label", { class: "cnn-field" }, label, input), input, show };
  }

  /** An on/off switch. */
  function toggle({ label, value, onChange }) {
    const input = el("input", { type: "checkbox", role: "switch" });
    input.addEventListener("change", () => onChange(input.checked));
    const show = (next) => {
      input.checked = next;
    };
    show(value);
    return { node: el("label", { class: "cnn-toggle" }, input, el("span", {}, label)), input, show };
  }

  function button(text, onClick, properties = {}) {
    return el("button", { type: "button", class: "cnn-button", onclick: onClick, ...properties }, text);
  }

  /** A polite live region; `say` waits until the reader pauses, so that a drag is not a flood. */
  function liveRegion(properties = {}) {
    const node = el("p", { class: "cnn-live", role: "status", "aria-live": "polite", ...properties });
    let timer;
    const say = (text, delay = 150) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (node.textContent !== text) node.textContent = text;
      }, delay);
    };
    return { node, say };
  }

  // ---- pictures ---------------------------------------------------------------------------------

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

  // ---- the page ---------------------------------------------------------------------------------

  /** The address of a file beside the static host's scripts; null in Jupyter. */
  function assetUrl(name) {
    return typeof cnnlibHost === "undefined" ? null : new URL(name, cnnlibHost.base).href;
  }

  /** Load a classic script once; works from a web server and from a file. */
  const scripts = new Map();
  function loadScript(url) {
    if (!scripts.has(url)) {
      scripts.set(
        url,
        new Promise((resolve, reject) => {
          const node = el("script", { src: url });
          node.addEventListener("load", resolve);
          node.addEventListener("error", () => {
            scripts.delete(url);
            node.remove();
            reject(new Error(`This part of the book could not be loaded: ${url}`));
          });
          document.head.append(node);
        }),
      );
    }
    return scripts.get(url);
  }

  const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /**
   * The `render` of a front-end: clears `el`, lets `draw` build the figure, and says on the element
   * what became of it: `data-ready` after the first drawing, `data-error` with the sentence if there
   * is none.
   */
  function figure(name, draw) {
    return ({ model, el: host }) => {
      host.replaceChildren();
      host.classList.add("cnnlib");
      host.dataset.explorable = name;
      // JupyterLab takes arrow keys from focused elements unless each says otherwise.
      const keepKeys = () => {
        for (const node of host.querySelectorAll(FOCUSABLE)) {
          node.dataset.lmSuppressShortcuts = "true";
        }
      };
      const observer = new MutationObserver(keepKeys);
      observer.observe(host, { childList: true, subtree: true });
      const fail = (error) => {
        host.dataset.error = error.message;
        host.replaceChildren(
          el("p", { class: "cnn-error", role: "alert" }, `This figure could not be drawn: ${error.message}`),
        );
      };
      const ready = () => {
        keepKeys();
        host.dataset.ready = "";
      };
      let cleanup;
      try {
        const drawn = draw({ model, el: host });
        if (drawn instanceof Promise) {
          drawn.then((value) => {
            cleanup = value;
            ready();
          }, fail);
        } else {
          cleanup = drawn;
          ready();
        }
      } catch (error) {
        fail(error);
      }
      return () => {
        observer.disconnect();
        cleanup?.();
      };
    };
  }

  return {
    answerField,
    assetUrl,
    button,
    choice,
    el,
    figure,
    formatFraction,
    formatNumber,
    gridKeys,
    liveRegion,
    loadScript,
    numberField,
    paint,
    parseNumber,
    reducedMotion,
    select,
    slider,
    svg,
    toggle,
    uniqueId,
  };
})();
