// PatternExplorer, second part: the network as a row of layers, block by block.
const patternRow = (() => {
  const { counted, el, range } = ui;
  const { percent, written } = pattern;

  function layerNode({ kind, maps, side, parameters }, total) {
    const isDense = kind === "dense";
    const slab = el("span", { class: "pe-slab", "data-kind": kind });
    slab.style.setProperty("--high", Math.log2(isDense ? maps : side) / 7.9);
    slab.style.setProperty("--wide", isDense ? 0.2 : Math.log2(maps) / 9);
    const bar = el("i");
    bar.style.setProperty("--share", parameters / total);
    const size = isDense ? `${maps} units` : `${counted(maps, "map")} of ${side}×${side}`;
    const words = `${kind}, ${size}, ${written(parameters)} parameters`;
    return el(
      "span",
      { class: "pe-layer", role: "img", "aria-label": words, title: words },
      el("span", { class: "pe-room" }, slab),
      el("span", { class: "pe-share" }, bar),
    );
  }

  /** Layers side by side, above them two lines and below them their share of the `total`. */
  function blockOf(tag, layers, total, [above, below], properties = {}) {
    const sum = layers.reduce((all, { parameters }) => all + parameters, 0) / total;
    const text = !sum ? "" : sum < 0.01 ? "< 1 %" : percent(sum);
    return el(
      tag,
      { class: "pe-block", ...properties },
      el("small", {}, ...above, el("br"), below),
      el("span", { class: "pe-layers" }, ...layers.map((layer) => layerNode(layer, total))),
      el("small", {}, text),
    );
  }

  /** The picture, all blocks, of which the one `at` is pressed, and the end; `onPress(block)`. */
  function row({ blocks, layers, side, total }, at, onPress) {
    const start = { kind: "picture", maps: side === 28 ? 1 : 3, side, parameters: 0 };
    const picture = blockOf("div", [start], total, [["picture"], `${side}×${side}`]);
    const middle = range(blocks.length).map((block) => {
      const inside = layers.filter((layer) => layer.block === block);
      const { maps, side: wide } = inside.at(-1);
      const unseen = el("span", { class: "cnn-unseen" }, `Block ${block + 1}: `);
      const above = [unseen, maps, el("span", {}, maps === 1 ? " map" : " maps")];
      const pressed = { "data-block": block, "aria-pressed": String(block === at) };
      const press = { type: "button", ...pressed, onclick: () => onPress(block) };
      return blockOf("button", inside, total, [above, `${wide}×${wide}`], press);
    });
    const end = layers.filter(({ kind }) => kind === "dense");
    const units = el("span", {}, end.map(({ maps }) => maps).join(" · "));
    const last = end.length ? [["dense"], units] : [["mean of"], "each map"];
    return [picture, ...middle, blockOf("div", end, total, last)];
  }

  return { row };
})();
