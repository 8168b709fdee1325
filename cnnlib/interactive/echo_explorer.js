// EchoExplorer: a signal and a kernel of a few numbers, convolved or correlated.
//
// What tests find in the figure's element:
//   [data-row="signal|kernel|products|copy|output|ticks"]  the rows of the drawing; a cell with
//       a number has data-value, an output also data-kept: "true", or "false" where the mode cuts it off
//   [data-tick]  the board: tick of the marked output, and data-sum (empty: to be predicted)
//   [data-difference]  on the meter: what swapping signal and kernel changes at most
//   .cnn-task[data-done]  once the task is solved
const OPERATIONS = { convolution: core.convolve1d, correlation: core.correlate1d };
const LONGEST = { signal: 12, kernel: 6 };
const FORMULAS = { valid: "n − m + 1", same: "n", full: "n + m − 1" };
const COMMUTES = "Convolution never minds the order: switch to correlation.";
const MIRROR = "Swapping turns the result around. Which kernel makes it read the same backwards?";
const NEXT = { 2: "third", 3: "fourth", 4: "fifth", 5: "sixth" };
const UNKNOWN = { value: null, text: "?", parts: [] };
const SOLVED = "The result reads the same backwards, and swapping only turns it around.";
const { el: make, formatFraction, formatNumber, fromNumbers, largest } = ui;

/** What a wrong output says about the way it was found: [[value, sentence], …]. */
function mistakes(operation, window, weights, [before, , after]) {
  const sum = (change) => core.correlate1d(window, fromNumbers(weights.map(change))).data[0];
  const flipped = operation === "convolution";
  const size = weights.length;
  const other = flipped
    ? "Your echo comes before the sound: flip the kernel."
    : "That is the convolution: you flipped the kernel.";
  return [
    [sum((_, j) => weights[size - 1 - j]), other],
    [sum(Math.abs), "You forgot a minus sign."],
    [sum(() => 1), "You added the signal without its weights."],
    [sum((w, j) => (j === (flipped ? size - 1 : 0) ? w : 0)), "That is the sound without echoes."],
    [sum((w) => w / size), "You averaged: the products are only added."],
    [before, "That is the number before."],
    [after, "That is the number after."],
  ];
}

/** Play a clap for each loudness, a third of a second apart; the answer is what went wrong. */
function playClaps(loudness) {
  const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
  if (!Context) return "This browser makes no sound.";
  const context = new Context();
  const rate = context.sampleRate;
  const buffer = context.createBuffer(1, rate * (loudness.length / 3 + 0.1), rate);
  const samples = buffer.getChannelData(0);
  const most = Math.max(...loudness.map(Math.abs)) || 1;
  for (const [place, value] of loudness.entries()) {
    for (let i = 0; i < rate / 20; i++) {
      const noise = Math.sin(i * i) * Math.exp((-125 * i) / rate); // a dry clap
      samples[Math.floor((place * rate) / 3) + i] = (0.6 * value * noise) / most;
    }
  }
  const source = context.createBufferSource();
  Object.assign(source, { buffer, onended: () => context.close() }).connect(context.destination);
  source.start();
  return "";
}

/** A row of the drawing: a cell per tick. */
const strip = (name, label, ...cells) =>
  make("div", { "data-row": name }, make("p", {}, label), ui.bars(...cells));

