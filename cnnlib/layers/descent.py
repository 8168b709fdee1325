"""Learning: walk downhill along the gradients."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from cnnlib.arrays import wide_type
from cnnlib.functional import softmax_cross_entropy, softmax_cross_entropy_backward
from cnnlib.layers.base import Layer, Parameter, as_number, refuse_repeats


class SGD:
    """Stochastic gradient descent with momentum.

    velocity = momentum · velocity + gradient;  value = value − rate · velocity

    The velocity is an average over past gradients: it goes on where they agree and calms down where
    they contradict each other. With a constant gradient it grows to gradient / (1 − momentum).

    Args:
        parameters: ``network.parameters()``, each once.
        rate: the learning rate, ≥ 0.
        momentum: 0 … 1; 0 is plain gradient descent.

    >>> parameter = Parameter(np.array([1.0]))
    >>> parameter.gradient = np.array([2.0])
    >>> SGD([parameter], rate=0.25).step()
    >>> parameter.value
    array([0.5])
    """

    def __init__(self, parameters: Iterable[Parameter], rate: float, momentum: float = 0.0) -> None:
        self.parameters = list(parameters)
        refuse_repeats("parameters", self.parameters)
        self.rate = as_number("rate", rate, 0)
        self.momentum = as_number("momentum", momentum, 0, 1)
        self._velocities = [
            np.zeros(parameter.value.shape, wide_type(parameter.value.dtype))
            for parameter in self.parameters
        ]

    def step(self) -> None:
        """Move every parameter once: a new array, so that who holds the old one keeps it."""
        for parameter, velocity in zip(self.parameters, self._velocities, strict=True):
            velocity *= self.momentum
            velocity += parameter.gradient
            moved = parameter.value - self.rate * velocity
            parameter.value = moved.astype(parameter.value.dtype, copy=False)


def train_step(network: Layer, optimizer: SGD, images: Any, labels: Any) -> float:
    """Forward, loss, backward, step: what a network learns from one batch.

    Args:
        network: from images to scores of shape (N, classes).
        optimizer: of the parameters of the network.
        images: shape (N, C, H, W), or whatever the network reads.
        labels: shape (N,), whole numbers 0 … classes − 1.

    Returns:
        the loss *before* the step: `softmax_cross_entropy`.

    >>> from cnnlib.layers import Linear
    >>> network = Linear(2, 2, rng=0)
    >>> optimizer = SGD(network.parameters(), rate=1)
    >>> losses = [train_step(network, optimizer, [[0, 1], [1, 0]], [0, 1]) for _ in range(10)]
    >>> losses[-1] < losses[0]
    True
    """
    scores = network.forward(images)
    loss = softmax_cross_entropy(scores, labels)
    network.backward(softmax_cross_entropy_backward(1, scores, labels))
    optimizer.step()
    return loss
