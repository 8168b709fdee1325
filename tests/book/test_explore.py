"""The player of `explore` on a bare page: drawings, and plots by matplotlib."""

import re
from collections.abc import Callable

import pytest
from matplotlib.figure import Figure
from playwright.sync_api import Page, expect

from cnnlib.figures import show_images, show_signals, show_stack
from cnnlib.interactive import _explore, explore
from tests.book.players import FIRST, expect_said
from tests.book.visits import Visit, overflow, violations

# What the book's theme says: it lays all output in the dark on light cards.
THEME = """<style>
    html { --pst-color-text-base: #222832; --pst-color-background: #ffffff }
    html[data-theme=dark] { --pst-color-text-base: #ced6dd; --pst-color-background: #14181e }
    html[data-theme=dark] .bd-content div.cell_output .text_html:not(:has(table.dataframe)),
    html[data-theme=dark] .bd-content div.cell_output img {
        background-color: rgb(9, 9, 9); color: rgb(9, 9, 9); padding: .5rem;
    }
    body { background: var(--pst-color-background); color: var(--pst-color-text-base) }
</style>"""


def in_cell(output: str) -> str:
    cell = '<div class="bd-content"><div class="cell_output"><div class="text_html">'
    return f"{THEME}{cell}{output}</div></div></div>"


def stack(m):
    """A stack"""
    return show_stack(m, 2)


def signals(m):
    """A signal"""
    return show_signals({"signal": [1, m, 0, -2]}, limits=(-2, 5))


def images(m):
    """A picture"""
    return show_images([[[m, -1], [0, 2]]] * 2, ["one", "two"])


def plot(m):
    """A line"""
    figure = Figure(figsize=(3, 2))
    figure.add_subplot().plot([0, m])
    return figure


Made = Callable[..., str]
DRAWINGS = pytest.mark.parametrize("draw", [stack, signals, images], ids=lambda f: f.__name__)
EVERY = pytest.mark.parametrize("draw", [stack, signals, images, plot], ids=lambda f: f.__name__)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """The HTML that `explore` leaves in the book."""

    def make(draw: Callable[..., object]) -> str:
        shown: list[dict[str, str]] = []
        monkeypatch.setenv("CNNLIB_STATIC", "1")
        monkeypatch.setattr(_explore, "display", lambda data, raw: shown.append(data))  # noqa: ARG005
        explore(draw, m=(1, 5))
        return in_cell(shown[0]["text/html"])

    return make


def darken(page: Page) -> None:
    # The style of the theme comes before all others, as in the book.
    page.evaluate("document.head.prepend(document.querySelector('style'))")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")


def color_of(page: Page, selector: str, of: str) -> str:
    found: str = page.locator(selector).first.evaluate("(el, of) => getComputedStyle(el)[of]", of)
    return found


@EVERY
def test_a_move_shows_its_frame_says_it_and_moves_nothing_else(alone: Visit, made: Made, draw):
    page = alone(made(draw))
    shown = page.locator(".cnn-explore-shown")
    expect_said(shown, re.compile("; m 3$"))
    before = shown.locator(FIRST).bounding_box()
    page.locator("input").press("End")
    expect_said(shown, re.compile("; m 5$"))
    expect(shown).to_have_count(1)
    assert shown.locator(FIRST).bounding_box() == before


@EVERY
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_frame_is_for_everyone(alone: Visit, made: Made, draw, theme):
    page = alone(f"<h1>A page</h1>{made(draw)}", width=375)
    if theme == "dark":
        darken(page)
    assert overflow(page) == []
    assert violations(page) == []
    sizes = page.locator("svg text").evaluate_all(
        """all => all.map((text) => {
            const { a, b } = text.getScreenCTM();
            return Math.hypot(a, b) * parseFloat(getComputedStyle(text).fontSize);
        })"""
    )
    assert all(size >= 11.9 for size in sizes)


@DRAWINGS
def test_words_lie_in_the_drawing(alone: Visit, made: Made, draw):
    page = alone(made(draw))
    outside = page.locator(".cnn-explore-shown svg").evaluate_all(
        """all => all.flatMap((svg) => {
            const box = svg.getBoundingClientRect();
            return [...svg.querySelectorAll("text")].filter((text) => {
                const { left, right, top, bottom } = text.getBoundingClientRect();
                return left < box.left - 1 || right > box.right + 1 ||
                    top < box.top - 4 || bottom > box.bottom + 4;
            }).map((text) => text.textContent);
        })"""
    )
    assert outside == []


def test_a_drawing_follows_the_theme(alone: Visit, made: Made):
    page = alone(made(signals))
    light = {name: color_of(page, f".cnn-drawing {name}", "fill") for name in ("text", "circle")}
    assert light == {"text": "rgb(0, 114, 178)", "circle": "rgb(0, 114, 178)"}
    assert color_of(page, "[data-is=number]", "fill") == "rgb(34, 40, 50)"
    darken(page)
    assert color_of(page, ".cnn-drawing circle", "fill") == "rgb(108, 188, 240)"
    assert color_of(page, "[data-is=number]", "fill") == "rgb(206, 214, 221)"
    assert color_of(page, ".cnn-drawing", "backgroundColor") == "rgba(0, 0, 0, 0)"


def test_a_drawing_alone_lies_on_no_card(alone: Visit):
    page = alone(in_cell(show_stack(2, 3)._repr_html_()))
    darken(page)
    assert color_of(page, ".text_html", "backgroundColor") == "rgba(0, 0, 0, 0)"
    assert color_of(page, ".cnn-drawing text", "fill") == "rgb(206, 214, 221)"


def test_a_plot_of_lines_is_no_white_island_in_the_dark(alone: Visit, made: Made):
    page = alone(made(plot))
    assert color_of(page, ".cnn-explore-picture", "filter") == "none"
    darken(page)
    assert "invert(1)" in color_of(page, ".cnn-explore-picture", "filter")
    assert color_of(page, ".cnn-explore-picture", "backgroundColor") == "rgb(255, 255, 255)"
    assert color_of(page, ".cnn-explore-picture", "padding") == "0px"
