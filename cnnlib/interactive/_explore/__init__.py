"""`explore`: a figure drawn by a Python function, with controls that move its arguments.

In Jupyter it is `ipywidgets.interact`. In the built book there is no Python to call, so every
position of the controls is drawn while the book is built, and a player (``explore.js``) shows the
picture that belongs to the controls:

- `_controls` reads the grid of positions off the widgets that `interact` would make;
- `_recorder` calls the function at one position and keeps what it shows;
- `_pictures` makes small pictures of one common size of what matplotlib draws; the drawings of
  `cnnlib.figures` stay text, which is sharp on every screen and follows the theme;
- this module puts the frames into the page: the first one where it stands, the others in a script
  element that the build moves to a file of its own, loaded when the figure comes near the view.
"""

import functools
import hashlib
import html
import inspect
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from ipywidgets.widgets.interaction import show_inline_matplotlib_plots
from matplotlib.figure import Figure

from cnnlib.figures import STYLE, Drawing, with_common_boxes
from cnnlib.interactive._explore._controls import Control, read_controls, with_fixed_defaults
from cnnlib.interactive._explore._pictures import (
    Picture,
    Plot,
    common_box,
    in_box,
    picture_html,
)
from cnnlib.interactive._explore._recorder import Html, Part, Text, record, refusing_glue
from cnnlib.interactive._static import is_static, mount, script_json

__all__ = ["explore"]


def explore(
    fn: Callable[..., Any], /, *, alt: str | None = None, **ranges: Any
) -> Callable[..., Any]:
    """Show what `fn` draws, with a control for each argument named in `ranges`.

    The ranges are `ipywidgets.interact`'s abbreviations, ``(low, high)``, ``(low, high, step)``, a
    list or dict of choices, ``True`` or ``False``, or a ready-made slider. Arguments of `fn` that
    are not named keep their defaults. `fn` may return or display the drawings of `cnnlib.figures`,
    draw matplotlib figures (shown, returned or left open), print, and display or return anything
    that Jupyter shows as HTML or as a picture.

    `alt` says what the figure shows, for those who do not see it; by default it is the first line
    of `fn`'s docstring. The present values are added: "A sine wave; frequency 2".

    Returns `fn`, as `interact` does; end the line with a semicolon to keep it out of the notebook.
    While the book is built, at most 80 positions are drawn, and a failing one fails the build.

    Raises `ValueError` for a missing text alternative, an argument that `fn` does not have, no
    control at all, and `glue` inside `fn`; in the built book also for more than 80 positions and
    for controls that have no list of values, such as text fields.
    """
    description = _description(fn, alt)
    ranges = with_fixed_defaults(fn, ranges)
    if not is_static():
        return _live(fn, ranges)
    show_inline_matplotlib_plots()  # figures drawn earlier in the cell stand above, as in Jupyter
    controls, constants = read_controls(fn, ranges)
    frames = _draw_all(fn, controls, constants)
    page = {"text/plain": description, "text/html": _page(description, controls, frames)}
    display(page, raw=True)
    return fn


def _live(fn: Callable[..., Any], ranges: dict[str, Any]) -> Callable[..., Any]:
    @functools.wraps(fn)
    def shown(**values: Any) -> Any:
        with refusing_glue():
            result = fn(**values)
        if isinstance(result, Figure):
            plt.close(result)  # `interact` shows open figures and results: this one is both
        return result

    ipywidgets.interact(shown, **ranges)
    try:
        fn.widget = shown.widget  # type: ignore[attr-defined]
    except AttributeError:  # bound methods take no attributes
        return shown
    return fn


def _description(fn: Callable[..., Any], alt: str | None) -> str:
    """The text alternative, on one line and without its full stop.

    >>> _description(print, "A  wave.")
    'A wave'
    """
    if alt is None and inspect.isroutine(fn):
        alt = (inspect.getdoc(fn) or "").partition("\n")[0]
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(
            f"alt={alt!r}: say what the figure shows, for those who do not see it, "
            'with alt="…" or in the first line of the function\'s docstring'
        )
    return " ".join(alt.split()).rstrip(".")


def _words(controls: Sequence[Control], positions: Sequence[int]) -> str:
    """The present values in words, as the player says them too: "stride 2, padding 1"."""
    pairs = zip(controls, positions, strict=True)
    return ", ".join(f"{control.label} {control.text(position)}" for control, position in pairs)


