// What PoolingGradient shows, from its traits, and what it says.
//
// Declares one name, `poolingFlow`.
const poolingFlow = (() => {
  const { formatNumber } = ui;
  const [SIDE, STEP] = [4, 0.1]; // of X, and of a nudge
  const NAMES = ["Upper left", "Upper right", "Lower left", "Lower right"];
  const COUNTS = "no one two three four five six seven eight nine".split(" ");
  const range = (count) => [...Array(count).keys()];
  const split = (place, across) => [Math.floor(place / across), place % across];
  const added = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
  const dot = (one, other) => added(one.map((value, i) => value * other[i]));
  const brief = (value) => formatNumber(value, 2, 9);
  const placed = (cell) => `row ${split(cell, SIDE).join(", column ")}`;
  const [CELLS, OUTPUTS] = [range(SIDE * SIDE), range(NAMES.length)];

  /** A share of a mean as quarters or ninths, unless it is whole; else as a decimal. */
  function shareText(value, cells) {
    const count = Math.round(value * cells);
    const fits = Math.abs(value * cells - count) < 1e-9 && count % cells;
    return fits ? `${formatNumber(count)}/${cells}` : brief(value);
  }

  /** All that the figure shows, from its traits; `parts` of its gradient each output sends. */
  function compute(get) {
    const [x, dy, pool, window] = ["x", "dy", "pool", "window"].map(get);
    const [output, cell, nudge] = ["output", "cell", "nudge"].map(get);
    const [values, gradients, stride] = [x.flat(), dy.flat(), window === 2 ? 2 : 1];
    const image = (data, side) => ({ shape: [1, 1, side, side], data: Float64Array.from(data) });
    const sendsOne = (backward, numbers) => (i) => {
      const one = OUTPUTS.map((each) => Number(each === i));
      return [...backward(image(one, 2), image(numbers, SIDE), window, stride).data];
    };
    const backward = pool === "max" ? core.max_pool2d_backward : core.average_pool2d_backward;
    const nudged = values.map((value, i) => (i === cell ? value + nudge * STEP : value));
    const parts = OUTPUTS.map(sendsOne(backward, values));
    // What it sends of a gradient of 1 to each cell, so much it reads of it.
    const y = OUTPUTS.map(sendsOne(backward, nudged)).map((part) => dot(part, nudged));
    const change = y.map((value, i) => value - dot(parts[i], values));
    const cellsOf = (part) => CELLS.filter((i) => part[i]);
    const reach = OUTPUTS.map(sendsOne(core.average_pool2d_backward, values)).map(cellsOf);
    const targets = parts.map(cellsOf);
    const winners = pool === "max" ? targets.map(([winner]) => winner) : null;
    const equals = reach.map((all, i) => all.filter((c) => values[c] === values[winners?.[i]]));
    const sent = OUTPUTS.filter((i) => i === output || get("sent").includes(i));
    const arrives = (all) => CELLS.map((c) => added(all.map((i) => gradients[i] * parts[i][c])));
    const rows = (data, side) => ui.rowsOf({ shape: [side, side], data });
    const shown = {
      ...{ x, dy, pool, window, stride, output, sent, winners, cell, nudge },
      ...{ y: rows(y, 2), dx: rows(arrives(sent), SIDE) },
      ties: winners && equals.map((all) => all.length),
      promised: arrives(OUTPUTS)[cell] * nudge * STEP,
      happened: dot(change, gradients),
    };
    const texts = shown.dx.flat().map((value, c) => {
      const isReached = sent.length === NAMES.length || sent.some((i) => targets[i].includes(c));
      return isReached ? shareText(value, winners ? 1 : window ** 2) : null;
    });
    return { ...shown, shown, values, gradients, targets, reach, equals, texts };
  }

  /** Where the gradient of the output goes that sends now, in words. */
  function sentence({ output: i, gradients, values, winners, sent, ties, window }) {
    if (i === null) return "Press an output of Y: it sends its gradient back.";
    const from = `${NAMES[i]}: gradient ${brief(gradients[i])}`;
    if (!winners) {
      const share = shareText(gradients[i] / window ** 2, window ** 2);
      return `${from} is shared, ${share} to each of ${window ** 2} cells.`;
    }
    const [winner, value] = [winners[i], brief(values[winners[i]])];
    const many = `first of ${COUNTS[ties[i]]} cells with ${value}`;
    const why = ties[i] > 1 ? many : `the largest, ${value}`;
    const here = sent.filter((each) => winners[each] === winner).map((each) => gradients[each]);
    const sum = `${here.map(brief).join(" + ").replaceAll("+ −", "− ")} = ${brief(added(here))}`;
    return `${from} goes to ${placed(winner)}, ${why}.${here.length > 1 ? ` ${sum} there.` : ""}`;
  }

  return { CELLS, OUTPUTS, SIDE, STEP, brief, compute, placed, sentence, shareText, split };
})();
