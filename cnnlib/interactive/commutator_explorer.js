// CommutatorExplorer: move, then apply a layer; or apply it, then move. Do the numbers agree?
//
// `data-shown` holds what the Python class's `shown()` returns.
const [SLIDE, FALL, GAPS] = [200, 250, 100]; // milliseconds
const AROUND = 12;
const ASKED = "0,1,3,1,0,0,2,0,0,4,1,0"; // there 6 is the only answer
const PARTS = { 1: [""], 2: ["", "½"], 3: ["", "⅓", "⅔"] };
const { el: make, fromNumbers } = ui;

const range = (count) => [...Array(count).keys()];
const rolled = (values, by) => values.map((_, i) => values.at((i - by) % values.length));
const most = (values) => Math.max(...values);

/** By how much a layer's output moves with its input: 1½ cells, ⅓ of a cell. */
function cellsOf(shift, stride) {
  const whole = Math.floor(shift / stride);
  const part = PARTS[stride][shift % stride];
  if (!whole && part) return `${part} of a cell`;
  return `${whole}${part} cell${whole === 1 && !part ? "" : "s"}`;
}

/** What a layer makes of the numbers of a ring. */
function apply({ strides, kernel, matrix }, layer, x) {
  if (layer === "max pool 3") return range(4).map((i) => most(x.slice(3 * i, 3 * i + 3)));
  const [numbers, around] = [x, [x.at(-1), ...x, x[0]]].map(fromNumbers);
  const sums = (signal, weights) => [...core.correlate1d(signal, fromNumbers(weights)).data];
  if (layer === "dense") return matrix.flatMap((row) => sums(numbers, row));
  return sums(around, kernel).filter((_, i) => i % strides[layer] === 0);
}

/** Both ways round, and how far they differ at the better of the two nearest whole moves. */
function compare(layers, layer, x, shift) {
  const [first, last] = [rolled(x, shift), x].map((signal) => apply(layers, layer, signal));
  const stride = layers.strides[layer];
  const ways = [Math.floor, Math.ceil].map((round) => {
    const moved = rolled(last, round(shift / stride));
    return { moved, gaps: first.map((value, i) => Math.abs(value - moved[i])) };
  });
  const best = most(ways[1].gaps) < most(ways[0].gaps) ? ways[1] : ways[0];
  return { first, last, stride, ...best, gap: most(best.gaps) };
}

/** All that the figure shows, from its traits. */
function compute(get) {
  const [signal, shift, layer, layers] = ["signal", "shift", "layer", "layers"].map(get);
  const shifts = range(AROUND + 1);
  const visited = shifts.filter((i) => i === shift || get("visited").includes(i));
  const gapOf = (each, at) => (visited.includes(at) ? compare(layers, each, signal, at).gap : null);
  const table = Object.keys(layers.strides).map((each) => shifts.map((at) => gapOf(each, at)));
  // The highest bar of all shifts fills the lane: none changes its scale on the way.
  const full = most([1, ...shifts.flatMap((at) => apply(layers, layer, rolled(signal, at)))]);
  return { signal, shift, layer, visited, table, full, ...compare(layers, layer, signal, shift) };
}

/** What the present shift shows, in words. */
function sentence({ shift, stride, gap }) {
  if (!shift) return "Not moved yet: drag the ring.";
  if (shift === AROUND) return "Once around: all is as it was.";
  const moved = `Moved by ${shift}: `;
  const by = `by up to ${ui.formatShort(gap)}`;
  const cells = cellsOf(shift, stride);
  if (shift % stride) {
    const nearest = `the better of ${Math.floor(shift / stride)} and ${Math.ceil(shift / stride)}`;
    return `${moved}the output needs ${cells}; ${nearest} ${gap ? `is off ${by}` : "agrees"}.`;
  }
  return gap
    ? `${moved}the two ways differ ${by}.`
    : `${moved}the output moves by ${cells}, unchanged.`;
}

/** What is said to whoever presses *Here*. */
function verdict({ shift, visited }) {
  const [two, three] = [2, 3].map((stride) => cellsOf(shift, stride));
  const says = (text, done = false) => ({ done, text });
  if (shift % AROUND === 0) return says(shift ? "Once around is not moved." : "Not moved at all.");
  if (shift === 6) {
    const so = "Layers one behind the other multiply: with total stride 32 only multiples of 32";
    const dense = "are safe. The dense row agrees nowhere.";
    return says(`6 is the first shift that 2 and 3 both divide. ${so} ${dense}`, true);
  }
  if (visited.length < 3) return says("Drag on: the table shows only where you have been.");
  const needs = [`Stride 2 would need ${two}.`, `Pool 3 would need ${three}.`];
  if (shift % 2 === 0) return says(`Stride 2 agrees: ${two}. ${needs[1]}`);
  if (shift % 3 === 0) return says(`Pool 3 agrees: ${three}. ${needs[0]}`);
  return says(`Only the convolution agrees. ${needs.join(" ")}`);
}

