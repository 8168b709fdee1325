"""What it means to open a page: wait until it stands, and note everything it must not do."""

import json
from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, Request

Visit = Callable[..., Page]
SCHEMES = ("http", "file")

# Every rule of axe that is about the WCAG up to level AA or good practice, experimental ones too.
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental")


def watch(context: BrowserContext, inside: str, *, scripts: bool = True) -> list[str]:
    """Everything that a page must not do, one line each, as it happens.

    Without `scripts` the browser refuses to load them, which is no failure.
    """
    problems: list[str] = []
    allowed = (inside, "data:", "blob:", "about:")

    def note(is_problem: bool, line: str) -> None:
        if is_problem:
            problems.append(line)

    context.on("request", lambda it: note(not it.url.startswith(allowed), f"asked for {it.url}"))
    context.on(
        "requestfailed",
        lambda it: note(scripts and not _given_up(it), f"failed: {it.url} {it.failure}"),
    )
    context.on("response", lambda it: note(it.status >= 400, f"{it.status}: {it.url}"))
    context.on("weberror", lambda it: note(True, f"script error: {it.error}"))
    context.on(
        "console",
        lambda it: note(it.type in ("error", "warning"), f"console {it.type}: {it.text}"),
    )
    return problems


def _given_up(request: Request) -> bool:
    """Whether the reader left while pictures were on their way that load when they come near."""
    return request.failure == "net::ERR_ABORTED" and "/_static/frames/" in request.url


def shown(page: Page) -> dict[str, Any]:
    """What the one figure of a page says that it shows."""
    found: dict[str, Any] = json.loads(
        page.locator("[data-shown]").get_attribute("data-shown") or ""
    )
    return found


def settle(page: Page) -> None:
    """Wait until every figure of the page is drawn."""
    page.wait_for_function(
        """() => document.readyState === "complete" &&
            [...document.querySelectorAll("[data-explorable]")]
                .every(({ dataset }) => "ready" in dataset || "error" in dataset)"""
    )
    errors = page.eval_on_selector_all("[data-error]", "all => all.map(el => el.dataset.error)")
    assert errors == []


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now, one line for each element.

    Of highlighted code it sees each color once on each background, and the rest as plain text: half
    the time on a chapter would go into thousands of equal words.
    """
    page.evaluate(
        """() => {
            const seen = new Set();
            for (const token of document.querySelectorAll(".highlight pre span")) {
                const ground = getComputedStyle(token.closest(".highlight")).backgroundColor;
                const look = `${token.className} ${ground}`;
                if (seen.has(look)) token.replaceWith(...token.childNodes);
                seen.add(look);
            }
        }"""
    )
    # Without `preload` axe asks for the style sheets once more, which no file:// page may do.
    options = {"runOnly": list(_RULES), "preload": False, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = []
    for _ in range(3):  # a page that has just been resized may still be moving: what stays counts
        found = Axe().run(page, options=options).response["violations"]
        if not found:
            break
    return [
        f"{each['id']}: {node['target']} {node['html'][:120]} {node['failureSummary'][:200]}"
        for each in found
        for node in each["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """What stands out of the page sideways: nothing, if the page itself does not scroll."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll("body *")]
                .filter((el) => el.getBoundingClientRect().right > width + 1)
                .map((el) => `${el.tagName}.${el.className} ${el.getBoundingClientRect().right}`);
        }"""
    )


def cut(page: Page) -> list[str]:
    """Elements of the article that a reader cannot see whole, and is not told so.

    Whatever clips its content counts, and whatever sticks out of the window or out of something
    that clips. What scrolls sideways is told by a faded edge (``data-more``) and takes the focus;
    a long list or text that scrolls down shows that by its last, halved line.
    """
    return page.evaluate(
        """() => {
            const unseen = "[class*=cnn-formula-], .cnn-unseen, .visually-hidden";
            const wide = (el) => el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 0;
            const high = (el) => el.scrollHeight > el.clientHeight + 1 && el.clientHeight > 0;
            const hides = (overflow) => overflow === "hidden" || overflow === "clip";
            const field = ":scope > textarea"; // it takes the focus for the frame that scrolls
            const told = (el) => el.dataset.more && (el.tabIndex === 0 || el.querySelector(field));
            const whole = (el) => {
                const { overflowX, overflowY } = getComputedStyle(el);
                if (hides(overflowY) && high(el)) return false;
                return overflowX === "visible" || !wide(el) || told(el);
            };
            const inside = (el) => {
                const { left, right, width } = el.getBoundingClientRect();
                return !width || (left > -1 && right < innerWidth + 1) || el.closest("[data-more]");
            };
            const seen = (el) => el.checkVisibility({ visibilityProperty: true });
            return [...document.querySelectorAll("article :not(svg *)")]
                .filter((el) => seen(el) && !el.closest(unseen))
                .filter((el) => !(whole(el) && inside(el)))
                .map((el) => `${el.outerHTML.slice(0, 80)} ${el.scrollWidth} > ${el.clientWidth}`);
        }"""
    )


def smallest_text(figure: Locator) -> float:
    """The size, in pixels, of the smallest text that is seen in a figure."""
    size: float = figure.evaluate(
        """(el) => Math.min(...[...el.querySelectorAll("*")]
            .filter((node) => [...node.childNodes].some(
                (child) => child.nodeType === Node.TEXT_NODE && child.data.trim()))
            .filter((node) => node.checkVisibility({ visibilityProperty: true }))
            .filter((node) => !node.closest("svg, .cnn-unseen"))
            .map((node) => parseFloat(getComputedStyle(node).fontSize)))"""
    )
    return size
