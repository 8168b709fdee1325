"""The kernel lab, by mouse, keyboard and touch, against what Python computes."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import KernelLab
from cnnlib.interactive.kernel_lab import PRESETS
from tests.book.visits import Visit, overflow


class Lab:
    """A kernel lab in a page, and the Python figure that should show the same."""

    def __init__(self, page: Page, **values: Any) -> None:
        self.page, self.python = page, KernelLab(**values)
        self.figure = page.locator("[data-explorable=KernelLab][data-ready]")
        self.numbers = self.figure.locator(".cnn-kernel input")
        self.photo = self.figure.locator(".kl-photo .cnn-picture")
        self.result = self.figure.locator(".kl-result .cnn-picture")
        self.curtain = self.figure.get_by_role("slider")
        self.task = self.figure.locator(".cnn-task")

    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.figure.get_attribute("data-shown") or "{}")
        return found

    def check(self, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(self.python, name, value)
        expected, shown = self.python.shown(), self.shown()
        for each in (expected, shown):
            each["kernel"] = [weight for row in each["kernel"] for weight in row]
        assert {k: pytest.approx(v, abs=1e-9) for k, v in expected.items()} == shown

    def pixel(self, picture: Locator, row: int, column: int) -> tuple[float, float]:
        """The middle of one pixel of a picture, on the screen."""
        box, (height, width) = picture.bounding_box(), self.python.image.shape
        assert box is not None
        x = box["x"] + (column + 0.5) * box["width"] / width
        return x, box["y"] + (row + 0.5) * box["height"] / height


@pytest.fixture
def lab(alone: Visit) -> Lab:
    return Lab(alone(KernelLab(), width=1440))


@pytest.mark.parametrize(
    "values", [{}, {"image": "digit", "kernel": [[0.5] * 5] * 5}, {"kernel": "shift", "curtain": 9}]
)
def test_lab_begins_as_python_computes(alone: Visit, values: dict[str, Any]):
    lab = Lab(alone(KernelLab(**values)), **values)
    lab.check()
    expect(lab.task.locator(".cnn-verdict")).to_have_text("")


@pytest.mark.parametrize(("width", "highest"), [(1440, 640), (375, 700)])
def test_lab_stands_in_one_view(alone: Visit, width: int, highest: int):
    page = alone(KernelLab(), width=width)
    assert overflow(page) == []
    box = page.locator(".kl-lab").bounding_box()
    assert box is not None
    assert box["height"] <= highest


def test_lab_on_a_phone_shows_what_a_number_of_the_kernel_does(alone: Visit):
    """Lens, sums and result are one view with the kernel, with room for a page's head."""
    page = alone(KernelLab(), width=375)
    lab = Lab(page)
    parts = [lab.figure.locator(f".{name}") for name in ("cnn-kernel", "cnn-magnifier", "kl-sums")]
    boxes = [part.bounding_box() for part in (*parts, lab.result)]
    tops, ends = [box["y"] for box in boxes], [box["y"] + box["height"] for box in boxes]
    assert max(ends) - min(tops) <= 560
    assert ends[1] <= tops[2] < ends[2] <= tops[0], "pixels and weights, their sum, the weights"
    before = [part.inner_text() for part in parts[1:]]
    lab.numbers.nth(5).fill("4")
    assert "× 4\n912" in parts[1].inner_text()
    assert [part.inner_text() for part in parts[1:]] != before
    lab.check(kernel=[[-1, 0, 1], [-2, 0, 4], [-1, 0, 1]])


# What the glass shows, as the numbers of bright pixels in its first and last column, and its frame.
_GLASS = """() => {
    const [glass, frame] = ["", "ed"].map((end) => document.querySelector(`.cnn-glass${end}`));
    const { width, height } = glass.firstChild;
    const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(glass.firstChild, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    const bright = (column) => Array.from({ length: height }, (_, row) =>
        data[4 * (row * width + column)] > 99).filter(Boolean).length;
    const rows = document.querySelector(".kl-result .cnn-picture").style.getPropertyValue("--rows");
    return { ends: [bright(0), bright(width - 1)], height, hidden: !glass.checkVisibility(),
        top: Math.round(parseFloat(frame.style.top) * rows / 100) };
}"""


