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

  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].getItem("");
    } catch {
      Object.defineProperty(window, name, { value: new Forgetful(), configurable: true });
    }
  }

  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function keep(...entry) {
    try {
      setItem.apply(this, entry);
    } catch {
      // Full, or not to be written: what was asked for works, only nothing is kept.
    }
  };
})();
