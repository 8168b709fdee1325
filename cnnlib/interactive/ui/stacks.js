// The furniture of a figure: stacks of what adds up, on the scale of the bars beside them.
Object.assign(
  ui,
  (() => {
    const FADE = 40; // milliseconds
    const END = 0.1; // of a unit, below a number: there a line ends
    const { appears, el, fillBar, fitText, fliesFrom, formatFraction, formatShort, lane } = ui;

    /** The same as a table, for the ear and for paper: rows of [name, ...numbers or null]. */
    function ledger(heads, rows) {
      const cell = (tag, scope) => (text) => el(tag, { scope }, text);
      const lines = rows.map(([name, ...numbers]) => {
        const texts = numbers.map((number) => (number === null ? "" : formatShort(number)));
        return el("tr", {}, cell("th", "row")(name), ...texts.map(cell("td")));
      });
      const head = el("tr", {}, el("td"), ...heads.map(cell("th", "col")));
      return el("table", {}, el("thead", {}, head), el("tbody", {}, ...lines));
    }

    /**
     * What adds up, place by place: each layer has the number and the hatching of where it came from,
     * a double line says the sum. `onPress(column)`: a stack was pressed, or reached by an arrow key.
     */
    function stacks({ label: name, range, onPress }) {
      const node = lane({ role: "group", "aria-label": name, "data-role": "output" }, range);
      const table = el("div", { class: "cnn-unseen cnn-ledger" });
      let columns = [];

      function build(_, index) {
        const plot = el("span", { class: "cnn-plot", "aria-hidden": "true" });
        const sum = el("span", { class: "cnn-sum-text" });
        const head = el("span", { class: "cnn-tick" });
        const stack = el("button", { type: "button", class: "cnn-stack" }, plot, head, sum);
        stack.addEventListener("click", () => onPress(index));
        stack.addEventListener("keydown", ({ key }) => {
          const next = columns[index + ({ ArrowLeft: -1, ArrowRight: 1 }[key] ?? NaN)];
          if (!next) return;
          next.stack.focus();
          next.stack.click();
        });
        return { stack, plot, sum, head };
      }

      function layersOf(layers, column, scale, marked) {
        const ends = { up: 0, down: 0 };
        const count = { up: 0, down: 0 };
        const near = 1 / scale; // a letter keeps its distance from the last one, and from zero
        const label = { up: -near / 2, down: near / 2 };
        return layers.flatMap((values, source) => {
          const value = values[column];
          if (!value) return [];
          const side = value > 0 ? "up" : "down";
          const sign = Math.sign(value);
          const layer = el("i", { class: "cnn-fill cnn-layer", "data-source": source });
          const text = el("b", { class: "cnn-source" }, ui.letter(source));
          const middle = ends[side] + value / 2;
          label[side] = sign * Math.max(sign * middle, sign * label[side] + near);
          fillBar(layer, value);
          layer.style.setProperty("--from", ends[side]);
          text.style.setProperty("--at", label[side]);
          for (const each of [layer, text]) {
            each.style.setProperty("--apart", sign * count[side]);
            each.toggleAttribute("data-marked", source === marked);
          }
          ends[side] += value;
          count[side] += 1;
          return [layer, text];
        });
      }

      /**
       * `layers[source][column]`, null where nothing arrives; `early` is how soon time begins, and
       * `from(source)` says where a layer comes from.
       */
      function show(layers, sums, { early, scale, pressed, marked, from }) {
        if (columns.length !== sums.length) {
          columns = sums.map(build);
          node.replaceChildren(...columns.map(({ stack }) => stack));
        }
        const heads = sums.map((_, i) => `tick ${formatFraction(i - early)}`);
        const rows = layers.map((row, source) => [from(source), ...row]);
        table.replaceChildren(ledger(heads, [...rows, [name, ...sums]]));
        columns.forEach(({ stack, plot, sum, head }, i) => {
          const [tick, text] = [formatFraction(i - early), formatShort(sums[i])];
          const net = el("u", { class: "cnn-net" });
          net.style.setProperty("--value", sums[i]);
          plot.replaceChildren(...layersOf(layers, i, scale, marked), net);
          sum.textContent = text;
          fitText(sum);
          head.replaceChildren(el("span", { class: "cnn-unseen" }, "Tick "), tick);
          stack.setAttribute("aria-pressed", i === pressed);
          stack.tabIndex = i === (pressed ?? 0) ? 0 : -1;
        });
      }

      const layer = (source, column) =>
        columns[column].plot.querySelector(`.cnn-layer[data-source="${source}"]`);
      const free = { end: 0.15, across: 0 };
      const room = (layers) => ({ node, range, free, values: stackEnds(layers) });
      return { node, table, room, show, layer, at: (column) => columns[column] };
    }

    /**
     * How a stack is taken apart: a line from each of its layers up to `row`, which lies `between` above
     * the lane of the stacks; there the weights stand side by side, under one bracket.
     */
    function gathering({ stacks: { node, at: stackAt, layer: layerAt }, between }) {
      const lines = el("svg:svg", { class: "cnn-ways", preserveAspectRatio: "none" });
      const row = el("div", { class: "cnn-gathered" });

      /** `terms` are the { column, source, layer, weight } of the stack at `column`. */
      function show(column, terms, { columns, scale }) {
        const base = between + Number(node.style.getPropertyValue("--up"));
        const ends = { up: 0, down: 0 };
        const steps = { up: 0, down: 0 };
        lines.setAttribute("viewBox", `0 0 ${columns} ${base}`);
        lines.style.setProperty("--high", base);
        // In beside the numbers that stand in between, and up to below the number it belongs to.
        const paths = terms.map(({ column: to, layer }) => {
          const end = layer < 0 ? "down" : "up";
          const apart = (0.25 * steps[end] * layer) / Math.abs(layer || 1);
          const y = base - (ends[end] + layer / 2) * scale - apart;
          ends[end] += layer;
          steps[end] += layer ? 1 : 0;
          const [x, side] = [to + 0.5, to > column ? 1 : -1];
          const curve = (from, turn, high) => {
            const beside = `${x - 0.4 * side} ${0.5 * high}`;
            return el("svg:path", { d: `M${from}C${turn} ${beside} ${x} ${END}` });
          };
          if (to === column) {
            const top = y - (Math.abs(layer) / 2) * scale;
            return curve([x, top], [x - 0.4 * side, 0.8 * top], top);
          }
          const [from, turn] = [0.3, 0.45].map((part) => column + 0.5 + part * side);
          return curve([from, y], [turn, y], y);
        });
        const numbers = terms.map(({ column: at, source, weight }) => {
          const number = el("b", { "data-source": source }, formatShort(weight));
          number.style.gridColumn = at + 1;
          return number;
        });
        const bracket = el("i", { hidden: !terms.length });
        bracket.style.gridColumn = `${(terms[0]?.column ?? 0) + 1} / span ${terms.length || 1}`;
        lines.replaceChildren(...paths);
        row.replaceChildren(bracket, ...numbers);
      }

      /** The tweens: lines and numbers run up in `beat`, then the bracket closes. */
      function way(column, beat) {
        const bottomUp = ["100%", "0%"].map((above) => ({ clipPath: `inset(${above} 0 0 0)` }));
        return [
          [lines, bottomUp, 0, beat],
          ...[...row.querySelectorAll("b")].map((number) => {
            const from = layerAt(number.dataset.source, column) ?? stackAt(column).sum;
            return fliesFrom(number, from.getBoundingClientRect(), 0, beat);
          }),
          appears(row.firstChild, beat, 80),
        ];
      }

      return { lines, row, show, way };
    }

    /**
     * A layer comes from the bar that it is a multiple of: it lies there, is scaled by `factor`,
     * slides to its place and sinks, in three beats; then its number appears.
     */
    function sinksFrom(layer, bar, factor, delay, beats) {
      const [from, to] = [bar, layer].map((node) => node.getBoundingClientRect());
      const zero = (node, box) => (node.dataset.sign === "−" ? box.top : box.bottom);
      const down = zero(bar, from) - zero(layer, to);
      const at = (right, by) => `translate(${right}px, ${down}px) scaleY(${by})`;
      const all = beats[0] + beats[1] + beats[2];
      const right = from.left - to.left;
      const origin = { transformOrigin: layer.dataset.sign === "−" ? "top" : "bottom" };
      const lying = { ...origin, transform: at(right, 1 / factor) };
      const keyframes = [
        { ...lying, opacity: 0, offset: 0 },
        { ...lying, opacity: 1, offset: 0.01 },
        { ...origin, transform: at(right, 1), offset: beats[0] / all },
        { ...origin, transform: at(0, 1), offset: (beats[0] + beats[1]) / all },
        { ...origin, transform: "none", opacity: 1, offset: 1 },
      ];
      return [[layer, keyframes, delay, all], appears(layer.nextSibling, delay + all - 80, 80)];
    }

    /** How far each stack reaches up and down. */
    function stackEnds(layers) {
      const end = (t, sign) => layers.reduce((all, row) => all + Math.max(0, sign * row[t]), 0);
      return layers[0].flatMap((_, t) => [end(t, 1), -end(t, -1)]);
    }

    /**
     * A line of text and numbers in their roles: "text", or ["kernel", "½"]. `before(motion, lines,
     * beat)` are the tweens in which other lines stand there first, one after the other; `remains()`
     * is a copy of what it says now.
     */
    function roleLine() {
      const node = el("p", { class: "cnn-role-line" });
      const write = (to, parts) => {
        const role = (part) => el("b", { "data-role": part[0] }, part[1]);
        to.replaceChildren(...parts.map((part) => (Array.isArray(part) ? role(part) : part)));
        return to;
      };
      const before = (motion, lines, beat) =>
        lines
          .map(({ parts }, i) => [write(el("span"), parts), (i + 1) * beat - FADE, FADE])
          .reverse() // the first one lies on top
          .map((ghost) => motion.fades(node, ...ghost));
      const remains = () => el("span", {}, ...node.cloneNode(true).childNodes);
      return { node, show: (...parts) => write(node, parts), before, remains };
    }

    const WORDS = { 1: "all", 0.75: "three quarters", 0.5: "half", 0.25: "a quarter" };

    /** weight · sample + … = total, as parts for a `roleLine` and in words. */
    function sumParts(name, terms, total) {
      const factors = terms.flatMap(({ weight, sample }, i) => {
        const written = sample < 0 ? `(${formatShort(sample)})` : formatShort(sample);
        const plus = i ? " + " : "";
        return [plus, ["kernel", formatShort(weight)], "\u2009·\u2009", ["input", written]];
      });
      const words = terms.map(
        ({ weight, sample }) => `${WORDS[weight] ?? formatShort(weight)} of ${formatShort(sample)}`,
      );
      const sum = formatShort(total);
      return {
        parts: [`${name}: `, ...factors, " = ", ["output", sum]],
        words: `${name}: ${words.join(", ")}: ${sum}`,
      };
    }

    /** loud · (copy) = what is sent out, the same two ways; the first of it arrives at tick `from`. */
    function copyParts(name, loud, copy, from) {
      const list = (values) => values.map(formatShort).join(", ");
      const sent = `${list(copy.map((weight) => loud * weight))}, from tick ${formatShort(from)} on`;
      const factors = [["input", formatShort(loud)], " · (", ["kernel", list(copy)], ") = "];
      return { parts: [`${name}: `, ...factors, sent], words: `${name} sends out ${sent}` };
    }

    return {
      copyParts,
      gathering,
      roleLine,
      sinksFrom,
      stacks,
      sumParts,
    };
  })(),
);
