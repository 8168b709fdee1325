// ConnectivityExplorer: a line is a cell of the matrix; what is cut is empty, what is tied is equal.
// `data-shown` holds what the Python class's `shown()` returns.
const [SPREAD, TEAR, FLOW, SLIDE, FADE] = [400, 280, 180, 150, 80]; // milliseconds
const [STRIP, FOLD] = [60, 350]; // from one strip to the next, and the flight of each
const [INPUTS, OUTPUTS, WINDOW] = [6, 4, 3]; // of a row; of a picture along each side
const FULL = 9; // the weight that has the full color
const NAMES = ["view", "local", "shared", "scrambled", "focus"];
const SAID = {
  row: "24: every output reads every input, with a number of its own for each.",
  "row shared": "Nine, one for each distance, from −3 to 5.",
  "row local": "Twelve lines, no two alike: every output still has three of its own.",
  "row local shared": "Three: all outputs share one window. Nine needs more lines, or more pixels.",
  picture: "576: sixteen outputs read 36 pixels each, and no two lines are alike.",
  "picture shared": "81 = 9 · 9, a number for every distance. Cut the far ones.",
  "picture local": "Sixteen windows of nine, each with numbers of its own: tie them.",
  "picture local shared": "Nine, one for each place in the window.",
};
const { el: make, range, split } = ui;

/** All that the figure shows, from its traits. */
function compute(get) {
  const [view, local, shared] = ["view", "local", "shared"].map((key) => get(key));
  const [picture, weights] = [view === "picture", get("weights")[view]];
  const sizes = { inputs: INPUTS, outputs: OUTPUTS, window: WINDOW, axes: picture ? 2 : 1 };
  const layer = ui.layer({ ...sizes, local, shared, weights });
  const { cells, width, height, free, lines } = layer;
  const scrambled = get("scrambled") && picture;
  const pixel = (input) => (scrambled ? get("places")[input] : input);
  const focus = Math.min(get("focus"), height - 1);
  const joined = cells.filter(({ output, weight }) => output === focus && weight !== null);
  const read = joined.map(({ input }) => pixel(input)).sort((one, other) => one - other);
  const shown = { view, local, shared, scrambled, focus, free, lines, read };
  shown.row = cells.slice(focus * width, (focus + 1) * width).map(({ weight }) => weight);
  return { ...layer, ...shown, shown, picture, joined, pixel };
}

/** What the count means. */
function explained({ picture, local, shared, lines, free }) {
  if (!shared) return `${lines} lines, each with a number of its own`;
  if (local) return `${lines} lines, the same ${free} numbers for every output`;
  return `${lines} lines, a number for each distance: ${picture ? "9 · 9" : "−3 to 5"}`;
}

/** How the task stands: { done, text }; `found` are the views of layers with nine free numbers. */
function judge({ view, picture, local, shared, free }, found, wanted) {
  const said = SAID[[view, local && "local", shared && "shared"].filter(Boolean).join(" ")];
  if (free !== 9) return { text: said };
  found.add(view);
  const other = `That is one layer; the other has ${picture ? "fewer" : "more"} inputs.`;
  if (found.size < wanted) return { text: `${said} ${other}` };
  const ways = "Nine by tying alone, nine by cutting and tying: near and everywhere alike are two";
  const both = `${ways} beliefs, and you can hold one without the other.`;
  return { done: true, text: wanted === 1 ? said : both };
}

