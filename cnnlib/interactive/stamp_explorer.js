// StampExplorer: one step of descent stamps the picture on ten templates.
// `data-shown` holds what the Python class's `shown()` returns.
const [FLASH, LAND, GROW] = [100, 250, 150]; // milliseconds
const SIDE = 28;
const FULL = 0.05; // the weight that has the full color, the same for all rates
const ASKED = "Three stamps, one of each digit: then all three are read right.";
const { el: make, formatNumber } = ui;

const percent = (part) => `${Math.round(100 * part)} %`;
const signed = (value) => `${value < 0 ? "−" : "+"}${formatNumber(Math.abs(value), 4, 0.1)}`;
const largest = (numbers) => numbers.indexOf(Math.max(...numbers));

/** The layer after these stamps, and what it says of each digit; `last` is how strong the last was. */
function compute(get, pictures, labels) {
  const [stamps, rate] = [get("stamps"), Number(get("rate"))];
  const weights = Array.from({ length: 10 }, () => new Float64Array(SIDE * SIDE));
  const net = { weights, bias: Array(10).fill(0) };
  const saysOf = (picture) => {
    const scores = Float64Array.from(ui.scoresOf(net, picture));
    return [...core.softmax({ shape: [1, 10], data: scores }).data];
  };
  let last = null;
  for (const digit of stamps) {
    const said = saysOf(pictures[digit]);
    const wanted = (template) => (template === labels[digit] ? 1 : 0);
    const gaps = said.map((share, template) => rate * (wanted(template) - share));
    weights.forEach((each, c) => pictures[digit].forEach((ink, i) => (each[i] += gaps[c] * ink)));
    last = { digit, said, gaps };
  }
  const says = pictures.map(saysOf);
  const p = says.map((shares, digit) => shares[labels[digit]]);
  const read = says.map((shares) => (stamps.length ? largest(shares) : null));
  return { weights, stamps, rate, says, p, read, loss: p.map((part) => 0 - Math.log(part)), last };
}

/** How the task stands: { done, text }. */
function judge({ stamps, read, rate, p }, labels) {
  const right = read.map((digit, i) => digit === labels[i]);
  if (stamps.length > 3) return { text: "Three are allowed. Blank the templates." };
  if (stamps.length < 3) return { text: "" };
  if (new Set(stamps).size < 3) {
    const never = labels.filter((_, i) => !stamps.includes(i)).join(" and the ");
    const most = Math.max(...stamps);
    return {
      text: `${percent(p[most])} sure of the ${labels[most]}; the ${never} has never been shown.`,
    };
  }
  if (right.every(Boolean)) {
    const order = rate > 0.02 ? " In this order, that is: at 0.02 any order works." : "";
    const text = `Small steps leave room for each other.${order} So the rate is small, and the pictures come many times.`;
    return { done: true, text };
  }
  const [lost] = labels.filter((_, i) => !right[i]);
  const taken = read[right.indexOf(false)];
  const ask =
    "Of two look-alikes the last stamp wins. What could make the stamps leave room for each other?";
  return { text: `The ${lost} is read as a ${taken}. ${ask}` };
}

