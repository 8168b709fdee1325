// ConvolutionArithmetic: a window slides over a picture both ways; how often it stops is the size of
// what comes out.
//
// `data-shown` holds what the Python class's `shown()` returns.
const [SLIDE, PRODUCTS, CLOSE, SUM] = [200, 250, 120, 130]; // milliseconds, of a stop
// So many cells jump when a setting changes: laid out once more for their way, they would be late.
const LARGE = 100;
const { el: make } = ui;
const { SETTINGS, by, compute, formula, grid, unreadWords } = arithmetic;

// The traits that a control changes, all by as much; and what it is called.
const CONTROLS = { padding: ["before", "after"], size: ["rows", "columns"] };
const NAMES = { before: "zeros before", after: "after", size: "picture" };
const capital = (text) => text[0].toUpperCase() + text.slice(1);

export default {
  render: ui.explorable(
    "ConvolutionArithmetic",
    [...SETTINGS, "picture", "weights", "row", "column"],
    (figure) => {
      const { get, host, live, set } = figure;
      const limits = get("limits");
      let state;
      let setup = ""; // what was said of it last

      // ---- the parts ----------------------------------------------------------------------------
      const onChange = (rows) => {
        const known = get("weights");
        set({ weights: grid(5, 5, (u, v) => rows[u]?.[v] ?? known[u]?.[v] ?? 1) });
      };
      const editor = ui.kernelEditor({
        ...{ label: "kernel", min: -99, max: 99 },
        onChange,
        onCommit() {},
      });
      const field = windowField({
        label: "Window: arrow keys move it, the space bar plays; K, S and P lead to the settings",
        onStop: moveTo,
        onType: (...at) => set({ picture: retyped(...at) }),
        refuse: (words) => editor.refusal.replaceChildren(words),
        onSet: (name, value) => change({ [name]: value }),
        onSettled: answer,
      });
      const output = ui.cells({ label: "output", role: "output", onPress: moveTo, swift: true });
      const note = make("p", { class: "ca-note" });
      const sum = ui.sumLine();
      const lines = [ui.roleLine(), ui.roleLine()];
      const code = make("code");
      const copied = { label: "Copy", name: "Copy the line for PyTorch" };
      const copy = ui.copyButton({ ...copied, text: () => code.textContent });
      const settings = get("controls").map((name) => {
        const keys = CONTROLS[name] ?? [name];
        const put = (value) => {
          const more = value - get(keys[0]);
          change(Object.fromEntries(keys.map((key) => [key, get(key) + more])));
          answer();
        };
        const words = NAMES[name] ?? name;
        const setting = { name: words, limits: limits[keys[0]], onChange: put };
        return { words, keys, ...ui.windowSetting(setting) };
      });
      const steps = ui.stepper({
        figure,
        handle: field.pane,
        count: () => (state ? state.counts[0] * state.counts[1] : 1),
        at: () => (state ? state.place[0] * state.counts[1] + state.place[1] : 0),
        go: (stop) => state && moveTo(Math.floor(stop / state.counts[1]), stop % state.counts[1]),
      });
      const asked = arithmeticTasks[get("task")];
      const found = new Map(); // the ways in which the task was solved
      const task = figure.task(asked?.ask);
      figure.onReset(() => found.clear());
      const link = ui.address({
        figure,
        name: get("address"),
        read: (text) => arithmetic.read(text, get),
      });

      // ---- moving: the new state at once, then the way there ------------------------------------
      function moveTo(row, column) {
        if (state?.output[row]?.[column] === undefined) return;
        const was = field.before();
        set({ row, column }, () => {
          const lands = output.text(row, column);
          const [added, summed] = [SLIDE + PRODUCTS, SLIDE + PRODUCTS + CLOSE];
          live.say(said(), summed + SUM);
          const products = field.products();
          const boxOf = (node) => node.getBoundingClientRect();
          const fly = (node, i) =>
            // What adds nothing need not fly.
            state.products[i] && ui.fliesFrom(node, boxOf(products[i]), SLIDE, PRODUCTS);
          return [
            ...field.visits(was),
            ...(field.isDense() ? [] : products.map((each) => ui.appears(each, SLIDE - 60, 60))),
            ...(sum.isMany()
              ? [ui.fliesFrom(sum.slots, boxOf(field.pane), SLIDE, PRODUCTS, true)]
              : sum.numbers().map(fly)),
            ...sum.closes(added, CLOSE, SUM),
            ui.appears(sum.total, summed - 80, 80),
            ui.fliesFrom(lands, sum.total.getBoundingClientRect(), summed, SUM),
          ];
        });
      }

      function change(wanted) {
        const values = Object.entries(wanted).map(([key, value]) => {
          const { min, max } = limits[key];
          return [key, Math.min(max, Math.max(min, value))];
        });
        if (values.every(([key, value]) => value === get(key))) return;
        const isLarge = state && state.sizes[0] * state.sizes[1] >= LARGE;
        const was = state && !isLarge && { size: by(state.counts), ...field.before() };
        const way = () =>
          !figure.fault.textContent
            ? [
                ...field.changes(was),
                was.size !== by(state.counts) && [
                  output.table,
                  [{ opacity: 0 }, { opacity: 1 }],
                  60,
                  140,
                ],
              ]
            : [];
        set(Object.fromEntries(values), was ? way : null);
      }

      const retyped = (row, column, value) =>
        grid(...state.sizes, (i, j) => (i === row && j === column ? value : state.picture[i][j]));

      function answer() {
        if (!asked || figure.fault.textContent || "done" in task.node.dataset) return;
        const verdict = asked.judge(state, found);
        if (verdict) task.show(verdict);
      }

      // ---- drawing ------------------------------------------------------------------------------
      function said() {
        const named = settings.map(({ words, text }) => `${words} ${text}`);
        const now = `${capital(named.join(", "))}: ${by(state.counts)} outputs. ${note.textContent} `;
        const words = `Row ${state.place[0]}, column ${state.place[1]}: ${arithmetic.sumWords(state)}.`;
        const whole = now === setup ? words : now + words;
        setup = now;
        return whole;
      }

      function draw() {
        for (const setting of settings) {
          const [one, other = one] = setting.keys.map(get);
          setting.text =
            one === other
              ? String(one)
              : `${one}${setting.keys[0] === "rows" ? "×" : ", "}${other}`;
          setting.show(one, setting.text);
        }
        host.dataset.refused = ""; // unless all of it can be drawn
        state = compute(get);
        delete host.dataset.refused;
        const { place, weights, products, counts, sizes, unread, zeros, dilation } = state;
        field.show(state);
        editor.show(weights);
        output.show(state.output, { here: place });
        output.node.style.setProperty("--most", Math.max(...counts));
        output.node.toggleAttribute("data-tiny", Math.max(...counts) > 12);
        ui.put(output.node.firstChild, `output ${by(counts)} = ${counts[0] * counts[1]}`);
        sum.show(products, state.sum);
        sum.node.toggleAttribute("data-many", sum.isMany());
        link.keep(arithmetic.written(state));
        const axes = sizes[0] === sizes[1] ? ["rows and columns"] : ["rows", "columns"];
        axes.forEach((name, axis) => lines[axis].show(`${name}: `, ...formula(state, axis)));
        lines[1].node.hidden = axes.length < 2;
        const never = unreadWords(state);
        ui.put(note, never ? `Not read: ${never}.` : "Every pixel is read.");
        ui.put(code, arithmetic.torchLine(state));
        live.say(said());
        const setting = { kernel: state.kernel, stride: state.stride, zeros, dilation };
        const numbers = { picture: state.picture, weights, products, output: state.output };
        const where = { row: place[0], column: place[1], unread, left_over: state.leftOver };
        return { ...setting, ...numbers, ...where, torch: code.textContent };
      }

      const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
      const name = make("p", { class: "cnn-name" }, "kernel");
      const kernel = make("div", { class: "cnn-sheet", "data-role": "kernel" }, name, editor.node);
      const bars = [settings.map(({ node }) => node), [...steps.nodes, figure.resetButton()]];
      live.node.classList.add("cnn-unseen");
      host.append(
        box("ca-stage", field.node, box("ca-side", kernel, output.node, note, editor.refusal)),
        box("ca-lines", ...lines.map(({ node }) => node), figure.fault, link.fault),
        sum.node,
        box("cnn-bar", ...bars.map((nodes, i) => box(i ? "cnn-bar" : "ca-settings", ...nodes))),
        box("ca-code", code, copy.node, copy.said, ...link.nodes),
        live.node,
        ...(asked ? [task.node] : []),
      );
      field.pane.addEventListener("keydown", ({ key, altKey, ctrlKey, metaKey }) => {
        if (altKey || ctrlKey || metaKey) return;
        settings.find(({ words }) => words.startsWith(key.toLowerCase()))?.focus();
      });
      figure.nudge(field.pane);
      figure.onEnd(copy.stop);
      return draw;
    },
  ),
};
