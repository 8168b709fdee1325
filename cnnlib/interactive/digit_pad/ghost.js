// A hand draws one stroke by itself, once, so that one sees that one can, and that all maps follow.
const padGhost = (() => {
  const [DRAWN, RESTS] = [900, 350]; // milliseconds
  const WAY = [
    [7, 5],
    [10, 8],
    [12, 13],
    [13, 19],
    [13, 23],
  ];

  /** The ink with the part of the stroke that is drawn by then, from 0 to 1. */
  function sketch(ink, part) {
    const at = part * (WAY.length - 1);
    const result = ink.slice();
    WAY.slice(1).forEach((to, i) => {
      const share = Math.min(1, Math.max(0, at - i));
      const tip = WAY[i].map((start, axis) => start + share * (to[axis] - start));
      if (share) padPaper.stroke(result, WAY[i], tip, "pen", "medium");
    });
    return result;
  }

  /**
   * `paint(ink)` at each frame, `done()` at the end; whatever the reader does on `host` ends it. Gives
   * a way to stop it, after which nothing is painted.
   */
  function draw({ host, ink, paint, done }) {
    const started = performance.now();
    let [frame, timer] = [0, 0];
    const stop = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      for (const type of ["pointerdown", "keydown"]) host.removeEventListener(type, end, true);
    };
    function end() {
      stop();
      done();
    }
    const tick = (now) => {
      const part = Math.min(1, Math.max(0, (now - started) / DRAWN));
      paint(sketch(ink, part));
      if (part < 1) frame = requestAnimationFrame(tick);
      else timer = setTimeout(end, RESTS);
    };
    for (const type of ["pointerdown", "keydown"]) host.addEventListener(type, end, true);
    frame = requestAnimationFrame(tick);
    return stop;
  }

  return { draw };
})();
