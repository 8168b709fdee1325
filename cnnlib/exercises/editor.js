// Python in the page: an editor, a worker that runs the code, and the verdict of the judge.
//
// JavaScript judges nothing here: the worker holds the same judge as the notebook. Each run gets a
// fresh worker; the next one is made ready once a run is over, so that its answer comes at once.
//
// The parts in the folder `editor` run before this file: `pythonTokens` and `codeField`.

// ---- Python ---------------------------------------------------------------------------------------

const START_LIMIT = 30; // seconds until a worker must be ready, on a slow phone too
let workerUrl = null;
let spare = null;

async function newWorker() {
  if (!workerUrl) {
    await ui.loadScript(ui.assetUrl("python.js"));
    workerUrl = URL.createObjectURL(new Blob([window.cnnlibPython], { type: "text/javascript" }));
  }
  const worker = new Worker(workerUrl);
  const ready = new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = () => reject(new Error("Python could not be started in this browser."));
    setTimeout(
      () => reject(new Error("Python did not start in this browser.")),
      START_LIMIT * 1000,
    );
  });
  ready.catch(() => {}); // whoever runs code says so
  return { worker, ready };
}

/**
 * Run code in a worker of its own: `answer` is the verdict, null if it took too long. `tell` gets
 * what is printed as it comes, so that nothing is lost with code that never ends.
 */
function runPython(code, exercise, seconds, tell) {
  let stop;
  const stopped = new Promise((_, reject) => {
    stop = () => reject(new Error("Stopped."));
  });
  const work = async () => {
    let timer;
    const made = spare ?? newWorker();
    spare = null;
    try {
      const { ready } = await Promise.race([made, stopped]);
      await Promise.race([ready, stopped]);
      const { worker } = await made;
      const answer = new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => {
          if (data.printed === undefined) resolve(data);
          else tell(data.printed);
        };
        worker.onerror = (event) => {
          event.preventDefault();
          reject(new Error("Python broke down in this browser. Change the code and run it again."));
        };
        timer = setTimeout(() => resolve(null), seconds * 1000);
      });
      worker.postMessage({ code, exercise });
      return await Promise.race([answer, stopped]);
    } finally {
      clearTimeout(timer);
      made.then(({ worker }) => worker.terminate()).catch(() => {});
      spare = newWorker();
      spare.catch(() => (spare = null));
    }
  };
  return { answer: work(), stop };
}

// ---- the exercise ----------------------------------------------------------------------------

export default {
  render: ui.figure("Exercise", ({ model, el }) => {
    const entry = ui.progress(model.get("name"));
    const stub = model.get("stub");
    const verdict = ui.verdict();
    const output = ui.el("pre", { class: "cnn-output", tabindex: "0", "aria-label": "Printed" });
    const printed = ui.el("div", { class: "cnn-printed" }, ui.el("p", {}, "Printed"), output);
    const detail = ui.el("pre", { class: "cnn-case", tabindex: "0", "aria-label": "The case" });
    const details = ui.el("details", {}, ui.el("summary", {}, "Show the case"), detail);
    const solved = ui.el("span", { class: "cnn-solved" }, "✓ solved");
    solved.hidden = !entry.read().solved;
    printed.hidden = details.hidden = true;

    const code = codeField({
      label: `Your code: ${model.get("title")}`,
      text: entry.read().draft ?? stub,
      onInput: (text) => {
        entry.draft(text === stub ? undefined : text);
        reset.disabled = text === stub;
      },
      onRun: () => run(),
      onLeave: () => start.focus(),
    });

    let current = null;
    const running = (job) => {
      current = job;
      stop.disabled = !job;
      start.disabled = Boolean(job);
    };
    const tell = (piece) => {
      output.append(piece);
      printed.hidden = false;
    };
    const show = ({ outcome, label, sentence, detail: text = "" }) => {
      verdict.show({ outcome, label, sentences: [sentence] });
      detail.textContent = text;
      details.hidden = !text;
      details.open = false;
      const right = outcome === "correct";
      if (right) solved.hidden = false;
      if (["correct", "almost", "wrong"].includes(outcome)) entry.record(right);
    };
    async function run() {
      if (current) return;
      verdict.show({ outcome: "running", label: "", sentences: ["Running …"] });
      const hadFocus = document.activeElement === start;
      output.textContent = "";
      printed.hidden = true;
      const job = runPython(code.text(), model.get("exercise"), model.get("seconds"), tell);
      running(job);
      if (hadFocus) stop.focus();
      try {
        show((await job.answer) ?? model.get("tooSlow"));
      } catch (error) {
        show({ outcome: "refused", label: "", sentence: error.message });
      }
      const stopHadFocus = document.activeElement === stop;
      running(null);
      if (stopHadFocus || hadFocus) start.focus();
    }
    const start = ui.button("Run", run, { class: "cnn-button cnn-primary" });
    const stop = ui.button("Stop", () => current?.stop(), { disabled: true });
    const reset = ui.button("Back to the start", () => code.replaceAll(stub));
    reset.disabled = code.text() === stub;

    // The title stands above the text of the exercise, in the same box.
    const level = `Level ${model.get("level")} · ${model.get("kind")}`;
    const heading = ui.el("p", { class: "cnn-heading" });
    heading.append(ui.el("span", { class: "cnn-level" }, level), solved);
    const keys = ui.el("span", { class: "cnn-keys" }, "Ctrl + Enter runs, Escape leaves the code");
    const buttons = ui.el("div", { class: "cnn-buttons" }, start, stop, reset, keys);
    el.append(heading, code.node, buttons, printed, verdict.node, details);
    return () => current?.stop();
  }),
};
