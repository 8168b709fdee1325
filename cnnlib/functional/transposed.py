"""Transposed convolution: the backward pass of a convolution, used as a layer of its own.

What `conv2d` does to its gradient, ``dx = conv2d_backward(dy, …)[0]``, `conv_transpose2d` does to
its input: every input value lays a weighted copy of the kernel down, `stride` cells from the last.
"""

from itertools import starmap
from typing import Any

import numpy as np

from cnnlib.arithmetic import transposed_output_size
from cnnlib.arrays import Array, as_bias, as_gradient, as_images, as_numbers, for_sums, rounded
from cnnlib.checks import as_pair, shape_text, whole
from cnnlib.functional._window import Windows, per_axis, place
from cnnlib.functional.conv2d import correlate_images, input_gradient, weight_gradient


def conv_transpose2d(
    x: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Array:
    """Add up one copy of a kernel for each input value, weighted with it.

    Y[n] = bias + weightᵀ · x[n], every column added to the cells of its window (`col2im`)

    Cost: the columns of one image at a time, out · kh · kw · H · W values.

    Args:
        x: shape (N, C, H, W); N may be 0.
        weight: shape (C, out / groups, kh, kw), that of the convolution from Y back to x.
        bias: shape (out,), or None.
        stride, dilation, groups: as in `conv2d`.
        padding: cells cut off the output, a whole number ≥ 0, one per axis or ((top, bottom),
            (left, right)): the padding of the convolution from Y back to x.
        output_padding: rows and columns added below and to the right, which the convolution back
            may leave out; less than the stride or the dilation. A whole number, or one per axis.

    Returns:
        shape (N, out, oh, ow) with oh, ow those of `cnnlib.arithmetic.transposed_output_size`.

    Raises:
        ValueError: as `conv2d`, or when the padding cuts off everything.

    >>> conv_transpose2d([[[[1, 2]]]], weight=[[[[1, 10, 100]]]], stride=(1, 2))
    array([[[[  1.,  10., 102.,  20., 200.]]]])
    """
    x, weight, windows, groups = _operands(
        x, weight, stride, padding, output_padding, dilation, groups
    )
    bias = as_bias(bias, (weight.shape[1] * groups,), weight)
    x, weight, bias, dtype = for_sums(x, weight, bias)
    y = input_gradient(x, weight, windows, groups)
    if bias is not None:
        y += bias[:, np.newaxis, np.newaxis]
    return y.astype(dtype, copy=False)


def conv_transpose2d_backward(
    dy: Any,
    x: Any,
    weight: Any,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> tuple[Array, Array, Array]:
    """The gradients of `conv_transpose2d`: from ∂f/∂Y to (∂f/∂x, ∂f/∂weight, ∂f/∂bias).

    dx = the convolution of dy with the weight, from Y back to x
    dweight = the weight gradient of that convolution, x and dy having changed places

    Args:
        dy: shape (N, out, oh, ow), that of ``conv_transpose2d(x, weight, …)``.
        x, weight, …: as they went into `conv_transpose2d`.

    Returns:
        dx of shape (N, C, H, W), dweight of shape (C, out / groups, kh, kw), dbias of shape (out,).

    Raises:
        ValueError: as `conv_transpose2d`, or when dy has another shape than the output.

    >>> dx, dweight, dbias = conv_transpose2d_backward(
    ...     [[[[1, 1, 1, 1, 2]]]], x=[[[[1, 2]]]], weight=[[[[1, 10, 100]]]], stride=(1, 2)
    ... )
    >>> dx, dweight, dbias
    (array([[[[111., 211.]]]]), array([[[[3., 3., 5.]]]]), array([6.]))
    """
    x, weight, windows, groups = _operands(
        x, weight, stride, padding, output_padding, dilation, groups
    )
    source = f"x {shape_text(x.shape)}, weight {shape_text(weight.shape)} and these settings"
    dy = as_gradient(dy, (len(x), weight.shape[1] * groups, *windows.size), source)
    dy, x, weight, dtype = for_sums(dy, x, weight)
    dx = correlate_images(dy, weight, None, windows, groups)
    dweight = weight_gradient(x, dy, windows, groups)
    return rounded(dtype, dx, dweight, dy.sum(axis=(0, 2, 3)))


def _operands(
    x: Any,
    weight: Any,
    stride: Any,
    padding: Any,
    output_padding: Any,
    dilation: Any,
    groups: Any,
) -> tuple[Array, Array, Windows, int]:
    """The checked arrays and groups, and the windows of the convolution back from the output."""
    x = as_images("x", x)
    weight = as_numbers("weight", weight, 4, layout="in, out/groups, kh, kw")
    groups = whole("groups", groups, 1)
    if len(weight) != x.shape[1]:
        raise ValueError(
            f"weight {shape_text(weight.shape)} reads {len(weight)} channels, "
            f"but x {shape_text(x.shape)} has {x.shape[1]}"
        )
    if len(weight) % groups:
        raise ValueError(
            f"groups {groups} must divide the {len(weight)} channels of x {shape_text(x.shape)}"
        )
    axes = zip(
        x.shape[2:],
        weight.shape[2:],
        as_pair("stride", stride, 1),
        per_axis(padding),
        as_pair("dilation", dilation, 1),
        as_pair("output_padding", output_padding, 0),
        strict=True,
    )
    size = tuple(starmap(transposed_output_size, axes))
    windows = place(size, weight.shape[2:], stride, padding, dilation)
    return x, weight, windows._replace(output=x.shape[2:]), groups
