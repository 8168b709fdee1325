// What the pad says, and the numbers that it shows.
const padWords = (() => {
  const { formatNumber } = ui;
  const round = (value, digits) => Math.round(value * 10 ** digits) / 10 ** digits;
  const written = (step) => (step < 0 ? `−${-step}` : `${step}`);

  /** How far the drawing was moved, and by what centering. */
  function note({ shift }, dy, dx) {
    const parts = [];
    if (dx) parts.push(`${Math.abs(dx)} ${dx < 0 ? "left" : "right"}`);
    if (dy) parts.push(`${Math.abs(dy)} ${dy < 0 ? "up" : "down"}`);
    const moved = parts.length ? `Moved ${parts.join(", ")}. ` : "";
    const back = shift ? `Centering: down ${written(shift[0])}, right ${written(shift[1])}.` : "";
    return (moved + back).trim() || "Draw, or take a sample.";
  }

  /** The five strongest units of each layer. */
  const unitsOf = (made) =>
    ["conv1", "conv2", "conv3", "dense1"].map((layer) => {
      const { count, side } = padCells.LAYERS[layer];
      const size = side * side;
      const most = Array.from({ length: count }, (_, k) =>
        made[layer].subarray(k * size, (k + 1) * size).reduce((a, b) => Math.max(a, b), 0),
      );
      const best = [...most.keys()].sort((a, b) => most[b] - most[a]).slice(0, 5);
      const texts = best.map((k) => `${k} with ${formatNumber(most[k], 2)}`);
      return `${padCells.NAMES[layer]}, strongest: ${texts.join(", ")}.`;
    });

  /** For screen readers: a list of the strongest units, kept up to date. */
  function list(node, made) {
    const lines = unitsOf(made);
    if (!node.children.length) node.append(...lines.map(() => ui.el("li")));
    lines.forEach((line, i) => ui.put(node.children[i], line));
  }

  /** An open cell in words. */
  const cell = (opened) => {
    const [sum, bias, value] = ["sum", "bias", "value"].map((key) => formatNumber(opened[key], 2));
    return `${padCells.nameOf(opened)}: sum ${sum}, bias ${bias}, value ${value}.`;
  };

  /** What of a reading, and of an open cell, stands in `data-shown`. */
  function shown({ scores, chances }, opened) {
    const numbers = {
      answer: ui.reader.answerOf(scores),
      scores: Array.from(scores, (score) => round(score, 2)),
      probabilities: Array.from(chances, (chance) => round(100 * chance, 1)),
    };
    const nothing = { channel: null, cell: null, terms: null, sum: null, bias: null, value: null };
    if (!opened) return { ...numbers, ...nothing };
    const { channel, row, column, strongest, sum, bias, value } = opened;
    const terms = strongest.map((term) => [term.channel, round(term.sum, 2)]);
    const sums = { sum: round(sum, 2), bias: round(bias, 2), value: round(value, 2) };
    return { ...numbers, channel, cell: [row, column], terms, ...sums };
  }

  /** How good the reader is, in words. */
  function reader(trained, accuracy) {
    if (!trained) return "It was never trained: its answers are chance.";
    if (accuracy === null) return "";
    return `It reads ${formatNumber(100 * accuracy, 1)} % of unseen digits.`;
  }

  return { cell, list, note, reader, shown };
})();
