// ConnectionTable: sixteen choices among six maps on a ring, and what they cost.
//
// `data-shown` holds what the Python class's `shown()` returns.
const [GROW, FLOW, FOLD, STEP] = [250, 250, 150, 250]; // milliseconds
const NAMES = ["table", "focus", "counted", "node", "measured"];
const { BELOW, KERNEL, MAPS, PLACES, written } = connections;
const { el: make, range } = ui;

export default {
  render: ui.explorable("ConnectionTable", NAMES, (figure) => {
    const { get, host, live, set } = figure;
    const isRing = get("view") === "ring";
    const measured = isRing ? [] : get("measured");
    const hasMatrix = !isRing && !measured.length;
    const presets = new Map([
      ["1998", get("original")],
      ["all 96", range(MAPS).map(() => Array(BELOW).fill(1))],
      ["empty", range(MAPS).map(() => Array(BELOW).fill(0))],
    ]);
    let state;

    // ---- the parts ----------------------------------------------------------------------------
    const large = connectionRings.large({ isRing, onNode: isRing ? listen : toggle });
    const maps = connectionRings.all({ isRing, onLook: isRing ? go : look, onKey });
    const matrix = connectionMatrix.make({ onPress: toggle, onDraw: draws });
    const chart = connectionChart.make({ measured, onLoad: (table) => load(table) });
    const choice = ui.choice({
      label: "Table",
      options: [...presets.keys()],
      onChange: (name) => load(presets.get(name)),
    });
    const copy = ui.copyButton({
      label: "Copy as code",
      text: () => connections.code(state.table),
    });
    const facts = ["links", "parameters", "connections", "different"].map((name) => {
      const [terms, number] = [make("span"), make("b")];
      return { node: make("p", { "data-of": name }, number, ` ${name} `, terms), terms, number };
    });
    const steps = ui.stepper({
      figure,
      handle: host,
      count: () => MAPS,
      at: () => get("counted") - 1,
      go,
    });
    const task = figure.task(connections.ASKED[get("view")]);
    const judge = isRing ? connections.judgeRing : connections.judgeTable;
    const checks = () => task.show(judge(state));
    const check = ui.button("Check", checks, { class: "cnn-button cnn-primary" });
    const asks = get("task");

    /** What was said of the table as it was is true of it no more. */
    function changes(values, way) {
      task.show({ text: "" });
      set(values, way);
    }

    // ---- moving: the new state at once, then the way there ------------------------------------

    /** The next map is counted: its set is the last one, moved on around the ring. */
    function go(map) {
      const before = state.focus;
      changes({ counted: map + 1, node: null }, () => {
        const row = state.table[map];
        return [
          ...(connections.isMovedOn(state.table[before], row)
            ? large.steps(0, STEP)
            : large.comes(0, STEP)),
          ...(map > before ? [maps.lands(map, large.box(), STEP, GROW)] : []),
          ...large.counts(row, STEP, FOLD),
        ];
      });
    }

    /** Who hears this map? */
    function listen(below) {
      set({ node: state.node === below ? null : below });
    }

    function look(focus) {
      const from = maps.box(focus);
      set({ focus }, () => [
        large.grows(from, 0, GROW),
        ...large.flows(state.table[focus], GROW, FLOW),
        ...(hasMatrix ? matrix.lights(focus, 0, GROW) : []),
      ]);
    }

    function toggle(below, map = state.focus) {
      const isOn = !state.table[map][below];
      changes({ table: linked(below, [map], isOn), focus: map }, () => [
        ...large.folds(below, isOn, FOLD),
        ...(hasMatrix ? matrix.folds(below, map, 0, FOLD) : []),
      ]);
    }

    function onKey(below) {
      (isRing ? listen : toggle)(below);
    }

    function draws(below, columns, isOn, focus) {
      changes({ table: linked(below, columns, isOn), focus });
    }

    const linked = (below, columns, isOn) =>
      state.table.map((row, map) => (columns.includes(map) ? row.with(below, Number(isOn)) : row));

    function load(table) {
      const { focus } = state;
      changes({ table }, () => large.flows(table[focus], 0, FLOW));
    }

    // ---- drawing ------------------------------------------------------------------------------
    function draw() {
      state = connections.compute(get, isRing);
      const { links, parameters, different, table } = state;
      large.show(state);
      maps.show(state);
      if (hasMatrix) matrix.show(state);
      chart.show(state);
      const current = [...presets].find(([, preset]) => preset.join() === table.join());
      choice.show(current?.[0]);
      const words = {
        links: [links, `of ${MAPS * BELOW}`],
        parameters: [written(parameters), `= ${KERNEL} · ${links} + ${MAPS}`],
        connections: [written(state.connections), `= ${PLACES} · ${written(parameters)}`],
        different: [different, `of ${MAPS}`],
      };
      for (const { node, number, terms } of facts) {
        const [value, how] = words[node.dataset.of];
        ui.put(number, value);
        ui.put(terms, how);
      }
      const { accuracy } = state;
      const percent = (share) => (100 * share).toFixed(1);
      const found = accuracy && ` Measured: ${accuracy.map(percent).join(" ± ")} %.`;
      const unknown = measured.length ? " This table was not measured." : "";
      live.say(connections.sentence(state) + (found ?? unknown));
      return state.shown;
    }

    host.dataset.view = isRing ? "ring" : "table";
    const bar = (...nodes) => make("div", { class: "cnn-bar" }, ...nodes);
    const below = hasMatrix ? matrix.node : chart.node;
    const asked = asks ? [check] : [];
    const copies = [...(isRing ? [] : [copy.node, copy.said]), figure.resetButton()];
    host.append(
      make("div", { class: "ct-whole" }, maps.node, large.node),
      live.node,
      ...(isRing ? [] : [below]),
      ...(hasMatrix ? [make("div", { class: "ct-facts" }, ...facts.map((fact) => fact.node))] : []),
      bar(...(hasMatrix ? [choice.node] : []), ...(isRing ? steps.nodes : []), ...asked, ...copies),
      figure.fault,
      ...(asks ? [task.node] : []),
    );
    figure.onEnd(copy.stop);
    if (isRing) figure.onPaper(() => ({ counted: MAPS }));
    return draw;
  }),
};
