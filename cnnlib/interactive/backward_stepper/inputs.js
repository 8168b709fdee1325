// What a reader changes in BackwardStepper: fields for numbers of one's own, and numbers that are
// dragged up and down.
const gradientInputs = (() => {
  const { el, parseNumber } = ui;
  const { lines } = backward;
  const FINE = 14; // CSS pixels that a finger drags for one more

  // ---- fields to fill in ------------------------------------------------------------------------
  /** A field on each cell of `grid`; `onEnter()` asks for the verdict, `refuse(words)` says why not. */
  function fields({ grid, label, onEnter, refuse }) {
    const node = el("div", { class: "bs-fields", role: "group", "aria-label": `Your ${label}` });
    let inputs = [];
    grid.plate.append(node);

    function build(side) {
      inputs = lines(side, (row, column) => {
        const name = `${label} row ${row}, column ${column}`;
        const access = { type: "text", autocomplete: "off", "aria-label": name };
        const input = el("input", access);
        input.addEventListener("input", () => ui.fitText(input));
        input.addEventListener("change", () => read(input, name));
        input.addEventListener("keydown", (event) => walk(event, row, column));
        return input;
      });
      node.replaceChildren(...inputs.flat());
    }

    /** The number in a field, or null. */
    function read(input, name) {
      const { value, error } = input.value.trim() ? parseNumber(input.value, { label: name }) : {};
      refuse(error ?? "");
      if (error) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      return value ?? null;
    }

    function walk(event, row, column) {
      const { key, target, shiftKey } = event;
      if (key === "Enter") {
        read(target, target.getAttribute("aria-label"));
        onEnter();
        return;
      }
      const { selectionStart: from, selectionEnd: to, value } = target;
      const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0] };
      if (to === 0) steps.ArrowLeft = [0, -1];
      if (from === value.length) steps.ArrowRight = [0, 1];
      const [down, right] = (!shiftKey && steps[key]) || [0, 0];
      const next = inputs[row + down]?.[column + right];
      if (!next || next === target) return;
      event.preventDefault();
      next.focus();
    }

    const show = (side) => {
      if (inputs.length !== side) build(side);
    };
    const clear = () => inputs.flat().forEach((input) => (input.value = ""));
    const values = () =>
      inputs.map((row) => row.map((input) => parseNumber(input.value).value ?? null));
    return { clear, show, values };
  }

  // ---- numbers that are dragged -----------------------------------------------------------------
  /** Numbers of `grid` go up and down with a mouse, or a finger on the one that is selected. */
  function scrubs(grid, { barAt, onStart }) {
    let held = null;
    let moved = false;
    const { table } = grid;
    table.addEventListener("pointerdown", (event) => {
      const cell = event.target.closest("[data-place]");
      moved = false;
      if (!cell || event.button !== 0 || !event.isPrimary) return;
      if (event.pointerType === "touch" && !("selected" in cell.dataset)) return;
      const bar = barAt(...cell.dataset.place.split(",").map(Number));
      if (!bar) return;
      cell.setPointerCapture(event.pointerId);
      held = { bar, y: event.clientY, value: bar.value() };
    });
    table.addEventListener("pointermove", (event) => {
      if (!held || !event.isPrimary) return;
      const steps = Math.round((held.y - event.clientY) / FINE);
      if (!steps && !moved) return;
      if (!moved) onStart(held.bar);
      moved = true;
      held.bar.change(held.value + steps, false);
    });
    for (const [type, end] of [
      ["pointerup", (bar) => bar.change(bar.value())],
      ["pointercancel", (bar, value) => bar.change(value, false)],
    ]) {
      table.addEventListener(type, () => {
        if (held && moved) end(held.bar, held.value);
        held = null;
      });
    }
  }

  /**
   * The numbers of some grids as an editor takes them: `get(key)` are their rows, `fixed(key)` says
   * that they cannot be changed now, `onChange(key, rows)` asks for others, `onDone(key, row, column)`
   * comes when a change is complete.
   */
  function editing({ editor, grids, names, limits, get, fixed, onChange, onDone }) {
    const made = new Map();
    const barAt = (key, row, column) => {
      const name = `${names[key]} row ${row}, column ${column}`;
      if (!made.has(name)) made.set(name, barOf(key, row, column, name));
      return made.get(name);
    };
    function barOf(key, row, column, name) {
      const { min, max } = limits[key];
      const value = () => get(key)[row][column];
      const change = (wanted, done = true) => {
        const next = Math.min(max, Math.max(min, wanted));
        const rows = get(key).map((line) => [...line]);
        rows[row][column] = next;
        if (next !== value()) onChange(key, rows);
        editor.show();
        if (done) onDone(key, row, column);
      };
      const handle = grids[key].text(row, column).parentNode;
      return { name, limits: { min, max, step: 1 }, handle, value, change };
    }
    for (const key of Object.keys(names)) {
      const at = (...place) => (fixed(key) ? null : barAt(key, ...place));
      scrubs(grids[key], { barAt: at, onStart: editor.select });
    }
    const clear = () => {
      editor.clear();
      made.clear(); // a grid of another size has other cells
    };
    return { node: editor.node, clear, select: (...at) => editor.select(barAt(...at)) };
  }

  return { editing, fields };
})();
