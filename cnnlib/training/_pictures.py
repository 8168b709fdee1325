"""What can be trained on: pictures and their labels, checked once."""

from typing import Any

import numpy as np
import torch

from cnnlib.arrays import Array, as_numbers


def as_pictures(name: str, data: Any) -> tuple[Array, Array]:
    """Images as float32 (N, …) and labels as int64 (N,), finite, of the same length, not empty.

    >>> as_pictures("train", ([[0.5]], [1, 2]))
    Traceback (most recent call last):
    ValueError: train has 1 images but 2 labels
    """
    if not isinstance(data, tuple | list) or len(data) != 2:
        raise ValueError(
            f"{name} must be a pair of images and labels, as load_digits gives two, "
            f"got {type(data).__name__}"
        )
    images = as_numbers(f"{name} images", data[0], 2, 3, 4, batch=True)
    with np.errstate(over="ignore"):  # what is too large becomes ∞, and is refused
        images = np.ascontiguousarray(images, np.float32)
    as_numbers(f"{name} labels", data[1], 1, batch=True)
    labels = np.asarray(data[1])
    if labels.dtype.kind not in "iu" and len(labels):
        raise ValueError(f"{name} labels must be whole numbers, got {labels.dtype}")
    if len(images) != len(labels):
        raise ValueError(f"{name} has {len(images):,} images but {len(labels):,} labels")
    if not len(labels):
        raise ValueError(f"{name} is empty: it needs at least one picture")
    wrong = images.size - np.count_nonzero(np.isfinite(images))
    if wrong:
        raise ValueError(
            f"{name} images must be finite numbers, {wrong:,} of {images.size:,} are not"
        )
    if labels.min() < 0:
        raise ValueError(f"{name} labels must be ≥ 0, got {labels.min()}")
    return images, labels.astype(np.int64)


def check_scores(name: str, scores: torch.Tensor, labels: Array) -> None:
    """Raise unless the model gave each picture a row of scores with a place for every label.

    >>> check_scores("train", torch.zeros(2, 10), np.array([3, 10]))
    Traceback (most recent call last):
    ValueError: train labels must be from 0 to 9, for the model gives 10 scores, got 10
    """
    if not isinstance(scores, torch.Tensor) or scores.ndim != 2:
        found = tuple(scores.shape) if isinstance(scores, torch.Tensor) else type(scores).__name__
        raise ValueError(f"model must give scores of shape (N, classes), got {found}")
    classes = scores.shape[1]
    if labels.max() >= classes:
        raise ValueError(
            f"{name} labels must be from 0 to {classes - 1}, for the model gives {classes} scores, "
            f"got {labels.max()}"
        )
