// KernelLab: a curtain divides what a kernel makes of a picture, as it is and turned by 180°.
// `data-shown` holds what the Python class's `shown()` returns.
const FLY = 200; // milliseconds
const ASKED = "Find a kernel whose correlation moves the picture one pixel up and left.";
const SOLVED =
  "Each pixel looks down and right; beyond the curtain, up and left: the halves stand two apart.";
const { copyOf, el: make, formatNumber, fromNumbers, largest } = ui;

const turn = ({ shape, data }) => ({ shape, data: data.toReversed() });

/** What a turn makes of a kernel. */
function turned({ data }) {
  const turnsInto = (sign) => data.every((weight, i) => data.at(-1 - i) === sign * weight);
  return turnsInto(1) ? "same" : turnsInto(-1) ? "signs change" : "another kernel";
}

/** The verdict on the task: what correlating with this kernel does to the picture. */
function judge({ shape: [size], data }) {
  const places = [...data.keys()].filter((index) => data[index] !== 0);
  if (places.length === 0) return { text: "All zeros leave nothing of the picture." };
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
  return { text: `Here correlation moves the picture ${way.join(" and ") || "nowhere"}${also}.` };
}

/** Both results, and by how much they differ on average. */
function compute(image, kernel) {
  const correlation = core.correlate2d(image, kernel);
  const convolution = core.convolve2d(image, kernel);
  let [total, most] = [0, 0];
  correlation.data.forEach((value, i) => {
    total += Math.abs(value - convolution.data[i]);
    most = Math.max(most, Math.abs(value));
  });
  return { correlation, convolution, most, difference: total / correlation.data.length };
}

