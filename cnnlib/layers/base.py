"""What every layer can do, and what it learns with."""

from collections.abc import Iterator
from typing import Any, Self

import numpy as np

from cnnlib.arrays import Array, as_gradient, as_numbers
from cnnlib.checks import shape_text, whole


class Parameter:
    """An array that is learned, and ∂loss/∂array, which each backward pass writes anew."""

    def __init__(self, value: Array) -> None:
        self.value = value
        self.gradient = np.zeros_like(value)

    def __repr__(self) -> str:
        return f"Parameter({shape_text(self.value.shape)}, {self.value.dtype})"


class Layer:
    """The base of all layers: x goes forward, ∂loss/∂y comes backward.

    A layer may hold others, in attributes, lists, tuples and dicts: what they learn and their mode
    are part of its own. It keeps *one* forward pass, in arrays that nobody else can change, so it
    has one place in a network: two places need two layers.
    """

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
        """What the layer and those that it holds learn, in the order in which it holds them.

        Raises:
            ValueError: a layer or a parameter has two places.
        """
        refuse_repeats("network", self)
        found: list[Parameter] = []
        for _, part in _parts("", vars(self)):
            found += part.parameters() if isinstance(part, Layer) else [part]
        return found

    def train(self, mode: bool = True) -> Self:
        """Behave as in training, or, with False, as `eval`; only some layers know a difference."""
        refuse_repeats("network", self)
        self.training = mode
        for _, part in _parts("", vars(self)):
            if isinstance(part, Layer):
                part.train(mode)
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
        return as_gradient(dy, shape, f"the last inputs of {type(self).__name__}")


def refuse_repeats(name: str, held: Any) -> None:
    """Raise if a layer or a parameter has two places in what is held under that name.

    >>> one = Layer()
    >>> refuse_repeats("layers", [one, Layer(), one])
    Traceback (most recent call last):
    ValueError: layers[0] and layers[2] are the same Layer: each place needs its own, or one pass \
overwrites what the other needs
    """
    places: dict[int, str] = {}
    waiting = list(_parts(name, held))
    while waiting:
        place, part = waiting.pop(0)
        if id(part) in places:
            what = repr(part) if isinstance(part, Parameter) else type(part).__name__
            raise ValueError(
                f"{places[id(part)]} and {place} are the same {what}: each place needs its own, or "
                "one pass overwrites what the other needs"
            )
        places[id(part)] = place
        if isinstance(part, Layer):
            waiting += _parts(place, vars(part))


def _parts(place: str, held: Any) -> Iterator[tuple[str, Layer | Parameter]]:
    """The layers and parameters held, through lists, tuples and dicts, each with its place."""
    if isinstance(held, Layer | Parameter):
        yield place, held
    elif isinstance(held, list | tuple):
        for number, value in enumerate(held):
            yield from _parts(f"{place}[{number}]", value)
    elif isinstance(held, dict):
        for name, value in held.items():
            yield from _parts(f"{place}.{name}", value)


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
