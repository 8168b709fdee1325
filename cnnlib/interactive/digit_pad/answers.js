// Ten bars: of each digit its probability and its score.
const padAnswers = (() => {
  const { button, el, formatNumber, put } = ui;
  const percent = (chance) => {
    const part = 100 * chance;
    return part > 0 && part < 0.5 ? "< 1 %" : `${Math.round(part)} %`;
  };

  function answers({ onPress }) {
    const rows = Array.from({ length: 10 }, (_, digit) => {
      const [name, bar, chance, score] = ["b", "i", "span", "span"].map((tag) => el(tag));
      const node = button("", () => onPress(digit), { class: "dp-answer" });
      node.append(name, el("span", { class: "dp-track" }, bar), chance, score);
      name.textContent = digit;
      score.className = "dp-score";
      return { node, bar, chance, score };
    });
    const said = el("p", { class: "dp-empty", hidden: true });
    const list = el("div", {
      class: "dp-bars",
      role: "group",
      "aria-label": "Ten answers, each with its probability and score",
    });
    list.append(...rows.map(({ node }) => node));
    const head = el("p", { class: "dp-name" }, "Probability · score");
    const node = el("div", { class: "dp-answers" }, head, list, said);

    /** The bars; or, of an empty pad, a sentence in their place. */
    function show({ chances, scores }, isEmpty, open) {
      const answer = ui.reader.answerOf(scores);
      list.toggleAttribute("data-empty", isEmpty);
      said.hidden = !isEmpty;
      rows.forEach((row, digit) => {
        row.bar.style.setProperty("--p", chances[digit].toFixed(4));
        put(row.chance, percent(chances[digit]));
        put(row.score, formatNumber(scores[digit], 2));
        row.node.toggleAttribute("data-answer", digit === answer);
        row.node.toggleAttribute("data-open", digit === open);
      });
      put(
        said,
        `Nothing drawn. On blank paper it says ${answer}, with ${percent(chances[answer])}: ` +
          "there is no eleventh answer.",
      );
    }

    return { bar: (digit) => rows[digit].node, node, show };
  }

  /** The two likeliest answers in words. */
  function told({ chances }) {
    const [first, second] = [...chances.keys()].sort((a, b) => chances[b] - chances[a]);
    const whole = (digit) => {
      const part = Math.round(100 * chances[digit]);
      return part ? `${part} percent` : "less than 1";
    };
    return `It reads ${first} with ${whole(first)}, then ${second} with ${whole(second).replace(" percent", "")}.`;
  }

  return { answers, percent, told };
})();
