"""Where the windows lie on an image: kernel, stride, padding and dilation, worked out once.

Convolution, the locally connected layer and the pools look at an image in the same way: a window
of kh × kw cells stands at oh × ow positions. There are two readings of it. `Windows.view` takes
all cells of one window together. `Windows.shifts` takes, for one kernel element, the cells which
that element meets at all positions: a plain slice, with the stride as its step.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from cnnlib.arithmetic.sizes import effective_kernel, output_size, padding_pair
from cnnlib.arrays import Array
from cnnlib.checks import as_pair, flag, layer_padding, shape_text

Pair = tuple[int, int]
Cells = tuple[Any, slice, slice]

_LARGEST = 10**9  # pixels of a padded image: more is a slip of the keyboard, not a picture


class Windows(NamedTuple):
    """The windows of one layer on images of one size; every pair is (rows, columns).

    size: of the image
    kernel, stride, dilation: of the layer, steps no longer than the image
    output: how many windows there are
    padded: the size of the image with its padding
    covered: the same, with what the last window needs beyond it in ceil mode
    inside: where the image lies in the covered one
    """

    size: Pair
    kernel: Pair
    stride: Pair
    dilation: Pair
    output: Pair
    padded: Pair
    covered: Pair
    inside: Cells

    def pad(self, images: Array, value: float = 0.0) -> Array:
        """Images (…, H, W) with `value` around them, shape (…, *covered)."""
        padded = np.full((*images.shape[:-2], *self.covered), value, images.dtype)
        padded[self.inside] = images
        return padded

    def view(self, padded: Array) -> Array:
        """The windows of one padded image (C, …, …), shape (C, kh, kw, oh, ow), without a copy."""
        channel, row, column = padded.strides
        (down, across), (step_down, step_across) = self.dilation, self.stride
        strides = (channel, down * row, across * column, step_down * row, step_across * column)
        shape = (len(padded), *self.kernel, *self.output)
        # as_strided would do; the constructor is five times as fast and checks the bounds.
        return np.ndarray(shape, padded.dtype, padded, strides=strides)

    def shifts(self) -> Iterator[tuple[Pair, Cells]]:
        """Each kernel element (u, v), and the oh × ow cells of the padded image that it meets."""
        (rows, columns), (sh, sw), (dh, dw) = self.output, self.stride, self.dilation
        for u, v in product(range(self.kernel[0]), range(self.kernel[1])):
            down = slice(u * dh, u * dh + rows * sh, sh)
            across = slice(v * dw, v * dw + columns * sw, sw)
            yield (u, v), (..., down, across)


def place(
    size: tuple[int, ...],
    kernel: Pair,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: Any = False,
) -> Windows:
    """Check the arguments of a layer and lay its windows on images of that size (H, W).

    >>> place((28, 28), (5, 5), stride=2, padding=((0, 1), (2, 2))).output
    (13, 14)
    >>> place((4, 9), (5, 5))
    Traceback (most recent call last):
    ValueError: kernel 5 is larger than the padded input 4: use padding ≥ 1 \
(kernel 5×5 on an image of 4×9)
    """
    return _lay(
        size,
        kernel,
        as_pair("stride", stride, 1),
        per_axis(padding),
        as_pair("dilation", dilation, 1),
        flag("ceil_mode", ceil_mode),
    )


@lru_cache(maxsize=1024)  # a network asks the same few questions for every batch
def _lay(
    size: tuple[int, ...],
    kernel: Pair,
    stride: Pair,
    padding: tuple[Any, Any],
    dilation: Pair,
    ceil_mode: bool,
) -> Windows:
    """`place`, its arguments checked one by one."""
    axes = list(zip(size, kernel, stride, padding, dilation, strict=True))
    try:
        output = [output_size(*axis, ceil_mode) for axis in axes]
    except ValueError as error:
        raise ValueError(
            f"{error} (kernel {shape_text(kernel)} on an image of {shape_text(size)})"
        ) from None
    around = [padding_pair(*axis) for axis in axes]
    padded = [before + n + after for n, (before, after) in zip(size, around, strict=True)]
    covered = [
        max(p, (count - 1) * s + effective_kernel(k, d))
        for p, count, (_, k, s, _, d) in zip(padded, output, axes, strict=True)
    ]
    if math.prod(covered) > _LARGEST:
        raise ValueError(
            f"the padded image would be {shape_text(tuple(covered))}, more than {_LARGEST:,} "
            "pixels: padding or stride is too large"
        )
    inside = [slice(before, before + n) for n, (before, _) in zip(size, around, strict=True)]
    # A step beyond the image is never taken; huge ones would not even fit into NumPy's strides.
    stride = (min(stride[0], covered[0]), min(stride[1], covered[1]))
    dilation = (min(dilation[0], covered[0]), min(dilation[1], covered[1]))
    return Windows(
        (size[0], size[1]),
        kernel,
        stride,
        dilation,
        output=(output[0], output[1]),
        padded=(padded[0], padded[1]),
        covered=(covered[0], covered[1]),
        inside=(..., inside[0], inside[1]),
    )


def per_axis(padding: Any) -> tuple[Any, Any]:
    """The padding of rows and of columns: each a number, "same" or (before, after)."""
    if type(padding) is int and padding >= 0:  # nearly always, and every layer asks
        return padding, padding
    try:
        read = layer_padding(padding)
        rows, columns = read if isinstance(read, tuple) else (read, read)
    except ValueError:
        raise ValueError(
            "padding must be 'same', 'valid', a whole number ≥ 0, one per axis, or "
            f"((top, bottom), (left, right)), got {padding!r:.60}"
        ) from None
    return rows, columns
