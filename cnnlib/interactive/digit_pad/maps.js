// All maps of a layer on one canvas, a tile each; or its units as bars.
const padMaps = (() => {
  const { el } = ui;
  const { LAYERS, NAMES, POOLS, winner } = padCells;
  const ACROSS = { conv1: [16, 8], conv2: [16, 11], conv3: [32, 16], dense1: [64, 64] };
  const BAR = 24; // cells high, of the units' bars
  const words = (layer) => {
    const { count, side } = LAYERS[layer];
    return layer === "dense1" ? `${count} units` : `${count} maps of ${side}×${side}`;
  };
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  /** `onPress(layer, channel, row, column)` is asked for a cell; without a cell, for the strongest. */
  function layerMap({ layer, onPress }) {
    const { count, side } = LAYERS[layer];
    const isBars = layer === "dense1";
    const canvas = el("canvas", { "aria-hidden": "true" });
    const here = el("i", { class: "dp-here", hidden: true });
    const dot = el("i", { class: "dp-dot", hidden: true });
    const label = `${NAMES[layer]}, ${words(layer)}: arrow keys walk, Enter opens`;
    const access = { role: "application", tabindex: 0, "aria-label": label };
    const sheet = el("div", { class: "dp-sheet", ...access }, canvas, here, dot);
    const title = el("p", { class: "dp-name" });
    const node = el("div", { class: "dp-layer", "data-layer": layer }, title, sheet);
    const tile = isBars ? 1 : side + 1;
    const high = isBars ? BAR : tile;
    let across = ACROSS[layer][0];
    let image = null;
    let walked = 0; // the map at which the arrow keys are
    let shrunk = null; // the side of a pooled map
    const rows = () => Math.ceil(count / across);

    function put(frame, top, left, height, width) {
      const [full, deep] = [across * tile, rows() * high];
      Object.assign(frame.style, {
        top: `${(100 * top) / deep}%`,
        left: `${(100 * left) / full}%`,
        height: `${(100 * height) / deep}%`,
        width: `${(100 * width) / full}%`,
      });
      frame.hidden = false;
    }

    /** Put the values of all maps into the canvas; the largest of the layer has the full color. */
    function paint(made, colors, pooled, isNarrow) {
      across = ACROSS[layer][isNarrow ? 1 : 0];
      const [width, height] = [across * tile, rows() * high];
      if (canvas.width !== width || canvas.height !== height || !image) {
        Object.assign(canvas, { width, height });
        sheet.style.aspectRatio = isBars ? "" : `${width} / ${height}`;
        image = canvas.getContext("2d").createImageData(width, height);
      }
      const pixels = new Uint32Array(image.data.buffer);
      pixels.fill(isBars ? colors.table[0] : colors.gap);
      const pool = pooled && POOLS[layer];
      shrunk = pool ? pool[1] : null;
      const values = pool ? made[pool[0]] : made[layer];
      let most = 0;
      for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i];
      const scale = most > 0 ? 255 / most : 0;
      const own = shrunk ?? side;
      const margin = (side - own) >> 1;
      for (let k = 0; k < count; k++) {
        const first = Math.floor(k / across) * high * width + (k % across) * tile;
        if (isBars) {
          const size = Math.round(((BAR - 2) * values[k] * scale) / 255);
          for (let i = BAR - size; i < BAR; i++) pixels[first + i * width] = colors.table[190];
          continue;
        }
        let from = k * own * own;
        for (let i = 0; i < own; i++) {
          let to = first + (i + margin) * width + margin;
          for (let j = 0; j < own; j++) pixels[to++] = colors.table[(values[from++] * scale) | 0];
        }
      }
      canvas.getContext("2d").putImageData(image, 0, 0);
      const now = `${own}×${own}${shrunk ? ` after pooling` : ""}`;
      ui.put(
        title,
        isBars ? `${NAMES[layer]}: 64 units` : `${NAMES[layer]}: ${count} maps, ${now}`,
      );
    }

    /** The cells that win the pool, on a canvas like this one: they are seen while maps shrink. */
    function winners(made, colors) {
      const copy = ui.copyOf(canvas);
      const [, own] = POOLS[layer];
      const brush = copy.getContext("2d");
      const shown = brush.getImageData(0, 0, copy.width, copy.height);
      const pixels = new Uint32Array(shown.data.buffer);
      for (let k = 0; k < count; k++) {
        const first = Math.floor(k / across) * high * copy.width + (k % across) * tile;
        for (let cell = 0; cell < own * own; cell++) {
          const at = winner(made[layer], side, k, Math.floor(cell / own), cell % own);
          const to = first + at[0] * copy.width + at[1];
          if (made[layer][(k * side + at[0]) * side + at[1]] > 0) pixels[to] = colors.mark;
        }
      }
      brush.putImageData(shown, 0, 0);
      return copy;
    }

    /** Frame the open cell, if it is one of this layer. */
    function mark(cell) {
      here.hidden = dot.hidden = true;
      if (cell?.layer !== layer) return;
      walked = cell.channel;
      const [top, left] = [
        Math.floor(cell.channel / across) * high,
        (cell.channel % across) * tile,
      ];
      put(here, top, left, isBars ? BAR : side, isBars ? 1 : side);
      if (!isBars && !shrunk) put(dot, top + cell.row, left + cell.column, 1, 1);
    }

    function press(channel, row, column) {
      if (channel < 0 || channel >= count) return;
      const own = shrunk ?? side;
      const margin = (side - own) >> 1;
      const inside = (at) => Math.min(own - 1, Math.max(0, at - margin));
      onPress(layer, channel, inside(row), inside(column), shrunk !== null);
    }

    sheet.addEventListener("click", ({ clientX, clientY }) => {
      const box = canvas.getBoundingClientRect();
      const x = Math.floor(((clientX - box.left) / box.width) * canvas.width);
      const y = Math.floor(((clientY - box.top) / box.height) * canvas.height);
      press(Math.floor(y / high) * across + Math.floor(x / tile), y % high, x % tile);
    });
    sheet.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        onPress(layer, walked);
      }
      if (!step) return;
      event.preventDefault();
      const next = walked + step[0] * across + step[1];
      if (next >= 0 && next < count) walked = next;
      put(here, Math.floor(walked / across) * high, (walked % across) * tile, high, tile);
    });

    /** Where a map stands, in the window's coordinates, if the sheet stands in `area`. */
    function boxOf(channel, area) {
      const [width, height] = [area.width / across, area.height / rows()];
      const left = area.left + (channel % across) * width;
      const top = area.top + Math.floor(channel / across) * height;
      return { left, top, width, height };
    }

    return { boxOf, layer, mark, node, paint, sheet, winners };
  }

  return { layerMap };
})();
