"""Correlation: lay the kernel on the input, multiply what meets, add up, move on.

This is what deep-learning libraries call convolution. The kernel is *not* turned; `convolution`
has the one that turns it. Along one axis, for an input of n values and a kernel of m:

=========  ============  ==============================================================
mode       length        zeros put around the input
=========  ============  ==============================================================
``valid``  n − m + 1     none: the kernel stays inside
``same``   n             (m − 1) // 2 before, the other m − 1 − (m − 1) // 2 after
``full``   n + m − 1     m − 1 before and after: every overlap, however small
=========  ============  ==============================================================

Libraries agree on ``same`` for an odd kernel that is no longer than the input. For an even kernel
the m − 1 zeros cannot be shared evenly: here, as in ``torch.nn.functional.conv2d`` and
``scipy.signal.correlate2d``, the extra one comes after the input; ``numpy.correlate`` and
``scipy.signal.correlate`` put it before. NumPy moreover answers with max(n, m) values.

The zeros only say where the kernel may stand. What hangs over the end meets nothing, so that an
infinite weight there adds nothing, as in NumPy; a layer's zeros are values, see `conv2d`.
"""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib.arithmetic import output_size, same_padding
from cnnlib.arrays import Array, as_gradient, as_numbers, check_fits, for_sums, rounded
from cnnlib.checks import choice, shape_text

Padding = list[tuple[int, int]]


def correlate1d(signal: Any, kernel: Any, mode: str = "valid") -> Array:
    """Slide `kernel` along `signal` and add up the products at each stop.

    y[i] = Σⱼ signal[i + j] · kernel[j], for an input that `mode` has surrounded with zeros

    Args:
        signal: shape (n,).
        kernel: shape (m,), first element first: it is not turned.
        mode: ``"valid"``, ``"same"`` or ``"full"``; see the table at the top of this module.

    Returns:
        shape (n − m + 1,), (n,) or (n + m − 1,). Float arrays keep their type, integers give
        float64; NaN spreads to every output whose window holds it.

    Raises:
        ValueError: an argument is empty, not numeric or has other axes; the mode is unknown;
            ``"valid"`` with a kernel longer than the signal.

    Next value minus previous value is twice the slope, with its sign:

    >>> correlate1d([0, 1, 4, 9, 16], [-1, 0, 1])
    array([ 4.,  8., 12.])
    """
    return _correlate("signal", signal, kernel, mode, ndim=1)


def correlate2d_loops(image: Any, kernel: Any) -> Array:
    """Correlate as one would by hand, in mode ``"valid"``: slow, and nothing is hidden.

    Y[i, j] = Σᵤ Σᵥ image[i + u, j + v] · kernel[u, v]

    Arguments, result and errors are those of `correlate2d`.

    >>> correlate2d_loops([[1, 2, 0], [0, 1, 3], [4, 0, 1]], [[1, -1], [2, 0]])
    array([[-1.,  4.],
           [ 7., -2.]])
    """
    image, kernel, _ = _operands("image", image, kernel, "valid", ndim=2)
    image, kernel, dtype = for_sums(image, kernel)
    height, width = image.shape
    kernel_height, kernel_width = kernel.shape
    y = np.zeros((height - kernel_height + 1, width - kernel_width + 1), image.dtype)
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            for u in range(kernel_height):
                for v in range(kernel_width):
                    y[i, j] += image[i + u, j + v] * kernel[u, v]
    return y.astype(dtype, copy=False)


def correlate2d(image: Any, kernel: Any, mode: str = "valid") -> Array:
    """Slide `kernel` over `image`: what a convolution layer computes with one channel.

    Y[i, j] = Σᵤ Σᵥ image[i + u, j + v] · kernel[u, v], zeros around the image as `mode` says

    Args:
        image: shape (H, W).
        kernel: shape (kh, kw), not turned.
        mode: ``"valid"``, ``"same"`` or ``"full"``, for both axes.

    Returns:
        shape (H − kh + 1, W − kw + 1), (H, W) or (H + kh − 1, W + kw − 1); types as in
        `correlate1d`.

    Raises:
        ValueError: as `correlate1d`.

    >>> correlate2d([[1, 2, 0], [0, 1, 3], [4, 0, 1]], [[1, -1], [2, 0]])
    array([[-1.,  4.],
           [ 7., -2.]])
    """
    return _correlate("image", image, kernel, mode, ndim=2)


