// Occlusion: a hole of 7×7 paper at 11×11 places, and what is left of the answer at each.
const padHoles = (() => {
  const { el } = ui;
  const { PLACES, SIDE, cornerOf, punch } = padPaper;
  const ACROSS = 11; // places along one axis, two pixels apart
  const [REST, SLICE] = [160, 8]; // milliseconds: without a change; of work at a time

  /** All places, coarse to fine: each fourth row and column first, then each second, then the rest. */
  const ORDER = [4, 2, 1].flatMap((step, level) =>
    [...Array(ACROSS * ACROSS).keys()].filter((at) => {
      const ends = [Math.floor(at / ACROSS), at % ACROSS];
      const fits = (by) => ends.every((end) => end % by === 0);
      return fits(step) && !(level && fits(2 * step));
    }),
  );

  const holeOf = (at) => 2 * Math.floor(at / ACROSS) * PLACES + 2 * (at % ACROSS);

  /** `read(picture)` gives { chances, scores }; `onPress(hole)` is asked for a hole, `onStep` to move it. */
  function holes({ read, onPress, onStep, onEnd }) {
    const canvas = el("canvas", { width: ACROSS, height: ACROSS });
    const here = el("i", { class: "dp-hole-here", hidden: true });
    const label = "Probability of the answer behind a hole: arrow keys move the hole";
    const access = { role: "application", tabindex: 0, "aria-label": label };
    const board = el("div", { class: "dp-holes", ...access }, canvas, here);
    const said = el("p", { class: "dp-hole-said" });
    const head = el("p", { class: "dp-name" }, "What a hole of 7×7 takes");
    const node = el(
      "div",
      { class: "dp-occlusion" },
      head,
      el("div", { class: "dp-tried" }, board, said),
    );
    const arrows = {
      ArrowUp: [-2, 0],
      ArrowDown: [2, 0],
      ArrowLeft: [0, -2],
      ArrowRight: [0, 2],
    };
    let [whole, answer, base, timer] = [null, 0, 0, 0];
    let fallen = new Float32Array(ACROSS * ACROSS); // what the hole takes from the probability
    let done = 0;
    let palette = null;
    let now = null; // the probability of the answer behind the hole that there is

    function paint() {
      if (!palette) return;
      const data = new Float64Array(ACROSS * ACROSS);
      const coarse = done >= ORDER.length ? 1 : done >= 36 ? 2 : 4;
      data.forEach((_, at) => {
        const [row, column] = [Math.floor(at / ACROSS), at % ACROSS];
        const known = ORDER.indexOf(at) < done;
        const near = [row, column].map((end) => end - (end % coarse));
        const from = known ? at : near[0] * ACROSS + near[1];
        data[at] = ORDER.indexOf(from) < done ? -fallen[from] : 0;
      });
      ui.paint(canvas, { shape: [ACROSS, ACROSS], data }, { high: 1, palette });
    }

    function work() {
      const started = performance.now();
      while (done < ORDER.length && performance.now() - started < SLICE) {
        const at = ORDER[done];
        fallen[at] = base - read(punch(whole.slice(), holeOf(at))).chances[answer];
        done += 1;
      }
      paint();
      tell();
      if (done < ORDER.length) timer = setTimeout(work, 0);
    }

    function tell() {
      if (now !== null) {
        const [without, with_] = [base, now].map(padAnswers.percent);
        return ui.put(said, `${answer} has ${with_} behind this hole, ${without} without it.`);
      }
      if (done < ORDER.length) return ui.put(said, "Trying 121 holes …");
      const most = fallen.indexOf(fallen.reduce((high, value) => Math.max(high, value)));
      const [row, column] = cornerOf(holeOf(most));
      const left = padAnswers.percent(Math.max(0, base - fallen[most]));
      const worst = `The worst hole, row ${row}, column ${column}, leaves ${left} of it.`;
      return ui.put(said, fallen[most] < 0.005 ? "No hole of 7×7 takes 1 % of it." : worst);
    }

    /** Begin anew: another picture, without its hole; what was being done is forgotten. */
    function begin(picture, made, colors) {
      clearTimeout(timer);
      palette = colors;
      answer = ui.reader.answerOf(made.scores);
      [whole, base, done] = [picture, made.chances[answer], 0];
      fallen = new Float32Array(ACROSS * ACROSS);
      paint();
      tell();
      timer = setTimeout(work, REST);
    }

    /** The hole that there is now, or none, and what the reader makes of the picture with it. */
    function show(hole, made) {
      here.hidden = hole === null;
      now = hole === null ? null : made.chances[answer];
      tell();
      if (hole === null) return;
      const [row, column] = cornerOf(hole);
      here.style.top = `${(100 * row) / 2 / ACROSS}%`;
      here.style.left = `${(100 * column) / 2 / ACROSS}%`;
    }

    board.addEventListener("click", ({ clientX, clientY }) => {
      const box = board.getBoundingClientRect();
      const at = (share) => Math.min(ACROSS - 1, Math.max(0, Math.floor(share * ACROSS)));
      const row = at((clientY - box.top) / box.height);
      onPress(holeOf(row * ACROSS + at((clientX - box.left) / box.width)));
    });
    board.addEventListener("keydown", (event) => {
      const step = arrows[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      onStep(...step);
    });
    onEnd(() => clearTimeout(timer));
    return { begin, board, node, order: ORDER, show };
  }

  /** The hole, a step further; the first lies in the middle. */
  function stepped(hole, down, right) {
    const inside = (at) => Math.min(PLACES - 1, Math.max(0, at));
    const [row, column] = hole === null ? [10, 10] : cornerOf(hole);
    return inside(row + down) * PLACES + inside(column + right);
  }

  /** The hole whose middle is at a point of the pad, in pixels. */
  function under(down, right) {
    const corner = (at) => Math.min(SIDE - 7, Math.max(0, Math.round(at - 3.5)));
    return corner(down) * PLACES + corner(right);
  }

  return { holes, stepped, under };
})();
