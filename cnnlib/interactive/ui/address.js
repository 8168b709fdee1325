// The furniture of a figure: its settings in the address of the page, and texts to take away.
Object.assign(
  ui,
  (() => {
    const { button, el } = ui;
    const REST = 300; // milliseconds without a change, before the address follows
    const SAID = 2000;

    /** Copy a text; false if the browser does not allow it. */
    async function copied(text) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // A page that came neither encrypted nor from this machine has no clipboard; an old way is left.
        const field = el("textarea", { style: "position: fixed; opacity: 0" }, text);
        const focused = document.activeElement;
        document.body.append(field);
        field.select();
        const done = document.execCommand("copy");
        field.remove();
        focused?.focus();
        return done;
      }
    }

    /** A button that copies `text()` and says so in its own place. */
    function copyButton({ label, name = label, text }) {
      const words = el("span", {}, label);
      const said = el("span", { class: "cnn-unseen", role: "status" });
      let timer;
      const press = async () => {
        const answer = (await copied(text())) ? "Copied" : "Not allowed here";
        words.textContent = answer;
        said.textContent = `${answer}.`;
        clearTimeout(timer);
        timer = setTimeout(() => {
          words.textContent = label;
          said.textContent = "";
        }, SAID);
      };
      const node = button(words, press, { class: "cnn-button cnn-copy", "aria-label": name });
      return { node, said, stop: () => clearTimeout(timer) };
    }

    /**
     * The settings of a figure in the address of the page, `#name=text`: they follow `keep(text)`,
     * and a link sets the figure to what `read(text)` makes of it, values of traits, or an error
     * whose sentence is then shown in `fault`. `node` is a button that copies the link. In Jupyter the
     * address belongs to Jupyter: there is none, nor without a name.
     */
    function address({ figure, name, read }) {
      const fault = el("p", { class: "cnn-refusal cnn-address", role: "status" });
      const start = `#${name}=`;
      let kept = null;
      let timer;
      const write = () => {
        try {
          window.history.replaceState(window.history.state, "", start + kept);
        } catch {
          // Too often for this browser: the next change will do.
        }
      };
      const link = () => new URL(start + kept, location.href).href;
      if (!name || !ui.assetUrl("")) return { fault, keep() {}, nodes: [] };

      const comes = () => figure.host.scrollIntoView({ block: "nearest" });
      function follow() {
        clearTimeout(timer);
        fault.textContent = "";
        if (!location.hash.startsWith(start)) return;
        const text = location.hash.slice(start.length);
        try {
          figure.set(read(text));
        } catch (error) {
          fault.textContent = `The link asks for ${text}, which cannot be shown: ${error.message}.`;
        }
        if (document.readyState === "complete") comes();
        else window.addEventListener("load", comes, { once: true });
      }

      const copy = copyButton({ label: "Copy link", text: link });
      window.addEventListener("hashchange", follow);
      figure.onReset(() => (fault.textContent = ""));
      figure.onEnd(() => {
        clearTimeout(timer);
        copy.stop();
        window.removeEventListener("hashchange", follow);
        window.removeEventListener("load", comes);
      });
      follow();
      const keep = (text) => {
        if (text === kept) return;
        clearTimeout(timer);
        const isFirst = kept === null;
        kept = text;
        if (isFirst) return;
        fault.textContent = "";
        timer = setTimeout(write, REST);
      };
      return { fault, keep, nodes: [copy.node, copy.said] };
    }

    return { address, copyButton };
  })(),
);