export default {
  render: ui.explorable("StampExplorer", ["digits", "stamps", "rate"], (figure) => {
    const { get, host, live, motion, set } = figure;
    const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
    const { pixels, shape, labels } = get("digits");
    const all = ui.fromBytes({ shape, pixels }).data.map((value) => value / 255);
    const pictures = labels.map((_, i) => all.slice(i * SIDE * SIDE, (i + 1) * SIDE * SIDE));
    let state;
    let colors = null;

    // ---- the parts ------------------------------------------------------------------------------
    const tray = labels.map((label, digit) => {
      const [canvas, said] = [make("canvas", { "aria-hidden": "true" }), make("span")];
      const node = make("button", { type: "button", onclick: () => stamp(digit) }, canvas, said);
      return { label, canvas, said, node };
    });
    const rack = ui.templateRack({});
    const name = make("p", { class: "cnn-name", "data-role": "output" });
    const sum = make("p", { class: "st-sum" });
    const rate = figure.choice("rate", "Learning rate", get("rates"));
    const blank = ui.button("Blank again", () => set({ stamps: [] }));
    const task = figure.task(ASKED);
    const answer = () => "done" in task.node.dataset || task.show(judge(state, labels));

    // ---- moving: the new state at once, then the way there ----------------------------------------
    function stamp(digit) {
      const from = tray[digit].canvas.getBoundingClientRect();
      set({ stamps: [...state.stamps, digit] }, () =>
        state.last.gaps.flatMap((gap, template) => {
          const { canvas, bar } = rack.at(template);
          const copy = make("canvas", { class: "st-copy", style: `--strength: ${strength(gap)}` });
          ui.paintInk(copy, pictures[digit], gap < 0 ? colors.minus : colors.plus);
          const widths = [state.last.said[template], state.says[digit][template]];
          const grows = widths.map((share) => ({ "--share": share, width: `${100 * share}%` }));
          return [
            motion.fliesInto(canvas.parentNode, copy, from, FLASH, LAND),
            [bar, grows, FLASH + LAND, GROW],
          ];
        }),
      );
      answer();
    }

    /** How strong a flying copy looks: nine to one is to be seen. */
    const strength = (gap) => Math.min(1, Math.max(0.06, Math.abs(gap) / FULL)).toFixed(3);

    host.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
      const digit = labels.indexOf(Number(key));
      if (digit >= 0 && !ctrlKey && !metaKey && !altKey) stamp(digit);
    });

    // ---- drawing ----------------------------------------------------------------------------------
    function draw() {
      colors ??= ui.colorsOf(host);
      state = compute(get, pictures, labels);
      const { stamps, read, p, loss, says, weights, last } = state;
      const shown = last?.digit ?? 0;
      tray.forEach(({ label, canvas, said, node }, digit) => {
        ui.paintInk(canvas, pictures[digit], colors.ink);
        const seen = read[digit] ?? "–";
        const lines = [
          `read as ${seen}`,
          `${label}: ${percent(p[digit])}`,
          `loss ${formatNumber(loss[digit], 3, 1)}`,
        ];
        const words = lines.map((line) => make("span", {}, line));
        said.replaceChildren(make("b", { class: "cnn-unseen" }, `Stamp the ${label}; `), ...words);
        node.toggleAttribute("data-right", read[digit] === label);
      });
      const paint = (canvas, template) =>
        ui.paintTemplate(canvas, weights[template], FULL, null, colors);
      rack.show({ shares: says[shown], chosen: null, read: read[shown], paint });
      name.textContent = `what is said of the ${labels[shown]}`;
      const own = last && labels[last.digit];
      const other = last && largest(last.gaps.map((gap, c) => (c === own ? -1 : -gap)));
      const words = last
        ? `Stamp ${stamps.length}, the ${own}: ${signed(last.gaps[own])} on its own template, ` +
          `${signed(last.gaps[other])} on template ${other}`
        : "Press a digit: that is one step";
      sum.textContent = last ? words : `${words}.`;
      const now = tray.map(
        ({ label }, digit) => `${label} read as ${read[digit] ?? "nothing yet"}`,
      );
      live.say(`${words}. ${now.join("; ")}.`);
      return { rate: get("rate"), stamps, read, p, loss };
    }

    figure.onEnd(
      ui.onTheme(host, () => {
        colors = null;
        figure.refresh();
      }),
    );
    live.node.classList.add("cnn-unseen");
    host.append(
      box(
        "st-stage",
        box("st-tray", ...tray.map(({ node }) => node)),
        box("st-side", name, rack.node),
      ),
      sum,
      box("cnn-bar", rate, blank, figure.resetButton()),
      figure.fault,
      live.node,
      ...(get("task") ? [task.node] : []),
    );
    return draw;
  }),
};
