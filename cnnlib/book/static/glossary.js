// Shows what a word of the glossary means, beside the link to it: while the pointer is on either,
// while the link has the focus, and on the first tap (the second follows the link). Escape ends it.
// The definitions stand in the page, hidden; each link names its own in `aria-describedby`.
(() => {
  const DELAY = 150; // milliseconds on a link until it speaks, and away from it until it is silent
  const MARGIN = 8;
  let shown = null; // the link whose definition is seen
  let timer;
  let tapped = false; // whether the last press came from a finger, and found nothing shown

  const linkAt = ({ target }) => target.closest?.("a[aria-describedby^='definition-']");
  const definitionOf = (link) => document.getElementById(link.getAttribute("aria-describedby"));

  function place(node, link) {
    Object.assign(node.style, { left: "0", top: "0" });
    const [from] = link.getClientRects();
    const { x, y, width, height } = node.getBoundingClientRect();
    const room = document.documentElement.clientWidth - width - MARGIN;
    const fits = from.bottom + height <= window.innerHeight || from.top < height;
    node.style.left = `${Math.max(MARGIN, Math.min(from.left, room)) - x}px`;
    node.style.top = `${(fits ? from.bottom : from.top - height) - y}px`;
  }

  function hide() {
    clearTimeout(timer);
    if (shown) definitionOf(shown).hidden = true;
    shown = null;
  }

  function show(link) {
    if (link === shown) return clearTimeout(timer);
    hide();
    shown = link;
    const node = definitionOf(link);
    node.hidden = false;
    return place(node, link);
  }

  function soon(action) {
    clearTimeout(timer);
    timer = setTimeout(action, DELAY);
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = linkAt(event);
    if (link) soon(() => show(link));
    else if (event.target.closest(".cnn-definition")) clearTimeout(timer);
    else soon(() => shown !== document.activeElement && hide());
  });
  document.addEventListener("focusin", (event) => {
    const link = linkAt(event);
    if (link?.matches(":focus-visible")) show(link);
  });
  document.addEventListener("focusout", (event) => linkAt(event) && hide());
  document.addEventListener("pointerdown", (event) => {
    const link = linkAt(event);
    tapped = event.pointerType === "touch" && link !== shown;
    if (!link && !event.target.closest(".cnn-definition")) hide();
  });
  document.addEventListener("click", (event) => {
    const link = linkAt(event);
    if (!link || !tapped || !event.detail) return; // the keyboard's clicks have no detail
    event.preventDefault();
    show(link);
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  window.addEventListener("resize", hide);
})();