export default {
  render: ui.explorable("CommutatorExplorer", ["signal", "shift", "layer", "visited"], (figure) => {
    const { fault, get, host, live, set } = figure;
    const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
    const asks = get("task") && String(get("signal")) === ASKED;
    const names = Object.keys(get("layers").strides);
    let state;

    // ---- the parts ------------------------------------------------------------------------------
    const x = ui.carriedRing({ label: "Ring of numbers", cells: AROUND, onMove: moveTo });
    const first = ui.ring({ role: "output", cells: AROUND });
    const last = ui.ring({ role: "output", cells: AROUND, outlined: true });
    const differ = make("div", { class: "cm-differ", "aria-hidden": "true" });
    const said = make("p", { class: "cm-said" });
    const layer = ui.choice({ label: "Layer", options: names, onChange: (next) => choose(next) });
    const table = ui.cells({
      label: "largest difference at each shift",
      role: "table",
      text: (value) => (value ? ui.formatShort(value) : "="),
      onPress: (row, column) => choose(names[row], column),
      called: { row: (row) => names[row], column: (column) => `shift ${column}` },
    });
    const called = {
      row: (row) => ["moved, then layer", "layer, then moved"][row],
      column: (column) => `cell ${column}`,
    };
    const both = ui.cells({ label: "both ways", role: "output", called });
    const look = { class: "cnn-button cnn-icon", "data-icon": "play" };
    const run = ui.button("Run both ways", runBoth, look);
    const task = figure.task(
      "Not counting 0 and 12, which is once around: at which shift do convolution, stride 2 and " +
        "max pool 3 all agree? Go there and press ",
      ui.button("Here", () => task.show(verdict(state))),
    );

    // ---- moving: the new state at once, then the way there --------------------------------------
    const after = (shift) => [...new Set([...state.visited, shift])].sort((a, b) => a - b);

    function moveTo(shift) {
      const by = shift - state.shift;
      if (!by) return;
      const [heights, before] = [first.heights(), state];
      set({ shift, visited: after(shift) }, () => {
        const agrees = by % state.stride === 0 && !before.gap && !state.gap;
        return [
          ...x.slides(by, 0, SLIDE),
          last.slides(by, 0, SLIDE),
          ...(agrees ? [first.slides(by, 0, SLIDE)] : first.grows(heights, 0, SLIDE)),
          ui.appears(differ, SLIDE, GAPS),
        ];
      });
    }

    function choose(next, shift = state.shift) {
      set({ layer: next, shift, visited: after(shift) });
    }

    function runBoth() {
      set({}, () => {
        const [from, { shift }] = [x.box(), state];
        const whole = SLIDE + FALL;
        return [
          ...x.slides(shift, 0, SLIDE),
          first.falls(from, {}, SLIDE, FALL),
          last.falls(from, { by: shift, part: FALL / whole }, 0, whole),
          ui.appears(differ, whole, GAPS),
          ui.appears(said, whole, GAPS),
        ];
      });
    }

    // ---- drawing --------------------------------------------------------------------------------
    function draw() {
      state = compute(get);
      const { signal, shift, stride, gaps, visited, full } = state;
      const words = sentence(state);
      x.show(signal, { offset: shift, full: most([...signal, 1]), said: words });
      first.show(state.first, { span: stride, full });
      last.show(state.last, { span: stride, offset: shift / stride, full });
      layer.show(state.layer);
      differ.style.setProperty("--count", gaps.length);
      differ.replaceChildren(
        ...gaps.map((gap) => make("span", { "data-same": !gap }, gap ? ui.formatShort(gap) : "=")),
      );
      const scale = 2 * most([1, ...state.table.flat()]);
      table.show(state.table, { scale, here: [names.indexOf(state.layer), shift] });
      both.show([state.first, state.moved]);
      said.textContent = words;
      live.say(`${state.layer}. ${words}`);
      const { first: moved_first, last: moved_last, table: differences } = state;
      const numbers = { moved_first, moved_last, gaps, table: differences, visited };
      return { signal, shift, layer: state.layer, ...numbers };
    }

    live.node.classList.add("cnn-unseen");
    const name = (kind, ...nodes) => make("p", { class: `cm-name ${kind}` }, ...nodes);
    const ways = range(2).map((row) => make("span", {}, called.row(row)));
    const heads = range(AROUND + 1).map((shift) => make("span", {}, shift));
    table.plate.append(make("div", { class: "cm-heads", "aria-hidden": "true" }, ...heads));
    host.append(
      box(
        "cm-stage",
        ...[name("cm-input", "numbers on a ring"), x.node, name("cm-ways", ...ways)],
        ...[box("cm-lanes", first.node, last.node), name("", "differ by"), differ],
      ),
      said,
      box("cm-table", layer.node, table.node),
      box("cnn-bar", run, figure.resetButton()),
      ...[fault, live.node, box("cnn-unseen", both.node), ...(asks ? [task.node] : [])],
    );
    figure.nudge(x.grip);
    figure.onPaper(() => ({ visited: range(AROUND + 1) }));
    return draw;
  }),
};
