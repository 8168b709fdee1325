// PoolingExplorer: a digit is dragged over three pools; the map of each, against that at home.
// `data-shown` holds what the Python class's `shown()` returns.
const [SLIDE, FILL, TURN, WAVE] = [80, 120, 250, 60]; // milliseconds
const [SIDE, REACH, ACROSS] = [40, 4, 9]; // of the paper, of a move, of the board of places
const HOME = 40; // the place of no move
const POOLS = { max: "max", average: "average", blur: "max, then blur" };
const LOOKS = { here: "map", carried: "home, carried", differs: "what differs" };
const NOTES = {
  here: "Misfit: Σ |map − home map carried along| ÷ Σ home map. The lines are the windows: they stay.",
  carried: "The maps of home, moved as far as the digit; between two cells, both in proportion.",
  differs:
    "Against the home map carried along: rising strokes are more, falling ones less. The thicker, the more.",
};
const ASKED =
  "Find three places, not on one line, where all three misfits are 0; home is one. " +
  "At how many of the 81 places is it so?";
const TRAITS = ["papers", "digit", "dx", "dy", "window", "look", "pool", "turned", "visited"];
const { el: make, movesOf, placeOf } = ui;

const clamp = (n) => Math.min(REACH, Math.max(-REACH, n));
const places = [...Array(ACROSS ** 2).keys()];

/** Where the ink of a paper lies, as shares of it. */
function inkBox(paper) {
  const inked = [...paper.keys()].filter((i) => paper[i]);
  const ends = (at) => [Math.min(...inked.map(at)), Math.max(...inked.map(at)) + 1];
  const [rows, columns] = [ends((i) => Math.floor(i / SIDE)), ends((i) => i % SIDE)];
  const share = (pixels) => `${(100 * pixels) / SIDE}%`;
  const [height, width] = [rows, columns].map(([first, end]) => share(end - first));
  return { top: share(rows[0]), left: share(columns[0]), height, width };
}

