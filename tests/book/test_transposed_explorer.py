"""Inputs that stamp a kernel: dragged apart, cut, lengthened; how many outputs; the way back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import TransposedExplorer
from tests.book.visits import Visit, overflow, shown, violations


def press(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def second(page: Page) -> Locator:
    return page.get_by_role("slider", name="Second stamp, stride")


def outputs(page: Page, mark: str = "") -> list[str]:
    return page.locator(f".cnn-stamp-outputs > span{mark}").all_inner_texts()


def test_it_begins_as_the_text_says(alone: Visit):
    page = alone("<h1>Alone</h1>", TransposedExplorer())
    assert shown(page) == {
        "inputs": [1, 2, 3],
        "stride": 2,
        "padding": 0,
        "output_padding": 0,
        "place": 0,
        "stamps": [[1, 1, 1, 0, 0, 0, 0], [0, 0, 2, 2, 2, 0, 0], [0, 0, 0, 0, 3, 3, 3]],
        "output": [1, 1, 1, None, None, None, None],
    }
    length, stamp = page.locator(".cnn-role-line").all_inner_texts()
    assert length == "(3 − 1)·2 − 2·0 + 1·(3 − 1) + 0 + 1 = 7"
    assert stamp == "Stamp 1 of 3: 1 · (1, 1, 1) = 1, 1, 1"
    expect(page.get_by_role("img", name="1, 1, 1, empty, empty, empty, empty")).to_be_visible()
    expect(page.locator(".cnn-verdict")).to_have_text("")
    assert violations(page) == []


def test_each_step_adds_a_stamp(alone: Visit):
    page = alone(TransposedExplorer())
    press(page, "Step")
    assert outputs(page) == ["1", "1", "3", "2", "2", "·", "·"]
    press(page, "Step")
    assert outputs(page) == ["1", "1", "3", "2", "5", "3", "3"]
    expect(page.locator("[aria-live]").first).to_have_text(
        "stride 2, padding 0, output padding 0: 7 outputs. Stamp 3: 3, 3, 3. "
        "Outputs: 1, 1, 3, 2, 5, 3, 3."
    )
    page.locator(".cnn-stamp-inputs > span").first.click()
    assert shown(page)["place"] == 0
    assert page.locator(".cnn-stamp-copies > [data-empty]").count() == 2


@pytest.mark.parametrize("width", [1440, 375])
def test_the_second_stamp_is_dragged(alone: Visit, width: int):
    page = alone(TransposedExplorer(), width=width)
    box = second(page).bounding_box()
    cell = page.locator(".cnn-stamp-outputs > span").first.bounding_box()
    assert box is not None
    assert cell is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 1.2 * cell["width"], y, steps=3)
    assert shown(page)["stride"] == 1
    assert outputs(page) == ["1", "3", "6", "5", "3"]  # all of them lie there now
    expect(page.locator(".cnn-verdict")).to_have_text("")  # the finger has not let go
    page.mouse.move(x + 9 * cell["width"], y)
    page.mouse.up()
    assert shown(page)["stride"] == 3
    assert outputs(page) == ["1", "1", "1", "2", "2", "2", "3", "3", "3"]
    expect(page.locator(".cnn-verdict")).to_have_text("9 outputs; but the window went on by 2.")
    second(page).press("ArrowLeft")
    assert shown(page)["stride"] == 2
    for right, down in ((-21, 0), (21, 0), (0, -21), (0, 21)):  # large enough for a finger
        assert page.evaluate(
            "(at) => document.elementFromPoint(...at).closest('[role=slider]') !== null",
            [x + right, y + down],
        )
    assert overflow(page) == []


def test_padding_cuts_and_output_padding_appends(alone: Visit):
    page = alone(TransposedExplorer())
    press(page, "output padding: one more")
    assert outputs(page) == ["1", "1", "3", "2", "5", "3", "3", "0"]
    assert outputs(page, "[data-added]") == ["0"]
    press(page, "padding: one more")
    assert shown(page)["output"] == [1, 3, 2, 5, 3, 3]
    assert outputs(page, "[data-cut]") == ["1", "0"]  # it is the appended one that is cut
    press(page, "output padding: one less")
    assert shown(page)["output"] == [1, 3, 2, 5, 3]
    assert outputs(page, "[data-cut]") == ["1", "3"]


def test_dilation_leaves_gaps(alone: Visit):
    page = alone(TransposedExplorer(inputs=[1, 2], kernel=2, dilation=3, stride=1, place=1))
    assert outputs(page) == ["1", "2", "0", "1", "2"]
    assert page.locator(".cnn-task").count() == 0
    expect(page.locator(".cnn-role-line").first).to_have_text(
        "(2 − 1)·1 − 2·0 + 3·(2 − 1) + 0 + 1 = 5"
    )


def test_each_attempt_is_told_what_it_did(alone: Visit):
    page = alone(TransposedExplorer())
    said = page.locator(".cnn-verdict")
    fault = page.locator(".cnn-error")
    press(page, "output padding: one more")
    expect(said).to_have_text("8 outputs: nothing is cut, but the window had a zero at each end.")
    press(page, "output padding: one more")
    expect(fault).to_have_text(
        "output_padding 2 is too large: it must be less than the stride 2 or the dilation 1"
    )
    expect(page.locator(".cnn-stamps")).to_have_css("opacity", "0.4")
    assert outputs(page)[-1] == "0"  # the last good state stays
    expect(page.locator(".cnn-role-line").first).to_be_hidden()
    press(page, "output padding: one less", "output padding: one less", "padding: one more")
    expect(fault).to_have_text("")
    expect(said).to_have_text(
        "5 outputs. Five numbers become three as well: the floor hides which it was."
    )
    press(page, "padding: one more")
    expect(said).to_have_text("3 outputs: cut off is more than the one zero at each end.")
    press(page, "padding: one less", "output padding: one more")
    solved = "Solved. Five numbers and six both become three. Output padding says that it was six."
    expect(said).to_have_text(solved)
    press(page, "stride: one more")
    expect(said).to_have_text(solved)
    press(page, "Reset")
    expect(said).to_have_text("")


def test_all_moves_and_ends_where_it_should(alone: Visit):
    page = alone(TransposedExplorer(), reduced_motion="no-preference")
    falling = page.evaluate(
        """() => {
            [...document.querySelectorAll("button")].find((b) => b.textContent === "Step").click();
            return [...document.querySelectorAll(".cnn-falls")].map((copy) => copy.textContent);
        }"""
    )
    assert falling == ["2", "2", "2"]
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert outputs(page) == ["1", "1", "3", "2", "2", "·", "·"]
    press(page, "stride: one more", "Play")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert shown(page)["place"] == 0  # after a change it begins at the first
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert shown(page)["output"] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_on_paper_all_stamps_are_laid(alone: Visit):
    page = alone(TransposedExplorer())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page)["output"] == [1, 1, 3, 2, 5, 3, 3]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page)["place"] == 0
