"""im2col, seen: every window of a picture stands up as a column; then one product is all sums."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.functional import col2im, im2col
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Whole

_PICTURE = np.arange(1, 17).reshape(1, 1, 4, 4)  # each pixel is its own name


class ColumnStepper(Explorable):
    """A window on the pixels 1 … 16; where it stops, it stands up as a column of a matrix.

    All weights of the window are 1, so a column's sum is the output of that stop.

    Args:
        kernel: 1 to 4, rows and columns of the window.
        stride: 1 to 3, pixels from one stop to the next.
        place: the stop on which the window lies, counted from 0, row by row.
        visited: the stops whose columns stand in the matrix.
        task: whether it asks for a matrix in which every pixel stands exactly once.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> columns = ColumnStepper(place=4)
    >>> [row[4] for row in columns.shown()["matrix"]], columns.shown()["result"][4]
    ([6.0, 7.0, 10.0, 11.0], 34.0)
    >>> ColumnStepper(visited=list(range(9))).shown()["copies"]
    [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]]
    """

    _frontend: ClassVar[str] = "column_stepper"
    _label: ClassVar[str] = (
        "A window of 2×2 pixels lies on a picture of the numbers 1 to 16. At each stop its four "
        "numbers are copied into one column of a matrix; the sums of the columns are the output."
    )

    kernel = Whole(2, 1, 4).tag(sync=True)
    stride = Whole(1, 1, 3).tag(sync=True)
    place = Whole(0, 0, 15).tag(sync=True)
    visited = traitlets.List(Whole(0, 0, 15)).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows: None in columns that do not stand yet.

        ``copies`` counts for each pixel how often it stands in the matrix.
        """
        columns = im2col(_PICTURE, self.kernel, self.stride)
        count = columns.shape[2]
        place = min(self.place, count - 1)
        visited = sorted({stop for stop in self.visited if stop < count} | {place})
        stands = np.isin(np.arange(count), visited)
        marks = np.broadcast_to(stands.astype(float), columns.shape)
        copies = col2im(marks, _PICTURE.shape[2:], self.kernel, self.stride)[0, 0]
        matrix = columns[0].astype(object)
        result = (np.ones(len(matrix)) @ columns[0]).astype(object)
        matrix[:, ~stands] = result[~stands] = None
        return {
            "kernel": self.kernel,
            "stride": self.stride,
            "place": place,
            "visited": visited,
            "matrix": matrix.tolist(),
            "copies": copies.astype(int).tolist(),
            "result": result.tolist(),
        }
