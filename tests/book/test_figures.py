"""The explorables and the players of the built pages: by mouse, keyboard and touch."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.functional import convolve1d, convolve2d, correlate1d, correlate2d
from tests.book import site
from tests.book.visits import Visit

MODES = ("valid", "same", "full")
BAD_NUMBERS = {"empty": "", "text": "abc", "huge": "1e9", "nan": "NaN", "by zero": "1/0"}


def figures(page: Page, name: str) -> Locator:
    return page.locator(f"[data-explorable={name}][data-ready]")


def states(name: str) -> list[dict[str, Any]]:
    return [mount.state for mount in site.read(site.CHAPTER).mounts if mount.name == name]


def choose(figure: Locator, group: str, option: str) -> None:
    """Choose with the keyboard: focus the group's chosen button, then walk with the arrows."""
    buttons = figure.get_by_role("group", name=group, exact=True).get_by_role("radio")
    labels = buttons.evaluate_all("all => all.map((radio) => radio.parentElement.innerText)")
    chosen = buttons.evaluate_all("all => all.findIndex((radio) => radio.checked)")
    steps = labels.index(option) - chosen
    buttons.nth(chosen).focus()
    for _ in range(abs(steps)):
        figure.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")


# ---- the kernel lab ------------------------------------------------------------------------------


class Lab:
    """The first kernel lab of the chapter, and what Python says it should show."""

    def __init__(self, page: Page) -> None:
        state = states("KernelLab")[0]
        self.page = page
        self.figure = figures(page, "KernelLab").first
        self.figure.scroll_into_view_if_needed()
        self.kernel = np.array(state["kernel"])
        self.mode = state["mode"]
        self.presets = {each["name"]: np.array(each["kernel"]) for each in state["presets"]}
        self.images = {
            each["name"]: np.frombuffer(each["pixels"], np.uint8).reshape(each["shape"]) * 1.0
            for each in state["pictures"]
        }
        self.image = self.images[state["picture"]]
        self.numbers = self.figure.locator(".kl-kernels input")

    def results(self) -> dict[str, np.ndarray]:
        correlation = correlate2d(self.image, self.kernel, self.mode)
        convolution = convolve2d(self.image, self.kernel, self.mode)
        return {
            "correlation": correlation,
            "convolution": convolution,
            "difference": correlation - convolution,
        }

    def check(self) -> tuple[int, int]:
        """Compare all that the figure shows with Python; the place of the marked output pixel."""
        for name, result in self.results().items():
            shown = self.figure.locator(f"[data-picture={name}]")
            height, width = result.shape
            expect(shown).to_have_attribute("data-shape", f"{height}×{width}")
            ends = [float(shown.get_attribute(f"data-{end}") or "nan") for end in ("low", "high")]
            np.testing.assert_allclose(
                ends, [min(0, result.min()), max(0, result.max())], atol=1e-9
            )
        turned = self.kernel[::-1, ::-1]
        symmetry = "neither"
        if np.array_equal(turned, self.kernel):
            symmetry = "symmetric"
        elif np.array_equal(turned, -self.kernel):
            symmetry = "antisymmetric"
        expect(self.figure.locator("[data-symmetry]")).to_have_attribute("data-symmetry", symmetry)
        return self.check_sums()

    def check_sums(self) -> tuple[int, int]:
        place = (-1, -1)
        for name in ("correlation", "convolution"):
            shown = self.figure.locator(f"[data-operation={name}]")
            place = (self.read(shown, "row"), self.read(shown, "column"))
            total = float(shown.get_attribute("data-sum") or "nan")
            np.testing.assert_allclose(total, self.results()[name][place], atol=1e-9)
        return place

    @staticmethod
    def read(shown: Locator, name: str) -> int:
        return int(shown.get_attribute(f"data-{name}") or "-1")

    def pixel(self, name: str, row: int, column: int) -> tuple[float, float]:
        """The middle of one pixel of a picture, on the screen."""
        canvas = self.figure.locator(f"[data-picture={name}] canvas")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        height, width = self.results()[name].shape
        return (
            box["x"] + (column + 0.5) * box["width"] / width,
            box["y"] + (row + 0.5) * box["height"] / height,
        )


@pytest.fixture
def lab(visit: Visit) -> Lab:
    return Lab(visit(site.CHAPTER))


