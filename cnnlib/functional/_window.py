"""Where the windows lie on an image: kernel, stride, padding and dilation, worked out once.

Convolution, the locally connected layer and the pools look at an image in the same way: a window
of kh × kw cells stands at oh × ow positions. There are two readings of it. `Windows.view` takes
all cells of one window together. `Windows.shifts` takes, for one kernel element, the cells which
that element meets at all positions: a plain slice, with the stride as its step.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from cnnlib.arithmetic._check import axis_padding, flag
from cnnlib.arithmetic.sizes import effective_kernel, output_size, padding_pair
from cnnlib.functional._validate import Array, as_pair, size_text

Pair = tuple[int, int]
Cells = tuple[Any, slice, slice]

_LARGEST = 10**9  # pixels of one padded image: more is a slip of the keyboard, not a picture


class Windows(NamedTuple):
    """The windows of one layer on images of one size; every pair is (rows, columns).

    kernel, stride, dilation: of the layer
    output: how many windows there are
    before: cells of padding above and to the left
    padded: the size of the image with its padding
    covered: the same, with what the last window needs beyond it in ceil mode
    inside: where the image lies in the covered one
    """

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
            down = slice(u * dh, u * dh + (rows - 1) * sh + 1, sh)
            across = slice(v * dw, v * dw + (columns - 1) * sw + 1, sw)
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
    ValueError: kernel 5 is larger than the padded input 4: use padding ≥ 1 (kernel 5×5 on an \
image of 4×9)
    """
    stride, dilation = as_pair("stride", stride, 1), as_pair("dilation", dilation, 1)
    paddings = _per_axis(padding)
    flag("ceil_mode", ceil_mode)
    try:
        rows, columns = (
            _along_axis(*axis, ceil_mode)
            for axis in zip(size, kernel, stride, paddings, dilation, strict=True)
        )
    except ValueError as error:
        raise ValueError(
            f"{error} (kernel {size_text(kernel)} on an image of {size_text(size)})"
        ) from None
    covered = (rows.covered, columns.covered)
    if covered[0] * covered[1] > _LARGEST:
        raise ValueError(
            f"padding {padding!r:.60} is too large: it makes the image {size_text(covered)}, "
            f"which is more than {_LARGEST:,} pixels"
        )
    return Windows(
        kernel,
        stride,
        dilation,
        output=(rows.count, columns.count),
        padded=(rows.padded, columns.padded),
        covered=covered,
        inside=(..., rows.inside, columns.inside),
    )


class _Axis(NamedTuple):
    """The windows along one axis, with the meanings of `Windows`."""

    count: int
    padded: int
    covered: int
    inside: slice


@lru_cache(maxsize=1024)  # a network asks the same few questions for every batch
def _along_axis(
    size: int, kernel: int, stride: int, padding: Any, dilation: int, ceil_mode: bool
) -> _Axis:
    """The windows of a checked layer along one axis."""
    count = output_size(size, kernel, stride, padding, dilation, ceil_mode)
    before, after = padding_pair(size, kernel, stride, padding, dilation)
    padded = before + size + after
    reach = (count - 1) * stride + effective_kernel(kernel, dilation)
    return _Axis(count, padded, max(padded, reach), slice(before, before + size))


def _per_axis(padding: Any) -> tuple[Any, Any]:
    """The padding of rows and of columns, each "same" or (before, after)."""
    if type(padding) is int and padding >= 0:  # nearly always, and every layer asks
        return (padding, padding), (padding, padding)
    try:
        rows, columns = padding if isinstance(padding, tuple | list) else (padding, padding)
        return axis_padding(rows), axis_padding(columns)
    except ValueError:
        raise ValueError(
            "padding must be 'same', 'valid', a whole number ≥ 0, one per axis, or "
            f"((top, bottom), (left, right)), got {padding!r:.60}"
        ) from None
