"""What every figure that moves must do, whatever it shows."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from cnnlib.interactive import Explorable
from tests.book import site
from tests.book.players import FIRST, step_by_key
from tests.book.visits import Visit, overflow, settle, smallest_text
from tests.explorables import EXPLORABLES, moved

BAD_NUMBERS = ("", "abc", "1e9", "NaN", "1/0")

# All that a figure says about itself, and what its controls show.
_STATE = """(figure) => [...figure.querySelectorAll("*")].map((node) => ({
    ...node.dataset,
    value: node.value,
    checked: node.checked,
    pressed: node.getAttribute("aria-pressed"),
}))"""

# What sticks out of the page, or is cut off by its own box (what is only heard is meant to be).
_CUT = """(figure) => [...figure.querySelectorAll("*")]
    .filter((el) => !el.closest(".cnn-unseen, .cnn-scroll, option"))
    .filter((el) => el.getBoundingClientRect().right > innerWidth + 1
        || (getComputedStyle(el).overflowX !== "visible" && el.scrollWidth > el.clientWidth + 1))
    .map((el) => `${el.tagName}.${el.className}`)"""

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
    assert smallest_text(shown) >= 12


def told(page: Page) -> list[tuple[Any, str]]:
    """What each figure of a page says that it shows, or the sentence why it shows nothing."""
    found = page.locator("[data-explorable][data-ready]").evaluate_all(
        "all => all.map((el) => [el.dataset.shown, el.querySelector('.cnn-error').textContent])"
    )
    return [("" if error else json.loads(shown), error) for shown, error in found]


def computed(figure: Explorable) -> tuple[Any, str]:
    """The same in Python."""
    try:
        return figure.shown(), ""
    except ValueError as refusal:
        return "", str(refusal)


def alike(one: Any, other: Any) -> bool:
    """The same numbers in the same places, up to rounding."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float):
        return bool(one == pytest.approx(other, rel=1e-9, abs=1e-9))
    return bool(one == other)


@each_figure
def test_figure_shows_what_python_computes(alone: Visit, figure):
    """The numbers on the page are those of `shown()`, whatever the traits; and so is an error."""
    figures = [figure(), *(moved(figure, seed) for seed in range(12))]
    for made, (shown, error) in zip(figures, told(alone(*figures)), strict=True):
        expected, refusal = computed(made)
        assert error == refusal
        assert alike(expected, shown), (expected, shown)


@each_figure
def test_figure_is_in_one_view(alone: Visit, figure):
    """Cause, effect and task on a desk; on a phone all of it but the task, and nothing cut off."""
    page = alone(figure(), width=1440)
    shown = of(page, figure)
    box = shown.bounding_box()
    assert box is not None
    assert box["height"] <= 800
    page.set_viewport_size({"width": 375, "height": 700})
    height = shown.evaluate(
        """(el) => el.getBoundingClientRect().height
            - (el.querySelector(".cnn-task")?.getBoundingClientRect().height ?? 0)"""
    )
    assert height <= 700
    assert overflow(page) == []
    assert shown.evaluate(_CUT) == []


@each_figure
def test_figure_refuses_what_is_no_number(alone: Visit, figure):
    shown = of(alone(figure()), figure)
    for field in shown.locator("input.cnn-number").all():
        good, before = field.input_value(), state(shown)
        refusal = field.locator("xpath=following::*[contains(@class, 'cnn-refusal')][1]")
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
    for field in shown.locator("input.cnn-number").all()[:2]:
        field.fill("7")
    for handle in shown.locator(".cnn-pane, .cnn-carried, [role=slider]").all():
        handle.press("ArrowRight")
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
