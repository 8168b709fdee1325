"""The pieces that figures are built from, each on a page of its own without any figure."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.book.visits import Visit

# Makes `piece` in a box that looks like a figure, with what was asked of it in `said`.
_MAKE = """() => {{
    const box = ui.el("div", {{ class: "cnnlib cnn-figure", style: "--cell: 40px" }});
    document.querySelector("main").append(box);
    window.said = [];
    window.figure = {{ host: box, onEnd() {{}}, onReset() {{}}, motion: ui.motion(box) }};
    window.piece = ({make})(ui, box);
}}"""

Bench = Callable[..., Page]
Floats = npt.NDArray[np.float64]


@pytest.fixture
def bench(alone: Visit) -> Bench:
    """A page with one piece on it, made by a function of `ui` and a box."""

    def make(script: str, **options: Any) -> Page:
        page = alone('<template><div data-module="explore"></div></template>', **options)
        page.evaluate(_MAKE.format(make=script))
        return page

    return make


CELLS = """(ui, box) => {
    const piece = ui.cells({
        label: "numbers",
        role: "output",
        onPress: (...place) => said.push(place),
    });
    box.append(piece.node);
    piece.show([[2, -1, 0], [null, 0.5, 4]], { scale: 4, here: [1, 2] });
    return piece;
}"""


def test_cells_say_their_numbers_by_fill_and_to_the_ear(bench: Bench):
    page = bench(CELLS)
    table = page.get_by_role("grid", name="numbers")
    assert table.get_by_role("columnheader").all_inner_texts() == [
        "column 0",
        "column 1",
        "column 2",
    ]
    assert table.get_by_role("rowheader").all_inner_texts() == ["row 0", "row 1"]
    found = table.locator("tbody td").evaluate_all(
        """all => all.map((td) => [td.innerText, td.dataset.sign,
            Number(td.style.getPropertyValue("--part")),
            "empty" in td.dataset, "here" in td.dataset])"""
    )
    assert found == [
        ["2", "+", 0.5, False, False],
        ["−1", "−", 0.25, False, False],
        ["0", "0", 0, False, False],
        ["", "0", 0, True, False],
        ["0.5", "+", 0.125, False, False],
        ["4", "+", 1, False, True],
    ]
    page.evaluate("piece.show([[1]])")
    assert table.locator("tbody td").all_inner_texts() == ["1"]


def test_cells_are_pressed(bench: Bench):
    page = bench(CELLS)
    page.locator("[data-place='1,0']").click()
    assert page.evaluate("said") == [[1, 0]]


def test_cells_are_pressed_by_keys(bench: Bench):
    page = bench(CELLS)
    page.keyboard.press("Tab")
    for key in ("ArrowDown", "Enter", "ArrowRight", "ArrowRight", "ArrowRight", " ", "Tab"):
        page.keyboard.press(key)
    assert page.evaluate("said") == [[1, 0], [1, 2]]
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-place='1,2']")).to_be_focused()


# A large table that changes: `rest()` is what its timer would do, so no test waits for it.
SWIFT = """(ui, box) => {
    const made = { label: "numbers", role: "output", swift: true };
    const piece = ui.cells({ ...made, onPress: (...place) => said.push(place) });
    box.style.setProperty("--cell", "19.7px");
    box.append(piece.node);
    const rows = (from) => Array.from({ length: 10 }, (_, i) =>
        Array.from({ length: 10 }, (_, j) => ((i * 7 + j * 3 + from) % 20) - 9));
    const isStruck = (row) => row === 9;
    piece.show(rows(0), { here: [0, 1] });
    return { ...piece, change(from) {
        window.setTimeout = (act) => (window.rest = act);
        piece.show(rows(from), { here: [2, 3], isStruck });
    } };
}"""
_ASIDE = "!!document.querySelector('[data-stands-aside]')"
_TEXT = "document.querySelector('[data-place=\"0,0\"]').textContent"


def pixels(page: Page) -> Floats:
    shot = Image.open(BytesIO(page.locator(".cnn-plate").screenshot())).convert("RGB")
    return np.asarray(shot, dtype=float)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_canvas_that_stands_in_looks_like_its_table(bench: Bench, theme: str):
    page = bench(SWIFT)
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    assert not page.evaluate(_ASIDE)
    before = pixels(page)
    page.evaluate("piece.change(3)")
    assert page.evaluate(_ASIDE)
    assert page.evaluate(_TEXT) == "−9"  # not yet written
    canvas = pixels(page)
    page.evaluate("rest()")
    assert not page.evaluate(_ASIDE)
    assert page.evaluate(_TEXT) == "−6"
    table = pixels(page)
    assert np.abs(table - before).mean() > 20
    assert np.abs(table - canvas).mean() < 1


@pytest.mark.parametrize(
    "ask",
    [
        "piece.text(0, 0)",
        "window.dispatchEvent(new Event('beforeprint'))",
        "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true }))",
        "rest()",
    ],
)
def test_a_table_is_written_as_soon_as_it_is_asked_for(bench: Bench, ask: str):
    page = bench(SWIFT)
    page.evaluate("piece.change(3); piece.change(4)")
    assert page.evaluate(_ASIDE)
    page.evaluate(ask)
    assert not page.evaluate(_ASIDE)
    assert page.evaluate(_TEXT) == "−5"


def test_a_canvas_that_stands_in_is_pressed_like_its_table(bench: Bench):
    page = bench(SWIFT)
    page.evaluate("piece.change(3)")
    box = page.locator(".cnn-cells").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 2.5 * 19.7, box["y"] + 3.5 * 19.7)
    assert page.evaluate("said") == [[3, 2]]
    assert page.evaluate(_TEXT) == "−6"


def test_a_table_with_the_focus_in_it_changes_itself(bench: Bench):
    page = bench(SWIFT)
    page.keyboard.press("Tab")
    page.evaluate("piece.change(3)")
    assert not page.evaluate(_ASIDE)
    assert page.evaluate(_TEXT) == "−6"
    expect(page.locator("[data-place='0,0']")).to_be_focused()


PANE = """(ui, box) => {
    const grid = ui.cells({ label: "picture", role: "input" });
    box.append(grid.node);
    grid.show(Array.from({ length: 4 }, () => [0, 1, 2, 3, 4]));
    const show = (row, column) => piece.show({
        row, column, weights: [[1, -2]], products: [0, -4], limits: [3, 3],
    });
    const piece = ui.pane({ grid, label: "window", onMove(row, column) {
        said.push([row, column]);
        show(row, column);
    } });
    show(0, 0);
    return piece;
}"""


def test_pane_lies_where_it_is_told_and_asks_for_places_that_there_are(bench: Bench):
    page = bench(PANE)
    pane = page.get_by_role("application", name="window")
    assert pane.locator("b").all_inner_texts() == ["1", "−2"]
    assert pane.locator("em").all_inner_texts() == ["0", "−4"]
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowDown", "Shift+ArrowRight", "Home"):
        pane.press(key)
    assert page.evaluate("said") == [[0, 1], [3, 1], [3, 3], [0, 0]]
    page.locator("[data-place='2,4']").click()
    assert page.evaluate("said.at(-1)") == [2, 3]
    box, cell = pane.bounding_box(), page.locator("[data-place='2,3']").bounding_box()
    assert box is not None
    assert cell is not None
    assert (box["x"], box["y"]) == pytest.approx((cell["x"], cell["y"]), abs=1)
    assert box["width"] == pytest.approx(2 * cell["width"], abs=1)


def test_sum_is_written_as_a_sum(bench: Bench):
    page = bench("""(ui, box) => { const piece = ui.sumLine(); box.append(piece.node);
        piece.show([-1, 0, 2.5, -3], -1.5); return piece; }""")
    line = page.locator(".cnn-sum")
    expect(line).to_have_text("−1+0+2.5−3=−1.5")
    expect(line).to_have_attribute("aria-label", "−1 + 0 + 2.5 + −3 = −1.5")
    page.evaluate("piece.show([1, 1], 2)")
    expect(line).to_have_text("1+1=2")


STEPPER = """(ui, box) => {
    let at = 0;
    const piece = ui.stepper({ figure, handle: null, count: () => 4, at: () => at,
        go(stop) { at = stop; said.push(stop); } });
    box.append(...piece.nodes);
    return piece;
}"""


def test_stepper_steps_around(bench: Bench):
    page = bench(STEPPER)
    for _ in range(5):
        page.get_by_role("button", name="Step").click()
    assert page.evaluate("said") == [1, 2, 3, 0, 1]


def test_stepper_plays_to_the_last_stop_and_begins_again(bench: Bench):
    page = bench(STEPPER, reduced_motion="no-preference")
    play = page.get_by_role("button", name="Play")
    play.click()
    page.wait_for_function("said.length === 3")
    expect(play).to_be_visible()
    play.click()
    page.wait_for_function("said.length === 7")
    assert page.evaluate("said") == [1, 2, 3, 0, 1, 2, 3]


def test_stepper_rests_out_of_view(bench: Bench):
    page = bench(STEPPER, reduced_motion="no-preference")
    page.evaluate("figure.host.style.marginTop = '3000px'; figure.host.scrollIntoView()")
    page.get_by_role("button", name="Play").click()
    page.evaluate("scrollTo(0, 0)")
    heard = page.evaluate("said.length")
    page.wait_for_timeout(1800)  # more than two stops long
    assert page.evaluate("said.length") - heard <= 1
    page.evaluate("figure.host.scrollIntoView()")
    page.wait_for_function("said.length === 3")


MOTION = """(ui, box) => {
    const node = ui.el("span", {}, "new");
    box.append(node);
    const show = () => figure.motion.show(() => [
        ui.appears(node, 0, 5000),
        figure.motion.leaves(box, ui.el("span", {}, "old"), 0, 5000),
    ]);
    return { node, show, finish: figure.motion.finish };
}"""


def test_motion_is_ended_by_whatever_comes_next(bench: Bench):
    page = bench(MOTION, reduced_motion="no-preference")
    page.evaluate("piece.show()")
    expect(page.locator("[data-moving]")).to_have_count(1)
    expect(page.locator(".cnn-ghost")).to_have_text("old")
    page.evaluate("piece.finish()")
    expect(page.locator("[data-moving], .cnn-ghost")).to_have_count(0)
    assert page.evaluate("getComputedStyle(piece.node).opacity") == "1"


def test_less_motion_is_none(bench: Bench):
    page = bench(MOTION)
    page.evaluate("piece.show()")
    expect(page.locator("[data-moving], .cnn-ghost")).to_have_count(0)


def test_turner_counts_the_way_round(bench: Bench):
    """Across the back, where angles jump from 180 to −180, the turn goes on."""
    page = bench("""(ui, box) => {
        const center = ui.el("div", { style: "width: 200px; height: 200px" });
        const grip = ui.el("button", { style: "position: absolute; left: 300px; top: 100px" }, "o");
        box.style.position = "relative";
        box.append(center, grip);
        ui.turnable(grip, { center, onTurn: (angle) => said.push(Math.round(angle)),
            onEnd: () => said.push("end"), onPress: () => said.push("press") });
        return { grip, center };
    }""")
    center = page.evaluate(
        "(({ x, y }) => [x + 100, y + 100])(piece.center.getBoundingClientRect())"
    )
    grip = page.locator("button").bounding_box()
    assert grip is not None
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    for right, down in ((100, 100), (-100, 100), (-100, -30)):
        page.mouse.move(center[0] + right, center[1] + down)
    page.mouse.up()
    *angles, end = page.evaluate("said")
    assert end == "end"
    assert angles == sorted(angles)
    assert angles[-1] > 150
    page.locator("button").press("Enter")
    assert page.evaluate("said.at(-1)") == "press"


def test_thumbnail_is_its_fills(bench: Bench):
    page = bench("""(ui, box) => {
        const node = ui.thumbnail([[1, -2], [0, 0.5]]);
        box.append(node);
        return node;
    }""")
    found = page.locator(".cnn-thumb i").evaluate_all(
        "all => all.map((i) => [i.dataset.sign, Number(i.style.getPropertyValue('--part'))])"
    )
    assert found == [["+", 0.5], ["−", 1], ["0", 0], ["+", 0.25]]
    page.evaluate("document.querySelector('.cnnlib').append(ui.thumbnail([[0]]))")
    expect(page.locator(".cnn-thumb").last.locator("i")).to_have_attribute("data-sign", "0")
