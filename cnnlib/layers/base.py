"""What every layer can do, and what it learns with."""

from typing import Any, Self

import numpy as np

from cnnlib.arithmetic._check import whole
from cnnlib.functional._validate import Array, as_numbers, check_gradient, size_text


class Parameter:
    """An array that is learned, and ∂loss/∂array, which each backward pass writes anew."""

    def __init__(self, value: Array) -> None:
        self.value = value
        self.gradient = np.zeros_like(value)

    def __repr__(self) -> str:
        return f"Parameter({size_text(self.value.shape)}, {self.value.dtype})"


class Layer:
    """The base of all layers: x goes forward, ∂loss/∂y comes backward."""

    training = True
    _kept: Any = None

    def forward(self, x: Any) -> Array:
        """The output y for the input x; keeps what `backward` needs."""
        raise NotImplementedError

    def backward(self, dy: Any) -> Array:
        """∂loss/∂x for the x of the last `forward`; writes the gradients of the parameters.

        Raises:
            ValueError: no `forward` came before, or dy has another shape than its output.
        """
        raise NotImplementedError

    def parameters(self) -> list[Parameter]:
        """What the layer learns."""
        return [value for value in vars(self).values() if isinstance(value, Parameter)]

    def train(self, mode: bool = True) -> Self:
        """Behave as in training, or, with False, as `eval`; only some layers know a difference."""
        self.training = mode
        return self

    def eval(self) -> Self:
        """Behave as when predicting: drop nothing, normalize with the running statistics."""
        return self.train(False)

    def _recall(self) -> Any:
        """What the last `forward` kept."""
        if self._kept is None:
            raise ValueError(f"{type(self).__name__}.backward needs a forward pass before it")
        return self._kept

    def _incoming(self, dy: Any, shape: tuple[int, ...]) -> Array:
        """dy, which must have the shape of what the last `forward` returned."""
        dy = as_numbers("dy", dy, len(shape), batch=True)
        check_gradient(dy, shape, f"the last inputs of {type(self).__name__}")
        return dy


def as_generator(rng: Any) -> np.random.Generator:
    """A source of random numbers: a generator as it is, or a new one from a seed."""
    if isinstance(rng, np.random.Generator):
        return rng
    return np.random.default_rng(whole("rng", rng, 0))


def as_float_type(dtype: Any) -> np.dtype[Any]:
    """A dtype that parameters can have."""
    try:
        found = np.dtype(dtype)
    except TypeError:
        found = np.dtype(object)
    if found.kind != "f":
        raise ValueError(f"dtype must be a type of floating-point numbers, got {dtype!r:.60}")
    return found


def as_number(name: str, value: Any, least: float, most: float = np.inf) -> float:
    """`value` as one number with least ≤ value ≤ most.

    >>> as_number("momentum", 2, 0, 1)
    Traceback (most recent call last):
    ValueError: momentum must be a number from 0 to 1, got 2
    """
    number = float(as_numbers(name, value, 0))
    if not least <= number <= most:
        rule = f"≥ {least}" if most == np.inf else f"from {least} to {most}"
        raise ValueError(f"{name} must be a number {rule}, got {value!r:.60}")
    return number
