"""A window that slides over a picture both ways: how often it stops, and what it never reads."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.arithmetic import effective_kernel, output_size, unreached
from cnnlib.functional import conv2d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, OneOf, Whole

_ROWS, _COLUMNS = np.mgrid[:16, :16] - 3.0
_RIPPLES = np.round(1 + np.cos(np.hypot(_ROWS, _COLUMNS) * 2.1))  # 0, 1, 2: a ring around a dot
CONTROLS = ("kernel", "stride", "padding", "before", "after", "dilation", "size", "rows", "columns")


class ConvolutionArithmetic(Explorable):
    """A window on a picture: kernel, stride, padding, dilation, and the size that they give.

    Args:
        picture: 1 to 16 rows of 1 to 16 numbers; where fewer than asked for, they repeat.
        rows, columns: 1 to 16, how much of it is shown; all, if only a picture is given.
        weights: 1 to 5 rows of 1 to 5 numbers; beyond them all are 1.
        kernel: 1 to 5, rows and columns of the window, the first of the weights.
        stride: 1 to 5, cells from one stop to the next.
        padding: zeros on all four sides, or a pair: `before` and `after` of that pair.
        before, after: 0 to 4, the zeros above and to the left, and below and to the right.
        dilation: 1 to 4, distance between neighboring cells of the window.
        row, column: the stop on which the window lies, counted from 0.
        controls: which of `CONTROLS` the figure offers, in their order.
        task: ``"ways"``, 3×3 of 7×7 in two ways; ``"zeros"``, 4×4 of 8×8; or None.
        address: the name under which the page's address holds the settings; "" for none.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> figure = ConvolutionArithmetic(kernel=2, stride=2)
    >>> len(figure.shown()["output"]), figure.shown()["unread"]
    (3, [[6], [6]])
    """

    _frontend: ClassVar[str] = "convolution_arithmetic"
    _label: ClassVar[str] = (
        "A window of weights slides over a picture of numbers, to the right and down. Kernel, "
        "stride and padding decide how often it stops along each axis: that is the output's size."
    )

    picture = Numbers(_RIPPLES, rows=(1, 16), columns=(1, 16), low=-99, high=99).tag(sync=True)
    rows = Whole(7, 1, 16).tag(sync=True)
    columns = Whole(7, 1, 16).tag(sync=True)
    weights = Numbers([[1] * 3] * 3, rows=(1, 5), columns=(1, 5), low=-99, high=99).tag(sync=True)
    kernel = Whole(3, 1, 5).tag(sync=True)
    stride = Whole(1, 1, 5).tag(sync=True)
    before = Whole(0, 0, 4).tag(sync=True)
    after = Whole(0, 0, 4).tag(sync=True)
    dilation = Whole(1, 1, 4).tag(sync=True)
    row = Whole(0, 0, 23).tag(sync=True)
    column = Whole(0, 0, 23).tag(sync=True)
    controls = traitlets.List(OneOf(*CONTROLS)).tag(sync=True)
    task = OneOf("ways", "zeros", None).tag(sync=True)
    address = traitlets.Unicode("").tag(sync=True)

    def __init__(self, *, padding: int | tuple[int, int] | None = None, **values: Any) -> None:
        usual: dict[str, Any] = {"controls": ["kernel", "stride", "padding"]}
        if padding is not None:
            usual["before"], usual["after"] = np.broadcast_to(padding, 2).tolist()
        if "picture" in values:
            usual |= zip(("rows", "columns"), np.shape(values["picture"]), strict=False)
        super().__init__(**usual | values)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows, and the layer in PyTorch.

        ``unread`` are the rows and the columns that no window reads, ``left_over`` counts those
        behind the last stop, zeros among them.
        """
        sizes, zeros, d = (self.rows, self.columns), (self.before, self.after), self.dilation
        pad = self.before if self.before == self.after else zeros
        window = (self.kernel, self.stride, pad, d)
        counts = [output_size(size, *window) for size in sizes]
        extent = effective_kernel(self.kernel, d)
        (height, width), weights = np.shape(self.weights), np.ones((5, 5))
        weights[:height, :width] = self.weights
        weights = weights[: self.kernel, : self.kernel]
        picture = np.tile(self.picture, (16, 16))[: self.rows, : self.columns]
        padded = np.pad(picture, zeros)
        output = conv2d(padded[None, None], weights[None, None], None, self.stride, 0, d)[0, 0]
        row, column = min(self.row, counts[0] - 1), min(self.column, counts[1] - 1)
        under = padded[row * self.stride :, column * self.stride :][:extent:d, :extent:d]
        ends = [(count - 1) * self.stride + extent for count in counts]
        return {
            **{"kernel": self.kernel, "stride": self.stride, "zeros": list(zeros), "dilation": d},
            **{"picture": picture.tolist(), "weights": weights.tolist()},
            "products": (under * weights).ravel().tolist(),
            "output": output.tolist(),
            **{"row": row, "column": column},
            "unread": [unreached(size, *window) for size in sizes],
            "left_over": [size + sum(zeros) - end for size, end in zip(sizes, ends, strict=True)],
            "torch": self._torch(),
        }

    def _torch(self) -> str:
        even, pair = self.before == self.after, f"{self.before}, {self.after}"
        given = f", stride={self.stride}" * (self.stride > 1)
        given += f", padding={self.before}" * (even and self.before > 0)
        given += f", dilation={self.dilation}" * (self.dilation > 1)
        layer = f"torch.nn.Conv2d(1, 1, {self.kernel}{given})"
        zeros = f"torch.nn.ZeroPad2d(({pair}, {pair}))"
        return layer if even else f"torch.nn.Sequential({zeros}, {layer})"
