// What every page of the book needs besides its figures: an address filled in, a few faults of the
// theme mended for those who listen or use the keyboard, and a page that prints whole.
//
// Runs as a deferred script; the theme's own come after it, and find the page as it is here.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /** The pip line of "How to use": WHEEL becomes the address of the wheel beside this page. */
  function fillInstallLine() {
    for (const code of all(".cnn-install[data-wheel]")) {
      const address = new URL(code.dataset.wheel, location.href).href;
      code.textContent = code.textContent.replace("WHEEL", () => address);
    }
  }

  // ---- names and roles ----------------------------------------------------------------------------

  function mendTheme() {
    // These say in their text what they are; the label beside it says something else.
    for (const node of all(".search-button-field, details.hide > summary")) {
      node.removeAttribute("aria-label");
    }
    // Logo and search stand outside of all landmarks.
    const sidebar = document.getElementById("pst-primary-sidebar");
    sidebar?.setAttribute("role", "navigation");
    sidebar?.setAttribute("aria-label", "Book");
    // Deprecated, and inside a list not a list item.
    for (const node of all("[role='doc-biblioentry']")) node.setAttribute("role", "listitem");
  }

  const SCROLLERS = {
    code: "pre",
    table: ".pst-scrollable-table-container",
    output: ".cell_output > .output",
    formula: ".cnn-formula",
  };

  /** Whether a node scrolls, and the sides on which there is more of it, as its state is now. */
  function look(node) {
    const { scrollLeft, scrollWidth, clientWidth } = node;
    const sides = [scrollLeft > 1 && "left", scrollLeft + clientWidth < scrollWidth - 1 && "right"];
    return {
      node,
      scrolls: scrollWidth > clientWidth || node.scrollHeight > node.clientHeight,
      more: sides.filter(Boolean).join(" "),
    };
  }

  /** Tell where there is more: the style sheet lets these edges fade. */
  function showMore({ node, more }) {
    if (more) node.dataset.more = more;
    else delete node.dataset.more;
  }

  /** Whatever scrolls takes the focus, so that the arrow keys can scroll it, and says what it is. */
  function nameScrollers() {
    const looked = Object.entries(SCROLLERS).flatMap(([name, selector]) =>
      all(`#main-content ${selector}`).map((node, index) => [look(node), `${name} ${index + 1}`]),
    );
    const fields = all("#main-content .cnn-code-pane").map(look);
    // From here on nothing is read, or the page would be laid out anew for each.
    fields.forEach(showMore);
    for (const [found, name] of looked) {
      const { node, scrolls } = found;
      showMore(found);
      const tabIndex = scrolls ? 0 : -1;
      if (node.tabIndex !== tabIndex) node.tabIndex = tabIndex; // or the observer would never rest
      if (node.matches(".cnnlib *, pre")) continue; // figures name their own; code speaks for itself
      if (scrolls) {
        node.setAttribute("role", "region");
        node.setAttribute("aria-label", `Wide ${name}`);
      } else if (node.getAttribute("role") === "region") {
        node.removeAttribute("role");
        node.removeAttribute("aria-label");
      }
    }
  }

  function watchScrollers() {
    const main = document.getElementById("main-content");
    if (!main) return;
    // The theme has a rule of its own, which leaves out formulas and what was hidden at first.
    const observer = new MutationObserver(nameScrollers);
    observer.observe(main, { subtree: true, attributeFilter: ["tabindex"] });
    main.addEventListener("toggle", nameScrollers, { capture: true }); // a `details` opens
    // Not the window's own event: the theme moves its sidebars a moment later.
    new ResizeObserver(nameScrollers).observe(main.querySelector("article") ?? main);
    const fading = [".cnn-code-pane", ...Object.values(SCROLLERS)].join();
    const follow = ({ target }) => target.matches(fading) && showMore(look(target));
    main.addEventListener("scroll", follow, { capture: true, passive: true });
    window.addEventListener("load", nameScrollers);
  }

  // ---- print --------------------------------------------------------------------------------------

  /** On paper everything is open and light; afterwards the page is as it was. */
  function printWhole() {
    let opened = [];
    let theme;
    window.addEventListener("beforeprint", () => {
      if (theme) return; // a browser may say it twice
      opened = all("article details:not([open]):not(.hide)");
      for (const details of opened) details.open = true;
      theme = document.documentElement.dataset.theme;
      document.documentElement.dataset.theme = "light";
    });
    window.addEventListener("afterprint", () => {
      for (const details of opened) details.open = false;
      opened = [];
      document.documentElement.dataset.theme = theme;
      theme = undefined;
    });
  }

  // ---- width --------------------------------------------------------------------------------------

  /** The contents list yields while a figure that runs over it is in view. */
  function yieldToWide() {
    const seen = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      }
      const wide = [...seen].some((node) => node.classList.contains("cnn-wide"));
      document.documentElement.toggleAttribute("data-wide", wide);
    });
    for (const node of all("[data-explorable]")) observer.observe(node);
  }

  /** On paper the solutions stand at the end of the page, each under the title of its exercise. */
  function gatherSolutions() {
    let putBack = () => {};
    window.addEventListener("beforeprint", () => {
      putBack();
      const section = document.createElement("section");
      section.className = "cnn-solutions";
      const head = (level, text) => {
        section.append(document.createElement(level));
        section.lastChild.textContent = text;
      };
      const moved = all("article .exercise details.solution").map((solution) => {
        const place = document.createComment("solution");
        if (!section.firstChild) head("h2", "Solutions");
        head("h3", solution.closest(".exercise").querySelector(".admonition-title").textContent);
        solution.replaceWith(place);
        section.append(solution);
        return [place, solution];
      });
      document.querySelector("article.bd-article")?.append(section);
      putBack = () => {
        for (const [place, solution] of moved) place.replaceWith(solution);
        section.remove();
      };
    });
    window.addEventListener("afterprint", () => putBack());
  }

  /** The theme's scripts, in their order, each when the browser comes to it. */
  function loadTheme() {
    for (const place of all("script[data-later]")) {
      const script = document.createElement("script");
      script.async = false;
      script.src = place.dataset.later;
      place.replaceWith(script);
    }
  }

  printWhole();
  gatherSolutions();
  document.addEventListener("DOMContentLoaded", () => {
    fillInstallLine();
    mendTheme();
    watchScrollers();
    yieldToWide();
    loadTheme();
  });
})();
