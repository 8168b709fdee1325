"""One strip under three policies of padding: the same size, and other numbers."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.arithmetic import output_size, same_padding, unreached
from cnnlib.functional import correlate1d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import OneOf, Whole


class PaddingExplorer(Explorable):
    """The cells 1, 2, 3 … under VALID, under SAME, and as PyTorch pads: one strip each.

    A window of ones slides along all three at once. VALID and SAME are those of TensorFlow and
    Keras; PyTorch's padding is (kernel − 1)/2 on both sides.

    Args:
        size: 5 to 9, cells of the strip; each holds its own number.
        kernel: 1, 3 or 5, cells of the window.
        stride: 1 to 3, cells from one stop to the next.
        place: the stop on which the windows lie, counted from 0.
        task: whether it asks for the length at which SAME and PyTorch agree with strides 2 and 3.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> shown = PaddingExplorer().shown()
    >>> [shown[policy]["output"] for policy in ("valid", "same", "torch")]
    [[6.0, 12.0, 18.0], [6.0, 12.0, 18.0, 15.0], [3.0, 9.0, 15.0, 21.0]]
    """

    _frontend: ClassVar[str] = "padding_explorer"
    _label: ClassVar[str] = (
        "Three strips of cells that hold their own numbers, one above the other: without zeros "
        "around them, with the zeros of TensorFlow's SAME, and with PyTorch's. A window slides "
        "along all three, and its sums are compared."
    )

    size = Whole(8, 5, 9).tag(sync=True)
    kernel = OneOf(3, 1, 5).tag(sync=True)
    stride = Whole(2, 1, 3).tag(sync=True)
    place = Whole(0, 0, 20).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows, and in how many SAME and PyTorch differ."""
        size, kernel, stride = self.size, self.kernel, self.stride
        half = (kernel - 1) // 2
        pairs = {
            "valid": (0, 0),
            "same": same_padding(size, kernel, stride),
            "torch": (half, half),
        }
        strips = {
            policy: {
                "zeros": list(zeros),
                "unread": [cell + 1 for cell in unreached(size, kernel, stride, zeros)],
                "output": correlate1d(np.pad(np.arange(1, size + 1), zeros), np.ones(kernel))[
                    ::stride
                ].tolist(),
            }
            for policy, zeros in pairs.items()
        }
        outputs = [strips[policy]["output"] for policy in ("same", "torch")]
        return {
            "size": size,
            "kernel": kernel,
            "stride": stride,
            "place": min(self.place, output_size(size, kernel, stride, "same") - 1),
            **strips,
            "differ": sum(one != other for one, other in zip(*outputs, strict=True)),
        }
