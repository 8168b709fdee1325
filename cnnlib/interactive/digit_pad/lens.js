// The lens: a cell as the sum that it is. Windows times weights, all channels, bias, and what follows.
const padLens = (() => {
  const { button, el, formatNumber, put } = ui;
  const { LAYERS, nameOf, write } = padCells;
  const SHORT = { conv1: "map", conv2: "map", conv3: "map", dense1: "unit", dense2: "digit" };
  const [LIFT, FALL, FLOW, ADD] = [150, 150, 250, 200]; // milliseconds
  const box = (name, ...nodes) => el("div", { class: name }, ...nodes);
  const shortName = ({ layer, channel }) => `${SHORT[layer]} ${channel}`;

  /** A cell in words; the name of the layer may be left out where there is no room. */
  function titleOf(cell) {
    const [first, ...rest] = nameOf(cell).split(/(?<=, )/);
    return rest.length ? [el("span", { class: "dp-long" }, first), rest.join("")] : [first];
  }

  /** `onCell(row, column)`, `onDown(channel, tap)`, `onBack(place)`, `onClose()` are what is asked. */
  function lens({ onCell, onDown, onBack, onClose, onPick }) {
    const path = box("dp-path");
    const close = button("Close", onClose, { class: "cnn-button dp-close" });
    const canvas = el("canvas", { "aria-hidden": "true" });
    const dot = el("i", { class: "dp-dot" });
    const access = { role: "application", tabindex: 0 };
    const map = el("div", { class: "dp-map", ...access }, canvas, dot);
    const mapped = el("p", { class: "dp-term" });
    const groups = [0, 1, 2].map(() => padProducts.group(onDown));
    const all = padStairs.stairs(onPick);
    const allSaid = el("p", { class: "dp-term" });
    const end = el("div", { class: "dp-end" });
    const left = box("dp-open-map", mapped, map);
    const middle = box("dp-groups", ...groups.map(({ node }) => node));
    const right = box("dp-all", allSaid, all.node, end);
    const node = box("dp-lens", box("dp-head", path, close), box("dp-sums", left, middle, right));
    node.hidden = true;
    let opened = null;

    /** A cell opened, the way to it, and the channel that was brought up, or null. */
    function show(next, { path: before, picked, made, palette }) {
      opened = next;
      node.hidden = !next;
      if (!next) return;
      const { layer, channel, row, column, terms, sum, bias, value, strongest } = next;
      const size = LAYERS[layer].side;
      left.hidden = size === 1;
      if (size > 1) {
        const data = made[layer].subarray(channel * size * size, (channel + 1) * size * size);
        const high = data.reduce((most, each) => Math.max(most, each), 0) || 1;
        ui.paint(canvas, { shape: [size, size], data }, { high, palette });
        const place = { top: row, left: column };
        for (const [key, at] of Object.entries(place)) dot.style[key] = `${(100 * at) / size}%`;
        dot.style.width = dot.style.height = `${100 / size}%`;
        put(mapped, `map ${channel}, row ${row}, column ${column}`);
        const words = `Map ${channel} of ${size}×${size}, large: arrow keys move the cell`;
        map.setAttribute("aria-label", words);
      }
      // The channel that was brought up stands first, then the strongest others.
      const brought = picked === null ? [] : [terms[picked]];
      const full = [...brought, ...strongest.filter((term) => term !== brought[0])];
      const kept = full.slice(0, Math.min(3, terms.length));
      const most = ["window", "weights", "products"].map((name) =>
        Math.max(...kept.flatMap((term) => term[name].map(Math.abs))),
      );
      groups.forEach((each, i) => {
        each.node.hidden = !kept[i];
        if (kept[i]) each.show(kept[i], next, most);
      });
      all.show(next, kept[0].channel);
      const others = sum - kept.reduce((total, term) => total + term.sum, 0);
      const rest = terms.length - kept.length;
      const parts = kept.map((term) => write(term.sum));
      if (rest) parts.push(`${write(others)} (${rest} others)`);
      const joined = parts.join(" + ").replaceAll("+ −", "− ");
      put(allSaid, terms.length > 1 ? `All ${terms.length}: ${joined}` : "Nine products");
      const lines = [
        ["sum", write(sum)],
        ["+ bias", write(bias)],
        ...(layer === "dense2" ? chance(made, channel) : [["ReLU: not below 0", write(value)]]),
      ];
      if (layer !== "dense2") lines.splice(2, 0, ["=", write(sum + bias)]);
      end.replaceChildren(
        ...lines.map(([name, text]) => box("dp-line", el("span", {}, name), el("b", {}, text))),
      );
      const trail = [...before, next];
      path.replaceChildren(
        ...trail.map((cell, i) =>
          i === trail.length - 1
            ? el("strong", {}, ...titleOf(cell))
            : button(`${shortName(cell)} ›`, () => onBack(i), { class: "dp-step" }),
        ),
      );
    }

    /** From the score to the probability. */
    function chance({ scores, chances }, digit) {
      const most = Math.max(...scores);
      const powers = Array.from(scores, (score) => Math.exp(score - most));
      const total = powers.reduce((sum, power) => sum + power, 0);
      const part = `${formatNumber(powers[digit], 4)} / ${formatNumber(total, 4)}`;
      return [
        ["= score", write(scores[digit])],
        [`e^(score − ${write(most)}) / all ten`, part],
        ["= probability", `${formatNumber(100 * chances[digit], 2)} %`],
      ];
    }

    map.addEventListener("click", ({ clientX, clientY }) => {
      const area = canvas.getBoundingClientRect();
      const size = LAYERS[opened.layer].side;
      const at = (share) => Math.min(size - 1, Math.max(0, Math.floor(share * size)));
      onCell(at((clientY - area.top) / area.height), at((clientX - area.left) / area.width));
    });
    map.addEventListener("keydown", (event) => {
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[
        event.key
      ];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const most = LAYERS[opened.layer].side - 1;
      onCell(
        ...[opened.row, opened.column].map((at, axis) =>
          Math.min(most, Math.max(0, at + step[axis])),
        ),
      );
    });
    node.addEventListener("keydown", ({ key }) => key === "Escape" && onClose());

    /** The way in: windows lift off the maps below, weights fall on them, products flow into bars. */
    function way(boxOf) {
      const shown = groups.filter((each) => !each.node.hidden);
      return shown
        .flatMap(({ parts: [window, weights, products], term }) => [
          ui.comesFrom(window, boxOf(term().channel), 0, LIFT, 0.3),
          [weights, [{ opacity: 0, transform: "translateY(-30px)" }, {}], LIFT, FALL],
          ui.appears(products, LIFT + FALL, FLOW / 2),
        ])
        .concat([
          [
            all.node,
            [{ clipPath: "inset(0 100% 0 0)" }, { clipPath: "inset(0)" }],
            LIFT + FALL,
            FLOW,
          ],
          ui.appears(end, LIFT + FALL + FLOW, ADD),
        ]);
    }

    return { node, show, way };
  }

  return { lens };
})();
