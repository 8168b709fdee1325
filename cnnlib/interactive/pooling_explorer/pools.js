// What three pools make of a digit, moved by up to four pixels. A map is { side, data }; a place is
// counted from 0, row by row of the 9 × 9 moves.
Object.assign(
  ui,
  (() => {
    const [SIDE, REACH, ACROSS] = [40, 4, 9]; // of the paper, of a move, of the places
    const sum = (numbers) => numbers.reduce((all, n) => all + n, 0);
    const placeOf = (right, down) => (down + REACH) * ACROSS + right + REACH;
    const movesOf = (place) => [(place % ACROSS) - REACH, Math.floor(place / ACROSS) - REACH];

    /** The maps of max, average, and max, then blur. */
    function poolsOf(paper, window) {
      const x = { shape: [1, 1, SIDE, SIDE], data: paper };
      const dense = core.max_pool2d(x, window, 1);
      const blurred = core.blur_pool2d(dense, window + 1, window);
      const maps = [core.max_pool2d(x, window), core.average_pool2d(x, window), blurred];
      return maps.map(({ shape, data }) => ({ side: shape[3], data }));
    }

    /** A map moved to the right and down; between two cells, both in proportion. */
    function moved({ side, data }, right, down) {
      const result = new Float64Array(data.length);
      /** The steps to the two cells between which it comes to lie, and their shares. */
      const between = (way, step) => {
        const [whole, part] = [Math.floor(way), way - Math.floor(way)];
        return [
          [whole * step, 1 - part],
          [(whole + 1) * step, part],
        ];
      };
      for (const [rows, one] of between(down, side)) {
        for (const [columns, other] of between(right, 1)) {
          data.forEach((value, i) => {
            if (value && one && other) result[i + rows + columns] += one * other * value;
          });
        }
      }
      return { side, data: result };
    }

    const centerOf = ({ side, data }) =>
      [(i) => i % side, (i) => Math.floor(i / side)].map(
        (at) => sum(data.map((value, i) => value * at(i))) / sum(data),
      );

    /**
     * All there is to know of a paper and a window: `at(place)` gives the moved `digit`, the maps of
     * the pools `here`, those of home `carried` along, what `differs`, and of each map its misfit, its
     * sum, and how far its center has moved, right and down.
     */
    function poolWorld(paper, window) {
      const [home, known] = [poolsOf(paper, window), new Map()];
      const centers = home.map(centerOf);
      function make(place) {
        const [right, down] = movesOf(place);
        const digit = moved({ side: SIDE, data: paper }, right, down).data;
        const here = poolsOf(digit, window);
        const carried = home.map((map) => moved(map, right / window, down / window));
        const minus = ({ side, data }, other) => ({
          side,
          data: data.map((value, i) => value - other.data[i]),
        });
        const differs = here.map((map, k) => minus(map, carried[k]));
        const misfit = differs.map(({ data }, k) => sum(data.map(Math.abs)) / sum(carried[k].data));
        return {
          digit,
          here,
          carried,
          differs,
          misfit,
          sum: here.map(({ data }) => sum(data)),
          center: here.map((map, k) => centerOf(map).map((at, axis) => at - centers[k][axis])),
          isZero: misfit.every((part) => part < 1e-9),
        };
      }
      const at = (place) => known.get(place) ?? known.set(place, make(place)).get(place);
      return { at, sums: home.map(({ data }) => sum(data)) };
    }

    return { movesOf, placeOf, poolWorld };
  })(),
);
