// EchoExplorer: a signal and a kernel of a few numbers, convolved or correlated.
//
// What tests find in the figure's element:
//   [data-row="signal|kernel|products|copy|output"]  the rows of the drawing; a cell with a number
//       has data-value, an output also data-kept: "true", or "false" where the mode cuts it off
//   [data-time]  the board: time of the marked output, and data-sum (empty: to be predicted)
//   [data-difference]  on the meter: what swapping signal and kernel changes at most
//   .cnn-task[data-done]  once the task is solved
const LIMITS = { signal: 12, kernel: 6 };
const OPERATIONS = { convolution: core.convolve1d, correlation: core.correlate1d };
const SOLVED = "The result reads the same backwards, and swapping only turns it around.";
const { el: make, formatFraction, formatNumber } = ui;

const toArray = (numbers) => ({ shape: [numbers.length], data: Float64Array.from(numbers) });
const text = (value) => formatNumber(value, 2);

/** What a wrong output says about the way it was found: [[value, sentence], …]. */
function mistakes({ operation, signal, kernel, full, k, window, weights }) {
  const other = operation === "convolution" ? "correlation" : "convolution";
  const sum = (change) =>
    core.correlate1d(toArray(window), toArray(Array.from(weights, change)), "valid").data[0];
  const unflipped =
    "Your echo comes before the sound: the kernel is to be flipped before it is laid on.";
  const flipped = "That is the convolution: you flipped the kernel.";
  const loudest = operation === "convolution" ? weights.length - 1 : 0;
  return [
    [
      OPERATIONS[other](signal, kernel, "full").data[k],
      other === "correlation" ? unflipped : flipped,
    ],
    [sum(Math.abs), "You forgot a minus sign."],
    [sum(() => 1), "You added the signal without its weights."],
    [
      sum((weight, j) => (j === loudest ? weight : 0)),
      "That is the sound alone, without its echoes.",
    ],
    [full[k] / weights.length, "You averaged: the products are only added."],
    [full[k - 1], "That is the number before."],
    [full[k + 1], "That is the number after."],
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
  loudness.forEach((value, place) => {
    const start = Math.floor((place * rate) / 3);
    for (let i = 0; i < rate * 0.05; i++) {
      const noise = Math.sin(i * i) * Math.exp(-i / (rate * 0.008)); // a dry clap
      samples[start + i] = (0.6 * value * noise) / most;
    }
  });
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  source.addEventListener("ended", () => context.close());
  source.start();
  return "";
}

/**
 * A row of the drawing: a cell per time, with bars stacked from zero and a number below. Rows that
 * are to be compared are drawn to one `scale`, the cells that must all find room.
 */
function strip(name, label, cells, scale = cells) {
  const reach = (sign) =>
    Math.max(
      0,
      ...scale.map(({ parts }) => parts.reduce((s, [v]) => s + Math.max(0, sign * v), 0)),
    );
  const [low, high] = [-reach(-1), reach(1)];
  const percent = (length) => `${(100 * length) / (high - low || 1)}%`;
  const cell = ({ parts, text, value, kept }) => {
    const ends = { "-1": 0, 1: 0 };
    const bars = parts.map(([part, pattern]) => {
      const sign = part < 0 ? -1 : 1;
      const from = ends[sign];
      ends[sign] += part;
      const bar = make("i", { class: `ec-pattern-${pattern % 4}` });
      bar.style.bottom = percent(Math.min(from, ends[sign]) - low);
      bar.style.height = percent(Math.abs(part));
      return bar;
    });
    const track = make("div", {}, ...bars);
    return make("div", { "data-value": value, "data-kept": kept }, track, make("span", {}, text));
  };
  const line = make("div", { class: "ec-cells" }, ...cells.map(cell));
  return make("div", { "data-row": name }, label && make("p", {}, label), line);
}

export default {
  render: ui.figure("EchoExplorer", ({ model, el }) => {
    const names = ["signal", "kernel", "operation", "mode"];
    const traits = ui.traits(model, names, () => refresh());
    let signal, kernel, operation, mode, full, kept;
    let k = 2; // the marked output, as an index of the full result
    let view = "slide";
    let guessed = new Set(); // outputs the reader has predicted

    // ---- controls -------------------------------------------------------------------------------
    const editors = ["signal", "kernel"].map((name) => {
      const title = name === "signal" ? "Signal" : "Kernel";
      const grid = ui.numberGrid({
        label: title,
        min: -100,
        max: 100,
        format: formatFraction,
        onChange: ([numbers]) => traits.set(name, numbers),
      });
      const change = (next) => {
        if (next.length < 1 || next.length > LIMITS[name]) refuse(name, LIMITS[name]);
        else traits.set(name, next);
      };
      const fewer = ui.button("−", () => change(model.get(name).slice(0, -1)), {
        "aria-label": `${title}: one number less`,
      });
      const more = ui.button("+", () => change([...model.get(name), 0]), {
        "aria-label": `${title}: one number more`,
      });
      const heading = make("p", {}, make("strong", {}, title));
      const line = make("div", { class: "cnn-row ec-numbers" }, grid.node, fewer, more);
      const node = make("div", { class: `ec-${name}` }, heading, line, grid.refusal);
      return { name, grid, node };
    });
    const refuse = (name, most) => {
      said.textContent = `The ${name} holds 1 to ${most} numbers.`;
    };
    const pick = (label, key, options) =>
      ui.choice({ label, options, onChange: (value) => traits.set(key, value) });
    const pickOperation = pick("Operation", "operation", ["convolution", "correlation"]);
    const pickMode = pick("Length", "mode", ["valid", "same", "full"]);
    const pickView = ui.choice({
      label: "Show",
      value: view,
      options: [
        ["slide", "one output"],
        ["echoes", "all echoes"],
      ],
      onChange: (value) => {
        view = value;
        draw();
      },
    });
    const said = make("p", { class: "cnn-refusal", role: "status" });
    const swap = ui.button("Swap them", () => {
      const [first, second] = [model.get("signal"), model.get("kernel")];
      if (first.length > LIMITS.kernel) return refuse("kernel", LIMITS.kernel);
      traits.set("signal", second);
      return traits.set("kernel", first);
    });
    const hear = ui.button("Hear one clap", () => {
      const { weights } = overlap(); // laid on a single clap at the end, they sound in reverse
      said.textContent = playClaps(weights.slice().reverse());
    });
    const predict = ui.predictor({
      label: "The marked output",
      question: () => ({
        truth: full[k],
        tolerance: 0.005,
        mistakes: mistakes({ operation, signal, kernel, full, k, ...overlap() }),
        hint: "Not yet: multiply the numbers that lie over each other, then add the products.",
      }),
      onReveal: () => {
        guessed.add(k);
        draw();
      },
      onSwitch: () => refresh(),
    });
    const task = ui.task(
      "With correlation, find a kernel of two or more numbers for which swapping changes nothing.",
    );
    const lengths = make("p", { class: "cnn-hint" });
    const meter = make("div", { class: "ec-meter" });
    const board = make("div", { class: "ec-board", role: "slider", tabindex: 0 });
    const live = ui.liveRegion();
    ui.pointable(board, {
      onPoint: (x) => moveTo(Math.floor(x * columns()) - offset()),
      onStep: (down, right) => moveTo(k + right - down),
    });

    // ---- where things lie: columns are times, from m − 1 before the signal to m − 1 after it -----
    const columns = () => signal.data.length + 2 * (kernel.data.length - 1);
    /** The column of the first output: a correlation answers before the signal begins. */
    const offset = () => (operation === "convolution" ? kernel.data.length - 1 : 0);

    /** The stretch of the signal that the marked output sees, and the kernel as it lies on it. */
    function overlap() {
      const row = { shape: [1, signal.data.length], data: signal.data };
      const size = kernel.data.length;
      const window = Array.from(ui.windowOf(row, 0, k - size + 1, [1, size]), (v) => v ?? 0);
      const weights = Array.from(kernel.data);
      return { window, weights: operation === "convolution" ? weights.reverse() : weights };
    }

    // ---- drawing --------------------------------------------------------------------------------
    function refresh() {
      [signal, kernel] = [toArray(model.get("signal")), toArray(model.get("kernel"))];
      [operation, mode] = [model.get("operation"), model.get("mode")];
      full = OPERATIONS[operation](signal, kernel, "full").data;
      const first = {
        valid: kernel.data.length - 1,
        same: Math.floor(kernel.data.length / 2),
        full: 0,
      };
      said.textContent = "";
      kept = [0, 0];
      try {
        const { data } = OPERATIONS[operation](signal, kernel, mode);
        kept = [first[mode], first[mode] + data.length];
      } catch (error) {
        said.textContent = `${error.message}.`;
      }
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
      const products = window.map((value, j) => value * weights[j]);
      const known = (q) => !predict.on() || guessed.has(q);
      /** Cells for all times, these values from column `at` on; `more` adds to or changes a cell. */
      const cells = (values, at, more) =>
        Array.from({ length: columns() }, (_, column) => {
          const value = values[column - at];
          if (value === undefined) return { parts: [], text: "" };
          const cell = { value, text: formatFraction(value), parts: [[value, 0]] };
          return { ...cell, ...more?.(value, column - at, column) };
        });
      const copies = Array.from(signal.data, (sample, i) => {
        const copy = weights.map((weight) => sample * weight).reverse();
        return cells(copy, i + offset(), (value) => ({ text: text(value), parts: [[value, i]] }));
      });
      const output = cells(full, offset(), (value, q, column) => {
        const keeps = String(q >= kept[0] && q < kept[1]);
        if (!known(q)) return { value: null, text: "?", parts: [], kept: keeps };
        const parts =
          view === "slide" ? [[value, 0]] : copies.flatMap((copy) => copy[column].parts);
        return { text: text(value), parts, kept: keeps };
      });
      const hidden = { value: null, text: "?", parts: [] };
      const laid = operation === "convolution" ? "Kernel, flipped" : "Kernel, as it is";
      const times = cells(
        Array.from({ length: columns() }, (_, c) => c - kernel.data.length + 1),
        0,
        () => ({ parts: [] }),
      );
      const rows =
        view === "slide"
          ? [
              strip("signal", "Signal", cells(signal.data, kernel.data.length - 1)),
              strip("kernel", laid, cells(weights, k)),
              strip(
                "products",
                "Products",
                cells(products, k, (v) => (known(k) ? { text: text(v) } : hidden)),
              ),
            ]
          : copies.map((copy, i) =>
              strip(
                "copy",
                i ? "" : "Each number of the signal launches its own scaled kernel",
                copy,
                copies.flat(),
              ),
            );
      const band = make("div", { class: "ec-band" });
      band.style.left = `${(100 * (k + offset())) / columns()}%`;
      band.style.width = `${100 / columns()}%`;
      board.replaceChildren(
        band,
        ...rows,
        strip("output", "Output", output),
        strip("times", "Time", times),
      );
      board.style.setProperty("--columns", columns());
      const terms = window.map((v, j) => `${formatFraction(v)} × ${formatFraction(weights[j])}`);
      const sum = known(k) ? text(full[k]) : "?";
      const time = k + offset() - kernel.data.length + 1;
      Object.assign(board.dataset, { time, sum: known(k) ? full[k] : "" });
      board.setAttribute("aria-valuemin", kept[0] + time - k);
      board.setAttribute("aria-valuemax", kept[1] - 1 + time - k);
      board.setAttribute("aria-valuenow", time);
      board.setAttribute("aria-valuetext", `output at time ${text(time)}: ${sum}`);
      live.say(`Output at time ${text(time)}: ${terms.join(" + ")} = ${sum}.`);
      meter.hidden = predict.on();
    }

    function drawNotes() {
      const [n, m] = [signal.data.length, kernel.data.length];
      const sizes = {
        valid: ["n − m + 1", n - m + 1],
        same: ["n", n],
        full: ["n + m − 1", n + m - 1],
      };
      const texts = Object.entries(sizes).map(([name, [formula, size]]) =>
        make(name === mode ? "strong" : "span", {}, `${name}: ${formula} = ${text(size)}`),
      );
      lengths.replaceChildren(`n = ${n}, m = ${m}. `, ...texts);
      const operate = OPERATIONS[operation];
      const one = operate(signal, kernel, "full").data;
      const other = operate(kernel, signal, "full").data;
      const most = Math.max(...one.map((value, q) => Math.abs(value - other[q])));
      const list = (title, values) =>
        make("p", {}, title, make("span", {}, Array.from(values, text).join("  ")));
      const verdict = most < 1e-9 ? "swapping changes nothing" : "the order matters";
      meter.dataset.difference = most;
      meter.replaceChildren(
        list("signal, kernel", one),
        list("kernel, signal", other),
        make("p", {}, "largest difference", make("strong", {}, text(most)), verdict),
      );
      task.show(judge(most));
    }

    function judge(most) {
      const { data } = signal;
      if (operation !== "correlation") return { text: "" };
      if (most > 1e-9) return { text: `The largest difference is ${text(most)}.` };
      if (kernel.data.length < 2 || full.every((value) => value === 0)) return { text: "" };
      if (data.every((value, i) => value === data.at(-1 - i))) {
        return { text: "Yes, but this signal reads the same backwards: take another." };
      }
      return { done: true, text: SOLVED };
    }

    function reset() {
      k = 2;
      view = "slide";
      pickView.show(view);
      predict.stop();
      task.reset();
      traits.reset();
      refresh();
    }

    const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
    el.append(
      box("cnn-row", pickOperation.node, pickView.node, predict.mode, ui.button("Reset", reset)),
      box("ec-editors", ...editors.map(({ node }) => node)),
      box("cnn-row", pickMode.node, lengths),
      said,
      box("ec-scroll", board),
      live.node,
      predict.node,
      meter,
      box("cnn-row", swap, hear),
      task.node,
    );

    refresh();
    return traits.stop;
  }),
};
