"""One digit over ten templates: what a layer that knows no neighbors makes of a picture."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.data import load_digits
from cnnlib.functional import softmax
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._pictures import Picture, pixels_of
from cnnlib.interactive._templates import SIDE, packed
from cnnlib.interactive._traits import Whole


class TemplateExplorer(Explorable):
    """A digit that is dragged over ten templates, and the ten answers that move with it.

    Args:
        digit: the picture, shape (28, 28); by default a four of the test digits.
        templates: the weights, shape (10, 784), and the biases, shape (10,), of a trained layer; by
            default those of `_templates.trained_templates`.
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
        super().__init__(digit=digit, templates=packed(templates), **values)
        if "visited" not in values:  # what is read at first is known
            self.visited = [self._places().index(self._place())]

    @traitlets.validate("digit")
    def _whole_frame(self, proposal: Any) -> Any:
        shape = proposal["value"]["shape"]
        if list(shape) != [SIDE, SIDE]:
            raise ValueError(f"digit must have the shape (28, 28), got {tuple(shape)}")
        return proposal["value"]

    def _places(self) -> list[tuple[int, int]]:
        """Where all ink stays in the frame, as shifts down and right, row by row."""
        ink = pixels_of(self.digit)
        ups, lefts = (
            range(-int(inked[0]), SIDE - int(inked[-1]))
            for inked in (np.flatnonzero(ink.any(axis)) for axis in (1, 0))
        )
        return [(down, right) for down in ups for right in lefts]

    def _place(self) -> tuple[int, int]:
        """Where the digit is: as `dy` and `dx` say, or as far as it may go."""
        (up, left), (down, right) = self._places()[0], self._places()[-1]
        return int(np.clip(self.dy, up, down)), int(np.clip(self.dx, left, right))

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows; answers not seen yet are None in `answers`."""
        places, (dy, dx) = self._places(), self._place()
        ink = pixels_of(self.digit) / 255
        visited = {i for i in self.visited if i < len(places)} | {places.index((dy, dx))}
        weight = np.frombuffer(self.templates["values"], "<i2").reshape(10, -1)
        weight, bias = weight * self.templates["scale"], np.array(self.templates["bias"])
        moved = np.stack([np.roll(ink, place, (0, 1)).ravel() for place in places])
        scores = moved @ weight.T + bias
        products = moved[places.index((dy, dx))] * weight[self.template]
        here = scores[places.index((dy, dx))]
        answers = [int(row.argmax()) if i in visited else None for i, row in enumerate(scores)]
        return {
            "dx": dx,
            "dy": dy,
            "read": int(here.argmax()),
            "p": softmax(here[None])[0].tolist(),
            "template": self.template,
            "for": float(products[products > 0].sum()),
            "against": float(-products[products < 0].sum()),
            "bias": float(bias[self.template]),
            "answers": answers,
        }
