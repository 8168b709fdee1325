"""Correlation as a matrix: sliding a kernel is a linear map, so one can write its matrix down."""

import math
from itertools import product
from typing import Any

import numpy as np

from cnnlib.arithmetic import output_size
from cnnlib.arrays import Array, as_numbers, as_shape, check_fits
from cnnlib.checks import shape_text

_LARGEST = 10_000_000  # entries, 80 MB: the matrix is for looking at small cases


def conv_matrix(kernel: Any, input_shape: int | tuple[int, ...]) -> Array:
    """Write *valid correlation* with `kernel` as one matrix M.

    It is what a convolution layer computes with stride 1, without padding and less its bias.

    M @ x.ravel() is ``correlate2d(x, kernel).ravel()`` (or ``correlate1d``) for finite x (the
    zeros of M are multiplied as well, and 0 · ∞ is NaN), and M.T @ dy.ravel() is its gradient with
    respect to x: backward is the transposed matrix.

    Each row is the kernel laid on an input of zeros at one output position; equal numbers run
    down the diagonals (Toeplitz; in 2-D blocks of Toeplitz blocks). For true convolution hand in
    the kernel turned by 180°.

    Args:
        kernel: shape (m,) or (kh, kw).
        input_shape: n or (n,) for a 1-D kernel, (H, W) for a 2-D one.

    Returns:
        shape (output positions, input positions), each counted row by row.

    Raises:
        ValueError: the kernel has other than 1 or 2 axes or does not fit into the input; the
            matrix would have more than 10 million entries.

    >>> conv_matrix([1, 2], 4)
    array([[1., 2., 0., 0.],
           [0., 1., 2., 0.],
           [0., 0., 1., 2.]])
    """
    kernel = as_numbers("kernel", kernel, 1, 2)
    shape = as_shape("input_shape", input_shape, kernel.ndim)
    check_fits(kernel.shape, shape)
    output_shape = tuple(output_size(n, m) for n, m in zip(shape, kernel.shape, strict=True))
    outputs, inputs = math.prod(output_shape), math.prod(shape)
    if outputs * inputs > _LARGEST:
        raise ValueError(
            f"the matrix for input {shape_text(shape)} and kernel {shape_text(kernel.shape)} has "
            f"{outputs:,} rows of {inputs:,}: it is written out up to {_LARGEST:,} entries only"
        )
    rows = np.zeros(output_shape + shape, kernel.dtype)
    for position in product(*map(range, output_shape)):
        window = tuple(slice(i, i + m) for i, m in zip(position, kernel.shape, strict=True))
        rows[position][window] = kernel
    return rows.reshape(outputs, inputs)
