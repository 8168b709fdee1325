"""Lines between inputs and outputs, and their matrix: what is cut is empty, what is tied equal."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.arrays import Array
from cnnlib.functional import conv_matrix
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import OneOf, Whole

_INPUTS, _OUTPUTS, _WINDOW = 6, 4, 3  # of a row; of a picture along each side
_FARTHEST = _OUTPUTS - 1  # so far to the left of its output an input can lie
_DISTANCES = np.arange(-_FARTHEST, _INPUTS)
_ROW = [
    *(8, -7, 4, -3, 6, -9),
    *(5, 7, -3, 9, -6, 3),
    *(-8, 4, 6, -5, 3, -9),
    *(-4, 9, -6, 5, -7, 8),
]


def _picture_weights() -> list[int]:
    """A number other than 0 for each of 16 outputs and 36 inputs."""
    rng = np.random.default_rng(3)
    size = (_OUTPUTS * _INPUTS) ** 2
    weights: list[int] = (rng.integers(3, 10, size) * rng.choice([-1, 1], size)).tolist()
    return weights


class ConnectivityExplorer(Explorable):
    """A dense layer as lines and as a matrix: cut the far lines, tie those of one distance.

    Args:
        view: ``"row"``, 6 inputs and 4 outputs, or ``"picture"``, 6×6 inputs and 4×4 outputs.
        local: whether each output keeps only the lines to the 3 (3×3) inputs nearest to it.
        shared: whether lines of the same distance have the same weight.
        scrambled: whether the pixels of the picture stand in other places than the layer believes.
        focus: the output that is looked at, counted from 0, row by row.
        controls: how many of its controls the figure offers: local, shared, view, scrambled.
        task: whether it asks for something: with one control, for a line's cell in the matrix; with
            more, for the layers that have nine free numbers.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> layer = ConnectivityExplorer(local=True, shared=True)
    >>> layer.shown()["free"], layer.shown()["row"]
    (3, [None, 8.0, -7.0, 4.0, None, None])
    """

    _frontend: ClassVar[str] = "connectivity_explorer"
    _label: ClassVar[str] = (
        "Six inputs, four outputs, a line from each input to each output. Beside them the matrix "
        "of the weights: a row for each output, a column for each input, a cell for each line."
    )

    weights = traitlets.Dict().tag(sync=True)
    places = traitlets.List(traitlets.Int()).tag(sync=True)
    view = OneOf("row", "picture").tag(sync=True)
    local = traitlets.Bool(False).tag(sync=True)
    shared = traitlets.Bool(False).tag(sync=True)
    scrambled = traitlets.Bool(False).tag(sync=True)
    focus = Whole(1, 0, _OUTPUTS**2 - 1).tag(sync=True)
    controls = Whole(3, 1, 4).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def __init__(self, **values: Any) -> None:
        places = np.random.default_rng(0).permutation(_INPUTS**2).tolist()
        weights = {"row": _ROW, "picture": _picture_weights()}
        super().__init__(weights=weights, places=places, **values)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows.

        ``row`` is the row of the matrix that belongs to the output looked at, None for no line;
        ``read`` are the places of the inputs that it reads.
        """
        axes = 2 if self.view == "picture" else 1
        near = conv_matrix(np.ones((_WINDOW,) * axes), (_INPUTS,) * axes) > 0
        connected = near if self.local else np.ones_like(near)
        lines = int(connected.sum())
        focus = min(self.focus, len(near) - 1)
        row = self._matrix(axes)[focus].astype(object)
        row[~connected[focus]] = None
        read = np.flatnonzero(connected[focus])
        scrambled = self.scrambled and self.view == "picture"
        tied = (_WINDOW if self.local else _DISTANCES.size) ** axes
        return {
            "view": self.view,
            "local": self.local,
            "shared": self.shared,
            "scrambled": scrambled,
            "focus": focus,
            "free": tied if self.shared else lines,
            "lines": lines,
            "row": row.tolist(),
            "read": sorted(np.take(self.places, read).tolist() if scrambled else read.tolist()),
        }

    def _matrix(self, axes: int) -> Array:
        """All weights, with the lines that are cut: shape (outputs, inputs).

        Tied, they are a convolution with a kernel of 9 (9×9) numbers, one for each distance, on an
        input with 3 zeros on every side.
        """
        outputs, inputs = (_OUTPUTS,) * axes, (_INPUTS,) * axes
        own = np.array(self.weights[self.view], float).reshape(outputs + inputs)
        if not self.shared:
            return own.reshape(_OUTPUTS**axes, -1)
        far = np.meshgrid(*[_DISTANCES] * axes, indexing="ij")
        ends = [*(np.maximum(-d, 0) for d in far), *(np.maximum(d, 0) for d in far)]
        padded = (_INPUTS + 2 * _FARTHEST,) * axes
        inside = (slice(None), *[slice(_FARTHEST, _FARTHEST + _INPUTS)] * axes)
        matrix = conv_matrix(own[tuple(ends)], padded).reshape(-1, *padded)
        return matrix[inside].reshape(_OUTPUTS**axes, -1)
