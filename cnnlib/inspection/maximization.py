"""The picture that excites a unit most, found by gradient ascent in the pixels.

In training the pictures are fixed and the weights change. Here the weights are fixed and the
*picture* x is the unknown:

    x* = argmax s(x) − r·R(x),    0 ≤ x ≤ 1

with the score s of a class, or the sum Σ a_ij of a channel's map, and a penalty R for what no
picture of ours has. Sources: Erhan, Bengio, Courville and Vincent (2009), "Visualizing higher-layer
features of a deep network"; Simonyan, Vedaldi and Zisserman (2014), "Deep inside convolutional
networks", who maximize the score and not the probability.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn, optim

from cnnlib.arrays import Array, as_shape
from cnnlib.checks import number, whole
from cnnlib.inspection._asking import as_channel, as_maps, as_model, outputs, part_of
from cnnlib.models.modes import eval_mode

_GRAY, _NOISE = 0.3, 0.05


@dataclass(frozen=True, eq=False)
class Maximized:
    """Pictures made for a network.

    Attributes:
        images: shape (K, C, H, W), one for each target, from 0 to 1.
        before, after: shape (K,), what was to be made large, at the start and at the end.
    """

    images: Array
    before: Array
    after: Array


def maximize(
    model: nn.Module,
    targets: Sequence[int],
    layer: str | None = None,
    *,
    steps: int = 256,
    rate: float = 0.05,
    decay: float = 0.0,
    roughness: float = 0.0,
    jitter: int = 0,
    shape: Sequence[int] | None = None,
    seed: int,
) -> Maximized:
    """For each target the picture that the model answers most strongly; the weights stay.

    It begins with gray 0.3 and a little noise and goes uphill by Adam, all targets at once. After
    each step the pixels are brought back between 0 and 1. The penalties grow from 0 in the course
    of the steps: first something is drawn, then it is cleaned. With none of them the picture is
    raw: anything that the model answers to is allowed.

    Args:
        model: from images to scores (N, classes), trained or not. It is asked in `eval` mode and
            left as it was.
        targets: the numbers of classes; or, with a `layer`, of channels of its maps.
        layer: the name of a part of the model that gives maps, as ``"conv3"``.
        steps: of ascent, at least 1.
        rate: of Adam, > 0.
        decay: times Σ x², the penalty for ink, ≥ 0.
        roughness: times Σ |x − neighbor| over all neighbors below and to the right (the total
            variation), the penalty for dots and fringes, ≥ 0.
        jitter: before each step the picture is moved by chance by up to so many pixels each way,
            so that no detail counts that must lie in one place exactly.
        shape: of a picture, (C, H, W); by default the model's ``input_shape``.
        seed: of the noise and the jitter, a whole number ≥ 0.

    Raises:
        ValueError: an argument breaks its rule.

    >>> from cnnlib.models import KerasReader
    >>> found = maximize(KerasReader(seed=0), [3, 8], steps=20, seed=0)
    >>> found.images.shape, bool((found.after > found.before).all())
    ((2, 1, 28, 28), True)
    """
    if layer is not None:
        part_of(as_model(model), layer)
    picture = as_shape("shape", shape or getattr(as_model(model), "input_shape", None), 3)
    wanted = [whole("targets", target, 0) for target in targets]
    if not wanted:
        raise ValueError("targets are empty: give at least one class or channel")
    steps, reach = whole("steps", steps, 1), whole("jitter", jitter, 0)
    weights = [_positive("decay", decay), _positive("roughness", roughness)]
    if not 0 < number("rate", rate, "a number > 0") < float("inf"):
        raise ValueError(f"rate must be a number > 0, got {rate!r:.60}")
    first = next(model.parameters(), torch.zeros(1))
    draw = torch.Generator().manual_seed(whole("seed", seed, 0))
    noise = torch.randn((len(wanted), *picture), generator=draw).to(first)
    x = (_GRAY + _NOISE * noise).clamp(0, 1).requires_grad_()
    ascent = optim.Adam([x], lr=rate, maximize=True)
    with eval_mode(model), torch.enable_grad():
        before = _answers(model, x, wanted, layer)
        for step in range(steps):
            moves = torch.randint(-reach, reach + 1, (2,), generator=draw).tolist()
            answer = _answers(model, x.roll(moves, dims=(2, 3)), wanted, layer).sum()
            penalty = weights[0] * x.square().sum() + weights[1] * _variation(x)
            goal = answer - step / steps * penalty
            (x.grad,) = torch.autograd.grad(goal, x)
            ascent.step()
            with torch.no_grad():
                x.clamp_(0, 1)
        after = _answers(model, x, wanted, layer)
    return Maximized(*(t.detach().cpu().numpy() for t in (x, before, after)))


def _answers(
    model: nn.Module, x: torch.Tensor, wanted: list[int], layer: str | None
) -> torch.Tensor:
    """What target k gets from picture k: shape (K,)."""
    if layer is None:
        found = model(x)
        if not isinstance(found, torch.Tensor) or found.ndim != 2:
            raise ValueError("model must give scores of shape (N, classes)")
    else:
        found = as_maps(outputs(model, x, layer), layer).sum(dim=(2, 3))
    rows = [as_channel("targets", target, found.shape[1]) for target in wanted]
    return found[range(len(rows)), rows]


def _variation(x: torch.Tensor) -> torch.Tensor:
    return x.diff(dim=2).abs().sum() + x.diff(dim=3).abs().sum()


def _positive(name: str, value: Any) -> float:
    found = number(name, value, "a number ≥ 0")
    if not 0 <= found < float("inf"):
        raise ValueError(f"{name} must be a number ≥ 0, got {value!r:.60}")
    return found
