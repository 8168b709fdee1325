"""Layers with a window that make a map of a map: convolution, pooling, subsampling."""

from dataclasses import dataclass, field
from math import prod

from cnnlib.arithmetic._windows import Padding, Sizes, Window, slide, spread, window_text
from cnnlib.arithmetic.layer import Counts, Layer
from cnnlib.checks import PerAxis, Shape, axis_padding, choice, flag, layer_padding, per_axis, whole


@dataclass(frozen=True)
class _Sliding(Layer):
    """The base of layers with a window that make a map of a map."""

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) < 2:
            raise ValueError("a window needs a map with channels and axes, but the input is flat")
        positions = (window.outputs or 0 for window in self.windows(shape[1:]))
        return (self._channels(shape), *positions)

    def _channels(self, shape: Shape) -> int:
        return shape[0]

    def _taps(self, shape: Shape) -> int:
        """The cells of one window."""
        return prod(window.kernel for window in self.windows(shape[1:]))


@dataclass(frozen=True)
class Conv(_Sliding):
    """`out` kernels that slide over all channels of the input (or of their group).

    out·(C/groups)·k² weights and out biases; times the number of positions for multiply-adds.

    Args:
        out: output channels.
        kernel, stride, dilation: a whole number, or one for each axis.
        padding: a whole number, ``"same"``, ``"valid"``, or one entry for each axis, which may be
            a pair: ``((top, bottom), (left, right))``.
        groups: the channels are cut into so many parts that do not see each other.
        bias: whether each output channel has a bias.
        connections: how many of the C·out two-dimensional kernels exist, all if None. In LeNet-5's
            table it is 60 of 96.
        shared: False gives each position its own kernels and biases: a locally connected layer.

    >>> Conv(64, 3).output_shape((32, 13, 13)), Conv(64, 3).counts((32, 13, 13)).weights
    ((64, 11, 11), 18432)
    """

    out: int
    kernel: PerAxis
    stride: PerAxis = 1
    padding: Padding = 0
    dilation: PerAxis = 1
    groups: int = 1
    bias: bool = True
    connections: int | None = None
    shared: bool = field(default=True, kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._keep(
            out=whole("out", self.out, 1),
            kernel=per_axis("kernel", self.kernel, 1),
            stride=per_axis("stride", self.stride, 1),
            padding=layer_padding(self.padding),
            dilation=per_axis("dilation", self.dilation, 1),
            groups=whole("groups", self.groups, 1),
            bias=flag("bias", self.bias),
            shared=flag("shared", self.shared),
        )
        if self.out % self.groups:
            raise ValueError(f"groups {self.groups} must divide the {self.out} output channels")
        if self.connections is not None:
            self._keep(connections=whole("connections", self.connections, 1))
            if self.groups > 1:
                raise ValueError("connections and groups both say which kernels exist: give one")

    @property
    def kind(self) -> str:
        return f"{'conv' if self.shared else 'local'} {window_text(self.kernel, self.stride)}"

    def windows(self, sizes: Sizes) -> tuple[Window, ...]:
        return slide(sizes, self.kernel, self.stride, self.padding, self.dilation)

    def counts(self, shape: Shape) -> Counts:
        out, *positions = self.output_shape(shape)
        weights = self._kernels(shape[0]) * self._taps(shape)
        biases = out if self.bias else 0
        copies = 1 if self.shared else prod(positions)
        return Counts(
            weights=weights * copies,
            biases=biases * copies,
            macs=weights * prod(positions),
            connections=(weights + biases) * prod(positions),
            activations=out * prod(positions),
            columns=shape[0] * self._taps(shape) * prod(positions),
        )

    def _channels(self, shape: Shape) -> int:
        self._kernels(shape[0])
        return self.out

    def _kernels(self, channels: int) -> int:
        """The two-dimensional kernels: one for each pair of channels that are joined."""
        if channels % self.groups:
            raise ValueError(f"groups {self.groups} must divide the {channels} input channels")
        pairs = channels // self.groups * self.out
        if self.connections is not None and self.connections > pairs:
            raise ValueError(
                f"connections {self.connections} must be at most {channels}·{self.out} = {pairs}, "
                "the pairs of an input and an output channel"
            )
        return pairs if self.connections is None else self.connections


@dataclass(frozen=True)
class Pool(_Sliding):
    """Keep the largest value of each window, or the average: nothing to learn, same channels.

    `stride` is the window's own size unless given. `padding` is at most half the window, for a
    window of padding only would have no largest value. `operation` is ``"max"`` or ``"average"``.

    >>> Pool(3, 2).output_shape((96, 55, 55))
    (96, 27, 27)
    """

    kernel: PerAxis
    stride: PerAxis | None = None
    padding: Padding = 0
    ceil_mode: bool = False
    operation: str = field(default="max", kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        kernel = per_axis("kernel", self.kernel, 1)
        self._keep(
            kernel=kernel,
            stride=None if self.stride is None else per_axis("stride", self.stride, 1),
            padding=layer_padding(self.padding),
            ceil_mode=flag("ceil_mode", self.ceil_mode),
            operation=choice("operation", self.operation, ("max", "average")),
        )

    @property
    def kind(self) -> str:
        return f"{self.operation} pool {window_text(self.kernel, self._stride)}"

    @property
    def _stride(self) -> PerAxis:
        return self.kernel if self.stride is None else self.stride

    def windows(self, sizes: Sizes) -> tuple[Window, ...]:
        for kernel, padding in zip(
            spread("kernel", self.kernel, len(sizes)),
            spread("padding", self.padding, len(sizes)),
            strict=True,
        ):
            pair = axis_padding(padding)
            if pair != "same" and max(map(int, pair)) > kernel // 2:
                raise ValueError(
                    f"padding {padding} is more than half of the pooling window {kernel}: "
                    f"use padding ≤ {kernel // 2}"
                )
        return slide(sizes, self.kernel, self._stride, self.padding, ceil_mode=self.ceil_mode)

    def counts(self, shape: Shape) -> Counts:
        units = prod(self.output_shape(shape))
        return Counts(connections=units * self._taps(shape), activations=units)


@dataclass(frozen=True)
class Subsample(_Sliding):
    """LeNet-5's trained pooling: w·(mean of the window) + b, one w and one b for each channel.

    >>> Subsample(2).counts((6, 28, 28))[:4]  # weights, biases, multiply-adds, connections
    (6, 6, 1176, 5880)
    """

    size: PerAxis

    def __post_init__(self) -> None:
        super().__post_init__()
        self._keep(size=per_axis("size", self.size, 1))

    @property
    def kind(self) -> str:
        return f"subsample {window_text(self.size, self.size)}"

    def windows(self, sizes: Sizes) -> tuple[Window, ...]:
        return slide(sizes, self.size, self.size)

    def counts(self, shape: Shape) -> Counts:
        units = prod(self.output_shape(shape))
        return Counts(
            weights=shape[0],
            biases=shape[0],
            macs=units,
            connections=units * (self._taps(shape) + 1),
            activations=units,
        )
