// What SlidingReader asks, and what it says to each way of trying.
const slideTask = (() => {
  const { COLUMNS, SURE } = slideNet;
  const { inkOf, seen, touch } = slideDigits;
  const MOST = 2;
  const ASKED =
    "Lay two digits so that at most 2 of the 120 windows are surer than 0.9 of a third one.";
  const sure = (count, what) =>
    `${count || "no"} ${count > 1 ? "windows are" : "window is"} sure of ${what}`;
  const capital = (text) => text[0].toUpperCase() + text.slice(1);
  const percent = (p) => `${Math.round(100 * p)} %`;

  /** Of the windows that are sure of a digit that is not there: how many see only a part of one. */
  function inParts(tray, laid, places, there) {
    const boxes = laid.map((each) => inkOf(tray, each));
    return places.filter(({ answer, probability }, k) => {
      if (probability <= SURE || there.has(answer)) return false;
      const views = boxes.map((box) => seen(box, Math.floor(k / COLUMNS), k % COLUMNS));
      return views.includes("part") && !views.includes("all");
    }).length;
  }

  /** Whether two digits lie in opposite corners. */
  function areOpposite([[, top, left], [, other, right]]) {
    const far = (one, two, most) => Math.abs(one - two) === most;
    return far(top, other, 28) && far(left, right, 56);
  }

  /** What is to be said of a page that was read: { done, text }. */
  function judge({ tray, laid, places, trained }) {
    const there = new Set(laid.map(([which]) => tray[which].label));
    const { wrong } = slideNet.count(places, there);
    if (!trained) {
      return {
        text: "This reader was not trained: what it is sure of says nothing. Train it first.",
      };
    }
    if (!laid.length) {
      const best = places.reduce((one, two) => (two.probability > one.probability ? two : one));
      const text = `No digit, and the surest of 120 answers is ${best.answer}, with ${percent(best.probability)}. Lay two.`;
      return { text };
    }
    if (laid.length === 1) {
      return { text: `One digit alone: ${sure(wrong, "another one")}. Lay a second one.` };
    }
    if (laid.length > 2) return { text: `${laid.length} digits lie there. Two are asked for.` };
    if (touch(tray, ...laid)) {
      const pile = `The two lie on each other, and ${sure(wrong, "a third one")}.`;
      return { text: `${pile} Lay them apart.` };
    }
    if (wrong > MOST) {
      const parts = inParts(tray, laid, places, there);
      const some = parts === wrong ? "all of them" : `${parts || "none"} of them`;
      const see = `${sure(wrong, "a third digit")}; ${some} ${parts === 1 ? "sees" : "see"} a digit in part and none whole.`;
      const next = areOpposite(laid)
        ? "Those are opposite corners, as far apart as can be: try another pair of digits."
        : "Where is a digit seen in parts by the fewest windows?";
      return { text: `${capital(see)} ${next}` };
    }
    const corner = areOpposite(laid)
      ? " In opposite corners the fewest windows see a part of a digit."
      : "";
    const lack = "What this reader lacks is an eleventh answer: nothing.";
    return { done: true, text: `${capital(sure(wrong, "a third one"))}.${corner} ${lack}` };
  }

  return { ASKED, judge };
})();
