"""The gradient of a pool, seen: each output sends its own back to one cell, or to all it read."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib import functional
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, OneOf, Whole

_PICTURE = [[1, 3, 2, 0], [2, 3, 1, 4], [0, 1, 2, 2], [1, 0, 2, 5]]  # with ties
_OUTPUTS = 4
_STEP = 0.1  # of a nudge


class PoolingGradient(Explorable):
    """A picture of 4×4 numbers, its four pooled outputs, and the gradient that each sends back.

    Args:
        x: the picture, rows of numbers from −9 to 9.
        dy: the gradients of the four outputs, 2×2 numbers from −9 to 9.
        pool: "max" or "mean".
        window: 2, which stops every two cells, or 3, which stops at every cell and overlaps.
        sent: the outputs, 0 to 3, that have sent their gradients.
        output: the one that did so last, or None.
        cell: the cell of the picture that is nudged, 0 to 15, row by row.
        nudge: −1, 0 or 1 tenths are added to it.
        pools, windows, nudges: whether the reader can choose the pool, the window, a nudge.
        task: whether it asks for a number that draws all gradients into one cell; only where the
            reader can have max and window 3, and for the x and dy of the default.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> figure = PoolingGradient(sent=[0, 1])
    >>> figure.shown()["dx"][:2], figure.shown()["ties"]
    ([[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 2.0]], [2, 1, 2, 1])
    >>> figure = PoolingGradient(cell=5, nudge=1)  # not the first of two equal cells
    >>> figure.shown()["promised"], round(figure.shown()["happened"], 9)
    (0.0, 0.1)
    """

    _frontend: ClassVar[str] = "pooling_gradient"
    _label: ClassVar[str] = (
        "A picture of 4×4 numbers and the 2×2 outputs of a pool. Each output has a gradient, which "
        "travels back to the cell that was the largest of its window, or in equal parts to all of "
        "its cells. What arrives in one cell is added."
    )

    x = Numbers(_PICTURE, rows=(4, 4), columns=(4, 4), low=-9, high=9).tag(sync=True)
    dy = Numbers([[1, 2], [3, 4]], rows=(2, 2), columns=(2, 2), low=-9, high=9).tag(sync=True)
    pool = OneOf("max", "mean").tag(sync=True)
    window = OneOf(2, 3).tag(sync=True)
    sent = traitlets.List(Whole(0, 0, _OUTPUTS - 1)).tag(sync=True)
    output = Whole(None, 0, _OUTPUTS - 1).tag(sync=True)
    cell = Whole(1, 0, 15).tag(sync=True)
    nudge = Whole(0, -1, 1).tag(sync=True)
    pools = traitlets.Bool(True).tag(sync=True)
    windows = traitlets.Bool(False).tag(sync=True)
    nudges = traitlets.Bool(False).tag(sync=True)
    task = traitlets.Bool(False).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows.

        ``dx`` is what has arrived by now; ``y`` is that of the nudged picture; ``winners`` are the
        cells that win the four windows, and ``ties`` how many are as large: None for a mean.
        """
        sides = {"kernel": self.window, "stride": 2 if self.window == 2 else 1}
        x, dy = (np.array(values)[None, None] for values in (self.x, self.dy))
        nudged = x.copy()
        nudged.flat[self.cell] += self.nudge * _STEP
        is_max = self.pool == "max"
        forward = functional.max_pool2d if is_max else functional.average_pool2d
        backward = functional.max_pool2d_backward if is_max else functional.average_pool2d_backward
        y = forward(nudged, **sides)
        sent = sorted({*self.sent, *([] if self.output is None else [self.output])})
        arrives = np.isin(np.arange(_OUTPUTS), sent).reshape(dy.shape)
        columns = functional.im2col(x, **sides)[0]
        cells = functional.im2col(np.arange(16.0).reshape(x.shape), **sides)[0]
        winners = np.take_along_axis(cells, columns.argmax(0)[None], 0)[0].astype(int)
        ties = (columns == columns.max(0)).sum(0)
        return {
            "x": self.x,
            "y": y[0, 0].tolist(),
            "dy": self.dy,
            "dx": backward(dy * arrives, x, **sides)[0, 0].tolist(),
            "pool": self.pool,
            "window": self.window,
            "stride": sides["stride"],
            "output": self.output,
            "sent": sent,
            "winners": winners.tolist() if is_max else None,
            "ties": ties.tolist() if is_max else None,
            "cell": self.cell,
            "nudge": self.nudge,
            "promised": float(backward(dy, x, **sides).flat[self.cell] * self.nudge * _STEP),
            "happened": float((dy * (y - forward(x, **sides))).sum()),
        }
