// The clock of training: work in slices, so that the page stays awake; rest while nobody sees it.
const labTrainer = (() => {
  const PACES = { slow: 10, fast: 60, "all out": 1e6 }; // steps a second
  const SLICE = 8; // milliseconds of work in one frame
  const LATE = 100; // milliseconds that count at most from one frame to the next: nothing piles up
  const AWAY = 2000; // after which one is told that it rested
  const CALM = 1000; // between two drawings, for those who want less motion

  /**
   * While it plays, `next()` gives one job after the other, { work, then }: a generator, and what to
   * do with its value. `onPlay(playing)` is told of each change, `onBack()` after a rest.
   */
  function trainer({ figure, next, onPlay, onBack }) {
    const { host } = figure;
    let [job, playing, frame, due, last, drawn] = [null, false, 0, 0, 0, 0];

    function end(value) {
      const { work, then } = job;
      job = null;
      then(value ?? labRun.finish(work));
    }

    function wake() {
      cancelAnimationFrame(frame);
      frame = playing || job ? requestAnimationFrame(tick) : 0;
    }

    function play(on) {
      if (job) end(); // a step is never left half done
      if (playing === on) return;
      [playing, due, last] = [on, 1, performance.now()];
      wake();
      onPlay(on);
    }

    function tick(now) {
      frame = requestAnimationFrame(tick);
      if (!ui.inView(host)) return;
      const away = now - last;
      last = now;
      if (playing && away > AWAY) onBack();
      const pace = PACES[figure.get("pace")];
      due = Math.min(due + (pace * Math.min(Math.max(away, 0), LATE)) / 1000, 2 + pace / 60);
      const started = performance.now();
      let steps = 0;
      while ((job || (playing && due >= 1)) && performance.now() - started < SLICE) {
        job ??= next();
        const { done, value = null } = job.work.next();
        if (!done) continue;
        due -= 1;
        steps += 1;
        end(value ?? undefined);
      }
      if (!playing && !job) wake();
      if (!steps || (playing && ui.lessMotion() && now - drawn < CALM)) return;
      drawn = now;
      figure.refresh();
    }

    function begin(made) {
      play(false);
      job = made;
      wake();
    }

    /** Forget what was being done. */
    function stop() {
      job = null;
      play(false);
    }

    figure.onEnd(() => cancelAnimationFrame(frame));
    return { begin, isPlaying: () => playing, play, stop };
  }

  return { trainer };
})();
