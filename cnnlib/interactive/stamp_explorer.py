"""One gradient step, seen: a picture stamped on ten templates, as strongly as each was wrong."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.data import load_digits
from cnnlib.functional import softmax, softmax_cross_entropy, softmax_cross_entropy_backward
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import OneOf, Whole

_DIGITS = (20, 70, 12)  # a four, a nine and a seven of the test digits
RATES = ("0.05", "0.005", "0.01", "0.02", "0.03", "0.1")


class StampExplorer(Explorable):
    """Ten templates, blank at first, and three digits to stamp on them: each stamp is one step.

    A stamp adds rate · (wanted − said) · picture to every template, the descent of the loss by one
    picture; there are no biases.

    Args:
        stamps: which digit was stamped, in order: 0, 1 or 2 for the four, the nine, the seven.
        rate: the learning rate of all stamps, one of `RATES`.
        task: whether it asks for three stamps after which all digits are read right.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> StampExplorer(stamps=[0]).shown()["read"]
    [4, 4, 4]
    """

    _frontend: ClassVar[str] = "stamp_explorer"
    _label: ClassVar[str] = (
        "Three digits and ten blank templates. Pressing a digit is one step of gradient descent: "
        "its ink is added to the template of its own digit and taken from the nine others."
    )

    digits = traitlets.Dict().tag(sync=True)
    stamps = traitlets.List(Whole(0, 0, 2)).tag(sync=True)
    rate = OneOf(*RATES).tag(sync=True)
    rates = traitlets.List(sorted(RATES, key=float)).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def __init__(self, **values: Any) -> None:
        test = load_digits()[1]
        pixels = np.round(test.images[list(_DIGITS), 0] * 255).astype(np.uint8)
        labels = test.labels[list(_DIGITS)].tolist()
        digits = {"shape": list(pixels.shape), "pixels": pixels.tobytes(), "labels": labels}
        super().__init__(digits=digits, **values)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows: what each digit is read as, how surely, its loss."""
        pixels = np.frombuffer(self.digits["pixels"], np.uint8) / 255
        pictures, labels = pixels.reshape(3, -1), np.array(self.digits["labels"])
        weight = np.zeros((10, pictures.shape[1]))
        for stamp in self.stamps:
            one = slice(stamp, stamp + 1)
            scores = pictures[one] @ weight.T
            slope = softmax_cross_entropy_backward(1.0, scores, labels[one]).T @ pictures[one]
            weight -= float(self.rate) * slope
        scores = pictures @ weight.T
        losses = [softmax_cross_entropy(scores[i : i + 1], labels[i : i + 1]) for i in range(3)]
        return {
            "rate": self.rate,
            "stamps": self.stamps,
            "read": scores.argmax(1).tolist() if self.stamps else [None] * 3,
            "p": softmax(scores)[np.arange(3), labels].tolist(),
            "loss": losses,
        }
