// PoolingComb: three bars are pushed along under windows that stay where they are.
// `data-shown` holds what the Python class's `shown()` returns.
const [GLIDE, SWING, DROP] = [120, 120, 80]; // milliseconds
const [HIGH, THREADS] = [9.4, 3.2]; // in units of the values: a lane, and the room above the outputs
const { CELLS, FARTHEST, FIRST, POOLS, SHIFTS, WINDOWS, range } = combPools;
const { el: make, formatShort: short } = ui;
const CENTER = FIRST + 1.5; // of the signal at shift 0
const box = (name, ...nodes) => make("div", { class: `pc-${name}` }, ...nodes);
const flat = (width, height) => {
  return { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none" };
};

/** From a cell, or from the larger of two neighbors, down to the top of its output. */
const pathsOf = ({ threads, outputs }) =>
  threads.map(({ x, y, to }) => `M${x} ${y}L${2 * to + 1} ${THREADS + HIGH - outputs[to]}`);

export default {
  render: ui.explorable("PoolingComb", ["bars", "shift", "pool", "visited"], (figure) => {
    const { get, host, live, set } = figure;
    const first = get("bars");
    const asks = get("task") && String(first) === "3,5,2";
    let state;

    // ---- the parts ------------------------------------------------------------------------------
    const limits = { "aria-valuemin": -FARTHEST, "aria-valuemax": FARTHEST };
    const words = { role: "slider", tabindex: 0, "aria-label": "Signal: arrow keys push it" };
    const look = { class: "pc-push cnn-carried", ...words, ...limits };
    const handle = make("div", look, make("i"));
    const editor = ui.barEditor("Push the signal, or drag a bar by its end.");
    const bars = ui.bars({
      label: "signal",
      role: "input",
      name: (i) => `Bar ${i + 1}`,
      limits: { ...get("limits").bars, step: 1 },
      range: [1.5, HIGH],
      editor,
      many: true,
      onChange(next, done) {
        set({ bars: next });
        if (done) answer();
      },
    });
    const comb = box("comb", ...range(WINDOWS).map(() => make("i")));
    const drawing = make("svg:svg", flat(CELLS, THREADS + HIGH));
    const larger = range(CELLS - 1, 1).map((x) =>
      make("span", { class: "pc-larger", style: `--x: ${x}` }),
    );
    const results = ui.standing({ role: "output", range: [1.5, HIGH] });
    const rest = range(WINDOWS).map(() => make("span"));
    const carried = box("carried", ...rest);
    const heard = (text) => make("em", { class: "cnn-unseen" }, text);
    const dots = SHIFTS.map((shift) => {
      const [dot, number, tick] = [make("i"), make("b"), make("span", {}, short(shift))];
      const place = { class: "pc-dot", style: `--x: ${CENTER + shift}`, type: "button" };
      const node = make("button", { ...place, onclick: () => push(shift) }, dot);
      node.append(heard("Shift "), tick, heard(", sum "), number);
      return { node, dot, number };
    });
    const curve = make("svg:polyline");
    const [name, listed] = [make("span"), make("span")];
    const said = make("p", { class: "pc-said" });
    const choice = ui.choice({ label: "Pool", options: POOLS, onChange: swap });
    const task = figure.task(
      "Change one bar, only one, so that the step from shift 0 to shift 1 changes no output.",
    );
    let solved = null; // the bars that did it, since the page was opened
    let told = "";
    function answer() {
      if (!asks || "done" in task.node.dataset) return;
      const verdict = combPools.judge(state, first);
      task.show(verdict);
      if (verdict.done) [solved, told] = [state.bars, `Solved. ${verdict.text}`];
    }

    /** A solved task stays so; what is said of it stays true of the bars and the pool shown. */
    function tellAfterwards() {
      const text = combPools.afterwards(state, first, solved);
      if (text !== told) task.show({ text });
      told = text;
    }

    // ---- moving: the new state at once, then the way there --------------------------------------
    function push(wanted) {
      const [shift, before] = [Math.min(FARTHEST, Math.max(-FARTHEST, wanted)), state];
      if (shift === before.shift) return;
      const cell = bars.node.clientWidth / CELLS;
      const came = (cells) => [{ transform: `translateX(${cells * cell}px)` }, {}];
      const glides = [...range(first.length).map((i) => bars.at(i).column), handle];
      set({ shift, visited: [...before.visited, shift] }, () => [
        ...glides.map((node) => [node, came(before.shift - shift), 0, GLIDE]),
        [carried, came(2 * (before.moved - state.moved)), 0, GLIDE],
        ...swings(before),
      ]);
    }

    function swap(pool) {
      const before = state;
      set({ pool }, () => swings(before));
    }

    /** Threads swing to where they are now, outputs grow or shrink, then the dot drops. */
    function swings(before) {
      const [old, now] = [before, state].map(pathsOf);
      const lines = [...drawing.children].map((line, i) => {
        const ways = [old.length === now.length ? old[i] : now[i], now[i]];
        return [line, ways.map((path) => ({ d: `path("${path}")` })), GLIDE, SWING];
      });
      const grows = state.outputs.map((value, i) => {
        const from = { transform: `scaleY(${value ? before.outputs[i] / value : 1})` };
        return [results.column(i).firstChild, [from, { transform: "none" }], GLIDE, SWING];
      });
      const drop = [{ opacity: 0, transform: "translateY(-24px)" }, {}];
      const { dot } = dots[state.shift + FARTHEST];
      return [...lines, ...grows, [dot, drop, GLIDE + SWING, DROP]];
    }

    ui.carriable(handle, {
      unit: () => bars.node.clientWidth / CELLS,
      place: () => [0, state.shift],
      onMove: (_, shift) => push(shift),
    });

    // ---- drawing --------------------------------------------------------------------------------
    function draw() {
      state = combPools.compute(get);
      const { shift, pool, outputs, winners = null, threads, home, moved, visited } = state;
      host.dataset.pool = pool;
      bars.show(state.bars, { place: (i) => FIRST + shift + i });
      range(first.length).forEach((i) => {
        const isLost = winners !== null && !winners.includes(FIRST + shift + i);
        bars.at(i).column.toggleAttribute("data-lost", isLost);
      });
      const lines = pathsOf(state).map((d, i) => {
        const { weight } = threads[i];
        return make("svg:path", { d, style: `--weight: ${weight}`, "data-slack": !weight });
      });
      drawing.replaceChildren(...lines);
      larger.forEach((node, i) => (node.textContent = state.larger ? short(state.larger[i]) : ""));
      results.show(outputs);
      carried.style.setProperty("--by", moved);
      listed.textContent = moved ? "shift 0, moved" : "at shift 0";
      rest.forEach((node, i) => {
        node.textContent = short(home[i]);
        node.toggleAttribute("data-other", state.others[i + moved] ?? false);
      });
      dots.forEach(({ node, number }, i) => {
        node.style.setProperty("--y", state.sums[i].height);
        node.toggleAttribute("data-seen", visited.includes(SHIFTS[i]));
        node.toggleAttribute("data-here", SHIFTS[i] === shift);
        number.textContent = short(state.sums[i].sum);
      });
      const points = visited.map((at) => [CENTER + at, 1 - state.sums[at + FARTHEST].height]);
      curve.setAttribute("points", points.join(" "));
      choice.show(pool);
      name.textContent = pool;
      handle.style.setProperty("--x", FIRST + shift);
      handle.setAttribute("aria-valuenow", shift);
      handle.setAttribute("aria-valuetext", `Shift ${short(shift)}`);
      said.textContent = combPools.sentence(state);
      live.say(said.textContent);
      if (solved) tellAfterwards();
      const shown = { bars: state.bars, shift, pool, outputs, at_rest: home, winners };
      return { ...shown, sum: state.sum, visited };
    }

    const label = (word, ...nodes) => make("p", { class: `pc-label pc-label-${word}` }, ...nodes);
    const stage = box(
      "stage",
      ...[box("way", handle), label("signal", "signal"), box("signal", comb, bars.node)],
      ...[label("pool", name), box("outputs", drawing, ...larger, results.node)],
      ...[label("rest", listed), box("rest", carried), label("sum", "sum")],
      box("trace", make("svg:svg", flat(CELLS, 1), curve), ...dots.map(({ node }) => node)),
    );
    live.node.classList.add("cnn-unseen");
    const bar = make("div", { class: "cnn-bar" }, choice.node, figure.resetButton(), editor.node);
    host.append(stage, said, bar, live.node, figure.fault, ...(asks ? [task.node] : []));
    for (const on of ["pointerdown", "keydown"]) {
      host.addEventListener(on, figure.motion.finish, true);
    }
    figure.onReset(editor.clear);
    figure.onReset(() => (solved = null));
    bars.show(first);
    figure.nudge(handle);
    figure.onPaper(() => ({ visited: SHIFTS }));
    return draw;
  }),
};
