"""Points in the plane, each of them a digit: its class is written, and has a hue as well."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_numbers, shape_text
from cnnlib.figures._drawing import Box, Drawing, Panel, circle, frame, group, lines, text

_SIDE = 352  # two side by side
_MARGIN = 12
_WIDE, _HIGH = 5, 9  # a digit
_TEXT_MAY_SHRINK = 0.77  # to 12 of 16 pixels

_CORNERS = {"a": (0, 0), "b": (1, 0), "c": (0, 1), "d": (1, 1), "e": (0, 2), "f": (1, 2)}
_STROKES = (
    *("abfea", "bf", "abdcef", "abdcdfe", "acdbf"),
    *("bacdfe", "bacefdc", "abf", "dbacefdc", "dcabfe"),
)
"""The digits as one stroke each, through the corners of two squares, one above the other."""


def show_points(
    places: Mapping[str, Any],
    labels: Any,
    *,
    marked: Sequence[int] = (),
    columns: int = 2,
    alt: str | None = None,
) -> Drawing:
    """Draw points, title → (n, 2), each as the digit that it stands for, one panel for each title.

    `labels`, (n,), are the digits 0 to 9; they have hues too. In the middle of its points, by the
    median, stands each digit once more, large. `marked` are the numbers of points to be ringed.
    Every panel has a scale of its own, the same across and up, and no axes: such places have no
    unit. `columns` panels stand in a row where there is room. `alt` says what is shown, for those
    who do not see it: by default the titles. Raises ValueError for no panels, other shapes, places
    that are not finite, labels that are no digits, and points that are not there.

    >>> show_points({"perplexity 30": [[0, 0], [1, 2]]}, [3, 8], marked=[1])
    perplexity 30: 2 points
    """
    digits = np.asarray(labels)
    if digits.ndim != 1 or digits.dtype.kind not in "iu" or not np.isin(digits, range(10)).all():
        raise ValueError("labels must be the digits 0 to 9, one for each point")
    if not places:
        raise ValueError("places are none: at least one panel is needed")
    if not all(0 <= number < len(digits) for number in marked):
        raise ValueError(f"marked must be points, 0 to {len(digits) - 1}, got {list(marked)}")
    panels = []
    for title, found in places.items():
        points = as_numbers(title, found, 2)
        if points.shape != (len(digits), 2):
            got = shape_text(points.shape)
            raise ValueError(f"{title} has shape {got}, {len(digits)} labels need {len(digits)}×2")
        if not np.all(np.isfinite(points)):
            raise ValueError(f"{title} holds places that are not finite")
        panels.append(_panel(title, _fitted(points), digits, marked))
    said = f"{', '.join(places)}: {len(digits)} points"
    shown = min(columns, len(places))
    return Drawing(tuple(panels), said if alt is None else alt, shown, _SIDE * _TEXT_MAY_SHRINK)


def _fitted(points: Array) -> Array:
    """Places in the panel; up is up."""
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (_SIDE - 2 * _MARGIN) / (float((high - low).max()) or 1.0)
    middle = (points - (low + high) / 2) * scale
    return _SIDE / 2 + middle * [1, -1]


def _panel(title: str, points: Array, digits: Array, marked: Sequence[int]) -> Panel:
    shapes = [lines(frame(0, 0, _SIDE, _SIDE), data_is="line")]
    names = []
    for digit in np.unique(digits):
        mine = points[digits == digit]
        strokes = [_stroke(int(digit), x, y) for x, y in mine]
        hue = f"--class:{digit}"
        shapes.append(group(lines(*strokes, stroke_width=1.2), data_is="class", style=hue))
        x, y = np.median(mine, axis=0)
        names.append(text(x, y, str(digit), data_is="island"))
    rings = "".join(
        circle(float(points[number, 0]), float(points[number, 1]), 8, data_is="ring")
        for number in marked
    )
    shapes += [group(rings, data_role="focus") if rings else "", *names]
    return Panel("".join(shapes), Box(-1, -1, _SIDE + 1, _SIDE + 1), title)


def _stroke(digit: int, x: float, y: float) -> list[tuple[float, float]]:
    """A small digit around a place."""
    corners = [_CORNERS[corner] for corner in _STROKES[digit]]
    return [(x + (a - 0.5) * _WIDE, y + (b - 1) * _HIGH / 2) for a, b in corners]
