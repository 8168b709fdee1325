// A question that is answered where it stands: numbers, a choice, or an order.
//
// The same file in both hosts. What is right, and what is said to a wrong answer, is data computed
// in Python; it is compared here.
/**
 * The fields of a question: `judge()` says what the present answer is worth, `answer()` gives it as
 * texts, and `fill(texts)` puts such an answer back.
 */
function answerForm(data) {
  const id = ui.uniqueId("question");
  const text = ui.el("p", { id, class: "cnn-ask" }, ...ui.inline(data.text));
  const { node, ...form } = data.numbers.length
    ? numbersForm(data, id)
    : data.options.length
      ? choiceForm(data, id)
      : orderForm(data, id);
  return { node: ui.el("div", {}, text, node), ...form };
}

const correct = (data, feedback = "") => ({
  outcome: "correct",
  label: data.labels.correct,
  sentences: [`${feedback} ${data.closing}`.trim()],
});

const notYet = (data, sentences, outcome = "wrong") => ({
  outcome,
  label: data.labels[outcome],
  sentences,
});

/** Something that is no answer: said in words, at the field that is to blame, and no try. */
const refused = (sentence, input) => ({
  outcome: "refused",
  label: "",
  sentences: [sentence],
  refused: true,
  input,
});

// ---- numbers --------------------------------------------------------------------------------------

function numbersForm(data, labelledBy) {
  const fields = data.numbers.map((number) => {
    const input = ui.el("input", { type: "text", class: "cnn-answer", autocomplete: "off" });
    input.addEventListener("input", () => input.removeAttribute("aria-invalid"));
    return { ...number, input };
  });
  const labels = fields.map(({ label, input }) =>
    ui.el("label", { class: "cnn-field" }, ui.el("span", {}, label), input),
  );
  const node = ui.el(
    "div",
    { class: "cnn-numbers", role: "group", "aria-labelledby": labelledBy },
    ...labels,
  );

  const judge = () => {
    const values = [];
    const texts = [];
    for (const { label, input, value: wanted } of fields) {
      const whole = Number.isInteger(wanted) && Math.abs(wanted) >= 1000; // then 1,500 is clear
      const limits = { label, min: -1e12, max: 1e12, whole };
      const { value, text, error } = ui.parseNumber(input.value, limits);
      if (error) return refused(error, input);
      values.push(value);
      texts.push(text);
    }
    const close = (value, wanted, tolerance) =>
      Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
    const right = fields.map(({ value, tolerance }, i) => close(values[i], value, tolerance));
    if (right.every(Boolean)) return correct(data);
    const whole = data.wrong.find(([answer]) =>
      answer.every((value, i) => close(values[i], value, fields[i].tolerance)),
    );
    if (whole) return notYet(data, [whole[1]]);
    const sentences = fields.flatMap(({ label, tolerance, wrong, hint }, i) => {
      if (right[i]) return [];
      const known = wrong.find(([value]) => close(values[i], value, tolerance));
      const said = known ? known[1] : `${texts[i]} is not right. ${hint}`.trim();
      return [fields.length > 1 ? `${label}: ${said}` : said];
    });
    const count = right.filter(Boolean).length;
    if (!count) return notYet(data, sentences);
    const summary = `${count} of ${fields.length} ${count === 1 ? "is" : "are"} right.`;
    return notYet(data, [summary, ...sentences], 2 * count >= fields.length ? "almost" : "wrong");
  };
  const answer = () => fields.map(({ input }) => input.value);
  const fill = (texts) => fields.forEach(({ input }, i) => (input.value = texts[i] ?? ""));
  return { node, judge, answer, fill };
}

// ---- a choice -------------------------------------------------------------------------------------

function choiceForm(data, labelledBy) {
  const name = ui.uniqueId("options");
  const inputs = data.options.map((_, i) => ui.el("input", { type: "radio", name, value: i }));
  const options = data.options.map(({ text }, i) =>
    ui.el("label", { class: "cnn-option" }, inputs[i], ui.el("span", {}, ...ui.inline(text))),
  );
  const node = ui.el(
    "div",
    { class: "cnn-options", role: "radiogroup", "aria-labelledby": labelledBy },
    ...options,
  );
  const judge = () => {
    const chosen = data.options[inputs.findIndex((input) => input.checked)];
    if (!chosen) return refused("Choose one of the answers first.");
    return chosen.right ? correct(data, chosen.feedback) : notYet(data, [chosen.feedback]);
  };
  const answer = () => data.options.map(({ text }) => text).filter((_, i) => inputs[i].checked);
  const fill = (texts) =>
    data.options.forEach(({ text }, i) => (inputs[i].checked = texts.includes(text)));
  return { node, judge, answer, fill };
}

// ---- an order -------------------------------------------------------------------------------------

