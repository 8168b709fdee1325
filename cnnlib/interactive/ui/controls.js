// The furniture of a figure, second part: what the reader changes things with.
Object.assign(
  ui,
  (() => {
    const { el, fitText, formatNumber, parseNumber, uniqueId } = ui;

    function button(text, onClick, properties = {}) {
      return el(
        "button",
        { type: "button", class: "cnn-button", onclick: onClick, ...properties },
        text,
      );
    }

    /**
     * A number the reader can overwrite; a bad one is refused in words and the last good one kept.
     * It stands there as it was typed until it changes otherwise: then as `format` writes it.
     */
    function numberField({ label: first, value, onChange, hidden = false, refuse, ...options }) {
      const { format = formatNumber, ...rules } = options;
      let label = first;
      const input = el("input", {
        type: "text",
        inputmode: rules.min >= 0 ? "decimal" : "text", // a phone's number pad has no minus sign
        autocomplete: "off",
        class: "cnn-number",
        "aria-label": hidden ? label : undefined,
      });
      let good = { value, text: format(value) };
      const show = (next) => {
        if (next !== good.value) good = { value: next, text: format(next) };
        input.value = good.text;
        input.removeAttribute("aria-invalid");
        fitText(input);
      };
      /** As `show`, but a text that already says so, half typed perhaps ("0."), is left alone. */
      const update = (next) => {
        if (next !== good.value || input.hasAttribute("aria-invalid")) show(next);
      };
      /** It stands for another number now, with the text in which that was typed. */
      const become = (name, next, text = format(next)) => {
        label = name;
        input.setAttribute("aria-label", name);
        good = { value: next, text };
        show(next);
      };
      const read = () => {
        fitText(input);
        const { error, ...number } = parseNumber(input.value, { label, ...rules });
        if (error) {
          input.setAttribute("aria-invalid", "true");
          refuse?.(`${error} It stays ${good.text}.`);
          return;
        }
        input.removeAttribute("aria-invalid");
        refuse?.("");
        if (number.value === good.value && number.text === good.text) return;
        good = number;
        onChange(good.value);
      };
      input.addEventListener("input", read);
      input.addEventListener("change", () => show(good.value)); // leaving it: show what counts
      input.addEventListener("focus", () => input.select());
      show(value);
      const node = hidden ? input : el("label", { class: "cnn-field" }, label, input);
      return { node, input, show, update, become, good: () => good };
    }

    /**
     * Rows of number fields; arrow keys move between them. `onChange(rows)` gets all numbers,
     * `show(rows)` may bring another shape, `text(value)` is a number as it stands there, for a copy
     * elsewhere; `refusal` is the line that says what is wrong, its own unless given, as for grids that share one. With
     * `most` the grid is one row of 1 to `most` numbers, and `buttons` make it shorter and longer.
     */
    function numberGrid({ label, onChange, most, format = formatNumber, refusal: own, ...rules }) {
      const node = el("div", { class: "cnn-grid", role: "group", "aria-label": label });
      const refusal = own ?? el("p", { class: "cnn-refusal", role: "status" });
      const refuse = (text) => refusal.replaceChildren(text);
      let rows = [];
      const fields = []; // row by row
      const placeOf = (field) => {
        const [at, across] = [fields.indexOf(field), rows[0].length];
        return [Math.floor(at / across), at % across];
      };
      const focus = (event, field) => {
        const { selectionStart: from, selectionEnd: to, value } = event.target;
        const all = from === 0 && to === value.length;
        const steps = {
          ArrowUp: [-1, 0],
          ArrowDown: [1, 0],
          ArrowLeft: all || to === 0 ? [0, -1] : null, // else the arrow moves the caret
          ArrowRight: all || from === value.length ? [0, 1] : null,
        };
        const step = (!event.shiftKey && steps[event.key]) || [0, 0];
        const [row, column] = placeOf(field).map((at, axis) => at + step[axis]);
        if (rows[row]?.[column] === undefined) return;
        const next = fields[row * rows[0].length + column];
        if (next === field) return;
        event.preventDefault();
        next.input.focus();
      };
      const named = (row, column) =>
        `${label} ${rows.length > 1 ? `row ${row}, column ${column}` : column + 1}`;
      const field = () => {
        const change = (next) => {
          const place = String(placeOf(made));
          const put = (v, ...at) => (String(at) === place ? next : v);
          onChange(rows.map((line, i) => line.map((v, j) => put(v, i, j))));
        };
        const hidden = { label, hidden: true, value: 0 };
        const made = numberField({ ...rules, ...hidden, format, refuse, onChange: change });
        made.input.addEventListener("keydown", (event) => focus(event, made));
        return made;
      };
      const append = () => {
        fields.push(field());
        node.append(fields.at(-1).node);
      };
      const typed = (value) => fields.find((each) => each.good().value === value)?.good().text;
      const text = (value) => {
        const found = typed(value);
        return found?.length <= 7 ? found : format(value);
      };
      const show = (next) => {
        const sameShape = next.length === rows.length && next[0].length === rows[0].length;
        rows = next;
        refuse("");
        const values = rows.flat();
        if (sameShape) {
          fields.forEach((each, i) => each.update(values[i]));
          return;
        }
        // To make a field anew would cost more than all else that changes with the shape.
        const texts = values.map(typed);
        for (const each of fields.splice(values.length)) each.node.remove();
        while (fields.length < values.length) append();
        node.dataset.columns = rows[0].length;
        node.style.setProperty("--columns", rows[0].length);
        fields.forEach((each, i) => each.become(named(...placeOf(each)), values[i], texts[i]));
      };
      const lengthen = (next) => {
        if (next.length >= 1 && next.length <= most) onChange([next]);
        else refuse(`${label}: 1 to ${most} numbers.`);
      };
      const buttons = [
        button("−", () => lengthen(rows[0].slice(0, -1)), { "aria-label": `${label}: one less` }),
        button("+", () => lengthen([...rows[0], 0]), { "aria-label": `${label}: one more` }),
      ];
      return { node, show, text, refusal, buttons };
    }

    /** A native range input with its value beside it. */
    function slider({ label, value, min, max, step = 1, onChange, text = formatNumber }) {
      const input = el("input", { type: "range", min, max, step });
      const output = el("output", { class: "cnn-value" });
      const show = (next) => {
        input.value = next;
        output.textContent = text(next);
        input.setAttribute("aria-valuetext", text(next));
      };
      input.addEventListener("input", () => {
        show(Number(input.value));
        onChange(Number(input.value));
      });
      show(value);
      return {
        node: el("label", { class: "cnn-field cnn-slider" }, label, input, output),
        input,
        show,
      };
    }

    /** One of a few: a group of radio buttons drawn as a row. An option is a text or [value, text]. */
    function choice({ label, value, options, onChange }) {
      const name = uniqueId("choice");
      const inputs = new Map();
      const items = options.map((each) => {
        const [option, text] = Array.isArray(each) ? each : [each, each];
        const input = el("input", { type: "radio", name, value: option });
        input.addEventListener("change", () => onChange(option));
        inputs.set(option, input);
        return el("label", {}, input, el("span", {}, text));
      });
      const show = (next) => {
        for (const [option, input] of inputs) input.checked = option === next;
      };
      show(value);
      const node = el("fieldset", { class: "cnn-choice" }, el("legend", {}, label), ...items);
      return { node, inputs, show };
    }

    /** One of many: a native select. */
    function select({ label, value, options, onChange }) {
      const input = el(
        "select",
        {},
        ...options.map(([v, text]) => el("option", { value: v }, text)),
      );
      input.addEventListener("change", () => onChange(input.value));
      const show = (next) => {
        input.value = next;
      };
      show(value);
      return { node: el("label", { class: "cnn-field" }, label, input), input, show };
    }

    /** An on/off switch. */
    function toggle({ label, value, onChange }) {
      const input = el("input", { type: "checkbox", role: "switch" });
      input.addEventListener("change", () => onChange(input.checked));
      const show = (next) => {
        input.checked = next;
      };
      show(value);
      return {
        node: el("label", { class: "cnn-toggle" }, input, el("span", {}, label)),
        input,
        show,
      };
    }

    return { button, choice, numberField, numberGrid, select, slider, toggle };
  })(),
);
