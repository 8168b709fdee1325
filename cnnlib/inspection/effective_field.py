"""How much a unit in the middle of a map hears of each pixel, measured by its gradient.

The convention is that of Luo, Li, Urtasun and Zemel (2016), "Understanding the effective receptive
field in deep convolutional neural networks": the unit in the middle of a map gets the gradient 1,
all others 0, and what comes back at a pixel, without its sign, is how much the unit hears of it.
A pixel belongs to the effective field if it has more than 4.55 % of what the loudest one has.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from cnnlib.arrays import Array
from cnnlib.checks import PerAxis, shape_text, whole
from cnnlib.inspection._asking import (
    as_model,
    as_pictures,
    as_tensor,
    part_of,
    watched,
)
from cnnlib.models.modes import eval_mode

LEVEL = 0.0455
"""Of the loudest pixel: what is above it is heard."""
_NOISE = 16  # pictures of noise, where only a shape is given
_BATCH = 32


@dataclass(frozen=True, eq=False)
class EffectiveField:
    """What a unit hears; lengths in pixels, a pair (rows, columns) where the axes differ.

    Attributes:
        map: shape (H, W): for each pixel the mean of |∂unit/∂pixel| over the pictures and the
            channels of the unit's map, added up over the channels of the input.
        spread: standard deviation of the map, taken as weights of the pixels: √ of the mean of
            the variances down and across.
        heard: side of the rectangle around the pixels above 4.55 % of the largest.
        size: side of the rectangle around all pixels that are not 0: on a picture that is large
            enough, and if no weight is 0, that of `receptive_field`.
    """

    map: Array
    spread: float
    heard: PerAxis
    size: PerAxis


def effective_receptive_field(
    model: nn.Module,
    images: Any,
    layer: str | None = None,
    *,
    unit: tuple[int, int] | None = None,
    seed: int = 0,
) -> EffectiveField:
    """What the unit in the middle of a layer's map hears of the picture.

    The model is asked in `eval` mode and left as it was, its gradients too. It takes as many
    backward passes as the map has channels: some dozens of pictures are enough.

    Args:
        model: from images to whatever it gives; it may have any parts after the layer.
        images: shape (N, C, H, W); or only the shape (C, H, W), for pictures of random noise.
        layer: the name of a part of the model that gives a map, as ``"conv3"``; by default the
            last one that does.
        unit: row and column of another unit of the map.
        seed: of the noise.

    Raises:
        ValueError: images are none, the model has no such layer, the layer gives no map, the unit
            lies outside it, or no pixel changes it.

    Five layers of 3×3 windows see 11 pixels a side; with equal weights they hear 9, and the
    standard deviation is √(2·5/3):

    >>> stack = nn.Sequential(*(nn.Conv2d(1, 1, 3, bias=False) for _ in range(5)))
    >>> for parameter in stack.parameters():
    ...     _ = nn.init.constant_(parameter, 1 / 9)
    >>> field = effective_receptive_field(stack, (1, 21, 21))
    >>> field.size, field.heard, round(field.spread, 3)
    (11, 9, 1.826)
    """
    pictures = _as_pictures(images, seed)
    parts = [*as_model(model).modules()] if layer is None else [part_of(as_model(model), layer)]
    total = np.zeros(pictures.shape[2:])
    with eval_mode(model):
        for start in range(0, len(pictures), _BATCH):
            total += _heard_of(model, parts, pictures[start : start + _BATCH], layer, unit)
    weights = total / len(pictures)
    if not 0 < weights.max() < np.inf:
        raise ValueError("no pixel changes the unit: its gradient is 0, or no number, everywhere")
    return EffectiveField(
        weights, _spread(weights), _sides(weights > LEVEL * weights.max()), _sides(weights > 0)
    )


def _as_pictures(images: Any, seed: int) -> Array:
    if isinstance(images, tuple | list) and all(isinstance(size, int) for size in images):
        if len(images) != 3:
            raise ValueError(f"images must have a shape (C, H, W), got {images!r:.60}")
        shape = [whole("images", size, 1) for size in images]
        return np.random.default_rng(whole("seed", seed, 0)).normal(size=(_NOISE, *shape))
    return as_pictures("images", images)


def _heard_of(
    model: nn.Module,
    parts: list[nn.Module],
    pictures: Array,
    layer: str | None,
    unit: tuple[int, int] | None,
) -> Array:
    """The map of `EffectiveField`, added up over the pictures."""
    x = as_tensor(model, pictures).requires_grad_()
    kept: list[torch.Tensor] = []

    def keep(_inputs: Any, output: Any) -> None:
        if layer is not None or (isinstance(output, torch.Tensor) and output.ndim == 4):
            kept[:] = [output.clone() if isinstance(output, torch.Tensor) else output]

    with watched(parts, keep), torch.enable_grad():
        model(x)
        maps = _as_maps(kept, layer)
        row, column = _as_unit(unit, maps.shape[2:])
        units = [channel.sum() for channel in maps[:, :, row, column].unbind(1)]
    total = torch.zeros_like(x[0, 0])
    for heard in units:
        (gradient,) = torch.autograd.grad(heard, x, retain_graph=True)
        total += gradient.abs().sum(dim=(0, 1))
    return (total / len(units)).detach().double().cpu().numpy()


def _as_maps(kept: list[Any], layer: str | None) -> torch.Tensor:
    """The output of the layer, which must be maps that depend on the picture."""
    if not kept:
        raise ValueError("model has no layer that gives maps of shape (N, C, H, W)")
    maps = kept[0]
    if not isinstance(maps, torch.Tensor) or maps.ndim != 4:
        found = shape_text(maps.shape) if isinstance(maps, torch.Tensor) else type(maps).__name__
        raise ValueError(f"layer {layer!r} must give maps of shape (N, C, H, W), got {found}")
    if not maps.requires_grad:
        raise ValueError("no pixel changes the unit: its gradient ends before the picture")
    return maps


def _as_unit(unit: Any, sizes: Any) -> tuple[int, int]:
    if unit is None:
        return sizes[0] // 2, sizes[1] // 2
    if not isinstance(unit, tuple | list) or len(unit) != 2:
        raise ValueError(f"unit must be a row and a column, got {unit!r:.60}")
    row, column = (whole("unit", number, 0) for number in unit)
    if row >= sizes[0] or column >= sizes[1]:
        raise ValueError(f"unit {(row, column)} lies outside the {shape_text(sizes)} units")
    return row, column


def _spread(weights: Array) -> float:
    variances = []
    for axis in (1, 0):
        part = weights.sum(axis) / weights.sum()
        places = np.arange(len(part))
        variances.append(part @ (places - part @ places) ** 2)
    return float(np.sqrt(np.mean(variances)))


def _sides(marked: Array) -> PerAxis:
    """From the first to the last row and column that holds a mark."""
    sides = [int(np.ptp(np.flatnonzero(marked.any(axis)))) + 1 for axis in (1, 0)]
    return sides[0] if sides[0] == sides[1] else (sides[0], sides[1])
