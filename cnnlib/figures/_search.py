"""A small picture that is looked for in a large one."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_numbers, shape_text
from cnnlib.figures._cells import largest
from cnnlib.figures._drawing import WIDTH, Box, Drawing, Panel, cross, frame, group, lines, text
from cnnlib.figures._pixels import pixels

_GAP = 12
_LINE = 24  # of text


def show_search(
    sheet: Any,
    kernel: Any,
    result: Any,
    names: Sequence[str],
    parts: Sequence[tuple[int, int]],
    *,
    alt: str | None = None,
) -> Drawing:
    """Draw a sheet (H, W), beside it, as large, the kernel (h, w), and below it the result (H, W).

    `names` are of the three, in this order. `parts` are columns of the sheet, (first, one after the
    last): under each stands the largest value that the result has there, and a cross marks the
    largest of all. `alt` says what is shown, for those who do not see it: by default the names and
    these values. Raises ValueError for other shapes, numbers of names, and columns.

    >>> show_search(np.eye(2), [[1]], 3 * np.eye(2), ["sheet", "dot", "found"], [(0, 1), (1, 2)])
    sheet, dot, found; largest values: 3, 3
    """
    sheet, kernel = as_numbers("sheet", sheet, 2), as_numbers("kernel", kernel, 2)
    result = as_numbers("result", result, 2)
    (height, width), (high, wide) = sheet.shape, kernel.shape
    if result.shape != sheet.shape:
        got = f"{shape_text(result.shape)}, the sheet {shape_text(sheet.shape)}"
        raise ValueError(f"result must be as large as the sheet, got {got}")
    if len(names) != 3:
        raise ValueError(f"names must be 3, got {len(names)}")
    if not all(0 <= first < end <= width for first, end in parts):
        raise ValueError(f"parts must be columns of the sheet, 0 to {width}, got {list(parts)}")
    unit = (WIDTH - _GAP - 4) / (width + wide)
    left = wide * unit + _GAP  # of the sheet
    below = max(height, high) * unit + 1.5 * _LINE  # the top of the result's name
    shapes = [
        _picture(kernel, names[1], "kernel", 0, 0, unit),
        _picture(sheet, names[0], "input", left, 0, unit),
        _picture(result, names[2], "output", left, below, unit),
    ]
    top = below + _LINE
    row, column = np.unravel_index(np.nanargmax(result), result.shape)
    shapes.append(cross(left + (column + 0.5) * unit, top + (row + 0.5) * unit))
    peaks = [float(np.nanmax(result[:, first:end])) for first, end in parts]
    texts = [f"{round(peak) + 0}".replace("-", "−") for peak in peaks]
    foot = top + height * unit + _LINE / 2
    for (first, end), peak, words in zip(parts, peaks, texts, strict=True):
        kind = "name" if peak == max(peaks) else "quiet"
        shapes.append(text(left + (first + end) / 2 * unit, foot, words, data_is=kind))
    box = Box(-2, 0, left + width * unit + 2, foot + _LINE / 2)
    said = f"{', '.join(names)}; largest values: {', '.join(texts)}"
    return Drawing((Panel("".join(shapes), box),), said if alt is None else alt)


def _picture(image: Array, name: str, role: str, x: float, y: float, unit: float) -> str:
    """An image in its frame, below its name."""
    height, width = (length * unit for length in image.shape)
    label = text(x, y + _LINE / 2, name, data_is="name", style="text-anchor:start")
    inside = pixels(image, largest(image), width, height, ink=True)
    moved = f'<g transform="translate({x:.1f} {y + _LINE:.1f})">{inside}</g>'
    edge = lines(frame(x, y + _LINE, width, height), stroke_width=1.5)
    return group(label + moved + edge, data_role=role)
