"""Grids of numbers: the cell is filled by what its number is, olive for plus, violet for minus."""

import math
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
    frame,
    lines,
    rectangle,
    text,
)
from cnnlib.figures._pixels import pixels

_SIDE = 44
_LEGIBLE = 44  # characters side by side
_LABEL = 24
_READ_OUT = 50
_SMALLEST = 7
"""Cells that would be narrower than this are drawn as the pixels of a picture."""
_LINED = 10


def show_matrix(
    matrix: Any,
    title: str = "",
    rows: str = "",
    columns: str = "",
    *,
    scale: float | None = None,
    alt: str | None = None,
) -> Drawing:
    """Draw a matrix (H, W) cell by cell, with its numbers if they fit.

    `rows` and `columns` say what they stand for, `alt` what the drawing shows, for those who do not
    see it: by default the title and the numbers. The number `scale` has the full color: by default
    the largest; give it where drawings are compared. Raises ValueError unless there are 2 axes, and
    for a scale that is not above 0.

    >>> show_matrix([[1, -0.5]], "weights")
    weights, 1×2: 1, −0.5
    """
    cells = as_numbers("matrix", matrix, 2)
    top = largest(cells) if scale is None else checked_scale(scale)
    height, width = cells.shape
    side = cell_side(cells)
    shapes = [draw_cells(cells, top, side)]
    box = Box(-2, -2, width * side + 2, height * side + 2)
    if columns:
        shapes.append(_label(f"{columns} →", 0, -_LABEL / 2))
        room = (len(columns) + 2) * CHARACTER
        box = box.union(Box(-2, -_LABEL, room, 0))
    if rows:
        turned = f'transform="translate({-_LABEL / 2:g} 0) rotate(90)"'
        shapes.append(f"<g {turned}>{_label(f'{rows} →', 0, 0)}</g>")
        box = box.union(Box(-_LABEL, -2, 0, (len(rows) + 2) * CHARACTER))
    words = in_words(title, cells) if alt is None else alt
    return Drawing((Panel("".join(shapes), box, title),), words)


def draw_cells(
    cells: Array, top: float, side: float, decimals: int | None = None, *, written: bool = True
) -> str:
    """The cells from the origin on, the magnitude `top` with the full color.

    Their numbers stand in them if they are `written` and fit; if they are not, a zero is empty,
    and cells that are too small for lines between them have none.
    """
    height, width = cells.shape
    whole = (0, 0, width * side, height * side)
    edge = lines(frame(*whole), stroke_width=1.5, data_is="edge")
    if side < _SMALLEST:
        return pixels(cells, top, whole[2], whole[3]) + edge
    numbers = dict(numbers_of(cells, decimals)) if written else {}
    shapes, strokes, words = [], [], []
    for (i, j), value in np.ndenumerate(cells):
        x, y = j * side, i * side
        part = 0 if math.isnan(value) else min(abs(float(value)) / top, 1)
        if part:
            sign = "+" if value > 0 else "−"
            shapes.append(rectangle(x, y, side, side, data_sign=sign, style=f"--part:{part:.3g}"))
        if value < 0:  # thin lines too, for those who see no difference of the hues
            down = np.arange(y + 3, y + side - 1, 6)
            strokes += [[(x, line), (x + side, line)] for line in down]
        place = (x + side / 2, y + side / 2)
        if numbers:
            shown = numbers[i, j]
            words.append(text(*place, shown, data_is="number" if shown.strip("0.") else "quiet"))
        elif value == 0 and written:
            words.append(circle(*place, 1.2, data_is="zero"))
    inner = [[(x * side, 0), (x * side, whole[3])] for x in range(1, width)]
    inner += [[(0, y * side), (whole[2], y * side)] for y in range(1, height)]
    shapes.append(lines(*strokes, data_is="minus"))
    if written or side >= _LINED:
        shapes.append(lines(*inner, data_is="line"))
    return "".join([*shapes, edge, *words])


def cell_side(cells: Array, decimals: int | None = None) -> float:
    """The side of a cell: as large as there is room, and no larger than a finger needs.

    With `decimals` there is room for a minus sign and a digit before the point, used or not.
    """
    numbers = numbers_of(cells, decimals)
    least = 0 if decimals is None else len(f"{-1:.{decimals}f}") + 0.6
    longest = max((len(words) for _, words in numbers), default=0)
    fit = (WIDTH - 2 * _LABEL) / cells.shape[1]
    return min(fit, max(_SIDE, (max(longest, least) + 1) * CHARACTER))


def in_words(title: str, cells: Array, decimals: int | None = None) -> str:
    """What a grid shows: its title, its shape, and its numbers, row by row, if they are few."""
    head = f"{title}, {shape_text(cells.shape)}" if title else shape_text(cells.shape)
    numbers = [words for _, words in numbers_of(cells, decimals)]
    if not 0 < len(numbers) <= _READ_OUT:
        return head
    width = cells.shape[1]
    rows = [", ".join(numbers[k : k + width]) for k in range(0, len(numbers), width)]
    return f"{head}: {'; '.join(rows)}"


def numbers_of(values: Array, decimals: int | None = None) -> list[tuple[tuple[int, ...], str]]:
    """Where to write which number, with a true minus sign; none if a row is too long.

    Three digits, or so many `decimals`.
    """
    if 2 * values.shape[-1] > _LEGIBLE:
        return []
    form = ".3g" if decimals is None else f".{decimals}f"
    rounded = values if decimals is None else np.round(values, decimals)
    texts = [(k, f"{x + 0.0:{form}}".replace("-", "−")) for k, x in np.ndenumerate(rounded)]
    longest = max(len(words) for _, words in texts)
    return texts if values.shape[-1] * (longest + 1) <= _LEGIBLE else []


def largest(values: Array) -> float:
    """The largest finite magnitude, or 1 where all is zero."""
    return float(np.max(np.abs(values), where=np.isfinite(values), initial=0)) or 1.0


def checked_scale(scale: float) -> float:
    """`scale` as a number above 0."""
    if not (math.isfinite(scale) and scale > 0):
        raise ValueError(f"scale must be a number above 0, got {scale!r}")
    return scale


def _label(words: str, x: float, y: float) -> str:
    return text(x, y, words, data_is="quiet", style="text-anchor:start")
