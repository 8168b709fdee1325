// In the lens, one channel in full: its window, its weights, and their products.
const padProducts = (() => {
  const { el, put } = ui;
  const { BELOW, write } = padCells;
  const box = (name, ...nodes) => el("div", { class: name }, ...nodes);

  /** Nine numbers, or one, in a square; with `onPress(tap)` each can be opened further. */
  function square(kind, onPress) {
    const node = el("div", { class: "dp-square", "data-kind": kind });
    let cells = [];
    let [columns, at] = [0, 0];
    let isOpen = false;
    const mark = () => cells.forEach((cell, tap) => cell.toggleAttribute("data-here", tap === at));
    function show(values, { side, full, label, open = false }) {
      [columns, isOpen] = [side, open];
      if (cells.length !== values.length) {
        cells = values.map(() => el("span"));
        node.style.setProperty("--side", side);
        node.replaceChildren(...cells);
        at = 0;
      }
      cells.forEach((cell, tap) => {
        const value = values[tap];
        put(cell, write(value));
        cell.style.setProperty("--part", Math.min(1, Math.abs(value) / (full || 1)).toFixed(3));
        cell.toggleAttribute("data-minus", value < 0);
      });
      node.toggleAttribute("data-open", open);
      node.setAttribute("role", open ? "application" : "group");
      if (open) node.tabIndex = 0;
      else node.removeAttribute("tabindex");
      const keys = open ? ": arrow keys walk, Enter opens one further down" : "";
      node.setAttribute("aria-label", `${label}${keys}`);
    }
    node.addEventListener("click", ({ target }) => {
      const tap = cells.indexOf(target);
      if (isOpen && tap >= 0) onPress(tap);
    });
    node.addEventListener("focus", mark);
    node.addEventListener("blur", () => cells.forEach((cell) => delete cell.dataset.here));
    node.addEventListener("keydown", (event) => {
      if (!isOpen || event.altKey || event.ctrlKey || event.metaKey) return;
      const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[
        event.key
      ];
      if (!step && event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      if (!step) onPress(at);
      else if (cells[at + step]) at += step;
      mark();
    });
    return { node, show };
  }

  /** One channel in full: its window, its weights, the products, and their sum. */
  function group(onDown) {
    let term = null;
    const title = el("p", { class: "dp-term" });
    const parts = [
      square("window", (tap) => onDown(term.channel, tap)),
      square("weights"),
      square("products"),
    ];
    const signs = ["×", "="].map((sign) => el("b", { "aria-hidden": "true" }, sign));
    const [first, second, third] = parts.map(({ node }) => node);
    const line = box("dp-product", first, signs[0], second, signs[1], third);
    const node = box("dp-group", title, line);
    const words = ["window", "weights", "products"];
    function show(next, { layer, side }, full) {
      term = next;
      const below = BELOW[layer] ? `${BELOW[layer]} ${term.channel}` : "pixels";
      put(title, `${below}: ${write(term.sum)}`);
      [term.window, term.weights, term.products].forEach((values, i) => {
        const label = `${below}, ${words[i]}`;
        parts[i].show(values, { side, full: full[i], label, open: !i && layer !== "conv1" });
      });
    }
    return { node, parts: parts.map((part) => part.node), show, term: () => term };
  }

  return { group };
})();
