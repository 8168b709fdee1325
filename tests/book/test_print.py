"""A chapter on paper: no empty frames, and the solutions at its end."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from cnnlib.interactive import KernelLab
from tests.book import site
from tests.book.visits import Visit
from tests.explorables import EXPLORABLES

PLACE = site.pages_with("Exercise")[0]

# What takes room on paper, beside the figures' own drawings, and shows nothing.
_EMPTY = """() => {
    const shown = "img, svg, canvas, input, select, textarea, progress, meter, hr, .cnn-carried";
    return [...document.querySelectorAll(`article *`)]
        .filter((el) => el.checkVisibility() && !el.matches(`${shown}, span, i`))
        .filter((el) => !el.closest("svg, td, th, mjx-container, math, .katex"))
        .filter((el) => !el.closest("[data-explorable]")
            || el.closest("[data-explorable=Exercise], [data-explorable=Question]")
            || el.closest("[data-explorable=Progress]") || el.matches("p, [role]"))
        .filter((el) => el.offsetWidth > 4 && el.offsetHeight > 4)
        .filter((el) => !el.innerText.trim() && !el.querySelector(shown))
        .map((el) => `${el.tagName}.${el.className}`);
}"""


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit(PLACE, color_scheme="light")


@pytest.fixture
def paper(page: Page) -> Iterator[Page]:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    return page


def html(page: Page) -> str:
    """The article without its figures, and without what was measured to see what scrolls."""
    article = page.locator("article").evaluate(
        """it => {
            const copy = it.cloneNode(true);
            for (const figure of copy.querySelectorAll("[data-explorable]"))
                figure.replaceWith("a figure");
            return copy.innerHTML;
        }"""
    )
    measured = r' (style=""|tabindex="-?\d"|role="region"|aria-label="Wide [^"]*")'
    return re.sub(measured, "", article)


# What sticks out of its figure, which would be cut off on paper; frames may, by their width.
_CUT = """() => [...document.querySelectorAll(".cnnlib.cnn-figure")].flatMap((figure) => {
    const end = figure.getBoundingClientRect().right + 1;
    return [...figure.querySelectorAll("*")]
        .filter((el) => el.checkVisibility() && !el.closest(".cnn-unseen, .cnn-live, .mx-band"))
        .filter((el) => el.getBoundingClientRect().right > end)
        .map((el) => `${figure.dataset.explorable} ${el.tagName}.${el.className}`);
})"""


def test_no_figure_is_cut_at_the_edge_of_a_sheet(alone: Visit):
    page = alone(*(figure() for figure in EXPLORABLES), width=680)  # A4 with margins of 15 mm
    page.emulate_media(media="print")
    page.locator("main").evaluate("main => (main.style = 'width: 600px; margin: 0')")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".cnnlib.cnn-figure").count() == len(EXPLORABLES)
    assert page.evaluate(_CUT) == []


def test_nothing_empty_is_printed(paper: Page):
    assert paper.evaluate(_EMPTY) == []


def test_what_is_said_is_printed(page: Page):
    question = page.locator("[data-explorable=Question]:has(button)").first
    question.get_by_role("button", name="Check").click()
    said = question.locator(".cnn-said")
    expect(said).not_to_be_empty()
    page.emulate_media(media="print")
    expect(said).to_be_visible()


def test_paper_has_all_tabs_each_under_its_name(visit: Visit):
    tabbed = (it for it in site.pages() if "sd-tab-set" in (site.SITE / it).read_text("utf-8"))
    page = visit(next(tabbed), color_scheme="light")
    tabs = page.locator(".sd-tab-set").first.locator(":scope > :is(.sd-tab-label, .sd-tab-content)")
    assert tabs.count() >= 4
    assert page.locator(".sd-tab-content >> visible=true").count() == 1
    page.emulate_media(media="print")
    tops = [tab.bounding_box()["y"] for tab in tabs.all()]
    assert tops == sorted(set(tops))


def test_no_button_of_an_exercise_is_printed(paper: Page):
    for name in ("Exercise", "Question", "Progress"):
        buttons = paper.locator(f"[data-explorable={name}] button")
        assert buttons.count() > 0
        for button in buttons.all():
            expect(button).to_be_hidden()


def test_of_the_progress_only_this_chapter_is_printed(paper: Page):
    chapters = paper.locator("[data-explorable=Progress] details")
    printed = chapters.locator("visible=true").locator("summary").all_text_contents()
    assert len(printed) == 1 < chapters.count()
    assert printed[0].startswith(paper.locator("article h1").inner_text().strip("#"))


def test_no_frame_is_torn_from_what_stands_in_it(paper: Page):
    for name in ("div.exercise.admonition", "div.cell_input", "div.cell"):
        for frame in paper.locator(f"article {name}").all():
            expect(frame).to_have_css("break-inside", "avoid")
            expect(frame).to_have_css("box-shadow", "none")  # it would fall on the sheet before


def test_solutions_stand_at_the_end_and_go_back(page: Page):
    before = html(page)
    titles = page.locator(".exercise > .admonition-title").all_text_contents()
    texts = page.locator(".exercise details.solution").all_text_contents()
    for _ in range(2):  # a reader may print twice
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        section = page.locator("article > .cnn-solutions")
        expect(section.locator("h2")).to_have_text("Solutions")
        assert section.locator("h3").all_text_contents() == titles
        assert section.locator("> details.solution[open]").all_text_contents() == texts
        assert page.locator(".exercise .solution").count() == 0
        last = page.locator("article > :not(.cnn-definition)").last
        expect(last).to_have_class("cnn-solutions")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert html(page) == before


def test_a_browser_may_forget_to_say_that_it_has_printed(page: Page):
    solutions = page.locator(".exercise .solution").count()
    for event in ("beforeprint", "beforeprint", "afterprint"):
        page.evaluate("name => dispatchEvent(new Event(name))", event)
    assert page.locator(".exercise .solution").count() == solutions
    assert page.locator(".cnn-solutions").count() == 0


def test_a_page_without_exercises_has_no_solutions(visit: Visit):
    page = visit("chapters/reference/how-to-use.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.get_by_text("Solutions", exact=True).count() == 0


def test_a_result_with_its_curtain_is_whole_on_paper(alone: Visit):
    page = alone(KernelLab())
    page.emulate_media(media="print")
    shapes = page.locator(".kl-halves canvas").evaluate_all(
        """all => all.map((it) => {
            const { width, height } = it.getBoundingClientRect();
            return [width / height, it.width / it.height];
        })"""
    )
    assert len(shapes) == 2
    for drawn, painted in shapes:
        assert drawn == pytest.approx(painted, rel=0.02)
    for part in (".cnn-seam", ".cnn-curtain-said"):
        expect(page.locator(part).first).to_be_visible()
    expect(page.locator(".cnn-curtain")).to_be_hidden()


def test_the_pdf_ends_with_the_solutions(page: Page):
    titles = page.locator(".exercise > .admonition-title").all_text_contents()
    codes = page.locator(".solution pre").all_text_contents()
    pdf = PdfReader(BytesIO(page.pdf(format="A4")))
    text = squeezed("".join(sheet.extract_text() for sheet in pdf.pages))
    exercises, _, solutions = text.rpartition("Solutions")
    for title, code in zip(titles, codes, strict=True):
        assert squeezed(title) in exercises
        assert squeezed(title) in solutions
        last = [line for line in code.splitlines() if line.strip()][-1]
        assert squeezed(last)[:40] in solutions
    assert "Backtothestart" not in text


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
