// KernelLab: one kernel over one picture, as correlation and, turned by 180°, as convolution.
//
// What tests find in the figure's element:
//   [data-picture="image|correlation|convolution|difference"]  with data-shape ("96×144"), data-low
//       and data-high: the smallest and the largest value, or 0 if it lies beyond
//   [data-operation="correlation|convolution"]  the arithmetic at the marked pixel: data-row and
//       data-column of that output pixel, and data-sum (empty while it is to be predicted)
//   [data-symmetry="symmetric|antisymmetric|neither"]  the badge of the present kernel
//   .cnn-task[data-done]  once the task is solved
const FRAME = { aspect: 1.46, margin: 4 }; // a photograph, and the zeros of a full 5×5 result
const START = [0.34, 0.46]; // where the mark begins: on an edge, in the photograph and in the digit
const NAMES = ["image", "correlation", "convolution", "difference"];
const TURNED = {
  symmetric: { badge: "it is the same", difference: "zero everywhere" },
  antisymmetric: { badge: "every sign changes", difference: "twice the correlation" },
  neither: { badge: "it is another kernel", difference: "something else" },
};
const SOLVED = "Each pixel looks down and right. Turned by 180°, convolution moves the image back.";
const { el: make, formatFraction, formatNumber, fromNumbers, largest } = ui;

const turn = (kernel) => ({ shape: kernel.shape, data: kernel.data.slice().reverse() });

function symmetryOf(kernel) {
  const turned = turn(kernel).data;
  const turnsInto = (sign) => kernel.data.every((weight, i) => turned[i] === sign * weight);
  return turnsInto(1) ? "symmetric" : turnsInto(-1) ? "antisymmetric" : "neither";
}

/** What a wrong sum says about the way it was found: [[value, sentence], …]. */
function mistakes(window, { shape, data }, sums) {
  const [size] = shape;
  const middle = (size ** 2 - 1) / 2;
  const transposed = (_, i) => data[size * (i % size) + Math.floor(i / size)];
  const mirrored = (_, i) => data[i + size - 1 - 2 * (i % size)];
  const sum = (change) => core.correlate2d(window, { shape, data: data.map(change) }).data[0];
  const all = [
    [sums.convolution, "That is the convolution: you turned the kernel."],
    [sum((weight) => Math.abs(weight)), "You forgot the minus signs."],
    [sum((weight) => Math.max(0, weight)), "You left out the negative weights."],
    [sum((weight, i) => (i === middle ? weight : 0)), "That is only the middle product."],
    [-sums.correlation, "The size is right, the sign is not."],
    [sums.correlation / size ** 2, "You averaged: the products are only added."],
    [sum(() => 1), "You added the pixels: first multiply each by its weight."],
    [sum(transposed), "You exchanged the kernel's rows and columns."],
    [sum(mirrored), "You mirrored the kernel left to right."],
  ];
  // Several ways may lead to one number: the likeliest, the first, is named.
  return all.filter(([value], i) => all.findIndex(([v]) => Math.abs(v - value) < 1) === i);
}

/** The verdict on the task: what correlating with this kernel does to the image. */
function judge({ shape: [size], data }) {
  const places = [...data.keys()].filter((index) => data[index] !== 0);
  if (places.length === 0) return { text: "All zeros leave nothing of the image." };
  if (places.length > 1) return { text: "This adds several moved copies: use a single 1." };
  const weight = data[places[0]];
  const center = (size - 1) / 2;
  const down = center - Math.floor(places[0] / size);
  const right = center - (places[0] % size);
  if (down === -1 && right === -1 && weight === 1) return { done: true, text: SOLVED };
  const steps = (n, ahead, back) => (n ? [`${Math.abs(n)} ${n > 0 ? ahead : back}`] : []);
  const way = [...steps(down, "down", "up"), ...steps(right, "to the right", "to the left")];
  const look = weight < 0 ? "makes it negative" : `makes it ${weight > 1 ? "brighter" : "darker"}`;
  const also = weight === 1 ? "" : `, and also ${look}: use a 1`;
  return { text: `Here correlation moves the image ${way.join(" and ") || "nowhere"}${also}.` };
}

