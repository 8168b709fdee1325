// What is said of the places at which a digit was let go, and of how many places have no misfit.
Object.assign(
  ui,
  (() => {
    const { movesOf, percent, placeOf } = ui;
    const PARTS = {
      1: "a quarter of a stride",
      2: "half a stride",
      3: "three quarters of a stride",
    };
    const WORDS = { 3: "Three", 5: "Five" };

    /** How far to the right and down, in words. */
    const placeWords = ([right, down]) =>
      !right && !down
        ? "At home"
        : `${Math.abs(right)} ${right < 0 ? "left" : "right"}, ${Math.abs(down)} ${down < 0 ? "up" : "down"}`;

    /** A move along one axis, in strides. */
    function strides(pixels, window, way) {
      const [whole, part] = [Math.floor(Math.abs(pixels) / window), Math.abs(pixels) % window];
      const rest = PARTS[(4 * part) / window];
      if (!part) return `${whole > 1 ? "two whole strides" : "a whole stride"} ${way}`;
      return whole ? `a stride and a half ${way}` : `${rest} ${way}`;
    }

    const capital = (text) => text[0].toUpperCase() + text.slice(1);

    /** Whether three of the places are not on one line. */
    const spread = (places) => {
      const [[x, y], ...others] = places.map(movesOf);
      const ways = others.map(([right, down]) => [right - x, down - y]);
      return ways.some(([a, b]) => ways.some(([c, d]) => a * d !== b * c));
    };

    /** How it stands after the digit was let go. */
    function judgePlace({ place, zeros, window, open, at }) {
      if (!open) return { text: "Two maps are still covered: turn them over first." };
      const [right, down] = movesOf(place);
      if (!at(place).isZero) {
        const moves = [
          [right, right < 0 ? "to the left" : "to the right"],
          [down, down < 0 ? "up" : "down"],
        ];
        const made = moves.filter(([n]) => n).map(([n, way]) => strides(n, window, way));
        const rule = made.length > 1 ? "both must be whole" : "it must be whole";
        return { text: `${capital(made.join(", "))}: ${rule}.` };
      }
      if (zeros.length < 3) return { text: `${zeros.length} of 3 places, home among them.` };
      if (!spread(zeros)) return { text: "Three places, but on one line: move the other way too." };
      return { text: "Three places, not on one line. Now the number: how many of the 81?" };
    }

    /**
     * How it stands after the number of places was given: { done, text, missed }. A wrong number is
     * refuted where one place does it; else the first is asked for one row, and only what is said
     * after `misses` wrong numbers helps to count it.
     */
    function judgeCount(count, { zeros, window, open, at, misses }) {
      if (!open) return { text: "Two maps are still covered: turn them over first." };
      if (zeros.length < 3 || !spread(zeros)) {
        return { text: "First find three such places, not on one line: home is one of them." };
      }
      const each = window === 2 ? 5 : 3;
      const kind = window === 2 ? "even" : "multiples of 4";
      const rule = `${WORDS[each]} of the nine numbers −4 … 4 are ${kind}`;
      if (count === each ** 2) {
        const text = `${rule}, and both ways must be: ${each} · ${each} = ${count}.`;
        return { done: true, text: `${text} In between, every pool shows another map.` };
      }
      const misfitAt = (...moves) =>
        `${placeWords(moves)} is among them, and there max has misfit ${percent(at(placeOf(...moves)).misfit[0])}.`;
      const refuted = {
        [81 - (9 - each) ** 2]: `One way is not enough: ${misfitAt(1, 0)}`,
        [9 * each]: `One way is not enough: ${misfitAt(1, 0)}`,
        40: `Half of them, a checkerboard? ${misfitAt(1, 0)}`,
        41: `You counted a checkerboard. ${misfitAt(1, 1)}`,
        81: `All of them? ${misfitAt(1, 0)}`,
        ...(window === 4 ? { 25: `That is for windows of 2. ${misfitAt(2, 0)}` } : {}),
      };
      const helped = {
        [Math.round(81 / window ** 2)]:
          `81 divided by ${window ** 2}? ${rule}, zero and both ends among them.`,
        [2 * each]: `Not ${each} and ${each}: each of these columns meets each of these rows.`,
        [2 * each - 1]:
          `${2 * each - 1} lie on the two lines through home; ` +
          `${placeWords([4, window])} is on neither.`,
        [(each - 1) ** 2]: "Zero is a whole number of strides, too: count its row and its column.",
        [each ** 2 - 1]: "Home is one of the 81 as well.",
      };
      const known = count < zeros.length ? `You have found ${zeros.length} already.` : null;
      const row = "Take the row of home first: at how many of its nine places are all misfits 0?";
      const places = `${WORDS[each].toLowerCase()} places in the row of home`;
      const rows = `${rule}: ${places}. In how many rows is it so?`;
      const text = refuted[count] ?? known ?? (misses ? (helped[count] ?? rows) : row);
      return { text, missed: true };
    }

    return { judgeCount, judgePlace, placeWords };
  })(),
);
