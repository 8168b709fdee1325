// The furniture of a figure, last part: what is asked and said, and what a browser keeps of it.
Object.assign(
  ui,
  (() => {
    const { el, put } = ui;

    /**
     * A polite live region; `say` waits until the reader pauses, so that a drag is not a flood, and
     * `flush` does not: paper does not wait.
     */
    function liveRegion(properties = {}) {
      const node = el("p", {
        class: "cnn-live",
        role: "status",
        "aria-live": "polite",
        ...properties,
      });
      let timer, waiting;
      const say = (text, delay = 150) => {
        clearTimeout(timer);
        waiting = text;
        timer = setTimeout(flush, delay);
      };
      function flush() {
        clearTimeout(timer);
        if (waiting !== undefined) put(node, waiting);
      }
      return { node, say, flush };
    }

    /** The figure's task: `show({ done, text })` says how it stands; once done it stays done. */
    function task(...words) {
      const said = el("p", { class: "cnn-verdict", role: "status" });
      const node = el(
        "div",
        { class: "cnn-task" },
        el("strong", {}, "Your task. "),
        ...words,
        said,
      );
      const show = ({ done = false, text }) => {
        if (done) node.dataset.done = "";
        said.textContent = done ? `Solved. ${text}` : text;
      };
      const reset = () => {
        delete node.dataset.done;
        said.textContent = "";
      };
      /** It was solved before: so it stays, until it is reset. */
      const recall = () => {
        node.dataset.done = "";
        said.textContent = "Solved on an earlier visit. Press Reset to do it again.";
      };
      return { node, show, reset, recall };
    }

    /** Text with code in `backticks`, as nodes to append. */
    function inline(text) {
      return text.split("`").map((part, i) => (i % 2 ? el("code", {}, part) : part));
    }

    const MARKS = { correct: "✓", almost: "≈", wrong: "✗", "not attempted": "…" };

    /** What is said to an answer: a polite live region with `show({ outcome, label, sentences })`. */
    function verdict() {
      const node = el("div", { class: "cnn-said", role: "status", "aria-live": "polite" });
      const show = ({ outcome, label, sentences }) => {
        node.dataset.outcome = outcome;
        const lines = sentences.map((sentence) => el("p", {}, ...inline(sentence)));
        const mark = el("span", { "aria-hidden": "true" }, MARKS[outcome] ?? "");
        if (label) lines[0].prepend(el("strong", {}, mark, ` ${label}. `));
        node.replaceChildren(...lines);
      };
      return { node, show };
    }

    const PROGRESS = "sliding-window/1/"; // local storage of a file:// page is shared by all of them

    const CHANGED = "cnnlib-progress"; // told to the window, where every figure of the page hears it
    let telling = false;

    /** Tell all who watch, once for many changes in a row. */
    function tellChange() {
      if (telling) return;
      telling = true;
      queueMicrotask(() => {
        telling = false;
        window.dispatchEvent(new CustomEvent(CHANGED));
      });
    }

    const isAnswer = (value) =>
      Array.isArray(value) &&
      value.length <= 20 &&
      value.every((part) => typeof part === "string" && part.length <= 1000);

    /**
     * What this browser keeps about one exercise: { solved, tries, draft, answer }, where `answer` is
     * the last right answer to a question, as texts. Never throws.
     */
    function progress(name) {
      const raw = () => {
        try {
          return JSON.parse(localStorage.getItem(PROGRESS + name));
        } catch {
          return null;
        }
      };
      const valid = (value) => {
        const { solved, tries, draft, answer } = typeof value === "object" && value ? value : {};
        return {
          solved: solved === true,
          tries: Number.isInteger(tries) && tries >= 0 && tries <= 1e6 ? tries : 0,
          draft: typeof draft === "string" && draft.length <= 20000 ? draft : undefined,
          answer: isAnswer(answer) ? answer : undefined,
        };
      };
      const read = () => valid(raw());
      const write = (value) => {
        try {
          localStorage.setItem(PROGRESS + name, JSON.stringify(value));
        } catch {
          // Full, or refused by the browser: the exercise works, only nothing is kept.
        }
      };
      return {
        raw,
        read,
        draft: (draft) => write({ ...read(), draft }),
        record(right, answer) {
          const { solved, tries, answer: last, ...rest } = read();
          const kept = right ? answer : last;
          const entry = { ...rest, solved: solved || right, tries: tries + 1, answer: kept };
          write(entry);
          if (entry.solved) solvedHere.set(name, entry);
          tellChange();
        },
        merge(value) {
          const [here, there] = [read(), valid(value)];
          const unknown = typeof value === "object" ? value : {}; // fields of a later version are kept
          write({
            ...unknown,
            solved: here.solved || there.solved,
            tries: Math.max(here.tries, there.tries),
            draft: here.draft ?? there.draft,
            answer: here.answer ?? there.answer,
          });
          tellChange();
        },
        remove() {
          try {
            localStorage.removeItem(PROGRESS + name);
          } catch {
            // Nothing was kept.
          }
          solvedHere.delete(name);
          tellChange();
        },
      };
    }

    // A tab that writes in the same moment has not seen yet that something was solved here: it comes
    // back. What was cleared there stays cleared.
    const solvedHere = new Map();
    window.addEventListener("storage", ({ key, newValue }) => {
      if (!key?.startsWith(PROGRESS)) return;
      const name = key.slice(PROGRESS.length);
      if (newValue === null) solvedHere.delete(name);
      else if (solvedHere.has(name) && !progress(name).read().solved) {
        progress(name).merge(solvedHere.get(name));
      }
    });

    /** All names under which something is kept, also those that the book does not know. */
    progress.names = () => {
      try {
        const keys = Object.keys(localStorage).filter((key) => key.startsWith(PROGRESS));
        return keys.map((key) => key.slice(PROGRESS.length));
      } catch {
        return [];
      }
    };
    /** Run `changed` whenever something is recorded, here or in another tab; gives a way to stop. */
    progress.watch = (changed) => {
      // A page that comes back from the history has missed what happened meanwhile.
      const events = [CHANGED, "storage", "pageshow"];
      for (const name of events) window.addEventListener(name, changed);
      return () => events.forEach((name) => window.removeEventListener(name, changed));
    };
    /** Whether what is recorded here will be there at the next visit. */
    progress.available = () => {
      try {
        const probe = `${PROGRESS}-`;
        localStorage.setItem(probe, probe);
        const kept = localStorage.getItem(probe) === probe;
        localStorage.removeItem(probe);
        return kept && localStorage instanceof Storage; // and not a stand-in
      } catch {
        return false;
      }
    };

    return { inline, liveRegion, progress, task, verdict };
  })(),
);