def test_lab_begins_as_python_computes(lab: Lab):
    lab.check()


def test_lab_follows_a_typed_number(lab: Lab):
    for index, (text, value) in enumerate({"0.5": 0.5, "−3": -3, "1/4": 0.25, "½": 0.5}.items()):
        lab.numbers.nth(index).fill(text)
        lab.kernel.ravel()[index] = value
        lab.check()


@pytest.mark.parametrize("text", BAD_NUMBERS.values(), ids=BAD_NUMBERS)
def test_lab_refuses_what_is_no_number(lab: Lab, text: str):
    field = lab.numbers.first
    before = field.input_value()
    field.fill(text)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(lab.figure.locator(".cnn-refusal").first).to_have_text(re.compile(r"\w.*\."))
    lab.check()
    field.blur()
    expect(field).to_have_value(before)
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_lab_arrow_keys_walk_through_the_kernel(lab: Lab):
    lab.numbers.first.focus()
    lab.page.keyboard.press("ArrowDown")
    lab.page.keyboard.press("ArrowRight")
    expect(lab.numbers.nth(4)).to_be_focused()


def test_lab_presets(lab: Lab):
    buttons = lab.figure.locator(".kl-presets button")
    for button, (name, kernel) in zip(buttons.all(), lab.presets.items(), strict=True):
        expect(button).to_contain_text(name)
        button.focus()
        lab.page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        lab.kernel = kernel
        lab.check()


def test_lab_modes_sizes_and_pictures(lab: Lab):
    for mode in MODES:
        choose(lab.figure, "Result", mode)
        lab.mode = mode
        lab.check()
    choose(lab.figure, "Kernel", "5×5")
    lab.kernel = np.pad(lab.kernel, 1)
    lab.check()
    choose(lab.figure, "Picture", "Digit")
    lab.image = lab.images["digit"]
    lab.check()


@pytest.mark.parametrize("mode", MODES)
def test_lab_points_at_a_pixel_by_mouse(lab: Lab, mode: str):
    choose(lab.figure, "Result", mode)
    lab.mode = mode
    for name, place in {"correlation": (17, 40), "convolution": (60, 3)}.items():
        lab.page.mouse.click(*lab.pixel(name, *place))
        assert lab.check_sums() == place


def test_lab_points_at_a_pixel_by_keys(lab: Lab):
    row, column = lab.check()
    lab.figure.locator("[data-picture=correlation] .cnn-frame").focus()
    for key, step in {"ArrowDown": (1, 0), "ArrowRight": (0, 1), "Shift+ArrowUp": (-10, 0)}.items():
        lab.page.keyboard.press(key)
        row, column = row + step[0], column + step[1]
        assert lab.check_sums() == (row, column)
    for _ in range(30):
        lab.page.keyboard.press("Shift+ArrowLeft")
    assert lab.check_sums() == (row, 0)


def test_lab_points_at_a_pixel_by_touch(visit: Visit):
    lab = Lab(visit(site.CHAPTER, width=375, has_touch=True, is_mobile=True))
    lab.figure.locator("[data-picture=correlation] canvas").scroll_into_view_if_needed()
    lab.page.touchscreen.tap(*lab.pixel("correlation", 30, 70))
    row, column = lab.check_sums()
    assert abs(row - 30) <= 1  # a pixel of the picture is smaller than one of the screen
    assert abs(column - 70) <= 1


def test_lab_prediction_names_the_mistake(lab: Lab):
    sums = {name: result[lab.check_sums()] for name, result in lab.results().items()}
    lab.figure.get_by_role("switch", name="Predict first").press("Space")
    for name in ("correlation", "convolution"):
        expect(lab.figure.locator(f"[data-operation={name}]")).to_have_attribute("data-sum", "")
    answer = lab.figure.get_by_label("Correlation at the marked pixel")
    answer.fill(str(sums["convolution"]))
    answer.press("Enter")
    expect(lab.figure).to_contain_text("That is the convolution")
    answer.fill(str(sums["correlation"]))
    answer.press("Enter")
    lab.check_sums()