export default {
  render: ui.figure("KernelLab", ({ model, el }) => {
    const traits = ui.traits(model, ["kernel", "mode", "picture"], () => refresh());
    const pictures = new Map(
      model.get("pictures").map((each) => [each.name, { ...each, ...ui.fromBytes(each) }]),
    );
    const start = String(model.get("kernel"));
    let kernel, size, image, results, window, sums;
    let center; // row and column of the picture under the middle of the window
    let hovering = true; // the mark follows the mouse until the reader presses
    const painted = new Map(); // canvas → array: the picture itself is drawn only when it changes
    let guessed = true; // false: the difference is still to be predicted
    const write = (sum, digits = 2) => formatNumber(sum, digits, 255 * largest(kernel));

    // ---- controls -------------------------------------------------------------------------------
    const grid = ui.numberGrid({
      label: "Kernel",
      min: -100,
      max: 100,
      format: formatFraction,
      onChange: (rows) => traits.set("kernel", rows),
    });
    const turned = make("div", { class: "cnn-grid", role: "img" });
    const badge = make("p");
    const pick = (label, key, options) =>
      ui.choice({ label, options, onChange: (value) => traits.set(key, value) });
    const titles = [...pictures].map(([name, { title }]) => [name, title]);
    const picture = pick("Picture", "picture", titles);
    const mode = pick("Result", "mode", ["valid", "same", "full"]);
    const kernelSize = ui.choice({
      label: "Kernel",
      options: [3, 5].map((count) => [count, `${count}×${count}`]),
      onChange: (count) => traits.set("kernel", ui.resize(model.get("kernel"), count)),
    });
    const presets = model.get("presets").map(({ name, kernel: rows }) => {
      const canvas = make("canvas", { "aria-hidden": "true" });
      const array = fromNumbers(rows);
      ui.paint(canvas, array, { colors: "diverging", high: largest(array) });
      const words = make("span", {}, name, make("small", {}, symmetryOf(array)));
      const onclick = () => traits.set("kernel", rows);
      return { rows, node: make("button", { type: "button", onclick }, canvas, words) };
    });
    const task = ui.task("Find a kernel whose correlation moves the image one pixel up and left.");
    const live = ui.liveRegion();
    const legend = make("p", { class: "kl-legend" });
    const credit = make("small");
    const advice = "Point at a pixel of any picture. Press to hold the mark; arrow keys move it.";
    const hint = make("p", { class: "cnn-hint" }, advice, credit);

    // ---- predicting -----------------------------------------------------------------------------
    const guess = ui.choice({
      label: "The difference will be",
      options: Object.entries(TURNED).map(([name, { difference }]) => [name, difference]),
      onChange: (name) => {
        const truth = symmetryOf(kernel);
        guessed = true;
        drawPixel();
        const { difference, badge: why } = TURNED[truth];
        predict.tell(`${name === truth ? "Right" : "No"}: ${difference}. Turned by 180°, ${why}.`);
      },
    });
    const predict = ui.predictor({
      label: "Correlation at the marked pixel",
      question: () => ({
        truth: sums.correlation,
        tolerance: 0.5,
        mistakes: mistakes(window, kernel, sums),
        hint: "Not yet: multiply each pixel by the weight on it, then add the products.",
      }),
      onReveal: () => drawPixel(),
      onSwitch: () => refresh(),
      more: [guess.node],
    });

    // ---- the four pictures, and the arithmetic --------------------------------------------------
    const frames = NAMES.map((name) => {
      const label = name === "difference" ? "correlation − convolution" : name;
      const rim = make("div", { class: name === "image" ? "cnn-zeros" : "kl-rim" });
      const mark = make("div", { class: "kl-mark" });
      const facts = make("span");
      const onPoint = (row, column, { type }) => {
        if (type !== "pointermove") hovering = false; // a press or a tap
        moveTo(row, column);
      };
      const onStep = (down, right) => moveTo(center[0] + down, center[1] + right);
      const hovers = () => hovering && !predict.on();
      const stop = name === "correlation";
      const frame = ui.frame({ ...FRAME, label, stop, onPoint, onStep, hovers }, rim, mark);
      const caption = make("figcaption", {}, make("strong", {}, label), facts);
      const node = make("figure", { "data-picture": name }, caption, frame.node);
      return { ...frame, name, node, rim, mark, facts };
    });
    const sheets = ["correlation", "convolution"].map((name) => {
      const how = name === "correlation" ? "the kernel as it is" : "the kernel turned by 180°";
      const heading = make("p", {}, make("strong", {}, name), `: ${how}`);
      const body = make("div");
      return { name, body, node: make("section", { "data-operation": name }, heading, body) };
    });

    // ---- drawing --------------------------------------------------------------------------------
    function refresh() {
      const chosen = pictures.get(model.get("picture"));
      if (chosen !== image) {
        center = START.map((part, axis) => Math.floor(part * chosen.shape[axis]));
      }
      image = chosen;
      kernel = fromNumbers(model.get("kernel"));
      [size] = kernel.shape;
      const correlation = core.correlate2d(image, kernel, model.get("mode"));
      const convolution = core.convolve2d(image, kernel, model.get("mode"));
      const data = correlation.data.map((value, index) => value - convolution.data[index]);
      results = { correlation, convolution, difference: { shape: correlation.shape, data } };
      guessed = !predict.on();
      drawControls();
      drawPictures();
      moveTo(...center);
    }

    function drawControls() {
      const [numbers, symmetry] = [model.get("kernel"), symmetryOf(kernel)];
      grid.show(numbers);
      const texts = Array.from(turn(kernel).data, grid.text);
      turned.style.setProperty("--columns", size);
      turned.setAttribute("aria-label", `Turned by 180°, row by row: ${texts.join(", ")}`);
      turned.replaceChildren(...texts.map((text) => ui.fitText(make("span", {}, text))));
      badge.dataset.symmetry = symmetry;
      badge.replaceChildren(make("strong", {}, symmetry), `: ${TURNED[symmetry].badge}`);
      for (const { rows, node } of presets) {
        node.setAttribute("aria-pressed", String(rows) === String(numbers));
      }
      picture.show(model.get("picture"));
      mode.show(model.get("mode"));
      kernelSize.show(size);
      guess.show(null);
      credit.textContent = image.credit;
      task.show(String(numbers) === start ? { text: "" } : judge(kernel));
    }

    /** Rows that the result reaches beyond the picture on each side; negative: it falls short. */
    const overhang = () => (results.correlation.shape[0] - image.shape[0]) / 2;

    function drawPictures() {
      const [low, top] = ui.range(results.correlation);
      const signed = kernel.data.some((weight) => weight < 0);
      const total = kernel.data.reduce((sum, weight) => sum + weight, 0);
      // Half of the largest value already gets the full color: edges are rare, most are faint.
      const half = Number((Math.max(-low, top) / 2).toPrecision(1));
      const limit = (signed ? half : 255 * total) || 255;
      const zeros = overhang() + (size - 1) / 2;
      for (const { name, node, fit, put, canvas, rim, facts } of frames) {
        const array = results[name] ?? image;
        const [beyond, rimmed, high] = array === image ? [0, zeros, 255] : [overhang(), 0, limit];
        const colors = array === image || !(signed || name === "difference") ? "gray" : "diverging";
        const rimShape = image.shape.map((length) => length + 2 * rimmed);
        const shape = array.shape.join("×");
        const ends = ui.range(array);
        const around = array === image ? `, border of zeros: ${zeros}` : "";
        facts.textContent = `${shape}, ${ends.map((end) => write(end, 1)).join(" to ")}${around}`;
        Object.assign(node.dataset, { shape, low: ends[0], high: ends[1] });
        if (painted.get(canvas) !== array) ui.paint(canvas, array, { high, colors });
        painted.set(canvas, array);
        fit(image.shape);
        put(canvas, -beyond, -beyond, array.shape);
        put(rim, -rimmed, -rimmed, rimShape);
      }
      const most = formatNumber(limit, 1);
      const gray = signed ? [] : [ui.colorBar("gray", "0", most), " · difference "];
      const bar = ui.colorBar("diverging", `≤ −${most}`, `≥ ${most}`);
      legend.replaceChildren("Colors ", ...gray, bar);
    }

    /** Mark the output pixel whose window lies around this pixel of the picture. */
    function moveTo(...place) {
      const clamp = (n, length) => Math.min(length - 1 - overhang(), Math.max(-overhang(), n));
      center = results.correlation.shape.map((length, axis) => clamp(place[axis], length));
      predict.ask();
      drawPixel();
    }

    function drawPixel() {
      const corner = center.map((place) => place - (size - 1) / 2);
      const [row, column] = center.map((place) => place + overhang());
      const values = ui.windowOf(image, ...corner, kernel.shape);
      const at = ({ shape, data }) => data[row * shape[1] + column];
      window = { shape: kernel.shape, data: Float64Array.from(values) }; // null becomes 0
      sums = { correlation: at(results.correlation), convolution: at(results.convolution) };
      for (const { name, put, mark } of frames) {
        if (name === "image") put(mark, ...corner, kernel.shape);
        else put(mark, ...center, [1, 1]);
      }
      const known = predict.known();
      for (const { name, node, body } of sheets) {
        const weights = name === "correlation" ? kernel.data : turn(kernel).data;
        const texts = Array.from(weights, grid.text);
        const sum = make("strong", {}, known ? write(sums[name]) : "?");
        body.replaceChildren(
          ui.products({ values, weights, texts, columns: size, known, swatches: true }),
          make("p", {}, `sum of the ${values.length} products: `, sum),
        );
        Object.assign(node.dataset, { row, column, sum: known ? sums[name] : "" });
      }
      el.toggleAttribute("data-secret", !guessed);
      const words = Object.entries(sums).map(([name, sum]) => `${name} ${write(sum)}`);
      const found = known && guessed ? words.join(", ") : "predict it";
      live.say(`At row ${row}, column ${column} of the result: ${found}.`);
    }

    function reset() {
      hovering = true;
      image = null; // so that the mark returns too
      predict.stop();
      task.reset();
      traits.reset();
      refresh();
    }

    const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
    const kernels = box("kl-kernels", grid.node, box("kl-turned", "turned by 180°", turned), badge);
    el.append(
      box("cnn-row", picture.node, mode.node, predict.mode, ui.button("Reset", reset)),
      box("kl-top", frames[0].node, box("", kernelSize.node, kernels, grid.refusal, hint)),
      box("kl-presets", ...presets.map(({ node }) => node)),
      box("kl-results", ...frames.slice(1).map(({ node }) => node)),
      legend,
      predict.node,
      box("kl-sheets", ...sheets.map(({ node }) => node)),
      live.node,
      task.node,
    );
    refresh();
    return traits.stop;
  }),
};
