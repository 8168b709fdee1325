"""Formulas are made while the book is built, and stand in the page without any script."""

import re
import subprocess
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.book import execute, formulas
from cnnlib.book.build import build
from cnnlib.book.formulas import Typesetter, markup
from tests.book import site
from tests.book.small_book import SmallBook, run_without_kernel
from tests.book.visits import Visit, cut

AT_REST = """async node => {
    for (let still = 0, left; still < 8; left = node.scrollLeft) {
        await new Promise(requestAnimationFrame);
        still = node.scrollLeft === left ? still + 1 : 0;
    }
}"""


@pytest.fixture(scope="module")
def typesetter():
    typesetter = Typesetter()
    yield typesetter
    typesetter.close()


# ---- one formula ---------------------------------------------------------------------------------


def test_a_formula_is_a_picture_that_needs_nothing_else(typesetter):
    formula = typesetter.typeset(r"\sum_k \tfrac12 x_k", display=True)
    assert formula.svg.startswith("<svg ")
    assert "currentColor" in formula.svg
    assert "<path" in formula.svg
    assert not re.search(r"href|\bid=|<style|<text|font", formula.svg)
    assert formula.mathml.startswith("<math ")
    assert re.search(r'display="block"', formula.mathml)
    assert f'width="{formula.width:g}ex"' in formula.svg


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\fraq12", r"Undefined control sequence \\fraq"),
        (r"\frac{1", "Missing close brace"),
        (r"\begin{pmatrix} 1", r"Missing \\end\{pmatrix\}"),
        ("x_1_2", "Double subscripts"),
    ],
)
def test_what_is_no_formula_is_refused(typesetter, tex, message):
    with pytest.raises(ValueError, match=message):
        typesetter.typeset(tex, display=False)
    assert typesetter.typeset("x", display=False).svg  # and the next one is set


def test_one_process_sets_all_formulas(monkeypatch):
    started = []
    start = subprocess.Popen
    monkeypatch.setattr(
        formulas.subprocess, "Popen", lambda *a, **k: started.append(a) or start(*a, **k)
    )
    typesetter = Typesetter()
    assert started == []
    for tex in "abc":
        typesetter.typeset(tex, display=False)
    typesetter.close()
    assert len(started) == 1


def typesetting(page: str) -> list[str]:
    """The scripts of a page that would make its formulas."""
    scripts = re.findall(r"<script\b.*?</script>", page, re.DOTALL)
    return [s for s in scripts if re.search(r"^[^>]*mathjax|window\.MathJax|katex", s, re.I)]


# ---- a build -------------------------------------------------------------------------------------


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "subprocess", SimpleNamespace(run=run_without_kernel([])))
    book = SmallBook(tmp_path / "book", "one")
    settings = (book.root / "_config.yml").read_text("utf-8")
    book.write(
        "_config.yml",
        settings.replace("sphinx: {", "sphinx: {extra_extensions: [cnnlib.book.formulas], "),
    )
    return book


def test_a_broken_formula_stops_the_build(book, capfd):
    book.write("intro.md", "# Intro\n\nRight: $x$.\n\nWrong: $\\fraq12$.\n\n$$\nx_1_2\n$$\n")
    assert build(book.root) == 1
    told = capfd.readouterr().err
    assert re.search(r"intro\.md:\d+: .*formula \\fraq12: Undefined control sequence", told)
    assert re.search(r"intro\.md:\d+: .*formula x_1_2: Double subscripts", told)


def test_a_page_has_numbers_references_and_no_script(book):
    book.write(
        "intro.md",
        "# Intro\n\nBy {eq}`second` and {eq}`first`.\n\n```{math}\n:label: first\na < b\n```\n\n"
        "```{math}\n:label: second\na &= b \\\\ c &= d\n```\n\n$$\nx\n$$\n",
    )
    assert build(book.root) == 0
    page = (book.root / "_build" / "html" / "intro.html").read_text("utf-8")
    assert typesetting(page) == []
    references = re.findall(r'href="#equation-(\w+)">\((\d)\)</a>', page)
    assert references == [("second", "2"), ("first", "1")]
    numbers = re.findall(r'id="equation-(\w+)">.*?<span class="eqno">\((\d)\)', page, re.DOTALL)
    assert numbers == [("first", "1"), ("second", "2")]
    assert page.count("<svg style=") == page.count("<math ") == 3
    assert page.count("<mtr>") == 2
    assert "$$a &lt; b$$" in page


# ---- in the browser ------------------------------------------------------------------------------


