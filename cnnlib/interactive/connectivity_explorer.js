// ConnectivityExplorer: a line is a cell of the matrix; what is cut is empty, what is tied is equal.
//
// `data-shown` holds what the Python class's `shown()` returns.
const [SPREAD, TEAR, FLOW, SLIDE, FADE] = [400, 280, 180, 150, 80]; // milliseconds
const [STRIP, FOLD] = [60, 350]; // from one strip to the next, and the flight of each
const [INPUTS, OUTPUTS, WINDOW] = [6, 4, 3]; // of a row; of a picture along each side
const FULL = 9; // the weight that has the full color
const [ROW, COLUMN] = [1, 3]; // of the cell that is asked for where there is but one control
const MISSED = {
  row: "24: every output reads every input, with a number of its own for each.",
  "row local": "Twelve lines, no two alike: every output still has three of its own.",
  "row local shared": "Three: a whole convolution. Nine needs more lines, or more pixels.",
  picture: "576: sixteen outputs read 36 pixels each, and no two lines are alike.",
  "picture shared": "81 = 9 · 9, a number for every distance. Cut the far ones.",
  "picture local": "Sixteen windows of nine, each with numbers of its own: tie them.",
};
const { el: make, formatNumber } = ui;

const range = (count) => [...Array(count).keys()];
const split = (place, across) => [Math.floor(place / across), place % across];

/** All that the figure shows, from its traits. */
function compute(get) {
  const [view, local, shared] = ["view", "local", "shared"].map((key) => get(key));
  const picture = view === "picture";
  const axes = picture ? 2 : 1;
  const names = [
    ui.layerNames("input", "x", INPUTS, axes),
    ui.layerNames("output", "y", OUTPUTS, axes),
  ];
  const [width, height] = names.map(({ count }) => count);
  const layer = { inputs: INPUTS, outputs: OUTPUTS, window: WINDOW, axes, local, shared };
  const cells = ui.connections(layer).map((cell) => {
    const weight = get("weights")[view][cell.name] ?? null;
    const text = weight === null || picture ? "" : String.fromCharCode(97 + cell.name);
    return { ...cell, weight, text, dash: shared ? (cell.step + WINDOW) % 3 : 0 };
  });
  const scrambled = get("scrambled") && picture;
  const pixel = (input) => (scrambled ? get("places")[input] : input);
  const focus = Math.min(get("focus"), height - 1);
  const row = cells.slice(focus * width, (focus + 1) * width);
  const joined = row.filter(({ weight }) => weight !== null);
  const read = joined.map(({ input }) => pixel(input)).sort((one, other) => one - other);
  const kept = cells.map(({ name }) => name).filter((name) => name !== null);
  const numbers = { free: new Set(kept).size, lines: kept.length };
  const told = { view, local, shared, scrambled, focus, ...numbers, read };
  told.row = row.map(({ weight }) => weight);
  return { ...told, told, picture, names, cells, joined, pixel, width, height };
}

/** What the count means. */
function explained({ picture, local, shared, lines, free }) {
  if (!shared) return `${lines} lines, each with a number of its own`;
  if (local) return `${lines} lines, the same ${free} numbers for every output`;
  return `${lines} lines, a number for each distance: ${picture ? "9 · 9" : "−3 to 5"}`;
}

/** How the task stands: { done, text }; `found` are the views of layers with nine free numbers. */
function judge({ view, picture, local, shared }, found, wanted) {
  const missed = MISSED[[view, local && "local", shared && "shared"].filter(Boolean).join(" ")];
  if (missed) return { text: missed };
  found.add(view);
  const nine = `Nine, one for each ${picture ? "place in the window" : "distance, from −3 to 5"}.`;
  const other = ` That is one layer; the other has ${picture ? "fewer" : "more"} inputs.`;
  if (found.size < wanted) return { text: nine + other };
  const ways = "Nine by tying alone, nine by cutting and tying: near and everywhere alike are two";
  const both = `${ways} beliefs, and you can hold one without the other.`;
  return { done: true, text: wanted === 1 ? nine : both };
}

