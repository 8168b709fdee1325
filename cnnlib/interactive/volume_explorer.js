// VolumeExplorer: three windows slide together over three sheets; their sums become one number.
//
// `data-shown` holds what the Python class's `shown()` returns.
const [SLIDE, FLY, GATHER, APART, CLOSE, LAND] = [160, 150, 140, 30, 90, 130]; // milliseconds
const GATHERED = SLIDE + FLY + GATHER + 2 * APART;
const CHANNELS = ["red", "green", "blue"];
const LETTERS = ["R", "G", "B"];
const [STRIDE, PADDING, STOPS, BRIGHTEST] = [2, 1, 3, 2];
const { el: make, formatNumber, fromNumbers, rowsOf } = ui;

const clamp = (n) => Math.min(STOPS - 1, Math.max(0, n));
const total = (numbers) => numbers.reduce((sum, each) => sum + each, 0);
const largest = (least, numbers) => Math.max(least, ...numbers.flat(2).map(Math.abs));
const replaced = (list, at, value) => list.map((each, i) => (i === at ? value : each));
const thinned = (list) => list.filter((_, i) => i % STRIDE === 0);
const everySecond = (rows) => thinned(rows).map(thinned);

/** All that the figure shows, from its traits. */
function compute(get) {
  const [picture, weight, biases] = ["picture", "weight", "bias"].map((name) => get(name));
  const [row, column, which] = [get("row"), get("column"), get("filter") - 1];
  const sheets = weight.map((kernels, f) => {
    const own = kernels.map((kernel, c) => [fromNumbers(picture[c]), fromNumbers(kernel)]);
    const parts = own.map((tables) => core.correlate2d(...tables, "same"));
    const data = parts[0].data.map((_, i) => biases[f] + total(parts.map((part) => part.data[i])));
    return everySecond(rowsOf({ ...parts[0], data }));
  });
  const [top, left] = [row, column].map((at) => STRIDE * at - PADDING);
  const under = (c, u, v) => picture[c][top + u]?.[left + v] ?? 0;
  const times = (c) => (line, u) => line.map((w, v) => w * under(c, u, v));
  const products = weight[which].map((kernel, c) => kernel.map(times(c)));
  const inside = (at) => (at === 1 ? 3 : 2); // of the window's rows, or columns
  return {
    ...{ picture, weight, biases, sheets, row, column, which, top, left, products },
    parts: products.map((rows) => total(rows.flat())),
    bias: biases[which],
    sum: sheets[which][row][column],
    reads: 3 * inside(top) * inside(left),
  };
}

const SOLVED = "One weight, 26 zeros: depth is only more numbers in the same sum.";
const AROUND = {
  1: "above the center reads the upper",
  3: "beside the center reads the left-hand",
  5: "beside the center reads the right-hand",
  7: "below the center reads the lower",
};

/** What the task says to these filters; `SOLVED` when they do what it asks. */
function judge({ which, weight: [[...kernels]], biases: [bias] }) {
  const flat = kernels.map((rows) => rows.flat());
  const sheets = LETTERS.filter((_, c) => flat[c].some(Boolean));
  const used = flat.flat().filter(Boolean);
  const at = flat.flat().findIndex(Boolean) % 9;
  if (which) return "That was filter 2: it makes sheet 2 and leaves sheet 1 alone.";
  if (!used.length) return "27 zeros: only the bias is left, the same at every place.";
  if (sheets.length > 1) {
    const all = sheets.length > 2 ? "All three sheets" : `Both ${sheets.join(" and ")}`;
    return `${all} are in it, added: a filter never keeps them apart.`;
  }
  if (used.length > 1) return `${used.length} weights are at work, and a copy takes one.`;
  if (sheets[0] !== "G") return `That is ${sheets}: the kernel that lies on G is the second.`;
  if (at !== 4) return `The weight ${AROUND[at] ?? "in the corner reads the diagonal"} neighbors.`;
  if (used[0] !== 1) return `It is G times ${formatNumber(used[0])}: a copy is times 1.`;
  if (bias) {
    const off = `${formatNumber(Math.abs(bias))} too ${bias > 0 ? "large" : "small"}`;
    return `Each number is ${off}: the bias is added once at every place.`;
  }
  return SOLVED;
}

