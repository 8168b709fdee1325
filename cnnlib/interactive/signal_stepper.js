// SignalStepper: three weights slide along a signal; what comes out stands below, place by place.
//
// `data-shown` holds what the Python class's `shown()` returns.
const [SLIDE, PRODUCTS, SUM, TURN, CHANGE] = [200, 250, 200, 300, 120]; // milliseconds
// How far values may reach below and above zero while a unit is whole; how far each lane.
const VALUES = { signal: [0, 3], result: [3, 3] };
const RANGES = { signal: [0.9, 3.9], result: [3.3, 3.3] };
const ZIGZAG = 10; // the place that the task is about
const { el: make, fromNumbers } = ui;

const places = (count) => [...Array(count).keys()];
const near = (one, other) => Math.abs(one - other) < 1e-9;

/** A number in few characters, thirds too: −2⅔. */
function short(value) {
  const thirds = Math.round(3 * value);
  if (!near(thirds, 3 * value)) return ui.formatShort(value);
  const [whole, part] = [Math.trunc(Math.abs(thirds) / 3), Math.abs(thirds) % 3];
  return (thirds < 0 ? "−" : "") + (whole || !part ? whole : "") + ["", "⅓", "⅔"][part];
}

/** All that the figure shows, from its traits. */
function compute(get) {
  const [signal, turned, kernel] = [get("signal"), get("turned"), get("kernel")];
  const own = get("kernels")[kernel];
  const operate = turned ? core.convolve1d : core.correlate1d;
  const result = [...operate(fromNumbers(signal), fromNumbers(own), "same").data];
  const weights = turned ? own.toReversed() : own;
  const place = Math.min(get("place"), signal.length - 1);
  const under = [0, ...signal, 0].slice(place, place + 3);
  const products = under.map((value, i) => value * weights[i]);
  const visited = places(signal.length).filter((i) => i === place || get("visited").includes(i));
  return { signal, kernel, turned, weights, place, under, products, result, visited };
}

/** How the task stands, `first` being the signal as it was: { done, text }. */
function judge({ signal, kernel, turned, result }, first) {
  const moved = places(signal.length).filter((i) => signal[i] !== first[i]);
  const [bar, value] = [moved[0] - ZIGZAG, result[ZIGZAG]]; // −1, 0 and 1 lie under the window
  const says = (text, done = false) => ({ done, text: `${short(value)}: ${text}` });
  const solved = near(value, 2);
  if (!moved.length) return { text: "" };
  if (kernel !== "difference") return says(`that is the ${kernel}. Choose the difference.`);
  if (turned && solved) return says("but the signal falls there. Turn the kernel back.");
  if (turned) return says("turned, the kernel calls uphill negative. Turn it back.");
  if (moved.length > 1) return says(`${moved.length} bars have moved. Reset, and move only one.`);
  if (solved) return says("you lowered a bar, and the result rose: its weight is −1.", true);
  if (bar === 0) return says("the difference skips this bar. Its weight is 0.");
  if (bar === 1 && value > 0) return says("this bar cannot rise to 4. Which other one counts?");
  if (bar === 1) return says("downhill. The weight of this bar is 1.");
  if (bar === -1 && value > 0) return says("the right bar, the right way. Further.");
  if (bar === -1) return says("downhill. The weight of this bar is −1.");
  return says(`the window at place ${ZIGZAG} does not touch this bar.`);
}

