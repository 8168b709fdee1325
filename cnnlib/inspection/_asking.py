"""How a network is asked: in `eval` mode, on pictures of its type, by the names of its parts."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import nn

from cnnlib.arrays import Array, as_images
from cnnlib.checks import shape_text, whole

BATCH = 250


def as_model(model: Any) -> nn.Module:
    """`model`, which must be a PyTorch module.

    >>> as_model(3)
    Traceback (most recent call last):
    ValueError: model must be a torch.nn.Module, got int
    """
    if not isinstance(model, nn.Module):
        raise ValueError(f"model must be a torch.nn.Module, got {type(model).__name__}")
    return model


def as_pictures(name: str, value: Any) -> Array:
    """`value` as at least one picture, (N, C, H, W), of finite numbers."""
    pictures = as_images(name, value)
    if not len(pictures):
        raise ValueError(f"{name} are empty: at least one picture is needed")
    if not np.all(np.isfinite(pictures)):
        raise ValueError(f"{name} must be finite numbers, some are not")
    return pictures


def part_of(model: nn.Module, layer: Any) -> nn.Module:
    """The part of that name.

    >>> part_of(nn.Sequential(nn.ReLU()), "conv1")
    Traceback (most recent call last):
    ValueError: layer 'conv1' is unknown: use '0'
    """
    parts = dict(model.named_modules())
    if not isinstance(layer, str) or not layer or layer not in parts:
        raise ValueError(f"layer {layer!r:.60} is unknown: use {part_names(parts)}")
    return parts[layer]


def part_names(parts: dict[str, nn.Module]) -> str:
    """The names of the parts of a model in words."""
    return ", ".join(repr(name) for name in parts if name) or "None, for it has no parts"


@contextmanager
def watched(parts: Iterable[nn.Module], keep: Callable[[Any, Any], None]) -> Iterator[None]:
    """Inside, `keep(inputs, output)` hears of each part whenever it has computed something."""
    hooks = [
        part.register_forward_hook(lambda _part, inputs, output: keep(inputs, output))
        for part in parts
    ]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def as_tensor(model: nn.Module, pictures: Array) -> torch.Tensor:
    """A copy of the pictures, of the type of the model's parameters and where they are."""
    first = next(model.parameters(), torch.zeros(1))
    return torch.tensor(pictures, dtype=first.dtype, device=first.device)


def outputs(model: nn.Module, x: torch.Tensor, layer: str | None) -> torch.Tensor:
    """What a layer gives for x, or what reaches the last dense layer if `layer` is None."""
    kept: list[Any] = []

    def keep(inputs: Any, output: Any) -> None:
        found = inputs[0] if layer is None else output
        # A copy, for the layer above may work in place.
        kept[:] = [found.clone() if isinstance(found, torch.Tensor) else found]

    dense = [part for part in model.modules() if isinstance(part, nn.Linear)]
    with watched(dense if layer is None else [part_of(model, layer)], keep):
        model(x)
    if not kept and layer is None:
        raise ValueError("model has no dense layer: name the layer whose output is wanted")
    found = kept[0] if kept else None
    if not isinstance(found, torch.Tensor) or found.ndim < 2 or len(found) != len(x):
        what = shape_text(found.shape) if isinstance(found, torch.Tensor) else type(found).__name__
        raise ValueError(f"layer {layer!r} must give numbers for each picture, got {what}")
    return found


def as_maps(found: torch.Tensor, layer: str) -> torch.Tensor:
    """The output of a layer, which must be maps."""
    if found.ndim != 4:
        shape = shape_text(found.shape)
        raise ValueError(f"layer {layer!r} must give maps of shape (N, C, H, W), got {shape}")
    return found


def as_channel(name: str, channel: Any, count: int) -> int:
    """The number of one of `count` channels.

    >>> as_channel("channel", 32, 32)
    Traceback (most recent call last):
    ValueError: channel must be from 0 to 31, got 32
    """
    if whole(name, channel, 0) >= count:
        raise ValueError(f"{name} must be from 0 to {count - 1}, got {channel}")
    return int(channel)
