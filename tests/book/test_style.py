"""The site's own few rules of style, where a page is opened to see them."""

from tests.book import site
from tests.book.visits import Visit

COLUMNS = 44  # characters that a phone has room for


def test_the_header_covers_a_wide_figure(visit: Visit):
    """What scrolls out of it is not seen beside the header."""
    page = visit(site.pages_with("KernelLab")[0], width=1440)
    figure = page.locator(".cnn-wide").first
    figure.evaluate("(it) => scrollTo(0, it.getBoundingClientRect().top + scrollY + 100)")
    page.wait_for_selector("html[data-wide]")
    header, right, background = page.locator(".bd-header-article").evaluate(
        """(it) => {
            const { left } = it.getBoundingClientRect();
            const before = getComputedStyle(it, "::before");
            const page = getComputedStyle(it).backgroundColor;
            return [page, left + parseFloat(before.width), before.backgroundColor];
        }"""
    )
    box = figure.bounding_box()
    assert box is not None
    assert right >= box["x"] + box["width"]
    assert background == header
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_printed_fits_a_phone(visit: Visit):
    page = visit(site.pages_with("EchoExplorer")[0], width=375)
    texts = page.locator(":is(.cell_input, .cell_output) .highlight pre").evaluate_all(
        """all => all.filter((it) => it.checkVisibility()).map((it) => ({
            longest: Math.max(...it.innerText.split("\\n").map((line) => line.length)),
            size: parseFloat(getComputedStyle(it).fontSize),
            over: it.scrollWidth - it.clientWidth,
        }))"""
    )
    short = [text for text in texts if text["longest"] <= COLUMNS]
    assert max(text["longest"] for text in short) >= COLUMNS - 2
    assert [text for text in short if text["over"] > 0] == []
    assert min(text["size"] for text in texts) >= 12
