// The furniture of a figure: what is asked of a window that stops along a strip, and what is said of
// each attempt. `of(state)` is what `stopsOn` gives, with the setting that it came from.
Object.assign(
  ui,
  (() => {
    const { counted, listed } = ui;
    const solved = (text) => ({ done: true, text });
    const wrong = (text) => ({ text });

    /** Outputs that lie between two cells. */
    const modes = {
      asks: (n) =>
        `Make ${n} outputs of ${n} numbers, and none of them may stand right under a number: ` +
        "each lies between two cells.",
      judge({ size, kernel, mode, stops, zeros }) {
        const out = `${stops.length} out`;
        if (kernel === 1) {
          return wrong(
            `${out}, in every mode; but a window of 1 puts each right under its number.`,
          );
        }
        if (mode !== "same") {
          const lies = kernel % 2 ? ":" : ", and they do lie between two cells. But";
          const why = { valid: "leaves out each stop that hangs over", full: "counts every touch" };
          return wrong(`${out}${lies} ${mode} ${why[mode]}; it must be ${size}.`);
        }
        if (kernel % 2) {
          const middle = `a window of ${kernel} has a middle, and the output stands right under it`;
          return wrong(`${out}, as it should be; but ${middle}.`);
        }
        const half =
          kernel === 2 ? "one zero cannot be halved" : `${kernel - 1} zeros have no half`;
        const ends = `${zeros[0]} before, ${zeros[1]} after. That is why most kernels are odd.`;
        return solved(`A window of ${kernel} has no middle, and ${half}: ${ends}`);
      },
    };

    /** Three stops that leave one cell unread. */
    const rest = {
      asks: (n) => `From ${n} make 3, and leave exactly one cell unread.`,
      judge({ size, kernel, stride, stops, unread, leftOver }) {
        const all = `${counted(stops.length, "stop")}, and every cell is read`;
        const struck = `Unread: ${listed(unread)}`;
        if (!unread.length && !leftOver) return wrong(`${all}.`);
        if (!unread.length) return wrong(`${all}: what is left over is only zeros.`);
        if (stride > kernel) {
          return wrong(`${struck}. The steps are longer than the window: gaps, not a remainder.`);
        }
        const three = stops.length === 3;
        if (!three) return wrong(`${struck}. But there must be three stops, not ${stops.length}.`);
        if (unread.length > 1) return wrong(`Three stops. ${struck}: too many.`);
        const over = `${size} − ${kernel} = ${size - kernel} leaves ${leftOver} over.`;
        const pools = "So the last row and column vanish in every pool 2 of an odd map: 11 → 5";
        return solved(`${over} ${pools} in the digit reader.`);
      },
    };

    /** Every odd cell, no even one: the dilation and the stride must share the factor 2. */
    const dilation = {
      asks: (n) => `From ${n} cells make 3 outputs that read every odd cell and no even one.`,
      judge({ size, kernel, stride, dilation: apart, stops, unread }) {
        const out = counted(stops.length, "output");
        const even = Math.floor(size / 2) > unread.filter((cell) => cell % 2 === 0).length;
        const left = unread.filter((cell) => cell % 2);
        if (even && kernel === 1) {
          return wrong(`One weight, and stops ${stride} apart: they meet even cells, too.`);
        }
        if (even && apart === 1) {
          return wrong(
            "Even cells are read, too: the weights are neighbors. Drag the second away.",
          );
        }
        if (even && apart % 2) {
          return wrong(`Weights ${apart} apart: from an odd cell that leads to an even one.`);
        }
        if (even) {
          const next = `the next stop begins ${stride} further on, at an even one`;
          return wrong(`Each stop keeps to every second cell, but ${next}.`);
        }
        if (left.length) {
          const are = `${listed(left)} ${left.length > 1 ? "are" : "is"} left`;
          return wrong(`Only odd cells are read, but not all of them: ${are}.`);
        }
        if (stops.length !== 3) {
          return wrong(
            `Every odd cell and no even one; but in ${out}. Let the window reach further.`,
          );
        }
        const why = "The dilation and the stride are both even: no stop ever meets an even cell.";
        return solved(`${why} With stride 1 the next stop would read what this one skips.`);
      },
    };

    /** One zero, and at which end. */
    const ends = {
      asks: () => "Make 4 outputs with a single zero, and let the first output still be 6.",
      judge({ zeros, stops, unread }) {
        const out = counted(stops.length, "output");
        const sums = stops.map(({ sum }) => sum).join(", ");
        const total = zeros[0] + zeros[1];
        if (!total) return wrong(`${out}: no stop reads ${listed(unread)}.`);
        if (total > 1) return wrong(`${out} with ${total} zeros: one is enough.`);
        if (zeros[0]) return wrong(`${out}, but every window has moved back by one: ${sums}.`);
        const same = "TensorFlow's SAME does just this: a zero without a partner goes after.";
        return solved(`${sums}. ${same} In front it would have changed every number.`);
      },
    };

    /** The task of a figure with these traits, if its strip allows one. */
    function sizeTask(get) {
      const is = (values) => Object.entries(values).every(([name, value]) => get(name) === value);
      if (get("mode")) return modes;
      if (get("controls").includes("dilation")) return is({ size: 9 }) ? dilation : null;
      if (!get("controls").includes("after")) return rest;
      return is({ size: 8, kernel: 3, stride: 2 }) ? ends : null;
    }

    return { sizeTask };
  })(),
);
