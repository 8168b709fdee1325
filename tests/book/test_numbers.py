"""Numbers in the browser: the table once more, and what stands in figures and questions."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from cnnlib.book import assets
from cnnlib.exercises._kinds import Number, QuestionData
from cnnlib.exercises._question import Question
from cnnlib.interactive import EchoExplorer, KernelLab
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._static import mount
from tests.book.conftest import PATIENCE
from tests.book.visits import settle
from tests.interactive.number_texts import REFUSALS, VALUES

LABEL = "Kernel row 0, column 0"
PRESETS = {
    "Gaussian": "1/16 1/8 1/16 1/8 1/4 1/8 1/16 1/8 1/16",
    "Sobel": "−1 0 1 −2 0 2 −1 0 1",
}
GAUSSIAN_5 = [[a * b / 256 for b in (1, 4, 6, 4, 1)] for a in (1, 4, 6, 4, 1)]
FRACTIONS = (
    "1/256 1/64 3/128 1/64 1/256 1/64 1/16 3/32 1/16 1/64 3/128 3/32 9/64 3/32 3/128 "
    "1/64 1/16 3/32 1/16 1/64 1/256 1/64 3/128 1/64 1/256"
)
ASKED = QuestionData(
    name="00-number",
    title="A number",
    level=1,
    kind="compute",
    text="One and a half?",
    closing="Well read.",
    numbers=[Number("It is", 1.5)],
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts and styles of the book, for pages that hold one figure each."""
    folder = tmp_path_factory.mktemp("bare")
    assets.write_static(folder)
    return folder


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


def opened(page: Page, folder: Path, figure: Explorable) -> Locator:
    """A bare page with one figure."""
    name = type(figure).__name__
    html = mount(name, figure._frontend, figure.state(), figure._label)
    styles = "".join(
        f'<link rel="stylesheet" href="cnnlib/{each}">'
        for each in assets.styles([figure._frontend])
    )
    scripts = "".join(
        f'<script src="cnnlib/{each}"></script>' for each in assets.scripts([figure._frontend])
    )
    path = folder / f"{name}.html"
    path.write_text(f'<!doctype html><meta charset="utf-8">{styles}{html}{scripts}', "utf-8")
    page.goto(path.as_uri())
    settle(page)
    return page.locator(f"[data-explorable={name}]")


def texts(nodes: Locator) -> list[str]:
    return nodes.evaluate_all("all => all.map((each) => each.value ?? each.textContent)")


def entered(field: Locator, text: str) -> None:
    field.fill(text)
    field.blur()


def test_the_browser_reads_as_node_does(page: Page, folder: Path):
    page.add_script_tag(path=folder / "cnnlib" / "shared.js")
    rules: dict[str, Any] = {"label": "Weight", "min": -1e12, "max": 1e12}
    found = page.evaluate(
        "([texts, rules]) => texts.map((text) => ui.parseNumber(text, rules))",
        [[*VALUES, *REFUSALS], rules],
    )
    read = dict(zip([*VALUES, *REFUSALS], found, strict=True))
    assert {text: read[text] for text in VALUES} == {
        text: {"value": value, "text": shown} for text, (value, shown) in VALUES.items()
    }
    for text, said in REFUSALS.items():
        assert read[text]["error"].endswith(f"” {said}"), text


# ---- the kernel lab ------------------------------------------------------------------------------


@pytest.fixture
def lab(page: Page, folder: Path) -> Locator:
    return opened(page, folder, KernelLab("digit"))


def test_what_is_typed_stands_there_and_in_the_lens(lab: Locator):
    typed = {"0.2": "0.2", "0.50": "0.50", "1½": "1½", "1e-9": "1e−9", "-,25": "−.25", "2/3": "2/3"}
    field = lab.locator(".cnn-kernel input").first
    for text, shown in typed.items():
        entered(field, "7")
        field.press("Control+a")
        field.page.keyboard.type(text)  # as a reader does, one character after another
        expect(field).to_have_value(text)
        field.blur()
        expect(field).to_have_value(shown)
        expect(lab.locator(".cnn-magnifier b").first).to_have_text(f"× {shown}")


