// DigitPad: a digit is drawn, and all that a reader makes of it is seen, down to single products.
// `data-shown` holds what the Python class's `shown()` returns.
const TRAITS = [
  ...["sample", "dy", "dx", "tool", "line", "hole", "centered", "pooled", "fine"],
  ...["layer", "channel", "row", "column"],
];
const { el: make } = ui;
const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
const clampMove = (n) => Math.min(padPaper.SIDE - 1, Math.max(1 - padPaper.SIDE, n));
const NARROW = 600; // CSS pixels: a phone
function build(figure, given) {
  const { get, host, live, set } = figure;
  host.classList.add("cnn-wide");
  const [made, behind, tried] = [{}, {}, {}]; // what the layers made: now, without a hole, elsewhere
  let [layers, colors, whole] = [null, null, null]; // `whole` is the picture whose holes are tried
  let stopGhost = () => {}; // the stroke that draws itself once

  // ---- the parts --------------------------------------------------------------------------------
  const drawing = padDrawing.drawing(figure);
  const board = padBoard.board({
    tool: () => get("tool"),
    place: () => [get("dy"), get("dx")],
    onStroke: drawing.draws,
    onMove: (down, right) => set({ dy: clampMove(down), dx: clampMove(right) }),
    onHole: (down, right) => set({ hole: padHoles.under(down, right) }),
    onStep: (down, right) => set({ hole: padHoles.stepped(get("hole"), down, right) }),
    onEnd: () => layers && task?.look(),
    say: live.say,
  });
  const maps = ["conv1", "conv2", "conv3", "dense1"].map((layer) =>
    padMaps.layerMap({ layer, onPress: (...cell) => way.openMap(...cell) }),
  );
  const way = padWay.way({ figure, made, maps, board });
  const answers = padAnswers.answers({
    onPress: (digit) => way.open({ layer: "dense2", channel: digit, row: 0, column: 0 }),
  });
  const read = (picture) => ui.reader.read(layers, picture, tried);
  const holes = padHoles.holes({
    read,
    onPress: (hole) => set({ hole, tool: "hole" }),
    onStep: (...step) => set({ hole: padHoles.stepped(get("hole"), ...step), tool: "hole" }),
    onEnd: figure.onEnd,
    more: figure.toggle("fine", "all 22×22"),
  });
  const task = get("task") ? padTask.asked({ figure, drawing, made, read }) : null;
  const tools = padTools.tools({ figure, drawing, onTake: () => task?.rest() });
  const tabs = padTools.tabs(host);
  const [notes, accuracy] = ["dp-note", "dp-accuracy"].map((name) => make("p", { class: name }));
  const units = make("ul", { class: "cnn-unseen" });

  // ---- drawing ----------------------------------------------------------------------------------
  /** On paper, too, maps lie as on a desk: a finger needs no room there. */
  const isNarrow = () => {
    const { clientWidth, dataset } = host;
    return clientWidth > 0 && clientWidth < NARROW && !("paper" in dataset);
  };

  /** The pad, maps and bars of a picture; nothing else, as a stroke has 16 ms. */
  function paint(seen, trail) {
    const cell = trail.at(-1);
    board.show(seen.picture, {
      ...{ hole: get("hole"), shift: seen.shift, palette: colors.paper },
      seen: cell && padCells.fieldOf(cell),
    });
    if (!layers) return;
    ui.reader.read(layers, seen.picture, made);
    for (const map of maps) {
      map.paint(made, colors.gray, get("pooled"), isNarrow());
      map.mark(trail.findLast(({ layer }) => layer === map.layer));
    }
    const answer = trail.find(({ layer }) => layer === "dense2");
    answers.show(made, !seen.ink, answer?.channel ?? null);
  }

  function draw() {
    colors ??= padColors.palettes(host);
    stopGhost();
    const seen = drawing.look();
    paint(seen, way.trail());
    tools.show();
    pooled.show(get("pooled"));
    const layer = get("layer");
    host.toggleAttribute("data-lens", Boolean(layer));
    const moved = [get("dy"), get("dx")];
    ui.put(notes, layers ? padWords.note(seen, ...moved) : "The reader is on its way.");
    if (!layers) return {};
    const opened = way.show(layers, seen.picture, colors.paper);
    thread.show(way.trail(), get("pooled"));
    tryHoles(seen);
    padWords.list(units, made);
    const told = seen.ink ? padAnswers.told(made) : "The pad is empty.";
    live.say(opened ? padWords.cell(opened) : told);
    const hole = get("hole");
    return {
      ...{ label: drawing.isDrawn() ? null : drawing.label(), ink: seen.ink, lost: seen.lost },
      ...{ moved, shift: seen.shift, hole: hole === null ? null : padPaper.cornerOf(hole) },
      ...{ holes: (padPaper.PLACES / (get("fine") ? 1 : 2)) ** 2 },
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
    holes.show(get("hole"), made, get("fine"));
  }

  /** A hand draws once, so that one sees that one can. */
  function drawGhost() {
    if (ui.lessMotion() || drawing.isDrawn() || get("layer") || !ui.inView(board.node)) return;
    const stop = padGhost.draw({
      ...{ host, ink: drawing.now(), done: figure.refresh },
      paint: (sketch) => paint(drawing.look(sketch), []),
    });
    stopGhost = stop;
    figure.onEnd(stop);
  }

  /** Maps shrink in place, and the cells that win are seen once more. */
  function pooling(on) {
    if (!layers || !on) return set({ pooled: on });
    const ghosts = maps
      .filter(({ layer }) => padCells.POOLS[layer])
      .map((map) => [map.sheet, map.winners(made, colors.gray)]);
    return set({ pooled: on }, () =>
      ghosts.map(([sheet, copy]) => figure.motion.fades(sheet, copy, 200, 200)),
    );
  }

  // ---- all together -----------------------------------------------------------------------------
  const pooled = ui.toggle({
    ...{ label: "After pooling (p)", value: get("pooled"), onChange: pooling },
  });
  host.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("select")) return;
    if (event.key === "p") pooling(!get("pooled"));
  });
  for (const each of [drawing.forget, way.forget, tabs.reset]) figure.onReset(each);
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
  const hint = make("p", { class: "dp-hint" }, "Press a cell or a bar: it opens.");
  const switches = box("dp-switches", pooled.node, figure.toggle("centered", "Centering"), hint);
  const stage = box(
    "dp-stage",
    box("dp-left", board.node, ...tools.nodes, notes, accuracy),
    box("dp-maps", tabs.node, ...maps.map(({ node }) => node), switches),
    box("dp-right", answers.node, holes.node),
  );
  const thread = padThread.thread({ stage, board, maps, answers, figure });
  host.append(stage, ...[figure.fault, live.node, units, way.node, ...(task ? [task.node] : [])]);
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
  return draw;
}

export default {
  render({ model, el }) {
    const inline = el.querySelector("script.cnnlib-frames"); // a figure clears its element
    const given = model.get("weights") || (inline && JSON.parse(inline.textContent)[0]);
    return ui.explorable("DigitPad", TRAITS, (figure) => build(figure, given))({ model, el });
  },
};
