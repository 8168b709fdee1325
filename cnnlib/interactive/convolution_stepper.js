// ConvolutionStepper: a window of weights slides over a picture, and turns.
//
// `data-shown` holds what the Python class's `shown()` returns.
const [SLIDE, PRODUCTS, CLOSE, SUM] = [200, 250, 120, 130]; // milliseconds, of a stop
const CHANGE = 120;
const { el: make, formatNumber, fromNumbers, rowsOf } = ui;

const turnRows = (rows) => rows.map((row) => row.toReversed()).toReversed();
const ascending = (one, other) => one - other;
const most = (rows) => Math.max(...rows.flat());

// What a press makes of a pixel, and of a weight.
const PIXELS = { 0: 1, 1: 2 };
const WEIGHTS = { 0: 1, 1: -1 };

/** Rows with one number changed. */
const replaced = (rows, row, column, next) =>
  rows.map((line, i) => line.map((v, j) => (i === row && j === column ? (next[v] ?? 0) : v)));

/** All that the figure shows, from its traits: the window's numbers and both results. */
function compute(get) {
  const [picture, kernel, isTurned] = [get("picture"), get("kernel"), get("turned")];
  const weights = isTurned ? turnRows(kernel) : kernel;
  const plain = rowsOf(core.correlate2d(fromNumbers(picture), fromNumbers(kernel)));
  const turned = rowsOf(core.convolve2d(fromNumbers(picture), fromNumbers(kernel)));
  const output = isTurned ? turned : plain;
  const limits = [output.length - 1, output[0].length - 1];
  const row = Math.min(get("row"), limits[0]);
  const column = Math.min(get("column"), limits[1]);
  const under = picture.slice(row, row + kernel.length);
  const window = under.map((line) => line.slice(column, column + kernel[0].length));
  const products = window.flatMap((line, u) => line.map((x, v) => x * weights[u][v]));
  const visited = new Set([...get("visited"), row * output[0].length + column]);
  const scale = most([...plain.flat(), ...turned.flat()].map(Math.abs)) || 1;
  const sum = output[row][column];
  const shown = { row, column, limits, weights, window, products, sum, output, visited };
  return { ...shown, plain, turned, scale, brightest: most(picture) };
}

/** What is said to whoever presses *Here*. */
function verdict({ plain, turned, row, column, window, brightest }) {
  const [before, after] = [plain[row][column], turned[row][column]];
  const [a, b] = [before, after].map((value) => formatNumber(value));
  if (before === after) {
    const patch = window.map((line) => line.join("")).join("/");
    const why = "looks the same after a turn. To turn the kernel is to turn the picture under it.";
    return { done: true, text: `${a} stays ${b}: the patch ${patch} ${why}` };
  }
  const here = `Here ${a} becomes ${b}`;
  if (before === most(plain)) {
    return { text: `${here}: this shape the kernel looks for; turned, it looks for another one.` };
  }
  if (after === most(turned)) {
    return { text: `${here}: this is the shape that the turned kernel looks for.` };
  }
  if (window.flat().includes(brightest)) {
    return { text: `${here}: the brightest pixel meets another weight after the turn.` };
  }
  return { text: `${here}. Which patch is its own turned self?` };
}

