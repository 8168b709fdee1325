// What lies below the pad: tools, samples, and what takes it all away.
const padTools = (() => {
  const { button, choice, el, select } = ui;
  const LINES = ["thin", "medium", "thick"];
  const TOOLS = ["pen", "move", "hole", "eraser"];

  /** Of the digits there are: a 3, another 3, an 8. */
  const nameOf = (label, i, labels) =>
    labels.indexOf(label) === i ? `${label === 8 ? "an" : "a"} ${label}` : `another ${label}`;

  /** `onTake()` is told of a sample before it is taken. */
  function tools({ figure, drawing, onTake }) {
    const { get, set } = figure;
    const tool = choice({
      ...{ label: "Tool", value: get("tool"), options: TOOLS },
      onChange: (next) =>
        set({ tool: next, hole: next === "hole" ? padHoles.stepped(get("hole"), 0, 0) : null }),
    });
    tool.node.classList.add("dp-even", "dp-tools");
    const line = choice({
      ...{ label: "Line", value: get("line"), onChange: (next) => set({ line: next }) },
      options: LINES.map((each) => [each, el("b", { class: "cnn-unseen" }, each)]), // seen as a dot
    });
    line.node.classList.add("dp-lines");
    const names = drawing.labels.map((...each) => [String(each[1]), nameOf(...each)]);
    const sample = select({
      ...{ label: "Digit", value: "0", options: [...names, ["own", "your own"]] },
      onChange(value) {
        if (value === "own") return;
        onTake();
        drawing.take(Number(value));
      },
    });
    const clear = button("Clear", drawing.clear);
    const row = el("div", { class: "dp-row" }, sample.node, clear, figure.resetButton());

    function show() {
      tool.show(get("tool"));
      line.show(get("line"));
      line.node.disabled = !["pen", "eraser"].includes(get("tool"));
      sample.show(drawing.isDrawn() ? "own" : String(drawing.place()));
    }

    return { nodes: [tool.node, line.node, row], show };
  }

  /** On a phone one layer is seen at a time. */
  function tabs(host) {
    const made = choice({
      ...{ label: "Maps", value: "conv1", onChange: (next) => (host.dataset.tab = next) },
      options: [
        ...["1st", "2nd", "3rd"].map((name, i) => [`conv${i + 1}`, name]),
        ["dense1", "64"],
        ["holes", "holes"],
      ],
    });
    made.node.classList.add("dp-even", "dp-tabs");
    function reset() {
      made.show("conv1");
      host.dataset.tab = "conv1";
    }
    reset();
    return { node: made.node, reset };
  }

  return { tabs, tools };
})();
