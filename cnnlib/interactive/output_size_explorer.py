"""How often a window stops on a strip of numbers: the length of the output, counted."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.arithmetic import effective_kernel, output_size, unreached
from cnnlib.arithmetic.sizes import padding_pair
from cnnlib.functional import correlate1d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import OneOf, Whole

_CONTROLS = ("kernel", "stride", "dilation", "padding", "after")


class OutputSizeExplorer(Explorable):
    """A window of ones slides along the cells 1, 2, 3 …; each of its stops is one output.

    Args:
        size: 1 to 9, cells of the strip; each holds its own number.
        kernel: 1 to 7, cells of the window.
        stride: 1 to 5, cells from one stop to the next.
        mode: ``"valid"``, ``"same"`` or ``"full"``: which zeros are put around the strip, chosen
            by buttons; or None: then there are buttons for stride and padding.
        padding: 0 to 3, the zeros on both sides if there is no mode.
        after: 0 to 3, the zeros behind the strip, if they are others than those before it.
        dilation: 1 to 4, cells from one weight of the window to the next.
        controls: what has buttons, and is dragged where there is no mode: of ``"kernel"``,
            ``"stride"``, ``"dilation"``, ``"padding"`` and ``"after"``. With ``"after"`` the other
            padding is that before the strip. If nothing is said: the kernel with a mode; kernel,
            stride and padding without.
        largest: the largest kernel that the figure offers, and has room for.
        place: the stop on which the window lies, counted from 0.
        visited: the stops whose sums are known; without a mode all are.
        task: whether it asks for outputs that lie between two cells; without a mode, for three
            stops that leave one cell unread; with a dilation, if the strip has 9 cells, for outputs
            of the odd ones; with ``"after"``, for 8 cells, kernel 3, stride 2, for one zero.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> strip = OutputSizeExplorer(mode="full", visited=[0, 1, 2, 3, 4, 5, 6])
    >>> strip.shown()["output"]
    [1.0, 3.0, 6.0, 9.0, 12.0, 9.0, 5.0]
    >>> strip = OutputSizeExplorer(size=7, kernel=2, stride=2, mode=None)
    >>> len(strip.shown()["output"]), strip.shown()["unread"]
    (3, [7])
    >>> OutputSizeExplorer(size=7, mode=None, dilation=2, controls=["dilation"]).shown()["output"]
    [9.0, 12.0, 15.0]
    """

    _frontend: ClassVar[str] = "output_size_explorer"
    _label: ClassVar[str] = (
        "A strip of cells that hold their own numbers. A window of ones slides along it; each "
        "place on which it stops gives one output, the sum of the numbers below it."
    )

    size = Whole(5, 1, 9).tag(sync=True)
    kernel = Whole(3, 1, 7).tag(sync=True)
    stride = Whole(1, 1, 5).tag(sync=True)
    mode = OneOf("valid", "same", "full", None).tag(sync=True)
    padding = Whole(0, 0, 3).tag(sync=True)
    after = Whole(None, 0, 3).tag(sync=True)
    dilation = Whole(1, 1, 4).tag(sync=True)
    controls = traitlets.List(OneOf(*_CONTROLS)).tag(sync=True)
    largest = Whole(4, 1, 7).tag(sync=True)
    place = Whole(0, 0, 20).tag(sync=True)
    visited = traitlets.List(Whole(0, 0, 20)).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def __init__(self, **values: Any) -> None:
        own = ["kernel"] if values.get("mode", "valid") else ["kernel", "stride", "padding"]
        values = {"controls": own, **values}
        apart = {"after": values.get("padding", 0)} if "after" in values["controls"] else {}
        super().__init__(**{**apart, **values})

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows; sums of stops not visited are None.

        ``unread`` are the cells that no stop reads, ``left_over`` counts the places, zeros among
        them, behind the last stop.
        """
        size, kernel, stride, dilation = self.size, self.kernel, self.stride, self.dilation
        wide = effective_kernel(kernel, dilation)
        own = self.padding if self.after is None else (self.padding, self.after)
        padding = {"valid": 0, "full": wide - 1, "same": "same", None: own}[self.mode]
        count = output_size(size, kernel, stride, padding, dilation)
        before, after = padding_pair(size, kernel, stride, padding, dilation)
        padded = np.pad(np.arange(1, size + 1), (before, after))
        window = np.zeros(wide)
        window[::dilation] = 1
        sums = correlate1d(padded, window)[::stride]
        place = min(self.place, count - 1)
        seen = range(count) if self.mode is None else self.visited
        visited = sorted({stop for stop in seen if stop < count} | {place})
        return {
            "size": size,
            "kernel": kernel,
            "stride": stride,
            "dilation": dilation,
            "mode": self.mode,
            "zeros": [before, after],
            "place": place,
            "visited": visited,
            "output": [total if i in visited else None for i, total in enumerate(sums.tolist())],
            "unread": [cell + 1 for cell in unreached(size, kernel, stride, padding, dilation)],
            "left_over": len(padded) - (count - 1) * stride - wide,
        }
