"""The convolution layer: many kernels slide over many channels of many images.

Like every deep-learning library it correlates: the kernels are not turned. `conv2d_loops` says
what is computed; `conv2d` computes it with one matrix product for each image.
"""

import math
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_bias, as_gradient, as_images, as_numbers, for_sums, rounded
from cnnlib.checks import shape_text, whole
from cnnlib.functional._window import Windows, place
from cnnlib.functional.columns import fold, unfold


def conv2d_loops(x: Any, weight: Any, bias: Any = None, stride: Any = 1) -> Array:
    """Convolve as the formula says: slow, and nothing is hidden.

    Y[n, o, i, j] = bias[o] + Σ_c Σᵤ Σᵥ x[n, c, i·sh + u, j·sw + v] · weight[o, c, u, v]

    Arguments, result and errors are those of `conv2d`.

    >>> x, weight = [[[[1, 2, 0], [0, 1, 3], [4, 0, 1]]]], [[[[1, -1], [2, 0]]]]
    >>> conv2d_loops(x, weight, bias=[10])
    array([[[[ 9., 14.],
             [17.,  8.]]]])
    """
    x, weight, windows, _ = _operands(x, weight, stride)
    x, weight, bias, dtype = for_sums(x, weight, as_bias(bias, weight.shape[:1], weight))
    y = np.empty((len(x), len(weight), *windows.output), x.dtype)
    step_down, step_across = windows.stride
    for n, o, i, j in np.ndindex(y.shape):
        y[n, o, i, j] = 0 if bias is None else bias[o]
        for c, u, v in np.ndindex(weight.shape[1:]):
            y[n, o, i, j] += x[n, c, i * step_down + u, j * step_across + v] * weight[o, c, u, v]
    return y.astype(dtype, copy=False)


