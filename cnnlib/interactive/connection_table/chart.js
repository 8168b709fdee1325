// The chart of ConnectionTable: tables that were measured, how many links each has, how many maps of
// S2 it leaves unheard, and what accuracy its networks had.
const connectionChart = (() => {
  const { el, range } = ui;
  const { BELOW } = connections;
  const percent = (share) => (100 * share).toFixed(1);

  /** `onLoad(table)`: the name of one was pressed. */
  function make({ measured, onLoad }) {
    const ends = measured.flatMap(({ mean, spread }) => [mean - spread, mean + spread]);
    const low = Math.max(0, Math.floor(100 * Math.min(...ends)));
    const high = Math.min(100, Math.ceil(100 * Math.max(...ends)));
    const part = (share) => `${((100 * share - low) / (high - low || 1)) * 100}%`;
    const head = (words, ...more) => el("th", { scope: "col" }, words, ...more);
    const scale = el("span", { class: "ct-scale", "aria-hidden": "true" });
    scale.append(el("i", {}, `${low} %`), el("i", {}, `${high} %`));
    const rows = measured.map(({ name, table, mean, spread }) => {
      const links = table.flat().filter(Boolean).length;
      const deaf = range(BELOW).filter((below) => table.every((row) => !row[below])).length;
      const load = { type: "button", onclick: () => onLoad(table) };
      const button = el("button", load, name);
      const bar = el("i", {
        style: `left: ${part(mean - spread)}; right: calc(100% - ${part(mean + spread)})`,
      });
      const dot = el("b", { style: `left: ${part(mean)}` });
      const plot = el("span", { class: "ct-plot", "aria-hidden": "true" }, bar, dot);
      const number = el("span", {}, `${percent(mean)} ± ${percent(spread)}`);
      const cells = [el("td", {}, links), el("td", { "data-deaf": deaf > 0 }, deaf)];
      const node = el("tr", {}, el("th", { scope: "row" }, button), ...cells);
      node.append(el("td", {}, el("div", { class: "ct-value" }, plot, number)));
      return { node, button, table: table.join() };
    });
    const top = [head("table"), head("links"), head("unheard"), head("accuracy", scale)];
    const node = el(
      "table",
      { class: "ct-chart" },
      el("thead", {}, el("tr", {}, ...top)),
      el("tbody", {}, ...rows.map((row) => row.node)),
    );
    const show = ({ table }) => {
      for (const row of rows) {
        const isHere = row.table === table.join();
        row.node.toggleAttribute("data-here", isHere);
        row.button.setAttribute("aria-pressed", String(isHere));
      }
    };
    return { node, show };
  }

  return { make };
})();