export default {
  render: ui.explorable(
    "ConvolutionStepper",
    ["picture", "kernel", "turned", "row", "column", "visited"],
    (figure) => {
      const { get, host, live, motion, set } = figure;
      let state;
      const width = () => state.output[0].length;
      const place = (row, column) => row * width() + column;
      const whereIs = (stop) => [Math.floor(stop / width()), stop % width()];

      // ---- the parts ----------------------------------------------------------------------------
      const fill = (name, least) => Math.max(least, ui.largest({ data: get(name).flat() }));
      const [white, one] = get("editable") ? [fill("picture", 2), fill("kernel", 1)] : [];
      const press = (act) => (get("editable") ? act : undefined);
      const paint = press((...at) => set({ picture: replaced(get("picture"), ...at, PIXELS) }));
      const weigh = press((row, column) => {
        const rows = get("kernel");
        const far = [rows.length - 1 - row, rows[0].length - 1 - column];
        const at = get("turned") ? far : [row, column];
        set({ kernel: replaced(rows, ...at, WEIGHTS) });
      });
      const picture = ui.cells({ label: "picture", role: "input", onPress: paint });
      const label = "Window: arrow keys move it, the space bar plays, T turns the kernel";
      const pane = ui.pane({ grid: picture, label, onMove: moveTo, onPress: paint });
      const kernel = ui.cells({ label: "kernel", role: "kernel", onPress: weigh });
      const output = ui.cells({ label: "output", role: "output", onPress: moveTo });
      const sum = ui.sumLine();
      const turn = ui.turner({ figure, kernel, pane, onTurn: turnKernel });
      const steps = ui.stepper({
        figure,
        handle: pane.node,
        count: () => state.output.length * state.output[0].length,
        at: () => place(state.row, state.column),
        go: (stop) => moveTo(...whereIs(stop)),
      });
      const task = figure.task(
        "One of the sixteen numbers does not care whether the kernel is turned. Put the window " +
          "there and press ",
        ui.button("Here", () => task.show(verdict(state))),
      );

      // ---- moving: the new state at once, then the way there ------------------------------------
      function moveTo(row, column) {
        const from = pane.node.getBoundingClientRect();
        const before = remains(row, column);
        const visited = [...new Set([...state.visited, place(row, column)])].sort(ascending);
        set({ row, column, visited }, () => {
          const lands = output.text(row, column);
          const [added, summed] = [SLIDE + PRODUCTS, SLIDE + PRODUCTS + CLOSE];
          live.say(state.said, summed + SUM);
          return [
            motion.leaves(lands.parentNode, before, summed + SUM - 40, 40),
            ui.comesFrom(pane.node, from, 0, SLIDE),
            ...pane.products().map((node) => ui.appears(node, SLIDE - 60, 60)),
            ...sum.numbers().flatMap((node, i) => {
              const start = pane.products()[i].getBoundingClientRect();
              const [number, sign] = [node, node.previousSibling].map((e) =>
                ui.appears(e, added - 60, 60),
              );
              if (!state.products[i]) return [number, sign]; // what adds nothing need not fly
              return [ui.fliesFrom(node, start, SLIDE, PRODUCTS), sign];
            }),
            ...sum.closes(added, CLOSE, SUM),
            ui.appears(sum.total, summed - 80, 80),
            ui.fliesFrom(lands, sum.total.getBoundingClientRect(), summed, SUM),
          ];
        });
      }

      /** An output as it is now, to be seen until the new one comes. */
      function remains(row, column) {
        const value = state.visited.has(place(row, column)) ? state.output[row][column] : null;
        const ghost = make("span", {}, value === null ? "·" : formatNumber(value));
        ui.tint(ghost, value ?? 0, state.scale);
        return ghost;
      }

      function turnKernel(way) {
        const before = [...state.visited].map((stop) => {
          const at = whereIs(stop);
          return [output.text(...at), remains(...at)];
        });
        set({ turned: !get("turned") }, () => {
          live.say(state.said, turn.beat + CHANGE);
          const changed = before.filter(([text, old]) => text.textContent !== old.textContent);
          const tweens = changed.map(([text, old]) => [
            motion.leaves(text.parentNode, old, turn.beat, CHANGE),
            ui.appears(text, turn.beat + CHANGE / 2, CHANGE),
          ]);
          const sums = [...pane.products(), sum.node].map((e) => ui.appears(e, turn.beat, CHANGE));
          return [...way(), ...sums, ...tweens.flat()];
        });
      }

      // ---- drawing ------------------------------------------------------------------------------
      function draw() {
        state = compute(get);
        const { row, column, weights, products, limits, visited, scale } = state;
        const isTurned = get("turned");
        const known = state.output.map((line, i) =>
          line.map((value, j) => (visited.has(place(i, j)) ? value : null)),
        );
        picture.show(get("picture"), { scale: white });
        kernel.show(weights, { scale: one });
        pane.show({ row, column, weights, products, limits });
        output.show(known, { scale, here: [row, column] });
        sum.show(products, state.sum);
        turn.show(isTurned);
        const terms = products.filter((product) => product !== 0).map((p) => formatNumber(p));
        const sums = `${terms.join(" + ").replaceAll("+ −", "− ")} = ${formatNumber(state.sum)}`;
        const added = terms.length > 1 ? sums : (terms[0] ?? "nothing but zeros, 0");
        state.said = `${isTurned ? "Kernel turned. " : ""}Row ${row}, column ${column}: ${added}.`;
        live.say(state.said);
        const numbers = { row, column, products, sum: state.sum, output: known };
        numbers.visited = [...visited].sort(ascending);
        return { kernel: weights, turned: isTurned, ...numbers };
      }

      const side = make("div", { class: "cs-side" }, kernel.node, output.node);
      const controls = [...steps.nodes, turn.node, figure.resetButton()];
      host.append(
        make("div", { class: "cs-stage" }, picture.node, side),
        sum.node,
        make("div", { class: "cnn-bar" }, ...controls),
        figure.fault,
        live.node,
        ...(get("task") ? [task.node] : []),
      );
      figure.nudge(pane.node);
      figure.onPaper(() => ({ visited: state.output.flat().map((_, stop) => stop) }));
      const plays = get("plays");
      const begin = () => ui.lessMotion() || steps.start(plays, 1000);
      if (plays) figure.onEnd(ui.whenSeen(output.node, begin));
      return draw;
    },
  ),
};
