// OutputSizeExplorer: a window slides along a strip of cells; each of its stops is one output.
//
// `data-shown` holds what the Python class's `shown()` returns.
const MODES = ["valid", "same", "full"];
const { counted, el: make, listed } = ui;
const TRAITS = "size kernel stride dilation mode padding after place visited".split(" ");

const ascending = (one, other) => one - other;

/** All that the figure shows, from its traits. */
function compute(get) {
  const names = ["size", "kernel", "stride", "dilation", "mode", "controls"];
  const [size, kernel, stride, dilation, mode, controls] = names.map(get);
  const [before, after] = [get("padding"), get("after")];
  const full = core.effective_kernel(kernel, dilation) - 1;
  const own = after === null ? before : [before, after];
  const padding = { valid: 0, full, same: "same" }[mode] ?? own;
  const count = core.output_size(size, kernel, stride, padding, dilation);
  const unread = core.unreached(size, kernel, stride, padding, dilation).map((cell) => cell + 1);
  const same = padding === "same" && core.same_padding(size, kernel, stride, dilation);
  const zeros = same || [padding].flat().concat(padding).slice(0, 2);
  const most = controls.includes("padding") ? get("limits").padding.max : 0;
  const room = Math.max(mode ? get("largest") - 1 : most, ...zeros);
  const place = Math.min(get("place"), count - 1);
  const seen = mode ? get("visited") : Array(count).keys();
  const visited = new Set([...[...seen].filter((stop) => stop < count), place]);
  const setting = { size, kernel, stride, dilation, mode, controls, zeros, unread, place, visited };
  return { ...setting, ...ui.stopsOn({ ...setting, count, room }) };
}

/** How many outputs there are, as the chapter says it: parts of a `roleLine`. */
function formula({ size, kernel, dilation, stride, mode, controls, zeros, stops }) {
  const reach = core.effective_kernel(kernel, dilation);
  const [n, m, count] = [
    ["input", size],
    ["kernel", reach],
    ["output", stops.length],
  ];
  const outputs = [count, stops.length === 1 ? " output" : " outputs"];
  if (!mode || stride > 1 || dilation > 1) {
    const both = zeros[0] === zeros[1] && !controls.includes("after");
    const around = both ? `2·${zeros[0]}` : zeros.join(" + ");
    const apart = both && !controls.includes("padding") && !zeros[0];
    return ["⌊(", n, apart ? " − " : ` + ${around} − `, m, `) / ${stride}⌋ + 1 = `, ...outputs];
  }
  if (mode === "same") return [[null, mode], ": n = ", ...outputs];
  const [before, after] = mode === "valid" ? ["−", "+"] : ["+", "−"];
  const written = `: n ${before} m ${after} 1 = `;
  return [[null, mode], written, n, ` ${before} `, m, ` ${after} 1 = `, ...outputs];
}

/** How far the window reaches. */
const reachOf = ({ kernel, dilation }) => [
  `Window: ${dilation}·(`,
  ["kernel", kernel],
  " − 1) + 1 = ",
  ["kernel", core.effective_kernel(kernel, dilation)],
  ` cell${kernel > 1 ? "s" : ""} wide`,
];

