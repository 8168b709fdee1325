// The furniture of a figure: the window that lies on a grid of numbers, and the sum below it.
Object.assign(
  ui,
  (() => {
    const { carriable, el, fitText, formatNumber, motion, put, turnsFrom } = ui;
    const TURN = 300; // milliseconds
    const MANY = 9; // so many numbers move one by one
    const clamp = (n, most) => Math.min(most, Math.max(0, n));

    /**
     * A window of weights on `grid`, one of `cells`: in each place the weight on the upper left, its
     * product with the number below it on the lower right. It is dragged in whole cells, sent by a
     * press beside it, moved by the arrow keys; `onMove(row, column)` asks for the corner's place. With
     * `onPress(row, column)` a press is for the number below, and the window does not follow it. A
     * place is counted in strides from the first one, which lies on the cell `from` of both axes. A
     * window that is `bare` shows no numbers: there is no room for them.
     */
    function pane({ grid, label, onMove, onPress, text = formatNumber }) {
      const grip = el("i", { class: "cnn-grip", "aria-hidden": "true" });
      const body = el("div", { class: "cnn-pane-body" });
      const access = { role: "application", tabindex: 0, "aria-label": label };
      const node = el("div", { class: "cnn-pane", ...access }, body, grip);
      let place = [0, 0];
      let most = [0, 0];
      let paced = { stride: 1, from: 0 };
      let isBare = false;
      const marks = []; // one a place: its weight, then its product
      grid.plate.append(node);

      function show({ row: down, column: right, weights, products, limits, ...options }) {
        const { stride = 1, from = 0, bare = false } = options;
        [place, most, paced] = [[down, right], limits, { stride, from }];
        const [row, column] = place.map((at) => from + at * stride);
        const [height, width] = [weights.length, weights[0].length];
        for (const mark of marks.splice(bare === isBare ? height * width : 0)) mark.remove();
        isBare = bare;
        while (marks.length < height * width) {
          marks.push(el("span", {}, ...(bare ? [] : [el("b"), el("em")])));
          body.append(marks.at(-1));
        }
        for (const [name, value] of Object.entries({ row, column, height, width })) {
          node.style.setProperty(`--${name}`, value);
        }
        if (bare) return;
        weights.flat().forEach((weight, i) => put(marks[i].firstChild, text(weight)));
        products.forEach((product, i) => put(marks[i].lastChild, text(product)));
      }

      const move = (row, column) => {
        const next = [clamp(row, most[0]), clamp(column, most[1])];
        if (String(next) !== String(place)) onMove(...next);
      };

      let pressed = null; // the place under a finger that has not moved the window
      const side = () =>
        grid.table.getBoundingClientRect().width /
        Number(grid.plate.style.getPropertyValue("--columns"));
      const cellUnder = ({ clientX, clientY }) => {
        const box = grid.table.getBoundingClientRect();
        return [clientY - box.top, clientX - box.left].map((way) => Math.floor(way / side()));
      };
      node.addEventListener("pointerdown", (event) => (pressed = cellUnder(event)));
      carriable(node, {
        unit: () => side() * paced.stride,
        place: () => place,
        onMove(...next) {
          if (String(next) !== String(place)) pressed = null;
          move(...next);
        },
      });
      node.addEventListener("click", () => pressed && onPress?.(...pressed));
      grid.table.addEventListener("click", (event) => {
        if (onPress) return;
        const [down, right] = cellUnder(event);
        const { stride, from } = paced;
        const middle = ["--height", "--width"].map(
          (name) => (Number(node.style.getPropertyValue(name)) - 1) / 2,
        );
        const corner = [down - middle[0], right - middle[1]];
        move(...corner.map((at) => Math.round((at - from) / stride)));
      });
      const products = () => marks.map((mark) => mark.lastChild);
      return { node, body, show, spans: () => marks, products };
    }

    /**
     * The products in slots of their own, and their sum: 0 + 1 − 1 = 0. The numbers move one by
     * one, or if there are many, all `slots` as one.
     */
    function sumLine({ text = formatNumber } = {}) {
      const slots = el("span", { class: "cnn-slots" });
      const total = el("strong", { class: "cnn-total" });
      const node = el("p", { class: "cnn-sum", role: "img" }, slots, el("span", {}, "="), total);
      const numbers = [];
      const isMany = () => numbers.length > MANY;
      const show = (products, sum) => {
        for (const number of numbers.splice(products.length)) number.parentNode.remove();
        while (numbers.length < products.length) {
          const number = el("b", { class: "cnn-addend" });
          numbers.push(number);
          slots.append(el("span", { class: "cnn-slot" }, el("i"), number));
        }
        products.forEach((product, i) => {
          const first = i === 0 && product >= 0;
          put(numbers[i].previousSibling, product < 0 ? "−" : first ? "" : "+");
          fitText(put(numbers[i], text(Math.abs(product))));
          numbers[i].parentNode.toggleAttribute("data-zero", product === 0);
        });
        put(total, text(sum));
        node.setAttribute(
          "aria-label",
          `${products.map((product) => text(product)).join(" + ")} = ${text(sum)}`,
        );
      };

      /** The tweens: the slots close into their sum in `closing`, then stand again in `opening`. */
      const closes = (delay, closing, opening) => {
        const end = total.getBoundingClientRect();
        const [whole, offset] = [closing + opening, closing / (closing + opening)];
        const moving = isMany() ? [slots] : numbers.map(({ parentNode }) => parentNode);
        return moving.map((slot) => {
          const own = slot.getBoundingClientRect();
          const far = end.left + end.width / 2 - own.left - own.width / 2;
          const right = "zero" in slot.dataset ? 0 : far; // what adds nothing only goes
          const keyframes = [
            { transform: "none", opacity: 1 },
            { transform: `translate(${right}px)`, opacity: 0, offset },
            { transform: "none", opacity: 0, offset },
            { transform: "none", opacity: 1 },
          ];
          return [slot, keyframes, delay, whole];
        });
      };
      return { node, show, closes, isMany, numbers: () => numbers, slots, total };
    }

    /**
     * The pixels under a window, magnified: on each its gray, the weight that lies on it, and their
     * product. `show` takes the window's values from 0 to 255, the texts of the weights, the products,
     * and whether the kernel is turned here: when that changes, the weights are seen to turn.
     */
    function magnifier({ label }) {
      const body = el("div", { class: "cnn-pane-body" });
      const node = el("div", { class: "cnn-magnifier", role: "img" }, body);
      const moves = motion(node); // its own: the mouse goes on while the weights turn
      let marks = [];
      /** Each weight on its way round the middle, its digits upright. */
      const turning = () => {
        const { left, top, width, height } = body.getBoundingClientRect();
        const weights = marks.map(([, weight]) => weight);
        for (const weight of weights) {
          const own = weight.getBoundingClientRect();
          const [right, down] = [left + width / 2 - own.left, top + height / 2 - own.top];
          weight.style.transformOrigin = `${right}px ${down}px`;
        }
        const digits = weights.map((weight) => weight.firstChild);
        return [...turnsFrom(weights, 180, 0, TURN), ...turnsFrom(digits, -180, 0, TURN)];
      };
      const show = ({ values, texts, products, turned }) => {
        const turns = marks.length === values.length && turned !== node.hasAttribute("data-turned");
        node.toggleAttribute("data-turned", turned);
        if (marks.length !== values.length) {
          marks = Array.from(values, () => [
            el("i"),
            el("b", { class: "cnn-tap" }, el("span", { class: "cnn-weight" })),
            el("em"),
          ]);
          body.replaceChildren(...marks.map((parts) => el("span", {}, ...parts)));
          node.style.setProperty("--width", Math.sqrt(values.length));
        }
        marks.forEach(([value, weight, product], i) => {
          const { style } = value.parentNode;
          style.background = `rgb(${values[i]} ${values[i]} ${values[i]})`;
          style.color = values[i] < 118 ? "#fff" : "#000"; // 4.5 : 1 and more
          value.textContent = values[i];
          weight.firstChild.textContent = `× ${texts[i]}`;
          product.textContent = formatNumber(products[i], 1);
          fitText(weight.firstChild);
          fitText(product);
        });
        const terms = Array.from(values, (value, i) => `${value} × ${texts[i]}`);
        node.setAttribute("aria-label", `${label}: ${terms.join(", ")}`);
        if (turns) moves.show(turning);
      };
      return { node, show };
    }

    return { magnifier, pane, sumLine };
  })(),
);
