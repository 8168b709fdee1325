"""What one unit sees of the picture, however deep it sits.

Walk up from the picture. Let a unit below see `size` pixels, its neighbor the same `jump` pixels
further on, and let the first unit begin at pixel `start`. One layer of windows later,

    size  ← size + (k_eff − 1)·jump
    start ← start − p_before·jump
    jump  ← jump·stride

in this order: a window counts its cells in steps of the layer *below*, its own stride comes after.
Unit i then sees the pixels from start + i·jump to start + i·jump + size − 1; those before 0 lie in
the padding. Padding moves the field and does not change its size. A dense layer is a window over
the whole map. Source: Araujo, Norris and Sim (2019), "Computing receptive fields of convolutional
neural networks".
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from cnnlib.arithmetic.branches import Branching, as_layers
from cnnlib.arithmetic.layer import Layer
from cnnlib.arithmetic.sizes import cells_read
from cnnlib.arithmetic.stack import AxisField, Step, input_state, outcome, trace, unknown_state
from cnnlib.checks import PerAxis, Shape, choice, shape_text, whole


class ReceptiveField(NamedTuple):
    """In pixels: size, jump (the total stride), start; a tuple where the axes differ."""

    size: PerAxis
    jump: PerAxis
    start: PerAxis


def receptive_field(
    layers: Sequence[Layer], input_shape: Shape | None = None, *, branches: str = "all"
) -> ReceptiveField:
    """The receptive field of the units that come out of `layers`, see the top of this module.

    Args:
        layers: descriptions, from the picture upwards.
        input_shape: (C, H, W). Needed by dense layers and by ``"same"`` with a stride; all other
            windows give the same field on every picture.
        branches: ``"all"``, what all branches and shortcuts together see, or ``"smallest"``, what
            is seen along the branches that see least.

    Raises:
        ValueError: a layer does not fit its input, or branches do not keep in step.

    The Keras digit reader, and a stack in which the direction of the walk matters:

    >>> from cnnlib.arithmetic import Conv, Pool
    >>> receptive_field([Conv(32, 3), Pool(2), Conv(64, 3), Pool(2), Conv(64, 3)])
    ReceptiveField(size=18, jump=4, start=0)
    >>> receptive_field([Conv(8, 5, padding=2), Conv(8, 3, stride=2, padding=1)])
    ReceptiveField(size=7, jump=2, start=-3)
    """
    choice("branches", branches, ("all", "smallest"))
    layers = as_layers("layers", layers)
    state = unknown_state(_axes(layers)) if input_shape is None else input_state(input_shape)
    steps = trace(layers, state, smallest=branches == "smallest")
    return across_axes(outcome(steps, state).fields)


def inputs_read(
    layers: Sequence[Layer], input_shape: Shape, unit: Sequence[int] | None = None
) -> tuple[list[int], ...]:
    """The rows and the columns of the input that a unit reads, or all units together.

    The walk back, from a unit to the picture. Unlike the receptive field, the result leaves out
    what dilation skips, and the padding.

    Args:
        layers, input_shape: as in `summarize`.
        unit: row and column of a unit of the last map; None for all units.

    Returns:
        one sorted list for each axis.

    >>> from cnnlib.arithmetic import Conv
    >>> inputs_read([Conv(1, 3, dilation=3)], (1, 9, 7), unit=(2, 0))
    ([2, 5, 8], [0, 3, 6])
    """
    state = input_state(input_shape)
    steps = trace(as_layers("layers", layers), state)
    units = [range(size or 0) for size in outcome(steps, state).sizes]
    wanted = units if unit is None else [{position} for position in _as_unit(unit, units)]
    return tuple(map(sorted, _read(steps, [set(cells) for cells in wanted])))


def unreached_inputs(layers: Sequence[Layer], input_shape: Shape) -> tuple[list[int], ...]:
    """The rows and the columns of the input that no unit of the last map reads.

    Arguments as in `summarize`; one sorted list for each axis. The digit reader leaves out two:

    >>> from cnnlib.arithmetic import Conv, Pool
    >>> unreached_inputs([Conv(1, 3), Pool(2), Conv(1, 3), Pool(2), Conv(1, 3)], (1, 28, 28))
    ([26, 27], [26, 27])
    """
    everything = inputs_read([], input_shape)
    read = inputs_read(layers, input_shape)
    return tuple(sorted({*cells} - {*seen}) for cells, seen in zip(everything, read, strict=True))


def across_axes(fields: Sequence[AxisField]) -> ReceptiveField:
    """The fields of all axes in one: a number where they agree.

    >>> across_axes([AxisField(3, 2, -1), AxisField(5, 2, -1)])
    ReceptiveField(size=(3, 5), jump=2, start=-1)
    """
    size, jump, start = (
        column[0] if len(set(column)) == 1 else column for column in zip(*fields, strict=True)
    )
    return ReceptiveField(size, jump, start)


def _read(steps: Sequence[Step], wanted: list[set[int]]) -> list[set[int]]:
    """The positions of the input of `steps` that the wanted positions of its output read."""
    for step in reversed(steps):
        if isinstance(step.layer, Branching):
            reads = [_read(branch, _wanted_of(branch, step, wanted)) for branch in step.branches]
            wanted = [set().union(*axis) for axis in zip(*reads, strict=True)]
        else:
            axes = zip(wanted, step.before.sizes, step.windows, strict=True)
            wanted = [
                cells_read(
                    units, size or 0, window.kernel, window.stride, window.before, window.dilation
                )
                for units, size, window in axes
            ]
        if not all(wanted):  # padding only along one axis: no pixel is read
            wanted = [set() for _ in wanted]
    return wanted


def _wanted_of(branch: Sequence[Step], step: Step, wanted: list[set[int]]) -> list[set[int]]:
    """What a joined position wants of one branch: all, where maps of several sizes were joined."""
    sizes = outcome(branch, step.before).sizes
    if tuple(sizes) == tuple(step.after.sizes):
        return wanted
    return [set(range(size or 0)) for size in sizes]


def _as_unit(unit: Any, units: Sequence[range]) -> list[int]:
    """The position of a unit, which must lie in the last map."""
    sizes = [len(axis) for axis in units]
    if not isinstance(unit, tuple | list) or len(unit) != len(sizes):
        raise ValueError(f"unit must be a position in {shape_text(sizes)} units, got {unit!r:.60}")
    position = [whole("unit", number, 0) for number in unit]
    if any(number >= size for number, size in zip(position, sizes, strict=True)):
        raise ValueError(f"unit {tuple(position)} lies outside the {shape_text(sizes)} units")
    return position


def _axes(layers: Sequence[Layer]) -> int:
    """The number of axes that the layers speak of: one, unless a setting has one entry for each."""
    for layer in layers:
        if isinstance(layer, Branching):
            axes = max(_axes(path) for path in layer.paths)
            if axes > 1:
                return axes
        for setting in ("kernel", "stride", "padding", "dilation", "size"):
            value = getattr(layer, setting, None)
            if isinstance(value, tuple):
                return len(value)
    return 1
