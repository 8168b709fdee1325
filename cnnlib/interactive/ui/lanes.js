// The furniture of a figure: lanes of bars on one scale, and bars that only stand there.
//
// The style places everything, in units of the values: `--scale`, of whatever holds the lanes, says
// how much of its room a unit takes, `--columns` how many places there are side by side.
//
// Several lanes share a unit (`fitLanes`). It stays as long as it can: first the line of zero of a
// lane moves with what the lane holds, so that its room is where its bars are.
Object.assign(
  ui,
  (() => {
    const { appears, el, fitText, formatNumber, tint } = ui;
    const GLYPHS = { 1: "⅛", 2: "¼", 3: "⅜", 4: "½", 5: "⅝", 6: "¾", 7: "⅞" };

    /** A number in few characters: −½, ⅜, 2.5; sixty-fourths with all their decimals, 0.0625. */
    function formatShort(value) {
      const glyph = GLYPHS[Math.abs(value) * 8];
      if (glyph) return (value < 0 ? "−" : "") + glyph;
      return formatNumber(value, Number.isInteger(64 * value) ? 6 : 3);
    }

    function lane(properties, range) {
      const node = el("div", { class: "cnn-lane", ...properties });
      putZero(node, range);
      return node;
    }

    function putZero(node, [down, up]) {
      node.style.setProperty("--down", down);
      node.style.setProperty("--up", up);
    }

    /** Where the line of zero of a lane lies, above its lower edge; null if its values do not fit. */
    function zeroOf({ range: [down, up], free, values }, scale) {
      const reach = (sign) => scale * Math.max(0, ...values.map((value) => sign * value));
      const [least, above] = [-1, 1].map((sign) => Math.max(free.across, free.end + reach(sign)));
      const most = down + up - above;
      return least > most ? null : Math.min(most, Math.max(least, down));
    }

    /**
     * Let each of these lanes, `room(values)` of a piece, hold its values: its line of zero moves if it
     * must. Gives the `--scale` of all of them, the largest of 1, ¾, ½, ⅜, ¼ … at which they fit.
     */
    function fitLanes(lanes, step = 0) {
      const scale = (step % 2 ? 0.75 : 1) / 2 ** Math.floor(step / 2);
      const zeros = lanes.map((each) => zeroOf(each, scale));
      if (zeros.includes(null)) return fitLanes(lanes, step + 1);
      lanes.forEach(({ node, range: [down, up] }, i) =>
        putZero(node, [zeros[i], down + up - zeros[i]]),
      );
      return scale;
    }

    const fillBar = (node, value) => {
      tint(node, value, Math.abs(value) || 1); // its length says how much it is
      node.style.setProperty("--value", value);
    };

    /**
     * Bars that only stand there, each with its number and its place, the first one in column `from`.
     * `show` takes the values, null for one that is not known, and the place that is marked.
     */
    function standing({ role, range, from = 0, text = formatShort }) {
      const node = lane({ "data-role": role, "data-standing": true, "aria-hidden": true }, range);
      let made = [];

      function build(_, index) {
        const bar = el("i", { class: "cnn-fill" });
        const label = el("span", { class: "cnn-bar-text" });
        const tick = el("span", { class: "cnn-tick" }, String(index));
        const column = el("div", { class: "cnn-column" }, bar, label, tick);
        column.style.gridColumn = index + from + 1;
        return { column, bar, label };
      }

      function show(values, here) {
        if (made.length !== values.length) {
          made = values.map(build);
          node.replaceChildren(...made.map(({ column }) => column));
        }
        made.forEach(({ column, bar, label }, i) => {
          fillBar(bar, values[i] ?? 0);
          label.textContent = values[i] === null ? "·" : text(values[i]);
          fitText(label);
          column.toggleAttribute("data-below", values[i] < 0);
          column.toggleAttribute("data-here", i === here);
        });
        const isLong = ({ label }) => /\d\D|.{3}/.test(label.textContent); // 1⅓ is, −1 is not
        node.toggleAttribute("data-long", made.some(isLong));
      }

      /** The tweens of a bar that comes up from the line of zero. */
      const grows = (i, delay, beat) => [
        [made[i].bar, [{ transform: "scaleY(0)" }, { transform: "none" }], delay, beat],
        appears(made[i].label, delay + beat / 2, beat / 2),
      ];
      /** A copy of a bar as it is now. */
      const remains = (i) => {
        const { bar, label } = made[i];
        const copies = [bar.cloneNode(), label.cloneNode(true)];
        copies[1].style.top = getComputedStyle(label).top;
        return el("span", { class: "cnn-remains" }, ...copies);
      };
      return { node, show, grows, remains, column: (i) => made[i].column };
    }

    /** The scale, 1, ½, ¼ …, at which the values of lanes whose zeros stay fit their rooms. */
    function fittingScale(rooms, values) {
      const fits = (scale) =>
        Object.entries(rooms).every(([name, [down, up]]) =>
          values[name].every((value) => value * scale <= up && value * scale >= -down),
        );
      let scale = 1;
      while (!fits(scale)) scale /= 2;
      return scale;
    }

    return { fillBar, fitLanes, fittingScale, formatShort, lane, standing };
  })(),
);
