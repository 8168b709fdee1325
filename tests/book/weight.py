"""What a page weighs on the wire, as a reader who visits it first is sent it."""

import gzip
import re
from functools import cache
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

from tests.book import site

KB = 1000
PYTHON = "_static/cnnlib/python.js"


def expect_light(page: Page, name: str) -> None:
    """A page just opened over http has loaded little, and no Python before it is wanted.

    Of a first visit, 600 KB; of a later one, after the start page, 200.
    """
    files = requested(page)
    assert name in files
    weights = {file: zipped(file) for file in files if not file.startswith("_static/frames/")}
    assert sum(weights.values()) <= 600 * KB, weights
    own = {file: weight for file, weight in weights.items() if file not in kept()}
    assert sum(own.values()) <= 200 * KB, own
    assert PYTHON not in files


@cache
def kept() -> set[str]:
    """What a browser has kept from the start page: a later page brings the rest."""
    start = (site.SITE / "intro.html").read_text("utf-8")
    return {
        urlsplit(place).path for place in re.findall(r'(?:src|href|data-later)="([^"#]+)', start)
    }


def expect_light_frames(page: Page) -> None:
    """All pictures of the page's `explore` figures, once each has been seen."""
    for figure in page.locator("[data-explorable=explore]").all():
        figure.scroll_into_view_if_needed()
        page.wait_for_function("el => 'framesReady' in el.dataset", arg=figure.element_handle())
    frames = {file: zipped(file) for file in requested(page) if "_static/frames/" in file}
    assert sum(frames.values()) <= 500 * KB, frames


def zipped(name: str) -> int:
    """What a web server that compresses sends for a file of the book."""
    data = (site.SITE / name).read_bytes()
    return min(len(data), len(gzip.compress(data, 6)))


def requested(page: Page) -> set[str]:
    """The files of the book that the page has asked for so far."""
    addresses = page.evaluate(
        "[location.href, ...performance.getEntriesByType('resource').map(({ name }) => name)]"
    )
    paths = {unquote(urlsplit(address).path).lstrip("/") for address in addresses}
    return {path for path in paths if (site.SITE / path).is_file()}
