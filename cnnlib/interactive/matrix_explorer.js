// MatrixExplorer: each place of the window is a row of the matrix, each pixel a column.
//
// `data-shown` holds what the Python class's `shown()` returns.
const SLIDE = 150;
const UNROLL = 300;
const APART = 60; // from one row of the window to the next
const SUM = 180;
const UNROLLED = SLIDE + APART + UNROLL;
const [ACROSS, PIXELS, PLACES, STOPS] = [5, 20, 3, 9]; // of the picture, and of the window on it
const ASKED = { row: 2, column: 2, stop: 3 }; // the stop that reads this pixel with the last weight
const { el: make, formatNumber, fromNumbers } = ui;

const range = (count) => [...Array(count).keys()];
const split = (place, across) => [Math.floor(place / across), place % across];

/** All that the figure shows, from its traits. */
function compute(get) {
  const [picture, kernel] = [get("picture"), get("kernel")];
  const sums = Array.from(core.correlate2d(fromNumbers(picture), fromNumbers(kernel)).data);
  const pixels = picture.flat();
  // null: no connection, which is not the same as a weight of 0.
  const weightAt = ([row, column], [down, right]) => kernel[row - down]?.[column - right] ?? null;
  const matrix = range(STOPS).map((stop) =>
    range(PIXELS).map((place) => weightAt(split(place, ACROSS), split(stop, PLACES))),
  );
  const limits = [PLACES - 1, PLACES - 1];
  const [row, column] = [Math.min(get("row"), limits[0]), Math.min(get("column"), limits[1])];
  const here = row * PLACES + column;
  const read = range(PIXELS).filter((place) => matrix[here][place] !== null);
  const products = read.map((place) => matrix[here][place] * pixels[place]);
  const visited = [...new Set([...get("visited"), here])].sort((a, b) => a - b);
  const output = sums.map((value, stop) => (visited.includes(stop) ? value : null));
  const shown = { row, column, matrix, products, sum: sums[here], output, visited };
  const scale = Math.max(...sums.map(Math.abs)) || 1;
  return { shown, pixels, kernel, limits, here, read, scale };
}

/** What is said to whoever presses *Here*. */
function verdict({ shown: { matrix }, here, kernel }) {
  const place = ASKED.row * ACROSS + ASKED.column;
  const found = matrix[here][place];
  if (here === ASKED.stop) {
    const column = matrix.map((line) => line[place]).filter((weight) => weight !== null);
    const numbers = column.map((weight) => formatNumber(weight)).join(", ");
    const text = `Down the column of this pixel stand ${numbers}: the kernel, its last number first.`;
    return { done: true, text };
  }
  if (found === null) {
    const why = "the window does not lie on it. Point at a number in its column of M.";
    return { text: `Row ${here} has nothing in the column of this pixel: ${why}` };
  }
  const [has, wanted] = [found, kernel[1][2]].map((weight) => formatNumber(weight));
  const hint = `${wanted} lies in the lower right corner of the window: bring that corner there.`;
  return { text: `Row ${here} reads this pixel, but with the weight ${has}. ${hint}` };
}

