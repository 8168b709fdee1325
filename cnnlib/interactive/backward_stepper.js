// BackwardStepper: each output pushes its gradient back, to the weights and to the picture.
// `data-shown` holds what the Python class's `shown()` returns.
const TRAITS = ["x", "w", "dy", "pushed", "grid", "cell", "view", "stride", "mode"];
const LABELS = { x: "input X", w: "kernel W", y: "output Y", dx: "∂X", dw: "∂W", dy: "∂Y, given" };
const EDITED = { x: "X", w: "W", dy: "∂Y" };
const VIEWS = { push: "Push", turn: "Turn W", hand: "By hand" };
const ASKED =
  "Make the middle of ∂X zero by changing one number of ∂Y. Which of the four cannot do it?";
const { el: make } = ui;
const { OUTPUTS, split } = backward;

export default {
  render: ui.explorable("BackwardStepper", TRAITS, (figure) => {
    const { get, host, live, motion, set } = figure;
    const offers = new Set(get("offers"));
    const [found, said, verdict] = [{}, ui.roleLine(), make("p", { class: "bs-said" })];
    let state = backward.compute(get);
    let last; // the output that has just pushed

    // ---- the parts ------------------------------------------------------------------------------
    const select = (key) => (row, column) => edits?.select(key, row, column);
    const presses = {
      ...(offers.has("edit") && { x: select("x"), w: select("w") }),
      y: (row, column) => push(2 * row + column),
      dx: (...at) => ask("dx", at),
      dw: (...at) => ask("dw", at),
      dy: pressGradient,
    };
    const boards = gradientBoards.make({ labels: LABELS, presses, onMove: moveTo });
    const { grids, pane } = boards;
    const ways = gradientMotion.make({ motion, boards });
    const editing = {
      editor: ui.barEditor("Press a number to change it, or drag it up and down."),
      ...{ grids, names: EDITED, limits: get("limits"), get, onDone: answer },
      fixed: (key) => key === "dy" && turns(),
      onChange(key, rows) {
        say();
        set({ [key]: rows, pushed: OUTPUTS });
      },
    };
    const edits = offers.has("edit") ? gradientInputs.editing(editing) : null;
    /** Of the numbers filled in; without words, what to do. */
    const say = (...lines) => {
      if (!lines.length) lines.push(`Fill in ${state.pools ? "∂X" : "∂X and ∂W"}, then check.`);
      verdict.replaceChildren(...lines.map((line) => make("span", { class: "bs-more" }, line)));
      delete verdict.dataset.done;
    };
    const refuse = (words) => (words ? say(words) : say());
    const fields = Object.entries({ dx: "∂X", dw: "∂W" }).map(([key, label]) => {
      const made = gradientInputs.fields({ grid: grids[key], label, onEnter: check, refuse });
      return [key, made];
    });
    const checkButton = ui.button("Check", check, { class: "cnn-button cnn-primary" });
    const turns = () => state.told.view === "turn";
    const next = () => OUTPUTS.findIndex((k) => !state.told.pushed.includes(k));
    const across = () => state.told.stride + 2; // places of the turned kernel
    const steps = ui.stepper({
      ...{ figure, handle: pane.node },
      count: () => (turns() ? across() ** 2 : 4),
      at() {
        if (turns()) return state.told.focus[1] * across() + state.told.focus[2];
        return next() < 0 ? 3 : next() - 1;
      },
      go(stop) {
        if (turns()) moveTo(...split(stop, across()));
        else push(stop, next() < 0 ? [] : undefined);
      },
    });
    const options = Object.entries(VIEWS).filter(([key]) => key === "push" || offers.has(key));
    const view = ui.choice({ label: "view", options, onChange: (value) => change("view", value) });
    const paces = [1, 2].map((value) => [value, String(value)]);
    const strides = {
      label: "stride",
      options: paces,
      onChange: (value) => change("stride", value),
    };
    const stride = ui.choice(strides);
    const modes = {
      label: "layer",
      options: ["kernel", "max"],
      onChange: (value) => change("mode", value),
    };
    const mode = ui.choice(modes);
    const asks = get("task") && offers.has("edit") && backwardSaid.asked(state.told);
    const task = figure.task(ASKED);

    // ---- pushing: the new state at once, then the way there ---------------------------------------
    function push(k, others = state.told.pushed.filter((each) => each !== k)) {
      if (state.told.view !== "push") return;
      const was = state.after(others);
      set({ pushed: [...others, k], grid: null }, () => {
        live.say(backwardWords.heard(state, last, said.node.textContent), gradientMotion.WHOLE);
        return ways.pushes(k, was);
      });
    }

    function pressGradient(row, column) {
      if (turns()) return;
      select("dy")(row, column);
      if (!edits || !state.told.pushed.includes(2 * row + column)) push(2 * row + column);
    }

    // ---- who came here? -------------------------------------------------------------------------
    function ask(grid, [row, column]) {
      if (turns()) {
        if (grid === "dx") moveTo(row, column);
        return;
      }
      const again = String(state.told.focus) === String([grid, row, column]);
      const cell = row * (grid === "dw" ? 2 : state.side) + column;
      set({ grid: again ? null : grid, cell }, () => ways.tells(said));
    }

    /** The turned kernel goes to another place of ∂Y; what it gives is the ∂X that stands there. */
    function moveTo(row, column) {
      if (!turns() || Math.max(row, column) >= across()) return;
      const was = ways.boxes();
      set({ cell: row * across() + column }, () => ways.moves(was));
    }

    // ---- what is set otherwise ------------------------------------------------------------------
    function change(name, value) {
      const was = ways.boxes();
      steps.stop();
      if (edits) edits.clear();
      set({ [name]: value, grid: null, cell: 0 }, () => ways.turns(was));
      say();
    }

    function answer(key, row, column) {
      if (!asks || "done" in task.node.dataset || key === "x") return;
      task.show(backwardSaid.judgeTask(state, key === "dy" ? 2 * row + column : null, found));
    }

    function check() {
      const asked = fields.filter(([key]) => key === "dx" || !state.pools);
      const told = asked.map(([key, each]) => backwardSaid.judge(key, each.values(), state));
      say(...told.map(({ text }) => text));
      verdict.toggleAttribute(
        "data-done",
        told.every(({ done }) => done),
      );
    }

    // ---- drawing --------------------------------------------------------------------------------
    function draw() {
      state = backward.compute(get);
      const { told, pools, side } = state;
      last = told.view === "push" && !told.focus ? told.pushed.at(-1) : undefined;
      Object.assign(host.dataset, { view: told.view, mode: told.mode, stride: told.stride });
      if (!verdict.textContent) say();
      view.show(told.view);
      stride.show(told.stride);
      mode.show(told.mode);
      view.inputs.get("turn")?.toggleAttribute("disabled", pools);
      boards.show(state, last);
      for (const [key, each] of fields) each.show(key === "dx" ? side : 2);
      said.show(...backwardWords.line(state, last));
      live.say(backwardWords.heard(state, last, said.node.textContent));
      return told;
    }

    verdict.setAttribute("role", "status");
    live.node.classList.add("cnn-unseen");
    host.toggleAttribute("data-tall", offers.has("stride"));
    for (const { node } of [view, mode]) node.firstChild.classList.add("cnn-unseen");
    const offered = { stride: stride.node, mode: mode.node };
    const chosen = Object.entries(offered).filter(([key]) => offers.has(key));
    const bar = [...steps.nodes, checkButton, figure.resetButton()];
    if (options.length > 1) bar.push(view.node);
    bar.push(...chosen.map(([, node]) => node), ...(edits ? [edits.node] : []));
    host.append(
      ...[boards.node, said.node, verdict, make("div", { class: "cnn-bar" }, ...bar)],
      ...[figure.fault, live.node, ...(asks ? [task.node] : [])],
    );
    figure.onReset(() => {
      for (const [, each] of fields) each.clear();
      say();
      for (const key of Object.keys(found)) delete found[key];
      if (edits) edits.clear();
    });
    figure.onPaper(() => (state.told.view === "push" ? { pushed: OUTPUTS, grid: null } : {}));
    return draw;
  }),
};
