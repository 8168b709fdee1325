// DescentExplorer: a ball descends on the loss of one weight, by the slope below it.
// `data-shown` holds what the Python class's `shown()` returns.
const MOVE = 280; // milliseconds
const SOON = 10; // steps after which a ball at rest is still there
const [WIDTH, HEIGHT, EDGE, TALL] = [640, 250, 40, 272]; // of the drawing, in its own units
const [MOMENTUM, MOST] = [0.9, 40]; // the share of a step that is kept; steps at most
const { el: make, formatNumber } = ui;

const rounded = (x) => Math.round(1e9 * x) / 1e9; // or errors of the last digit would grow
const clamp = (n, low, high) => Math.min(high, Math.max(low, n));
const write = (value, digits = 3) => formatNumber(value, digits, 1);
/** The value at `x` of what has `values` at evenly spaced places from 0 to `end`. */
function between(values, end, x) {
  const place = clamp((x / end) * (values.length - 1), 0, values.length - 1);
  const low = Math.min(Math.floor(place), values.length - 2);
  return values[low] + (place - low) * (values[low + 1] - values[low]);
}

/** As `numpy.gradient`: differences of the two neighbors, at the ends of one. */
function slopesOf(values, gap) {
  const last = values.length - 1;
  return values.map((_, i) => {
    const [low, high] = [Math.max(0, i - 1), Math.min(last, i + 1)];
    return (values[high] - values[low]) / ((high - low) * gap);
  });
}

function compute(get, further = 0) {
  const [losses, end, rate] = [get("losses"), get("end"), Number(get("rate"))];
  const gap = end / (losses.length - 1);
  const slopes = slopesOf(losses, gap);
  const path = [rounded(gap * Math.min(get("start"), losses.length - 1))];
  let speed = 0;
  for (let step = 0; step < get("steps") + further; step++) {
    if (path.at(-1) < 0 || path.at(-1) > end + 1e-9) break; // it has left the curve
    const slope = between(slopes, end, path.at(-1));
    speed = (get("momentum") ? MOMENTUM : 0) * speed - rate * slope;
    path.push(rounded(path.at(-1) + speed));
  }
  const [slope, loss] = [slopes, losses].map((values) => between(values, end, path.at(-1)));
  return { losses, slopes, end, gap, path, slope, loss, lowest: Math.min(...losses) };
}

/** How the task stands: { done, text }. */
function judge({ path, loss, lowest, end }, start, later) {
  const [steps, here] = [path.length - 1, path.at(-1)];
  const far = Math.abs(here - path.at(-2));
  if (start < 100) return { text: "Begin on the right side of the valley, at 1 or beyond." };
  if (here < 0 || here > end) return { text: "It jumped out of the valley: the step is too long." };
  if (loss - lowest <= 0.01 && far > 0.05) {
    return { text: `It only passes through: the last step was ${write(far)} long.` };
  }
  if (loss - lowest <= 0.01 && later.loss - lowest > 0.01) {
    return { text: `It does not stay: ${SOON} steps later it is at ${write(later.path.at(-1))}.` };
  }
  if (loss - lowest <= 0.01) {
    if (steps > 10) return { text: `There it rests, but after ${steps} steps: at most ten.` };
    const text =
      "On the steep left side the same rate jumps across the whole valley: try it, from 0.";
    return { done: true, text };
  }
  if (steps < 10) return { text: "" };
  return { text: `${steps} steps, and the loss is still ${write(loss)}.` };
}

