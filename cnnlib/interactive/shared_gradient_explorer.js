// SharedGradientExplorer: each output sends its own gradient to a, b, c; shared, they get the sum.
//
// `data-shown` holds what the Python class's `shown()` returns.
const [SEND, LIFT, MULTIPLY, FALL, CHANGE] = [200, 220, 80, 200, 200]; // milliseconds
const LANDED = SEND + LIFT + MULTIPLY + FALL;
const SILENT = 200; // of an output that has nothing to send
const [INPUTS, OUTPUTS, LETTERS] = [6, 4, ["a", "b", "c"]];
const FULL = 12; // the product or sum that has the full color
const ASKED = "1,0,2,1,3,2"; // there the answer is 1, −1, −1, 1, or as many times that
const COUNTS = ["none", "one", "two", "three", "all"];
const { el: make, formatShort: short, fromNumbers } = ui;

const range = (count) => [...Array(count).keys()];
const list = (values, between = ", ") => values.map((value) => short(value)).join(between);
const NAMES = [...range(OUTPUTS).map((i) => `output ${i + 1}`), "sum"];
const differ = (one, other) => String(one) !== String(other);
const sum = (one, other) => one.map((value, i) => value + other[i]);

/** All that the figure shows, from its traits. */
function compute(get) {
  const [signal, gradients, tied] = [get("signal"), get("gradients"), get("tied")];
  const rows = gradients.map((gradient, i) => LETTERS.map((_, k) => gradient * signal[i + k]));
  const total = [...core.correlate1d(fromNumbers(signal), fromNumbers(gradients)).data];
  return { signal, gradients, output: get("output"), tied, rows, sum: tied ? total : null };
}

/** How the task stands: { done, text }. */
function judge({ gradients, sum: total, tied }) {
  if (!tied) return { text: "Untied, there is no sum. Tie the weights first." };
  const says = (text) => ({ text: `${list(total, " ")}: ${text}` });
  const silent = gradients.filter((value) => value === 0).length;
  if (silent === OUTPUTS) return says("nobody pulls. Give every output a gradient.");
  const are = silent === 1 ? "output is" : "outputs are";
  if (silent) return says(`${COUNTS[silent]} ${are} silent. None may be 0.`);
  if (gradients.every((value) => value > 0) || gradients.every((value) => value < 0)) {
    const mean = list(total.map((value) => value / OUTPUTS));
    return says(`all push one way and add up. (A mean would be ${mean}; nothing is divided.)`);
  }
  const [rest, pulled] = [true, false].map((still) =>
    LETTERS.filter((_, k) => (total[k] === 0) === still).join(" and "),
  );
  if (!pulled) {
    const why = "It feels only the sum. Press “untied”: each of the four would move.";
    return { done: true, text: `Four outputs pull, and the kernel does not move. ${why}` };
  }
  if (rest) {
    const [one, more] = [rest, pulled].map((names) => (names.length > 1 ? "are" : "is"));
    return says(`${rest} ${one} at rest, ${pulled} ${more} still pulled.`);
  }
  const hint = "Which two windows, added, hold the same as the other two?";
  return says(`opposite pulls cancel only where their windows hold the same numbers. ${hint}`);
}

