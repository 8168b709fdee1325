// How BackwardStepper moves: a push, and the kernel that turns and slides over ∂Y.
const gradientMotion = (() => {
  const { appears, comesFrom, el, fliesFrom, formatNumber, passesFrom, tint, turnsFrom } = ui;
  const { OUTPUTS, split } = backward;
  const { cellsOf } = gradientBoards;
  const [CARRY, TIMES, SLIDE, APART, ADD] = [180, 100, 270, 130, 100]; // milliseconds, of a push
  const LANDED = { dw: CARRY + TIMES + SLIDE, dx: CARRY + TIMES + APART + SLIDE };
  const WHOLE = LANDED.dx + ADD;
  const [GLIDE, TURN, APPEAR] = [220, 300, 90];
  const boxOf = (node) => node.getBoundingClientRect();
  const times = (rows, factor) => rows.map((row) => row.map((value) => value * factor + 0));

  function make({ motion, boards }) {
    const { grids, frames, pane, now, put } = boards;

    function ghostOf(value) {
      const ghost = el("span", {}, value === null ? "·" : formatNumber(value));
      tint(ghost, value ?? 0, now().full);
      return ghost;
    }

    /** What stood in the cells of a gradient covers them until the push has arrived. */
    function before(key, was) {
      const rows = now().told[key];
      const changed = cellsOf(grids[key]).filter((_, i) => was.flat()[i] !== rows.flat()[i]);
      return changed.map((cell) => {
        const [row, column] = cell.dataset.place.split(",");
        return motion.leaves(cell, ghostOf(was[row][column]), LANDED[key], ADD);
      });
    }

    /** The gradient flies onto the frame that it is multiplied with. */
    function carries(frame, k, words) {
      const [token] = motion.leaves(frame, el("b", { class: "bs-token" }, words));
      const [, [start]] = comesFrom(token, boxOf(cellsOf(grids.dy)[k]), 0, 0);
      const there = { transform: "none", opacity: 1 };
      const way = [
        { ...start, opacity: 1 },
        { ...there, offset: 0.7 },
        { ...there, opacity: 0 },
      ];
      return [token, way, 0, CARRY + TIMES];
    }

    /** The products lift off `source` and slide onto `target`, frames of one size, where they add. */
    function stamps(target, source, rows, landed) {
      const cells = rows.flat().map(ghostOf);
      const [stamp] = motion.leaves(target, el("div", { class: "bs-stamp" }, ...cells));
      const [, [start]] = comesFrom(stamp, boxOf(source), 0, 0);
      const [whole, lies] = [landed + ADD - CARRY, { transform: "none", opacity: 1 }];
      const way = [
        { ...start, opacity: 0 },
        { ...start, opacity: 1, offset: TIMES / whole },
        { ...start, opacity: 1, offset: (whole - ADD - SLIDE) / whole },
        { ...lies, offset: (whole - ADD) / whole },
        { ...lies, opacity: 0 },
      ];
      return [stamp, way, CARRY, whole];
    }

    /** A push of output `k`, which made of `was` what stands there. */
    function pushes(k, was) {
      const { told, pools, patch, winner, gradient } = now();
      const arrives = ["dx", "dw"].flatMap((key) => (told[key] ? before(key, was[key]) : []));
      const g = gradient(k);
      if (!pools) {
        const words = `× ${formatNumber(g)}`;
        const tokens = [frames.x, frames.w].map((frame) => carries(frame, k, words));
        if (!g) return [...tokens, ...arrives];
        const intoW = stamps(frames.dw, frames.x, times(patch(k), g), LANDED.dw);
        return [
          ...tokens,
          intoW,
          stamps(frames.dx, frames.w, times(told.w, g), LANDED.dx),
          ...arrives,
        ];
      }
      const [source, target] = ["x", "dx"].map((key) => {
        const one = motion.leaves(frames[key], el("i", { class: "bs-one" }))[0];
        put(one, split(winner(k)), 1);
        return one;
      });
      const stay = [source, target].map((one) => [one, [{}, {}], 0, WHOLE]);
      const moved = g ? [stamps(target, source, [[g]], LANDED.dx)] : [];
      return [carries(source, k, formatNumber(g)), ...moved, ...stay, ...arrives];
    }

    const atOutput = (k) => {
      const { view, stride } = now().told;
      const at = view === "turn" ? split(k).map((each) => 1 + each * stride) : split(k);
      return grids.dy.text(...at).parentNode;
    };
    /** Where things are, for `turns` and `moves`. */
    const boxes = () => ({
      view: now().told.view,
      pane: boxOf(pane.node),
      outputs: OUTPUTS.map((k) => boxOf(atOutput(k))),
    });

    /** What the turned kernel adds up falls on the same number in ∂X. */
    function lands(delay) {
      const { focus, dx } = now().told;
      const [, row, column] = focus;
      const cell = grids.dx.text(row, column).parentNode;
      const [copy] = motion.leaves(cell, ghostOf(dx[row][column]));
      const products = pane.products().map((each) => appears(each, delay, APPEAR));
      return [...products, passesFrom(copy, boxOf(pane.node), delay + APPEAR, GLIDE)];
    }
    const moves = (was) => [comesFrom(pane.node, was.pane, 0, GLIDE), ...lands(GLIDE)];

    /** ∂Y spreads into its zeros, or draws together; a copy of W comes and turns on it. */
    function turns(was) {
      const glides = OUTPUTS.map((k) => comesFrom(atOutput(k), was.outputs[k], 0, GLIDE));
      if (now().told.view !== "turn") return glides;
      if (was.view === "turn") return [...glides, ...lands(GLIDE)];
      return [
        ...glides,
        fliesFrom(pane.node, boxOf(grids.w.table), GLIDE, GLIDE),
        ...turnsFrom([pane.body], -180, 2 * GLIDE, TURN),
        ...turnsFrom(pane.spans(), 180, 2 * GLIDE, TURN),
        ...lands(2 * GLIDE + TURN),
      ];
    }

    /** The terms of a sum come one after the other, where they are and in their line. */
    function tells(line) {
      const tags = cellsOf(grids.dy).map((cell) => cell.querySelector("small"));
      const seen = [...tags.filter((tag) => !tag.hidden), ...line.node.children];
      return seen.map((each, i) => appears(each, (i * APPEAR) / 2, APPEAR));
    }

    return { boxes, moves, pushes, tells, turns };
  }

  return { WHOLE, make };
})();
