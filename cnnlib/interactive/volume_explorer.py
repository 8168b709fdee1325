"""A filter is as deep as its input: three windows, three kernels, one sum, one number."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.functional import conv2d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, Whole

_TULIP = (  # red, green, blue
    ("02020", "02220", "00200", "00000", "00000"),
    ("00000", "00000", "00100", "10201", "01210"),
    ("10101", "10001", "11011", "01010", "00000"),
)
_PETALS = (  # above a stem
    ((1, 1, 1), (0, 0, 0), (0, 0, 0)),
    ((0, 0, 0), (0, 0, 0), (0, 1, 0)),
    ((0, 0, 0), (-1, 0, -1), (0, 0, 0)),
)
_SKY = (  # and no flower
    ((0, 0, 0), (0, -1, 0), (0, 0, 0)),
    ((0, 0, 0), (0, -1, 0), (0, 0, 0)),
    ((0, 0, 0), (1, 1, 1), (0, 0, 0)),
)
_PICTURE = [[[int(digit) for digit in line] for line in sheet] for sheet in _TULIP]
_STRIDE, _PADDING, _SIDE = 2, 1, 3  # of the window


class VolumeExplorer(Explorable):
    """Two filters on a tulip of 5×5 pixels and three channels, stride 2, padding 1.

    A filter has a kernel of its own for each channel. At each place the 27 products and the bias
    are added up to one number of the filter's result.

    Args:
        picture: shape (3, 5, 5), numbers from 0 to 9: red, green, blue.
        weight: shape (2, 3, 3, 3), numbers from −9 to 9: filter, channel, row, column.
        bias: one number for each filter.
        filter: the filter whose kernels are shown, 1 or 2.
        row, column: the place of the windows in the result, 0 to 2.
        task: whether it asks for a copy of every second pixel of green.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> volume = VolumeExplorer()
    >>> volume.shown()["parts"], volume.shown()["bias"], volume.shown()["sum"]
    ([6.0, 2.0, -2.0], 1.0, 7.0)
    """

    _frontend: ClassVar[str] = "volume_explorer"
    _label: ClassVar[str] = (
        "A picture of a tulip as three sheets of numbers, red, green and blue. On each lies a "
        "window with a kernel of its own; the three windows slide together, and at each place the "
        "three sums of products and a bias are added up to one number of the result."
    )

    picture = Numbers(_PICTURE, tables=[(3, 3)], rows=(5, 5), columns=(5, 5), low=0, high=9).tag(
        sync=True
    )
    weight = Numbers(
        [_PETALS, _SKY], tables=[(2, 2), (3, 3)], rows=(3, 3), columns=(3, 3), low=-9, high=9
    ).tag(sync=True)
    bias = Numbers([1, 0], columns=(2, 2), low=-9, high=9).tag(sync=True)
    filter = Whole(1, 1, 2).tag(sync=True)
    row = Whole(1, 0, 2).tag(sync=True)
    column = Whole(1, 0, 2).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows: ``products`` and ``parts`` for each channel."""
        which = self.filter - 1
        results = conv2d([self.picture], self.weight, self.bias, _STRIDE, _PADDING)[0]
        padded = np.pad(self.picture, [(0, 0), (_PADDING, _PADDING), (_PADDING, _PADDING)])
        top, left = self.row * _STRIDE, self.column * _STRIDE
        window = padded[:, top : top + _SIDE, left : left + _SIDE]
        products = window * np.array(self.weight[which])
        return {
            "filter": self.filter,
            "row": self.row,
            "column": self.column,
            "products": products.reshape(3, -1).tolist(),
            "parts": products.sum((1, 2)).tolist(),
            "bias": self.bias[which],
            "sum": float(results[which, self.row, self.column]),
            "sheets": results.tolist(),
        }
