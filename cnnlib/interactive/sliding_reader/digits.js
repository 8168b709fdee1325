// The digits that lie on the page, and what can be said of where they lie.
const slideDigits = (() => {
  const { HEIGHT, SIDE, STRIDE, WIDTH } = slideNet;

  /** The tray's digits: pictures of 28×28, 0 paper and 1 ink, with labels and the box of their ink. */
  function trayOf({ shape, pixels, labels }) {
    const { data } = ui.fromBytes({ shape, pixels });
    return labels.map((label, which) => {
      const ink = data
        .slice(which * SIDE ** 2, (which + 1) * SIDE ** 2)
        .map((level) => level / 255);
      const inked = [...ink.keys()].filter((i) => ink[i]);
      const ends = (at) => [Math.min(...inked.map(at)), Math.max(...inked.map(at)) + 1];
      const box = [ends((i) => Math.floor(i / SIDE)), ends((i) => i % SIDE)];
      return {
        label,
        ink,
        box: inked.length
          ? box
          : [
              [0, 0],
              [0, 0],
            ],
      };
    });
  }

  /** The page: of two digits on one pixel, the darker. */
  function pageOf(tray, laid) {
    const page = new Float32Array(HEIGHT * WIDTH);
    for (const [which, top, left] of laid) {
      tray[which].ink.forEach((ink, i) => {
        const at = (top + Math.floor(i / SIDE)) * WIDTH + left + (i % SIDE);
        page[at] = Math.max(page[at], ink);
      });
    }
    return page;
  }

  /** From and to of a laid digit's ink, down and right. */
  const inkOf = (tray, [which, ...at]) =>
    tray[which].box.map((ends, axis) => ends.map((end) => end + at[axis]));

  /** Whether two digits have ink on one pixel. */
  function touch(tray, one, other) {
    const inked = ([which, top, left]) => {
      const spots = new Set();
      tray[which].ink.forEach((ink, i) => {
        if (ink) spots.add((top + Math.floor(i / SIDE)) * WIDTH + left + (i % SIDE));
      });
      return spots;
    };
    const there = inked(other);
    return [...inked(one)].some((spot) => there.has(spot));
  }

  /** How much of a digit's ink a window sees: "all", "part" or "none" of its box. */
  function seen(box, row, column) {
    const starts = [STRIDE * row, STRIDE * column];
    if (box.every(([from, to], axis) => from >= starts[axis] && to <= starts[axis] + SIDE)) {
      return "all";
    }
    const off = box.some(([from, to], axis) => to <= starts[axis] || from >= starts[axis] + SIDE);
    return off ? "none" : "part";
  }

  /** The first free place for another digit, or the middle. */
  function roomFor(laid) {
    const [far, right] = [HEIGHT - SIDE, WIDTH - SIDE];
    const places = [0, far].flatMap((top) => [0, right / 2, right].map((left) => [top, left]));
    const free = ([top, left]) =>
      laid.every(([, i, j]) => Math.abs(i - top) >= SIDE || Math.abs(j - left) >= SIDE);
    return places.find(free) ?? [far / 2, right / 2];
  }

  /** The nearest place that lies wholly on the page. */
  const inside = ([top, left]) => [
    Math.min(HEIGHT - SIDE, Math.max(0, top)),
    Math.min(WIDTH - SIDE, Math.max(0, left)),
  ];

  return { inkOf, inside, pageOf, roomFor, seen, touch, trayOf };
})();
