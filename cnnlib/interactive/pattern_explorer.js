// PatternExplorer: a network as a row of layers, and below each its share of all parameters.
//
// `data-shown` holds what the Python class's `shown()` returns.
const BLOCKS = 5; // there is room for
const [GROW, APPEAR] = [250, 200]; // milliseconds
const TRAITS = ["blocks", "pools", "dense", "side", "at", "known"];
const { compute, judge, percent, same, sentence, written } = pattern;
const { el: make } = ui;

export default {
  render: ui.explorable("PatternExplorer", TRAITS, (figure) => {
    const { get, host, live, set } = figure;
    let state;

    // ---- the parts ----------------------------------------------------------------------------
    const presets = new Map(
      [
        ["the reader", "the reader of this page", 28],
        ["LeNet-5", "LeNet-5, as tutorials build it", 28],
        ["AlexNet", "AlexNet", 224],
        ["VGG-16", "VGG-16", 224],
      ].map(([text, name, side]) => {
        const { blocks, pools, dense } = get("known").find((each) => each.name === name);
        return [text, { blocks, pools, dense, side, at: 0 }];
      }),
    );
    const choice = ui.choice({
      label: "Pattern of",
      options: [...presets.keys()],
      onChange: (name) => change(presets.get(name)),
    });
    choice.node.dataset.presets = ""; // none is chosen while the pattern is the reader's own
    const line = make("p", { class: "pe-line" });
    const net = make("div", { class: "pe-net", role: "group", "aria-label": "Layers" });
    const limits = { conv: { min: 1, max: 4 }, dense: { min: 0, max: 3 } };
    const convs = ui.windowSetting({
      name: "convolutions",
      limits: limits.conv,
      onChange: (count) => change({ blocks: get("blocks").with(at(), count) }),
    });
    const pool = ui.toggle({
      label: "pool",
      value: true,
      onChange: (on) => change({ pools: state.pools.with(at(), Number(on)) }),
    });
    const remove = ui.button("Remove", () => {
      const without = (all) => all.filter((_, block) => block !== at());
      change({ blocks: without(state.blocks), pools: without(state.pools), at: at() - 1 });
    });
    const dense = ui.windowSetting({
      name: "dense layers",
      limits: limits.dense,
      onChange: (count) => change({ dense: count }),
    });
    const addBlock = ui.button("Add a block", () => {
      const { blocks, pools } = state;
      if (blocks.length < BLOCKS) {
        change({ blocks: [...blocks, 1], pools: [...pools, 1], at: blocks.length });
      } else figure.fault.textContent = "Five blocks are all that there is room for.";
    });
    const side = ui.choice({
      label: "picture",
      options: [28, 224].map((pixels) => [pixels, `${pixels}×${pixels}`]),
      onChange: (pixels) => change({ side: pixels }),
    });
    const title = make("b");
    const own = make("div", { class: "cnn-bar" }, title, convs.node, pool.node);
    const facts = make("p", { class: "pe-facts" });
    const asks = get("task");
    const task = figure.task(
      "With two blocks, 96 % of all parameters are in the dense layers. Bring that down to a tenth ",
      "or less, on pictures of 28×28, and keep both dense layers.",
    );

    const at = () => Math.min(get("at"), get("blocks").length - 1);

    // ---- changes: the new state at once, then the way there -----------------------------------
    /** What has no room is refused in words, and nothing changes. */
    function change(values) {
      const wanted = { ...values, ...(values.at < 0 ? { at: 0 } : {}) };
      try {
        compute((name) => wanted[name] ?? get(name));
      } catch (error) {
        figure.refresh(); // controls show what is
        figure.fault.textContent = error.message;
        return;
      }
      const before = state;
      const heights = [...net.querySelectorAll(".pe-share i")].map((bar) => bar.offsetHeight);
      set(wanted, () => {
        const bars = [...net.querySelectorAll(".pe-share i")];
        return bars.flatMap((bar, i) => {
          const from = (heights[i] ?? 0) / Math.max(1, bar.offsetHeight);
          const grows = [{ transform: `scaleY(${from})` }, { transform: "none" }];
          const slab = bar.closest(".pe-layer").querySelector(".pe-slab");
          return [[bar, grows, 0, GROW], i >= heights.length && ui.appears(slab, 0, APPEAR)];
        });
      });
      if (asks && !("done" in task.node.dataset)) task.show(judge(state, before));
    }

    // ---- drawing ------------------------------------------------------------------------------
    function draw() {
      state = compute(get);
      const { blocks, layers, known } = state;
      const [here, count] = [at(), blocks.length];
      ui.put(line, sentence(state));
      const kept = net.contains(document.activeElement) && document.activeElement.dataset.block;
      net.style.setProperty("--layers", layers.length + 1);
      net.replaceChildren(...patternRow.row(state, here, (block) => set({ at: block })));
      if (kept) net.querySelector(`[data-block="${kept}"]`)?.focus();

      own.hidden = remove.hidden = !count;
      ui.put(remove, `Remove block ${here + 1}`);
      ui.put(title, `Block ${here + 1}`);
      if (count) convs.show(blocks[here]);
      pool.show(Boolean(state.pools[here]));
      dense.show(state.dense);
      side.show(state.side);
      const [preset] = [...presets].find(([, { at: _, ...value }]) =>
        Object.entries(value).every(([name, part]) => same(state[name], part)),
      ) ?? [null];
      choice.show(preset);
      const names = known.map(
        ({ name, parameters, share }) =>
          `${name} (in its own sizes ${written(parameters)} parameters, ${percent(share)} dense)`,
      );
      const said = `${written(state.total)} parameters, ${percent(state.share)} of them in dense layers.`;
      ui.put(facts, `${said}${names.length ? ` Built like this: ${names.join("; ")}.` : ""}`);
      live.say(`${sentence(state)}: ${said}`);
      return {
        ...{ blocks, pools: state.pools, dense: state.dense, side: state.side },
        layers: layers.map(({ kind, maps, side: wide, parameters }) => [
          kind,
          maps,
          wide,
          parameters,
        ]),
        parameters: state.total,
        dense_share: state.share,
        known: known.map(({ name }) => name),
      };
    }

    live.node.classList.add("cnn-unseen");
    const bar = (...nodes) => make("div", { class: "cnn-bar" }, ...nodes);
    host.append(
      bar(choice.node),
      line,
      net,
      facts,
      figure.fault,
      own,
      bar(addBlock, remove, dense.node),
      bar(side.node, figure.resetButton()),
      live.node,
      ...(asks ? [task.node] : []),
    );
    return draw;
  }),
};
