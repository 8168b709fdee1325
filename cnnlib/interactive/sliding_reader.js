// SlidingReader: a reader of 28×28 pixels slides over a page of digits, which are carried about.
// `data-shown` holds what the Python class's `shown()` returns.
const TRAITS = ["tray", "laid", "row", "column", "answers", "trained", "counted", "work"];
const { COLUMNS, ROWS, STRIDE, SURE } = slideNet;
const [GLIDE, LAY, MOST] = [120, 600, 6]; // milliseconds of two ways; digits on the page
const { el: make, put } = ui;
const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
const clamp = (value, most) => Math.min(most, Math.max(0, value));
const millions = (count, digits = 1) => `${(count / 1e6).toFixed(digits)} M`;
const tiny = (value) => (value ? value.toExponential(0).replace("e-", "e−") : "0");

function build(figure, given) {
  const { get, host, live, motion, set } = figure;
  const tray = slideDigits.trayOf(get("tray"));
  let [layers, known, colors, carrying, touched] = [null, null, null, false, false];
  const key = () => JSON.stringify(get("laid"));
  const isNew = () => known?.key === key();
  const labels = () => new Set(get("laid").map(([which]) => tray[which].label));
  host.classList.add("cnn-wide");

  // ---- the parts --------------------------------------------------------------------------------
  const paper = slidePaper.paper({
    tray,
    onFrame: (row, column) => moveTo(row, column),
    onGrip: () => {},
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
  const [where, note, sure, work, compared] = Array.from({ length: 5 }, () => make("p"));
  where.classList.add("sr-where");
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
    if (laid.length === MOST) {
      live.say(`There is room for ${MOST} digits: drag one off the page.`);
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
    canPlay: () => Boolean(known),
  });

  function judge() {
    if (!task || !touched || carrying || !isNew() || isDone()) return;
    task.show(slideTask.judge({ tray, laid: get("laid"), trained: get("trained"), ...known }));
  }

  // ---- the reading ------------------------------------------------------------------------------
  const reading = slideClock.reading({
    figure,
    layers: () => layers,
    onRead: (value) => {
      keep(value);
      figure.refresh();
      judge();
    },
    compare,
  });
  const pages = new WeakMap(); // which digits a page is of

  function pageNow() {
    const page = slideDigits.pageOf(tray, get("laid"));
    pages.set(page, key());
    return page;
  }

  function keep(value) {
    known = { ...value, key: pages.get(value.page), done: 0, most: 0 };
  }

  /** One picture more is cut out and read, and compared with the page; false after the last one. */
  function compare() {
    if (!known || known.done === ROWS * COLUMNS) return false;
    const { done, page, places } = known;
    const crop = slideNet.crop(layers, page, Math.floor(done / COLUMNS), done % COLUMNS);
    known.most = Math.max(known.most, slideNet.furthest(crop.scores, places[done].scores));
    known.done += 1;
    tellCompared();
    return true;
  }

  function tellCompared() {
    const { done, most } = known;
    const count = done < ROWS * COLUMNS ? `${done} of 120` : "All 120";
    const words = done ? `, largest difference of a score ${tiny(most)}` : "";
    put(compared, `${count} crops read one by one${words}.`);
  }

  // ---- drawing ----------------------------------------------------------------------------------
  const entry = get("guess") && ui.assetUrl("") !== null ? ui.progress(get("guess")) : null;
  const isCounted = () => get("counted") || Boolean(entry?.read().tries);
  if (entry) figure.onEnd(ui.progress.watch(() => figure.refresh()));

  function workOf() {
    if (!isCounted()) {
      put(work, "Work: guess first, above. Then it stands here.");
      return { macs: null, crops: null };
    }
    const { crop, page } = get("work");
    const crops = ROWS * COLUMNS * crop;
    const times = (crops / page).toFixed(1);
    put(
      work,
      `Multiply-adds: one crop ${millions(crop, 2)}, the page ${millions(page)}; ` +
        `120 crops ${millions(crops)}, ${times} times as many.`,
    );
    return { macs: page, crops };
  }

  function draw() {
    if (!colors) {
      colors = { ...ui.colorsOf(host), signed: ui.signedPalette(host) };
      paper.onTheme(colors.text);
    }
    const [row, column, laid] = [get("row"), get("column"), get("laid")];
    const page = pageNow();
    paper.show({ page, digits: laid, row, column, color: colors.text });
    host.dataset.answers = get("answers");
    const counted = workOf();
    if (!layers) {
      put(where, "The reader's weights are on their way.");
      return {};
    }
    if (!known) keep(reading.now(page));
    else if (!isNew()) reading.ask(page);
    host.toggleAttribute("data-older", !isNew());
    const here = known.places[row * COLUMNS + column];
    const crop = slideNet.crop(layers, known.page, row, column);
    const difference = slideNet.furthest(crop.scores, here.scores);
    const there = labels();
    const isThere = (answer) => there.has(answer);
    map.show({ map: known.map, crop: crop.map, row, column, palette: colors.signed });
    grid.show(known.places, isThere, row, column);
    paper.written.show(known.places, isThere);
    bars.show(here);
    const { right, wrong } = slideNet.count(known.places, there);
    const percent = `${Math.round(100 * here.probability)} percent`;
    const said = `Row ${row + 1}, column ${column + 1} of 8 by 15: reads ${here.answer}, ${percent}.`;
    put(where, said.replace(" percent", " %"));
    const apart = slideNet.furthest(slideNet.under(known.map, row, column), crop.map.data);
    put(
      note,
      "conv3 in the frame: the 576 numbers of the crop alone, " +
        `largest difference ${tiny(apart)}.`,
    );
    put(
      sure,
      `Windows surer than ${SURE}: ${right} of a digit that lies there, ` +
        `${wrong} of one that does not (underlined).`,
    );
    tellCompared();
    if (!player.isPlaying() && isNew()) live.say(said);
    return {
      digits: laid.map(([which, ...place]) => [tray[which].label, ...place]),
      ...{ row, column, answers: get("answers"), answer: here.answer },
      ...{ probability: here.probability, chances: here.chances, ...counted },
      ...{ difference, right, false: wrong },
    };
  }

  figure.onReset(() => {
    [known, carrying, touched] = [null, false, false]; // it is read at once
  });
  figure.onEnd(
    ui.onTheme(host, () => {
      colors = null;
      figure.refresh();
    }),
  );
  live.node.classList.add("cnn-unseen");
  const options = [
    ["none", "no answers"],
    ["sure", "sure ones"],
    ["all", "all"],
  ];
  const more = (words) => make("span", { class: "sr-more" }, words);
  const written = figure.choice("answers", "Write", options);
  const name = (role, ...words) => make("p", { class: "cnn-name", "data-role": role }, ...words);
  const untrained = "This reader was not trained: its weights are random, and so are its answers.";
  const said = box("sr-said", where, sure, note, compared, work);
  if (!get("trained")) said.prepend(make("p", { class: "sr-untrained" }, untrained));
  const part = (kind, title, node) => box(`sr-part sr-${kind}`, title, node);
  host.append(
    box("cnn-bar", ...player.nodes, clear, figure.resetButton(), written),
    box(
      "sr-stage",
      box("sr-left", box("sr-desk", paper.node, paper.shelf), said),
      box(
        "sr-right",
        part(
          "map-part",
          name("kernel", "conv3, 10 × 17 places", more(": mean of 64 channels")),
          map.node,
        ),
        part("grid-part", name("output", "answers, 8 × 15"), grid.node),
        part("bars-part", name("output", "at the frame"), bars.node),
      ),
    ),
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
  return draw;
}

export default {
  render({ model, el }) {
    const inline = el.querySelector("script.cnnlib-frames"); // a figure clears its element
    const given = model.get("weights") || (inline && JSON.parse(inline.textContent)[0]);
    return ui.explorable("SlidingReader", TRAITS, (figure) => build(figure, given))({ model, el });
  },
};
