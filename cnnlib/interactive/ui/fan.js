// The furniture of a figure: outputs, and the lines up which each sends its gradient to what it reads.
Object.assign(
  ui,
  (() => {
    const { appears, el, fliesFrom, formatShort } = ui;
    const HIGH = 2; // from the inputs to the outputs, in cells
    const [TIP, WIDE] = [0.2, 0.09]; // how large an arrowhead is
    const [LOW, LOWER] = [0.5, 0.7]; // where a letter stands: in one line they would not have room

    /** As `fliesFrom`; where it lands it is gone. */
    function passesFrom(node, box, ...times) {
      const [, [hidden, seen, end], ...when] = fliesFrom(node, box, ...times);
      return [node, [hidden, seen, { ...end, offset: 0.98 }, { ...end, opacity: 0 }], ...when];
    }

    /**
     * As many outputs as fit below `inputs` cells, each with a line for each of its `letters`.
     * `show(gradients, here, tied)` takes what the outputs send up, the output whose lines are strong,
     * and whether equal letters are one weight. `onPress(i)`: an output was pressed.
     */
    function fan({ inputs, letters, onPress }) {
      const places = [...Array(inputs - letters.length + 1).keys()];
      const drawing = el("svg:svg", { viewBox: `0 0 ${inputs} ${HIGH}` });
      const made = places.map((i) => letters.map((_, k) => lineOf(i, k)));
      const labels = made.flat().flatMap(({ letter, pulse }) => [letter, pulse]);
      const ways = el("div", { class: "cnn-fan-lines" }, drawing, ...labels);
      const chips = places.map((i) => el("b", { onclick: () => onPress(i) }, i + 1));
      const row = el("div", { class: "cnn-fan-outputs" }, ...chips);
      const node = el("div", { "aria-hidden": "true" }, ways, row);
      node.style.setProperty("--columns", inputs);

      /** The line from output `i` up to what its weight `k` reads. */
      function lineOf(i, k) {
        const [x, right] = [i + k + 0.5, (letters.length - 1) / 2 - k]; // of its upper end; way down
        const length = Math.hypot(right, HIGH);
        const [u, v] = [right / length, HIGH / length];
        const corner = (side) => [x + TIP * u - side * WIDE * v, 0.05 + TIP * v + side * WIDE * u];
        const line = el("svg:line", { x1: x + right, y1: HIGH, x2: x + TIP * u, y2: TIP });
        const tip = el("svg:polygon", { points: `${x} 0.05 ${corner(1)} ${corner(-1)}` });
        const group = el("svg:g", {}, line, tip);
        drawing.append(group);
        const at = (part) => `left: ${(100 * (x + part * right)) / inputs}%; top: ${100 * part}%`;
        const letter = el("span", { class: "cnn-fan-letter", style: at(right ? LOWER : LOW) });
        return { group, letter, pulse: el("b", { class: "cnn-fan-pulse", style: at(0.05) }) };
      }

      function show(gradients, here, tied) {
        gradients.forEach((gradient, i) => {
          chips[i].toggleAttribute("data-here", i === here);
          made[i].forEach(({ group, letter, pulse }, k) => {
            group.toggleAttribute("data-here", i === here);
            group.toggleAttribute("data-silent", gradient === 0);
            group.style.setProperty("--pull", Math.abs(gradient));
            letter.replaceChildren(letters[k], ...(tied ? [] : [el("sub", {}, i + 1)]));
            pulse.textContent = formatShort(gradient);
          });
        });
      }

      /** The gradient of output `i` goes up its lines. */
      const climbs = (i, ...times) =>
        made[i].map(({ pulse }) => passesFrom(pulse, chips[i].getBoundingClientRect(), ...times));
      const renames = (...times) => made.flat().map(({ letter }) => appears(letter, ...times));
      const arrival = (i, k) => made[i][k].pulse.getBoundingClientRect();
      return { node, show, climbs, renames, arrival };
    }

    return { fan, passesFrom };
  })(),
);
