"""Checks at the public boundary, and the one way in which `functional` words its complaints."""

from operator import index
from typing import Any

import numpy as np

from cnnlib.arithmetic._check import whole

Array = np.ndarray[Any, np.dtype[Any]]


def size_text(shape: tuple[int, ...]) -> str:
    """A shape as the book writes it.

    >>> size_text((3, 5)), size_text((4,)), size_text(())
    ('3×5', '4', '() (a single number)')
    """
    return "×".join(map(str, shape)) or "() (a single number)"


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
        raise ValueError(f"{name} needs {axes}, got shape {size_text(array.shape)}")
    if 0 in (array.shape[1:] if batch else array.shape):
        raise ValueError(
            f"{name} is empty (shape {size_text(array.shape)}): it needs at least one value"
        )
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def as_images(name: str, value: Any) -> Array:
    """`value` as images of shape (N, C, H, W); a batch of none, N = 0, is allowed.

    >>> as_images("x", [[1, 2], [3, 4]])
    Traceback (most recent call last):
    ValueError: x needs 4 axes (N, C, H, W), got shape 2×2
    """
    return as_numbers(name, value, 4, layout="N, C, H, W", batch=True)


def to_one_type(*arrays: Array | None) -> list[Any]:
    """The arrays in the smallest type that holds them all; None stays None.

    >>> [array.dtype.name for array in to_one_type(np.ones(2, np.float32), np.ones(2))]
    ['float64', 'float64']
    """
    dtype = np.result_type(*(array for array in arrays if array is not None))
    return [None if array is None else array.astype(dtype, copy=False) for array in arrays]


def check_bias(bias: Array, shape: tuple[int, ...], weight: Array) -> None:
    """Raise unless `bias` has the shape that fits `weight`."""
    if bias.shape != shape:
        raise ValueError(
            f"bias has shape {size_text(bias.shape)}, but weight {size_text(weight.shape)} "
            f"needs one of {size_text(shape)}"
        )


def as_pair(name: str, value: Any, least: int) -> tuple[int, int]:
    """A whole number for both axes, or one for each: rows first, then columns.

    >>> as_pair("stride", 2, least=1), as_pair("stride", (2, 3), least=1)
    ((2, 2), (2, 3))
    >>> as_pair("stride", 0, least=1)
    Traceback (most recent call last):
    ValueError: stride must be a whole number ≥ 1, or one per axis, got 0
    """
    if type(value) is int and value >= least:  # nearly always, and every layer asks
        return value, value
    try:
        vertical, horizontal = value if isinstance(value, tuple | list) else (value, value)
        return whole(name, vertical, least), whole(name, horizontal, least)
    except ValueError:
        raise ValueError(
            f"{name} must be a whole number ≥ {least}, or one per axis, got {value!r:.60}"
        ) from None


def check_mode(mode: Any) -> None:
    """Raise unless `mode` is one of the three lengths."""
    if not isinstance(mode, str) or mode not in ("valid", "same", "full"):
        raise ValueError(f"mode {mode!r} is unknown: use 'valid', 'same' or 'full'")


def check_fits(kernel_shape: tuple[int, ...], input_shape: tuple[int, ...]) -> None:
    """Raise unless a kernel can lie wholly inside the input, as 'valid' asks.

    >>> check_fits((5,), (4,))
    Traceback (most recent call last):
    ValueError: kernel 5 is larger than the input 4: take a smaller kernel or pad the input \
(mode 'same' or 'full')
    """
    if any(m > n for m, n in zip(kernel_shape, input_shape, strict=True)):
        raise ValueError(
            f"kernel {size_text(kernel_shape)} is larger than the input {size_text(input_shape)}: "
            "take a smaller kernel or pad the input (mode 'same' or 'full')"
        )


def check_gradient(dy: Array, shape: tuple[int, ...], source: str) -> None:
    """Raise unless `dy` has the shape of the output that `source`, in words, gives.

    >>> check_gradient(np.ones(2), (3,), "signal 4 and kernel 2")
    Traceback (most recent call last):
    ValueError: dy has shape 2, but signal 4 and kernel 2 give 3
    """
    if dy.shape != shape:
        raise ValueError(
            f"dy has shape {size_text(dy.shape)}, but {source} give {size_text(shape)}"
        )


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
