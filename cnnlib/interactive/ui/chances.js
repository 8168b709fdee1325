// The furniture of a figure: the answers of a network, a bar for each.
Object.assign(
  ui,
  (() => {
    const { el, put } = ui;

    /**
     * A list of `count` bars: `show(chances, bold)` gives each the length of its probability, from 0
     * to 1, and writes the one that is `bold` so.
     */
    function chances({ label, count = 10 }) {
      const bars = Array.from({ length: count }, (_, answer) => {
        const [fill, text] = [el("i"), el("em")];
        const node = el("li", {}, el("span", {}, answer), el("u", {}, fill), text);
        return { node, fill, text };
      });
      const node = el("ol", { class: "cnn-chances", "aria-label": label });
      node.append(...bars.map((bar) => bar.node));
      const show = (parts, bold) =>
        bars.forEach((bar, answer) => {
          bar.fill.style.setProperty("--p", parts[answer].toFixed(3));
          put(bar.text, `${Math.round(100 * parts[answer])} %`);
          bar.node.toggleAttribute("data-bold", answer === bold);
        });
      return { node, show };
    }

    return { chances };
  })(),
);
