"""One kernel at four places: each sends its own gradient, and the shared weights get the sum."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.functional import correlate1d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, Whole

_WEIGHTS = 3


class SharedGradientExplorer(Explorable):
    """Four outputs of one kernel a, b, c on six inputs: drag the gradients that come back to them.

    Output i reads the inputs i, i + 1 and i + 2. It sends its gradient, times what it read, to the
    three weights; a shared weight gets the sum of what the four send.

    Args:
        signal: the six inputs, numbers from −9 to 9.
        gradients: of the four outputs, numbers from −3 to 3.
        output: the output whose lines are in focus, 1 to 4.
        tied: whether all places share one kernel; else each has its own.
        task: whether it asks for gradients that leave the shared kernel where it is; only for the
            signal of the default.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> SharedGradientExplorer().shown()["sum"]
    [5.0, 2.0, 8.0]
    >>> SharedGradientExplorer(gradients=[1, 1, 1, 1]).shown()["sum"]
    [4.0, 6.0, 8.0]
    """

    _frontend: ClassVar[str] = "shared_gradient_explorer"
    _label: ClassVar[str] = (
        "Six inputs, and four outputs that read three of them each, with the same weights a, b and "
        "c. Each output sends its own gradient back up its three lines; for each weight what the "
        "four send is added up."
    )

    signal = Numbers([1, 0, 2, 1, 3, 2], columns=(6, 6), low=-9, high=9).tag(sync=True)
    gradients = Numbers([1, 0, 2, 0], columns=(4, 4), low=-3, high=3).tag(sync=True)
    output = Whole(3, 1, 4).tag(sync=True)
    tied = traitlets.Bool(True).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows: what each output sends to a, b, c, and their sum."""
        read = np.lib.stride_tricks.sliding_window_view(self.signal, _WEIGHTS)
        rows = np.array(self.gradients)[:, None] * read
        return {
            "signal": self.signal,
            "gradients": self.gradients,
            "output": self.output,
            "tied": self.tied,
            "rows": rows.tolist(),
            "sum": correlate1d(self.signal, self.gradients).tolist() if self.tied else None,
        }
