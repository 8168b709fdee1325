"""Gradient descent on one number: a ball that rolls by the slope below it."""

from functools import cache
from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.data import load_digits
from cnnlib.functional import softmax_cross_entropy
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, OneOf, Whole

END = 1.2  # the curve runs from 0 to here
_POINTS = 121
_MOMENTUM = 0.9


@cache
def strength_losses() -> tuple[float, ...]:
    """The loss of a layer that has learned nothing but how strong its templates are.

    Template c is strength · (mean of the digits c − mean of all digits), strengths run from 0 to
    `END`. The loss is the mean cross-entropy of the 4,000 digits to learn from.
    """
    train, _ = load_digits()
    x = train.images.reshape(len(train.images), -1).astype(np.float64)
    means = np.stack([x[train.labels == digit].mean(0) for digit in range(10)])
    scores = x @ (means - x.mean(0)).T
    strengths = np.linspace(0, END, _POINTS)
    return tuple(softmax_cross_entropy(s * scores, train.labels) for s in strengths)


class DescentExplorer(Explorable):
    """The loss as a valley over one number, and a ball that descends in it step by step.

    A step is v ← m · v − rate · slope, w ← w + v, with m = 0.9 with momentum and 0 without. Slopes
    are read off the curve: differences of neighbors, in between on a straight line. A ball that has
    left the curve stays where it is.

    Args:
        losses: 3 to 201 values over evenly spaced numbers from 0 to `END`; by default those of
            `strength_losses`.
        start: the place of `losses`, counted from 0, at which the ball begins.
        rate: the learning rate.
        momentum: whether the ball keeps nine tenths of its last step.
        steps: how many steps it has gone.
        task: whether it asks for the bottom in few steps.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> round(DescentExplorer(rate="0.03", steps=1).shown()["path"][-1], 2)
    0.33
    """

    _frontend: ClassVar[str] = "descent_explorer"
    _label: ClassVar[str] = (
        "The loss drawn over one weight: a valley. A ball begins on its left side and goes "
        "downhill in steps, each as long as the learning rate times the slope below it."
    )

    losses = Numbers([0, 0, 0], columns=(3, 201), low=0).tag(sync=True)
    end = traitlets.Float(END).tag(sync=True)
    start = Whole(0, 0, 200).tag(sync=True)
    rate = OneOf("0.003", "0.01", "0.03", "0.1", "0.3").tag(sync=True)
    momentum = traitlets.Bool(False).tag(sync=True)
    steps = Whole(0, 0, 40).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def __init__(self, losses: Any = None, **values: Any) -> None:
        super().__init__(losses=strength_losses() if losses is None else losses, **values)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows: the ball's way, the slope and the loss where it is."""
        losses = np.array(self.losses)
        places = np.linspace(0, self.end, len(losses))
        slopes = np.gradient(losses, places)
        path, speed = [round(float(places[min(self.start, len(losses) - 1)]), 9)], 0.0
        for _ in range(self.steps):
            if not 0 <= path[-1] <= self.end + 1e-9:
                break
            slope = float(np.interp(path[-1], places, slopes))
            speed = (_MOMENTUM if self.momentum else 0) * speed - float(self.rate) * slope
            path.append(round(path[-1] + speed, 9))
        here = path[-1]
        loss, slope = (float(np.interp(here, places, values)) for values in (losses, slopes))
        return {"path": path, "slope": slope, "loss": loss, "lowest": float(losses.min())}
