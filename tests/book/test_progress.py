"""The panel of progress: every item of the book once, as the reader meets it, with a link to it."""

import re

import pytest
from playwright.sync_api import Page, expect

from cnnlib.book.contents import chapters
from cnnlib.exercises import registry
from cnnlib.exercises._kinds import Item
from cnnlib.exercises._progress import panel
from cnnlib.interactive import KernelLab
from tests.book import site
from tests.book.visits import Visit, settle

SOURCES = {chapter.path.with_suffix("").as_posix(): chapter for chapter in chapters(site.ROOT)}
ASKED = re.compile(r"""\b(?:check|question)\(\s*["']([^"']+)["']""")


@pytest.mark.parametrize("chapter", registry.chapters(), ids=lambda chapter: chapter.PAGE)
def test_items_are_listed_in_the_order_of_the_page(chapter):
    cells = SOURCES[chapter.PAGE].source.cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert [item.name for item in chapter.ITEMS] == ASKED.findall(code)


@pytest.mark.parametrize("chapter", registry.chapters(), ids=lambda chapter: chapter.PAGE)
def test_the_page_has_every_item_and_task_under_its_name(chapter):
    ids = site.read(f"{chapter.PAGE}.html").ids
    kept = (*chapter.ITEMS, *registry.tasks(chapter))
    assert [item.name for item in kept if ids.count(item.name) != 1] == []


@pytest.mark.parametrize("chapter", registry.chapters(), ids=lambda chapter: chapter.PAGE)
def test_every_task_of_a_figure_is_kept_and_listed_in_the_order_of_the_page(chapter):
    states = [mount.state for mount in site.read(f"{chapter.PAGE}.html").mounts]
    asking = [state for state in states if state.get("task") or state.get("kept_as")]
    assert [state["kept_as"] for state in asking] == [t.name for t in registry.tasks(chapter)]


def solve(page: Page) -> None:
    weights = page.locator(".cnn-kernel").first.locator("input")
    for index in reversed(range(9)):
        weights.nth(index).fill("1" if index == 8 else "0")
    weights.first.blur()


def test_a_solved_task_stays_solved_and_is_counted_until_all_is_cleared(alone: Visit):
    page = alone(KernelLab("digit", kept_as="03-up-and-left"), KernelLab("digit"), panel())
    count = sum(len(registry.tasks(chapter)) for chapter in registry.chapters())
    counted = page.get_by_text(re.compile(r"^\d of \d+ figure tasks"))
    expect(counted).to_have_text(f"0 of {count} figure tasks")
    asked, other = page.locator(".cnn-task").first, page.locator(".cnn-task").last
    said = asked.locator(".cnn-verdict")
    weight = page.locator(".cnn-kernel input").first
    weight.fill("9")
    weight.blur()
    expect(said).to_contain_text("several moved copies")
    assert page.evaluate("ui.progress.names()") == []
    solve(page)
    expect(said).to_contain_text("Solved. Each pixel")
    expect(counted).to_have_text(f"1 of {count} figure tasks")
    page.reload()
    settle(page)
    expect(counted).to_have_text(f"1 of {count} figure tasks")
    expect(said).to_have_text("Solved on an earlier visit. Press Reset to do it again.")
    expect(asked).to_have_attribute("data-done", "")
    expect(other).not_to_have_attribute("data-done", "")
    page.get_by_role("button", name="Reset").first.click()
    expect(said).to_have_text("")
    expect(asked).not_to_have_attribute("data-done", "")
    expect(counted).to_have_text(f"1 of {count} figure tasks")
    solve(page)
    expect(said).to_contain_text("Solved. Each pixel")
    assert page.evaluate("ui.progress('03-up-and-left').read().tries") == 2
    page.locator("summary", has_text="Convolution and correlation").click()
    row = page.locator("li", has_text="A kernel that moves the picture")
    expect(row).to_have_class("cnn-done")
    for _ in range(2):
        page.get_by_role("button", name="Clear").click()
    expect(counted).to_have_text(f"0 of {count} figure tasks")
    page.evaluate("""localStorage.setItem("sliding-window/1/03-up-and-left", '{"solved":1}')""")
    page.reload()
    settle(page)
    expect(said).to_have_text("")
    expect(counted).to_have_text(f"0 of {count} figure tasks")


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
    graded = [item for chapter in registry.chapters() for item in registry.graded(chapter)]
    here, there = counts(graded)
    summary = f"0 of {here} solved here, 0 of {there} in the notebook"
    expect(shown.locator(".cnn-summary")).to_have_text(summary)
    for part, chapter in zip(shown.locator("details").all(), registry.chapters(), strict=True):
        part.locator("summary").press("Enter")
        items = registry.graded(chapter)
        expect(part.locator(".cnn-count")).to_have_text(re.compile(f"^0 of {counts(items)[0]}"))
        listed = [*items, *registry.tasks(chapter)]
        for row, item in zip(part.locator("li").all(), listed, strict=True):
            link = row.get_by_role("link", name=item.title, exact=True)
            address = link.get_attribute("href") or ""
            assert address.endswith(f"/{chapter.PAGE}.html#{item.name}")
            in_page = getattr(item, "where", "page") == "page"
            assert ("in the notebook" in row.inner_text()) is not in_page
    shown.get_by_role("link").first.click()
    item = registry.graded(registry.chapters()[0])[0]
    expect(page.locator(f"[id='{item.name}']")).to_be_in_viewport()
