// The digits that the network reads: unpacked from a text, which comes when the figure comes near.
const labDigits = (() => {
  const [TRAIN, TEST, SIDE, LEVELS] = [2000, 500, 14, 15];
  const COUNT = TRAIN + TEST;
  const PIXELS = SIDE * SIDE;
  const PAPER = "g".charCodeAt(0);

  /** Of the text of Python's `packed_digits`: { images, labels }, ink from 0 to 1. */
  function unpack(text) {
    const images = new Float64Array(COUNT * PIXELS);
    const labels = Uint8Array.from(text.slice(0, COUNT), Number);
    let at = 0; // column by column
    for (let i = COUNT; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= PAPER) {
        at += code - PAPER + 1;
        continue;
      }
      const [digit, place] = [Math.floor(at / PIXELS), at % PIXELS];
      const [column, row] = [Math.floor(place / SIDE), place % SIDE];
      images[digit * PIXELS + row * SIDE + column] = parseInt(text[i], 16) / LEVELS;
      at += 1;
    }
    if (at !== images.length) throw new Error("The digits came only in part.");
    return { images, labels };
  }

  async function fetched(name) {
    await ui.loadScript(ui.assetUrl(`../frames/${name}.js`));
    const [text] = cnnlibHost.frameSet(name) ?? [];
    if (!text) throw new Error("The digits of this figure are missing.");
    return unpack(text);
  }

  /**
   * The digits, if the notebook or the page itself has them; else they come from a script of the
   * book, when the figure comes near the view or is touched: then `ready(digits)` or `fail(error)`.
   */
  function load({ host, given, name, ready, fail, onEnd }) {
    if (given) return unpack(given);
    let asked = false;
    const ask = () => {
      if (asked) return;
      asked = true;
      near.disconnect();
      fetched(name).then(ready, (error) => {
        asked = false; // the next touch tries again
        fail(error);
      });
    };
    const near = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && ask(),
      { rootMargin: "600px 0px" },
    );
    near.observe(host);
    for (const type of ["pointerdown", "focusin"]) host.addEventListener(type, ask);
    onEnd(() => near.disconnect());
    return null;
  }

  return { TRAIN, TEST, SIDE, PIXELS, load, unpack };
})();
