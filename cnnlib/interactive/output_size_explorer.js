// OutputSizeExplorer: a window slides along a strip of cells; each of its stops is one output.
//
// `data-shown` holds what the Python class's `shown()` returns.
const MODES = ["valid", "same", "full"];
const { counted, el: make } = ui;

const ascending = (one, other) => one - other;
const listed = (cells) =>
  cells.length > 1 ? `cells ${cells.slice(0, -1).join(", ")} and ${cells.at(-1)}` : `cell ${cells}`;

/** All that the figure shows, from its traits. */
function compute(get) {
  const [size, kernel, stride, mode] = ["size", "kernel", "stride", "mode"].map((key) => get(key));
  const padding = { valid: 0, full: kernel - 1, same: "same" }[mode] ?? get("padding");
  const count = core.output_size(size, kernel, stride, padding);
  const unread = core.unreached(size, kernel, stride, padding).map((cell) => cell + 1);
  const same = padding === "same" && core.same_padding(size, kernel, stride);
  const zeros = same || [padding, padding];
  const room = mode ? Math.max(get("largest"), kernel) - 1 : get("limits").padding.max;
  const place = Math.min(get("place"), count - 1);
  const seen = mode ? get("visited") : Array(count).keys();
  const visited = new Set([...[...seen].filter((stop) => stop < count), place]);
  const setting = { size, kernel, stride, mode, zeros, unread, place, visited };
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
  if (!mode || stride > 1) {
    const around = zeros[0] === zeros[1] ? `2·${zeros[0]}` : zeros.join(" + ");
    return ["⌊(", n, ` + ${around} − `, m, `) / ${stride}⌋ + 1 = `, ...outputs];
  }
  if (mode === "same") return [[null, mode], ": n = ", ...outputs];
  const [before, after] = mode === "valid" ? ["−", "+"] : ["+", "−"];
  const written = `: n ${before} m ${after} 1 = `;
  return [[null, mode], written, n, ` ${before} `, m, ` ${after} 1 = `, ...outputs];
}

const judge = (state) => (state.mode ? judgeMode(state) : judgeRest(state));

/** How the task of a figure with modes stands: { done, text }. */
function judgeMode({ size, kernel, mode, stops, zeros }) {
  const out = `${stops.length} out`;
  if (kernel === 1) {
    return { text: `${out}, in every mode; but a window of 1 puts each right under its number.` };
  }
  if (mode !== "same") {
    const lies = kernel % 2 ? ":" : ", and they do lie between two cells. But";
    const why = { valid: "leaves out each stop that hangs over", full: "counts every touch" };
    return { text: `${out}${lies} ${mode} ${why[mode]}; it must be ${size}.` };
  }
  if (kernel % 2) {
    const middle = `a window of ${kernel} has a middle, and the output stands right under it`;
    return { text: `${out}, as it should be; but ${middle}.` };
  }
  const halves = kernel === 2 ? "one zero cannot be halved" : `${kernel - 1} zeros have no half`;
  const ends = `${zeros[0]} before, ${zeros[1]} after. That is why most kernels are odd.`;
  return { done: true, text: `A window of ${kernel} has no middle, and ${halves}: ${ends}` };
}

/** The same for three stops that leave one cell unread. */
function judgeRest({ size, kernel, stride, stops, unread, leftOver }) {
  const all = `${counted(stops.length, "stop")}, and every cell is read`;
  const struck = `Unread: ${listed(unread)}`;
  if (!unread.length && !leftOver) return { text: `${all}.` };
  if (!unread.length) return { text: `${all}: what is left over is only zeros.` };
  if (stride > kernel) {
    return { text: `${struck}. The steps are longer than the window: gaps, not a remainder.` };
  }
  const wrong = stops.length !== 3 && `But there must be three stops, not ${stops.length}.`;
  if (wrong) return { text: `${struck}. ${wrong}` };
  if (unread.length > 1) return { text: `Three stops. ${struck}: too many.` };
  const rest = `${size} − ${kernel} = ${size - kernel} leaves ${leftOver} over.`;
  const pools = "So the last row and column vanish in every pool 2 of an odd map: 11 → 5";
  return { done: true, text: `${rest} ${pools} in the digit reader.` };
}