export default {
  render: ui.explorable(
    "DescentExplorer",
    ["losses", "end", "start", "rate", "momentum", "steps"],
    (figure) => {
      const { get, host, live, set } = figure;
      let state;

      // ---- the parts ----------------------------------------------------------------------------
      const svg = (name, ...rest) => make(`svg:${name}`, ...rest);
      const curve = svg("path", { class: "de-curve" });
      const tangent = svg("line", { class: "de-tangent" });
      const trail = svg("g", { class: "de-trail" });
      const axis = svg("g", { class: "de-axis" });
      const view = { viewBox: `0 0 ${WIDTH} ${TALL}`, role: "img", "aria-label": "" };
      const drawing = svg("svg", view, axis, trail, curve, tangent);
      const access = { role: "application", tabindex: 0 };
      const label = "Ball: arrow keys put it elsewhere, the space bar plays";
      const grip = make("i", { class: "cnn-grip", "aria-hidden": "true" });
      const ball = make(
        "div",
        { class: "de-ball cnn-carried", ...access, "aria-label": label },
        make("i"),
        grip,
      );
      const plot = make("div", { class: "de-plot" }, drawing, ball);
      const line = make("p", { class: "de-line" });
      const steps = ui.stepper({
        figure,
        handle: ball,
        count: () => MOST + 1,
        at: () => get("steps"),
        go: goTo,
      });
      const task = figure.task(
        "Put the ball at 1 or beyond, and choose a rate with which it lies at rest at the bottom " +
          "after at most ten steps.",
      );
      ui.carriable(ball, {
        unit: () => (plot.clientWidth * (1 - (2 * EDGE) / WIDTH) * state.gap) / state.end,
        place: () => [0, Math.round(state.path.at(-1) / state.gap)],
        home: [0, 0],
        onMove: (_, place) => set({ start: clamp(place, 0, state.losses.length - 1), steps: 0 }),
      });

      // ---- moving: the new state at once, then the way there ------------------------------------
      const acrossOf = (x) =>
        EDGE + (clamp(x, -0.02, state.end + 0.02) / state.end) * (WIDTH - 2 * EDGE);
      const upOf = (loss) => {
        const [low, high] = [state.lowest, Math.max(...state.losses)];
        return HEIGHT - 40 - ((loss - low) / (high - low || 1)) * (HEIGHT - 62);
      };
      const heightOf = (x) => upOf(between(state.losses, state.end, x));

      function goTo(step) {
        const from = state.path.at(-1);
        set({ steps: step }, () => {
          const to = state.path.at(-1);
          const scale = plot.clientWidth / WIDTH;
          const frames = Array.from({ length: 13 }, (_, i) => {
            const x = from + ((to - from) * i) / 12;
            const [right, down] = [acrossOf(x) - acrossOf(to), heightOf(x) - heightOf(to)];
            return { transform: `translate(${right * scale}px, ${down * scale}px)` };
          });
          return [
            [ball, frames, 0, MOVE],
            [tangent, [{ opacity: 0 }, { opacity: 1 }], MOVE, 80],
          ];
        });
        if (step && !("done" in task.node.dataset)) {
          task.show(judge(state, get("start"), compute(get, SOON)));
        }
      }

      // ---- drawing ------------------------------------------------------------------------------
      function drawAxis() {
        const texts = [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2].map((x) => [
          svg("line", { x1: acrossOf(x), x2: acrossOf(x), y1: HEIGHT - 8, y2: HEIGHT - 3 }),
          svg("text", { x: acrossOf(x), y: HEIGHT + 12 }, write(x, 1)),
        ]);
        const base = svg("line", { x1: EDGE, x2: WIDTH - EDGE, y1: HEIGHT - 8, y2: HEIGHT - 8 });
        const name = svg(
          "text",
          { x: WIDTH - EDGE, y: HEIGHT - 18, class: "de-name" },
          "the weight w",
        );
        const title = svg("text", { x: EDGE + 32, y: 18, class: "de-title" }, "loss"); // beside the ball
        axis.replaceChildren(base, ...texts.flat(), name, title);
      }

      function draw() {
        state = compute(get);
        const { losses, gap, path, slope, loss, lowest } = state;
        const here = path.at(-1);
        drawAxis();
        const points = losses.map((value, i) => `${acrossOf(i * gap)} ${upOf(value)}`);
        curve.setAttribute("d", `M${points.join("L")}`);
        const dots = path.slice(0, -1).map((x) => {
          const at = { cx: acrossOf(x), cy: heightOf(x), r: 4 };
          return svg("circle", at);
        });
        trail.replaceChildren(...dots);
        const steep = (upOf(slope * gap) - upOf(0)) / (acrossOf(gap) - acrossOf(0));
        const [x, y, reach] = [acrossOf(here), upOf(loss), 60 / Math.hypot(1, steep)];
        const [x1, x2] = [x - reach, x + reach];
        const [y1, y2] = [y - reach * steep, y + reach * steep];
        for (const [key, value] of Object.entries({ x1, x2, y1, y2 })) {
          tangent.setAttribute(key, value);
        }
        ball.style.left = `${(100 * acrossOf(here)) / WIDTH}%`;
        ball.style.top = `${(100 * heightOf(here)) / TALL}%`;
        const next = -Number(get("rate")) * slope;
        const kept = get("momentum") && path.length > 1 ? " + 0.9 · the last step" : "";
        const gone = here < 0 || here > state.end;
        const stays = `w ${write(here)}, loss ${write(loss)}, slope ${write(slope, 2)}.`;
        const by = write(next + (kept ? MOMENTUM * (here - path.at(-2)) : 0));
        const step = `Next step: −${get("rate")} · (${write(slope, 2)})${kept} = ${by}`;
        const left = `w ${write(here)}: it has jumped off the curve. Reset, or put it back.`;
        line.textContent = gone ? left : `${stays} ${step}`;
        const words = `After ${ui.counted(path.length - 1, "step")}: ${gone ? left : stays}`;
        live.say(words);
        drawing.setAttribute("aria-label", `The loss over the weight, a valley. ${words}`);
        return { path, slope, loss, lowest };
      }

      live.node.classList.add("cnn-unseen");
      const rates = figure.choice("rate", "Learning rate", ["0.003", "0.01", "0.03", "0.1", "0.3"]);
      const bar = (...nodes) => make("div", { class: "cnn-bar" }, ...nodes);
      const controls = bar(...steps.nodes, rates, figure.toggle("momentum", "Momentum"));
      host.append(plot, line, controls, bar(figure.resetButton()), figure.fault, live.node);
      if (get("task")) host.append(task.node);
      figure.nudge(ball);
      return draw;
    },
  ),
};
