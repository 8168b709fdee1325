// PatternExplorer, first part: the network of a pattern, in numbers and in words.
const pattern = (() => {
  const [FIRST, MOST, WIDTH, ANSWERS] = [32, 512, 128, 10]; // maps, maps, units of dense layers

  const written = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  const percent = (share) => {
    const points = 100 * share;
    if (points > 0 && points < 1) return "less than 1 %";
    if (points < 100 && points > 99) return "more than 99 %";
    return `${Math.round(points)} %`;
  };
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  /** All that the figure shows, from its traits; an error if a pool has no room. */
  function compute(get) {
    const [blocks, dense, side] = ["blocks", "dense", "side"].map(get);
    const pools = blocks.map((_, block) => get("pools")[block] ?? 1);
    if (!blocks.length && !dense) {
      throw new Error("A network needs a layer: this was the last one.");
    }
    const layers = [];
    let [maps, wide] = [side === 28 ? 1 : 3, side];
    const add = (kind, count, parameters, block) =>
      layers.push({ kind, maps: (maps = count), side: wide, parameters, block });
    const convolve = (count, block) => add("conv", count, 9 * maps * count + count, block);
    blocks.forEach((count, block) => {
      const most = Math.min(FIRST * 2 ** block, MOST);
      const isLast = !dense && block === blocks.length - 1;
      for (let i = 1; i <= count; i++) convolve(isLast && i === count ? ANSWERS : most, block);
      if (!pools[block]) return;
      if (wide < 2) {
        throw new Error(`Block ${block + 1} is left with maps of 1×1: a pool of 2×2 has no room.`);
      }
      wide = Math.floor(wide / 2);
      add("pool", maps, 0, block);
    });
    let reads = maps * wide * wide;
    wide = 1;
    for (let left = dense; left > 0; left--) {
      const count = left > 1 ? WIDTH : ANSWERS;
      add("dense", count, reads * count + count, null);
      reads = count;
    }
    const sum = (some) => some.reduce((total, { parameters }) => total + parameters, 0);
    const total = sum(layers);
    const share = sum(layers.filter(({ kind }) => kind === "dense")) / total;
    const mine = { blocks, pools, dense };
    const known = get("known").filter((each) =>
      Object.entries(mine).every(([name, value]) => same(each[name], value)),
    );
    return { ...mine, side, layers, total, share, known };
  }

  /** The network as one sentence: equal blocks are written once, with how often they come. */
  function sentence({ blocks, pools, dense }) {
    const parts = blocks.map((count, block) => {
      const times = count > 1 ? `conv × ${count}` : "conv";
      return times + (pools[block] ? " + pool" : "");
    });
    const runs = [];
    for (const part of parts) {
      if (runs.at(-1)?.part === part) runs.at(-1).times += 1;
      else runs.push({ part, times: 1 });
    }
    const texts = runs.map(({ part, times }) => {
      const grouped = times > 1 || part.includes("+") ? `(${part})` : part;
      return times > 1 ? `${grouped} × ${times}` : grouped;
    });
    const end = dense ? (dense > 1 ? `dense × ${dense}` : "dense") : "mean of each map";
    return [...texts, end].join(" → ");
  }

  /** The task: at most a tenth in dense layers. `before` is the state before the last change. */
  function judge(state, before) {
    const { dense, side, share, layers } = state;
    const now = percent(share);
    if (side !== 28) return { text: "The task is about pictures of 28 pixels." };
    if (dense < 2) {
      return { text: "You took a dense layer away. Keep both: what makes the first so large?" };
    }
    if (dense > 2) return { text: `A third dense layer: ${now} in them. Two are enough.` };
    if (share <= 0.1) {
      const last = layers.filter(({ kind }) => kind !== "dense").at(-1);
      const reads = last.maps * last.side ** 2;
      const text = `The first dense layer reads ${written(reads)} numbers now, and ${now} of all parameters are in dense layers.`;
      return { done: true, text };
    }
    const grew = before.share < share;
    if (grew && before.blocks.length > state.blocks.length) {
      return { text: `${now}: a block less, and the dense layer reads larger maps.` };
    }
    if (grew) return { text: `${now}: that made the dense layers' share larger.` };
    if (same(before.blocks, state.blocks) && same(before.pools, state.pools)) return { text: "" };
    const more = state.blocks.reduce((all, count) => all + count, 0);
    return more > 6
      ? { text: `${now}: more convolutions make their part larger. What makes the other smaller?` }
      : { text: `${now} in dense layers: on the way.` };
  }

  return { compute, judge, percent, same, sentence, written };
})();
