// The colors of the pad and of its maps, as the page has them now.
const padColors = (() => {
  const { el } = ui;

  /**
   * Gray from nothing, the page's background, to the strongest, its text: 256 colors, of which
   * `part(share)` may make faint ones stronger.
   */
  function grays(host, part) {
    const style = getComputedStyle(host);
    const brush = el("canvas").getContext("2d", { willReadFrequently: true });
    const [zero, most, gap, win] = ["background", "text", "surface", "plus"].map((name) => {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = style.getPropertyValue(`--cnn-${name}`);
      brush.fillRect(0, 0, 1, 1);
      return brush.getImageData(0, 0, 1, 1).data;
    });
    const opaque = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
    const table = Uint32Array.from({ length: 256 }, (_, level) =>
      opaque([0, 1, 2].map((i) => Math.round(zero[i] + (most[i] - zero[i]) * part(level / 255)))),
    );
    return { table, gap: opaque(gap), mark: opaque(win) };
  }

  /** `ui.paint` with a palette runs from −high to high: half of it is not used. */
  const signedLike = (table) =>
    Uint32Array.from({ length: 511 }, (_, i) => table[Math.max(0, i - 255)]);

  /** Of maps, `gray`; of what may fall or rise, `signed`; of the drawing itself, `paper`. */
  function palettes(host) {
    const gray = grays(host, (part) => part ** 0.7); // faint ones are seen, too
    const paper = signedLike(grays(host, (part) => part).table);
    return { gray, signed: ui.signedPalette(host), paper };
  }

  return { palettes };
})();
