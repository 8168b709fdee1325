"""A digit dragged over three pools, and the map of each against that at home, carried along."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib import store
from cnnlib.arrays import Array
from cnnlib.data import load_digits
from cnnlib.functional import average_pool2d, blur_pool2d, max_pool2d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._static import is_static
from cnnlib.interactive._traits import OneOf, Whole

_SAMPLES = {7: 8, 4: 20, 3: 1}  # digits, and where they stand among the test digits
_SIDE, _REACH = 40, 4  # of the paper, and of a move: with them no border ever counts
_ACROSS = 2 * _REACH + 1
_HOME = _ACROSS**2 // 2  # the place of no move


class PoolingExplorer(Explorable):
    """A digit on a paper of 40×40 pixels, pooled three ways, at home and up to four pixels away.

    A map's misfit is Σ|map − home map carried along| / Σ home map. A move by less than a stride
    carries the home map to between two cells: what lies between them counts in proportion.

    Args:
        digit: 7, 4 or 3.
        dx, dy: how far it is moved to the right and down, −4 to 4 pixels.
        window: rows and columns of the pools, 2 or 4, and their stride; the blur has one more.
        look: what is seen of each map: itself ("here"), its home map carried along ("carried"), or
            where the two differ ("differs").
        pool: the one that is seen where there is room for one only.
        turned: whether the cards that cover the two other maps have been turned over.
        guess: the name of a question; once it is answered the cards are turned over.
        visited: the places whose misfits are known, of 9 × 9, row by row.
        task: whether it asks where all misfits are 0.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> figure = PoolingExplorer(dx=1, turned=True)
    >>> np.round(figure.shown()["misfit"], 2)
    array([0.31, 0.36, 0.16])
    """

    _frontend: ClassVar[str] = "pooling_explorer"
    _label: ClassVar[str] = (
        "A handwritten digit is moved by single pixels, and three pools make maps of it: the "
        "largest value of each window, the mean, the largest blurred. Moved by whole strides, each "
        "map is only carried along; in between it is another map, least so with the blur."
    )

    papers = traitlets.Dict().tag(sync=True)
    digit = OneOf(*_SAMPLES).tag(sync=True)
    dx = Whole(0, -_REACH, _REACH).tag(sync=True)
    dy = Whole(0, -_REACH, _REACH).tag(sync=True)
    window = OneOf(2, 4).tag(sync=True)
    look = OneOf("here", "carried", "differs").tag(sync=True)
    pool = OneOf("max", "average", "blur").tag(sync=True)
    turned = traitlets.Bool(False).tag(sync=True)
    guess = traitlets.Unicode().tag(sync=True)
    visited = traitlets.List(Whole(_HOME, 0, _ACROSS**2 - 1), [_HOME]).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def __init__(self, **values: Any) -> None:
        images = load_digits()[1].images
        sheets = np.array([_in_the_middle(images[place, 0]) for place in _SAMPLES.values()])
        papers = {"shape": list(sheets.shape), "pixels": sheets.tobytes(), "digits": [*_SAMPLES]}
        super().__init__(papers=papers, **values)
        if self.guess and not is_static():  # in the built book the reader's browser knows
            self.turned |= store.tries(store.read().get(self.guess)) > 0

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows, of max, average and blur; None while one is covered.

        ``center`` is how far the center of the map has moved, right and down, in its cells.
        """
        here = (self.dy + _REACH) * _ACROSS + self.dx + _REACH
        visited = sorted({*self.visited, here})
        home, maps = self._maps(0, 0), self._maps(self.dy, self.dx)
        kept = 3 if self.turned else 1
        covered = [None] * (3 - kept)
        centers = [
            [float(_center(now, axis) - _center(old, axis)) for axis in (1, 0)]
            for now, old in zip(maps, home, strict=True)
        ]
        misfits = {place: self._misfits(place) for place in visited}
        return {
            "digit": self.digit,
            "dx": self.dx,
            "dy": self.dy,
            "window": self.window,
            "misfit": misfits[here][:kept] + covered,
            "sum": [float(each.sum()) for each in maps[:kept]] + covered,
            "center": centers[:kept] + covered,
            "visited": visited,
            "zeros": [place for place in visited if max(misfits[place]) < 1e-9],
        }

    def _maps(self, down: int, right: int) -> list[Array]:
        """What the three pools make of the moved digit, each of shape (H, W)."""
        pixels = np.frombuffer(self.papers["pixels"], np.uint8).reshape(-1, _SIDE, _SIDE)
        paper = pixels[self.papers["digits"].index(self.digit)] / 255
        x = np.roll(paper, (down, right), (0, 1))[np.newaxis, np.newaxis]
        w = self.window
        blurred = blur_pool2d(max_pool2d(x, w, stride=1), size=w + 1, stride=w)
        return [y[0, 0] for y in (max_pool2d(x, w), average_pool2d(x, w), blurred)]

    def _misfits(self, place: int) -> list[float]:
        down, right = (at - _REACH for at in divmod(place, _ACROSS))
        carried = [
            _moved(_moved(y, down / self.window, 0), right / self.window, 1)
            for y in self._maps(0, 0)
        ]
        maps = self._maps(down, right)
        return [float(abs(y - z).sum() / z.sum()) for y, z in zip(maps, carried, strict=True)]


def _in_the_middle(image: Array) -> Array:
    """The ink of an image in the middle of a paper, as bytes."""
    rows, columns = (np.flatnonzero(image.any(axis)) for axis in (1, 0))
    ink = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    paper = np.zeros((_SIDE, _SIDE), np.uint8)
    top, left = ((_SIDE - size) // 2 for size in ink.shape)
    paper[top : top + len(ink), left : left + ink.shape[1]] = np.round(255 * ink)
    return paper


def _moved(y: Array, cells: float, axis: int) -> Array:
    """A map moved along an axis; between two cells, both in proportion."""
    whole = int(np.floor(cells))
    part = cells - whole
    return (1 - part) * np.roll(y, whole, axis) + part * np.roll(y, whole + 1, axis)


def _center(y: Array, axis: int) -> Any:
    return y.sum(1 - axis) @ np.arange(y.shape[axis]) / y.sum()
