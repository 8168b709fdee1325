// PaddingExplorer: one strip under three policies of padding, one above the other, on one scale.
// `data-shown` holds what the Python class's `shown()` returns.
const { counted, el: make, listed } = ui;
const WIDTHS = [1, 3, 5];
const half = (kernel) => (kernel - 1) / 2;

/** The policies: their names, and what `core` takes as padding. */
const POLICIES = [
  { key: "valid", called: "VALID", padding: () => "valid" },
  { key: "same", called: "SAME", padding: () => "same" },
  { key: "torch", called: "PyTorch", padding: half },
];
const WHOSE = { VALID: "TensorFlow, Keras", SAME: "TensorFlow, Keras" };

/** What each strip shows, and in how many outputs SAME and PyTorch differ. */
function compute(get) {
  const [size, kernel, stride] = ["size", "kernel", "stride"].map(get);
  const counts = POLICIES.map(({ padding }) =>
    core.output_size(size, kernel, stride, padding(kernel)),
  );
  const place = Math.min(get("place"), Math.max(...counts) - 1);
  const lanes = Math.ceil(kernel / stride); // so many brackets overlap
  const { max } = get("limits").size;
  const room = half(Math.max(...WIDTHS));
  const strips = POLICIES.map(({ key, padding }, i) => {
    const own = padding(kernel);
    const zeros = { valid: [0, 0], same: core.same_padding(size, kernel, stride) }[key] ?? [
      own,
      own,
    ];
    const unread = core.unreached(size, kernel, stride, own).map((cell) => cell + 1);
    const found = ui.stopsOn({ size, kernel, stride, zeros, room, count: counts[i] });
    for (const stop of found.stops) stop.line %= lanes;
    const here = { place: Math.min(place, counts[i] - 1), away: place >= counts[i] };
    const visited = new Set(found.stops.keys());
    const columns = max + 2 * room;
    return { ...found, size, kernel, stride, zeros, unread, ...here, visited, columns };
  });
  const [, same, torch] = strips.map(({ stops }) => stops.map(({ sum }) => sum));
  const differ = same.filter((sum, i) => sum !== torch[i]).length;
  return { size, kernel, stride, place, lanes, strips, differ, count: same.length };
}

/** How the outputs of SAME and PyTorch compare: there are always as many. */
function compared({ differ, count }) {
  if (!differ) return "SAME and PyTorch agree: the same numbers.";
  const numbers = differ === count ? "every number different" : `${differ} of ${count} different`;
  return `SAME and PyTorch: the same size, ${numbers}.`;
}

/** How the task stands, if they have `agreed` at these strides of the present length. */
function judge({ size, kernel, stride, strips, differ }, agreed) {
  if (kernel === 1) {
    return { text: "A window of 1 needs no zeros, so all three agree. Take a wider one." };
  }
  if (stride === 1) {
    return { text: "With stride 1 they agree at every length. Longer steps set them apart." };
  }
  if (differ) {
    const [, same, torch] = strips.map(({ zeros }) => zeros);
    const earlier = counted(torch[0] - same[0], "cell");
    const adds = `SAME adds (${same.join(", ")}), PyTorch (${torch.join(", ")})`;
    return { text: `${adds}: each window of PyTorch lies ${earlier} earlier.` };
  }
  if (agreed.size === 1) {
    const other = stride === 2 ? 3 : 2;
    return {
      text: `Here they agree, with stride ${stride}. Now with stride ${other}, same length.`,
    };
  }
  const why = `They agree where the stride divides n − 1, and ${size} − 1 divides by 2 and by 3.`;
  const even = "Pictures of 224, 112 or 56 are even: there stride 2 sets the two apart.";
  return { done: true, text: `${why} ${even}` };
}