export default {
  render: ui.explorable(
    "SharedGradientExplorer",
    ["signal", "gradients", "output", "tied"],
    (figure) => {
      const { fault, get, host, live, motion, set } = figure;
      const asks = get("task") && String(get("signal")) === ASKED;
      let state;
      let pulling = get("output") - 1; // whose bar was moved last

      // ---- the parts ----------------------------------------------------------------------------
      const inputs = ui.cells({ label: "input", role: "input" });
      const frame = make("i", { class: "sg-window" });
      const fan = ui.fan({ inputs: INPUTS, letters: LETTERS, onPress: send });
      const editor = ui.barEditor("Drag the bars by their ends.");
      const bars = ui.bars({
        label: "gradients",
        role: "gradient",
        name: (i) => `Gradient at output ${i + 1}`,
        limits: { ...get("limits").gradients, step: 1 },
        range: [3.9, 3.9],
        editor,
        onChange: pull,
        onPress: send,
      });
      const table = ui.tally({
        motion,
        label: "sent to the weights: gradient · input",
        rows: OUTPUTS,
        letters: LETTERS,
        names: NAMES,
        onPress: (i) => (i < OUTPUTS ? send(i) : sendAll()),
        full: FULL,
      });
      const note = make("p", { class: "sg-note" });
      const tie = ui.choice({ label: "Weights", options: ["tied", "untied"], onChange: tieAll });
      const look = { class: "cnn-button cnn-icon cnn-play", "data-icon": "play" };
      const play = ui.button("Play", sendAll, look);
      const task = figure.task(
        "Give every output a gradient, none of them 0, so that the shared kernel gets 0\u00a00\u00a00.",
      );
      const answer = () => asks && !("done" in task.node.dataset) && task.show(judge(state));

      // ---- moving: the new state at once, then the way there ------------------------------------
      const boxOf = (node) => node.getBoundingClientRect();
      function pull(gradients, done) {
        const before = state.sum;
        const changed = gradients.findIndex((value, i) => value !== state.gradients[i]);
        if (changed >= 0) pulling = changed;
        const way = () => [...sent(pulling, 0), ...was([[before, LANDED]])];
        set({ gradients, output: pulling + 1 }, done && way);
        if (done) answer();
      }

      function send(i) {
        set({ output: i + 1 }, () => sent(i, 0));
      }

      function sendAll() {
        set({}, () => {
          const [stages, tweens] = [[], []];
          let [partial, delay] = [[0, 0, 0], 0];
          state.rows.forEach((row, i) => {
            const pulls = state.gradients[i] !== 0;
            tweens.push(...sent(i, delay));
            if (pulls) stages.push([partial, delay + LANDED]);
            partial = sum(partial, row);
            delay += pulls ? LANDED : SILENT;
          });
          return [...tweens, ...was(stages)];
        });
      }

      /** The gradient climbs the lines of output `i`, meets the inputs in its row, the products fall. */
      function sent(i, delay) {
        if (!state.gradients[i]) return table.silent(i, delay, SILENT);
        const from = LETTERS.map((_, k) => [fan.arrival(i, k), boxOf(inputs.text(0, i + k))]);
        const falls = delay + SEND + LIFT + MULTIPLY;
        return [
          ...fan.climbs(i, delay, SEND),
          ...table.fills(i, from, delay + SEND, LIFT, MULTIPLY),
          ...(state.tied ? table.falls(i, falls, FALL) : []),
        ];
      }

      /** What the sum was, [numbers, until when], if it was another. */
      const was = (stages) =>
        table.before(stages.filter(([total]) => total && state.tied && differ(total, state.sum)));

      function tieAll(word) {
        const from = table.framed();
        set({ tied: word === "tied" }, () => [
          ...table.reframes(from, 0, CHANGE),
          ...fan.renames(CHANGE / 2, CHANGE / 2),
          ...(state.tied ? range(OUTPUTS).flatMap((i) => table.falls(i, 0, CHANGE)) : []),
          ui.appears(note, CHANGE, CHANGE / 2),
        ]);
        answer();
      }

      // ---- drawing ------------------------------------------------------------------------------
      function draw() {
        state = compute(get);
        const { signal, gradients, output, tied, rows, sum: total } = state;
        host.style.setProperty("--columns", INPUTS);
        inputs.show([signal], { scale: 9 });
        frame.style.setProperty("--at", output - 1);
        fan.show(gradients, output - 1, tied);
        bars.show(gradients, { place: (i) => i + 1 });
        tie.show(tied ? "tied" : "untied");
        const shown = tied ? NAMES : range(OUTPUTS).map((i) => `kernel ${i + 1}`);
        const factors = gradients.map((g, i) => LETTERS.map((_, k) => [g, signal[i + k]]));
        table.show({ factors, products: rows, sums: total, shown, here: output - 1 });
        note.textContent = tied
          ? "3 weights: each gets the sum of its column."
          : "12 weights: each gets one number.";
        const sends = `Output ${output}, gradient ${short(gradients[output - 1])}, sends `;
        const end = tied ? `Sum: ${list(total)}` : "Twelve weights, no sum";
        live.say(`${sends}${list(rows[output - 1])}. ${end}.`);
        return state;
      }

      inputs.plate.append(frame);
      live.node.classList.add("cnn-unseen");
      const net = make("div", { class: "sg-net" }, inputs.node, fan.node, bars.node);
      const side = make("div", { class: "sg-side" }, table.node, note);
      host.append(
        make("div", { class: "sg-stage" }, net, side),
        make("div", { class: "cnn-bar" }, tie.node, play, figure.resetButton(), editor.node),
        ...[fault, live.node, ...(asks ? [task.node] : [])],
      );
      figure.onReset(editor.clear);
      for (const on of ["pointerdown", "keydown"]) host.addEventListener(on, motion.finish, true);
      bars.show(get("gradients"));
      figure.nudge(bars.at(2).handle);
      return draw;
    },
  ),
};
