// What the reader sets, and how a run stands, in words.
const labKnobs = (() => {
  const { el } = ui;
  const { thousands, write } = labChart;
  const KNOBS = {
    rate: [
      "Learning rate",
      [1e-4, 1e-3, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 1, 3, 10, 1e3, 1e6, 1e9],
    ],
    momentum: ["Momentum", [0, 0.5, 0.9, 0.99]],
    batch: ["Batch", [1, 5, 10, 20, 50, 100, 200]],
    scale: ["Start, × He's", [0, 1e-3, 0.01, 0.1, 0.3, 1, 3, 10]],
    seed: ["Seed", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  };
  const MOST = 5000; // steps of a run
  const FAR = 100; // a loss that no batch has by chance

  /** A slider over a few values; a value between them is written as it is. */
  function knob(figure, name) {
    const [label, values] = KNOBS[name];
    const text = (place) => write(values[place]);
    const onChange = (place) => figure.set({ [name]: values[place] });
    const made = ui.slider({ label, value: 0, min: 0, max: values.length - 1, text, onChange });
    const show = () => {
      const value = figure.get(name);
      const above = values.findIndex((each) => each >= value);
      made.show(above < 0 ? values.length - 1 : above);
      made.node.querySelector("output").textContent = write(value);
      made.input.setAttribute("aria-valuetext", write(value));
    };
    return { node: made.node, show };
  }

  /** How the run stands, a part for each number. */
  function status({ step, read, loss, accuracy, dead }) {
    const parts = {
      step: thousands(step),
      "digits read": thousands(read),
      loss: write(loss),
      test: accuracy === null ? "–" : `${(100 * accuracy).toFixed(1)} %`,
      "dead windows": dead === null ? "–" : `${dead} of 8`,
    };
    return Object.entries(parts).map(([name, value]) =>
      el("span", {}, `${name} `, el("b", {}, value)),
    );
  }

  /** The same to the ear. */
  function sentence({ step, loss, accuracy, dead }) {
    if (!step) return "Not trained yet.";
    const test = accuracy === null ? "" : `, test ${Math.round(100 * accuracy)} percent`;
    const windows = dead === null ? "" : `, ${ui.counted(dead || "no", "dead window")}`;
    return `Step ${step}, loss ${write(loss)}${test}${windows}.`;
  }

  const isOver = (run) => run.burst || run.step >= MOST;

  /** What there is to note after a step, if there is something new; of a bug, only what is seen. */
  function note(run, mayHide) {
    const { step, tests, loss, burst } = run;
    if (burst) return "The numbers have grown beyond what a computer can hold. Start over.";
    if (isOver(run)) return `${thousands(MOST)} steps: here a run ends.`;
    if (loss > FAR) {
      const why = mayHide || run.bug !== "none" ? "" : ": the steps are far too long";
      return `The loss has jumped to ${write(loss)}${why}.`;
    }
    if (run.reached || !(tests.at(-1)?.[1] >= 0.9)) return null;
    run.reached = true;
    return `90 % for the first time: after ${step} steps, ${thousands(run.read)} digits read.`;
  }

  return { NAMES: Object.keys(KNOBS), isOver, knob, note, sentence, status };
})();
