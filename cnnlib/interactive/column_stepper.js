// ColumnStepper: every window of a picture stands up as a column of a matrix.
// `data-shown` holds what the Python class's `shown()` returns.
const [SLIDE, FLY, APART, LAY, SUM, FOLD, CHANGE] = [130, 190, 60, 110, 110, 100, 250]; // ms
const [SIDE, PIXELS] = [4, 16]; // of the picture: 1, 2, 3 …, each pixel its own name
const ASKED =
  "With a window larger than one pixel, let every pixel stand in the matrix exactly once.";
const DENSE = "One window, one column: this is a dense layer. A smaller window can do it, too.";
const CUT = "Windows that do not overlap copy nothing: so a vision transformer cuts its patches.";
const { el: make, formatNumber } = ui;

const range = (count) => [...Array(count).keys()];
const split = (place, across) => [Math.floor(place / across), place % across];
const added = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
const boxOf = (node) => node.getBoundingClientRect();
const cellsOf = ({ table }) => [...table.querySelectorAll("td[data-place]")];
const lines = (values, width) => ui.rowsOf({ shape: [values.length / width, width], data: values });

/** All that the figure shows, from its traits; each window is its numbers, row by row. */
function compute(get) {
  const [kernel, stride] = [get("kernel"), get("stride")];
  const across = core.output_size(SIDE, kernel, stride);
  const windows = range(across * across).map((stop) => {
    const [top, left] = split(stop, across).map((step) => step * stride);
    const cells = range(kernel * kernel).map((cell) => split(cell, kernel));
    return cells.map(([down, right]) => (top + down) * SIDE + left + right + 1);
  });
  const count = windows.length;
  const place = Math.min(get("place"), count - 1);
  const seen = new Set([...get("visited"), place]);
  const visited = range(count).filter((stop) => seen.has(stop));
  const known = (values) => values.map((value, stop) => (seen.has(stop) ? value : null));
  const matrix = range(kernel * kernel).map((i) => known(windows.map((numbers) => numbers[i])));
  const result = known(windows.map(added));
  const all = matrix.flat();
  const times = range(PIXELS).map((pixel) => all.filter((number) => number === pixel + 1).length);
  const shown = { kernel, stride, place, visited, matrix, copies: lines(times, SIDE), result };
  return { shown, across, windows, count, all, times, isFull: !all.includes(null) };
}

/** How the task stands, once all columns do: { done, text }. */
function judge({ shown: { kernel, stride }, count, all, times }) {
  const never = times.filter((time) => time === 0).length;
  if (kernel === SIDE) return { done: true, text: DENSE };
  const fit = count === 1 ? "One window fits" : `${count} windows fit`;
  if (never) return { text: `${fit}. ${never} pixels stand in no column.` };
  if (kernel === 1) return { text: "Once each, but the window is one pixel." };
  if (kernel === stride) return { done: true, text: CUT };
  const again = kernel === 3 ? ", as with 2×2" : "";
  const four = "the four middle pixels stand in it four times each";
  return { text: `${all.length} numbers${again}: ${four}.` };
}