def test_lab_magnifies_the_seam_where_it_shows_most(alone: Visit):
    """An edge below row 40: the shift moves it up by one before the curtain, down by one beyond."""
    image = [[float(row >= 40)] * 80 for row in range(60)]
    page = alone(KernelLab(image, "shift"))
    seen = page.evaluate(_GLASS)
    assert not seen["hidden"]
    assert seen["top"] <= 38 < 40 <= seen["top"] + seen["height"]  # less the row that is cut off
    assert seen["ends"][0] == seen["ends"][1] + 2
    Lab(page).curtain.press("End")
    seen = page.evaluate(_GLASS)
    assert seen["ends"][0] == seen["ends"][1]
    page.get_by_role("button", name="Gaussian").click()
    assert page.evaluate(_GLASS)["top"] < 20, "where the window is: the halves are the same"
    assert alone(KernelLab("digit", "shift")).evaluate(_GLASS)["hidden"]


def test_lab_presets_and_what_a_turn_makes_of_them(lab: Lab):
    differences = []
    for name, kernel in PRESETS.items():
        button = lab.figure.get_by_role("button", name=name)
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        lab.check(kernel=kernel)
        differences.append(round(lab.shown()["difference"], 1))
    assert differences == [0, 0, 0, 88.8, 77.9, 17.2]
    expect(lab.figure.locator(".cnn-curtain-said")).to_have_text("another kernel")
    expect(lab.figure.locator(".kl-said strong")).to_have_text("17.2")


def test_lab_follows_a_number_typed_or_dragged_and_keeps_its_scale(lab: Lab):
    legend, kernel = lab.figure.locator(".cnn-colors"), [line[:] for line in PRESETS["Sobel"]]
    for text, value in {"−3": -3, "½": 0.5}.items():
        lab.numbers.first.fill(text)
        kernel[0][0] = value
        lab.check(kernel=kernel)
    x, y = lab.numbers.last.bounding_box()["x"] + 9, lab.numbers.last.bounding_box()["y"] + 9
    before = legend.inner_text()
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x, y - 12 * 40, steps=4)
    kernel[2][2] = 41
    lab.check(kernel=kernel)
    assert legend.inner_text() == before
    lab.page.mouse.up()
    assert legend.inner_text() != before


def test_lab_mark_follows_the_mouse_is_held_by_a_press_and_comes_back(lab: Lab):
    def point(picture: Locator, row: int, column: int) -> tuple[int, int]:
        lab.page.mouse.move(*lab.pixel(picture, row, column))
        return lab.shown()["row"], lab.shown()["column"]

    assert point(lab.photo, 30, 20) == (29, 19)
    lab.check(row=29, column=19)
    assert point(lab.result, 31, 100) == (30, 99)
    lab.page.mouse.down()
    lab.page.mouse.up()
    assert point(lab.result, 50, 110) == (30, 99)  # held
    point(lab.photo, -9, 20)
    assert point(lab.result, 52, 112) == (51, 111)  # the mouse had left
    lab.page.mouse.down()
    lab.page.mouse.up()
    lab.page.mouse.move(*lab.pixel(lab.result, 60, 120))
    lab.page.mouse.down()
    lab.page.mouse.up()
    assert point(lab.result, 70, 130) == (69, 129)  # the next press lets go


def test_lab_is_moved_by_keys(lab: Lab):
    row, column = lab.shown()["row"], lab.shown()["column"]
    lab.photo.focus()
    for key in ("ArrowDown", "ArrowRight", "Shift+ArrowUp"):
        lab.page.keyboard.press(key)
    lab.check(row=row - 9, column=column + 1)
    expect(lab.figure.locator("[aria-live=polite]").first).to_contain_text(
        f"At row {row - 9}, column {column + 1}"
    )
    lab.page.keyboard.press("c")
    expect(lab.curtain).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowLeft"):
        lab.page.keyboard.press(key)
    lab.check(curtain=41)
    lab.page.keyboard.press("End")
    lab.check(curtain=100)


def test_lab_curtain_is_dragged_and_moves_nothing_else(lab: Lab):
    box = lab.curtain.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    row, column = lab.shown()["row"], lab.shown()["column"]
    lab.page.mouse.move(x + 100, y + 40, steps=3)
    lab.page.mouse.up()
    lab.check(curtain=lab.shown()["curtain"], row=row, column=column)
    assert 65 < lab.shown()["curtain"] < 80


