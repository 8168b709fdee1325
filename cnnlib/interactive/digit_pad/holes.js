// Occlusion: a hole of 7×7 paper at 11×11 places, or at all 22×22, and what each takes of the answer.
const padHoles = (() => {
  const { el } = ui;
  const { PLACES, SIDE, cornerOf, punch } = padPaper;
  const MIDDLE = 3; // of the seven rows and columns of a hole
  const [REST, SLICE] = [160, 8]; // milliseconds: without a change; of work at a time
  const ALL = [...Array(PLACES * PLACES).keys()];

  /** All holes, coarse to fine: each eighth row and column first, then each fourth, second, the rest. */
  const ORDER = [8, 4, 2, 1].flatMap((step, level) =>
    ALL.filter((hole) => {
      const fits = (by) => cornerOf(hole).every((end) => end % by === 0);
      return fits(step) && !(level && fits(2 * step));
    }),
  );
  const RANK = ALL.map((hole) => ORDER.indexOf(hole));
  /** How far apart the holes are of which all are known, when so many are. */
  const APART = [
    [ALL.length, 1],
    [121, 2],
    [36, 4],
    [0, 8],
  ];

  /**
   * `read(picture)` gives { chances, scores }; `onPress(hole)` is asked for a hole, `onStep` to move
   * it; `more` is the control that asks for all holes.
   */
  function holes({ read, onPress, onStep, onEnd, more }) {
    const canvas = el("canvas");
    const here = el("i", { class: "dp-hole-here", hidden: true });
    const label = "Probability of the answer behind a hole: arrow keys move the hole";
    const access = { role: "application", tabindex: 0, "aria-label": label };
    const board = el("div", { class: "dp-holes", ...access }, canvas, here);
    const said = el("p", { class: "dp-hole-said" });
    const head = el("p", { class: "dp-name" }, "What a hole of 7×7 takes");
    const beside = el("div", { class: "dp-beside" }, said, more);
    const tried = el("div", { class: "dp-tried" }, board, beside);
    const node = el("div", { class: "dp-occlusion" }, head, tried);
    let [whole, answer, base, timer] = [null, 0, 0, 0];
    let fallen = new Float32Array(ALL.length); // what a hole takes from the probability
    let done = 0; // of `ORDER`
    let across = PLACES / 2; // holes along one axis
    let palette = null;
    let now = null; // the probability of the answer behind the hole that there is
    const step = () => PLACES / across;
    const asked = () => across ** 2;
    const holeOf = (row, column) => step() * (row * PLACES + column);

    function paint() {
      if (!palette) return;
      const [, apart] = APART.find(([known]) => done >= known);
      const known = (hole) => {
        const [row, column] = cornerOf(hole).map((end) => end - (end % apart));
        return RANK[hole] < done ? hole : row * PLACES + column;
      };
      const data = Float64Array.from({ length: asked() }, (_, at) => {
        const from = known(holeOf(Math.floor(at / across), at % across));
        return RANK[from] < done ? -fallen[from] : 0;
      });
      ui.paint(canvas, { shape: [across, across], data }, { high: 1, palette });
    }

    function work(limit = SLICE) {
      const started = performance.now();
      while (done < asked() && performance.now() - started < limit) {
        const hole = ORDER[done];
        fallen[hole] = base - read(punch(whole.slice(), hole)).chances[answer];
        done += 1;
      }
      paint();
      tell();
      if (done < asked()) timer = setTimeout(work);
    }

    function tell() {
      if (now !== null) {
        const [without, with_] = [base, now].map(padAnswers.percent);
        return ui.put(said, `${answer} has ${with_} behind this hole, ${without} without it.`);
      }
      if (done < asked()) return ui.put(said, `Trying ${asked()} holes …`);
      const most = ORDER.slice(0, asked()).reduce((one, two) =>
        fallen[two] > fallen[one] ? two : one,
      );
      const [row, column] = cornerOf(most).map((edge) => edge + MIDDLE);
      const left = padAnswers.percent(Math.max(0, base - fallen[most]));
      const worst = `The worst hole, around row ${row}, column ${column}, leaves ${left}.`;
      return ui.put(said, fallen[most] < 0.005 ? "No hole of 7×7 takes 1 % of it." : worst);
    }

    /** Begin anew: another picture, without its hole; what was being done is forgotten. */
    function begin(picture, made, colors) {
      palette = colors;
      answer = ui.reader.answerOf(made.scores);
      [whole, base, done] = [picture, made.chances[answer], 0];
      fallen = new Float32Array(ALL.length);
      paint();
    }

    /**
     * The hole that there is now, or none, what the reader makes of the picture with it, and whether
     * all holes are asked for. They are tried while nothing else is asked.
     */
    function show(hole, made, isFine) {
      const wanted = isFine ? PLACES : PLACES / 2;
      if (wanted !== across) {
        across = wanted;
        paint();
      }
      clearTimeout(timer);
      if (done < asked()) timer = setTimeout(work, REST);
      here.hidden = hole === null;
      now = hole === null ? null : made.chances[answer];
      tell();
      if (hole === null) return;
      const [top, left] = cornerOf(hole).map((end) => `${(100 * end) / PLACES}%`);
      const size = `${100 / across}%`;
      Object.assign(here.style, { top, left, width: size, height: size });
    }

    board.addEventListener("click", ({ clientX, clientY }) => {
      const box = board.getBoundingClientRect();
      const at = (share) => Math.min(across - 1, Math.max(0, Math.floor(share * across)));
      const row = at((clientY - box.top) / box.height);
      onPress(holeOf(row, at((clientX - box.left) / box.width)));
    });
    board.addEventListener("keydown", (event) => {
      const way = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[
        event.key
      ];
      if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      onStep(...way.map((each) => each * step()));
    });
    // A sheet of paper does not wait until all holes are tried.
    const finish = () => whole && work(Infinity);
    window.addEventListener("beforeprint", finish);
    onEnd(() => {
      clearTimeout(timer);
      window.removeEventListener("beforeprint", finish);
    });
    return { begin, node, show };
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
