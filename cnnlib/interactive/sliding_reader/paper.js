// The page: its ink, digits that are carried about on it, the reader's frame, the answers; the tray.
const slidePaper = (() => {
  const { COLUMNS, HEIGHT, ROWS, SIDE, STRIDE, SURE, WIDTH } = slideNet;
  const { el } = ui;
  const RIM = 2; // pixels around a digit's ink that still take hold of it
  const SLOP = 8; // CSS pixels that a finger wanders before it drags
  const range = (count) => [...Array(count).keys()];
  const share = (pixels, all) => `${(100 * pixels) / all}%`;

  /** Ink of one color; where there is none one sees through. */
  function paint(canvas, width, ink, [red, green, blue]) {
    const height = ink.length / width;
    if (canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width, height];
    }
    const context = canvas.getContext("2d");
    const image = context.createImageData(width, height);
    for (let i = 0; i < ink.length; i++) {
      image.data[4 * i] = red;
      image.data[4 * i + 1] = green;
      image.data[4 * i + 2] = blue;
      image.data[4 * i + 3] = 255 * ink[i];
    }
    context.putImageData(image, 0, 0);
  }

  /** A numeral for each of the 120 places: `show(places, there)`, the digits that lie `there`. */
  function numerals(name) {
    const cells = range(ROWS * COLUMNS).map(() => el("span"));
    const node = el("div", { class: name, "aria-hidden": "true" }, ...cells);
    let written = [];
    function show(places, there) {
      const digits = [...there].sort().join();
      if (written[0] === places && written[1] === digits) return;
      written = [places, digits];
      cells.forEach((cell, k) => {
        const { answer, probability } = places[k];
        const sure = probability > SURE;
        ui.put(cell, String(answer));
        cell.style.setProperty("--p", probability.toFixed(3));
        cell.toggleAttribute("data-sure", sure);
        cell.toggleAttribute("data-false", sure && !there.has(answer));
      });
    }
    return { node, cells, show };
  }

  /** Whether the middle of a digit whose corner is there has left the page. */
  const isOut = ([top, left]) =>
    top < -SIDE / 2 || top > HEIGHT - SIDE / 2 || left < -SIDE / 2 || left > WIDTH - SIDE / 2;

  /**
   * `onMove(index, place)` and `onDrop(index, isOut)` are told of a digit carried about, `onRemove`
   * of one that a key takes away, `onLay(which, place)` of one from the tray: it gives its index, or
   * null if there is no room; `onFrame(row, column)` asks for another place of the frame.
   */
  function paper({ tray, onMove, onDrop, onRemove, onLay, onFrame }) {
    const canvas = el("canvas", { "aria-hidden": "true" });
    const written = numerals("sr-written");
    written.cells.forEach((cell, k) => {
      cell.style.left = share(STRIDE * (k % COLUMNS) + SIDE / 2, WIDTH);
      cell.style.top = share(STRIDE * Math.floor(k / COLUMNS) + SIDE / 2, HEIGHT);
    });
    const says = "Frame of the reader: arrow keys move it by 4 pixels";
    const access = { role: "application", tabindex: 0, "aria-label": says };
    const grip = el("div", { class: "sr-grip cnn-carried", ...access }, el("i"));
    const frame = el("div", { class: "sr-frame" }, grip);
    const node = el("div", { class: "sr-paper" }, canvas, written.node, frame);
    const unit = () => node.clientWidth / WIDTH;
    const handles = [];
    let laid = [];
    let last = [0, 0]; // where the digit in hand would be
    let moved = false;
    let at = [0, 0]; // of the frame

    ui.carriable(grip, {
      unit: () => STRIDE * unit(),
      place: () => at,
      onMove(row, column) {
        if (row !== at[0] || column !== at[1]) moved = true;
        onFrame(row, column);
      },
    });

    function handle(index) {
      const made = el("div", { class: "sr-digit cnn-carried", role: "application", tabindex: 0 });
      ui.carriable(made, {
        unit,
        place: () => (last = laid[index].slice(1)),
        onMove(...place) {
          if (place.every((each, axis) => each === last[axis])) return;
          [last, moved] = [place, true];
          made.toggleAttribute("data-leaving", isOut(place));
          onMove(index, place);
        },
        onDrop: () => {
          made.removeAttribute("data-leaving");
          onDrop(index, isOut(last));
        },
      });
      made.addEventListener("keydown", ({ key }) => {
        if (key !== "Delete" && key !== "Backspace") return;
        onRemove(index);
        (handles[index] ?? handles.at(-1) ?? grip).focus();
      });
      return made;
    }

    node.addEventListener("pointerdown", () => (moved = false), true);
    node.addEventListener("click", ({ clientX, clientY, target, detail }) => {
      if (moved || !detail || grip.contains(target)) return; // it was carried, or a key did it
      const box = node.getBoundingClientRect();
      const pixels = [clientY - box.top, clientX - box.left].map((way) => way / unit());
      onFrame(...pixels.map((pixel) => Math.round((pixel - SIDE / 2) / STRIDE)));
    });

    /** The corner of a digit whose middle a finger is at. */
    function placeAt({ clientX, clientY }) {
      const box = node.getBoundingClientRect();
      const ways = [clientY - box.top, clientX - box.left];
      return ways.map((way) => Math.round(way / unit() - SIDE / 2));
    }

    function sample({ label }, which) {
      const picture = el("canvas", { "aria-hidden": "true" });
      const press = { type: "button", class: "sr-sample", "aria-label": `Lay a ${label}` };
      const made = el("button", press, picture);
      let [began, index, dragged] = [null, null, false];
      made.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || !event.isPrimary) return;
        made.setPointerCapture(event.pointerId);
        [began, index, dragged] = [event, null, false];
      });
      made.addEventListener("pointermove", (event) => {
        if (!began || !event.isPrimary) return;
        const way = Math.hypot(event.clientX - began.clientX, event.clientY - began.clientY);
        if (index === null && way < SLOP) return;
        const place = placeAt(event);
        if (index === null) {
          dragged = true;
          index = onLay(which, place);
          if (index === null) began = null;
        } else onMove(index, place);
        handles[index]?.toggleAttribute("data-leaving", isOut(place));
      });
      for (const type of ["pointerup", "pointercancel"]) {
        made.addEventListener(type, (event) => {
          if (!began) return;
          began = null;
          if (index === null) return;
          handles[index]?.removeAttribute("data-leaving");
          onDrop(index, type === "pointercancel" || isOut(placeAt(event)));
        });
      }
      made.addEventListener("click", () => {
        if (!dragged) onLay(which, null);
        dragged = false;
      });
      return { node: made, picture };
    }

    const samples = tray.map(sample);
    const shelf = el("div", { class: "sr-tray", role: "group", "aria-label": "Digits to lay" });
    shelf.append(...samples.map((each) => each.node));

    function show({ page, digits, row, column, color }) {
      [laid, at] = [digits, [row, column]];
      paint(canvas, WIDTH, page, color);
      while (handles.length > laid.length) handles.pop().remove();
      while (handles.length < laid.length) {
        handles.push(handle(handles.length));
        written.node.before(handles.at(-1));
      }
      laid.forEach(([which, top, left], index) => {
        const { box, label } = tray[which];
        const [[above, below], [first, last_]] = box;
        Object.assign(handles[index].style, {
          top: share(Math.max(0, top + above - RIM), HEIGHT),
          left: share(Math.max(0, left + first - RIM), WIDTH),
          height: share(below - above + 2 * RIM, HEIGHT),
          width: share(last_ - first + 2 * RIM, WIDTH),
        });
        const where = `${top} pixels down, ${left} to the right`;
        const keys = "arrow keys move it, Delete takes it away";
        handles[index].setAttribute("aria-label", `A ${label}, ${where}: ${keys}`);
      });
      frame.style.top = share(STRIDE * row, HEIGHT);
      frame.style.left = share(STRIDE * column, WIDTH);
    }

    const onTheme = (color) =>
      tray.forEach(({ ink }, which) => paint(samples[which].picture, SIDE, ink, color));
    return { node, shelf, frame, grip, written, show, onTheme };
  }

  return { numerals, paper };
})();
