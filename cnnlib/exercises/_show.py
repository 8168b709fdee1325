"""How a verdict looks in a notebook: one line of HTML, and the same as text."""

import html
import re
from typing import Any

from IPython.display import HTML, display

_MARKS = {
    "correct": ("✓", "#009e73"),
    "almost": ("≈", "#e69f00"),
    "wrong": ("✗", "#d55e00"),
    "not attempted": ("…", "#8a8a8a"),
}


class Result:
    """A verdict that shows itself wherever it is displayed."""

    def __init__(self, title: str, verdict: dict[str, Any]) -> None:
        self.title = title
        self.verdict = verdict

    def __repr__(self) -> str:
        lines = [f"{self.verdict['label']}. {self.verdict['sentence']}", self.verdict["detail"]]
        return "\n".join(line for line in lines if line).rstrip()

    def _repr_html_(self) -> str:
        mark, color = _MARKS[self.verdict["outcome"]]
        detail = html.escape(self.verdict["detail"]).replace("\n", "&#10;")
        case = (
            "<details><summary>Show the case</summary>"
            f'<pre tabindex="0" style="overflow-x:auto">{detail}</pre></details>'
            if detail
            else ""
        )
        return (
            f'<div role="status" style="border-left:4px solid {color};padding:.3rem .8rem;'
            'max-width:46rem;line-height:1.5">'
            f'<strong><span aria-hidden="true">{mark}</span> {self.verdict["label"]}</strong>'
            f" · {html.escape(self.title)}<br>{marked_up(self.verdict['sentence'])}{case}</div>"
        )


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
