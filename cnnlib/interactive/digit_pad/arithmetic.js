// The paper of 28×28 pixels: what a pen leaves on it, and what of it the reader sees.
const padPaper = (() => {
  const [SIDE, HOLE] = [28, 7];
  const PLACES = SIDE - HOLE + 1; // of a hole along one axis
  /** Pixels from the middle of a line to its end. */
  const WIDTHS = {
    pen: { thin: 1.2, medium: 1.7, thick: 2.6 },
    eraser: { thin: 1.7, medium: 2.6, thick: 4 },
  };
  const blank = () => new Float32Array(SIDE * SIDE);

  /** Draw on `ink`, or rub out, along a line from `from` to `to`, [down, right] in pixels. */
  function stroke(ink, from, to, tool, line) {
    const width = WIDTHS[tool][line];
    const [down, right] = [to[0] - from[0], to[1] - from[1]];
    const long = down * down + right * right;
    const ends = [0, 1].map((axis) => [
      Math.max(0, Math.floor(Math.min(from[axis], to[axis]) - width)),
      Math.min(SIDE - 1, Math.ceil(Math.max(from[axis], to[axis]) + width)),
    ]);
    for (let row = ends[0][0]; row <= ends[0][1]; row++) {
      for (let column = ends[1][0]; column <= ends[1][1]; column++) {
        const [y, x] = [row + 0.5 - from[0], column + 0.5 - from[1]];
        const part = long ? Math.min(1, Math.max(0, (y * down + x * right) / long)) : 0;
        const far = Math.hypot(y - part * down, x - part * right);
        const level = Math.min(1, Math.max(0, width - far));
        const at = row * SIDE + column;
        ink[at] = tool === "pen" ? Math.max(ink[at], level) : Math.min(ink[at], 1 - level);
      }
    }
  }

  /** The ink, moved; what leaves the paper is gone. */
  function moved(ink, down, right) {
    const result = blank();
    for (let row = Math.max(0, down); row < Math.min(SIDE, SIDE + down); row++) {
      for (let column = Math.max(0, right); column < Math.min(SIDE, SIDE + right); column++) {
        result[row * SIDE + column] = ink[(row - down) * SIDE + column - right];
      }
    }
    return result;
  }

  /** The whole pixels, [down, right], that bring the center of the ink to the middle. */
  function shiftOf(ink) {
    let [total, down, right] = [0, 0, 0];
    ink.forEach((value, at) => {
      total += value;
      down += value * Math.floor(at / SIDE);
      right += value * (at % SIDE);
    });
    return total ? [down, right].map((sum) => Math.floor(14 - sum / total)) : [0, 0];
  }

  const count = (ink) => ink.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
  const cornerOf = (hole) => [Math.floor(hole / PLACES), hole % PLACES];

  /** Lay paper over 7×7 pixels, in place. */
  function punch(ink, hole) {
    const [top, left] = cornerOf(hole);
    for (let row = top; row < top + HOLE; row++) {
      ink.fill(0, row * SIDE + left, row * SIDE + left + HOLE);
    }
    return ink;
  }

  /**
   * What the reader sees: `whole`, moved and perhaps centered, and `picture`, less what the hole
   * covers; `shift` is what centering did, `lost` how many pixels of ink have left the paper.
   */
  function look(ink, { dy, dx, centered, hole }) {
    let whole = moved(ink, dy, dx);
    const shift = centered ? shiftOf(whole) : null;
    if (shift) whole = moved(whole, ...shift);
    const picture = hole === null ? whole : punch(whole.slice(), hole);
    return { whole, picture, shift, lost: count(ink) - count(whole), ink: count(picture) };
  }

  return { HOLE, PLACES, SIDE, blank, cornerOf, count, look, moved, punch, stroke };
})();
