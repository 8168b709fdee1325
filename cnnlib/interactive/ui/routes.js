// The furniture of a figure: gradients that travel from the outputs of a layer back to its inputs.
Object.assign(
  ui,
  (() => {
    const { comesFrom, el, fitText } = ui;
    // In cells: where in its cell the middle of a tab is, half of its width; the lane below a row of
    // outputs, below one of inputs, the next; where lanes end left and right of the gap; their bends.
    const [RIGHT, DOWN, HALF] = [0.74, 0.78, 0.23];
    const [BELOW, LANE, NEXT] = [0.1, 0.05, 0.05];
    const [SIDES, BEND] = [0.08, 0.08];
    const GONE = 40; // milliseconds

    /**
     * A layer over two grids: each cell of `inputs` and `outputs` stands at its [row, column] of a
     * board of `size` [rows, columns], the outputs right of the inputs. On the corner of a cell is a
     * tab with its gradient, from the tab of an output threads go to those of the inputs: in lanes
     * between the rows, so that they run over no number. `show` takes texts for the tabs, null where
     * nothing has arrived yet; which outputs have `sent`; `threads(output, input)`, "here", "sent" or
     * undefined; the `window`, { row, column, side } or null; for each input its `mark`, a text, and
     * whether it has `lost`; the inputs that `won`.
     */
    function routes({ motion, size, inputs, outputs }) {
      const at = (name, [row, column]) => ({
        class: `cnn-route-${name}`,
        style: `--row: ${row}; --column: ${column}`,
      });
      const tabsOf = (places, name) =>
        places.map((place) => {
          const text = el("span");
          return { text, node: el("b", at(`tab cnn-route-${name}`, place), text) };
        });
      const [arrived, tokens] = [tabsOf(inputs, "arrived"), tabsOf(outputs, "token")];
      const marks = inputs.map((place) => el("em", at("mark", place)));
      const strikes = inputs.map((place) => el("i", at("strike", place)));
      const rings = inputs.map((place) => el("i", at("ring", place)));
      const frame = el("i", { class: "cnn-route-window" });
      const lines = outputs.map(() => inputs.map(() => el("svg:path")));
      const [left, right] = [inputs, outputs].map((all) => all.map(([, column]) => column));
      const [end, start] = [Math.max(...left) + 1 + SIDES, Math.min(...right) - SIDES];

      /** From the tab of an output to that of an input, in the `lane` below its row. */
      function pathOf([row, column], [toRow, toColumn], lane) {
        const isFirst = column === Math.min(...right); // no other stands in its way
        const [from, to] = [column + RIGHT, toColumn + RIGHT];
        const [y, low] = [row + (isFirst ? DOWN : 1 + BELOW), toRow + 1 + LANE + lane * NEXT];
        const leaves = isFirst
          ? `M${from - HALF} ${y}`
          : `M${from} ${row + DOWN}V${y - BEND}Q${from} ${y} ${from - BEND} ${y}`;
        const middle = (start + end) / 2;
        const crosses = `H${start}C${middle} ${y} ${middle} ${low} ${end} ${low}`;
        return `${leaves}${crosses}H${to + BEND}Q${to} ${low} ${to} ${low - BEND}V${toRow + DOWN}`;
      }

      /** Threads that share a row have a lane each, but one lane if they go to one input. */
      function lay(threads) {
        const all = [...inputs.keys()];
        const ways = outputs.map((_, i) => all.filter((c) => threads(i, c)));
        outputs.forEach((from, i) =>
          inputs.forEach((to, c) => {
            const inRow = ways.map((way) => way.find((each) => inputs[each][0] === to[0]));
            const firsts = [...new Set(inRow)].filter((each) => each !== undefined);
            const lane = firsts.sort((a, b) => b - a).indexOf(inRow[i]);
            lines[i][c].setAttribute("d", pathOf(from, to, Math.max(lane, 0)));
          }),
        );
      }

      const drawing = el(
        "svg:svg",
        { viewBox: `0 0 ${size[1]} ${size[0]}`, "aria-hidden": "true" },
        ...lines.flat(),
      );
      const tabs = [...arrived, ...tokens].map(({ node }) => node);
      const parts = [frame, ...rings, drawing, ...strikes, ...marks, ...tabs];
      const node = el("div", { class: "cnn-routes", "aria-hidden": "true" }, ...parts);
      ["--high", "--wide"].forEach((name, axis) => node.style.setProperty(name, size[axis]));

      function put({ text: span, node: tab }, text, is = {}) {
        span.textContent = text ?? "";
        fitText(span);
        tab.toggleAttribute("data-empty", text === null);
        tab.toggleAttribute("data-zero", text === "0");
        tab.toggleAttribute("data-sent", Boolean(is.sent));
      }

      function show({ dx, dy, sent, threads, window, mark, lost, won }) {
        arrived.forEach((tab, i) => put(tab, dx[i]));
        tokens.forEach((tab, i) => put(tab, dy[i], { sent: sent.includes(i) }));
        lay(threads);
        lines.forEach((each, output) =>
          each.forEach((line, input) => {
            const thread = threads(output, input);
            line.toggleAttribute("data-on", Boolean(thread));
            line.toggleAttribute("data-here", thread === "here");
          }),
        );
        frame.toggleAttribute("data-empty", !window);
        for (const [name, value] of Object.entries(window ?? {})) {
          frame.style.setProperty(`--${name}`, value);
        }
        inputs.forEach((_, i) => {
          marks[i].textContent = mark[i];
          strikes[i].toggleAttribute("data-on", lost.includes(i));
          rings[i].toggleAttribute("data-on", won.includes(i));
        });
      }

      // ---- the tweens ---------------------------------------------------------------------------
      const boxOf = (part) => part.getBoundingClientRect();
      const ghost = (text) => el("span", { class: "cnn-route-ghost" }, text);
      const unseen = [{ opacity: 0 }, { opacity: 1 }];

      /** The window comes from the box where it was, or, if it was nowhere, appears. */
      const slides = (box, ...times) =>
        box?.width ? comesFrom(frame, box, ...times) : [frame, unseen, ...times];

      /** The largest cells pulse, if there are several. */
      const pulses = (cells, ...times) => {
        const there = ["scale(1)", "scale(1.4)", "scale(1)"];
        const keyframes = there.map((transform, i) => ({ transform, opacity: i ? 1 : 0 }));
        return cells.map((i) => [marks[i], keyframes, ...times]);
      };

      /** Those that lost are struck, and the one that won is framed. */
      const decides = (lost, won, ...times) => [
        ...lost.map((i) => [strikes[i], [{ clipPath: "inset(0 100% 0 0)" }, {}], ...times]),
        ...won.map((i) => [rings[i], unseen, ...times]),
      ];

      /** A token leaves its output: until then it lies there. */
      const leaves = (output, text, delay) =>
        motion.fades(tokens[output].node, ghost(text), delay, GONE);

      /** A token of `text` flies from a box to its input; if it has an `output`, its thread appears. */
      const flies = (input, text, box, delay, duration, output) => {
        const flight = motion.fliesInto(arrived[input].node, ghost(text), box, delay, duration);
        const line = lines[output]?.[input];
        return [flight, line && [line, unseen, delay, duration]];
      };

      /** What stood on an input's tab is seen until `delay`, then its sum stirs. */
      const adds = (input, before, delay, duration) => {
        const { node: tab, text } = arrived[input];
        const stirs = ["scale(1)", "scale(1.3)", "scale(1)"].map((transform) => ({ transform }));
        const isToken = before && before !== "0";
        const old = isToken && motion.fades(tab, ghost(before), delay, GONE);
        const rest = isToken ? stirs : [{ opacity: 0 }, { opacity: 1, offset: 0.1 }, {}];
        return [old, [text, rest, delay, duration]];
      };

      const boxes = {
        window: () => boxOf(frame),
        token: (output) => boxOf(tokens[output].node),
        arrived: (input) => boxOf(arrived[input].node),
      };
      return { node, show, slides, pulses, decides, leaves, flies, adds, boxes };
    }

    return { routes };
  })(),
);
