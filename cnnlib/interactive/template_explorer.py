"""One digit over ten templates: what a layer that knows no neighbors makes of a picture."""

from functools import cache
from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib import checks
from cnnlib.data import load_digits
from cnnlib.functional import softmax, softmax_cross_entropy_backward
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._pictures import Picture, pixels_of
from cnnlib.interactive._traits import Whole

Array = np.ndarray[Any, Any]

SIDE = 28
_LEVELS = 32767  # weights travel as int16: second decimals of the scores stay


@cache
def trained_templates() -> tuple[Array, Array]:
    """Weights (10, 784) and biases (10,) after 100 steps on all 4,000 digits, from zeros."""
    train, _ = load_digits()
    x = train.images.reshape(len(train.images), -1).astype(np.float64)
    weight, bias = np.zeros((10, SIDE * SIDE)), np.zeros(10)
    speed = [np.zeros_like(weight), np.zeros_like(bias)]
    for _ in range(100):
        dscores = softmax_cross_entropy_backward(1.0, x @ weight.T + bias, train.labels)
        for kept, slope in zip(speed, (dscores.T @ x, dscores.sum(0)), strict=True):
            kept *= 0.9
            kept -= 0.1 * slope
        weight += speed[0]
        bias += speed[1]
    return weight, bias


class TemplateExplorer(Explorable):
    """A digit that is dragged over ten templates, and the ten answers that move with it.

    Args:
        digit: the picture, shape (28, 28); by default a four of the test digits.
        templates: the weights, shape (10, 784), and the biases, shape (10,), of a trained layer; by
            default those of `trained_templates`.
        dx, dy: how far the digit is moved to the right and down, in pixels; no further than its ink
            stays in the frame.
        template: which template lies under the large digit.
        visited: the places that are known, row by row of those that there are.
        task: whether it asks to collect all ten answers.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> TemplateExplorer(dx=4).shown()["read"]
    3
    """

    _frontend: ClassVar[str] = "template_explorer"
    _label: ClassVar[str] = (
        "A handwritten four lies on ten templates, the weights of a trained layer. As it is moved, "
        "the ten scores change, and with them the digit that the layer reads."
    )

    digit = Picture().tag(sync=True)
    templates = traitlets.Dict().tag(sync=True)
    dx = Whole(0, -27, 27).tag(sync=True)
    dy = Whole(0, -27, 27).tag(sync=True)
    template = Whole(4, 0, 9).tag(sync=True)
    visited = traitlets.List(Whole(0, 0, 783)).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def __init__(self, digit: Any = None, templates: Any = None, **values: Any) -> None:
        if digit is None:
            digit = load_digits()[1].images[20, 0]
        super().__init__(digit=digit, templates=_packed(templates), **values)

    @traitlets.validate("digit")
    def _whole_frame(self, proposal: Any) -> Any:
        shape = proposal["value"]["shape"]
        if list(shape) != [SIDE, SIDE]:
            raise ValueError(f"digit must have the shape (28, 28), got {tuple(shape)}")
        return proposal["value"]

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows; answers not seen yet are None in `answers`."""
        ink = pixels_of(self.digit) / 255
        rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
        ups = range(-int(rows[0]), SIDE - int(rows[-1]))
        lefts = range(-int(columns[0]), SIDE - int(columns[-1]))
        dy, dx = np.clip(self.dy, ups[0], ups[-1]), np.clip(self.dx, lefts[0], lefts[-1])
        places = [(down, right) for down in ups for right in lefts]
        visited = {i for i in self.visited if i < len(places)} | {places.index((dy, dx))}
        weight = np.frombuffer(self.templates["values"], "<i2").reshape(10, -1)
        weight, bias = weight * self.templates["scale"], np.array(self.templates["bias"])
        moved = np.stack([np.roll(ink, place, (0, 1)).ravel() for place in places])
        scores = moved @ weight.T + bias
        products = moved[places.index((dy, dx))] * weight[self.template]
        here = scores[places.index((dy, dx))]
        answers = [int(row.argmax()) if i in visited else None for i, row in enumerate(scores)]
        return {
            "dx": int(dx),
            "dy": int(dy),
            "read": int(here.argmax()),
            "p": softmax(here[None])[0].tolist(),
            "template": self.template,
            "for": float(products[products > 0].sum()),
            "against": float(-products[products < 0].sum()),
            "bias": float(bias[self.template]),
            "answers": answers,
        }


def _packed(templates: Any) -> dict[str, Any]:
    if isinstance(templates, dict):
        return templates
    weight, bias = trained_templates() if templates is None else map(np.asarray, templates)
    if weight.shape != (10, SIDE * SIDE) or bias.shape != (10,):
        found = " and ".join(checks.shape_text(each.shape) for each in (weight, bias))
        raise ValueError(f"templates must have the shapes (10, 784) and (10,), got {found}")
    scale = float(np.abs(weight).max()) / _LEVELS or 1.0
    values = np.round(weight / scale).astype("<i2")
    return {"scale": scale, "values": values.tobytes(), "bias": bias.astype(float).tolist()}
