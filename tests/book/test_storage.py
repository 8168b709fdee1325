"""A browser that keeps nothing for a page, or can keep nothing more, loses only its memory."""

import re

import pytest
from playwright.sync_api import Page, expect

from cnnlib.exercises import registry
from cnnlib.exercises._kinds import QuestionData
from tests.book import site
from tests.book.visits import Visit, settle

BOTH = "for (const name of ['localStorage', 'sessionStorage'])"
BREAKAGES = {
    "refused": f"""{BOTH} Object.defineProperty(window, name, {{
        configurable: true, get() {{ throw new DOMException("refused", "SecurityError"); }} }})""",
    "not there": f"""{BOTH} Object.defineProperty(window, name, {{
        configurable: true, get: () => null }})""",
    "unreadable": """for (const name of ["getItem", "setItem", "removeItem"])
        Storage.prototype[name] = () => { throw new DOMException("broken", "DataError"); }""",
    "full": """Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError"); }""",
}
each_breakage = pytest.mark.parametrize("breakage", BREAKAGES.values(), ids=BREAKAGES)


def forgetful(visit: Visit, breakage: str, name: str) -> Page:
    """A page on a phone whose browser keeps nothing."""
    page = visit(name, width=375)
    page.add_init_script(breakage)
    page.reload()
    settle(page)
    return page


@each_breakage
def test_menu_theme_and_search_work(visit: Visit, breakage: str):
    page = forgetful(visit, breakage, site.START)
    page.locator("button.primary-toggle").click()
    expect(page.locator("#pst-primary-sidebar-modal")).to_be_visible()
    page.keyboard.press("Escape")
    root = page.locator("html")
    seen = {root.get_attribute("data-mode")}
    for _ in range(2):
        page.locator(".theme-switch-button:visible").first.click()
        seen.add(root.get_attribute("data-mode"))
    assert seen == {"auto", "light", "dark"}
    page.locator(".search-button:visible").first.click()
    page.locator("#pst-search-dialog input").fill("correlation")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"search\.html"))
    expect(page.locator("#search-results li a").first).to_be_visible()


@each_breakage
def test_questions_work_and_the_panel_says_that_nothing_is_kept(visit: Visit, breakage: str):
    chapter, item = next(
        (chapter, item)
        for chapter in registry.chapters()
        for item in chapter.ITEMS
        if isinstance(item, QuestionData) and item.options and item.kind
    )
    page = forgetful(visit, breakage, f"{chapter.PAGE}.html")
    form = page.locator(f"[id='{item.name}']")
    form.get_by_role("radio").nth([option.right for option in item.options].index(True)).check()
    form.get_by_role("button", name="Check").click()
    expect(form.locator(".cnn-said")).to_have_attribute("data-outcome", "correct")
    page.goto(page.url.replace(f"{chapter.PAGE}.html", site.START).partition("#")[0])
    settle(page)
    panel = page.locator("[data-explorable=Progress]")
    expect(panel).to_contain_text("This browser keeps nothing for this page.")
    expect(panel).to_contain_text(re.compile(r"0 of \d+ solved"))


def test_the_stand_in_is_a_storage(visit: Visit):
    page = forgetful(visit, BREAKAGES["refused"], site.START)
    assert page.evaluate(
        """() => {
            const kept = localStorage;
            kept.clear();
            kept.setItem("a", 1);
            kept.setItem("b", null);
            kept.removeItem("a");
            return [kept.getItem("a"), kept.getItem("b"), kept.key(0), kept.key(1), kept.length,
                    Object.keys(kept), sessionStorage.getItem("b")];
        }"""
    ) == [None, "null", "b", None, 1, ["b"], None]


@pytest.fixture
def tabs(visit: Visit) -> list[Page]:
    """Two tabs of one browser with the same page."""
    first = visit(site.pages_with("EchoExplorer")[0], "http")
    second = first.context.new_page()
    second.goto(first.url)
    settle(second)
    return [first, second]


def test_two_tabs_that_record_at_once_keep_every_answer(tabs: list[Page]):
    for number, tab in enumerate(tabs):
        tab.evaluate(
            """(tab) => {
                window.recorded = (async () => {
                    for (let number = 0; number < 50; number++) {
                        ui.progress(`99-${tab}-${number}`).record(true);
                        await new Promise((done) => setTimeout(done));
                    }
                })();
            }""",
            number,
        )
    for tab in tabs:
        tab.evaluate("() => window.recorded")
    for tab in tabs:
        tab.wait_for_function("ui.progress.names().length === 100")
        assert tab.evaluate("ui.progress.names().every((name) => ui.progress(name).read().solved)")


def test_what_was_solved_comes_back_when_another_tab_overwrites_it(tabs: list[Page]):
    first, second = tabs
    first.evaluate("ui.progress('99-a').record(true, ['3'])")
    stale = """localStorage.setItem("sliding-window/1/99-a", '{"solved":false,"draft":"x"}')"""
    second.wait_for_function("ui.progress('99-a').read().solved")
    second.evaluate(stale)
    second.wait_for_function("ui.progress('99-a').read().solved")
    kept = {"solved": True, "tries": 1, "draft": "x", "answer": ["3"]}
    assert second.evaluate("ui.progress('99-a').read()") == kept

    second.evaluate("ui.progress('99-a').remove()")
    first.wait_for_function("!ui.progress('99-a').read().solved")
    second.evaluate(stale)
    first.wait_for_function("ui.progress('99-a').read().draft === 'x'")
    first.evaluate("new Promise((done) => setTimeout(done))")
    assert not first.evaluate("ui.progress('99-a').read().solved")
