"""Claps and their echoes: copies of a pattern that are delayed, scaled and added up."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.functional import convolve1d, correlate1d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, OneOf, Whole

_OPERATIONS = {"convolution": convolve1d, "correlation": correlate1d}


class EchoExplorer(Explorable):
    """Claps that each send out a copy of the pattern; at every tick the copies add up.

    Args:
        claps: 1 to 6 numbers, how loud you clap at the ticks 0, 1, 2 …
        pattern: 1 to 4 numbers: how loud the sound of one clap is, and each of its echoes.
        operation: ``"convolution"``, or ``"correlation"``: there each echo comes before its clap.
        clap: the clap whose copy is marked, counted from 0.
        tick: the tick whose sum is taken apart.
        switch: whether there is a switch between the two operations.
        hear: whether there is a button that plays what you hear.
        task: whether the figure asks, if there are four claps, for silence after the first.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> echo = EchoExplorer()
    >>> echo.shown()["heard"]
    [1.0, 2.5, 1.25, 4.5, 2.0, 1.0]
    >>> echo.operation = "correlation"
    >>> echo.shown()["heard"]
    [0.25, 1.0, 2.0, 3.0, 2.0, 4.0]
    """

    _frontend: ClassVar[str] = "echo_explorer"
    _label: ClassVar[str] = (
        "Four claps of loudness 1, 2, 0 and 4 and a pattern 1, ½, ¼ as bars that are dragged. Each "
        "clap sends out its own copy of the pattern; what you hear is the sum of the copies."
    )

    claps = Numbers([1, 2, 0, 4], columns=(1, 6), low=-4, high=4).tag(sync=True)
    pattern = Numbers([1, 0.5, 0.25], columns=(1, 4), low=-2, high=2).tag(sync=True)
    operation = OneOf(*_OPERATIONS).tag(sync=True)
    clap = Whole(None, 0, 5).tag(sync=True)
    tick = Whole(None, -3, 8).tag(sync=True)
    switch = traitlets.Bool(False).tag(sync=True)
    hear = traitlets.Bool(False).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows.

        ``layers`` has a row for each clap and a column for each tick: what of that clap is heard
        then, None where its copy does not reach. ``heard`` is their sum.
        """
        claps, pattern = self.claps, self.pattern
        before = 0 if self.operation == "convolution" else len(pattern) - 1
        heard = _OPERATIONS[self.operation](claps, pattern, "full").tolist()
        layers: list[list[float | None]] = [[None] * len(heard) for _ in claps]
        for i, copy in enumerate(np.outer(claps, pattern[::-1] if before else pattern) + 0.0):
            layers[i][i : i + len(pattern)] = copy.tolist()
        clap = self.clap if self.clap is not None and self.clap < len(claps) else None
        ticks = range(-before, len(heard) - before)
        return {
            "claps": claps,
            "pattern": pattern,
            "layers": layers,
            "heard": heard,
            "pressed": {"clap": clap, "tick": self.tick if self.tick in ticks else None},
        }
