// The furniture of a figure: what is seen of a large table of numbers while it changes.
//
// A browser needs some 40 ms to style and lay out 256 cells anew, but 2 ms to draw them on one canvas.
// So a canvas shows each change at once, and the table is written when the changes rest: theme, paper,
// screen readers and keys meet the table.
Object.assign(
  ui,
  (() => {
    const { el } = ui;
    const REST = 200; // milliseconds without a change
    const [STRENGTH, GAP] = [0.25, 6]; // of the lines of minus, as in cells.css

    /**
     * A canvas over `table`, for its body. `show(drawing, write)` draws `drawing()` before the next
     * frame and calls `write()` at rest, or as soon as `flush()`, paper or the Tab key asks for the
     * table; `drop()` takes both away. A drawing is { rows, texts, full, here, isStruck }: numbers,
     * their texts, the number that has the full color, the marked place, and whether a row and a
     * column are struck. The style of the table says for how many characters there is `--room`, and
     * with `--numbers: none` that it shows none.
     */
    function standIn(table) {
      const canvas = el("canvas", { class: "cnn-stand-in", "aria-hidden": "true", hidden: true });
      let write = null; // what is still to be done
      let timer;
      table.after(canvas);

      /** What was to be written is so no more. */
      function drop() {
        clearTimeout(timer);
        if (write) stands(false);
        write = null;
      }

      function flush() {
        const due = write;
        drop();
        due?.();
      }

      const onKey = ({ key }) => key === "Tab" && flush();

      function stands(is) {
        const listen = is ? "addEventListener" : "removeEventListener";
        window[listen]("beforeprint", flush);
        window[listen]("keydown", onKey, true);
        canvas.hidden = !is;
        table.toggleAttribute("data-stands-aside", is);
      }

      function show(drawing, due) {
        if (!write) stands(true);
        write = due;
        clearTimeout(timer);
        timer = setTimeout(flush, REST);
        // When all else is written: then to ask for sizes costs one layout, which is needed anyway.
        queueMicrotask(() => write === due && draw(canvas, table, drawing()));
      }

      return { drop, flush, isUp: () => write !== null, show };
    }

    function draw(canvas, table, { rows, texts, full, here, isStruck }) {
      const style = getComputedStyle(table);
      const dots = window.devicePixelRatio;
      const across = Number.parseFloat(style.width);
      const box = table.getBoundingClientRect();
      const isZoomed = Math.abs(box.width - across) > 0.1; // on its way from another size
      // A browser counts in 64ths of a pixel, and lets each cell begin at a whole pixel of the screen.
      const side = Math.floor((across / rows[0].length) * dots * 64) / 64;
      const [left, top] = isZoomed ? [0, 0] : [box.left * dots, box.top * dots];
      const snap = (from, cells, more = 0) =>
        Math.round(from + cells * side + more) - Math.round(from);
      const edges = (from, count) => Array.from({ length: count + 1 }, (_, at) => snap(from, at));
      const [x, y] = [edges(left, rows[0].length), edges(top, rows.length)];
      const [width, height] = [x.at(-1), y.at(-1)];
      Object.assign(canvas, { width, height });
      Object.assign(canvas.style, { width: `${width / dots}px`, height: `${height / dots}px` });

      const brush = canvas.getContext("2d");
      const color = (name) => style.getPropertyValue(`--cnn-${name}`);
      const [plus, minus, line] = ["plus", "minus", "line"].map(color);
      const most = Number.parseFloat(color("most")) / 100;
      const each = (act) =>
        rows.forEach((values, row) =>
          values.forEach((value, column) => {
            const size = [x[column + 1] - x[column], y[row + 1] - y[row]];
            act({ value, row, column, at: [x[column], y[row]], size });
          }),
        );
      const fill = (alpha, ...area) => {
        brush.globalAlpha = alpha;
        brush.fillRect(...area);
      };
      const pen = (dressed) =>
        Object.assign(brush, { globalAlpha: 1, lineWidth: 2 * dots, ...dressed });

      brush.fillStyle = color("background");
      fill(1, 0, 0, width, height);
      each(({ value, at, size }) => {
        if (!value) return;
        brush.fillStyle = value > 0 ? plus : minus;
        fill(Math.min(1, Math.abs(value) / full) * most, ...at, ...size);
        if (value > 0) return;
        for (let high = dots; high <= size[1]; high += GAP * dots) {
          fill(STRENGTH, at[0], at[1] + size[1] - high, size[0], dots);
        }
      });
      brush.fillStyle = line;
      for (const right of x.slice(1)) fill(1, right - dots, 0, dots, height);
      each(({ at, size }) => fill(1, at[0], at[1] + size[1] - dots, size[0] - dots, dots));

      pen({ strokeStyle: color("text") });
      brush.beginPath();
      each(({ row, column, at, size }) => {
        if (!isStruck(row, column)) return;
        brush.moveTo(...at);
        brush.lineTo(at[0] + size[0], at[1] + size[1]);
      });
      brush.stroke();

      if (style.getPropertyValue("--numbers") !== "none") {
        const room = Number(style.getPropertyValue("--room"));
        const em = Number.parseFloat(style.fontSize) * dots;
        const font = (weight, size) => `${weight} ${size}px ${style.fontFamily}`;
        const [ink, faint] = ["text", "muted"].map(color);
        pen({ font: font(400, em) });
        const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } =
          brush.measureText("0");
        const [up, down] = [above, below].map(Math.round);
        const base = up + Math.floor((side - up - down) / 2);
        const widths = new Map();
        let last = "";
        each(({ value, row, column }) => {
          const text = texts[row][column];
          const isHere = row === here[0] && column === here[1];
          const size = em * Math.max(0.55, Math.min(1, room / text.length));
          const wanted = font(isHere ? 700 : 400, size);
          if (wanted !== last) brush.font = last = wanted;
          brush.fillStyle = !value || isStruck(row, column) ? faint : ink;
          const key = `${wanted} ${text}`;
          if (!widths.has(key)) widths.set(key, brush.measureText(text).width);
          const before = Math.max(0, (side - widths.get(key)) / 2); // too long a text ends outside
          const start = left - Math.round(left) + column * side + before;
          brush.fillText(text, start, snap(top, row, base));
        });
      }

      const [row, column] = here;
      if (rows[row]?.[column] === undefined) return;
      pen({ strokeStyle: color("focus-fill") });
      const [wide, high] = [x[column + 1] - x[column], y[row + 1] - y[row]];
      brush.strokeRect(x[column] + dots, y[row] + dots, wide - 2 * dots, high - 2 * dots);
    }

    return { standIn };
  })(),
);
