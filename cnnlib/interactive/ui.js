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
    const divisor = match[2] === undefined ? 1 : Number(match[2]);
    const value = Number(match[1]) / divisor;
    if (divisor === 0) return { error: `${label}: “${text.trim()}” is not a number` };
    if (value > max) return { error: `${label}: at most ${formatNumber(max)}` };
    if (value < min) return { error: `${label}: at least ${formatNumber(min)}` };
    if (integer && !Number.isInteger(value)) return { error: `${label}: a whole number` };
    return { value };
  }

  /** As `formatNumber`, but 1/9 and −3/16 stay the fractions they were typed as. */
  function formatFraction(value) {
    const below = [2, 3, 4, 8, 9, 16, 25, 32, 64, 128, 256].find(
      (candidate) =>
        Math.abs(value) < 1 && Math.abs(value * candidate - Math.round(value * candidate)) < 1e-9,
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

  /**
   * Rows of number fields; arrow keys move between them. `onChange(rows)` gets all numbers,
   * `show(rows)` may bring another shape; `refusal` is the line that says what is wrong. With `most`
   * the grid is one row of 1 to `most` numbers, and `buttons` make it shorter and longer.
   */
  function numberGrid({ label, onChange, most, ...rules }) {
    const node = el("div", { class: "cnn-grid", role: "group", "aria-label": label });
    const refusal = el("p", { class: "cnn-refusal", role: "status" });
    const refuse = (text) => refusal.replaceChildren(text);
    let rows = [];
    let fields = [];
    const focus = (event, row, column) => {
      const { selectionStart: from, selectionEnd: to, value } = event.target;
      const all = from === 0 && to === value.length;
      const steps = {
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        ArrowLeft: all || to === 0 ? [0, -1] : null, // else the arrow moves the caret
        ArrowRight: all || from === value.length ? [0, 1] : null,
      };
      const [down, right] = (!event.shiftKey && steps[event.key]) || [0, 0];
      const next = fields[row + down]?.[column + right];
      if (!next || next.input === event.target) return;
      event.preventDefault();
      next.input.focus();
    };
    const field = (value, row, column) => {
      const change = (next) =>
        onChange(rows.map((line, i) => line.map((v, j) => (i === row && j === column ? next : v))));
      const made = numberField({
        ...rules,
        label:
          rows.length > 1
            ? `${label} row ${row + 1}, column ${column + 1}`
            : `${label} ${column + 1}`,
        hidden: true,
        value,
        refuse,
        onChange: change,
      });
      made.input.addEventListener("keydown", (event) => focus(event, row, column));
      return made;
    };
    const show = (next) => {
      const sameShape = next.length === rows.length && next[0].length === rows[0].length;
      rows = next;
      refuse("");
      if (sameShape) {
        fields.forEach((line, i) => line.forEach((each, j) => each.update(rows[i][j])));
        return;
      }
      fields = rows.map((line, i) => line.map((value, j) => field(value, i, j)));
      node.dataset.columns = rows[0].length;
      node.style.setProperty("--columns", rows[0].length);
      node.replaceChildren(...fields.flat().map((each) => each.node));
    };
    const lengthen = (next) => {
      if (next.length >= 1 && next.length <= most) onChange([next]);
      else refuse(`${label}: 1 to ${most} numbers.`);
    };
    const buttons = [
      button("−", () => lengthen(rows[0].slice(0, -1)), { "aria-label": `${label}: one less` }),
      button("+", () => lengthen([...rows[0], 0]), { "aria-label": `${label}: one more` }),
    ];
    return { node, show, refusal, buttons };
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
    return {
      node: el("label", { class: "cnn-field cnn-slider" }, label, input, output),
      input,
      show,
    };
  }

  /** One of a few: a group of radio buttons drawn as a row. An option is a text or [value, text]. */
  function choice({ label, value, options, onChange }) {
    const name = uniqueId("choice");
    const inputs = new Map();
    const items = options.map((each) => {
      const [option, text] = Array.isArray(each) ? each : [each, each];
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
    return {
      node: el("label", { class: "cnn-toggle" }, input, el("span", {}, label)),
      input,
      show,
    };
  }

  function button(text, onClick, properties = {}) {
    return el(
      "button",
      { type: "button", class: "cnn-button", onclick: onClick, ...properties },
      text,
    );
  }

  /**
   * Let a finger, a mouse or the arrow keys move a mark on `node`: `onPoint(x, y)` with both from 0
   * to 1, `onStep(down, right)`. A mouse need not press while `hovers()` says so. A finger that sets
   * out vertically scrolls the page; any other drag is the figure's.
   */
  function pointable(node, { onPoint, onStep, hovers = () => false }) {
    const point = (event) => {
      const box = node.getBoundingClientRect();
      onPoint(
        (event.clientX - box.left) / box.width,
        (event.clientY - box.top) / box.height,
        event,
      );
    };
    const arrows = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    node.style.touchAction = "pan-y";
    node.addEventListener("pointerdown", (event) => {
      node.setPointerCapture(event.pointerId);
      point(event);
    });
    node.addEventListener("pointermove", (event) => {
      if (event.buttons || (event.pointerType === "mouse" && hovers())) point(event);
    });
    node.addEventListener("keydown", (event) => {
      if (!arrows[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      onStep(...arrows[event.key].map((step) => step * (event.shiftKey ? 10 : 1)));
    });
  }

  /**
   * Predict mode: a switch, and while it is on a number to commit to before it is shown. After each
   * move, and `onSwitch`, the figure calls `ask()` and draws; `known()` says whether the number may
   * be seen, and `onReveal` draws again when it may. `question()` gives { truth, tolerance, mistakes, hint }, with
   * mistakes as [[value, sentence], …]: a wrong number is told what it shows about its maker.
   */
  function predictor({ label, question, onReveal, onSwitch, more = [] }) {
    let hidden = false;
    const input = el("input", { type: "text", autocomplete: "off", class: "cnn-number" });
    const told = el("p", { class: "cnn-live", role: "status" });
    const tell = (text) => told.replaceChildren(text);
    const reveal = (text) => {
      hidden = false;
      onReveal();
      tell(text);
    };
    const commit = (event) => {
      event.preventDefault();
      const { value, error } = parseNumber(input.value, { label: "Your prediction" });
      if (error) return tell(`${error}.`);
      const { truth, tolerance, mistakes, hint } = question();
      const near = ([target]) => Math.abs(value - target) <= tolerance;
      if (near([truth])) return reveal("Right.");
      const named = new Set(mistakes.filter(near).map(([, sentence]) => sentence));
      return tell([...named].join(" Or: ") || hint);
    };
    const form = el(
      "form",
      { class: "cnn-field", onsubmit: commit },
      el("label", { class: "cnn-field" }, label, input),
      button("Check", () => {}, { type: "submit" }),
      button("Show it", () => reveal("")),
    );
    const node = el("div", { class: "cnn-predict", hidden: true }, form, ...more, told);
    const ask = () => {
      hidden = mode.input.checked;
      node.hidden = !hidden;
      input.value = "";
      tell("");
    };
    const mode = toggle({ label: "Predict first", value: false, onChange: onSwitch });
    const on = () => mode.input.checked;
    const known = () => !hidden;
    const stop = () => mode.show(false);
    return { node, mode: mode.node, on, known, ask, tell, stop };
  }

  /**
   * What meets under a kernel: a cell for each value × weight with its product, which is "?" unless
   * `known`. A value of null is a zero of the padding; `swatches` shows gray levels.
   */
  function products({ values, weights, columns, known = true, swatches = false }) {
    const cell = (place, index) => {
      const value = place ?? 0;
      const weight = el("em", {}, ` × ${formatFraction(weights[index])}`);
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

  /** The figure's task: `show({ done, text })` says how it stands; once done it stays done. */
  function task(...words) {
    const verdict = el("p", { class: "cnn-verdict", role: "status" });
    const node = el(
      "div",
      { class: "cnn-task" },
      el("strong", {}, "Your task. "),
      ...words,
      verdict,
    );
    const show = ({ done = false, text }) => {
      if (done) node.dataset.done = "";
      verdict.textContent = done ? `Solved. ${text}` : text;
    };
    const reset = () => delete node.dataset.done;
    return { node, show, reset };
  }

  /** A polite live region; `say` waits until the reader pauses, so that a drag is not a flood. */
  function liveRegion(properties = {}) {
    const node = el("p", {
      class: "cnn-live",
      role: "status",
      "aria-live": "polite",
      ...properties,
    });
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

  /** What the colors of `paint` mean, as a strip between its end values. */
  function colorBar(colors, low, high) {
    return el("span", { class: "cnn-colors" }, low, el("span", { class: `cnn-${colors}` }), high);
  }

  // ---- answers and progress -----------------------------------------------------------------------

  /** Text with code in `backticks`, as nodes to append. */
  function inline(text) {
    return text.split("`").map((part, i) => (i % 2 ? el("code", {}, part) : part));
  }

  const MARKS = { correct: "✓", almost: "≈", wrong: "✗", "not attempted": "…" };

  /** What is said to an answer: a polite live region with `show({ outcome, label, sentences })`. */
  function verdict() {
    const node = el("div", { class: "cnn-said", role: "status", "aria-live": "polite" });
    const show = ({ outcome, label, sentences }) => {
      node.dataset.outcome = outcome;
      const lines = sentences.map((sentence) => el("p", {}, ...inline(sentence)));
      const mark = el("span", { "aria-hidden": "true" }, MARKS[outcome] ?? "");
      if (label) lines[0].prepend(el("strong", {}, mark, ` ${label}. `));
      node.replaceChildren(...lines);
    };
    return { node, show };
  }

  const PROGRESS = "sliding-window/1/"; // local storage of a file:// page is shared by all of them

  /** What this browser keeps about one exercise: { solved, tries, draft }. Never throws. */
  function progress(name) {
    const raw = () => {
      try {
        return JSON.parse(localStorage.getItem(PROGRESS + name));
      } catch {
        return null;
      }
    };
    const valid = (value) => {
      const { solved, tries, draft } = typeof value === "object" && value ? value : {};
      return {
        solved: solved === true,
        tries: Number.isInteger(tries) && tries >= 0 && tries <= 1e6 ? tries : 0,
        draft: typeof draft === "string" && draft.length <= 20000 ? draft : undefined,
      };
    };
    const read = () => valid(raw());
    const write = (value) => {
      try {
        localStorage.setItem(PROGRESS + name, JSON.stringify(value));
      } catch {
        // Full, or refused by the browser: the exercise works, only nothing is kept.
      }
    };
    return {
      raw,
      read,
      draft: (draft) => write({ ...read(), draft }),
      record: (right) =>
        write({ ...read(), solved: read().solved || right, tries: read().tries + 1 }),
      merge(value) {
        const [here, there] = [read(), valid(value)];
        const unknown = typeof value === "object" ? value : {}; // fields of a later version are kept
        write({
          ...unknown,
          solved: here.solved || there.solved,
          tries: Math.max(here.tries, there.tries),
          draft: here.draft ?? there.draft,
        });
      },
      remove() {
        try {
          localStorage.removeItem(PROGRESS + name);
        } catch {
          // Nothing was kept.
        }
      },
    };
  }

  /** All names under which something is kept, also those that the book does not know. */
  progress.names = () => {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(PROGRESS));
      return keys.map((key) => key.slice(PROGRESS.length));
    } catch {
      return [];
    }
  };
  progress.available = () => {
    try {
      localStorage.setItem(`${PROGRESS}-`, "");
      localStorage.removeItem(`${PROGRESS}-`);
      return true;
    } catch {
      return false;
    }
  };

  // ---- the page ---------------------------------------------------------------------------------

  /** The traits a figure draws: `changed` runs when one changes, `reset` brings back the first. */
  function traits(model, names, changed) {
    const first = names.map((name) => [name, model.get(name)]);
    const set = (name, value) => {
      model.set(name, value);
      model.save_changes();
    };
    const reset = () => first.forEach(([name, value]) => set(name, value));
    const stop = () => names.forEach((name) => model.off(`change:${name}`, changed));
    for (const name of names) model.on(`change:${name}`, changed);
    return { set, reset, stop };
  }

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
          el(
            "p",
            { class: "cnn-error", role: "alert" },
            `This figure could not be drawn: ${error.message}`,
          ),
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
    assetUrl,
    button,
    choice,
    colorBar,
    el,
    figure,
    formatFraction,
    formatNumber,
    frame,
    fromBytes,
    inline,
    liveRegion,
    loadScript,
    numberField,
    numberGrid,
    paint,
    parseNumber,
    pointable,
    predictor,
    products,
    progress,
    range,
    reducedMotion,
    select,
    slider,
    svg,
    task,
    toggle,
    traits,
    uniqueId,
    verdict,
    windowOf,
  };
})();
