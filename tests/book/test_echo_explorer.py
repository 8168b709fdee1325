"""The echo explorer, by mouse, keyboard and touch, against what Python computes."""

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.functional import convolve1d, correlate1d
from cnnlib.interactive import EchoExplorer
from tests.book import site
from tests.book.controls import choose
from tests.book.visits import Visit

MODES = ("valid", "same", "full")


class Echo:
    """An echo explorer as it is made without arguments, and what Python says it should show."""

    def __init__(self, page: Page) -> None:
        state = EchoExplorer().state()
        self.page = page
        self.figure = page.locator("[data-explorable=EchoExplorer][data-ready]").first
        self.figure.scroll_into_view_if_needed()
        self.signal, self.kernel = list(state["signal"]), list(state["kernel"])
        self.operation, self.mode = state["operation"], state["mode"]
        self.board = self.figure.locator("[data-tick]")

    def operate(self, signal: list[float], kernel: list[float], mode: str) -> np.ndarray:
        run = {"convolution": convolve1d, "correlation": correlate1d}[self.operation]
        return run(signal, kernel, mode)

    def outputs(self, selector: str) -> list[float]:
        cells = self.figure.locator(f"[data-row=output] {selector}")
        return cells.evaluate_all("all => all.map((cell) => Number(cell.dataset.value))")

    def check(self) -> None:
        kept = self.operate(self.signal, self.kernel, self.mode)
        full = self.operate(self.signal, self.kernel, "full")
        np.testing.assert_allclose(self.outputs("[data-kept=true]"), kept, atol=1e-9)
        np.testing.assert_allclose(self.outputs("[data-kept]"), full, atol=1e-9)
        swapped = self.operate(self.kernel, self.signal, "full")
        most = float(self.figure.locator("[data-difference]").get_attribute("data-difference"))
        np.testing.assert_allclose(most, np.max(np.abs(full - swapped)), atol=1e-9)
        words = "the order matters" if most > 1e-9 else "the order does not matter"
        expect(self.figure.locator(".ec-meter")).to_contain_text(words)
        marked = float(self.board.get_attribute("data-sum") or "nan")
        tick = int(self.board.get_attribute("data-tick") or "-99")
        first = 0 if self.operation == "convolution" else 1 - len(self.kernel)
        np.testing.assert_allclose(marked, full[tick - first], atol=1e-9)

    def numbers(self, name: str) -> Locator:
        return self.figure.locator(f".ec-{name} .cnn-grid input")


@pytest.fixture
def echo(alone: Visit) -> Echo:
    return Echo(alone(EchoExplorer()))


def test_echo_operations_and_lengths(echo: Echo):
    for operation in ("convolution", "correlation"):
        choose(echo.figure, "Operation", operation)
        echo.operation = operation
        for mode in MODES:
            choose(echo.figure, "Length", mode)
            echo.mode = mode
            echo.check()


def test_echo_follows_typed_numbers(echo: Echo):
    echo.numbers("signal").nth(2).fill("−3")
    echo.signal[2] = -3
    echo.check()
    echo.numbers("kernel").nth(1).fill("3/4")
    echo.kernel[1] = 0.75
    echo.check()
    choose(echo.figure, "Operation", "correlation")
    echo.operation, echo.kernel = "correlation", [0.1, 0, 0]
    for index, value in enumerate(echo.kernel):
        echo.numbers("kernel").nth(index).fill(str(value))
    echo.check()  # a difference that is small, and there


def test_echo_moves_by_keys_and_mouse(echo: Echo):
    ticks = []
    echo.board.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        echo.page.keyboard.press(key)
        echo.check()
        ticks.append(int(echo.board.get_attribute("data-tick") or "-99"))
    assert np.diff(ticks).tolist() == [1, -1]
    cell = echo.figure.locator("[data-row=output] [data-kept]").first.bounding_box()
    assert cell is not None
    echo.page.mouse.click(cell["x"] + cell["width"] / 2, cell["y"] + cell["height"] / 2)
    expect(echo.board).to_have_attribute("data-tick", "0")
    echo.check()


