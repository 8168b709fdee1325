// The gradient of one window twice: as backward computes it, and measured by moving each weight.
const labChecker = (() => {
  const { el } = ui;
  const CLOSE = 1e-5; // what is nearer than this share of the largest slope agrees
  const LONG = 1e4; // from here on a number is written short
  const PARTS = ["Windows", "Dense weights", "Dense biases"];

  /** What a comparison says: of each part how far it is off. */
  function told({ parts, isRefused }) {
    if (isRefused) return "The loss is too large to measure a slope: start over, and check early.";
    const each = parts.map(({ off }, i) => {
      const share = Math.max(1, Math.round(100 * off));
      return `${PARTS[i]} ${off < CLOSE ? "agree" : `differ by ${share} %`}`;
    });
    return each.join(" · ");
  }

  function checker(onCheck) {
    const text = (value) => {
      const short = (1000 * value).toExponential(1).replace("e+", "e").replace("-", "−");
      if (Math.abs(1000 * value) >= LONG) return short;
      return ui.formatNumber(1000 * value, Math.abs(value) < 0.01 ? 2 : 0);
    };
    const grids = ["backward says", "measured"].map((label) =>
      ui.cells({ label, role: "gradient", text }),
    );
    const button = ui.button("Check gradients", onCheck);
    const words = el("p", { class: "tl-told" });
    const title = el("p", { class: "tl-title" });
    const pair = el("div", { class: "tl-pair" }, ...grids.map(({ node }) => node));
    const node = el("div", { class: "tl-panel", "data-panel": "check" }, title, pair, words);

    function draw(_run, _runs, found) {
      const pairs = found?.parts?.[0].pairs ?? Array(9).fill([null, null]);
      const sizes = pairs.map(([, slope]) => Math.abs(slope));
      const k = found?.parts ? Math.floor(sizes.indexOf(Math.max(...sizes)) / 9) : 0;
      const own = pairs.slice(9 * k, 9 * k + 9);
      const scale = Math.max(...own.flat().map(Math.abs)) || 1;
      grids.forEach((grid, which) => {
        const rows = [0, 3, 6].map((at) => own.slice(at, at + 3).map((two) => two[which]));
        grid.show(rows, { scale });
      });
      title.textContent = found?.parts
        ? `slopes of window ${k + 1} × 1,000, at step ${found.step}`
        : "slopes of a window × 1,000";
      words.textContent = found ? told(found) : "Each weight is moved by a millionth, either way.";
    }
    return { node, button, draw, name: "check", title: "Check" };
  }

  return { checker, told };
})();
