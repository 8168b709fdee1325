// The network as pictures: a digit, the eight windows with their maps of it, and ten bars.
const labTiles = (() => {
  const { el, paint, tint } = ui;
  const { CELLS, CLASSES, MAP, POOLED, POOLS, TAPS, WINDOWS } = labNetwork;
  const { PIXELS, SIDE, TRAIN } = labDigits;
  const FULL = 1.5; // the weight that has the full color, unless one is larger
  const ROW = 25; // digits of a batch in one canvas
  const [SLIDE, DROP, GROW, FOLLOW] = [200, 100, 200, 200]; // milliseconds
  const range = (count) => [...Array(count).keys()];
  const canvas = (name) => el("canvas", { class: name, "aria-hidden": "true" });
  const square = (side, data) => ({ shape: [side, side], data });

  /** Nine cells of a window; with arrows, for how they move. */
  function grid(name) {
    const cells = range(TAPS).map(() => el("i"));
    const node = el("div", { class: `tl-grid ${name}`, "aria-hidden": "true" }, ...cells);
    return { node, cells };
  }

  function tile(k) {
    const [start, now] = [grid("tl-start"), grid("tl-now")];
    const arrows = now.cells.map((cell) => cell.appendChild(el("b")));
    const [map, pooled] = [canvas("tl-map"), canvas("tl-pooled")];
    const name = el("span", { class: "tl-name" }, k + 1);
    const head = el("div", { class: "tl-head" }, name, start.node);
    const later = { "aria-label": `Window ${k + 1}` }; // until the digits have come
    const picture = el(
      "div",
      { class: "tl-tile", role: "img", ...later },
      head,
      now.node,
      map,
      pooled,
    );
    return { node: picture, name, start, now, arrows, map, pooled };
  }

  /** White where there is nothing, and the color of text where there is all; in dark, the other way. */
  function inkOf(host, palette) {
    const text = getComputedStyle(host).color.match(/\d+/g).slice(0, 3).map(Number);
    const paper = [0, 8, 16].map((bits) => (palette[127] >> bits) & 255);
    return palette.map((_, level) => {
      const part = Math.max(0, level / 127 - 1);
      const [r, g, b] = paper.map((low, i) => Math.round(low + (text[i] - low) * part));
      return (255 << 24) | (b << 16) | (g << 8) | r;
    });
  }

  /** `onNext()` asks for another digit. */
  function make({ host, onNext }) {
    const paper = canvas("tl-paper");
    const about = el("span", { class: "tl-about" }, "a digit"); // until one has come
    const heard = el("span", { class: "cnn-unseen" });
    const next = el(
      "button",
      { type: "button", class: "tl-digit", onclick: onNext },
      paper,
      heard,
      about,
    );
    const names = ["window, and its start", "its map of the digit", "the largest of each 2×2"];
    const rows = names.map((name, i) => el("span", { class: "tl-row", "data-row": i }, name));
    const unheard = el("div", { class: "tl-rows", "aria-hidden": "true" }, ...rows);
    const tiles = range(WINDOWS).map(tile);
    const bars = ui.chances({ label: "Answers", count: CLASSES });
    bars.node.classList.add("tl-bars");
    const strips = [canvas("tl-strip"), canvas("tl-strip")];
    const unread = { "aria-label": "No digits read yet" };
    const batch = el("div", { class: "tl-batch", role: "img", ...unread }, ...strips);
    const stage = el(
      "div",
      { class: "tl-stage" },
      next,
      unheard,
      ...tiles.map(({ node }) => node),
      bars.node,
    );
    let colors = null; // read when first drawn, and again when the theme changes

    const onTheme = () => (colors = null);
    function paints() {
      if (colors) return;
      const signed = ui.signedPalette(host);
      colors = { signed, ink: inkOf(host, signed) };
    }

    function show(run, digit) {
      paints();
      const { digits, weights, first, alive } = run;
      const made = labRun.look(run, digit);
      const at = (TRAIN + digit) * PIXELS;
      const label = digits.labels[TRAIN + digit];
      paint(paper, square(SIDE, digits.images.subarray(at, at + PIXELS)), { palette: colors.ink });
      about.textContent = `a ${label} · next`;
      heard.textContent = `Test digit ${digit + 1} of 500, `;
      const full = weights[0].reduce((most, w) => Math.max(most, Math.abs(w)), FULL);
      const born = first.reduce((most, w) => Math.max(most, Math.abs(w)), 0) || 1;
      const bright = made.pooled.reduce((most, value) => Math.max(most, value), 1e-9);
      const lit = { palette: colors.signed, high: bright };
      tiles.forEach(({ node, name, start, now, map, pooled }, k) => {
        const own = weights[0].subarray(k * TAPS, (k + 1) * TAPS);
        now.cells.forEach((cell, i) => tint(cell, own[i], full));
        start.cells.forEach((cell, i) => tint(cell, first[k * TAPS + i], born));
        const cells = made.maps.subarray(k * CELLS, (k + 1) * CELLS);
        paint(
          map,
          square(
            MAP,
            cells.map((value) => Math.max(0, value)),
          ),
          lit,
        );
        paint(pooled, square(POOLED, made.pooled.subarray(k * POOLS, (k + 1) * POOLS)), lit);
        const dead = alive?.[k] === false;
        node.toggleAttribute("data-dead", dead);
        name.textContent = dead ? "dead" : k + 1;
        const numbers = Array.from(own, (value) => labChart.write(value)).join(", ");
        node.setAttribute("aria-label", `Window ${k + 1}${dead ? ", dead" : ""}: ${numbers}.`);
      });
      bars.show(made.chances, label);
      showBatch(run);
      return made;
    }

    /** The digits just read, those misread underlined; of a large batch the first fifty. */
    function showBatch({ batch: all, right, digits }) {
      const shown = all.slice(0, 2 * ROW);
      const misread = shown.filter((_, i) => !right[i]).length;
      const words = `${shown.length} digits just read, ${misread} of them wrong`;
      batch.setAttribute("aria-label", shown.length ? words : "No digits read yet");
      batch.dataset.empty = shown.length ? "" : "The digits of each step pass here.";
      if (shown.length) delete batch.dataset.empty;
      strips.forEach((strip, half) => {
        const few = shown.slice(half * ROW, (half + 1) * ROW);
        const [width, height] = [ROW * (SIDE + 1), SIDE + 3];
        const data = new Float64Array(width * height);
        few.forEach((digit, n) => {
          for (let row = 0; row < SIDE; row++) {
            const from = digit * PIXELS + row * SIDE;
            data.set(digits.images.subarray(from, from + SIDE), row * width + n * (SIDE + 1));
          }
          const under = (SIDE + 1) * width + n * (SIDE + 1);
          if (!right[half * ROW + n]) {
            data.fill(1, under, under + SIDE).fill(1, under + width, under + width + SIDE);
          }
        });
        paint(strip, { shape: [height, width], data }, { palette: colors.ink });
      });
    }

    /** Asked before a step; then the way: digits slide in, arrows grow, and the fills follow them. */
    function way(motion) {
      const before = tiles.map(({ now }) =>
        now.cells.map(({ dataset, style }) => [dataset.sign, style.getPropertyValue("--part")]),
      );
      return (run) => {
        const most = run.moved.reduce((high, value) => Math.max(high, Math.abs(value)), 0) || 1;
        const slides = [
          { transform: "translateX(28px)", opacity: 0 },
          { transform: "none", opacity: 1 },
        ];
        const tweens = [[batch, slides, 0, SLIDE]];
        const start = SLIDE + DROP;
        tiles.forEach(({ now, arrows }, k) =>
          now.cells.forEach((cell, i) => {
            const moved = run.moved[k * TAPS + i];
            const [arrow, ghost] = [arrows[i], el("i")];
            [ghost.dataset.sign] = before[k][i];
            ghost.style.setProperty("--part", before[k][i][1]);
            tweens.push(motion.fades(cell, ghost, start + GROW, FOLLOW));
            arrow.style.setProperty("--long", (Math.abs(moved) / most).toFixed(3));
            arrow.toggleAttribute("data-down", moved < 0);
            const grows = [
              { opacity: 1, transform: "scaleY(0)" },
              { opacity: 1, transform: "none", offset: 0.5 },
              { opacity: 0, transform: "none" },
            ];
            tweens.push([arrow, grows, start, GROW + FOLLOW]);
          }),
        );
        const drop = [
          { transform: "translateY(-40px)", opacity: 0 },
          { transform: "none", opacity: 1 },
        ];
        const dots = host.querySelectorAll('[data-panel="loss"] [data-mark="dot"]');
        return [...tweens, ...[...dots].slice(0, 1).map((dot) => [dot, drop, SLIDE, DROP])];
      };
    }

    const windowsOf = ({ weights }) =>
      tiles.map((_, k) => [...weights[0].subarray(k * TAPS, (k + 1) * TAPS)]);
    return { batch, onTheme, show, stage, way, windowsOf };
  }

  return { make };
})();
