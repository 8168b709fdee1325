// The furniture of a figure: a glass that magnifies the seam between two pictures.
Object.assign(
  ui,
  (() => {
    const { el } = ui;

    /** The first of the `side` rows of two arrays, between these columns, that differ the most. */
    function mostUnlike([one, other], [from, to], side, otherwise) {
      const [height, width] = one.shape;
      const unlike = Array.from({ length: height }, (_, row) => {
        let total = 0;
        for (let i = row * width + from; i < row * width + to; i++) {
          total += Math.abs(one.data[i] - other.data[i]);
        }
        return total;
      });
      let [sum, most, best] = [0, 1e-9, otherwise];
      unlike.forEach((each, row) => {
        sum += each - (unlike[row - side] ?? 0);
        if (row >= side - 1 && sum > most * (1 + 1e-9)) [most, best] = [sum, row - side + 1];
      });
      return best;
    }

    /**
     * What lies around the seam of a curtain, magnified, there where it shows most:
     * `show(canvases, arrays, part, row)` takes what is painted before it and beyond it, the numbers
     * of both, where it stands in per cent, and where to look if both are the same. It gives the place
     * that is seen, for the `frame` around it. Of a small picture each pixel is seen as it is.
     */
    function seamGlass(most = 13) {
      const canvas = el("canvas");
      const line = el("i", { class: "cnn-seam" });
      const node = el("div", { class: "cnn-glass", "aria-hidden": "true" }, canvas, line);
      const frame = el("div", { class: "cnn-glassed" });
      const show = ([before, beyond], arrays, part, row) => {
        const { width, height } = before;
        const side = Math.min(most, width, height);
        node.hidden = frame.hidden = Math.min(width, height) < 4 * most;
        const begin = (middle, length) =>
          Math.min(length - side, Math.max(0, middle - (side >> 1)));
        const seam = Math.round((part * width) / 100);
        const left = begin(seam, width);
        const top = mostUnlike(arrays, [left, left + side], side, begin(row, height));
        const cut = seam - left;
        canvas.width = canvas.height = side; // which empties it
        const context = canvas.getContext("2d");
        context.drawImage(before, left, top, cut, side, 0, 0, cut, side);
        context.drawImage(beyond, seam, top, side - cut, side, cut, 0, side - cut, side);
        node.style.setProperty("--curtain", `${(100 * cut) / side}%`);
        node.dataset.side = part > 50 ? "left" : "right";
        return { top, left, shape: [side, side] };
      };
      return { node, frame, show };
    }

    return { seamGlass };
  })(),
);
