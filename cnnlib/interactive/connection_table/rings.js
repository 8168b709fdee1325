// The rings of ConnectionTable: one large, whose nodes are pressed, and a small one for each map.
const connectionRings = (() => {
  const { appears, comesFrom, el, fliesFrom, put, range, turnsFrom } = ui;
  const { BELOW, GROUPS, KERNEL, MAPS, called, heardTimes, members, shareOf } = connections;
  const [RADIUS, INNER] = [70, 15]; // in a drawing of 200
  const STEP = 360 / BELOW;
  const KEYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -6, ArrowDown: 6, Home: -MAPS, End: MAPS };
  const at = (i, radius) => {
    const angle = (Math.PI / 180) * (STEP * i - 90);
    return [radius * Math.cos(angle), radius * Math.sin(angle)].map((n) => Number(n.toFixed(2)));
  };
  const line = (name, [x1, y1], [x2, y2]) =>
    el("svg:line", { x1, y1, x2, y2, class: name, pathLength: 1 });

  /** The sides of the hexagon between maps that are both heard. */
  function sidesOf(radius) {
    const sides = range(BELOW).map((i) => line("ct-side", at(i, radius), at(i + 1, radius)));
    const show = (row) =>
      sides.forEach((side, i) => {
        side.toggleAttribute("data-on", Boolean(row[i] && row[(i + 1) % BELOW]));
      });
    return { nodes: sides, show };
  }

  /** A ring that can be pressed, with the number of its map and of its first twin. */
  function small(map, onPress) {
    const sides = sidesOf(22);
    const dots = range(BELOW).map((i) => {
      const [cx, cy] = at(i, 22);
      return el("svg:circle", { cx, cy, r: 5 });
    });
    const number = el("svg:text", {}, map);
    const room = { viewBox: "-30 -30 60 60", "aria-hidden": "true" };
    const drawing = el("svg:svg", room, ...sides.nodes, ...dots, number);
    const node = el("button", { type: "button", class: "ct-map", onclick: onPress }, drawing);
    function show(row, { isHere, isSeat, first, node: pressed }) {
      sides.show(isSeat ? [] : row);
      dots.forEach((dot, i) => {
        dot.toggleAttribute("data-on", Boolean(row[i]) && !isSeat);
        dot.toggleAttribute("data-marked", i === pressed && Boolean(row[i]) && !isSeat);
      });
      number.setAttribute("y", first === null || isSeat ? 5 : -1);
      node.dataset.twin = first === null || isSeat ? "" : `= ${first}`;
      const twins = first === null ? "" : `, as map ${first} does`;
      node.setAttribute("aria-label", isSeat ? `Count to map ${map}` : called(row, map) + twins);
      node.toggleAttribute("data-seat", isSeat);
      node.toggleAttribute("data-pale", pressed !== null && !isSeat && !row[pressed]);
      if (isHere) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
      node.tabIndex = isHere ? 0 : -1;
    }
    return { node, drawing, show };
  }

  /** All sixteen, in their four groups. `onLook(map)`: one was chosen; `onKey(below)`: 0 to 5. */
  function all({ isRing, onLook, onKey }) {
    const made = range(MAPS).map((map) => small(map, () => onLook(map)));
    const shares = GROUPS.map(() => el("b"));
    const groups = GROUPS.map((maps, g) => {
      const rings = el("div", { class: "ct-row" }, ...maps.map((map) => made[map].node));
      const span = maps.length > 1 ? `${maps[0]}–${maps.at(-1)} ` : ""; // one has its number
      const name = el("s", {}, span && "maps ");
      return el("div", { class: "ct-group" }, el("p", {}, name, span, shares[g]), rings);
    });
    const label = "The 16 maps of C3: arrow keys choose one, keys 0 to 5 link it to a map of S2";
    const access = { role: "group", "aria-label": isRing ? "The 16 maps of C3" : label };
    const node = el("div", { class: "ct-maps", ...access }, ...groups);
    let focus = 0;
    node.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^[0-5]$/.test(event.key)) onKey(Number(event.key));
      else if (KEYS[event.key]) {
        event.preventDefault();
        onLook(Math.min(MAPS - 1, Math.max(0, focus + KEYS[event.key])));
        made[focus].node.focus();
      }
    });
    function show(state) {
      const { table, counted, twins, groups: heard, node: pressed } = state;
      focus = state.focus;
      made.forEach((ring, map) => {
        const own = { isHere: map === focus, isSeat: map >= counted, first: twins[map] };
        ring.show(table[map], { ...own, node: pressed });
      });
      shares.forEach((share, g) => {
        put(share, GROUPS[g][0] < counted ? shareOf(heard[g], pressed, GROUPS[g].length) : "");
      });
    }
    const box = (map) => made[map].drawing.getBoundingClientRect();
    const lands = (map, from, ...times) => fliesFrom(made[map].drawing, from, ...times, true);
    return { node, show, box, lands };
  }

  /** The large ring: six nodes, the spokes that are kernels, their sum. `onNode(below)`: pressed. */
  function large({ isRing, onNode }) {
    const sides = sidesOf(RADIUS);
    const spokes = range(BELOW).map((i) => line("ct-spoke", at(i, RADIUS), at(i, INNER)));
    const frame = el("svg:g", { class: "ct-shape" }, ...spokes, ...sides.nodes);
    const faint = range(BELOW).map((i) => line("ct-side", at(i, RADIUS), at(i + 1, RADIUS)));
    const room = { viewBox: "-100 -100 200 200", "aria-hidden": "true" };
    const drawing = el("svg:svg", room, frame);
    const back = el("svg:svg", room, ...faint);
    const place = (i) => {
      const [x, y] = at(i, RADIUS);
      const ways = `--right: ${Math.sign(x)}; --down: ${x ? 0 : Math.sign(y)}`; // for its count
      return { style: `--x: ${50 + x / 2}%; --y: ${50 + y / 2}%; ${ways}` };
    };
    const nodes = range(BELOW).map((i) => {
      const own = { type: "button", class: "ct-node", onclick: () => onNode(i) };
      return el("button", { ...own, ...place(i) }, String(i));
    });
    const tokens = range(BELOW).map((i) => el("i", { class: "ct-token", ...place(i) }));
    const counts = range(BELOW).map((i) => el("span", { class: "ct-count", ...place(i) }));
    const [name, terms, sum] = [el("b"), el("span"), el("span")];
    const center = el("div", { class: "ct-center", title: "parameters" }, name, terms, sum);
    const label = isRing ? "The six maps of S2" : "The six maps of S2: press to link";
    const access = { role: "group", "aria-label": label };
    const parts = [back, drawing, center, ...tokens, ...nodes, ...counts];
    const node = el("div", { class: "ct-large", ...access }, ...parts);

    function show({ table, focus, heard, node: pressed }) {
      const row = table[focus];
      const kernels = members(row).length;
      sides.show(row);
      name.replaceChildren(el("s", {}, "C3 "), `map ${focus}`);
      put(terms, `${kernels} · ${KERNEL} + 1`);
      put(sum, `= ${kernels * KERNEL + 1}`);
      nodes.forEach((each, i) => {
        spokes[i].toggleAttribute("data-on", Boolean(row[i]));
        each.toggleAttribute("data-on", Boolean(row[i]));
        each.setAttribute("aria-label", `S2 map ${i}, ${heardTimes(heard[i])}`);
        each.setAttribute("aria-pressed", String(isRing ? pressed === i : Boolean(row[i])));
        put(counts[i], `${heard[i]}×`);
        counts[i].toggleAttribute("data-none", heard[i] === 0);
      });
    }

    // ---- the way there ------------------------------------------------------------------------
    const box = () => drawing.getBoundingClientRect();
    const seen = (...opacities) => opacities.map((opacity) => ({ opacity }));
    /** The small ring at `from` grows to this one. */
    const grows = (from, ...times) => comesFrom(drawing, from, ...times, from.width / box().width);
    /** Maps that are heard slide along their spokes into the sum. */
    function flows(row, delay, duration) {
      const middle = center.getBoundingClientRect();
      const tweens = members(row).map((i) => {
        const [, [{ transform }]] = comesFrom(tokens[i], middle, 0, 0);
        const way = [
          { transform: "none", opacity: 0, offset: 0 },
          { transform: "none", opacity: 1, offset: 0.02 },
          { transform, opacity: 1, offset: 0.9 },
          { transform, opacity: 0 },
        ];
        return [tokens[i], way, delay, duration];
      });
      const numbers = [terms, sum].map((each) => appears(each, delay + duration, 120));
      return [...tweens, ...numbers];
    }
    /** A kernel unfolds from its map, or folds back into it. */
    function folds(i, isOn, duration) {
      const ends = isOn ? [1, 0] : [0, 1];
      const way = ends.map((strokeDashoffset) => ({ strokeDashoffset, opacity: 1 }));
      return [[spokes[i], way, 0, duration], appears(sum, duration, 120)];
    }
    const steps = (...times) => turnsFrom([frame], -STEP, ...times);
    const counted = (row, ...times) => members(row).map((i) => appears(counts[i], ...times));
    const comes = (...times) => [[frame, seen(0, 1), ...times]];
    return { node, show, box, grows, flows, folds, steps, counts: counted, comes };
  }

  return { all, large };
})();
