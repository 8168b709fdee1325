"""Signals as rows of stems."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_numbers
from cnnlib.figures._cells import numbers_of
from cnnlib.figures._drawing import WIDTH, Box, Drawing, Panel, circle, group, lines, text

COLORS = {
    "input": "#0072B2",
    "kernel": "#E69F00",
    "output": "#009E73",
    "gradient": "#CC79A7",
    "focus": "#D55E00",
    "padding": "#767676",
}
"""The colors of the roles, for plots by matplotlib."""
_HEIGHT = 72
_NAME = 24  # a line of text
_NUMBER = 22


def show_signals(
    signals: Mapping[str, Any],
    roles: Sequence[str] = tuple(COLORS),
    *,
    limits: tuple[float, float] | None = None,
    alt: str | None = None,
) -> Drawing:
    """Draw signals, label → values (n,), under each other, with their numbers if they fit.

    All stand on one scale. It reaches over `limits`, (lowest, highest): by default over all values;
    give them where drawings are compared. `roles` are keys of COLORS: by default input, kernel,
    output, in this order. `alt` says what is shown, for those who do not see it: by default the
    numbers. Raises ValueError for no signals, more than there are roles, an unknown role, a signal
    of other shape, and limits that do not hold 0 and all values.

    >>> show_signals({"sound": [1, 2, 0, 4], "decay": [1, 0.5, 0.25]})
    sound: 1, 2, 0, 4; decay: 1, 0.5, 0.25
    """
    if not 1 <= len(signals) <= len(roles) or not set(roles) <= set(COLORS):
        raise ValueError(f"{len(signals)} signals need as many roles out of {', '.join(COLORS)}")
    rows = {label: as_numbers(label, values, 1) for label, values in signals.items()}
    low, high = _limits(rows.values(), limits)
    unit = _HEIGHT / (high - low)
    count = max(values.size for values in rows.values())
    step = min(WIDTH / count, WIDTH / 4)
    shapes, words, y = [], [], 0.0
    for (label, values), role in zip(rows.items(), roles, strict=False):
        bottom, top = limits or _ends(values)
        name = text(0, y + _NAME / 2, label, data_is="name", style="text-anchor:start")
        zero = y + _NAME + _NUMBER + top * unit
        shapes.append(group(name + _stems(values, zero, unit, step), data_role=role))
        numbers = ", ".join(words for _, words in numbers_of(values))
        words.append(f"{label}: {numbers or f'{values.size} numbers'}")
        y = zero - bottom * unit + (_NUMBER if bottom < 0 else 8)
    shapes.append(_places(count, y + _NUMBER / 2, step))
    panel = Panel("".join(shapes), Box(0, 0, max(count * step, 240), y + _NUMBER))
    return Drawing((panel,), "; ".join(words) if alt is None else alt)


def _limits(rows: Iterable[Array], limits: tuple[float, float] | None) -> tuple[float, float]:
    """The ends of the scale: finite, apart, with 0 between them."""
    lows, highs = zip(*map(_ends, rows), strict=True)
    lowest, highest = min(lows), max(highs)
    if limits is None:
        return lowest, highest if highest > lowest else lowest + 1
    low, high = limits
    if not (math.isfinite(high - low) and low <= lowest <= highest <= high and low < high):
        rule = f"must hold 0 and all values, from {lowest:g} to {highest:g}"
        raise ValueError(f"limits {rule}, got {limits!r}")
    return low, high


def _ends(values: Array) -> tuple[float, float]:
    """The lowest and the highest finite value, and 0."""
    finite = values[np.isfinite(values)]
    return float(np.min(finite, initial=0)), float(np.max(finite, initial=0))


def _stems(values: Array, zero: float, unit: float, step: float) -> str:
    """One signal over its line of zero; what is infinite or no number has no stem."""
    radius = max(1.2, min(5, step / 4))
    places = [(k + 0.5) * step for k in range(values.size)]
    tops = [zero - float(np.nan_to_num(v, nan=0, posinf=0, neginf=0)) * unit for v in values]
    points = list(zip(places, tops, strict=True))
    shapes = [
        lines([(0, zero), (values.size * step, zero)], data_is="line"),
        lines(*([(x, zero), (x, y)] for x, y in points), stroke_width=min(3, step / 2)),
        *(circle(x, y, radius) for x, y in points),
    ]
    for (k,), shown in numbers_of(values):
        beyond = 14 if values[k] < 0 else -14
        shapes.append(text(places[k], tops[k] + beyond, shown, data_is="number"))
    return "".join(shapes)


def _places(count: int, y: float, step: float) -> str:
    """Where counting begins, and every so many numbers."""
    steps = (size * 10**power for power in range(9) for size in (1, 2, 5))
    every = next(size for size in steps if size * step >= 44 or size >= count)
    return "".join(
        text((k + 0.5) * step, y, str(k), data_is="quiet") for k in range(0, count, every)
    )
