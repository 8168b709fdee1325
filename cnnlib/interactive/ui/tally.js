// The furniture of a figure: rows of products, and below them the sum of each column.
Object.assign(
  ui,
  (() => {
    const { appears, cells, comesFrom, el, fliesFrom, formatShort, passesFrom, tint } = ui;
    const BARE = { background: "none" };
    const boxOf = (node) => node.getBoundingClientRect();

    /**
     * A table with a column for each of `letters`: `rows` rows of products, each with its two factors,
     * and their sums in a frame of the kernel. Where the sums are null nothing is added: each row has
     * a frame of its own. `onPress(row)`: a row was pressed, or the last, their sum. `names` are what
     * rows are called; the number that has the full color is `full`.
     */
    function tally({ motion, label, rows, letters, names, onPress, full }) {
      const called = { row: (row) => names[row], column: (k) => `weight ${letters[k]}` };
      const table = cells({ label, role: "gradient", text: formatShort, onPress, called });
      const heads = names.map(() => el("span"));
      const over = letters.map((letter) => el("span", {}, letter));
      const frames = names.slice(0, rows).map(() => el("i", { class: "cnn-tally-frame" }));
      const unheard = (name, parts) => el("div", { class: name, "aria-hidden": "true" }, ...parts);
      table.node.classList.add("cnn-tally");
      const labels = [unheard("cnn-tally-heads", heads), unheard("cnn-tally-letters", over)];
      table.plate.append(...labels, ...frames);
      const cell = (i, k) => table.text(i, k).parentNode;
      let state;

      /** `factors[i][k]` are the two numbers whose product is `products[i][k]`. */
      function show(next) {
        state = next;
        const { factors, products, sums, shown, here } = state;
        table.node.toggleAttribute("data-apart", !sums);
        table.show([...products, sums ?? letters.map(() => null)], { scale: full });
        heads.forEach((head, i) => {
          head.textContent = shown[i] ?? "";
          head.toggleAttribute("data-here", i === here);
        });
        frames.forEach((frame, i) => frame.style.setProperty("--row", sums ? rows : i));
        factors.forEach((row, i) =>
          row.forEach((pair, k) => {
            const [one, other] = pair.map((value) =>
              el("b", { class: "cnn-factor" }, formatShort(value)),
            );
            cell(i, k).children[1]?.remove();
            cell(i, k).append(el("small", {}, one, "·", other));
          }),
        );
      }

      // ---- the way there ------------------------------------------------------------------------
      /** A number that lies on the sum of column `k`, for as long as something moves. */
      function onSum(value, k, name) {
        const copy = el("span", { class: name }, formatShort(value));
        tint(copy, value, full);
        return motion.leaves(cell(rows, k), copy)[0];
      }

      /** The products of row `i` fall into their sums. */
      const falls = (i, ...times) =>
        state.products[i].map((value, k) =>
          passesFrom(onSum(value, k, "cnn-tally-falls"), boxOf(cell(i, k)), ...times),
        );

      /** Its factors come from `from(k)`, two boxes, and are multiplied, in row `i`. */
      const fills = (i, from, delay, lift, multiply) =>
        from.flatMap((boxes, k) => [
          [cell(i, k), [BARE, { ...BARE, offset: 0.99 }, {}], 0, delay + lift],
          ...boxes.map((box, j) =>
            fliesFrom(cell(i, k).querySelectorAll("b")[j], box, delay, lift),
          ),
          appears(table.text(i, k), delay + lift, multiply),
        ]);

      /** What the sums were: [numbers, until when], one after the other. */
      const before = (stages) =>
        stages.toReversed().flatMap(([values, until]) =>
          values.map((value, k) => {
            const seen = [{ opacity: 1 }, { opacity: 0 }];
            return [onSum(value, k, "cnn-tally-was"), seen, until - 40, 40];
          }),
        );

      /** The frames come from `boxes`, which `framed()` gave before. */
      const reframes = (boxes, ...times) =>
        frames.map((frame, i) => comesFrom(frame, boxes[i], ...times));
      const silent = (i, ...times) => [appears(heads[i], ...times)];
      const framed = () => frames.map(boxOf);
      return { node: table.node, show, before, falls, fills, framed, reframes, silent };
    }

    return { tally };
  })(),
);
