// The furniture of a figure: what joins inputs to outputs, and lines from a row of the ones to the others.
Object.assign(
  ui,
  (() => {
    const { el, tint } = ui;
    const LETTER = 0.3; // of the way up from the output: there the letters of all lines lie apart
    const WHOLE = { strokeDasharray: "0.5 0 0.5 0", opacity: 1 };
    const TORN = { strokeDasharray: "0 1 0 0", opacity: 1 }; // both halves drawn in, to their ends
    const range = (count) => [...Array(count).keys()];
    const split = (place, across) => [Math.floor(place / across), place % across];

    /**
     * All that joins `inputs` to `outputs` numbers of a row or, with two `axes`, n×n to m×m of a picture,
     * output by output: `far` is how far the input lies from those that a window of `window` reads, and
     * `name` the number of the connection; if they are `shared`, that of the first of the same distance,
     * and null for what is cut where only the `local` ones are kept.
     */
    function connections({ inputs, outputs, window, axes, local, shared }) {
      const width = inputs ** axes;
      return range(width * outputs ** axes).map((i) => {
        const [output, input] = split(i, width);
        const to = split(output, outputs);
        const steps = split(input, inputs).map((at, axis) => at - to[axis]);
        const far = Math.max(...steps.map((step) => Math.max(-step, step - window + 1, 0)));
        const [up, down] = [-1, 1].map((sign) => steps.map((step) => Math.max(sign * step, 0)));
        const first = (up[0] * outputs + up[1]) * width + down[0] * inputs + down[1];
        const name = local && far ? null : shared ? first : i;
        return { output, input, far, step: steps[1], name };
      });
    }

    /** Of `count` inputs, or count×count: their number, and what one is called; briefly, x₁ is the first. */
    function layerNames(word, sign, count, axes) {
      return {
        count: count ** axes,
        full: (i) =>
          axes > 1 ? `${word} in row ${split(i, count).join(", column ")}` : `${word} ${i + 1}`,
        brief: (i) => (axes > 1 ? `row ${i}` : sign + String.fromCharCode(0x2081 + i)),
        briefly: range(count),
      };
    }

    /**
     * A line from each input to each output. `show(lines, here)` takes them output by output, each
     * { weight, text, dash } with the weight null for a line that is cut, and the output whose lines
     * are strong; `few`: there is room for all texts. The weight that has the full color is `full`. A
     * change is seen by `tears`, `grows` and `dyes`, which give a tween; `mark` says which stand out.
     */
    function lines({ inputs, outputs, full }) {
      const percent = (part) => `${(100 * part).toFixed(2)}%`;
      const above = (output) => (output + (inputs - outputs) / 2 + 0.5) / inputs;
      const made = range(inputs * outputs).map((i) => {
        const [output, input] = split(i, inputs);
        const [from, to] = [(input + 0.5) / inputs, above(output)];
        const ends = { x1: percent(from), y1: 0, x2: percent(to), y2: "100%" };
        const at = { x: percent(to + LETTER * (from - to)), y: percent(1 - LETTER) };
        return { line: el("svg:line", { ...ends, pathLength: 1 }), text: el("svg:text", at) };
      });
      const group = (name) => el("svg:g", {}, ...made.map((each) => each[name]));
      const node = el("svg:svg", { class: "cnn-lines", "aria-hidden": "true" });
      node.append(group("line"), group("text")); // letters over all lines

      function show(all, here, few) {
        node.toggleAttribute("data-few", few);
        all.forEach(({ weight, text: words, dash, output }, i) => {
          const { line, text } = made[i];
          text.textContent = words;
          line.dataset.dash = dash;
          if (weight !== null) tint(line, weight, full); // a line that is torn keeps its color
          for (const each of [line, text]) {
            each.toggleAttribute("data-cut", weight === null);
            each.toggleAttribute("data-here", output === here);
          }
        });
      }

      function mark(same) {
        made.forEach((parts, i) => {
          for (const each of Object.values(parts)) each.toggleAttribute("data-marked", same(i));
        });
      }

      const color = (i) => getComputedStyle(made[i].line).stroke;
      const tears = (i, ...times) => [made[i].line, [WHOLE, TORN], ...times];
      const grows = (i, ...times) => [made[i].line, [TORN, WHOLE], ...times];
      /** From the color that it had, one of `colors()`, to its own. */
      const dyes = (i, colors, ...times) => {
        return [made[i].line, [{ stroke: colors[i] }, { stroke: color(i) }], ...times];
      };
      const colors = () => made.map((_, i) => color(i));
      return { node, show, mark, colors, tears, grows, dyes, text: (i) => made[i].text };
    }

    return { connections, layerNames, lines };
  })(),
);