export default {
  render: ui.figure("EchoExplorer", ({ model, el }) => {
    const traits = ui.traits(model, ["signal", "kernel", "operation", "mode"], () => refresh());
    const content = () => JSON.stringify([model.get("signal"), model.get("kernel")]);
    const start = content();
    let signal, kernel, operation, mode, full, kept;
    const text = (sum) => formatNumber(sum, 2, largest(signal) * largest(kernel));
    const differs = (sum) => text(sum) !== "0";
    let k = 2; // the marked output, as an index of the full result
    let guessed = new Set(); // outputs already predicted

    // ---- controls -------------------------------------------------------------------------------
    const editors = ["signal", "kernel"].map((name) => {
      const label = name === "signal" ? "Signal" : "Kernel";
      const rules = { min: -100, max: 100, most: LONGEST[name], format: formatFraction };
      const onChange = ([numbers]) => traits.set(name, numbers);
      const grid = ui.numberGrid({ label, onChange, ...rules });
      const heading = make("strong", {}, label);
      const line = make("div", { class: "cnn-row" }, heading, grid.node, ...grid.buttons);
      return { name, grid, node: make("div", { class: `ec-${name}` }, line, grid.refusal) };
    });
    const pick = (label, key, options) =>
      ui.choice({ label, options, onChange: (value) => traits.set(key, value) });
    const pickOperation = pick("Operation", "operation", ["convolution", "correlation"]);
    const pickMode = pick("Length", "mode", ["valid", "same", "full"]);
    const [one, all] = ["one output", "all echoes"];
    const pickView = ui.choice({ label: "Show", value: one, options: [one, all], onChange: draw });
    const said = make("p", { class: "cnn-refusal", role: "status" });
    const swap = ui.button("Swap them", () => {
      const [first, second] = [model.get("signal"), model.get("kernel")];
      if (first.length > LONGEST.kernel) {
        said.textContent = "This signal is too long for a kernel.";
        return;
      }
      traits.set("signal", second);
      traits.set("kernel", first);
    });
    const hear = ui.button("Hear one clap", () => {
      said.textContent = playClaps(overlap().weights.reverse()); // as a single clap leaves it
    });
    const predict = ui.predictor({
      label: "Output at the mark",
      question: () => {
        const { window, weights } = overlap();
        const around = [full[k - 1], full[k], full[k + 1]];
        const hint = "Not yet: multiply the numbers that lie over each other, then add.";
        const named = mistakes(operation, fromNumbers(window), weights, around);
        return { truth: full[k], tolerance: 0.005, mistakes: named, hint };
      },
      onReveal: () => {
        guessed.add(k);
        draw();
      },
      onSwitch: () => refresh(),
    });
    const task = ui.task(
      "With correlation, find a kernel of two or more numbers for which swapping changes nothing.",
    );
    const lengths = make("p", { class: "cnn-hint ec-lengths" });
    const misfit = make("p", { class: "cnn-error", role: "status" });
    const meter = make("div", { class: "ec-meter" });
    const live = ui.liveRegion();
    const access = { role: "slider", tabindex: 0, "aria-label": "Output tick" };
    const board = make("div", { class: "ec-board", ...access });
    ui.pointable(board, {
      onPoint: (x) => moveTo(Math.floor(x * columns()) - offset()),
      onStep: (down, right) => moveTo(k + right - down),
    });

    // ---- columns are ticks, from m − 1 before the signal to m − 1 after it ------------------------
    const columns = () => signal.data.length + 2 * (kernel.data.length - 1);
    const fits = () => mode !== "valid" || kernel.data.length <= signal.data.length;
    /** The column of the first output: a correlation answers before the signal begins. */
    const offset = () => (operation === "convolution" ? kernel.data.length - 1 : 0);

    /** The stretch of the signal that the marked output sees, and the kernel as it lies on it. */
    function overlap() {
      const size = kernel.data.length;
      const row = { shape: [1, signal.data.length], data: signal.data };
      const window = ui.windowOf(row, 0, k - size + 1, [1, size]).map((value) => value ?? 0);
      const weights = Array.from(kernel.data);
      return { window, weights: operation === "convolution" ? weights.reverse() : weights };
    }

    /** A cell for each tick, with these values from column `at` on; `change` alters a cell. */
    function cells(values, at, change = () => ({})) {
      return Array.from({ length: columns() }, (_, column) => {
        const value = values[column - at];
        if (value === undefined) return { parts: [], text: "" };
        const cell = { value, text: formatNumber(value), parts: [[value, 0]] };
        return { ...cell, ...change(value, column - at, column) };
      });
    }

    // ---- drawing --------------------------------------------------------------------------------
    function refresh() {
      [signal, kernel] = [fromNumbers(model.get("signal")), fromNumbers(model.get("kernel"))];
      [operation, mode] = [model.get("operation"), model.get("mode")];
      const size = kernel.data.length;
      const first = { valid: size - 1, same: Math.floor(size / 2), full: 0 }[mode];
      full = OPERATIONS[operation](signal, kernel, "full").data;
      kept = [0, 0];
      said.textContent = "";
      if (fits()) kept = [first, first + OPERATIONS[operation](signal, kernel, mode).data.length];
      guessed = new Set();
      for (const { name, grid } of editors) grid.show([model.get(name)]);
      pickOperation.show(operation);
      pickMode.show(mode);
      drawNotes();
      moveTo(k);
    }

    function moveTo(next) {
      const [first, end] = kept[1] ? kept : [0, full.length];
      k = Math.min(end - 1, Math.max(first, next));
      predict.ask();
      draw();
    }

    function draw() {
      const { window, weights } = overlap();
      const known = (q) => !predict.on() || guessed.has(q);
      const multiplied = window.map((value, j) => value * weights[j]);
      const products = cells(multiplied, k, () => (known(k) ? {} : UNKNOWN));
      const echoing = pickView.inputs.get(all).checked;
      const copies = Array.from(signal.data, (sample, i) => {
        const copy = weights.map((weight) => sample * weight).reverse();
        return cells(copy, i + offset(), (value) => ({ parts: [[value, i]] }));
      });
      const output = cells(full, offset(), (value, q, column) => ({
        ...(echoing && { parts: copies.flatMap((copy) => copy[column].parts) }),
        ...(known(q) ? { text: text(value) } : UNKNOWN),
        kept: String(q >= kept[0] && q < kept[1]),
      }));
      const early = 1 - kernel.data.length; // the tick of column 0
      const timeline = Array.from({ length: columns() }, (_, column) => column + early);
      const ticks = cells(timeline, 0, () => ({ parts: [] }));
      const laid = operation === "convolution" ? "Kernel, flipped" : "Kernel, as it is";
      const slide = [
        strip("signal", "Signal", cells(signal.data, -early)),
        strip("kernel", laid, cells(weights, k)),
        strip("products", "Products", products),
      ];
      const title = (i) => (i === 0 ? "Each number launches its own scaled kernel" : "");
      const echoes = copies.map((copy, i) => strip("copy", title(i), copy, copies.flat()));
      const band = make("div", { class: "ec-band" });
      band.style.left = `${(100 * (k + offset())) / columns()}%`;
      band.style.width = `${100 / columns()}%`;
      board.style.setProperty("--columns", columns());
      board.replaceChildren(
        band,
        ...(echoing ? echoes : slide),
        strip("output", "Output", output),
        strip("ticks", "Tick", ticks),
      );
      const tick = k + offset() + early;
      const sum = known(k) ? text(full[k]) : "?";
      const [sample, weight] = editors.map(({ grid }) => grid.text);
      const terms = window.map((value, j) => `${sample(value)} × ${weight(weights[j])}`);
      Object.assign(board.dataset, { tick, sum: known(k) ? full[k] : "" });
      board.setAttribute("aria-valuemin", tick - k);
      board.setAttribute("aria-valuemax", tick - k + full.length - 1);
      board.setAttribute("aria-valuenow", tick);
      board.setAttribute("aria-valuetext", `tick ${text(tick)}, output ${sum}`);
      live.say(`Output at tick ${text(tick)}: ${terms.join(" + ")} = ${sum}.`);
    }

    function drawNotes() {
      const [n, m] = [signal.data.length, kernel.data.length];
      const sizes = { valid: n - m + 1, same: n, full: n + m - 1 };
      const texts = Object.entries(sizes).map(([name, size]) =>
        make(name === mode ? "strong" : "span", {}, `${name}: ${FORMULAS[name]} = ${text(size)}`),
      );
      misfit.textContent = fits()
        ? ""
        : `The kernel (${m} numbers) does not fit inside the signal (${n}): valid has no output.`;
      lengths.replaceChildren(make("span", {}, `n = ${n}, m = ${m}`), ...texts);
      const swapped = OPERATIONS[operation](kernel, signal, "full").data;
      const most = Math.max(...full.map((value, q) => Math.abs(value - swapped[q])));
      const verdict = differs(most) ? ": the order matters" : ": the order does not matter";
      const line = (title, ...nodes) => make("p", {}, title, make("span", {}, ...nodes));
      meter.dataset.difference = most;
      meter.hidden = predict.on();
      meter.replaceChildren(
        line("signal, kernel", Array.from(full, text).join("  ")),
        line("kernel, signal", Array.from(swapped, text).join("  ")),
        line("largest difference", make("strong", {}, text(most)), verdict),
      );
      const wrong = fault(most);
      task.show({ done: wrong === null, text: wrong ?? SOLVED });
    }

    /** What is still wrong with the kernel, or null once it solves the task. */
    function fault(most) {
      const touched = content() !== start;
      const [n, m] = [signal.data.length, kernel.data.length];
      if (operation === "convolution") return touched ? COMMUTES : "";
      if (m < 2) return "Take a kernel of two or more numbers.";
      if (differs(most)) {
        const place = full.findIndex((value, q) => differs(value - full.at(-1 - q)));
        const [left, right] = [full[place], full.at(-1 - place)].map(text);
        const ends = `Number ${place + 1} from the left is ${left}, from the right ${right}.`;
        const more = m < n && m in NEXT ? `It may need a ${NEXT[m]} number.` : "";
        const hints = touched ? [MIRROR, predict.on() ? "" : ends, more] : [];
        return [`The largest difference is ${text(most)}.`, ...hints].join(" ");
      }
      if (signal.data.every((value, i) => value === signal.data.at(-1 - i))) {
        return "True, but this signal itself reads the same backwards: take another.";
      }
      return full.every((value) => value === 0) ? "True, but only as all is zero." : null;
    }

    function reset() {
      k = 2;
      pickView.show(one);
      predict.stop();
      task.reset();
      traits.reset();
      refresh();
    }

    const row = (...nodes) => make("div", { class: "cnn-row" }, ...nodes);
    el.append(
      row(pickOperation.node, pickView.node, predict.mode),
      make("div", { class: "ec-editors" }, ...editors.map(({ node }) => node)),
      row(pickMode.node, lengths, misfit),
      make("div", { class: "ec-scroll" }, board),
      make("p", { class: "cnn-hint" }, "Click or drag along the output, or use the arrow keys."),
      live.node,
      predict.node,
      meter,
      row(swap, hear, ui.button("Reset", reset), said),
      task.node,
    );
    refresh();
    return traits.stop;
  }),
};