export default {
  render: ui.explorable("PaddingExplorer", ["size", "kernel", "stride", "place"], (figure) => {
    const { get, host, live, set } = figure;
    let state;
    const agreed = new Map(); // length -> the strides, above 1, at which SAME and PyTorch agreed

    // ---- the parts ------------------------------------------------------------------------------
    const rows = POLICIES.map(({ called }) => {
      const strip = ui.strip({ label: `${called} window`, onStop: moveTo });
      const [whose, adds, left] = ["small", "span", "span"].map((tag) => make(tag));
      const sum = ui.roleLine();
      const head = make("div", { class: "pe-head" }, make("strong", {}, called), whose, adds, left);
      head.append(sum.node);
      const node = make("div", { class: "pe-policy", role: "group", "aria-label": called });
      node.append(head, make("div", { class: "pe-strip" }, strip.node));
      return { called, strip, whose, adds, left, sum, node };
    });
    const verdict = make("p", { class: "pe-compared" });
    const steps = ui.stepper({
      figure,
      handle: rows[1].strip.pane,
      count: () => state?.count ?? 1,
      at: () => state?.place ?? 0,
      go: moveTo,
    });
    const setting = (name, key) => {
      const onChange = (value) => change(key, value);
      return { key, ...ui.windowSetting({ name, limits: get("limits")[key], onChange }) };
    };
    const width = ui.choice({
      label: "kernel",
      options: WIDTHS.map((each) => [each, String(each)]),
      onChange: (value) => change("kernel", value),
    });
    const settings = [setting("n", "size"), setting("stride", "stride")];
    const task = figure.task(
      "Find the one length n here at which SAME and PyTorch give the same numbers with stride 2, and with " +
        "stride 3, too. The window must be wider than one cell.",
    );

    // ---- moving: the new state at once, then the way there --------------------------------------
    function moveTo(place) {
      const from = state.place;
      set({ place }, () =>
        rows.flatMap(({ strip }, i) => {
          const { away, stops } = state.strips[i];
          return away || from >= stops.length ? [] : strip.visits(from);
        }),
      );
    }

    function change(name, value) {
      if (value === get(name)) return;
      const before = state.strips;
      set({ [name]: value }, () =>
        rows.flatMap(({ strip }, i) =>
          strip.changes(before[i], (_, stop) => before[i].stops[stop]),
        ),
      );
      const { size, kernel, stride, differ } = state;
      if (!agreed.has(size)) agreed.set(size, new Set());
      if (kernel > 1 && stride > 1 && !differ) agreed.get(size).add(stride);
      if (!("done" in task.node.dataset)) task.show(judge(state, agreed.get(size)));
    }

    // ---- drawing --------------------------------------------------------------------------------
    function draw() {
      state = compute(get);
      const { size, kernel, stride, place, lanes, strips, differ } = state;
      width.show(kernel);
      for (const each of settings) each.show(get(each.key));
      host.style.setProperty("--lanes", lanes);
      const sums = rows.map(({ called, strip, whose, adds, left, sum }, i) => {
        const { zeros, unread, away, stops, place: here } = strips[i];
        whose.textContent = WHOSE[called] ?? `padding=${half(kernel)}`;
        adds.textContent = `adds (${zeros.join(", ")}): ${counted(stops.length, "output")}`;
        left.textContent = unread.length ? `${listed(unread)} unread` : "";
        strip.show(strips[i]);
        strip.node.toggleAttribute("data-away", away);
        const added = [
          ["input", stops[here].terms.join(" + ")],
          " = ",
          ["output", stops[here].sum],
        ];
        sum.show(...(away ? [`no stop ${place + 1}`] : added));
        return `${called} ${away ? "none" : stops[here].sum}`;
      });
      verdict.textContent = compared(state);
      const setup = `n ${size}, kernel ${kernel}, stride ${stride}: ${compared(state)}`;
      live.say(`${setup} Stop ${place + 1}: ${sums.join(", ")}.`);
      const shown = strips.map(({ zeros, unread, stops }) => {
        return { zeros, unread, output: stops.map(({ sum }) => sum) };
      });
      const [valid, same, torch] = shown;
      return { size, kernel, stride, place, valid, same, torch, differ };
    }

    figure.onReset(() => agreed.clear());
    live.node.classList.add("cnn-unseen");
    const bar = (...nodes) => make("div", { class: "cnn-bar" }, ...nodes);
    const controls = [...settings, width].map(({ node }) => node);
    host.append(
      ...rows.map(({ node }) => node),
      verdict,
      figure.fault,
      bar(bar(...controls), bar(...steps.nodes, figure.resetButton())),
      live.node,
      ...(get("task") ? [task.node] : []),
    );
    figure.nudge(rows[1].strip.pane);
    return draw;
  }),
};
