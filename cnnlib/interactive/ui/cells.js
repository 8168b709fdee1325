// The furniture of a figure: a grid of numbers, filled by what they are and framed by what they do.
Object.assign(
  ui,
  (() => {
    const { el, fitText, formatNumber, largest, put, standIn, uniqueId } = ui;
    const STEPS = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const NAMES = { row: (row) => `row ${row}`, column: (column) => `column ${column}` };
    const MANY = 100; // cells, which a browser does not lay out between two frames
    const places = (count) => [...Array(count).keys()];

    /**
     * A table of numbers, the role ("input", "kernel", "output") as its frame and its label. `show`
     * takes rows, in which null is a number not known yet; the number that has the full color is
     * `scale`, and the place that is marked `here`. With `onPress(row, column)` each cell can be pressed,
     * by the keyboard too: arrow keys walk, Enter and the space bar press. `called` is what a row and a
     * column are to the ear. If it is `swift`, a canvas stands in for a large table while it changes;
     * `resized` says that its cells have another size now. `text(row, column)` is the element that
     * holds a number, in the table as it is to be.
     */
    function cells({ label, role, onPress, text = formatNumber, called = NAMES, swift = false }) {
      const id = uniqueId("cells");
      const name = el("p", { class: "cnn-name", id }, label);
      const named = { role: onPress ? "grid" : "table", "aria-labelledby": id };
      const plain = { class: "cnn-cells", "data-role": role, "data-swift": swift };
      const table = el("table", { ...plain, ...named });
      const plate = el("div", { class: "cnn-plate" }, table);
      const node = el("div", { class: "cnn-sheet", "data-role": role }, name, plate);
      let shape = [0, 0];
      let spans = [];
      let last = ""; // how it looks, but for the mark
      const proxy = swift ? standIn(table) : null;
      let filled = new Map(); // what stands in each: writing it again would lay it out again

      function build(height, width) {
        // A grid to the eye, a table to the ear: the roles say so, whatever the style does to it.
        const head = (kind, words) => el("th", { role: kind, class: "cnn-unseen" }, words);
        const top = places(width).map((column) => head("columnheader", called.column(column)));
        spans = places(height).map(() => places(width).map(() => el("span")));
        filled = new Map();
        const lines = spans.map((line, row) => {
          const made = line.map((span, column) => {
            const tabindex = onPress && (row || column ? -1 : 0);
            const kind = onPress ? "gridcell" : "cell";
            return el(
              "td",
              { role: kind, tabindex: tabindex ?? null, "data-place": [row, column] },
              span,
            );
          });
          return el("tr", { role: "row" }, head("rowheader", called.row(row)), ...made);
        });
        const corner = el("td", { role: "cell", class: "cnn-unseen" });
        table.replaceChildren(
          el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, corner, ...top)),
          el("tbody", { role: "rowgroup" }, ...lines),
        );
        shape = [height, width];
      }

      function show(rows, { scale, here = [], isStruck = () => false, resized = false } = {}) {
        const known = rows.flat().filter((value) => value !== null);
        const full = scale ?? (largest({ data: known.length ? known : [0] }) || 1);
        const next = { rows, full, here, isStruck };
        const struck = rows.map((line, row) => line.map((_, column) => isStruck(row, column)));
        const looks = JSON.stringify([rows, full, struck]);
        const isAnother = resized || looks !== last;
        last = looks;
        plate.style.setProperty("--rows", rows.length);
        plate.style.setProperty("--columns", rows[0].length);
        const isLarge = rows.flat().length >= MANY && shape[0]; // the first drawing is the table
        if (proxy && isLarge && (isAnother || proxy.isUp()) && !table.matches(":focus-within")) {
          const drawing = () => ({ ...next, texts: rows.map((line) => line.map(said)) });
          proxy.show(drawing, () => write(next));
        } else {
          proxy?.drop();
          write(next);
        }
      }

      const said = (value) => (value === null ? "" : text(value));

      function write({ rows, full, here, isStruck }) {
        if (rows.length !== shape[0] || rows[0].length !== shape[1]) {
          build(rows.length, rows[0].length);
        }
        const marked = spans[here[0]]?.[here[1]];
        rows.forEach((line, row) =>
          line.forEach((value, column) => {
            const span = spans[row][column];
            fill(span, value, full);
            span.parentNode.toggleAttribute("data-struck", isStruck(row, column));
            span.parentNode.toggleAttribute("data-here", span === marked);
          }),
        );
      }

      function fill(span, value, full) {
        const old = filled.get(span);
        if (old?.value === value && old.full === full) return;
        filled.set(span, { value, full });
        const cell = span.parentNode;
        fitText(put(span, said(value)));
        tint(cell, value ?? 0, full);
        cell.toggleAttribute("data-empty", value === null);
      }

      if (onPress) {
        const placeOf = (inside) =>
          inside.closest("[data-place]")?.dataset.place.split(",").map(Number);
        /** Where a press falls on a table that stands aside: what fingers meet is all of it. */
        const placeUnder = ({ clientX, clientY }) => {
          const box = table.getBoundingClientRect();
          const [down, right] = [
            (clientY - box.top) / box.height,
            (clientX - box.left) / box.width,
          ];
          return [Math.floor(down * spans.length), Math.floor(right * spans[0].length)];
        };
        table.classList.add("cnn-pressable");
        table.addEventListener("click", (event) => {
          const isAside = event.target === table;
          proxy?.flush();
          const place = isAside ? placeUnder(event) : placeOf(event.target);
          if (place) onPress(...place);
        });
        table.addEventListener("keydown", (event) => {
          const place = placeOf(event.target);
          if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
          const [down, right] = STEPS[event.key] ?? [0, 0];
          const next = spans[place[0] + down]?.[place[1] + right]?.parentNode;
          if (event.key === "Enter" || event.key === " ") onPress(...place);
          else if (!down && !right) return;
          event.preventDefault();
          event.stopPropagation(); // the space bar would play
          if (!next || next === event.target) return;
          event.target.tabIndex = -1;
          next.tabIndex = 0;
          next.focus();
        });
      }
      const textAt = (row, column) => {
        proxy?.flush();
        return spans[row][column];
      };
      return { node, plate, table, show, text: textAt };
    }

    /** Fill an element by a signed value: the style mixes the two hues of plus and minus. */
    function tint(node, value, full) {
      const part = Math.min(1, Math.abs(value) / full);
      const sign = value > 0 ? "+" : value < 0 ? "−" : "0";
      if (node.dataset.sign !== sign) node.dataset.sign = sign;
      node.style.setProperty("--part", part.toFixed(3));
    }

    /** Rows of numbers as a small picture of their fills. */
    function thumbnail(rows) {
      const node = el("span", { class: "cnn-thumb", "aria-hidden": "true" });
      const full = largest({ data: rows.flat() }) || 1;
      node.style.setProperty("--columns", rows[0].length);
      for (const value of rows.flat()) tint(node.appendChild(el("i")), value, full);
      return node;
    }

    /** A flat array as rows of numbers. */
    const rowsOf = ({ shape: [height, width], data }) =>
      places(height).map((row) => Array.from(data.slice(row * width, (row + 1) * width)));

    return { cells, rowsOf, thumbnail, tint };
  })(),
);
