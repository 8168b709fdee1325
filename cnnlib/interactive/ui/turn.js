// The furniture of a figure: a kernel that is turned by 180° under the finger, digits upright.
Object.assign(
  ui,
  (() => {
    const { button, el, turnable, turnsFrom } = ui;
    const BEAT = 300;

    /** What is said of a kernel that lies turned; `changes(delay)` lets it be said after the turn. */
    function turnedWord() {
      const node = el("span", { class: "cnn-turned" }, ", turned");
      const show = (turned) => node.toggleAttribute("data-said", turned);
      const changes = (delay) => {
        const seen = ["0", "1"].map((opacity) => ({ visibility: "visible", opacity }));
        return [node, "said" in node.dataset ? seen : seen.reverse(), delay, 80];
      };
      return { node, show, changes };
    }

    /**
     * A round grip at the corner of `kernel`, one of `cells`, and a button; the kernel and the window
     * `pane` turn together. `onTurn(way)` makes the new state; `way(more)` are the tweens that show
     * how it came about, with those of whatever changes after the turn.
     */
    function turner({ figure, kernel, pane, onTurn }) {
      const { host, motion } = figure;
      const name = { "aria-label": "Drag around the kernel to turn it" };
      const grip = el("button", { type: "button", class: "cnn-turn", tabindex: -1, ...name });
      kernel.plate.append(grip);
      const word = turnedWord();
      kernel.node.querySelector(".cnn-name").append(word.node);
      let angle = 0;

      /** Back by `from` degrees to where they are. */
      const turning = (from) => {
        const numbers = [...kernel.table.querySelectorAll("td > span"), ...pane.spans()];
        return [
          ...turnsFrom([kernel.table, pane.body], from, 0, BEAT),
          ...turnsFrom(numbers, -from, 0, BEAT),
        ];
      };
      /** The grip goes on with the kernel, then is back in its place, for the next turn. */
      const gripOn = (from, to) => {
        const there = { transform: `rotate(${to}deg)` };
        const keyframes = [
          { transform: `rotate(${from}deg)`, opacity: 1 },
          { ...there, opacity: 1, offset: 0.8 },
          { ...there, opacity: 0, offset: 0.9 },
          { transform: "none", opacity: 0, offset: 0.9 },
          { transform: "none", opacity: 1 },
        ];
        return [grip, keyframes, 0, BEAT / 0.8];
      };
      const complete = (turned) => {
        const half = Math.sign(turned) * 180;
        onTurn(() => [...turning(turned - half), gripOn(turned, half), word.changes(BEAT)]);
      };
      const press = () => complete(0.001); // clockwise

      turnable(grip, {
        center: kernel.table,
        onTurn(next) {
          motion.finish();
          angle = next;
          host.style.setProperty("--turn", `${next}deg`);
        },
        onEnd() {
          host.style.removeProperty("--turn");
          if (Math.abs(angle) > 90) complete(angle);
          else motion.show(() => [...turning(angle), ...turnsFrom([grip], angle, 0, BEAT)]);
        },
        onPress: press,
      });
      host.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey, target }) => {
        if (ctrlKey || metaKey || altKey || target.matches("input, textarea")) return;
        if (key.toLowerCase() === "t") press();
      });
      const look = { class: "cnn-button cnn-icon", "data-icon": "turn" };
      const node = button("Turn the kernel", press, look);
      const show = (turned) => {
        node.setAttribute("aria-pressed", turned);
        host.toggleAttribute("data-turned", turned);
        word.show(turned);
      };
      return { node, show, beat: BEAT };
    }

    return { turnedWord, turner };
  })(),
);
