// The panel of what is solved and what is open; everything stays in this browser.
const solvedOf = (items) => items.filter(({ name }) => ui.progress(name).read().solved).length;
const inNotebook = ({ where }) => where === "notebook";

/** How many are solved, counted apart where they can be: here, and only in the notebook. */
function count(items, word = "") {
  const here = items.filter((item) => !inNotebook(item));
  const there = items.filter(inNotebook);
  const said = `${solvedOf(here)} of ${here.length}${word}`;
  return there.length
    ? `${said} here, ${solvedOf(there)} of ${there.length} in the notebook`
    : said;
}

const tasksOf = (tasks) => `${solvedOf(tasks)} of ${tasks.length} figure tasks`;

function chapter({ title, page, items, tasks }, open) {
  const address = ui.assetUrl(`../../${page}.html`);
  const list = (all) => ui.el("ul", {}, ...all.map((item) => row(item, address)));
  const counts = [count(items), ...(tasks.length ? [tasksOf(tasks)] : [])].join(" · ");
  return ui.el(
    "details",
    { open, "data-page": page, "data-here": location.pathname.endsWith(`/${page}.html`) },
    ui.el("summary", {}, title, ui.el("span", { class: "cnn-count" }, counts)),
    list(items),
    ...(tasks.length ? [ui.el("p", { class: "cnn-level" }, "Figure tasks"), list(tasks)] : []),
    ui.el("p", {}, ui.el("a", { href: address }, "To the chapter")),
  );
}

function row({ name, title, level, kind, where }, address) {
  const { solved } = ui.progress(name).read();
  const facts = [level && `level ${level}`, kind, inNotebook({ where }) && "in the notebook"];
  return ui.el(
    "li",
    { class: solved && "cnn-done" },
    ui.el("span", { class: "cnn-mark", "aria-hidden": "true" }, solved ? "✓" : "○"),
    ui.el(
      "span",
      { class: "cnn-item" },
      ui.el("a", { href: `${address}#${name}` }, title),
      ui.el("span", { class: "cnn-unseen" }, solved ? ", solved" : ", open"),
      ui.el("span", { class: "cnn-level" }, facts.filter(Boolean).join(" · ")),
    ),
  );
}

/** Everything kept under this book's keys, also for names that this version does not know. */
function exported(format) {
  const names = ui.progress.names().sort();
  return {
    format,
    entries: Object.fromEntries(names.map((name) => [name, ui.progress(name).raw()])),
  };
}

/** Take over the entries of an exported file; what is solved here stays solved. Returns the count. */
function imported(text, format) {
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON.");
  }
  if (content?.format !== format || typeof content.entries !== "object" || !content.entries) {
    throw new Error("it does not hold this book's progress.");
  }
  const entries = Object.entries(content.entries).filter(([name]) => /^[\w-]{1,80}$/.test(name));
  for (const [name, value] of entries) ui.progress(name).merge(value);
  return entries.length;
}

// ---- the panel -------------------------------------------------------------------------------

export default {
  render: ui.figure("Progress", ({ model, el }) => {
    const all = model.get("chapters").flatMap(({ items }) => items);
    const here = all.filter((item) => !inNotebook(item));
    const tasks = model.get("chapters").flatMap((part) => part.tasks);
    const summary = ui.el("p", { class: "cnn-summary" });
    const moved = ui.el("p", { class: "cnn-level" });
    const bar = ui.el("progress", { max: here.length, "aria-label": "Solved" });
    const lists = ui.el("div", {});
    const live = ui.liveRegion();

    const draw = () => {
      const open = new Set(
        [...lists.querySelectorAll("details[open]")].map((details) => details.dataset.page),
      );
      summary.textContent = count(all, " solved");
      moved.textContent = tasksOf(tasks);
      bar.value = solvedOf(here);
      lists.replaceChildren(
        ...model.get("chapters").map((part) => chapter(part, open.has(part.page))),
      );
    };

    const save = () => {
      const file = new Blob([JSON.stringify(exported(model.get("format")), null, 1)], {
        type: "application/json",
      });
      const href = URL.createObjectURL(file);
      ui.el("a", { href, download: "sliding-window-progress.json" }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
      live.say("Your progress is in the file sliding-window-progress.json.");
    };
    const picker = ui.el("input", { type: "file", accept: ".json,application/json", hidden: true });
    picker.addEventListener("change", async () => {
      const [file] = picker.files;
      if (!file) return;
      try {
        const read = imported(await file.text(), model.get("format"));
        live.say(`${read} ${read === 1 ? "entry" : "entries"} read from ${file.name}.`);
      } catch (error) {
        live.say(`${file.name} was not read: ${error.message}`);
      }
      picker.value = "";
    });
    const clear = ui.button("Clear …", () => {
      if (clear.dataset.sure === undefined) {
        clear.dataset.sure = "";
        clear.textContent = "Clear everything, drafts too?";
        return;
      }
      for (const name of ui.progress.names()) ui.progress(name).remove();
      calm();
      live.say("Everything is cleared.");
    });
    const calm = () => {
      delete clear.dataset.sure;
      clear.textContent = "Clear …";
    };
    clear.addEventListener("blur", calm);

    el.append(
      ui.el("div", { class: "cnn-head" }, summary, bar),
      moved,
      lists,
      ui.el(
        "div",
        { class: "cnn-buttons" },
        ui.button("Export", save),
        ui.button("Import", () => picker.click()),
        clear,
        picker,
      ),
      live.node,
    );
    if (!ui.progress.available()) live.say("This browser keeps nothing for this page.", 0);
    draw();
    return ui.progress.watch(draw);
  }),
};
