// What BackwardStepper shows: X ⋆ W = Y, and the three gradients below.
const gradientBoards = (() => {
  const { el, formatNumber } = ui;
  const { OUTPUTS, lines, split } = backward;
  const ROLES = { x: "input", w: "kernel", y: "output" };
  const SIGNS = { product: "⋆", equals: "=", back: "←", given: "←" };
  const cellsOf = ({ table }) => [...table.querySelectorAll("td[data-place]")];
  const NONE = lines(2, () => null);

  /** `presses[key]` is what a press on a cell of that grid asks for; `onMove` moves the turned W. */
  function make({ labels, presses, onMove }) {
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
    const renames = (key, words) => (grids[key].node.firstChild.textContent = words);
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
        const small = key === "w" || key === "dw";
        frame.hidden = last === undefined || (pools && small);
        put(frame, last === undefined || small ? [0, 0] : corner(last), 2);
      }
      pane.node.hidden = view !== "turn";
      if (view === "turn") {
        const limits = [told.stride + 1, told.stride + 1];
        const products = told.terms.map(([one, other]) => one * other + 0);
        const [, row, column] = focus;
        pane.show({ row, column, weights: backward.turned(told.w), products, limits });
      }
      grids.y.table.toggleAttribute("data-next", view === "push" && !pushed.length);
      renames("w", pools ? "largest" : labels.w);
      renames("dy", view === "turn" ? "W, turned, on ∂Y" : labels.dy);
      signs[2].textContent = view === "turn" ? "=" : SIGNS.back;
      bias.textContent = told.db === null ? "" : `∂b = ${formatNumber(told.db)}`;
      const isOwn = (at) => at > 0 && at < told.stride + 2 && (at - 1) % told.stride === 0;
      for (const cell of cellsOf(grids.dy)) {
        const own = cell.dataset.place.split(",").every((at) => isOwn(Number(at)));
        cell.toggleAttribute("data-added", view === "turn" && !own);
      }
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

    const now = () => ({ ...state, full });
    return { node, grids, frames, pane, now, put, show };
  }

  return { cellsOf, make };
})();