const NAMES = ["view", "local", "shared", "scrambled", "focus"];

export default {
  render: ui.explorable("ConnectivityExplorer", NAMES, (figure) => {
    const { get, host, live, motion, set } = figure;
    host.classList.add("cnn-wide");
    const found = new Set();
    let state;

    // ---- the parts ------------------------------------------------------------------------------
    const inputs = ui.cells({ label: "inputs", role: "input" });
    const lines = ui.lines({ inputs: INPUTS, outputs: OUTPUTS, full: FULL });
    const outputs = ui.outputGrid({ label: "outputs", onPress: fold, onCarry: slide });
    const all = { label: "weights, one for each line", onPress: press, onMark: lines.mark };
    const matrix = ui.weightMatrix({ ...all, full: FULL });
    const label = "Window: arrow keys move it";
    const pane = ui.pane({ grid: inputs, label, onMove: outputs.move, text: () => "" });
    const [free, count] = [make("strong"), make("span")];
    const bound = (key, control, words) => {
      const onChange = (value) => change(key, value);
      return { key, ...control({ ...words, onChange }) };
    };
    const controls = [
      bound("local", ui.toggle, { label: "Local: cut the far lines" }),
      bound("shared", ui.toggle, { label: "Shared: tie equal distances" }),
      bound("view", ui.choice, { label: "Inputs", options: ["row", "picture"] }),
      bound("scrambled", ui.toggle, { label: "Scramble the pixels" }),
    ].slice(0, get("controls"));
    const wanted = Math.min(controls.length - 1, 2); // layers with nine free numbers
    const asked = [
      "Every line is a cell of the matrix. Press that of the line from x₄ to y₂.",
      "Leave exactly nine free numbers.",
      "Two different layers here have exactly nine free numbers. Find both.",
    ];
    const task = figure.task(asked[wanted]);
    const asks = (aCell) => aCell === !wanted && !("done" in task.node.dataset);
    const pixelAt = (place) => inputs.text(...split(place, INPUTS)).parentNode;
    const boxOf = (node) => node.getBoundingClientRect();

    // ---- moving: the new state at once, then the way there --------------------------------------
    function press(output, input) {
      fold(output);
      if (!asks(true)) return;
      const rule = "A row is an output, a column an input.";
      const [x, y] = [input, output].map((i, axis) => state.names[axis].brief(i));
      const done = output === ROW && input === COLUMN;
      task.show({ done, text: done ? rule : `That is the line from ${x} to ${y}. ${rule}` });
    }

    function slide(focus, way = () => []) {
      ui.follow([outputs.handle, pane.node, matrix.band], SLIDE, (come) =>
        set({ focus }, () => [...come(), ...way()]),
      );
    }

    /** The row of the matrix is lifted; in a picture it is cut into strips: that is the window. */
    function fold(output) {
      slide(output, () =>
        state.joined.map(({ input }) => {
          const i = state.focus * state.width + input;
          const from = boxOf(matrix.at(i));
          if (!state.picture) return ui.fliesFrom(lines.text(i), from, 0, FOLD);
          const lands = pixelAt(state.pixel(input));
          const delay = STRIP * split(input, INPUTS)[0];
          return ui.comesFrom(lands, from, delay, FOLD, from.width / boxOf(lands).width);
        }),
      );
    }

    function change(key, value) {
      const before = { ...state, colors: lines.colors() };
      const ways = { view: () => [], scrambled: scatters, local: spreads, shared: spreads };
      set({ [key]: value }, () => ways[key](before, key, value));
      if (asks(false)) task.show(judge(state, found, wanted));
    }

    /** The pixels that the output reads go to where they stand now. */
    function scatters(before) {
      return state.joined.map(({ input }) => {
        const from = boxOf(pixelAt(before.pixel(input)));
        return ui.comesFrom(pixelAt(state.pixel(input)), from, 0, 2 * FOLD);
      });
    }

    /** Line after line tears, the farthest first; row after row takes over the numbers above it. */
    function spreads({ cells: old, colors }, key, value) {
      const { cells, picture, width, height, focus } = state;
      const cuts = key === "local";
      const changed = range(cells.length).filter((i) => old[i].name !== cells[i].name);
      if (cuts) changed.sort((i, j) => cells[j].far - cells[i].far);
      if (!value) changed.reverse();
      return changed.flatMap((i, rank) => {
        const { input, output } = cells[i];
        const turn = (value ? output - 1 : height - 1 - output) / (height - 1);
        const delay = SPREAD * (cuts ? rank / changed.length : turn);
        const fading = [delay + (cuts ? 0 : FLOW - FADE), FADE];
        const tweens = [matrix.keeps(motion, i, old[i], ...fading)];
        if (picture && output === focus) {
          const { weight } = old[i];
          const ghost = ui.cover(weight === null ? "" : formatNumber(weight), weight, FULL);
          tweens.push(motion.fades(pixelAt(state.pixel(input)), ghost, ...fading));
        }
        if (picture) return tweens;
        if (cuts) return [...tweens, lines[value ? "tears" : "grows"](i, delay, TEAR)];
        tweens.push(lines.dyes(i, colors, delay, FLOW));
        return value ? [...tweens, matrix.takes(motion, i, i - width - 1, delay, FLOW)] : tweens;
      });
    }

    // ---- drawing --------------------------------------------------------------------------------
    function draw() {
      state = compute(get);
      const { picture, focus, cells, width, joined, read, names, told } = state;
      host.dataset.view = told.view;
      for (const { key, show, node } of controls) {
        show(get(key));
        node.hidden = key === "scrambled" && !picture;
      }
      const [row, column] = split(focus, OUTPUTS);
      const pixels = range(width).map(() => (picture ? null : 0));
      if (picture) for (const { input, weight } of joined) pixels[state.pixel(input)] = weight;
      inputs.show(ui.rowsOf({ shape: [width / INPUTS, INPUTS], data: pixels }), { scale: FULL });
      inputs.node.firstChild.textContent = picture ? "inputs, each with its weight" : "inputs";
      for (const i of range(width)) {
        if (!picture) pixelAt(i).firstChild.textContent = names[0].brief(i);
        pixelAt(i).toggleAttribute("data-read", read.includes(i));
      }
      const weights = range(WINDOW).map(() => range(WINDOW));
      pane.show({ row, column, weights, products: [], limits: [OUTPUTS - 1, OUTPUTS - 1] });
      pane.node.hidden = !picture || !told.local || told.scrambled;
      outputs.show(
        range(state.height).map((i) => (picture ? "" : names[1].brief(i))),
        OUTPUTS,
        focus,
      );
      matrix.show(cells, focus, names);
      if (!picture) lines.show(cells, focus, told.local);
      free.textContent = `${told.free} free numbers`;
      count.textContent = explained(state);
      const layer = `${told.local ? "Local" : "Not local"}, ${told.shared ? "shared" : "not shared"}`;
      const reads = picture ? `${read.length} of 36` : read.map((i) => i + 1).join(", ");
      const whose = names[1].full(focus).replace("o", "O");
      live.say(`${layer}: ${told.free} free numbers. ${whose} reads inputs ${reads}.`);
      return told;
    }

    live.node.classList.add("cnn-unseen");
    figure.onReset(() => found.clear());
    const box = (name, ...parts) => make("div", { class: name }, ...parts);
    const said = make("p", { class: "cx-count" }, free, " ", count);
    const net = box("cx-net", inputs.node, lines.node, outputs.node);
    host.append(
      box("cx-stage", net, box("cx-layer", matrix.node, said)),
      box("cnn-bar", ...controls.map(({ node }) => node), figure.resetButton()),
      figure.fault,
      live.node,
      ...(get("task") ? [task.node] : []),
    );
    figure.nudge(outputs.handle);
    return draw;
  }),
};