def conv2d(
    x: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Array:
    """Slide every kernel over every image and add up the products over its channels.

    Y[n, o] = bias[o] + Σ_c correlate2d(x[n, c], weight[o, c]): one matrix product for each image

    Cost: the windows of *one* image at a time are copied into columns of C · kh · kw · oh · ow
    values, at stride 1 about kh · kw times the image.

    Args:
        x: shape (N, C, H, W); N may be 0.
        weight: shape (out, C / groups, kh, kw).
        bias: shape (out,), or None.
        stride, dilation: a whole number ≥ 1, or one per axis.
        padding: zeros around the image: a whole number ≥ 0, one per axis, ((top, bottom),
            (left, right)), ``"valid"`` (none) or ``"same"`` (⌈n / stride⌉ outputs along an axis; of
            an odd number of zeros the extra one comes last). They are values like others: times
            an infinite weight, or an infinite dy, they give NaN, as in PyTorch.
        groups: channels and kernels are dealt out, in order, to that many groups; a kernel sees
            the channels of its group only.

    Returns:
        shape (N, out, oh, ow), where oh and ow are `cnnlib.arithmetic.output_size` of H and W.
        Float arrays keep their type, integers give float64; NaN spreads to every window around it.

    Raises:
        ValueError: an argument is empty, not numeric or has other axes; the channels disagree or
            cannot be dealt out; the kernel is larger than the padded image.

    >>> x, weight = [[[[1, 2, 0], [0, 1, 3], [4, 0, 1]]]], [[[[1, -1], [2, 0]]]]
    >>> conv2d(x, weight)
    array([[[[-1.,  4.],
             [ 7., -2.]]]])
    """
    x, weight, windows, groups = _operands(x, weight, stride, padding, dilation, groups)
    x, weight, bias, dtype = for_sums(x, weight, as_bias(bias, weight.shape[:1], weight))
    return correlate_images(x, weight, bias, windows, groups).astype(dtype, copy=False)


def conv2d_backward(
    dy: Any,
    x: Any,
    weight: Any,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> tuple[Array, Array, Array]:
    """The gradients of `conv2d`: from ∂f/∂Y to (∂f/∂x, ∂f/∂weight, ∂f/∂bias).

    dweight = Σₙ dy[n] · columns[n]ᵀ: a sum over all positions, since they share the weight
    dx[n] = weightᵀ · dy[n], every column added back to the cells that it was copied from
    dbias = Σ dy over images and positions

    Args:
        dy: shape (N, out, oh, ow), that of ``conv2d(x, weight, …)``.
        x, weight, stride, padding, dilation, groups: as they went into `conv2d`.

    Returns:
        dx of shape (N, C, H, W), dweight of shape (out, C / groups, kh, kw), dbias of shape (out,).

    Raises:
        ValueError: as `conv2d`, or when dy has another shape than the output.

    >>> x, weight = [[[[1, 2, 0], [0, 1, 3], [4, 0, 1]]]], [[[[1, -1], [2, 0]]]]
    >>> dx, dweight, dbias = conv2d_backward([[[[1, 0], [-1, 2]]]], x, weight)
    >>> dx
    array([[[[ 1., -1.,  0.],
             [ 1.,  3., -2.],
             [-2.,  4.,  0.]]]])
    >>> dweight, dbias
    (array([[[[ 3.,  7.],
             [-4.,  3.]]]]), array([2.]))
    """
    x, weight, windows, groups = _operands(x, weight, stride, padding, dilation, groups)
    source = f"x {shape_text(x.shape)}, weight {shape_text(weight.shape)} and these settings"
    dy = as_gradient(dy, (len(x), len(weight), *windows.output), source)
    dy, x, weight, dtype = for_sums(dy, x, weight)
    dx = input_gradient(dy, weight, windows, groups)
    dweight = weight_gradient(dy, x, windows, groups)
    return rounded(dtype, dx, dweight, dy.sum(axis=(0, 2, 3)))


def correlate_images(
    x: Array, weight: Array, bias: Array | None, windows: Windows, groups: int
) -> Array:
    """`conv2d` of checked arrays of one type: y = weight · columns + bias for each image."""
    y = np.empty((len(x), len(weight), *windows.output), x.dtype)
    kernels = _in_groups(weight, groups)
    for columns, image_y in zip(unfold(x, windows, groups), y, strict=True):
        output = _in_groups(image_y, groups)
        np.matmul(kernels, columns, out=output)
        if bias is not None:
            output += bias.reshape(groups, -1, 1)  # now, while the output is in the cache
    return y


def input_gradient(dy: Array, weight: Array, windows: Windows, groups: int) -> Array:
    """∂f/∂x: dcolumns = weightᵀ · dy for each image, added back to the cells they came from."""
    channels = weight.shape[1] * groups
    dx = np.empty((len(dy), channels, *windows.size), dy.dtype)
    kernels = _in_groups(weight, groups).swapaxes(1, 2)
    dcolumns = np.empty((*kernels.shape[:2], math.prod(windows.output)), dy.dtype)
    for image_dy, image_dx in zip(dy, dx, strict=True):
        np.matmul(kernels, _in_groups(image_dy, groups), out=dcolumns)
        image_dx[...] = fold(dcolumns, windows, channels)
    return dx


def weight_gradient(dy: Array, x: Array, windows: Windows, groups: int) -> Array:
    """∂f/∂weight: the sum of dy · columnsᵀ over all images."""
    cells = x.shape[1] // groups * math.prod(windows.kernel)
    dkernels = np.zeros((groups, cells, dy.shape[1] // groups), dy.dtype)
    for columns, image_dy in zip(unfold(x, windows, groups), dy, strict=True):
        dkernels += columns @ _in_groups(image_dy, groups).swapaxes(1, 2)  # (dy · columnsᵀ)ᵀ
    return dkernels.swapaxes(1, 2).reshape(dy.shape[1], -1, *windows.kernel)


def _in_groups(array: Array, groups: int) -> Array:
    """Kernels or channels dealt out to groups: shape (groups, each, rest), a matrix per group."""
    return array.reshape(groups, len(array) // groups, -1)


def _operands(
    x: Any,
    weight: Any,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: Any = 1,
) -> tuple[Array, Array, Windows, int]:
    """The checked arrays and groups, and where the windows lie."""
    x = as_images("x", x)
    weight = as_numbers("weight", weight, 4, layout="out, in/groups, kh, kw")
    groups = whole("groups", groups, 1)
    channels, read = x.shape[1], weight.shape[1] * groups
    if read != channels:
        raise ValueError(
            f"weight {shape_text(weight.shape)} with groups {groups} reads {read} channels, "
            f"but x {shape_text(x.shape)} has {channels}"
        )
    if len(weight) % groups:
        raise ValueError(
            f"groups {groups} must divide the {len(weight)} kernels of weight "
            f"{shape_text(weight.shape)}"
        )
    windows = place(x.shape[2:], weight.shape[2:], stride, padding, dilation)
    return x, weight, windows, groups