def test_lab_points_by_touch(alone: Visit):
    lab = Lab(alone(KernelLab(), width=375, has_touch=True, is_mobile=True))
    lab.page.touchscreen.tap(*lab.pixel(lab.result, 30, 40))
    shown = lab.shown()
    assert abs(shown["row"] - 29) <= 1  # a pixel of the picture is smaller than one of the screen
    assert abs(shown["column"] - 39) <= 1


def test_lab_lets_a_finger_scroll_until_it_has_chosen_a_number(alone: Visit):
    lab = Lab(alone(KernelLab(), width=375, has_touch=True, is_mobile=True))
    lab.page.evaluate("document.querySelector('main').style.padding = '0 0 2000px'")
    devtools = lab.page.context.new_cdp_session(lab.page)

    def swipe() -> None:
        box = lab.numbers.nth(8).bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for step in range(9):
            kind = "touchMove" if step else "touchStart"
            points = [{"x": x, "y": y - 12 * step, "id": 0}]
            devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    before = lab.shown()["kernel"]
    swipe()
    lab.page.wait_for_function("scrollY > 30", timeout=9000)
    assert lab.shown()["kernel"] == before
    lab.page.evaluate("scrollTo(0, 0)")
    lab.numbers.nth(8).tap()
    expect(lab.numbers.nth(8)).to_be_focused()
    swipe()
    assert lab.shown()["kernel"] != before


_COLORS = """(canvas, places) => places.map((place) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext("2d", { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return [...data.slice(4 * place, 4 * place + 3)];
})"""


def test_lab_zero_is_the_page_and_signs_are_two_hues_in_light_and_dark(alone: Visit):
    image = [[0.0] * 9 for _ in range(5)] + [[1.0] * 9 for _ in range(4)]
    kernel = [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]
    page = alone(KernelLab(image, kernel, curtain=100))
    halves, hues = page.locator(".kl-halves canvas"), set()
    for theme, ground in {"light": (255, 255, 255), "dark": (20, 24, 30)}.items():
        page.evaluate(
            """([theme, color]) => {
                document.documentElement.style.setProperty("--pst-color-background", color);
                document.documentElement.dataset.theme = theme;
            }""",
            [theme, f"rgb{ground}"],
        )
        corner = f'({_COLORS})(document.querySelector(".kl-halves canvas"), [0])'
        page.wait_for_function(f"String({corner}) === '{','.join(map(str, ground))}'")
        (plus,), (minus,) = (halves.nth(i).evaluate(_COLORS, [3 * 7 + 3]) for i in (0, 1))
        assert min(plus[:2]) > plus[2], "olive"
        assert minus[2] > minus[0] > minus[1], "violet"
        hues |= {tuple(plus), tuple(minus)}
    assert len(hues) == 4


def test_lab_task_is_judged_when_a_number_is_left_and_stays_solved(lab: Lab):
    said = lab.task.locator(".cnn-verdict")
    lab.figure.get_by_role("button", name="shift").click()
    expect(said).to_have_text("")  # to look around is no answer
    lab.numbers.nth(7).fill("0")
    expect(said).to_have_text("")  # not yet left
    lab.numbers.nth(7).blur()
    for place, text, words in (
        (7, "0", "All zeros leave nothing"),
        (0, "1", "1 down and 1 to the right."),
        (8, "1", "This adds several moved copies"),
        (0, "0", "Solved."),
    ):
        lab.numbers.nth(place).fill(text)
        lab.numbers.nth(place).blur()
        expect(said).to_contain_text(words)
    lab.figure.get_by_role("button", name="Sobel").click()
    expect(said).to_contain_text("Solved.")
    lab.figure.get_by_role("button", name="Reset").click()
    expect(said).to_have_text("")
    for text, words in {"2": "brighter: use a 1", "½": "darker", "−1": "negative"}.items():
        for index in reversed(range(9)):
            lab.numbers.nth(index).fill(text if index == 8 else "0")
        lab.numbers.first.blur()
        expect(said).to_contain_text("1 up and 1 to the left, and also makes it")
        expect(said).to_contain_text(words)
    expect(lab.task).not_to_have_attribute("data-done", "")


def test_lab_moves_and_ends_where_it_should(alone: Visit):
    page = alone(KernelLab(), width=1440, reduced_motion="no-preference")
    lab = Lab(page)
    page.get_by_role("button", name="diagonal").click()
    expect(lab.figure).to_have_attribute("data-moving", "")
    lab.check(kernel="diagonal")
    expect(lab.figure).not_to_have_attribute("data-moving", "")
    assert lab.figure.locator(".cnn-ghost").count() == 0
    lab.check()


