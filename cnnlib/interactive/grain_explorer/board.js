// The board of GrainExplorer: one unit, the rows of pegs below it, and the floor that carries the pile.
//
// Lengths are in units of the drawing, which is 480 wide. Near, each peg and each grain is seen; far
// is the same from further away: the unit stays where it is, all else comes closer to it.
const grainBoard = (() => {
  const { carriable, el } = ui;
  const { range, sum } = grains;
  const [WIDTH, HEIGHT, TOP, MIDDLE] = [480, 510, 22, 240];
  const [PILE, GAP] = [128, 6]; // what is kept for the pile, and between two of its columns
  const SCALES = {
    near: { wide: 35, high: 40, cell: 30 },
    far: { wide: 4.7, high: 5.37, cell: 16 },
  };
  const ZOOM = SCALES.near.wide / SCALES.far.wide;
  const [NEAR, DEEPEST] = [6, 50]; // layers that have room
  const [HOP, FALL, POUR] = [100, 160, 700]; // milliseconds: a hop, into the pile, all grains
  const svg = (name, ...rest) => el(`svg:${name}`, ...rest);
  const set = (node, values) => {
    for (const [key, value] of Object.entries(values)) node.setAttribute(key, value);
    return node;
  };

  /** Where the grains of a pile lie in a column whose highest has `peak`: { across, up, size }. */
  function stacking(peak, wide) {
    const room = wide - GAP;
    const across = Math.max(1, Math.round(Math.sqrt((peak * room) / PILE)));
    const up = Math.min(10, PILE / Math.ceil(peak / across));
    return {
      across,
      up,
      right: Math.min(10, room / across),
      size: Math.min(10, up, room / across),
    };
  }

  function board({ onDepth, onSettled, onEnter }) {
    const part = (name, tag = "path") => svg(tag, { class: `gr-${name}` });
    const id = ui.uniqueId("flow");
    const image = svg("image", { preserveAspectRatio: "none" });
    const flow = set(part("flow", "rect"), { mask: `url(#${id})` });
    const mask = svg("mask", { id }, image);
    const [links, fan, heardRim, pegs, way] = ["links", "fan", "rim", "pegs", "way"].map((n) =>
      part(n),
    );
    const unit = set(part("unit", "circle"), { cx: MIDDLE, cy: TOP, r: 9 });
    const [bins, floor, lines, bars] = [
      part("bins"),
      part("floor", "rect"),
      part("lines"),
      part("bars"),
    ];
    const [lying, numbers] = [part("grains", "g"), part("numbers", "g")];
    const brackets = ["heard", "field"].map((name) => {
      const [line, text] = [part("bracket"), part("said", "text")];
      return { name, line, text, node: svg("g", { class: `gr-${name}` }, line, text) };
    });
    const scale = { line: part("bracket"), text: part("said", "text") };
    const named = svg("text", { class: "gr-said", x: MIDDLE + 16, y: TOP + 5 }, "one unit");
    const ruler = svg("g", { class: "gr-scale" }, scale.line, scale.text);
    const below = brackets.map(({ node }) => node);
    const heap = svg("g", { class: "gr-zoomed" }, bins, bars, lying, floor, lines);
    const low = svg("g", {}, heap, numbers, ...below);
    const stage = svg("g", { class: "gr-zoomed" }, fan, flow, links, heardRim, pegs, way);
    const view = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" };
    const drawing = svg("svg", view, svg("defs", {}, mask), stage, low, unit, named, ruler);
    const grip = el("i", { class: "cnn-grip", "aria-hidden": "true" });
    const limits = { "aria-valuemin": 1, "aria-valuemax": DEEPEST, "aria-orientation": "vertical" };
    const label = "Floor: arrow down lays one more layer above it, Enter drops a grain";
    const access = { role: "slider", tabindex: 0, "aria-label": label, ...limits };
    const handle = el("div", { class: "gr-handle cnn-carried", ...access }, grip);
    const node = el("div", { class: "gr-board" }, drawing, handle);
    let state;
    let circles = [];
    let beyond = false;

    const scaleOf = ({ far }) => SCALES[far ? "far" : "near"];
    const wide = () => scaleOf(state).wide;
    const highOf = (depth, from = state) => TOP + depth * scaleOf(from).high;
    const acrossOf = (place) => MIDDLE + place * wide(); // places are counted from the middle
    const floorOf = (from) => highOf(from.shown.depth, from) + PILE + 4;

    carriable(handle, {
      unit: () => (drawing.clientWidth / WIDTH) * scaleOf(state).high,
      place: () => [state.shown.depth, 0],
      home: [1, 0],
      onMove(down, right) {
        const held = handle.matches(".cnn-held");
        const most = held && !state.far ? NEAR : DEEPEST;
        beyond = down > most;
        onDepth(Math.min(most, Math.max(1, held ? down : down + right)));
      },
      onDrop() {
        if (beyond && !state.far) onDepth(NEAR + 1); // pulled out of the stage: it steps back
        beyond = false;
        onSettled();
      },
    });
    handle.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      onEnter();
    });

    // ---- drawing --------------------------------------------------------------------------------
    /** The shares of all layers as a picture, for the mask: white where the most paths lead. */
    function paintFlow(piles) {
      const side = 2 * DEEPEST + 1;
      const canvas = el("canvas", { width: side, height: DEEPEST + 1 });
      const context = canvas.getContext("2d");
      const pixels = context.createImageData(side, DEEPEST + 1);
      piles.forEach((pile, layer) => {
        const peak = Math.max(...pile);
        pile.forEach((paths, i) => {
          const at = 4 * (layer * side + DEEPEST - layer + i);
          pixels.data.set([255, 255, 255, 255 * Math.sqrt(paths / peak)], at);
        });
      });
      context.putImageData(pixels, 0, 0);
      const { wide: one, high } = SCALES.far;
      const place = { x: MIDDLE - (side * one) / 2, y: TOP - high / 2 };
      set(image, {
        ...place,
        width: side * one,
        height: (DEEPEST + 1) * high,
        href: canvas.toDataURL(),
      });
    }

    /** Each place to those below it that its window reads. */
    function drawRows({ shown: { depth, kernel }, piles, rims, far }) {
      const [right, down] = [acrossOf, highOf];
      const places = range(depth).flatMap((layer) =>
        piles[layer].map((paths, i) => ({ layer, place: i - layer, paths })),
      );
      const steps = [-1, 0, 1].filter((hop) => kernel[hop + 1]);
      const link = ({ layer, place }) =>
        steps.map((hop) => {
          const ends = [place, place + hop].map((at, j) => `${right(at)} ${down(layer + j)}`);
          return `M${ends.join("L")}`;
        });
      const seen = far ? [] : places.filter(({ paths }) => paths);
      set(links, { d: seen.flatMap(link).join("") });
      const peg = ({ layer, place }) => `M${right(place)} ${down(layer)}h0`;
      set(pegs, {
        d: seen
          .filter(({ layer }) => layer)
          .map(peg)
          .join(""),
      });
      const rim = depth + 0.5;
      const corners = [-0.5, 0.5, rim, -rim].map(
        (place, i) => `${right(place)} ${down(i < 2 ? 0 : depth)}`,
      );
      set(fan, { d: `M${corners.join("L")}Z` });
      const edge = (side, half) =>
        rims.map((pair, layer) => `${right(pair[side] - layer + half)} ${down(layer)}`).join("L");
      set(heardRim, { d: far ? `M${edge(0, -0.5)}M${edge(1, 0.5)}` : "" });
      const height = far ? (depth + 0.5) * SCALES.far.high + SCALES.far.high / 2 : 0;
      set(flow, { x: 0, y: TOP - SCALES.far.high / 2, width: WIDTH, height });
    }

    /** A grain for each path: in rows, each filled from its middle. */
    function lay(paths, peak, bottom) {
      const { across, up, right, size } = stacking(peak, wide());
      const middle = (across - 1) / 2;
      const order = range(across).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
      const counts = {};
      return paths.map((path) => {
        const place = sum(path);
        const number = counts[place] ?? 0;
        counts[place] = number + 1;
        const cx = acrossOf(place) + (order[number % across] - middle) * right;
        const cy = bottom - (Math.floor(number / across) + 0.5) * up - 1;
        return svg("circle", { cx, cy, r: 0.44 * size });
      });
    }

    function drawPile({ shown: { depth, pile, fallen }, paths, grainy, far }) {
      const [bottom, peak] = [floorOf(state), Math.max(...pile)];
      const left = (i) => acrossOf(i - depth) - wide() / 2;
      const few = grainy && !far;
      circles = few ? lay(paths, peak, bottom) : [];
      lying.replaceChildren(...circles);
      const gap = far ? 0.6 : GAP;
      const bar = (paths_, i) => {
        const high = (PILE * paths_) / peak;
        return `M${left(i) + gap / 2} ${bottom}v${-high}h${wide() - gap}v${high}Z`;
      };
      set(bars, { d: few ? "" : fallen.map(bar).join("") });
      const walls = range(pile.length + 1).map((i) => `M${left(i)} ${bottom}v${4 - PILE}`);
      set(bins, { d: far ? "" : walls.join("") });
      const { cell } = scaleOf(state);
      set(floor, { x: left(0), y: bottom, width: pile.length * wide(), height: cell });
      const between = range(pile.length - 1).map((i) => `M${left(i + 1)} ${bottom}v${cell}`);
      set(lines, { d: between.join(""), "data-far": far });
      const text = (number, i) =>
        svg("text", { x: acrossOf(i - depth), y: bottom + cell / 2 + 5 }, number || "");
      numbers.replaceChildren(...(few ? fallen.map(text) : [])); // others have no room
      return bottom + cell;
    }

    function drawBrackets({ shown: { depth, field, heard }, rims, far }, top) {
      const [first, last] = rims.at(-1);
      const spans = {
        heard: [first, last, `hears ${heard}`],
        field: [0, field - 1, `field ${field}`],
      };
      brackets.forEach(({ name, line, text }, i) => {
        const [from, to, words] = spans[name];
        const [x, y] = [acrossOf(from - depth - 0.5) + 1, top + 6 + 30 * i];
        const end = acrossOf(to - depth + 0.5) - 1;
        set(line, { d: `M${x} ${y}v5H${end}v-5` });
        set(text, { x: (x + end) / 2, y: y + 21 }).textContent = words;
      });
      const pixels = far ? 10 : 1;
      set(scale.line, { d: `M6 ${TOP - 8}v5h${pixels * wide()}v-5` });
      set(scale.text, { x: 6, y: TOP + 17 }).textContent = far ? "10 pixels" : "1 pixel";
    }

    function show(next) {
      const flowing = String(state?.shown.kernel) !== String(next.shown.kernel);
      state = next;
      const { depth, field, fallen } = state.shown;
      if (flowing) paintFlow(grains.pilesOf(state.shown.kernel, DEEPEST));
      drawRows(state);
      const top = drawPile(state);
      drawBrackets(state, top);
      const last = state.paths.at(-1) ?? [];
      const ends = range(last.length + 1).map((i) => [sum(last.slice(0, i)), i]);
      const isSeen = !state.far && state.paths.length && state.paths.length < state.total;
      const points = ends.map(([place, layer]) => `${acrossOf(place)} ${highOf(layer)}`);
      if (isSeen) {
        points.push(["cx", "cy"].map((key) => circles.at(-1).getAttribute(key)).join(" "));
      }
      set(way, { d: isSeen ? `M${points.join("L")}` : "" });
      const { cell } = scaleOf(state);
      const middle = top - cell / 2;
      handle.style.setProperty("--top", `${(100 * middle) / HEIGHT}%`);
      handle.style.setProperty("--wide", `${(100 * field * wide()) / WIDTH}%`);
      node.toggleAttribute("data-far", state.far);
      set(handle, { "aria-valuenow": depth, "aria-valuetext": `depth ${depth}` });
      const piled = fallen.length > 13 ? "" : `, grains on the pixels: ${fallen.join(" ")}`;
      drawing.setAttribute("aria-label", `A unit ${depth} layers above ${field} pixels${piled}`);
    }

    // ---- the way there --------------------------------------------------------------------------
    /** Grain `i` hops from the unit down to where it lies. */
    function hops(i, delay) {
      const [path, circle] = [state.paths[i], circles[i]];
      const [x, y] = ["cx", "cy"].map((key) => Number(circle.getAttribute(key)));
      const spots = range(path.length + 1).map((layer) => [sum(path.slice(0, layer)), layer]);
      const time = path.length * HOP + FALL;
      const frames = spots.map(([place, layer]) => {
        const [right, down] = [acrossOf(place) - x, highOf(layer) - y];
        return {
          transform: `translate(${right}px, ${down}px)`,
          opacity: 1,
          offset: (layer * HOP) / time,
        };
      });
      const hidden = { ...frames[0], opacity: 0 };
      return [
        circle,
        [hidden, { ...frames[0], offset: 0 }, ...frames.slice(1), { transform: "none" }],
        delay,
        time,
      ];
    }
    const landed = () => state.shown.depth * HOP + FALL;

    function dropsOne() {
      const i = state.paths.length - 1;
      const at = state.shown.depth + sum(state.paths[i]);
      const seen = [{ opacity: 0 }, { opacity: 1 }];
      return [hops(i, 0), [numbers.children[at], seen, landed() - 40, 80]];
    }

    /** All from grain `first` on, poured out; or, from far away, the flow and then the pile. */
    function dropsAll(first) {
      const seen = [{ opacity: 0 }, { opacity: 1 }];
      const grow = { transform: "scaleY(0)", transformOrigin: `0 ${floorOf(state)}px` };
      if (!lying.childElementCount) {
        const down = [{ clipPath: "inset(0 0 100% 0)" }, { clipPath: "inset(0)" }];
        const up = [grow, { ...grow, transform: "none" }];
        return [...(state.far ? [[flow, down, 0, 500]] : []), [bars, up, state.far ? 450 : 0, 300]];
      }
      const falling = range(circles.length).slice(first);
      const each = POUR / falling.length;
      const pour = falling.map((i, k) => hops(i, k * each));
      return [...pour, [numbers, seen, POUR + landed() - 100, 100]];
    }

    /** The floor comes from where it lay before. */
    function sinks(before, duration) {
      const by = floorOf(before) - floorOf(state);
      return [[low, [{ transform: `translateY(${by}px)` }, { transform: "none" }], 0, duration]];
    }

    /** From the other scale: about the unit; the pile keeps its height. */
    function zooms(before, duration) {
      const by = state.far ? ZOOM : 1 / ZOOM;
      const to = { transform: "none" };
      const texts = [numbers, ...below].map((each) => [each, [{ opacity: 0 }, { opacity: 1 }]]);
      return [
        [stage, [{ transform: `scale(${by})` }, to], 0, duration],
        [heap, [{ transform: `scaleX(${by})` }, to], 0, duration],
        ...sinks(before, duration),
        ...texts.map((tween) => [...tween, duration - 50, 50]),
      ];
    }

    return { node, handle, show, dropsOne, dropsAll, sinks, zooms };
  }

  return { board };
})();
