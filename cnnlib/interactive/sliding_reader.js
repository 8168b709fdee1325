// SlidingReader: a reader of 28×28 pixels slides over a page of digits, which are carried about.
// `data-shown` holds what the Python class's `shown()` returns.
const TRAITS = ["tray", "laid", "row", "column", "answers", "trained", "counted", "work"];
const { COLUMNS, ROWS } = slideNet;
const [GLIDE, LAY] = [120, 600]; // milliseconds: from place to place, and to lay the crop on the map
const { el: make } = ui;
const rounded = (number) => Number(number.toFixed(3));
const clamp = (value, most) => Math.min(most, Math.max(0, value));

function build(figure, given) {
  const { get, host, live, set } = figure;
  const tray = slideDigits.trayOf(get("tray"));
  let [layers, late, colors, carrying, touched] = [null, true, null, false, false];
  let drawn = {}; // the answers that stand there, and of which place
  host.classList.add("cnn-wide");

  // ---- the parts --------------------------------------------------------------------------------
  const paper = slidePaper.paper({
    tray,
    onFrame: (row, column) => moveTo(row, column),
    onMove: (index, place) => {
      carrying = true;
      lay(index, place);
    },
    onDrop: (index, isOut) => {
      carrying = false;
      if (isOut) remove(index);
      else judge();
    },
    onRemove: remove,
    onLay: add,
  });
  const map = slideGrids.maps(moveTo);
  const grid = slideGrids.answers(moveTo);
  const bars = slideGrids.bars();
  const words = slideWords.words(get("trained"));
  const clear = ui.button("Clear", () => change([]));
  const task = get("task") ? figure.task(slideTask.ASKED) : null;
  const isDone = () => "done" in task.node.dataset;

  // ---- what the visitor does --------------------------------------------------------------------
  function change(laid) {
    touched = true;
    set({ laid });
  }

  function lay(index, place) {
    const [which] = get("laid")[index];
    change(get("laid").with(index, [which, ...slideDigits.inside(place)]));
  }

  function remove(index) {
    change(get("laid").toSpliced(index, 1));
  }

  function add(which, place) {
    const laid = get("laid");
    const { most } = get("tray");
    if (laid.length === most) {
      live.say(`There is room for ${most} digits: drag one off the page.`);
      return null;
    }
    change([...laid, [which, ...slideDigits.inside(place ?? slideDigits.roomFor(laid))]]);
    return laid.length;
  }

  function moveTo(down, right, isSlow = false) {
    const [row, column] = [clamp(down, ROWS - 1), clamp(right, COLUMNS - 1)];
    if (row === get("row") && column === get("column") && !isSlow) return;
    const marks = [paper.frame, map.frame, grid.frame];
    const before = marks.map((mark) => mark.getBoundingClientRect());
    set({ row, column }, () => {
      const glides = marks.map((mark, i) => ui.comesFrom(mark, before[i], 0, GLIDE));
      if (!isSlow) return glides;
      return [...glides, ui.fliesFrom(map.own, before[0], GLIDE, LAY, true)];
    });
  }

  const player = slideClock.player({
    figure,
    at: () => get("row") * COLUMNS + get("column"),
    go: (place, isFirst) => moveTo(Math.floor(place / COLUMNS), place % COLUMNS, isFirst),
    canPlay: () => Boolean(drawn.known),
  });

  function judge() {
    const { known, isNew } = drawn;
    if (!task || !touched || carrying || !isNew || isDone()) return;
    const { places } = known;
    task.show(slideTask.judge({ tray, laid: get("laid"), trained: get("trained"), places }));
  }

  const reading = slideClock.reading({
    figure,
    layers: () => layers,
    late: () => late,
    onRead: () => {
      late = false;
      figure.refresh();
      judge();
    },
    onCompared: words.compared,
  });

  // ---- drawing ----------------------------------------------------------------------------------
  const entry = get("guess") && ui.assetUrl("") !== null ? ui.progress(get("guess")) : null;
  const isCounted = () => get("counted") || Boolean(entry?.read().tries);
  if (entry) figure.onEnd(ui.progress.watch(() => figure.refresh()));

  function draw() {
    if (!colors) {
      colors = { ...ui.colorsOf(host), signed: ui.signedPalette(host) };
      paper.onTheme(colors.text);
    }
    const [row, column, laid] = [get("row"), get("column"), get("laid")];
    const page = slideDigits.pageOf(tray, laid);
    paper.show({ page, digits: laid, row, column, color: colors.text });
    host.dataset.answers = get("answers");
    const counted = words.cost(get("work"), isCounted());
    const known = layers && reading.known(JSON.stringify(laid), page);
    if (!known) {
      words.wait();
      return {};
    }
    const isNew = known.key === JSON.stringify(laid);
    host.toggleAttribute("data-older", !isNew);
    const here = known.places[row * COLUMNS + column];
    const crop = cropAt(known, row, column);
    const there = new Set(laid.map(([which]) => tray[which].label));
    const { right, wrong } = slideNet.count(known.places, there);
    map.show({ map: known.map, crop: crop.map, row, column, palette: colors.signed });
    grid.show(known.places, there, row, column);
    paper.written.show(known.places, there);
    bars.show(here);
    const said = words.show({ row, column, here, right, wrong, apart: crop.apart });
    words.compared(known);
    const isOther = drawn.known && drawn.known !== known;
    if (!player.isPlaying() && isNew) live.say(isOther ? said.page : said.place);
    drawn = { known, isNew, row, column, crop };
    return {
      digits: laid.map(([which, ...place]) => [tray[which].label, ...place]),
      ...{ row, column, answers: get("answers"), answer: here.answer },
      ...{ probability: rounded(here.probability), chances: here.chances.map(rounded), ...counted },
      ...{ difference: crop.difference, right, false: wrong },
    };
  }

  function cropAt(known, row, column) {
    const isSame = drawn.known === known && drawn.row === row && drawn.column === column;
    return isSame ? drawn.crop : slideNet.compare(layers, known, row, column);
  }

  figure.onReset(() => {
    [carrying, touched, drawn] = [false, false, {}];
    reading.forget(); // so that the first page is read at once
  });
  figure.onEnd(
    ui.onTheme(host, () => {
      colors = null;
      figure.refresh();
    }),
  );
  live.node.classList.add("cnn-unseen");
  const stage = slideStage.stage({ paper, words, map, grid, bars });
  const written = figure.choice("answers", "Write", slideStage.WRITTEN);
  host.append(
    make("div", { class: "cnn-bar" }, ...player.nodes, clear, figure.resetButton(), written),
    stage,
    ...[figure.fault, live.node, ...(task ? [task.node] : [])],
  );
  figure.nudge(paper.grip);
  figure.onPaper(() => ({ answers: "all" }));
  const ready = (all) => {
    layers = all;
    figure.refresh();
  };
  const fail = ({ message }) => (figure.fault.textContent = message);
  layers = ui.arrival({
    ...{ host, given, name: get("frames"), ready, fail, onEnd: figure.onEnd },
    ...{ unpack: ui.reader.unpack, missing: "The reader's weights are missing." },
  });
  late = !layers;
  return draw;
}

export default {
  render({ model, el }) {
    const inline = el.querySelector("script.cnnlib-frames"); // a figure clears its element
    const given = model.get("weights") || (inline && JSON.parse(inline.textContent)[0]);
    return ui.explorable("SlidingReader", TRAITS, (figure) => build(figure, given))({ model, el });
  },
};
