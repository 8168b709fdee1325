"""The window on a picture, and the matrix that computes the same: each place is one row of it."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.functional import conv_matrix, correlate2d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, Whole

_ROWS = ("20131", "12012", "01301", "10210")
_PICTURE = [[int(pixel) for pixel in row] for row in _ROWS]
_KERNEL = [[1, -2, 3], [-4, 5, -6]]


class MatrixExplorer(Explorable):
    """A window on a picture beside the matrix M: the window's place is a row, a pixel is a column.

    Args:
        picture: 4 rows of 5 numbers; M has a column for each.
        kernel: 2 rows of 3 numbers; M has a row for each of its 9 places.
        row, column: where the upper left corner of the window lies.
        visited: the rows of M whose output is known.
        task: whether it asks for the row that reads a pixel with the kernel's last weight.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> matrix = MatrixExplorer(column=1)
    >>> matrix.shown()["matrix"][1][:9]
    [None, 1.0, -2.0, 3.0, None, None, -4.0, 5.0, -6.0]
    >>> matrix.shown()["output"][:3]
    [None, -7.0, None]
    """

    _frontend: ClassVar[str] = "matrix_explorer"
    _label: ClassVar[str] = (
        "A window of 2×3 weights lies on a picture of 4×5 numbers. Beside it a matrix of 9 rows "
        "and 20 columns: in each row the same six numbers, in bands that fall to the right."
    )

    picture = Numbers(_PICTURE, rows=(4, 4), columns=(5, 5), low=-9, high=9).tag(sync=True)
    kernel = Numbers(_KERNEL, rows=(2, 2), columns=(3, 3), low=-9, high=9).tag(sync=True)
    row = Whole(0, 0, 2).tag(sync=True)
    column = Whole(0, 0, 2).tag(sync=True)
    visited = traitlets.List(Whole(0, 0, 8)).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows: None for no connection, and for no output yet."""
        shape = np.shape(self.picture)
        matrix = conv_matrix(self.kernel, shape)
        connected = conv_matrix(np.ones_like(self.kernel), shape) > 0
        output = correlate2d(self.picture, self.kernel).ravel()
        here = self.row * 3 + self.column
        products = (matrix[here] * np.ravel(self.picture))[connected[here]]
        weights = matrix.astype(object)
        weights[~connected] = None
        visited = sorted({here, *self.visited})
        return {
            "row": self.row,
            "column": self.column,
            "matrix": weights.tolist(),
            "products": products.tolist(),
            "sum": float(output[here]),
            "output": [v if i in visited else None for i, v in enumerate(output.tolist())],
            "visited": visited,
        }
