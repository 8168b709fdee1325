// The tower: what one unit reads of each of its rows, drawn over one axis of pixels.
//
// `onUnit(values)` asks for another unit or row, `onPixel(pixel)` for a painted pixel, `onLayers(rows)`
// for other layers of one's own; `onSettled()` comes when the reader lets go of one, `onOpen()` when
// Enter is pressed on the unit.
function towerOf({ onUnit, onPixel, onLayers, onSettled, onOpen, paints }) {
  const { carriable, el, formatNumber } = ui;
  const FINE = 0.015; // of the axis: narrower cells are drawn without the lines between them
  const TAPS = 400; // so many lines between two rows can still be told apart
  let state;
  let built = ""; // for which network, of how many rows
  let rows = []; // by level: the picture's first
  const makes = towerRows({ now: () => state, onPixel, onLayers, onSettled, paints });
  const handle = el("div", { class: "rf-unit cnn-carried", role: "slider", tabindex: 0 }, el("i"));
  const lane = el("div", { class: "rf-track" }, handle);
  const overlay = el("div", { class: "rf-row rf-overlay" }, lane);
  const table = el("table", { class: "cnn-unseen" });
  const node = el("div", { class: "rf-tower" }, makes.head, makes.body, overlay);

  const part = (x) => (100 * (x - state.axis[0])) / (state.axis[1] - state.axis[0]);
  const spanOf = (level, first, last) => {
    const [left, wide] = towerField.placeOf(state.fields[level], first);
    return [part(left), part(left + (last - first + 1) * wide)];
  };
  const put = (piece, [left, right]) => {
    piece.style.left = `${left}%`;
    piece.style.width = `${right - left}%`;
    return piece;
  };
  const extent = (level) => spanOf(level, state.cells[level][0], state.cells[level].at(-1));

  // ---- drawing ------------------------------------------------------------------------------------
  function linksOf(level) {
    const { cells, fields, levels, own } = state;
    const { taps, stride } = levels[level];
    if (own && cells[level].length * taps.length <= TAPS) {
      const middle = (at, cell) => towerField.placeOf(fields[at], cell)[0] + fields[at].jump / 2;
      return cells[level].flatMap((cell) =>
        taps.map((tap) => {
          const [x1, x2] = [middle(level, cell), middle(level - 1, cell * stride + tap)];
          return el("svg:line", { x1: part(x1), y1: 0, x2: part(x2), y2: 1 });
        }),
      );
    }
    const [[left, right], [low, high]] = [extent(level), extent(level - 1)];
    return [el("svg:polygon", { points: `${left},0 ${right},0 ${high},1 ${low},1` })];
  }

  function drawRow(row, level, opened) {
    const { levels, cells, ghosts, top, axis, fields, reached, branched } = state;
    const { outputs } = levels[level];
    const [field, isRead] = [fields[level], level === top || (opened && level < top)];
    const fine = field.jump / (axis[1] - axis[0]) < FINE;
    put(row.map, spanOf(level, 0, outputs - 1));
    row.map.style.setProperty("--cells", fine ? 1 : outputs);
    row.line.toggleAttribute("data-top", level === top);
    row.line.toggleAttribute("data-above", level > top);
    const pieces = isRead ? towerField.runs(cells[level], outputs) : [];
    row.bars.replaceChildren(
      ...pieces.map(({ first, last, real }) => {
        const bar = el("i", { class: "rf-bar", "data-real": `${real}`, "data-fine": `${fine}` });
        bar.style.setProperty("--cells", last - first + 1);
        return put(bar, spanOf(level, first, last));
      }),
    );
    const other = branched && isRead && level < top ? ghosts[level] : null;
    row.bars.toggleAttribute("data-whole", pieces.filter(({ real }) => real).length === 1);
    row.ghost.hidden = !other;
    if (other) put(row.ghost, spanOf(level, other[0], other.at(-1)));
    const touched = reached?.[level];
    row.reach.hidden = !touched?.length;
    if (touched?.length) put(row.reach, spanOf(level, touched[0], touched.at(-1)));
    row.links.replaceChildren(...(isRead && opened && level > 0 ? linksOf(level) : []));
    const more = level ? field.size - fields[level - 1].size : 0;
    const texts = [isRead ? cells[level].length : "", more ? `+${more}` : "", field.size];
    const all = [...texts, field.jump, formatNumber(field.start)];
    row.numbers.forEach(
      (number, i) => (number.textContent = opened && (level || !i) ? all[i] : ""),
    );
    row.fields.forEach((each, i) => each.update(state.layers[level - 1][i]));
  }

  /** Draw a state; below a tower that is not `opened` nothing is told. */
  function show(next, opened) {
    state = next;
    const { own, levels, top, unit, units, shown } = state;
    const key = `${shown.network} ${levels.length}`;
    if (key !== built) rows = makes.build();
    built = key;
    node.toggleAttribute("data-own", own);
    rows.forEach((row, level) => drawRow(row, level, opened));
    const { map, track } = rows[0];
    map.style.setProperty("--middle", `${(100 * (shown.first[0] + shown.size / 2)) / state.size}%`);
    if (paints) track.setAttribute("aria-valuenow", state.pixel ?? 0);
    if (paints) track.setAttribute("aria-valuetext", state.pixel ?? "none");
    overlay.style.setProperty("--above", levels.length - 1 - top);
    put(handle, spanOf(top, unit[1], unit[1]));
    const ways = `left and right move it${own ? "" : ", up and down change the layer"}, Enter opens`;
    handle.setAttribute("aria-label", `Unit of ${levels[top].name}: ${ways}`);
    handle.setAttribute("aria-valuemin", 0);
    handle.setAttribute("aria-valuemax", units - 1);
    handle.setAttribute("aria-valuenow", unit[1]);
    handle.setAttribute("aria-valuetext", `column ${unit[1]} of ${units}`);
    handle.dataset.unit = unit[1];
    const line = (tag, texts) => el("tr", {}, ...texts.map((text) => el(tag, {}, text)));
    const said = opened ? ["reads", "size", "jump", "start"] : [];
    const lines = levels.map(({ name }, level) => {
      const [reads, , ...rest] = rows[level].numbers.map((number) => number.textContent);
      return line("td", [name, ...(opened ? [reads, ...rest] : [])]);
    });
    table.replaceChildren(line("th", ["layer", ...said]), ...lines.reverse());
  }

  /** Tweens: row by row the bar grows from the bar above. */
  function opens(pace, duration) {
    return rows.slice(0, state.top).flatMap(({ bars, ghost, numbers }, level) => {
      const [[left, right], [low, high]] = [extent(level + 1), extent(level)];
      const wide = (right - left) / (high - low);
      const from = `translateX(${left - wide * low}%) scaleX(${wide})`;
      const delay = pace * (state.top - 1 - level);
      const hidden = { opacity: 0, transform: from };
      const grows = [hidden, { opacity: 1, transform: from, offset: 0.02 }, { transform: "none" }];
      const fades = [{ opacity: 0 }, { opacity: 1 }];
      return [
        [bars, grows, delay, duration],
        [rows[level + 1].links, fades, delay, duration],
        ghost.hidden ? null : [ghost, fades, delay, duration],
        ...numbers.map((number) => [number, fades, delay + duration / 2, duration / 2]),
      ];
    });
  }

  // ---- the unit -----------------------------------------------------------------------------------
  const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
  /** The same place in the picture, in another row; without `column` as near as it can be. */
  function go(level, column) {
    const top = clamp(level, 1, state.levels.length - 1);
    const { outputs } = state.levels[top];
    if (top === state.top) {
      onUnit({ across: clamp(column, 0, state.units - 1) });
      return;
    }
    const [down, across] = state.shown.first.map((first) =>
      towerField.nearest(state.fields[top], outputs, first + state.shown.size / 2),
    );
    onUnit({ top, down, across: column === undefined ? across : clamp(column, 0, outputs - 1) });
  }
  carriable(handle, {
    unit: () => {
      const [low, high] = state.axis;
      return (state.fields[state.top].jump / (high - low)) * lane.clientWidth;
    },
    place: () => [-state.top, state.unit[1]],
    onMove(down, right) {
      const isHeld = handle.matches(".cnn-held");
      const level = Math.min(state.levels.length - 1, Math.max(1, -down));
      if (isHeld || state.own || level === state.top) go(state.top, right);
      else go(level);
    },
    onDrop: onSettled,
    home: [-Infinity, 0],
  });
  handle.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onOpen();
  });
  makes.body.addEventListener("click", ({ target, clientX }) => {
    const level = Number(target.closest("[data-level]")?.dataset.level);
    if (!level || state.own) return;
    const track = target.closest(".rf-track");
    if (!track) {
      if (level !== state.top) go(level);
      return;
    }
    const { left, width } = track.getBoundingClientRect();
    const x = state.axis[0] + ((clientX - left) / width) * (state.axis[1] - state.axis[0]);
    go(level, towerField.nearest(state.fields[level], state.levels[level].outputs, x));
  });

  return { node, refusal: makes.refusal, table, show, opens, handle };
}
