// The furniture of a figure: the channels of a volume, and what a kernel on each makes of it.
Object.assign(
  ui,
  (() => {
    const { appears, cells, closesInto, el, fliesFrom, formatNumber, kernelEditor, pane } = ui;
    const BRIGHTEST = 2; // that a press makes of a pixel
    const box = (name, ...nodes) => el("div", { class: name }, ...nodes);

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
      const window = pane({ grid: sheet, label, stride, onMove, onPress: press });
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
        window.show({ row, column, weights, products: [], limits });
        title.textContent = words;
        editor.show(weights);
        products.show(under, { scale: most });
        sign.textContent = sum < 0 ? "−" : first ? "" : "+";
        number.textContent = formatNumber(Math.abs(sum));
      }

      /** The tweens: the products come from below the window, then close up into their sum. */
      function gathers(delay, flying, gathering) {
        const { length } = products.table.querySelectorAll("tbody tr");
        const added = delay + flying + gathering;
        const tweens = Array.from({ length: length ** 2 }, (_, i) => {
          const [u, v] = [Math.floor(i / length), i % length];
          const text = products.text(u, v);
          const pixel = sheet.text(place[0] + u, place[1] + v).getBoundingClientRect();
          return [
            text.textContent === "0" // what adds nothing need not fly
              ? appears(text, delay + flying - 60, 60)
              : fliesFrom(text, pixel, delay, flying),
            closesInto(text.parentNode, number, delay + flying, gathering, 100),
          ];
        });
        return [...tweens.flat(), appears(number, added - 60, 60), appears(sign, added - 60, 60)];
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
