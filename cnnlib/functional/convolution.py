"""Convolution: turn the kernel by 180°, then correlate.

The turn makes the output a sum of delayed copies of the input, one for each kernel element, and
buys what correlation lacks: in mode ``full``, convolution is commutative and associative. The
lengths are those of `correlation`. In ``valid`` and ``full`` the values are those of
``numpy.convolve`` and ``scipy.signal.convolve2d`` (in ``valid`` NumPy and SciPy exchange the
operands when the kernel is the longer one; here that is an error).

``same`` is chosen so that convolving with a kernel *is* correlating with the turned one. For an
odd kernel that is no longer than the input the result is NumPy's and SciPy's too. For an even
kernel theirs begins one position earlier: they keep the n values of the full result that begin at
(m − 1) // 2, here they begin at m // 2.
"""

from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_numbers
from cnnlib.functional.correlation import (
    correlate1d,
    correlate1d_backward,
    correlate2d,
    correlate2d_backward,
)


def convolve1d(signal: Any, kernel: Any, mode: str = "valid") -> Array:
    """Add up copies of `signal`, the one delayed by j steps weighted with kernel[j].

    y[t] = Σⱼ signal[t − j] · kernel[j] in mode ``"full"``; the other modes keep its middle

    Args:
        signal: shape (n,).
        kernel: shape (m,).
        mode: ``"valid"``, ``"same"`` or ``"full"``.

    Returns:
        shape (n − m + 1,), (n,) or (n + m − 1,); types as in `correlate1d`.

    Raises:
        ValueError: as `correlate1d`.

    A clap of 1, 2, 0, 4 and its echo, half as loud after each step:

    >>> convolve1d([1, 2, 0, 4], [1, 0.5, 0.25], mode="full")
    array([1.  , 2.5 , 1.25, 4.5 , 2.  , 1.  ])
    """
    return correlate1d(signal, _turned(kernel, ndim=1), mode)


def convolve2d(image: Any, kernel: Any, mode: str = "valid") -> Array:
    """Correlate `image` with `kernel` turned by 180°.

    Y[i, j] = Σᵤ Σᵥ image[i − u, j − v] · kernel[u, v] in mode ``"full"``

    Args:
        image: shape (H, W).
        kernel: shape (kh, kw).
        mode: ``"valid"``, ``"same"`` or ``"full"``, for both axes.

    Returns:
        shape (H − kh + 1, W − kw + 1), (H, W) or (H + kh − 1, W + kw − 1); types as in
        `correlate1d`.

    Raises:
        ValueError: as `correlate1d`.

    A single bright pixel is replaced by the kernel, the right way up:

    >>> convolve2d([[0, 0], [0, 1]], [[1, 2], [3, 4]], mode="full")
    array([[0., 0., 0.],
           [0., 1., 2.],
           [0., 3., 4.]])
    """
    return correlate2d(image, _turned(kernel, ndim=2), mode)


def convolve1d_backward(
    dy: Any, signal: Any, kernel: Any, mode: str = "valid"
) -> tuple[Array, Array]:
    """The gradients of `convolve1d`: from ∂f/∂y to (∂f/∂signal, ∂f/∂kernel).

    dsignal = full *correlation* of dy with the kernel as it is, the padding cut off again
    dkernel = valid correlation of the padded signal with dy, turned

    Arguments and errors as in `correlate1d_backward`.

    >>> dsignal, dkernel = convolve1d_backward([1, 10], signal=[1, 2, 3], kernel=[5, 7])
    >>> dsignal, dkernel
    (array([ 7., 75., 50.]), array([32., 21.]))
    """
    dsignal, dturned = correlate1d_backward(dy, signal, _turned(kernel, ndim=1), mode)
    return dsignal, np.flip(dturned)


def convolve2d_backward(
    dy: Any, image: Any, kernel: Any, mode: str = "valid"
) -> tuple[Array, Array]:
    """The gradients of `convolve2d`: from ∂f/∂Y to (∂f/∂image, ∂f/∂kernel).

    dimage = full *correlation* of dy with the kernel as it is, the padding cut off again
    dkernel = valid correlation of the padded image with dy, turned by 180°

    Arguments and errors as in `correlate1d_backward`, with shapes (H, W) and (kh, kw).

    >>> convolve2d_backward([[1]], image=[[1, 2], [3, 4]], kernel=[[5, 6], [7, 8]])
    (array([[8., 7.],
           [6., 5.]]), array([[4., 3.],
           [2., 1.]]))
    """
    dimage, dturned = correlate2d_backward(dy, image, _turned(kernel, ndim=2), mode)
    return dimage, np.flip(dturned)


def _turned(kernel: Any, ndim: int) -> Array:
    """The kernel reversed on every axis."""
    return np.flip(as_numbers("kernel", kernel, ndim))
