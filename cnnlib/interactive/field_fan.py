"""The fan: which pixels a unit sees through three layers, and which units a pixel reaches."""

from typing import Any, ClassVar

import traitlets

from cnnlib.arithmetic import Conv, Pool, inputs_read, receptive_field, summarize
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Whole

_LAYERS = (Conv(1, 3), Pool(2), Pool(2))
_PIXELS = 14
_COUNTS = [_PIXELS, *(row.output_shape[1] for row in summarize(_LAYERS, (1, _PIXELS, _PIXELS)))]
_TOP = len(_LAYERS)


class FieldFan(Explorable):
    """Four rows of cells: 14 pixels, 12 after a window of 3, 6 and 3 after a pool of 2 each.

    From the marked cell a fan opens down to all that it reads and up to all that it reaches.

    Args:
        row: of the marked cell, 0 (the pixels) to 3 (the top units).
        unit: which cell of that row, counted from 0; the last one if there are fewer.
        opened: how many layers away from the marked cell the fan is open, 0 to 3.
        climbed: up to which row the sum of the steps has been added up, 0 to 3.
        marks: the pixels that are marked for the task, in the order in which they were.
        task: whether it asks for the pixels that two top units see.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> fan = FieldFan(opened=3)
    >>> fan.shown()["cells"], fan.shown()["size"]
    ([[4, 9], [4, 7], [2, 3], [1, 1]], [1, 3, 4, 6])
    >>> FieldFan(row=0, unit=4, opened=3).shown()["cells"]
    [[4, 4], [2, 4], [1, 2], [0, 1]]
    """

    _frontend: ClassVar[str] = "field_fan"
    _label: ClassVar[str] = (
        "Four rows of cells: 14 pixels, 12 cells after a window of 3, 6 after a pool of 2, 3 units "
        "after another. A unit reads 2 pool cells, these 4 of the next row, and these 6 pixels."
    )

    row = Whole(_TOP, 0, _TOP).tag(sync=True)
    unit = Whole(1, 0, _PIXELS - 1).tag(sync=True)
    opened = Whole(0, 0, _TOP).tag(sync=True)
    climbed = Whole(0, 0, _TOP).tag(sync=True)
    marks = traitlets.List(Whole(0, 0, _PIXELS - 1)).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows, row by row from the pixels upwards.

        ``cells`` are the first and the last cell of the fan, None in a row that it has not reached;
        ``paths`` how many ways lead from the marked cell to each pixel.
        """
        row = self.row
        unit = min(self.unit, _COUNTS[row] - 1)
        fields = [receptive_field(_LAYERS[:above]) for above in range(_TOP + 1)]
        cells = [_fan(row, unit, other) for other in range(_TOP + 1)]
        reached = [abs(row - other) <= self.opened for other in range(_TOP + 1)]
        return {
            "row": row,
            "unit": unit,
            "opened": self.opened,
            "climbed": self.climbed,
            "cells": [
                [fan[0], fan[-1]] if known else None
                for fan, known in zip(cells, reached, strict=True)
            ],
            "size": [field.size for field in fields],
            "jump": [field.jump for field in fields],
            "paths": _paths(row, unit) if reached[0] else None,
            "marks": sorted(set(self.marks)),
        }


def _fan(row: int, unit: int, other: int) -> list[int]:
    """The cells of the row `other` that `unit` of `row` reads or reaches."""
    if other <= row:
        return _read(other, row, unit)
    return [above for above in range(_COUNTS[other]) if unit in _read(row, other, above)]


def _read(low: int, high: int, unit: int) -> list[int]:
    """The cells of the row `low` that `unit` of the row `high` reads."""
    side = _COUNTS[low]
    return inputs_read(_LAYERS[low:high], (1, side, side), (unit, unit))[0]


def _paths(row: int, unit: int) -> list[int]:
    """How many ways lead from `unit` of `row` down to each pixel."""
    cells = [unit]  # as often as ways lead there
    for high in range(row, 0, -1):
        cells = [below for cell in cells for below in _read(high - 1, high, cell)]
    return [cells.count(pixel) for pixel in range(_PIXELS)]
