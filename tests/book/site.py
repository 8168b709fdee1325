"""The built book as files: its pages, what stands in them, and the figures that they mount.

Nothing here or in the tests knows a chapter by its name: pages come from the table of contents,
exercises and questions from the registry, figures from what the pages mount.
"""

import base64
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from sphinx_external_toc.parsing import parse_toc_yaml

from cnnlib.book import assets
from cnnlib.book.pages import frontends

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
CONTENTS = tuple(f"{name}.html" for name in parse_toc_yaml(ROOT / "_toc.yml"))
START = CONTENTS[0]
ALONE = "alone.html"
"""The address of the page that `alone` makes: no file of the book has it."""


class Mount(NamedTuple):
    """One figure of a page, as the build left it: `name` is its ``data-explorable``."""

    name: str
    module: str
    state: dict[str, Any]


@cache
def pages() -> tuple[str, ...]:
    """Every page of the book, as addresses relative to its top."""
    if not (SITE / "index.html").exists():
        raise FileNotFoundError(f"{SITE} holds no book: run `make book` first")
    found = (path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
    # The index only leads to the first page.
    aside = ("_static", "_sources", "index.html")
    return tuple(sorted(name for name in found if not name.startswith(aside)))


class Page(HTMLParser):
    """What the tests ask of a page's source: ids, addresses, mounted figures."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.mounts: list[Mount] = []
        self._mounting: tuple[str, str] | None = None
        self._state: list[str] | None = None
        self.feed((SITE / name).read_text("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "name" in given:
            self.ids.append(given["name"])
        self.addresses += [given[key] for key in ("href", "src", "action") if key in given]
        if "data-module" in given:
            self._mounting = given["data-explorable"], given["data-module"]
        elif tag == "script" and self._mounting and given.get("type") == "application/json":
            self._state = []

    def handle_data(self, data: str) -> None:
        if self._state is not None:
            self._state.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._state is not None and self._mounting is not None:
            self.mounts.append(Mount(*self._mounting, _unpacked("".join(self._state))))
            self._mounting = self._state = None


@cache
def read(name: str) -> Page:
    """The parsed source of one page."""
    return Page(name)


@cache
def pages_with(figure: str = "") -> tuple[str, ...]:
    """The pages that mount a figure of this name, or any figure, in the order of the book."""
    ordered = sorted(pages(), key=lambda name: name not in CONTENTS or CONTENTS.index(name))
    return tuple(n for n in ordered if any(figure in ("", m.name) for m in read(n).mounts))


def alone(*figures: str) -> str:
    """A page with nothing but these figures, as their Python has just made them.

    It opens ten times as fast as a chapter, and each test can have a fresh one.
    """
    body = "".join(figures)
    names = frontends(body)
    styles = (f'<link rel="stylesheet" href="_static/cnnlib/{f}">' for f in assets.styles(names))
    scripts = (f'<script defer src="_static/cnnlib/{f}"></script>' for f in assets.scripts(names))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Alone</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"{''.join(styles)}{''.join(scripts)}<main>{body}</main>"
    )


def _unpacked(text: str) -> dict[str, Any]:
    """The state of a mounted figure, its buffers as bytes in their places."""
    packed = json.loads(text)
    for buffer in packed["buffers"]:
        *parents, last = buffer["path"]
        holder = packed["state"]
        for key in parents:
            holder = holder[key]
        holder[last] = base64.b64decode(buffer["base64"])
    state: dict[str, Any] = packed["state"]
    return state


def target(page: str, address: str) -> tuple[str, str] | None:
    """The file and the anchor that a link on `page` leads to; None if it leaves the book."""
    if re.match(r"//|[a-z][a-z+.-]*:", address, re.IGNORECASE):
        return None
    parts = urlsplit(urljoin(f"/{page}", address))
    return unquote(parts.path).lstrip("/"), unquote(parts.fragment)
