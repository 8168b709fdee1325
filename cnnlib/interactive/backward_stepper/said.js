// What BackwardStepper says of a reader's own numbers, and of an attempt at its task.
const backwardSaid = (() => {
  const { formatNumber } = ui;
  const { OUTPUTS, intoW, intoX, lines, split, transposed, turned } = backward;
  const NUMBERS = ["no", "one", "two", "three", "four"];
  const times = (rows, factor) => rows.map((row) => row.map((value) => value * factor));
  const near = (one, other) => Math.abs(one - other) < 1e-6;
  const alike = (one, other) => one.flat().every((value, i) => near(value, other.flat()[i]));
  const AXIS = "That is W mirrored on one axis only. A turn by 180° changes rows and columns.";

  /** Mistakes that have a name: what they give, and what is said. The first that fits counts. */
  function mistakesW({ told: { dy, x, y, stride } }) {
    const into = (gradients) => intoW(gradients, x, stride);
    const only = (k) => lines(2, (i, j) => (2 * i + j === k ? dy[i][j] : 0));
    return [
      [times(into(dy), 1 / 4), "That is the average. The weight was used at four positions: add."],
      [into(only(3)), "That comes from the last position only. All four push: add them."],
      [into(only(0)), "That comes from the first position only. All four push: add them."],
      [turned(into(dy)), "That is ∂W turned. Only ∂X needs a turn: ∂W keeps the order of W."],
      [into(lines(2, () => 1)), "The patches are added, but not times their gradients."],
      [into(y), "You multiplied by Y. What comes back is ∂Y."],
    ];
  }

  function mistakesX(state) {
    const { w, dy, stride } = state.told;
    const into = (kernel, step = stride) => intoX(dy, kernel, step, state.side);
    const across = (rows) => rows.map((row) => row.toReversed());
    if (state.pools) {
      const [shared, all] = [1 / 4, 1].map((value) => into(lines(2, () => value)));
      return [
        [shared, "You split each gradient among four cells. The largest cell gets all of it."],
        [all, "You gave it to all four cells. Only the largest one made the output."],
        [overwritten(state), "Where two windows have the same winner, what arrives is added."],
      ];
    }
    return [
      [into(turned(w)), "Not turned: that is W as it stands, slid over ∂Y. Turn it by 180°."],
      [into(turned(across(w))), AXIS],
      [into(across(w)), AXIS],
      [into(turned(transposed(w))), "Transposed, not turned: rows and columns of W are exchanged."],
      [times(into(w), 1 / 4), "That is an average. What arrives is added, and nothing is divided."],
      [overwritten(state), "Each push wrote over the one before. Where windows overlap, add."],
      [into(w, 1), "That is stride 1. Here the next window begins two cells further on."],
    ];
  }

  /** What is left if each output overwrites what it finds. */
  function overwritten({ side, reads, gradient }) {
    const rows = lines(side, () => 0);
    for (const k of OUTPUTS) {
      for (const { row, column, factor } of reads(k)) rows[row][column] = factor * gradient(k);
    }
    return rows;
  }

  /** What is said of the numbers, null where none stands, that a reader took for ∂X or ∂W. */
  function judge(name, typed, state) {
    const label = name === "dx" ? "∂X" : "∂W";
    const says = (text) => ({ text: `${label}: ${text}` });
    const right = state.after(OUTPUTS)[name];
    const [all, values] = [typed.flat(), right.flat()];
    const empty = all.filter((value) => value === null).length;
    if (empty === all.length) return says("nothing yet.");
    if (empty) return says(`${empty} ${empty === 1 ? "cell is" : "cells are"} still empty.`);
    if (alike(typed, right)) return { done: true, text: `${label} is right.` };
    const named = (name === "dx" ? mistakesX : mistakesW)(state);
    const found = named.find(([rows]) => alike(typed, rows) && !alike(rows, right));
    if (found) return says(found[1]);
    const fits = all.map((value, i) => near(value, values[i]));
    const [row, column] = split(fits.indexOf(false), typed.length);
    const here = (each) => each.row === row && each.column === column;
    const met = OUTPUTS.filter((k) => name === "dw" || state.reads(k).some(here)).length;
    const sent = `${NUMBERS[met]} ${met === 1 ? "output sends" : "outputs send"} something there`;
    const hint = met ? sent : "no output sends anything there";
    const count = fits.filter(Boolean).length;
    return says(`${count} of ${all.length} right. Row ${row}, column ${column}: ${hint}.`);
  }

  // ---- the task: the middle of ∂X, zero by one number of ∂Y -------------------------------------
  const FIRST = { w: "1,-1,2,0", dy: [1, 0, -1, 2] };
  const asked = ({ w, dy, stride, mode }) =>
    String(w) === FIRST.w &&
    String(dy.flat()) === String(FIRST.dy) &&
    stride === 1 &&
    mode === "kernel";

  /** How far the middle still is from zero, in words. */
  function distance(middle) {
    const size = Math.abs(middle);
    const count = NUMBERS[size] ?? formatNumber(size);
    return middle < 0 ? `${count} too far` : `${count} to go`;
  }

  /** How it stands after output `k` got another number; `kept` remembers what has been found. */
  function judgeTask({ told: { w, dy, stride, mode, dx } }, k, kept) {
    if (String(w) !== FIRST.w || stride !== 1 || mode !== "kernel") {
      return { text: "Only ∂Y may change here. Reset puts back everything." };
    }
    const solved = "The one at row 0, column 0 cannot: it meets the middle with weight 0.";
    if (k === null) return { text: "" };
    if (k === 0) {
      kept.never = true;
      if (kept.zero) return { done: true, text: solved };
      return { text: "Its line to the middle has weight 0: nothing that you write here arrives." };
    }
    const others = OUTPUTS.slice(1).filter(
      (each) => each !== k && dy.flat()[each] !== FIRST.dy[each],
    );
    if (others.length) {
      const [row, column] = split(others[0]);
      const back = formatNumber(FIRST.dy[others[0]]);
      return { text: `Two numbers are changed. Put row ${row}, column ${column} back to ${back}.` };
    }
    const [middle, weight] = [dx[1][1], turned(w).flat()[k]];
    if (middle === 0) {
      kept.zero = true;
      if (kept.never) return { done: true, text: `Three of the four can do it. ${solved}` };
      return { text: "Zero. Put it back and try the others: which one cannot do it?" };
    }
    const says = (words) => ({
      text: `Middle ${formatNumber(middle)}: this line has weight ${formatNumber(weight)}${words}.`,
    });
    if (middle === 3) return { text: "Middle 3, as at first." };
    if (weight === 2) return says(", each step counts twice. A half can be typed");
    if (middle > 3) return says(weight < 0 ? ", it turns the sign" : "; that is the wrong way");
    return says(`; ${distance(middle)}`);
  }

  return { asked, judge, judgeTask };
})();
