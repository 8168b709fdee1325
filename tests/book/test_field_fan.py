"""The fan: opened layer by layer, pressed and dragged in any row; and what two units see."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import FieldFan
from tests.book.visits import Visit, overflow, shown, smallest_text, violations

OPEN = {"opened": 3, "climbed": 3}
TOP = [[4, 9], [4, 7], [2, 3], [1, 1]]


def press(page: Page, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).click()


def handle(page: Page) -> Locator:
    return page.locator(".ff-handle")


def cell(page: Page, row: int, number: int) -> Locator:
    return page.locator(".ff-row").nth(3 - row).locator("b").nth(number)


def middle(node: Locator) -> tuple[float, float]:
    box = node.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, right: float, down: float = 0) -> None:
    """Carry the marked cell so many pixels of the picture to the right."""
    unit = middle(cell(page, 0, 1))[0] - middle(cell(page, 0, 0))[0]
    x, y = middle(handle(page))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right * unit, y + down)
    page.mouse.up()


def ladder(page: Page, name: str) -> list[str]:
    """What stands in one of the ladders, from the pixels upwards."""
    texts = page.locator(f".ff-{name}").all_inner_texts()
    return [" ".join(text.split()) for text in texts]


def lit(page: Page, row: int, way: str = "down") -> list[int]:
    found = page.locator(".ff-row").nth(3 - row).locator(f"b[data-lit={way}] > span")
    return [int(text) for text in found.all_inner_texts()]


def widths(page: Page) -> list[list[str]]:
    """How many paths each drawn line stands for, band by band from the top."""
    return page.locator(".ff-lit").evaluate_all(
        """bands => bands.map((band) => [...band.querySelectorAll("line")]
            .map((line) => line.style.getPropertyValue("--paths")))"""
    )


def test_it_opens_downwards_and_adds_the_steps_up(alone: Visit):
    page = alone("<h1>Alone</h1>", FieldFan())
    live, note = page.locator("[aria-live]").first, page.locator(".ff-note").last
    assert shown(page)["cells"] == [None, None, None, [1, 1]]
    assert lit(page, 3) == [1]
    assert lit(page, 2) == []
    expect(live).to_have_text("Top unit 1 is marked.")
    seen = [
        ([None, None, [2, 3], [1, 1]], "Top unit 1 reads pool cells 2–3."),
        ([None, [4, 7], [2, 3], [1, 1]], "Top unit 1 reads pool cells 2–3, conv cells 4–7."),
        (TOP, "Top unit 1 reads pool cells 2–3, conv cells 4–7, pixels 4–9: 6 pixels, along 12"),
    ]
    for cells, sentence in seen:
        press(page, "Step")
        assert shown(page)["cells"] == cells
        expect(live).to_contain_text(sentence)
    assert ladder(page, "count") == ["6read", "4read", "2read", "1marked"]
    assert ladder(page, "sum") == ["(4 − 1)·1 + 3", "(2 − 1)·2 + 2", "(1 − 1)·2 + 2"]
    assert ladder(page, "size")[1:] == [
        "a conv cell sees ·",
        "a pool cell sees ·",
        "a top unit sees ·",
    ]
    assert lit(page, 0) == [4, 5, 6, 7, 8, 9]
    assert page.locator(".ff-row").last.locator("b[data-lit=down] em").all_inner_texts() == [
        *("×1", "×2", "×3", "×3", "×2", "×1")
    ]
    assert widths(page) == [["6"] * 2, ["3"] * 4, ["1"] * 12]
    expect(page.locator(".ff-tape [data-known]")).to_have_count(0)
    sums = [
        ("A conv cell reads three pixels, 1 apart: 1 + 2·1 = 3.", ["1", "+2"]),
        ("A pool cell reads two conv cells, 1 pixel apart: 3 + 1·1 = 4.", ["1", "+2", "+1"]),
        ("A top unit reads two pool cells, 2 pixels apart: 4 + 1·2 = 6.", ["1", "+2", "+1", "+2"]),
    ]
    for sentence, tape in sums:
        expect(note).to_have_text("" if tape[2:] == [] else sums[len(tape) - 3][0])
        press(page, "Step")
        expect(note).to_have_text(sentence)
        assert page.locator(".ff-tape [data-known]").all_inner_texts() == tape
    assert ladder(page, "size") == [
        *("a pixel is 1", "a conv cell sees 3", "a pool cell sees 4", "a top unit sees 6")
    ]
    assert ladder(page, "term") == ["window 3 + 2·1", "pool 2 + 1·1", "pool 2 + 1·2"]
    first, last = page.locator(".ff-tape [data-known]").first, page.locator(".ff-tape span").last
    ends = [first.bounding_box(), last.bounding_box()]
    field = [cell(page, 0, 4).bounding_box(), cell(page, 0, 9).bounding_box()]
    assert ends[0]["x"] == pytest.approx(field[0]["x"], abs=1)
    assert ends[1]["x"] + ends[1]["width"] == pytest.approx(
        field[1]["x"] + field[1]["width"], abs=1
    )
    assert violations(page) == []
    press(page, "Step")
    assert shown(page)["cells"] == [None, None, None, [1, 1]]
    press(page, "Step", 4)
    press(page, "Reset")
    assert (shown(page)["opened"], shown(page)["climbed"]) == (0, 0)


def test_any_cell_opens_its_fan_down_and_up(alone: Visit):
    page = alone(FieldFan())
    live = page.locator("[aria-live]").first
    cell(page, 0, 4).click()
    assert shown(page)["cells"] == [[4, 4], [2, 4], [1, 2], [0, 1]]
    assert [lit(page, row, "up") for row in (1, 2, 3)] == [[2, 3, 4], [1, 2], [0, 1]]
    assert ladder(page, "count") == ["1marked", "3reached", "2reached", "2reached"]
    assert ladder(page, "sum") == ["", "", ""]
    assert widths(page) == [["2", "1"], ["1"] * 3, ["1"] * 3]
    expect(live).to_have_text("Pixel 4 reaches conv cells 2–4, pool cells 1–2, top units 0–1.")
    cell(page, 0, 3).click()
    assert shown(page)["cells"] == [[3, 3], [1, 3], [0, 1], [0, 0]]
    cell(page, 2, 2).click()
    assert shown(page)["cells"] == [[4, 7], [4, 5], [2, 2], [1, 1]]
    assert shown(page)["paths"] == [0, 0, 0, 0, 1, 2, 2, 1, 0, 0, 0, 0, 0, 0]
    expect(live).to_have_text(
        "Pool cell 2 reads conv cells 4–5, pixels 4–7: 4 pixels, along 6 paths. "
        "It reaches top unit 1."
    )
    assert lit(page, 0) == [4, 5, 6, 7]
    assert lit(page, 3, "up") == [1]
    cell(page, 1, 0).click()
    expect(live).to_have_text(
        "Conv cell 0 reads pixels 0–2: 3 pixels. It reaches pool cell 0, top unit 0."
    )
    cell(page, 3, 2).click()
    assert shown(page)["cells"][0] == [8, 13]


def test_the_marked_cell_is_dragged_along_its_row(alone: Visit):
    page = alone(FieldFan(**OPEN))
    drag(page, 1.8)
    assert shown(page)["unit"] == 1
    drag(page, 2.2, down=130)  # in its row all the same
    assert shown(page)["cells"] == [[8, 13], [8, 11], [4, 5], [2, 2]]
    drag(page, -20)
    assert shown(page)["cells"][0] == [0, 5]
    cell(page, 0, 6).click()
    drag(page, 3.1)
    assert (shown(page)["row"], shown(page)["unit"]) == (0, 9)
    x, y = middle(cell(page, 1, 2))
    page.mouse.move(x, y)  # a finger comes down beside it, and goes along the row
    page.mouse.down()
    assert (shown(page)["row"], shown(page)["unit"]) == (1, 2)
    page.mouse.move(middle(cell(page, 1, 7))[0], y)
    page.mouse.up()
    assert (shown(page)["row"], shown(page)["unit"]) == (1, 7)


def test_keys_walk_along_the_rows_and_between_them(alone: Visit):
    page = alone(FieldFan())
    walk = [
        ("ArrowRight", 3, 2),
        ("ArrowRight", 3, 2),
        ("ArrowDown", 2, 5),
        ("ArrowLeft", 2, 4),
        ("ArrowUp", 3, 2),
        ("ArrowUp", 3, 2),
        ("ArrowDown", 2, 5),
        ("ArrowDown", 1, 11),
        ("ArrowDown", 0, 12),
        ("ArrowDown", 0, 12),
        ("Shift+ArrowLeft", 0, 8),
        ("Shift+ArrowLeft", 0, 4),
        ("Shift+ArrowLeft", 0, 0),
        ("Home", 3, 1),
    ]
    for key, row, unit in walk:
        handle(page).press(key)
        assert (shown(page)["row"], shown(page)["unit"]) == (row, unit), key
    assert shown(page)["cells"] == TOP
    page.get_by_role("button", name="Mark pixel 4").press("Space")
    assert shown(page)["marks"] == [4]


ONE = "That is one border. There are three units."
BOTH = "Both borders. But a border is more than one pixel wide."

# The pixels that are marked, one after the other, and what is said of the last one.
TASKS = [
    ([0], "Pixel 0 reaches conv cell 0, so pool cell 0 alone, and that ends in unit 0."),
    ([1], "Pixel 1 reaches conv cells 0 and 1, so pool cell 0 alone, and that ends in unit 0."),
    ([2], "Pixel 2 reaches pool cells 0 and 1, and both end in unit 0."),
    ([4, 3], "Pixel 3 reaches pool cells 0 and 1, and both end in unit 0."),
    ([6, 3], "Pixel 3 reaches pool cells 0 and 1, and both end in unit 0."),
    ([6], "Pixel 6: its conv cells 4, 5, 6 fall into pool cells 2 and 3: one pair, one unit."),
    ([7], "Pixel 7: its conv cells 5, 6, 7 fall into pool cells 2 and 3: one pair, one unit."),
    ([10], "Pixel 10 reaches pool cells 4 and 5, and both end in unit 2."),
    ([11], "Pixel 11 reaches pool cells 4 and 5, and both end in unit 2."),
    ([12], "Pixel 12 reaches conv cells 10 and 11, so pool cell 5 alone, and that ends in unit 2."),
    ([13], "Pixel 13 reaches conv cell 11, so pool cell 5 alone, and that ends in unit 2."),
    ([4], "Units 0 and 1 both see pixel 4. It is not the only one."),
    ([9], "Units 1 and 2 both see pixel 9. It is not the only one."),
    ([4, 5], ONE),
    ([8, 9], ONE),
    ([5, 8], BOTH),
    ([4, 5, 9], BOTH),
    ([6, 4, 5, 6], ONE),
    ([6, 2, 4, 2], "Pixel 6: its conv cells 4, 5, 6 fall into"),  # 2 is taken back, 6 is left
    ([4, 4], ""),
    ([9, 4, 8, 5], "Solved. Neighbors start 4 pixels apart and see 6 each: they share 6 − 4 = 2."),
]


def test_each_attempt_is_told_what_it_did(alone: Visit):
    page = alone(FieldFan(kept_as="06-fan"))
    verdict = page.locator(".cnn-verdict")
    for marks, sentence in TASKS:
        expect(verdict).to_have_text("")
        for pixel in marks:
            press(page, f"Mark pixel {pixel}")
        (expect(verdict).to_contain_text if sentence else expect(verdict).to_have_text)(sentence)
        if "Solved" not in sentence:
            press(page, "Reset")
            expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    assert shown(page)["marks"] == [4, 5, 8, 9]
    press(page, "Mark pixel 6")
    expect(verdict).to_contain_text("Solved.")  # it stays so
    page.reload()
    expect(verdict).to_have_text("Solved on an earlier visit. Press Reset to do it again.")


def test_without_a_task_there_are_no_boxes(alone: Visit):
    page = alone(FieldFan(task=False))
    expect(page.get_by_role("button", name="Mark pixel 4")).to_have_count(0)
    expect(page.get_by_text("seen by two")).to_have_count(0)
    expect(page.locator(".cnn-task")).to_have_count(0)


# 359: a page with nothing else leaves as much as the book does on a phone of 375.
@pytest.mark.parametrize(("width", "room"), [(1440, 800), (359, 700)])
def test_all_of_it_is_in_one_view_and_nothing_jumps(alone: Visit, width: int, room: int):
    page = alone(FieldFan(), width=width)
    figure, task = page.locator(".cnn-figure"), page.locator(".cnn-task")
    heights = set()
    for _ in range(7):
        whole, part = figure.bounding_box(), task.bounding_box()
        assert whole is not None
        assert part is not None
        heights.add(round(whole["height"]))
        assert whole["height"] - (part["height"] if width < 600 else 0) <= room
        assert overflow(page) == []
        press(page, "Step")
    cell(page, 2, 2).click()
    expect(page.locator("[aria-live]").first).to_contain_text("It reaches")
    heights.add(round(figure.bounding_box()["height"]))
    assert max(heights) - min(heights) <= 1
    out = figure.evaluate(
        """(el) => [...el.querySelectorAll(".ff-net > div, .ff-net b, .ff-net span")]
            .filter((node) => node.getBoundingClientRect().right > innerWidth - 2
                || node.getBoundingClientRect().left < 0)
            .map((node) => node.className + node.textContent)"""
    )
    assert out == []
    assert smallest_text(figure) >= 12


def test_what_is_touched_is_large_enough(alone: Visit):
    page = alone(FieldFan(row=0, unit=5), width=375)
    box = handle(page).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    touch = "node => getComputedStyle(node).touchAction"
    assert handle(page).evaluate(touch) == "pinch-zoom"
    assert page.locator(".ff-row").first.evaluate(touch) == "pan-y pinch-zoom"
    boxes = [each.bounding_box() for each in page.locator(".ff-marks button").all()]
    assert all(each["height"] >= 44 for each in boxes)
    assert min(b["x"] - a["x"] for a, b in pairwise(boxes)) >= 23


# What moves after a press of `name`, and how far a piece of the tape has still to go at its start.
MOVES = """(name) => {
    [...document.querySelectorAll("button")].find((each) => each.textContent === name).click();
    return document.getAnimations().map((way) => {
        const { target } = way.effect;
        way.pause();
        way.currentTime = way.effect.getTiming().delay + 1;
        const { left, top } = target.getBoundingClientRect();
        const clip = getComputedStyle(target).clipPath;
        way.play();
        const kind = target.getAttribute("class") ?? target.parentNode.className;
        return { kind, left, top, clip };
    });
}"""


def test_lines_grow_and_steps_come_down_and_end_where_they_should(alone: Visit):
    page = alone(FieldFan(), reduced_motion="no-preference")
    moves = page.evaluate(MOVES, "Step")
    bands = [each["clip"] for each in moves if each["kind"] == "ff-lit"]
    assert len(bands) == 1  # one layer at a time
    assert "100%" in bands[0] or "99" in bands[0]
    expect(page.locator("[data-moving]")).to_have_count(0)
    press(page, "Step", 4)
    (flight,) = [each for each in page.evaluate(MOVES, "Step") if each["kind"] == "ff-tape"]
    # The two pixels that are added are one step, from pool cell 2 to pool cell 3.
    x, y = middle(cell(page, 2, 2))
    assert flight["left"] == pytest.approx(x, abs=3)
    assert flight["top"] == pytest.approx(y, abs=16)
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert shown(page)["climbed"] == 3
    cell(page, 1, 5).click()
    press(page, "Play")  # all is open: from the first stop again
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert shown(page)["climbed"] == 0
    expect(page.locator(".ff-note").last).to_have_text(
        "A conv cell reads three pixels, 1 apart: 1 + 2·1 = 3."
    )
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    cell(page, 0, 8).click()
    expect(page.locator("[data-moving]")).to_have_count(0)
    drag(page, 2)
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert shown(page)["cells"] == [[10, 10], [8, 10], [4, 5], [2, 2]]
    assert middle(handle(page))[0] == pytest.approx(middle(cell(page, 0, 10))[0], abs=1)


def test_less_motion_jumps_and_paper_is_filled_in(alone: Visit):
    page = alone(FieldFan())
    assert page.evaluate(MOVES, "Step") == []
    expect(page.locator(".cnn-play")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page)["cells"] == TOP
    assert shown(page)["climbed"] == 3
    assert "pixels 4–9: 6 pixels" in page.locator(".ff-note").first.inner_text()  # at once
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert (shown(page)["opened"], shown(page)["climbed"]) == (1, 0)


def test_bad_values_are_refused():
    bad: dict[str, Any] = {"row": 4, "unit": 14, "opened": -1, "climbed": 1.5, "marks": [14]}
    for name, value in bad.items():
        with pytest.raises(ValueError, match=r"must be"):
            FieldFan(**{name: value})
