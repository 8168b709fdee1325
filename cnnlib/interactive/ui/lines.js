// The furniture of a figure: what joins inputs to outputs, and lines from a row of the ones to the others.
Object.assign(
  ui,
  (() => {
    const { el, tint } = ui;
    const LETTER = 0.32; // of the way up from the output: there the letters of all lines lie apart
    const WHOLE = "0.5 0 0.5 0";
    const TORN = "0 1 0 0"; // both halves drawn in, to their ends
    const range = (count) => [...Array(count).keys()];
    const split = (place, across) => [Math.floor(place / across), place % across];

    /**
     * A layer that joins `inputs` to `outputs` numbers of a row or, with two `axes`, n×n to m×m of a
     * picture. Its cells, output by output: `far` is how far the input lies from those that a window of
     * `window` reads, and `name` the number of the cell; if they are `shared`, that of the first of the
     * same distance, and null for what is cut where only the `local` ones are kept. `weight` is that of
     * the name, `text` a letter for it, `dash` for a line, from 0 to 2. `free` counts the names. `names`
     * say in full what inputs and outputs are called, what stands in their `cells` and at the `heads`
     * of the matrix: x₁ is the first, or, of a picture, row 0.
     */
    function layer({ inputs, outputs, window, axes, local, shared, weights }) {
      const named = (word, sign, side) => {
        const count = side ** axes;
        const brief = (i) => sign + String.fromCharCode(0x2081 + i);
        const place = (i) => `${word} in row ${split(i, side).join(", column ")}`;
        const full = range(count).map(axes > 1 ? place : (i) => `${word} ${i + 1}`);
        const heads = range(side).map(axes > 1 ? (i) => `row ${i}` : brief);
        return { count, full, heads, cells: range(count).map(axes > 1 ? () => "" : brief) };
      };
      const names = [named("Input", "x", inputs), named("Output", "y", outputs)];
      const [width, height] = names.map(({ count }) => count);
      const cells = range(width * height).map((i) => {
        const [output, input] = split(i, width);
        const to = split(output, outputs);
        const steps = split(input, inputs).map((at, axis) => at - to[axis]);
        const far = Math.max(...steps.map((step) => Math.max(-step, step - window + 1, 0)));
        const [up, down] = [-1, 1].map((sign) => steps.map((step) => Math.max(sign * step, 0)));
        const first = (up[0] * outputs + up[1]) * width + down[0] * inputs + down[1];
        const name = local && far ? null : shared ? first : i;
        const dash = shared ? (steps[1] + outputs - 1) % 3 : 0;
        const text = name === null || axes > 1 ? "" : String.fromCharCode(97 + name);
        return { output, input, far, name, weight: weights[name] ?? null, text, dash };
      });
      const kept = cells.map(({ name }) => name).filter((name) => name !== null);
      return { cells, width, height, names, free: new Set(kept).size, lines: kept.length };
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
      const pulls =
        (ends) =>
        (i, ...times) => {
          const opacity = "here" in made[i].line.dataset ? 1 : 0.5;
          const keyframes = ends.map((strokeDasharray) => ({ strokeDasharray, opacity }));
          return [made[i].line, keyframes, ...times];
        };
      const [tears, grows] = [pulls([WHOLE, TORN]), pulls([TORN, WHOLE])];
      /** From the color that it had, one of `colors()`, to its own. */
      const dyes = (i, colors, ...times) => {
        return [made[i].line, [{ stroke: colors[i] }, { stroke: color(i) }], ...times];
      };
      const colors = () => made.map((_, i) => color(i));
      return { node, show, mark, colors, tears, grows, dyes, text: (i) => made[i].text };
    }

    return { layer, lines, range, split };
  })(),
);
