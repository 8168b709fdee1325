"""What every figure that moves must do, whatever it shows."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from cnnlib.interactive import Explorable
from tests.book import site
from tests.book.players import FIRST, step_by_key
from tests.book.visits import Visit, overflow, settle
from tests.explorables import EXPLORABLES

BAD_NUMBERS = ("", "abc", "1e9", "NaN", "1/0")

# All that a figure says about itself, and what its controls show.
_STATE = """(figure) => [...figure.querySelectorAll("*")].map((node) => ({
    ...node.dataset,
    value: node.value,
    checked: node.checked,
    pressed: node.getAttribute("aria-pressed"),
}))"""

each_figure = pytest.mark.parametrize("figure", EXPLORABLES, ids=lambda figure: figure.__name__)


def of(page: Page, figure: type[Explorable]) -> Locator:
    return page.locator(f"[data-explorable={figure.__name__}][data-ready]")


def state(shown: Locator) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shown.evaluate(_STATE)
    return found


@each_figure
def test_figure_stands_in_the_book_and_has_tests_of_its_own(figure):
    assert site.pages_with(figure.__name__)
    tests = site.ROOT / "tests" / "book" / f"test_{figure._frontend}.py"
    assert f"{figure.__name__}()" in tests.read_text("utf-8")


@each_figure
def test_figure_is_for_everyone(alone: Visit, figure):
    page = alone(figure(), width=375)
    assert overflow(page) == []
    shown = of(page, figure)
    assert shown.locator("[aria-live=polite]").count() >= 1
    unmarked = shown.locator(
        ":is(button, input, select, textarea, a[href], summary, [tabindex])"
        ":not([data-lm-suppress-shortcuts=true])"
    )
    assert unmarked.count() == 0, "JupyterLab would take its arrow keys"


@each_figure
def test_figure_refuses_what_is_no_number(alone: Visit, figure):
    shown = of(alone(figure()), figure)
    for grid in shown.locator(".cnn-grid:has(input)").all():
        field = grid.locator("input").first
        good, before = field.input_value(), state(shown)
        refusal = grid.locator("xpath=following::*[contains(@class, 'cnn-refusal')][1]")
        for text in BAD_NUMBERS:
            field.fill(text)
            expect(field).to_have_attribute("aria-invalid", "true")
            expect(refusal).to_have_text(re.compile(r"\w.*\."))
            field.blur()
            expect(field).to_have_value(good)
            expect(field).not_to_have_attribute("aria-invalid", "true")
            assert state(shown) == before


@each_figure
def test_figure_returns_to_its_beginning(alone: Visit, figure):
    """Everything is moved once, by its first control and its last."""
    shown = of(alone(figure()), figure)
    before = state(shown)
    for group in shown.locator(".cnn-choice:visible").all():
        group.locator("label").last.click()
    for switch in shown.get_by_role("switch").all():
        switch.press("Space")
    for field in (shown.locator(".cnn-grid input").first, shown.locator(".cnn-grid input").last):
        field.fill("7")
    assert state(shown) != before
    expect(
        shown.locator("[aria-live=polite]").filter(has_text=re.compile(r"\w"))
    ).not_to_have_count(0)
    shown.get_by_role("button", name="Reset").click()
    assert state(shown) == before


def test_a_move_before_the_pictures_have_come(alone: Visit):
    """The player shows what it has, and the right picture as soon as it is there."""
    name = site.pages_with("explore")[0]
    page = alone(EXPLORABLES[0]())
    held: list[Route] = []
    waiting = True

    def hold(route: Route) -> None:
        if waiting:
            held.append(route)
        else:
            route.continue_()

    page.route("**/_static/frames/*.js", hold)
    page.goto(page.url.replace(site.ALONE, name))
    settle(page)
    player = page.locator("[data-explorable=explore]").first
    with page.expect_request("**/_static/frames/*.js"):
        player.scroll_into_view_if_needed()
    control = next(m.state for m in site.read(name).mounts if m.name == "explore")["controls"][0]
    field = player.locator(".cnn-explore-controls :is(input, select)").first
    moved = step_by_key(field, control)
    words = f"{control['label']} {control['texts'][moved]}"
    picture = player.locator(f".cnn-explore-shown {FIRST}").first
    expect(picture).not_to_have_accessible_name(re.compile(re.escape(words)))
    waiting = False
    for route in held:
        route.continue_()
    expect(player).to_have_attribute("data-frames-ready", "")
    expect(picture).to_have_accessible_name(re.compile(re.escape(words)))
