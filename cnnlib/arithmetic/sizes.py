"""One window sliding along one axis: how often it stops, and which cells it never meets.

Everything in two or three dimensions is this, once for each axis. In words: a window of `kernel`
cells, `dilation` apart, starts at the first cell of the input (or of the zeros put before it) and
moves on by `stride` as long as it lies inside.
"""

from collections.abc import Iterable
from operator import index
from typing import Any

from cnnlib.checks import PaddingPair, axis_padding, flag, whole


def effective_kernel(kernel: int, dilation: int = 1) -> int:
    """The cells from the first to the last that a window covers: d(k − 1) + 1.

    >>> effective_kernel(5, dilation=3)
    13
    """
    return whole("dilation", dilation, 1) * (whole("kernel", kernel, 1) - 1) + 1


def output_size(
    size: int,
    kernel: int,
    stride: int = 1,
    padding: int | tuple[int, int] | str = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> int:
    """How many windows fit, for convolution and pooling alike.

    ⌊(n + p_before + p_after − d(k − 1) − 1) / s⌋ + 1

    Args:
        size: n, cells of the input along this axis.
        kernel: k, cells of the window.
        stride: s, cells from one window to the next.
        padding: p, cells on both sides; a pair (before, after); ``"valid"``, none; ``"same"``, as
            many as make the output ⌈n/s⌉ (TensorFlow's SAME, see `same_padding`).
        dilation: d, distance between neighboring cells of the window.
        ceil_mode: also count a last window that hangs over the end, unless it would start in the
            padding behind the input. So do PyTorch's pooling layers.

    Raises:
        ValueError: an argument is no whole number or too small, or no window fits.

    AlexNet's first layer, by two of the conventions in use, and a picture that does not divide:

    >>> output_size(224, 11, stride=4, padding=2), output_size(224, 11, stride=4, padding="same")
    (55, 56)
    >>> output_size(40, 11, stride=2, padding=4)
    19
    >>> output_size(4, 5)
    Traceback (most recent call last):
    ValueError: kernel 5 is larger than the padded input 4: use padding ≥ 1
    """
    size = whole("size", size, 1)
    stride = whole("stride", stride, 1)
    extent = effective_kernel(kernel, dilation)
    before, after = padding_pair(size, kernel, stride, padding, dilation)
    room = size + before + after - extent
    count = room // stride + 1
    if flag("ceil_mode", ceil_mode) and room % stride and count * stride < before + size:
        count += 1  # it hangs over the end, but starts inside the input
    if count < 1:
        raise ValueError(_too_large(size, kernel, dilation, padding, before + after))
    return count


def same_padding(size: int, kernel: int, stride: int = 1, dilation: int = 1) -> PaddingPair:
    """The zeros (before, after) with which TensorFlow's SAME makes the output ⌈n/s⌉.

    max((⌈n/s⌉ − 1)s + d(k − 1) + 1 − n, 0) in all, the smaller half before

    With stride 1 that keeps the size, and is PyTorch's ``padding="same"`` too. With stride 2 it
    often pads after the input only, where PyTorch users pad both sides: the same size, and values
    shifted by one cell.

    >>> same_padding(224, 11, stride=4), same_padding(224, 3, stride=2)
    ((3, 4), (0, 1))
    """
    size, stride = whole("size", size, 1), whole("stride", stride, 1)
    count = -(-size // stride)
    total = max((count - 1) * stride + effective_kernel(kernel, dilation) - size, 0)
    return total // 2, total - total // 2


def transposed_output_size(
    size: int,
    kernel: int,
    stride: int = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int = 1,
    output_padding: int = 0,
) -> int:
    """The output of a transposed convolution: the input that a convolution would have had.

    (n − 1)s − p_before − p_after + d(k − 1) + output_padding + 1

    Several inputs of a convolution give the same output, because its size is rounded down;
    `output_padding`, at most stride − 1 (or dilation − 1, if that is more), picks one of them.

    Raises:
        ValueError: as `output_size`; `output_padding` is too large; nothing is left.

    Seven is what 14 and 13 become under a 3×3 window with stride 2 and padding 1:

    >>> [transposed_output_size(7, 3, stride=2, padding=1, output_padding=o) for o in (0, 1)]
    [13, 14]
    """
    size, stride = whole("size", size, 1), whole("stride", stride, 1)
    extent = effective_kernel(kernel, dilation)
    pair = axis_padding(padding)
    if isinstance(pair, str):
        raise ValueError(
            "padding 'same' has no one meaning for a transposed convolution: use a whole number"
        )
    extra = whole("output_padding", output_padding, 0)
    most = max(stride, whole("dilation", dilation, 1)) - 1
    if extra > most:
        raise ValueError(
            f"output_padding {extra} is too large: it must be less than the stride {stride} "
            f"or the dilation {dilation}"
        )
    full = (size - 1) * stride + extent + extra
    if full <= sum(pair):
        raise ValueError(
            f"padding {padding} leaves nothing of an output of {full}: use padding that takes "
            f"≤ {full - 1} in all"
        )
    return full - sum(pair)


def unreached(
    size: int,
    kernel: int,
    stride: int = 1,
    padding: int | tuple[int, int] | str = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> list[int]:
    """The cells, counted from 0, that no window reads: these rows or columns change nothing.

    Arguments and errors as in `output_size`. `unreached_inputs` asks it of a whole network.

    >>> unreached(11, 2, stride=2)
    [10]
    >>> unreached(7, 2, stride=3)
    [2, 5, 6]
    """
    count = output_size(size, kernel, stride, padding, dilation, ceil_mode)
    size, kernel, stride, dilation = map(index, (size, kernel, stride, dilation))
    before, _ = padding_pair(size, kernel, stride, padding, dilation)
    first = max((before - effective_kernel(kernel, dilation)) // stride, 0)
    last = (before + size) // stride
    read = cells_read(range(first, min(last + 1, count)), size, kernel, stride, before, dilation)
    return [cell for cell in range(size) if cell not in read]


def padding_pair(size: int, kernel: int, stride: int, padding: Any, dilation: int) -> PaddingPair:
    """The zeros before and after, whatever way `padding` was given in."""
    pair = axis_padding(padding)
    return same_padding(size, kernel, stride, dilation) if isinstance(pair, str) else pair


def cells_read(
    windows: Iterable[int], size: int, kernel: int, stride: int, before: int, dilation: int
) -> set[int]:
    """The cells of the input, less those in the padding, that the windows with these numbers read.

    >>> sorted(cells_read({0, 2}, size=5, kernel=2, stride=2, before=1, dilation=1))
    [0, 3, 4]
    """
    cells: set[int] = set()
    for window in windows:
        first = window * stride - before
        in_padding = max(-(first // dilation), 0)
        end = min(first + kernel * dilation, size)
        cells.update(range(first + in_padding * dilation, end, dilation))
    return cells


def _too_large(size: int, kernel: int, dilation: int, padding: Any, padded: int) -> str:
    """The sentence for a window that does not fit, and how much padding would let it."""
    extent = effective_kernel(kernel, dilation)
    window = f"kernel {kernel} is"
    if dilation > 1:
        window = f"kernel {kernel} with dilation {dilation} covers {extent} cells, which is"
    if isinstance(padding, tuple | list):
        cure = f"use padding ≥ {extent - size} in all"
    else:
        cure = f"use padding ≥ {-(-(extent - size) // 2)}"
    return f"{window} larger than the padded input {size + padded}: {cure}"