def _draw_all(
    fn: Callable[..., Any], controls: Sequence[Control], constants: dict[str, Any]
) -> list[list[Part]]:
    """What `fn` shows at every position of the controls, the last control moving fastest."""
    frames = []
    for positions in itertools.product(*(range(len(control.values)) for control in controls)):
        pairs = zip(controls, positions, strict=True)
        values = {control.name: control.values[position] for control, position in pairs}
        try:
            frames.append(record(fn, {**constants, **values}))
        except Exception as error:
            error.add_note(f"explore was drawing {_words(controls, positions)}")
            raise
    if not any(frames):
        raise ValueError("the function shows nothing: draw a figure, print, or return something")
    return frames


def _page(description: str, controls: Sequence[Control], frames: Sequence[list[Part]]) -> str:
    """One line of HTML: the first frame, the player's state, and all other frames."""
    start = [control.start for control in controls]
    shape = [len(control.values) for control in controls]
    frames = _in_common_boxes(frames)
    first = frames[int(np.ravel_multi_index(start, shape))]
    # Equal frames share a number; the one that the page shows first is number 0.
    numbers = {_frame_html(first): 0}
    index = [numbers.setdefault(_frame_html(frame), len(numbers)) for frame in frames]
    others = script_json(list(numbers)[1:])
    name = hashlib.sha1(others.encode("utf-8"), usedforsecurity=False).hexdigest()[:16]
    state = {
        "alt": description,
        "controls": [control.state() for control in controls],
        "index": index,
        "frames": name if len(numbers) > 1 else None,
    }
    words = _words(controls, start)
    drawn = any(isinstance(part, Drawing) for frame in frames for part in frame)
    # The frame that is always in the page brings the look of all.
    markup = _frame_html(first, alt=f"{description}; {words}", style=STYLE if drawn else "")
    if len(numbers) > 1:
        markup += (
            f'<script type="application/json" class="cnnlib-frames" data-frames="{name}">'
            f"{others}</script>"
        )
    sentence = f"Drawn for {words}; the controls of this figure need JavaScript."
    return mount("explore", "explore", state, sentence, fallback_html=markup)


def _in_common_boxes(frames: Sequence[list[Part]]) -> list[list[Part]]:
    """The frames, with the first figure of all in one box, the second in another, and so on."""
    placed = _replaced(frames, Plot, _plots_in_common_box)
    return _replaced(placed, Drawing, with_common_boxes)


def _replaced(
    frames: Sequence[list[Part]], kind: type, change: Callable[[list[Any]], list[Any]]
) -> list[list[Part]]:
    """The frames with their parts of a kind changed: the first of all frames, the second, …"""
    of_kind = [[part for part in frame if isinstance(part, kind)] for frame in frames]
    counts = range(max(map(len, of_kind)))
    changed = [iter(change([parts[k] for parts in of_kind if k < len(parts)])) for k in counts]
    placed = []
    for frame in frames:
        k = itertools.count()
        placed.append([next(changed[next(k)]) if isinstance(p, kind) else p for p in frame])
    return placed


def _plots_in_common_box(plots: list[Plot]) -> list[Plot]:
    box = common_box(plot.box for plot in plots)
    return [in_box(plot, box) for plot in plots]


def _frame_html(frame: Sequence[Part], alt: str = "", style: str = "") -> str:
    """A frame as one line of HTML; `alt` belongs to its first picture."""
    lines = [style]
    of_first: str | None = alt
    for part in frame:
        if isinstance(part, Picture):
            lines.append(picture_html(part, of_first or ""))
        elif isinstance(part, Drawing):
            lines.append(part.html(of_first))
        else:
            lines.append(_text_html(part))
            continue
        of_first = None
    return f'<div class="cnn-explore-frame">{"".join(lines)}</div>'


def _text_html(part: Text | Html) -> str:
    if isinstance(part, Html):
        return f'<div class="cnn-explore-html">{part.line()}</div>'
    # The parser drops the first newline of a <pre>, so it gets one to drop.
    text = html.escape("\n" + part.text.rstrip("\n")).replace("\n", "&#10;")
    return f'<pre class="cnn-explore-text">{text}</pre>'
