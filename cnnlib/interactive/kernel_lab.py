"""One kernel over one picture: correlation, and beyond a curtain convolution."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib import checks
from cnnlib.functional import convolve2d, correlate2d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._pictures import Picture, pixels_of
from cnnlib.interactive._traits import Numbers, Whole

Rows = list[list[float]]

PRESETS: dict[str, Rows] = {
    "Gaussian": [[1 / 16, 2 / 16, 1 / 16], [2 / 16, 4 / 16, 2 / 16], [1 / 16, 2 / 16, 1 / 16]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "Laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "Sobel": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "diagonal": [[0, 1, 1], [-1, 0, 1], [-1, -1, 0]],
    "shift": [[0, 0, 0], [0, 0, 0], [0, 1, 0]],
}
"""The kernels offered by name; what a turn makes of one is found out, not stated, in the figure."""


class _Kernel(Numbers):
    """3×3 or 5×5 numbers, or the name of one of the `PRESETS`."""

    def validate(self, obj: Any, value: Any) -> Any:
        """The numbers."""
        if isinstance(value, str):
            value = PRESETS[checks.choice(str(self.name), value, tuple(PRESETS))]
        rows = super().validate(obj, value)
        if (len(rows), len(rows[0])) not in ((3, 3), (5, 5)):
            raise ValueError(f"kernel must be 3×3 or 5×5, got {len(rows)}×{len(rows[0])}")
        return rows


class KernelLab(Explorable):
    """A picture, a kernel to edit, and what the kernel makes of it as it is and turned by 180°.

    Args:
        image: ``"china"``, ``"flower"`` or ``"digit"``, or a picture of your own: shape (H, W),
            5 to 160 pixels a side, floats from 0 (black) to 1 (white) or bytes from 0 to 255.
        kernel: 3×3 or 5×5 numbers from −100 to 100, or the name of one of the `PRESETS`.
        row, column: where the upper left corner of the window lies on the picture.
        curtain: how much of the result is correlation, in per cent of its width; the rest is
            convolution. Both are *valid*: the window lies wholly on the picture.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> lab = KernelLab("china", kernel="Sobel", row=31, column=65)
    >>> lab.shown()["sums"]
    {'correlation': 521.0, 'convolution': -521.0}
    """

    _frontend: ClassVar[str] = "kernel_lab"
    _label: ClassVar[str] = (
        "Kernel lab: a picture, a kernel of numbers to edit, and one result that a curtain divides "
        "into correlation and convolution."
    )

    picture = Picture().tag(sync=True)
    presets = traitlets.List(traitlets.Dict()).tag(sync=True)
    kernel = _Kernel(PRESETS["Sobel"], rows=(3, 5), columns=(3, 5)).tag(sync=True)
    row = Whole(0, 0, 159).tag(sync=True)
    column = Whole(0, 0, 159).tag(sync=True)
    curtain = Whole(47, 0, 100).tag(sync=True)  # it cuts a roof of the temple

    def __init__(self, image: Any = "china", kernel: Any = "Sobel", **values: Any) -> None:
        presets = [{"name": name, "kernel": rows} for name, rows in PRESETS.items()]
        super().__init__(picture=image, kernel=kernel, presets=presets, **values)
        height, width = self.picture["shape"]
        if "row" not in values:  # on an edge, in the photographs and in the digit
            self.row = int(0.33 * height)
        if "column" not in values:
            self.column = int(0.46 * (width - 2))  # and before the curtain

    @property
    def image(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The picture: float64, shape (H, W), whole numbers from 0 to 255."""
        return pixels_of(self.picture)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows; `difference` is the halves' mean one, in size."""
        results = {
            "correlation": correlate2d(self.image, self.kernel),
            "convolution": convolve2d(self.image, self.kernel),
        }
        height, width = results["correlation"].shape
        row, column = min(self.row, height - 1), min(self.column, width - 1)
        difference = np.abs(results["correlation"] - results["convolution"]).mean()
        return {
            "kernel": self.kernel,
            "row": row,
            "column": column,
            "sums": {name: float(result[row, column]) for name, result in results.items()},
            "difference": float(difference),
            "curtain": self.curtain,
        }
