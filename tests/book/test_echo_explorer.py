"""The echo explorer, by mouse, keyboard and touch, against what Python computes."""

import json
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import EchoExplorer
from tests.book.controls import drag
from tests.book.visits import Visit, overflow


class Echo:
    """A figure in a page, and the same in Python."""

    def __init__(self, page: Page, **state: Any) -> None:
        self.page, self.python = page, EchoExplorer(**state)
        self.figure = page.locator("[data-explorable=EchoExplorer][data-ready]")
        self.task = self.figure.locator(".cnn-task")
        self.said = self.task.locator(".cnn-verdict")

    def check(self, **state: Any) -> None:
        for name, value in state.items():
            setattr(self.python, name, value)
        assert json.loads(self.figure.get_attribute("data-shown") or "") == self.python.shown()

    def bar(self, name: str) -> Locator:
        return self.figure.get_by_role("slider", name=name)

    def press(self, name: str) -> None:
        self.figure.get_by_role("button", name=name).click()

    def type(self, name: str, text: str) -> None:
        self.bar(name).focus()
        self.figure.locator(".cnn-bar-editor input").fill(text)
        self.page.keyboard.press("Enter")

    def scale(self) -> float:
        return float(self.figure.evaluate("host => host.style.getPropertyValue('--scale')"))


@pytest.fixture
def echo(alone: Visit) -> Echo:
    return Echo(alone(EchoExplorer(), width=1440))


@pytest.mark.parametrize("operation", ["convolution", "correlation"])
def test_random_numbers_are_shown_as_python_computes_them(alone: Visit, operation: str):
    rng = np.random.default_rng(3)
    for size, length in [(1, 1), (6, 4), (2, 4)]:
        claps, pattern = rng.integers(-32, 33, size) / 8, rng.integers(-16, 17, length) / 8
        tick, clap = int(rng.integers(-3, 9)), int(rng.integers(6))
        state = dict(claps=claps, pattern=pattern, operation=operation, tick=tick, clap=clap)
        echo = Echo(alone(EchoExplorer(**state), width=375), **state)
        echo.check()
        assert overflow(echo.page) == []


def test_bars_are_dragged_typed_and_refused_on_one_scale(echo: Echo):
    assert echo.figure.evaluate("host => host.offsetHeight") <= 650
    drag(echo.bar("Clap B"), 50)  # 2.5 units of 20 pixels
    echo.check(claps=[1, -0.5, 0, 4])
    echo.bar("Pattern 3").press("Shift+ArrowUp")
    echo.check(pattern=[1, 0.5, 0.75])
    for text, words in {"x": "Clap A: “x” is not just a number", "5": "Clap A: at most 4."}.items():
        echo.type("Clap A", text)
        expect(echo.figure.locator(".cnn-bar-editor .cnn-refusal")).to_contain_text(words)
        echo.check()
    echo.press("Reset")
    echo.check(claps=[1, 2, 0, 4], pattern=[1, 0.5, 0.25])
    expect(echo.said).to_have_text("")


_UNITS = """host => [...host.querySelectorAll(".cnn-fill")].flatMap((fill) => {
    const value = Math.abs(Number(fill.style.getPropertyValue("--value")));
    return value ? [fill.getBoundingClientRect().height / value] : [];
})"""
_OUTSIDE = """host => [...host.querySelectorAll(".cnn-fill, .cnn-top i, .cnn-bar-text")]
.filter((node) => {
    const lane = (node.closest(".cnn-plot") ?? node.closest(".cnn-lane")).getBoundingClientRect();
    const { top, bottom, height } = node.getBoundingClientRect();
    return height && (top < lane.top - 1 || bottom > lane.bottom + 1);
}).length"""


