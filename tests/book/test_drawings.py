"""The drawings of `cnnlib.figures` in a page: where they stand, and in what ink."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator

from cnnlib.figures import show_images, show_signals
from tests.book.visits import Visit

PAGES = {"light": (255, 255, 255), "dark": (20, 24, 30)}


def in_a_page(drawing: str, theme: str = "light") -> str:
    """The drawing in an article of the book, which has a text of its own in each theme."""
    text, page = {"light": ("#222832", "#ffffff"), "dark": ("#ced6dd", "#14181e")}[theme]
    colors = f"--pst-color-text-base:{text};--pst-color-background:{page};background:{page}"
    script = f"<script>document.documentElement.dataset.theme='{theme}'</script>"
    return f'{script}<div class="bd-content" style="{colors}">{drawing}</div>'


def room(svg: Locator) -> tuple[float, float]:
    """What is left free on both sides of a drawing."""
    left, right = svg.evaluate(
        """(svg) => {
            const [inner, outer] = [svg, svg.parentNode].map((el) => el.getBoundingClientRect());
            return [inner.left - outer.left, outer.right - inner.right];
        }"""
    )
    return left, right


def test_a_drawing_stands_in_the_middle_of_the_text(alone: Visit):
    shown = show_signals({"x": [1, 2, 0], "y": [0, 1, 1]})._repr_html_()
    page = alone(in_a_page(shown), width=1440)
    left, right = room(page.locator("svg"))
    assert left == pytest.approx(right)
    assert left > 100
    page.set_viewport_size({"width": 375, "height": 700})
    assert room(page.locator("svg"))[0] == 0


@pytest.mark.parametrize(
    ("theme", "inked"), [("light", (34, 40, 50)), ("dark", (206, 214, 221))], ids=PAGES
)
def test_a_digit_is_written_in_the_ink_of_the_page(alone: Visit, theme: str, inked):
    """Zero is the background, one the text, up to a tint that is not seen."""
    digit = np.zeros((9, 9))
    digit[3:6] = 1
    page = alone(in_a_page(show_images([digit], ink=True)._repr_html_(), theme))
    shot = Image.open(BytesIO(page.locator("svg").screenshot())).convert("RGB")
    width, height = shot.size
    assert shot.getpixel((width // 2, height // 6)) == PAGES[theme]
    np.testing.assert_allclose(shot.getpixel((width // 2, height // 2)), inked, atol=16)
