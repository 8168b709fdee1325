"""The controls of `explore`: those that `interact` would make, and the positions they have.

Nothing of `interact`'s abbreviations is repeated here. `ipywidgets.interactive` makes its widgets,
without connecting them to a page, and the values are read off them.
"""

import bisect
import inspect
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ipywidgets import (
    Checkbox,
    Dropdown,
    FloatSlider,
    IntSlider,
    RadioButtons,
    Select,
    SelectionSlider,
    ToggleButton,
    ToggleButtons,
    Widget,
    fixed,
    interactive,
)

MAX_FRAMES = 80
"""More pictures than this make a page slow to build and to load."""


@dataclass(frozen=True)
class Control:
    """A control as a choice between the `values` of the argument `name`; `start` is its default."""

    name: str
    label: str
    kind: str  # "slider", "select" or "checkbox"
    values: Sequence[Any]
    start: int
    text: Callable[[int], str]
    """What `interact` shows for the value at a position."""
    readout: bool = True

    def state(self) -> dict[str, Any]:
        """The control as the player receives it."""
        return {
            "label": self.label,
            "kind": self.kind,
            "texts": [self.text(position) for position in range(len(self.values))],
            "value": self.start,
            "readout": self.readout,
        }


def with_fixed_defaults(fn: Callable[..., Any], ranges: dict[str, Any]) -> dict[str, Any]:
    """`ranges`, and `fixed` for the other arguments of `fn` that have a default.

    >>> sorted(with_fixed_defaults(lambda size, color="red": None, {"size": (1, 5)}))
    ['color', 'size']
    """
    try:
        parameters = inspect.signature(fn).parameters.values()
    except (TypeError, ValueError):  # some built-in functions do not tell
        return ranges
    named = {p.name: p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    for name in ranges:
        if name not in named and not any(p.kind is p.VAR_KEYWORD for p in parameters):
            raise ValueError(f"the function has no argument {name!r}, only {', '.join(named)}")
    defaults = {
        name: fixed(parameter.default)
        for name, parameter in named.items()
        if name not in ranges and parameter.default is not parameter.empty
    }
    return {**ranges, **defaults}


def read_controls(
    fn: Callable[..., Any], ranges: dict[str, Any]
) -> tuple[list[Control], dict[str, Any]]:
    """The controls that `interact(fn, **ranges)` would show, in its order, and the fixed values."""
    with _unconnected():
        # "manual": the function is not called yet.
        widgets = interactive(fn, {"manual": True}, **ranges).kwargs_widgets
        for widget in widgets:
            _close(widget)
        constants = {w._kwarg: w.value for w in widgets if isinstance(w, fixed)}
        controls = [_control(widget) for widget in widgets if not isinstance(widget, fixed)]
    if not controls:
        raise ValueError("nothing to move: name an argument and its range, such as size=(1, 5)")
    frames = math.prod(len(control.values) for control in controls)
    if frames > MAX_FRAMES:
        counts = ", ".join(f"{control.name} has {len(control.values)}" for control in controls)
        raise ValueError(
            f"{frames} frames, and the book draws at most {MAX_FRAMES}: {counts}; "
            "use a larger step or fewer values"
        )
    return controls, constants


@contextmanager
def _unconnected() -> Iterator[None]:
    """Widgets made in this block open no comm: the page would carry the state of every one."""
    open_comm = Widget.open
    Widget.open = lambda _: None
    try:
        yield
    finally:
        Widget.open = open_comm


def _close(widget: Any) -> None:
    """Disconnect a ready-made widget, which was connected when it was made; its values stay."""
    for part in (widget, getattr(widget, "style", None), getattr(widget, "layout", None)):
        if isinstance(part, Widget):
            part.close()


def _control(widget: Any) -> Control:
    name, label = widget._kwarg, _one_line(widget.description)
    if isinstance(widget, (IntSlider, FloatSlider)):
        values, start = _steps(widget)
        spec = widget.readout_format
        return Control(
            name,
            label,
            "slider",
            values,
            start,
            lambda position: _readout(name, values[position], spec),
            widget.readout,
        )
    if isinstance(widget, (Dropdown, RadioButtons, Select, SelectionSlider, ToggleButtons)):
        if widget.index is None:
            raise ValueError(f"{name}: the {type(widget).__name__} has no value to start with")
        labels, choices = zip(*widget._options_full, strict=True)
        texts = tuple(map(_one_line, labels))
        slides = isinstance(widget, SelectionSlider)
        return Control(
            name,
            label,
            "slider" if slides else "select",
            choices,
            widget.index,
            texts.__getitem__,
            widget.readout if slides else True,
        )
    if isinstance(widget, (Checkbox, ToggleButton)):
        texts = ("off", "on")
        start = int(widget.value)
        return Control(name, label, "checkbox", (False, True), start, texts.__getitem__)
    raise ValueError(
        f"{name}: a {type(widget).__name__} has no list of values that could be drawn beforehand; "
        "use a range such as (0, 10), a list of choices, True or False"
    )


def _steps(slider: Any) -> tuple[Sequence[Any], int]:
    """The values of a slider, its minimum and whole steps from there; and where its default is.

    A default between two steps, which `interact` shows first and never again, is one more.
    """
    low, high, step = slider.min, slider.max, slider.step
    if not step or step < 0:
        raise ValueError(f"{slider._kwarg}: step={step!r}: give the slider a step greater than 0")
    count = math.floor((high - low) / step + 1e-9) + 1
    if count > MAX_FRAMES:
        return range(count), 0  # only to be counted, and refused
    # Each value is computed by itself and rounded far below the step: 0.3, not 0.30000000000000004.
    digits = 12 - math.floor(math.log10(step))
    values = [round(low + position * step, digits) + 0 for position in range(count)]
    start = bisect.bisect_left(values, slider.value - 1e-6 * step)
    if start == count or values[start] - slider.value > 1e-6 * step:
        values.insert(start, slider.value)
    return values, start


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _readout(name: str, value: float, spec: str) -> str:
    """A value as the slider of `interact` writes it, with a true minus sign.

    >>> _readout("shift", -0.5, ".2f"), _readout("shift", -0.001, ".2f")
    ('−0.50', '0.00')
    """
    try:
        text = format(value, spec)
    except ValueError:
        raise ValueError(
            f"{name}: readout_format={spec!r}: use one that Python has too, such as 'd' or '.2f'"
        ) from None
    if not text.startswith("-"):
        return text
    return f"−{text[1:]}" if any(digit in text for digit in "123456789") else text[1:]
