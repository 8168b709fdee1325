// The furniture of a figure: the matrix of a layer's weights, and the grids of its inputs and outputs.
Object.assign(
  ui,
  (() => {
    const { carriable, cells, el, fliesFrom, formatNumber, rowsOf, split, tint } = ui;
    const clamp = (n, most) => Math.min(most, Math.max(0, n));

    // Of what is seen of a matrix while all but its diagonals are emptied, and while it is filled again.
    const WHOLE = "0 0, 100% 0, 100% 0, 100% 100%, 0 100%, 0 100%";
    const DIAGONAL = "0 0, 0 0, 100% 100%, 100% 100%, 100% 100%, 0 0";
    const outside = (band) => `evenodd, 0 0, 100% 0, 100% 100%, 0 100%, 0 0, ${band}, 0 0`;
    const polygons = (...all) => all.map((points) => ({ clipPath: `polygon(${points})` }));
    const insets = (...all) => all.map((sides) => ({ clipPath: `inset(${sides})` }));
    const WIPES = {
      cut: polygons(WHOLE, DIAGONAL),
      uncut: polygons(outside(DIAGONAL), outside(WHOLE)),
      tied: insets("0 0 0 0", "100% 0 0 0"),
      untied: insets("0 0 0 0", "0 0 100% 0"),
    };

    /** What covers a cell while it is no longer, or not yet, what it shows. */
    function cover({ weight, text = weight === null ? "" : formatNumber(weight) }, full) {
      const ghost = el("span", {}, text);
      tint(ghost, weight ?? 0, full);
      return ghost;
    }

    /** Show numbers in rows of `across` cells and, if there are any, texts in their place. */
    function fillCells(grid, data, across, { texts = [], ...options } = {}) {
      grid.show(rowsOf({ shape: [data.length / across, across], data }), options);
      texts.forEach((text, i) => (grid.text(...split(i, across)).textContent = text));
    }

    /**
     * A matrix of weights; the weight that has the full color is `full`, `onPress(row, column)` comes
     * with a cell. `show` takes a `layer` and the row that is marked. Pointing at a cell marks all of
     * the same name; `onMark(same)` hands on whether cell i is one of them.
     */
    function weightMatrix({ full, onPress, onMark, motion }) {
      const grid = cells({ label: "weights, one for each line", role: "matrix", onPress });
      const band = el("i", { class: "cnn-band" });
      const sides = ["over", "beside"].map((side) =>
        el("div", { class: "cnn-heads", "data-side": side, "aria-hidden": "true" }),
      );
      let shown = [];
      let tds = [];
      let pointed = null;
      grid.plate.append(...sides, band);

      function show({ cells: all, names, width }, here) {
        grid.plate.style.setProperty("--here", here);
        const known = shown.length === all.length;
        if (known && all.every(({ name }, i) => name === shown[i].name)) return;
        const [numbers, texts] = ["weight", "text"].map((key) => all.map((each) => each[key]));
        fillCells(grid, numbers, width, { texts, scale: full });
        [shown, tds] = [all, [...grid.table.querySelectorAll("td[data-place]")]];
        all.forEach(({ weight, text }, i) => {
          const said = weight === null ? "no line" : text || formatNumber(weight);
          tds[i].setAttribute("aria-label", said);
        });
        names.forEach(({ heads, full: name }, axis) => {
          sides[axis].replaceChildren(...heads.map((head) => el("span", {}, head)));
          const said = grid.table.querySelectorAll(`[role=${axis ? "row" : "column"}header]`);
          said.forEach((head, i) => (head.textContent = name[i]));
        });
        mark(pointed);
      }

      function mark(cell) {
        pointed = cell;
        const own = shown[tds.indexOf(cell)]?.name ?? null;
        const same = (i) => own !== null && shown[i].name === own;
        tds.forEach((td, i) => td.toggleAttribute("data-marked", same(i)));
        onMark(same);
      }
      for (const type of ["pointerover", "focusin"]) {
        grid.table.addEventListener(type, ({ target }) => mark(target.closest("td")));
      }
      for (const type of ["pointerleave", "focusout"]) {
        grid.table.addEventListener(type, () => mark(null));
      }

      /** The number of cell `from` flies to cell i, where it is the same from now on. */
      function takes(i, from, ...times) {
        const [copy] = motion.leaves(tds[i], cover(shown[i], full));
        return fliesFrom(copy, tds[from].getBoundingClientRect(), ...times);
      }

      /** Until then cell i is as it was. */
      const keeps = (i, was, ...times) => motion.fades(tds[i], cover(was, full), ...times);

      /** The whole of it as it was is wiped away, where cells are too many to move one by one. */
      function wipes(before, change, ...times) {
        before.inert = true;
        const [ghost] = motion.leaves(grid.plate, before);
        return [ghost, WIPES[change], ...times];
      }
      const copy = () => grid.table.cloneNode(true);
      return { node: grid.node, band, show, keeps, takes, wipes, copy, at: (i) => tds[i] };
    }

    /**
     * The outputs of a layer, one of them chosen: by a press, by carrying the handle that lies on it,
     * by the arrow keys. `onPress(place)` and `onCarry(place)` ask for another.
     */
    function outputGrid({ across, onPress, onCarry }) {
      const press = (row, column) => onPress(row * across + column);
      const grid = cells({ label: "outputs", role: "output", onPress: press });
      const access = { role: "application", tabindex: 0, "aria-label": "Output: arrow keys go on" };
      const grip = el("i", { class: "cnn-grip", "aria-hidden": "true" });
      const handle = el("div", { class: "cnn-chosen cnn-carried", ...access }, grip);
      let [here, rows] = [0, 1];
      const move = (row, column) => {
        const next = clamp(row, rows - 1) * across + clamp(column, across - 1);
        if (next !== here) onCarry(next);
      };
      const unit = () => grid.table.getBoundingClientRect().width / across;
      carriable(handle, { unit, place: () => split(here, across), onMove: move });
      grid.plate.append(handle);

      function show(texts, chosen) {
        [here, rows] = [chosen, texts.length / across];
        fillCells(
          grid,
          texts.map(() => 0),
          across,
          { texts },
        );
        const place = split(here, across);
        ["--row", "--column"].forEach((name, axis) => handle.style.setProperty(name, place[axis]));
      }
      return { node: grid.node, handle, move, show };
    }

    return { cover, fillCells, outputGrid, weightMatrix };
  })(),
);
