"""What a page weighs on the wire, and whose works it carries."""

import gzip
import re
from fnmatch import fnmatch
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from cnnlib.book.licenses import WORKS
from tests.book import site
from tests.book.visits import Visit, settle

KB = 1000
STATIC = site.SITE / "_static"
OURS = ("cnnlib/*", "frames/*.js", "download/*", "licenses/*", "logo.svg", "favicon.svg")


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


@pytest.mark.parametrize("name", [name for name in site.pages() if site.read(name).mounts])
def test_first_visit(visit: Visit, name: str):
    page = visit(name, "http")
    first = requested(page)
    weights = {file: zipped(file) for file in first if not file.startswith("_static/frames/")}
    assert sum(weights.values()) <= 850 * KB, weights

    own = {file: weight for file, weight in weights.items() if "_static/cnnlib/" in file}
    assert zipped(name) + sum(own.values()) <= 200 * KB, {name: zipped(name), **own}


@pytest.mark.parametrize("name", [name for name in site.pages() if site.read(name).mounts])
def test_frames(visit: Visit, name: str):
    page = visit(name, "http")
    for figure in page.locator("[data-explorable=explore]").all():
        figure.scroll_into_view_if_needed()
        page.wait_for_function("el => 'framesReady' in el.dataset", arg=figure.element_handle())
    frames = {file: zipped(file) for file in requested(page) if "_static/frames/" in file}
    assert sum(frames.values()) <= 500 * KB, frames


def test_python_is_loaded_on_demand(visit: Visit):
    page = visit(site.CHAPTER, "http")
    python = "_static/cnnlib/python.js"
    settle(page)
    assert python not in requested(page)
    assert zipped(python) <= 400 * KB


# ---- licenses ------------------------------------------------------------------------------------


def shipped() -> list[str]:
    return sorted(
        path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()
    )


def matches(file: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(file, pattern) for pattern in patterns)


def test_every_file_belongs_to_a_work_or_is_ours():
    known = OURS + tuple(pattern for work in WORKS for pattern in work.shipped)
    assert [file for file in shipped() if not matches(file, known)] == []


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_work_is_shipped_named_and_licensed(work):
    for pattern in work.shipped:
        assert any(fnmatch(file, pattern) for file in shipped()), f"nothing is {pattern}"
    assert (STATIC / "licenses" / work.license_file).read_text("utf-8").strip()
    credits = (site.SITE / "chapters" / "reference" / "credits.html").read_text("utf-8")
    article = credits[credits.index("<article") : credits.index("</article")]
    assert work.name in re.sub(r"<[^>]+>", "", article)


def test_the_book_carries_no_script_of_a_cdn():
    for name in site.pages():
        text = (site.SITE / name).read_text("utf-8")
        for tag in re.findall(r"<(?:script|link|img|iframe)\b[^>]*>", text):
            assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", tag), (name, tag)
