// Of PoolingGradient: the task, and what is said of each attempt.
//
// Declares one name, `poolingTask`.
const poolingTask = (() => {
  const SIDE = 4;
  const COUNTS = ["no", "one", "two", "three", "four"];
  const wrong = (text) => ({ text });

  /** Of a cell on the rim, in which windows it lies; of one in the middle nothing. */
  function rimOf(cell) {
    const [row, column] = [Math.floor(cell / SIDE), cell % SIDE];
    const [down, right] = [row, column].map((at) => [0, SIDE - 1].indexOf(at));
    if (down >= 0 && right >= 0) return "a corner lies in one window only";
    if (down >= 0) return `row ${row} lies in the two ${["upper", "lower"][down]} windows only`;
    if (right >= 0) {
      return `column ${column} lies in the two ${["left", "right"][right]} windows only`;
    }
    return null;
  }

  /** Of a cell that wins some of the four windows: how many, and why not the others. */
  function winsOf(cell, { winners, ties }, values) {
    const [won, lost] = [true, false].map((wins) =>
      [0, 1, 2, 3].filter((i) => (winners[i] === cell) === wins),
    );
    const tied = won.filter((i) => ties[i] > 1).length;
    const count = tied === won.length ? "" : `${COUNTS[tied]} `;
    const only = tied ? `, ${count}only by coming first` : "";
    const said = `it wins ${COUNTS[won.length]} window${won.length > 1 ? "s" : ""}${only}`;
    if (String(lost) === "3") return `${said}; the last still has its 5`;
    const rivals = [...new Set(lost.map((i) => values[winners[i]]))];
    const [equal, larger] = [false, true].map((is) =>
      rivals.filter((rival) => rival > values[cell] === is).map((rival) => `the ${rival}`),
    );
    const ends = ["comes first", larger.length > 1 ? "are larger" : "is larger"];
    const why = [equal, larger].map((each, i) => each.length && `${each.join(" and ")} ${ends[i]}`);
    return `${said}${won.length ? "; elsewhere" : ":"} ${why.filter(Boolean).join(", ")}`;
  }

  /** How it stands: { done, text }; `first` are the numbers with which it began. */
  function judge(shown, first) {
    const { dx, sent, pool, window, winners } = shown;
    const [values, arrived] = [shown.x.flat(), dx.flat()];
    const changed = values.flatMap((value, i) => (value === first[i] ? [] : [i]));
    const [cell] = changed;
    if (!changed.length) return wrong("");
    if (changed.length > 1) return wrong(`${changed.length} numbers are changed: one is enough.`);
    if (sent.length < winners?.length) return wrong("Let all four outputs send.");
    if (pool === "mean") return wrong("The mean shares: no cell gets all of it. Take max.");
    if (window === 2) return wrong("These windows share no cell: four cells win. Take window 3.");
    if (values[cell] < first[cell]) {
      const most = `The most that arrives in one cell is ${Math.max(...arrived)} of 10`;
      return wrong(`A smaller number wins no more windows. ${most}. Raise one.`);
    }
    const rim = rimOf(cell);
    const got = `${arrived[cell]} of 10`;
    if (rim) return wrong(`${got}: ${rim}.`);
    if (arrived[cell] < 10) return wrong(`${got}: ${winsOf(cell, shown, values)}.`);
    if (values[cell] > 5) {
      return wrong("All 10 arrive. But a tie would do: your cell comes before the 5.");
    }
    const why = "this cell lies in all four windows, and in a tie with the 5 it comes first";
    return { done: true, text: `1 + 2 + 3 + 4 = 10: ${why}.` };
  }

  return {
    judge,
    numbers: "1,3,2,0,2,3,1,4,0,1,2,2,1,0,2,5,1,2,3,4", // X and ∂Y for which these sentences hold
    asked:
      "Change one number of X so that all 10 arrive in one cell. " +
      "Which smallest whole number does it?",
  };
})();