export default {
  render: ui.explorable("PoolingExplorer", TRAITS, (figure) => {
    const { get, host, live, set } = figure;
    host.classList.add("cnn-wide");
    const box = (name, ...nodes) => make("div", { class: name }, ...nodes);
    const worlds = new Map(); // of each digit and window
    let state;
    let misses = 0; // wrong numbers of places
    let colors = null;

    // ---- the parts ------------------------------------------------------------------------------
    const [home, now] = ["home", "now"].map((name) =>
      make("canvas", { class: `po-${name}`, "aria-hidden": "true" }),
    );
    const grip = make("i", { class: "cnn-grip", "aria-hidden": "true" });
    const access = { role: "application", tabindex: 0, "aria-label": "Digit: arrow keys move it" };
    const handle = make("div", { class: "po-digit cnn-carried", ...access }, grip);
    const paper = box("po-paper", home, now, box("po-windows"), handle);
    const [where, note] = ["where", "note"].map((name) => make("p", { class: `po-${name}` }));
    const onPress = (row, column) => {
      moveTo(row - REACH, column - REACH);
      judge(ui.judgePlace(state));
    };
    const cards = Object.entries(POOLS).map(([pool, name]) =>
      ui.poolCard({ pool, name, onPress, onTurn: turn }),
    );
    const refusal = make("p", { class: "cnn-refusal", role: "status" });
    const refuse = (text) => refusal.replaceChildren(text);
    const limits = { min: 0, max: ACROSS ** 2, whole: true };
    const count = ui.numberField({
      ...{ label: "Places", value: 1, refuse, onChange: () => {} },
      ...limits,
    });
    const check = ui.button("Check", answer);
    const task = figure.task(ASKED, box("po-count", count.node, check, refusal));
    figure.onReset(() => {
      misses = 0;
      count.show(1);
      refuse("");
    });
    ui.carriable(handle, {
      unit: () => paper.clientWidth / SIDE,
      place: () => [get("dy"), get("dx")],
      onMove: moveTo,
      onDrop: () => judge(ui.judgePlace(state)),
    });
    count.input.addEventListener("keydown", ({ key }) => key === "Enter" && answer());

    // ---- moving: the new state at once, then the way there --------------------------------------
    function moveTo(down, right) {
      const [dy, dx] = [clamp(down), clamp(right)];
      if (dy === get("dy") && dx === get("dx")) return;
      const from = handle.getBoundingClientRect();
      const place = placeOf(dx, dy);
      const isNew = !state.visited.includes(place);
      set({ dx, dy, visited: [...new Set([...state.visited, place])] }, () => {
        const [, way] = ui.comesFrom(handle, from, 0, SLIDE);
        return [
          ...[handle, now].map((node) => [node, way, 0, SLIDE]),
          ...cards.map((card) => isNew && card.comes(place, 0, FILL)),
        ];
      });
    }

    function turn() {
      const ways = [{ transform: "rotateY(90deg)" }, { transform: "none" }];
      handle.focus({ preventScroll: true });
      set({ turned: true }, () => cards.slice(1).flatMap((card) => card.turns(ways, 0, TURN)));
    }

    const isDone = () => "done" in task.node.dataset;
    const judge = (verdict) => isDone() || task.show(verdict);

    /** The number of places was given; if it is right, all of them are seen, from home outward. */
    function answer() {
      if (refusal.textContent || isDone()) return; // a number that was refused is not judged
      const verdict = ui.judgeCount(count.good().value, { ...state, misses });
      misses += Number(Boolean(verdict.missed));
      judge(verdict);
      if (!verdict.done) return;
      const far = (place) => Math.max(...movesOf(place).map(Math.abs));
      const fresh = places.filter((place) => !state.visited.includes(place));
      set({ visited: places }, () =>
        cards.flatMap((card) => fresh.map((place) => card.comes(place, WAVE * far(place), FILL))),
      );
    }

    // ---- drawing --------------------------------------------------------------------------------
    const entry = get("guess") && ui.assetUrl("") !== null ? ui.progress(get("guess")) : null;
    const isOpen = () => get("turned") || Boolean(entry?.read().tries);
    if (entry) figure.onEnd(ui.progress.watch(() => figure.refresh()));

    function worldOf(digit, window) {
      const key = `${digit} ${window}`;
      if (!worlds.has(key)) {
        const { pixels, shape, digits } = get("papers");
        const all = ui.fromBytes({ shape, pixels }).data.map((value) => value / 255);
        const first = digits.indexOf(digit) * SIDE ** 2;
        worlds.set(key, ui.poolWorld(all.slice(first, first + SIDE ** 2), window));
      }
      return worlds.get(key);
    }

    function draw() {
      colors ??= ui.colorsOf(host);
      const [digit, dx, dy, window] = ["digit", "dx", "dy", "window"].map((key) => get(key));
      const [{ at, sums }, place, open] = [worldOf(digit, window), placeOf(dx, dy), isOpen()];
      const [here, look] = [at(place), get("look")];
      const visited = [...new Set([...get("visited"), place])].sort((one, other) => one - other);
      const zeros = visited.filter((each) => at(each).isZero);
      if (state && state.at !== at) {
        misses = 0;
        judge({ text: "" }); // other maps: what was said is of the old ones
      }
      state = { place, window, visited, zeros, open, at };
      check.disabled = isDone();
      digitChoice.show(digit);

      ui.paintInk(home, at(HOME).digit, colors.text);
      ui.paintInk(now, here.digit, colors.text);
      Object.assign(handle.style, inkBox(here.digit));
      host.style.setProperty("--windows", SIDE / window);
      Object.assign(host.dataset, { look, pool: get("pool") });
      where.textContent = ui.placeWords([dx, dy]);
      note.textContent = NOTES[look];
      cards.forEach((card, k) => {
        const covered = k > 0 && !open;
        const known = (each) => (visited.includes(each) && !covered ? at(each).misfit[k] : null);
        card.show({
          ...{ covered, colors, before: sums[k], here: [dy + REACH, dx + REACH] },
          ...{ map: (look === "carried" ? here.carried : here.here)[k], differs: here.differs[k] },
          ...{ misfit: here.misfit[k], sum: here.sum[k], center: here.center[k] },
          misfits: places.map(known),
        });
      });
      const seen = (values) => values.map((value, k) => (k && !open ? null : value));
      const said = seen(here.misfit.map(ui.percent)).map((text) => text ?? "covered");
      const list = Object.keys(POOLS).map((pool, k) => `${pool} ${said[k]}`);
      const number = `${visited.length} of 81 places seen`;
      live.say(`${where.textContent}: misfit ${list.join(", ")}; ${number}.`);
      const numbers = { misfit: seen(here.misfit), sum: seen(here.sum), center: seen(here.center) };
      return { digit, dx, dy, window, ...numbers, visited, zeros };
    }

    figure.onEnd(
      ui.onTheme(host, () => {
        colors = null;
        figure.refresh();
      }),
    );
    const title = make("p", { class: "cnn-name", "data-role": "input" }, "digit, 40 × 40 pixels");
    /** The places of another digit are still to be seen, unless the board is whole: it stays whole. */
    function change(digit) {
      set({ digit, visited: state.visited.length < places.length ? [HOME] : places });
    }
    const options = get("papers").digits;
    const digitChoice = ui.choice({ label: "Digit", options, onChange: change });
    const [digits, windows, looks, pools] = [
      digitChoice.node,
      figure.choice("window", "Window", [2, 4]),
      figure.choice("look", "Show", Object.entries(LOOKS)),
      figure.choice("pool", "Pool", Object.entries(POOLS)),
    ];
    pools.classList.add("po-pools");
    looks.classList.add("po-looks");
    const bar = box("cnn-bar", digits, windows, looks, figure.resetButton());
    const left = box("po-left", title, paper, where, note);
    host.append(
      box("po-stage", pools, left, bar, box("po-cards", ...cards.map(({ node }) => node))),
      figure.fault,
      live.node,
      ...(get("task") ? [task.node] : []),
    );
    figure.nudge(handle);
    figure.onPaper(() => ({ turned: true, visited: places, look: "here" }));
    return draw;
  }),
};
