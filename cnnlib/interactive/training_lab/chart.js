// The plots beside the network: lines that grow with the steps, and a plane of finished runs.
const labChart = (() => {
  const { el } = ui;
  const MOST = 300; // points of a line
  const ENDS = [100, 200, 300, 500, 1000, 2000, 5000];
  const TOP = 3; // of the loss; what is higher is cut, and told
  const GUESS = Math.log(10);
  const PLANE = [500, 20000]; // steps and digits
  const clamp = (value) => Math.min(1, Math.max(0, value));

  /** A number of any size, short: 0.24, 12.5, 6e17. */
  function write(value, digits = 2) {
    if (value === null) return "–";
    const far = Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3);
    return far
      ? value
          .toExponential(value.toPrecision(1) - value ? 1 : 0)
          .replace("e+", "e")
          .replace("-", "−")
      : ui.formatNumber(value, Math.abs(value) < 0.1 ? 3 : digits);
  }

  const thousands = (count) => count.toLocaleString("en-US");

  /** `show({ label, lines, marks })`: points and texts, at places from 0 to 1, to the right and up. */
  function chart(kind, title) {
    const svg = el("svg:svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none" });
    const marks = el("div", { class: "tl-marks" });
    const plot = el("div", { class: "tl-plot", role: "img", "aria-label": title }, svg, marks);
    const head = el("p", { class: "tl-title" }, title);
    const node = el("div", { class: "tl-panel", "data-panel": kind }, head, plot);
    const paths = new Map();
    function show({ label, lines, marks: texts, more = "" }) {
      head.textContent = title + more;
      plot.setAttribute("aria-label", label);
      for (const [name, all] of Object.entries(lines)) {
        const points = all.filter(([, y]) => Number.isFinite(y)); // not of numbers that have burst
        if (!paths.has(name)) {
          paths.set(name, svg.appendChild(el("svg:path", { "data-line": name })));
        }
        const every = Math.ceil(points.length / MOST);
        const kept = points.filter((_, i) => i % every === 0 || i === points.length - 1);
        const way = kept.map(([x, y]) => `${x.toFixed(4)} ${(1 - clamp(y)).toFixed(4)}`);
        paths.get(name).setAttribute("d", way.length ? `M${way.join("L")}` : "");
      }
      marks.replaceChildren(
        ...texts.map(([mark, x, y, ...text]) => {
          const style = `left: ${100 * clamp(x)}%; bottom: ${100 * clamp(y)}%`;
          return el("span", { "data-mark": mark, "data-late": x > 0.8, style }, ...text);
        }),
      );
    }
    return { node, show };
  }

  const endOf = (run) => ENDS.find((end) => end >= run.step) ?? ENDS.at(-1);
  const stepTexts = (end) => [0, end / 2, end].map((n) => ["below", n / end, 0, thousands(n)]);

  /** Loss and test, step by step. */
  function progress() {
    const { node, show } = chart("loss", "loss of each batch · share of test digits read");
    const draw = (run) => {
      const end = endOf(run);
      const lossOf = ({ losses }) => losses.map((value, i) => [(i + 1) / end, value / TOP]);
      const testOf = ({ tests }) => tests.map(([step, share]) => [step / end, share]);
      const [loss, test] = [lossOf(run), testOf(run)];
      const inside = ([x]) => x <= 1;
      const old = run.before ?? { losses: [], tests: [] }; // in gray, behind this one
      const [lossBefore, testBefore] = [lossOf(old).filter(inside), testOf(old).filter(inside)];
      const more = run.before ? " · gray: the run before" : "";
      const marks = [
        ...[0, 1, 2, 3].map((n) => ["left", 0, n / TOP, n]),
        ...[0, 50, 100].map((n) => ["right", 1, n / 100, `${n} %`]),
        ...stepTexts(end),
        ["guess", 1, GUESS / TOP, "guessing: ln 10 = 2.303"],
      ];
      const most = run.losses.reduce((high, value) => Math.max(high, value), 0);
      if (most > TOP) {
        const x = (run.losses.indexOf(most) + 1) / end;
        const [now, height] = loss.at(-1);
        const isUnder = height > 0.9 && now - x < 0.25; // the label of the loss stands there
        marks.push(["peak", x, isUnder ? 0.9 : 1, `▲ ${write(most)}`]);
      }
      const ends = [
        ["loss", loss, `loss ${write(run.loss)}`],
        ["test", test, `test ${Math.round(100 * run.accuracy)} %`],
      ].filter(([, points]) => points.length);
      const close = ends.length > 1 && Math.abs(clamp(loss.at(-1)[1]) - test.at(-1)[1]) < 0.12;
      for (const [name, points, text] of ends) {
        const [x, y] = points.at(-1);
        const over = close && ends.every(([, other]) => clamp(other.at(-1)[1]) <= clamp(y));
        marks.push(["dot", x, y]);
        marks.push([name, x, clamp(y) + (close ? (over ? 0.07 : -0.07) : 0), text]);
      }
      const guess = [
        [0, GUESS / TOP],
        [1, GUESS / TOP],
      ];
      const now = run.step ? ends.map(([, , text]) => text).join(", ") : "nothing yet";
      const label = `Loss and test over the steps: ${now}.${run.before ? " In gray, the run before." : ""}`;
      show({ label, lines: { guess, lossBefore, testBefore, loss, test }, marks, more });
    };
    return { node, draw, name: "loss", title: "Loss" };
  }

  /** How large the gradients of both layers are, in powers of ten. */
  function sizes() {
    const { node, show } = chart("sizes", "size of the gradients");
    const draw = (run) => {
      const end = endOf(run);
      const all = run.sizesSoFar.flat().filter((size) => size > 0 && size < Infinity);
      const high = Math.max(0, Math.ceil(Math.log10(all.reduce((a, b) => Math.max(a, b), 0) || 1)));
      const low = -6;
      const up = (size) => (Math.log10(size || 1e-99) - low) / (high - low);
      const lines = ["windows", "dense"].map((name, layer) => [
        name,
        run.sizesSoFar.map((pair, i) => [(i + 1) / end, up(pair[layer])]),
      ]);
      const ticks = [high, low / 2, low];
      const marks = ticks.map((n) => ["left", 0, (n - low) / (high - low), n ? `1e${n}` : "1"]);
      marks.push(...stepTexts(end));
      const ends = lines.map(([, points]) => clamp(points.at(-1)?.[1] ?? 0));
      const upper = ends[1] > ends[0] ? 1 : 0;
      const middle = Math.max(0.12, (ends[0] + ends[1]) / 2);
      lines.forEach(([name, points], layer) => {
        if (!points.length) return;
        const away = Math.max(0.09, Math.abs(ends[0] - ends[1]) / 2);
        marks.push([name, points.at(-1)[0], middle + (layer === upper ? away : -away), name]);
      });
      const words = lines.map(([name], layer) => `${name} ${write(run.sizes[layer])}`);
      const label = `Size of the gradients, root mean square: ${words.join(", ")}.`;
      show({ label, lines: Object.fromEntries(lines), marks });
    };
    return { node, draw, name: "sizes", title: "Gradients" };
  }

  /** Each finished run as a dot: its steps to the right, its digits up. The present one is a line. */
  function plane(goals) {
    const { node, show } = chart("runs", "runs to 93 %: steps and digits");
    const at = ([step, read]) => [step / PLANE[0], read / PLANE[1]];
    const draw = (run, runs) => {
      const [x, y] = at(goals);
      const lines = {
        steps: [
          [x, 0],
          [x, 1],
        ],
        digits: [
          [0, y],
          [1, y],
        ],
        now: [[0, 0]],
      };
      const inside = run.way.filter(([step, read]) => step <= PLANE[0] && read <= PLANE[1]);
      lines.now.push(...inside.map(at));
      const marks = [0, 10000, 20000].map((n) => ["left", 0, n / PLANE[1], thousands(n)]);
      marks.push(...[0, 250, 500].map((n) => ["below", n / PLANE[0], 0, n]));
      marks.push(
        ["deadline", x, 1, `${goals[0]} steps`],
        ["goal", 1, y, `${thousands(goals[1])} digits`],
      );
      marks.push(...runs.map((each) => ["run", ...at(each)]));
      const words = runs.map(([step, read]) => `${step} steps, ${thousands(read)} digits`);
      show({ label: `Runs that reached 93 percent: ${words.join("; ") || "none"}.`, lines, marks });
    };
    return { node, draw, name: "runs", title: "Runs" };
  }

  return { plane, progress, sizes, thousands, write };
})();
