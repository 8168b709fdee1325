"""A ring of numbers that is carried along, two ways round, the table that fills, and the task."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from cnnlib.interactive import CommutatorExplorer
from tests.book.controls import choose
from tests.book.visits import Visit, overflow, shown

EVERYWHERE = list(range(13))
HALVES = [0, 4] * 6 + [0]
THIRDS = [0, 2, 2] * 4 + [0]
DENSE = [0, 17, 13, 8, 19, 8, 11, 15, 13, 12, 15, 19, 0]


class Explorer:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.figure = page.locator("[data-explorable=CommutatorExplorer][data-ready]")
        self.ring = self.figure.get_by_role("slider", name="Ring of numbers")
        self.says = self.figure.locator(".cm-said")
        self.said = self.figure.locator(".cnn-verdict")

    def press(self, name: str) -> None:
        self.figure.get_by_role("button", name=name).click()

    def go(self, shift: int) -> None:
        """By the table, in the row of the layer that is shown."""
        row = [*CommutatorExplorer().layers["strides"]].index(shown(self.page)["layer"])
        self.figure.locator(f".cm-table [data-place='{row},{shift}']").click()

    def lefts(self, outlined: bool) -> list[float]:
        """Where the bars of a way lie, in cells of the ring; those that cannot be seen do not."""
        kind = "[data-outlined]" if outlined else ":not([data-outlined])"
        columns = f".cm-lanes .cnn-ring{kind} span:not([data-away])"
        found: list[float] = self.figure.locator(columns).evaluate_all(
            """all => all.map((el) => 12 * el.offsetLeft / el.parentNode.offsetWidth)
                .map((at) => Math.round(4 * at) / 4).sort((a, b) => a - b)"""
        )
        return found


@pytest.fixture
def explorer(alone: Visit) -> Explorer:
    return Explorer(alone(CommutatorExplorer(), width=1440))


def test_the_ring_is_carried_by_mouse_and_keys_and_the_table_fills(explorer: Explorer):
    state = shown(explorer.page)
    assert state["moved_first"] == state["moved_last"] == [1, 5, 8, 5, 1, 2, 4, 2, 4, 9, 6, 1]
    expect(explorer.says).to_have_text("Not moved yet: drag the ring.")
    box = explorer.ring.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = explorer.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 1.1 * box["width"], y)
    mouse.move(x + 2.9 * box["width"], y + 40)
    mouse.up()
    state = shown(explorer.page)
    assert (state["shift"], state["visited"]) == (3, [0, 1, 3])
    assert state["moved_first"] == list(np.roll(state["moved_last"], 3))
    expect(explorer.says).to_have_text("Moved by 3: the output moves by 3 cells, unchanged.")
    rows = state["table"]
    assert [row[:5] for row in rows[1:]] == [
        [0, 4, None, 4, None],
        [0, 2, None, 0, None],
        [0, 17, None, 8, None],
    ]
    table = explorer.figure.get_by_role("grid", name="largest difference at each shift")
    assert table.locator("[data-place^='2,']").all_inner_texts()[:4] == ["=", "2", "", "="]
    for key, shift in [("ArrowLeft", 2), ("Shift+ArrowRight", 6), ("Home", 0), ("ArrowLeft", 0)]:
        explorer.ring.press(key)
        assert shown(explorer.page)["shift"] == shift
    for _ in range(4):
        explorer.ring.press("Shift+ArrowRight")
    expect(explorer.says).to_have_text("Once around: all is as it was.")
    expect(explorer.ring).to_have_attribute("aria-valuenow", "12")


def test_between_two_cells_the_outlines_hang(explorer: Explorer):
    choose(explorer.figure, "Layer", "stride 2")
    explorer.go(3)
    assert explorer.lefts(outlined=False) == [0, 2, 4, 6, 8, 10]
    assert explorer.lefts(outlined=True) == [-1, 1, 3, 5, 7, 9, 11]  # one at both ends, half each
    expect(explorer.says).to_have_text(
        "Moved by 3: the output needs 1½ cells; the better of 1 and 2 is off by up to 4."
    )
    expect(explorer.figure.locator("[aria-live]").first).to_have_text(
        re.compile("^stride 2. Moved by 3: ")
    )
    assert explorer.figure.locator(".cm-differ span").all_inner_texts() == list("3=3422")
    explorer.go(4)
    assert explorer.lefts(outlined=True) == [0, 2, 4, 6, 8, 10]
    expect(explorer.says).to_have_text("Moved by 4: the output moves by 2 cells, unchanged.")
    choose(explorer.figure, "Layer", "max pool 3")
    assert explorer.lefts(outlined=True) == [-2, 1, 4, 7, 10]  # a third of a bar is one cell
    expect(explorer.says).to_have_text(
        "Moved by 4: the output needs 1⅓ cells; the better of 1 and 2 is off by up to 2."
    )
    choose(explorer.figure, "Layer", "dense")
    expect(explorer.says).to_have_text("Moved by 4: the two ways differ by up to 19.")
    heard = explorer.figure.get_by_role("table", name="both ways").get_by_role("cell")
    expect(heard.filter(has_text=re.compile(r"\d"))).to_have_count(24)


def test_the_table_has_the_periods_of_the_layers():
    table = CommutatorExplorer(visited=EVERYWHERE).shown()["table"]
    assert table == [[0] * 13, HALVES, THIRDS, DENSE]
    agree = [s for s in range(1, 12) if not any(table[row][s] for row in range(3))]
    assert agree == [6]


def test_each_answer_is_told_what_it_did(explorer: Explorer):
    def answer(shift: int, sentence: str) -> None:
        explorer.go(shift)
        explorer.press("Here")
        expect(explorer.said).to_have_text(sentence)

    explorer.press("Here")
    expect(explorer.said).to_have_text("Not moved at all.")
    answer(2, "Drag on: the table shows only where you have been.")
    answer(3, "Pool 3 agrees: 1 cell. Stride 2 would need 1½ cells.")
    answer(2, "Stride 2 agrees: 1 cell. Pool 3 would need ⅔ of a cell.")
    needs = "Stride 2 would need ½ of a cell. Pool 3 would need ⅓ of a cell."
    answer(1, f"Only the convolution agrees. {needs}")
    answer(12, "Once around is not moved.")
    solved = (
        "Solved. 6 is the first shift that 2 and 3 both divide. Layers one behind the other "
        "multiply: with total stride 32 only multiples of 32 are safe. "
        "The dense row agrees nowhere."
    )
    answer(6, solved)
    explorer.press("Reset")
    expect(explorer.said).to_have_text("")
    assert shown(explorer.page)["visited"] == [0]


def test_other_numbers_ask_nothing(alone: Visit):
    page = alone(CommutatorExplorer(signal=[1] * 12, shift=5, layer="stride 2"))
    expect(page.locator(".cnn-task")).to_have_count(0)
    expect(page.locator(".cm-said")).to_have_text(
        "Moved by 5: the output needs 2½ cells; the better of 2 and 3 agrees."
    )


def test_motion_ends_where_it_should(alone: Visit):
    page = alone(CommutatorExplorer(shift=5), width=1440, reduced_motion="no-preference")
    explorer = Explorer(page)
    before = explorer.lefts(outlined=True)

    def ends() -> None:
        expect(page.locator("[data-moving]")).to_have_count(0)
        assert page.evaluate("document.getAnimations().length") == 0

    explorer.press("Run both ways")
    assert explorer.figure.get_attribute("data-moving") is not None
    ends()
    assert explorer.lefts(outlined=True) == before
    explorer.ring.press("ArrowRight")
    choose(explorer.figure, "Layer", "stride 2")
    explorer.ring.press("ArrowRight")  # here the other numbers grow in their places
    ends()
    assert explorer.lefts(outlined=True) == [-1, 1, 3, 5, 7, 9, 11]
    assert shown(page)["visited"] == [5, 6, 7]


def test_a_phone_scrolls_from_the_ring_and_shows_every_number(alone: Visit):
    page = alone(CommutatorExplorer(shift=4, layer="dense", visited=EVERYWHERE), width=375)
    explorer = Explorer(page)
    assert overflow(page) == []
    ring = explorer.figure.locator(".cnn-ring-carried")
    box = ring.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    for node in (ring, explorer.ring):
        assert node.evaluate("el => getComputedStyle(el).touchAction") == "pan-y pinch-zoom"
    small = """all => all.filter((el) => el.textContent.trim()
        && parseFloat(getComputedStyle(el).fontSize) < 12).map((el) => el.textContent)"""
    assert explorer.figure.locator("b, span, p").evaluate_all(small) == []
    wide = """all => all.filter((el) => {
        const range = document.createRange();
        range.selectNodeContents(el);
        return range.getBoundingClientRect().width > el.parentNode.clientWidth;
    }).length"""
    assert explorer.figure.locator(".cm-table td > span").evaluate_all(wide) == 0


def test_on_paper_the_table_is_full(explorer: Explorer):
    explorer.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(explorer.page)["table"][3] == DENSE
    explorer.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(explorer.page)["visited"] == [0]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        pytest.param("signal", [1, 2], "signal must hold 12 numbers", id="too short"),
        pytest.param("signal", [-1] * 12, "signal must hold numbers from 0 to 9", id="negative"),
        pytest.param("shift", 13, "shift must be at most 12", id="beyond once around"),
        pytest.param("layer", "blur", "layer 'blur' is unknown", id="no layer"),
    ],
)
def test_it_refuses_what_it_cannot_show(name: str, value: Any, message: str):
    with pytest.raises(ValueError, match=re.escape(message)):
        CommutatorExplorer(**{name: value})
