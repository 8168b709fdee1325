"""The window and its matrix: which row, which column; what moves, what is said."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.functional import conv_matrix, correlate2d
from cnnlib.interactive import MatrixExplorer
from tests.book.visits import Visit, shown, violations

FIGURE = MatrixExplorer()
M = conv_matrix(FIGURE.kernel, (4, 5))
OUTPUT = correlate2d(FIGURE.picture, FIGURE.kernel).ravel().tolist()


def place(page: Page) -> list[int]:
    state = shown(page)
    return [state["row"], state["column"]]


def pane(page: Page) -> Locator:
    return page.locator(".cnn-pane")


def number(page: Page, row: int, column: int, name: str = "matrix M") -> Locator:
    table = page.get_by_role("grid", name=name)
    return table.locator(f"[data-place='{row},{column}']")


def marked(page: Page) -> dict[str, list[str]]:
    """The places of the marked cells, by the name of their table."""
    return {
        name: page.get_by_role(role, name=name, exact=True)
        .locator("[data-marked]")
        .evaluate_all("all => all.map((cell) => cell.dataset.place)")
        for role, name in (
            ("table", "picture"),
            ("table", "the same picture, row after row"),
            ("grid", "matrix M"),
        )
    }


def of_pixel(row: int, column: int) -> dict[str, list[str]]:
    at = 5 * row + column
    return {
        "picture": [f"{row},{column}"],
        "the same picture, row after row": [f"0,{at}"],
        "matrix M": [f"{stop},{at}" for stop in range(9)],
    }


NOTHING: dict[str, list[str]] = {name: [] for name in of_pixel(0, 0)}


def test_matrix_times_picture_is_the_output(alone: Visit):
    page = alone(FIGURE)
    rows = page.get_by_role("grid", name="matrix M").locator("tbody tr")
    written = [row.locator("td > span").all_inner_texts() for row in rows.all()]
    expected = [[f"{x:g}".replace("-", "−") if x else "" for x in row] for row in M]
    assert written == expected
    line = page.get_by_role("table", name="the same picture").locator("td > span")
    pixels = [int(text) for text in line.all_inner_texts()]
    assert pixels == np.ravel(FIGURE.picture).tolist()
    assert (M @ pixels).tolist() == OUTPUT


def test_a_weight_of_zero_is_a_connection(alone: Visit):
    page = alone(MatrixExplorer(kernel=[[1, 0, 3], [0, 5, 0]]))
    expect(number(page, 0, 1)).to_have_text("0")
    expect(number(page, 0, 3)).to_have_text("")
    assert len(shown(page)["products"]) == 6


def test_rows_and_columns_are_named(alone: Visit):
    page = alone(FIGURE)
    matrix = page.get_by_role("grid", name="matrix M")
    heads = matrix.get_by_role("columnheader").all_inner_texts()
    assert (heads[0], heads[13]) == ("pixel row 0, column 0", "pixel row 2, column 3")
    assert matrix.get_by_role("rowheader").all_inner_texts()[8] == "row 8"
    assert page.locator(".mx-heads span").all_inner_texts() == [f"row {i}" for i in range(4)]


def test_steps_fill_the_output(alone: Visit):
    page = alone(FIGURE)
    assert shown(page)["output"] == OUTPUT[:1] + 8 * [None]
    for _ in range(8):
        page.get_by_role("button", name="Step").click()
    assert shown(page)["output"] == OUTPUT
    assert place(page) == [2, 2]
    expect(page.locator("[data-explorable] [aria-live]")).to_have_text(
        "Window at row 2, column 2. Row 8 of M: 3 + 3 − 8 + 5 = 3."
    )


def test_the_window_marks_its_row(alone: Visit):
    page = alone(FIGURE)
    pane(page).press("ArrowDown")
    band, cell = page.locator(".mx-band").bounding_box(), number(page, 3, 0).bounding_box()
    assert band is not None
    assert cell is not None
    assert abs(band["y"] + band["height"] / 2 - cell["y"] - cell["height"] / 2) < 2
    expect(page.get_by_role("grid", name="output").locator("[data-here]")).to_have_text("−16")
    read = page.get_by_role("table", name="the same picture").locator("[data-read]")
    places = read.evaluate_all("all => all.map((cell) => cell.dataset.place)")
    assert places == [f"0,{at}" for at in np.flatnonzero(M[3])]


@pytest.mark.parametrize("name", ["matrix M", "output"])
def test_a_row_sends_the_window(alone: Visit, name: str):
    page = alone(FIGURE)
    number(page, 4, 0, name).click()
    assert place(page) == [1, 1]
    number(page, 4, 0, name).press("ArrowDown")
    assert place(page) == [1, 2]
    number(page, 8, 0, name).press("Enter")
    assert place(page) == [2, 2]
    pane(page).press("Home")
    page.keyboard.press("Tab")  # to walk in is not yet to send
    assert place(page) == [0, 0]


def test_a_number_marks_its_pixel(alone: Visit):
    page = alone(FIGURE)
    number(page, 4, 13).hover()
    assert marked(page) == of_pixel(2, 3)
    page.get_by_role("table", name="picture", exact=True).locator("[data-place='3,4']").hover()
    assert marked(page) == of_pixel(3, 4)
    pane(page).locator("span").nth(5).hover()  # the pixel under the window's last weight
    assert marked(page) == of_pixel(1, 2)
    page.mouse.move(640, 890)  # out of the figure
    assert marked(page) == NOTHING


def test_a_number_walked_to_marks_its_pixel(alone: Visit):
    page = alone(FIGURE)
    number(page, 0, 0).press("ArrowRight")
    assert marked(page) == of_pixel(0, 1)
    expect(number(page, 0, 1)).to_have_css("outline-width", "3px")  # its focus is seen among them
    expect(number(page, 1, 1)).to_have_css("outline-width", "2px")
    assert place(page) == [0, 0]
    page.keyboard.press("Shift+Tab")
    assert marked(page) == NOTHING


def test_the_window_is_dragged(alone: Visit):
    page = alone(FIGURE)
    box = pane(page).bounding_box()
    assert box is not None
    side = box["width"] / 3
    page.mouse.move(box["x"] + side / 2, box["y"] + side / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 2.6 * side, box["y"] + 1.4 * side, steps=4)
    page.mouse.up()
    assert place(page) == [1, 2]
    assert shown(page)["visited"][-1] == 5


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        pytest.param(0, 0, "Row 0 has nothing in the column of this pixel", id="not on it"),
        pytest.param(1, 1, "Row 4 reads this pixel, but with the weight 5.", id="beside"),
        pytest.param(2, 0, "but with the weight 3. −6 lies in the lower right", id="below"),
        pytest.param(
            *(1, 0, "Solved. Down the column of this pixel stand −6, 5, −4, 3, −2, 1: the kernel"),
            id="solved",
        ),
    ],
)
def test_each_answer_is_told_what_it_did(alone: Visit, row: int, column: int, sentence: str):
    page = alone(MatrixExplorer(row=row, column=column))
    expect(page.locator(".cnn-task")).to_contain_text("row 2, column 2 with the weight −6?")
    page.get_by_role("button", name="Here").click()
    expect(page.locator(".cnn-verdict")).to_contain_text(sentence)


BOXES = """(all) => all.map((each) => {
    const { left, top, right, bottom } = each.getBoundingClientRect();
    return [left, top, right, bottom];
})"""


def boxes(found: Locator) -> list[list[float]]:
    """Left, top, right, bottom of each, in the window's coordinates."""
    measured: list[list[float]] = found.evaluate_all(BOXES)
    return measured


