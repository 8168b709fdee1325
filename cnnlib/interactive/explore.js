// The player of `explore`: the pictures were drawn when the book was built, one for every position
// of the controls. The first stands in the page; the others arrive in one script, when the figure
// comes near the view or is touched. Frames are numbered; `index` names the frame of each position,
// the last control moving fastest.

/** The text alternative with the present values, as Python writes it for the first frame. */
function describe(alt, controls, positions) {
  const words = controls.map(({ label, texts }, axis) => `${label} ${texts[positions[axis]]}`);
  return `${alt}; ${words.join(", ")}`;
}

function makeControl({ kind, label, texts, value, readout }, onChange) {
  if (kind === "checkbox") {
    return ui.toggle({ label, value: value === 1, onChange: (on) => onChange(on ? 1 : 0) });
  }
  if (kind === "select") {
    const options = texts.map((text, position) => [position, text]);
    return ui.select({ label, value, options, onChange: (position) => onChange(Number(position)) });
  }
  const text = (position) => texts[position];
  const control = ui.slider({ label, value, min: 0, max: texts.length - 1, text, onChange });
  const output = control.node.querySelector("output");
  output.style.minWidth = `${Math.max(...texts.map(({ length }) => length))}ch`;
  output.hidden = !readout;
  return control;
}

function parseFrame(source) {
  const page = new DOMParser().parseFromString(source, "text/html");
  return document.importNode(page.body.firstElementChild, true);
}

/** All frames but the first: from the page itself if the build left them there. */
async function loadFrames(name, inline) {
  if (inline) return JSON.parse(inline.textContent);
  await ui.loadScript(ui.assetUrl(`../frames/${name}.js`));
  const sources = cnnlibHost.frameSet(name);
  if (!sources) throw new Error(`The pictures of this figure are missing: ${name}`);
  return sources;
}

/** Tell the ear what the first picture of a frame shows: one by matplotlib, or a drawing. */
function nameFirst(frame, text) {
  const first = frame.querySelector(".cnn-explore-picture, .cnn-drawing");
  first?.setAttribute(first.matches("img") ? "alt" : "aria-label", text);
}

/** Decode beforehand, one at a time, so that a move only has to paint. */
async function decodeAll(frames) {
  for (const frame of frames) {
    for (const image of frame.querySelectorAll("img")) await image.decode().catch(() => {});
  }
}

function draw({ model, el }, first, inline) {
  const controls = model.get("controls");
  const index = model.get("index");
  const name = model.get("frames");
  const positions = controls.map(({ value }) => value);
  const frames = [first];
  const stage = ui.el("div", { class: "cnn-explore" }, first);
  const live = ui.liveRegion({ class: "cnn-live cnn-explore-unseen" });
  const problem = ui.el("p", { class: "cnn-error", role: "alert", hidden: true });
  let shown = first;
  let loading = null;

  /** Show the frame of the present position; false if it has not arrived. */
  const show = () => {
    const flat = positions.reduce((sum, at, axis) => sum * controls[axis].texts.length + at, 0);
    const frame = frames[index[flat]];
    if (!frame) return false;
    shown.classList.remove("cnn-explore-shown");
    frame.classList.add("cnn-explore-shown");
    shown = frame;
    const text = describe(model.get("alt"), controls, positions);
    nameFirst(frame, text);
    live.say(text);
    return true;
  };

  const load = () => {
    if (name === null || loading) return;
    loading = loadFrames(name, inline).then(
      (sources) => {
        frames.push(...sources.map(parseFrame));
        stage.append(...frames.slice(1));
        problem.hidden = true;
        el.dataset.framesReady = "";
        if (positions.some((at, axis) => at !== controls[axis].value)) show();
        return decodeAll(frames);
      },
      (error) => {
        loading = null; // the next move tries again
        problem.textContent = error.message;
        problem.hidden = false;
      },
    );
  };

  const nodes = controls.map((control, axis) => {
    const onChange = (position) => {
      positions[axis] = position;
      if (!show()) load();
    };
    return makeControl(control, onChange).node;
  });

  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      near.disconnect();
      load();
    },
    { rootMargin: "600px 0px" },
  );
  near.observe(el);
  el.addEventListener("pointerdown", load);
  el.addEventListener("focusin", load);

  first.classList.add("cnn-explore-shown");
  el.append(
    ui.el("div", { class: "cnn-row cnn-explore-controls" }, ...nodes),
    stage,
    problem,
    live.node,
  );
  return () => near.disconnect();
}

export default {
  render({ model, el }) {
    // Both stand in the element, which the figure clears before it draws.
    const first = el.querySelector(".cnn-explore-frame");
    const inline = el.querySelector("script.cnnlib-frames");
    return ui.figure("explore", (page) => draw(page, first, inline))({ model, el });
  },
};
