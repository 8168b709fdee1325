// The furniture of a figure: what fingers, mouse and arrow keys mean.
Object.assign(
  ui,
  (() => {
    // Of several fingers on the page only the first is the primary pointer.
    let pinching = false;
    window.addEventListener("pointerdown", (event) => (pinching = !event.isPrimary), true);

    const SLOP = 8; // CSS pixels that a finger may wander and still be a tap

    /**
     * Tell what a finger on `node` means from what it does next: a second one zooms the page, one that
     * sets out vertically scrolls it. `act(event)` is called at a tap and along any other drag.
     */
    function followFinger(node, act) {
      let began = null; // where it came down, until it is clear what it means
      let dragging = false;
      const forget = () => ([began, dragging] = [null, false]);
      const on = (type, handle) => {
        node.addEventListener(type, (event) => {
          if (event.pointerType !== "touch") return;
          if (pinching) forget();
          else handle(event);
        });
      };
      on("pointerdown", (event) => ([began, dragging] = [event, false]));
      on("pointermove", (event) => {
        if (began) {
          const right = Math.abs(event.clientX - began.clientX);
          const down = Math.abs(event.clientY - began.clientY);
          if (Math.max(right, down) < SLOP) return;
          [began, dragging] = [null, right >= down];
        }
        if (dragging) act(event);
      });
      on("pointerup", (event) => {
        if (began) act(event);
        forget();
      });
      on("pointercancel", forget);
    }

    /**
     * Let a finger, a mouse or the arrow keys move a mark on `node`: `onPoint(x, y)` with both from 0
     * to 1, `onStep(down, right)`, which Home and End ask for an endless step. A mouse need not press
     * while `hovers()` says so. A finger may still scroll and zoom the page from here.
     */
    function pointable(node, { onPoint, onStep, hovers = () => false }) {
      const point = (event) => {
        const box = node.getBoundingClientRect();
        onPoint(
          (event.clientX - box.left) / box.width,
          (event.clientY - box.top) / box.height,
          event,
        );
      };
      const steps = {
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1],
        Home: [0, -Infinity],
        End: [0, Infinity],
      };
      node.style.touchAction = "pan-y pinch-zoom";
      followFinger(node, point);
      node.addEventListener("pointerdown", (event) => {
        if (event.pointerType === "touch" || event.button !== 0) return;
        node.setPointerCapture(event.pointerId);
        point(event);
      });
      node.addEventListener("pointermove", (event) => {
        const { pointerType, buttons } = event;
        if (pointerType === "touch") return;
        if (buttons === 1 || (pointerType === "mouse" && !buttons && hovers())) point(event);
      });
      node.addEventListener("keydown", (event) => {
        if (!steps[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        onStep(...steps[event.key].map((step) => step * (event.shiftKey ? 10 : 1)));
      });
    }

    /**
     * Let a finger turn something about the middle of `center`: `onTurn(angle)` with degrees from where
     * it began, `onEnd()` when it lets go, `onPress()` when it did not move, or by the keyboard.
     */
    function turnable(node, { center, onTurn, onEnd, onPress }) {
      const direction = ({ clientX, clientY }) => {
        const { left, top, width, height } = center.getBoundingClientRect();
        const radians = Math.atan2(clientY - top - height / 2, clientX - left - width / 2);
        return (180 / Math.PI) * radians;
      };
      let last = null;
      let angle = 0;
      let furthest = 0;
      node.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || !event.isPrimary) return;
        node.setPointerCapture(event.pointerId);
        [last, angle, furthest] = [direction(event), 0, 0];
      });
      node.addEventListener("pointermove", (event) => {
        if (last === null || !event.isPrimary) return;
        const now = direction(event);
        angle += ((now - last + 540) % 360) - 180; // the short way round
        last = now;
        furthest = Math.max(furthest, Math.abs(angle));
        onTurn(Math.max(-180, Math.min(180, angle)));
      });
      for (const type of ["pointerup", "pointercancel"]) {
        node.addEventListener(type, () => {
          if (last === null) return;
          last = null;
          if (furthest >= 5) onEnd();
        });
      }
      node.addEventListener("click", () => {
        if (furthest < 5) onPress();
        furthest = 0;
      });
    }

    /**
     * Let a finger, a mouse or the arrow keys carry something in whole steps: `unit()` is a step in CSS
     * pixels, `place()` where it is, [down, right]; `onMove(down, right)` asks for another place,
     * `onDrop()` comes when it is let go. Home asks for `home`, Shift goes four steps.
     */
    function carriable(node, { unit, place, home = [0, 0], onMove, onDrop = () => {} }) {
      const steps = {
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1],
      };
      let held = null; // the place and the finger when it was taken hold of
      node.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || !event.isPrimary) return;
        node.setPointerCapture(event.pointerId);
        held = { at: place(), x: event.clientX, y: event.clientY };
        node.classList.add("cnn-held");
      });
      node.addEventListener("pointermove", (event) => {
        if (!held || !event.isPrimary) return;
        const ways = [event.clientY - held.y, event.clientX - held.x];
        onMove(...ways.map((way, axis) => held.at[axis] + Math.round(way / unit())));
      });
      for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
        node.addEventListener(type, () => {
          if (!held) return;
          held = null;
          node.classList.remove("cnn-held");
          onDrop();
        });
      }
      node.addEventListener("keydown", (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        const step = steps[event.key];
        if (!step && event.key !== "Home") return;
        event.preventDefault();
        const far = event.shiftKey ? 4 : 1;
        onMove(...(step ? place().map((at, axis) => at + far * step[axis]) : home));
        onDrop();
      });
    }

    /**
     * Let a finger or a mouse slide `node` sideways: `onSlide(right)` with CSS pixels from where it
     * began, and 0 if it turns out to scroll or zoom the page; otherwise `onEnd()` when it lets go.
     */
    function slidable(node, { onStart = () => {}, onSlide, onEnd = () => {} }) {
      let began = null;
      node.style.touchAction = "pan-y pinch-zoom";
      node.addEventListener("pointerdown", ({ button, isPrimary, pointerId, clientX }) => {
        if (button !== 0 || !isPrimary) return;
        node.setPointerCapture(pointerId);
        node.classList.add("cnn-held");
        began = clientX;
        onStart();
      });
      let slides = false; // a finger that wanders a little may be about to scroll or zoom
      node.addEventListener("pointermove", ({ isPrimary, clientX, pointerType }) => {
        if (began === null || !isPrimary) return;
        slides ||= pointerType !== "touch" || Math.abs(clientX - began) >= SLOP;
        if (slides) onSlide(clientX - began);
      });
      for (const [type, finish] of [
        ["pointerup", onEnd],
        ["pointercancel", () => slides && onSlide(0)],
      ]) {
        node.addEventListener(type, () => {
          if (began === null) return;
          node.classList.remove("cnn-held");
          finish();
          [began, slides] = [null, false];
        });
      }
    }

    return { carriable, pointable, slidable, turnable };
  })(),
);
