"""Curves over one axis, with their names at their ends."""

import itertools
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_numbers, shape_text
from cnnlib.figures._drawing import (
    CHARACTER,
    WIDTH,
    Box,
    Drawing,
    Panel,
    circle,
    group,
    lines,
    number,
    text,
)

_HEIGHT = 230
_TICK = 44  # room for the numbers of the upright axis
_LINE = 20  # of text
_DASHES = ("none", "7 4", "2 4", "10 4 2 4", "14 5", "1 7")
_MOST = len(_DASHES)
_APART = 50  # so far apart, two numbers below the axis do not touch
_TENS = 5  # an axis of logarithms that spans more decades names every second, third …


def show_curves(
    x: Any,
    curves: Mapping[str, Any],
    *,
    across: str = "",
    up: str = "",
    log: str = "",
    limits: tuple[float, float] | None = None,
    mark: float | None = None,
    alt: str | None = None,
) -> Drawing:
    """Draw curves, name → values, over the places `x` of shape (n,).

    Values have the shape (n,), or (repetitions, n): then each repetition is a dot, and the curve
    runs through their means. Curves differ by their dashes, and their names stand at their ends.
    `across` and `up` name the axes; `log` says which of them, "x", "y" or "xy", have logarithms.
    `limits` are the lowest and the highest value shown: give them where drawings are compared.
    `mark` is a place to point out by an upright line. `alt` says what is shown, for those who do
    not see it: by default the values at both ends.

    Raises ValueError for no curves or more than six, shapes that do not fit to each other, values
    that are not finite, or not above 0 where an axis has logarithms.

    >>> show_curves([1, 2, 4], {"training": [3, 2, 1.5]}, across="steps", up="loss")
    loss over steps. training: 3 at 1, 1.5 at 4
    """
    places = as_numbers("x", x, 1)
    if not 1 <= len(curves) <= _MOST:
        raise ValueError(f"{len(curves)} curves: 1 to {_MOST} can be told apart")
    if set(log) - set("xy"):
        raise ValueError(f"log={log!r} must be '', 'x', 'y' or 'xy'")
    found = {name: _table(name, values, places) for name, values in curves.items()}
    flat = np.concatenate([table.ravel() for table in found.values()])
    for axis, numbers in (("x", places), ("y", flat)):
        if axis in log and numbers.min() <= 0:
            raise ValueError(f"an axis of logarithms needs numbers above 0, got {numbers.min():g}")
    low, high = limits or (float(flat.min()), float(flat.max()))
    if not low <= flat.min() <= flat.max() <= high:
        span = f"{flat.min():g} to {flat.max():g}"
        raise ValueError(f"limits must hold all values, from {span}, got {limits!r}")
    beyond = 1.15 * CHARACTER * max(map(len, curves)) + 8
    right = WIDTH - beyond
    horizontal = _Axis(float(places.min()), float(places.max()), (_TICK, right), "x" in log)
    vertical = _Axis(low, high, (_HEIGHT, 8.0), "y" in log)
    shapes = [_grid(horizontal, vertical, right, across, up, _few(places, horizontal))]
    if mark is not None:
        line = [(horizontal(mark), 0.0), (horizontal(mark), float(_HEIGHT))]
        shapes.append(group(lines(line, stroke_width=2), data_role="focus"))
    ends = {}
    for (name, table), dash in zip(found.items(), _DASHES, strict=False):
        points = [(horizontal(a), vertical(b)) for a, b in zip(places, table.mean(0), strict=True)]
        shapes.append(lines(points, stroke_width=2, stroke_dasharray=dash))
        if len(table) > 1:
            shapes += [
                circle(horizontal(a), vertical(b), 2.5)
                for row in table
                for a, b in zip(places, row, strict=True)
            ]
        ends[name] = points[-1][1]
    for name, y in _apart(ends).items():
        shapes.append(text(right + 8, y, name, style="text-anchor:start"))
    bottom = _HEIGHT + 2 * _LINE + 6
    panel = Panel("".join(shapes), Box(0, -_LINE if up else -4, WIDTH, bottom))
    return Drawing((panel,), _words(places, found, across, up) if alt is None else alt)


