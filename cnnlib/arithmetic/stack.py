"""Following an input through a stack of layers, into branches too: one walk that all else reads."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cnnlib.arithmetic._windows import Sizes, Window
from cnnlib.arithmetic.branches import Branching
from cnnlib.arithmetic.layer import Activation, Layer
from cnnlib.arithmetic.sizes import effective_kernel
from cnnlib.checks import Shape, shape_text, whole


class AxisField(NamedTuple):
    """The receptive field along one axis: `fields` says what the three numbers mean."""

    size: int = 1
    jump: int = 1
    start: int = 0

    def through(self, window: Window) -> "AxisField":
        """The field of the units that read units with this field through `window`."""
        return AxisField(
            size=self.size + (effective_kernel(window.kernel, window.dilation) - 1) * self.jump,
            jump=self.jump * window.stride,
            start=self.start - window.before * self.jump,
        )


@dataclass(frozen=True)
class State:
    """What arrives at a layer. `sizes` are those of the map, and remain when it is flattened.

    Shape and sizes are None as long as they are unknown.
    """

    shape: Shape | None
    sizes: Sizes
    fields: tuple[AxisField, ...]


@dataclass(frozen=True)
class Step:
    """One layer of a stack: its name there, what came in, what went out, what its branches did."""

    name: str
    layer: Layer
    before: State
    after: State
    windows: tuple[Window, ...] = ()
    branches: tuple[tuple["Step", ...], ...] = ()


def input_state(input_shape: Any) -> State:
    """What arrives at the first layer; a flat input counts as a map of a single position."""
    if not isinstance(input_shape, tuple | list) or not input_shape:
        raise ValueError(
            f"input_shape must be a tuple of whole numbers (C, H, W), got {input_shape!r:.60}"
        )
    shape = tuple(whole("input_shape", number, 1) for number in input_shape)
    sizes = shape[1:] or (1,)
    return State(shape, sizes, (AxisField(),) * len(sizes))


def unknown_state(axes: int) -> State:
    """The same for an input of any shape."""
    return State(None, (None,) * axes, (AxisField(),) * axes)


def trace(layers: Sequence[Layer], state: State, *, smallest: bool = False) -> tuple[Step, ...]:
    """Send `state` through the layers. Where branches join, take all fields, or the smallest."""
    return _trace(layers, state, smallest, _Names())


def outcome(steps: Sequence[Step], state: State) -> State:
    """What comes out of the steps into which `state` went."""
    return steps[-1].after if steps else state


class _Names:
    """Names for the layers of one stack: their labels, or conv1, conv2, …"""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._seen: Counter[str] = Counter()

    def of(self, layer: Layer) -> str:
        word = layer.name if isinstance(layer, Activation) else type(layer).__name__.lower()
        self._seen[word] += 1
        return self._prefix + (layer.label or f"{word}{self._seen[word]}")


def _trace(
    layers: Sequence[Layer], state: State, smallest: bool, names: _Names
) -> tuple[Step, ...]:
    steps: list[Step] = []
    for layer in layers:
        name = names.of(layer)
        step = Step(name, layer, before=state, after=state)
        if isinstance(layer, Branching):
            inner = _Names(f"{name}/")
            branches = tuple(_trace(path, state, smallest, inner) for path in layer.paths)
            step = replace(step, branches=branches)
        try:
            step = _join(step, layer, smallest) if isinstance(layer, Branching) else _slide(step)
        except ValueError as error:
            where = "" if state.shape is None else f" on {shape_text(state.shape)}"
            raise ValueError(f"{name} ({layer.kind}){where}: {error}") from None
        steps.append(step)
        state = step.after
    return tuple(steps)


def _slide(step: Step) -> Step:
    """The step of a layer with windows."""
    shape = step.before.shape
    after_shape = None if shape is None else step.layer.output_shape(shape)
    windows = step.layer.windows(step.before.sizes)
    after = State(
        shape=after_shape,
        sizes=tuple(window.outputs for window in windows),
        fields=tuple(
            field.through(window) for field, window in zip(step.before.fields, windows, strict=True)
        ),
    )
    return replace(step, after=after, windows=windows)


def _join(step: Step, layer: Branching, smallest: bool) -> Step:
    """The step of a layer with branches."""
    ends = [outcome(branch, step.before) for branch in step.branches]
    shapes = [end.shape for end in ends if end.shape is not None]
    shape = layer.join(shapes) if shapes else None
    if len({tuple(end.sizes) for end in ends}) > 1:  # maps of several sizes in one flat row
        ends = [_as_one(end) for end in ends]
    columns = zip(ends[0].sizes, *(end.fields for end in ends), strict=True)
    fields = tuple(_joint_field(size, fields, smallest) for size, *fields in columns)
    return replace(step, after=State(shape, ends[0].sizes, fields))


def _as_one(state: State) -> State:
    """A map taken as a single unit that sees all that its units see."""
    fields = tuple(
        field._replace(size=field.size + ((size or 1) - 1) * field.jump)
        for field, size in zip(state.fields, state.sizes, strict=True)
    )
    return State(state.shape, (1,) * len(fields), fields)


def _joint_field(size: int | None, fields: Sequence[AxisField], smallest: bool) -> AxisField:
    """The field of units that read units with these fields, one from each branch."""
    if smallest:
        return min(fields)
    jumps = {field.jump for field in fields}
    if len(jumps) > 1 and size != 1:  # a single position never moves
        raise ValueError(
            f"the branches move by {' and '.join(map(str, sorted(jumps)))} pixels from one unit "
            "to the next: joined, their units would see more and more different places"
        )
    start = min(field.start for field in fields)
    end = max(field.start + field.size for field in fields)
    return AxisField(end - start, max(jumps), start)