# How far the weights in the lens are from where they are at rest, half-way round; and their angles.
_TURNING = """() => {
    const places = () => [...document.querySelectorAll(".cnn-magnifier b > span")].map((node) => {
        const { left, top, width, height } = node.getBoundingClientRect();
        return [left + width / 2, top + height / 2, Math.round(width)];
    });
    const running = document.querySelector(".cnn-magnifier").getAnimations({ subtree: true });
    for (const each of running) {
        each.pause();
        each.currentTime = 150; // a quarter of a circle, of half a one
    }
    const [half, pixels] = [places(), document.querySelectorAll(".cnn-magnifier i")[0].innerText];
    for (const each of running) each.finish();
    return { half, pixels, end: places(), count: running.length };
}"""


def test_lab_turns_the_weights_in_the_lens_at_the_seam(alone: Visit):
    page = alone(KernelLab(), width=1440, reduced_motion="no-preference")
    lab = Lab(page)
    column = lab.shown()["column"]
    assert page.evaluate(_TURNING)["count"] == 0
    seam = round(100 * (column + 0.5) / (lab.python.image.shape[1] - 2))
    lab.curtain.focus()
    lens = lab.figure.locator(".cnn-magnifier")
    was = lens.get_attribute("data-turned") is not None
    for key in ("End", "Home") if was else ("Home", "End"):
        turned = page.evaluate(
            """([key, script]) => {
                const curtain = document.querySelector(".cnn-curtain");
                curtain.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
                return eval(`(${script})()`);
            }""",
            [key, _TURNING],
        )
        assert turned["count"] == 18, f"the curtain crosses column {column}, at {seam} per cent"
        middle = turned["end"][4]
        for (x, y, wide), (right, down, width) in zip(turned["half"], turned["end"], strict=True):
            assert wide == width  # upright
            across, along = right - middle[0], down - middle[1]
            assert (middle[0] - x, y - middle[1]) == pytest.approx((along, across), abs=2)
    expect(lens).not_to_have_attribute("data-moving", "")
    lab.check(curtain=lab.shown()["curtain"])


_FILLS = """all => all.map((node) => {
    const { backgroundColor, backgroundImage, color } = getComputedStyle(node);
    const parts = (text) => text.match(/[\\d.]+/g).map(Number);
    const plain = (text) => text.startsWith("color") ? parts(text).map((part, i) =>
        i < 3 ? 255 * part : part) : parts(text);
    const [fill, line] = [plain(backgroundColor),
        plain(backgroundImage.match(/color\\([^)]*\\)|rgba?\\([^)]*\\)/)?.[0] ?? backgroundColor)];
    const over = line.slice(0, 3).map((part, i) => {
        const alpha = line[3] ?? 1;
        return part * alpha + fill[i] * (1 - alpha);
    });
    const light = (rgb) => rgb.slice(0, 3).map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0.05);
    const contrast = (one, other) =>
        Math.max(light(one), light(other)) / Math.min(light(one), light(other));
    return { sign: node.dataset.sign, lines: backgroundImage !== "none",
        least: Math.min(...[fill, over].map((ground) => contrast(plain(color), ground))) };
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lab_kernels_show_their_signs_without_hues_and_their_numbers(alone: Visit, scheme: str):
    page = alone(KernelLab(), width=1440)
    page.evaluate(
        """(dark) => {
            const { style, dataset } = document.documentElement;
            dataset.theme = dark ? "dark" : "light";
            if (!dark) return;
            style.setProperty("--pst-color-background", "#14181e");
            style.setProperty("--pst-color-text-base", "#ced6dd");
            style.setProperty("--pst-color-text-muted", "#9ca4af");
        }""",
        scheme == "dark",
    )
    for name, kernel in PRESETS.items():
        button = page.get_by_role("button", name=name)
        button.click()
        signs = ["0+−"[(v > 0) - (v < 0)] for row in kernel for v in row]
        for cells in (button.locator(".cnn-thumb i"), page.locator(".cnn-kernel input")):
            found = cells.evaluate_all(_FILLS)
            assert [each["sign"] for each in found] == signs
            assert [each["lines"] for each in found] == [sign == "−" for sign in signs]
        assert min(each["least"] for each in found) >= 4.5
