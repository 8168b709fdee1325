// The furniture of a figure: play, pause, one step.
Object.assign(
  ui,
  (() => {
    const { button, el, inView } = ui;
    const PACE = 800; // milliseconds from one stop to the next

    /**
     * Play through `count()` stops: `at()` is the present one, `go(stop)` makes another so. Playing
     * rests while `host` is out of view, ends at the last stop, and gives way to whatever else the
     * reader does in the figure. The space bar on `handle` plays and pauses. While `rewinds()` says so,
     * play begins at the first stop.
     */
    function stepper({ figure, count, at, go, handle, rewinds = () => false }) {
      const { host } = figure;
      let timer = null;
      let left = Infinity;
      const playing = () => timer !== null;
      const label = el("span");
      const show = () => {
        label.textContent = playing() ? "Pause" : "Play";
        play.dataset.icon = playing() ? "pause" : "play";
      };

      function stop() {
        clearTimeout(timer); // ends an interval, too
        timer = null;
        show();
      }

      function tick() {
        if (!inView(host)) return;
        const last = at() >= count() - 1;
        if (!last && left > 0) go(at() + 1);
        left -= 1;
        if (last || left <= 0 || at() >= count() - 1) stop();
      }

      /**
       * Play on from here, `stops` of them at most and after a rest in milliseconds; from the last
       * stop, from the first one again.
       */
      function start(stops = Infinity, rest = 0) {
        left = stops;
        if (rest) timer = setTimeout(() => begin(), rest);
        else begin();
        show();
      }

      function begin() {
        timer = null;
        if (at() >= count() - 1 || (rewinds() && at() > 0)) go(0);
        else tick();
        if (left > 0 && at() < count() - 1) timer ??= setInterval(tick, PACE);
        show();
      }

      const toggle = () => (playing() || ui.lessMotion() ? stop() : start());
      const play = button(label, toggle, { class: "cnn-button cnn-icon cnn-play" });
      const step = button("Step", () => go((at() + 1) % count()), {
        class: "cnn-button cnn-icon",
        "data-icon": "step",
      });
      show();
      const giveWay = (event) => {
        const { target, key } = event;
        if (key === " " && target === handle) {
          event.preventDefault();
          toggle();
        } else if (!play.contains(target) && key !== "Tab" && playing()) stop();
      };
      host.addEventListener("pointerdown", giveWay);
      host.addEventListener("keydown", giveWay);
      figure.onEnd(stop);
      figure.onReset(stop);
      return { nodes: [play, step], start, stop, toggle, playing };
    }

    return { stepper };
  })(),
);
