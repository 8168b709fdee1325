// The furniture of a figure: what an operation is set up with.
Object.assign(
  ui,
  (() => {
    const { button, el, formatFraction, largest, numberGrid, tint } = ui;
    const STEP = 12; // CSS pixels of a drag that change a number by one
    const SLOP = 4;

    /**
     * A kernel: a grid of numbers that are typed, dragged up and down, or stepped by Page Up and Page
     * Down. A finger drags a number only after a tap has chosen it: else it scrolls. `onChange(rows)` follows along, `onCommit()` comes when the reader lets go or leaves the
     * number; `dragging()` says whether one is just being dragged.
     */
    function kernelEditor({ label, onChange, onCommit, min = -100, max = 100, refusal: own }) {
      let rows = [];
      let held = null; // the number under the finger
      let changed = false; // since the last commit
      const change = (next) => {
        changed = true;
        onChange(next);
      };
      const rules = { min, max, format: formatFraction, refusal: own };
      const grid = numberGrid({ label, onChange: change, ...rules });
      const { node, refusal } = grid;
      node.classList.add("cnn-kernel");
      const show = (next) => {
        grid.show(next);
        if (next === rows) return;
        rows = next;
        const values = rows.flat();
        const full = largest({ data: values }) || 1;
        node.querySelectorAll("input").forEach((input, i) => tint(input, values[i], full));
      };

      const placeOf = (input) => [...node.querySelectorAll("input")].indexOf(input);
      const valueAt = (place) => rows.flat()[place];
      const put = (place, value) => {
        const next = Math.min(max, Math.max(min, value));
        if (next === valueAt(place)) return;
        const width = rows[0].length;
        change(rows.map((line, i) => line.map((v, j) => (i * width + j === place ? next : v))));
      };
      const commit = () => {
        if (changed) onCommit();
        changed = false;
      };

      node.addEventListener(
        "pointerdown",
        ({ target, clientY, pointerId, pointerType, button: which, isPrimary }) => {
          const place = placeOf(target);
          if (place < 0 || which !== 0 || !isPrimary) return;
          const scrolls = pointerType === "touch" && target !== document.activeElement;
          held = { place, clientY, value: valueAt(place), moves: false, scrolls };
          target.setPointerCapture(pointerId);
        },
      );
      node.addEventListener("pointermove", ({ clientY, isPrimary }) => {
        if (!held || held.scrolls || !isPrimary) return;
        const up = held.clientY - clientY;
        held.moves ||= Math.abs(up) > SLOP;
        if (held.moves) put(held.place, held.value + Math.round(up / STEP));
      });
      node.addEventListener("pointercancel", () => {
        if (held?.moves) put(held.place, held.value); // two fingers zoom the page
        held = null;
      });
      // A press is a drag until it ends where it began: then the number is to be typed.
      node.addEventListener("mousedown", (event) => event.preventDefault());
      node.addEventListener("pointerup", ({ target }) => {
        if (!held) return;
        const { moves } = held;
        held = null;
        if (moves) commit();
        else if (placeOf(target) >= 0) target.focus();
      });
      node.addEventListener("keydown", (event) => {
        const step = { PageUp: 1, PageDown: -1 }[event.key];
        if (!step || placeOf(event.target) < 0) return;
        event.preventDefault();
        put(placeOf(event.target), valueAt(placeOf(event.target)) + step);
      });
      node.addEventListener("keyup", ({ key }) => key.startsWith("Page") && commit());
      node.addEventListener("change", commit);
      return { node, refusal, show, text: grid.text, dragging: () => Boolean(held?.moves) };
    }

    const ARROWS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 };

    /**
     * A whole number that −, + and the arrow keys step within `limits`: `onChange(value)`. `show` may
     * write another text for it.
     */
    function windowSetting({ name, limits, onChange }) {
      const number = el("output", { class: "cnn-value" });
      let value;
      const put = (next) => next >= limits.min && next <= limits.max && onChange(next);
      const step = (sign, by, words) =>
        button(sign, () => put(value + by), { "aria-label": `${name}: ${words}` });
      const [less, more] = [step("−", -1, "one less"), step("+", 1, "one more")];
      const group = { class: "cnn-setting", role: "group", "aria-label": name };
      const node = el("span", group, el("span", {}, name), less, number, more);
      node.addEventListener("keydown", (event) => {
        const by = ARROWS[event.key];
        if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        put(value + by);
      });
      const show = (next, text = next) => {
        value = next;
        number.textContent = text;
        // Not `disabled`: that would take the focus from whoever has just pressed it.
        less.setAttribute("aria-disabled", value <= limits.min);
        more.setAttribute("aria-disabled", value >= limits.max);
      };
      return { node, show, focus: () => more.focus() };
    }

    return { kernelEditor, windowSetting };
  })(),
);
