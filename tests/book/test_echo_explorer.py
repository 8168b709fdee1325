"""The echo explorer, by mouse, keyboard and touch, against what Python computes."""

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import EchoExplorer
from tests.book.visits import Visit, overflow


class Echo:
    """A figure in a page, and the same in Python."""

    def __init__(self, page: Page, **state: Any) -> None:
        self.page, self.python = page, EchoExplorer(**state)
        self.figure = page.locator("[data-explorable=EchoExplorer][data-ready]")
        self.task = self.figure.locator(".cnn-task")
        self.play = self.figure.get_by_role("button", name="Play")

    def shown(self) -> dict[str, Any]:
        return json.loads(self.figure.get_attribute("data-shown") or "")

    def check(self, **state: Any) -> None:
        for name, value in state.items():
            setattr(self.python, name, value)
        assert self.shown() == self.python.shown()

    def bar(self, name: str) -> Locator:
        return self.figure.get_by_role("slider", name=name)

    def stack(self, tick: str) -> Locator:
        return self.figure.get_by_role("button", name=f"Tick {tick}:")

    def type(self, name: str, text: str) -> None:
        """As the reader does: choose the bar, write its number, leave."""
        self.bar(name).focus()
        field = self.figure.locator(".cnn-bar-editor input")
        field.fill(text)
        field.press("Enter")


@pytest.fixture
def echo(alone: Visit) -> Echo:
    return Echo(alone(EchoExplorer()))


def drag(echo: Echo, name: str, by: float) -> None:
    box = echo.bar(name).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    echo.page.mouse.move(x, y)
    echo.page.mouse.down()
    echo.page.mouse.move(x, y + by)
    expect(echo.task.locator(".cnn-verdict")).to_have_text("")  # nothing while dragging
    echo.page.mouse.up()


@pytest.mark.parametrize("operation", ["convolution", "correlation"])
def test_random_numbers_are_shown_as_python_computes_them(alone: Visit, operation: str):
    rng = np.random.default_rng(3)
    for size, length in [(4, 3), (1, 1), (6, 4), (2, 4)]:
        state = {
            "claps": rng.integers(-32, 33, size) / 8,
            "pattern": rng.integers(-16, 17, length) / 8,
            "operation": operation,
            "tick": int(rng.integers(-3, 9)),
            "clap": int(rng.integers(0, 6)),
        }
        echo = Echo(alone(EchoExplorer(**state), width=375), **state)
        echo.check()
        assert overflow(echo.page) == []
        net = echo.figure.locator(".cnn-net").evaluate_all("""all => all.map((net) => {
            const lane = net.closest(".cnn-plot").getBoundingClientRect();
            const line = net.getBoundingClientRect();
            return line.top >= lane.top - 3 && line.bottom <= lane.bottom + 3;
        })""")
        assert all(net)  # the scale has room for every sum


def test_bars_are_dragged_and_stepped(echo: Echo):
    drag(echo, "Clap 2", 50)  # 2.5 units of 20 pixels
    echo.check(claps=[1, -0.5, 0, 4])
    expect(echo.task).to_contain_text("Ticks 1 and 2 are silent. At tick 3 3.875 is left")
    echo.bar("Echo 3").press("Shift+ArrowUp")
    echo.check(pattern=[1, 0.5, 0.75])
    echo.figure.get_by_role("button", name="Reset").click()
    echo.check(claps=[1, 2, 0, 4], pattern=[1, 0.5, 0.25])
    expect(echo.task.locator(".cnn-verdict")).to_have_text("")


def test_one_scale_for_all_lanes_gives_way_to_what_is_large(echo: Echo):
    unit = "host => Number(getComputedStyle(host).getPropertyValue('--scale'))"
    assert echo.figure.evaluate(unit) == 1
    echo.type("Clap 3", "4")  # 4 + 1 + 2 stand at tick 3
    echo.check(claps=[1, 2, 4, 4])
    assert echo.figure.evaluate(unit) == 0.5
    echo.type("Clap 3", "0")
    assert echo.figure.evaluate(unit) == 1


def test_a_bad_number_is_refused_in_words(echo: Echo):
    for text, words in {"x": "Clap 1: “x” is not just a number", "5": "Clap 1: at most 4."}.items():
        echo.type("Clap 1", text)
        expect(echo.figure.locator(".cnn-bar-editor .cnn-refusal")).to_contain_text(words)
        echo.check()