export default {
  render: ui.explorable("OutputSizeExplorer", TRAITS, (figure) => {
    const { get, host, live, set } = figure;
    let state;
    let setup = ""; // what was said of it last
    let begun = true; // once the setting has changed, play begins at the first stop

    // ---- the parts ----------------------------------------------------------------------------
    const [hasModes, controls] = [get("mode") !== null, get("controls")];
    const [offers, apart] = [(name) => controls.includes(name), controls.includes("after")];
    const limits = { ...get("limits"), kernel: { min: 1, max: get("largest") } };
    const ends = offers("padding") ? ["before", "after"] : [];
    const drags = [...["kernel", "stride", "dilation"].filter(offers), ...ends];
    const strip = ui.strip({
      label: "Window",
      sets: hasModes ? [] : drags,
      onStop: moveTo,
      onSet: (end, value) =>
        change(ends.includes(end) && (!apart || end === "before") ? "padding" : end, value),
      onSettled: answer,
    });
    const [reach, length, added, rest] = Array.from({ length: 4 }, ui.roleLine);
    const steps = ui.stepper({
      figure,
      handle: strip.pane,
      count: () => state?.stops.length ?? 1,
      at: () => state?.place ?? 0,
      go: moveTo,
      rewinds: () => !begun,
    });
    const setting = (name) => (value) => {
      change(name, value);
      answer();
    };
    const mode = ui.choice({ label: "mode", options: MODES, onChange: setting("mode") });
    const called = apart ? { padding: "zeros before", after: "zeros after" } : {};
    const settings = controls.map((trait) => {
      const name = called[trait] ?? trait;
      const field = { name, limits: limits[trait], onChange: setting(trait) };
      return { name, trait, ...ui.windowSetting(field) };
    });
    const asked = get("task") ? ui.sizeTask(get) : null;
    const task = asked && figure.task(asked.asks(get("size")));

    // ---- moving: the new state at once, then the way there ------------------------------------
    function moveTo(place) {
      if (!state) return;
      begun = true;
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
      begun = false;
      const before = state;
      const was = name === "stride" ? (_, i) => before.stops[i] : undefined;
      const ways = () => (before ? strip.changes(before, was) : []);
      set({ [name]: value, ...kept({ [name]: value }) }, ways);
    }

    function answer() {
      if (!task || figure.fault.textContent || "done" in task.node.dataset) return;
      task.show(asked.judge(state));
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
      for (const each of settings) each.show(get(each.trait));
      state = compute(get);
      const { size, stops, zeros, place, visited, unread, leftOver } = state;
      const said = strip.show(state);
      length.show(...formula(state));
      reach.show(...reachOf(state));
      const { terms, sum } = stops[place];
      const result = [["input", terms.join(" + ")], " = ", ["output", sum]];
      added.show(`Stop ${place + 1} of ${stops.length}: `, ...result);
      const struck = unread.length ? listed(unread) : "no cell";
      rest.show(`Left over: ${counted(leftOver, "place")}.`, make("br"), `Unread: ${struck}.`);
      const named = settings.map(({ name, trait }) => `${name} ${get(trait)}`);
      if (hasModes) named.unshift(state.mode);
      const more = unread.length ? `; unread: ${struck}` : "";
      const now = `${named.join(", ")}: ${counted(stops.length, "output")}${more}. `;
      live.say(`${now === setup ? "" : now}S${said.slice(1)}.`);
      setup = now;
      const output = stops.map((stop, i) => (visited.has(i) ? stop.sum : null));
      const { kernel, stride, dilation, mode: how } = state;
      const told = { size, kernel, stride, dilation, mode: how, zeros };
      const known = [...visited].sort(ascending);
      return { ...told, place, visited: known, output, unread, left_over: leftOver };
    }

    live.node.classList.add("cnn-unseen");
    const bar = (...nodes) => make("div", { class: "cnn-bar" }, ...nodes);
    const shown = [...(hasModes ? [mode] : []), ...settings].map(({ node }) => node);
    const panel = bar(bar(...shown), bar(...steps.nodes, figure.resetButton()));
    const sizes = [...(offers("dilation") ? [reach.node] : []), length.node, figure.fault];
    const lines = [...sizes, added.node, ...(hasModes ? [] : [rest.node])];
    host.append(strip.node, ...lines, panel, live.node, ...(task ? [task.node] : []));
    strip.pane.addEventListener("keydown", ({ key, altKey, ctrlKey, metaKey }) => {
      if (altKey || ctrlKey || metaKey) return;
      const letter = (name) => name.split(" ").at(-1)[0];
      settings.find(({ name }) => letter(name) === key.toLowerCase())?.focus();
    });
    figure.nudge(strip.pane);
    figure.onPaper(() => ({ visited: state.stops.map((_, stop) => stop) }));
    return draw;
  }),
};
