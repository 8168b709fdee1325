// A text area with the few habits that Python needs, and its text once more in color on it.
//
// The reader types into a plain text area, so that undo, input methods, phone keyboards and screen
// readers work as the browser means them to. Only its glyphs are transparent: what is seen is the
// layer on it, which holds the same text in the same places. The text area is as wide as its
// longest line and never scrolls by itself; the pane around both does, so they cannot come apart.
const codeField = (() => {
  const INDENT = "    ";

  const colored = ([kind, text]) => (kind ? ui.el("span", { class: kind }, text) : text);

  return ({ label, text, onInput, onRun, onLeave }) => {
    const area = ui.el("textarea", {
      class: "cnn-code",
      "aria-label": label,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      autocorrect: "off",
      wrap: "off",
    });
    const gutter = ui.el("div", { class: "cnn-gutter", "aria-hidden": "true" });
    const layer = ui.el("div", { class: "cnn-colored highlight", "aria-hidden": "true" });
    const pane = ui.el("div", { class: "cnn-code-pane" }, layer, area);
    area.value = text;

    const draw = () => {
      const count = area.value.split("\n").length;
      area.rows = count;
      layer.replaceChildren(...pythonTokens(area.value).map(colored));
      gutter.textContent = Array.from({ length: count }, (_, i) => i + 1).join("\n");
    };
    const changed = () => {
      draw();
      onInput(area.value);
    };
    // execCommand is the one way to change a text area that undo knows about.
    const insert = (piece) => {
      if (!document.execCommand(piece ? "insertText" : "delete", false, piece)) {
        area.setRangeText(piece, area.selectionStart, area.selectionEnd, "end");
        changed();
      }
    };
    const lineStart = (index) => area.value.lastIndexOf("\n", index - 1) + 1;

    /** Move the lines of the selection in or out, and keep them selected. */
    const shift = (inward) => {
      const { selectionStart: from, selectionEnd: to, value } = area;
      const first = lineStart(from);
      const after = value.indexOf("\n", to > from && value[to - 1] === "\n" ? to - 1 : to);
      const last = after < 0 ? value.length : after;
      const before = value.slice(first, last);
      const moved = before
        .split("\n")
        .map((line) => (inward ? (line && INDENT) + line : line.replace(/^ {1,4}|^\t/, "")))
        .join("\n");
      if (moved === before) return;
      area.setSelectionRange(first, last);
      insert(moved);
      if (from === to) {
        const caret = Math.max(first, from + moved.length - before.length);
        area.setSelectionRange(caret, caret);
      } else {
        area.setSelectionRange(first, first + moved.length);
      }
    };

    const newLine = () => {
      const start = lineStart(area.selectionStart);
      const line = area.value.slice(start, area.selectionStart);
      let indent = /^[ \t]*/.exec(line)[0];
      if (/:\s*(#.*)?$/.test(line)) {
        indent += INDENT;
      } else if (/^\s*(return|pass|break|continue|raise)\b/.test(line)) {
        indent = indent.slice(INDENT.length);
      }
      insert(`\n${indent}`);
      pane.scrollLeft = 0; // after a long line the new one begins in view
    };

    const unindent = () => {
      const { selectionStart: from, selectionEnd: to, value } = area;
      const before = value.slice(lineStart(from), from);
      if (from !== to || !before || before.trim() || before.length % INDENT.length) return false;
      area.setSelectionRange(from - INDENT.length, from);
      insert("");
      return true;
    };

    area.addEventListener("input", changed);
    area.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const { key, shiftKey } = event;
      const { selectionStart, selectionEnd } = area;
      let done = true;
      if (key === "Enter" && (event.ctrlKey || event.metaKey)) onRun();
      else if (event.ctrlKey || event.metaKey || event.altKey) done = false;
      else if (key === "Escape") onLeave();
      else if (key === "Tab" && (shiftKey || selectionStart !== selectionEnd)) shift(!shiftKey);
      else if (key === "Tab") {
        insert(INDENT.slice((selectionStart - lineStart(selectionStart)) % INDENT.length));
      } else if (key === "Enter") newLine();
      else done = key === "Backspace" && unindent();
      if (done) event.preventDefault();
    });
    draw();
    return {
      node: ui.el("div", { class: "cnn-editor" }, gutter, pane),
      text: () => area.value,
      replaceAll(piece) {
        area.focus();
        area.select();
        insert(piece);
        area.setSelectionRange(0, 0);
      },
    };
  };
})();
