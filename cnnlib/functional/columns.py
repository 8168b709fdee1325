"""Windows as columns of a matrix: what turns a convolution into one matrix product.

`im2col` copies, `col2im` adds back: each is the gradient of the other.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_images, as_numbers, as_shape, for_sums
from cnnlib.checks import as_pair, shape_text
from cnnlib.functional._window import Windows, place


def im2col(x: Any, kernel: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1) -> Array:
    """Copy every window of every image into a column.

    Cost: an input value is copied once for each window that holds it. At stride 1 the columns are
    about kh · kw times as large as the input: 9 times for a 3×3 kernel.

    Args:
        x: shape (N, C, H, W); N may be 0.
        kernel, stride, dilation: a whole number ≥ 1, or one per axis.
        padding: as in `conv2d`.

    Returns:
        shape (N, C · kh · kw, oh · ow). A column holds one window: channel by channel, each read
        row by row. The columns stand in the order of the output, row by row.

    Raises:
        ValueError: as `conv2d`.

    >>> im2col([[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]], kernel=2)
    array([[[1., 2., 4., 5.],
            [2., 3., 5., 6.],
            [4., 5., 7., 8.],
            [5., 6., 8., 9.]]])
    """
    x = as_images("x", x)
    windows = place(x.shape[2:], as_pair("kernel", kernel, 1), stride, padding, dilation)
    rows, positions = x.shape[1] * math.prod(windows.kernel), math.prod(windows.output)
    columns = np.empty((len(x), rows, positions), x.dtype)
    for image_columns, unfolded in zip(columns, unfold(x, windows), strict=True):
        image_columns[...] = unfolded[0]
    return columns


def col2im(
    columns: Any,
    input_shape: Any,
    kernel: Any,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
) -> Array:
    """Add every column back to the cells it was copied from: the gradient of `im2col`.

    Where windows overlap the contributions add up, so it is not the inverse of `im2col`.

    Args:
        columns: shape (N, C · kh · kw, oh · ow).
        input_shape: (H, W) of the images.
        kernel, stride, padding, dilation: as they went into `im2col`.

    Returns:
        shape (N, C, H, W).

    Raises:
        ValueError: as `im2col`, or when the columns are not those of such images.

    The middle of a 3×3 image lies in all four 2×2 windows, a corner in one:

    >>> col2im([[[1] * 4] * 4], input_shape=(3, 3), kernel=2)
    array([[[[1., 2., 1.],
             [2., 4., 2.],
             [1., 2., 1.]]]])
    """
    columns = as_numbers("columns", columns, 3, layout="N, C·kh·kw, oh·ow", batch=True)
    size = as_shape("input_shape", input_shape, 2)
    windows = place(size, as_pair("kernel", kernel, 1), stride, padding, dilation)
    cells, positions = math.prod(windows.kernel), math.prod(windows.output)
    channels, rest = divmod(columns.shape[1], cells)
    if rest or columns.shape[2] != positions:
        raise ValueError(
            f"columns {shape_text(columns.shape)} are not those of images {shape_text(size)} and "
            f"kernel {shape_text(windows.kernel)}: they need C·{cells} rows and {positions} columns"
        )
    columns, dtype = for_sums(columns)
    images = np.empty((len(columns), channels, *size), dtype)
    for image, image_columns in zip(images, columns, strict=True):
        image[...] = fold(image_columns, windows, channels)
    return images


def unfold(x: Array, windows: Windows, groups: int = 1) -> Iterator[Array]:
    """The columns of one image after the other, shape (groups, C/groups · kh · kw, oh · ow).

    All images share one buffer: it stays in the processor's cache, and a batch costs no more
    memory than one image.
    """
    padded = np.zeros((x.shape[1], *windows.covered), x.dtype)
    inside, view = padded[windows.inside], windows.view(padded)
    columns = np.empty(view.shape, x.dtype)  # (C, kh, kw, oh, ow)
    matrix = columns.reshape(groups, -1, math.prod(windows.output))
    for image in x:
        inside[...] = image
        columns[...] = view
        yield matrix


def fold(columns: Array, windows: Windows, channels: int) -> Array:
    """The gradient of `unfold` for one image: shape (C, H, W)."""
    columns = columns.reshape(channels, *windows.kernel, *windows.output)
    padded = np.zeros((channels, *windows.covered), columns.dtype)
    for (u, v), cells in windows.shifts():
        padded[cells] += columns[:, u, v]
    return padded[windows.inside]
