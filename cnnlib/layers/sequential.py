"""Layers one after the other: forwards in order, backwards in reverse."""

from collections.abc import Iterator
from typing import Any

from cnnlib.arrays import Array
from cnnlib.layers.base import Layer, refuse_repeats


class Sequential(Layer):
    """A network: the output of each layer is the input of the next; itself a layer.

    Raises:
        ValueError: an argument is not a layer, or a layer has two places; a layer does not fit its
            input: the sentence says which.

    >>> from cnnlib.layers import Linear, ReLU
    >>> network = Sequential(Linear(784, 100, rng=0), ReLU(), Linear(100, 10, rng=1))
    >>> sum(parameter.value.size for parameter in network.parameters())
    79510
    """

    def __init__(self, *layers: Layer) -> None:
        for layer in layers:
            if not isinstance(layer, Layer):
                raise ValueError(f"layers must be layers, got {layer!r:.60}")
        refuse_repeats("layers", layers)
        self.layers = layers

    def forward(self, x: Any) -> Array:
        """The output of the last layer."""
        for position, layer in enumerate(self.layers, start=1):
            try:
                x = layer.forward(x)
            except ValueError as error:
                raise ValueError(f"layer {position}, {type(layer).__name__}: {error}") from None
        return x

    def backward(self, dy: Any) -> Array:
        """The chain rule: ∂loss/∂y of the last layer in, ∂loss/∂x of the first one out."""
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def __getitem__(self, position: int) -> Layer:
        return self.layers[position]

    def __len__(self) -> int:
        return len(self.layers)
