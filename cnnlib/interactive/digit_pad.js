// DigitPad: a digit is drawn, and all that a reader makes of it is seen, down to single products.
// `data-shown` holds what the Python class's `shown()` returns.
const TRAITS = [
  ...["sample", "dy", "dx", "tool", "hole", "centered", "pooled"],
  ...["layer", "channel", "row", "column"],
];
const { el: make } = ui;
const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
const clampMove = (n) => Math.min(padPaper.SIDE - 1, Math.max(1 - padPaper.SIDE, n));
const NARROW = 600; // CSS pixels: a phone
function build(figure, given) {
  const { get, host, live, set } = figure;
  host.classList.add("cnn-wide");
  const { shape, labels, pixels } = get("samples");
  const sheets = ui.fromBytes({ shape, pixels }).data;
  const [made, behind, tried] = [{}, {}, {}]; // what the layers made: now, without a hole, elsewhere
  let [layers, colors, ink, loaded, isDrawn, way, picked] = [
    null,
    null,
    null,
    null,
    false,
    [],
    null,
  ];
  let whole = null; // the picture of which the holes are tried
  let stopGhost = () => {}; // the stroke that draws itself once
  let turn = 0; // of judgments

  // ---- the parts --------------------------------------------------------------------------------
  const board = padBoard.board({
    tool: () => get("tool"),
    place: () => [get("dy"), get("dx")],
    onStroke: draws,
    onMove: (down, right) => set({ dy: clampMove(down), dx: clampMove(right) }),
    onHole: (down, right) => set({ hole: padHoles.under(down, right) }),
    onStep: (down, right) => set({ hole: padHoles.stepped(get("hole"), down, right) }),
    onEnd: judge,
    say: live.say,
  });
  const maps = ["conv1", "conv2", "conv3", "dense1"].map((layer) =>
    padMaps.layerMap({ layer, onPress: openMap }),
  );
  const answers = padAnswers.answers({
    onPress: (digit) => open({ layer: "dense2", channel: digit, row: 0, column: 0 }, []),
  });
  const read = (picture) => ui.reader.read(layers, picture, tried);
  const holes = padHoles.holes({
    read,
    onPress: (hole) => set({ hole, tool: "hole" }),
    onStep: (...step) => set({ hole: padHoles.stepped(get("hole"), ...step), tool: "hole" }),
    onEnd: figure.onEnd,
  });
  const lens = padLens.lens({
    onCell: (row, column) => set({ row, column }),
    onDown: goDown,
    onBack: (place) => open(way[place], way.slice(0, place)),
    onClose: closeLens,
    onPick: (channel) => {
      picked = channel;
      figure.refresh();
    },
  });
  const tool = ui.choice({
    ...{ label: "Tool", value: get("tool"), options: ["pen", "move", "hole", "eraser"] },
    onChange: (next) =>
      set({ tool: next, hole: next === "hole" ? padHoles.stepped(get("hole"), 0, 0) : null }),
  });
  const names = labels.map((label, i) => [
    String(i),
    labels.indexOf(label) === i ? `${label === 8 ? "an" : "a"} ${label}` : `another ${label}`,
  ]);
  const options = [...names, ["own", "your own"]];
  const sample = ui.select({ label: "Digit", value: "0", options, onChange: take });
  const clear = ui.button("Clear", () => {
    [ink, isDrawn] = [padPaper.blank(), true];
    set({ dy: 0, dx: 0, hole: null, tool: "pen" });
  });
  const [notes, accuracy] = ["dp-note", "dp-accuracy"].map((name) => make("p", { class: name }));
  const tabs = ui.choice({
    ...{ label: "Maps", value: "conv1", onChange: (next) => (host.dataset.tab = next) },
    options: [
      ...["1st", "2nd", "3rd"].map((name, i) => [`conv${i + 1}`, name]),
      ["dense1", "64"],
      ["holes", "holes"],
    ],
  });
  const task = get("task") ? figure.task(padTask.ASKED) : null;
  const units = make("ul", { class: "cnn-unseen" });

  // ---- drawing on the pad -----------------------------------------------------------------------
  /** Of the samples, ink from 0 to 1. */
  function sampleInk(at) {
    const size = padPaper.SIDE ** 2;
    const first = Math.min(at, labels.length - 1) * size;
    return Float32Array.from(sheets.subarray(first, first + size), (byte) => byte / 255);
  }

  function take(value) {
    if (value === "own") return;
    [loaded, isDrawn] = [Number(value), false];
    ink = sampleInk(loaded);
    task?.show({ text: "" });
    set({ sample: loaded, dy: 0, dx: 0 });
  }

  /** What was moved stays where it is, once one draws on it. */
  function draws(...points) {
    if (get("dy") || get("dx")) ink = padPaper.moved(ink, get("dy"), get("dx"));
    for (let i = 1; i < points.length; i++) {
      padPaper.stroke(ink, points[i - 1], points[i], get("tool"));
    }
    isDrawn = true;
    set({ dy: 0, dx: 0 });
  }

  const settings = () =>
    Object.fromEntries(["dy", "dx", "centered", "hole"].map((name) => [name, get(name)]));

  function judge() {
    if (!task || !layers || "done" in task.node.dataset) return;
    const seen = padPaper.look(ink, settings());
    const home = padPaper.look(ink, { ...settings(), dy: 0, dx: 0 });
    const now = ++turn;
    const answer = ui.reader.answerOf(made.scores);
    const about = { trained: get("trained"), label: labels[place()], isDrawn, ink, answer };
    const state = { ...settings(), ...about, shift: seen.shift, homeShift: home.shift };
    const percent = padAnswers.percent(made.chances[answer]);
    padTask.judge(
      { ...state, lost: seen.lost, percent },
      {
        read: (picture) => ui.reader.answerOf(read(picture).scores),
        show: (verdict) => now === turn && task.show(verdict),
        isStale: () => now !== turn,
      },
    );
  }

  const place = () => Math.min(get("sample"), labels.length - 1);

  // ---- the lens ---------------------------------------------------------------------------------
  function open(cell, path) {
    [way, picked] = [path, null];
    const from = boxOf(cell.layer);
    set(cell, () => lens.way(from));
  }

  /** Where the windows of a layer come from: a tile of the maps below, or the pad. */
  function boxOf(layer) {
    const below = { conv2: 0, conv3: 1, dense1: 2, dense2: 3 }[layer];
    const node = below === undefined ? board.node : maps[below].sheet;
    const area = node.getBoundingClientRect();
    return (channel) => (below === undefined ? area : maps[below].boxOf(channel, area));
  }

  function openMap(layer, channel, row, column, isPooled) {
    const { side } = padCells.LAYERS[layer];
    let cell = [row, column];
    if (row === undefined) {
      const size = side * side;
      const own = made[layer].subarray(channel * size, (channel + 1) * size);
      const best = own.indexOf(own.reduce((most, value) => Math.max(most, value)));
      cell = [Math.floor(best / side), best % side];
    } else if (isPooled) cell = padCells.winner(made[layer], side, channel, row, column);
    const at = layer === "dense1" ? [0, 0] : cell;
    open({ layer, channel, row: at[0], column: at[1] }, []);
  }

  function goDown(channel, tap) {
    const cell = padCells.within({ ...here(), layer: get("layer") });
    const next = padCells.source(made, cell, channel, tap);
    if (next) open(next, [...way, cell]);
  }

  const here = () =>
    Object.fromEntries(["channel", "row", "column"].map((name) => [name, get(name)]));

  function closeLens() {
    const { layer, sheet } = maps.find((each) => each.layer === get("layer")) ?? {};
    [way, picked] = [[], null];
    set({ layer: null });
    if (layer) sheet.focus({ preventScroll: true });
  }

  /** The open cell: the layers' values, and the picture under them. */
  function opens(picture) {
    const layer = get("layer");
    if (!layer) return null;
    return padCells.open(layers, { ...made, picture }, padCells.within({ ...here(), layer }));
  }

  // ---- drawing ----------------------------------------------------------------------------------
  const isNarrow = () => host.clientWidth > 0 && host.clientWidth < NARROW;

  function palettes() {
    const gray = padMaps.grays(host, (part) => part ** 0.7); // faint ones are seen, too
    const paper = signedLike(padMaps.grays(host, (part) => part).table);
    return { gray, signed: ui.signedPalette(host), paper };
  }

  /** `ui.paint` with a palette runs from −high to high: half of it is not used. */
  function signedLike(table) {
    return Uint32Array.from({ length: 511 }, (_, i) => table[Math.max(0, i - 255)]);
  }

  /** The pad, maps and bars of a picture; nothing else, as a stroke has 16 ms. */
  function paint(seen, cell) {
    board.show(seen.picture, {
      ...{ hole: get("hole"), shift: seen.shift, palette: colors.paper },
      seen: cell && padCells.fieldOf(cell),
    });
    if (!layers) return;
    const trail = cell ? [...way, cell] : [];
    ui.reader.read(layers, seen.picture, made);
    for (const map of maps) {
      map.paint(made, colors.gray, get("pooled"), isNarrow());
      map.mark(trail.findLast(({ layer }) => layer === map.layer));
    }
    const answer = trail.find(({ layer }) => layer === "dense2");
    answers.show(made, !seen.ink, answer?.channel ?? null);
  }

  function draw() {
    colors ??= palettes();
    if (loaded !== get("sample") || !ink) {
      [loaded, isDrawn] = [get("sample"), false];
      ink = sampleInk(loaded);
    }
    stopGhost();
    const seen = padPaper.look(ink, settings());
    const layer = get("layer");
    const cell = layer && padCells.within({ ...here(), layer });
    paint(seen, cell);
    tool.show(get("tool"));
    sample.show(isDrawn ? "own" : String(place()));
    host.toggleAttribute("data-lens", Boolean(layer));
    const [dy, dx] = [get("dy"), get("dx")];
    ui.put(notes, layers ? padWords.note(seen, dy, dx) : "The reader is on its way.");
    if (!layers) return {};
    const opened = opens(seen.picture);
    if (opened && picked !== null && picked >= opened.terms.length) picked = null;
    lens.show(opened, { path: way, picked, made, palette: colors.paper });
    tryHoles(seen);
    const lines = padWords.units(made);
    if (!units.children.length) units.append(...lines.map(() => make("li")));
    lines.forEach((line, i) => ui.put(units.children[i], line));
    const told = seen.ink ? padAnswers.told(made) : "The pad is empty.";
    live.say(opened ? padWords.cell(opened) : told);
    const hole = get("hole");
    return {
      ...{ label: isDrawn ? null : labels[place()], ink: seen.ink, lost: seen.lost },
      ...{ moved: [dy, dx], shift: seen.shift },
      hole: hole === null ? null : padPaper.cornerOf(hole),
      ...{ accuracy: get("accuracy"), layer },
      ...padWords.shown(made, opened),
    };
  }

  function tryHoles(seen) {
    if (!whole || whole.some((value, i) => value !== seen.whole[i])) {
      whole = seen.whole;
      const without = get("hole") === null ? made : ui.reader.read(layers, whole, behind);
      holes.begin(whole, without, colors.signed);
    }
    holes.show(get("hole"), made);
  }

  /** A hand draws once, so that one sees that one can. */
  function drawGhost() {
    if (ui.lessMotion() || isDrawn || get("layer") || !ui.inView(board.node)) return;
    const stop = padGhost.draw({
      ...{ host, ink, done: figure.refresh },
      paint: (sketch) => paint(padPaper.look(sketch, settings()), null),
    });
    stopGhost = stop;
    figure.onEnd(stop);
  }

  // ---- all together -----------------------------------------------------------------------------
  function pooling(on) {
    if (!layers || !on) return set({ pooled: on });
    const ghosts = maps
      .filter(({ layer }) => padCells.POOLS[layer])
      .map((map) => [map.sheet, map.winners(made, colors.gray)]);
    return set({ pooled: on }, () =>
      ghosts.map(([sheet, copy]) => figure.motion.fades(sheet, copy, 200, 200)),
    );
  }

  const pooled = ui.toggle({
    ...{ label: "After pooling (p)", value: get("pooled"), onChange: pooling },
  });
  host.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("select")) return;
    if (event.key === "p") pooling(!get("pooled"));
  });
  figure.onReset(() => {
    [ink, loaded, isDrawn, way, picked] = [null, null, false, [], null];
    turn += 1;
    tabs.show("conv1");
    host.dataset.tab = "conv1";
  });
  figure.onEnd(
    ui.onTheme(host, () => {
      [colors, whole] = [null, null];
      figure.refresh();
    }),
  );
  const widths = new ResizeObserver(() => layers && figure.refresh());
  widths.observe(host);
  figure.onEnd(() => widths.disconnect());

  accuracy.textContent = padWords.reader(get("trained"), get("accuracy"));
  live.node.classList.add("cnn-unseen");
  host.dataset.tab = "conv1";
  tabs.node.classList.add("dp-tabs");
  tool.node.classList.add("dp-tools");
  const row = box("dp-row", sample.node, clear, figure.resetButton());
  const left = box("dp-left", board.node, tool.node, row, notes, accuracy);
  const hint = make("p", { class: "dp-hint" }, "Press a cell or a bar: it opens.");
  const switches = box("dp-switches", pooled.node, figure.toggle("centered", "Centering"), hint);
  host.append(
    box(
      "dp-stage",
      left,
      box("dp-maps", tabs.node, ...maps.map(({ node }) => node), switches),
      box("dp-right", answers.node, holes.node),
    ),
    ...[figure.fault, live.node, units, lens.node, ...(task ? [task.node] : [])],
  );
  const ready = (all) => {
    layers = all;
    figure.refresh();
    figure.onEnd(ui.whenSeen(board.node, drawGhost));
  };
  const fail = ({ message }) => (figure.fault.textContent = message);
  const missing = "The weights of this figure are missing.";
  const how = { host, given, name: get("frames"), unpack: ui.reader.unpack, missing };
  layers = ui.arrival({ ...how, ready, fail, onEnd: figure.onEnd });
  if (layers) figure.onEnd(ui.whenSeen(board.node, drawGhost));
  return () => {
    pooled.show(get("pooled"));
    return draw();
  };
}

export default {
  render({ model, el }) {
    const inline = el.querySelector("script.cnnlib-frames"); // a figure clears its element
    const given = model.get("weights") || (inline && JSON.parse(inline.textContent)[0]);
    return ui.explorable("DigitPad", TRAITS, (figure) => build(figure, given))({ model, el });
  },
};
