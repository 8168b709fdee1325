"""What three pools make of a digit on a paper, and how that differs from its maps at home."""

import numpy as np

from cnnlib.arrays import Array
from cnnlib.functional import average_pool2d, blur_pool2d, max_pool2d

SIDE = 40
"""Of a paper: so large that a digit in its middle, moved by four pixels, never meets the border."""


def in_the_middle(image: Array) -> Array:
    """The ink of an image in the middle of a paper, as bytes of shape (40, 40)."""
    rows, columns = (np.flatnonzero(image.any(axis)) for axis in (1, 0))
    ink = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    paper = np.zeros((SIDE, SIDE), np.uint8)
    top, left = ((SIDE - size) // 2 for size in ink.shape)
    paper[top : top + len(ink), left : left + ink.shape[1]] = np.round(255 * ink)
    return paper


def pooled(paper: Array, window: int, down: int = 0, right: int = 0) -> list[Array]:
    """The maps of max, of average, and of max, then blur, each of shape (H, W)."""
    x = np.roll(paper, (down, right), (0, 1))[np.newaxis, np.newaxis]
    blurred = blur_pool2d(max_pool2d(x, window, stride=1), size=window + 1, stride=window)
    return [y[0, 0] for y in (max_pool2d(x, window), average_pool2d(x, window), blurred)]


def misfits(paper: Array, window: int, down: int, right: int) -> list[float]:
    """Σ|map − home map carried along| / Σ home map, for each of the three."""
    maps = pooled(paper, window, down, right)
    carried = [
        _moved(_moved(y, down / window, 0), right / window, 1) for y in pooled(paper, window)
    ]
    return [float(abs(y - z).sum() / z.sum()) for y, z in zip(maps, carried, strict=True)]


def centers(maps: list[Array]) -> Array:
    """The center of each map, right and down, in its cells: shape (3, 2)."""
    at = [[y.sum(axis) @ np.arange(len(y)) / y.sum() for axis in (0, 1)] for y in maps]
    return np.array(at)


def _moved(y: Array, cells: float, axis: int) -> Array:
    """A map moved along an axis; between two cells, both in proportion."""
    whole = int(np.floor(cells))
    part = cells - whole
    return (1 - part) * np.roll(y, whole, axis) + part * np.roll(y, whole + 1, axis)
