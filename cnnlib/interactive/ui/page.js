// The furniture of a figure, first part: elements, numbers as people write them, and the page.
//
// Declares one name, `ui`, for all front-ends; the other files of this folder add to it. No
// arithmetic of the book lives here; that is `core.js`.
const ui = (() => {
  const MINUS = "\u2212";
  const FOCUSABLE = "button, input, select, textarea, a[href], summary, [tabindex]";
  // In Jupyter every kind of figure runs a copy of this file in the same document: without a mark of
  // its own, two copies would give out the same names, and their radio buttons would be one group.
  const copy = Math.random().toString(36).slice(2, 8);
  let lastId = 0;

  /** An element: `ui.el("button", { class: "x", onclick: f, "aria-label": "…" }, child, …)`. */
  function el(tag, properties = {}, ...children) {
    return fill(document.createElement(tag), properties, children);
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
    return `cnn-${prefix}-${copy}-${lastId}`;
  }

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
    if (!match && /^[+-]?\d*,\d+$/.test(plain)) {
      const pointed = text.trim().replace(",", ".");
      return { error: `${label}: write a point, not a comma: ${pointed}` };
    }
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
    el,
    figure,
    formatFraction,
    formatNumber,
    loadScript,
    parseNumber,
    traits,
    uniqueId,
  };
})();
