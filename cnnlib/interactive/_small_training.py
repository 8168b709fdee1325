"""The training of a page's small network, by the layers of the book: and the bugs planted in it."""

import math
from typing import Any

import numpy as np

from cnnlib.functional import softmax
from cnnlib.interactive._small_digits import LEVELS, TRAIN, normals, places, small_digits
from cnnlib.layers import SGD, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, train_step

Array = np.ndarray[Any, Any]

BUGS = ("none", "average", "turned", "sign", "all four")
WINDOWS = 8


class SmallTraining:
    """conv 8@3×3, ReLU, pool 2, dense 10 on digits of 14×14, from a seed.

    `bug` is one of `BUGS`: the gradient of the windows divided by the number of their positions;
    turned by 180°; with the wrong sign; the gradient of a pool given to all four cells.
    """

    def __init__(self, seed: int, scale: float, bug: str = "none") -> None:
        pixels, self.labels = small_digits()
        self.images = pixels[:, np.newaxis] / LEVELS
        self.seed = seed
        self.conv = _BuggyConv(1, WINDOWS, 3, std=0, rng=0, dtype=np.float64)
        self.conv.bug = bug
        self.dense = Linear(288, 10, std=0, rng=0, dtype=np.float64)
        for stream, weight in enumerate((self.conv.weight, self.dense.weight)):
            shape = weight.value.shape
            std = scale * math.sqrt(2 / math.prod(shape[1:]))
            weight.value = std * normals(seed, stream, math.prod(shape)).reshape(shape)
        pool = _BuggyPool(2) if bug == "all four" else MaxPool2d(2)
        self.maps = Sequential(self.conv, ReLU(), pool)
        self.network = Sequential(self.maps, Flatten(), self.dense)
        self.steps, self.read = 0, 0
        self.loss: float | None = None
        self._optimizer = SGD(self.network.parameters(), 0)

    def train(self, rate: float, momentum: float, batch: int) -> None:
        """One step."""
        self._optimizer.rate, self._optimizer.momentum = rate, momentum
        at = places(self.seed, self.read, batch)
        self.loss = train_step(self.network, self._optimizer, self.images[at], self.labels[at])
        self.steps += 1
        self.read += batch

    def sizes(self) -> list[float]:
        """Root mean squares of both layers' gradients."""
        slopes = (self.conv.weight.gradient, self.dense.weight.gradient)
        return [math.sqrt(np.mean(each**2)) for each in slopes]

    def check(self) -> tuple[float, int]:
        """The share of the test digits that it reads, and how many windows see none of them."""
        seen = self.maps.forward(self.images[TRAIN:])
        scores = self.dense.forward(seen.reshape(len(seen), -1))
        right = float(np.mean(scores.argmax(1) == self.labels[TRAIN:]))
        return right, int(np.sum(seen.max(axis=(0, 2, 3)) == 0))

    def probabilities(self, digit: int) -> list[float]:
        """What it makes of one of the digits to test on."""
        image = self.images[TRAIN + digit :][:1]
        found: list[float] = softmax(self.network.forward(image))[0].tolist()
        return found


class _BuggyConv(Conv2d):
    bug = "none"

    def backward(self, dy: Any) -> Array:
        dx = super().backward(dy)
        gradient = self.weight.gradient
        if self.bug == "average":
            self.weight.gradient = gradient / np.prod(np.shape(dy)[2:])
        elif self.bug == "turned":
            self.weight.gradient = np.rot90(gradient, 2, axes=(2, 3))
        elif self.bug == "sign":
            self.weight.gradient = -gradient
        return dx


class _BuggyPool(MaxPool2d):
    def backward(self, dy: Any) -> Array:
        return np.repeat(np.repeat(dy, 2, axis=2), 2, axis=3)
