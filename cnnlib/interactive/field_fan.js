// FieldFan: from one cell a fan opens, down to all that it reads and up to all that it reaches.
// `data-shown` holds what the Python class's `shown()` returns.
const { NAMES, PIXELS, ROWS, TOP, WINDOWS, middle, nearest, range } = fieldNet;
const { WIPE, FILL, FLY, GLIDE } = fieldBoard.times;
const { box } = fieldBoard;
const { el: make } = ui;
const KEYS = "Marked cell: arrow keys move it, the space bar plays";
const HOME = [-Infinity, 1]; // whatever the row: the middle one of the top units
const clamp = (n, most) => Math.min(most, Math.max(0, n));

export default {
  render: ui.explorable("FieldFan", ["row", "unit", "opened", "climbed", "marks"], (figure) => {
    const { get, host, live, set } = figure;
    let state;

    // ---- the parts ----------------------------------------------------------------------------
    const board = fieldBoard.make({ label: KEYS, onCell: moveTo });
    const { handle } = board;
    const boxes = range(PIXELS).map((pixel) => {
      const words = { type: "button", "aria-label": `Mark pixel ${pixel}` };
      return make("button", { ...words, onclick: () => mark(pixel) });
    });
    const at = (i) => ({ style: `--i: ${i}` }); // the row; between two rows it is a half
    const sizes = ROWS.map((_, k) => {
      const [first, last] = NAMES[k].split(" ");
      const name = make("span", {}, make("s", {}, "a "), first, make("s", {}, ` ${last ?? ""}`));
      const number = make("b");
      const sees = make("span", {}, make("s", {}, k ? "sees " : "is "), number);
      return { node: box("size", at(k), name, sees), number };
    });
    const terms = WINDOWS.map(({ called }, k) => {
      const number = make("b", { "data-of": called }, `+ ${fieldNet.stepsOf(k)}`);
      return { node: box("term", at(k + 0.5), make("span", {}, called), number), number };
    });
    const counts = ROWS.map((_, k) => {
      const [number, word] = [make("b"), make("s")];
      return { node: box("count", at(k), number, word), number, word };
    });
    const sums = WINDOWS.map((_, k) => box("sum", at(k + 0.5)));
    const [says, adds] = [0, 1].map(() => make("p", { class: "ff-note" }));
    const task = figure.task("In the boxes, mark every pixel that two top units see.");
    const stops = { count: () => state.stops, at: () => state.stop, go };
    const steps = ui.stepper({ figure, handle, ...stops });

    // ---- moving: the new state at once, then the way there ------------------------------------
    const opens = (k, delay = 0) => [
      ...board.opens(k, state, delay),
      ui.appears(counts[k].node, delay + WIPE, FILL),
      ...(k < state.row ? [ui.appears(sums[k], delay, WIPE)] : []),
    ];

    /** One stop on: a layer is opened, or a number of the ladder is added. */
    function go(stop) {
      const { far, row } = state;
      const climbed = Math.max(0, stop - far);
      const reached = [row - stop, row + stop].filter((k) => stop > 0 && ROWS[k]);
      set({ opened: stop < far ? stop : TOP, climbed }, () => {
        if (!climbed) return reached.flatMap((k) => opens(k));
        const [term, size] = [terms[climbed - 1].number, sizes[climbed].number];
        const numbers = [ui.appears(term, 0, FILL), ui.appears(size, FLY, FILL)];
        return [...board.climbs(climbed, state), ...numbers];
      });
    }

    /** Another cell is marked: its fan glides along its row, or opens from another one. */
    function moveTo(row, wanted) {
      const before = state;
      const unit = clamp(wanted, ROWS[row].count - 1);
      const wasOpen = row === before.row && before.opened === TOP;
      if (wasOpen && unit === before.unit) return;
      const from = handle.getBoundingClientRect();
      set({ row, unit, opened: TOP }, () => [
        ...board.glides(from, row, wasOpen ? unit - before.unit : 0),
        ...(wasOpen ? [] : range(TOP + 1)).flatMap((k) =>
          k === row ? [] : opens(k, (Math.abs(k - row) - 1) * GLIDE),
        ),
      ]);
    }

    ui.carriable(handle, {
      unit: () => ROWS[state.row].jump * board.pixel(),
      place: () => [TOP - state.row, state.unit],
      home: HOME,
      onMove(down, right) {
        const { row, unit } = state;
        const isHeld = handle.classList.contains("cnn-held"); // a finger carries it along its row
        const next = isHeld ? row : clamp(TOP - down, TOP);
        if (next === row || down === HOME[0]) moveTo(next, right);
        else moveTo(next, nearest(next, middle(row, unit)));
      },
    });

    function mark(pixel) {
      const others = state.marks.filter((each) => each !== pixel);
      set({ marks: others.length < state.marks.length ? others : [...others, pixel] });
      if (!("done" in task.node.dataset)) task.show(fieldNet.judge(state));
    }

    // ---- drawing ------------------------------------------------------------------------------
    function draw() {
      state = fieldNet.compute(get);
      const { row, unit, opened, climbed, cells, ways } = state;
      board.show(state);
      ROWS.forEach(({ size }, k) => {
        sizes[k].number.textContent = k <= climbed ? size : "·";
        counts[k].number.textContent = state.counts[k] ?? "";
        counts[k].word.textContent = k === row ? "marked" : k < row ? "read" : "reached";
        counts[k].node.toggleAttribute("data-known", cells[k] !== null);
        for (const { node } of [sizes[k], counts[k]]) {
          node.toggleAttribute("data-here", k === row);
        }
      });
      WINDOWS.forEach(({ kernel, stride }, k) => {
        const sum = `(${state.counts[k + 1]} − 1)·${stride} + ${kernel}`;
        sums[k].textContent = k < row && cells[k] ? sum : "";
        terms[k].node.toggleAttribute("data-known", k < climbed);
      });
      boxes.forEach((each, i) => each.setAttribute("aria-pressed", state.marks.includes(i)));
      const [said, added] = fieldNet.sentences(state);
      live.say(`${said} ${added}`.trim());
      says.textContent = said;
      adds.textContent = added;
      const [size, jump] = ["size", "jump"].map((key) => ROWS.map((each) => each[key]));
      const marks = [...state.marks].sort((one, other) => one - other);
      const paths = cells[0] && ways[0];
      return { row, unit, opened, climbed, cells, size, jump, paths, marks };
    }

    const asks = get("task");
    const named = { role: "group", "aria-label": "seen by two" };
    if (asks) board.node.append(box("marks", named, ...boxes));
    const words = ["sees", "fan", ...(asks ? [named["aria-label"]] : [])];
    const heads = words.map((each) => box("head", {}, each));
    const ladders = [sizes, terms, counts].flat().map(({ node }) => node);
    const bar = make("div", { class: "cnn-bar" }, ...steps.nodes, figure.resetButton());
    host.append(box("net", {}, board.node, ...heads, ...ladders, ...sums), says, adds, bar);
    live.node.classList.add("cnn-unseen");
    host.append(live.node, figure.fault, ...(asks ? [task.node] : []));
    figure.nudge(handle);
    figure.onPaper(() => ({ opened: TOP, climbed: TOP }));
    return draw;
  }),
};
