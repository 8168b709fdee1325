// TransposedExplorer: each input lays a copy of the kernel into the output, and the copies add up.
// `data-shown` holds what the Python class's `shown()` returns.
const NAMES = { stride: "stride", padding: "padding", output_padding: "output padding" };
const { counted, el: make, formatShort: short } = ui;
const range = (count) => [...Array(count).keys()];

/** All that the figure shows; cells are counted from the first that a stamp reaches. */
function compute(get) {
  const [inputs, kernel, stride] = ["inputs", "kernel", "stride"].map(get);
  const [padding, extra, dilation] = ["padding", "output_padding", "dilation"].map(get);
  const sizes = [inputs.length, kernel, stride, padding, dilation, extra];
  const count = core.transposed_output_size(...sizes);
  const wide = core.effective_kernel(kernel, dilation);
  const place = Math.min(get("place"), inputs.length - 1);
  const cells = count + 2 * padding;
  const taps = (row) => range(kernel).map((tap) => row * stride + tap * dilation);
  const stamps = inputs.map((value, row) => {
    const reached = new Set(taps(row));
    return range(cells).map((cell) => (reached.has(cell) ? value : 0));
  });
  const known = new Set(range(place + 1).flatMap(taps));
  const done = place === inputs.length - 1;
  const laid = stamps.slice(0, place + 1);
  const sums = range(cells).map((cell) => {
    if (!done && !known.has(cell)) return null;
    return laid.reduce((sum, row) => sum + row[cell], 0);
  });
  const cut = (cell) => cell < padding || cell >= cells - padding;
  const setting = { inputs, kernel, stride, padding, extra, dilation, wide, place };
  return { ...setting, count, cells, stamps, sums, cut, taps, end: cells - extra };
}

/** How the task stands: { done, text }. */
function judge({ stride, padding, extra, count }) {
  const out = counted(count, "output");
  if (stride !== 2) return { text: `${out}; but the window went on by 2.` };
  if (!padding) return { text: `${out}: nothing is cut, but the window had a zero at each end.` };
  if (padding > 1) return { text: `${out}: cut off is more than the one zero at each end.` };
  if (!extra) {
    return { text: `${out}. Five numbers become three as well: the floor hides which it was.` };
  }
  const text = "Five numbers and six both become three. Output padding says that it was six.";
  return { done: true, text };
}

export default {
  render: ui.explorable(
    "TransposedExplorer",
    ["inputs", "kernel", "stride", "padding", "output_padding", "dilation", "place"],
    (figure) => {
      const { get, host, live, motion, set } = figure;
      const limits = get("limits");
      let state;

      // ---- the parts ----------------------------------------------------------------------------
      const board = ui.stamps({
        stride: limits.stride,
        onStamp: stampTo,
        onStride: (value, place) => change("stride", value, place),
        onSettled: answer,
      });
      const [size, said] = [ui.roleLine(), ui.roleLine()];
      const steps = ui.stepper({
        figure,
        handle: board.handle,
        count: () => state?.inputs.length ?? 1,
        at: () => state?.place ?? 0,
        go: stampTo,
      });
      const settings = Object.entries(NAMES).map(([key, name]) => {
        const onChange = (value) => {
          change(key, value);
          answer();
        };
        return { key, ...ui.windowSetting({ name, limits: limits[key], onChange }) };
      });
      const fits = get("inputs").length === 3 && get("kernel") === 3 && get("dilation") === 1;
      const task = figure.task(
        "Six numbers became these three: a window of 3 went on by 2, with one zero at each end. " +
          "Go back: make six.",
      );

      // ---- moving: the new state at once, then the way there ------------------------------------
      function stampTo(place) {
        if (!state) return;
        const before = state;
        set({ place }, () => board.lands(motion, before));
      }

      /** After a change all copies lie there, as they would at the end. */
      function change(name, wanted, place = get("inputs").length - 1) {
        const { min, max } = limits[name];
        const value = Math.min(max, Math.max(min, wanted));
        if (value === get(name)) return;
        const before = state;
        set({ [name]: value, place }, () => (before ? board.glides(before) : []));
      }

      function answer() {
        if (!fits || figure.fault.textContent || "done" in task.node.dataset) return;
        task.show(judge(state));
      }

      // ---- drawing ------------------------------------------------------------------------------
      function draw() {
        for (const { key, show } of settings) show(get(key));
        state = compute(get);
        const { inputs, stride, padding, extra, dilation, kernel, place, count } = state;
        const last = (inputs.length - 1) * limits.stride.max + state.wide;
        const sum = board.show({ ...state, columns: last + limits.output_padding.max });
        const [n, k] = [
          ["input", inputs.length],
          ["kernel", kernel],
        ];
        const cut = ` − 1)·${stride} − 2·${padding} + ${dilation}·(`;
        size.show("(", n, cut, k, ` − 1) + ${extra} + 1 = `, ["output", count]);
        const value = short(inputs[place]);
        const [ones, copy] = ["1", value].map((each) => Array(kernel).fill(each).join(", "));
        const stamp = [["input", value], " · (", ["kernel", ones], `) = ${copy}`];
        said.show(`Stamp ${place + 1} of ${inputs.length}: `, ...stamp);
        const setup = settings.map(({ key }) => `${NAMES[key]} ${get(key)}`).join(", ");
        const words = `${setup}: ${counted(count, "output")}`;
        live.say(`${words}. Stamp ${place + 1}: ${copy}. Outputs: ${sum}.`);
        const output = state.sums.slice(padding, state.cells - padding);
        const told = { inputs, stride, padding, output_padding: extra, place };
        return { ...told, stamps: state.stamps, output };
      }

      live.node.classList.add("cnn-unseen");
      const bar = (...nodes) => make("div", { class: "cnn-bar" }, ...nodes);
      host.append(
        ...[board.node, size.node, figure.fault, said.node],
        bar(bar(...settings.map(({ node }) => node)), bar(...steps.nodes, figure.resetButton())),
        ...[live.node, ...(get("task") && fits ? [task.node] : [])],
      );
      figure.nudge(board.grip);
      figure.onPaper(() => ({ place: get("inputs").length - 1 }));
      return draw;
    },
  ),
};
