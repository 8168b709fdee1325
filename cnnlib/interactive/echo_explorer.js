// EchoExplorer: each clap sends out a copy of the pattern; at every tick the copies add up.
// `data-shown` holds what the Python class's `shown()` returns.
const BEATS = { flight: [100, 150, 250], gather: 250, clap: 700 };
const RANGES = { claps: [2.8, 4.8], pattern: [1.3, 2.2], heard: [1, 5.8] }; // below and above zero
const { el: make, formatShort: short, fromNumbers } = ui;
const list = (values, between = ", ") => values.map(short).join(between);

/** How the task stands: { done, text }. */
function judge({ claps, pattern, heard, turned }) {
  const say = (text, done = false) => ({ text, done });
  const still = (value) => Math.abs(value) < 1e-9;
  const [[first, second], [sound, once, twice], size] = [claps, [...pattern, 0, 0], claps.length];
  if (turned) return say("Switch back first: here each echo comes before its clap.");
  if (claps.every(still)) return say("Silent, because nobody claps.");
  if (first !== 1) return say(`The first clap is ${short(first)}: keep it at 1.`);
  if (!sound || pattern.slice(1).every(still)) return say("A pattern without echoes is too easy.");
  const t = heard.findIndex((value, at) => at > 0 && at < size && !still(value));
  if (t < 0) {
    const all = `${list(heard.slice(0, size), " ")}, then ${list(heard.slice(size), " and ")}`;
    const next =
      "You have begun to divide by a convolution; exercise The room from its echo goes on.";
    return say(`${all}: each cure echoes too. ${next}`, true);
  }
  const left = `${short(heard[t])} is left at tick ${t}`;
  const answer = second === -1 ? "a whole clap" : short(-second);
  if (t === 1) {
    if (second * once >= 0) return say(`${left}. Which clap can take it away?`);
    if (heard[1] * once > 0) return say(`${left}. You answered only ${answer} of ${short(once)}.`);
    return say(`${left}. The echo there was only ${short(once)}: you answered ${answer}.`);
  }
  if (t === 2 && still(once * second + twice)) {
    const own = `Your ${short(second)} has an echo of its own, ${short(once * second)}`;
    return say(`${left}. ${own}; it has already answered the first clap's.`);
  }
  if (t === 2) return say(`Tick 1 is silent. ${left}.`);
  const echo = `the second echo of your ${short(claps[t - 2])}`;
  const why = still(claps[t]) ? echo : `your ${short(claps[t])}, and the echoes there`;
  return say(`Ticks 1 and 2 are silent. ${left}: ${why}.`);
}

