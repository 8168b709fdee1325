"""What a layer is, in a few words: data that everything else reads.

A network is a sequence of layers. Each description knows three things: the windows it slides along
each axis, the shape it makes of a shape, and what that costs. Shapes are (C, H, W) for pictures.
Signals (C, L) and volumes (C, D, H, W) work as well, since a number stands for every axis:
``Conv(32, 3)`` is a 3×3 kernel on a picture and three weights a channel on a signal.
"""

from dataclasses import dataclass, field
from math import prod
from typing import Any, NamedTuple

from cnnlib.arithmetic._windows import Sizes, Window, whole_map
from cnnlib.checks import Shape, flag, text, whole


class Counts(NamedTuple):
    """What a layer costs for one input.

    `weights` and `biases` are learned; `macs` multiply-adds; `connections` the lines that run into
    its units, a bias being one; `activations` the values it stores, in-place steps store none;
    `columns` the values of its im2col matrix.
    """

    weights: int = 0
    biases: int = 0
    macs: int = 0
    connections: int = 0
    activations: int = 0
    columns: int = 0


@dataclass(frozen=True)
class Layer:
    """The base of all descriptions; a summary finds a layer by its `label`."""

    label: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        text("label", self.label)

    @property
    def kind(self) -> str:
        """What a summary calls such a layer."""
        return type(self).__name__.lower()

    def windows(self, sizes: Sizes) -> tuple[Window, ...]:
        """What it reads along each axis of its input; by default each value by itself."""
        return tuple(Window(size) for size in sizes)

    def output_shape(self, shape: Shape) -> Shape:
        """The shape it makes of `shape`; by default the same."""
        return shape

    def counts(self, shape: Shape) -> Counts:  # noqa: ARG002 (the layers below need it)
        """What it costs on an input of `shape`; by default nothing: it works in place."""
        return Counts()

    def _keep(self, **checked: Any) -> None:
        """Store checked values: a description is frozen for everyone but itself."""
        for name, value in checked.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True)
class BatchNorm(Layer):
    """A scale γ (counted as a weight) and a shift β (a bias) for each channel.

    Its running statistics are not learned, and its multiply-adds fold into the layer before it:
    neither is counted.
    """

    def counts(self, shape: Shape) -> Counts:
        return Counts(weights=shape[0], biases=shape[0])


@dataclass(frozen=True)
class Activation(Layer):
    """A step at each position, without parameters: ``"relu"``, ``"tanh"``, ``"dropout"``, …"""

    name: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if not text("name", self.name):
            raise ValueError("name of an activation must not be empty")

    @property
    def kind(self) -> str:
        return self.name


@dataclass(frozen=True)
class Flatten(Layer):
    """Write a map (C, H, W) as one row of C·H·W values."""

    def output_shape(self, shape: Shape) -> Shape:
        return (prod(shape),)


@dataclass(frozen=True)
class _Full(Layer):
    """The base of layers of `out` units, each of which reads every value of a flat input."""

    out: int

    def __post_init__(self) -> None:
        super().__post_init__()
        self._keep(out=whole("out", self.out, 1))

    def windows(self, sizes: Sizes) -> tuple[Window, ...]:
        return whole_map(sizes)

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) > 1:
            raise ValueError("a dense layer needs a flat input: put Flatten() before it")
        return (self.out,)


@dataclass(frozen=True)
class Dense(_Full):
    """`out` units, each with a weight for every value of a flat input.

    >>> Dense(512).counts((784,))[:2]  # weights and biases
    (401408, 512)
    """

    bias: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        flag("bias", self.bias)

    def counts(self, shape: Shape) -> Counts:
        weights, biases = shape[0] * self.out, self.out if self.bias else 0
        return Counts(weights, biases, weights, weights + biases, activations=self.out)


@dataclass(frozen=True)
class RadialBasis(_Full):
    """Squared distances to `out` fixed codes, LeNet-5's output: connected, but not trained."""

    @property
    def kind(self) -> str:
        return "radial basis"

    def counts(self, shape: Shape) -> Counts:
        lines = shape[0] * self.out
        return Counts(macs=lines, connections=lines, activations=self.out)
