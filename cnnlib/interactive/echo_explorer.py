"""A signal and its echoes: convolution and correlation along one axis."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.functional import convolve1d, correlate1d
from cnnlib.interactive._base import Explorable

Array = np.ndarray[Any, np.dtype[Any]]

_OPERATIONS = {"convolution": convolve1d, "correlation": correlate1d}
_LONGEST = {"signal": 12, "kernel": 6}
_LARGEST = 100.0


class EchoExplorer(Explorable):
    """Slide a decaying kernel over a signal, or add up the delayed copies: the same numbers.

    Args:
        signal: 1 to 12 numbers.
        kernel: 1 to 6 numbers: how loud the sound is, and each of its echoes.
        operation: ``"convolution"`` or ``"correlation"``.
        mode: ``"valid"``, ``"same"`` or ``"full"``.

    The traits of these names can be read and set; `result` computes what the page shows.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> echo = EchoExplorer()
    >>> echo.result()
    array([1.  , 2.5 , 1.25, 4.5 , 2.  , 1.  ])
    >>> echo.operation = "correlation"
    >>> echo.result(), echo.swap_difference()
    (array([0.25, 1.  , 2.  , 3.  , 2.  , 4.  ]), 3.75)
    """

    _frontend: ClassVar[str] = "echo_explorer"
    _label: ClassVar[str] = (
        "Echo explorer: a signal and a kernel of a few numbers to edit, and their convolution or "
        "correlation, one output at a time or as a sum of echoes."
    )

    # Not `traitlets.Any`: that one takes None without asking the validator.
    signal: traitlets.TraitType[Any, Any] = traitlets.TraitType([1.0]).tag(sync=True)
    kernel: traitlets.TraitType[Any, Any] = traitlets.TraitType([1.0]).tag(sync=True)
    operation: traitlets.TraitType[Any, Any] = traitlets.TraitType("convolution").tag(sync=True)
    mode: traitlets.TraitType[Any, Any] = traitlets.TraitType("full").tag(sync=True)

    def __init__(
        self,
        signal: Iterable[float] = (1, 2, 0, 4),
        kernel: Iterable[float] = (1, 0.5, 0.25),
        operation: str = "convolution",
        mode: str = "full",
        **kwargs: Any,
    ) -> None:
        super().__init__(signal=signal, kernel=kernel, operation=operation, mode=mode, **kwargs)

    def result(self) -> Array:
        """The output, as the figure shows it.

        Raises:
            ValueError: mode ``"valid"``, and the kernel is longer than the signal.
        """
        return _OPERATIONS[self.operation](self.signal, self.kernel, self.mode)

    def swap_difference(self) -> float:
        """The largest difference that swapping signal and kernel makes to the full output."""
        operate = _OPERATIONS[self.operation]
        one = operate(self.signal, self.kernel, "full")
        other = operate(self.kernel, self.signal, "full")
        return float(np.max(np.abs(one - other)))

    @traitlets.validate("signal", "kernel")
    def _check_numbers(self, proposal: Mapping[str, Any]) -> list[float]:
        name = proposal["trait"].name
        try:
            numbers = np.asarray(list(proposal["value"]), np.float64)
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"{name} is not a list of numbers: {proposal['value']!r:.80}"
            ) from error
        if numbers.ndim != 1 or not 1 <= len(numbers) <= _LONGEST[name]:
            found = "×".join(map(str, numbers.shape))
            raise ValueError(f"{name} must hold 1 to {_LONGEST[name]} numbers, got shape {found}")
        if not np.all(np.abs(numbers) <= _LARGEST):  # false for NaN too
            raise ValueError(f"{name} must hold numbers from −100 to 100, got {numbers.tolist()}")
        return (numbers + 0.0).tolist()  # + 0.0 turns −0.0 into 0.0

    @traitlets.validate("operation")
    def _check_operation(self, proposal: Mapping[str, Any]) -> str:
        if proposal["value"] not in list(_OPERATIONS):
            raise ValueError(
                f"operation {proposal['value']!r} is unknown: use 'convolution' or 'correlation'"
            )
        return str(proposal["value"])

    @traitlets.validate("mode")
    def _check_mode(self, proposal: Mapping[str, Any]) -> str:
        correlate1d([0], [0], proposal["value"])  # complains, in the library's words
        return str(proposal["value"])
