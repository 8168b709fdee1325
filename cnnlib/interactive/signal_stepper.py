"""Three weights that slide along a signal: how it rises, how it bends, its average."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.functional import convolve1d, correlate1d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, OneOf, Whole

_KERNELS = {"difference": [-1.0, 0.0, 1.0], "bend": [1.0, -2.0, 1.0], "average": [1 / 3] * 3}
_SIGNAL = [0, 0, 0, 1, 2, 3, 3, 3, 1, 2, 1, 2, 1, 1, 0, 0, 0]  # up, level, down, zigzag


class SignalStepper(Explorable):
    """A window of three weights on a signal: slide it, turn it, drag the signal's bars.

    The window lies with its middle on each number in turn, so there are as many results as numbers;
    beyond both ends it meets a 0.

    Args:
        signal: 3 to 17 numbers from 0 to 3.
        kernel: ``"difference"`` (−1, 0, 1), ``"bend"`` (1, −2, 1) or ``"average"`` (⅓, ⅓, ⅓).
        turned: whether the kernel lies turned by 180°.
        place: the number that the middle of the window lies on, counted from 0.
        visited: the places whose results are known.
        task: whether it asks for the bar that changes the middle of the zigzag, if there is one.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> stepper = SignalStepper(place=4)
    >>> stepper.shown()["sum"]
    2.0
    >>> stepper.turned = True
    >>> stepper.shown()["sum"]
    -2.0
    """

    _frontend: ClassVar[str] = "signal_stepper"
    _label: ClassVar[str] = (
        "A signal of seventeen numbers as bars that are dragged. A window of three weights slides "
        "along it; at each place the products of weights and numbers are added up to one result."
    )

    signal = Numbers(_SIGNAL, columns=(3, 17), low=0, high=3).tag(sync=True)
    kernel = OneOf(*_KERNELS).tag(sync=True)
    kernels = traitlets.Dict(_KERNELS, read_only=True).tag(sync=True)
    turned = traitlets.Bool(False).tag(sync=True)
    place = Whole(4, 0, 16).tag(sync=True)
    visited = traitlets.List(Whole(0, 0, 16), [0, 1, 2, 3, 4]).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows; results of places not visited are None."""
        weights = _KERNELS[self.kernel]
        operate = convolve1d if self.turned else correlate1d
        result = operate(self.signal, weights, "same").tolist()
        place = min(self.place, len(result) - 1)
        lying = weights[::-1] if self.turned else weights
        products = np.pad(self.signal, 1)[place : place + 3] * lying
        visited = sorted({*(i for i in self.visited if i < len(result)), place})
        return {
            "signal": self.signal,
            "kernel": lying,
            "turned": self.turned,
            "place": place,
            "products": products.tolist(),
            "sum": result[place],
            "result": [value if i in visited else None for i, value in enumerate(result)],
            "visited": visited,
        }