export default {
  render: ui.explorable("ColumnStepper", ["kernel", "stride", "place", "visited"], (figure) => {
    const { get, host, live, motion, set } = figure;
    let [state, marked] = [compute(get), ""]; // marked are a pixel and its copies

    // ---- the parts ------------------------------------------------------------------------------
    const stopAt = (row, column) => goTo(row * state.across + column);
    const picture = ui.cells({ label: "picture, × copies", role: "input" });
    const label = "Window: arrow keys move it, the space bar plays";
    const pane = ui.pane({ grid: picture, label, onMove: stopAt, text: () => "" });
    const output = ui.cells({ label: "output", role: "output", onPress: stopAt });
    const kernel = ui.cells({ label: "kernel", role: "kernel" });
    const matrix = ui.cells({ label: "matrix", role: "input", onPress: (_, stop) => goTo(stop) });
    const sums = ui.cells({ label: "sums", role: "output", onPress: (_, stop) => goTo(stop) });
    const band = make("i", { class: "col-band cnn-pane-body" });
    const size = make("p", { class: "col-size" });
    const at = () => state.shown.place;
    const steps = ui.stepper({ figure, handle: pane.node, count: () => state.count, at, go: goTo });
    const settings = ["kernel", "stride"].map((name) => {
      const field = { name, limits: get("limits")[name], onChange: (value) => change(name, value) };
      return { name, ...ui.windowSetting(field) };
    });
    const task = figure.task(ASKED);
    function answer() {
      const waits = !state.isFull || pane.node.matches(".cnn-held");
      if (!waits && !("done" in task.node.dataset)) task.show(judge(state));
    }

    // ---- a pixel and its copies -----------------------------------------------------------------
    const columnOf = (stop) => cellsOf(matrix).filter((_, i) => i % state.count === stop);
    const pixelOf = (number) => cellsOf(picture)[number - 1];
    const cells = () => [picture, matrix].flatMap(cellsOf);

    function mark(pixel = "") {
      marked = pixel;
      const isCopy = (cell) => marked !== "" && cell.dataset.pixel === marked;
      for (const cell of cells()) cell.toggleAttribute("data-marked", isCopy(cell));
    }
    const markAt = ({ target }) => mark(target.closest("[data-pixel]")?.dataset.pixel);
    for (const type of ["pointerover", "focusin"]) host.addEventListener(type, markAt);
    host.addEventListener("pointerleave", (event) => event.pointerType === "touch" || mark());

    // ---- moving: the new state at once, then the way there --------------------------------------
    function goTo(stop) {
      const { place, visited } = state.shown;
      if (stop === place) return;
      const from = [pane.node, band].map(boxOf);
      set({ place: stop, visited: [...new Set([...visited, stop])] }, () => [
        ui.comesFrom(pane.node, from[0], 0, SLIDE),
        ui.comesFrom(band, from[1], 0, SLIDE),
        ...standsUp(stop, !visited.includes(stop)),
      ]);
      answer();
    }

    /** Number after number flies into its column; if it is new, the weights lie down on it. */
    function standsUp(stop, isNew) {
      const [landed, laid] = [SLIDE + FLY + APART, SLIDE + FLY + APART + LAY];
      const numbers = state.windows[stop];
      const [sum, result] = [sums, output].map((grid) => cellsOf(grid)[stop]);
      const tweens = columnOf(stop).flatMap((cell, i) => {
        const start = SLIDE + (APART * i) / numbers.length;
        const flight = ui.fliesFrom(cell, boxOf(pixelOf(numbers[i])), start, FLY, true);
        if (!isNew) return [flight];
        const [weight] = motion.leaves(cell, make("b", { class: "col-weight" }, "1"));
        const [product] = motion.leaves(cell, make("span", {}, numbers[i]));
        ui.tint(product, numbers[i], PIXELS);
        const lies = ui.fliesFrom(weight, boxOf(cellsOf(kernel)[i]), landed, LAY);
        const to = `translateY(${boxOf(sum).top - boxOf(cell).top}px)`;
        const [unseen, seen] = [{ opacity: 0 }, { opacity: 1, offset: 0.02 }];
        const falls = [unseen, seen, { opacity: 0.3, transform: to }];
        return [flight, lies, [product, falls, laid, SUM]];
      });
      if (!isNew) return tweens;
      live.say(state.said, laid + SUM + FOLD);
      const folds = ui.fliesFrom(result, boxOf(sum), laid + SUM, FOLD, true);
      return [...tweens, ui.appears(sum, laid + SUM - 60, 60), folds];
    }

    /** Another kernel or stride: all windows stand up; a column that stays the same glides. */
    function change(name, value) {
      motion.finish(); // or a column would glide from where it still flies
      const boxes = (stop) => [String(state.windows[stop]), columnOf(stop).map(boxOf)];
      const before = new Map(state.shown.visited.map(boxes));
      set({ [name]: value, place: 0, visited: range(PIXELS) }, () =>
        state.windows.flatMap((numbers, stop) => {
          const old = before.get(String(numbers));
          const [from, delay] = [old ?? numbers.map((n) => boxOf(pixelOf(n))), old ? 0 : 20 * stop];
          return columnOf(stop).map((cell, i) => ui.fliesFrom(cell, from[i], delay, CHANGE, true));
        }),
      );
      answer();
    }

    // ---- drawing --------------------------------------------------------------------------------
    function draw() {
      state = compute(get);
      const { shown, across, windows, all, times, count } = state;
      const { kernel: side, stride, place, matrix: rows, result } = shown;
      for (const each of settings) each.show(get(each.name));
      const [limits, here] = [[across - 1, across - 1], split(place, across)];
      const [row, column] = here;
      const weights = lines(Array(side * side).fill(1), side);
      pane.show({ row, column, weights, products: weights.flat(), limits, stride });
      kernel.show(lines(weights.flat(), 1), { scale: SIDE });
      matrix.show(rows, { scale: PIXELS });
      const scale = Math.max(...windows.map(added));
      sums.show([result], { scale, here: [0, place] });
      output.show(lines(result, across), { scale, here });
      band.style.setProperty("--here", place);
      host.dataset.kernel = side;
      badges.forEach((badge, i) => (badge.textContent = `×${times[i]}`));
      pane.spans().forEach((span, i) => (span.dataset.pixel = windows[place][i]));
      cellsOf(matrix).forEach((cell, i) => {
        cell.dataset.pixel = all[i] ?? "";
        cell.toggleAttribute("data-up", i % count === place);
      });
      for (const head of matrix.table.querySelectorAll("thead th")) {
        head.textContent = head.textContent.replace(/column (\d+)/, (_, i) => `window ${+i + 1}`);
      }
      mark(marked);
      const [ratio, whole] = [formatNumber(all.length / PIXELS, 2), `${all.length} numbers`];
      const made = `${rows.length} × ${count} = ${whole} from ${PIXELS} pixels: ×${ratio}.`;
      const soFar = `${added(times)} of ${whole}; the picture has ${PIXELS}.`;
      size.textContent = state.isFull ? made : soFar;
      const heard = `column ${windows[place].join(", ")}; sum ${added(windows[place])}`;
      state.said = `Window ${place + 1} of ${count}: ${heard}.`;
      live.say(state.said);
      return shown;
    }

    picture.show(lines(range(PIXELS + 1).slice(1), SIDE));
    cellsOf(picture).forEach((cell, i) => (cell.dataset.pixel = i + 1));
    const badges = cellsOf(picture).map((cell) => cell.appendChild(make("em")));
    matrix.plate.append(band);
    const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
    const left = box("col-left", picture.node, output.node);
    const right = box("col-right", kernel.node, matrix.node, sums.node, size);
    const sizes = box("cnn-bar", ...settings.map(({ node }) => node));
    const controls = box("cnn-bar", sizes, ...steps.nodes, figure.resetButton());
    const rest = [figure.fault, live.node, ...(get("task") ? [task.node] : [])];
    host.append(box("col-stage", left, right), controls, ...rest);
    host.addEventListener("pointerup", answer);
    figure.nudge(pane.node);
    figure.onPaper(() => ({ visited: range(PIXELS) }));
    return draw;
  }),
};
