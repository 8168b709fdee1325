// EchoExplorer: each clap sends out a copy of the pattern; at every tick the copies add up.
//
// `data-shown` holds what the Python class's `shown()` returns.
const BEATS = { flight: [100, 150, 250], gather: 250, clap: 700 };
// How far the values of each lane may reach below and above zero, in units, and the lane itself.
const VALUES = { claps: [1, 4], pattern: [0.5, 1.5], heard: [1, 6] };
const RANGES = { claps: [1.25, 4.6], pattern: [1.1, 1.9], heard: [1.1, 6.3] };
const WORDS = { 1: "all", 0.75: "three quarters", 0.5: "half", 0.25: "a quarter" };
const { el: make, formatShort: short, fromNumbers } = ui;
const list = (values, between = ", ") => values.map(short).join(between);

/** How the task stands: { done, text }. */
function judge(claps, pattern, heard) {
  const still = (value) => Math.abs(value) < 1e-9;
  const [[first, second], [sound, once, twice], size] = [claps, [...pattern, 0, 0], claps.length];
  const t = heard.findIndex((value, at) => at > 0 && at < size && !still(value));
  const left = `At tick ${t} ${short(heard[t] ?? 0)} is left`;
  const wholly = second === -1 ? "a whole clap" : short(-second);
  const own = `an echo of its own, ${short(once * second)}`;
  const why = still(claps[t])
    ? `the second echo of your ${short(claps[t - 2] ?? 0)}`
    : `your ${short(claps[t] ?? 0)}, and the echoes there`;
  const solved =
    `${list(heard.slice(0, size), " ")}, then ${list(heard.slice(size), " and ")}: each cure echoes ` +
    "too. You have begun to divide by a convolution; exercise The room from its echo goes on.";
  const sentences = [
    [claps.every(still), "Silent, because nobody claps."],
    [first !== 1, `The first clap is ${short(first)}: keep it at 1.`],
    [!sound || pattern.slice(1).every(still), "A pattern without echoes is too easy."],
    [t < 0, solved],
    [t === 1 && second * once >= 0, `${left}. The echo pulls: which clap pushes?`],
    [t === 1 && heard[1] * once > 0, `${left}. You answered ${short(-second)} of ${short(once)}.`],
    [t === 1, `${left}. The echo there was only ${short(once)}: you answered ${wholly}.`],
    [t > 2, `Ticks 1 and 2 are silent. ${left}: ${why}.`],
    [
      still(once * second + twice),
      `${left}. Your ${short(second)} has ${own}; it has already answered the first clap's.`,
    ],
    [true, `Tick 1 is silent. ${left}.`],
  ];
  const [, text] = sentences.find(([holds]) => holds);
  return { done: text === solved, text };
}

