"""The colors of the editor: a layer that lies on the text area to the pixel, in both browsers."""

import base64
import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from cnnlib.exercises import _check, registry
from cnnlib.exercises._code import CodeExercise
from tests.book import site
from tests.book.firefox import Firefox
from tests.book.visits import Visit

EXERCISE = next(
    item
    for chapter in registry.chapters()
    for item in chapter.ITEMS
    if isinstance(item, CodeExercise) and item.where == "page"
)
PLACE = site.pages_with("Exercise")[0]
EDITOR = "[data-explorable=Exercise] .cnn-editor"
SNIPPETS = {
    "nothing": "",
    "lines": "def f(x):\n    '''Not much.'''\n\n    return [1, x]  # so\n\n",
    "long": f"x = [{', '.join(str(n) for n in range(90))}]  # the end\ny = '''open\n",
    "tabs": "if x:\n\tprint(1)\n  \ty = 2\t# after\n\t\t'z'\n",
    "other scripts": "# 卷积核 слово ‘é’ 🙂\nnaïve = 'ｆｕｌｌ' + \"‰\"\n",
    "operators": "a = b != c -> d <= e == f >= g := h |> i ... www fi ffl\n",
}
LONG = SNIPPETS["long"]
CONTRAST = 4.5

# The one text in black, then the other: both must make the same picture.
_ONLY = """(which) => {
    const sheet = document.createElement("style");
    sheet.id = "only";
    document.getElementById("only")?.remove();
    sheet.textContent = `.cnn-colored, .cnn-colored * { color: #000 !important; }
        ${EDITOR} .cnn-code { caret-color: transparent !important;
            -webkit-text-fill-color: ${which === "area" ? "#000" : "transparent"} !important; }
        .cnn-colored { visibility: ${which === "area" ? "hidden" : "visible"} !important; }`
    document.head.append(sheet);
}""".replace("${EDITOR}", EDITOR)
_MEASURES = """() => {
    const [pane, area, layer] = [".cnn-code-pane", ".cnn-code", ".cnn-colored"].map((name) =>
        document.querySelector(name));
    const { x, y, width, height } = area.getBoundingClientRect();
    const box = layer.getBoundingClientRect();
    return {
        area: [x, y, width, height],
        layer: [box.x, box.y, box.width, box.height],
        hidden: [area.scrollWidth - area.clientWidth, area.scrollHeight - area.clientHeight],
        scrolls: pane.scrollWidth - pane.clientWidth,
        text: layer.textContent === area.value,
    };
}"""
_WRITE = """(text) => {
    const area = document.querySelector(".cnn-code");
    area.value = text;
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}"""


def expect_aligned(measures: dict[str, Any], text: str) -> None:
    assert measures["area"] == pytest.approx(measures["layer"], abs=0.01)
    assert max(measures["hidden"]) <= 0  # or the text area would scroll by itself
    assert measures["text"]
    assert (measures["scrolls"] > 0) == (text == LONG)


def expect_same(area: np.ndarray, layer: np.ndarray, name: str) -> None:
    """Equal but for the smoothing of edges: Chromium sets each token at a 64th of a pixel."""
    shifted = abs(area - np.roll(area, 1, axis=1)).sum()
    assert shifted > 1000  # there is something to be seen
    assert abs(area - layer).sum() < shifted / 4, name


def picture(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(png)).convert("L"), int)


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit(PLACE, color_scheme="light")


@pytest.fixture
def editor(page: Page) -> Locator:
    editor = page.locator(EDITOR).first
    editor.scroll_into_view_if_needed()
    return editor


@pytest.mark.parametrize("end", ["start", "end"])
def test_both_texts_make_one_picture(page: Page, editor: Locator, end: str):
    for name, text in SNIPPETS.items():
        page.evaluate(_WRITE, text)
        expect_aligned(page.evaluate(_MEASURES), text)
        page.locator(".cnn-code-pane").first.evaluate(
            "(pane, end) => { pane.scrollLeft = end === 'end' ? 1e6 : 0; }", end
        )
        shots = []
        for which in ("area", "layer"):
            page.evaluate(_ONLY, which)
            shots.append(picture(editor.screenshot()))
        expect_same(*shots, name)


# One Firefox for all of these, though several processes run tests.
@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    with Firefox() as browser:
        yield browser


@pytest.mark.xdist_group("firefox")
def test_both_texts_make_one_picture_in_firefox(firefox: Firefox, address: dict[str, str]):
    firefox.goto(address["file"] + PLACE)
    firefox.run(
        """(async () => {
            while (!document.querySelector(".cnn-colored"))
                await new Promise(requestAnimationFrame);
            document.querySelector(".cnn-editor").scrollIntoView({ block: "center" });
        })()"""
    )
    for name, text in SNIPPETS.items():
        firefox.run(f"({_WRITE})({json.dumps(text)})")
        expect_aligned(firefox.run(f"({_MEASURES})()"), text)
        shots = []
        for which in ("area", "layer"):
            firefox.run(f"({_ONLY})({json.dumps(which)})")
            shots.append(picture(shot(firefox)))
        expect_same(*shots, name)


