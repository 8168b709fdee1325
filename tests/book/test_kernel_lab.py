"""The kernel lab, by mouse, keyboard and touch, against what Python computes."""

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.functional import convolve2d, correlate2d
from cnnlib.interactive import KernelLab
from tests.book.controls import choose
from tests.book.visits import Visit

MODES = ("valid", "same", "full")


class Lab:
    """A kernel lab, and what Python says it should show."""

    def __init__(self, page: Page) -> None:
        state = KernelLab().state()
        self.page = page
        self.figure = page.locator("[data-explorable=KernelLab][data-ready]")
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
def lab(alone: Visit) -> Lab:
    return Lab(alone(KernelLab()))


def test_lab_begins_as_python_computes(lab: Lab):
    lab.check()


def test_lab_follows_a_typed_number(lab: Lab):
    for index, (text, value) in enumerate({"0.5": 0.5, "−3": -3, "1/4": 0.25, "½": 0.5}.items()):
        lab.numbers.nth(index).fill(text)
        lab.kernel.ravel()[index] = value
        lab.check()


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
    said = lab.figure.locator("[aria-live=polite]").filter(has_text="of the result")
    expect(said).to_contain_text(f"At row {row}, column {column}")
    for _ in range(30):
        lab.page.keyboard.press("Shift+ArrowLeft")
    assert lab.check_sums() == (row, 0)


def test_lab_points_at_a_pixel_by_touch(alone: Visit):
    lab = Lab(alone(KernelLab(), width=375, has_touch=True, is_mobile=True))
    lab.figure.locator("[data-picture=correlation] canvas").scroll_into_view_if_needed()
    lab.page.touchscreen.tap(*lab.pixel("correlation", 30, 70))
    row, column = lab.check_sums()
    assert abs(row - 30) <= 1  # a pixel of the picture is smaller than one of the screen
    assert abs(column - 70) <= 1


def test_lab_prediction_names_the_mistake(lab: Lab):
    for index, text in enumerate(("1", "2", "−3", "0", "5", "1", "−2", "4", "7")):
        lab.numbers.nth(index).fill(text)
        lab.kernel.ravel()[index] = float(text.replace("−", "-"))
    choose(lab.figure, "Result", "valid")
    lab.mode = "valid"
    row, column = lab.check()
    window = lab.image[row : row + 3, column : column + 3]
    right, kernel = np.sum(window * lab.kernel), lab.kernel
    wrong = {
        "That is the convolution": np.sum(window * kernel[::-1, ::-1]),
        "You forgot the minus signs": np.sum(window * np.abs(kernel)),
        "left out the negative weights": np.sum(window * np.maximum(kernel, 0)),
        "only the middle product": window[1, 1] * kernel[1, 1],
        "the sign is not": -right,
        "You averaged": right / 9,
        "You added the pixels": np.sum(window),
        "exchanged the kernel's rows and columns": np.sum(window * kernel.T),
        "mirrored the kernel left to right": np.sum(window * kernel[:, ::-1]),
        "Not yet": right + 2000,
    }
    assert len({round(value) for value in wrong.values()}) == len(wrong)
    lab.figure.get_by_role("switch", name="Predict first").press("Space")
    for name in ("correlation", "convolution"):
        expect(lab.figure.locator(f"[data-operation={name}]")).to_have_attribute("data-sum", "")
    answer = lab.figure.get_by_label("Correlation at the marked pixel")
    said = lab.figure.locator(".cnn-predict .cnn-live")
    for words, value in wrong.items():
        answer.fill(str(value))
        answer.press("Enter")
        expect(said).to_contain_text(words)
    answer.fill(str(right + 0.4))  # a pixel need not be computed to the last digit
    answer.press("Enter")
    expect(said).to_have_text("Right.")
    lab.check_sums()


def test_lab_shows_positive_and_negative_in_their_colors(lab: Lab):
    canvas = lab.figure.locator("[data-picture=correlation] canvas")
    result = lab.results()["correlation"]
    assert result.min() < 0 < result.max()
    places = [int(result.argmax()), int(result.argmin())]
    colors = canvas.evaluate(
        """(canvas, places) => {
            const context = canvas.getContext("2d");
            const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
            return places.map((place) => [...data.slice(4 * place, 4 * place + 3)]);
        }""",
        places,
    )
    assert [np.sign(red - blue) for red, _, blue in colors] == [1, -1]


def test_lab_mark_follows_the_mouse_until_it_is_pressed(lab: Lab):
    for place in ((30, 20), (31, 60)):
        lab.page.mouse.move(*lab.pixel("correlation", *place))
        assert lab.check_sums() == place
    lab.page.mouse.down()
    lab.page.mouse.up()
    lab.page.mouse.move(*lab.pixel("correlation", 50, 50))
    assert lab.check_sums() == (31, 60)


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
