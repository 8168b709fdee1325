// ReceptiveFieldTower: the layers of a network as rows over its picture; below a unit, row by row,
// what it reads.
//
// `data-shown` holds what the Python class's `shown()` returns.
const [PACE, GROW, MOST] = [90, 160, 8]; // milliseconds from row to row, and of a row; own layers
const [QUICK, QUICK_GROW] = [30, 120]; // of another unit's rows
const { el: make, formatNumber } = ui;
const TRAITS = ["network", "opened", "top", "down", "across", "paths", "pixel", "layers", "towers"];

const percent = (share) => {
  const part = 100 * share;
  return part > 99 && part < 100 ? "more than 99" : formatNumber(part, 0);
};

export default {
  render: ui.explorable("ReceptiveFieldTower", TRAITS, (figure) => {
    const { get, host, live, set } = figure;
    let state;
    let best = Infinity; // weights of a tower that did what was asked
    host.classList.add("cnn-wide");

    // ---- the parts ------------------------------------------------------------------------------
    const offers = (name) => get("controls").includes(name);
    const tower = towerOf({
      onUnit: change,
      onPixel: (pixel) => pixel !== get("pixel") && set({ pixel }),
      onLayers: (layers) => set({ layers }),
      onSettled: answer,
      onOpen: toggle,
      paints: offers("paint"),
    });
    const square = towerPicture({
      onPoint: (...place) => state && step(place.map((at) => nearest(at))),
      onStep: (...steps) => state && step(state.unit.map((at, axis) => at + steps[axis])),
    });
    const open = ui.button("", toggle, { class: "cnn-button rf-open" });
    const names = Object.keys(get("towers"));
    const network = ui.select({
      label: "network",
      value: get("network"),
      options: names.map((name) => [name, name]),
      onChange: (name) =>
        change({ network: name, top: null, down: null, across: null, pixel: null }),
    });
    const paths = figure.choice("paths", "paths", ["widest", "narrowest"]);
    const clear = ui.button("Wipe off", () => set({ pixel: null }));
    const views = ui.choice({
      ...{ label: "view", value: "tower", options: ["tower", "picture", "numbers"] },
      onChange: look,
    });
    const add = ui.button("Add a layer", () => stack([...state.layers, [3, 1, 0, 1]]));
    const remove = ui.button("Remove one", () => stack(state.layers.slice(0, -1)));
    const said = make("p", { class: "rf-said" });
    const folded = make("p", { class: "rf-folded" });
    const asked = towerTasks[get("task")];
    const task = figure.task(asked?.ask);
    figure.onReset(() => {
      best = Infinity;
      look("tower");
    });

    // ---- changes --------------------------------------------------------------------------------
    function look(view) {
      host.dataset.view = view;
      views.show(view);
    }
    const nearest = (at) => towerField.nearest(state.fields[state.top], state.units, at);

    function step(unit) {
      const [down, across] = unit.map((at) => Math.min(state.units - 1, Math.max(0, at)));
      if (String([down, across]) !== String(state.unit)) change({ down, across });
    }

    const opening = (pace, grow) => () => [
      ...tower.opens(pace, grow),
      ...square.opens(pace * state.top, grow),
    ];

    /** A choice of unit answers the one task, the other is answered by layers. */
    const settled = () => get("task") === "whole" && answer();

    /** Another unit: within its row it slides, in another row its rows open anew. */
    function change(values) {
      const isSame = Object.entries(values).every(([key, value]) => get(key) === value);
      if (isSame) return;
      const slides = !("top" in values) && !("network" in values);
      set(values, get("opened") && !slides ? opening(QUICK, QUICK_GROW) : undefined);
      if (!tower.handle.matches(".cnn-held")) settled();
    }

    function toggle() {
      set({ opened: !get("opened") }, get("opened") ? undefined : opening(PACE, GROW));
    }

    function stack(layers) {
      set({ layers });
      answer();
    }

    function answer() {
      if (!asked || !get("opened") || figure.fault.textContent) return;
      const verdict = asked.judge(state);
      // What is solved is solved: of a tower only one with fewer weights is told.
      if (!verdict || ("done" in task.node.dataset && !(verdict.weights < best))) return;
      best = verdict.weights ?? best;
      task.show(verdict);
    }

    // ---- drawing --------------------------------------------------------------------------------
    function sentences() {
      const { shown, own, pixel, reached, top, levels, branched, units, real } = state;
      const { size, first, last, share, unit, read, row, weights } = shown;
      if (!get("opened")) {
        const many = own ? "Each layer is" : `${levels.length - 1} layers, each`;
        return [`${many} a window on the one below. What does the lit unit of ${row} see?`];
      }
      const ends = first.map((at, axis) => `${formatNumber(at)} … ${formatNumber(last[axis])}`);
      const grid = `${units}×${units}`;
      const where = `${row}, unit (${unit.join(", ")}) of ${grid}: sees ${size} × ${size} pixels, `;
      const lines = [`${where}rows ${ends[0]}, columns ${ends[1]}.`];
      const inside = `${real.join(" × ")} of them lie in the picture: ${percent(share)} %.`;
      lines.push(share < 1 ? inside : "All of them lie in the picture.");
      if (own) lines.push(`It reads ${read} of ${size} in a row. Weights: ${weights}·C².`);
      const narrow = `${shown.narrowest} × ${shown.narrowest}`;
      if (branched && shown.narrowest < size) lines.push(`Along the narrowest path: ${narrow}.`);
      if (pixel !== null) {
        const many = reached[top].length;
        lines.push(`Column ${pixel} can change ${many} of the ${units} columns of ${row}.`);
      }
      return lines;
    }

    function draw() {
      const opened = get("opened");
      host.dataset.refused = ""; // unless all of it can be drawn
      state = towerField.compute(get);
      delete host.dataset.refused;
      state.photo = get("pictures")[state.tower.picture];
      host.toggleAttribute("data-opened", opened);
      tower.show(state, opened);
      square.show(state, opened);
      network.show(get("network"));
      open.textContent = opened ? "Close" : "Open downwards";
      open.classList.toggle("cnn-primary", !opened);
      paths.hidden = !offers("paths") || !state.branched;
      clear.hidden = state.pixel === null;
      for (const button of [add, remove]) button.hidden = !state.own;
      add.disabled = state.layers.length >= MOST;
      remove.disabled = state.layers.length <= 1;
      const lines = sentences();
      said.replaceChildren(...lines.map((line) => make("span", {}, `${line} `)));
      const inside = state.tower.folded;
      credit.hidden = !state.tower.picture.startsWith("photo");
      folded.hidden = !inside;
      folded.textContent = inside ? `Not drawn, for they widen no field: ${inside}.` : "";
      live.say(lines.join(" "));
      return state.shown;
    }

    const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
    const edits = [add, remove];
    const controls = [names.length > 1 && network.node, open, paths, ...edits, clear];
    live.node.classList.add("cnn-unseen");
    const credit = make("p", { class: "rf-credit" }, get("credit"));
    const asks = asked ? [task.node] : [];
    const main = [tower.node, folded, tower.refusal, figure.fault, ...asks];
    host.append(
      box("cnn-bar", ...controls.filter(Boolean), figure.resetButton()),
      box("rf-views", views.node),
      box("rf-stage", box("rf-main", ...main), box("rf-side", square.node, said, credit)),
      tower.table,
      live.node,
    );
    look("tower");
    figure.nudge(tower.handle);
    figure.onPaper(() => ({ opened: true }));
    return draw;
  }),
};
