// ConvolutionStepper: a window of weights slides over a picture, and turns.
//
// `data-shown` holds what the Python class's `shown()` returns.
const BEATS = { slide: 200, products: 250, sum: 200, turn: 300 };
const { el: make, formatNumber } = ui;

const turnRows = (rows) => rows.map((row) => row.toReversed()).toReversed();
const asArray = (rows) => ({
  shape: [rows.length, rows[0].length],
  data: Float64Array.from(rows.flat()),
});

export default {
  render: ui.explorable(
    "ConvolutionStepper",
    ["picture", "kernel", "turned", "row", "column", "visited"],
    (figure) => {
      const { get, host, live, motion, set } = figure;
      let state; // what is drawn: the results of both kernels, and the window's own numbers

      // ---- the numbers --------------------------------------------------------------------------
      function compute() {
        const [picture, kernel] = [get("picture"), get("kernel")];
        const weights = get("turned") ? turnRows(kernel) : kernel;
        const plain = ui.rowsOf(core.correlate2d(asArray(picture), asArray(kernel)));
        const turned = ui.rowsOf(core.convolve2d(asArray(picture), asArray(kernel)));
        const output = get("turned") ? turned : plain;
        const limits = [output.length - 1, output[0].length - 1];
        const row = Math.min(get("row"), limits[0]);
        const column = Math.min(get("column"), limits[1]);
        const under = picture.slice(row, row + kernel.length);
        const window = under.map((line) => line.slice(column, column + kernel[0].length));
        const products = window.flatMap((line, u) => line.map((x, v) => x * weights[u][v]));
        const sum = output[row][column];
        const visited = new Set([...get("visited"), row * output[0].length + column]);
        const scale = Math.max(...[...plain.flat(), ...turned.flat()].map(Math.abs));
        const shown = { row, column, limits, weights, window, products, sum, output, visited };
        return { ...shown, plain, turned, scale };
      }

      const place = (row, column) => row * state.output[0].length + column;
      const seen = (row, column) => state.visited.has(place(row, column));

      // ---- the parts ----------------------------------------------------------------------------
      const picture = ui.cells({ label: "picture", role: "input" });
      const label = "Window: arrow keys move it, the space bar plays, T turns the kernel";
      const pane = ui.pane({ grid: picture, label, onMove: (row, column) => moveTo(row, column) });
      const kernel = ui.cells({ label: "kernel", role: "kernel" });
      const output = ui.cells({
        label: "output",
        role: "output",
        onPress: (row, column) => moveTo(row, column),
      });
      const sum = ui.sumLine();
      const grip = make("button", { type: "button", class: "cs-grip", tabindex: -1 });
      grip.setAttribute("aria-label", "Drag around the kernel to turn it");
      const turn = ui.button("Turn the kernel", () => turnKernel(), {
        class: "cnn-button cnn-icon",
        "data-icon": "turn",
      });
      kernel.plate.append(grip);
      const steps = ui.stepper({
        figure,
        handle: pane.node,
        count: () => state.output.length * state.output[0].length,
        at: () => place(state.row, state.column),
        go: (stop) => {
          const width = state.output[0].length;
          moveTo(Math.floor(stop / width), stop % width);
        },
      });

      // ---- moving: the new state at once, then the way there ------------------------------------
      function moveTo(row, column) {
        const from = pane.node.getBoundingClientRect();
        const old = before(row, column);
        set({ row, column, visited: visitedWith(row, column) }, () => {
          const { slide, products, sum: last } = BEATS;
          const lands = output.text(row, column);
          return [
            motion.leaves(lands.parentNode, old, slide + products + last - 40, 40),
            ui.comesFrom(pane.node, from, 0, slide),
            ...pane.products().map((node) => ui.appears(node, slide - 60, 60)),
            ...sum.numbers().map((node, i) => {
              const start = pane.products()[i].getBoundingClientRect();
              return ui.fliesFrom(node.parentNode, start, slide, products);
            }),
            ui.appears(sum.total, slide + products - 80, 80),
            ui.fliesFrom(lands, sum.total.getBoundingClientRect(), slide + products, last),
          ];
        });
      }

      const visitedWith = (...at) => [...new Set([...state.visited, place(...at)])].sort(by);
      const by = (a, b) => a - b;

      /** A copy of an output as it is now, to be seen until the new one comes. */
      function before(row, column) {
        const value = seen(row, column) ? state.output[row][column] : null;
        const ghost = make("span", {}, value === null ? "·" : formatNumber(value));
        ui.tint(ghost, value ?? 0, state.scale);
        return ghost;
      }

      const outputs = () =>
        state.output.flatMap((line, row) => line.map((value, column) => ({ row, column, value })));

      function turnKernel(from = 180) {
        const old = outputs().map((each) => ({
          ...each,
          known: seen(each.row, each.column),
          ghost: before(each.row, each.column),
        }));
        set({ turned: !get("turned"), visited: old.map((_, stop) => stop) }, () => [
          ...turning(-Math.sign(from) * (180 - Math.abs(from)) || -180),
          ...old.flatMap(({ row, column, value, known, ghost }) => {
            if (known && value === state.output[row][column]) return [];
            const text = output.text(row, column);
            return [
              motion.leaves(text.parentNode, ghost, BEATS.turn, 120),
              ui.appears(text, BEATS.turn + 60, 120),
            ];
          }),
        ]);
      }

      /** Kernel and window turn back by `angle` to where they are, and their numbers stay upright. */
      function turning(angle) {
        const wholes = [kernel.table, pane.body];
        const numbers = [...kernel.table.querySelectorAll("td > span"), ...pane.spans()];
        return [
          ...ui.turnsFrom(wholes, angle, 0, BEATS.turn),
          ...ui.turnsFrom(numbers, -angle, 0, BEATS.turn),
        ];
      }

      let angle = 0;
      ui.turnable(grip, {
        center: kernel.table,
        onTurn(next) {
          motion.finish();
          angle = next;
          host.style.setProperty("--turn", `${next}deg`);
        },
        onEnd() {
          host.style.removeProperty("--turn");
          if (Math.abs(angle) > 90) turnKernel(angle);
          else motion.show(() => turning(angle));
          angle = 0;
        },
        onPress: () => turnKernel(),
      });
      host.addEventListener("keydown", (event) => {
        if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target.matches("input, textarea")) return;
        turnKernel();
      });

      // ---- the task -----------------------------------------------------------------------------
      const here = ui.button("Here", () => answer());
      const task = figure.task(
        "One of the sixteen numbers does not care whether the kernel is turned. Put the window " +
          "there and press ",
        here,
      );

      function answer() {
        const { plain, turned, row, column, window } = state;
        const [a, b] = [plain[row][column], turned[row][column]];
        const text = `Here ${formatNumber(a)} becomes ${formatNumber(b)}`;
        const reads = window.map((line) => line.join("")).join("/");
        const brightest = Math.max(...get("picture").flat());
        const most = (rows) => Math.max(...rows.flat());
        if (a === b) {
          const stays = `${formatNumber(a)} stays ${formatNumber(b)}: the patch ${reads}`;
          const why = "looks the same after a turn. To turn the kernel is to turn the picture under it.";
          return task.show({ done: true, text: `${stays} ${why}` });
        }
        const said =
          a === most(plain)
            ? ": this is the shape that the kernel is a picture of; turned, it looks for another one."
            : b === most(turned)
              ? ": this is the shape that the turned kernel looks for."
              : window.flat().includes(brightest)
                ? ": the brightest pixel meets another weight after the turn."
                : ". Which patch is its own turned self?";
        return task.show({ text: text + said });
      }

      // ---- drawing ------------------------------------------------------------------------------
      function draw() {
        state = compute();
        const { row, column, weights, products, limits } = state;
        picture.show(get("picture"));
        kernel.show(weights);
        pane.show({ row, column, weights, products, limits });
        const known = state.output.map((line, i) => line.map((v, j) => (seen(i, j) ? v : null)));
        output.show(known, { scale: state.scale });
        for (const each of output.table.querySelectorAll("[data-here]")) delete each.dataset.here;
        output.at(row, column).dataset.here = "";
        sum.show(products, state.sum);
        turn.setAttribute("aria-pressed", get("turned"));
        host.toggleAttribute("data-turned", get("turned"));
        const terms = products.filter((product) => product !== 0).map((p) => formatNumber(p));
        const added = terms.join(" + ").replaceAll("+ −", "− ") || "nothing but zeros";
        const way = get("turned") ? "Kernel turned. " : "";
        live.say(`${way}Row ${row}, column ${column}: ${added} = ${formatNumber(state.sum)}.`);
        return {
          kernel: weights,
          turned: get("turned"),
          row,
          column,
          products,
          sum: state.sum,
          output: known,
          visited: [...state.visited].sort(by),
        };
      }

      const controls = [...steps.nodes, turn, figure.resetButton()];
      host.append(
        make(
          "div",
          { class: "cs-stage" },
          picture.node,
          make("div", { class: "cs-side" }, kernel.node, output.node),
        ),
        sum.node,
        make("div", { class: "cnn-bar" }, ...controls),
        figure.fault,
        live.node,
        ...(get("task") ? [task.node] : []),
      );
      figure.nudge(pane.node);
      const plays = get("plays");
      if (plays) figure.onEnd(ui.whenSeen(host, () => ui.lessMotion() || steps.start(plays)));
      return draw;
    },
  ),
};
