// OutputSizeExplorer: a window slides along a strip of cells; each of its stops is one output.
//
// `data-shown` holds what the Python class's `shown()` returns.
const MODES = ["valid", "same", "full"];

const { counted, el: make } = ui;

const ascending = (one, other) => one - other;

/** All that the figure shows, from its traits. */
function compute(get) {
  const [size, kernel, stride, mode] = ["size", "kernel", "stride", "mode"].map((key) => get(key));
  const padding = { valid: 0, full: kernel - 1 }[mode] ?? "same";
  const count = core.output_size(size, kernel, stride, padding);
  const same = padding === "same" && core.same_padding(size, kernel, stride);
  const zeros = same || [padding, padding];
  const room = Math.max(get("largest"), kernel) - 1; // columns before the strip
  const place = Math.min(get("place"), count - 1);
  const visited = new Set([...get("visited").filter((stop) => stop < count), place]);
  const setting = { size, kernel, stride, mode, zeros, place, visited };
  return { ...setting, ...ui.stopsOn({ ...setting, count, room }) };
}

/** How many outputs there are, as the chapter says it: parts of a `roleLine`. */
function formula({ size, kernel, stride, mode, zeros, stops }) {
  const [n, m, count] = [
    ["input", size],
    ["kernel", kernel],
    ["output", stops.length],
  ];
  const outputs = [count, stops.length === 1 ? " output" : " outputs"];
  if (stride > 1) {
    const around = zeros[0] === zeros[1] ? `2·${zeros[0]}` : zeros.join(" + ");
    return ["⌊(", n, ` + ${around} − `, m, `) / ${stride}⌋ + 1 = `, ...outputs];
  }
  if (mode === "same") return [[null, mode], ": n = ", ...outputs];
  const [before, after] = mode === "valid" ? ["−", "+"] : ["+", "−"];
  const written = `: n ${before} m ${after} 1 = `;
  return [[null, mode], written, n, ` ${before} `, m, ` ${after} 1 = `, ...outputs];
}

/** How the task stands: { done, text }. */
function judge({ size, kernel, mode, stops, zeros }) {
  const out = `${stops.length} out`;
  if (kernel === 1) {
    return { text: `${out}, in every mode; but a window of 1 puts each right under its number.` };
  }
  if (mode !== "same") {
    const lies = kernel % 2 ? "" : ", and they do lie between two cells. But";
    const why = { valid: "leaves out each stop that hangs over", full: "counts every touch" };
    return { text: `${out}${lies || ":"} ${mode} ${why[mode]}; it must be ${size}.` };
  }
  if (kernel % 2) {
    const middle = `a window of ${kernel} has a middle, and the output stands right under it`;
    return { text: `${out}, as it should be; but ${middle}.` };
  }
  const halves = kernel === 2 ? "one zero cannot be halved" : `${kernel - 1} zeros have no half`;
  const why = `A window of ${kernel} has no middle, and ${halves}`;
  const ends = `${zeros[0]} before, ${zeros[1]} after`;
  return { done: true, text: `${why}: ${ends}. That is why most kernels are odd.` };
}

export default {
  render: ui.explorable(
    "OutputSizeExplorer",
    ["size", "kernel", "stride", "mode", "place", "visited"],
    (figure) => {
      const { get, host, live, set } = figure;
      let state;
      let setup = ""; // what was said of it last

      // ---- the parts ----------------------------------------------------------------------------
      const strip = ui.strip({ label: "Window", onStop: moveTo });
      const [length, added] = [ui.roleLine(), ui.roleLine()];
      const steps = ui.stepper({
        figure,
        handle: strip.pane,
        count: () => state?.stops.length ?? 1,
        at: () => state?.place ?? 0,
        go: moveTo,
      });
      const mode = ui.choice({
        label: "mode",
        options: MODES,
        onChange: (value) => change({ mode: value }),
      });
      const kernel = ui.windowSetting({
        name: "kernel",
        limits: { min: 1, max: get("largest") },
        onChange: (value) => change({ kernel: value }),
      });
      const n = get("size");
      const task = figure.task(
        `Make ${n} outputs of ${n} numbers, and none of them may stand right under a number: each ` +
          "lies between two cells.",
      );

      // ---- moving: the new state at once, then the way there ------------------------------------
      function moveTo(place) {
        if (!state) return;
        const { place: from, visited } = state;
        set({ place, visited: [...new Set([...visited, place])].sort(ascending) }, () => [
          ...strip.visits(from),
          ui.appears(added.node, 120, 80),
        ]);
      }

      function change(values) {
        const before = state;
        set({ ...values, ...kept(values) }, () => (before ? strip.changes(before) : []));
        if (state && !("done" in task.node.dataset)) task.show(judge(state));
      }

      /** The stops that there still are, known by the cells they read, under their new numbers. */
      function kept(values) {
        const next = stopsWith(values);
        if (!next || !state) return {};
        const found = (i) => next.findIndex(({ at }) => at === state.stops[i].at);
        const visited = [...state.visited].map(found).filter((i) => i >= 0);
        const { at } = state.stops[state.place];
        const nearest = at < next[0].at ? 0 : next.length - 1;
        const place = found(state.place) < 0 ? nearest : found(state.place);
        return { place, visited: visited.sort(ascending) };
      }

      function stopsWith(values) {
        try {
          return compute((name) => values[name] ?? get(name)).stops;
        } catch {
          return null; // `draw` says why
        }
      }

      // ---- drawing ------------------------------------------------------------------------------
      function draw() {
        state = compute(get);
        const { size, stops, zeros, place, visited } = state;
        const said = strip.show(state);
        mode.show(state.mode);
        kernel.show(state.kernel);
        length.show(...formula(state));
        const { terms, sum } = stops[place];
        const result = [["input", terms.join(" + ")], " = ", ["output", sum]];
        added.show(`Stop ${place + 1} of ${stops.length}: `, ...result);
        const settings = `Mode ${state.mode}, kernel ${state.kernel}: ${counted(stops.length, "output")}. `;
        live.say(`${settings === setup ? "" : settings}S${said.slice(1)}.`);
        setup = settings;
        const setting = {
          size,
          kernel: state.kernel,
          stride: state.stride,
          mode: state.mode,
          zeros,
        };
        const output = stops.map((stop, i) => (visited.has(i) ? stop.sum : null));
        return { ...setting, place, visited: [...visited].sort(ascending), output };
      }

      live.node.classList.add("cnn-unseen");
      host.append(
        strip.node,
        length.node,
        added.node,
        make(
          "div",
          { class: "cnn-bar" },
          mode.node,
          kernel.node,
          ...steps.nodes,
          figure.resetButton(),
        ),
        figure.fault,
        live.node,
        ...(get("task") ? [task.node] : []),
      );
      figure.nudge(strip.pane);
      figure.onPaper(() => ({ visited: state.stops.map((_, stop) => stop) }));
      return draw;
    },
  ),
};
