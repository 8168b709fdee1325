"""What a stack of layers sees of a signal."""

import numpy as np

from cnnlib.arithmetic import Conv, receptive_field
from cnnlib.checks import whole
from cnnlib.figures._drawing import CHARACTER, WIDTH, Box, Drawing, Panel, frame, group, lines, text

_GAP = 10
_PITCH = 34
"""From one row to the next, between their cells."""
_HALF_A_LINE = 10  # of text
_MOST = 40
"""Cells in a row; more could not be told apart on a phone."""


def show_stack(
    layers: int, kernel: int, *, most: int | None = None, alt: str | None = None
) -> Drawing:
    """Draw what one output of `layers` layers sees, layer by layer down to the input.

    Each layer has a kernel of `kernel` numbers and stride 1, so a row l layers below the output has
    l(kernel − 1) + 1 cells. The output is at x = 0 and as large in every drawing that has room for
    `most` cells in a row: give it where drawings take each other's place. It is the input's own
    number of cells by default. `alt` says what is shown, for those who do not see it. Raises
    ValueError unless all are whole numbers ≥ 1 and the input has at most `most` cells, and 40.

    >>> show_stack(2, 3)
    One output of 2 layers with kernels of 3 numbers. Numbers seen, layer by layer: 1, 3, 5
    """
    layers, kernel = whole("layers", layers, least=1), whole("kernel", kernel, least=1)
    fields = [receptive_field([Conv(1, kernel)] * depth).size for depth in range(1, layers + 1)]
    sizes = [1, *(int(np.max(field)) for field in fields)]  # the same for both axes
    most = sizes[-1] if most is None else whole("most", most, least=1)
    if sizes[-1] > min(most, _MOST):
        raise ValueError(
            f"layers={layers} and kernel={kernel} see {sizes[-1]} numbers, "
            f"and a drawing has room for {min(most, _MOST)}"
        )
    formulas = [f"{n} = {depth}({kernel} − 1) + 1" for depth, n in enumerate(sizes)]
    longest = max(len(words) for words in formulas) + len(str(most)) - len(str(sizes[-1]))
    room = longest * CHARACTER * 0.9 + 2 * _GAP
    side = min(30, (WIDTH - room - 2) / most)
    pitch, half = side + _PITCH, most * side / 2
    shapes = []
    for depth, (count, formula) in enumerate(zip(sizes, formulas, strict=True)):
        left, y = -count * side / 2, depth * pitch
        role = "output" if depth == 0 else "input" if depth == layers else "none"
        if depth < layers:
            below = -sizes[depth + 1] * side / 2
            shapes.append(_fans(left, below, y + side, y + pitch, count, kernel, side))
        shapes.append(_cells(count, y, side, role, left))
        words = formula if depth > 1 else str(count)
        shapes.append(text(half + _GAP, y + side / 2, words, style="text-anchor:start"))
    rim = max(2, _HALF_A_LINE - side / 2)
    box = Box(-half - 2, -rim, half + room, layers * pitch + side + rim)
    numbers = ", ".join(map(str, sizes))
    said = f"One output of {layers} layers with kernels of {kernel} numbers. "
    said += f"Numbers seen, layer by layer: {numbers}"
    return Drawing((Panel("".join(shapes), box),), said if alt is None else alt)


def _cells(count: int, y: float, side: float, role: str, left: float) -> str:
    """Framed cells of a row."""
    inset = min(1.5, side / 8)
    edge = side - 2 * inset
    corners = [(left + place * side + inset, y + inset) for place in range(count)]
    shapes = lines(*(frame(*corner, edge, edge) for corner in corners), stroke_width=1.5)
    return group(shapes, data_role=role)


def _fans(
    left: float, below: float, top: float, bottom: float, count: int, kernel: int, side: float
) -> str:
    """From each cell the two edges of its window, those of the whole row stronger."""
    sides = [
        [(left + (k + end) * side, top), (below + (k + end * kernel) * side, bottom)]
        for k in range(count)
        for end in (0, 1)
    ]
    inner, outer = sides[1:-1], [sides[0], sides[-1]]
    return lines(*inner, data_is="line") + lines(*outer, stroke_width=2, data_is="window")
