"""What the search page says about the pages that it has found."""

import pytest
from playwright.sync_api import Page, expect

from cnnlib.book.search_texts import read_sections, write_texts
from tests.book import site
from tests.book.visits import SCHEMES, Visit

PAGE = """<main><article><section id="top"><h1>Top<a class="headerlink">#</a></h1>
<p>A sum over <span class="math">k<span class="cnn-formula-source">$k$</span></span> of
<span class="math"><svg></svg><span class="cnn-formula-source">$\\frac{1}{k}$</span></span>.</p>
<script>bad()</script><div data-explorable="Question">bad</div><div class="math">bad</div>
<div class="tag_page-stub">bad</div>
<section id="inner"><h2>Inner</h2><p>Within <em>it</em>,
too.</p><dl><dt>Word<a class="headerlink">#</a></dt><dd><p>Its meaning.</p></dd></dl>
</section></section></article><p>bad</p></main>"""


def test_sections_hold_what_is_read():
    assert read_sections(PAGE) == [
        ("top", "A sum over k of …."),
        ("inner", "Within it, too. Word: Its meaning."),
    ]


def test_pages_without_text_are_left_out(tmp_path):
    (tmp_path / "_static" / "cnnlib").mkdir(parents=True)
    (tmp_path / "_static" / "webpack-macros.html").write_text(PAGE, "utf-8")
    (tmp_path / "one.html").write_text(PAGE, "utf-8")
    (tmp_path / "index.html").write_text("<p>elsewhere</p>", "utf-8")
    write_texts(tmp_path)
    script = (tmp_path / "_static" / "cnnlib" / "search_texts.js").read_text("utf-8")
    assert script.startswith('window.cnnlibTexts = {"one.html":[["top","A sum')
    assert "Within" in script
    assert "webpack" not in script


def results(page: Page) -> dict[str, str]:
    """The excerpts by the address of their page."""
    expect(page.locator(".search-summary")).to_contain_text("Search finished")
    items = page.locator("#search-results li").all()
    return {
        item.locator("a").first.get_attribute("href") or "": item.locator("p.context").inner_text()
        for item in items
    }


@pytest.mark.parametrize("scheme", SCHEMES)
def test_results_say_where_the_word_stands(visit: Visit, scheme: str):
    found = results(visit("search.html?q=padding", scheme))
    assert found
    assert all("pad" in excerpt.lower() for excerpt in found.values())
    assert all(len(excerpt) < 240 for excerpt in found.values())


def test_words_are_found_in_other_forms_and_marked(visit: Visit):
    page = visit("search.html?q=convolving the kernels")
    assert any(address.startswith(site.pages_with("EchoExplorer")[0]) for address in results(page))
    marks = {text.lower() for text in page.locator("p.context mark").all_inner_texts()}
    assert marks & {"kernel", "kernels"}
    assert all(mark.startswith(("convol", "kernel")) for mark in marks)


@pytest.mark.parametrize("query", ["", "the", "…(*+?[", "%22%3Cxyzzy%3E", "nowhereatall"])
def test_a_query_that_finds_nothing_is_no_error(visit: Visit, query: str):
    page = visit(f"search.html?q={query}")
    expect(page.locator("p.context")).to_have_count(0)


@pytest.mark.parametrize("width", [375, 1280])
def test_the_icon_does_not_cover_the_letters(visit: Visit, width: int):
    page = visit("search.html?q=padding", width=width)
    page.keyboard.press("Control+k")
    for form in page.locator("form.bd-search:visible").all():
        icon = form.locator("i").bounding_box()
        field = form.locator("input").bounding_box()
        assert icon is not None
        assert field is not None
        assert icon["x"] >= 0
        assert icon["x"] + icon["width"] <= field["x"]
