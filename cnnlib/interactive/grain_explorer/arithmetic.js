// What GrainExplorer shows, from its traits, how that is written, and what is asked.
const grains = (() => {
  const { formatNumber, fromNumbers } = ui;
  const LEVEL = 0.0455; // of the peak: what is above it is heard
  const [MOST, NEAR] = [1024, 6]; // grains that can be dropped one by one, layers seen in full
  const range = (count) => [...Array(count).keys()];
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const gcd = (a, b) => (b ? gcd(b, a % b) : a);

  /** How many paths lead to each place of each layer, from the unit itself down to `depth`. */
  function pilesOf(kernel, depth) {
    const piles = [[1]];
    for (let layer = 0; layer < depth; layer++) {
      const next = core.convolve1d(fromNumbers(piles.at(-1)), fromNumbers(kernel), "full");
      piles.push([...next.data]);
    }
    return piles;
  }

  /** The first and the last place above the threshold, counted from the left rim. */
  function heardOf(pile) {
    const level = LEVEL * Math.max(...pile);
    return [pile.findIndex((count) => count > level), pile.findLastIndex((count) => count > level)];
  }

  /** The hops of the first grains, path after path, a little less than two thirds of all apart. */
  function pathsOf(kernel, depth, total, dropped) {
    const ways = kernel.flatMap((count, i) => Array(count).fill(i - 1));
    let step = Math.max(1, Math.round(0.62 * total));
    while (gcd(step, total) > 1) step += 1;
    return range(Math.min(dropped, total)).map((grain) => {
      const number = ((grain + 1) * step) % total;
      return range(depth).map(
        (layer) => ways[Math.floor(number / ways.length ** layer) % ways.length],
      );
    });
  }

  /** All numbers of the figure. */
  function compute(get) {
    const [depth, kernel] = [get("depth"), get("kernel")];
    const piles = pilesOf(kernel, depth);
    const pile = piles.at(-1);
    const total = sum(kernel) ** depth;
    const grainy = depth <= NEAR && total <= MOST;
    const paths = grainy ? pathsOf(kernel, depth, total, get("dropped")) : [];
    const fallen = grainy ? pile.map(() => 0) : pile;
    for (const path of paths) fallen[depth + sum(path)] += 1;
    const rims = piles.map(heardOf);
    const [first, last] = rims.at(-1);
    const [field, heard] = [pile.length, last - first + 1];
    const all = sum(pile);
    const mean = sum(pile.map((count, i) => (count / all) * (i - depth)));
    const spread = sum(pile.map((count, i) => (count / all) * (i - depth - mean) ** 2));
    const reached = pile.filter((count) => count > 0).length;
    const sigma = Math.sqrt(Math.max(0, spread));
    const dropped = sum(fallen);
    const told = { depth, kernel, pile, fallen, dropped, field, heard, reached };
    const far = get("far") || depth > NEAR;
    const shown = { ...told, share: heard / field, sigma };
    return { shown, piles, rims, paths, total, grainy, far, mean };
  }

  // ---- how it is written ------------------------------------------------------------------------

  const above = (power) => [...String(power)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
  /** A count: 51, 3,486,784, 7.2 · 10²³. */
  function written(number) {
    if (number < 1e7) return number.toLocaleString("en-US");
    const power = Math.floor(Math.log10(number));
    return `${formatNumber(number / 10 ** power, 1)} · 10${above(power)}`;
  }
  const percent = (share) => `${formatNumber(100 * share, 0)} %`;

  // ---- what is asked ----------------------------------------------------------------------------

  const depths = {
    ask: "At which depth is the heard part for the first time less than half of the field?",
    judge({ shown: { depth, heard, field } }) {
      const part = `${heard} of ${field}`;
      if (depth === 15) {
        const text =
          "15 of 31. Pixels are whole, so it wavers: 16 layers hear 17 of 33. " +
          "From 17 layers on it stays below half.";
        return { done: true, text };
      }
      if (depth < 15) return { text: `${part} is still more than half.` };
      if (2 * heard < field) return { text: `${part}, yes, but not the first.` };
      return { text: `${part} is above half. But you have passed the first one.` };
    },
  };

  const kernels = {
    ask:
      "Make this unit hear more of its field than with 1 1 1, and to the left as far as to the " +
      "right. No pixel may be left out.",
    judge({ shown: { depth, kernel, heard, field, reached, pile }, mean, before }) {
      const [left, down, right] = kernel;
      const part = `${heard} of ${field}`;
      if (left === down && down === right) return { text: "" };
      if (Math.abs(mean) > 1e-9) {
        const way = mean < 0 ? "left" : "right";
        const pixels = ui.counted(Math.round(10 * Math.abs(mean)) / 10, "pixel");
        return { text: `It leans: the pile has moved to the ${way}, by ${pixels}.` };
      }
      if (reached < field) {
        const never = pile.filter((grainsThere) => grainsThere === 0).length;
        const none = `but on ${never} pixels no grain falls. A field is not a promise.`;
        return { text: `${part}, ${none}` };
      }
      if (down > left) {
        return { text: `${part}: the way down weighs more, and the pile is slimmer.` };
      }
      if (heard <= before) {
        return { text: `${part}, as before. It is the right way: the sides weigh more. Further.` };
      }
      const text = `${part} instead of ${before}, at depth ${depth}: steps to the side carry further.`;
      return { done: true, text };
    },
  };

  return { compute, depths, heardOf, kernels, percent, pilesOf, range, sum, written };
})();
