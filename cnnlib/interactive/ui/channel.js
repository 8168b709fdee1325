// The furniture of a figure: the channels of a volume, and what a kernel on each makes of it.
Object.assign(
  ui,
  (() => {
    const { appears, cells, comesFrom, el, formatNumber, kernelEditor, pane } = ui;
    const BRIGHTEST = 2; // that a press makes of a pixel
    const STAND = 100; // milliseconds, in which products stand again
    const box = (name, ...nodes) => el("div", { class: name }, ...nodes);

    /** How a node lies on another one, a little smaller. */
    const wayFrom = (node, other) =>
      comesFrom(node, other.getBoundingClientRect(), 0, 0, 0.8)[1][0].transform;

    /** Rows with `count` zeros around them. */
    function padded(rows, count) {
      const [around, width] = [Array(count).fill(0), rows[0].length + 2 * count];
      const zeros = around.map(() => Array(width).fill(0));
      return [...zeros, ...rows.map((line) => [...around, ...line, ...around]), ...zeros];
    }

    /**
     * A sheet of numbers with its window, the kernel that lies on it, the products of both, and their
     * sum, a term of a longer one. `letter` and `name` are the channel's; `first` says that it has no
     * plus in front. A press makes 0, 1, 2, and 0 again of a number: `onPixels(rows)`;
     * `onMove(row, column)` asks for another place of the window; `kernel` are its editor's arguments.
     */
    function channel({ letter, name, first, stride, padding, onMove, onPixels, kernel }) {
      let rows = [];
      const press = (...at) => {
        const [row, column] = at.map((each) => each - padding);
        if (rows[row]?.[column] === undefined) return; // a zero of the padding
        const next = (rows[row][column] + 1) % (BRIGHTEST + 1);
        const isHere = (i, j) => i === row && j === column;
        onPixels(rows.map((line, i) => line.map((value, j) => (isHere(i, j) ? next : value))));
      };
      const sheet = cells({ label: `${letter} (${name})`, role: "input", onPress: press });
      const label = `Window on ${letter}: arrow keys move all windows, the space bar plays`;
      const window = pane({ grid: sheet, label, onMove, onPress: press });
      if (!first) window.node.tabIndex = -1; // one of them is enough for the keyboard
      const editor = kernelEditor({ label: `kernel on ${letter}`, ...kernel });
      const title = el("p", { class: "cnn-name" });
      const products = cells({ label: "products" });
      const [sign, number] = [el("i"), el("b")];
      const term = el("span", { class: "cnn-term" }, sign, number);
      const part = el("p", { class: "cnn-part" }, el("small", {}, letter), term);
      const times = box("cnn-times", title, editor.node);
      const node = box("cnn-channel", sheet.node, times, products.node, part);
      sheet.node.style.setProperty("--padding", padding);
      let place = [0, 0];

      function show({ pixels, brightest, weights, words, row, column, limits, under, most, sum }) {
        rows = pixels;
        place = [stride * row, stride * column];
        sheet.show(padded(rows, padding), { scale: brightest });
        for (const cell of sheet.table.querySelectorAll("[data-place]")) {
          const [down, right] = cell.dataset.place.split(",").map((at) => at - padding);
          cell.toggleAttribute("data-padding", rows[down]?.[right] === undefined);
        }
        window.show({ row, column, weights, products: [], limits, stride });
        title.textContent = words;
        editor.show(weights);
        products.show(under, { scale: most });
        sign.textContent = sum < 0 ? "−" : first ? "" : "+";
        number.textContent = formatNumber(Math.abs(sum));
      }

      /** The tweens: the products come from below the window, then close up into their sum. */
      function gathers(delay, flying, gathering) {
        const whole = flying + gathering + STAND;
        const [landed, added] = [flying / whole, (flying + gathering) / whole];
        const own = { transform: "none", opacity: 1 };
        const tiles = [...products.table.querySelectorAll("[data-place]")].map((tile) => {
          if (tile.dataset.sign === "0") return [tile, [{ opacity: 0 }, own], delay, flying]; // adds nothing
          const [u, v] = tile.dataset.place.split(",").map(Number);
          const pixel = sheet.text(place[0] + u, place[1] + v);
          const [from, into] = [pixel, number].map((other) => wayFrom(tile, other));
          const keyframes = [
            { transform: from, opacity: 0 },
            { transform: from, opacity: 1, offset: 0.02 },
            { ...own, offset: landed },
            { transform: into, opacity: 0.5, offset: added },
            { ...own, opacity: 0, offset: added },
            own,
          ];
          return [tile, keyframes, delay, whole];
        });
        const sum = [number, sign].map((e) => appears(e, delay + flying + gathering - 60, 60));
        return [...tiles, ...sum];
      }

      return { node, pane: window.node, term, show, gathers };
    }

    /** Three sheets as one picture in color, with the frame of the window that lies there. */
    function colorPicture({ label }) {
      const frame = el("span", { class: "cnn-frame" });
      const node = el("div", { class: "cnn-color", role: "img", "aria-label": label }, frame);
      let dots = [];
      const show = (sheets, { brightest, row, column, side }) => {
        if (!dots.length) dots = sheets[0].flat().map(() => el("i"));
        if (!dots[0].parentNode) node.prepend(...dots);
        dots.forEach(({ style }, i) => {
          const levels = sheets.map((sheet) => Math.round((255 * sheet.flat()[i]) / brightest));
          style.background = `rgb(${levels.join(" ")})`;
        });
        const places = { columns: sheets[0][0].length, row, column, side };
        for (const [name, value] of Object.entries(places)) {
          node.style.setProperty(`--${name}`, value);
        }
      };
      return { node, frame, show };
    }

    return { channel, colorPicture };
  })(),
);
