"""The windows of a layer along all axes of a map: `sizes`, once for each axis."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from cnnlib.arithmetic.sizes import output_size, padding_pair
from cnnlib.checks import PaddingPair, PerAxis, axis_padding, shape_text

Sizes = Sequence[int | None]
Padding = int | str | Sequence[int | str | PaddingPair]


class Window(NamedTuple):
    """What a layer reads along one axis: `outputs` windows, None while the size is unknown."""

    outputs: int | None
    kernel: int = 1
    stride: int = 1
    dilation: int = 1
    before: int = 0


def slide(
    sizes: Sizes,
    kernel: PerAxis,
    stride: PerAxis = 1,
    padding: Any = 0,
    dilation: PerAxis = 1,
    ceil_mode: bool = False,
) -> tuple[Window, ...]:
    """The windows along each axis.

    >>> slide((28, 28), kernel=(5, 3), stride=2)
    (Window(outputs=12, kernel=5, stride=2, dilation=1, before=0), \
Window(outputs=13, kernel=3, stride=2, dilation=1, before=0))
    """
    settings = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    columns = [spread(name, value, len(sizes)) for name, value in settings.items()]
    return tuple(_axis(ceil_mode, *axis) for axis in zip(sizes, *columns, strict=True))


def whole_map(sizes: Sizes) -> tuple[Window, ...]:
    """One window that covers the map."""
    if None in sizes:
        raise ValueError("a dense layer reads the whole map, whatever its size: give input_shape")
    return tuple(Window(1, kernel=size or 1) for size in sizes)


def spread(name: str, value: Any, axes: int) -> tuple[Any, ...]:
    """`value` for each axis: a tuple is taken apart, anything else repeated."""
    if not isinstance(value, tuple):
        return (value,) * axes
    if len(value) != axes:
        raise ValueError(f"{name} {value} is for {len(value)} axes, but the input has {axes}")
    return value


def window_text(kernel: PerAxis, stride: PerAxis) -> str:
    """A window and its stride, where that is not 1, in short.

    >>> window_text(3, 1), window_text(11, 4), window_text((1, 7), (1, 2))
    ('3×3', '11×11/4', '1×7/1×2')
    """
    size = shape_text(kernel if isinstance(kernel, tuple) else (kernel, kernel))
    if stride == 1:
        return size
    return f"{size}/{shape_text(stride if isinstance(stride, tuple) else (stride,))}"


def _axis(
    ceil_mode: bool, size: int | None, kernel: int, stride: int, padding: Any, dilation: int
) -> Window:
    """The windows along one axis, whose size need not be known."""
    outputs = None
    if size is not None:
        outputs = output_size(size, kernel, stride, padding, dilation, ceil_mode)
    elif stride > 1 and axis_padding(padding) == "same":
        raise ValueError(
            f"padding 'same' with stride {stride} depends on the input's size: give input_shape"
        )
    before, _ = padding_pair(size or 1, kernel, stride, padding, dilation)  # any size but there
    return Window(outputs, kernel, stride, dilation, before)
