"""A ball on the loss of one weight: its steps, where it is put, and what the task says."""

import math
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import DescentExplorer
from tests.book.visits import Visit, shown


def ball(page: Page) -> Locator:
    return page.get_by_role("application", name="Ball")


def step(page: Page, times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name="Step").click()


def rate(page: Page, text: str) -> None:
    page.get_by_role("radio", name=text, exact=True).check(force=True)


def test_it_begins_as_the_text_says(alone: Visit):
    state = shown(alone(DescentExplorer()))
    assert state["path"] == [0]
    assert state["loss"] == pytest.approx(math.log(10))


def test_a_step_is_the_rate_times_the_slope(alone: Visit):
    page = alone(DescentExplorer(rate="0.01"))
    before = shown(page)
    step(page)
    after = shown(page)
    assert after["path"] == pytest.approx([0, -0.01 * before["slope"]], abs=1e-6)
    assert after["loss"] < before["loss"]


def test_keys_and_fingers_put_the_ball_elsewhere(alone: Visit):
    page = alone(DescentExplorer(steps=3))
    ball(page).press("Home")
    assert shown(page)["path"] == [0]
    ball(page).press("Shift+ArrowRight")
    assert shown(page)["path"] == pytest.approx([0.04])
    box = ball(page).bounding_box()
    assert box is not None
    x, y = box["x"] + 22, box["y"] + 22
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 200, y, steps=4)
    page.mouse.up()
    assert 0.35 < shown(page)["path"][0] < 0.55


TASKS = [
    pytest.param(0, "0.03", 2, "Begin on the right side", id="left"),
    pytest.param(110, "0.1", 7, "Solved. On the steep left side", id="right"),
    pytest.param(110, "0.03", 10, "10 steps, and the loss is still", id="slow"),
    pytest.param(110, "0.03", 25, "There it rests, but after", id="late"),
    pytest.param(120, "0.3", 2, "It only passes through", id="passing"),
]


@pytest.mark.parametrize(("start", "chosen", "steps", "said"), TASKS)
def test_the_task_says_how_it_stands(alone: Visit, start: int, chosen: str, steps: int, said: str):
    page = alone(DescentExplorer(start=start, rate=chosen))
    step(page, steps)
    expect(page.locator(".cnn-verdict")).to_contain_text(said)


def test_momentum_may_throw_it_out(alone: Visit):
    page = alone(DescentExplorer(start=110, rate="0.3", momentum=True))
    step(page, 4)
    expect(page.locator(".cnn-verdict")).to_contain_text("It jumped out of the valley")


def test_motion_ends_where_it_should(alone: Visit):
    page = alone(DescentExplorer(rate="0.03"), reduced_motion="no-preference")
    step(page)
    expect(page.locator("[data-explorable][data-moving]")).to_have_count(0)
    page.wait_for_function("() => !document.querySelector('.de-ball').getAnimations().length")
    assert ball(page).evaluate("(ball) => getComputedStyle(ball).transform") == "none"


@pytest.mark.parametrize("losses", [[1, 2], [1, -1, 2], "valley"])
def test_a_curve_that_is_none_is_refused(losses: Any):
    with pytest.raises(ValueError, match="losses"):
        DescentExplorer(losses=losses)