export default {
  render: ui.explorable("ConnectivityExplorer", NAMES, (figure) => {
    const { get, host, live, motion, set } = figure;
    host.classList.add("cnn-wide");
    const found = new Set();
    let state;

    // ---- the parts ------------------------------------------------------------------------------
    const inputs = ui.cells({ label: "inputs", role: "input" });
    const lines = ui.lines({ inputs: INPUTS, outputs: OUTPUTS, full: FULL });
    const outputs = ui.outputGrid({ across: OUTPUTS, onPress: fold, onCarry: slide });
    const onMark = lines.mark;
    const matrix = ui.weightMatrix({ full: FULL, motion, onPress: press, onMark });
    const label = "Window: arrow keys move it";
    const pane = ui.pane({ grid: inputs, label, onMove: outputs.move, text: () => "" });
    const [free, count] = [make("strong"), make("span")];
    const change = (key) => (value) => {
      const before = { ...state, colors: lines.colors(), matrix: matrix.copy() };
      const ways = { view: () => [], scrambled: scatters, local: spreads, shared: spreads };
      set({ [key]: value }, () => ways[key](before, key, value));
      if (asks(false)) task.show(judge(state, found, wanted));
    };
    const bound = (key, control, words) => ({
      key,
      ...control({ ...words, onChange: change(key) }),
    });
    const controls = [
      bound("local", ui.toggle, { label: "Local: cut the far lines" }),
      bound("shared", ui.toggle, { label: "Shared: tie equal distances" }),
      bound("view", ui.choice, { label: "Inputs", options: ["row", "picture"] }),
      bound("scrambled", ui.toggle, { label: "Scramble the pixels" }),
    ].slice(0, get("controls"));
    const wanted = Math.min(controls.length - 1, 2); // layers with nine free numbers
    const task = figure.task(
      [
        "Every line is a cell of the matrix. Press that of the line from x₄ to y₂.",
        "Leave exactly nine free numbers.",
        "Two different layers here have exactly nine free numbers. Find both.",
      ][wanted],
    );
    const asked = get("task") && (wanted || get("view") === "row");
    const asks = (aCell) => aCell === !wanted && !("done" in task.node.dataset);
    const pixelAt = (place) => inputs.text(...split(place, INPUTS)).parentNode;
    const boxOf = (node) => node.getBoundingClientRect();

    // ---- moving: the new state at once, then the way there --------------------------------------
    function press(output, input) {
      fold(output);
      if (!asks(true)) return;
      const rule = "A row is an output, a column an input.";
      const [x, y] = [input, output].map((i, axis) => state.names[axis].cells[i]);
      const done = output === 1 && input === 3;
      const way = state.shown.row[input] === null ? "No line leads" : "That is the line";
      task.show({ done, text: done ? rule : `${way} from ${x} to ${y}. ${rule}` });
    }

    function slide(focus, way = () => []) {
      const moving = [outputs.handle, pane.node, matrix.band];
      const from = moving.map(boxOf);
      const come = (node, i) => ui.comesFrom(node, from[i], 0, SLIDE);
      set({ focus }, () => [...moving.map(come), ...way()]);
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

    /** The pixels that the output reads go to where they stand now. */
    function scatters(before) {
      const ends = state.joined.map(({ input }) => [before, state].map((at) => at.pixel(input)));
      const boxes = ends.map(([from]) => boxOf(pixelAt(from)));
      return ends.map(([, to], i) => ui.comesFrom(pixelAt(to), boxes[i], 0, 2 * FOLD));
    }

    /** Line after line tears, the farthest first; row after row takes over the numbers above it. */
    function spreads({ cells: old, colors, matrix: was }, key, value) {
      const { cells, picture, width, height, focus } = state;
      const cuts = key === "local";
      const changed = range(cells.length).filter((i) => old[i].name !== cells[i].name);
      if (cuts) changed.sort((i, j) => cells[j].far - cells[i].far);
      if (!value) changed.reverse();
      const tweens = changed.map((i, rank) => {
        const { input, output } = cells[i];
        const turn = (value ? output - 1 : height - 1 - output) / (height - 1);
        const delay = SPREAD * (cuts ? rank / changed.length : turn);
        const fading = [delay + (cuts ? 0 : FLOW - FADE), FADE];
        if (picture) {
          if (output !== focus) return [];
          const ghost = ui.cover({ weight: old[i].weight }, FULL);
          return [motion.fades(pixelAt(state.pixel(input)), ghost, ...fading)];
        }
        const kept = matrix.keeps(i, old[i], ...fading);
        if (cuts) return [kept, lines[value ? "tears" : "grows"](i, delay, TEAR)];
        const dyed = lines.dyes(i, colors, delay, FLOW);
        return [kept, dyed, value && matrix.takes(i, i - width - 1, delay, FLOW)];
      });
      const wipe = (value ? "" : "un") + (cuts ? "cut" : "tied");
      return [...tweens.flat(), picture && matrix.wipes(was, wipe, 0, SPREAD + FLOW)];
    }

    // ---- drawing --------------------------------------------------------------------------------
    function draw() {
      state = compute(get);
      const { picture, focus, width, height, joined, read, names, shown } = state;
      host.dataset.view = shown.view;
      for (const { key, show } of controls) show(get(key));
      const pixels = range(width).map(() => (picture ? null : 0));
      if (picture) for (const { input, weight } of joined) pixels[state.pixel(input)] = weight;
      ui.fillCells(inputs, pixels, INPUTS, { texts: picture ? [] : names[0].cells, scale: FULL });
      range(width).forEach((i) => pixelAt(i).toggleAttribute("data-read", read.includes(i)));
      inputs.node.firstChild.textContent = picture ? "weights, on their inputs" : "inputs";
      const [[row, column], weights] = [split(focus, OUTPUTS), range(3).map(() => range(3))];
      pane.show({ row, column, weights, products: [], limits: [height / OUTPUTS - 1, 3] });
      pane.node.hidden = !picture || !shown.local || shown.scrambled;
      outputs.show(names[1].cells, focus);
      matrix.show(state, focus);
      if (!picture) lines.show(state.cells, focus, shown.local);
      free.textContent = `${shown.free} free numbers`;
      count.textContent = explained(state);
      const beliefs = `${shown.local ? "L" : "Not l"}ocal, ${shown.shared ? "" : "not "}shared`;
      const reads = picture ? `${read.length} of 36` : read.map((i) => i + 1).join(", ");
      live.say(`${beliefs}: ${free.textContent}. ${names[1].full[focus]} reads inputs ${reads}.`);
      return shown;
    }

    live.node.classList.add("cnn-unseen");
    figure.onReset(() => found.clear());
    const box = (name, ...parts) => make("div", { class: name }, ...parts);
    const layer = box("cx-layer", matrix.node, box("cx-count", free, " ", count));
    const bar = box("cnn-bar", ...controls.map(({ node }) => node), figure.resetButton());
    const stage = box("cx-stage", box("cx-net", inputs.node, lines.node, outputs.node), layer);
    host.append(stage, bar, figure.fault, live.node, ...(asked ? [task.node] : []));
    figure.nudge(outputs.handle);
    return draw;
  }),
};
