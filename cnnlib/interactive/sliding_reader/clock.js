// What goes on by itself: the reading of a changed page, the comparing with crops, and the play.
const slideClock = (() => {
  const { COLUMNS, ROWS } = slideNet;
  const SLICE = 8; // milliseconds of work in one frame; what is begun then takes up to 3 more
  const REST = 400; // after the last reading, before crops are compared
  const [GLIDE, CALM, FIRST] = [130, 250, 1100]; // from place to place; for less motion; at the first

  /**
   * `known(key, page)` gives the latest answers, { key, page, map, places, done, most }, perhaps of an
   * older page: then this one is read next, in slices, and `onRead()` told. Where there are none yet
   * it is read at once, or, if the weights came `late()`, in slices, and null is given. When nothing is
   * to be read, one crop a frame is compared with the page: `onCompared(answers)` hears of `done` crops
   * and of `most`, the largest difference of a score.
   */
  function reading({ figure, layers, late, onRead, onCompared }) {
    const { host } = figure;
    let [job, wanted, latest, frame, rested] = [null, null, null, 0, 0];

    const wake = () => (frame ||= requestAnimationFrame(tick));

    function keep(key, read) {
      latest = { ...read, key, done: 0, most: 0 };
      rested = performance.now();
    }

    function tick() {
      frame = 0;
      const start = performance.now();
      if (!job && wanted) {
        const [key, page] = wanted;
        [job, wanted] = [{ key, work: slideNet.read(layers(), page) }, null];
      }
      if (!job) {
        const isTime = ui.inView(host) && start - rested > REST;
        if (!isTime || compare()) wake();
        return;
      }
      while (job && performance.now() - start < SLICE) {
        const { done, value } = job.work.next();
        if (!done) continue;
        keep(job.key, value);
        job = null;
        onRead();
      }
      wake();
    }

    /** One picture more is cut out, read, and compared; false after the last one. */
    function compare() {
      if (!latest || latest.done === ROWS * COLUMNS) return false;
      const at = [Math.floor(latest.done / COLUMNS), latest.done % COLUMNS];
      const { difference } = slideNet.compare(layers(), latest, ...at);
      latest.most = Math.max(latest.most, difference);
      latest.done += 1;
      onCompared(latest);
      return true;
    }

    function known(key, page) {
      if (!latest && !late()) keep(key, slideNet.finish(slideNet.read(layers(), page)));
      if (latest?.key !== key && job?.key !== key) wanted = [key, page];
      else wanted = null;
      wake();
      return latest;
    }

    const forget = () => ([job, wanted, latest] = [null, null, null]);
    figure.onEnd(() => cancelAnimationFrame(frame));
    return { forget, known };
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
        if (at() >= ROWS * COLUMNS - 1) {
          stop();
          return;
        }
        go(at() + 1, false);
      }
      timer = setTimeout(tick, ui.lessMotion() ? CALM : GLIDE);
    }

    function toggle() {
      if (isPlaying() || !canPlay()) {
        stop();
        return;
      }
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
