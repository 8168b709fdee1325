"""One step as a stamp: what the templates become, and what the task says."""

import pytest
from playwright.sync_api import Page, expect

from cnnlib.interactive import StampExplorer
from tests.book.visits import Visit, shown


def stamp(page: Page, *digits: int) -> None:
    for digit in digits:
        page.get_by_role("button", name=f"Stamp the {digit}").click()


def test_it_begins_blank(alone: Visit):
    state = shown(alone(StampExplorer()))
    assert state["read"] == [None, None, None]
    assert state["p"] == pytest.approx([0.1] * 3)


def test_a_stamp_helps_its_own_digit_and_harms_its_look_alike(alone: Visit):
    page = alone(StampExplorer())
    before = shown(page)["loss"]
    stamp(page, 4)
    state = shown(page)
    assert state["read"] == [4, 4, 4]
    assert state["loss"][0] < before[0]
    assert state["loss"][1] > before[1]
    expect(page.locator(".st-sum")).to_contain_text("+0.045 on its own template, −0.005")


def test_keys_stamp(alone: Visit):
    page = alone(StampExplorer())
    page.get_by_role("button", name="Stamp the 9").press("7")
    assert shown(page)["stamps"] == [2]


TASKS = [
    pytest.param("0.05", [4, 9, 7], "The 4 is read as a 9. Of two look-alikes", id="last wins"),
    pytest.param("0.05", [4, 4, 4], "the 9 and the 7 has never been shown", id="only one"),
    pytest.param("0.1", [9, 4, 7], "The 9 is read as a 7. Of two look-alikes", id="too far"),
    pytest.param(
        "0.02", [4, 9, 7], "Solved. Small steps leave room for each other. So", id="small"
    ),
    pytest.param("0.03", [9, 4, 7], "In this order, that is", id="in this order"),
    pytest.param("0.05", [4, 9, 7, 4], "Three are allowed", id="a fourth"),
]


@pytest.mark.parametrize(("rate", "digits", "said"), TASKS)
def test_the_task_names_what_went_wrong(alone: Visit, rate: str, digits: list[int], said: str):
    page = alone(StampExplorer())
    page.locator(".cnn-choice label", has_text=rate).last.click()
    stamp(page, *digits)
    expect(page.locator(".cnn-verdict")).to_contain_text(said)


def test_motion_ends_where_it_should(alone: Visit):
    page = alone(StampExplorer(), reduced_motion="no-preference")
    stamp(page, 4)
    expect(page.locator("[data-explorable][data-moving]")).to_have_count(0)
    expect(page.locator(".st-copy")).to_have_count(0)
    expect(page.locator(".cnn-rack > *").nth(4)).to_contain_text("88 %")
    page.get_by_role("button", name="Blank again").click()
    assert shown(page)["stamps"] == []