export default {
  render: ui.explorable(
    "VolumeExplorer",
    ["picture", "weight", "bias", "filter", "row", "column"],
    (figure) => {
      const { get, host, live, motion, set } = figure;
      const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
      let state;

      // ---- the parts ----------------------------------------------------------------------------
      const refusal = make("p", { class: "cnn-refusal", role: "status" });
      const rules = { min: get("limits").weight.min, max: get("limits").weight.max };
      const channels = LETTERS.map((letter, c) => {
        const onChange = (rows) => setKernels(replaced(state.weight[state.which], c, rows));
        const kernel = { ...rules, refusal, onChange, onCommit: answer };
        const lies = { stride: STRIDE, padding: PADDING, first: c === 0, kernel };
        const onPixels = (rows) => change({ picture: replaced(state.picture, c, rows) });
        return ui.channel({ letter, name: CHANNELS[c], ...lies, onMove: moveTo, onPixels });
      });
      const refuse = (text) => refusal.replaceChildren(text);
      const onBias = (value) => change({ bias: replaced(state.biases, state.which, value) });
      const bias = ui.numberField({ label: "bias", value: 0, ...rules, refuse, onChange: onBias });
      bias.input.addEventListener("change", answer);
      const plus = make("span", { class: "cnn-term" }, make("i", {}, "+"), bias.node);
      const sum = make("strong", { class: "cnn-total" });
      const results = [0, 1].map((f) => {
        const onPress = (row, column) => moveTo(row, column, f);
        return ui.cells({ label: `sheet ${f + 1}`, role: "output", onPress });
      });
      const color = ui.colorPicture({ label: "the three sheets as one picture in color" });
      const reads = make("p", { class: "vo-reads" });
      const clear = ui.button("", () => {
        setKernels(state.weight[state.which].map((rows) => rows.map((line) => line.map(() => 0))));
        answer();
      });
      const toFilter = (value) => moveTo(state.row, state.column, value - 1);
      const choose = ui.choice({ label: "Filter", options: [1, 2], onChange: toFilter });
      const steps = ui.stepper({
        figure,
        handle: channels[0].pane,
        count: () => 2 * STOPS ** 2, // those of filter 1, then those of filter 2
        at: () => STOPS * (STOPS * state.which + state.row) + state.column,
        go(stop) {
          const line = Math.floor(stop / STOPS);
          moveTo(line % STOPS, stop % STOPS, Math.floor(line / STOPS));
        },
      });
      const wanted = everySecond(get("picture")[1]).map((line) => line.join(" "));
      const asked = "Clear filter 1, then with a single weight let sheet 1 copy every second pixel";
      const task = figure.task(`${asked} of G: ${wanted.join(" / ")}.`);

      // ---- changing: the new state at once, then the way there ----------------------------------
      function moveTo(down, right, which = state.which) {
        const slides = [...channels.map(({ pane }) => pane), color.frame];
        const from = slides.map((node) => node.getBoundingClientRect());
        set({ row: clamp(down), column: clamp(right), filter: which + 1 }, () => {
          const lands = results[which].text(state.row, state.column);
          const [closed, empty] = [GATHERED + CLOSE, make("span")];
          ui.tint(empty, 0, 1);
          live.say(state.said, closed + LAND);
          const terms = [...channels.map(({ term }) => term), plus];
          return [
            ...slides.map((node, i) => ui.comesFrom(node, from[i], 0, SLIDE)),
            ...channels.flatMap((each, c) => each.gathers(SLIDE + c * APART, FLY, GATHER)),
            ...terms.map((term) => ui.closesInto(term, sum, GATHERED, CLOSE, LAND)),
            ui.appears(sum, closed - 60, 60),
            motion.leaves(lands.parentNode, empty, closed + LAND - 40, 40),
            ui.fliesFrom(lands, sum.getBoundingClientRect(), closed, LAND),
          ];
        });
      }

      /** What changes the results: those that become others are seen to come. */
      function change(values) {
        const numbers = results.flatMap(({ table }) => [...table.querySelectorAll("td > span")]);
        set(values, ui.comesAnew(numbers, LAND));
      }

      function setKernels(kernels) {
        change({ weight: replaced(state.weight, state.which, kernels) });
      }

      function answer() {
        const text = judge(state);
        if (!("done" in task.node.dataset)) task.show({ done: text === SOLVED, text });
      }

      // ---- drawing ------------------------------------------------------------------------------
      function draw() {
        state = compute(get);
        const { row, column, which, picture, products, parts, sheets } = state;
        const [brightest, most] = [largest(BRIGHTEST, picture), largest(1, products)];
        const scale = largest(1, sheets);
        const place = { row, column, limits: [STOPS - 1, STOPS - 1], brightest, most };
        channels.forEach(({ show }, c) => {
          const numbers = { pixels: picture[c], weights: state.weight[which][c], sum: parts[c] };
          const words = `filter ${which + 1}, ${LETTERS[c]}`;
          show({ ...place, ...numbers, words, under: products[c] });
        });
        color.show(picture, { brightest, row: state.top, column: state.left, side: 3 });
        const zeros = state.reads < 27 ? ` and ${27 - state.reads} zeros around it` : "";
        reads.textContent = `The windows read ${state.reads} numbers of the picture${zeros}.`;
        const here = [0, 1].map((f) => (f === which ? [row, column] : []));
        results.forEach(({ show }, f) => show(sheets[f], { scale, here: here[f] }));
        bias.show(state.bias);
        choose.show(which + 1);
        clear.textContent = `Clear filter ${which + 1}`;
        sum.textContent = formatNumber(state.sum);
        const terms = CHANNELS.map((name, c) => `${name} ${formatNumber(parts[c])}`);
        terms.push(`bias ${formatNumber(state.bias)}: ${sum.textContent}`);
        state.said = `Filter ${which + 1}, row ${row}, column ${column}: ${terms.join(", ")}.`;
        live.say(state.said);
        const shown = { filter: which + 1, row, column, parts, bias: state.bias, sum: state.sum };
        return { ...shown, sheets, products: products.map((rows) => rows.flat()) };
      }

      host.classList.add("cnn-wide");
      live.node.classList.add("cnn-unseen");
      const line = make("p", { class: "vo-sum" }, plus, make("span", {}, "="), sum);
      const side = box("vo-side", box("vo-seen", color.node, reads), ...results.map((r) => r.node));
      const controls = box("cnn-bar", ...steps.nodes, choose.node, clear, figure.resetButton());
      host.append(box("vo-stage", ...channels.map(({ node }) => node), line, side), refusal);
      host.append(controls, figure.fault, live.node, ...(get("task") ? [task.node] : []));
      figure.nudge(channels[0].pane);
      return draw;
    },
  ),
};
