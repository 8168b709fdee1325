"""How often a window stops on a strip of numbers: the length of the output, counted."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.arithmetic import output_size, same_padding, unreached
from cnnlib.functional import correlate1d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import OneOf, Whole


class OutputSizeExplorer(Explorable):
    """A window of ones slides along the cells 1, 2, 3 …; each of its stops is one output.

    Args:
        size: 1 to 9, cells of the strip; each holds its own number.
        kernel: 1 to 7, cells of the window.
        stride: 1 to 5, cells from one stop to the next.
        mode: ``"valid"``, ``"same"`` or ``"full"``: which zeros are put around the strip, chosen
            by buttons; or None: then there are buttons for stride and padding.
        padding: 0 to 3, the zeros on both sides if there is no mode.
        largest: the largest kernel that the figure offers, and has room for.
        place: the stop on which the window lies, counted from 0.
        visited: the stops whose sums are known; without a mode all are.
        task: whether it asks for outputs that lie between two cells; without a mode, for three
            stops that leave exactly one cell unread.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> strip = OutputSizeExplorer(mode="full", visited=[0, 1, 2, 3, 4, 5, 6])
    >>> strip.shown()["output"]
    [1.0, 3.0, 6.0, 9.0, 12.0, 9.0, 5.0]
    >>> strip = OutputSizeExplorer(size=7, kernel=2, stride=2, mode=None)
    >>> len(strip.shown()["output"]), strip.shown()["unread"]
    (3, [7])
    """

    _frontend: ClassVar[str] = "output_size_explorer"
    _label: ClassVar[str] = (
        "A strip of five cells that hold their own numbers. A window of three ones slides along "
        "it; each place on which it stops gives one output, the sum of the numbers below it."
    )

    size = Whole(5, 1, 9).tag(sync=True)
    kernel = Whole(3, 1, 7).tag(sync=True)
    stride = Whole(1, 1, 5).tag(sync=True)
    mode = OneOf("valid", "same", "full", None).tag(sync=True)
    padding = Whole(0, 0, 3).tag(sync=True)
    largest = Whole(4, 1, 7).tag(sync=True)
    place = Whole(0, 0, 20).tag(sync=True)
    visited = traitlets.List(Whole(0, 0, 20)).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows; sums of stops not visited are None.

        ``unread`` are the cells that no stop reads, ``left_over`` counts the places, zeros among
        them, behind the last stop.
        """
        size, kernel, stride = self.size, self.kernel, self.stride
        ways = {"valid": 0, "full": kernel - 1, "same": "same", None: self.padding}
        padding = ways[self.mode]
        count = output_size(size, kernel, stride, padding)
        zeros = same_padding(size, kernel, stride) if padding == "same" else (padding, padding)
        padded = np.pad(np.arange(1, size + 1), zeros)
        sums = correlate1d(padded, np.ones(kernel))[::stride]
        place = min(self.place, count - 1)
        seen = range(count) if self.mode is None else self.visited
        visited = sorted({stop for stop in seen if stop < count} | {place})
        return {
            "size": size,
            "kernel": kernel,
            "stride": stride,
            "mode": self.mode,
            "zeros": list(zeros),
            "place": place,
            "visited": visited,
            "output": [total if i in visited else None for i, total in enumerate(sums.tolist())],
            "unread": [cell + 1 for cell in unreached(size, kernel, stride, padding)],
            "left_over": len(padded) - (count - 1) * stride - kernel,
        }
