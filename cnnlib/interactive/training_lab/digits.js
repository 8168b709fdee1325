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

  /** The digits, if the notebook or the page itself has them; else null, and they come later. */
  const load = (how) =>
    ui.arrival({ ...how, unpack, missing: "The digits of this figure are missing." });

  return { TRAIN, TEST, SIDE, PIXELS, load, unpack };
})();
