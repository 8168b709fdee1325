"""Layers made of layers: branches side by side, and a body with a shortcut around it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cnnlib.arithmetic.layer import Layer
from cnnlib.checks import Shape, shape_text


class Branching(Layer):
    """The base of layers that give one input to several stacks and join what comes out."""

    @property
    def paths(self) -> tuple[tuple[Layer, ...], ...]:
        """The stacks."""
        raise NotImplementedError

    def join(self, shapes: Sequence[Shape]) -> Shape:
        """The shape of the joined outputs, from theirs."""
        raise NotImplementedError


@dataclass(frozen=True)
class Parallel(Branching):
    """Branches side by side, their output channels concatenated: an Inception module.

    >>> from cnnlib.arithmetic import Conv
    >>> Parallel([[Conv(64, 1)], [Conv(32, 3, padding=1)]]).join([(64, 28, 28), (32, 28, 28)])
    (96, 28, 28)
    """

    branches: Sequence[Sequence[Layer]]

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.branches, tuple | list) or not self.branches:
            raise ValueError(
                f"branches must be a sequence of sequences of layers, got {self.branches!r:.60}"
            )
        self._keep(branches=tuple(as_layers("branches", branch) for branch in self.branches))

    @property
    def kind(self) -> str:
        return "concatenate"

    @property
    def paths(self) -> tuple[tuple[Layer, ...], ...]:
        return tuple(map(tuple, self.branches))

    def join(self, shapes: Sequence[Shape]) -> Shape:
        if len({shape[1:] for shape in shapes}) > 1:
            raise ValueError(
                f"the branches give {_list(shapes)}: concatenated, they may differ in channels only"
            )
        return (sum(shape[0] for shape in shapes), *shapes[0][1:])


@dataclass(frozen=True)
class Residual(Branching):
    """A body and a shortcut around it, their outputs added; an empty shortcut is the identity."""

    body: Sequence[Layer]
    shortcut: Sequence[Layer] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        self._keep(body=as_layers("body", self.body), shortcut=as_layers("shortcut", self.shortcut))

    @property
    def kind(self) -> str:
        return "add"

    @property
    def paths(self) -> tuple[tuple[Layer, ...], ...]:
        return tuple(self.body), tuple(self.shortcut)

    def join(self, shapes: Sequence[Shape]) -> Shape:
        if len(set(shapes)) > 1:
            raise ValueError(f"body and shortcut give {_list(shapes)}: added, they must agree")
        return shapes[0]


def as_layers(name: str, value: Any) -> tuple[Layer, ...]:
    """`value` as a tuple of layer descriptions."""
    if isinstance(value, Layer):
        raise ValueError(f"{name} must be a sequence of layers: write [{value!r:.60}]")
    if not isinstance(value, Iterable) or isinstance(value, str | bytes):
        raise ValueError(f"{name} must be a sequence of layers, got {value!r:.60}")
    layers = tuple(value)
    for layer in layers:
        if not isinstance(layer, Layer):
            raise ValueError(f"{name} must hold layer descriptions, got {layer!r:.60}")
    return layers


def _list(shapes: Sequence[Shape]) -> str:
    return " and ".join(map(shape_text, shapes))
