// TemplateExplorer: one digit is dragged over ten templates, and ten answers move with it.
// `data-shown` holds what the Python class's `shown()` returns.
const [GROW, DROP] = [120, 160]; // milliseconds
const SIDE = 28;
const { el: make, formatNumber } = ui;

const percent = (part) => `${Math.round(100 * part)} %`;
const clamp = (n, [low, high]) => Math.min(high, Math.max(low, n));
const largest = (numbers) => numbers.indexOf(Math.max(...numbers));
const RARE = {
  2: "2 is read low and far to the right",
  9: "9 is read high, one or two to the right",
};
const ascending = (one, other) => one - other;
const known = (answers) => answers.filter((answer) => answer !== null);

/** How the task stands: { done, text }. */
function judge({ found, answers, columns }, atEdge) {
  const list = found.join(", ");
  const missing = [...Array(10).keys()].filter((digit) => !found.includes(digit));
  const tried = known(answers).length;
  const rows = answers.map((answer, place) =>
    answer === null ? null : Math.floor(place / columns),
  );
  if (!missing.length) {
    const text =
      "One four, ten answers. A layer like this must learn a shape again at every place.";
    return { done: true, text };
  }
  if (atEdge) return { text: "The edge holds the four: cut off, it would be another picture." };
  if (tried >= 9 && new Set(known(rows)).size === 1) {
    return { text: `${list}: this row has few more. Move up or down too.` };
  }
  if (tried >= 40 && missing.every((digit) => RARE[digit])) {
    return { text: `Two are rare: ${missing.map((digit) => RARE[digit]).join("; ")}.` };
  }
  return { text: `${list} so far.${tried >= 12 && found.length < 6 ? " Go further." : ""}` };
}

/** All that the figure shows, from its traits; `net` keeps what only the templates decide. */
function compute(get, net) {
  const [ups, lefts] = net.limits;
  const [dy, dx] = [clamp(get("dy"), ups), clamp(get("dx"), lefts)];
  const columns = lefts[1] - lefts[0] + 1;
  const count = columns * (ups[1] - ups[0] + 1);
  const here = (dy - ups[0]) * columns + dx - lefts[0];
  const moved = ui.shifted(net.ink, dy, dx);
  const scores = ui.scoresOf(net, moved);
  const visited = new Set([...get("visited").filter((place) => place < count), here]);
  const readAt = (place) => {
    const at = [Math.floor(place / columns) + ups[0], (place % columns) + lefts[0]];
    if (!net.reads.has(place)) {
      net.reads.set(place, largest(ui.scoresOf(net, ui.shifted(net.ink, ...at))));
    }
    return net.reads.get(place);
  };
  const answers = Array.from({ length: count }, (_, i) => (visited.has(i) ? readAt(i) : null));
  const found = [...new Set(known(answers))].sort(ascending);
  const products = net.weights[get("template")].map((w, i) => w * moved[i]);
  const sum = (sign) => products.reduce((all, x) => all + Math.max(0, sign * x), 0);
  const parts = { for: sum(1), against: sum(-1), bias: net.bias[get("template")] };
  const p = [...core.softmax({ shape: [1, 10], data: Float64Array.from(scores) }).data];
  const place = { dx, dy, columns, here, limits: net.limits };
  return { ...place, moved, p, read: largest(scores), answers, found, parts, visited };
}

