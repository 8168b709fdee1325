// Where everything lies: the page and its tray, beside it the map, the answers and the bars.
const slideStage = (() => {
  const { el } = ui;
  const WRITTEN = [
    ["none", "no answers"],
    ["sure", "sure ones"],
    ["all", "all"],
  ];
  const box = (name, ...nodes) => el("div", { class: name }, ...nodes);

  function stage({ paper, words, map, grid, bars }) {
    const name = (role, ...texts) => el("p", { class: "cnn-name", "data-role": role }, ...texts);
    const part = (kind, title, node) => box(`sr-part sr-${kind}-part`, title, node);
    const more = el("span", { class: "sr-more" }, ": mean of 64 channels");
    return box(
      "sr-stage",
      box("sr-left", box("sr-desk", paper.node, paper.shelf), words.node),
      box(
        "sr-right",
        part("map", name("kernel", "conv3, 10 × 17 places", more), map.node),
        part("grid", name("output", "answers, 8 × 15"), grid.node),
        part("bars", name("output", "at the frame"), bars.node),
      ),
    );
  }

  return { WRITTEN, stage };
})();
