// "Move a 3 until it is misread": how it stands, and whether there was a shorter way.
const padTask = (() => {
  const ASKED =
    "Move a 3, whole, until it is misread. How few pixels are enough? " +
    "Count those sideways and those up or down together.";
  const SLICE = 10; // milliseconds of work at a time
  const wayOf = (dy, dx) => Math.abs(dy) + Math.abs(dx);
  const pixels = (count) => (count === 1 ? "1 pixel" : `${count} pixels`);

  /** What is wrong with the attempt, in words, or null. */
  function fault({ trained, label, isDrawn, dy, dx, shift, homeShift, lost, hole }) {
    const far = wayOf(dy, dx);
    if (!trained) return "This reader was never trained: it reads by chance, and misreads nothing.";
    if (isDrawn) return "Another 3 is another test. Take the same one and the move tool.";
    if (label !== 3) return `That is ${label === 8 ? "an" : "a"} ${label}: take a 3.`;
    if (shift) {
      const back = [dy, dx].every((move, axis) => shift[axis] - homeShift[axis] === -move);
      return back
        ? `You moved it by ${far} and centering moved it back by ${far}: ` +
            "the reader saw the same picture."
        : "Centering moved it, too: switch it off.";
    }
    if (hole !== null) return "The hole hides part of it: that is another test. Take another tool.";
    if (lost) {
      const gone = lost === 1 ? "1 pixel of ink is gone" : `${lost} pixels of ink are gone`;
      return `That was cut off, not moved: ${gone}.`;
    }
    return null;
  }

  /** The places nearer than `far` at which all ink is on the paper. */
  function nearer(ink, far) {
    const reach = [...Array(2 * far - 1).keys()].map((at) => at - far + 1);
    return reach
      .flatMap((dy) => reach.map((dx) => [dy, dx]))
      .filter(([dy, dx]) => wayOf(dy, dx) > 0 && wayOf(dy, dx) < far)
      .filter(([dy, dx]) => padPaper.count(padPaper.moved(ink, dy, dx)) === padPaper.count(ink));
  }

  /**
   * Judge where the digit was let go: `show(verdict)` may be called twice, as it takes a moment to
   * look for a shorter way; not any more when `isStale()`.
   */
  async function judge(state, { read, show, isStale }) {
    const { ink, dy, dx, answer, percent } = state;
    const far = wayOf(dy, dx);
    if (!far) return;
    const wrong = fault(state);
    if (wrong) {
      show({ text: wrong });
      return;
    }
    if (answer === 3) {
      show({ text: `Moved by ${pixels(far)}: it still reads 3, with ${percent}.` });
      return;
    }
    if (read(ink) !== 3) {
      show({ text: `It reads this 3 as ${read(ink)} where it stood: take another 3.` });
      return;
    }
    show({ text: `It reads ${answer}, after ${pixels(far)}. Is there a shorter way?` });
    const places = nearer(ink, far);
    let started = performance.now();
    for (const [down, right] of places) {
      if (read(padPaper.moved(ink, down, right)) !== 3) {
        const text = `It reads ${answer}, after ${pixels(far)}. There is a place nearer to home.`;
        show({ text });
        return;
      }
      if (performance.now() - started > SLICE) {
        await new Promise((done) => setTimeout(done));
        if (isStale()) return;
        started = performance.now();
      }
    }
    const others = places.length
      ? `at all ${places.length} places nearer to home it still reads 3`
      : "nothing is nearer to home";
    show({
      done: true,
      text:
        `${pixels(far)}, and it reads ${answer}; ${others}. ` +
        "The convolutions do not mind where it is: the pools do a little, and the dense layers very much.",
    });
  }

  /** The task of a figure; `read(picture)` reads, `made` is what the layers made last. */
  function asked({ figure, drawing, made, read }) {
    const task = figure.task(ASKED);
    let turn = 0; // of judgments

    function look() {
      if ("done" in task.node.dataset) return;
      const [ink, settings] = [drawing.now(), drawing.settings()];
      const [seen, home] = [drawing.look(), drawing.look(ink, { dy: 0, dx: 0 })];
      const now = ++turn;
      const answer = ui.reader.answerOf(made.scores);
      const about = { trained: figure.get("trained"), label: drawing.label(), answer };
      const state = { ...settings, ...about, ink, isDrawn: drawing.isDrawn(), lost: seen.lost };
      const percent = padAnswers.percent(made.chances[answer]);
      judge(
        { ...state, shift: seen.shift, homeShift: home.shift, percent },
        {
          read: (picture) => ui.reader.answerOf(read(picture).scores),
          show: (verdict) => now === turn && task.show(verdict),
          isStale: () => now !== turn,
        },
      );
    }

    figure.onReset(() => (turn += 1));
    return { node: task.node, look, rest: () => task.show({ text: "" }) };
  }

  return { asked };
})();
