"""The panel of progress: every item of the book once, as the reader meets it, with a link to it."""

import re

import pytest
from playwright.sync_api import expect

from cnnlib.book.contents import chapters
from cnnlib.exercises import registry
from cnnlib.exercises._kinds import Item
from cnnlib.exercises._progress import panel
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


def counts(items: list[Item]) -> tuple[int, int]:
    """How many of them the page can check, and how many only the notebook."""
    there = sum(getattr(item, "where", "page") == "notebook" for item in items)
    return len(items) - there, there


def test_what_only_the_notebook_checks_is_counted_apart(alone: Visit):
    """Solved there, it may come here with a file; it fills no place of those that are open here."""
    page = alone(panel())
    items = [item for chapter in registry.chapters() for item in registry.graded(chapter)]
    here, there = counts(items)
    assert min(here, there) > 0
    summary = page.locator(".cnn-summary")
    expect(summary).to_have_text(f"0 of {here} solved here, 0 of {there} in the notebook")
    name = next(item.name for item in items if getattr(item, "where", "page") == "notebook")
    page.evaluate("name => ui.progress(name).merge({ solved: true })", name)
    expect(summary).to_have_text(f"0 of {here} solved here, 1 of {there} in the notebook")
    page.evaluate("name => ui.progress(name).merge({ solved: true })", items[0].name)
    expect(summary).to_have_text(f"1 of {here} solved here, 1 of {there} in the notebook")
    bar = page.get_by_role("progressbar")
    assert (bar.get_attribute("max"), bar.evaluate("bar => bar.value")) == (str(here), 1)


def test_the_panel_links_to_every_item(visit: Visit):
    page = visit(site.START)
    shown = page.locator("[data-explorable=Progress]")
    listed = [item for chapter in registry.chapters() for item in registry.graded(chapter)]
    here, there = counts(listed)
    summary = f"0 of {here} solved here, 0 of {there} in the notebook"
    expect(shown.locator(".cnn-summary")).to_have_text(summary)
    for part, chapter in zip(shown.locator("details").all(), registry.chapters(), strict=True):
        part.locator("summary").press("Enter")
        items = registry.graded(chapter)
        expect(part.locator(".cnn-count")).to_have_text(re.compile(f"^0 of {counts(items)[0]}"))
        for row, item in zip(part.locator("li").all(), items, strict=True):
            link = row.get_by_role("link", name=item.title)
            address = link.get_attribute("href") or ""
            assert address.endswith(f"/{chapter.PAGE}.html#{item.name}")
            in_page = getattr(item, "where", "page") == "page"
            assert ("in the notebook" in row.inner_text()) is not in_page
    shown.get_by_role("link").first.click()
    item = registry.graded(registry.chapters()[0])[0]
    expect(page.locator(f"[id='{item.name}']")).to_be_in_viewport()
