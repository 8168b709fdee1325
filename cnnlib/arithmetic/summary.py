"""A network as a table: one row a layer, with its shape, its cost and what its units see."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from cnnlib.arithmetic.branches import as_layers
from cnnlib.arithmetic.fields import across_axes
from cnnlib.arithmetic.layer import Layer
from cnnlib.arithmetic.stack import Step, input_state, trace
from cnnlib.checks import PerAxis, Shape, flag, shape_text

_HEADINGS = ("layer", "", "output", "parameters", "multiply-adds", "field", "jump", "start")


@dataclass(frozen=True)
class Row:
    """One layer of a summary, for one input.

    `weights` and `biases` are learned; `macs` multiply-adds; `connections` the lines that run into
    its units, a bias being one; `activations` the values it stores, in-place steps store none;
    `columns` the values of its im2col matrix. Its units see `receptive_field` pixels, `jump` pixels
    further on from unit to unit (the total stride), from pixel `start` on: one number, or a tuple
    with one for each axis where they differ.
    """

    name: str
    layer: Layer
    input_shape: Shape
    output_shape: Shape
    weights: int
    biases: int
    macs: int
    connections: int
    activations: int
    columns: int
    receptive_field: PerAxis
    jump: PerAxis
    start: PerAxis

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return self.weights + self.biases

    def __str__(self) -> str:
        return "  ".join(_cells(self))


class Summary(list[Row]):
    """The rows of a network; it prints as a table. Branches stand before the row that joins them.

    No layer is in two rows, so that the sum over any rows is theirs alone.
    """

    def row(self, name: str) -> Row:
        """The row of the layer with this name."""
        for row in self:
            if row.name == name:
                return row
        names = ", ".join(row.name for row in self)
        raise ValueError(f"no layer is named {name!r:.60}: the names are {names}")

    @property
    def weights(self) -> int:
        """Weights of all layers."""
        return sum(row.weights for row in self)

    @property
    def biases(self) -> int:
        """Biases of all layers."""
        return sum(row.biases for row in self)

    @property
    def parameters(self) -> int:
        """Weights and biases of all layers."""
        return self.weights + self.biases

    @property
    def macs(self) -> int:
        """Multiply-adds for one input; two FLOPs each."""
        return sum(row.macs for row in self)

    @property
    def connections(self) -> int:
        """Connections of all layers."""
        return sum(row.connections for row in self)

    @property
    def activations(self) -> int:
        """Values stored for one input, the input itself included."""
        image = prod(self[0].input_shape) if self else 0
        return image + sum(row.activations for row in self)

    def __repr__(self) -> str:
        """The table, which is what a notebook shows."""
        table = [_HEADINGS, *map(_cells, self)]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = [_line(cells, widths) for cells in table]
        return "\n".join(
            [lines[0], "─" * len(lines[0]), *lines[1:], "─" * len(lines[0]), *self._total()]
        )

    def __str__(self) -> str:
        return repr(self)

    def _total(self) -> Iterator[str]:
        yield f"{self.parameters:,} parameters: {self.weights:,} weights and {self.biases:,} biases"
        yield f"{self.macs:,} multiply-adds, {self.activations:,} activations with the input"


def summarize(layers: Sequence[Layer], input_shape: Shape) -> Summary:
    """What every layer makes of an input, what it costs, and what its units see.

    Args:
        layers: descriptions, from the input upwards.
        input_shape: (C, H, W) of one input, without a batch axis; (C, L), (C, D, H, W) or (n,) too.

    Returns:
        a list of `Row`, which prints as a table and knows the totals. Layers in branches are named
        ``module/layer``; find one with ``.row(name)``.

    Raises:
        ValueError: a layer does not fit its input, the sentence names both; two have one name.

    The network that chapter 7 trains:

    >>> from cnnlib.arithmetic import Activation, Conv, Dense, Flatten, Pool
    >>> layers = [Conv(30, 5), Activation("relu"), Pool(2), Flatten(), Dense(100), Dense(10)]
    >>> summarize(layers, (1, 28, 28))
    layer                       output  parameters  multiply-adds  field  jump  start
    ─────────────────────────────────────────────────────────────────────────────────
    conv1     conv 5×5        30×24×24         780        432,000      5     1      0
    relu1     relu            30×24×24           –              –      5     1      0
    pool1     max pool 2×2/2  30×12×12           –              –      6     2      0
    flatten1  flatten             4320           –              –      6     2      0
    dense1    dense                100     432,100        432,000     28     2      0
    dense2    dense                 10       1,010          1,000     28     2      0
    ─────────────────────────────────────────────────────────────────────────────────
    433,890 parameters: 433,750 weights and 140 biases
    865,000 multiply-adds, 22,494 activations with the input
    """
    steps = trace(as_layers("layers", layers), input_state(input_shape))
    rows = Summary(row for step in steps for row in _rows(step))
    for name, times in Counter(row.name for row in rows).items():
        if times > 1:
            raise ValueError(f"{times} layers are named {name!r}: give each a label of its own")
    return rows


def count_parameters(layers: Sequence[Layer], input_shape: Shape, *, bias: bool = True) -> int:
    """Learned parameters: weights and, unless `bias` is False, biases.

    >>> from cnnlib.arithmetic import Conv
    >>> count_parameters([Conv(32, 3)], (1, 28, 28))
    320
    """
    rows = summarize(layers, input_shape)
    return rows.parameters if flag("bias", bias) else rows.weights


def count_macs(layers: Sequence[Layer], input_shape: Shape) -> int:
    """Multiply-adds for one input, of convolutions and dense layers; a FLOP count is twice that.

    >>> from cnnlib.arithmetic import Conv
    >>> count_macs([Conv(2, 3, padding="same")], (3, 8, 8))
    3456
    """
    return summarize(layers, input_shape).macs


def _rows(step: Step) -> Iterator[Row]:
    """The rows of a layer: those of its branches, and its own."""
    for branch in step.branches:
        for inner in branch:
            yield from _rows(inner)
    shape = step.before.shape or ()
    yield Row(
        step.name,
        step.layer,
        shape,
        step.after.shape or (),
        *step.layer.counts(shape),
        *across_axes(step.after.fields),
    )


def _cells(row: Row) -> tuple[str, ...]:
    """A row as text. A number per axis is written like a shape, a minus sign as one."""
    costs = (f"{number:,}" if number else "–" for number in (row.parameters, row.macs))
    seen = (
        shape_text(value if isinstance(value, tuple) else (value,)).replace("-", "−")
        for value in (row.receptive_field, row.jump, row.start)
    )
    return (row.name, row.layer.kind, shape_text(row.output_shape), *costs, *seen)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, numbers to the right."""
    words = [cell.ljust(width) for cell, width in zip(cells[:2], widths[:2], strict=True)]
    numbers = [cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=True)]
    return "  ".join(words + numbers)
