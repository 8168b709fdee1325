"""Pooling: what is left of a window is its largest value, or its mean.

A pool works on each channel by itself and learns nothing. `blur` has one more.
"""

import math
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_gradient, as_images, for_sums, wide_type
from cnnlib.checks import as_pair, flag, shape_text
from cnnlib.functional._window import Windows, place


def max_pool2d(
    x: Any,
    kernel: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
) -> Array:
    """Keep the largest value of each window.

    Y[n, c, i, j] = max over u, v of x[n, c, i·sh + u, j·sw + v], with −∞ around the image

    Args:
        x: shape (N, C, H, W); N may be 0.
        kernel: size of the window, a whole number ≥ 1 or one per axis.
        stride: from one window to the next, the same; by default the kernel: no overlap.
        padding: as in `conv2d`, at most half the window, and −∞ instead of zeros: padding never
            wins.
        dilation: a whole number ≥ 1, or one per axis.
        ceil_mode: also keep a last window that hangs over the edge.

    Returns:
        shape (N, C, oh, ow), where oh and ow are `cnnlib.arithmetic.output_size` of H and W. A
        window with a NaN gives NaN; one that meets no cell, as dilation makes possible, −∞.

    Raises:
        ValueError: x is not numeric, has no cells or other axes; the window is larger than the
            padded image, the padding larger than half the window.

    >>> max_pool2d([[[[0, 0, 1, 1, 0, 0, 1, 1]]]], kernel=(1, 2))
    array([[[[0., 1., 0., 1.]]]])
    """
    x, windows = _operands(x, kernel, stride, padding, dilation, ceil_mode)
    return _largest(windows.pad(x, -np.inf), windows)


def max_pool2d_backward(
    dy: Any,
    x: Any,
    kernel: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
) -> Array:
    """The gradient of `max_pool2d`: each dy goes to the cell that won its window.

    Of several equally large cells the first gets it, row by row, and of several NaNs the last, as
    in PyTorch on a CPU. A cell that won several windows gets the sum.

    Args:
        dy: shape (N, C, oh, ow), that of ``max_pool2d(x, …)``.
        x, kernel, stride, padding, dilation, ceil_mode: as they went into `max_pool2d`.

    Returns:
        shape (N, C, H, W).

    Raises:
        ValueError: as `max_pool2d`, or when dy has another shape than the output.

    >>> max_pool2d_backward([[[[5, 7]]]], x=[[[[1, 3, 3, 2]]]], kernel=(1, 3), stride=1)
    array([[[[ 0., 12.,  0.,  0.]]]])
    """
    x, windows = _operands(x, kernel, stride, padding, dilation, ceil_mode)
    dy, dtype = _gradient(dy, x, windows)
    dx = np.empty(x.shape, dtype)
    first = _first_inside(windows)
    numbers = np.arange(x.shape[1] * math.prod(windows.covered))  # of the cells of one padded image
    numbers = numbers.reshape(x.shape[1], *windows.covered)
    met = [numbers[cells] for _, cells in windows.shifts()]
    steps = np.array([cells[0, 0, 0] for cells in met])  # from the first cell of a window on
    for image, image_dy, image_dx in zip(x, dy, dx, strict=True):
        winners = met[0] + steps[_winners(image, windows, first)]
        dpadded = np.zeros(numbers.size, dy.dtype)
        np.add.at(dpadded, winners.ravel(), image_dy.ravel())
        image_dx[...] = dpadded.reshape(numbers.shape)[windows.inside]
    return dx


