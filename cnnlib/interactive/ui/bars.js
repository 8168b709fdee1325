// The furniture of a figure: bars that are dragged by their ends, in the lanes of `lanes.js`.
Object.assign(
  ui,
  (() => {
    const { button, el, fillBar, fitText, formatShort, lane, numberField } = ui;
    const STEP = 1 / 8;
    const NEAR = 22; // CSS pixels from its end, where a press is for the bar
    const STEPS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 };

    /** What a finger means: a multiple of `step`; of an eighth, rather a quarter. */
    function snapped(raw, step) {
      if (step !== STEP) return Math.round(raw / step) * step + 0;
      const quarter = Math.round(raw * 4) / 4;
      return (Math.abs(raw - quarter) < 0.09 ? quarter : Math.round(raw * 8) / 8) + 0;
    }

    // What bars keep free, in units of the room: for the grip at an end, for the number across zero.
    const FREE = { end: 0.75, across: 1.25 };

    /**
     * Bars on one scale, each with a handle at its end; `range` is how far the lane reaches below and
     * above zero while `--scale` is 1, `name(i)` what a bar is called, `limits` what it may be.
     * `onChange(values, done)`: not `done` while a finger is down or a number is being typed;
     * `onPress(i)`, if there is one: a bar was pressed, or its number or letter. A press beyond its end
     * sends the end there.
     * `many` bars have no letters, and one place among the stops of the Tab key: left and right walk.
     */
    function bars({
      label,
      role,
      name,
      limits,
      range,
      editor,
      many,
      onChange,
      onPress = () => {},
    }) {
      const { step: unit = STEP } = limits;
      const node = lane({ role: "group", "aria-label": label, "data-role": role }, range);
      let values = [];
      let first = [];
      let scale = 1;
      let made = [];

      function change(index, wanted, done = true) {
        const value = Math.min(limits.max, Math.max(limits.min, wanted));
        if (!done && value === values[index]) return;
        onChange(
          values.map((old, i) => (i === index ? value : old)),
          done,
        );
      }

      function build(_, index) {
        const lettered = role === "input" && !many;
        const bar = el("i", { class: "cnn-fill", "data-source": lettered ? index : null });
        const text = el("span", { class: "cnn-bar-text" });
        const handle = el(
          "div",
          {
            class: "cnn-top",
            role: "slider",
            tabindex: many && index ? -1 : 0,
            "aria-label": name(index),
            "aria-orientation": "vertical",
            "aria-valuemin": limits.min,
            "aria-valuemax": limits.max,
          },
          el("i"),
        );
        const source = lettered ? [el("b", { class: "cnn-source" }, ui.letter(index))] : [];
        const column = el("div", { class: "cnn-column" }, bar, text, ...source, handle);
        const value = () => values[index];
        const edited = {
          name: name(index),
          limits,
          handle,
          value,
          change: (...all) => change(index, ...all),
        };
        const perUnit = () => (node.offsetHeight / (range[0] + range[1])) * scale;
        let held = null; // where the finger came down, and the value then
        let moved = false;
        handle.addEventListener("focus", () => {
          if (many) made.forEach((each, i) => (each.handle.tabIndex = i === index ? 0 : -1));
          editor?.select(edited);
        });
        handle.addEventListener("pointerdown", (event) => {
          if (event.button !== 0 || !event.isPrimary) return;
          [held, moved] = [null, false];
          // Beside the grip a finger scrolls the page, until a tap or a drag has chosen the bar.
          const scrolls = event.target === handle && !("selected" in handle.dataset);
          if (event.pointerType === "touch" && scrolls) return;
          handle.setPointerCapture(event.pointerId);
          editor?.select(edited);
          held = { y: event.clientY, value: value() };
        });
        handle.addEventListener("pointermove", (event) => {
          if (!held || !event.isPrimary) return;
          const way = held.y - event.clientY;
          moved ||= Math.abs(way) >= 3;
          if (moved) change(index, snapped(held.value + way / perUnit(), unit), false);
        });
        const release = (last) => {
          if (held && moved) change(index, last(held));
          held = null;
        };
        handle.addEventListener("pointerup", () => release(value));
        handle.addEventListener("pointercancel", () => release((then) => then.value)); // a pinch
        column.addEventListener("click", ({ target, clientY }) => {
          const end = bar.getBoundingClientRect()[value() < 0 ? "bottom" : "top"];
          const isNear = Math.abs(end - clientY) <= NEAR;
          if (handle.contains(target) && (moved || isNear)) return moved || onPress(index);
          const beyond = (end - clientY) / perUnit();
          const outward = value() < 0 ? beyond < 0 : beyond > 0;
          editor?.select(edited);
          const sent = outward && !target.matches(".cnn-source");
          return sent ? change(index, snapped(value() + beyond, unit)) : onPress(index);
        });
        handle.addEventListener("keydown", (event) => {
          const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
          const step = STEPS[key];
          const known = step || ["Home", "Enter", " "].includes(key);
          if (!known || altKey || ctrlKey || metaKey) return;
          event.preventDefault();
          if (many && /Left|Right/.test(key)) made[index + step]?.handle.focus();
          else if (step) change(index, value() + step * unit * (shiftKey ? 4 : 1));
          else if (key === "Home") change(index, first[index]);
          else onPress(index);
        });
        return { column, bar, text, handle };
      }

      /** Draw the values, the bar `i` in column `place(i)`. */
      function show(next, { place = (i) => i, scale: now = 1, marked = null } = {}) {
        [values, scale] = [next, now];
        if (made.length !== values.length) {
          [first, made] = [values, values.map(build)];
          node.style.setProperty("--count", values.length);
          node.replaceChildren(...made.map(({ column }) => column));
        }
        made.forEach(({ column, bar, text, handle }, i) => {
          column.style.gridColumn = place(i) + 1;
          column.style.setProperty("--value", values[i]);
          column.toggleAttribute("data-below", values[i] < 0);
          column.toggleAttribute("data-marked", i === marked);
          fillBar(bar, values[i]);
          text.textContent = formatShort(values[i]);
          fitText(text);
          handle.setAttribute("aria-valuenow", values[i]);
          handle.setAttribute("aria-valuetext", formatShort(values[i]));
        });
        editor?.show();
      }

      const room = (next) => ({ node, range, free: FREE, values: next });
      return { node, room, show, at: (i) => made[i] };
    }

    /** The second way to change bars, of any number of lanes: the selected one by ± or by typing. */
    function barEditor(...hint) {
      const refusal = el("p", { class: "cnn-refusal", role: "status" });
      const node = el("div", { class: "cnn-bar-editor" });
      let chosen = null;
      let field = null;
      function clear() {
        delete chosen?.handle.dataset.selected;
        chosen = null;
        node.replaceChildren(el("p", { class: "cnn-hint" }, ...hint));
      }
      function select(bar) {
        if (bar === chosen) return;
        clear();
        chosen = bar;
        bar.handle.dataset.selected = "";
        refusal.textContent = "";
        field = numberField({
          label: bar.name,
          value: bar.value(),
          format: formatShort,
          min: bar.limits.min,
          max: bar.limits.max,
          refuse: (text) => (refusal.textContent = text),
          onChange: (value) => bar.change(value, false),
        });
        field.input.addEventListener("change", () => bar.change(bar.value()));
        const { step = STEP } = bar.limits;
        const by = (sign, way, word) =>
          button(sign, () => bar.change(bar.value() + way * step), {
            class: "cnn-button cnn-nudge",
            "aria-label": `${bar.name}: ${step === STEP ? "an eighth" : formatShort(step)} ${word}`,
          });
        const steps = [by("−", -1, "less"), by("+", 1, "more")];
        node.replaceChildren(field.node, ...steps, refusal);
      }
      clear();
      return { node, select, clear, show: () => chosen && field.update(chosen.value()) };
    }

    return { barEditor, bars };
  })(),
);
