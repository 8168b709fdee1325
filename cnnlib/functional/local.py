"""The locally connected layer: windows as in a convolution, but a kernel for each position.

It stands between a dense layer and a convolution. Like a convolution it sees only small windows;
unlike it, it shares nothing: what it learns at one place it does not know at another.
"""

import math
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_bias, as_gradient, as_images, as_numbers, for_sums, rounded
from cnnlib.checks import shape_text
from cnnlib.functional._window import Windows, place
from cnnlib.functional.columns import fold, unfold


def local2d(
    x: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
) -> Array:
    """Lay on every window of every image the kernels of its position, and add up the products.

    Y[n, o, i, j] = bias[i, j, o] + Σ_c Σᵤ Σᵥ window(i, j)[n, c, u, v] · weight[i, j, o, c, u, v]

    ``weight[i, j]`` and ``bias[i, j]`` are what one `conv2d` would have; if all of them are equal
    this is that convolution. Each position is a small dense layer: one matrix product for each.

    Cost: the windows of all images at once, N · C · kh · kw · oh · ow values.

    Args:
        x: shape (N, C, H, W); N may be 0.
        weight: shape (oh, ow, out, C, kh, kw).
        bias: shape (oh, ow, out), or None.
        stride, padding, dilation: as in `conv2d`; they must give oh × ow windows.

    Returns:
        shape (N, out, oh, ow); types as in `conv2d`.

    Raises:
        ValueError: as `conv2d`, or when there are not oh × ow windows.

    The first position adds its two neighbors, the second subtracts them:

    >>> local2d([[[[5, 3, 1]]]], weight=[[[[[[1, 1]]]], [[[[1, -1]]]]]])
    array([[[[8., 2.]]]])
    """
    x, weight, windows = _operands(x, weight, stride, padding, dilation)
    bias = as_bias(bias, weight.shape[:3], weight, layout="oh, ow, out")
    x, weight, bias, dtype = for_sums(x, weight, bias)
    y = _by_position(x, windows) @ _kernels(weight).swapaxes(1, 2)  # (oh·ow, N, out)
    if bias is not None:
        y += bias.reshape(len(y), 1, -1)
    images = np.ascontiguousarray(y.transpose(1, 2, 0), dtype)  # (N, out, oh·ow)
    return images.reshape(len(x), weight.shape[2], *windows.output)


def local2d_backward(
    dy: Any,
    x: Any,
    weight: Any,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
) -> tuple[Array, Array, Array]:
    """The gradients of `local2d`: from ∂f/∂Y to (∂f/∂x, ∂f/∂weight, ∂f/∂bias).

    As in `conv2d_backward`, except that dweight and dbias are not summed over positions: no two
    positions have a weight in common.

    Args:
        dy: shape (N, out, oh, ow), that of ``local2d(x, weight, …)``.
        x, weight, stride, padding, dilation: as they went into `local2d`.

    Returns:
        dx, dweight and dbias, of the shapes of x, weight and bias.

    Raises:
        ValueError: as `local2d`, or when dy has another shape than the output.

    >>> weight = [[[[[[1, 1]]]], [[[[1, -1]]]]]]
    >>> dx, dweight, dbias = local2d_backward([[[[1, 10]]]], x=[[[[5, 3, 1]]]], weight=weight)
    >>> dx
    array([[[[  1.,  11., -10.]]]])
    >>> dweight.ravel(), dbias.ravel()
    (array([ 5.,  3., 30., 10.]), array([ 1., 10.]))
    """
    x, weight, windows = _operands(x, weight, stride, padding, dilation)
    source = f"x {shape_text(x.shape)}, weight {shape_text(weight.shape)} and these settings"
    dy = as_gradient(dy, (len(x), weight.shape[2], *windows.output), source)
    dy, x, weight, dtype = for_sums(dy, x, weight)
    positions = math.prod(windows.output)
    outputs = np.ascontiguousarray(dy.reshape(*dy.shape[:2], positions).transpose(2, 0, 1))
    dweight = outputs.swapaxes(1, 2) @ _by_position(x, windows)  # (oh·ow, out, C·kh·kw)
    dcolumns = (outputs @ _kernels(weight)).transpose(1, 2, 0)  # (N, C·kh·kw, oh·ow)
    dx = np.empty_like(x)
    for image_dx, image_dcolumns in zip(dx, dcolumns, strict=True):
        image_dx[...] = fold(image_dcolumns, windows, len(image_dx))
    dweight, dbias = dweight.reshape(weight.shape), outputs.sum(axis=1).reshape(weight.shape[:3])
    return rounded(dtype, dx, dweight, dbias)


def _by_position(x: Array, windows: Windows) -> Array:
    """The windows of all images, sorted by position: shape (oh · ow, N, C · kh · kw)."""
    cells = x.shape[1] * math.prod(windows.kernel)
    patches = np.empty((math.prod(windows.output), len(x), cells), x.dtype)
    for n, columns in enumerate(unfold(x, windows)):
        patches[:, n] = columns[0].T
    return patches


def _kernels(weight: Array) -> Array:
    """One matrix of kernels for each position: shape (oh · ow, out, C · kh · kw)."""
    rows, columns, filters = weight.shape[:3]
    return weight.reshape(rows * columns, filters, -1)


def _operands(
    x: Any, weight: Any, stride: Any, padding: Any, dilation: Any
) -> tuple[Array, Array, Windows]:
    """The checked arrays, and where the windows lie."""
    x = as_images("x", x)
    weight = as_numbers("weight", weight, 6, layout="oh, ow, out, in, kh, kw")
    rows, columns, _, channels, *kernel = weight.shape
    if channels != x.shape[1]:
        raise ValueError(
            f"weight {shape_text(weight.shape)} reads {channels} channels, "
            f"but x {shape_text(x.shape)} has {x.shape[1]}"
        )
    windows = place(x.shape[2:], (kernel[0], kernel[1]), stride, padding, dilation)
    if windows.output != (rows, columns):
        raise ValueError(
            f"weight {shape_text(weight.shape)} is for {rows}×{columns} positions, but x "
            f"{shape_text(x.shape)} has {shape_text(windows.output)} windows of "
            f"{shape_text(windows.kernel)}"
        )
    return x, weight, windows
