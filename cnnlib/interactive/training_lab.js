// TrainingLab: a small network that is trained in the page, step by step.
// `data-shown` holds what the Python class's `shown()` returns.
const TRAITS = ["rate", "momentum", "batch", "scale", "seed", "bug", "steps", "digit", "pace"];
const BEGINS = ["scale", "seed", "bug", "steps"]; // another one of these, and training begins anew
const CHECKED = 20; // digits of which the slopes are measured
const { el: make } = ui;
const { NAMES, isOver, knob, sentence } = labKnobs;
const box = (name, ...nodes) => make("div", { class: name }, ...nodes);

function build(figure, given) {
  const { get, host, live, motion, set } = figure;
  const asked = get("task");
  let [digits, run, last, note, found, stays] = [null, null, null, "", null, false];
  const runs = []; // that have reached 93 %: steps and digits
  host.classList.add("cnn-wide");

  // ---- the parts --------------------------------------------------------------------------------
  const onNext = () => set({ digit: (get("digit") + 1) % labDigits.TEST });
  const tiles = labTiles.make({ host, onNext });
  const words = make("span", {}, "Train");
  const icon = (name, more = "") => ({ class: `cnn-button cnn-icon ${more}`, "data-icon": name });
  const toggle = () => trainer.play(!trainer.isPlaying());
  const train = ui.button(words, toggle, icon("play", "tl-train"));
  const one = ui.button("One step", stepOnce, icon("step"));
  const again = ui.button("Start over", startOver);
  const status = make("p", { class: "tl-status" });
  const said = make("p", { class: "tl-note" });
  const knobs = get("controls").map((name) => knob(figure, name));
  const charts = [labChart.progress(), labChart.sizes()];
  if (asked === "fewest") charts.push(labChart.plane(labTasks.GOALS));
  const checker = get("check") || asked === "bug" ? labChecker.checker(check) : null;
  if (checker) charts.push(checker);
  const buttons = [train, one, again, ...(checker ? [checker.button] : [])];
  const show = (name) => (host.dataset.tab = name);
  const options = charts.map(({ name, title }) => [name, title]);
  const tabs = ui.choice({ label: "Show", value: "loss", options, onChange: show });
  const bugs = asked === "bug" ? labSuspects.choice(figure, () => task) : null;
  const task = asked ? figure.task(labTasks.ASKED[asked], ...(bugs ? [bugs.node] : [])) : null;

  const isDone = () => "done" in task.node.dataset;

  // ---- training ---------------------------------------------------------------------------------
  const settings = () => ({ rate: get("rate"), momentum: get("momentum"), batch: get("batch") });
  const keyOf = () => JSON.stringify(BEGINS.map(get));
  const next = () => ({ work: labRun.step(run, settings()), then: stepped });
  const onBack = () => (note = "Training rested while the figure was out of sight.");
  const trainer = labTrainer.trainer({ figure, next, onPlay, onBack });

  function onPlay(playing) {
    words.textContent = playing ? "Pause" : "Train";
    train.dataset.icon = playing ? "pause" : "play";
    if (playing || !run) return;
    answer(true);
    figure.refresh();
    live.say(sentence(run));
  }

  function begin() {
    run = labRun.create(digits, { seed: get("seed"), scale: get("scale"), bug: get("bug") });
    run.before = labRun.remains(last);
    run.key = keyOf();
    while (run.step < get("steps")) labRun.finish(labRun.step(run, settings()));
    [note, found] = ["", null];
    bugs?.train(run);
    if (task && !isDone() && !stays) task.reset(); // what was said of another run
  }

  function startOver() {
    [last, run] = [run, null];
    trainer.stop();
    figure.refresh();
  }

  /** After each step: what there is to note, to say, to end. */
  function stepped() {
    note = labKnobs.note(run, Boolean(bugs)) ?? note;
    bugs?.train(run);
    const isHome = asked === "fewest" && !run.isHome && labTasks.twice(run);
    if (isHome) {
      run.isHome = true;
      runs.push([run.step, run.read]);
    }
    answer(false);
    if (isOver(run) || isHome) trainer.play(false);
    else if (trainer.isPlaying() && run.step % 50 === 0) live.say(sentence(run), 0);
  }

  function stepOnce() {
    trainer.play(false);
    const way = tiles.way(motion);
    labRun.finish(labRun.step(run, settings()));
    stepped();
    answer(true);
    set({}, () => way(run));
    live.say(sentence(run));
  }

  // ---- what is asked ----------------------------------------------------------------------------
  function answer(paused) {
    const judge = labTasks.judges[asked];
    const verdict = judge && !isDone() && judge(run, paused, runs);
    if (!verdict) return;
    task.show(verdict);
    stays = verdict.stays;
  }

  function check() {
    const then = (parts) => {
      found = parts ? { parts, step: run.step } : { ...found, isRefused: true };
      bugs?.check(Boolean(parts));
      tabs.show("check");
      show("check");
      figure.refresh();
      live.say(labChecker.told(found).replace(/\.?$/, "."));
    };
    trainer.begin({ work: labRun.compare(run, CHECKED), then });
  }

  // ---- drawing ----------------------------------------------------------------------------------
  function draw() {
    knobs.forEach((each) => each.show());
    for (const each of buttons) each.disabled = !digits;
    if (!digits) {
      said.textContent = "The digits are on their way.";
      return {};
    }
    if (run?.key !== keyOf()) {
      [last, run] = [run ?? last, null];
      trainer.stop();
      bugs?.clear();
      begin();
    }
    const { step, read, loss, accuracy, dead } = run;
    train.disabled = one.disabled = isOver(run);
    const made = tiles.show(run, get("digit"));
    for (const each of charts) each.draw(run, runs, found);
    status.replaceChildren(...labKnobs.status(run));
    said.textContent = note;
    if (!step) live.say(sentence(run));
    const traits = [...NAMES, "bug", "digit"].map((name) => [name, get(name)]);
    const windows = tiles.windowsOf(run);
    const numbers = { step, read, loss, accuracy, dead, gradient: run.sizes, windows };
    return { ...numbers, ...Object.fromEntries(traits), chances: [...made.chances], runs };
  }

  host.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !run) return;
    if (event.key === "Escape") trainer.play(false);
    if (event.key === "." && !one.disabled) stepOnce();
  });
  figure.onReset(() => {
    trainer.stop();
    [run, last, stays, runs.length] = [null, null, false, 0];
    bugs?.forget();
  });
  figure.onEnd(
    ui.onTheme(host, () => {
      tiles.onTheme();
      figure.refresh();
    }),
  );
  live.node.classList.add("cnn-unseen");
  show("loss");
  tabs.node.classList.add("tl-tabs");
  host.toggleAttribute("data-crowded", knobs.length > 2 || Boolean(checker));
  const pace = figure.choice("pace", "Pace", ["slow", "fast", "all out"]);
  const sliders = box("tl-knobs", ...knobs.map(({ node }) => node));
  host.append(
    box("cnn-bar", ...buttons, pace, figure.resetButton()),
    box("tl-now-line", sliders, status),
    ...[tiles.batch, tiles.stage, tabs.node],
    box("tl-charts", ...charts.map(({ node }) => node)),
    ...[said, figure.fault, live.node, ...(task ? [task.node] : [])],
  );
  const ready = (all) => {
    digits = all;
    figure.refresh();
  };
  const fail = ({ message }) => (figure.fault.textContent = message);
  digits = labDigits.load({ host, given, name: get("frames"), ready, fail, onEnd: figure.onEnd });
  return draw;
}

export default {
  render({ model, el }) {
    const inline = el.querySelector("script.cnnlib-frames"); // a figure clears its element
    const given = model.get("digits") || (inline && JSON.parse(inline.textContent)[0]);
    return ui.explorable("TrainingLab", TRAITS, (figure) => build(figure, given))({ model, el });
  },
};
