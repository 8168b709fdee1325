// The static host: brings the figures of a built page to life, without a kernel.
//
// Every front-end registers itself here (the build wraps its file in `cnnlibHost.register`). Once
// the page is parsed, each element with `data-module` gets a model, holding the state that Python
// left in the page, and is handed to its front-end: the same file that anywidget runs live.
const cnnlibHost = (() => {
  const frontends = new Map();
  const frameSets = new Map();

  /** The part of anywidget's model that front-ends use; changes are told at once. */
  class Model {
    constructor(state) {
      this.state = state;
      this.listeners = new Map();
    }
    get(key) {
      return this.state[key];
    }
    set(key, value) {
      if (Object.is(this.state[key], value)) return;
      this.state[key] = value;
      for (const listener of [...(this.listeners.get(`change:${key}`) ?? [])]) listener();
    }
    save_changes() {}
    on(event, listener) {
      if (!this.listeners.has(event)) this.listeners.set(event, new Set());
      this.listeners.get(event).add(listener);
    }
    off(event, listener) {
      this.listeners.get(event)?.delete(listener);
    }
  }

  function readState(element) {
    const { state, buffers } = JSON.parse(element.querySelector("script").textContent);
    for (const { path, base64 } of buffers) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const parent = path.slice(0, -1).reduce((value, key) => value[key], state);
      parent[path.at(-1)] = new DataView(bytes.buffer);
    }
    return state;
  }

  const mounted = new WeakSet();

  function mount(el) {
    if (mounted.has(el) || !frontends.has(el.dataset.module)) return;
    mounted.add(el);
    frontends.get(el.dataset.module).render({ model: new Model(readState(el)), el });
  }

  const EARLY = 3; // figures that do not wait until all of the page has been read

  /** Whether the parser is past the element's end. */
  function isWhole(el) {
    let node = el;
    while (node && !node.nextSibling) node = node.parentNode;
    return Boolean(node);
  }

  const reading = new MutationObserver(() => {
    const found = [...document.querySelectorAll("[data-module]")].slice(0, EARLY).filter(isWhole);
    found.forEach(mount);
    if (found.length === EARLY) reading.disconnect();
  });
  reading.observe(document.documentElement, { childList: true, subtree: true });

  /** Figures come to life a screen before they are seen, the others when there is nothing to do. */
  function mountInTurn() {
    reading.disconnect();
    const isOpen = (el) => !mounted.has(el) && frontends.has(el.dataset.module);
    const waiting = new Set([...document.querySelectorAll("[data-module]")].filter(isOpen));
    const bring = (el) => {
      if (!waiting.delete(el)) return;
      near.unobserve(el);
      mount(el);
    };
    const mountAll = () => waiting.forEach(bring);
    const near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) if (isIntersecting) bring(target);
      },
      { rootMargin: "100% 0px" },
    );
    waiting.forEach((el) => near.observe(el));

    const whenIdle = window.requestIdleCallback ?? ((callback) => setTimeout(callback, 50));
    const mountNext = () => {
      const [el] = waiting;
      if (!el) return;
      bring(el);
      whenIdle(mountNext);
    };
    window.addEventListener("load", () => whenIdle(mountNext));
    window.addEventListener("beforeprint", mountAll);
    // Where the reader comes back to a place, what stands above it must not grow.
    const { type } = performance.getEntriesByType("navigation")[0] ?? {};
    if (location.hash || type !== "navigate") mountAll();
  }

  document.addEventListener("DOMContentLoaded", mountInTurn);

  return {
    /** The folder of this script, from which a figure may load classic scripts of the book. */
    base: new URL(".", document.currentScript.src).href,
    register(name, frontend) {
      frontends.set(name, frontend);
    },
    /** Frames of one `explore` figure arrive by a classic script of their own. */
    frames(name, frames) {
      frameSets.set(name, frames);
    },
    frameSet(name) {
      return frameSets.get(name);
    },
  };
})();
