"""What is found inside a network: its kernels, patches that excite its units, holes that hurt."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_numbers, shape_text
from cnnlib.checks import whole
from cnnlib.figures._cells import draw_cells, largest
from cnnlib.figures._drawing import WIDTH, Box, Drawing, Panel, frame, group, lines, text
from cnnlib.figures._pixels import pixels

_GAP = 6
_LINE = 22  # of text
_BLOCK = 168  # a block of patches
_BESIDE = 224  # a digit, and the map beside it
_LEAST = 140  # two side by side on a phone
_SEEN = 0.01  # of a probability; stripes for less would speak of nothing


def show_kernels(
    kernels: Any, columns: int = 8, *, names: Sequence[Any] = (), alt: str | None = None
) -> Drawing:
    """Draw kernels (K, h, w) side by side, all on one scale: olive is plus, striped violet minus.

    `columns` stand in a row. `names` are none, or one above each. `alt` says what is shown, for
    those who do not see it: by default how many kernels there are. Raises ValueError for another
    shape or number of them, and for kernels that would be too narrow.

    >>> show_kernels(np.ones((32, 3, 3)))
    32 kernels of 3×3
    """
    cells = as_numbers("kernels", kernels, 3, layout="K, h, w")
    count, high, wide = cells.shape
    if len(names) not in (0, count):
        raise ValueError(f"{count} kernels, {len(names)} names do not fit")
    columns = min(whole("columns", columns, 1), count)
    side = min(16.0, ((WIDTH - 4 + _GAP) / columns - _GAP) / wide)
    if side < 4:
        raise ValueError(f"columns must leave each cell 4 pixels, {columns} leave {side:.1f}")
    above = _LINE if names else 0
    down, across = high * side + _GAP + above, wide * side + _GAP
    top, shapes = largest(cells), []
    for k, kernel in enumerate(cells):
        x, y = k % columns * across, k // columns * down + above
        if names:
            shapes.append(text(x + wide * side / 2, y - _LINE / 2, str(names[k]), data_is="quiet"))
        shapes.append(_at(x, y, draw_cells(kernel, top, side, written=False)))
    rows = -(-count // columns)
    box = Box(-2, -2, columns * across - _GAP + 2, rows * down - _GAP + 2)
    said = f"{count} kernels of {shape_text((high, wide))}"
    return Drawing((Panel("".join(shapes), box),), said if alt is None else alt)


def show_patches(units: Mapping[str, Any], columns: int = 4, *, alt: str | None = None) -> Drawing:
    """Draw for each unit, name → patches (n, h, w), its patches in a square block, row by row.

    All share one scale, and 0 is the page's own background; a block of larger patches is no larger
    on the page. `columns` blocks stand in a row where there is room. `alt` says what is shown, for
    those who do not see it: by default the names. Raises ValueError for no units, other shapes,
    and negative values.

    >>> show_patches({"unit 3": np.ones((9, 8, 8)), "unit 5": np.ones((9, 8, 8))})
    unit 3, unit 5: 9 patches each
    """
    found = {
        name: as_numbers(name, patches, 3, layout="n, h, w") for name, patches in units.items()
    }
    if not found:
        raise ValueError("units are none: at least one is needed")
    for name, patches in found.items():
        if not np.all(patches >= 0):
            raise ValueError(f"{name} must have no values below 0: they are drawn as ink")
    top = max(largest(patches) for patches in found.values())
    panels = [_block(patches, top, name) for name, patches in found.items()]
    counts = sorted({len(patches) for patches in found.values()})
    said = f"{', '.join(found)}: {' or '.join(map(str, counts))} patches each"
    shown = min(whole("columns", columns, 1), len(found))
    return Drawing(tuple(panels), said if alt is None else alt, shown, _LEAST)


def show_occlusion(
    image: Any,
    probability: Any,
    *,
    hole: int,
    full: float,
    stride: int = 1,
    names: Sequence[str] = ("the digit", "what a hole costs"),
    alt: str | None = None,
) -> Drawing:
    """Draw an image (H, W), and beside it what a hole takes away where its middle lies.

    `probability` is the map of `cnnlib.inspection.occlusion`, of holes that are `hole` pixels wide
    and `stride` apart; `full` is the probability without a hole. What is lost is striped violet, as
    everything below 0, and what is gained olive, from a hundredth on; a loss of 1 has the full
    color. On the image a frame marks the hole that costs most; on the map lies the outline of the
    image. `names` are of the two. `alt` says what is shown, for those who do not see it: by default
    the lowest probability and its place. Raises ValueError for shapes that do not fit.

    >>> show_occlusion(np.eye(4), [[0.9, 0.5], [0.8, 0.9]], hole=3, full=0.9)
    the digit, what a hole costs: 0.90 without a hole, 0.50 with the hole at row 0, column 1
    """
    picture = as_numbers("image", np.squeeze(image), 2)
    found = as_numbers("probability", probability, 2)
    side, step = whole("hole", hole, 1), whole("stride", stride, 1)
    expected = tuple((length - side) // step + 1 for length in picture.shape)
    if side > min(picture.shape) or found.shape != expected:
        raise ValueError(
            f"probability has shape {shape_text(found.shape)}, but holes of {side}, {step} apart, "
            f"in {shape_text(picture.shape)} have {shape_text(expected)} places"
        )
    if len(names) != 2:
        raise ValueError(f"names must be 2, got {len(names)}")
    unit = _BESIDE / picture.shape[1]
    width, height = (length * unit for length in picture.shape[::-1])
    box, edge = (
        Box(-2, -2, width + 2, height + 2),
        lines(frame(0, 0, width, height), data_is="line"),
    )
    row, column = (int(k) for k in np.unravel_index(np.nanargmin(found), found.shape))
    hidden = frame(column * step * unit, row * step * unit, side * unit, side * unit)
    marked = lines(hidden, data_is="halo") + lines(hidden, stroke_width=2.5)
    ink = pixels(picture, largest(picture), width, height, ink=True)
    corner, change = (side - step) / 2 * unit, found - full
    costs = draw_cells(np.where(abs(change) < _SEEN, 0, change), 1.0, step * unit, written=False)
    outline = lines(*_outline(picture > largest(picture) / 2, unit), stroke_width=1.2)
    panels = (
        Panel(ink + edge + group(marked, data_role="focus"), box, names[0]),
        Panel(_at(corner, corner, costs) + edge + outline, box, names[1]),
    )
    place = f"row {row * step}, column {column * step}"
    least = float(found[row, column])
    said = f"{', '.join(names)}: {full:.2f} without a hole, {least:.2f} with the hole at {place}"
    return Drawing(panels, said if alt is None else alt, 2, _LEAST)


def _block(patches: Array, top: float, name: str) -> Panel:
    """Patches row by row, in a square that is as large whatever their size."""
    count, high, wide = patches.shape
    columns = int(np.ceil(np.sqrt(count)))
    width = (_BLOCK - (columns - 1) * _GAP) / columns
    height = width * high / wide
    shapes = []
    for k, patch in enumerate(patches):
        inside = pixels(patch, top, width, height, ink=True)
        inside += lines(frame(0, 0, width, height), data_is="line")
        shapes.append(_at(k % columns * (width + _GAP), k // columns * (height + _GAP), inside))
    rows = -(-count // columns)
    box = Box(-1, -1, _BLOCK + 1, rows * (height + _GAP) - _GAP + 1)
    return Panel("".join(shapes), box, name)


def _outline(inside: Array, unit: float) -> list[list[tuple[float, float]]]:
    """The edges between the cells that are inside and those that are not."""
    wide = np.pad(inside, 1)
    found = []
    for i, j in np.argwhere(wide[1:, 1:-1] != wide[:-1, 1:-1]):
        found.append([(j * unit, i * unit), ((j + 1) * unit, i * unit)])
    for i, j in np.argwhere(wide[1:-1, 1:] != wide[1:-1, :-1]):
        found.append([(j * unit, i * unit), (j * unit, (i + 1) * unit)])
    return found


def _at(x: float, y: float, shapes: str) -> str:
    return group(shapes, transform=f"translate({x:.1f} {y:.1f})")
