"""How often a window stops on a strip of numbers: the length of the output, counted."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.arithmetic import output_size, same_padding
from cnnlib.functional import correlate1d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import OneOf, Whole


class OutputSizeExplorer(Explorable):
    """A window of ones slides along the cells 1, 2, 3 …; each of its stops is one output.

    Args:
        size: 1 to 9, cells of the strip; each holds its own number.
        kernel: 1 to 7, cells of the window.
        stride: 1 to 5, cells from one stop to the next.
        mode: ``"valid"``, ``"same"`` or ``"full"``: which zeros are put around the strip.
        largest: the largest kernel that the figure offers, and has room for.
        place: the stop on which the window lies, counted from 0.
        visited: the stops whose sums are known.
        task: whether it asks for outputs that lie between two cells.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> strip = OutputSizeExplorer(mode="full", visited=[0, 1, 2, 3, 4, 5, 6])
    >>> strip.shown()["output"]
    [1.0, 3.0, 6.0, 9.0, 12.0, 9.0, 5.0]
    """

    _frontend: ClassVar[str] = "output_size_explorer"
    _label: ClassVar[str] = (
        "A strip of five cells that hold their own numbers. A window of three ones slides along "
        "it; each place on which it stops gives one output, the sum of the numbers below it."
    )

    size = Whole(5, 1, 9).tag(sync=True)
    kernel = Whole(3, 1, 7).tag(sync=True)
    stride = Whole(1, 1, 5).tag(sync=True)
    mode = OneOf("valid", "same", "full").tag(sync=True)
    largest = Whole(4, 1, 7).tag(sync=True)
    place = Whole(0, 0, 20).tag(sync=True)
    visited = traitlets.List(Whole(0, 0, 20)).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows; sums of stops not visited are None."""
        size, kernel, stride = self.size, self.kernel, self.stride
        padding = {"valid": 0, "full": kernel - 1}.get(self.mode, "same")
        count = output_size(size, kernel, stride, padding)
        zeros = same_padding(size, kernel, stride) if padding == "same" else (padding, padding)
        sums = correlate1d(np.pad(np.arange(1, size + 1), zeros), np.ones(kernel))[::stride]
        place = min(self.place, count - 1)
        visited = sorted({stop for stop in self.visited if stop < count} | {place})
        return {
            "size": size,
            "kernel": kernel,
            "stride": stride,
            "mode": self.mode,
            "zeros": list(zeros),
            "place": place,
            "visited": visited,
            "output": [total if i in visited else None for i, total in enumerate(sums.tolist())],
        }
