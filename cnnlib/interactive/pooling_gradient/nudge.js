// Of PoolingGradient: a cell is nudged, and what its gradient promised stands beside what happened.
//
// Declares one name, `poolingNudge`.
const poolingNudge = (() => {
  const { el, formatNumber } = ui;
  const ROWS = { promised: "∂X promises", happened: "Σ ∂Y·Y changes by" };
  const brief = (value) => formatNumber(value, 2, 1);
  const signed = (value) => (brief(value) === "0" ? "0" : (value > 0 ? "+" : "") + brief(value));

  /**
   * `show` takes { place, value, nudge, promised, happened, largest, isTie }: the cell in words and
   * its number, −1, 0 or 1 steps, what came of them, the largest of the gradients that can arrive.
   */
  function panel({ step, onNudge }) {
    const options = [-1, 0, 1].map((way) => [way, signed(way * step)]);
    const choice = ui.choice({ label: "Nudge", options, onChange: onNudge });
    const where = el("span", { class: "pg-where" });
    const rows = Object.entries(ROWS).map(([name, words]) => {
      const [bar, number] = [el("i"), el("b")];
      const track = el("span", { class: "pg-track", "aria-hidden": "true" }, bar);
      const row = el("p", { class: "pg-row", "data-name": name }, el("span", {}, words), track);
      row.append(number);
      return { name, bar, number, row };
    });
    const note = el("p", { class: "pg-note" });
    const head = el("div", { class: "cnn-bar" }, choice.node, where);
    const told = el("div", { role: "status" }, ...rows.map(({ row }) => row), note);
    const node = el("div", { class: "pg-nudge" }, head, told);

    function verdict({ nudge, promised, happened, isTie }) {
      if (!nudge) return "Press a number of X, then nudge it.";
      if (Math.abs(promised - happened) < 1e-9) return "As promised.";
      if (isTie) return "Not as promised: at a tie the gradient is right on one side only.";
      return "Not as promised: on the way another cell has taken over.";
    }

    function show(state) {
      const { place, value, nudge, largest } = state;
      choice.show(nudge);
      const [before, after] = [value, value + nudge * step].map((each) => formatNumber(each, 3, 9));
      where.textContent = `${place}: ${nudge ? `${before} → ${after}` : before}`;
      const full = Math.max(largest * step, ...rows.map(({ name }) => Math.abs(state[name]))) || 1;
      for (const { name, bar, number } of rows) {
        const [amount, part] = [state[name], (50 * Math.abs(state[name])) / full];
        bar.style.cssText = `left: ${amount < 0 ? 50 - part : 50}%; width: ${part}%`;
        bar.dataset.sign = amount < 0 ? "−" : "+";
        number.textContent = signed(amount);
      }
      note.textContent = verdict(state);
    }
    return { node, show };
  }

  return panel;
})();
