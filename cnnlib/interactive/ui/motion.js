// The furniture of a figure: motion. What is drawn is the new state; motion only shows the way there.
//
// A tween is [node, keyframes, delay, duration], in milliseconds; until it begins, the node looks as
// its first keyframe says. Nothing waits for a tween, and whatever the reader does next ends all of
// them at once, so a figure is never in between.
Object.assign(
  ui,
  (() => {
    const { inView } = ui;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)");

    function motion(host) {
      let running = [];
      const ghosts = [];

      const finish = () => {
        for (const animation of running.splice(0)) animation.cancel();
        for (const ghost of ghosts.splice(0)) ghost.remove();
        delete host.dataset.moving;
      };

      /** Show the way: `make()` gives the tweens. Not for whoever asked for less, nor out of view. */
      const show = (make) => {
        finish();
        if (still.matches || !inView(host)) return;
        const tweens = make().filter(Boolean);
        if (!tweens.length) return;
        host.dataset.moving = "";
        const started = tweens.map(([node, keyframes, delay, duration]) =>
          node.animate(keyframes, { delay, duration, easing: "ease-in-out", fill: "both" }),
        );
        running = started;
        const ended = () => running === started && finish();
        Promise.all(started.map((animation) => animation.finished)).then(ended, () => {});
      };

      /** What stood in `node` before, an element made for it, covers it and then leaves upward. */
      const leaves = (node, ghost, delay, duration) => {
        ghost.classList.add("cnn-ghost");
        ghost.setAttribute("aria-hidden", "true");
        ghosts.push(ghost);
        node.append(ghost);
        const keyframes = [
          { opacity: 1, transform: "none" },
          { opacity: 0, transform: "translateY(-40%)" },
        ];
        return [ghost, keyframes, delay, duration];
      };

      /** What stood on `node` before covers it and fades. */
      const fades = (node, ghost, delay, duration) => {
        const [covering] = leaves(node, ghost);
        return [covering, [{ opacity: 1 }, { opacity: 0 }], delay, duration];
      };

      /** A copy of something smaller flies from there, a box in the window's coordinates, into `node`. */
      const fliesInto = (node, copy, box, delay, duration) => {
        const [flying] = leaves(node, copy);
        const scale = box.width / node.getBoundingClientRect().width;
        const [, [from, to], ...times] = comesFrom(flying, box, delay, duration, scale);
        return [flying, [from, { ...to, offset: 0.8, opacity: 1 }, { opacity: 0 }], ...times];
      };

      return { show, fades, finish, fliesInto, leaves };
    }

    /** From another place, a box in the window's coordinates, to its own. */
    function comesFrom(node, box, delay, duration, scale = 1) {
      const own = node.getBoundingClientRect();
      const right = box.left + box.width / 2 - own.left - own.width / 2;
      const down = box.top + box.height / 2 - own.top - own.height / 2;
      const from = `translate(${right}px, ${down}px) scale(${scale})`;
      return [node, [{ transform: from }, { transform: "none" }], delay, duration];
    }

    /** As `comesFrom`, but seen only from when it leaves; if it `fits`, as large as where it was. */
    function fliesFrom(node, box, delay, duration, fits = false) {
      const { width, height } = node.getBoundingClientRect();
      const scale = fits ? Math.min(box.width / width, box.height / height) : 1;
      const [, [from, to], ...times] = comesFrom(node, box, delay, duration, scale);
      const keyframes = [
        { ...from, opacity: 0, offset: 0 },
        { ...from, opacity: 1, offset: 0.02 },
        { ...to, opacity: 1, offset: 1 },
      ];
      return [node, keyframes, ...times];
    }

    function appears(node, delay, duration) {
      const from = { opacity: 0, transform: "translateY(40%)" };
      return [node, [from, { opacity: 1, transform: "none" }], delay, duration];
    }

    /** Asked before a change: the way in which the texts that it makes others appear. */
    function comesAnew(nodes, duration) {
      const before = nodes.map((node) => node.textContent);
      const isNew = (node, i) => node.textContent !== before[i];
      return () => nodes.filter(isNew).map((node) => appears(node, 0, duration));
    }

    /** It goes into another node in `closing`, and stands in its own place again in `opening`. */
    function closesInto(node, into, delay, closing, opening) {
      const [, [{ transform }]] = comesFrom(node, into.getBoundingClientRect(), 0, 0, 0.7);
      const offset = closing / (closing + opening);
      const keyframes = [
        { transform: "none", opacity: 1 },
        { transform, opacity: 0.5, offset },
        { transform: "none", opacity: 0, offset },
        { transform: "none", opacity: 1 },
      ];
      return [node, keyframes, delay, closing + opening];
    }

    /** Each of these turned back by `angle` degrees, to where it is. */
    function turnsFrom(nodes, angle, delay, duration) {
      const keyframes = [{ transform: `rotate(${angle}deg)` }, { transform: "none" }];
      return nodes.map((node) => [node, keyframes, delay, duration]);
    }

    const lessMotion = () => still.matches;
    return { appears, closesInto, comesAnew, comesFrom, fliesFrom, lessMotion, motion, turnsFrom };
  })(),
);
