"""What a word means, beside the link to it: put into the page, shown on hover, focus and tap."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tests.book import site
from tests.book.visits import SCHEMES, Visit, overflow, violations

GLOSSARY = """---
orphan: true
---

# Words

```{glossary}
kernel
filter
  Slides, see {term}`window`; it has $m$ numbers.

  Twice *explained*.

window
  What slides.
```
"""
TEXT = "# Text\n\nA {term}`kernel`, a {term}`filter <kernel>`, {term}`filter`.\n"


def built(folder: Path, **files: str) -> dict[str, str]:
    """The bodies of a book of two pages; files that are given are written first."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    bodies: dict[str, str] = {}
    settings = {
        "extensions": ["myst_parser", "cnnlib.book.glossary"],
        "myst_enable_extensions": ["dollarmath"],
        "root_doc": "text",
    }
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            folder, None, folder / "out", folder / "trees", "html", settings,
            status=None, warningiserror=True,
        )  # fmt: skip
        app.connect("html-page-context", lambda *it: bodies.update({it[1]: it[3].get("body")}))
        app.build()
        assert app.statuscode == 0
    return bodies


def tooltips(body: str) -> dict[str, str]:
    return dict(re.findall(r'<div role="tooltip" id="([^"]+)"[^>]* hidden>(.*?)</div>', body, re.S))


def test_a_page_holds_what_its_words_mean(tmp_path: Path):
    bodies = built(tmp_path / "book", text=TEXT, words=GLOSSARY)
    assert re.findall(r'aria-describedby="([^"]+)"', bodies["text"]) == [
        "definition-kernel",
        "definition-kernel",
        "definition-filter",
    ]
    found = tooltips(bodies["text"])
    assert list(found) == ["definition-kernel", "definition-filter"]
    assert found["definition-kernel"] == found["definition-filter"]
    said = found["definition-kernel"]
    words = " ".join(re.sub(r"<[^>]+>", "", said).split())
    assert words == r"Slides, see window; it has \(m\) numbers. Twice explained."
    assert "<em>explained</em>" in said
    assert "<a" not in said  # a tooltip holds nothing to click
    assert list(tooltips(bodies["words"])) == ["definition-window"]


def test_a_page_is_written_anew_when_the_glossary_has_changed(tmp_path: Path):
    built(tmp_path / "book", text=TEXT, words=GLOSSARY)
    assert built(tmp_path / "book") == {}
    again = built(tmp_path / "book", words=GLOSSARY.replace("Slides", "Glides"))
    assert "Glides" in tooltips(again["text"])["definition-kernel"]


# ---- in the browser ------------------------------------------------------------------------------

LINK = "a[aria-describedby^='definition-']"


def source(name: str) -> str:
    return (site.SITE / name).read_text("utf-8")


# A page that uses the word which one meets most.
PLACE = next((name for name in site.pages() if 'id="definition-kernel"' in source(name)), "")


def test_only_pages_with_terms_load_the_script():
    for name in site.pages():
        page = source(name)
        assert ("cnnlib/glossary.js" in page) == ("std-term" in page), name
        assert ("cnnlib/glossary.css" in page) == ("std-term" in page), name
    assert PLACE


def definition(link: Locator) -> Locator:
    return link.page.locator(f"#{link.get_attribute('aria-describedby')}")


@pytest.fixture(params=SCHEMES)
def page(visit: Visit, request: pytest.FixtureRequest) -> Page:
    return visit(PLACE, request.param)


def test_hover_shows_it_and_it_can_be_hovered(page: Page):
    link = page.locator(LINK).first
    said = definition(link)
    expect(said).to_be_hidden()
    link.hover()
    expect(said).to_be_visible()
    assert "slides" in said.inner_text()
    said.hover()
    page.wait_for_timeout(400)  # longer than it stays when the pointer is elsewhere
    expect(said).to_be_visible()
    page.keyboard.press("Escape")
    expect(said).to_be_hidden()
    link.hover()
    page.locator("article h1").hover()
    expect(said).to_be_hidden()


def test_only_one_is_shown(page: Page):
    links = page.locator(LINK)
    for index in (0, 1):
        links.nth(index).hover()
        expect(definition(links.nth(index))).to_be_visible()
    expect(definition(links.first)).to_be_hidden()


def test_focus_shows_it_and_escape_ends_it(page: Page):
    link = page.locator(LINK).first
    page.keyboard.press("Tab")  # from now on a focus comes from the keyboard
    link.focus()
    expect(definition(link)).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(definition(link)).to_be_hidden()
    expect(link).to_be_focused()
    link.blur()
    link.focus()
    expect(definition(link)).to_be_visible()
    page.keyboard.press("Tab")
    expect(definition(link)).to_be_hidden()


def test_a_pointer_in_passing_shows_nothing(page: Page):
    focused, passed = page.locator(LINK).first, page.locator(LINK).nth(1)
    page.keyboard.press("Tab")
    focused.focus()
    expect(definition(focused)).to_be_visible()
    passed.evaluate(
        """link => {
            for (const node of [link, document.querySelector("article h1")])
                node.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
        }"""
    )
    page.wait_for_timeout(400)  # longer than a pointer has to rest
    expect(definition(passed)).to_be_hidden()
    expect(definition(focused)).to_be_visible()


def test_the_first_tap_shows_it_and_the_second_follows(visit: Visit):
    page = visit(PLACE, width=375, has_touch=True, color_scheme="dark")
    link = page.locator(LINK).first
    link.tap()
    expect(definition(link)).to_be_visible()
    assert violations(page) == []
    assert overflow(page) == []
    page.locator("article h2").first.tap()
    expect(definition(link)).to_be_hidden()
    link.tap()
    expect(definition(link)).to_be_visible()
    assert page.url.endswith(PLACE)
    link.tap()
    page.wait_for_url(re.compile(r"glossary\.html#term-"))


@pytest.mark.parametrize("width", [375, 1280])
def test_it_stands_beside_its_word_within_the_window(visit: Visit, width: int):
    page = visit(PLACE, width=width)
    for link in page.locator(LINK).all():
        for block in ("start", "end"):
            link.evaluate(f"it => it.scrollIntoView({{ block: '{block}' }})")
            link.hover()
            expect(definition(link)).to_be_visible()
            word, said = link.bounding_box(), definition(link).bounding_box()
            assert word
            assert said
            assert 0 <= said["x"] <= width - said["width"]
            assert 0 <= said["y"] <= 900 - said["height"]
            below = abs(said["y"] - word["y"] - word["height"])
            above = abs(said["y"] + said["height"] - word["y"])
            assert min(below, above) < word["height"]
            page.keyboard.press("Escape")


def test_it_is_not_printed(page: Page):
    link = page.locator(LINK).first
    link.hover()
    expect(definition(link)).to_be_visible()
    page.emulate_media(media="print")
    expect(definition(link)).to_be_hidden()
