"""A digit that is dragged over ten templates: what is read, what is kept, what the task says."""

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import TemplateExplorer
from tests.book.visits import Visit, shown


def digit(page: Page) -> Locator:
    return page.get_by_role("application", name="Digit")


def place(page: Page) -> list[int]:
    return [shown(page)["dx"], shown(page)["dy"]]


def verdict(page: Page) -> Locator:
    return page.locator(".cnn-verdict")


def test_it_begins_as_the_text_says(alone: Visit):
    page = alone(TemplateExplorer())
    state = shown(page)
    assert (state["read"], round(state["p"][4], 3), len(state["answers"])) == (4, 0.981, 135)
    expect(page.locator(".te-sums")).to_have_text(
        "for 10.82 − against 2.56 + bias 0.12 = 8.38", use_inner_text=True
    )
    expect(page.locator(".te-count")).to_have_text("1 of 10 answers · 1 of 135 places")


@pytest.mark.parametrize(
    ("keys", "there"),
    [
        pytest.param(["Shift+ArrowRight"], [4, 0], id="four"),
        pytest.param(["ArrowUp", "ArrowLeft"], [-1, -1], id="one"),
        pytest.param(["Shift+ArrowDown"], [0, 3], id="not beyond the edge"),
        pytest.param(["Shift+ArrowRight", "Home"], [0, 0], id="home"),
    ],
)
def test_keys_move_the_digit(alone: Visit, keys: list[str], there: list[int]):
    page = alone(TemplateExplorer())
    for key in keys:
        digit(page).press(key)
    assert place(page) == there


def test_what_is_let_go_is_read(alone: Visit):
    page = alone(TemplateExplorer())
    box = digit(page).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4 * 12, y, steps=8)
    assert (place(page), shown(page)["read"]) == ([4, 0], 3)
    page.mouse.up()
    assert {answer for answer in shown(page)["answers"] if answer is not None} == {3, 4}
    expect(verdict(page)).to_have_text("3, 4 so far.")


def test_a_place_of_the_map_sends_the_digit_there(alone: Visit):
    page = alone(TemplateExplorer())
    page.locator("td[data-place='0,0']").click()
    assert place(page) == [-8, -5]
    assert shown(page)["answers"][0] is not None


def test_another_template_is_chosen(alone: Visit):
    page = alone(TemplateExplorer())
    page.get_by_role("button", name="Template 9").click()
    state = shown(page)
    assert state["template"] == 9
    score = state["for"] - state["against"] + state["bias"]
    # Shares are as far apart as scores are.
    assert np.log(state["p"][9] / state["p"][4]) == pytest.approx(score - 8.38, abs=0.01)


def at(dx: int, dy: int) -> int:
    return (dy + 5) * 15 + dx + 8


ROW = [at(dx, 0) for dx in range(-8, 6)]
TASKS = [
    pytest.param([], ["ArrowLeft"], "4 so far.", id="begun"),
    pytest.param(ROW, ["ArrowRight"] * 2, "this row has few more", id="one row"),
    pytest.param([], ["Shift+ArrowDown"], "The edge holds the four", id="edge"),
    pytest.param(list(range(30)), ["ArrowLeft"], "so far", id="many"),
    pytest.param(list(range(135)), ["ArrowLeft"], "Solved. One four, ten answers.", id="all"),
]


@pytest.mark.parametrize(("visited", "keys", "said"), TASKS)
def test_the_task_says_how_it_stands(alone: Visit, visited: list[int], keys: list[str], said: str):
    page = alone(TemplateExplorer(visited=visited))
    for key in keys:
        digit(page).press(key)
    expect(verdict(page)).to_contain_text(said)


def test_the_last_two_are_told_where(alone: Visit):
    answers = TemplateExplorer(visited=list(range(135))).shown()["answers"]
    without = [place for place, answer in enumerate(answers) if answer not in (2, 9)]
    page = alone(TemplateExplorer(visited=without))
    digit(page).press("ArrowLeft")
    expect(verdict(page)).to_contain_text("2 is read low and far to the right; 9 is read high")


def test_templates_of_a_wrong_shape_are_refused():
    with pytest.raises(ValueError, match=r"templates must have the shapes \(10, 784\) and \(10,\)"):
        TemplateExplorer(templates=(np.zeros((10, 28)), np.zeros(10)))
    with pytest.raises(ValueError, match=r"digit must have the shape \(28, 28\), got \(8, 8\)"):
        TemplateExplorer(np.zeros((8, 8)))


def test_motion_ends_where_it_should(alone: Visit):
    page = alone(TemplateExplorer(), reduced_motion="no-preference")
    digit(page).press("Shift+ArrowRight")
    moving = page.locator("[data-explorable][data-moving]")
    expect(moving).to_have_count(0)
    expect(page.locator("td[data-place='5,12']")).to_have_text("3")
