// What goes on by itself: the reading of a changed page, the comparing with crops, and the play.
const slideClock = (() => {
  const { COLUMNS, ROWS } = slideNet;
  const SLICE = 8; // milliseconds of work in one frame; a piece that is begun then takes 2 or 3 more
  const REST = 400; // after the last reading, before crops are compared
  const [GLIDE, CALM, FIRST] = [130, 250, 1100]; // from place to place; for less motion; at the first

  /**
   * `ask(page)` has a page read, in slices; the latest one asked for comes next, and each that is
   * begun is finished. `now(page)` reads it at once. `onRead(answers)` is told; when there is nothing
   * to read `compare()` is called, once a frame, until it gives false.
   */
  function reading({ figure, layers, onRead, compare }) {
    const { host } = figure;
    let [job, wanted, frame, rested] = [null, null, 0, 0];

    const wake = () => (frame ||= requestAnimationFrame(tick));

    function tick() {
      frame = 0;
      const start = performance.now();
      if (!job && wanted) [job, wanted] = [slideNet.read(layers(), wanted), null];
      if (!job) {
        if (!ui.inView(host) || start - rested < REST || compare()) wake();
        return;
      }
      while (job && performance.now() - start < SLICE) {
        const { done, value } = job.next();
        if (!done) continue;
        [job, rested] = [null, start];
        onRead(value);
      }
      wake();
    }

    function ask(page) {
      wanted = page;
      wake();
    }

    function now(page) {
      [job, wanted, rested] = [null, null, performance.now()];
      wake();
      return slideNet.finish(slideNet.read(layers(), page));
    }

    figure.onEnd(() => cancelAnimationFrame(frame));
    return { ask, now };
  }

  /** Row by row over all places; gives way to whatever else one does. `go(place, isFirst)`. */
  function player({ figure, at, go, canPlay }) {
    const { host } = figure;
    const words = ui.el("span", {}, "Play");
    let [timer, shownOnce] = [0, false];
    const isPlaying = () => timer !== 0;
    const icon = (name) => ({ class: "cnn-button cnn-icon", "data-icon": name });
    const button = ui.button(words, toggle, icon("play"));
    button.classList.add("sr-play");

    function tell() {
      ui.put(words, isPlaying() ? "Pause" : "Play");
      button.dataset.icon = isPlaying() ? "pause" : "play";
    }

    function stop() {
      clearTimeout(timer);
      timer = 0;
      tell();
    }

    function tick() {
      if (ui.inView(host)) {
        if (at() >= ROWS * COLUMNS - 1) return stop();
        go(at() + 1, false);
      }
      timer = setTimeout(tick, ui.lessMotion() ? CALM : GLIDE);
    }

    function toggle() {
      if (isPlaying() || !canPlay()) return stop();
      const isEnd = at() >= ROWS * COLUMNS - 1;
      const isFirst = !shownOnce || isEnd || at() === 0;
      if (isEnd) go(0, true);
      else if (isFirst) go(at(), true);
      shownOnce = true;
      timer = setTimeout(tick, isFirst && !ui.lessMotion() ? FIRST : GLIDE);
      tell();
    }

    const giveWay = ({ target, key }) => {
      if (isPlaying() && !button.contains(target) && key !== "Tab") stop();
    };
    host.addEventListener("pointerdown", giveWay);
    host.addEventListener("keydown", giveWay);
    figure.onEnd(stop);
    figure.onReset(() => {
      stop();
      shownOnce = false;
    });
    const step = ui.button("Step", () => go((at() + 1) % (ROWS * COLUMNS), false), icon("step"));
    return { nodes: [button, step], button, isPlaying, toggle };
  }

  return { player, reading };
})();