def average_pool2d(
    x: Any,
    kernel: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Replace each window by its mean.

    Y[n, c, i, j] = Σᵤ Σᵥ x[n, c, i·sh + u, j·sw + v] / cells

    It is linear: a convolution with the kernel 1 / (kh · kw), each channel its own group.

    Args:
        x, kernel, stride, ceil_mode: as in `max_pool2d`.
        padding: as in `max_pool2d`, but of zeros.
        count_include_pad: whether the zeros of the padding count as cells of the mean. What hangs
            over the edge in ceil mode never does.

    Returns:
        shape (N, C, oh, ow).

    Raises:
        ValueError: as `max_pool2d`.

    >>> x, window = [[[[1, 2, 3, 4, 5]]]], {"kernel": (1, 3), "stride": 2, "padding": (0, 1)}
    >>> average_pool2d(x, **window)
    array([[[[1., 3., 3.]]]])
    >>> average_pool2d(x, **window, count_include_pad=False)
    array([[[[1.5, 3. , 4.5]]]])
    """
    x, windows = _operands(x, kernel, stride, padding, 1, ceil_mode)
    x, dtype = for_sums(x)
    padded = windows.pad(x)
    y = np.zeros((*x.shape[:2], *windows.output), x.dtype)
    for _, cells in windows.shifts():
        y += padded[cells]
    y /= _counted(windows, count_include_pad, y.dtype)
    return y.astype(dtype, copy=False)


def average_pool2d_backward(
    dy: Any,
    x: Any,
    kernel: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """The gradient of `average_pool2d`: each dy is shared equally by the cells of its window.

    Args:
        dy: shape (N, C, oh, ow), that of ``average_pool2d(x, …)``.
        x, kernel, stride, padding, ceil_mode, count_include_pad: as they went into it; of x only
            the shape matters.

    Returns:
        shape (N, C, H, W).

    Raises:
        ValueError: as `average_pool2d`, or when dy has another shape than the output.

    >>> average_pool2d_backward([[[[2, 4]]]], x=[[[[1, 3, 2]]]], kernel=(1, 2), stride=1)
    array([[[[1., 3., 2.]]]])
    """
    x, windows = _operands(x, kernel, stride, padding, 1, ceil_mode)
    dy, dtype = _gradient(dy, x, windows)
    share = dy / _counted(windows, count_include_pad, dy.dtype)
    dpadded = np.zeros((*x.shape[:2], *windows.covered), dy.dtype)
    for _, cells in windows.shifts():
        dpadded[cells] += share
    return dpadded[windows.inside].astype(dtype, copy=False)


def _largest(padded: Array, windows: Windows) -> Array:
    """The maximum of each window of images (…, *covered)."""
    y = np.full((*padded.shape[:-2], *windows.output), -np.inf, padded.dtype)
    for _, cells in windows.shifts():
        np.maximum(y, padded[cells], out=y)
    return y


def _first_inside(windows: Windows) -> Array:
    """The number of the first cell of each window that lies in the image: shape (oh, ow)."""
    inside = windows.pad(np.ones(windows.size, bool))
    first = np.zeros(windows.output, np.min_scalar_type(math.prod(windows.kernel)))
    for number, (_, cells) in reversed(list(enumerate(windows.shifts()))):
        np.copyto(first, number, where=inside[cells])
    return first


def _winners(image: Array, windows: Windows, first: Array) -> Array:
    """The number of the cell that wins each window of one image: shape (C, oh, ow).

    It is the first unless a larger one comes, or a NaN. The −∞ of the padding is not larger than
    anything: a window of nothing but −∞ is won by a cell of the image.
    """
    padded = windows.pad(image, -np.inf)
    largest = np.full((len(image), *windows.output), -np.inf, image.dtype)
    winner = np.broadcast_to(first, largest.shape).copy()
    has_nan = np.isnan(image.max())
    for number, (_, cells) in enumerate(windows.shifts()):
        values = padded[cells]
        wins = values > largest
        if has_nan:
            wins |= np.isnan(values)
        np.maximum(winner, wins * winner.dtype.type(number), out=winner)  # numbers only grow
        np.maximum(largest, values, out=largest)
    return winner


def _counted(windows: Windows, count_include_pad: Any, dtype: np.dtype[Any]) -> Array:
    """How many cells of each window count for its mean: shape (oh, ow)."""
    counts = np.zeros(windows.covered, dtype)
    if flag("count_include_pad", count_include_pad):
        counts[: windows.padded[0], : windows.padded[1]] = 1
    else:
        counts[windows.inside] = 1
    return sum((counts[cells] for _, cells in windows.shifts()), np.zeros(windows.output, dtype))


def _operands(
    x: Any, kernel: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: Any
) -> tuple[Array, Windows]:
    """The checked images, and where the windows lie."""
    x = as_images("x", x)
    kernel = as_pair("kernel", kernel, 1)
    stride = kernel if stride is None else stride
    windows = place(x.shape[2:], kernel, stride, padding, dilation, ceil_mode)
    for k, d, n, cells, padded in zip(
        kernel, windows.dilation, windows.size, windows.inside[1:], windows.padded, strict=True
    ):
        most = (d * (k - 1) + 1) // 2
        if max(cells.start, padded - n - cells.start) > most:
            raise ValueError(
                f"padding {padding!r:.60} is more than half the window: kernel "
                f"{shape_text(kernel)} allows at most {most} on each side"
            )
    return x, windows


def _gradient(dy: Any, x: Array, windows: Windows) -> tuple[Array, np.dtype[Any]]:
    """dy, which must have the shape of the output, to be summed, and the type of the gradient."""
    source = f"x {shape_text(x.shape)} and {shape_text(windows.kernel)} windows with these settings"
    dy = as_gradient(dy, (*x.shape[:2], *windows.output), source)
    dtype = np.result_type(dy, x)
    return dy.astype(wide_type(dtype), copy=False), dtype
