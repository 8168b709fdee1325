"""One convolution forward, and under each of its grids the gradient that comes back to it."""

from typing import Any, ClassVar, cast

import numpy as np
import traitlets

from cnnlib.functional import conv2d, conv2d_backward, max_pool2d, max_pool2d_backward
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import Numbers, OneOf, Whole

OFFERS = ("edit", "turn", "hand", "stride", "mode", "bias")
_X = [[1, 2, 0, 1, 2], [0, 1, 3, 0, 1], [4, 0, 1, 2, 0], [1, 0, 2, 1, 3], [2, 1, 0, 3, 1]]


class BackwardStepper(Explorable):
    """X ⋆ W = Y, and ∂X, ∂W, ∂Y below: each output pushes its gradient back to what it read.

    Args:
        x: 5×5 numbers from −9 to 9; at stride 1 their upper left 3×3 are the picture.
        w, dy: 2×2 numbers from −9 to 9, the kernel and the gradient at the output.
        pushed: the outputs that have pushed, 0 to 3, one after the other.
        grid, cell: the gradient of whose terms are shown: ``"dx"``, ``"dw"`` or None, and its
            place, counted row by row.
        view: ``"push"``; ``"turn"``, W turned slides over ∂Y; ``"hand"``, ∂X and ∂W are fields.
        stride: 1 or 2.
        mode: ``"kernel"``, or ``"max"``, the largest of each window instead of a sum.
        offers: which of `OFFERS` the figure has controls for; by default all.
        task: whether it asks for a gradient that leaves the middle of ∂X zero; only with the first
            numbers, and where they can be edited.

    Raises:
        ValueError: one of these, now or later, is something else.

    >>> BackwardStepper(pushed=[0, 1, 2, 3]).shown()["dw"]
    [[3.0, 7.0], [-4.0, 3.0]]
    >>> BackwardStepper(pushed=[0, 1, 2, 3], grid="dx", cell=4).shown()["terms"]
    [[1.0, 0.0], [0.0, 2.0], [-1.0, -1.0], [2.0, 1.0]]
    """

    _frontend: ClassVar[str] = "backward_stepper"
    _label: ClassVar[str] = (
        "A picture X of 3×3 numbers, a kernel W of 2×2, their output Y, and below each its "
        "gradient. Each output pushes: its gradient times its patch of X is added to the gradient "
        "of W, and its gradient times W to its window of the gradient of X."
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
    offers = traitlets.List(OneOf(*OFFERS), default_value=list(OFFERS)).tag(sync=True)
    task = traitlets.Bool(False).tag(sync=True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows: None where no push has arrived yet.

        ``terms`` are the pairs whose sum the cell in ``focus`` is; ``spread`` is ∂Y in its zeros.
        """
        s, pools = self.stride, self.mode == "max"
        view = "push" if pools and self.view == "turn" else self.view
        pushed = {"push": [*dict.fromkeys(self.pushed)], "turn": [0, 1, 2, 3], "hand": []}[view]
        x, w, dy = (np.array(each) for each in (self.x, self.w, self.dy))
        x = x[: 2 * s + 1, : 2 * s + 1]
        sent = np.where(np.isin(np.arange(4), pushed), dy.ravel(), 0).reshape(1, 1, 2, 2)
        image, kernel, dw = x[None, None], w[None, None], None
        y = max_pool2d(image, 2, s) if pools else conv2d(image, kernel, None, s)
        if pools:
            dx = max_pool2d_backward(sent, image, 2, s)
        else:
            dx, dweight, _ = conv2d_backward(sent, image, kernel, s)
            dw = (dweight[0, 0] if pushed else np.full((2, 2), None)).tolist()
        patches, reads = self._windows(x)
        silent = np.isnan(reads[pushed]).all(axis=0) & (len(pushed) < 4)
        dx = np.where(silent, cast(Any, None), dx[0, 0])
        spread = np.zeros((s + 3, s + 3))
        spread[1:-1:s, 1:-1:s] = dy
        focus = terms = cast(Any, None)
        if view == "turn":
            row, column = divmod(min(self.cell, (s + 2) ** 2 - 1), s + 2)
            under = spread[row : row + 2, column : column + 2], np.rot90(w, 2)
            focus, terms = ["dx", row, column], np.stack(under, -1).reshape(4, 2)
        elif self.grid and view == "push" and not (pools and self.grid == "dw"):
            factors = patches if self.grid == "dw" else reads
            row, column = divmod(min(self.cell, factors[0].size - 1), factors.shape[1])
            met = np.stack([dy.ravel(), factors[:, row, column]], -1)[sorted(pushed)]
            focus, terms = [self.grid, row, column], met[~np.isnan(met).any(axis=1)]
        return {
            **{"x": x.tolist(), "w": None if pools else self.w, "y": y[0, 0].tolist()},
            **{"dx": dx.tolist(), "dw": dw, "dy": self.dy},
            "db": sent.sum() if pushed and "bias" in self.offers else None,
            **{"stride": s, "mode": self.mode, "view": view, "pushed": pushed, "focus": focus},
            "terms": None if terms is None else terms.tolist(),
            "spread": spread.tolist() if view == "turn" else None,
        }

    def _windows(self, x: Any) -> tuple[Any, Any]:
        """Of each output, what it read, and its factors in ∂X: NaN where it sends nothing."""
        patches, reads = np.empty((4, 2, 2)), np.full((4, *x.shape), np.nan)
        for k, (i, j) in enumerate(np.ndindex(2, 2)):
            window = np.s_[i * self.stride :, j * self.stride :]
            patches[k] = patch = x[window][:2, :2]
            largest = np.where(np.arange(4).reshape(2, 2) == patch.argmax(), 1, np.nan)
            reads[k][window][:2, :2] = self.w if self.mode == "kernel" else largest
        return patches, reads
