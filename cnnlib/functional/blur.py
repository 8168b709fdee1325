"""Blur pooling: subsampling that a small shift of the image disturbs less."""

import math
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_images, for_sums
from cnnlib.checks import choice, whole
from cnnlib.functional.conv2d import conv2d, conv2d_backward


def blur_pool2d(x: Any, size: int = 3, stride: Any = 2, border: str = "reflect") -> Array:
    """Blur, then keep every `stride`-th value of each row and column.

    The weights of the blur are a row of Pascal's triangle, along both axes, divided by their sum:
    [1 2 1] / 4 for size 3. A max pool that is to be shift-tolerant is ``max_pool2d(x, 2,
    stride=1)`` followed by this.

    Args:
        x: shape (N, C, H, W); N may be 0.
        size: of the blur, 1 (none) … 7.
        stride: a whole number ≥ 1, or one per axis.
        border: what lies around the image: ``"reflect"``, its mirror image without the edge
            itself, or ``"wrap"``, its opposite side.

    Returns:
        shape (N, C, ⌈H / sh⌉, ⌈W / sw⌉).

    Raises:
        ValueError: x is not numeric, has no cells or other axes; another argument is not as above.

    Source: R. Zhang, *Making Convolutional Networks Shift-Invariant Again*, ICML 2019.

    A signal and the same signal moved on by one step (a max pool came first):

    >>> blur_pool2d([[[[0, 1, 1, 1, 0, 1, 1, 1]]]], stride=(1, 2), border="wrap")
    array([[[[0.5, 1. , 0.5, 1. ]]]])
    >>> blur_pool2d([[[[1, 1, 1, 0, 1, 1, 1, 0]]]], stride=(1, 2), border="wrap")
    array([[[[0.75, 0.75, 0.75, 0.75]]]])
    """
    x = as_images("x", x)
    kernel, source = _blur(x, size, border)
    return conv2d(x[source], kernel, stride=stride, groups=x.shape[1])


def blur_pool2d_backward(
    dy: Any, x: Any, size: int = 3, stride: Any = 2, border: str = "reflect"
) -> Array:
    """The gradient of `blur_pool2d`: dy through the transposed blur, the border folded back.

    Args:
        dy: shape (N, C, ⌈H / sh⌉, ⌈W / sw⌉), that of ``blur_pool2d(x, …)``.
        x, size, stride, border: as they went into it; of x only the shape matters.

    Returns:
        shape (N, C, H, W).

    Raises:
        ValueError: as `blur_pool2d`, or when dy has another shape than the output.

    >>> blur_pool2d_backward([[[[4, 8]]]], x=[[[[1, 3, 2, 5]]]], stride=(1, 2))
    array([[[[2., 4., 4., 2.]]]])
    """
    dy, x, dtype = for_sums(as_images("dy", dy), as_images("x", x))
    kernel, source = _blur(x, size, border)
    dbordered, _, _ = conv2d_backward(dy, x[source], kernel, stride=stride, groups=x.shape[1])
    dx = np.zeros(x.shape, dbordered.dtype)
    np.add.at(dx, source, dbordered)
    return dx.astype(dtype, copy=False)


def _blur(x: Array, size: Any, border: Any) -> tuple[Array, tuple[Any, Array, Array]]:
    """The kernels of a blur, shape (C, 1, size, size), and where its bordered image comes from."""
    size = whole("size", size, 1)
    if size > 7:
        raise ValueError(f"size must be a whole number from 1 to 7, got {size}")
    choice("border", border, ("reflect", "wrap"))
    row = np.array([math.comb(size - 1, k) for k in range(size)]) / 2 ** (size - 1)
    kernel = np.outer(row, row).astype(x.dtype)
    rows, columns = (
        np.pad(np.arange(n), ((size - 1) // 2, size // 2), mode=border) for n in x.shape[2:]
    )
    source = (..., rows[:, np.newaxis], columns)
    return np.broadcast_to(kernel, (x.shape[1], 1, size, size)), source
