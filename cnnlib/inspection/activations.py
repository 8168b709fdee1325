"""What the layers make of pictures, and which pictures are alike to a network."""

from typing import Any

import numpy as np
import torch
from torch import nn

from cnnlib.arrays import Array, as_numbers
from cnnlib.checks import whole
from cnnlib.inspection._asking import (
    BATCH,
    as_model,
    as_pictures,
    as_tensor,
    outputs,
    part_of,
)
from cnnlib.models.modes import eval_mode


def activations(model: nn.Module, images: Any, layer: str, *, batch: int = BATCH) -> Array:
    """What a layer gives for each picture.

    The model is asked in `eval` mode and left as it was.

    Args:
        model: from images to whatever it gives.
        images: shape (N, C, H, W), N ≥ 1.
        layer: the name of a part of the model, as ``"conv3"``.
        batch: pictures at a time; it decides how much memory is needed, not the result.

    Returns:
        shape (N, C, H, W) for a layer of maps, (N, d) for a dense one.

    Raises:
        ValueError: the model has no such layer, the images are none, or batch is less than 1.

    >>> from cnnlib.models import KerasReader
    >>> activations(KerasReader(seed=0), np.zeros((5, 1, 28, 28)), "pool2").shape
    (5, 64, 5, 5)
    """
    part_of(as_model(model), layer)
    return _asked(model, images, layer, batch)


def features(
    model: nn.Module, images: Any, layer: str | None = None, *, batch: int = BATCH
) -> Array:
    """Each picture as a row of numbers: by default those that reach the last dense layer.

    These are called the penultimate features: all that the network still knows of a picture when
    it scores the classes. The model is asked in `eval` mode and left as it was.

    Args:
        model, images, batch: as in `activations`.
        layer: the name of another part of the model; its maps are laid out in one row.

    Returns:
        shape (N, d).

    Raises:
        ValueError: as `activations`; or no layer is named, and the model has no dense one.

    >>> from cnnlib.models import KerasReader
    >>> features(KerasReader(seed=0), np.zeros((5, 1, 28, 28))).shape
    (5, 64)
    """
    if layer is not None:
        part_of(as_model(model), layer)
    found = _asked(as_model(model), images, layer, batch)
    return found.reshape(len(found), -1)


def nearest(features: Any, which: int, count: int = 5) -> Array:
    """The rows most like one of them, itself left out, the most alike first.

    Two rows are as far apart as √Σ(aᵢ − bᵢ)², the Euclidean distance; of rows that are equally far
    the first comes first.

    Args:
        features: shape (n, d), or (n, …) as pictures are: then of all their numbers.
        which: the number of the row, 0 … n − 1.
        count: of neighbors, 1 … n − 1.

    Returns:
        shape (count,): the numbers of the rows.

    Raises:
        ValueError: an argument breaks its rule, or a feature is no finite number.

    >>> nearest([[0], [10], [1], [4]], which=0, count=2).tolist()
    [2, 3]
    """
    table = as_table("features", features)
    if whole("which", which, 0) >= len(table):
        raise ValueError(f"which must be from 0 to {len(table) - 1}, got {which}")
    if whole("count", count, 1) >= len(table):
        raise ValueError(f"count must be less than the {len(table):,} rows, got {count}")
    distances = ((table - table[which]) ** 2).sum(axis=1)
    distances[which] = np.inf
    return np.argsort(distances, kind="stable")[:count]


def as_table(name: str, value: Any) -> Array:
    """Rows of finite numbers, (n, d), in float64.

    >>> as_table("features", [[1, float("nan")]])
    Traceback (most recent call last):
    ValueError: features must be finite numbers, some are not
    """
    array = as_numbers(name, value, 2, 3, 4)
    if not np.all(np.isfinite(array)):
        raise ValueError(f"{name} must be finite numbers, some are not")
    return array.reshape(len(array), -1).astype(np.float64)


def _asked(model: nn.Module, images: Any, layer: str | None, batch: int) -> Array:
    pictures, size = as_pictures("images", images), whole("batch", batch, 1)
    with eval_mode(model), torch.no_grad():
        parts = [
            outputs(model, as_tensor(model, pictures[k : k + size]), layer).cpu().numpy()
            for k in range(0, len(pictures), size)
        ]
    return np.concatenate(parts)
