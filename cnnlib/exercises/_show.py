"""How a verdict and a solution look: one line of HTML, and the verdict the same as text."""

import html
import re
from typing import Any

from IPython.display import HTML, display
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from cnnlib.exercises._code import CodeExercise

_MARKS = {
    "correct": ("✓", "#009e73"),
    "almost": ("≈", "#e69f00"),
    "wrong": ("✗", "#d55e00"),
    "not attempted": ("…", "#8a8a8a"),
}


class Result:
    """A verdict that shows itself wherever it is displayed, with the solution a click away."""

    def __init__(self, exercise: CodeExercise, verdict: dict[str, Any]) -> None:
        self.exercise = exercise
        self.verdict = verdict

    def __repr__(self) -> str:
        printed, detail = self.verdict["printed"], self.verdict["detail"]
        lines = [f"{self.verdict['label']}. {self.verdict['sentence']}", printed, detail]
        return "\n".join(line.rstrip() for line in lines if line)

    def _repr_html_(self) -> str:
        mark, color = _MARKS[self.verdict["outcome"]]
        item = self.exercise
        printed = _text(self.verdict["printed"])
        case = self.verdict["detail"] and _folded("Show the case", _text(self.verdict["detail"]))
        return (
            f'<div role="status" style="border-left:4px solid {color};padding:.3rem .8rem;'
            'max-width:46rem;line-height:1.5">'
            f'<strong><span aria-hidden="true">{mark}</span> {self.verdict["label"]}</strong>'
            f" · {html.escape(item.title)} · level {item.level}, {item.kind}<br>"
            f"{marked_up(self.verdict['sentence'])}{printed}{case}{solution(item)}</div>"
        )


def solution(exercise: CodeExercise) -> str:
    """The solution of an exercise, folded, with what there is to say about it."""
    code = highlight(exercise.source, PythonLexer(), HtmlFormatter()).strip()
    words = f"<p>{marked_up(said)}</p>" if (said := exercise.remark) else ""
    code = f'<div class="highlight-python notranslate">{code}</div>'
    return _folded("Solution", code.replace("\n", "&#10;") + words, "solution")


def _folded(summary: str, body: str, name: str = "case") -> str:
    return f'<details class="{name}"><summary>{summary}</summary>{body}</details>'


def _text(text: str) -> str:
    """Plain text on one line of HTML, which some front ends would read as Markdown otherwise."""
    body = html.escape(text).replace("\n", "&#10;")
    return f'<pre tabindex="0" style="overflow-x:auto">{body}</pre>' if text else ""


def marked_up(text: str) -> str:
    """Plain text with code in backticks, as HTML.

    >>> marked_up("`x` < 3")
    '<code>x</code> &lt; 3'
    """
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(text, quote=False))


def show(thing: object) -> None:
    """Display `thing` in a notebook, print it in a terminal."""
    display(thing)


def show_html(line: str) -> None:
    display(HTML(line))