@pytest.mark.parametrize("width", [1440, 375])
@pytest.mark.parametrize(
    ("claps", "pattern", "least"),
    [
        pytest.param([1, 2, 0, 4], [1, 0.5, 0.25], 1, id="as it begins"),
        pytest.param([1, -2, 0, 4], [1, -0.25, 0.25], 1, id="claps below zero"),
        pytest.param([1, 0, -1, 1], [1, -1, 0.25], 1, id="a pattern below zero"),
        pytest.param([-1, -2, 0, -4], [1, 0.5, 0.25], 1, id="nothing but below zero"),
        pytest.param([1, 2, -3, 4], [1, 0.5, 0.25], 0.75, id="far below zero"),
        pytest.param([4, 4, -4, 4], [2, -2, 2, 2], 0.1, id="as far as it goes"),
    ],
)
def test_lanes_have_one_unit_and_their_bars_fill_them(
    alone: Visit, width: int, claps: list[float], pattern: list[float], least: float
):
    """The line of zero moves with what a lane holds, so that the unit can stay."""
    echo = Echo(alone(EchoExplorer(claps=claps, pattern=pattern), width=width))
    units = echo.figure.evaluate(_UNITS)
    assert units == pytest.approx([units[0]] * len(units), abs=0.5)
    assert echo.scale() >= least
    assert echo.figure.evaluate(_OUTSIDE) == 0


def test_nothing_but_its_own_bar_moves_while_one_is_held(echo: Echo):
    def places() -> dict[str, Any]:
        ends = (echo.bar(name).bounding_box() for name in ("Clap A", "Clap D", "Pattern 1"))
        return {"ends": list(ends), "scale": echo.scale()}

    before, end = places(), echo.bar("Clap C").bounding_box()
    assert end is not None
    x, y = end["x"] + end["width"] / 2, end["y"] + end["height"] / 2
    echo.page.mouse.move(x, y)
    echo.page.mouse.down()
    for _ in range(3):
        y += 20
        echo.page.mouse.move(x, y)
        assert places() == before
    bar = echo.figure.locator(".cnn-lane[data-role=input] .cnn-fill").nth(2).bounding_box()
    assert bar is not None
    assert bar["height"] == pytest.approx(60, abs=1)
    echo.page.mouse.up()
    echo.check(claps=[1, 2, -3, 4])
    assert places() != before


def test_a_clap_and_a_stack_are_pressed(echo: Echo):
    line = echo.figure.locator(".cnn-role-line")
    echo.bar("Clap B").click()
    echo.check(clap=1)
    expect(line).to_have_text("Clap B: 2 · (1, ½, ¼) = 2, 1, ½, from tick 1 on")
    echo.press("Tick 2")
    echo.check(clap=None, tick=2)
    expect(line).to_have_text("Tick 2: ¼ · 1 + ½ · 2 + 1 · 0 = 1.25")  # thin spaces
    expect(echo.figure.locator(".cnn-gathered")).to_have_text("¼½1")
    expect(echo.figure.locator(".ec-read")).to_have_text("the pattern, turned")
    live = echo.figure.locator(".cnn-live")
    expect(live).to_have_text("Tick 2: a quarter of 1, half of 2, all of 0: 1.25.")
    for key, tick in {"ArrowRight": 3, "Enter": None}.items():
        echo.page.keyboard.press(key)
        echo.check(tick=tick)


ATTEMPTS = {
    (0, 0, 0, 0): "Silent, because nobody claps.",
    (2, -1, 0, 0.25): "The first clap is 2: keep it at 1.",
    (1, 0, 0, 0): "½ is left at tick 1. Which clap can",
    (1, -1, 0, 0): "−½ is left at tick 1. The echo there was only ½: you answered a whole clap.",
    (1, -0.25, 0, 0): "¼ is left at tick 1. You answered only ¼ of ½.",
    (1, -0.5, -0.25, 0): "−¼ is left at tick 2. Your −½ has an echo of its own, −¼; it has already",
    (1, -0.5, 0, 0): "Ticks 1 and 2 are silent. −⅛ is left at tick 3: the second echo of your −½.",
    (1, -0.5, 0, 0.125): "Solved. 1 0 0 0, then 0.0625 and 0.03125: each cure echoes too.",
}


