// The field as a square on the picture, on the tower's axis both ways: what lies beside the picture
// is padding. `onUnit(down, across)`: a place was pressed, in pixels, or `onStep(down, right)`.
function towerPicture({ onPoint, onStep }) {
  const { el, pointable } = ui;
  const [photo, field, least] = ["photo", "field", "least"].map((name) =>
    el("i", { class: `rf-square-${name}` }),
  );
  const padding = el("i", { class: "rf-square-padding" });
  const access = { role: "application", tabindex: 0, "aria-label": "the field on the picture" };
  const node = el("div", { class: "rf-square", ...access }, photo, field, padding, least);
  let axis = [0, 1];
  const part = (x) => (100 * (x - axis[0])) / (axis[1] - axis[0]);
  const put = (piece, [top, left], size) => {
    Object.assign(piece.style, { top: `${part(top)}%`, left: `${part(left)}%` });
    piece.style.width = piece.style.height = `${part(size + axis[0])}%`;
  };
  pointable(node, {
    onPoint: (x, y) => onPoint(...[y, x].map((at) => axis[0] + at * (axis[1] - axis[0]))),
    onStep,
  });

  function show(state, opened) {
    const { shown, size, widest, others, top, unit, branched } = state;
    ({ axis } = state);
    put(photo, [0, 0], size);
    photo.style.setProperty("--photo", `url("${state.photo}")`);
    photo.toggleAttribute("data-small", size < 100);
    node.toggleAttribute("data-opened", opened);
    put(field, shown.first, shown.size);
    put(padding, shown.first, shown.size);
    const within = (x, at) => (100 * Math.min(shown.size, Math.max(0, x - at))) / shown.size;
    const [[y1, y2], [x1, x2]] = shown.first.map((at) => [within(0, at), within(size, at)]);
    const hole = [`${x1}% ${y1}%`, `${x2}% ${y1}%`, `${x2}% ${y2}%`, `${x1}% ${y2}%`];
    const outer = "0 0, 100% 0, 100% 100%, 0 100%, 0 0";
    padding.style.clipPath = `polygon(evenodd, ${outer}, ${hole.join(", ")}, ${hole[0]})`;
    const other = shown.size === widest[top].size ? others[top] : widest[top];
    least.hidden = !branched || other.size === shown.size;
    put(
      least,
      unit.map((at) => other.start + at * other.jump),
      other.size,
    );
  }

  /** Tweens: it grows from its middle. */
  const opens = (delay, duration) =>
    [field, padding].map((piece) => [
      piece,
      [
        { opacity: 0, transform: "scale(0.05)" },
        { opacity: 1, transform: "none" },
      ],
      delay,
      duration,
    ]);

  return { node, show, opens };
}
