"""The parts of pictures that excite a unit most.

A unit of a map sees a square of the picture, its receptive field. Where its map is largest, there
lies the patch that excites it most. Source: Zeiler and Fergus (2014), "Visualizing and
understanding convolutional networks", who show nine of them for each unit.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from cnnlib.arithmetic import Conv, Layer, Pool, receptive_field
from cnnlib.arrays import Array
from cnnlib.checks import whole
from cnnlib.inspection._asking import (
    BATCH,
    as_channel,
    as_maps,
    as_model,
    as_pictures,
    as_tensor,
    outputs,
    part_of,
)
from cnnlib.models.modes import eval_mode

_ONE_BY_ONE = (
    *(nn.ReLU, nn.LeakyReLU, nn.Tanh, nn.Sigmoid, nn.Identity),
    *(nn.BatchNorm2d, nn.Dropout, nn.Dropout2d),
)
"""Layers whose every number comes from one number in the same place."""


@dataclass(frozen=True, eq=False)
class Patches:
    """The patches that excite a unit, the most exciting first.

    Attributes:
        images: shape (count, C, h, w), as large as the unit's field; padding is 0.
        values: shape (count,), what the unit gives there.
        pictures: shape (count,), the numbers of the pictures that they are from.
        places: shape (count, 2), the row and column of the picture where each begins; less than 0
            in the padding.
    """

    images: Array
    values: Array
    pictures: Array
    places: Array


def strongest_patches(
    model: nn.Module, images: Any, layer: str, channel: int, count: int = 9
) -> Patches:
    """The patches that excite one channel of a layer most, at most one of each picture.

    The model is asked in `eval` mode and left as it was.

    Args:
        model: layers one after the other (`torch.nn.Sequential`): from the picture to `layer`
            convolutions, pools, and what works number by number.
        images: shape (N, C, H, W).
        layer: the name of a part of the model that gives maps, as ``"conv3"``.
        channel: the number of its map, from 0.
        count: of patches, 1 … N.

    Raises:
        ValueError: an argument breaks its rule, or something other than windows lies below the
            layer.

    A channel that looks for ink finds the darkest pixel of each picture:

    >>> eye = nn.Sequential(nn.Conv2d(1, 1, 1))
    >>> _ = nn.init.constant_(eye[0].weight, 1), nn.init.constant_(eye[0].bias, 0)
    >>> found = strongest_patches(eye, [[[[1, 2], [0, 0]]], [[[0, 3], [0, 0]]]], "0", 0, count=2)
    >>> found.values.tolist(), found.pictures.tolist(), found.places.tolist()
    ([3.0, 2.0], [1, 0], [[0, 1], [0, 1]])
    """
    part_of(as_model(model), layer)
    pictures = as_pictures("images", images)
    if whole("count", count, 1) > len(pictures):
        raise ValueError(f"count {count} is more than the {len(pictures):,} pictures")
    size, jump, start = _field(model, layer)
    peaks, places = [], []
    with eval_mode(model), torch.no_grad():
        for k in range(0, len(pictures), BATCH):
            maps = outputs(model, as_tensor(model, pictures[k : k + BATCH]), layer)
            mine = as_maps(maps, layer)[:, as_channel("channel", channel, maps.shape[1])]
            most, where = mine.flatten(1).max(dim=1)
            peaks.append(most.cpu().numpy())
            places.append(np.stack(np.divmod(where.cpu().numpy(), mine.shape[2]), axis=1))
    values, cells = np.concatenate(peaks), np.concatenate(places)
    best = np.argsort(-values, kind="stable")[:count]
    corners = np.array(start) + cells[best] * np.array(jump)
    found = [
        _cut(pictures[n], int(row), int(column), *size)
        for n, (row, column) in zip(best, corners, strict=True)
    ]
    return Patches(np.stack(found), values[best], best, corners)


def _field(model: nn.Module, layer: str) -> list[tuple[int, int]]:
    """Size, jump and start of the field of the layer's units, for rows and columns."""
    field = receptive_field(_layers(model, layer))
    return [(n, n) if isinstance(n, int) else (n[0], n[1]) for n in field]


def _layers(model: nn.Module, layer: str) -> list[Layer]:
    """The windows from the picture to the layer, as `cnnlib.arithmetic` describes them."""
    found: list[Layer] = []
    for name, part in model.named_modules():
        if isinstance(part, nn.Conv2d):
            shape: Any = (part.kernel_size, part.stride, part.padding, part.dilation)
            found.append(Conv(part.out_channels, *shape))
        elif isinstance(part, nn.MaxPool2d | nn.AvgPool2d) and getattr(part, "dilation", 1) == 1:
            found.append(Pool(part.kernel_size, part.stride, part.padding, part.ceil_mode))
        elif not isinstance(part, _ONE_BY_ONE) and not isinstance(part, nn.Sequential):
            kind = type(part).__name__
            raise ValueError(f"layer {layer!r} must stand on windows only, but {name!r} is {kind}")
        if name == layer:
            break
    return found


def _cut(picture: Array, row: int, column: int, height: int, width: int) -> Array:
    """A part of a picture (C, H, W), with zeros where it reaches over the edge."""
    rows, columns = picture.shape[1:]
    part = np.zeros((len(picture), height, width), picture.dtype)
    top, left = max(row, 0), max(column, 0)
    inside = picture[:, top : min(row + height, rows), left : min(column + width, columns)]
    down, across = top - row, left - column
    part[:, down : down + inside.shape[1], across : across + inside.shape[2]] = inside
    return part