class _Axis:
    """From numbers to places in the drawing, with the numbers that are written at it."""

    def __init__(self, low: float, high: float, room: tuple[float, float], log: bool) -> None:
        self.log = log
        self.low, self.high = (math.log10(low), math.log10(high)) if log else (low, high)
        if self.high == self.low:
            self.low, self.high = self.low - 0.5, self.high + 0.5
        self.start, self.end = room

    def __call__(self, value: float) -> float:
        part = ((math.log10(value) if self.log else value) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Round numbers, two to seven of them."""
        if self.log:
            first, last = math.ceil(self.low - 1e-9), math.floor(self.high + 1e-9)
            every = max(1, math.ceil((last - first + 1) / _TENS))
            return [10.0**power for power in range(first, last + 1, every)]
        span = self.high - self.low
        sizes = (size * 10.0**power for power in range(-9, 10) for size in (1, 2, 5))
        step = next(size for size in sizes if span / size <= _TENS)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [k * step for k in range(first, last + 1)]


def _table(name: str, values: Any, places: Array) -> Array:
    table = as_numbers(name, values, 1, 2)
    table = table.reshape(-1, table.shape[-1])
    if table.shape[1] != places.size or table.size == 0:
        raise ValueError(f"{name} has shape {shape_text(np.shape(values))}, x has {places.size}")
    if not np.all(np.isfinite(table)):
        raise ValueError(f"{name} holds numbers that are not finite")
    return table


def _few(places: Array, across: _Axis) -> list[float]:
    """The places themselves as ticks, where they are so few that each can be named; else none."""
    ticks = sorted({float(place) for place in places})
    near = [across(b) - across(a) for a, b in itertools.pairwise(ticks)]
    return ticks if len(ticks) <= _TENS and min(near, default=0) >= _APART else []


def _grid(across: _Axis, up: _Axis, right: float, name: str, title: str, ticks: list[float]) -> str:
    levels = [(value, up(value)) for value in up.ticks()]
    shapes = [
        lines(*([(_TICK, y), (right, y)] for _, y in levels), data_is="line"),
        *(
            text(_TICK - 6, y, _short(value), data_is="quiet", style="text-anchor:end")
            for value, y in levels
        ),
        *(
            text(across(value), _HEIGHT + _LINE - 6, _short(value), data_is="quiet")
            for value in ticks or across.ticks()
        ),
    ]
    if name:
        shapes.append(text((_TICK + right) / 2, _HEIGHT + 2 * _LINE - 4, name))
    if title:
        shapes.append(text(0, -_LINE / 2, title, style="text-anchor:start"))
    return "".join(shapes)


def _short(value: float) -> str:
    """A round number in few characters; from ten thousand on as a power of ten.

    >>> [_short(x) for x in (0.25, -2.0, 1000, 12500, 1e6, 0.001)]
    ['0.25', '−2', '1000', '12,500', '10⁶', '0.001']
    """
    exponent = round(math.log10(abs(value))) if value else 0
    if abs(exponent) >= 4 and math.isclose(abs(value), 10.0**exponent):
        written = "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return "−" + written if value < 0 else written
    return (f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.6g}").replace("-", "−")


def _apart(ends: Mapping[str, float]) -> dict[str, float]:
    """Where names stand: near the ends of their curves, none on another, none below the axis."""
    order = sorted(ends, key=lambda name: ends[name])
    placed: dict[str, float] = {}
    least = 4.0
    for name in order:
        placed[name] = least = max(least, ends[name])
        least += _LINE
    most = float(_HEIGHT - 4)
    for name in reversed(order):
        placed[name] = most = min(most, placed[name])
        most -= _LINE
    return placed


def _words(places: Array, found: Mapping[str, Array], across: str, up: str) -> str:
    about = " over ".join(filter(None, (up, across)))
    ends = [
        f"{name}: {table.mean(0)[0]:.4g} at {number(places[0])}, "
        f"{table.mean(0)[-1]:.4g} at {number(places[-1])}"
        for name, table in found.items()
    ]
    return ". ".join(filter(None, (about, "; ".join(ends)))).replace("-", "−")
