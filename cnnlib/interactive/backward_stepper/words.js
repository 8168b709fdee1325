// The line below BackwardStepper's grids, as parts for a `roleLine`, and what is heard.
const backwardWords = (() => {
  const { el, formatNumber } = ui;
  const { split } = backward;
  const NAMES = { dx: "∂X", dw: "∂W" };
  const factor = (value) => (value < 0 ? `(${formatNumber(value)})` : formatNumber(value));
  const listed = (rows) =>
    `[${rows.map((row) => row.map((v) => formatNumber(v)).join(" ")).join("; ")}]`;
  const more = (...words) => el("span", { class: "bs-more" }, " ", ...words); // a line of its own

  /** The sum that stands in the cell in focus. */
  function sumOf({ told, pools }) {
    const { terms, view, stride, pushed } = told;
    const [grid, row, column] = told.focus;
    const name = `${NAMES[grid]} row ${row}, column ${column}`;
    if (!terms.length) {
      const never = pools ? "it won no window" : "no window reached it";
      return [`${name}: ${pushed.length < 4 ? "nothing has come here yet" : never}.`];
    }
    const role = grid === "dw" ? "input" : "kernel";
    const parts = terms.flatMap(([gradient, other], i) => [
      ...(i ? [" + "] : []),
      ["gradient", factor(gradient)],
      "\u2009·\u2009",
      [role, factor(other)],
    ]);
    const total = terms.reduce((sum, [gradient, other]) => sum + gradient * other, 0) + 0;
    const sum = [`${name} = `, ...parts, " = ", el("strong", {}, formatNumber(total))];
    if (view === "turn") return [...sum, more("The same number as by pushing.")];
    if (terms.length < 4 || pools) return sum;
    if (grid === "dw") return [...sum, more("One weight, used at four positions: a sum.")];
    const met = terms.map(([, weight]) => formatNumber(weight)).join(", ");
    return stride > 1 ? sum : [...sum, more(`∂Y met ${met}: W, read backwards.`)];
  }

  /** Of the cell in focus, or of the output `last` that has just pushed. */
  function line(state, last) {
    if (state.told.focus) return sumOf(state);
    if (last === undefined) {
      return [
        "Press an output: it pushes its gradient back.",
        more("Then press a cell of ∂X or ∂W: who came here?"),
      ];
    }
    const gradient = state.gradient(last);
    const pushed = ["gradient", formatNumber(gradient)];
    if (!gradient) return [pushed, " times anything is 0: this output pushes nothing."];
    if (state.pools) return [pushed, " goes to the largest cell of its window, and nowhere else."];
    const onto = [" × its ", ["input", "patch of X"], " is added to ∂W."];
    const sign = el("b", { "data-role": "gradient" }, formatNumber(gradient));
    const kernel = el("b", { "data-role": "kernel" }, "W");
    return [pushed, ...onto, more(sign, " × ", kernel, " is added to its window of ∂X.")];
  }

  function heard(state, last, written) {
    if (state.told.view === "hand") return "By hand: a field for each cell of ∂X and ∂W.";
    if (last === undefined) return written;
    const [row, column] = split(last);
    const gradient = state.gradient(last);
    const who = `Push of output row ${row}, column ${column}, gradient ${formatNumber(gradient)}`;
    if (state.pools || !gradient) return `${who}: ${written}`;
    const times = (rows) => listed(rows.map((each) => each.map((value) => value * gradient)));
    return `${who}: ${times(state.patch(last))} added to ∂W, ${times(state.told.w)} to ∂X.`;
  }

  return { heard, line };
})();
