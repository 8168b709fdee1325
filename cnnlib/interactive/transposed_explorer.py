"""A convolution turned around: each input lays down a copy of the kernel, and copies add up."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.arithmetic import effective_kernel, transposed_output_size
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, Whole


class TransposedExplorer(Explorable):
    """Each input stamps the kernel, a row of ones, `stride` cells further on; overlaps add up.

    Args:
        inputs: 1 to 5 numbers.
        kernel: 1 to 5, ones of the kernel.
        stride: 1 to 3, cells from one stamp to the next.
        padding: 0 to 2, cells cut off at both ends.
        output_padding: 0 to 2, cells appended; less than the stride or the dilation.
        dilation: 1 to 3, cells from one weight of the kernel to the next.
        place: the last input that has stamped, counted from 0.
        task: whether it asks for the way back from three to six; only with three inputs, kernel 3
            and dilation 1.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> TransposedExplorer(place=2).shown()["output"]
    [1.0, 1.0, 3.0, 2.0, 5.0, 3.0, 3.0]
    """

    _frontend: ClassVar[str] = "transposed_explorer"
    _label: ClassVar[str] = (
        "Three inputs. Each lays a copy of the kernel, as many times as large as itself, into the "
        "cells of the output, and where copies overlap they add up."
    )

    inputs = Numbers([1, 2, 3], columns=(1, 5), low=-9, high=9).tag(sync=True)
    kernel = Whole(3, 1, 5).tag(sync=True)
    stride = Whole(2, 1, 3).tag(sync=True)
    padding = Whole(0, 0, 2).tag(sync=True)
    output_padding = Whole(0, 0, 2).tag(sync=True)
    dilation = Whole(1, 1, 3).tag(sync=True)
    place = Whole(0, 0, 4).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows.

        ``stamps`` are the rows of copies, from the first cell on; ``output`` is the sum of those
        laid so far, None where none lies yet.
        """
        settings = (self.stride, self.padding, self.dilation, self.output_padding)
        count = transposed_output_size(len(self.inputs), self.kernel, *settings)
        wide = effective_kernel(self.kernel, self.dilation)
        stamps = np.zeros((len(self.inputs), count + 2 * self.padding))
        for row, value in enumerate(self.inputs):
            stamps[row, row * self.stride :][: wide : self.dilation] = value
        place = min(self.place, len(self.inputs) - 1)
        reached = {
            row * self.stride + tap * self.dilation
            for row in range(place + 1)
            for tap in range(self.kernel)
        }
        done = place == len(self.inputs) - 1
        sums = stamps[: place + 1].sum(0).tolist()
        cells = range(self.padding, self.padding + count)
        return {
            "inputs": self.inputs,
            "stride": self.stride,
            "padding": self.padding,
            "output_padding": self.output_padding,
            "place": place,
            "stamps": stamps.tolist(),
            "output": [sums[cell] if done or cell in reached else None for cell in cells],
        }
