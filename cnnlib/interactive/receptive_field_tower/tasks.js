// What is asked of a tower of one's own, and what is said of each attempt.
const towerTask = {
  ask:
    "Build a tower of at most four layers in which a unit sees a field of at least 31 pixels and " +
    "reads every one of them. Use as few weights as you can.",
  judge({ layers, shown: { size, read, weights } }) {
    const kernels = layers.map(([kernel]) => kernel);
    const all = towerField.product(kernels);
    const times = kernels.join(" · ");
    if (layers.length > 4) return { text: `${layers.length} layers: at most four.` };
    if (size >= 31 && read < size) {
      const [some, whole] = [read ** 2, size ** 2].map((each) => each.toLocaleString("en"));
      const but = `but it reads ${some} of ${whole} pixels.`;
      return { text: `${size} wide with ${weights} weights, ${but}` };
    }
    if (size >= 31) {
      const bound =
        "a layer multiplies the pixels read by its kernel at most, and 3 · 3 · 2 · 2 = 36";
      const text =
        weights === 26
          ? `26·C² weights, the fewest: ${bound}.`
          : `${weights}·C² weights, and all ${size} of ${size} pixels in a row are read. It goes with fewer.`;
      return { done: true, weights, text };
    }
    if (layers.every(([, stride, , dilation]) => stride === 1 && dilation === 1)) {
      const same = new Set(kernels).size === 1 ? kernels[0] - 1 : "its kernel less one";
      return { text: `${size}: without stride or dilation each layer adds only ${same}.` };
    }
    if (layers.length > 1 && all === size) {
      return { text: `${size} = ${times}. The product must reach 31.` };
    }
    return { text: `The field has ${size} pixels. It must have 31.` };
  },
};
