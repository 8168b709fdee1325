// PoolingGradient: each output of a pool sends its gradient back to one cell, or to all it read.
//
// `data-shown` holds what the Python class's `shown()` returns.
const [WINDOW, TIE, STRIKE, FLY, LAND, ADD] = [120, 180, 120, 250, 200, 120]; // milliseconds
const [BOARD, BESIDE] = [
  [4, 7], // rows and columns of all
  [1, 5], // where on it Y begins
];
const { CELLS, OUTPUTS, SIDE, STEP, brief, compute, placed, sentence, shareText, split } =
  poolingFlow;
const { el: make } = ui;

export default {
  render: ui.explorable(
    "PoolingGradient",
    ["x", "dy", "pool", "window", "sent", "output", "cell", "nudge"],
    (figure) => {
      const { fault, get, host, live, motion, set } = figure;
      const first = get("x").flat();
      const has = (name, value) => get(name) === value || get(`${name}s`);
      const isKnown = String([get("x"), get("dy")]) === poolingTask.numbers;
      const asks = get("task") && isKnown && has("pool", "max") && has("window", 3);
      let state;
      let began = null; // the winners before a number was changed

      // ---- the parts ----------------------------------------------------------------------------
      const named = (name) => make("span", {}, `${name} and `, make("b", {}, `∂${name}`));
      const rules = { label: "X", ...get("limits").x, onChange: edit, onCommit: committed };
      const input = ui.kernelEditor(rules);
      const onPress = (row, column) => send(2 * row + column);
      const output = ui.cells({ label: named("Y"), role: "output", onPress, text: brief });
      const arrived = ui.cells({ label: "∂X", role: "input", text: brief });
      const board = ui.routes({
        motion,
        size: BOARD,
        inputs: CELLS.map((c) => split(c, SIDE)),
        outputs: OUTPUTS.map((i) => split(i, 2).map((at, axis) => at + BESIDE[axis])),
      });
      const steps = ui.stepper({
        figure,
        handle: host,
        count: () => OUTPUTS.length,
        at: () => get("output") ?? -1,
        go: (i) => send(i, i === 0 && state.sent.length === OUTPUTS.length),
      });
      const choices = [
        ["pool", ["max", "mean"]],
        ["window", [2, 3]],
      ].map(([name, options]) => {
        const onChange = (value) => sendAgain({ [name]: value });
        return [name, ui.choice({ label: name, options, onChange })];
      });
      const nudge = poolingNudge({
        step: STEP,
        onNudge: (way) => set({ nudge: way, sent: OUTPUTS }),
      });
      const chosen = make("i", { class: "pg-chosen", "aria-hidden": "true" });
      const task = figure.task(poolingTask.asked);
      function committed() {
        began = null;
        answer();
      }
      function answer() {
        const waits = steps.playing() && state.sent.length < OUTPUTS.length;
        if (asks && !waits && !("done" in task.node.dataset)) {
          task.show(poolingTask.judge(state.shown, first));
        }
      }

      // ---- moving: the new state at once, then the way there ------------------------------------

      /** Output `i` sends its gradient; `anew`, all others have theirs back. */
      function send(i, anew = false) {
        const old = state;
        const box = board.boxes.window();
        set({ output: i, sent: anew ? [i] : [...new Set([...old.sent, i])] }, () => {
          const equals = state.equals[i].length > 1 ? state.equals[i] : [];
          const decided = WINDOW + (equals.length ? TIE : 0);
          const leaves = decided + (state.winners ? STRIKE : 0);
          live.say(sentence(state), leaves + FLY + ADD);
          return [
            board.slides(box, 0, WINDOW),
            ...board.pulses(equals, WINDOW, TIE),
            ...board.decides(lost(), won(), decided, STRIKE),
            ...flies(i, leaves, anew ? [] : old.texts),
          ];
        });
        answer();
      }
      const won = () => [state.winners?.[state.output]].filter((c) => c !== undefined);
      const lost = () =>
        (won().length ? state.reach[state.output] : []).filter((c) => c !== won()[0]);

      /** The token of output `i`, or its parts, to where they are added to what stood there. */
      function flies(i, delay, before) {
        const [box, cells] = [board.boxes.token(i), state.targets[i]];
        const part = shareText(state.gradients[i] / cells.length, cells.length);
        return [
          board.leaves(i, brief(state.gradients[i]), delay),
          ...cells.flatMap((c) => [
            ...board.flies(c, part, box, delay, FLY, i),
            ...board.adds(c, before[c], delay + LAND, ADD),
          ]),
        ];
      }

      /** Another pool or window: all that have sent send again, at once. */
      function sendAgain(values) {
        set(values, () => state.sent.flatMap((i) => flies(i, 0, [])));
        answer();
      }

      /** Another number: a gradient whose window has another winner now goes over to it. */
      function edit(x) {
        const { winners, texts } = state;
        const goes = () =>
          (winners ? state.sent : []).filter((i) => winners[i] !== state.winners[i]);
        set({ x }, () =>
          goes().flatMap((i) => {
            const [from, part] = [board.boxes.arrived(winners[i]), brief(state.gradients[i])];
            const to = state.winners[i];
            const flight = board.flies(to, part, from, 0, FLY, i);
            return [...flight, ...board.adds(to, texts[to], LAND, ADD)];
          }),
        );
        began ??= winners; // what a drag says at its end is said of all of it
        const all = state.sent.filter((i) => began && began[i] !== state.winners[i]);
        const words = (i) =>
          `${brief(state.gradients[i])} goes over to ${placed(state.winners[i])}`;
        if (all.length) live.say(`Gradient ${all.map(words).join(", ")}.`);
      }

      // ---- drawing ------------------------------------------------------------------------------
      function draw() {
        state = compute(get);
        const { shown, output: now, cell, winners, equals, targets, window, stride } = state;
        const here = now === null ? null : split(now, 2);
        const tied = equals[now]?.length > 1 ? equals[now] : [];
        for (const [name, { show }] of choices) show(get(name));
        input.show(state.x);
        output.show(state.y, { here: here ?? [] });
        arrived.show(state.dx);
        board.show({
          dx: state.texts,
          dy: state.gradients.map(brief),
          sent: state.sent,
          threads: (i, c) => {
            if (!targets[i].includes(c) || !state.sent.includes(i)) return null;
            return i === now ? "here" : winners && "sent";
          },
          window: here && { row: here[0] * stride, column: here[1] * stride, side: window },
          mark: CELLS.map((c) => (tied.includes(c) ? (c === won()[0] ? "= first" : "=") : "")),
          ...{ lost: lost(), won: won() },
        });
        const isTie = equals.some((all) => all.length > 1 && all.includes(cell));
        const [value, largest] = [state.values[cell], Math.max(...state.gradients.map(Math.abs))];
        nudge.show({ ...shown, place: placed(cell), value, largest, isTie });
        const [row, column] = split(cell, SIDE);
        chosen.style.cssText = `--row: ${row}; --column: ${column}`;
        live.say(sentence(state));
        return shown;
      }

      const plate = make("div", { class: "cnn-plate" }, input.node, board.node, arrived.node);
      const name = make(
        "p",
        { class: "cnn-name" },
        named("X"),
        make("small", {}, "drag a number, or type"),
      );
      const picture = make("div", { class: "cnn-sheet pg-x", "data-role": "input" }, name, plate);
      plate.style.setProperty("--columns", SIDE);
      arrived.node.classList.add("cnn-unseen");
      if (get("nudges")) plate.append(chosen);
      input.node.addEventListener("focusin", ({ target }) => {
        const cell = [...input.node.querySelectorAll("input")].indexOf(target);
        if (get("nudges") && cell >= 0 && cell !== state.cell) set({ cell });
      });
      const offered = choices.filter(([each]) => get(`${each}s`)).map(([, { node }]) => node);
      host.append(
        make("div", { class: "pg-stage" }, picture, output.node),
        make("div", { class: "pg-said" }, live.node, input.refusal),
        ...(get("nudges") ? [nudge.node] : []),
        make("div", { class: "cnn-bar" }, ...steps.nodes, ...offered, figure.resetButton()),
        fault,
        ...(asks ? [task.node] : []),
      );
      figure.onPaper(() => ({ sent: OUTPUTS }));
      return draw;
    },
  ),
};
