// The task "bug": one of five answers. None is judged before the reader has looked at the curve, and
// checked the gradients; they may begin anew in between.
const labSuspects = (() => {
  const { el } = ui;

  /** `getTask()` gives the figure's task, which is made after its choice. */
  function choice(figure, getTask) {
    const { get, set } = figure;
    let right = null; // once it is named
    let seen = { bug: null }; // of the bug that is hidden
    const isDone = () => "done" in getTask().node.dataset;
    const made = ui.choice({ label: "It is", options: labTasks.BUGS, onChange });
    const more = ui.button("Hide another", another, { class: "cnn-button tl-more" });

    function onChange(named) {
      if (isDone()) {
        made.show(right); // it has been said
        return;
      }
      const verdict = labTasks.name(named, get("bug"), seen);
      getTask().show(verdict);
      if (verdict.early) made.show(null); // so that one may say the same again
      if (verdict.done) right = named;
      more.hidden = !isDone();
    }

    function another() {
      getTask().reset();
      set({ bug: labTasks.after(get("bug")) });
    }

    /** For another answer, or the same again; one that was right stays. */
    function clear() {
      if (isDone()) return;
      right = null;
      made.show(null);
      more.hidden = true;
    }

    /** A run stands at this step. */
    function train({ bug, step }) {
      if (seen.bug !== bug) seen = { bug, steps: 0, checked: false };
      seen.steps = Math.max(seen.steps, step);
    }

    function check(isMeasured) {
      seen.checked ||= isMeasured;
      clear();
    }

    const forget = () => (seen = { bug: null });
    return { node: el("div", { class: "cnn-bar" }, made.node, more), check, clear, forget, train };
  }

  return { choice };
})();