def correlate1d_backward(
    dy: Any, signal: Any, kernel: Any, mode: str = "valid"
) -> tuple[Array, Array]:
    """The gradients of `correlate1d`: from ∂f/∂y to (∂f/∂signal, ∂f/∂kernel).

    dkernel = valid correlation of the padded signal with dy
    dsignal = full correlation of dy with the turned kernel, the padding cut off again

    Args:
        dy: shape of ``correlate1d(signal, kernel, mode)``.
        signal, kernel, mode: as they went into `correlate1d`.

    Returns:
        dsignal of shape (n,) and dkernel of shape (m,).

    Raises:
        ValueError: as `correlate1d`, or when dy has another shape than the output.

    >>> dsignal, dkernel = correlate1d_backward([1, 10], signal=[1, 2, 3], kernel=[5, 7])
    >>> dsignal, dkernel
    (array([ 5., 57., 70.]), array([21., 32.]))
    """
    return _correlate_backward(dy, "signal", signal, kernel, mode, ndim=1)


def correlate2d_backward(
    dy: Any, image: Any, kernel: Any, mode: str = "valid"
) -> tuple[Array, Array]:
    """The gradients of `correlate2d`: from ∂f/∂Y to (∂f/∂image, ∂f/∂kernel).

    dkernel = valid correlation of the padded image with dy: a sum over all positions
    dimage = full correlation of dy with the kernel turned by 180°, the padding cut off again

    Arguments and errors as in `correlate1d_backward`, with shapes (H, W) and (kh, kw).

    >>> image, kernel = [[1, 2, 0], [0, 1, 3], [4, 0, 1]], [[1, -1], [2, 0]]
    >>> dimage, dkernel = correlate2d_backward([[1, 0], [-1, 2]], image, kernel)
    >>> dimage
    array([[ 1., -1.,  0.],
           [ 1.,  3., -2.],
           [-2.,  4.,  0.]])
    >>> dkernel
    array([[ 3.,  7.],
           [-4.,  3.]])
    """
    return _correlate_backward(dy, "image", image, kernel, mode, ndim=2)


def _correlate(name: str, signal: Any, kernel: Any, mode: Any, ndim: int) -> Array:
    """Correlation along all axes."""
    signal, kernel, padding = _operands(name, signal, kernel, mode, ndim)
    signal, kernel, dtype = for_sums(signal, kernel)
    return _slide(signal, kernel, padding).astype(dtype, copy=False)


def _correlate_backward(
    dy: Any, name: str, signal: Any, kernel: Any, mode: Any, ndim: int
) -> tuple[Array, Array]:
    """Both gradients of `_correlate`; dy must have the shape of the output."""
    signal, kernel, padding = _operands(name, signal, kernel, mode, ndim)
    axes = zip(signal.shape, kernel.shape, padding, strict=True)
    output_shape = tuple(output_size(n, m, padding=pair) for n, m, pair in axes)
    operands = f"{name} {shape_text(signal.shape)} and kernel {shape_text(kernel.shape)}"
    dy = as_gradient(dy, output_shape, f"{operands} with mode '{mode}'")
    dy, signal, kernel, dtype = for_sums(dy, signal, kernel)
    cut = [
        (m - 1 - before, m - 1 - after)
        for m, (before, after) in zip(kernel.shape, padding, strict=True)
    ]
    return rounded(dtype, _slide(dy, np.flip(kernel), cut), _slide(signal, dy, padding))


def _slide(signal: Array, kernel: Array, padding: Padding) -> Array:
    """The sum of signal · kernel at each stop, over the cells of the kernel that lie on a value."""
    padded = np.pad(signal, padding)
    windows = sliding_window_view(padded, kernel.shape)  # (*output, *kernel), without a copy
    if np.isfinite(kernel).all():  # so that the zeros around the signal add nothing
        axes = "ij"[: kernel.ndim]
        # Not tensordot: it would copy every window first, and is slower for a single channel.
        return np.einsum(f"...{axes},{axes}", windows, kernel)
    inside = sliding_window_view(np.pad(np.ones(signal.shape, bool), padding), kernel.shape)
    y = np.zeros(windows.shape[: kernel.ndim], signal.dtype)
    with np.errstate(invalid="ignore"):  # 0 · ∞ is NaN where the 0 is a value of the signal
        for cell, weight in np.ndenumerate(kernel):
            np.add(y, windows[(..., *cell)] * weight, out=y, where=inside[(..., *cell)])
    return y


def _operands(
    name: str, signal: Any, kernel: Any, mode: Any, ndim: int
) -> tuple[Array, Array, Padding]:
    """The two arrays, checked, and how far the kernel hangs out before and after each axis."""
    choice("mode", mode, ("valid", "same", "full"))
    signal = as_numbers(name, signal, ndim)
    kernel = as_numbers("kernel", kernel, ndim)
    if mode == "same":
        axes = zip(signal.shape, kernel.shape, strict=True)
        return signal, kernel, [same_padding(n, m) for n, m in axes]
    if mode == "valid":
        check_fits(kernel.shape, signal.shape)
    return signal, kernel, [(m - 1, m - 1) if mode == "full" else (0, 0) for m in kernel.shape]
