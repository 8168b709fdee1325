// The board of FieldFan: rows of cells above each other, the lines between them, the marked cell, and
// below the pixels the tape, on which its field is added up.
const fieldBoard = (() => {
  const { appears, comesFrom, el, fliesFrom, pointable } = ui;
  const { LINKS, NAMES, PIXELS, ROWS, TOP, WINDOWS, middle, nearest, range } = fieldNet;
  const ROOM = { viewBox: `0 0 ${PIXELS} 1`, preserveAspectRatio: "none" };
  const [WIPE, FILL, FLY, GLIDE] = [200, 80, 300, 120]; // milliseconds
  const box = (name, properties, ...nodes) =>
    el("div", { class: `ff-${name}`, ...properties }, ...nodes);

  const lineOf = (k, [upper, lower], properties = {}) => {
    const ends = { x1: middle(k + 1, upper), y1: 0, x2: middle(k, lower), y2: 1 };
    return el("svg:line", { ...ends, ...properties });
  };

  /** `onCell(row, cell)`: a cell was pressed, or the finger came to it along its row. */
  function make({ label, onCell }) {
    const rows = ROWS.map(({ count }, k) => {
      const cells = range(count).map((cell) => {
        const [fill, times] = [el("i"), el("em")];
        const look = { style: `--x: ${middle(k, cell)}` };
        return { node: el("b", look, fill, el("span", {}, cell), times), fill, times };
      });
      const look = { "data-name": NAMES[k].split(" ")[0], style: `--x: ${middle(k, 0)}` };
      const node = box("row", look, ...cells.map((cell) => cell.node));
      pointable(node, { onPoint: (x) => onCell(k, nearest(k, x * PIXELS)) });
      return { node, cells };
    });
    const bands = LINKS.map((links, k) => {
      const all = el("svg:svg", ROOM, ...links.map((link) => lineOf(k, link)));
      const lit = el("svg:svg", { ...ROOM, class: "ff-lit" });
      return { node: box("band", {}, all, lit), lit };
    });
    const access = { role: "application", tabindex: 0, "aria-label": label };
    const handle = el("div", { class: "ff-handle cnn-carried", ...access }, el("i"));
    const tape = ROWS.map(({ more }, k) =>
      el("span", { "data-of": WINDOWS[k - 1]?.called }, `${k ? "+" : ""}${more}`),
    );
    const downwards = range(TOP + 1).reverse();
    const layers = downwards.flatMap((k) => [rows[k].node, bands[k - 1]?.node ?? ""]);
    const node = box("plate", {}, ...layers, handle, box("tape", { "aria-hidden": true }, ...tape));
    const pixel = () => rows[0].node.clientWidth / PIXELS;

    function show({ row, unit, climb, cells, ways, lines }) {
      rows.forEach((each, k) => {
        const most = Math.max(...ways[k]);
        each.cells.forEach(({ node: own, times }, cell) => {
          const count = cells[k] ? ways[k][cell] : 0;
          own.dataset.lit = count ? (k <= row ? "down" : "up") : "";
          own.style.setProperty("--part", count / most);
          times.textContent = count && most > 1 ? `×${count}` : "";
        });
      });
      bands.forEach(({ lit }, k) => {
        const drawn = lines[k].map(({ link, isDown, paths }) =>
          lineOf(k, link, { "data-way": isDown ? "down" : "up", style: `--paths: ${paths}` }),
        );
        lit.replaceChildren(...drawn);
      });
      handle.style.setProperty("--x", middle(row, unit));
      handle.style.setProperty("--i", row);
      tape.forEach((piece, k) => {
        piece.toggleAttribute("data-known", climb > 0 && k <= climb);
        piece.style.setProperty("--x", unit * ROWS[row].jump + ROWS[k].size - ROWS[k].more);
        piece.style.setProperty("--wide", ROWS[k].more);
      });
    }

    /** The lines to row `k` grow from the side of the marked cell, then its cells fill. */
    function opens(k, { row, ways }, delay = 0) {
      if (k === row) return [];
      const hidden = k < row ? "inset(-9px -9px 100%)" : "inset(100% -9px -9px)";
      const wipe = [{ clipPath: hidden }, { clipPath: "inset(-9px)" }];
      const seen = [{ opacity: 0 }, { opacity: 1 }];
      const lit = rows[k].cells.filter((_, cell) => ways[k][cell]);
      return [
        [bands[k < row ? k : k - 1].lit, wipe, delay, WIPE],
        ...lit.map(({ fill }) => [fill, seen, delay + WIPE, FILL]),
        ...lit.map(({ times }) => appears(times, delay + WIPE, FILL)),
      ];
    }

    /** The steps of row `k − 1`, from its first cell to its last, come down as so many pixels. */
    function climbs(k, { row, unit }) {
      const first = rows[k - 1].cells[(unit * ROWS[row].jump) / ROWS[k - 1].jump];
      const { left, top, width, height } = first.node.getBoundingClientRect();
      const steps = { left: left + width / 2, width: ROWS[k].more * pixel(), top, height };
      return [fliesFrom(tape[k], steps, 0, FLY)];
    }

    /** The marked cell comes from a box, and with it, along its row, `cells` of them, what it reads. */
    function glides(from, row, cells) {
      const way = [{ transform: `translateX(${-cells * ROWS[row].jump * pixel()}px)` }, {}];
      const moved = cells ? [...bands.slice(0, row).map(({ lit }) => lit), ...tape] : [];
      const comes = comesFrom(handle, from, 0, GLIDE);
      return [comes, ...moved.map((each) => [each, way, 0, GLIDE])];
    }

    return { node, handle, pixel, show, opens, climbs, glides };
  }

  return { make, box, times: { WIPE, FILL, FLY, GLIDE } };
})();
