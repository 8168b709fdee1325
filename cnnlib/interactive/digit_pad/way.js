// The open cell and the way to it: from a map or a bar down to the pixels, and the lens on it.
const padWay = (() => {
  /** `maps` are those of the layers, `board` is the pad, `made` what the layers made. */
  function way({ figure, made, maps, board }) {
    const { get, set } = figure;
    let [path, picked] = [[], null]; // the cells above, and the channel that was brought up
    const lens = padLens.lens({
      onCell: (row, column) => set({ row, column }),
      onDown,
      onBack: (place) => open(path[place], path.slice(0, place)),
      onClose: close,
      onPick(channel) {
        picked = channel;
        figure.refresh();
      },
    });

    /** The open cell, or null. */
    function cell() {
      const [layer, channel, row, column] = ["layer", "channel", "row", "column"].map(get);
      return layer && padCells.within({ layer, channel, row, column });
    }

    function open(next, before = []) {
      [path, picked] = [before, null];
      const from = boxOf(next.layer);
      set(next, () => lens.way(from));
    }

    /** Where the windows of a layer come from: a tile of the maps below, or the pad. */
    function boxOf(layer) {
      const below = { conv2: 0, conv3: 1, dense1: 2, dense2: 3 }[layer];
      const node = below === undefined ? board.node : maps[below].sheet;
      const area = node.getBoundingClientRect();
      return (channel) => (below === undefined ? area : maps[below].boxOf(channel, area));
    }

    function openMap(layer, channel, row, column, isPooled) {
      const { side } = padCells.LAYERS[layer];
      let at = [row, column];
      if (row === undefined) {
        const size = side * side;
        const own = made[layer].subarray(channel * size, (channel + 1) * size);
        const best = own.indexOf(own.reduce((most, value) => Math.max(most, value)));
        at = [Math.floor(best / side), best % side];
      } else if (isPooled) at = padCells.winner(made[layer], side, channel, row, column);
      const [there, beside] = layer === "dense1" ? [0, 0] : at;
      open({ layer, channel, row: there, column: beside });
    }

    function onDown(channel, tap) {
      const from = cell();
      const next = padCells.source(made, from, channel, tap);
      if (next) open(next, [...path, from]);
    }

    function close() {
      const { layer, sheet } = maps.find((each) => each.layer === get("layer")) ?? {};
      forget();
      set({ layer: null });
      if (layer) sheet.focus({ preventScroll: true });
    }

    const forget = () => ([path, picked] = [[], null]);

    /** All cells of the way, the open one last; none if none is open. */
    function trail() {
      const last = cell();
      return last ? [...path, last] : [];
    }

    /** The lens on the open cell, of which it gives what it is the sum of; or null. */
    function show(layers, picture, palette) {
      const last = cell();
      const opened = last && padCells.open(layers, { ...made, picture }, last);
      if (opened && picked !== null && picked >= opened.terms.length) picked = null;
      lens.show(opened, { path, picked, made, palette });
      return opened;
    }

    return { cell, forget, node: lens.node, open, openMap, show, trail };
  }

  return { way };
})();
