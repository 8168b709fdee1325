"""Move, then apply a layer; or apply it, then move: where both ways give the same numbers."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.arrays import Array
from cnnlib.functional import correlate1d, max_pool2d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, OneOf, Whole

_SIGNAL = [0, 1, 3, 1, 0, 0, 2, 0, 0, 4, 1, 0]
_STRIDES = {"convolution": 1, "stride 2": 2, "max pool 3": 3, "dense": 1}
_KERNEL = [1, 2, 1]
_MATRIX = np.random.default_rng(0).integers(0, 3, (12, 12))
_ONCE_AROUND = 12


class CommutatorExplorer(Explorable):
    """Twelve numbers on a ring are moved; a layer is applied after the move, or before it.

    A layer of stride s moves its output by shift / s cells. Where that is no whole number, the two
    ways are compared at the better of the two nearest whole moves.

    Args:
        signal: the twelve numbers, from 0 to 9.
        shift: by how many cells they are moved, 0 to 12.
        layer: what the figure draws: ``"convolution"`` with 1 2 1, the same with ``"stride 2"``,
            ``"max pool 3"`` or ``"dense"``, a matrix of 12×12 numbers from 0 to 2.
        visited: the shifts for which the table is filled, beside the present one.
        task: whether it asks for the shift at which the first three layers agree; only for the
            signal of the default.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> explorer = CommutatorExplorer(shift=3, layer="stride 2")
    >>> explorer.shown()["gaps"]
    [3.0, 0.0, 3.0, 4.0, 2.0, 2.0]
    >>> explorer.layer = "max pool 3"
    >>> explorer.shown()["gaps"]
    [0.0, 0.0, 0.0, 0.0]
    """

    _frontend: ClassVar[str] = "commutator_explorer"
    _label: ClassVar[str] = (
        "Twelve numbers on a ring that are dragged along it. Below, on one lane, what a layer "
        "makes of the moved numbers, and what it made of them before, moved afterwards; a table "
        "keeps by how much the two differ, for four layers and thirteen shifts."
    )

    signal = Numbers(_SIGNAL, columns=(12, 12), low=0, high=9).tag(sync=True)
    shift = Whole(0, 0, _ONCE_AROUND).tag(sync=True)
    layer = OneOf(*_STRIDES).tag(sync=True)
    layers = traitlets.Dict(
        {"strides": _STRIDES, "kernel": _KERNEL, "matrix": _MATRIX.tolist()}, read_only=True
    ).tag(sync=True)
    visited = traitlets.List(Whole(0, 0, _ONCE_AROUND)).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows; differences at shifts not visited are None."""
        x = np.array(self.signal)
        visited = sorted({*self.visited, self.shift})
        table = [
            [
                float(_gaps(layer, x, shift).max()) if shift in visited else None
                for shift in range(_ONCE_AROUND + 1)
            ]
            for layer in _STRIDES
        ]
        return {
            "signal": self.signal,
            "shift": self.shift,
            "layer": self.layer,
            "moved_first": _apply(self.layer, np.roll(x, self.shift)).tolist(),
            "moved_last": _apply(self.layer, x).tolist(),
            "gaps": _gaps(self.layer, x, self.shift).tolist(),
            "table": table,
            "visited": visited,
        }


def _apply(layer: str, x: Array) -> Array:
    if layer == "dense":
        return _MATRIX @ x
    if layer == "max pool 3":
        return max_pool2d(x.reshape(1, 1, 1, -1), (1, 3)).ravel()
    return correlate1d(np.pad(x, 1, mode="wrap"), _KERNEL)[:: _STRIDES[layer]]


def _gaps(layer: str, x: Array, shift: int) -> Array:
    """How far the two ways differ, cell by cell, at the better of the two nearest whole moves."""
    first, last = _apply(layer, np.roll(x, shift)), _apply(layer, x)
    whole, rest = divmod(shift, _STRIDES[layer])
    ways = [np.abs(first - np.roll(last, whole + more)) for more in range(2 if rest else 1)]
    return min(ways, key=lambda gaps: float(gaps.max()))
