// What is too large for a page's own text, and comes when the figure that needs it comes near.
Object.assign(
  ui,
  (() => {
    /**
     * `unpack(text)` of a text that the notebook or the page itself has (`given`); else null, and the
     * text comes from the script `name` of the book, when the figure comes near the view or is
     * touched: then `ready(unpacked)` or `fail(error)`. `missing` says what lacks if it lacks.
     */
    function arrival({ host, given, name, unpack, missing, ready, fail, onEnd }) {
      if (given) return unpack(given);
      let asked = false;
      async function fetched() {
        await ui.loadScript(ui.assetUrl(`../frames/${name}.js`));
        const [text] = cnnlibHost.frameSet(name) ?? [];
        if (!text) throw new Error(missing);
        return unpack(text);
      }
      const ask = () => {
        if (asked) return;
        asked = true;
        near.disconnect();
        fetched().then(ready, (error) => {
          asked = false; // the next touch tries again
          fail(error);
        });
      };
      const near = new IntersectionObserver(
        (entries) => entries.some(({ isIntersecting }) => isIntersecting) && ask(),
        { rootMargin: "600px 0px" },
      );
      near.observe(host);
      for (const type of ["pointerdown", "focusin"]) host.addEventListener(type, ask);
      onEnd(() => near.disconnect());
      return null;
    }

    return { arrival };
  })(),
);