export default {
  render: ui.explorable(
    "MatrixExplorer",
    ["picture", "kernel", "row", "column", "visited"],
    (figure) => {
      const { get, host, live, motion, set } = figure;
      host.classList.add("cnn-wide");
      let state = compute(get);

      // ---- the parts ----------------------------------------------------------------------------
      const picture = ui.cells({ label: "picture", role: "input" });
      const label = "Window: arrow keys move it, the space bar plays";
      const pane = ui.pane({ grid: picture, label, onMove: moveTo });
      const line = ui.cells({ label: "the same picture, row after row", role: "input" });
      const matrix = ui.cells({ label: "matrix M", role: "kernel", onPress: goTo });
      const output = ui.cells({ label: "output", role: "output", onPress: goTo });
      const band = make("i", { class: "mx-band" });
      const sum = ui.sumLine();
      const stops = { count: () => STOPS, at: () => state.here, go: goTo };
      const steps = ui.stepper({ figure, handle: pane.node, ...stops });
      const task = figure.task(
        `Which row of M reads the pixel in row ${ASKED.row}, column ${ASKED.column} with the `,
        `weight ${formatNumber(state.kernel[1][2])}? Bring the window there and press `,
        ui.button("Here", () => task.show(verdict(state))),
      );

      // ---- a row of the matrix is a place of the window, a column a pixel -----------------------
      const cellsOf = ({ table }) => [...table.querySelectorAll("td[data-place]")];
      const numbers = []; // of picture, line and matrix: of each, number i is of pixel i modulo 20

      /** Mark a cell's pixel and its column; nothing, if the cell has none. */
      function mark(cell) {
        const pixel = Math.max(...numbers.map((cells) => cells.indexOf(cell) % PIXELS));
        for (const cells of numbers) {
          cells.forEach((each, i) => each.toggleAttribute("data-marked", i % PIXELS === pixel));
        }
      }

      /** The cell under the pointer; under the window, that of the pixel there. */
      function cellAt({ target }) {
        const under = pane.spans().indexOf(target.closest("span"));
        return under < 0 ? target.closest("[data-place]") : numbers[1][state.read[under]];
      }

      host.addEventListener("pointerover", (event) => mark(cellAt(event)));
      host.addEventListener("pointerleave", () => mark(null));
      for (const { table } of [matrix, output]) {
        table.addEventListener("focusin", (event) => mark(cellAt(event)));
        table.addEventListener("focusout", () => mark(null));
        table.addEventListener("keydown", ({ key }) => {
          const walked = key.startsWith("Arrow") && document.activeElement.dataset.place;
          if (walked) goTo(Number(walked.split(",")[0]));
        });
      }

      // ---- moving: the new state at once, then the way there ------------------------------------
      function goTo(stop) {
        if (stop !== state.here) moveTo(...split(stop, PLACES));
      }

      function moveTo(row, column) {
        const from = [pane.node, band].map((node) => node.getBoundingClientRect());
        const stop = row * PLACES + column;
        const lands = output.text(stop, 0);
        const ghost = make("span", {}, lands.textContent || "·");
        ui.tint(ghost, state.shown.output[stop] ?? 0, state.scale);
        set({ row, column, visited: [...new Set([...state.shown.visited, stop])] }, () => [
          motion.leaves(lands.parentNode, ghost, UNROLLED + SUM - 40, 40),
          ui.comesFrom(pane.node, from[0], 0, SLIDE),
          ui.comesFrom(band, from[1], 0, SLIDE),
          ...state.read.map(unrolls),
          ...sum.numbers().map((node) => ui.appears(node, SLIDE, 80)),
          ui.appears(sum.total, UNROLLED - 80, 80),
          ui.fliesFrom(lands, sum.total.getBoundingClientRect(), UNROLLED, SUM),
          ui.appears(live.node, UNROLLED + SUM - 80, 80), // it says the sum
        ]);
      }

      /** Weight `i` of the window flies to its pixel's column, and onto the same number there. */
      function unrolls(place, i) {
        const weight = pane.spans()[i].firstChild;
        const cell = matrix.text(state.here, place).parentNode;
        const [copy] = motion.leaves(cell, make("b", {}, weight.textContent));
        ui.tint(copy, state.kernel.flat()[i], 9);
        const start = SLIDE + APART * Math.floor(i / PLACES);
        const tween = ui.fliesFrom(copy, weight.getBoundingClientRect(), start, UNROLL);
        tween[1] = [...tween[1].slice(0, 2), { ...tween[1][2], offset: 0.9 }, { opacity: 0 }];
        return tween;
      }

      // ---- drawing ------------------------------------------------------------------------------
      function draw() {
        state = compute(get);
        const { shown, pixels, kernel, limits, here, read, scale } = state;
        const { row, column, products } = shown;
        const known = shown.output.map((value) => [value]);
        picture.show(get("picture"));
        line.show([pixels]);
        matrix.show(shown.matrix);
        output.show(known, { scale, here: [here, 0] });
        pane.show({ row, column, weights: kernel, products, limits });
        sum.show(products, shown.sum);
        cellsOf(line).forEach((cell, i) => cell.toggleAttribute("data-read", read.includes(i)));
        matrix.plate.style.setProperty("--here", here);
        const terms = products.filter((product) => product !== 0).map((p) => formatNumber(p));
        const added = terms.join(" + ").replaceAll("+ −", "− ") || "nothing but zeros";
        const place = `Window at row ${row}, column ${column}. Row ${here} of M: `;
        live.say(`${place}${added} = ${formatNumber(shown.sum)}.`);
        return shown;
      }

      /** The head of each column says which pixel it is, to the eye and to the ear. */
      function named() {
        const places = range(PIXELS).map((i) => split(i, ACROSS));
        for (const { table } of [line, matrix]) {
          table.querySelectorAll("[role=columnheader]").forEach((head, i) => {
            head.textContent = `pixel row ${places[i][0]}, column ${places[i][1]}`;
          });
        }
        const rows = range(PIXELS / ACROSS).map((row) => make("span", {}, `row ${row}`));
        const columns = places.map(([, column]) => make("i", {}, column));
        return make("div", { class: "mx-heads", "aria-hidden": "true" }, ...rows, ...columns);
      }

      draw();
      numbers.push(...[picture, line, matrix].map(cellsOf));
      matrix.plate.append(band);
      const left = make("div", { class: "mx-left" }, picture.node, sum.node);
      const parts = [line.node, named(), matrix.node, output.node];
      const right = make("div", { class: "mx-right" }, ...parts);
      host.append(
        make("div", { class: "mx-stage" }, left, right),
        make("div", { class: "cnn-bar" }, ...steps.nodes, figure.resetButton()),
        figure.fault,
        live.node,
        ...(get("task") ? [task.node] : []),
      );
      figure.nudge(pane.node);
      figure.onPaper(() => ({ visited: range(STOPS) }));
      return draw;
    },
  ),
};
