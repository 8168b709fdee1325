// Scripts of the theme take for granted that a browser keeps things for a page. Some refuse even to
// be asked (private windows, blocked cookies), some are full; the exception would end the script, and
// with it the menu, the theme button and the search. In front of all others, this one makes sure
// that `localStorage` and `sessionStorage` are there and never throw: at worst nothing is kept.
(() => {
  /** A stand-in that forgets with the page. Its entries are its own properties, as in a `Storage`. */
  class Forgetful {
    get length() {
      return Object.keys(this).length;
    }
    key(index) {
      return Object.keys(this)[index] ?? null;
    }
    getItem(name) {
      return Object.hasOwn(this, name) ? this[name] : null;
    }
    setItem(name, value) {
      this[name] = String(value);
    }
    removeItem(name) {
      delete this[name];
    }
    clear() {
      for (const name of Object.keys(this)) delete this[name];
    }
  }

  const names = ["localStorage", "sessionStorage"];

  function replace(name, entries = {}) {
    const value = Object.assign(new Forgetful(), entries);
    Object.defineProperty(window, name, { value, configurable: true });
    return value;
  }

  for (const name of names) {
    try {
      window[name].getItem("");
    } catch {
      replace(name);
    }
  }

  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function keep(key, value) {
    try {
      setItem.call(this, key, value);
    } catch {
      // Full, or not to be written: from here on this page works with a copy.
      const name = names.find((each) => window[each] === this);
      if (name) replace(name, { ...this }).setItem(key, value);
    }
  };
})();
