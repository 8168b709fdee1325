"""One convolution forward, and under each of its grids the gradient that comes back to it."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.functional import conv2d, conv2d_backward, max_pool2d, max_pool2d_backward
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, OneOf, Whole

OFFERS = ("edit", "turn", "hand", "stride", "mode", "bias")
_X = [[1, 2, 0, 1, 2], [0, 1, 3, 0, 1], [4, 0, 1, 2, 0], [1, 0, 2, 1, 3], [2, 1, 0, 3, 1]]
_OUTPUTS = tuple(np.ndindex(2, 2))


class BackwardStepper(Explorable):
    """X ⋆ W = Y, and ∂X, ∂W, ∂Y below: each output pushes its gradient back to what it read.

    Args:
        x: 5×5 numbers from −9 to 9; at stride 1 their upper left 3×3 are the picture.
        w, dy: 2×2 numbers from −9 to 9, the kernel and the gradient at the output.
        pushed: the outputs that have pushed, 0 to 3, one after the other.
        grid, cell: the gradient of whose terms are shown: ``"dx"``, ``"dw"`` or None, and its
            place, counted row by row.
        view: ``"push"``; ``"turn"``, the kernel turned slides over ∂Y in zeros; ``"hand"``, every
            cell of ∂X and ∂W is a field to fill in.
        stride: 1 or 2.
        mode: ``"kernel"``, or ``"max"``, the largest of each window instead of a sum.
        offers: which of `OFFERS` the figure has controls for.
        task: whether it asks for a gradient that leaves the middle of ∂X zero; only with the first
            numbers, and where they can be edited.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> BackwardStepper(pushed=[0, 1, 2, 3]).shown()["dw"]
    [[3.0, 7.0], [-4.0, 3.0]]
    >>> BackwardStepper(pushed=[0, 1, 2, 3], grid="dx", cell=4).shown()["terms"]
    [[1.0, 0.0], [0.0, 2.0], [-1.0, -1.0], [2.0, 1.0]]
    """

    _frontend: ClassVar[str] = "backward_stepper"
    _label: ClassVar[str] = (
        "A picture X of 3×3 numbers, a kernel W of 2×2 and their output Y; below each its gradient. "
        "Each output pushes: its gradient times its patch of X is added to the gradient of W, and "
        "times W to its window of the gradient of X."
    )

    x = Numbers(_X, rows=(5, 5), columns=(5, 5), low=-9, high=9).tag(sync=True)
    w = Numbers([[1, -1], [2, 0]], rows=(2, 2), columns=(2, 2), low=-9, high=9).tag(sync=True)
    dy = Numbers([[1, 0], [-1, 2]], rows=(2, 2), columns=(2, 2), low=-9, high=9).tag(sync=True)
    pushed = traitlets.List(Whole(0, 0, 3)).tag(sync=True)
    grid = OneOf(None, "dx", "dw").tag(sync=True)
    cell = Whole(0, 0, 24).tag(sync=True)
    view = OneOf("push", "turn", "hand").tag(sync=True)
    stride = Whole(1, 1, 2).tag(sync=True)
    mode = OneOf("kernel", "max").tag(sync=True)
    offers = traitlets.List(OneOf(*OFFERS)).tag(sync=True)
    task = traitlets.Bool(False).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows: None where no push has arrived yet.

        ``terms`` are the pairs of which the cell in ``focus`` is the sum; ``spread`` is ∂Y in its
        zeros, where the turned kernel slides over it.
        """
        s, pools = self.stride, self.mode == "max"
        view = "push" if pools and self.view == "turn" else self.view
        size = 2 * s + 1
        x, w, dy = np.array(self.x)[:size, :size], np.array(self.w), np.array(self.dy)
        given = {"push": list(dict.fromkeys(self.pushed)), "turn": [0, 1, 2, 3], "hand": []}
        pushed = given[view]
        sent = np.where(np.isin(np.arange(4), pushed).reshape(2, 2), dy, 0)[None, None]
        if pools:
            y, dw = max_pool2d(x[None, None], 2, s), None
            dx = max_pool2d_backward(sent, x[None, None], 2, s)[0, 0]
        else:
            y = conv2d(x[None, None], w[None, None], None, s)
            dx, dw, _ = (
                each.squeeze() for each in conv2d_backward(sent, x[None, None], w[None, None], s)
            )
        arrived = np.full(x.shape, len(pushed) == 4)
        for output in pushed:
            for row, column, _ in self._reads(_OUTPUTS[output], x):
                arrived[row, column] = True
        focus, terms = self._focus(view, x, pushed)
        return {
            **{"x": x.tolist(), "w": None if pools else w.tolist(), "y": y[0, 0].tolist()},
            "dx": np.where(arrived, dx, None).tolist(),
            "dw": None if dw is None else (dw if pushed else np.full((2, 2), None)).tolist(),
            **{"dy": dy.tolist(), "db": sent.sum() if "bias" in self.offers and pushed else None},
            **{"stride": s, "mode": self.mode, "view": view, "pushed": pushed},
            **{"focus": focus, "terms": terms},
            "spread": self._spread().tolist() if view == "turn" else None,
        }

    def _reads(self, output: tuple[int, int], x: Any) -> list[tuple[int, int, float]]:
        """The cells of ∂X to which an output sends its gradient, each with the factor."""
        top, left = (self.stride * at for at in output)
        if self.mode == "kernel":
            return [(top + u, left + v, self.w[u][v]) for u, v in np.ndindex(2, 2)]
        u, v = divmod(int(np.argmax(x[top : top + 2, left : left + 2])), 2)
        return [(top + u, left + v, 1.0)]

    def _spread(self) -> Any:
        """∂Y with stride − 1 zeros between its cells and a rim of zeros around them."""
        spread = np.zeros((self.stride + 3, self.stride + 3))
        spread[1 : -1 : self.stride, 1 : -1 : self.stride] = self.dy
        return spread

    def _focus(self, view: str, x: Any, pushed: list[int]) -> tuple[Any, Any]:
        """The cell in focus as [grid, row, column], and the pairs that are added up there."""
        if view == "turn":
            row, column = divmod(min(self.cell, (self.stride + 2) ** 2 - 1), self.stride + 2)
            under = self._spread()[row : row + 2, column : column + 2]
            pairs = zip(under.ravel(), np.rot90(self.w, 2).ravel(), strict=True)
            return ["dx", row, column], [list(pair) for pair in pairs]
        if self.grid is None or view == "hand" or (self.grid == "dw" and self.mode == "max"):
            return None, None
        side = 2 if self.grid == "dw" else len(x)
        row, column = divmod(min(self.cell, side * side - 1), side)
        terms = []
        for output in sorted(pushed):
            i, j = _OUTPUTS[output]
            if self.grid == "dw":
                terms.append([self.dy[i][j], x[i * self.stride + row, j * self.stride + column]])
            else:
                reads = self._reads((i, j), x)
                terms += [[self.dy[i][j], f] for r, c, f in reads if (r, c) == (row, column)]
        return [self.grid, row, column], terms
