// What GrainExplorer says beside its board: the numbers, both widths over the depth, and the photograph.
const grainSide = (() => {
  const { el, formatNumber } = ui;
  const { percent, range, written } = grains;
  const [WIDTH, HEIGHT, DEEPEST] = [240, 190, 50];
  const [LEFT, BOTTOM, TOP] = [30, 162, 12]; // of the plot
  const svg = (name, ...rest) => el(`svg:${name}`, ...rest);

  function numbers() {
    const names = ["field", "heard", "spread σ", "paths"];
    const facts = names.map((name) => ({ name, value: el("b"), more: el("small") }));
    const each = ({ name, value, more }) =>
      el("div", {}, el("dt", {}, name), el("dd", {}, value, more));
    const node = el("dl", { class: "gr-facts" }, ...facts.map(each));
    function show({ shown: { field, heard, share, sigma, pile, reached }, total }) {
      const [rim, other] = [pile[0], pile.at(-1)].map(written);
      const rims = rim === other ? rim : `${rim} and ${other}`;
      const texts = [
        [`${field} pixels`, reached < field ? `${reached} get grains` : ""],
        [`${heard} pixels`, `${percent(share)} of it`],
        [`${formatNumber(sigma, 2)} pixels`, ""],
        [written(total), `rim ${rims}, middle ${written(pile[(field - 1) / 2])}`],
      ];
      facts.forEach(({ value, more }, i) => ([value.textContent, more.textContent] = texts[i]));
    }
    return { node, show };
  }

  /** Both widths over the depth, as far down as the floor has been. */
  function curves() {
    const right = (depth) => LEFT + (depth / DEEPEST) * (WIDTH - LEFT - 8);
    const up = (pixels) => BOTTOM - (pixels / (2 * DEEPEST + 1)) * (BOTTOM - TOP);
    const tick = (text, x, y, end) => svg("text", { x, y, "data-end": end }, text);
    const axes = svg("path", { class: "gr-axes", d: `M${LEFT} ${TOP}V${BOTTOM}H${WIDTH - 8}` });
    const ticks = [0, 10, 20, 30, 40, 50].map((depth) => tick(depth, right(depth), BOTTOM + 15));
    const pixels = [50, 100].map((each) => tick(each, LEFT - 4, up(each) + 4, true));
    const title = tick("depth", (LEFT + WIDTH) / 2, HEIGHT - 1);
    const lines = ["field", "heard"].map((name) =>
      svg("path", { class: `gr-curve gr-${name}-curve` }),
    );
    const dots = lines.map(() => svg("circle", { class: "gr-dot", r: 4 }));
    const names = ["field", "heard"].map((name) => svg("text", { class: `gr-name` }, name));
    const parts = [axes, ...ticks, ...pixels, title, ...lines, ...dots, ...names];
    const view = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" };
    const node = svg("svg", { ...view, class: "gr-curves" }, ...parts);
    let known = 0;

    function show({ shown: { depth, field, heard, kernel } }) {
      known = Math.max(known, depth);
      const piles = grains.pilesOf(kernel, known).slice(1);
      const sides = piles.map((pile) => {
        const [first, last] = grains.heardOf(pile);
        return [pile.length, last - first + 1];
      });
      lines.forEach((line, i) => {
        const points = sides.map((pair, layer) => `${right(layer + 1)} ${up(pair[i])}`);
        line.setAttribute("d", `M${points.join("L")}`);
      });
      [field, heard].forEach((side, i) => {
        dots[i].setAttribute("cx", right(depth));
        dots[i].setAttribute("cy", up(side));
        names[i].setAttribute("x", right(known) + (known > 30 ? -6 : 7));
        names[i].setAttribute("y", up(sides.at(-1)[i]) + (known > 30 ? [-5, 18] : [-9, 5])[i]);
        names[i].toggleAttribute("data-end", known > 30);
      });
      const words = `field ${field} and heard ${heard} pixels`;
      node.setAttribute(
        "aria-label",
        `Widths over the depth, drawn to ${known}; at ${depth} ${words}`,
      );
    }
    return { node, show, forget: () => (known = 0), complete: () => (known = DEEPEST) };
  }

  /** The field on a photograph: as light as its pixels are heard. */
  function photograph({ shape, pixels, credit }) {
    const bytes = ui.fromBytes({ shape, pixels });
    const canvas = el("canvas");
    const [field, heard] = ["field", "heard"].map((name) =>
      el("i", { class: `gr-square gr-${name}-square` }),
    );
    const frame = el("div", { class: "gr-photo", role: "img" }, canvas, field, heard);
    const node = el("figure", { class: "gr-photograph" }, frame, el("figcaption", {}, credit));
    const middle = shape.map((side) => Math.floor(side / 2));
    frame.style.setProperty("--ratio", shape[1] / shape[0]);

    function put(square, from, side) {
      const place = middle.map((at) => at + from);
      ["top", "left"].forEach((key, i) => (square.style[key] = `${(100 * place[i]) / shape[i]}%`));
      ["height", "width"].forEach((key, i) => (square.style[key] = `${(100 * side) / shape[i]}%`));
    }

    function show({ shown: { depth, pile, field: side, heard: part }, rims }) {
      const peak = Math.max(...pile);
      const [rows, columns] = middle.map((at, axis) =>
        range(shape[axis]).map((place) => (pile[place - at + depth] ?? 0) / peak),
      );
      const light = (value, i) => {
        const [row, column] = [Math.floor(i / shape[1]), i % shape[1]];
        return value * (0.4 + 0.6 * Math.sqrt(rows[row] * columns[column]));
      };
      ui.paint(canvas, { shape, data: bytes.data.map(light) }, { high: 255 });
      put(field, -depth, side);
      put(heard, rims.at(-1)[0] - depth, part);
      const words = `a field of ${side}×${side} pixels, of which ${part}×${part} are heard`;
      frame.setAttribute("aria-label", `Photograph with ${words}`);
    }
    return { node, show, forget() {}, complete() {} };
  }

  function make(photo) {
    const parts = [numbers(), photo ? photograph(photo) : curves()];
    const node = el("div", { class: "gr-side" }, ...parts.map((part) => part.node));
    const show = (state) => parts.forEach((part) => part.show(state));
    const { forget, complete } = parts[1];
    return { node, show, forget, complete };
  }

  return { make };
})();