def test_each_attempt_is_told_what_it_did_and_the_right_one_stays(echo: Echo):
    expect(echo.said).to_have_text("")  # not on load, and below not while typing
    for claps, words in ATTEMPTS.items():
        for letter, clap in zip("ABCD", claps, strict=True):
            echo.type(f"Clap {letter}", str(clap))
        expect(echo.said).to_contain_text(words)
        echo.figure.locator(".cnn-bar-editor input").fill("1.5")
        expect(echo.said).to_contain_text(words)
    echo.type("Clap D", "1")
    expect(echo.said).to_contain_text("Solved.")
    echo.press("Reset")
    expect(echo.task).not_to_have_attribute("data-done", "")
    for i, number in enumerate((1, 0, 0), 1):
        echo.type(f"Pattern {i}", str(number))
    for letter, number in zip("ABCD", (1, 0, 0, 0), strict=True):
        echo.type(f"Clap {letter}", str(number))
    expect(echo.said).to_have_text("A pattern without echoes is too easy.")


def test_options_for_later_by_touch(alone: Visit):
    figure = EchoExplorer(switch=True, hear=True)
    echo = Echo(alone(figure, width=375, has_touch=True, is_mobile=True))
    assert echo.figure.evaluate("host => host.offsetHeight") <= 700
    echo.bar("Clap D").tap()
    echo.check(clap=3)
    number = echo.figure.locator("[data-role=input] .cnn-bar-text").nth(1).bounding_box()
    assert number is not None
    echo.page.touchscreen.tap(number["x"] + number["width"] / 2, number["y"] + number["height"] / 2)
    echo.check(clap=1)  # a tap on its number is for the bar, and changes nothing
    echo.bar("Clap D").tap()
    echo.check(clap=3)
    echo.figure.get_by_role("button", name="Clap D: an eighth less").tap()
    echo.check(claps=[1, 2, 0, 3.875])
    echo.figure.get_by_role("switch", name="Echo first").tap()
    echo.figure.get_by_role("button", name="Tick −2").tap()
    echo.check(operation="correlation", clap=None, tick=-2)
    echo.press("Hear it")
    expect(echo.figure.locator(".cnn-error")).to_have_text("")


WATCH = """(host) => {
    const watcher = new MutationObserver((all) => (window.moves += all.length));
    watcher.observe(host, { attributeFilter: ["data-moving"] });
}"""
PLACES = "all => all.map((each) => JSON.stringify(each.getBoundingClientRect()))"


def test_motion_ends_where_it_should(alone: Visit):
    echo = Echo(alone(EchoExplorer(), reduced_motion="no-preference"))
    still = echo.figure.and_(echo.page.locator(":not([data-moving])"))
    layers = echo.figure.locator(".cnn-layer")
    before = layers.evaluate_all(PLACES)
    echo.figure.evaluate(WATCH)
    presses = {"Tick 2": {"tick": 2}, "Play": {"tick": None}}
    for name, state in presses.items():
        echo.page.evaluate("window.moves = 0")
        echo.press(name)
        echo.check(**state)
        expect(still).to_have_count(1)
        assert echo.page.evaluate("moves") >= 2  # begun and ended
        echo.check()
    assert layers.evaluate_all(PLACES) == before
    echo.press("Play")
    echo.page.keyboard.press("Shift")  # whatever the reader does ends it
    assert echo.figure.get_attribute("data-moving") is None


# Whether a line of a stack that is apart runs through a number: through the box of its digits.
_CROSSED = """host => {
    const boxes = [...host.querySelectorAll(".cnn-bar-text, .cnn-gathered b")].map((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return range.getBoundingClientRect();
    });
    return [...host.querySelectorAll(".cnn-ways path")].flatMap((path) => {
        const [length, matrix] = [path.getTotalLength(), path.getScreenCTM()];
        const points = Array.from({ length: 400 }, (_, i) =>
            path.getPointAtLength((i * length) / 399).matrixTransform(matrix));
        return boxes.filter(({ left, right, top, bottom }) =>
            points.some(({ x, y }) => x > left && x < right && y > top && y < bottom));
    }).length;
}"""


@pytest.mark.parametrize("width", [1440, 375])
@pytest.mark.parametrize("operation", ["convolution", "correlation"])
def test_lines_run_beside_the_numbers(alone: Visit, operation: str, width: int):
    early = 2 if operation == "correlation" else 0
    echo = Echo(alone(EchoExplorer(operation=operation), width=width))
    for tick in range(-early, 6 - early):
        echo.press(f"Tick {tick}".replace("-", "−"))
        assert echo.figure.locator(".cnn-ways path").count() >= 1
        assert echo.figure.evaluate(_CROSSED) == 0