def test_lab_task_is_solved_by_a_shift_only_and_reset(lab: Lab):
    task = lab.figure.locator(".cnn-task")
    for index in reversed(range(9)):
        lab.numbers.nth(index).fill("0")
    expect(task).not_to_have_attribute("data-done", "")
    for (right, corner), words in {
        ("0", "2"): "brighter",
        ("0", "½"): "darker",
        ("0", "−1"): "negative",
        ("1", "1"): "several moved copies",
        ("1", "0"): "1 to the left",
    }.items():
        lab.numbers.nth(5).fill(right)
        lab.numbers.nth(8).fill(corner)
        expect(task).to_contain_text(words)
        expect(task).not_to_have_attribute("data-done", "")
    lab.numbers.nth(5).fill("0")
    lab.numbers.nth(8).fill("1")
    expect(task).to_have_attribute("data-done", "")
    lab.figure.get_by_role("button", name="Reset").click()
    expect(task).not_to_have_attribute("data-done", "")
    lab.check()


# ---- the echo explorer ---------------------------------------------------------------------------


class Echo:
    """The first echo explorer of the chapter, and what Python says it should show."""

    def __init__(self, page: Page) -> None:
        state = states("EchoExplorer")[0]
        self.page = page
        self.figure = figures(page, "EchoExplorer").first
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
        marked = float(self.board.get_attribute("data-sum") or "nan")
        tick = int(self.board.get_attribute("data-tick") or "-99")
        first = 0 if self.operation == "convolution" else 1 - len(self.kernel)
        np.testing.assert_allclose(marked, full[tick - first], atol=1e-9)

    def numbers(self, name: str) -> Locator:
        return self.figure.locator(f".ec-{name} .cnn-grid input")


@pytest.fixture
def echo(visit: Visit) -> Echo:
    return Echo(visit(site.CHAPTER))


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


@pytest.mark.parametrize("text", BAD_NUMBERS.values(), ids=BAD_NUMBERS)
def test_echo_refuses_what_is_no_number(echo: Echo, text: str):
    field = echo.numbers("kernel").first
    before = field.input_value()
    field.fill(text)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(echo.figure.locator(".ec-kernel .cnn-refusal")).to_have_text(re.compile(r"\w.*\."))
    echo.check()
    field.blur()
    expect(field).to_have_value(before)


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
    echo = Echo(visit(site.CHAPTER, width=375))
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


def test_echo_moves_by_touch(visit: Visit):
    echo = Echo(visit(site.CHAPTER, width=375, has_touch=True, is_mobile=True))
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


# ---- explore -------------------------------------------------------------------------------------

EXPLORES = states("explore")


@pytest.mark.parametrize("index", range(len(EXPLORES)))
def test_explore_moves_by_keys(visit: Visit, index: int):
    figure = figures(visit(site.CHAPTER), "explore").nth(index)
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-frames-ready", "")
    controls = EXPLORES[index]["controls"]
    chosen = [control["value"] for control in controls]
    fields = figure.locator(".cnn-explore-controls :is(input, select)")
    expect(fields).to_have_count(len(controls))
    for axis, control in enumerate(controls):
        count = len(control["texts"])
        step = 1 if chosen[axis] + 1 < count else -1
        before = figure.locator(".cnn-explore-shown").inner_html()
        key = {"checkbox": "Space", "select": "ArrowDown" if step > 0 else "ArrowUp"}
        fields.nth(axis).focus()
        figure.page.keyboard.press(
            key.get(control["kind"], "ArrowRight" if step > 0 else "ArrowLeft")
        )
        chosen[axis] += step
        shown = figure.locator(".cnn-explore-shown")
        expect(shown).to_have_count(1)
        alt = shown.locator(".cnn-explore-picture").get_attribute("alt") or ""
        for control_now, position in zip(controls, chosen, strict=True):
            assert f"{control_now['label']} {control_now['texts'][position]}" in alt
        assert shown.inner_html() != before


@pytest.mark.parametrize("index", range(len(EXPLORES)))
def test_explore_shows_the_frame_of_every_position(visit: Visit, index: int):
    """Each position shows the frame that `index` names, and no two frames look the same."""
    figure = figures(visit(site.CHAPTER), "explore").nth(index)
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-frames-ready", "")
    pictures = figure.locator(".cnn-explore-picture")
    sources = pictures.evaluate_all("all => all.map((img) => img.src)")
    assert len(set(EXPLORES[index]["index"])) == len(sources) == len(set(sources))
    loaded = pictures.evaluate_all(
        "all => Promise.all(all.map((img) => img.decode().then(() => img.naturalWidth)))"
    )
    assert min(loaded) > 100