export default {
  render: ui.explorable(
    "TemplateExplorer",
    ["digit", "templates", "dx", "dy", "template", "visited"],
    (figure) => {
      const { get, host, live, set } = figure;
      const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
      let net = {}; // what the traits `digit` and `templates` hold
      let state;
      let colors = null;
      let atEdge = false;

      // ---- the parts ----------------------------------------------------------------------------
      const large = make("canvas", { "aria-hidden": "true" });
      const grip = make("i", { class: "cnn-grip", "aria-hidden": "true" });
      const words = { role: "application", tabindex: 0, "aria-label": "Digit: arrow keys move it" };
      const handle = make("div", { class: "te-digit cnn-carried", ...words }, grip);
      const frame = box("te-frame", large, handle);
      const name = make("p", { class: "cnn-name", "data-role": "kernel" });
      const rack = ui.templateRack({ onPress: (template) => set({ template }) });
      const map = ui.cells({ label: "read as, place by place", role: "output", onPress: sendTo });
      const count = make("p", { class: "te-count" });
      const bars = {
        for: make("i", { "data-sign": "+" }),
        against: make("i", { "data-sign": "−" }),
      };
      const sums = make("p", { class: "te-sums" });
      const task = figure.task("Drag the four about, and collect all ten answers.");
      ui.carriable(handle, {
        unit: () => frame.clientWidth / SIDE,
        place: () => [state.dy, state.dx],
        onMove: moveTo,
        onDrop: drop,
      });

      // ---- moving -------------------------------------------------------------------------------
      function moveTo(down, right) {
        const [dy, dx] = [clamp(down, state.limits[0]), clamp(right, state.limits[1])];
        atEdge = dy !== down || dx !== right;
        if (dy !== state.dy || dx !== state.dx) set({ dy, dx });
      }

      /** What is let go is read, and goes onto the map. */
      function drop() {
        const { here, columns, read } = state;
        const isNew = !get("visited").includes(here);
        const visited = [...state.visited].sort(ascending);
        set({ visited }, () => {
          const grows = [{ transform: "scaleX(0)" }, { transform: "none" }];
          const place = map.text(Math.floor(here / columns), here % columns);
          const from = rack.at(read).node.getBoundingClientRect();
          return [
            [bars.for, grows, 0, GROW],
            [bars.against, grows, GROW, GROW],
            isNew && ui.fliesFrom(place, from, 0, DROP),
          ];
        });
        if (!("done" in task.node.dataset)) task.show(judge(state, atEdge));
      }

      function sendTo(row, column) {
        moveTo(row + state.limits[0][0], column + state.limits[1][0]);
        drop();
      }

      // ---- drawing ------------------------------------------------------------------------------
      function paint(canvas, template) {
        colors ??= ui.colorsOf(host);
        ui.paintTemplate(canvas, net.weights[template], net.full, state.moved, colors);
      }

      function draw() {
        const [digit, templates] = [get("digit"), get("templates")];
        if (digit !== net.digit || templates !== net.templates) {
          const ink = ui.fromBytes(digit).data.map((value) => value / 255);
          const unpacked = { ...ui.templatesOf(templates), ink, limits: ui.reachOf(ink) };
          net = { ...unpacked, digit, templates, reads: new Map() };
        }
        state = compute(get, net);
        const { dx, dy, limits, p, read, answers, parts, columns, here, found } = state;
        const chosen = get("template");
        const [top, left] = [dy - limits[0][0], dx - limits[1][0]];
        const [height, width] = limits.map(([low, high]) => SIDE - high + low);
        for (const [side, pixels] of Object.entries({ top, left, height, width })) {
          handle.style[side] = `${(100 * pixels) / SIDE}%`;
        }
        paint(large, chosen);
        rack.show({ shares: p, chosen, read, paint });
        const lines = Array.from({ length: answers.length / columns }, (_, row) =>
          answers.slice(row * columns, (row + 1) * columns),
        );
        map.show(lines, { scale: Infinity, here: [Math.floor(here / columns), here % columns] });
        const tried = known(answers).length;
        count.textContent = `${found.length} of 10 answers · ${tried} of ${answers.length} places`;
        name.textContent = `template ${chosen}, and the digit on it`;
        const write = (value) => formatNumber(value, 2, 10);
        for (const key of ["for", "against"]) bars[key].style.setProperty("--size", parts[key]);
        bars.against.style.setProperty("--end", parts.for);
        const bias = `${parts.bias < 0 ? "−" : "+"} bias ${write(Math.abs(parts.bias))}`;
        sums.replaceChildren(
          make("b", { "data-sign": "+" }, `for ${write(parts.for)}`),
          make("b", { "data-sign": "−" }, ` − against ${write(parts.against)}`),
          ` ${bias} = ${write(parts.for - parts.against + parts.bias)}`,
        );
        const where = `${dx} right, ${dy} down`.replaceAll("-", "−");
        live.say(`${where}: read as ${read}, ${percent(p[read])}. So far: ${found.join(", ")}.`);
        return { dx, dy, read, p, template: chosen, ...parts, answers };
      }

      figure.onEnd(
        ui.onTheme(host, () => {
          colors = null;
          figure.refresh();
        }),
      );
      live.node.classList.add("cnn-unseen");
      const balance = box("te-balance", bars.for, bars.against);
      host.append(
        box(
          "te-stage",
          box("te-left", name, frame, sums, balance),
          box("te-side", rack.node, map.node),
        ),
        box("cnn-bar", count, figure.resetButton()),
        figure.fault,
        live.node,
        ...(get("task") ? [task.node] : []),
      );
      figure.nudge(handle);
      figure.onPaper(() => ({ visited: state.answers.map((_, place) => place) }));
      return draw;
    },
  ),
};
