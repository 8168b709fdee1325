// The furniture of a figure: ten templates, the weights of a layer as pictures, and ink upon them.
Object.assign(
  ui,
  (() => {
    const { el } = ui;
    const SIDE = 28;
    const FAINT = 0.3; // how strong a template is where no ink lies on it
    const FULL = 0.25; // the share of the largest weight that has the full color

    /** The trait `templates`, { values, scale, bias }, as ten arrays of weights. */
    function templatesOf({ values, scale, bias }) {
      const size = values.byteLength / 2 / bias.length;
      const weight = (i) => scale * values.getInt16(2 * i, true);
      const weights = bias.map((_, c) =>
        Float64Array.from(Array(size).keys(), (i) => weight(c * size + i)),
      );
      const most = Math.max(...weights.map((each) => Math.max(...each.map(Math.abs)))) || 1;
      return { weights, bias, full: FULL * most };
    }

    /** The score of each template for a picture: the weights times what lies on them, and the bias. */
    const scoresOf = ({ weights, bias }, picture) =>
      weights.map((each, c) => each.reduce((sum, w, i) => sum + w * picture[i], bias[c]));

    /** Where a picture, 28×28, may move without losing ink: from and to, down and right. */
    function reachOf(picture) {
      const inked = [...picture.keys()].filter((i) => picture[i]);
      const axes = [inked.map((i) => Math.floor(i / SIDE)), inked.map((i) => i % SIDE)];
      return axes.map((at) => [-Math.min(...at), SIDE - 1 - Math.max(...at)]);
    }

    /** The picture, moved; all of its ink must stay in the frame. */
    function shifted(picture, down, right) {
      const moved = new Float64Array(picture.length);
      picture.forEach((value, i) => value && (moved[i + down * SIDE + right] = value));
      return moved;
    }

    /** The colors that `node` has now, as { minus, background, plus, ink, text }, each [red, green, blue]. */
    function colorsOf(node) {
      const style = getComputedStyle(node);
      const context = el("canvas").getContext("2d", { willReadFrequently: true });
      const same = ["minus", "background", "plus", "text"].map((name) => [name, name]);
      const names = Object.fromEntries([...same, ["ink", "padding"]]);
      const read = ([key, name]) => {
        context.fillStyle = style.getPropertyValue(`--cnn-${name}`);
        context.fillRect(0, 0, 1, 1);
        return [key, [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)];
      };
      return Object.fromEntries(Object.entries(names).map(read));
    }

    /** Between two colors. */
    const mixed = (one, other, part) => one.map((c, i) => c + (other[i] - c) * part);

    /**
     * A template, and if there is `ink` faintly, and the ink upon it: in the color of plus where a
     * weight counts for the digit, in that of minus where it counts against it, gray where it does
     * not count.
     */
    function paintTemplate(canvas, weights, full, ink, { minus, background, plus, ink: gray }) {
      paint(canvas, (i) => {
        const hue = weights[i] < 0 ? minus : plus;
        const part = Math.min(1, Math.abs(weights[i]) / full);
        if (!ink) return [...mixed(background, hue, part), 255];
        const below = mixed(background, hue, FAINT * part);
        return [...mixed(below, mixed(gray, hue, part), ink[i]), 255];
      });
    }

    /** A square picture in ink of one color; where there is no ink one sees through. */
    const paintInk = (canvas, ink, color) =>
      paint(canvas, (i) => [...color, 255 * ink[i]], Math.sqrt(ink.length));

    function paint(canvas, colorAt, side = SIDE) {
      [canvas.width, canvas.height] = [side, side];
      const image = canvas.getContext("2d").createImageData(side, side);
      for (let i = 0; i < side * side; i++) image.data.set(colorAt(i), 4 * i);
      canvas.getContext("2d").putImageData(image, 0, 0);
    }

    /** Ten small templates with a bar and a share each; buttons if there is `onPress(digit)`. */
    function templateRack({ onPress = null } = {}) {
      const made = [...Array(10).keys()].map((digit) => {
        const [canvas, bar, said] = [el("canvas", { "aria-hidden": "true" }), el("i"), el("small")];
        const unseen = (text) => el("span", { class: "cnn-unseen" }, text);
        const named = el("b", {}, unseen("Template "), digit);
        const label = el("span", {}, named, unseen(", "), said);
        const pressed = { type: "button", onclick: () => onPress(digit) };
        return {
          canvas,
          bar,
          said,
          node: el(...(onPress ? ["button", pressed] : ["div", {}]), canvas, label, bar),
        };
      });
      const node = el("div", { class: "cnn-rack" }, ...made.map((each) => each.node));
      function show({ shares, chosen, read, paint: paintOn }) {
        made.forEach((each, digit) => {
          const share = `${Math.round(100 * shares[digit])} %`;
          paintOn(each.canvas, digit);
          each.bar.style.setProperty("--share", shares[digit]);
          each.said.textContent = share;
          if (onPress) each.node.setAttribute("aria-pressed", digit === chosen);
          each.node.toggleAttribute("data-read", digit === read);
        });
      }
      return { node, show, at: (digit) => made[digit] };
    }

    return {
      colorsOf,
      paintInk,
      paintTemplate,
      reachOf,
      scoresOf,
      shifted,
      templateRack,
      templatesOf,
    };
  })(),
);
