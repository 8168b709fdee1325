"""The panel of progress: every item of the book once, as the reader meets it, with a link to it."""

import re

import pytest
from playwright.sync_api import expect

from cnnlib.book.contents import chapters
from cnnlib.exercises import registry
from tests.book import site
from tests.book.visits import Visit

SOURCES = {chapter.path.with_suffix("").as_posix(): chapter for chapter in chapters(site.ROOT)}
ASKED = re.compile(r"""\b(?:check|question)\(\s*["']([^"']+)["']""")


@pytest.mark.parametrize("chapter", registry.chapters(), ids=lambda chapter: chapter.PAGE)
def test_items_are_listed_in_the_order_of_the_page(chapter):
    cells = SOURCES[chapter.PAGE].source.cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert [item.name for item in chapter.ITEMS] == ASKED.findall(code)


@pytest.mark.parametrize("chapter", registry.chapters(), ids=lambda chapter: chapter.PAGE)
def test_the_page_has_every_item_under_its_name(chapter):
    ids = site.read(f"{chapter.PAGE}.html").ids
    assert [item.name for item in chapter.ITEMS if ids.count(item.name) != 1] == []


def test_the_panel_links_to_every_item(visit: Visit):
    page = visit(site.START)
    panel = page.locator("[data-explorable=Progress]")
    listed = [item for chapter in registry.chapters() for item in registry.graded(chapter)]
    expect(panel.locator(".cnn-summary")).to_have_text(f"0 of {len(listed)} solved")
    for part, chapter in zip(panel.locator("details").all(), registry.chapters(), strict=True):
        part.locator("summary").press("Enter")
        items = registry.graded(chapter)
        expect(part.locator(".cnn-count")).to_have_text(f"0 of {len(items)}")
        for row, item in zip(part.locator("li").all(), items, strict=True):
            link = row.get_by_role("link", name=item.title)
            address = link.get_attribute("href") or ""
            assert address.endswith(f"/{chapter.PAGE}.html#{item.name}")
            in_page = getattr(item, "where", "page") == "page"
            assert ("in the notebook" in row.inner_text()) is not in_page
    panel.get_by_role("link").first.click()
    item = registry.graded(registry.chapters()[0])[0]
    expect(page.locator(f"[id='{item.name}']")).to_be_in_viewport()
