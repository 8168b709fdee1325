"""A window of weights that slides over a small picture, in which every number can be read."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.functional import convolve2d, correlate2d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, Whole

# An L, the same L turned by 180°, and one speck that is brighter than both.
_ROWS = ("000000", "100110", "100010", "110010", "000000", "000020")
_PICTURE = [[int(pixel) for pixel in row] for row in _ROWS]
_KERNEL = [[1, -1, 0], [1, -1, 0], [1, 1, 0]]  # an L with dark beside it


class ConvolutionStepper(Explorable):
    """A window of weights on a picture: slide it, see the products become one sum, turn it.

    Args:
        picture: 3 to 10 rows of 3 to 10 numbers.
        kernel: 1 to 5 rows of 1 to 5 numbers, at most as many as the picture has.
        turned: whether the kernel lies turned by 180°.
        row, column: where the upper left corner of the window lies.
        visited: the outputs that are known, as places counted row by row.
        plays: stops that the figure plays by itself, once, when it is first seen.
        editable: whether a press changes a pixel (0, 1, 2) or a weight (−1, 0, 1).
        task: whether it asks for the number that a turn does not change.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> stepper = ConvolutionStepper(row=1)
    >>> stepper.shown()["sum"]
    4.0
    >>> stepper.turned = True
    >>> stepper.shown()["sum"]
    -1.0
    """

    _frontend: ClassVar[str] = "convolution_stepper"
    _label: ClassVar[str] = (
        "A window of nine weights lies on a picture of 6×6 numbers. It slides from place to place; "
        "at each, the products of weights and numbers below them are added up to one output."
    )

    picture = Numbers(_PICTURE, rows=(3, 10), columns=(3, 10)).tag(sync=True)
    kernel = Numbers(_KERNEL, rows=(1, 5), columns=(1, 5)).tag(sync=True)
    turned = traitlets.Bool(False).tag(sync=True)
    row = Whole(0, 0, 9).tag(sync=True)
    column = Whole(0, 0, 9).tag(sync=True)
    visited = traitlets.List(Whole(0, 0, 99)).tag(sync=True)
    plays = Whole(0, 0, 64).tag(sync=True)
    editable = traitlets.Bool(False).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows; outputs not visited are None."""
        operate = convolve2d if self.turned else correlate2d
        output = operate(self.picture, self.kernel)
        height, width = output.shape
        row, column = min(self.row, height - 1), min(self.column, width - 1)
        weights = np.rot90(self.kernel, 2 if self.turned else 0)
        m, n = weights.shape
        products = np.array(self.picture)[row : row + m, column : column + n] * weights
        visited = sorted({*self.visited, row * width + column})
        known = [value if i in visited else None for i, value in enumerate(output.ravel().tolist())]
        return {
            "kernel": weights.tolist(),
            "turned": self.turned,
            "row": row,
            "column": column,
            "products": products.ravel().tolist(),
            "sum": float(output[row, column]),
            "output": [known[i * width : (i + 1) * width] for i in range(height)],
            "visited": visited,
        }
