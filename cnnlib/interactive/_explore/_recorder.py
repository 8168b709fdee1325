"""What a function shows when it is called: printed text, figures, anything that Jupyter displays.

During the call, printing and displaying lead here instead of to the notebook. Drawings of
`cnnlib.figures` are kept as they are. Figures of matplotlib become pixels at once, as a function
may draw the same figure object again at the next position. Afterwards every
setting is as before, and the figures that the function opened are closed, so that the notebook does
not show the last of them once more at the end of the cell.
"""

import base64
import io
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
from IPython.core.displaypub import DisplayPublisher
from IPython.core.getipython import get_ipython
from IPython.display import display
from matplotlib._pylab_helpers import Gcf
from matplotlib.figure import Figure

from cnnlib.figures import Drawing
from cnnlib.interactive._explore._pictures import Picture, from_bytes, from_figure


@dataclass(frozen=True)
class Text:
    """Printed lines, or the plain representation of a displayed object."""

    text: str


@dataclass(frozen=True)
class Html:
    """The HTML representation of a displayed object."""

    markup: str

    def line(self) -> str:
        """The markup without newlines: some front ends read a page's HTML as Markdown."""

        def keep_lines(match: re.Match[str]) -> str:
            return match[0].replace("\n", "&#10;")

        kept = re.sub(r"<pre\b.*?</pre>", keep_lines, self.markup, flags=re.DOTALL)
        return re.sub(r"\s*\n\s*", " ", kept)


Part = Text | Html | Picture | Drawing


def record(fn: Callable[..., Any], values: dict[str, Any]) -> list[Part]:
    """The parts that ``fn(**values)`` shows, in the order in which a notebook shows them."""
    recorder = _Recorder()
    with recorder.recording():
        result = fn(**values)
        recorder.show()
        if isinstance(result, Figure):
            recorder.add_once(result)
        elif isinstance(result, Drawing):
            recorder.parts.append(result)
        elif result is not None:
            display(result)
    return recorder.parts


@contextmanager
def refusing_glue() -> Iterator[None]:
    """In this block, `glue` raises: its value would be swallowed by the controls' output."""
    with ExitStack() as undo:
        shell: Any = get_ipython()
        if shell is not None:
            publish = shell.display_pub.publish

            def guarded(data: Any, metadata: Any = None, **options: Any) -> None:
                _refuse_glue(metadata)
                publish(data, metadata, **options)

            _replace(undo, shell.display_pub, "publish", guarded)
        yield


def _refuse_glue(metadata: dict[str, Any] | None) -> None:
    glued = (metadata or {}).get("scrapbook")
    if glued is not None:
        raise ValueError(
            f"glue({glued['name']!r}, …) inside a function given to explore is lost: "
            "call glue at the top level of a cell"
        )


class _Recorder(DisplayPublisher):
    """Stands in for the notebook during one call."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self.seen: list[Figure] = []
        self.open_before = set(Gcf.figs)

    # ---- what a function may do -------------------------------------------------------------

    def write(self, text: str) -> None:
        last = self.parts[-1] if self.parts else None
        if isinstance(last, Text):
            self.parts[-1] = Text(last.text + text)
        else:
            self.parts.append(Text(text))

    def add(self, figure: Figure) -> None:
        self.seen.append(figure)
        self.parts.append(from_figure(figure))

    def add_once(self, figure: Figure) -> None:
        if not any(figure is seen for seen in self.seen):
            self.add(figure)

    def show(self) -> None:
        """`plt.show()`, and what a notebook does at the end: show the new figures, close them."""
        for figure in self._new_figures():
            self.add_once(figure)
        self._close_figures()

    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        """`display()` of anything but a drawing or a figure."""
        _refuse_glue(metadata)
        for kind in ("text/html", "image/svg+xml"):
            if kind in data:
                self.parts.append(_checked(Html(data[kind])))
                return
        for kind in ("image/png", "image/jpeg"):
            if kind in data:
                raw = data[kind] if isinstance(data[kind], bytes) else base64.b64decode(data[kind])
                self.parts.append(from_bytes(raw, **(metadata or {}).get(kind, {})))
                return
        self.write(data.get("text/plain", "") + "\n")

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002 - the name is IPython's
        self.parts.clear()

    # ---- standing in ------------------------------------------------------------------------

    @contextmanager
    def recording(self) -> Iterator[None]:
        plt.draw_if_interactive()  # loads the backend, whose settings shall outlive this call
        with ExitStack() as undo:
            undo.callback(self._close_figures)
            undo.enter_context(matplotlib.rc_context())
            undo.enter_context(redirect_stdout(_Stream(self.write)))
            # A function and not a method: loading a backend sets an attribute of `plt.show`.
            _replace(undo, plt, "show", lambda *_, **__: self.show())
            shell: Any = get_ipython()
            if shell is not None:
                _replace(undo, shell, "display_pub", self)
                formats = shell.display_formatter.format

                def formatted(thing: Any, *args: Any, **kwargs: Any) -> Any:
                    if isinstance(thing, Drawing):
                        self.parts.append(thing)
                    elif isinstance(thing, Figure):
                        self.add(thing)
                    else:
                        return formats(thing, *args, **kwargs)
                    return {}, {}  # tells `display` that all is done

                _replace(undo, shell.display_formatter, "format", formatted)
            yield

    def _new_figures(self) -> list[Figure]:
        return [
            manager.canvas.figure
            for number, manager in Gcf.figs.items()
            if number not in self.open_before
        ]

    def _close_figures(self) -> None:
        for figure in self._new_figures():
            plt.close(figure)


class _Stream(io.TextIOBase):
    def __init__(self, write: Callable[[str], None]) -> None:
        super().__init__()
        self._write = write

    def write(self, text: str) -> int:
        self._write(text)
        return len(text)


def _replace(undo: ExitStack, owner: Any, name: str, value: Any) -> None:
    undo.callback(setattr, owner, name, getattr(owner, name))
    setattr(owner, name, value)


def _checked(part: Html) -> Html:
    if re.search(r"<script\b", part.markup, re.IGNORECASE):
        raise ValueError(
            "the function displays HTML with a script, which a frame cannot run: "
            "show a picture, text or plain HTML"
        )
    return part
