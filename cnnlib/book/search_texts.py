"""What the pages say, for the excerpts on the search page.

A page opened by a double click may not fetch the pages that a search has found. So the build lays
what they say into one script, ``search_texts.js``, which the search page alone loads.
"""

import json
from pathlib import Path

from bs4 import BeautifulSoup

FILE = Path("_static") / "cnnlib" / "search_texts.js"

_UNREAD = (
    "script, style, h1, h2, h3, h4, h5, h6, .headerlink, .eqno, div.math, details > summary, "
    "[data-explorable], .tag_page-stub"
)


def write_texts(site: Path) -> None:
    """Write the script for the pages of the built book at `site`.

    The pages are read as they were written, so that those which this build has not renewed count.
    """
    pages = sorted(
        path for path in site.rglob("*.html") if not path.is_relative_to(site / "_static")
    )
    texts = {
        path.relative_to(site).as_posix(): sections
        for path in pages
        if (sections := read_sections(path.read_text("utf-8")))
    }
    script = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    site.joinpath(FILE).write_text(f"window.cnnlibTexts = {script};\n", "utf-8")


def read_sections(page: str) -> list[tuple[str, str]]:
    """The sections of a page in reading order: the id, and the text without its subsections.

    >>> read_sections('<article><section id="a"><h1>A</h1><p>One</p>'
    ...               '<section id="b"><p>Two</p></section></section></article>')
    [('a', 'One'), ('b', 'Two')]
    """
    article = BeautifulSoup(page, "html.parser").find("article")
    if article is None:
        return []
    for unread in article.select(_UNREAD):
        unread.decompose()
    for formula in article.select("span.math"):
        formula.replace_with(_said(formula.select(".cnn-formula-source")[0].get_text()))
    for block in article.select("dt, dd, li, p, pre, td, th, div"):
        block.append(": " if block.name == "dt" else " ")
    sections = []
    for section in reversed(article.find_all("section")):  # the inner ones first
        text = " ".join(section.extract().get_text().split())
        if text:
            sections.append((str(section.get("id", "")), text))
    return sections[::-1]


def _said(formula: str) -> str:
    """A formula within a sentence: as it is, if it needs no typesetting."""
    plain = formula.strip("$")
    return "…" if "\\" in plain else plain
