"""Gradients that are dragged, what each output sends to three weights, their sum, and the task."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.functional import correlate1d
from cnnlib.interactive import SharedGradientExplorer
from tests.book.controls import choose, drag
from tests.book.visits import Visit, overflow, shown


class Explorer:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.figure = page.locator("[data-explorable=SharedGradientExplorer][data-ready]")
        self.said = self.figure.locator(".cnn-verdict")
        self.live = self.figure.locator("[aria-live]").first

    def bar(self, output: int) -> Locator:
        return self.figure.get_by_role("slider", name=f"Gradient at output {output}")

    def rows(self) -> list[list[str]]:
        table = self.figure.get_by_role("grid", name="sent to the weights")
        cells = table.locator("[data-place] > span").all_inner_texts()
        return [cells[i : i + 3] for i in range(0, len(cells), 3)]

    def pull(self, *gradients: int) -> None:
        """Type what is another number than before; what is said in the end counts."""
        before = shown(self.page)["gradients"]
        for output, gradient in enumerate(gradients, 1):
            if gradient == before[output - 1]:
                continue
            self.bar(output).focus()
            field = self.figure.locator(".cnn-bar-editor input")
            field.fill(str(gradient))
            field.blur()


@pytest.fixture
def explorer(alone: Visit) -> Explorer:
    return Explorer(alone(SharedGradientExplorer(), width=1440))


def test_each_output_sends_its_row_and_the_shared_weights_get_the_sum(explorer: Explorer):
    four = [["1", "0", "2"], ["0", "0", "0"], ["4", "2", "6"], ["0", "0", "0"]]
    assert explorer.rows() == [*four, ["5", "2", "8"]]
    factors = explorer.figure.locator(".cnn-tally small").all_inner_texts()
    assert factors[6:9] == ["2·2", "2·1", "2·3"]
    expect(explorer.live).to_have_text("Output 3, gradient 2, sends 4, 2, 6. Sum: 5, 2, 8.")
    letters = explorer.figure.locator(".cnn-fan-letter").all_inner_texts()
    assert "".join(letters) == 4 * "abc"
    expect(explorer.figure.locator("[data-silent]")).to_have_count(6)  # lines of two outputs

    choose(explorer.figure, "Weights", "untied")
    assert shown(explorer.page)["sum"] is None
    assert explorer.rows()[:4] == four
    expect(explorer.figure.get_by_text("12 weights")).to_be_visible()
    expect(explorer.figure.get_by_text("kernel 4")).to_be_visible()
    assert "".join(explorer.figure.locator(".cnn-fan-letter").all_inner_texts()[-3:]) == "a4b4c4"
    expect(explorer.live).to_contain_text("Twelve weights, no sum.")
    frames = explorer.figure.locator(".cnn-tally-frame")
    tops = frames.evaluate_all("all => all.map((el) => el.getBoundingClientRect().top)")
    assert len(set(tops)) == 4
    choose(explorer.figure, "Weights", "tied")
    tops = frames.evaluate_all("all => all.map((el) => el.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


def test_bars_are_dragged_stepped_typed_and_refuse(explorer: Explorer):
    drag(explorer.bar(3), 16 * 4)  # a unit is 16 pixels
    state = shown(explorer.page)
    assert (state["gradients"], state["output"]) == ([1, 0, -2, 0], 3)
    assert state["sum"] == [-3, -2, -4]
    drag(explorer.bar(1), -200)
    assert shown(explorer.page)["gradients"] == [3, 0, -2, 0]
    explorer.bar(4).press("ArrowDown")
    state = shown(explorer.page)
    assert (state["gradients"], state["output"]) == ([3, 0, -2, -1], 4)
    explorer.figure.get_by_role("button", name="Gradient at output 4: 1 less").click()
    assert shown(explorer.page)["gradients"] == [3, 0, -2, -2]
    field = explorer.figure.get_by_role("textbox", name="Gradient at output 4")
    field.fill("4")
    expect(explorer.figure.locator(".cnn-refusal")).to_contain_text("It stays −2.")
    assert shown(explorer.page)["gradients"] == [3, 0, -2, -2]


def test_an_output_is_pressed_in_three_places(explorer: Explorer):
    explorer.figure.locator(".cnn-fan-outputs b").nth(1).click()
    assert shown(explorer.page)["output"] == 2
    explorer.figure.locator("[data-place='3,1']").click()
    assert shown(explorer.page)["output"] == 4
    explorer.bar(1).press("Enter")
    expect(explorer.live).to_have_text("Output 1, gradient 1, sends 1, 0, 2. Sum: 5, 2, 8.")
    state = shown(explorer.page)
    assert (state["output"], state["gradients"]) == (1, [1, 0, 2, 0])


def test_the_answers_are_a_line():
    """What solves the task: 1, −1, −1, 1, and as many times that."""
    span = range(-3, 4)
    tried = [[a, b, c, d] for a in span for b in span for c in span for d in span if a * b * c * d]
    solving = [each for each in tried if not correlate1d([1, 0, 2, 1, 3, 2], each).any()]
    assert solving == [[a, -a, -a, a] for a in (-3, -2, -1, 1, 2, 3)]


def test_each_answer_is_told_what_it_did(explorer: Explorer):
    for gradients, sentence in {
        (0, 0, 0, 0): "0 0 0: nobody pulls. Give every output a gradient.",
        (1, 0, 0, 0): "1 0 2: three outputs are silent. None may be 0.",
        (1, -1, 0, 0): "1 −2 1: two outputs are silent. None may be 0.",
        (1, 2, 2, 0): "5 6 10: one output is silent. None may be 0.",
        (1, 1, 1, 1): (
            "4 6 8: all push one way and add up. (A mean would be 1, 1.5, 2; nothing is divided.)"
        ),
        (1, -1, 1, -1): (
            "2 −4 2: opposite pulls cancel only where their windows hold the same numbers. "
            "Which two windows, added, hold the same as the other two?"
        ),
        (1, 1, -1, 1): "0 4 2: a is at rest, b and c are still pulled.",
        (1, -2, -1, 2): "1 1 1: opposite pulls cancel",
        (2, -2, -2, 2): (
            "Solved. Four outputs pull, and the kernel does not move. It feels only the sum. "
            "Press “untied”: each of the four would move."
        ),
    }.items():
        explorer.pull(*gradients)
        expect(explorer.said).to_contain_text(sentence)
    choose(explorer.figure, "Weights", "untied")
    expect(explorer.said).to_contain_text("Solved.")
    explorer.figure.get_by_role("button", name="Reset").click()
    expect(explorer.said).to_have_text("")
    choose(explorer.figure, "Weights", "untied")
    expect(explorer.said).to_have_text("Untied, there is no sum. Tie the weights first.")


def test_other_inputs_ask_nothing(alone: Visit):
    page = alone(SharedGradientExplorer(signal=[1, 1, 1, 1, 1, 1], gradients=[1, 1, 1, 1]))
    assert shown(page)["sum"] == [4, 4, 4]
    expect(page.locator(".cnn-task")).to_have_count(0)


def test_motion_ends_where_it_should(alone: Visit):
    figure = SharedGradientExplorer()
    explorer = Explorer(alone(figure, width=1440, reduced_motion="no-preference"))
    sums = explorer.figure.locator("[data-place^='4,'] > .cnn-tally-was")
    explorer.figure.get_by_role("button", name="Play").click()
    expect(sums).to_have_count(6)  # 0 0 0, then 1 0 2, lie on 5 2 8
    explorer.bar(4).press("ArrowUp")  # ends it, and begins its own
    expect(sums).to_have_count(3)
    assert sums.all_inner_texts() == ["5", "2", "8"]
    expect(explorer.figure.locator(".cnn-tally-falls")).to_have_count(3)
    assert explorer.figure.get_attribute("data-moving") is not None
    choose(explorer.figure, "Weights", "untied")
    choose(explorer.figure, "Weights", "tied")
    for still in ("[data-moving]", ".cnn-ghost"):
        expect(explorer.page.locator(still)).to_have_count(0)
    assert explorer.page.evaluate("document.getAnimations().length") == 0
    assert explorer.rows()[3:] == [["1", "3", "2"], ["6", "5", "10"]]
    drag(explorer.bar(1), 16)  # to 0: nothing is sent
    expect(explorer.page.locator("[data-moving]")).to_have_count(0)
    assert explorer.rows()[4] == ["5", "5", "8"]


def test_a_phone_has_room_for_a_finger_and_every_number(alone: Visit):
    explorer = Explorer(alone(SharedGradientExplorer(gradients=[-3, 3, -3, 3]), width=375))
    box = explorer.bar(2).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    grip = explorer.bar(2).locator("i").first
    assert grip.evaluate("el => getComputedStyle(el).touchAction") == "pinch-zoom"
    choose(explorer.figure, "Weights", "untied")
    assert overflow(explorer.page) == []
    small = "all => all.filter((el) => parseFloat(getComputedStyle(el).fontSize) < 12).length"
    assert explorer.figure.locator("b, small, sub, td span, .cnn-name").evaluate_all(small) == 0
    meets = """all => all.map((el) => el.getBoundingClientRect()).filter((a, i, boxes) =>
        boxes.slice(0, i).some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom
            && b.top < a.bottom)).length"""
    assert explorer.figure.locator(".cnn-fan-letter").evaluate_all(meets) == 0


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        pytest.param("signal", [1, 2], "signal must hold 6 numbers", id="too short"),
        pytest.param("gradients", [4, 0, 0, 0], "gradients must hold numbers from −3", id="large"),
        pytest.param("gradients", [1, 1, 1], "gradients must hold 4 numbers", id="three"),
        pytest.param("output", 5, "output must be at most 4", id="no output"),
        pytest.param("output", 0, "output must be a whole number ≥ 1", id="output 0"),
    ],
)
def test_it_refuses_what_it_cannot_show(name: str, value: Any, message: str):
    with pytest.raises(ValueError, match=re.escape(message)):
        SharedGradientExplorer(**{name: value})