function orderForm(data, labelledBy) {
  // Alphabetical order gives nothing away, and is the same on every visit.
  let items = [...data.order].sort();
  if (items.every((item, i) => item === data.order[i])) items.reverse();
  const list = ui.el("ol", { class: "cnn-order", "aria-labelledby": labelledBy });

  const move = (from, to) => {
    items.splice(to, 0, ...items.splice(from, 1));
    draw();
    const up = to < from ? to > 0 : to === items.length - 1; // the end of the list has one button
    list.children[to].querySelector(up ? ".cnn-up" : ".cnn-down").focus();
  };
  const button = (sign, word, item, from, to) =>
    ui.button(sign, () => move(from, to), {
      class: `cnn-button cnn-${word}`,
      "aria-label": `Move “${item}” ${word}`,
      disabled: to < 0 || to >= items.length,
    });
  const draw = () => {
    list.replaceChildren(
      ...items.map((item, i) =>
        ui.el(
          "li",
          {},
          ui.el("span", {}, ...ui.inline(item)),
          button("↑", "up", item, i, i - 1),
          button("↓", "down", item, i, i + 1),
        ),
      ),
    );
  };
  draw();

  const judge = () => {
    if (items.every((item, i) => item === data.order[i])) return correct(data);
    const known = data.wrong.find(([answer]) => answer.every((item, i) => item === items[i]));
    if (known) return notYet(data, [known[1]]);
    const first = items.findIndex((item, i) => item !== data.order[i]);
    if (first === 0) return notYet(data, ["The first place is not right yet."]);
    return notYet(data, [`Right up to place ${first}, not from there on.`], "almost");
  };
  const answer = () => [...items];
  const fill = (texts) => {
    if (String([...texts].sort()) !== String([...items].sort())) return;
    items = [...texts];
    draw();
  };
  return { node: list, judge, answer, fill };
}

// ---- a guess ---------------------------------------------------------------------------------------

/** A guess is kept as soon as it is made, and nothing is said about it before the text reveals it. */
function guess({ data, entry, model, el }) {
  const form = answerForm(data);
  const verdict = ui.verdict();
  const say = () => verdict.show({ outcome: "kept", label: "", sentences: ["Kept."] });
  const kept = entry?.read().answer ?? model.get("answer");
  form.fill(kept);
  if (kept.length) say();
  const keep = () => {
    record({ entry, model }, true, form.answer());
    say();
  };
  const box = { class: "cnn-question cnn-guess", onsubmit: (event) => event.preventDefault() };
  el.append(ui.el("form", { ...box, onchange: keep }, form.node, verdict.node));
}

/** Where the text reveals it: what was guessed, and what is right. Follows a guess that changes. */
function reveal({ data, entry, model, el }) {
  const said = ui.el("p", { class: "cnn-reveal", role: "status" });
  const opened = ui.el("details", {}, ui.el("summary", {}, "You made no guess. What is right?"));
  const show = () => {
    const [text] = entry?.read().answer ?? model.get("answer");
    const option = data.options.find((each) => each.text === text);
    const right = data.options.find((each) => each.right);
    const words = option
      ? [
          `You guessed “${text}”. ${option.right ? "And so it is." : "It is not so."}`,
          option.feedback,
        ]
      : [`The answer: “${right.text}”.`, right.feedback];
    said.replaceChildren(...ui.inline([...words, data.closing].join(" ")));
    if (option) el.replaceChildren(said);
    else {
      opened.append(said);
      el.replaceChildren(opened);
    }
  };
  show();
  return entry ? ui.progress.watch(show) : undefined;
}

function record({ entry, model }, right, answer) {
  if (right) {
    model.set("solved", true);
    model.set("answer", answer);
  }
  model.set("tries", model.get("tries") + 1);
  model.save_changes();
  entry?.record(right, answer);
}

// ---- the question ----------------------------------------------------------------------------

function ask({ data, entry, model, el }) {
  const form = answerForm(data);
  const verdict = ui.verdict();
  const solved = ui.el("span", { class: "cnn-solved" }, "✓ solved");
  solved.hidden = !(model.get("solved") || entry?.read().solved);

  // A right answer of an earlier visit stands there again, with what was said to it.
  const blank = form.answer();
  form.fill(entry?.read().answer ?? model.get("answer"));
  const before = form.judge();
  if (before.outcome === "correct" && !solved.hidden) verdict.show(before);
  else form.fill(blank);

  const submit = (event) => {
    event.preventDefault();
    const said = form.judge();
    verdict.show(said);
    if (said.refused) {
      said.input?.setAttribute("aria-invalid", "true");
      said.input?.focus();
      return;
    }
    const right = said.outcome === "correct";
    record({ entry, model }, right, form.answer());
    if (right) solved.hidden = false;
  };

  const heading = ui.el("p", { class: "cnn-heading" }, ui.el("strong", {}, data.title));
  heading.append(
    ui.el("span", { class: "cnn-level" }, `Level ${data.level} · ${data.kind}`),
    solved,
  );
  el.append(
    ui.el(
      "form",
      { class: "cnn-question", novalidate: true, onsubmit: submit },
      heading,
      form.node,
      ui.el("button", { type: "submit", class: "cnn-button cnn-primary" }, "Check"),
      verdict.node,
    ),
  );
}

export default {
  render: ui.figure("Question", ({ model, el }) => {
    const data = model.get("data");
    // In Jupyter there is no static page behind the question: Python keeps the progress.
    const entry = ui.assetUrl("") === null ? null : ui.progress(data.name);
    const show = model.get("reveals") ? reveal : data.kind === null ? guess : ask;
    return show({ data, entry, model, el });
  }),
};
