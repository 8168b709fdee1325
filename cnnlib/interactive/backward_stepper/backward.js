// The arithmetic of BackwardStepper: what each output sends back, and what arrives.
// A place is [row, column]; an output also has a number, from 0 to 3.
const backward = (() => {
  const { fromNumbers, rowsOf } = ui;
  const OUTPUTS = [0, 1, 2, 3];
  const split = (index, across = 2) => [Math.floor(index / across), index % across];
  const lines = (side, value) =>
    [...Array(side).keys()].map((i) => [...Array(side).keys()].map((j) => value(i, j)));
  const add = (one, other) => one + other;
  const turned = (rows) => rows.map((row) => row.toReversed()).toReversed();
  const transposed = (rows) => lines(rows.length, (i, j) => rows[j][i]);

  /** ∂Y with stride − 1 zeros between its cells, and `rim` zeros around them. */
  const spread = (dy, stride, rim = 0) =>
    lines(stride + 1 + 2 * rim, (i, j) => dy[(i - rim) / stride]?.[(j - rim) / stride] ?? 0);

  const twin = (name, one, other, mode) =>
    rowsOf(core[name](fromNumbers(one), fromNumbers(other), mode));

  /** ∂X from ∂Y: a full convolution, and zeros where no window reached. */
  function intoX(dy, w, stride, side) {
    const full = twin("convolve2d", spread(dy, stride), w, "full");
    return lines(side, (i, j) => full[i]?.[j] ?? 0);
  }

  /** ∂W from ∂Y, which slides over the part of X that windows reach. */
  function intoW(dy, x, stride) {
    const reached = x.slice(0, stride + 2).map((row) => row.slice(0, stride + 2));
    return twin("correlate2d", reached, spread(dy, stride));
  }

  /** All that the figure shows, from its traits. */
  function compute(get) {
    const [w, dy, stride, mode] = ["w", "dy", "stride", "mode"].map(get);
    const [pools, side] = [mode === "max", 2 * stride + 1];
    const view = pools && get("view") === "turn" ? "push" : get("view");
    const x = lines(side, (i, j) => get("x")[i][j]);
    const corner = (k) => split(k).map((at) => at * stride);
    const patch = (k) => {
      const [top, left] = corner(k);
      return lines(2, (u, v) => x[top + u][left + v]);
    };
    const best = OUTPUTS.map((k) => Math.max(...patch(k).flat()));
    const winner = (k) => patch(k).flat().indexOf(best[k]);
    /** Where output k sends its gradient in ∂X: the places in its window, and the factors. */
    const parts = (k) =>
      pools ? [[winner(k), 1]] : w.flat().map((weight, part) => [part, weight]);
    const reads = (k) =>
      parts(k).map(([part, factor]) => {
        const [[top, left], [u, v]] = [corner(k), split(part)];
        return { row: top + u, column: left + v, factor };
      });
    const given = { push: [...new Set(get("pushed"))], turn: OUTPUTS, hand: [] };
    const pushed = given[view];
    const gradient = (k) => dy.flat()[k];

    /** The gradients after some pushes. */
    function after(outputs) {
      const sent = lines(2, (i, j) => (outputs.includes(2 * i + j) ? dy[i][j] : 0));
      const reached = outputs.flatMap(reads);
      const known = (i, j) =>
        outputs.length === 4 || reached.some(({ row, column }) => row === i && column === j);
      const arrived = (i, j) =>
        outputs.filter((k) => reads(k).some(({ row, column }) => row === i && column === j));
      const sum = (i, j) => arrived(i, j).map(gradient).reduce(add, 0);
      const dx = pools ? lines(side, sum) : intoX(sent, w, stride, side);
      const dw = pools ? null : intoW(sent, x, stride);
      return {
        dx: lines(side, (i, j) => (known(i, j) ? dx[i][j] : null)),
        dw: dw && (outputs.length ? dw : lines(2, () => null)),
        db: get("offers").includes("bias") && outputs.length ? sent.flat().reduce(add) : null,
      };
    }

    const every = pools ? null : twin("correlate2d", x, w);
    const y = lines(2, (i, j) => (pools ? best[2 * i + j] : every[i * stride][j * stride]));
    const wide = spread(dy, stride, 1);
    const numbers = { x, w: pools ? null : w, y, ...after(pushed), dy, stride, mode, view, pushed };
    const self = { ...numbers, spread: view === "turn" ? wide : null };
    const { focus, terms, met } = focused();

    /** The cell whose terms are shown; `met` are the outputs that reach it. */
    function focused() {
      if (view === "turn") {
        const [row, column] = split(Math.min(get("cell"), (stride + 2) ** 2 - 1), stride + 2);
        const weights = turned(w).flat();
        const pairs = weights.map((weight, i) => {
          const [u, v] = split(i);
          return [wide[row + u][column + v], weight];
        });
        return { focus: ["dx", row, column], terms: pairs, met: [] };
      }
      const grid = get("grid");
      if (!grid || view === "hand" || (grid === "dw" && pools)) {
        return { focus: null, terms: null, met: [] };
      }
      const across = grid === "dw" ? 2 : side;
      const [row, column] = split(Math.min(get("cell"), across * across - 1), across);
      const found = OUTPUTS.filter((k) => pushed.includes(k)).flatMap((k) => {
        if (grid === "dw") return [[k, patch(k)[row][column]]];
        const here = reads(k).filter((each) => each.row === row && each.column === column);
        return here.map(({ factor }) => [k, factor]);
      });
      const pairs = found.map(([k, factor]) => [gradient(k), factor]);
      return { focus: [grid, row, column], terms: pairs, met: found.map(([k]) => k) };
    }

    const told = { ...self, focus, terms };
    return { told, met, pools, side, corner, patch, winner, reads, gradient, after };
  }

  return { OUTPUTS, compute, intoW, intoX, lines, split, transposed, turned };
})();
