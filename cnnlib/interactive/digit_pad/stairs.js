// In the lens, all channels as one staircase of signed bars.
const padStairs = (() => {
  const { el } = ui;
  const { BELOW, write } = padCells;
  const [WIDE, HIGH] = [320, 150]; // of the drawing

  /** All channels as one staircase of signed bars, from 0 to their sum; then the bias. */
  function stairs(onPick) {
    const shape = { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none" };
    const drawing = el("svg:svg", { ...shape, "aria-hidden": "true" });
    const access = { role: "slider", tabindex: 0, "aria-valuemin": 0 };
    const node = el("div", { class: "dp-stairs", ...access }, drawing);
    let [count, at] = [0, 0];
    function show({ layer, terms, sum, bias }, picked) {
      [count, at] = [terms.length, picked];
      const steps = [...terms.map((term) => term.sum), bias];
      let total = 0;
      const ends = steps.map((step) => [total, (total += step)]);
      const [low, high] = [Math.min(0, ...ends.flat()), Math.max(0, ...ends.flat())];
      const y = (value) => HIGH - 8 - ((value - low) / (high - low || 1)) * (HIGH - 16);
      const width = WIDE / (count + 3);
      const bars = ends.map(([from, to], i) => {
        const last = i === count;
        const x = (i + (last ? 1 : 0)) * width;
        const [top, bottom] = [y(Math.max(from, to)), y(Math.min(from, to))];
        const size = {
          x,
          y: top,
          width: width * (last ? 2 : 1),
          height: Math.max(bottom - top, 0.6),
        };
        const kind = { "data-minus": to < from, "data-bias": last, "data-picked": i === picked };
        return el("svg:rect", { ...size, ...kind });
      });
      const level = (value, name) =>
        el("svg:line", { x1: 0, x2: WIDE, y1: y(value), y2: y(value), class: name });
      drawing.replaceChildren(level(0, "dp-zero"), level(sum, "dp-sum"), ...bars);
      const below = BELOW[layer] ?? "pixels";
      node.setAttribute("aria-label", `All ${count} terms of the sum`);
      node.setAttribute("aria-valuemax", count - 1);
      node.setAttribute("aria-valuenow", picked);
      node.setAttribute("aria-valuetext", `${below} ${picked}: ${write(terms[picked].sum)}`);
    }
    const pick = (next) => onPick(Math.min(count - 1, Math.max(0, next)));
    node.addEventListener("click", ({ clientX }) => {
      const { left, width } = node.getBoundingClientRect();
      pick(Math.floor(((clientX - left) / width) * (count + 3)));
    });
    node.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      pick(at + step);
    });
    return { node, show };
  }

  return { stairs };
})();
