// The rows of a tower, made once for a network and a number of layers; `now()` is the state that they
// show. `onPixel`, `onLayers`, `onSettled` are those of the tower.
function towerRows({ now, onPixel, onLayers, onSettled, paints }) {
  const { carriable, el, numberField, pointable } = ui;
  const HEADS = {
    reads: "cells of this row that the unit reads",
    adds: "pixels that this layer adds to the field",
    size: "pixels that a unit of this row sees, in a row",
    jump: "pixels from one unit to the next",
    start: "the first pixel that the first unit sees",
  };
  const SETTINGS = ["kernel", "stride", "padding", "dilation"];
  const clamp = (value, most) => Math.min(most, Math.max(0, value));
  const spans = (name, texts) => texts.map((text) => el("span", { class: name }, text));
  const head = el("div", { class: "rf-row rf-head", "aria-hidden": "true" });
  const body = el("div", { class: "rf-rows" });
  const refusal = el("p", { class: "cnn-refusal", role: "status" });
  let rows = [];

  /** The name of a layer of one's own is its handle; its settings are fields. */
  function layerRow(level) {
    const own = level - 1;
    const name = el(
      "span",
      {
        ...{ class: "rf-name cnn-carried", tabindex: 0, role: "slider", "aria-valuenow": level },
        ...{ "aria-valuemin": 1, "aria-valuemax": now().layers.length },
        "aria-label": `layer ${level}: up and down move it`,
      },
      el("span", {}, "layer "),
      level,
    );
    let here = own; // where a drag has taken it
    name.addEventListener("pointerdown", () => (here = own));
    carriable(name, {
      unit: () => body.firstChild.offsetHeight,
      place: () => [-here, 0],
      home: [-own, 0],
      onMove(down) {
        const { layers } = now();
        const next = clamp(-down, layers.length - 1);
        if (next === here) return;
        const others = layers.filter((_, i) => i !== here);
        const moved = [...others.slice(0, next), layers[here], ...others.slice(next)];
        here = next;
        onLayers(moved);
        if (name.matches(".cnn-held")) return;
        here = own;
        rows[next + 1].name.focus();
      },
      onDrop: onSettled,
    });
    const retyped = (setting, value) => (layer, i) =>
      i === own ? layer.map((old, j) => (j === setting ? value : old)) : layer;
    const fields = SETTINGS.map((setting, i) =>
      numberField({
        ...{ label: `layer ${level}: ${setting}`, hidden: true, min: 0, max: 32 },
        value: now().layers[own][i],
        onChange: (value) => onLayers(now().layers.map(retyped(i, value))),
        refuse: (text) => refusal.replaceChildren(text),
      }),
    );
    fields.forEach(({ input }) => input.addEventListener("change", onSettled));
    return { name, fields, window: fields.map((field) => field.node) };
  }

  function plainRow({ name, window = [] }) {
    const words = [window].flat();
    return { name: el("span", { class: "rf-name" }, name), fields: [], window: spans("", words) };
  }

  /** The strip, as something to paint a pixel on. */
  function paintable(track) {
    const { size } = now();
    const limits = { "aria-valuemin": 0, "aria-valuemax": size - 1 };
    const access = { role: "slider", tabindex: 0, "aria-label": "painted column of the picture" };
    for (const [key, value] of Object.entries({ ...access, ...limits })) {
      track.setAttribute(key, value);
    }
    const paint = (pixel) => onPixel(clamp(pixel, size - 1));
    pointable(track, {
      onPoint(x) {
        const [low, high] = now().axis;
        paint(Math.floor(low + x * (high - low)));
      },
      onStep: (_, right) => right && paint((now().pixel ?? Math.floor(size / 2)) + right),
    });
    track.addEventListener("keydown", ({ key }) => {
      if (["Delete", "Backspace", "Escape"].includes(key)) onPixel(null);
    });
  }

  /** The rows by level, from the picture's upwards. */
  function build() {
    const { levels, own, tower, photo } = now();
    refusal.replaceChildren();
    refusal.hidden = !own;
    rows = levels.map((layer, level) => {
      const made = own && level ? layerRow(level) : plainRow(layer);
      const [map, bars, ghost, reach] = ["map", "bars", "ghost", "reach"].map((each) =>
        el("i", { class: `rf-${each}` }),
      );
      const whole = { preserveAspectRatio: "none", viewBox: "0 0 100 1" };
      const links = el("svg:svg", { class: "rf-links", ...whole });
      const track = el("div", { class: "rf-track" }, map, links, bars, ghost, reach);
      const numbers = spans(
        "rf-number",
        Object.keys(HEADS).map(() => ""),
      );
      const settings = el("span", { class: "rf-window" }, ...made.window);
      const parts = [made.name, settings, track, ...numbers];
      const line = el("div", { class: "rf-row", "data-level": level }, ...parts);
      return { ...made, ...{ line, map, bars, ghost, reach, links, track, numbers } };
    });
    const letters = own ? ["k", "s", "p", "d"] : ["k", "s", "p"];
    const window = el("span", { class: "rf-window" }, ...spans("", letters));
    const [name, over] = [el("span", { class: "rf-name" }, "layer"), el("div")];
    const heads = Object.entries(HEADS).map(([text, title]) =>
      el("span", { class: "rf-number", title }, text),
    );
    head.replaceChildren(name, window, over, ...heads);
    const [{ line, map, track }] = rows;
    line.classList.add("rf-strip");
    map.classList.add("rf-photo");
    map.style.setProperty("--photo", `url("${photo}")`);
    map.toggleAttribute("data-small", tower.size < 100);
    if (paints) paintable(track);
    body.replaceChildren(...rows.map((row) => row.line).reverse());
    return rows;
  }

  return { head, body, refusal, build };
}
