"""A signal pushed along under the fixed windows of a pool: what the pool reports of it."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.functional import average_pool2d, blur_pool2d, max_pool2d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, OneOf, Whole

_CELLS = 12
_FIRST = 4  # where the first bar stands at shift 0
_WINDOW = (1, 2)
_FARTHEST = 3


class PoolingComb(Explorable):
    """Three bars under a comb of six windows of two cells, pushed along by whole cells.

    Args:
        bars: the three numbers of the signal, 0 to 9.
        shift: how many cells the signal has been pushed to the right, −3 to 3.
        pool: ``"max"``, ``"average"``, or ``"max, then blur"``: the larger of each two neighbors,
            blurred with [1 2 1]/4, and of that every second number.
        visited: the shifts at which the sum of the outputs has been drawn.
        task: whether it asks for a bar that lets one step change nothing; only for the bars of the
            default.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> PoolingComb().shown()["outputs"], PoolingComb(shift=1).shown()["outputs"]
    ([0.0, 0.0, 5.0, 2.0, 0.0, 0.0], [0.0, 0.0, 3.0, 5.0, 0.0, 0.0])
    >>> [PoolingComb(shift=shift, pool="average").shown()["sum"] for shift in range(3)]
    [5.0, 5.0, 5.0]
    """

    _frontend: ClassVar[str] = "pooling_comb"
    _label: ClassVar[str] = (
        "Three bars, 3, 5 and 2, stand in a comb of six windows of two cells. A pool reports the "
        "largest number of each window: 0, 0, 5, 2, 0, 0. Pushed by one cell the bars fall into "
        "other windows: 0, 0, 3, 5, 0, 0."
    )

    bars = Numbers([3, 5, 2], columns=(3, 3), low=0, high=9).tag(sync=True)
    shift = Whole(0, -_FARTHEST, _FARTHEST).tag(sync=True)
    pool = OneOf("max", "average", "max, then blur").tag(sync=True)
    visited = traitlets.List(Whole(0, -_FARTHEST, _FARTHEST)).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows.

        ``winners`` are the cells with the largest number of each window, None without a max pool.
        """
        outputs = self._outputs(self.shift)
        pairs = self._signal(self.shift).reshape(-1, 2)
        winners = pairs.argmax(axis=1) + np.arange(0, _CELLS, 2)
        return {
            "bars": self.bars,
            "shift": self.shift,
            "pool": self.pool,
            "outputs": outputs,
            "at_rest": self._outputs(0),
            "winners": winners.tolist() if self.pool == "max" else None,
            "sum": sum(outputs),
            "visited": sorted({*self.visited, self.shift}),
        }

    def _signal(self, shift: int) -> np.ndarray:
        signal = np.zeros(_CELLS)
        signal[_FIRST + shift : _FIRST + shift + len(self.bars)] = self.bars
        return signal

    def _outputs(self, shift: int) -> list[float]:
        signal = self._signal(shift)[None, None, None]
        if self.pool == "max":
            outputs = max_pool2d(signal, _WINDOW)
        elif self.pool == "average":
            outputs = average_pool2d(signal, _WINDOW)
        else:
            # What lies beside the signal is 0, at both ends: so the blur may go round.
            larger = max_pool2d(np.pad(signal, [(0, 0)] * 3 + [(0, 1)]), _WINDOW, stride=1)
            outputs = blur_pool2d(larger, stride=_WINDOW, border="wrap")
        return outputs[0, 0, 0].tolist()
