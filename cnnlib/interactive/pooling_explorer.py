"""A digit dragged over three pools, and the map of each against that at home, carried along."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib import store
from cnnlib.data import load_digits
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._pooled import SIDE, centers, in_the_middle, misfits, pooled
from cnnlib.interactive._static import is_static
from cnnlib.interactive._traits import OneOf, Whole

_SAMPLES = {7: 8, 4: 20, 3: 1}  # digits, and where they stand among the test digits
_REACH, _ACROSS = 4, 9  # of a move, each way, and of the board of all moves
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
        sheets = np.array([in_the_middle(images[place, 0]) for place in _SAMPLES.values()])
        papers = {"shape": list(sheets.shape), "pixels": sheets.tobytes(), "digits": [*_SAMPLES]}
        super().__init__(papers=papers, **values)
        if self.guess and not is_static():  # in the built book the reader's browser knows
            self.turned |= store.tries(store.read().get(self.guess)) > 0

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows, of max, average and blur; None while one is covered.

        ``center`` is how far the center of the map has moved, right and down, in its cells.
        """
        pixels = np.frombuffer(self.papers["pixels"], np.uint8).reshape(-1, SIDE, SIDE)
        paper, window = pixels[self.papers["digits"].index(self.digit)] / 255, self.window
        here = (self.dy + _REACH) * _ACROSS + self.dx + _REACH
        visited = sorted({*self.visited, here})
        known = {}
        for place in visited:
            down, right = (at - _REACH for at in divmod(place, _ACROSS))
            known[place] = misfits(paper, window, down, right)
        home, maps = (pooled(paper, window, *move) for move in ((0, 0), (self.dy, self.dx)))
        numbers = {
            "misfit": known[here],
            "sum": [float(y.sum()) for y in maps],
            "center": (centers(maps) - centers(home)).tolist(),
        }
        return {
            **{name: getattr(self, name) for name in ("digit", "dx", "dy", "window")},
            **{n: v if self.turned else [v[0], None, None] for n, v in numbers.items()},
            "visited": visited,
            "zeros": [place for place in visited if max(known[place]) < 1e-9],
        }
