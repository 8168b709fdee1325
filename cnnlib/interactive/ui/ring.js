// The furniture of a figure: bars on a ring that is cut open, so that what leaves at its end comes
// back at its beginning.
Object.assign(
  ui,
  (() => {
    const { carriable, el, fillBar, formatShort } = ui;
    const ROOM = "(100% - var(--number))"; // of the bars, as the style says

    /**
     * As many bars as there are values, on `cells` cells, each bar as wide as `span` of them, or only
     * their outlines. `show` moves value i by `offset` bars, and half a bar is possible; `full` is the
     * value that is as high as the lane.
     */
    function ring({ role, cells, outlined = false }) {
      const strip = el("div", { class: "cnn-ring-strip" });
      const look = { "data-role": role, "data-outlined": outlined, "aria-hidden": "true" };
      const node = el("div", { class: "cnn-ring", ...look }, strip);
      let made = [];
      let shown = [];

      function build() {
        const bar = el("i", { class: "cnn-ring-bar" });
        const text = el("b");
        return { bar, text, column: el("span", {}, bar, ...(outlined ? [] : [text])) };
      }

      function show(values, { span = 1, offset = 0, full }) {
        const count = values.length;
        const turns = [0, count, -count]; // each bar once in its place, and once on either side
        if (made.length !== 3 * count) {
          made = turns.flatMap(() => values.map(build));
          strip.replaceChildren(...made.map(({ column }) => column));
        }
        shown = values.map((value) => value / full);
        turns.forEach((turn, copy) =>
          values.forEach((value, i) => {
            const { column, bar, text } = made[copy * count + i];
            const place = ((i + offset) % count) + turn;
            column.style.left = `${(100 * place * span) / cells}%`;
            column.style.width = `${(100 * span) / cells}%`;
            column.toggleAttribute("data-away", place <= -1 || place >= count);
            fillBar(bar, value);
            bar.style.setProperty("--share", shown[i]);
            text.textContent = formatShort(value);
            ui.fitText(text);
          }),
        );
      }

      // ---- the way there ------------------------------------------------------------------------
      const places = (across, down) => ({ transform: `translate(${across}, ${down})` });
      const back = (by) => `${(-100 * by) / cells}%`;
      /** All bars come from `by` cells before. */
      const slides = (by, ...times) => [strip, [places(back(by), 0), places(0, 0)], ...times];
      /** They come down from another lane, `box`; then, in the rest of the time, by `by` cells on. */
      function falls(box, { by = 0, part = 1 }, ...times) {
        const high = `${box.top - node.getBoundingClientRect().top}px`;
        const landed = { ...places(back(by), "0px"), opacity: 1, offset: part };
        const start = { ...places(back(by), high), opacity: 0 };
        return [strip, [start, landed, ...(part < 1 ? [places("0%", "0px")] : [])], ...times];
      }
      const heights = () => shown;
      /** Bars in their places grow or shrink from other heights. */
      const grows = (from, ...times) =>
        shown.flatMap((share, i) => {
          const sizes = [from[i], share].map((part) => ({ height: `calc(${part} * ${ROOM})` }));
          return from[i] === share ? [] : [[made[i].bar, sizes, ...times]];
        });
      return { node, show, slides, falls, grows, heights };
    }

    /**
     * A ring of numbers that a finger, a mouse or the arrow keys carry along; its first number has the
     * grip. `onMove(offset)` asks for another offset, from 0 to once around.
     */
    function carriedRing({ label, cells, onMove }) {
      const { node: lane, ...made } = ring({ role: "input", cells });
      const range = { "aria-valuemin": 0, "aria-valuemax": cells, "aria-label": label };
      const access = { role: "slider", tabindex: 0, ...range };
      const grip = el("div", { class: "cnn-ring-grip cnn-carried", ...access }, el("i"));
      const node = el("div", { class: "cnn-ring-carried" }, lane, grip);
      let place = 0;
      carriable(node, {
        unit: () => lane.offsetWidth / cells,
        place: () => [0, place],
        onMove: (_, offset) => onMove(Math.max(0, Math.min(cells, offset))),
      });
      function show(values, { offset, full, said }) {
        place = offset;
        made.show(values, { offset, full });
        grip.style.setProperty("--left", `${(100 * (offset % cells)) / cells}%`);
        grip.style.setProperty("--wide", `${100 / cells}%`);
        grip.setAttribute("aria-valuenow", offset);
        grip.setAttribute("aria-valuetext", said);
      }
      /** Numbers and grip come from `by` cells before. */
      function slides(by, ...times) {
        const from = { transform: `translateX(${-100 * by}%)` };
        return [made.slides(by, ...times), [grip, [from, { transform: "none" }], ...times]];
      }
      return { node, grip, show, slides, box: () => lane.getBoundingClientRect() };
    }

    return { carriedRing, ring };
  })(),
);