export default {
  render: ui.explorable(
    "EchoExplorer",
    ["claps", "pattern", "operation", "clap", "tick"],
    (figure) => {
      const { fault, get, host, live, motion, set } = figure;
      let state; // what is drawn; columns are ticks, the first one `early` ticks before 0
      let holding = false; // while a bar is dragged the scale rests, and nothing is said
      let scale = 1;
      let played = false; // then the line says the sums, and no longer what can be pressed

      function compute() {
        const [claps, pattern] = [get("claps"), get("pattern")];
        const turned = get("operation") === "correlation";
        const [early, copy] = turned ? [pattern.length - 1, pattern.toReversed()] : [0, pattern];
        const operate = turned ? core.correlate1d : core.convolve1d;
        const heard = [...operate(fromNumbers(claps), fromNumbers(pattern), "full").data];
        const part = (loud, k) => (copy[k] === undefined ? null : loud * copy[k] + 0);
        const layers = claps.map((loud, i) => heard.map((_, column) => part(loud, column - i)));
        const clap = get("clap") < claps.length ? get("clap") : null;
        const column = get("tick") === null ? -1 : get("tick") + early;
        const [pressed, tick] = column in heard ? [column, get("tick")] : [null, null];
        return { claps, pattern, copy, early, heard, layers, clap, pressed, tick, turned };
      }

      /** What meets in the stack of column `at`, the oldest first. */
      const termsOf = (at) =>
        state.layers.flatMap((row, source) => {
          const [weight, sample] = [state.copy[at - source], state.claps[source]];
          if (weight === undefined) return [];
          return [{ source, column: source + state.early, layer: row[at], weight, sample }];
        });

      // ---- the parts ----------------------------------------------------------------------------
      const editor = ui.barEditor("Drag the bars by their ends.");
      function lane(label, role, name, onPress) {
        const onChange = (values, done) => {
          holding = !done;
          const changed = values.findIndex((value, i) => value !== get(label)[i]);
          const follows = label === "claps" && state.clap !== null && changed >= 0;
          set({ [label]: values, ...(follows ? { clap: changed } : {}) });
          if (done) answer();
        };
        const [limits, range] = [get("limits")[label], RANGES[label]];
        const called = (i) => `${name} ${role === "input" ? ui.letter(i) : i + 1}`;
        return ui.bars({ label, role, name: called, limits, range, editor, onChange, onPress });
      }
      const fly = (i) => set({ clap: i, tick: null }, () => flight(i, 0));
      const clapBars = lane("claps", "input", "Clap", fly);
      const patternBars = lane("pattern", "kernel", "Pattern");
      const stacks = ui.stacks({ label: "you hear", range: RANGES.heard, onPress: takeApart });
      const apart = ui.gathering({ stacks, between: RANGES.pattern[0] + RANGES.pattern[1] });
      const read = make("p", { class: "ec-name ec-read", "data-role": "kernel" });
      const line = ui.roleLine();
      const icon = { class: "cnn-button cnn-icon cnn-play", "data-icon": "play" };
      const play = ui.button("Play", playAll, icon);
      const order = ui.toggle({
        label: "Echo first",
        onChange: (on) => set({ operation: on ? "correlation" : "convolution" }),
      });
      const hear = ui.button("Hear it", () => (fault.textContent = ui.playClaps(state.heard)));
      const task = figure.task(
        "After the first clap, silence: keep it at 1, and drag the other three until ticks 1, 2 and " +
          "3 are 0. A clap may be negative.",
      );
      const answer = () => "done" in task.node.dataset || task.show(judge(state));

      // ---- moving: the new state at once, then the way there ------------------------------------
      /** The copy of clap `i`, from the pattern to the stacks; the totals come when it has landed. */
      const flight = (i, delay) =>
        state.copy.flatMap((_, k) => {
          const [layer, from, { plot, sum }] = [stacks.layer(i, i + k), place(k), stacks.at(i + k)];
          const totals = [plot.lastChild, sum].map((e) => ui.appears(e, delay + 450, 100));
          if (!layer) return totals;
          const { bar } = patternBars.at(from);
          return [...totals, ...ui.sinksFrom(layer, bar, state.claps[i], delay, BEATS.flight)];
        });

      function playAll() {
        played = true;
        const claps = [...state.claps.keys()];
        set({ clap: null, tick: null }, () => [
          ...line.before(motion, claps.map(sentBy), BEATS.clap),
          ...claps.flatMap((i) => flight(i, i * BEATS.clap)),
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

      const sentBy = (i) =>
        ui.copyParts(`Clap ${ui.letter(i)}`, state.claps[i], state.copy, i - state.early);

      /** The line below the stacks; the answer is what is said. */
      function drawLine() {
        const { clap, early, heard, pressed } = state;
        const hint = "Press a clap: its copy flies. Press a stack: it is taken apart.";
        let said = { parts: [hint], words: `You hear ${list(heard)}` };
        if (played) said.parts = ["You hear their sum: ", ["output", list(heard)]];
        if (clap !== null) said = sentBy(clap);
        const tick = `Tick ${short(pressed - early)}`;
        if (pressed !== null) said = ui.sumParts(tick, termsOf(pressed), heard[pressed]);
        line.show(...said.parts);
        return `${said.words}.`;
      }

      function draw() {
        state = compute();
        const { claps, pattern, early, heard, layers, clap, pressed, tick, turned } = state;
        const rooms = [clapBars.room(claps), patternBars.room(pattern), stacks.room(layers)];
        if (!holding) scale = ui.fitLanes(rooms);
        const terms = pressed === null ? [] : termsOf(pressed);
        const from = (i) => `from the clap of ${short(claps[i])}`;
        host.style.setProperty("--columns", heard.length);
        host.style.setProperty("--scale", scale);
        host.toggleAttribute("data-holding", holding);
        clapBars.show(claps, { place: (i) => i + early, scale, marked: clap });
        patternBars.show(pattern, { place, scale });
        stacks.show(layers, heard, { early, scale, pressed, marked: clap, from });
        apart.show(pressed, terms, { columns: heard.length, scale });
        read.textContent = terms.length < 2 ? "" : `the pattern${turned ? "" : ", turned"}`;
        order.show(turned);
        const sentence = drawLine();
        if (!holding) live.say(sentence);
        return { claps, pattern, layers, heard, pressed: { clap, tick } };
      }

      const named = ({ node }) => {
        const look = { class: "ec-name", "data-role": node.dataset.role };
        return [make("p", look, node.getAttribute("aria-label")), node];
      };
      const lanes = [clapBars, patternBars, stacks].flatMap(named);
      const more = [...(get("switch") ? [order.node] : []), ...(get("hear") ? [hear] : [])];
      const asks = get("task") && get("claps").length === 4;
      live.node.classList.add("cnn-unseen");
      host.append(
        make("div", { class: "ec-stage" }, ...lanes, read, apart.row, apart.lines),
        line.node,
        make("div", { class: "cnn-bar" }, play, figure.resetButton(), ...more, editor.node),
        ...[fault, live.node, stacks.table, ...(asks ? [task.node] : [])],
      );
      figure.onReset(() => (played = false));
      figure.onReset(editor.clear);
      for (const on of ["pointerdown", "keydown"]) host.addEventListener(on, motion.finish, true);
      clapBars.show(get("claps"));
      figure.nudge(clapBars.at(0).handle);
      return draw;
    },
  ),
};