def test_a_small_number_is_shown_as_it_counts(lab: Locator):
    fields = lab.locator(".cnn-kernel input")
    for index in range(9):
        entered(fields.nth(index), "1e-9")
    expect(fields.first).to_have_value("1e−9")
    total = json.loads(lab.get_attribute("data-shown") or "{}")["sums"]["correlation"]
    assert total > 0
    expect(lab.locator(".kl-sums strong").first).to_have_text(f"{total:.1e}".replace("e-0", "e−"))
    expect(lab.locator(".cnn-colors span").last).to_have_text("≥ 2e−6")


def test_what_rounding_leaves_of_a_sum_is_nothing(page: Page, folder: Path):
    kernel = [[0, 0, 0], [0.1, 0.2, -0.3], [0, 0, 0]]
    lab = opened(page, folder, KernelLab(np.full((9, 9), 3, np.uint8), kernel))
    shown = json.loads(lab.get_attribute("data-shown") or "{}")
    assert 0 < abs(shown["sums"]["correlation"]) < 1e-15
    expect(lab.locator(".kl-sums strong").first).to_have_text("0")


def test_presets_are_written_as_the_fractions_they_are(lab: Locator):
    entered(lab.locator(".cnn-kernel input").first, "0.3")
    for name, numbers in PRESETS.items():
        lab.locator(".kl-presets").get_by_role("button", name=name).first.click()
        assert texts(lab.locator(".cnn-kernel input")) == numbers.split()
        lens = texts(lab.locator(".cnn-magnifier b"))
        assert [text.removeprefix("× ") for text in lens] == numbers.split()


def test_a_kernel_of_five_rows_is_written_so_too(page: Page, folder: Path):
    lab = opened(page, folder, KernelLab("digit", GAUSSIAN_5))
    assert texts(lab.locator(".cnn-kernel input")) == FRACTIONS.split()


def test_no_number_is_cut_off_without_a_sign(lab: Locator):
    """A clipped −12.375 would be read as −12: it is written smaller, or ends in dots."""
    field = lab.locator(".cnn-kernel input").first
    wide = "input => input.scrollWidth > input.clientWidth"
    for text in ("1/16", "0.125", "1e-9", "−1 1/2", "0.0625"):
        entered(field, text)
        assert not field.evaluate(wide), text
    entered(field, "0.1234567890123")
    assert field.evaluate(wide)
    expect(field).to_have_css("text-overflow", "ellipsis")


def test_a_refusal_says_what_to_write_and_what_stays(lab: Locator):
    field = lab.locator(".cnn-kernel input").first
    entered(field, "0.50")
    for text, said in {
        "93,322": "“93,322” can mean 93322 or 93.322: write the one that you mean. It stays 0.50.",
        "93322": "at most 100. It stays 0.50.",
        "": "type a number. It stays 0.50.",
    }.items():
        field.fill(text)
        expect(lab.locator(".cnn-refusal")).to_have_text(f"{LABEL}: {said}")
    field.blur()
    expect(field).to_have_value("0.50")


# ---- the echo explorer ---------------------------------------------------------------------------


def test_the_echo_explorer_shows_what_was_typed(page: Page, folder: Path):
    echo = opened(page, folder, EchoExplorer())
    for index, text in enumerate(["0.125", "1½", "1e-9"]):
        echo.get_by_role("slider").nth(4 + index).focus()
        entered(echo.locator(".cnn-bar-editor input"), text)
    assert texts(echo.locator("[data-role=kernel] .cnn-bar-text")) == ["⅛", "1.5", "1e−9"]
    assert texts(echo.locator(".cnn-sum-text"))[-1] == "4e−9"


# ---- a question ----------------------------------------------------------------------------------


def test_a_question_reads_its_answer_in_the_same_way(page: Page, folder: Path):
    form = opened(page, folder, Question(ASKED))
    said = form.locator(".cnn-said")
    for text, sentence in {
        "": "It is: type a number.",
        "1,500": "It is: “1,500” can mean 1500 or 1.500: write the one that you mean.",
        "1 2": "It is: “1 2” is more than one number: a field takes one.",
        "11/2": "Not yet. 11/2 is not right.",
        "-0,0000001": "Not yet. −0.0000001 is not right.",
        "1½": "Well read.",
    }.items():
        form.get_by_role("textbox").fill(text)
        form.get_by_role("textbox").press("Enter")
        expect(said).to_contain_text(sentence)
    for text in ("1,5", "1 1/2", "3/2", "１.５", "1.5"):
        form.get_by_role("textbox").fill(text)
        form.get_by_role("textbox").press("Enter")
        expect(said).to_have_attribute("data-outcome", "correct")
