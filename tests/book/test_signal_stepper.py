"""Three weights that slide on a signal and turn; its bars are dragged; what the task says."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.functional import correlate1d
from cnnlib.interactive import SignalStepper
from tests.book.controls import choose, drag
from tests.book.visits import Visit, overflow

EVERYWHERE = list(range(17))
DIFFERENCE = [0, 0, 1, 2, 2, 1, 0, -2, -1, 0, 0, 0, -1, -1, -1, 0, 0]
BEND = [0, 0, 1, 0, 0, -1, 0, -2, 3, -2, 2, -2, 1, -1, 1, 0, 0]

# Of what stands among the results: what a tween moves at this moment.
_STIRRING = """() => document.getAnimations()
    .filter((each) => each.effect.target.closest("[data-standing]")).length"""

# Numbers of the bars that touch, or nearly, and those in letters too small to read.
_UNREADABLE = """() => [...document.querySelectorAll(".cnn-lane")].flatMap((lane) => {
    const boxes = [...lane.querySelectorAll(".cnn-bar-text")].map((text) => {
        const range = document.createRange();
        range.selectNodeContents(text);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        return { text: text.textContent, left, right, top, bottom,
            size: parseFloat(getComputedStyle(text).fontSize) };
    });
    const meets = (a, b) => a !== b && a.left < b.right + 2 && b.left < a.right + 2
        && a.top < b.bottom && b.top < a.bottom;
    return boxes.filter((a) => a.size < 12 || boxes.some((b) => meets(a, b))).map((a) => a.text);
})"""


class Stepper:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.figure = page.locator("[data-explorable=SignalStepper][data-ready]")
        self.window = self.figure.locator(".cnn-pane")
        self.said = self.figure.locator(".cnn-verdict")

    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.figure.get_attribute("data-shown") or "")
        return found

    def press(self, name: str) -> None:
        self.figure.get_by_role("button", name=name).click()

    def bar(self, place: int) -> Locator:
        return self.figure.get_by_role("slider", name=f"Place {place}", exact=True)

    def move(self, place: int, by: int) -> None:
        for _ in range(abs(by)):
            self.bar(place).press("ArrowUp" if by > 0 else "ArrowDown")

    def heights(self, role: str) -> list[float]:
        fills = self.figure.locator(f".cnn-lane[data-role={role}] .cnn-fill")
        heights: list[float] = fills.evaluate_all("all => all.map((bar) => bar.offsetHeight)")
        return heights


@pytest.fixture
def stepper(alone: Visit) -> Stepper:
    return Stepper(alone(SignalStepper(), width=1440))


def test_it_begins_on_the_way_up(stepper: Stepper):
    state = stepper.shown()
    assert (state["place"], state["products"], state["sum"]) == (4, [-1, 0, 3], 2)
    assert state["result"] == DIFFERENCE[:5] + 12 * [None]
    expect(stepper.figure.locator(".cnn-role-line")).to_have_text(
        "Place 4: (−1) · 1 + 0 · 2 + 1 · 3 = 2"
    )
    expect(stepper.figure.locator("[aria-live]").first).to_have_text(
        "Place 4: (−1) times 1 plus 0 times 2 plus 1 times 3 = 2."
    )


def test_steps_fill_the_results_and_begin_anew(stepper: Stepper):
    for _ in range(12):
        stepper.press("Step")
    assert stepper.shown()["result"] == DIFFERENCE
    cells = stepper.figure.get_by_role("table", name="result").get_by_role("cell")
    expect(cells.last).to_have_text("0")
    assert cells.all_inner_texts()[-17:] == [str(n).replace("-", "−") for n in DIFFERENCE]
    stepper.press("Step")
    state = stepper.shown()
    assert (state["place"], state["products"]) == (0, [0, 0, 0])


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        pytest.param(["ArrowRight"], 5, id="right"),
        pytest.param(["Shift+ArrowRight", "Shift+ArrowRight"], 12, id="far"),
        pytest.param(["Home", "ArrowLeft", "ArrowDown"], 0, id="not beyond the end"),
    ],
)
def test_keys_move_the_window(stepper: Stepper, keys: list[str], place: int):
    for key in keys:
        stepper.window.press(key)
    assert stepper.shown()["place"] == place


def test_the_window_is_dragged_and_sent(stepper: Stepper):
    box = stepper.window.bounding_box()
    assert box is not None
    side, y = box["width"] / 3, box["y"] + box["height"] / 2
    stepper.page.mouse.move(box["x"] + 0.5 * side, y)
    stepper.page.mouse.down()
    stepper.page.mouse.move(box["x"] + 3.6 * side, y + 80, steps=4)
    stepper.page.mouse.up()
    assert stepper.shown()["place"] == 7
    stepper.figure.locator("[data-standing] .cnn-column").nth(14).click()
    assert stepper.shown()["place"] == 14


@pytest.mark.parametrize(
    ("kernel", "before", "after"),
    [
        pytest.param(
            "difference", DIFFERENCE, [-value for value in DIFFERENCE], id="antisymmetric"
        ),
        pytest.param("bend", BEND, BEND, id="symmetric"),
    ],
)
def test_the_turn_shows_all_results(alone: Visit, kernel: str, before: list, after: list):
    stepper = Stepper(alone(SignalStepper(kernel=kernel, visited=EVERYWHERE)))
    assert stepper.shown()["result"] == before
    stepper.press("Turn the kernel")
    state = stepper.shown()
    assert (state["result"], state["turned"]) == (after, True)
    expect(stepper.figure.locator("[aria-live]").first).to_contain_text("Kernel turned. Place 4: ")
    stepper.window.press("t")
    assert stepper.shown()["result"] == before


def test_another_kernel_and_a_turn_change_only_what_has_been_visited(stepper: Stepper):
    choose(stepper.figure, "Kernel", "bend")
    assert stepper.shown()["result"] == BEND[:5] + 12 * [None]
    stepper.press("Turn the kernel")
    assert stepper.shown()["visited"] == [0, 1, 2, 3, 4]
    for _ in range(12):
        stepper.press("Step")
    choose(stepper.figure, "Kernel", "average")
    texts = stepper.figure.locator("[data-standing] .cnn-bar-text").all_inner_texts()
    assert " ".join(texts) == "0 0 ⅓ 1 2 2⅔ 3 2⅓ 2 1⅓ 1⅔ 1⅓ 1⅓ ⅔ ⅓ 0 0"


def test_bars_are_dragged_to_whole_numbers_on_one_scale(stepper: Stepper):
    heights = stepper.heights("input"), stepper.heights("output")
    assert heights[0][4] == heights[1][4] > 40  # both are 2
    choose(stepper.figure, "Kernel", "bend")
    drag(stepper.bar(10), 22)  # 0.8 of a unit of 27 pixels
    assert stepper.shown()["signal"][10] == 0
    drag(stepper.bar(10), -200)
    state = stepper.shown()
    assert (state["signal"][10], state["result"][10]) == (3, -2)
    stepper.move(9, -2)
    stepper.move(11, -2)
    state = stepper.shown()
    assert state["result"][10] == -6
    heights = stepper.heights("input"), stepper.heights("output")
    assert 2 * heights[0][10] == pytest.approx(heights[1][10], abs=1)
    assert heights[1][10] <= 3 * 27  # it has half the scale, and room
    stepper.press("Reset")
    assert stepper.heights("input")[4] == 54


def test_one_bar_of_51_solves_the_task():
    """What the task asks for: one bar, moved to another whole number from 0 to 3."""
    signal = SignalStepper().signal
    solving = []
    for place, old in enumerate(signal):
        for value in {0, 1, 2, 3} - {old}:
            changed = [*signal[:place], value, *signal[place + 1 :]]
            if correlate1d(changed, [-1, 0, 1], "same")[10] == 2:
                solving.append((place, value))
    assert solving == [(9, 0)]


@pytest.mark.parametrize(
    ("moves", "sentence"),
    [
        pytest.param({10: 1}, "0: the difference skips this bar. Its weight is 0.", id="middle"),
        pytest.param({11: 1}, "1: this bar cannot rise to 4. Which other one", id="right up"),
        pytest.param({11: -1}, "−1: downhill. The weight of this bar is 1.", id="right down"),
        pytest.param({9: 1}, "−1: downhill. The weight of this bar is −1.", id="left up"),
        pytest.param({9: -1}, "1: the right bar, the right way. Further.", id="left down"),
        pytest.param({5: -1}, "0: the window at place 10 does not touch this bar.", id="far"),
        pytest.param({9: -1, 11: 1}, "2: 2 bars have moved. Reset, and move only one.", id="two"),
        pytest.param({9: -2}, "Solved. 2: you lowered a bar, and the result rose", id="solved"),
    ],
)
def test_each_answer_is_told_what_it_did(stepper: Stepper, moves: dict, sentence: str):
    expect(stepper.said).to_have_text("")
    for place, by in moves.items():
        stepper.move(place, by)
    expect(stepper.said).to_contain_text(sentence)
    stepper.press("Reset")
    expect(stepper.said).to_have_text("")


def test_a_turned_kernel_and_another_one_solve_nothing(stepper: Stepper):
    stepper.press("Turn the kernel")
    expect(stepper.said).to_have_text("")  # no bar has moved
    stepper.move(11, -2)
    expect(stepper.said).to_have_text("2: but the signal falls there. Turn the kernel back.")
    stepper.move(11, 2)
    expect(stepper.said).to_have_text("")
    stepper.move(9, -2)
    expect(stepper.said).to_contain_text("−2: turned, the kernel calls uphill negative.")
    choose(stepper.figure, "Kernel", "bend")
    expect(stepper.said).to_have_text("0: that is the bend. Choose the difference.")
    choose(stepper.figure, "Kernel", "difference")
    stepper.press("Turn the kernel")
    expect(stepper.said).to_contain_text("Solved.")
    stepper.move(3, 1)
    expect(stepper.said).to_contain_text("Solved.")


def test_another_signal_asks_nothing(alone: Visit):
    stepper = Stepper(alone(SignalStepper(signal=[1, 2, 1])))
    assert stepper.shown()["result"] == [2, 0, -2]
    expect(stepper.said).to_have_count(0)


def test_motion_ends_where_it_should(alone: Visit):
    figure = SignalStepper(visited=EVERYWHERE)
    stepper = Stepper(alone(figure, reduced_motion="no-preference"))
    acts = (
        lambda: stepper.press("Step"),
        lambda: stepper.press("Turn the kernel"),
        lambda: choose(stepper.figure, "Kernel", "bend"),
    )
    for act in acts:
        act()
        expect(stepper.page.locator("[data-moving]")).to_have_count(0)
        expect(stepper.page.locator(".cnn-ghost")).to_have_count(0)
        assert stepper.page.evaluate(_STIRRING) == 0
    texts = stepper.figure.locator("[data-standing] .cnn-bar-text").all_inner_texts()
    assert texts == [str(value).replace("-", "−") for value in BEND]


@pytest.mark.parametrize(
    ("kernel", "stirring"),
    [
        pytest.param("difference", 9, id="all but the zeros"),
        pytest.param("bend", 0, id="nothing"),
        pytest.param("average", 0, id="nothing of thirds"),
    ],
)
def test_only_what_changes_stirs_at_the_turn(alone: Visit, kernel: str, stirring: int):
    figure = SignalStepper(kernel=kernel, visited=EVERYWHERE)
    stepper = Stepper(alone(figure, reduced_motion="no-preference"))
    stepper.press("Turn the kernel")
    assert stepper.page.evaluate("document.getAnimations().length") >= 4  # the kernel turns
    assert stepper.page.evaluate(_STIRRING) == 3 * stirring  # old bar, new bar, its number


def test_play_gives_way_and_less_motion_plays_nothing(alone: Visit):
    stepper = Stepper(alone(SignalStepper(), reduced_motion="no-preference"))
    stepper.window.press(" ")
    expect(stepper.figure.get_by_role("button", name="Pause")).to_be_visible()
    stepper.page.wait_for_function(
        "JSON.parse(document.querySelector('[data-shown]').dataset.shown).place === 6"
    )
    stepper.bar(2).press("ArrowUp")
    expect(stepper.figure.get_by_role("button", name="Play")).to_be_visible()
    still = Stepper(alone(SignalStepper()))
    expect(still.figure.locator(".cnn-play")).to_be_hidden()
    still.press("Step")
    expect(still.page.locator("[data-moving]")).to_have_count(0)


def test_a_phone_shows_every_number_and_gives_fingers_room(alone: Visit):
    stepper = Stepper(alone(SignalStepper(visited=EVERYWHERE), width=375))
    for kernel in ("difference", "bend", "average"):
        choose(stepper.figure, "Kernel", kernel)
        assert overflow(stepper.page) == []
        assert stepper.page.evaluate(_UNREADABLE) == []
    choose(stepper.figure, "Kernel", "difference")
    stepper.press("Turn the kernel")
    assert stepper.page.evaluate(_UNREADABLE) == []
    box = stepper.window.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    assert stepper.window.evaluate("el => getComputedStyle(el).touchAction") == "pinch-zoom"
    expect(stepper.figure.locator("[role=slider][tabindex='0']")).to_have_count(1)


def test_on_paper_all_results_are_filled_in(stepper: Stepper):
    stepper.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert stepper.shown()["result"] == DIFFERENCE
    stepper.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert stepper.shown()["visited"] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        pytest.param("signal", [1, 2], "signal must hold 3 to 17 numbers", id="too short"),
        pytest.param("signal", [0, 4, 0], "signal must hold numbers from 0 to 3", id="too high"),
        pytest.param("kernel", "Sobel", "kernel 'Sobel' is unknown", id="no kernel"),
        pytest.param("place", 17, "place must be at most 16", id="beyond the end"),
    ],
)
def test_it_refuses_what_it_cannot_show(name: str, value: Any, message: str):
    with pytest.raises(ValueError, match=re.escape(message)):
        SignalStepper(**{name: value})


# Under each bar of the signal: what is counted there, from where, how large, how far away.
_PLACES = """() => [...document.querySelectorAll("[data-role=input] .cnn-column")].map((column) => {
    const { content, counterIncrement, fontSize } = getComputedStyle(column, "::after");
    const { counterReset } = getComputedStyle(column.parentNode);
    const number = column.querySelector(".cnn-bar-text").getBoundingClientRect().bottom;
    const free = column.getBoundingClientRect().bottom - number;
    return [content, counterReset, counterIncrement, parseFloat(fontSize) >= 12, free >= 0];
})"""


@pytest.mark.parametrize("width", [1440, 375])
def test_places_are_counted_under_the_signal_as_under_the_result(alone: Visit, width: int):
    page = alone(SignalStepper(), width=width)
    found = page.evaluate(_PLACES)
    assert found == [["counter(place)", "place -1", "place 1", True, True]] * 17
    expect(page.locator(".cnn-tick")).to_have_text([str(place) for place in EVERYWHERE])
    lanes = page.locator(".ss-stage > .cnn-lane").evaluate_all(
        """all => all.map((lane) => lane.getBoundingClientRect())
            .map(({ top, bottom }) => [top, bottom])"""
    )
    window = page.locator(".cnn-pane").bounding_box()
    assert window is not None
    assert lanes[0][1] + 12 <= window["y"] < lanes[1][0], "signal, places, window, result"