def formulas_of(page: Page) -> Locator:
    return page.locator("article .math")


@pytest.mark.parametrize("name", site.pages())
def test_formulas_are_there_without_scripts(visit: Visit, name: str):
    page = visit(name, scripts=False, width=375)
    shown = page.locator("article :is(span.math, .cnn-formula) > svg")
    assert shown.count() == formulas_of(page).count()
    sizes = [picture.bounding_box() for picture in shown.all() if picture.is_visible()]
    assert all(size["width"] > 3 and size["height"] > 3 for size in sizes)
    assert all(size["x"] >= 0 and size["x"] + size["width"] <= 376 for size in sizes)


def test_no_page_loads_a_typesetting_script():
    assert [n for n in site.pages() if typesetting((site.SITE / n).read_text("utf-8"))] == []
    assert [*site.SITE.rglob("*[mM]ath[jJ]ax*.js"), *site.SITE.rglob("MathJax*")] == []


@pytest.fixture
def article(visit: Visit, typesetter: Typesetter):
    """Open a page with these formulas, displayed, between two sentences."""

    def open_page(*formulas: str, **options: Any) -> Page:
        shown = (markup(typesetter.typeset(f, True), f, display=True) for f in formulas)
        body = "".join(f'<p>Before.</p><div class="math">{each}</div>' for each in shown)
        head = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Formulas</title>'
            '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
            '<link rel="stylesheet" href="_static/styles/sphinx-book-theme.css">'
            '<link rel="stylesheet" href="_static/cnnlib/book.css">'
            '<script defer src="_static/cnnlib/book.js"></script>'
        )
        main = f'<main id="main-content"><article class="bd-article">{body}<p>After.</p></article>'
        return visit(site.ALONE, "http", body=head + main, **options)

    return open_page


def terms(count: int) -> str:
    return " + ".join(f"x_{{{n}}}" for n in range(count))


def test_a_formula_that_is_a_little_too_wide_shrinks(article):
    page = article("x", terms(9), width=300)
    small, wide = page.locator(".cnn-formula > svg").all()
    assert cut(page) == []
    assert page.locator("[data-more]").count() == 0
    assert wide.bounding_box()["width"] <= 300
    page.set_viewport_size({"width": 1000, "height": 700})
    assert wide.bounding_box()["width"] > 300
    assert small.bounding_box()["width"] < 20


def test_a_wide_formula_says_where_there_is_more_of_it(article):
    page = article(terms(40), width=375)
    formula = page.locator(".cnn-formula")
    expect(formula).to_have_attribute("data-more", "right")
    formula.focus()
    page.keyboard.press("ArrowRight")
    expect(formula).to_have_attribute("data-more", "left right")
    formula.evaluate(AT_REST)  # else what is left of the key's glide is added to what follows
    formula.blur()
    for left, sides in ((1e6, "left"), (0, "right")):
        formula.evaluate("(el, left) => el.scrollTo(left, 0)", left)
        expect(formula).to_have_attribute("data-more", sides)
        assert "linear-gradient" in formula.evaluate("el => getComputedStyle(el).maskImage")
        assert cut(page) == []
    assert formula.get_attribute("tabindex") == "0"
    expect(formula).to_have_accessible_name("Wide formula 1")
    page.emulate_media(media="print")
    expect(page.locator(".cnn-formula > svg")).to_have_css("min-width", "0px")
    assert formula.evaluate("el => el.scrollWidth <= el.clientWidth")


def test_a_cut_that_nothing_tells_is_found(article):
    """That the test of all pages can fail."""
    page = article(terms(40), width=375)
    page.eval_on_selector(".cnn-formula", "el => delete el.dataset.more")
    assert len(cut(page)) == 2  # what clips, and the picture that sticks out
    page.eval_on_selector(".cnn-formula", "el => { el.style.overflow = 'visible'; }")
    assert len(cut(page)) == 1
    page.eval_on_selector(".cnn-formula", "el => el.remove()")
    assert cut(page) == []
    page.eval_on_selector("p", "el => { el.style.cssText = 'height: 5px; overflow: hidden'; }")
    assert len(cut(page)) == 1


def test_what_is_copied_is_tex(article):
    page = article(r"\sum_k x_k")
    assert page.evaluate(
        "() => { getSelection().selectAllChildren(document.querySelector('article'));"
        " return getSelection().toString().split(/\\s*\\n\\s*/); }"
    ) == ["Before.", r"$$\sum_k x_k$$", "After."]
