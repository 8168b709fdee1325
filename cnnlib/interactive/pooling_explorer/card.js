// A card with the map of one pool, its misfit, and the board of the misfits of all places.
Object.assign(
  ui,
  (() => {
    const { appears, cells, el, formatNumber } = ui;
    const [ACROSS, REACH] = [9, 4];
    const FULL = 0.8; // the misfit that has the full color
    const STROKE = 12; // canvas pixels of a cell whose difference is drawn
    const SEEN = 0.03; // the smallest such difference
    const percent = (part) => `${Math.round(100 * part)} %`;
    const called = {
      row: (row) => `${Math.abs(row - REACH)} ${row < REACH ? "up" : "down"}`,
      column: (column) => `${Math.abs(column - REACH)} ${column < REACH ? "left" : "right"}`,
    };

    /** How far the center of a map has moved, in words. */
    function centerWords([right, down]) {
      const size = (n) => formatNumber(Math.abs(n), 2, 1);
      const ways = [right < 0 ? "left" : "right", down < 0 ? "up" : "down"];
      return `center ${size(right)} ${ways[0]}, ${size(down)} ${ways[1]}`;
    }

    /** A stroke in each cell that differs, as thick as it does: rising for more, falling for less. */
    function paintStrokes(canvas, { side, data }, { plus, minus }) {
      [canvas.width, canvas.height] = [side * STROKE, side * STROKE];
      const context = canvas.getContext("2d");
      data.forEach((value, i) => {
        if (Math.abs(value) < SEEN) return;
        const [left, top] = [(i % side) * STROKE, Math.floor(i / side) * STROKE];
        const ends = value > 0 ? [STROKE - 1, 1] : [1, STROKE - 1];
        context.lineWidth = 1 + 4 * Math.min(1, Math.abs(value));
        context.strokeStyle = `rgb(${value > 0 ? plus : minus})`;
        context.beginPath();
        context.moveTo(left + 1, top + ends[0]);
        context.lineTo(left + STROKE - 1, top + ends[1]);
        context.stroke();
      });
    }

    /**
     * `show` takes { map, differs, misfit, sum, before, center, misfits, here, covered, colors }:
     * the misfits of all places, null where it is not known, and the present place. `onPress(row,
     * column)`: a field of the board was pressed; `onTurn`: the cover was, if there `isCovered` one.
     */
    function poolCard({ pool, name, onPress, onTurn }) {
      const hidden = { "aria-hidden": "true" };
      const [map, strokes] = ["map", "strokes"].map((part) =>
        el("canvas", { class: `po-${part}`, ...hidden }),
      );
      const frame = el("div", { class: "po-frame" }, map, strokes);
      const [misfit, sum, center] = [el("b"), el("span"), el("span")];
      const said = el("p", { class: "po-said" }, "misfit ", misfit, sum, center);
      const label = `misfit of ${name}, in percent, place by place`;
      const text = (part) => `${Math.round(100 * part)}`;
      const board = cells({ label, onPress, called, text });
      const face = el("div", { class: "po-face" }, frame, said, board.node);
      const title = el("p", { class: "cnn-name", "data-role": "output" }, name);
      const words = "Guess first. Then press here: both cards turn over.";
      const pressed = { type: "button", class: "po-back", onclick: onTurn };
      const back = el("button", pressed, el("b", {}, name), el("span", {}, words));
      const node = el("div", { class: "po-card", "data-pool": pool }, title, face, back);

      function show({ covered, colors, ...now }) {
        node.toggleAttribute("data-covered", covered);
        [back.hidden, face.inert] = [!covered, covered];
        ui.paintInk(map, now.map.data, colors.text);
        paintStrokes(strokes, now.differs, colors);
        misfit.textContent = percent(now.misfit);
        const [here, home] = [now.sum, now.before].map((n) => formatNumber(n, 2, 10));
        sum.textContent = `sum ${here}, at home ${home}`;
        center.textContent = centerWords(now.center);
        const rows = Array.from({ length: ACROSS }, (_, row) =>
          now.misfits.slice(row * ACROSS, (row + 1) * ACROSS),
        );
        board.show(rows, { scale: FULL, here: now.here });
      }

      const turns = (ways, ...times) =>
        [frame, said, board.node].map((each) => [each, ways, ...times]);
      /** The number of a place comes onto the board. */
      const comes = (place, ...times) =>
        appears(board.text(Math.floor(place / ACROSS), place % ACROSS), ...times);
      return { node, show, turns, comes };
    }

    return { percent, poolCard };
  })(),
);