# Play, and what stands in the line below at each of these times; then the motion ends.
_LINES = """(host, times) => {
    host.querySelector(".cnn-play").click();
    const running = document.getAnimations();
    const line = host.querySelector(".cnn-role-line");
    const lines = times.map((time) => {
        for (const each of running) {
            each.pause();
            each.currentTime = time;
        }
        const ghosts = [...line.querySelectorAll(".cnn-ghost")];
        const top = ghosts.findLast((ghost) => getComputedStyle(ghost).opacity > 0.5);
        return (top ?? line).innerText;
    });
    for (const each of running) each.finish();
    return lines;
}"""


def test_play_names_the_clap_whose_copy_flies_and_then_the_sum(alone: Visit):
    echo = Echo(alone(EchoExplorer(), reduced_motion="no-preference"))
    line = echo.figure.locator(".cnn-role-line")
    said = echo.figure.evaluate(_LINES, [350, 1050, 1750, 2450])
    assert [each[:10] for each in said] == ["Clap A: 1 ", "Clap B: 2 ", "Clap C: 0 ", "Clap D: 4 "]
    expect(line).to_have_text("You hear their sum: 1, 2.5, 1.25, 4.5, 2, 1")
    echo.bar("Clap B").press("ArrowUp")
    expect(line).to_contain_text("1, 2.625, ")
    echo.press("Reset")
    expect(line).to_contain_text("Press a clap")


def test_a_sum_is_written_exactly_and_in_one_style(alone: Visit):
    figure = EchoExplorer(claps=[-1.25, -1.75, 4, 4], pattern=[1, 0.5, 0.25], tick=3)
    echo = Echo(alone(figure))
    line = echo.figure.locator(".cnn-role-line")
    expect(line).to_have_text("Tick 3: ¼ · (−1.75) + ½ · 4 + 1 · 4 = 5.5625")
    for text in echo.figure.locator(".cnn-sum-text").all_inner_texts():
        assert "/" not in text


def test_the_line_follows_the_clap_that_is_dragged(echo: Echo):
    line = echo.figure.locator(".cnn-role-line")
    echo.bar("Clap B").click()
    expect(line).to_contain_text("Clap B: 2")
    drag(echo.bar("Clap D"), 20)
    echo.check(claps=[1, 2, 0, 3], clap=3)
    expect(line).to_contain_text("Clap D: 3")


def test_what_is_heard_is_said_when_the_copy_has_landed(alone: Visit):
    echo = Echo(alone(EchoExplorer(), reduced_motion="no-preference"))
    seen = echo.figure.evaluate(
        """(host) => {
            host.querySelector(".cnn-source").click();
            const sums = [...host.querySelectorAll(".cnn-sum-text")];
            const at = (time) => {
                for (const each of document.getAnimations()) {
                    each.pause();
                    each.currentTime = time;
                }
                return sums.map((sum) => getComputedStyle(sum).opacity);
            };
            return [at(300), at(5000)];
        }"""
    )
    assert seen == [["0", "0", "0", "1", "1", "1"], ["1"] * 6]


_LETTERS = """host => {
    const boxes = [...host.querySelectorAll(".cnn-source, .cnn-lane .cnn-bar-text")].map((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        const round = node.matches(".cnn-source");
        const { left, right, top, bottom } = (round ? node : range).getBoundingClientRect();
        return { left, right, top, bottom, round, text: node.textContent };
    });
    const meets = (a, b) => a !== b && (a.round || b.round) && a.left < b.right - 1
        && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return boxes.filter((a) => boxes.some((b) => meets(a, b))).map(({ text }) => text);
}"""


@pytest.mark.parametrize("width", [1440, 375])
def test_no_letter_covers_another_one_or_a_number(alone: Visit, width: int):
    for claps in ([1, 2, 0, 4], [1, -1.375, 0, 0.25], [1, 2, -2.625, 4]):
        echo = Echo(alone(EchoExplorer(claps=claps), width=width))
        assert echo.figure.evaluate(_LETTERS) == []