def test_a_clap_and_a_stack_are_pressed(echo: Echo):
    echo.bar("Clap 2").click()
    echo.check(clap=1)
    line = echo.figure.locator(".cnn-role-line")
    expect(line).to_have_text("Clap 2: 2 · (1, ½, ¼) = 2, 1, ½, from tick 1 on")
    echo.stack("2").click()
    echo.check(clap=None, tick=2)
    expect(line).to_have_text("Tick 2: ¼\u2009·\u20091 + ½\u2009·\u20092 + 1\u2009·\u20090 = 1.25")
    expect(echo.figure.locator(".cnn-gathered")).to_have_text("¼½1")
    expect(echo.figure).to_contain_text("the pattern, turned")
    live = echo.figure.locator(".cnn-live")
    expect(live).to_have_text("Tick 2: a quarter of 1, half of 2, all of 0: 1.25.")
    echo.page.keyboard.press("ArrowRight")
    echo.check(tick=3)
    echo.page.keyboard.press("Enter")
    echo.check(tick=None)


ATTEMPTS = {
    "0 0 0 0": "Silent, because nobody claps.",
    "2 −1 0 1/4": "The first clap is 2: keep it at 1.",
    "1 0 0 0": "At tick 1 ½ is left. The echo pulls",
    "1 −1 0 0": "At tick 1 −½ is left. The echo there was only ½: you answered a whole clap.",
    "1 −1/4 0 0": "At tick 1 ¼ is left. You answered ¼ of ½.",
    "1 −1/2 −1/4 0": "At tick 2 −¼ is left. Your −½ has an echo of its own, −¼; it has already",
    "1 −1/2 0 0": "Ticks 1 and 2 are silent. At tick 3 −⅛ is left: the second echo of your −½.",
}


def test_each_wrong_attempt_is_told_what_it_did_and_the_right_one_stays(alone: Visit):
    for claps, words in ATTEMPTS.items():
        first, *rest = (float(Fraction(text.replace("−", "-"))) for text in claps.split())
        echo = Echo(alone(EchoExplorer(claps=[first + 1, *rest])))
        expect(echo.task.locator(".cnn-verdict")).to_have_text("")  # never on load
        echo.type("Clap 1", claps.split()[0])
        expect(echo.task.locator(".cnn-verdict")).to_contain_text(words)
    echo.type("Clap 4", "1/8")
    expect(echo.task).to_contain_text("Solved. 1 0 0 0, then 1/16 and 1/32: each cure echoes too.")
    echo.type("Clap 4", "1")
    expect(echo.task).to_have_attribute("data-done", "")
    echo.figure.get_by_role("button", name="Reset").click()
    expect(echo.task).not_to_have_attribute("data-done", "")


def test_the_task_is_not_solved_by_what_is_too_easy(alone: Visit):
    echo = Echo(alone(EchoExplorer(claps=[1, 0, 0, 1], pattern=[1, 0, 0])))
    echo.type("Clap 4", "0")
    expect(echo.task).to_contain_text("A pattern without echoes is too easy.")
    expect(echo.task).not_to_have_attribute("data-done", "")


def test_options_for_later(alone: Visit):
    echo = Echo(alone(EchoExplorer(switch=True, hear=True, task=False)))
    echo.figure.get_by_role("switch", name="Echo first").press("Space")
    echo.check(operation="correlation")
    echo.stack("−2").click()
    echo.check(tick=-2)
    echo.figure.get_by_role("button", name="Hear it").click()
    expect(echo.task).to_have_count(0)
    expect(echo.figure.locator(".cnn-error")).to_have_text("")


def test_touch(alone: Visit):
    echo = Echo(alone(EchoExplorer(), width=375, has_touch=True, is_mobile=True))
    box = echo.figure.bounding_box()
    assert box is not None
    assert box["height"] <= 700
    echo.bar("Clap 4").tap()
    echo.check(clap=3)
    echo.figure.get_by_role("button", name="Clap 4: an eighth less").tap()
    echo.check(claps=[1, 2, 0, 3.875])
    echo.stack("5").tap()
    echo.check(clap=None, tick=5)


WATCH = """(host) => {
    window.moves = [];
    new MutationObserver((all) => moves.push(...all)).observe(host, {
        attributeFilter: ["data-moving"],
    });
}"""


def test_motion_ends_where_it_should(alone: Visit):
    echo = Echo(alone(EchoExplorer(), reduced_motion="no-preference"))
    still = echo.figure.and_(echo.page.locator(":not([data-moving])"))
    places = "all => all.map((e) => JSON.stringify(e.getBoundingClientRect()))"
    layers = echo.figure.locator(".cnn-layer")
    before = layers.evaluate_all(places)
    echo.figure.evaluate(WATCH)
    for press, state in {
        echo.bar("Clap 2"): {"clap": 1},
        echo.play: {"clap": None},
        echo.stack("2"): {"tick": 2},
    }.items():
        press.click()
        echo.check(**state)
        expect(still).to_have_count(1)
        assert echo.page.evaluate("moves.splice(0).length") >= 2  # begun, ended
        echo.check()
    echo.stack("2").click()
    expect(still).to_have_count(1)
    assert layers.evaluate_all(places) == before
    echo.play.click()
    echo.page.keyboard.press("Shift")  # whatever the reader does ends it
    assert echo.figure.get_attribute("data-moving") is None
