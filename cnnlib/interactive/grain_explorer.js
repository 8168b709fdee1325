// GrainExplorer: each path from a deep unit down to the pixels is one grain; the pile is what it hears.
// `data-shown` holds what the Python class's `shown()` returns.
const [SINK, ZOOM] = [120, 300]; // milliseconds
const [NEAR, MOST] = [6, 1024]; // layers of which all is seen, grains that fall one by one
const WAYS = ["left", "down", "right"];
const { el: make } = ui;
const { compute, written } = grains;

export default {
  render: ui.explorable(
    "GrainExplorer",
    ["depth", "kernel", "dropped", "far", "photo"],
    (figure) => {
      const { get, host, live, set } = figure;
      const limits = get("limits");
      let state = compute(get);

      // ---- the parts ------------------------------------------------------------------------------
      const board = grainBoard.board({ onDepth: dragTo, onSettled: answer, onEnter: dropOne });
      const one = ui.button("Drop one", dropOne, { class: "cnn-button cnn-primary" });
      const all = ui.button("", dropAll);
      const depth = ui.windowSetting({ name: "depth", limits: limits.depth, onChange: goTo });
      const places = [
        ["false", "nearby"],
        ["true", "afar"],
      ];
      const look = ui.choice({ label: "Seen from", options: places, onChange: zoomTo });
      const kernel = WAYS.map((name, i) =>
        ui.windowSetting({
          name,
          limits: limits.kernel,
          onChange(value) {
            const ways = get("kernel").with(i, value);
            if (ways.some((number) => number > 0)) change(ways);
            else figure.fault.textContent = "With three zeros no grain could fall.";
          },
        }),
      );
      const asked = get("weights") ? grains.kernels : grains.depths;
      const asks = get("task") && (get("weights") || String(get("kernel")) === "1,1,1");
      const task = figure.task(asked.ask);
      function answer() {
        const waits = "done" in task.node.dataset || board.handle.matches(".cnn-held");
        if (!asks || waits) return;
        const alike = compute((key) => (key === "kernel" ? [1, 1, 1] : get(key)));
        task.show(asked.judge({ ...state, before: alike.shown.heard }));
      }
      const side = grainSide.make(get("photo"));

      // ---- moving: the new state at once, then the way there --------------------------------------
      function dropOne() {
        if (!state.grainy || state.far) return;
        const { dropped } = state.shown;
        set({ dropped: dropped < state.total ? dropped + 1 : 1 }, board.dropsOne);
      }

      function dropAll() {
        const { dropped } = state.shown;
        const first = dropped < state.total ? dropped : 0;
        set({ dropped: Math.min(MOST, state.total) }, () => board.dropsAll(first));
      }

      /** Another depth: the whole pile. */
      const under = (layers) => ({
        depth: layers,
        dropped: MOST,
        far: get("far") || layers > NEAR,
      });
      function dragTo(layers) {
        const before = state;
        if (layers === before.shown.depth) return;
        const held = board.handle.matches(".cnn-held");
        set(under(layers), () => {
          if (before.far !== state.far) return board.zooms(before, ZOOM);
          return held ? [] : board.sinks(before, SINK);
        });
      }

      function goTo(layers) {
        dragTo(layers);
        answer();
      }

      function zoomTo(choice) {
        const [before, far] = [state, choice === "true"];
        const deep = far ? get("depth") : Math.min(NEAR, get("depth"));
        set({ far, depth: deep }, () => board.zooms(before, ZOOM));
      }

      function change(ways) {
        set({ kernel: ways, dropped: MOST }, () => board.dropsAll(0));
        answer();
      }

      // ---- drawing --------------------------------------------------------------------------------
      function draw() {
        state = compute(get);
        const { shown, total, grainy, far } = state;
        const { field, heard, fallen, dropped } = shown;
        board.show(state);
        side.show(state);
        depth.show(shown.depth);
        look.show(String(far));
        kernel.forEach(({ show }, i) => show(shown.kernel[i]));
        all.textContent = `Drop all ${written(total)}`;
        one.disabled = !grainy || far;
        const piled = fallen.length > 13 ? "" : `; grains ${fallen.join(" ")}`;
        live.say(`Depth ${shown.depth}: field ${field}, heard ${heard}${dropped ? piled : ""}.`);
        return shown;
      }

      live.node.classList.add("cnn-unseen");
      const bar = (...nodes) => make("div", { class: "cnn-bar" }, ...nodes);
      const ways = get("weights") ? [bar(...kernel.map(({ node }) => node))] : [];
      host.append(
        make("div", { class: "gr-whole" }, board.node, side.node),
        ...ways,
        bar(bar(one, all, figure.resetButton()), bar(depth.node, look.node)),
        ...[figure.fault, live.node, ...(asks ? [task.node] : [])],
      );
      figure.nudge(board.handle);
      figure.onReset(side.forget);
      figure.onPaper(() => {
        side.complete();
        return { dropped: MOST };
      });
      return draw;
    },
  ),
};