export default {
  render: ui.explorable(
    "OutputSizeExplorer",
    ["size", "kernel", "stride", "mode", "padding", "place", "visited"],
    (figure) => {
      const { get, host, live, set } = figure;
      let state;
      let setup = ""; // what was said of it last

      // ---- the parts ----------------------------------------------------------------------------
      const [n, hasModes] = [get("size"), get("mode") !== null];
      const limits = { ...get("limits"), kernel: { min: 1, max: get("largest") } };
      const strip = ui.strip({
        label: "Window",
        onStop: moveTo,
        onSet: hasModes ? null : change,
        onSettled: answer,
      });
      const [length, added, rest] = [ui.roleLine(), ui.roleLine(), ui.roleLine()];
      const steps = ui.stepper({
        figure,
        handle: strip.pane,
        count: () => state?.stops.length ?? 1,
        at: () => state?.place ?? 0,
        go: moveTo,
      });
      const setting = (name) => (value) => {
        change(name, value);
        answer();
      };
      const mode = ui.choice({ label: "mode", options: MODES, onChange: setting("mode") });
      const settings = (hasModes ? ["kernel"] : ["kernel", "stride", "padding"]).map((name) => {
        const field = { name, limits: limits[name], onChange: setting(name) };
        return { name, ...ui.windowSetting(field) };
      });
      const task = figure.task(
        hasModes
          ? `Make ${n} outputs of ${n} numbers, and none of them may stand right under a number: ` +
              "each lies between two cells."
          : `From ${n} make 3, and leave exactly one cell unread.`,
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

      function change(name, wanted) {
        const { min, max } = limits[name] ?? {};
        const value = max ? Math.min(max, Math.max(min, wanted)) : wanted;
        if (value === get(name)) return;
        const before = state;
        const was = name === "stride" ? (_, i) => before.stops[i] : undefined;
        const ways = () => (before ? strip.changes(before, was) : []);
        set({ [name]: value, ...kept({ [name]: value }) }, ways);
      }

      function answer() {
        if (!figure.fault.textContent && !("done" in task.node.dataset)) task.show(judge(state));
      }

      /** The stops that there still are; unless all of them move, or there are none. */
      function kept(values) {
        if (!state || values.stride) return {};
        try {
          return ui.stopsKept(state, compute((name) => values[name] ?? get(name)).stops);
        } catch {
          return {}; // `draw` says why
        }
      }

      // ---- drawing ------------------------------------------------------------------------------
      function draw() {
        mode.show(get("mode"));
        for (const each of settings) each.show(get(each.name));
        state = compute(get);
        const { size, stops, zeros, place, visited, unread, leftOver } = state;
        const said = strip.show(state);
        length.show(...formula(state));
        const { terms, sum } = stops[place];
        const result = [["input", terms.join(" + ")], " = ", ["output", sum]];
        added.show(`Stop ${place + 1} of ${stops.length}: `, ...result);
        const struck = unread.length ? listed(unread) : "no cell";
        rest.show(`Left over: ${counted(leftOver, "place")}.`, make("br"), `Unread: ${struck}.`);
        const named = settings.map(({ name }) => `${name} ${get(name)}`);
        if (hasModes) named.unshift(state.mode);
        const more = unread.length ? `; unread: ${struck}` : "";
        const now = `${named.join(", ")}: ${counted(stops.length, "output")}${more}. `;
        live.say(`${now === setup ? "" : now}S${said.slice(1)}.`);
        setup = now;
        const output = stops.map((stop, i) => (visited.has(i) ? stop.sum : null));
        const told = { size, kernel: state.kernel, stride: state.stride, mode: state.mode, zeros };
        const known = [...visited].sort(ascending);
        return { ...told, place, visited: known, output, unread, left_over: leftOver };
      }

      live.node.classList.add("cnn-unseen");
      const bar = (...nodes) => make("div", { class: "cnn-bar" }, ...nodes);
      const shown = [...(hasModes ? [mode] : []), ...settings].map(({ node }) => node);
      const controls = bar(bar(...shown), bar(...steps.nodes, figure.resetButton()));
      const lines = [length.node, figure.fault, added.node, ...(hasModes ? [] : [rest.node])];
      host.append(strip.node, ...lines, controls, live.node, ...(get("task") ? [task.node] : []));
      strip.pane.addEventListener("keydown", ({ key, altKey, ctrlKey, metaKey }) => {
        if (altKey || ctrlKey || metaKey) return;
        settings.find(({ name }) => name.startsWith(key.toLowerCase()))?.focus();
      });
      figure.nudge(strip.pane);
      figure.onPaper(() => ({ visited: state.stops.map((_, stop) => stop) }));
      return draw;
    },
  ),
};
