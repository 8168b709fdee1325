// The pad: where one draws, moves and covers, by finger, mouse or keys.
const padBoard = (() => {
  const { el } = ui;
  const { HOLE, SIDE, cornerOf } = padPaper;
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const share = (pixels) => `${(100 * pixels) / SIDE}%`;
  const inside = (at) => Math.min(SIDE - 1, Math.max(0, at));

  /**
   * `tool()` says what a finger does; `onStroke(from, to)` draws or rubs out, `onMove(down, right)`
   * asks how far the drawing is to be moved, of which `place()` knows, `onHole(down, right)` where
   * the middle of the hole is to be, `onStep(down, right)` moves it; `onEnd()` comes at the end.
   */
  function board({ tool, place, onStroke, onMove, onHole, onStep, onEnd, say }) {
    const canvas = el("canvas", { width: SIDE, height: SIDE });
    const marks = ["field", "cover", "cursor"].map((name) =>
      el("i", { class: `dp-${name}`, hidden: true }),
    );
    const [field, cover, cursor] = marks;
    const line = el("svg:line", {});
    const arrow = el("svg:svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" }, line);
    arrow.classList.add("dp-shift");
    const label =
      "Pad. Arrow keys move the pen, the drawing or the hole; the space bar puts the pen down and up.";
    const access = { role: "application", tabindex: 0, "aria-label": label };
    const node = el("div", { class: "dp-pad", ...access }, canvas, ...marks, arrow);
    const draws = () => tool() === "pen" || tool() === "eraser";
    let held = null; // where the finger came down, and where it was last
    let pen = [14, 14]; // of the keyboard
    let isDown = false;

    function put(mark, top, left, size) {
      mark.hidden = false;
      Object.assign(mark.style, { top: share(top), left: share(left) });
      Object.assign(mark.style, { height: share(size), width: share(size) });
    }

    const pointOf = ({ clientX, clientY }) => {
      const box = canvas.getBoundingClientRect();
      return [(SIDE * (clientY - box.top)) / box.height, (SIDE * (clientX - box.left)) / box.width];
    };

    function lift() {
      [isDown, cursor.hidden] = [false, true];
      delete cursor.dataset.down;
    }

    node.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      event.preventDefault();
      node.setPointerCapture(event.pointerId);
      node.focus({ preventScroll: true, focusVisible: false });
      lift();
      const at = pointOf(event);
      held = { from: at, last: at, place: place() };
      if (draws()) onStroke(at, at);
      if (tool() === "hole") onHole(...at);
    });
    node.addEventListener("pointermove", (event) => {
      if (!held || !event.isPrimary) return;
      const all = event.getCoalescedEvents?.() ?? [];
      const points = (all.length ? all : [event]).map(pointOf);
      const at = points.at(-1);
      if (draws()) onStroke(held.last, ...points);
      if (tool() === "hole") onHole(...at);
      if (tool() === "move") {
        onMove(...at.map((end, axis) => held.place[axis] + Math.round(end - held.from[axis])));
      }
      held.last = at;
    });
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
      node.addEventListener(type, () => {
        if (!held) return;
        held = null;
        onEnd();
      });
    }
    node.addEventListener("blur", lift);
    node.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const step = STEPS[event.key]?.map((each) => each * (event.shiftKey ? 4 : 1));
      const isSpace = event.key === " ";
      if (!step && !isSpace) return;
      event.preventDefault();
      if (tool() === "hole") {
        if (step) onStep(...step);
      } else if (tool() === "move") {
        if (step) onMove(...place().map((at, axis) => at + step[axis]));
      } else if (step) {
        const from = pen;
        pen = pen.map((at, axis) => inside(at + step[axis]));
        if (isDown) {
          onStroke(
            from.map((at) => at + 0.5),
            pen.map((at) => at + 0.5),
          );
        }
      } else {
        isDown = !isDown;
        cursor.toggleAttribute("data-down", isDown);
        const middle = pen.map((at) => at + 0.5);
        if (isDown) onStroke(middle, middle);
        else say("Pen up.");
      }
      if (draws()) put(cursor, ...pen, 1);
      if (step || isDown) onEnd();
    });

    /** The picture, the hole, what centering moved, the pixels of the open cell, { top, left, size }. */
    function show(picture, { hole, shift, seen, palette }) {
      ui.paint(canvas, { shape: [SIDE, SIDE], data: picture }, { palette });
      node.dataset.tool = tool();
      if (hole === null) cover.hidden = true;
      else put(cover, ...cornerOf(hole), HOLE);
      if (seen) put(field, seen.top, seen.left, seen.size);
      else field.hidden = true;
      const isShifted = Boolean(shift?.some(Boolean));
      arrow.toggleAttribute("data-on", isShifted);
      if (!isShifted) return;
      const ends = { x1: 14 - shift[1], y1: 14 - shift[0], x2: 14, y2: 14 };
      for (const [key, value] of Object.entries(ends)) line.setAttribute(key, value);
    }

    return { field, node, show };
  }

  return { board };
})();
