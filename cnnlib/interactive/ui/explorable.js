// The furniture of a figure: the explorable itself, which holds the other pieces together.
Object.assign(
  ui,
  (() => {
    const { button, choice, el, figure, liveRegion, motion, task, toggle, whenSeen } = ui;
    let nudged = false; // once a page

    /**
     * The `render` of an explorable. `build(figure)` lays out the parts, once, and returns `draw()`,
     * which draws the present traits `names` and returns the numbers shown: they stand in
     * `data-shown`, as the Python class's `shown()` gives them. An error of `core` is said in words.
     */
    function explorable(name, names, build) {
      return figure(name, ({ model, el: host }) => {
        host.classList.add("cnn-figure");
        const first = names.map((key) => [key, model.get(key)]);
        const ends = []; // what a figure that goes away has to stop
        const bound = []; // controls that show their trait
        const resets = [];
        const fault = el("p", { class: "cnn-error", role: "status" });
        const live = liveRegion();
        const moves = motion(host);
        let setting = false;
        let draw = () => ({});

        function refresh() {
          for (const [key, show] of bound) show(model.get(key));
          try {
            host.dataset.shown = JSON.stringify(draw());
            fault.textContent = "";
          } catch (error) {
            fault.textContent = error.message;
          }
        }

        /** Change traits together; one drawing, then perhaps the way there. */
        function set(values, way) {
          moves.finish();
          setting = true;
          for (const [key, value] of Object.entries(values)) model.set(key, value);
          setting = false;
          model.save_changes();
          refresh();
          if (way) moves.show(way);
        }

        function bind(key, control) {
          bound.push([key, control.show]);
          control.show(model.get(key));
          return control.node;
        }

        function reset() {
          for (const each of resets) each();
          set(Object.fromEntries(first));
        }

        const self = {
          host,
          live,
          motion: moves,
          fault,
          get: (key) => model.get(key),
          set,
          refresh,
          onEnd: (end) => ends.push(end),
          onReset: (each) => resets.push(each),
          choice: (key, label, options) =>
            bind(key, choice({ label, options, onChange: (value) => set({ [key]: value }) })),
          toggle: (key, label) =>
            bind(key, toggle({ label, onChange: (value) => set({ [key]: value }) })),
          resetButton: () => button("Reset", reset),
          task(...words) {
            const made = task(...words);
            resets.push(made.reset);
            const kept = model.get("kept_as");
            if (!kept) return made;
            // In Jupyter there is no static page behind the figure: Python keeps the progress.
            const entry = ui.assetUrl("") === null ? null : ui.progress(kept);
            if (entry ? entry.read().solved : model.get("solved")) made.recall();
            const show = (verdict) => {
              made.show(verdict);
              if (!verdict.done) return;
              model.set("solved", true);
              model.save_changes();
              entry?.record(true);
            };
            return { ...made, show };
          },
          /** On paper, where nobody presses, the traits are as `full()` says; then as they were. */
          onPaper(full) {
            let before = null;
            const fill = () => {
              if (before) return; // a browser may say it twice
              const values = full();
              before = Object.fromEntries(Object.keys(values).map((key) => [key, model.get(key)]));
              set(values);
              live.flush();
            };
            const empty = () => {
              if (before) set(before);
              before = null;
            };
            window.addEventListener("beforeprint", fill);
            window.addEventListener("afterprint", empty);
            ends.push(() => {
              window.removeEventListener("beforeprint", fill);
              window.removeEventListener("afterprint", empty);
            });
          },
          /** What can be dragged stirs once, when it is first seen: so that one sees that it can. */
          nudge(node) {
            if (nudged || ui.lessMotion()) return;
            ends.push(
              whenSeen(node, () => {
                if (nudged) return;
                nudged = true;
                const there = ["none", "translate(6px)", "none"].map((transform) => ({
                  transform,
                }));
                node.animate(there, { duration: 300, delay: 400 });
              }),
            );
          },
        };
        const changed = () => {
          if (setting) return;
          moves.finish();
          refresh();
        };
        for (const key of names) model.on(`change:${key}`, changed);
        ends.push(() => names.forEach((key) => model.off(`change:${key}`, changed)), moves.finish);
        draw = build(self);
        refresh();
        return () => ends.forEach((end) => end());
      });
    }

    return { explorable };
  })(),
);