def test_echo_moves_to_the_ends(echo: Echo):
    echo.board.focus()
    for key, tick in {"End": len(echo.signal) + len(echo.kernel) - 2, "Home": 0}.items():
        echo.page.keyboard.press(key)
        expect(echo.board).to_have_attribute("data-tick", str(tick))
        echo.check()


def test_echo_fits_on_a_phone_with_the_numbers_of_its_task(visit: Visit):
    """In the column that the theme leaves to it."""
    echo = Echo(visit(site.pages_with("EchoExplorer")[0], width=375))
    echo.figure.get_by_role("button", name="Kernel: one more").click()
    scroll = echo.figure.locator(".ec-scroll")
    assert scroll.evaluate("box => box.scrollWidth - box.clientWidth") == 0


def test_echo_says_why_valid_has_no_output(echo: Echo):
    choose(echo.figure, "Length", "valid")
    for _ in range(2):
        echo.figure.get_by_role("button", name="Kernel: one more").click()
    expect(echo.figure).to_contain_text(
        "The kernel (5 numbers) does not fit inside the signal (4): valid has no output."
    )
    expect(echo.figure.locator("[data-row=output] [data-kept=true]")).to_have_count(0)


def test_echo_task_is_solved_by_its_hints(echo: Echo):
    task = echo.figure.locator(".cnn-task")
    choose(echo.figure, "Operation", "correlation")
    expect(task).not_to_contain_text("backwards")
    echo.numbers("kernel").nth(0).fill("2")
    expect(task).to_contain_text("read the same backwards? Number 1 from the left is 0.25")
    expect(task).to_contain_text("It may need a fourth number.")
    echo.figure.get_by_role("button", name="Kernel: one more").click()
    for index, text in enumerate(("1", "2", "0")):
        echo.numbers("kernel").nth(index).fill(text)
    expect(task).not_to_have_attribute("data-done", "")
    echo.numbers("kernel").nth(3).fill("4")
    expect(task).to_have_attribute("data-done", "")


def test_echo_task_is_not_solved_by_what_is_too_easy(echo: Echo):
    task = echo.figure.locator(".cnn-task")
    choose(echo.figure, "Operation", "correlation")
    for index in range(3):
        echo.numbers("kernel").nth(index).fill("0")
    expect(task).to_contain_text("only as all is zero")
    for index, text in enumerate("3113"):
        echo.numbers("signal").nth(index).fill(text)
    for index, text in enumerate("121"):
        echo.numbers("kernel").nth(index).fill(text)
    expect(task).to_contain_text("this signal itself reads the same backwards")
    for _ in range(2):
        echo.figure.get_by_role("button", name="Kernel: one less").click()
    expect(task).to_contain_text("Take a kernel of two or more numbers.")
    expect(task).not_to_have_attribute("data-done", "")


def test_echo_moves_by_touch(alone: Visit):
    echo = Echo(alone(EchoExplorer(), width=375, has_touch=True, is_mobile=True))
    cell = echo.figure.locator("[data-row=output] [data-kept]").nth(1)
    cell.scroll_into_view_if_needed()
    cell.tap()
    expect(echo.board).to_have_attribute("data-tick", "1")
    echo.check()


def test_echo_shows_all_copies(echo: Echo):
    choose(echo.figure, "Show", "all echoes")
    copies = echo.figure.locator("[data-row=copy]")
    expect(copies).to_have_count(len(echo.signal))
    for index, sample in enumerate(echo.signal):
        shown = copies.nth(index).locator("[data-value]")
        values = shown.evaluate_all("all => all.map((cell) => Number(cell.dataset.value))")
        np.testing.assert_allclose(values, np.multiply(sample, echo.kernel), atol=1e-9)
