"""The ways downhill that the book uses, by name."""

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import nn, optim

from cnnlib.checks import choice, flag, fraction, number

_ADAPTIVE = {"RMSprop": optim.RMSprop, "Adam": optim.Adam, "AdamW": optim.AdamW}
NAMES = ("SGD", *_ADAPTIVE)


class Descent:
    """An optimizer and its learning rate, which changes with the steps if `one_cycle` is asked for.

    >>> from torch import nn
    >>> learned = list(nn.Linear(1, 1).parameters())
    >>> descent = Descent(learned, "SGD", rate=0.1, momentum=0.0, one_cycle=True, steps=100)
    >>> f"{descent.rate:.3f}"  # a 25th of the largest
    '0.004'
    """

    def __init__(
        self,
        learned: Sequence[nn.Parameter],
        optimizer: str,
        *,
        rate: float,
        momentum: float,
        one_cycle: bool,
        steps: int,
    ) -> None:
        if not learned:
            raise ValueError("model has no parameters that can be learned")
        rate = as_rate(rate)
        momentum = fraction("momentum", momentum)
        if choice("optimizer", optimizer, NAMES) == "SGD":
            self._optimizer: optim.Optimizer = optim.SGD(learned, rate, momentum)
        elif momentum:
            raise ValueError(f"momentum {momentum:g} needs optimizer 'SGD', got {optimizer!r}")
        else:
            self._optimizer = _ADAPTIVE[optimizer](learned, rate)
        self._schedule = None
        if flag("one_cycle", one_cycle):
            # It moves the momentum against the rate; there must be one, or it would bring it in.
            moves = momentum > 0 or optimizer in ("Adam", "AdamW")
            self._schedule = optim.lr_scheduler.OneCycleLR(
                self._optimizer, rate, total_steps=steps, cycle_momentum=moves
            )

    @property
    def rate(self) -> float:
        """The learning rate of the next step."""
        return float(self._optimizer.param_groups[0]["lr"])

    def step(self, loss: torch.Tensor) -> None:
        """One step down the gradient of this loss."""
        self._optimizer.zero_grad(set_to_none=False)  # the parts of one vector are to stay them
        loss.backward()
        self._optimizer.step()
        if self._schedule is not None:
            self._schedule.step()


def as_rate(rate: Any) -> float:
    """A learning rate: a finite number above 0.

    >>> as_rate(0)
    Traceback (most recent call last):
    ValueError: rate must be a number > 0, got 0
    """
    found = number("rate", rate, "a number > 0")
    if not 0 < found < math.inf:
        raise ValueError(f"rate must be a number > 0, got {rate!r:.60}")
    return found
