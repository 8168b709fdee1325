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
    """A window on a picture: kernel, stride, padding, dilation, and what becomes of the size.

    Args:
        picture: 1 to 16 rows of 1 to 16 numbers; where fewer than asked for, they repeat.
        rows, columns: 1 to 16, how much of it is shown; all, if only a picture is given.
        weights: 1 to 5 rows of 1 to 5 numbers; beyond them all weights are 1.
        kernel: 1 to 5, rows and columns of the window: the first of the weights.
        stride: 1 to 5, cells from one stop to the next.
        padding: zeros on all four sides, or a pair: `before` and `after` of that pair.
        before, after: 0 to 4, the zeros above and to the left, and below and to the right.
        dilation: 1 to 4, distance between neighboring cells of the window.
        row, column: the stop on which the window lies, counted from 0.
        controls: which of `CONTROLS` the figure offers, in their order.
        task: None, or what it asks for: ``"ways"``, 3×3 outputs of 7×7 in two ways; ``"zeros"``,
            4×4 of 8×8 with other zeros.
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
        if padding is not None:
            pair = padding if isinstance(padding, tuple) else (padding, padding)
            values = {"before": pair[0], "after": pair[1], **values}
        if "picture" in values:
            shape = np.shape(values["picture"])
            values = {**dict(zip(("rows", "columns"), shape, strict=False)), **values}
        super().__init__(**{"controls": ["kernel", "stride", "padding"], **values})

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows, and the layer in PyTorch.

        ``unread`` are the rows and the columns that no window reads, ``left_over`` counts those,
        zeros among them, behind the last stop.
        """
        sizes, zeros, d = (self.rows, self.columns), (self.before, self.after), self.dilation
        even = self.before == self.after
        window = (self.kernel, self.stride, self.before if even else zeros, d)
        counts = [output_size(size, *window) for size in sizes]
        extent = effective_kernel(self.kernel, d)
        given, weights = np.array(self.weights), np.ones((5, 5))
        weights[: given.shape[0], : given.shape[1]] = given
        weights = weights[: self.kernel, : self.kernel]
        source = np.array(self.picture)
        picture = source[
            np.ix_(*(np.arange(n) % m for n, m in zip(sizes, source.shape, strict=True)))
        ]
        padded = np.pad(picture, zeros)
        output = conv2d(padded[None, None], weights[None, None], None, self.stride, 0, d)[0, 0]
        place = [
            min(at, count - 1) for at, count in zip((self.row, self.column), counts, strict=True)
        ]
        cells = np.ix_(*(range(at * self.stride, at * self.stride + extent, d) for at in place))
        ends = [(count - 1) * self.stride + extent for count in counts]
        return {
            "kernel": self.kernel,
            "stride": self.stride,
            "zeros": list(zeros),
            "dilation": d,
            "picture": picture.tolist(),
            "weights": weights.tolist(),
            "products": (padded[cells] * weights).ravel().tolist(),
            "output": output.tolist(),
            "row": place[0],
            "column": place[1],
            "unread": [unreached(size, *window) for size in sizes],
            "left_over": [size + sum(zeros) - end for size, end in zip(sizes, ends, strict=True)],
            "torch": self._torch(self.before if even else 0),
        }

    def _torch(self, padding: int) -> str:
        options = {"stride": self.stride, "padding": padding, "dilation": self.dilation}
        usual = {"stride": 1, "padding": 0, "dilation": 1}
        given = [f", {name}={value}" for name, value in options.items() if value != usual[name]]
        layer = f"torch.nn.Conv2d(1, 1, {self.kernel}{''.join(given)})"
        pair = f"{self.before}, {self.after}"
        zeros = f"torch.nn.ZeroPad2d(({pair}, {pair}))"
        return layer if self.before == self.after else f"torch.nn.Sequential({zeros}, {layer})"
