"""Gradients that are pushed back: pushed, asked for, turned, filled in by hand, set to zero."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import BackwardStepper
from tests.book.visits import Visit, overflow, shown, smallest_text, violations

ALL = [0, 1, 2, 3]
DX = [[1, -1, 0], [1, 3, -2], [-2, 4, 0]]
DW = [[3, 7], [-4, 3]]


def press(within: Page | Locator, name: str, times: int = 1) -> None:
    for _ in range(times):
        within.get_by_role("button", name=name, exact=True).click()


def cell(within: Page | Locator, grid: str, row: int, column: int) -> Locator:
    return within.locator(f"[data-grid={grid}] td[data-place='{row},{column}']")


def choose(within: Page | Locator, value: str | int) -> None:
    within.locator(f".cnn-choice input[value='{value}']").check()


def line(page: Page) -> Locator:
    return page.locator(".cnn-role-line")


def tags(page: Page) -> list[str]:
    return page.locator("[data-grid=dy] small:not([hidden])").all_inner_texts()


def test_all_is_offered_unless_the_chapter_asks_for_less(alone: Visit):
    page = alone("<h1>Alone</h1>", BackwardStepper(), BackwardStepper(offers=[]))
    both = page.locator("[data-explorable=BackwardStepper]")
    everything, little = both.nth(0), both.nth(1)
    for value in ("turn", "hand", "2", "max"):
        expect(everything.locator(f".cnn-choice input[value='{value}']")).to_have_count(1)
        expect(little.locator(f".cnn-choice input[value='{value}']")).to_have_count(0)


def test_each_output_pushes_to_both_gradients(alone: Visit):
    page = alone("<h1>Alone</h1>", BackwardStepper(offers=["bias"]))
    assert page.locator(".cnn-choice, .cnn-bar-editor, .cnn-task").count() == 0
    assert shown(page)["y"] == [[-1, 4], [7, -2]]
    assert shown(page)["dx"] == [[None] * 3] * 3
    expect(line(page)).to_contain_text("Press an output: it pushes its gradient back.")
    expect(page.locator(".bs-window:visible")).to_have_count(0)
    cell(page, "y", 0, 0).click()
    assert shown(page)["dw"] == [[1, 2], [0, 1]]
    assert shown(page)["dx"] == [[1, -1, None], [2, 0, None], [None] * 3]
    expect(page.locator(".bs-window:visible")).to_have_count(4)
    cell(page, "dy", 0, 1).press("Enter")
    assert shown(page)["dw"] == [[1, 2], [0, 1]]  # a gradient of 0 pushes nothing
    assert shown(page)["dx"][0] == [1, -1, 0]
    expect(line(page)).to_have_text("0 times anything is 0: this output pushes nothing.")
    press(page, "Step")
    assert shown(page)["dw"] == [[1, 1], [-4, 1]]
    assert shown(page)["dx"] == [[1, -1, 0], [1, 1, 0], [-2, 0, None]]
    expect(line(page)).to_have_text(
        "−1 × its patch of X is added to ∂W. −1 × W is added to its window of ∂X."
    )
    expect(page.locator("[aria-live]").first).to_have_text(
        "Push of output row 1, column 0, gradient −1: [0 −1; −4 0] added to ∂W, [−1 1; −2 0] to ∂X."
    )
    expect(page.locator(".bs-bias")).to_have_text("∂b = 0")
    press(page, "Step")
    assert (shown(page)["dx"], shown(page)["dw"]) == (DX, DW)
    expect(page.locator(".bs-bias")).to_have_text("∂b = 2")
    assert violations(page) == []
    press(page, "Step")  # from the last push to the first again
    assert shown(page)["pushed"] == [0]
    press(page, "Reset")
    assert shown(page)["pushed"] == []


def test_a_cell_says_who_came_here(alone: Visit):
    page = alone(BackwardStepper(pushed=ALL, offers=[]))
    cell(page, "dx", 1, 1).click()
    expect(line(page)).to_have_text(
        "∂X row 1, column 1 = 1 · 0 + 0 · 2 + (−1) · (−1) + 2 · 1 = 3 "
        "∂Y met 0, 2, −1, 1: W, read backwards."
    )
    assert tags(page) == ["× 0", "× 2", "× −1", "× 1"]
    expect(page.locator(".bs-window:visible")).to_have_count(0)
    cell(page, "dx", 1, 1).press("ArrowRight")
    page.keyboard.press("Enter")
    expect(line(page)).to_have_text("∂X row 1, column 2 = 0 · 0 + 2 · (−1) = −2")
    cell(page, "dw", 0, 1).click()
    expect(line(page)).to_contain_text("∂W row 0, column 1 = 1 · 2 + 0 · 0 + (−1) · 1 + 2 · 3 = 7")
    expect(line(page)).to_contain_text("One weight, used at four positions: a sum.")
    assert page.locator("[data-grid=x] [data-met]").all_inner_texts() == ["2", "0", "1", "3"]
    cell(page, "dw", 0, 1).click()  # once more, and nothing is asked
    assert shown(page)["focus"] is None
    assert tags(page) == []
    press(page, "Step")
    cell(page, "dx", 2, 2).click()
    expect(line(page)).to_have_text("∂X row 2, column 2: nothing has come here yet.")


def test_the_kernel_turns_and_slides_to_the_same_gradient(alone: Visit):
    page = alone(BackwardStepper(offers=["turn", "stride", "mode"]))
    choose(page, "turn")
    assert shown(page)["dx"] == DX
    assert shown(page)["spread"] == [[0] * 4, [0, 1, 0, 0], [0, -1, 2, 0], [0] * 4]
    window = page.locator(".cnn-pane")
    assert window.locator("b").all_inner_texts() == ["0", "2", "−1", "1"]
    expect(page.locator("[data-grid=dy] .cnn-name")).to_have_text("W, turned, on ∂Y")
    cell(page, "dx", 1, 1).click()
    expect(line(page)).to_contain_text("= 1 · 0 + 0 · 2 + (−1) · (−1) + 2 · 1 = 3")
    expect(line(page)).to_contain_text("The same number as by pushing.")
    window.press("ArrowDown")
    assert shown(page)["focus"] == ["dx", 2, 1]
    window.press("Home")
    sums = []
    for _ in range(9):
        sums.append(sum(one * other for one, other in shown(page)["terms"]))
        press(page, "Step")
    assert sums == np.ravel(DX).tolist()
    choose(page, 2)
    assert shown(page)["spread"][1] == [0, 1, 0, 0, 0]
    assert shown(page)["spread"][3] == [0, -1, 0, 2, 0]
    added = page.locator("[data-grid=dy] td[data-added]")
    expect(added).to_have_count(25 - 4)
    cell(page, "dx", 4, 4).click()  # no window reached it: nothing slides there
    assert shown(page)["focus"] == ["dx", 0, 0]
    box = cell(page, "dy", 2, 2).bounding_box()
    held = window.bounding_box()
    assert box is not None
    assert held is not None
    x, y = held["x"] + held["width"] / 2, held["y"] + held["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 2.2 * box["width"], y + box["height"])
    page.mouse.up()
    assert shown(page)["focus"] == ["dx", 1, 2]
    choose(page, "max")  # which has nothing to turn
    assert shown(page)["view"] == "push"
    expect(added).to_have_count(0)
    expect(page.locator("input[value=turn]")).to_be_disabled()
    expect(window).to_be_hidden()


def test_stride_two_and_the_largest_of_a_window(alone: Visit):
    page = alone(BackwardStepper(pushed=ALL))
    choose(page, 2)
    assert shown(page)["dx"] == [
        [1, -1, 0, 0, 0],
        [2, 0, 0, 0, 0],
        [-1, 1, 2, -2, 0],
        [-2, 0, 4, 0, 0],
        [0, 0, 0, 0, 0],
    ]
    assert shown(page)["dw"] == [[-1, 6], [3, 3]]
    cell(page, "dx", 4, 2).click()
    expect(line(page)).to_have_text("∂X row 4, column 2: no window reached it.")
    cell(page, "dx", 2, 0).click()
    expect(line(page)).to_have_text("∂X row 2, column 0 = (−1) · 1 = −1")
    choose(page, 1)
    choose(page, "max")  # the largest gets all, and a winner of two windows the sum
    press(page, "Step", 3)
    assert shown(page)["y"] == [[2, 3], [4, 3]]
    assert (shown(page)["w"], shown(page)["dw"]) == (None, None)
    expect(cell(page, "dw", 0, 0)).to_be_hidden()
    cell(page, "y", 1, 1).click()
    assert shown(page)["dx"] == [[0, 1, 0], [0, 0, 2], [-1, 0, 0]]
    expect(line(page)).to_have_text("2 goes to the largest cell of its window, and nowhere else.")
    assert page.locator("[data-grid=x] [data-met]").all_inner_texts() == ["3"]
    cell(page, "dx", 1, 2).click()
    expect(line(page)).to_have_text("∂X row 1, column 2 = 0 · 1 + 2 · 1 = 2")
    cell(page, "dx", 0, 0).click()
    expect(line(page)).to_have_text("∂X row 0, column 0: it won no window.")


def scrub(page: Page, node: Locator, up: float) -> None:
    box = node.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - up / 2)
    page.mouse.move(x, y - up)


def test_numbers_are_dragged_pressed_and_typed(alone: Visit):
    page = alone(BackwardStepper(offers=["edit", "stride", "turn"]))
    scrub(page, cell(page, "w", 0, 1), 28)
    assert shown(page)["w"][0] == [1, 1]
    assert shown(page)["pushed"] == ALL  # after a change all have pushed
    page.mouse.up()
    scrub(page, cell(page, "x", 0, 0), -500)
    page.mouse.up()
    assert shown(page)["x"][0][0] == -9
    scrub(page, cell(page, "dy", 1, 1), 14)
    page.mouse.up()
    assert shown(page)["dy"][1][1] == 3
    assert shown(page)["pushed"] == ALL  # a drag is no press
    expect(page.get_by_role("textbox", name="∂Y row 1, column 1")).to_have_value("3")
    press(page, "∂Y row 1, column 1: 1 less", 2)
    assert shown(page)["dy"][1][1] == 1
    page.get_by_role("textbox").fill("0,5")
    assert shown(page)["dy"][1][1] == 0.5
    page.get_by_role("textbox").fill("many")
    expect(page.locator(".cnn-refusal")).to_contain_text("is not just a number")
    assert shown(page)["dy"][1][1] == 0.5
    cell(page, "x", 2, 2).click()
    expect(page.get_by_role("textbox", name="X row 2, column 2")).to_be_visible()
    expect(cell(page, "x", 2, 2)).to_have_css("touch-action", "pinch-zoom")  # a finger drags it
    expect(page.locator("[data-grid=x] .cnn-plate")).to_have_css("touch-action", "pan-y pinch-zoom")
    choose(page, "turn")
    scrub(page, cell(page, "dy", 3, 3), 40)  # ∂Y in its zeros is not for changing
    page.mouse.up()
    choose(page, 2)  # other grids: nothing is selected any more
    expect(page.get_by_role("textbox")).to_have_count(0)
    press(page, "Reset")
    assert (shown(page)["dy"], shown(page)["stride"]) == ([[1, 0], [-1, 2]], 1)


# ---- by hand ------------------------------------------------------------------------------------
def fill(page: Page, grid: str, rows: Any) -> None:
    """All fields at once: a field by itself is typed into below."""
    page.locator(f"[data-grid={grid}] .bs-fields").evaluate(
        """(node, texts) => [...node.children].forEach((field, i) => {
            field.value = texts[i];
            for (const type of ["input", "change"]) field.dispatchEvent(new Event(type));
        })""",
        [str(value) for value in np.ravel(rows)],
    )


def judged(page: Page) -> list[str]:
    press(page, "Check")
    return page.locator(".bs-said > span").all_inner_texts()


NOT_RIGHT_W = {
    "That is the average. The weight was used at four positions: add.": np.divide(DW, 4),
    "That comes from the last position only. All four push: add them.": [[2, 6], [0, 2]],
    "That comes from the first position only. All four push: add them.": [[1, 2], [0, 1]],
    "That is ∂W turned. Only ∂X needs a turn: ∂W keeps the order of W.": [[3, -4], [7, 3]],
    "The patches are added, but not times their gradients.": [[4, 6], [5, 5]],
    "You multiplied by Y. What comes back is ∂Y.": [[5, -1], [32, 9]],
    "1 of 4 right. Row 0, column 1: four outputs send something there.": [[3, 0], [0, 0]],
}
NOT_RIGHT_X = {
    "Not turned: that is W as it stands, slid over ∂Y. Turn it by 180°.": [
        [0, 2, 0],
        [-1, -1, 4],
        [1, -3, 2],
    ],
    "That is W mirrored on one axis only. A turn by 180° changes rows and columns.": [
        [-1, 1, 0],
        [1, -1, 2],
        [0, -2, 4],
    ],
    "Transposed, not turned: rows and columns of W are exchanged.": [
        [0, -1, 0],
        [2, 2, -2],
        [-2, 3, 2],
    ],
    "That is an average. What arrives is added, and nothing is divided.": np.divide(DX, 4),
    "Each push wrote over the one before. Where windows overlap, add.": [
        [1, 0, 0],
        [-1, 2, -2],
        [-2, 4, 0],
    ],
    "8 of 9 right. Row 1, column 2: two outputs send something there.": [
        [1, -1, 0],
        [1, 3, 2],
        [-2, 4, 0],
    ],
    "8 of 9 right. Row 0, column 0: one output sends something there.": [
        [2, -1, 0],
        [1, 3, -2],
        [-2, 4, 0],
    ],
}


def test_by_hand_each_mistake_is_named(alone: Visit):
    page = alone(BackwardStepper(view="hand", offers=["hand"]))
    assert shown(page)["dx"] == [[None] * 3] * 3
    expect(page.get_by_role("button", name="Step")).to_be_hidden()
    assert judged(page) == ["∂X: nothing yet.", "∂W: nothing yet."]
    for sentence, rows in NOT_RIGHT_W.items():
        fill(page, "dw", rows)
        assert judged(page)[1] == f"∂W: {sentence}"
    fill(page, "dw", DW)
    for sentence, rows in NOT_RIGHT_X.items():
        fill(page, "dx", rows)
        assert judged(page) == [f"∂X: {sentence}", "∂W is right."]
    mirrored = np.zeros((3, 3))  # up and down; what is named above is left and right
    for (i, j), gradient in np.ndenumerate([[1, 0], [-1, 2]]):
        mirrored[i : i + 2, j : j + 2] += gradient * np.array([[2, 0], [1, -1]])
    fill(page, "dx", mirrored)
    assert "one axis only" in judged(page)[0]
    field = page.get_by_role("textbox", name="∂X row 1, column 1")
    field.fill("x")
    field.press("ArrowDown")
    expect(page.locator(".bs-said")).to_contain_text("is not just a number")
    assert judged(page)[0] == "∂X: 1 cell is still empty."
    field.fill("")
    page.get_by_role("textbox", name="∂X row 0, column 0").fill("")
    assert judged(page)[0] == "∂X: 2 cells are still empty."
    fill(page, "dx", DX)
    page.get_by_role("textbox", name="∂X row 2, column 2").press("Enter")
    expect(page.locator(".bs-said[data-done]")).to_have_text("∂X is right.∂W is right.")
    press(page, "Reset")
    expect(page.locator(".bs-said")).to_have_text("Fill in ∂X and ∂W, then check.")
    assert judged(page) == ["∂X: nothing yet.", "∂W: nothing yet."]


def test_by_hand_with_stride_two_or_the_largest(alone: Visit):
    page = alone(BackwardStepper(view="hand", stride=2, offers=["hand", "mode", "stride", "edit"]))
    fill(page, "dx", np.pad(DX, (0, 2)))
    assert judged(page)[0].endswith(
        "That is stride 1. Here the next window begins two cells further on."
    )
    wrong = np.array(BackwardStepper(stride=2, pushed=ALL).shown()["dx"])
    wrong[4, 4] = 1
    fill(page, "dx", wrong)
    assert judged(page)[0].endswith("Row 4, column 4: no output sends anything there.")
    choose(page, "max")
    choose(page, 1)
    for sentence, rows in {
        "You split each gradient among four cells. The largest cell gets all of it.": np.divide(
            [[1, 1, 0], [0, 2, 2], [-1, 1, 2]], 4
        ),
        "You gave it to all four cells. Only the largest one made the output.": [
            [1, 1, 0],
            [0, 2, 2],
            [-1, 1, 2],
        ],
    }.items():
        fill(page, "dx", rows)
        assert judged(page) == [f"∂X: {sentence}"]
    fill(page, "dx", [[0, 1, 0], [0, 0, 2], [-1, 0, 0]])
    assert judged(page) == ["∂X is right."]
    cell(page, "dy", 0, 1).click()  # where 0 and 2 met, 3 and 2 do
    page.get_by_role("textbox", name="∂Y row 0, column 1").fill("3")
    expect(page.locator(".bs-said")).to_have_text("Fill in ∂X, then check.")
    assert judged(page) == ["∂X: Where two windows have the same winner, what arrives is added."]


# ---- the task -----------------------------------------------------------------------------------
FIGURE: dict[str, Any] = {"offers": ["edit", "stride"], "task": True, "pushed": ALL}
ASKS = {"grid": "dx", "cell": 4}
FINDS = "Zero. Put it back and try the others: which one cannot do it?"
NEVER = "Its line to the middle has weight 0: nothing that you write here arrives."
SAID = [
    ((1, 1), -2, "Middle −1: this line has weight 1; one too far."),
    ((1, 1), 1, "Middle 2: this line has weight 1; two to go."),
    ((1, 1), 4, "Middle 5: this line has weight 1; that is the wrong way."),
    ((1, 1), 2, "Middle 3, as at first."),
    ((1, 0), -4, "Middle 6: this line has weight −1, it turns the sign."),
    ((1, 0), 1, "Middle 1: this line has weight −1; one to go."),
    ((1, 0), 7, "Middle −5: this line has weight −1; 5 too far."),
    ((1, 0), -1, "Middle 3, as at first."),
    ((0, 1), -1, "Middle 1: this line has weight 2, each step counts twice. A half can be typed."),
    ((1, 1), 0, "Two numbers are changed. Put row 0, column 1 back to 0."),
    ((0, 1), 0, "Two numbers are changed. Put row 1, column 1 back to 2."),
    ((1, 1), -1, FINDS),
]


def write(page: Page, at: tuple[int, int], value: float) -> None:
    cell(page, "dy", *at).click()
    field = page.get_by_role("textbox")
    field.fill(str(value))
    field.blur()


def test_each_attempt_is_told_what_it_did(alone: Visit):
    page = alone(BackwardStepper(**FIGURE, **ASKS, kept_as="07-middle"))
    verdict = page.locator(".cnn-verdict")
    expect(verdict).to_have_text("")
    for at, value, sentence in SAID:
        write(page, at, value)
        expect(verdict).to_have_text(sentence)
    assert shown(page)["focus"] == ["dx", 1, 1]  # a press on a number that has pushed only selects
    write(page, (0, 0), 7)
    solved = "Solved. The one at row 0, column 0 cannot: it meets the middle with weight 0."
    expect(verdict).to_have_text(solved)
    assert '"solved":true' in page.evaluate("localStorage['sliding-window/1/07-middle']")
    write(page, (1, 1), 5)
    expect(verdict).to_have_text(solved)  # it stays so
    press(page, "Reset")
    expect(verdict).to_have_text("")
    write(page, (0, 0), -3)
    expect(verdict).to_have_text(NEVER)
    write(page, (0, 1), -1.5)
    expect(verdict).to_have_text(f"Solved. Three of the four can do it. {solved[8:]}")


def test_the_task_is_about_the_gradient_only(alone: Visit):
    page = alone(BackwardStepper(**FIGURE))
    only = "Only ∂Y may change here. Reset puts back everything."
    cell(page, "w", 0, 0).click()
    press(page, "W row 0, column 0: 1 more")
    expect(page.locator(".cnn-verdict")).to_have_text(only)
    press(page, "W row 0, column 0: 1 less")
    expect(page.locator(".cnn-verdict")).to_have_text("")
    cell(page, "x", 0, 0).click()
    press(page, "X row 0, column 0: 1 more")  # has no part in ∂X
    expect(page.locator(".cnn-verdict")).to_have_text("")
    choose(page, 2)
    write(page, (1, 1), 1)
    expect(page.locator(".cnn-verdict")).to_have_text(only)


def test_there_is_no_task_where_it_would_not_fit(alone: Visit):
    changes: list[dict[str, Any]] = [{"offers": []}, {"w": [[1, 1], [1, 1]]}, {"task": False}]
    page = alone(*(BackwardStepper(**{**FIGURE, **change}) for change in changes))
    assert page.locator(".cnn-figure").count() == 3
    assert page.locator(".cnn-task").count() == 0


# ---- motion, paper, rooms -----------------------------------------------------------------------
def test_a_push_is_seen_and_ends_where_it_should(alone: Visit):
    page = alone(BackwardStepper(pushed=[0, 1]), reduced_motion="no-preference")
    seen = page.evaluate(
        """() => {
            document.querySelector("[data-grid=y] [data-place='1,0']").click();
            const texts = (name) => [...document.querySelectorAll(name)].map((e) => e.textContent);
            const stamps = [...document.querySelectorAll(".bs-stamp")].map((stamp) =>
                [stamp.closest("[data-grid]").dataset.grid, stamp.textContent]);
            return [texts(".bs-token"), stamps];
        }"""
    )
    assert seen == [["× −1", "× −1"], [["dx", "−11−20"], ["dw", "0−1−40"]]]
    expect(page.locator("[data-moving]")).to_have_count(0)
    expect(page.locator(".cnn-ghost")).to_have_count(0)
    assert shown(page)["dw"] == [[1, 1], [-4, 1]]
    expect(cell(page, "dw", 1, 0)).to_have_text("−4")
    press(page, "Play")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(cell(page, "dx", 1, 1).locator("> span:not(.cnn-ghost)")).to_have_text("3")
    turning = page.evaluate(
        """() => {
            document.querySelector("input[value=turn]").click();
            return document.getAnimations().map(({ effect }) => effect)
                .filter(({ target }) => target.matches(".cnn-pane-body"))
                .map((effect) => effect.getKeyframes()[0].transform);
        }"""
    )
    assert turning == ["rotate(-180deg)"]
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert shown(page)["focus"] == ["dx", 0, 0]


def test_on_paper_all_have_pushed(alone: Visit):
    page = alone(BackwardStepper(pushed=[0], grid="dx"))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page)["dx"] == DX
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert (shown(page)["pushed"], shown(page)["focus"]) == ([0], ["dx", 0, 0])


# 359: a page with nothing else leaves as much as the book does on a phone of 375.
@pytest.mark.parametrize(("width", "room"), [(1440, 800), (359, 700)])
def test_all_of_it_is_in_one_view_and_nothing_jumps(alone: Visit, width: int, room: int):
    page = alone(BackwardStepper(pushed=ALL), width=width)
    figure, tops = page.locator(".cnn-figure"), set()
    for value in ["turn", 2, "hand", "push", 1, "max", "kernel", "turn"]:
        choose(page, value)
        box, bar = figure.bounding_box(), page.locator(".cnn-bar").bounding_box()
        assert box is not None
        assert bar is not None
        assert box["height"] <= room
        tops.add(round(bar["y"]))
        assert overflow(page) == []
        assert figure.evaluate(
            """(el) => [...el.querySelectorAll("td")].filter((cell) => cell.checkVisibility())
                .every((cell) => {
                    const { left, right } = cell.getBoundingClientRect();
                    const box = el.getBoundingClientRect();
                    return left >= box.left && right <= box.right;
                })"""
        )
    assert max(tops) - min(tops) <= 1
    assert smallest_text(figure) >= 12


def test_bad_values_are_refused():
    for values in ({"stride": 3}, {"pushed": [4]}, {"w": [[1]]}, {"offers": ["x"]}, {"view": "x"}):
        with pytest.raises((ValueError, TypeError)):
            BackwardStepper(**values)