export default {
  render: ui.explorable(
    "SignalStepper",
    ["signal", "kernel", "turned", "place", "visited"],
    (figure) => {
      const { fault, get, host, live, motion, set } = figure;
      const first = get("signal");
      let state;
      let holding = false; // while a bar is dragged the scale rests, and nothing is said
      let scale = 1;

      // ---- the parts ----------------------------------------------------------------------------
      const editor = ui.barEditor("Drag the bars by their ends.");
      const bars = ui.bars({
        label: "signal",
        role: "input",
        name: (i) => `Place ${i}`,
        limits: { ...get("limits").signal, step: 1 },
        range: RANGES.signal,
        editor,
        many: true,
        onChange(signal, done) {
          holding = !done;
          set({ signal, visited: [...state.visited, ...(asks ? [ZIGZAG] : [])] });
          if (done) answer();
        },
      });
      const zeros = ["first", "last"].map((end) => make("i", { class: `ss-zero ss-${end}` }, "0"));
      const results = ui.standing({ role: "output", range: RANGES.result, from: 1, text: short });
      const table = ui.cells({ label: "result", role: "output", text: short });
      const plate = make("div", { class: "ss-plate" });
      const label = "Window: arrow keys move it, the space bar plays, T turns the kernel";
      const onMove = (_, place) => moveTo(place);
      const pane = ui.pane({ grid: { plate, table: results.node }, label, onMove, text: short });
      const word = ui.turnedWord();
      pane.node.append(make("span", { class: "ss-called" }, "kernel", word.node));
      const line = ui.roleLine();
      const choice = ui.choice({
        label: "Kernel",
        options: Object.keys(get("kernels")),
        onChange: (kernel) => change({ kernel }),
      });
      const look = { class: "cnn-button cnn-icon", "data-icon": "turn" };
      const turn = ui.button("Turn the kernel", turnKernel, look);
      const steps = ui.stepper({
        figure,
        handle: pane.node,
        count: () => state.signal.length,
        at: () => state.place,
        go: moveTo,
      });
      const task = figure.task(
        `At place ${ZIGZAG} the result is 0. Drag one bar, only one, and make it 2.`,
      );
      const answer = () => asks && !("done" in task.node.dataset) && task.show(judge(state, first));
      const asks = get("task") && String(first.slice(ZIGZAG - 1, ZIGZAG + 2)) === "2,1,2";

      // ---- moving: the new state at once, then the way there ------------------------------------
      function moveTo(place) {
        const from = pane.node.getBoundingClientRect();
        const isNew = !state.visited.includes(place);
        const said = line.remains();
        set({ place, visited: [...state.visited, place] }, () => [
          ui.comesFrom(pane.node, from, 0, SLIDE),
          motion.fades(line.node, said, SLIDE - 40, 40),
          ...pane.products().map((node) => ui.appears(node, SLIDE, PRODUCTS)),
          ...(isNew ? results.grows(place, SLIDE + PRODUCTS, SUM) : []),
          ui.appears(line.node.lastChild, SLIDE + PRODUCTS, SUM),
        ]);
      }

      /** Another kernel, or the same one turned: what comes out otherwise is replaced. */
      function change(values, way = [], delay = 0) {
        const [before, said] = [state.result, line.remains()];
        const old = before.map((_, i) => results.remains(i));
        set(values, () => {
          const changed = state.visited.filter((i) => !near(before[i], state.result[i]));
          return [
            ...way,
            motion.fades(line.node, said, delay, CHANGE),
            ...pane.products().map((node) => ui.appears(node, delay, CHANGE)),
            ...changed.map((i) => motion.fades(results.column(i), old[i], delay, CHANGE)),
            ...changed.flatMap((i) => results.grows(i, delay + CHANGE, SUM)),
          ];
        });
        answer();
      }

      function turnKernel() {
        const turns = ui.turnsFrom([pane.body], -180, 0, TURN);
        turns.push(...ui.turnsFrom(pane.spans(), 180, 0, TURN), word.changes(TURN));
        change({ turned: !get("turned") }, turns, TURN);
      }

      // ---- drawing ------------------------------------------------------------------------------
      function draw() {
        state = compute(get);
        const { signal, turned, weights, place, under, products, result, visited } = state;
        const [sum, way] = [result[place], turned ? "Kernel turned. " : ""];
        const count = signal.length;
        if (!holding) scale = ui.fittingScale(VALUES, { signal, result });
        const known = result.map((value, i) => (visited.includes(i) ? value : null));
        for (const node of [host, plate]) node.style.setProperty("--columns", count + 2);
        host.style.setProperty("--scale", scale);
        host.toggleAttribute("data-holding", holding);
        word.show(turned);
        plate.toggleAttribute("data-far", place > count / 2);
        bars.show(signal, { place: (i) => i + 1, scale });
        if (asks) bars.at(ZIGZAG).column.dataset.asked = "";
        pane.show({ row: 0, column: place, weights: [weights], products, limits: [0, count - 1] });
        results.show(known, place);
        table.show([known]);
        choice.show(get("kernel"));
        turn.setAttribute("aria-pressed", turned);
        const signed = (value) => (value < 0 ? `(${short(value)})` : short(value));
        const terms = weights.map((weight, i) => [signed(weight), short(under[i])]);
        const parts = terms.flatMap(([weight, value], i) => [
          `${i ? " + " : `Place ${place}: `}`,
          ["kernel", weight],
          " · ",
          ["input", value],
        ]);
        line.show(...parts, " = ", ["output", short(sum)]);
        const words = terms.map((term) => term.join(" times ")).join(" plus ");
        if (!holding) live.say(`${way}Place ${place}: ${words} = ${short(sum)}.`);
        return { signal, kernel: weights, turned, place, products, sum, result: known, visited };
      }

      const controls = [...steps.nodes, turn, figure.resetButton()];
      live.node.classList.add("cnn-unseen");
      host.append(
        make("div", { class: "ss-stage" }, bars.node, ...zeros, plate, results.node),
        line.node,
        make("div", { class: "cnn-bar" }, choice.node, ...controls, editor.node),
        ...[fault, live.node, make("div", { class: "cnn-unseen" }, table.node)],
        ...(asks ? [task.node] : []),
      );
      figure.onReset(editor.clear);
      pane.node.addEventListener("keydown", ({ key }) => key.toLowerCase() === "t" && turnKernel());
      figure.nudge(pane.node);
      figure.onPaper(() => ({ visited: places(state.signal.length) }));
      return draw;
    },
  ),
};
