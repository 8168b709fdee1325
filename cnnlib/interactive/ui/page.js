// The furniture of a figure, first part: elements, and the page.
//
// Declares one name, `ui`, for all front-ends; the other files of this folder add to it. No
// arithmetic of the book lives here; that is `core.js`.
const ui = (() => {
  const FOCUSABLE = "button, input, select, textarea, a[href], summary, [tabindex]";
  // In Jupyter every kind of figure runs a copy of this file in the same document: without a mark of
  // its own, two copies would give out the same names, and their radio buttons would be one group.
  const copy = Math.random().toString(36).slice(2, 8);
  let lastId = 0;

  /**
   * An element: `ui.el("button", { class: "x", onclick: f, "aria-label": "…" }, child, …)`, and of a
   * drawing `ui.el("svg:line", { x1: 0, … })`.
   */
  function el(tag, properties = {}, ...children) {
    const [space, name] = tag.split(":");
    const node = name
      ? document.createElementNS("http://www.w3.org/2000/svg", name)
      : document.createElement(space);
    for (const [key, value] of Object.entries(properties)) {
      if (value === undefined || value === null || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children);
    return node;
  }

  /** Another text, if it is one: writing the same again would lay the page out again. */
  function put(node, text) {
    if (node.textContent === String(text)) return node;
    const [only, ...more] = node.childNodes;
    const isText = only?.nodeType === Node.TEXT_NODE && !more.length;
    (isText ? only : node).textContent = text; // the same node, if it is one
    return node;
  }

  /** A long text in smaller letters, so that it is not cut off: the style says what has `--room`. */
  function fitText(node) {
    const length = String((node.value ?? node.textContent).length || 1);
    if (node.style.getPropertyValue("--length") !== length) {
      node.style.setProperty("--length", length);
    }
    return node;
  }

  /** A, B, C: names for a few things whose numbers would be taken for their values. */
  const letter = (index) => String.fromCharCode(65 + index);

  function uniqueId(prefix) {
    lastId += 1;
    return `cnn-${prefix}-${copy}-${lastId}`;
  }

  /** Whether any of the element can be seen now. */
  function inView(node) {
    const { top, bottom } = node.getBoundingClientRect();
    return !document.hidden && bottom > 0 && top < window.innerHeight;
  }

  /** Run `seen` once, when the middle of the element is first seen; gives a way to stop waiting. */
  function whenSeen(node, seen) {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        seen();
      },
      { threshold: 0.5 },
    );
    observer.observe(node);
    return () => observer.disconnect();
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
      const unkept = `:is(${FOCUSABLE}):not([data-lm-suppress-shortcuts])`;
      const keepKeys = () => {
        for (const node of host.querySelectorAll(unkept)) {
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
    fitText,
    inView,
    letter,
    loadScript,
    put,
    uniqueId,
    whenSeen,
  };
})();
