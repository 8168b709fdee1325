// What BackwardStepper shows: X ⋆ W = Y, the three gradients below, and how a push is seen.
const gradientBoards = (() => {
  const { appears, comesFrom, el, fliesFrom, formatNumber, tint, turnsFrom } = ui;
  const { OUTPUTS, lines, split } = backward;
  const [CARRY, TIMES, SLIDE, ADD] = [220, 130, 320, 120]; // milliseconds, of a push
  const LANDED = CARRY + TIMES + SLIDE;
  const [GLIDE, TURN, APPEAR] = [220, 300, 90];
  const ROLES = { x: "input", w: "kernel", y: "output" };
  const SIGNS = { product: "⋆", equals: "=", back: "←", given: "←" };
  const boxOf = (node) => node.getBoundingClientRect();
  const cellsOf = ({ table }) => [...table.querySelectorAll("td[data-place]")];
  const times = (rows, factor) => rows.map((row) => row.map((value) => value * factor + 0));
  const NONE = lines(2, () => null);

  /** `presses[key]` is what a press on a cell of that grid asks for; `onMove` moves the turned W. */
  function make({ motion, labels, presses, onMove }) {
    const grids = {};
    for (const [key, label] of Object.entries(labels)) {
      grids[key] = ui.cells({ label, role: ROLES[key] ?? "gradient", onPress: presses[key] });
      grids[key].node.dataset.grid = key;
    }
    const frames = {};
    for (const key of ["x", "w", "dx", "dw"]) {
      frames[key] = el("i", { class: "bs-window", "aria-hidden": "true" });
      grids[key].plate.append(frames[key]);
    }
    const heard = "W, turned, on ∂Y: arrow keys move it, the space bar plays";
    const pane = ui.pane({ grid: grids.dy, label: heard, onMove });
    const bias = el("p", { class: "bs-bias" });
    grids.dw.node.append(bias);
    const signs = Object.entries(SIGNS).map(([name, sign]) =>
      el("span", { class: "bs-sign", "data-sign-of": name, "aria-hidden": "true" }, sign),
    );
    const sheets = Object.values(grids).map((grid) => grid.node);
    const node = el("div", { class: "bs-stage" }, ...sheets, ...signs);
    let state;
    let full = 1; // the gradient that has the full color

    function put(mark, [row, column], wide) {
      for (const [name, value] of Object.entries({ row, column, wide })) {
        mark.style.setProperty(`--${name}`, value);
      }
    }

    /** `last` is the output that has just pushed, if none of the gradients is asked. */
    function show(next, last) {
      state = next;
      const { told, pools, corner, after } = state;
      const { focus, view, pushed } = told;
      const whole = after(OUTPUTS);
      full = Math.max(...[whole.dx, whole.dw ?? [], told.dy].flat(2).map(Math.abs)) || 1;
      const here = (key) => (focus?.[0] === key ? focus.slice(1) : []);
      const mark = last === undefined ? [] : split(last);
      grids.x.show(told.x);
      grids.w.show(told.w ?? NONE);
      grids.y.show(told.y, { here: mark });
      grids.dx.show(told.dx, { scale: full, here: here("dx") });
      grids.dw.show(told.dw ?? NONE, { scale: full, here: here("dw") });
      grids.dy.show(told.spread ?? told.dy, { scale: full, here: mark });
      for (const [key, frame] of Object.entries(frames)) {
        const whole2 = key === "w" || key === "dw";
        frame.hidden = last === undefined || (pools && whole2);
        put(frame, last === undefined || whole2 ? [0, 0] : corner(last), 2);
      }
      pane.node.hidden = view !== "turn";
      if (view === "turn") {
        const limits = [told.stride + 1, told.stride + 1];
        const products = told.terms.map(([one, other]) => one * other + 0);
        const [, row, column] = focus;
        pane.show({ row, column, weights: backward.turned(told.w), products, limits });
      }
      grids.y.table.toggleAttribute("data-next", view === "push" && !pushed.length);
      bias.textContent = told.db === null ? "" : `∂b = ${formatNumber(told.db)}`;
      showTags(last);
    }

    /** What each number of ∂Y met, if a cell is asked who came there; and where in X. */
    function showTags(last) {
      const { told, pools, corner, winner, met } = state;
      const { focus, terms, view } = told;
      const asked = view === "push" && focus !== null;
      const role = focus?.[0] === "dw" ? "input" : "kernel";
      cellsOf(grids.dy).forEach((cell, k) => {
        const tag = cell.querySelector("small") ?? cell.appendChild(el("small"));
        const term = asked ? terms[met.indexOf(k)] : undefined;
        tag.hidden = !term;
        tag.textContent = term ? `× ${formatNumber(term[1])}` : "";
        tag.dataset.role = role;
      });
      const within = (k, at) => String(corner(k).map((each, axis) => each + at[axis]));
      const read = new Set(
        asked && role === "input" ? met.map((k) => within(k, focus.slice(1))) : [],
      );
      if (pools && last !== undefined) read.add(within(last, split(winner(last))));
      for (const cell of cellsOf(grids.x)) {
        cell.toggleAttribute("data-met", read.has(cell.dataset.place));
      }
    }

    // ---- the way there --------------------------------------------------------------------------
    function ghostOf(value) {
      const ghost = el("span", {}, value === null ? "·" : formatNumber(value));
      tint(ghost, value ?? 0, full);
      return ghost;
    }

    /** What stood in the cells of a gradient covers them until the push has arrived. */
    function before(key, was) {
      const now = state.told[key];
      const changed = cellsOf(grids[key]).filter((_, i) => was.flat()[i] !== now.flat()[i]);
      return changed.map((cell) => {
        const [row, column] = cell.dataset.place.split(",");
        return motion.leaves(cell, ghostOf(was[row][column]), LANDED, ADD);
      });
    }

    /** The gradient flies onto the frame that it is multiplied with. */
    function carries(frame, k) {
      const words = `× ${formatNumber(state.gradient(k))}`;
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
    function stamps(target, source, rows) {
      const cells = rows.flat().map(ghostOf);
      const [stamp] = motion.leaves(target, el("div", { class: "bs-stamp" }, ...cells));
      const [, [start]] = comesFrom(stamp, boxOf(source), 0, 0);
      const [whole, lies] = [TIMES + SLIDE + ADD, { transform: "none", opacity: 1 }];
      const way = [
        { ...start, opacity: 0 },
        { ...start, opacity: 1, offset: TIMES / whole },
        { ...lies, offset: (TIMES + SLIDE) / whole },
        { ...lies, opacity: 0 },
      ];
      return [stamp, way, CARRY, whole];
    }

    /** A push of output `k`, which made of `was` what stands there. */
    function pushes(k, was) {
      const { told, pools, patch, winner, gradient } = state;
      const arrives = ["dx", "dw"].flatMap((key) => (told[key] ? before(key, was[key]) : []));
      const g = gradient(k);
      if (!pools) {
        const tokens = [carries(frames.x, k), carries(frames.w, k)];
        if (!g) return [...tokens, ...arrives];
        const intoW = stamps(frames.dw, frames.x, times(patch(k), g));
        return [...tokens, intoW, stamps(frames.dx, frames.w, times(told.w, g)), ...arrives];
      }
      const [source, target] = ["x", "dx"].map((key) => {
        const one = motion.leaves(frames[key], el("i", { class: "bs-one" }))[0];
        put(one, split(winner(k)), 1);
        return one;
      });
      const tween = [carries(source, k), ...(g ? [stamps(target, source, [[g]])] : [])];
      const stay = [source, target].map((one) => [one, [{}, {}], 0, LANDED + ADD]);
      return [...tween, ...stay, ...arrives];
    }

    const atOutput = (k) => {
      const { view, stride } = state.told;
      const at = view === "turn" ? split(k).map((each) => 1 + each * stride) : split(k);
      return grids.dy.text(...at).parentNode;
    };
    /** Where things are, for `turns` and `moves`. */
    const boxes = () => ({
      pane: boxOf(pane.node),
      outputs: OUTPUTS.map((k) => boxOf(atOutput(k))),
    });

    /** What the turned kernel adds up lands in ∂X. */
    const lands = (delay) => {
      const [, ...at] = state.told.focus;
      const products = pane.products().map((each) => appears(each, delay, APPEAR));
      return [
        ...products,
        fliesFrom(grids.dx.text(...at), boxOf(pane.node), delay + APPEAR, GLIDE),
      ];
    };
    const moves = (was) => [comesFrom(pane.node, was.pane, 0, GLIDE), ...lands(GLIDE)];

    /** ∂Y spreads into its zeros, or draws together; a copy of W comes and turns on it. */
    function turns(was) {
      const glides = OUTPUTS.map((k) => comesFrom(atOutput(k), was.outputs[k], 0, GLIDE));
      if (state.told.view !== "turn") return glides;
      return [
        ...glides,
        fliesFrom(pane.node, boxOf(grids.w.table), GLIDE, GLIDE),
        ...turnsFrom([pane.body], -180, 2 * GLIDE, TURN),
        ...turnsFrom(pane.spans(), 180, 2 * GLIDE, TURN),
        ...lands(2 * GLIDE + TURN),
      ];
    }

    /** The terms of a sum come one after the other, where they are and in their line. */
    const tells = (line) => {
      const tags = cellsOf(grids.dy).map((cell) => cell.querySelector("small"));
      const seen = [...tags.filter((tag) => !tag.hidden), ...line.node.children];
      return seen.map((each, i) => appears(each, (i * APPEAR) / 2, APPEAR));
    };
    return { node, grids, pane, show, boxes, moves, pushes, tells, turns };
  }

  return { LANDED, make };
})();