def middles(found: Locator) -> Any:
    box = np.array(boxes(found))
    return (box[:, :2] + box[:, 2:]) / 2


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_moves_aside_for_a_longer_sum(alone: Visit, width: int):
    page = alone(FIGURE, width=width)
    seen = set()
    for _ in range(9):
        parts = boxes(page.locator(".mx-right, .mx-left .cnn-slot i, .mx-left .cnn-total"))
        seen.add(tuple(round(box[0]) for box in parts))
        page.get_by_role("button", name="Step").click()
    assert len(seen) == 1


@pytest.mark.parametrize("width", [375, 1280])
def test_what_stands_in_a_cell_of_the_window_does_not_touch(alone: Visit, width: int):
    page = alone(MatrixExplorer(picture=[[9] * 5] * 4, kernel=[[-9] * 3] * 2), width=width)
    pixel = boxes(page.get_by_role("table", name="picture", exact=True).locator("td > span"))[0]
    weight, product = (boxes(pane(page).locator(name))[0] for name in ("b", "em"))
    assert weight[3] < pixel[1]
    assert pixel[3] < product[1]


def test_the_grip_is_not_beside_a_word(alone: Visit):
    page = alone(FIGURE)
    assert boxes(page.locator(".mx-left .cnn-name"))[0][3] <= boxes(page.locator(".cnn-grip"))[0][1]


def test_on_a_phone_the_task_is_near_the_window(alone: Visit):
    page = alone(FIGURE, width=375)
    window, here = pane(page), page.get_by_role("button", name="Here")
    assert boxes(here)[0][3] - boxes(window)[0][1] <= 700


@pytest.fixture
def halfway(alone: Visit) -> Callable[[float], Page]:
    """The figure at a moment of its way to the next stop, which stands still there."""
    page = alone(FIGURE, reduced_motion="no-preference")
    pane(page).scroll_into_view_if_needed()
    page.get_by_role("button", name="Step").evaluate(
        """(step) => {
            for (const each of document.getAnimations()) each.finish(); // the window's nudge
            step.click();
            for (const each of document.getAnimations()) each.pause();
        }"""
    )

    def at(time: float) -> Page:
        page.evaluate(
            """(time) => {
                for (const each of document.getAnimations()) {
                    each.pause();
                    each.currentTime = time;
                }
            }""",
            time,
        )
        return page

    return at


