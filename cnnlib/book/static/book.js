// What every page of the book needs besides its figures: an address filled in, a few faults of the
// theme mended for those who listen or use the keyboard, and a page that prints whole.
//
// Runs as a deferred script in front of the theme's own, so the theme finds the page as it is here.
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
    formula: "mjx-container[display='true']",
  };

  /** Whatever scrolls takes the focus, so that the arrow keys can scroll it, and says what it is. */
  function nameScrollers() {
    for (const [name, selector] of Object.entries(SCROLLERS)) {
      all(`#main-content ${selector}`).forEach((node, index) => {
        const scrolls =
          node.scrollWidth > node.clientWidth || node.scrollHeight > node.clientHeight;
        const tabIndex = scrolls ? 0 : -1;
        if (node.tabIndex !== tabIndex) node.tabIndex = tabIndex; // or the observer would never rest
        if (node.matches(".cnnlib *, pre")) return; // figures name their own; code speaks for itself
        if (scrolls) {
          node.setAttribute("role", "region");
          node.setAttribute("aria-label", `Wide ${name} ${index + 1}`);
        } else if (node.getAttribute("role") === "region") {
          node.removeAttribute("role");
          node.removeAttribute("aria-label");
        }
      });
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
    window.addEventListener("load", () => {
      nameScrollers();
      window.MathJax?.startup?.promise?.then(nameScrollers);
    });
  }

  // ---- print --------------------------------------------------------------------------------------

  const PAPER = 620; // CSS pixels of text on a sheet of A4 or Letter

  /** On paper everything is open, light and narrow enough; afterwards the page is as it was. */
  function printWhole() {
    let opened = [];
    let shrunk = [];
    let theme;
    window.addEventListener("beforeprint", () => {
      opened = all("article details:not([open]):not(.hide)");
      for (const details of opened) details.open = true;
      shrunk = all(SCROLLERS.formula).filter((formula) => formula.scrollWidth > PAPER);
      for (const formula of shrunk) formula.style.zoom = PAPER / formula.scrollWidth;
      theme = document.documentElement.dataset.theme;
      document.documentElement.dataset.theme = "light";
    });
    window.addEventListener("afterprint", () => {
      for (const details of opened) details.open = false;
      for (const formula of shrunk) formula.style.zoom = "";
      [opened, shrunk] = [[], []];
      document.documentElement.dataset.theme = theme;
    });
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

  printWhole();
  gatherSolutions();
  document.addEventListener("DOMContentLoaded", () => {
    fillInstallLine();
    mendTheme();
    watchScrollers();
  });
})();
