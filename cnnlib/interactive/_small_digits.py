"""Small digits on their way to a page, and random numbers that a page draws just so."""

import re
from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np

from cnnlib.data import load_digits

Array = np.ndarray[Any, Any]

TRAIN, TEST = 2000, 500
LEVELS = 15  # the blackest ink
_GOLDEN, _FIRST, _SECOND = 0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35
_HEX = "0123456789abcdef"
_MOST = 20  # pixels of paper to one letter, g to z


@cache
def small_digits() -> tuple[Array, Array]:
    """The first `TRAIN` digits to learn from, then the first `TEST` to test on.

    Pixels are means of 2×2 on 14×14, in whole levels 0 … `LEVELS`: shape (2500, 14, 14); labels.
    """
    parts = [part.first(count) for part, count in zip(load_digits(), (TRAIN, TEST), strict=True)]
    images = np.concatenate([part.images for part in parts]).astype(np.float64)
    means = images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4))
    levels = np.round(LEVELS * means).astype(np.uint8)
    return levels, np.concatenate([part.labels for part in parts])


@cache
def packed_digits() -> tuple[str, str]:
    """All small digits as one text, and the name under which a page keeps it.

    First come the labels, then the pixels, column by column: one hexadecimal digit each, but for
    paper, of which a letter g, h, i … stands for 1, 2, 3 … pixels.
    """
    levels, labels = small_digits()
    pixels = "".join(_HEX[level] for level in levels.transpose(0, 2, 1).ravel())
    runs = re.sub(rf"0{{1,{_MOST}}}", lambda run: chr(ord("g") + len(run[0]) - 1), pixels)
    text = "".join(map(str, labels)) + runs
    return text, sha256(text.encode()).hexdigest()[:16]


def uniforms(seed: int, stream: int, count: int) -> Array:
    """`count` numbers between 0 and 1 that depend on `seed` and `stream` alone.

    A counter goes up in steps of 2³² divided by the golden ratio; its bits are then mixed as at the
    end of MurmurHash3 (Appleby 2008). In one stream of up to 2³² numbers none comes twice.

    >>> uniforms(0, 0, 2).round(3).tolist()
    [0.573, 0.238]
    """
    key = _mixed(np.array([_mixed(np.array([seed], np.uint32))[0] ^ np.uint32(stream)], np.uint32))
    counter = np.arange(1, count + 1, dtype=np.uint32) * np.uint32(_GOLDEN) + key
    return (_mixed(counter) + 0.5) / 2.0**32


def normals(seed: int, stream: int, count: int) -> Array:
    """As `uniforms`, but with a normal distribution: by Box and Muller (1958)."""
    radius, angle = uniforms(seed, stream, 2 * count).reshape(count, 2).T
    result: Array = np.sqrt(-2 * np.log(radius)) * np.cos(2 * np.pi * angle)
    return result


def places(seed: int, first: int, count: int) -> Array:
    """Which digits are read, the number `first` and the next ones: each epoch has its order."""
    epochs = range(first // TRAIN, (first + count - 1) // TRAIN + 1)
    orders = np.concatenate([np.argsort(uniforms(seed, 2 + epoch, TRAIN)) for epoch in epochs])
    start = first % TRAIN
    return orders[start : start + count]


def _mixed(numbers: Array) -> Array:
    numbers = (numbers ^ (numbers >> np.uint32(16))) * np.uint32(_FIRST)
    numbers = (numbers ^ (numbers >> np.uint32(13))) * np.uint32(_SECOND)
    return numbers ^ (numbers >> np.uint32(16))
