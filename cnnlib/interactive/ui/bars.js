// The furniture of a figure: bars that are dragged by their ends.
//
// The style places everything, in units of the values: `--scale`, of whatever holds the lanes, says
// how much of its room a unit takes, `--columns` how many places there are side by side.
//
// Several lanes share a unit (`fitLanes`). It stays as long as it can: first the line of zero of a
// lane moves with what the lane holds, so that its room is where its bars are.
Object.assign(
  ui,
  (() => {
    const { appears, button, el, fitText, formatNumber, numberField, tint } = ui;
    const STEP = 1 / 8;
    const NEAR = 22; // CSS pixels from its end, where a press is for the bar
    const GLYPHS = { 1: "⅛", 2: "¼", 3: "⅜", 4: "½", 5: "⅝", 6: "¾", 7: "⅞" };
    const STEPS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 };

    /** A number in few characters: −½, ⅜, 2.5; sixty-fourths with all their decimals, 0.0625. */
    function formatShort(value) {
      const glyph = GLYPHS[Math.abs(value) * 8];
      if (glyph) return (value < 0 ? "−" : "") + glyph;
      return formatNumber(value, Number.isInteger(64 * value) ? 6 : 3);
    }

    /** What a finger means: a multiple of `step`; of an eighth, rather a quarter. */
    function snapped(raw, step) {
      if (step !== STEP) return Math.round(raw / step) * step + 0;
      const quarter = Math.round(raw * 4) / 4;
      return (Math.abs(raw - quarter) < 0.09 ? quarter : Math.round(raw * 8) / 8) + 0;
    }

    // What bars keep free, in units of the room: for the grip at an end, for the number across zero.
    const FREE = { end: 0.75, across: 1.25 };

    function lane(properties, range) {
      const node = el("div", { class: "cnn-lane", ...properties });
      putZero(node, range);
      return node;
    }

    function putZero(node, [down, up]) {
      node.style.setProperty("--down", down);
      node.style.setProperty("--up", up);
    }

    /** Where the line of zero of a lane lies, above its lower edge; null if its values do not fit. */
    function zeroOf({ range: [down, up], free, values }, scale) {
      const reach = (sign) => scale * Math.max(0, ...values.map((value) => sign * value));
      const [least, above] = [-1, 1].map((sign) => Math.max(free.across, free.end + reach(sign)));
      const most = down + up - above;
      return least > most ? null : Math.min(most, Math.max(least, down));
    }

    /**
     * Let each of these lanes, `room(values)` of a piece, hold its values: its line of zero moves if it
     * must. Gives the `--scale` of all of them, the largest of 1, ¾, ½, ⅜, ¼ … at which they fit.
     */
    function fitLanes(lanes, step = 0) {
      const scale = (step % 2 ? 0.75 : 1) / 2 ** Math.floor(step / 2);
      const zeros = lanes.map((each) => zeroOf(each, scale));
      if (zeros.includes(null)) return fitLanes(lanes, step + 1);
      lanes.forEach(({ node, range: [down, up] }, i) =>
        putZero(node, [zeros[i], down + up - zeros[i]]),
      );
      return scale;
    }

    const fillBar = (node, value) => {
      tint(node, value, Math.abs(value) || 1); // its length says how much it is
      node.style.setProperty("--value", value);
    };

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

    /**
     * Bars that only stand there, each with its number and its place, the first one in column `from`.
     * `show` takes the values, null for one that is not known, and the place that is marked.
     */
    function standing({ role, range, from = 0, text = formatShort }) {
      const node = lane({ "data-role": role, "data-standing": true, "aria-hidden": true }, range);
      let made = [];

      function build(_, index) {
        const bar = el("i", { class: "cnn-fill" });
        const label = el("span", { class: "cnn-bar-text" });
        const tick = el("span", { class: "cnn-tick" }, String(index));
        const column = el("div", { class: "cnn-column" }, bar, label, tick);
        column.style.gridColumn = index + from + 1;
        return { column, bar, label };
      }

      function show(values, here) {
        if (made.length !== values.length) {
          made = values.map(build);
          node.replaceChildren(...made.map(({ column }) => column));
        }
        made.forEach(({ column, bar, label }, i) => {
          fillBar(bar, values[i] ?? 0);
          label.textContent = values[i] === null ? "·" : text(values[i]);
          fitText(label);
          column.toggleAttribute("data-below", values[i] < 0);
          column.toggleAttribute("data-here", i === here);
        });
        const isLong = ({ label }) => /\d\D|.{3}/.test(label.textContent); // 1⅓ is, −1 is not
        node.toggleAttribute("data-long", made.some(isLong));
      }

      /** The tweens of a bar that comes up from the line of zero. */
      const grows = (i, delay, beat) => [
        [made[i].bar, [{ transform: "scaleY(0)" }, { transform: "none" }], delay, beat],
        appears(made[i].label, delay + beat / 2, beat / 2),
      ];
      /** A copy of a bar as it is now. */
      const remains = (i) => {
        const { bar, label } = made[i];
        const copies = [bar.cloneNode(), label.cloneNode(true)];
        copies[1].style.top = getComputedStyle(label).top;
        return el("span", { class: "cnn-remains" }, ...copies);
      };
      return { node, show, grows, remains, column: (i) => made[i].column };
    }

    /** The scale, 1, ½, ¼ …, at which the values of lanes whose zeros stay fit their rooms. */
    function fittingScale(rooms, values) {
      const fits = (scale) =>
        Object.entries(rooms).every(([name, [down, up]]) =>
          values[name].every((value) => value * scale <= up && value * scale >= -down),
        );
      let scale = 1;
      while (!fits(scale)) scale /= 2;
      return scale;
    }

    return { barEditor, bars, fillBar, fitLanes, fittingScale, formatShort, lane, standing };
  })(),
);
