"""The window that stands up as a column: dragged, stepped, set otherwise; and what is copied."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import ColumnStepper
from tests.book.visits import Visit, overflow, shown, smallest_text, violations

ALL = list(range(9))
COPIES = [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]]
SUMS = [14, 18, 22, 30, 34, 38, 46, 50, 54]


def press(page: Page, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).click()


def window(page: Page) -> Locator:
    return page.locator(".cnn-pane")


def matrix(page: Page, row: int, column: int) -> Locator:
    return page.get_by_role("grid", name="matrix").locator(f"[data-place='{row},{column}']")


def column(page: Page, stop: int) -> list[Any]:
    return [row[stop] for row in shown(page)["matrix"]]


def marked(page: Page) -> list[str]:
    return page.locator("td[data-marked] > span").all_inner_texts()


def box(node: Locator) -> tuple[float, float, float]:
    """The middle of an element, and its width."""
    found = node.bounding_box()
    assert found is not None
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2, found["width"]


def test_it_begins_as_the_text_says_and_fills_step_by_step(alone: Visit):
    page = alone("<h1>Alone</h1>", ColumnStepper())
    assert column(page, 0) == [1, 2, 5, 6]
    assert [row[1:] for row in shown(page)["matrix"]] == [[None] * 8] * 4
    assert shown(page)["copies"] == [[1, 1, 0, 0], [1, 1, 0, 0], [0] * 4, [0] * 4]
    assert shown(page)["result"] == [14] + [None] * 8
    size = page.locator(".col-size")
    expect(size).to_have_text("4 of 36 numbers; the picture has 16.")
    verdict = page.locator(".cnn-verdict")
    expect(verdict).to_have_text("")
    press(page, "Step", 4)
    expect(page.locator("[aria-live]").first).to_have_text(
        "Window 5 of 9: column 6, 7, 10, 11; sum 34."
    )
    expect(size).to_have_text("20 of 36 numbers; the picture has 16.")
    expect(page.get_by_role("columnheader", name="window 9")).to_have_count(1)
    window(page).press("Home")
    window(page).press("Shift+ArrowDown")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        expect(verdict).to_have_text("")
        window(page).press(key)
    assert shown(page)["visited"] == ALL
    assert shown(page)["copies"] == COPIES
    assert shown(page)["result"] == SUMS
    expect(size).to_have_text("4 × 9 = 36 numbers from 16 pixels: ×2.25.")
    expect(verdict).to_have_text("36 numbers: the four middle pixels stand in it four times each.")
    six = page.get_by_role("table", name="picture").locator("[data-place='1,1']")
    expect(six).to_have_text("6×4")
    assert violations(page) == []


def test_the_window_is_dragged_and_sent_in_strides(alone: Visit):
    page = alone(ColumnStepper(stride=2))
    x, y, width = box(window(page))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 0.3 * width, y)
    assert shown(page)["place"] == 0
    page.mouse.move(x + 0.8 * width, y + 0.1 * width)
    assert shown(page)["place"] == 1
    page.mouse.move(x + 0.8 * width, y + 0.9 * width)
    page.mouse.up()
    assert shown(page)["place"] == 3
    assert column(page, 3) == [11, 12, 15, 16]
    picture = page.get_by_role("table", name="picture")
    picture.locator("[data-place='0,1']").click()
    assert shown(page)["place"] == 0
    matrix(page, 1, 1).click()
    assert shown(page)["place"] == 1
    page.get_by_role("grid", name="output").locator("[data-place='1,0']").click()
    assert shown(page)["place"] == 2
    page.get_by_role("grid", name="sums").locator("[data-place='0,3']").click()
    window(page).press("ArrowLeft")
    window(page).press("ArrowUp")
    assert shown(page)["place"] == 0


def test_the_verdict_waits_until_the_finger_lets_go(alone: Visit):
    page = alone(ColumnStepper(stride=2, visited=[0, 1, 2], place=2))
    x, y, width = box(window(page))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + width, y)
    assert shown(page)["visited"] == [0, 1, 2, 3]
    expect(page.locator(".cnn-verdict")).to_have_text("")
    page.mouse.up()
    expect(page.locator(".cnn-verdict")).to_contain_text("Solved.")


def test_a_pixel_and_its_copies_light_up_together(alone: Visit):
    page = alone(ColumnStepper(visited=[0, 1, 3], place=0))
    matrix(page, 3, 0).hover()
    assert marked(page) == ["6"] * 4
    matrix(page, 0, 8).hover()  # nothing stands there yet
    assert marked(page) == []
    x, y, width = box(window(page))
    page.mouse.move(x + width / 4, y - width / 4)  # the 2, under the window
    assert marked(page) == ["2"] * 3
    page.mouse.move(1, 1)
    assert marked(page) == []
    matrix(page, 0, 0).focus()
    page.keyboard.press("ArrowDown")
    assert marked(page) == ["2"] * 3


# What one press makes of a kernel and a stride, and what is said of it.
TASKS = [
    ((2, 1), "kernel: one less", "Once each, but the window is one pixel."),
    ((1, 1), "stride: one more", "4 windows fit. 12 pixels stand in no column."),
    ((1, 1), "kernel: one more", "36 numbers: the four middle pixels stand in it four times each."),
    ((2, 1), "stride: one more", "Solved. Windows that do not overlap copy nothing: so a vision"),
    ((2, 2), "stride: one more", "One window fits. 12 pixels stand in no column."),
    ((2, 1), "kernel: one more", "36 numbers, as with 2×2: the four middle pixels stand in it"),
    ((3, 1), "stride: one more", "One window fits. 7 pixels stand in no column."),
    ((3, 1), "kernel: one more", "Solved. One window, one column: this is a dense layer. A smal"),
]


def test_each_attempt_is_told_what_it_did(alone: Visit):
    figures = [ColumnStepper(kernel=kernel, stride=stride) for (kernel, stride), *_ in TASKS]
    page = alone(*figures)
    for (_, name, sentence), figure in zip(TASKS, page.locator(".cnn-figure").all(), strict=True):
        expect(figure.locator(".cnn-verdict")).to_have_text("")
        figure.get_by_role("button", name=name).click()
        expect(figure.locator(".cnn-verdict")).to_contain_text(sentence)
        expect(figure.get_by_role("grid", name="sums")).not_to_contain_text("·")
    solved = page.locator(".cnn-figure").nth(3)
    solved.get_by_role("button", name="stride: one more").click()
    expect(solved.locator(".cnn-verdict")).to_contain_text("Solved.")  # it stays so
    solved.get_by_role("button", name="Reset").click()
    expect(solved.locator(".cnn-verdict")).to_have_text("")


# 359: a page with nothing else leaves as much as the book does on a phone of 375.
@pytest.mark.parametrize(("width", "room"), [(1440, 800), (359, 700)])
def test_all_of_it_is_in_one_view_and_nothing_jumps(alone: Visit, width: int, room: int):
    page = alone(ColumnStepper(kernel=1), width=width)
    heights, figure, task = set(), page.locator(".cnn-figure"), page.locator(".cnn-task")
    steps = ["kernel: one more"] * 3 + ["stride: one more"] * 2 + ["kernel: one less"] * 3
    for name in steps:
        whole, part = figure.bounding_box(), task.bounding_box()
        assert whole is not None
        assert part is not None
        heights.add(round(whole["height"]))
        assert whole["height"] - (part["height"] if width < 600 else 0) <= room
        assert overflow(page) == []
        assert figure.evaluate(
            """(el) => [...el.querySelectorAll("td")].every((cell) =>
                cell.getBoundingClientRect().right <= el.getBoundingClientRect().right - 8)"""
        )
        press(page, name)
    assert max(heights) - min(heights) <= 1
    assert smallest_text(figure) >= 12


def test_the_handle_is_large_enough_for_a_finger(alone: Visit):
    """Also a window of one pixel on a phone; a finger on it drags, beside it scrolls."""
    page = alone(ColumnStepper(kernel=1, place=5), width=375)
    found = window(page).bounding_box()
    assert found is not None
    assert min(found["width"], found["height"]) >= 44
    touch = "node => getComputedStyle(node).touchAction"
    assert window(page).evaluate(touch) == "pinch-zoom"
    assert page.locator(".cnn-plate").first.evaluate(touch) == "pan-y pinch-zoom"


# What numbers come to their places in the matrix after a press, and from where.
FLIGHTS = """(name) => {
    const button = [...document.querySelectorAll("button")].find((each) =>
        (each.getAttribute("aria-label") ?? each.textContent) === name);
    button.click();
    const picture = document.querySelector(".cnn-cells");
    return document.getAnimations()
        .filter(({ effect: { target } }) => target.matches(".col-right [data-role=input] td"))
        .map((way) => {
            way.pause();
            way.currentTime = way.effect.getTiming().delay;
            const { left, top } = way.effect.target.getBoundingClientRect();
            const box = picture.getBoundingClientRect();
            way.play();
            return [way.effect.target.textContent[0], left > box.right ? "matrix" : "picture"];
        });
}"""


def test_a_stop_flies_from_the_picture_and_ends_where_it_should(alone: Visit):
    page = alone(ColumnStepper(), reduced_motion="no-preference")
    flights = page.evaluate(FLIGHTS, "Step")
    assert flights == [[number, "picture"] for number in "2367"]
    expect(page.locator("[data-moving]")).to_have_count(0)
    page.wait_for_function("!document.getAnimations().length")
    assert shown(page)["result"] == [14, 18] + [None] * 7
    expect(matrix(page, 3, 1)).to_have_text("7")
    expect(page.locator(".cnn-ghost")).to_have_count(0)
    press(page, "Play")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".col-size")).to_have_text("4 × 9 = 36 numbers from 16 pixels: ×2.25.")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.locator(".cnn-verdict")).to_contain_text("36 numbers")
    kept = page.evaluate(FLIGHTS, "stride: one more")  # perhaps while the last column still flies
    assert {where for _, where in kept} == {"matrix"}
    expect(page.locator("[data-moving]")).to_have_count(0)
    came = page.evaluate(FLIGHTS, "kernel: one less")
    assert {where for _, where in came} == {"picture"}


def test_less_motion_jumps_and_paper_is_filled_in(alone: Visit):
    page = alone(ColumnStepper())
    assert page.evaluate(FLIGHTS, "Step") == []
    expect(page.locator(".cnn-play")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page)["result"] == SUMS
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page)["visited"] == [0, 1]


def test_bad_values_are_refused():
    for name, value in {"kernel": 5, "stride": 0, "place": 16, "visited": [-1]}.items():
        with pytest.raises(ValueError, match=r"must be"):
            ColumnStepper(**{name: value})