def test_six_weights_fly_from_the_window_to_their_row(halfway: Callable[[float], Page]):
    page = halfway(0)
    matrix = page.get_by_role("grid", name="matrix M")
    copies = matrix.locator(".cnn-ghost")
    assert copies.all_inner_texts() == ["1", "−2", "3", "−4", "5", "−6"]
    assert set(copies.evaluate_all("all => all.map((c) => getComputedStyle(c).opacity)")) == {"0"}
    cells = matrix.locator("[data-place^='1,']:not([data-empty])")
    weights = pane(page).locator("b")
    np.testing.assert_allclose(middles(copies)[:3], middles(halfway(150) and weights)[:3], atol=1)
    np.testing.assert_allclose(middles(halfway(500) and copies)[:3], middles(cells)[:3], atol=1)


def test_what_stands_is_not_blanked(halfway: Callable[[float], Page]):
    page = halfway(200)
    fading = page.evaluate(
        """() => document.getAnimations()
            .map((each) => each.effect.target)
            .filter((node) => node.closest(".cnn-cells") && !node.matches(".cnn-ghost"))
            .map((node) => node.parentNode.dataset.place)"""
    )
    assert fading == ["1,0"]  # the output, whose number is not known yet
    frame, ghost = (
        boxes(number(page, 1, 0, "output").locator(name))[0] for name in ("xpath=.", ".cnn-ghost")
    )
    assert min(ghost[i] - frame[i] for i in (0, 1)) >= 2  # the mark around it is whole
    assert min(frame[i] - ghost[i] for i in (2, 3)) >= 2


def test_an_output_is_tinted_when_it_is_known(halfway: Callable[[float], Page]):
    page = halfway(300)
    ghost = number(page, 1, 0, "output").locator(".cnn-ghost")
    expect(ghost).to_have_text("·")
    empty, waiting = (
        each.evaluate("(it) => getComputedStyle(it).backgroundColor")
        for each in (number(page, 5, 0, "output"), ghost)
    )
    assert empty == waiting


def test_the_sum_is_said_when_it_is_there(halfway: Callable[[float], Page]):
    page = halfway(300)
    assert shown(page)["sum"] == OUTPUT[1]
    expect(page.locator(".cnn-live")).to_have_css("opacity", "0")
    expect(page.locator(".mx-left .cnn-total")).to_have_css("opacity", "0")
    expect(halfway(690).locator(".cnn-live")).to_have_css("opacity", "1")


def test_motion_ends_where_it_should(alone: Visit):
    page = alone(FIGURE, reduced_motion="no-preference")
    pane(page).scroll_into_view_if_needed()
    longest = page.get_by_role("button", name="Step").evaluate(
        """(step) => {
            step.click();
            const running = document.getAnimations();
            return Math.max(0, ...running.map((each) => each.effect.getComputedTiming().endTime));
        }"""
    )
    assert shown(page)["output"][:2] == OUTPUT[:2]
    assert 0 < longest <= 700
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert page.evaluate("document.getAnimations().length") == 0
    expect(page.locator(".cnn-ghost")).to_have_count(0)


def test_less_motion_moves_nothing(alone: Visit):
    page = alone(FIGURE)
    page.get_by_role("button", name="Step").click()
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert place(page) == [0, 1]


def test_on_paper_all_outputs_are_filled_in(alone: Visit):
    page = alone(FIGURE)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page)["output"] == OUTPUT
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page)["visited"] == [0]


@pytest.mark.parametrize("width", [375, 1280])
def test_it_is_accessible(alone: Visit, width: int):
    page = alone(FIGURE, width=width)
    number(page, 4, 13).click()
    aside = ("landmark", "page-has-heading-one", "region")
    assert [each for each in violations(page) if not each.startswith(aside)] == []


def test_numbers_are_legible_on_a_phone(alone: Visit):
    page = alone(FIGURE, width=375)
    spans = page.get_by_role("grid", name="matrix M").locator("td > span")
    assert (
        min(spans.evaluate_all("all => all.map((s) => parseFloat(getComputedStyle(s).fontSize))"))
        >= 12
    )


def test_it_fits_the_room_that_a_page_leaves_on_a_phone(alone: Visit):
    mount = FIGURE._repr_mimebundle_()[0]["text/html"]
    page = alone(f'<div id="page" style="width:343px;margin:0 8px">{mount}</div>', width=375)
    limit = page.locator("#page").bounding_box()
    shown = page.get_by_role("grid", name="output").bounding_box()
    assert limit is not None
    assert shown is not None
    assert shown["x"] + shown["width"] + 4 <= limit["x"] + limit["width"]  # its double frame