def shot(firefox: Firefox) -> bytes:
    box = firefox.run(
        """(() => {
            const box = document.querySelector(".cnn-editor").getBoundingClientRect();
            return { x: box.x, y: box.y, width: box.width, height: box.height };
        })()"""
    )
    taken = firefox.call(
        "browsingContext.captureScreenshot",
        context=firefox.tab,
        origin="viewport",
        clip={"type": "box", **box},
    )
    return base64.b64decode(taken["data"])


# ---- colors --------------------------------------------------------------------------------------

# The color of every character but spaces, the ground behind it, and that of selected text.
_LOOKS = """(node) => {
    const looks = [];
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { color } = getComputedStyle(walker.currentNode.parentElement);
        // Only Pygments knows that a dot stands in the name of a module.
        const letters = walker.currentNode.data.replace(/[\\s.]/g, "");
        for (const letter of letters) looks.push([letter, color]);
    }
    return looks;
}"""
_GROUNDS = """() => {
    const style = (name, ...more) => getComputedStyle(document.querySelector(name), ...more);
    return {
        plain: [style(".cnn-editor").backgroundColor],
        selected: [style(".cnn-editor").backgroundColor,
                   style(".cnn-code", "::selection").backgroundColor],
        solution: [style(".solution .highlight pre").backgroundColor],
    };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_looks_as_in_the_solution_and_can_be_read(visit: Visit, scheme: str):
    page = visit(PLACE, color_scheme=scheme)
    expect(page.locator("html")).to_have_attribute("data-theme", scheme)
    layer = page.locator(".cnn-colored").first
    for solution in page.locator("details.solution pre").all():
        page.evaluate(_WRITE, solution.text_content())
        shown = layer.evaluate(_LOOKS)
        assert shown == solution.evaluate(_LOOKS)
        assert len({color for _, color in shown}) >= 4
    page.evaluate(_WRITE, "@cache\nclass A(ValueError):\n    x = print('a', 1 + 2)  # so")
    colors = {color for _, color in layer.evaluate(_LOOKS)}
    for name, layers in page.evaluate(_GROUNDS).items():
        ground = blended(*layers)
        assert {c: contrast(c, ground) for c in colors if contrast(c, ground) < CONTRAST} == {}, (
            name
        )


def rgba(color: str) -> list[float]:
    numbers = [float(n) for n in re.findall(r"[\d.]+", color)]
    return [*numbers, 1.0][:4]


def blended(ground: str, *layers: str) -> str:
    """The color that is seen where half-transparent colors lie on each other."""
    seen = rgba(ground)[:3]
    assert rgba(ground)[3] == 1
    for layer in layers:
        *color, alpha = rgba(layer)
        seen = [alpha * c + (1 - alpha) * s for c, s in zip(color, seen, strict=True)]
    return f"rgb({', '.join(map(str, seen))})"


def luminance(color: str) -> float:
    parts = [value / 255 for value in rgba(color)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(color: str, ground: str) -> float:
    light, dark = sorted((luminance(color), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# ---- the pane ------------------------------------------------------------------------------------


def test_the_caret_stays_in_view(editor: Locator):
    page, pane = editor.page, editor.locator(".cnn-code-pane")
    editor.locator("textarea").fill(f"x = {'1' * 200}\ny")
    place = "pane => [pane.scrollLeft, pane.scrollWidth - pane.clientWidth]"
    page.keyboard.press("Control+Home")
    page.wait_for_function("pane => pane.scrollLeft === 0", arg=pane.element_handle())
    for key in ("End", "2"):
        page.keyboard.press(key)
        left, most = pane.evaluate(place)
        assert left > most - 10 > 0, key
    page.keyboard.press("Home")
    assert pane.evaluate(place)[0] == 0


def test_on_paper_the_whole_text_stands_in_color(page: Page, editor: Locator):
    page.evaluate(_WRITE, LONG)
    page.emulate_media(media="print")
    expect(editor.locator("textarea")).to_be_hidden()
    layer = editor.locator(".cnn-colored")
    expect(layer).to_be_visible()
    assert layer.evaluate("it => it.scrollWidth <= it.clientWidth && it.scrollHeight > 60")


def test_without_the_styles_of_the_page_the_text_is_seen(alone: Visit):
    page = alone(_check.editor(EXERCISE, "pass"))
    looks = page.locator(".cnn-colored").evaluate(_LOOKS)
    page_color = page.locator(".cnnlib").evaluate("it => getComputedStyle(it).color")
    assert {color for _, color in looks} == {page_color}
