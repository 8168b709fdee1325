// What PoolingComb shows: a signal, pushed along, and what three pools report of it.
const combPools = (() => {
  const { formatShort: short } = ui;
  const [CELLS, WINDOWS, FIRST, FARTHEST] = [12, 6, 4, 3];
  const POOLS = ["max", "average", "max, then blur"];
  const MIDDLE = 2.1; // in units of the values, below the signal: the larger of two neighbors
  const NUMBERS = ["no", "one", "two", "three", "four", "five", "six"];
  const SOLVED = "From shift 0 one step to the left, no single bar does it.";
  const range = (count, from = 0) => [...Array(count).keys()].map((i) => i + from);
  const SHIFTS = range(2 * FARTHEST + 1, -FARTHEST);
  const total = (numbers) => numbers.reduce((sum, each) => sum + each, 0);
  const differ = (one, other) => Math.abs(one - other) > 1e-9;

  /** What a pool makes of the bars at a shift: its outputs, and the threads { x, y, to, weight }. */
  function pooled(bars, shift, pool) {
    const signal = range(CELLS).map((cell) => bars[cell - FIRST - shift] ?? 0);
    const pairs = range(WINDOWS).map((i) => signal.slice(2 * i, 2 * i + 2));
    const thread = (cell, weight) => {
      return { x: cell + 0.5, y: 0, to: cell >> 1, weight: signal[cell] ? weight : 0 };
    };
    if (pool === "max") {
      const winners = pairs.map(([one, other], i) => 2 * i + (other > one ? 1 : 0));
      const threads = winners.map((cell) => thread(cell, 1));
      return { outputs: pairs.map((pair) => Math.max(...pair)), winners, threads };
    }
    if (pool === "average") {
      const threads = range(CELLS).map((cell) => thread(cell, 0.5));
      return { outputs: pairs.map((pair) => total(pair) / 2), threads };
    }
    const larger = range(CELLS).map((cell) => Math.max(signal[cell], signal[cell + 1] ?? 0));
    const threads = range(WINDOWS).flatMap((to) =>
      [-1, 0, 1].map((step) => {
        const value = larger[2 * to + step] ?? 0;
        const weight = step ? 0.25 : 0.5;
        const share = value * weight;
        return { x: 2 * to + step + 1, y: MIDDLE, to, share, weight: value ? weight : 0 };
      }),
    );
    const outputs = range(WINDOWS).map((i) =>
      total(threads.filter(({ to }) => to === i).map(({ share }) => share)),
    );
    return { outputs, threads, larger: larger.slice(0, -1) };
  }

  /** All that the figure shows, from its traits. */
  function compute(get) {
    const [bars, shift, pool] = ["bars", "shift", "pool"].map(get);
    const now = pooled(bars, shift, pool);
    const seen = new Set([...get("visited"), shift]);
    const visited = SHIFTS.filter((each) => seen.has(each));
    const sumsOf = (each) => SHIFTS.map((by) => total(pooled(bars, by, each).outputs));
    const all = POOLS.flatMap(sumsOf); // on one scale, whatever the pool
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const heightOf = (sum) => 0.5 + (sum - (low + high) / 2) / Math.max(high - low, 3);
    const sums = sumsOf(pool).map((sum) => ({ sum, height: heightOf(sum) }));
    const home = pooled(bars, 0, pool).outputs;
    const moved = Math.trunc(shift / 2); // by so many whole windows
    const changes = now.outputs.map((value, i) => Math.abs(value - (home[i - moved] ?? 0)));
    const [others, largest] = [changes.map((change) => differ(change, 0)), Math.max(...changes)];
    const own = { bars, shift, pool, ...now, visited, sums, home, moved, others, largest };
    return { ...own, sum: total(now.outputs) };
  }

  /** The shift, what is reported, and what has become of the list of shift 0. */
  function sentence({ shift, outputs, moved, others, largest, sum }) {
    const changed = others.filter(Boolean).length;
    const way = `one place to the ${moved > 0 ? "right" : "left"}`;
    const same = moved ? `the list of shift 0, ${way}` : "the same list as at shift 0";
    const from = moved ? `shift 0, moved one place ${moved > 0 ? "right" : "left"}` : "shift 0";
    const differs = changed === 1 ? "differs by" : "differ by at most";
    const other = `${NUMBERS[changed]} of the six ${differs} ${short(largest)} from ${from}`;
    const said = changed ? other : same;
    const list = outputs.map(short).join(" ");
    return `Shift ${short(shift)}. Outputs ${list}${shift ? `: ${said}` : ""}. Sum ${short(sum)}.`;
  }

  /** How the task stands: { done, text }; `first` are the bars before anything was changed. */
  function judge({ bars, pool }, first) {
    const changed = range(bars.length).filter((i) => bars[i] !== first[i]);
    if (!changed.length) return { text: "" };
    if (pool !== "max") return { text: "The task is about the max pool." };
    if (changed.length > 1) {
      return {
        text: `${changed.length > 2 ? "Three" : "Two"} bars are changed; one alone does it.`,
      };
    }
    const [before, after] = [0, 1].map((by) => pooled(bars, by, pool).outputs.slice(2, 4));
    const [a, b, c] = bars.map(short);
    const [isLeft, isRight] = before.map((value, i) => value === after[i]);
    if (isLeft && isRight) {
      const won = `The ${b} wins in neither window, ${a} and ${c} stay in theirs.`;
      const tied = `At shift 1 two bars of ${b} tie: whichever wins, ${a} and ${c} are reported.`;
      return { done: true, text: `${b === c ? tied : won} ${SOLVED}` };
    }
    if (isLeft && changed[0] === 1) {
      return { text: `Nearly: the ${b} wins in the next window as well, 2 becomes ${b}.` };
    }
    if (isLeft) return { text: "The 5 still crosses into the next window: there 2 becomes 5." };
    if (isRight) {
      const left = "The left one falls from 5 to 3: its winner has left.";
      return { text: `The right window agrees now. ${left}` };
    }
    const [one, other] = before.map((value, i) => `${short(value)} becomes ${short(after[i])}`);
    return { text: `Both windows report something else: ${one}, and ${other}.` };
  }

  /** What is said of a task that the bars `solved` have solved, whatever is shown now. */
  function afterwards({ bars, pool }, first, solved) {
    const now = judge({ bars, pool }, first);
    if (now.done) return `Solved. ${now.text}`;
    const [before, after] = [0, 1].map((by) => pooled(bars, by, pool).outputs);
    const count = before.filter((value, i) => differ(value, after[i])).length;
    const list = (numbers) => numbers.map(short).join(", ");
    const changes = `the step changes ${NUMBERS[count]} output${count === 1 ? "" : "s"}`;
    return `Solved with ${list(solved)}. Now, with ${list(bars)} (${pool}), ${changes}.`;
  }

  const words = { afterwards, judge, sentence };
  return { CELLS, FARTHEST, FIRST, POOLS, SHIFTS, WINDOWS, compute, range, ...words };
})();