function build(figure) {
  const { get, host, live, motion, set } = figure;
  const text = (...words) => make("span", {}, ...words);
  const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
  const canvas = (name) => make("canvas", { "aria-hidden": "true", class: name });
  let state = {}; // the numbers of the present picture and kernel
  let painted = null; // the state that the canvases show
  host.classList.add("cnn-wide");

  // ---- the parts --------------------------------------------------------------------------------
  const half = () => (state.kernel.shape[0] - 1) / 2;
  const onPoint = (row, column) => moveTo(row - half(), column - half());
  const onStep = (down, right) => moveTo(get("row") + down, get("column") + right);
  const [photograph, plain, beyond] = [canvas(), canvas(), canvas("cnn-beyond")];
  const marks = [box("cnn-spot"), box("cnn-spot")];
  const label = "Picture: arrow keys move the window, C goes to the curtain";
  const photo = ui.picture({ label, onPoint, onStep }, photograph, marks[0]);
  const onMove = (part) => set({ curtain: part });
  const curtain = ui.curtain({ label: "Curtain between correlation and convolution", onMove });
  const halves = box("kl-halves", plain, beyond, ...curtain.nodes);
  const glass = ui.seamGlass();
  const drawn = [halves, glass.frame, marks[1], glass.node];
  const result = ui.picture({ label: "Result", stop: false, onPoint, onStep }, ...drawn);
  const lens = ui.magnifier({ label: "Under the window" });
  const sums = [make("strong"), make("strong")];
  const repaint = () => {
    painted = null;
    figure.refresh();
  };
  const editor = ui.kernelEditor({
    label: "Kernel",
    onChange: (kernel) => set({ kernel }),
    onCommit() {
      repaint(); // the scale may change now
      judged();
    },
  });
  const presets = get("presets").map(({ name, kernel }) => {
    const drawing = ui.thumbnail(kernel);
    const onclick = () => choose(kernel, drawing);
    const node = make("button", { type: "button", onclick }, drawing, text(name));
    return { name, kernel, node };
  });
  const legend = ui.colorBar();
  const difference = make("strong");
  const task = figure.task(ASKED);
  const judged = () => "done" in task.node.dataset || task.show(judge(state.kernel));

  // ---- moving: the new state at once, then the way there ------------------------------------------
  function moveTo(...place) {
    const [row, column] = state.correlation.shape.map((length, axis) =>
      Math.min(length - 1, Math.max(0, place[axis])),
    );
    if (row !== get("row") || column !== get("column")) set({ row, column });
  }

  function choose(kernel, from) {
    const before = [plain, beyond].map(copyOf);
    set({ kernel }, () => [
      motion.fliesInto(editor.node, ui.thumbnail(kernel), from.getBoundingClientRect(), 0, FLY),
      ...before.map((each) => motion.fades(halves, each, 0, FLY)),
    ]);
    if (!("done" in task.node.dataset)) task.show({ text: "" }); // to look around is no answer
  }

  host.addEventListener("keydown", ({ key, target, ctrlKey, metaKey, altKey }) => {
    if (key.toLowerCase() !== "c" || ctrlKey || metaKey || altKey) return;
    if (!target.matches("input")) curtain.node.focus();
  });

  // ---- drawing ------------------------------------------------------------------------------------
  function paint() {
    const { image, kernel, correlation, convolution, look } = state;
    const palette = ui.signedPalette(host);
    const colors = { high: look.high, palette: look.signed ? palette : null };
    ui.paint(photograph, image, { high: 255 });
    ui.paint(plain, correlation, colors);
    ui.paint(beyond, convolution, colors);
    legend.show(look);
    for (const each of [photo, result]) each.fit(image.shape);
    result.put(halves, half(), half(), correlation.shape);
    curtain.say(turned(kernel));
    painted = state;
  }

  function draw() {
    const [picture, rows, part] = ["picture", "kernel", "curtain"].map(get);
    const key = String(rows);
    if (picture !== state.picture || key !== state.key) {
      const [image, kernel] = [ui.fromBytes(picture), fromNumbers(rows)];
      state = { ...compute(image, kernel), picture, key, image, kernel, look: state.look };
    }
    // Colors keep their scale while a number is dragged, so that one sees the result change.
    const look = ui.lookOf(state.kernel, state.most);
    if (!editor.dragging() || look.signed !== state.look.signed) state.look = look;
    if (painted !== state) paint();
    const { image, kernel, correlation, convolution } = state;
    const [height, width] = correlation.shape;
    const [row, column] = [Math.min(get("row"), height - 1), Math.min(get("column"), width - 1)];
    const arrays = [correlation, convolution];
    const found = arrays.map(({ data }) => data[row * width + column]);
    photo.put(marks[0], row, column, kernel.shape);
    result.put(marks[1], row + half(), column + half(), [1, 1]);
    curtain.show(part);
    const seen = glass.show([plain, beyond], arrays, part, row);
    result.put(glass.frame, seen.top + half(), seen.left + half(), seen.shape);
    editor.show(rows);
    // The lens shows the weights of the half in which the marked place lies.
    const here = 100 * (column + 0.5) < part * width ? 0 : 1;
    const weights = (here === 0 ? kernel : turn(kernel)).data;
    const values = ui.windowOf(image, row, column, kernel.shape);
    const products = values.map((value, i) => value * weights[i]);
    lens.show({ values, texts: Array.from(weights, editor.text), products, turned: here === 1 });
    lens.node.dataset.side = 2 * column < image.shape[1] - kernel.shape[1] ? "right" : "left";
    const write = (sum, digits) => formatNumber(sum, digits, 255 * largest(kernel));
    const texts = found.map((sum) => write(sum, 2));
    sums.forEach((node, i) => {
      node.textContent = texts[i];
      node.parentNode.toggleAttribute("data-here", i === here);
    });
    difference.textContent = write(state.difference, 1);
    const preset = presets.find((each) => String(each.kernel) === key);
    for (const each of presets) each.node.setAttribute("aria-pressed", each === preset);
    const place = `At row ${row}, column ${column}: correlation ${texts[0]}, turned ${texts[1]}.`;
    const name = preset ? `${preset.name}. ` : "";
    live.say(`${name}${place} Halves differ by ${difference.textContent} on average.`);
    const both = { correlation: found[0], convolution: found[1] };
    return { kernel: rows, row, column, sums: both, difference: state.difference, curtain: part };
  }

  figure.onEnd(ui.onTheme(host, repaint));
  live.node.classList.add("cnn-unseen");
  const title = (role, ...nodes) => make("p", { class: "cnn-name", "data-role": role }, ...nodes);
  const said = text("the halves differ by ", difference, " on average");
  const parts = {
    photo: [title("input", get("picture").title), photo.node],
    sums: [text("correlation ", sums[0]), text("turned ", sums[1])],
    result: [title("output", text("correlation"), text("turned = convolution")), result.node],
    said: [legend.node, said],
    kernel: [
      title("kernel", "kernel", make("small", {}, "drag ↕ or type")),
      editor.node,
      figure.resetButton(),
    ],
    middle: [box("kl-presets", ...presets.map(({ node }) => node)), editor.refusal],
    task: [task.node],
    credit: [get("picture").credit],
  };
  const boxes = Object.entries(parts).map(([name, nodes]) => box(`kl-${name}`, ...nodes));
  host.append(box("kl-lab", ...boxes, lens.node), figure.fault, live.node);
  return draw;
}

const TRAITS = ["picture", "kernel", "row", "column", "curtain"];
export default { render: ui.explorable("KernelLab", TRAITS, build) };
