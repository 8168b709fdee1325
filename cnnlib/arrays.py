"""Checks of arrays at the public boundary, and the types in which the library computes.

The rule of types. Floats keep theirs, of several the widest wins; whole numbers and booleans become
float64. Sums are made in float32 at least: what comes in float16 is summed in float32, and each
result is rounded to float16 once, at the end, as in PyTorch.
"""

from operator import index
from typing import Any

import numpy as np

from cnnlib.checks import shape_text

Array = np.ndarray[Any, np.dtype[Any]]


def as_numbers(name: str, value: Any, *ndim: int, layout: str = "", batch: bool = False) -> Array:
    """`value` as a non-empty array of floats with that many axes; integers become float64.

    `layout` names the axes in the complaint; with `batch` the first of them may be empty.

    >>> as_numbers("kernel", [1, 2], 1)
    array([1., 2.])
    """
    try:
        array = np.asarray(value)
    except (TypeError, ValueError, RuntimeError) as error:  # ragged lists, tensors with a gradient
        raise ValueError(f"{name} is not an array of numbers: {error}") from error
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers, got {array.dtype} ({value!r:.60})")
    if array.ndim not in ndim:
        axes = " or ".join(map(str, ndim)) + (" axis" if ndim == (1,) else " axes")
        axes += f" ({layout})" if layout else ""
        raise ValueError(f"{name} needs {axes}, got shape {shape_text(array.shape)}")
    if 0 in (array.shape[1:] if batch else array.shape):
        raise ValueError(
            f"{name} is empty (shape {shape_text(array.shape)}): it needs at least one value"
        )
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def as_images(name: str, value: Any) -> Array:
    """`value` as images of shape (N, C, H, W); a batch of none, N = 0, is allowed.

    >>> as_images("x", [[1, 2], [3, 4]])
    Traceback (most recent call last):
    ValueError: x needs 4 axes (N, C, H, W), got shape 2×2
    """
    return as_numbers(name, value, 4, layout="N, C, H, W", batch=True)


def as_gradient(dy: Any, shape: tuple[int, ...], source: str) -> Array:
    """`dy` as an array, which must have the shape of the output that `source`, in words, gives.

    >>> as_gradient([1, 1], (3,), "signal 4 and kernel 2")
    Traceback (most recent call last):
    ValueError: dy has shape 2, but signal 4 and kernel 2 give 3
    """
    layout = "N, C, H, W" if len(shape) == 4 else ""
    dy = as_numbers("dy", dy, len(shape), layout=layout, batch=True)
    if dy.shape != shape:
        raise ValueError(
            f"dy has shape {shape_text(dy.shape)}, but {source} give {shape_text(shape)}"
        )
    return dy


def as_bias(bias: Any, shape: tuple[int, ...], weight: Array, layout: str = "") -> Array | None:
    """`bias` as an array of the shape that fits `weight`, or None."""
    if bias is None:
        return None
    bias = as_numbers("bias", bias, len(shape), layout=layout)
    if bias.shape != shape:
        raise ValueError(
            f"bias has shape {shape_text(bias.shape)}, but weight {shape_text(weight.shape)} "
            f"needs one of {shape_text(shape)}"
        )
    return bias


def as_shape(name: str, value: Any, ndim: int) -> tuple[int, ...]:
    """`value` as a shape of `ndim` positive whole numbers; a single axis may be a bare number.

    >>> as_shape("input_shape", 4, 1), as_shape("input_shape", (3, 5), 2)
    ((4,), (3, 5))
    """
    try:
        shape = tuple(index(n) for n in (value if np.ndim(value) else (value,)))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be {ndim} whole numbers ≥ 1, got {value!r}") from error
    if len(shape) != ndim or min(shape) < 1:
        raise ValueError(f"{name} must be {ndim} whole numbers ≥ 1, got {value!r}")
    return shape


def check_fits(kernel_shape: tuple[int, ...], input_shape: tuple[int, ...]) -> None:
    """Raise unless a kernel can lie wholly inside the input, as 'valid' asks.

    >>> check_fits((5,), (4,))
    Traceback (most recent call last):
    ValueError: kernel 5 is larger than the input 4: take a smaller kernel or pad the input \
(mode 'same' or 'full')
    """
    if any(m > n for m, n in zip(kernel_shape, input_shape, strict=True)):
        raise ValueError(
            f"kernel {shape_text(kernel_shape)} is larger than the input "
            f"{shape_text(input_shape)}: take a smaller kernel or pad the input "
            "(mode 'same' or 'full')"
        )


def for_sums(*arrays: Array | None) -> tuple[Any, ...]:
    """The arrays in one type in which their sums are safe, and the type of the result.

    The result has the widest type of the arrays; None stays None.

    >>> image, kernel, dtype = for_sums(np.ones(2, np.float16), np.ones(2, np.float16))
    >>> image.dtype.name, kernel.dtype.name, dtype.name
    ('float32', 'float32', 'float16')
    """
    dtype = np.result_type(*(array for array in arrays if array is not None))
    wide = wide_type(dtype)
    return (*(None if a is None else a.astype(wide, copy=False) for a in arrays), dtype)


def wide_type(dtype: Any) -> np.dtype[Any]:
    """The type in which sums of that type are made: float32 at least."""
    return np.promote_types(dtype, np.float32)


def rounded(dtype: np.dtype[Any], *sums: Array) -> Any:
    """A tuple of results in their type: the one they were summed in, except for float16."""
    return tuple(array.astype(dtype, copy=False) for array in sums)
