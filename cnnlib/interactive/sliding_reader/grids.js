// Beside the page: conv3's map with the frame of 3×3, the 120 answers, the bars of one of them.
const slideGrids = (() => {
  const { CELLS, CLASSES, COLUMNS, ROWS } = slideNet;
  const { el } = ui;
  const [MAP_ROWS, MAP_COLUMNS] = [ROWS + CELLS - 1, COLUMNS + CELLS - 1];

  /** The mean over the channels of each place, as an array. */
  function meanOf({ shape: [channels, height, width], data }) {
    const mean = new Float64Array(height * width);
    data.forEach((value, i) => (mean[i % (height * width)] += value / channels));
    return { shape: [height, width], data: mean };
  }

  /** Something with a frame in it that is pressed or dragged to another place, counted in cells. */
  function board(name, label, [rows, columns], size, onPlace, ...layers) {
    const frame = el("i", { class: "sr-mark" });
    const access = { role: "group", tabindex: -1, "aria-label": label };
    const node = el("div", { class: `sr-board ${name}`, ...access }, ...layers, frame);
    ui.pointable(node, {
      onPoint: (x, y) =>
        onPlace(...[y * rows, x * columns].map((at) => Math.floor(at - (size - 1) / 2))),
      onStep: () => {},
    });
    frame.style.width = `${(100 * size) / columns}%`;
    frame.style.height = `${(100 * size) / rows}%`;
    const put = (mark, row, column) => {
      mark.style.top = `${(100 * row) / rows}%`;
      mark.style.left = `${(100 * column) / columns}%`;
    };
    return { node, frame, put: (row, column) => put(frame, row, column), lay: put };
  }

  /** `show({ map, own, row, column, palette })`: the page's map, and the crop's own 3×3 upon it. */
  function maps(onPlace) {
    const [canvas, own] = ["sr-whole", "sr-own"].map((name) =>
      el("canvas", { class: name, "aria-hidden": "true" }),
    );
    const size = [MAP_ROWS, MAP_COLUMNS];
    const made = board("sr-map", "Map of conv3, 10 rows of 17", size, CELLS, onPlace, canvas, own);
    own.style.width = made.frame.style.width;
    own.style.height = made.frame.style.height;
    let painted = [];
    function show({ map, crop, row, column, palette }) {
      made.put(row, column);
      made.lay(own, row, column);
      if ([map, crop, palette].every((each, i) => each === painted[i])) return;
      painted = [map, crop, palette];
      const mean = meanOf(map);
      const high = ui.largest(mean) || 1;
      ui.paint(canvas, mean, { palette, high });
      ui.paint(own, meanOf(crop), { palette, high });
    }
    return { ...made, own, show };
  }

  /** `show(places, there, row, column)` */
  function answers(onPlace) {
    const written = slidePaper.numerals("sr-numerals");
    const label = "Answers, 8 rows of 15";
    const made = board("sr-answers", label, [ROWS, COLUMNS], 1, onPlace, written.node);
    function show(places, there, row, column) {
      written.show(places, there);
      made.put(row, column);
    }
    return { ...made, show };
  }

  /** Ten bars: `show({ chances, answer })`. */
  function bars() {
    const { node, show } = ui.chances({ label: "Answer at the frame", count: CLASSES });
    node.classList.add("sr-bars");
    return { node, show: ({ chances, answer }) => show(chances, answer) };
  }

  return { answers, bars, maps };
})();
