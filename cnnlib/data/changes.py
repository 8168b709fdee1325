"""The same digits elsewhere, scrambled or on a larger picture: what does a network assume?"""

from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_images
from cnnlib.checks import as_pair, shape_text, whole
from cnnlib.data.digits import Digits


def shift(images: Any, down: Any = 0, right: Any = 0) -> Array:
    """Move pictures by whole pixels; what leaves the frame is lost, and zeros come in.

    y[n, c, i, j] = images[n, c, i − down, j − right]

    Args:
        images: shape (N, C, H, W).
        down, right: pixels, a whole number for all pictures or shape (N,) with one for each;
            negative ones move up and to the left.

    Returns:
        the same shape.

    Raises:
        ValueError: there is no whole number, or one for each picture.

    >>> shift([[[[1, 2, 3]]], [[[1, 2, 3]]]], right=[1, -2]).tolist()
    [[[[0.0, 1.0, 2.0]]], [[[3.0, 0.0, 0.0]]]]
    """
    images = as_images("images", images)
    count, _, height, width = images.shape
    rows = _offsets("down", down, count, height)
    columns = _offsets("right", right, count, width)
    reach = np.abs((rows, columns)).max(initial=0)
    padded = np.pad(images, ((0, 0), (0, 0), (reach, reach), (reach, reach)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (height, width), axis=(2, 3))
    return np.ascontiguousarray(windows[np.arange(count), :, reach - rows, reach - columns])


def jitter(digits: Digits, pixels: int = 4, *, seed: int) -> Digits:
    """Move every digit once, by its own random number of pixels down and to the right.

    Both are whole numbers from −`pixels` to `pixels`, all equally likely. MNIST centers a digit by
    its center of mass, not by its box: with 4 pixels one digit in seven loses a little at the edge,
    0.5 % of all ink.

    Args:
        digits: what `load_digits` gives, or a part of it.
        pixels: 0 … the side of the pictures.
        seed: a whole number ≥ 0; training and test digits need different ones.

    Raises:
        ValueError: pixels or seed is no such number.

    >>> from cnnlib.data import load_digits
    >>> train, _ = load_digits()
    >>> moved = jitter(train, 4, seed=1)
    >>> print(f"{1 - moved.images.sum() / train.images.sum():.1%} of the ink is lost")
    0.5% of the ink is lost
    """
    images = _images(digits)
    most, side = whole("pixels", pixels, 0), min(images.shape[2:])
    if most > side:
        raise ValueError(f"pixels {most} is more than the {side} pixels of a side")
    rng = np.random.default_rng(whole("seed", seed, 0))
    down, right = rng.integers(-most, most, size=(2, len(images)), endpoint=True)
    return Digits(shift(images, down, right), digits.labels)


def permute_pixels(digits: Digits, *, seed: int) -> Digits:
    """Put every pixel of every digit to another place: one random permutation for all of them.

    Nothing is lost, but neighbors are no longer neighbors. The same seed is the same permutation,
    for training and test digits alike.

    Raises:
        ValueError: seed is not a whole number ≥ 0.

    >>> from cnnlib.data import load_digits
    >>> train, test = load_digits()
    >>> permuted = permute_pixels(test, seed=0)
    >>> np.array_equal(np.sort(permuted.images[0].ravel()), np.sort(test.images[0].ravel()))
    True
    """
    images = _images(digits)
    rows = images.reshape(len(images), -1)  # (N, C·H·W)
    places = np.random.default_rng(whole("seed", seed, 0)).permutation(rows.shape[1])
    return Digits(rows[:, places].reshape(images.shape), digits.labels)


def on_canvas(digits: Digits, size: Any, top: int = 0, left: int = 0) -> Digits:
    """Lay every digit on an empty picture of its own, its corner at row `top`, column `left`.

    Args:
        digits: images of shape (N, C, h, w).
        size: (H, W) of the canvas, or one number for a square.
        top, left: ≥ 0.

    Returns:
        images of shape (N, C, H, W), and the same labels.

    Raises:
        ValueError: the digits do not lie wholly on the canvas.

    >>> from cnnlib.data import load_digits
    >>> train, _ = load_digits()
    >>> on_canvas(train, (28, 56), left=28).images.shape
    (4000, 1, 28, 56)
    """
    images = _images(digits)
    height, width = as_pair("size", size, 1)
    down, right = whole("top", top, 0), whole("left", left, 0)
    own_height, own_width = images.shape[2:]
    if down + own_height > height or right + own_width > width:
        raise ValueError(
            f"digits of {shape_text(images.shape[2:])} at row {down}, column {right} need a canvas "
            f"of {down + own_height}×{right + own_width} at least, got size {height}×{width}"
        )
    canvas = np.zeros((*images.shape[:2], height, width), images.dtype)
    canvas[:, :, down : down + own_height, right : right + own_width] = images
    return Digits(canvas, digits.labels)


def _images(digits: Any) -> Array:
    """The pictures (N, C, H, W) of some digits."""
    if not isinstance(digits, Digits):
        raise ValueError(
            f"digits must be one part of what load_digits gives, got {type(digits).__name__}"
        )
    return as_images("images", digits.images)


def _offsets(name: str, value: Any, count: int, side: int) -> Array:
    """How far each picture moves, at most by its whole side: further away is as empty."""
    offsets = np.asarray(value)
    if offsets.dtype.kind not in "iu" or offsets.shape not in ((), (count,)):
        raise ValueError(
            f"{name} must be a whole number of pixels, or one for each of the {count} pictures, "
            f"got {value!r:.60}"
        )
    return np.broadcast_to(np.clip(offsets, -side, side).astype(np.int64), (count,))
