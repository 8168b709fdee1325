"""The strip and its stops: dragged, stepped, set otherwise; how many outputs there are, and why."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import OutputSizeExplorer
from tests.book.visits import Visit, overflow, shown, smallest_text, violations

FULL = [1, 3, 6, 9, 12, 9, 5]


def figure(page: Page) -> Locator:
    return page.locator("[data-explorable=OutputSizeExplorer]")


def window(page: Page) -> Locator:
    return page.get_by_role("slider", name="Window")


def press(page: Page, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).click()


def put(page: Page, mode: str, kernel: int) -> None:
    """Choose both, whatever they were."""
    by = kernel - shown(page)["kernel"]
    press(page, f"kernel: one {'more' if by > 0 else 'less'}", abs(by))
    page.get_by_role("radio", name=mode).check(force=True)


def stops(page: Page) -> list[str]:
    """The list of stops, as it is read out."""
    items = page.get_by_role("list", name="Stops").get_by_role("listitem")
    return [text.splitlines()[0] for text in items.all_inner_texts()]


def test_it_begins_as_the_text_says(alone: Visit):
    page = alone("<h1>Alone</h1>", OutputSizeExplorer())
    assert shown(page) == {
        "size": 5,
        "kernel": 3,
        "stride": 1,
        "dilation": 1,
        "mode": "valid",
        "zeros": [0, 0],
        "place": 0,
        "visited": [0],
        "output": [6, None, None],
        "unread": [],
        "left_over": 0,
    }
    assert stops(page) == ["cells 1 to 3, sum 6", "cells 2 to 4", "cells 3 to 5"]
    expect(page.get_by_role("img", name="6, not known, not known")).to_be_visible()
    expect(page.get_by_text("does not count")).to_be_visible()
    expect(page.locator(".cnn-verdict")).to_have_text("")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("mode", "kernel", "length", "first"),
    [
        ("valid", 3, "valid: n − m + 1 = 5 − 3 + 1 = 3 outputs", "cells 1 to 3, sum 6"),
        ("valid", 4, "valid: n − m + 1 = 5 − 4 + 1 = 2 outputs", "cells 1 to 4, sum 10"),
        ("valid", 1, "valid: n − m + 1 = 5 − 1 + 1 = 5 outputs", "cell 1, sum 1"),
        ("full", 3, "full: n + m − 1 = 5 + 3 − 1 = 7 outputs", "2 zeros, cell 1"),
        ("full", 2, "full: n + m − 1 = 5 + 2 − 1 = 6 outputs", "1 zero, cell 1"),
        ("same", 3, "same: n = 5 outputs", "1 zero, cells 1 to 2"),
        ("same", 4, "same: n = 5 outputs", "1 zero, cells 1 to 3"),
    ],
)
def test_mode_and_kernel_decide_how_long_it_is(alone: Visit, mode, kernel, length, first):
    page = alone(OutputSizeExplorer())
    put(page, mode, kernel)
    expect(page.locator(".cnn-role-line").first).to_have_text(length)
    assert stops(page)[0] == first
    assert len(stops(page)) == len(shown(page)["output"]) == int(length.split()[-2])


def test_steps_fill_the_outputs(alone: Visit):
    page = alone(OutputSizeExplorer(mode="full"))
    press(page, "Step", 6)
    assert shown(page)["output"] == FULL
    assert stops(page)[-2:] == ["cells 4 to 5, 1 zero, sum 9", "cell 5, 2 zeros, sum 5"]
    expect(page.locator(".cnn-role-line").nth(1)).to_have_text("Stop 7 of 7: 5 + 0 + 0 = 5")
    press(page, "Step")
    assert shown(page)["place"] == 0


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        pytest.param(["ArrowRight", "ArrowDown"], 2, id="arrows"),
        pytest.param(["Shift+ArrowRight"], 4, id="far"),
        pytest.param(["ArrowLeft", "ArrowUp"], 0, id="not beyond the edge"),
        pytest.param(["End"], 6, id="to the last"),
        pytest.param(["End", "ArrowRight"], 6, id="not beyond the last"),
        pytest.param(["End", "Home"], 0, id="home"),
    ],
)
def test_keys_move_the_window(alone: Visit, keys: list[str], place: int):
    page = alone(OutputSizeExplorer(mode="full"))
    for key in keys:
        window(page).press(key)
    assert shown(page)["place"] == place
    expect(window(page)).to_have_attribute("aria-valuenow", str(place + 1))


def test_each_stop_is_said(alone: Visit):
    page = alone(OutputSizeExplorer())
    live = page.locator("[aria-live]").first
    expect(live).to_have_text("valid, kernel 3: 3 outputs. Stop 1 of 3: cells 1 to 3, sum 6.")
    window(page).press("ArrowRight")
    expect(live).to_have_text("Stop 2 of 3: cells 2 to 4, sum 9.")
    expect(window(page)).to_have_attribute("aria-valuetext", "stop 2 of 3: cells 2 to 4, sum 9")


def middle(node: Locator) -> tuple[float, float, float]:
    """The middle of an element, and its width."""
    box = node.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"]


def test_the_window_is_dragged_and_sent(alone: Visit):
    page = alone(OutputSizeExplorer(mode="full"))
    x, y, width = middle(window(page))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + width * 0.9, y, steps=3)
    assert shown(page)["place"] == 3
    page.mouse.move(x + width * 9, y)
    page.mouse.up()
    assert shown(page)["place"] == 6
    assert {0, 3, 6} <= set(shown(page)["visited"])
    x, y, _ = middle(page.locator(".cnn-strip-cells > span").nth(3))  # the 2
    page.mouse.click(x, y)
    assert shown(page)["place"] == 2
    page.locator(".cnn-stairs > li").nth(4).click()
    assert shown(page)["place"] == 4
    page.locator(".cnn-strip-outputs > span").nth(1).click()
    assert shown(page)["place"] == 1
    page.locator(".cnn-stairs > [data-beyond]").click(force=True)
    assert shown(page)["place"] == 1


def test_what_two_fingers_began_is_taken_back(alone: Visit):
    page = alone(OutputSizeExplorer())
    x, y, width = middle(window(page))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + width, y)
    assert shown(page)["place"] == 2
    window(page).dispatch_event("pointercancel", {"bubbles": True})
    assert shown(page)["place"] == 0
    page.mouse.move(x + width, y)
    page.mouse.up()
    assert shown(page)["place"] == 0


def test_the_handle_is_large_enough_for_a_finger(alone: Visit):
    """Also a window of one cell on a phone; it slides sideways, so a finger may scroll from it."""
    page = alone(OutputSizeExplorer(kernel=1, place=2), width=375)
    x, y, _ = middle(window(page))
    for right, down in ((-21, 0), (21, 0), (0, -21), (0, 21)):
        assert page.evaluate(
            "(at) => document.elementFromPoint(...at).closest('[role=slider]') !== null",
            [x + right, y + down],
        )
    touch = "node => getComputedStyle(node).touchAction"
    assert window(page).evaluate(touch) == "pan-y pinch-zoom"
    assert page.locator(".cnn-strip-plate").evaluate(touch) == "pan-y pinch-zoom"


def test_a_stop_stays_known_when_zeros_come_or_go(alone: Visit):
    """It is known by the cells that it reads, not by its number."""
    page = alone(OutputSizeExplorer(visited=[0], place=1))
    put(page, "full", 3)
    assert shown(page)["output"] == [None, None, 6, 9, None, None, None]
    assert shown(page)["place"] == 3
    press(page, "Step", 3)
    put(page, "same", 3)
    assert shown(page)["output"] == [None, 6, 9, 12, 9]
    assert shown(page)["place"] == 4  # the nearest that there still is
    put(page, "valid", 3)
    assert shown(page)["output"] == [6, 9, 12]


def test_nothing_jumps_when_a_setting_changes(alone: Visit):
    for width in (1440, 375):
        page = alone(OutputSizeExplorer(), width=width)
        seen = set()
        for mode in ("valid", "same", "full"):
            for kernel in (1, 2, 3, 4):
                put(page, mode, kernel)
                one = page.locator(".cnn-strip-cells > span:not([data-zero])").first
                box = figure(page).bounding_box()
                assert box is not None
                seen.add((*map(round, middle(one)), round(box["height"])))
        assert len(seen) == 1
        assert smallest_text(figure(page)) >= 12


@pytest.mark.parametrize(
    ("mode", "kernel", "sentence"),
    [
        (
            "valid",
            2,
            "4 out, and they do lie between two cells. But valid leaves out each stop",
        ),
        ("full", 3, "7 out: full counts every touch; it must be 5."),
        ("full", 4, "8 out, and they do lie between two cells. But full counts every touch; it"),
        (
            "same",
            3,
            "5 out, as it should be; but a window of 3 has a middle, and the output",
        ),
        ("same", 1, "5 out, in every mode; but a window of 1 puts each right under its number."),
        (
            "same",
            2,
            "Solved. A window of 2 has no middle, and one zero cannot be halved: 0 before",
        ),
        (
            "same",
            4,
            "Solved. A window of 4 has no middle, and 3 zeros have no half: 1 before",
        ),
    ],
)
def test_each_attempt_is_told_what_it_did(alone: Visit, mode: str, kernel: int, sentence: str):
    page = alone(OutputSizeExplorer())
    put(page, mode, kernel)
    expect(page.locator(".cnn-verdict")).to_contain_text(sentence)
    press(page, "Reset")
    expect(page.locator(".cnn-verdict")).to_have_text("")


def test_a_window_that_does_not_fit_is_refused_in_words(alone: Visit):
    page = alone(OutputSizeExplorer(size=2))
    fault = page.locator(".cnn-error")
    expect(fault).to_have_text("kernel 3 is larger than the padded input 2: use padding ≥ 1")
    press(page, "Step")
    window(page).press("ArrowRight")
    page.get_by_role("radio", name="full").check(force=True)
    expect(fault).to_have_text("")
    assert shown(page)["output"] == [1, None, None, None]
    page.get_by_role("radio", name="valid").check(force=True)
    expect(fault).to_contain_text("kernel 3 is larger")
    press(page, "kernel: one less")
    assert shown(page)["output"] == [3]


def test_a_solved_task_stays_solved(alone: Visit):
    page = alone(OutputSizeExplorer(mode="same"))
    put(page, "same", 2)
    expect(page.locator(".cnn-task[data-done]")).to_have_count(1)
    put(page, "valid", 2)
    expect(page.locator(".cnn-task[data-done]")).to_have_count(1)
    expect(page.locator(".cnn-verdict")).to_contain_text("Solved.")


MOVES = """(name) => {
    const button = [...document.querySelectorAll("button")].find((each) =>
        (each.getAttribute("aria-label") ?? each.textContent) === name);
    button.click();
    return document.getAnimations().map((each) => each.effect.target.className || "bracket");
}"""


def test_all_moves_and_ends_where_it_should(alone: Visit):
    page = alone(OutputSizeExplorer(mode="full"), reduced_motion="no-preference")
    assert "cnn-pane cnn-strip-window" in page.evaluate(MOVES, "Step")
    before = page.evaluate("document.querySelectorAll('.cnn-stairs > li').length")
    assert page.evaluate(MOVES, "kernel: one more").count("bracket") > before
    expect(page.locator("[data-moving]")).to_have_count(0)
    page.wait_for_function("!document.getAnimations().length")
    assert shown(page)["output"] == [None, 3, 6, *[None] * 5]
    press(page, "Play")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(window(page)).to_have_attribute("aria-valuenow", "8")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_play_begins_at_the_first_stop_once_the_setting_has_changed(alone: Visit):
    page = alone(OutputSizeExplorer(place=2), reduced_motion="no-preference")
    starts = """(option) => {
        if (option) document.querySelector(`[value=${option}]`).click();
        const before = JSON.parse(document.querySelector("[data-shown]").dataset.shown).place;
        document.querySelector(".cnn-play").click();
        const { place } = JSON.parse(document.querySelector("[data-shown]").dataset.shown);
        document.querySelector(".cnn-play").click();
        return [before, place];
    }"""
    assert page.evaluate(starts, "full") == [4, 0]
    assert page.evaluate(starts, None) == [0, 1]  # a pause is no new beginning
    window(page).press("ArrowRight")
    assert page.evaluate(starts, None) == [2, 3]


def test_a_stop_glides_from_where_it_was(alone: Visit):
    """The stop that reads cells 1 to 3 is the first in `valid` and the third in `full`."""
    page = alone(OutputSizeExplorer(), reduced_motion="no-preference")
    ways = page.evaluate(
        """() => {
            document.querySelector("[value=full]").click();
            return document.getAnimations().filter(({ effect }) => effect.target.matches("li"))
                .map(({ effect }) => effect.getKeyframes()
                    .map(({ top, width }) => [top, width].map((way) => parseInt(way.slice(5)))));
        }"""
    )
    beyond, first, _, third, *_ = ways
    assert beyond == [[3, 3], [7, 3]]
    assert first == [[0, 0], [0, 3]]  # new: it grows out of the edge
    assert third == [[0, 3], [2, 3]]
    expect(page.locator("[data-moving]")).to_have_count(0)


def test_less_motion_jumps(alone: Visit):
    page = alone(OutputSizeExplorer())
    assert page.evaluate(MOVES, "Step") == []
    expect(page.locator(".cnn-play")).to_be_hidden()
    assert shown(page)["place"] == 1


def test_on_paper_all_sums_are_filled_in(alone: Visit):
    page = alone(OutputSizeExplorer(mode="full"))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page)["output"] == FULL
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page)["visited"] == [0]


# ---- without a mode: stride and padding ----------------------------------------------------------


def floor(**values: Any) -> OutputSizeExplorer:
    return OutputSizeExplorer(size=7, mode=None, largest=7, **values)


@pytest.mark.parametrize(
    ("settings", "output", "unread", "left_over"),
    [
        ((3, 1, 0), [6, 9, 12, 15, 18], "", 0),
        ((3, 2, 0), [6, 12, 18], "", 0),
        ((3, 2, 1), [3, 9, 15, 13], "", 0),
        ((2, 2, 0), [3, 7, 11], "7", 1),
        ((4, 2, 1), [6, 14, 22], "", 1),
        ((2, 3, 1), [1, 7, 13], "2 and 5", 1),
    ],
)
def test_the_floor_is_the_stop_that_hangs_over(
    alone: Visit, settings: tuple[int, ...], output: list[int], unread: str, left_over: int
):
    page = alone(floor())
    kernel, stride, padding = settings
    for name, by in {"kernel": kernel - 3, "stride": stride - 1, "padding": padding}.items():
        press(page, f"{name}: one {'more' if by > 0 else 'less'}", abs(by))
    assert shown(page)["output"] == output
    length, _, rest = page.locator(".cnn-role-line").all_inner_texts()
    assert length == f"⌊(7 + 2·{padding} − {kernel}) / {stride}⌋ + 1 = {len(output)} outputs"
    cells = f"cell{'s' * ('and' in unread)} {unread}" if unread else "no cell"
    over = "1 place" if left_over == 1 else "0 places"
    assert rest.splitlines() == [f"Left over: {over}.", f"Unread: {cells}."]
    struck = page.locator(".cnn-strip-cells > [data-unread]").all_inner_texts()
    assert " and ".join(struck) == unread


def pull(page: Page, name: str, cells: float, *, release: bool = True) -> None:
    """Drag one of the handles sideways."""
    x, y, _ = middle(page.locator(f".cnn-strip-{name}"))
    _, _, side = middle(page.locator(".cnn-strip-cells > span").first)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + cells * side, y, steps=3)
    if release:
        page.mouse.up()


@pytest.mark.parametrize("width", [1440, 375])
def test_the_end_of_the_window_and_the_next_stop_are_dragged(alone: Visit, width: int):
    page = alone(floor(), width=width)
    pull(page, "end", 2.2)
    assert shown(page)["kernel"] == 5
    pull(page, "end", -9)
    assert shown(page)["kernel"] == 1
    pull(page, "after", 2)
    assert shown(page)["stride"] == 3
    assert shown(page)["output"] == [1, 4, 7]
    pull(page, "after", 9)
    assert shown(page)["stride"] == 5
    for name in ("end", "after"):
        box = page.locator(f".cnn-strip-{name}").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    assert overflow(page) == []


@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "sentence"),
    [
        (3, 2, 0, "3 stops, and every cell is read."),
        (4, 2, 1, "3 stops, and every cell is read: what is left over is only zeros."),
        (2, 3, 1, "Unread: cells 2 and 5. The steps are longer than the window: gaps, not a re"),
        (4, 2, 0, "Unread: cell 7. But there must be three stops, not 2."),
        (2, 2, 0, "Solved. 7 − 2 = 5 leaves 1 over. So the last row and column vanish in every"),
    ],
)
def test_each_attempt_at_the_rest_is_told_what_it_did(
    alone: Visit, kernel: int, stride: int, padding: int, sentence: str
):
    page = alone(floor(kernel=kernel, stride=stride - 1, padding=padding))
    expect(page.locator(".cnn-verdict")).to_have_text("")
    press(page, "stride: one more")
    expect(page.locator(".cnn-verdict")).to_contain_text(sentence)


def test_the_verdict_waits_until_the_finger_lets_go(alone: Visit):
    page = alone(floor(stride=2))
    pull(page, "end", -1, release=False)
    assert shown(page)["unread"] == [7]
    expect(page.locator(".cnn-verdict")).to_have_text("")
    page.mouse.up()
    expect(page.locator(".cnn-verdict")).to_contain_text("Solved.")


def test_letters_lead_to_the_settings(alone: Visit):
    page = alone(floor())
    window(page).press("s")
    page.keyboard.press("ArrowUp")
    window(page).press("K")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[aria-live]").first).to_have_text(
        "kernel 2, stride 2, padding 0: 3 outputs; unread: cell 7. "
        "Stop 1 of 3: cells 1 to 2, sum 3."
    )
    window(page).press("p")
    for _ in range(5):
        page.keyboard.press("ArrowUp")
    assert shown(page)["zeros"] == [3, 3]
    expect(page.get_by_role("button", name="padding: one more")).to_be_disabled()


def test_with_another_stride_each_stop_glides_by_its_own_number(alone: Visit):
    page = alone(floor(), reduced_motion="no-preference")
    lefts = page.evaluate(
        """() => {
            document.querySelector("[aria-label='stride: one more']").click();
            const at = ({ left }) => parseInt(left.slice(5));
            return document.getAnimations().filter(({ effect }) => effect.target.matches("li"))
                .map(({ effect }) => effect.getKeyframes().map(at));
        }"""
    )
    assert lefts[1:] == [[3, 3], [4, 5], [5, 7]]


def test_an_error_stands_where_the_formula_was(alone: Visit):
    page = alone(OutputSizeExplorer(size=3, mode=None, largest=7))
    press(page, "kernel: one more")
    fault = page.locator(".cnn-error")
    expect(fault).to_have_text("kernel 4 is larger than the padded input 3: use padding ≥ 1")
    expect(page.locator(".cnn-role-line").first).to_be_hidden()
    expect(page.locator(".cnn-strip")).to_have_css("opacity", "0.4")
    expect(page.get_by_role("group", name="kernel").locator("output")).to_have_text("4")
    press(page, "padding: one more")
    expect(page.locator(".cnn-role-line").first).to_be_visible()
    expect(page.locator(".cnn-strip")).to_have_css("opacity", "1")


@pytest.mark.parametrize(("width", "room"), [(1440, 800), (375, 700)])
def test_all_of_it_is_in_one_view_and_nothing_jumps(alone: Visit, width: int, room: int):
    page = alone(floor(), width=width)
    heights = set()
    for name in ("padding", "stride", "kernel", "padding", "padding", "stride"):
        box, task = figure(page).bounding_box(), page.locator(".cnn-task").bounding_box()
        assert box is not None
        assert task is not None
        heights.add((box["height"], *middle(page.locator(".cnn-strip-plate"))))
        assert box["height"] - (task["height"] if width == 375 else 0) <= room
        press(page, f"{name}: one more")
    assert len(heights) == 1
    assert overflow(page) == []


# ---- what else may be dragged apart: the weights, and the zeros at both ends ---------------------


def spread(**values: Any) -> OutputSizeExplorer:
    controls = ["kernel", "stride", "dilation"]
    return OutputSizeExplorer(size=9, mode=None, largest=5, controls=controls, **values)


@pytest.mark.parametrize("width", [1440, 375])
def test_the_second_weight_is_dragged_apart(alone: Visit, width: int):
    page = alone(spread(), width=width)
    pull(page, "second", 1.2)
    assert shown(page)["dilation"] == 2
    assert shown(page)["output"] == [9, 12, 15, 18, 21]
    reach, length, added, rest = page.locator(".cnn-role-line").all_inner_texts()
    assert reach == "Window: 2·(3 − 1) + 1 = 5 cells wide"
    assert length == "⌊(9 − 5) / 1⌋ + 1 = 5 outputs"
    assert added == "Stop 1 of 5: 1 + 3 + 5 = 9"
    assert rest.splitlines() == ["Left over: 0 places.", "Unread: no cell."]
    assert stops(page)[0] == "cells 1, 3 and 5, sum 9"
    gaps = "all => all.map((cell) => 'gap' in cell.dataset)"
    body = page.locator(".cnn-strip-window .cnn-pane-body > span")
    assert body.evaluate_all(gaps) == [False, True, False, True, False]
    prong, cell = (page.locator(where).nth(2) for where in (".cnn-stairs i", CELLS))
    assert prong.bounding_box()["x"] == pytest.approx(  # type: ignore[index]
        page.locator(CELLS).nth(4).bounding_box()["x"],  # type: ignore[index]
        abs=1,
    )
    assert middle(prong)[2] == pytest.approx(middle(cell)[2], abs=1)
    pull(page, "second", -5)
    assert shown(page)["dilation"] == 1
    pull(page, "end", -2)
    assert shown(page)["kernel"] == 1
    expect(page.locator(".cnn-strip-second")).to_be_hidden()
    assert overflow(page) == []


CELLS = ".cnn-strip-cells > span"


def test_weights_that_do_not_fit_are_refused_in_words(alone: Visit):
    page = alone(spread(kernel=3))
    window(page).press("d")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert shown(page)["output"] == [15]
    window(page).press("k")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".cnn-error")).to_have_text(
        "kernel 4 with dilation 4 covers 13 cells, which is larger than the padded input 9: "
        "use padding ≥ 2"
    )
    pull(page, "second", -2)
    assert shown(page)["output"] == [16, 20, 24]


def test_the_prongs_go_apart_and_end_where_they_should(alone: Visit):
    page = alone(spread(dilation=2), reduced_motion="no-preference")
    lefts = page.evaluate(
        """() => {
            document.querySelector("[aria-label='dilation: one more']").click();
            return document.getAnimations().filter(({ effect }) => effect.target.matches("i"))
                .map(({ effect }) => effect.getKeyframes().map(({ left }) => parseInt(left)));
        }"""
    )
    assert lefts[:3] == [[0, 0], [40, 42], [80, 85]]
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert shown(page)["output"] == [12, 15, 18]


def tell(page: Page, name: str, by: int, *sentences: str) -> None:
    """Step a setting, and read what is said to it each time."""
    for sentence in sentences:
        press(page, f"{name}: one {'more' if by > 0 else 'less'}")
        expect(page.locator(".cnn-verdict")).to_have_text(sentence)


def test_each_attempt_at_every_odd_cell_is_told_what_it_did(alone: Visit):
    page = alone(spread())
    neighbors = "Even cells are read, too: the weights are neighbors. Drag the second away."
    tell(page, "stride", 1, neighbors)
    skips = (
        "Each stop keeps to every second cell, but the next stop begins 3 further on, at an even"
    )
    tell(page, "stride", 1, neighbors)
    tell(page, "dilation", 1, f"{skips} one.")
    tell(page, "dilation", 1, "Weights 3 apart: from an odd cell that leads to an even one.")
    tell(page, "dilation", -1, f"{skips} one.")
    tell(
        page,
        "kernel",
        -1,
        f"{skips} one.",
        "One weight, and stops 3 apart: they meet even cells, too.",
    )
    only = "Only odd cells are read, but not all of them:"
    tell(page, "stride", 1, f"{only} cells 3 and 7 are left.")
    tell(page, "kernel", 1, f"{only} cell 9 is left.")
    press(page, "stride: one less")
    many = "Every odd cell and no even one; but in 4 outputs. Let the window reach further."
    tell(page, "stride", -1, many)
    tell(page, "kernel", 1, f"Solved. {SHARED}")
    press(page, "Reset")
    expect(page.locator(".cnn-verdict")).to_have_text("")


SHARED = (
    "The dilation and the stride are both even: no stop ever meets an even cell. "
    "With stride 1 the next stop would read what this one skips."
)


def ends(**values: Any) -> OutputSizeExplorer:
    settings = {"size": 8, "stride": 2, "controls": ["padding", "after"], **values}
    return OutputSizeExplorer(mode=None, **settings)


@pytest.mark.parametrize("width", [1440, 375])
def test_zeros_are_pulled_out_of_either_end(alone: Visit, width: int):
    page = alone(ends(), width=width)
    pull(page, "front", -1)
    assert shown(page)["zeros"] == [1, 0]
    pull(page, "back", 2)
    assert shown(page)["zeros"] == [1, 2]
    length = page.locator(".cnn-role-line").first
    assert length.inner_text() == "⌊(8 + 1 + 2 − 3) / 2⌋ + 1 = 5 outputs"
    pull(page, "back", 9)
    pull(page, "front", -9)
    assert shown(page)["zeros"] == [3, 3]
    for name in ("front", "back"):
        box = page.locator(f".cnn-strip-{name}").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    assert overflow(page) == []
    window(page).press("a")
    page.keyboard.press("ArrowDown")
    window(page).press("b")
    page.keyboard.press("ArrowDown")
    assert shown(page)["zeros"] == [2, 2]
    expect(page.locator("[aria-live]").first).to_have_text(
        "zeros before 2, zeros after 2: 5 outputs. Stop 1 of 5: 2 zeros, cell 1, sum 1."
    )


def test_where_both_ends_are_one_either_pulls_both(alone: Visit):
    page = alone(floor())
    pull(page, "front", -2)
    assert shown(page)["zeros"] == [2, 2]
    pull(page, "back", -1)
    assert shown(page)["zeros"] == [1, 1]


def test_each_attempt_at_the_single_zero_is_told_what_it_did(alone: Visit):
    page = alone(ends())
    tell(
        page, "zeros before", 1, "4 outputs, but every window has moved back by one: 3, 9, 15, 21."
    )
    tell(page, "zeros after", 1, "4 outputs with 2 zeros: one is enough.")
    press(page, "zeros after: one less")
    tell(page, "zeros before", -1, "3 outputs: no stop reads cell 8.")
    why = "TensorFlow's SAME does just this: a zero without a partner goes after."
    more = "In front it would have changed every number."
    tell(page, "zeros after", 1, f"Solved. 6, 12, 18, 15. {why} {more}")


def test_no_task_where_none_can_be_solved(alone: Visit):
    assert alone(ends(stride=3)).locator(".cnn-task").count() == 0
    assert (
        alone(OutputSizeExplorer(mode=None, controls=["dilation"])).locator(".cnn-task").count()
        == 0
    )
