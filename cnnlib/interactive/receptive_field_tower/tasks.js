// What is asked, and what is said of each attempt.
const towerTasks = (() => {
  const wrong = (text) => ({ text });
  const solved = (text, weights) => ({ done: true, text, weights });
  const BOUND = "a layer multiplies the pixels read by its kernel, at most: 3 · 3 · 2 · 2 = 36";

  /** A unit that sees the whole picture. */
  const whole = {
    ask: "Find the lowest layer with a unit that sees the whole picture.",
    judge({ shown, size: side, real, top, widest, levels }) {
      const { size, row, share } = shown;
      const [seen, missing] = [Math.min(...real), side - size];
      if (missing > 0) {
        return wrong(`${row}: its units see ${size} of ${side} columns, wherever they stand.`);
      }
      if (seen < side) {
        const axis = real[1] < side ? "columns" : "rows";
        return wrong(`The field is large enough, but this unit sees ${seen} of ${side} ${axis}.`);
      }
      const covers = ({ start, size: wide, jump }, level) =>
        [...Array(levels[level].outputs).keys()].some((unit) => {
          const first = start + unit * jump;
          return first <= 0 && first + wide >= side;
        });
      if (widest.findIndex(covers) < top) {
        return wrong("It sees the whole picture. So does a unit of a lower layer.");
      }
      const part = `Of its ${size} × ${size} pixels ${Math.round(100 * share)} % are picture.`;
      return solved(`${row} is the first to see it all. ${part}`);
    },
  };

  /** A field of 31 pixels, all of them read, with few weights. */
  const weights = {
    ask:
      "Build a tower of at most four layers in which a unit sees a field of at least 31 pixels and " +
      "reads every one of them. Use as few weights as you can.",
    judge({ own, layers, shown: { size, read, weights: used } }) {
      if (!own) return null;
      const kernels = layers.map(([kernel]) => kernel);
      if (layers.length > 4) return wrong(`${layers.length} layers: at most four.`);
      if (size >= 31 && read < size) {
        const [some, all] = [read ** 2, size ** 2].map((each) => each.toLocaleString("en"));
        return wrong(`${size} wide with ${used} weights, but it reads ${some} of ${all} pixels.`);
      }
      if (size >= 31) {
        if (used === 26) return solved(`26·C² weights, the fewest: ${BOUND}.`, used);
        const text = `${used}·C² weights, and all ${size} of ${size} pixels in a row are read.`;
        return solved(`${text} It goes with fewer.`, used);
      }
      if (layers.every(([, stride, , dilation]) => stride === 1 && dilation === 1)) {
        const same = new Set(kernels).size === 1 ? kernels[0] - 1 : "its kernel less one";
        return wrong(`${size}: without stride or dilation each layer adds only ${same}.`);
      }
      if (layers.length > 1 && towerField.product(kernels) === size) {
        return wrong(`${size} = ${kernels.join(" · ")}. The product must reach 31.`);
      }
      return wrong(`The field has ${size} pixels. It must have 31.`);
    },
  };

  return { whole, weights };
})();