export default {
  render: ui.explorable(
    "EchoExplorer",
    ["claps", "pattern", "operation", "clap", "tick"],
    (figure) => {
      const { get, host, live, motion, set } = figure;
      let state; // what is drawn; columns are ticks, the first one `early` ticks before 0
      let holding = false; // while a bar is dragged the scale rests, and nothing is said
      let scale = 1;

      function compute() {
        const [claps, pattern] = [get("claps"), get("pattern")];
        const turned = get("operation") === "correlation";
        const early = turned ? pattern.length - 1 : 0;
        const copy = turned ? pattern.toReversed() : pattern;
        const operate = turned ? core.correlate1d : core.convolve1d;
        const heard = [...operate(fromNumbers(claps), fromNumbers(pattern), "full").data];
        const part = (loud, k) => (copy[k] === undefined ? null : loud * copy[k] + 0);
        const layers = claps.map((loud, i) => heard.map((_, column) => part(loud, column - i)));
        const clap = get("clap") < claps.length ? get("clap") : null;
        const column = get("tick") === null ? -1 : get("tick") + early;
        const pressed = column in heard ? column : null;
        const sum = (t, sign) => layers.reduce((all, row) => all + Math.max(0, sign * row[t]), 0);
        const ends = heard.flatMap((_, t) => [sum(t, 1), -sum(t, -1)]);
        return { claps, pattern, copy, early, heard, layers, clap, pressed, turned, ends };
      }

      /** What meets in a stack, the oldest first. */
      const termsOf = (at) =>
        state.layers
          .map((row, source) => ({
            source,
            column: source + state.early,
            layer: row[at],
            weight: state.copy[at - source],
            text: short(state.copy[at - source] ?? 0),
          }))
          .filter(({ layer }) => layer !== null);

      // ---- the parts ----------------------------------------------------------------------------
      const editor = ui.barEditor("Drag the bars by their ends.");
      function lane(label, role, name, onPress) {
        const onChange = (values, done) => {
          holding = !done;
          set({ [label]: values });
          if (done) answer();
        };
        const [limits, range] = [get("limits")[label], RANGES[label]];
        const called = (i) => `${name} ${i + 1}`;
        return ui.bars({ label, role, name: called, limits, range, editor, onChange, onPress });
      }
      const fly = (i) => set({ clap: i, tick: null }, () => flight(i, 0));
      const claps = lane("claps", "input", "Clap", fly);
      const pattern = lane("pattern", "kernel", "Echo");
      const heard = ui.stacks({ label: "you hear", range: RANGES.heard, onPress: takeApart });
      const apart = ui.gathering({ stack: heard, range: RANGES.pattern, top: RANGES.heard[1] });
      const read = make("p", { class: "ec-name", "data-role": "kernel" });
      const line = ui.roleLine();
      const table = make("div", { class: "cnn-unseen ec-table" });
      const look = { class: "cnn-button cnn-icon cnn-play", "data-icon": "play" };
      const play = ui.button("Play", () => playAll(), look);
      const order = ui.toggle({
        label: "Echo first",
        onChange: (on) => set({ operation: on ? "correlation" : "convolution" }),
      });
      const hear = ui.button("Hear it", () => {
        figure.fault.textContent = ui.playClaps(state.heard);
      });
      const task = figure.task(
        "After the first clap, silence: keep it at 1, and drag the other three until ticks 1, 2 and " +
          "3 are 0.",
      );
      function answer() {
        if ("done" in task.node.dataset) return;
        const back = { text: "Switch back first: here each echo comes before its clap." };
        task.show(state.turned ? back : judge(state.claps, state.pattern, state.heard));
      }

      // ---- moving: the new state at once, then the way there ------------------------------------
      /** The copy of clap `i`, number by number: from the pattern to the stacks. */
      const flight = (i, delay) =>
        state.copy.flatMap((_, k) => {
          const [layer, from] = [heard.layer(i, i + k), place(k)];
          if (!layer) return [];
          return ui.sinksFrom(layer, pattern.at(from).bar, state.claps[i], delay, BEATS.flight);
        });

      function playAll() {
        set({ clap: null, tick: null }, () => [
          ...state.claps.flatMap((_, i) => flight(i, i * BEATS.clap)),
          ...state.heard.flatMap((_, column) => {
            const last = Math.max(...termsOf(column).map(({ source }) => source));
            const { plot, sum } = heard.at(column);
            return [plot.lastChild, sum].map((e) => ui.appears(e, last * BEATS.clap + 450, 100));
          }),
        ]);
      }

      function takeApart(column) {
        const tick = column === state.pressed ? null : column - state.early;
        set({ clap: null, tick }, () => [
          ...(tick === null ? [] : apart.way(column, BEATS.gather)),
          ui.appears(read, BEATS.gather, 80),
        ]);
      }

      // ---- drawing ------------------------------------------------------------------------------
      /** Where the pattern's number `i` lies, or which number lies at `i`. */
      const place = (i) => (state.turned ? state.pattern.length - 1 - i : i);

      /** The line below the stacks; the answer is what is said. */
      function drawLine() {
        const { claps: loud, clap, copy, early, heard: sums, pressed } = state;
        if (pressed !== null) {
          const [terms, total, tick] = [termsOf(pressed), short(sums[pressed]), pressed - early];
          const factors = terms.flatMap(({ text, source }, i) => {
            const sample = short(loud[source]);
            const written = loud[source] < 0 ? `(${sample})` : sample;
            return [i ? " + " : "", ["kernel", text], "\u2009·\u2009", ["input", written]];
          });
          line.show(`Tick ${short(tick)}: `, ...factors, " = ", ["output", total]);
          const words = terms.map(
            (e) => `${WORDS[e.weight] ?? e.text} of ${short(loud[e.source])}`,
          );
          return `Tick ${short(tick)}: ${words.join(", ")}: ${total}.`;
        }
        if (clap === null) {
          line.show("Press a clap: its copy flies. Press a stack: it is taken apart.");
          return `You hear ${list(sums)}.`;
        }
        const sent = list(copy.map((weight) => loud[clap] * weight));
        const from = `, from tick ${short(clap - early)} on`;
        const factors = [["input", short(loud[clap])], " · (", ["kernel", list(copy)], ") = "];
        line.show(`Clap ${clap + 1}: `, ...factors, sent, from);
        return `Clap ${clap + 1} sends out ${sent}${from}.`;
      }

      function draw() {
        state = compute();
        const { early, heard: sums, layers, clap, pattern: weights, pressed, turned } = state;
        const reached = { claps: state.claps, pattern: weights, heard: state.ends };
        const rooms = Object.keys(VALUES).map((key) => [VALUES[key], reached[key]]);
        if (!holding) scale = ui.fittingScale(rooms);
        const terms = pressed === null ? [] : termsOf(pressed);
        host.style.setProperty("--columns", sums.length);
        host.style.setProperty("--scale", scale);
        host.toggleAttribute("data-holding", holding);
        claps.show(state.claps, { place: (i) => i + early, scale, marked: clap });
        pattern.show(weights, { place, scale });
        heard.show(layers, sums, { early, scale, pressed, marked: clap });
        apart.show(pressed, terms, { columns: sums.length, scale });
        read.textContent = terms.length < 2 ? "" : `the pattern${turned ? "" : ", turned"}`;
        order.show(turned);
        const ticks = sums.map((_, column) => `tick ${short(column - early)}`);
        const rows = layers.map((row, i) => [`from the clap of ${short(state.claps[i])}`, ...row]);
        table.replaceChildren(ui.ledger(["", ...ticks], [...rows, ["you hear", ...sums]]));
        const sentence = drawLine();
        if (!holding) live.say(sentence);
        const tick = pressed === null ? null : pressed - early;
        return {
          claps: state.claps,
          pattern: weights,
          layers,
          heard: sums,
          pressed: { clap, tick },
        };
      }

      const name = (role, text) => make("p", { class: "ec-name", "data-role": role }, text);
      const more = [...(get("switch") ? [order.node] : []), ...(get("hear") ? [hear] : [])];
      live.node.classList.add("cnn-unseen");
      const stage = [
        name("input", "claps"),
        claps.node,
        read,
        apart.row,
        name("kernel", "pattern"),
      ];
      stage.push(pattern.node, name("output", "you hear"), heard.node, apart.lines);
      host.append(
        make("div", { class: "ec-stage" }, ...stage, make("p", { class: "ec-ticks" }, "tick")),
        line.node,
        make("div", { class: "cnn-bar" }, play, figure.resetButton(), ...more, editor.node),
        ...[figure.fault, live.node, table, ...(get("task") ? [task.node] : [])],
      );
      figure.onReset(editor.clear);
      for (const on of ["pointerdown", "keydown"]) host.addEventListener(on, motion.finish, true);
      claps.show(get("claps"));
      figure.nudge(claps.at(0).handle);
      return draw;
    },
  ),
};
