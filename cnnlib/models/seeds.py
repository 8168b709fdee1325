"""Random numbers from a seed, for code that takes them from PyTorch's global generator."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from cnnlib.checks import whole


@contextmanager
def seeded(seed: int, device: Any = "cpu") -> Iterator[None]:
    """Inside, PyTorch's random numbers come from `seed`; afterwards they go on as if unused.

    PyTorch gives new layers their weights, and dropout its choices, from one generator for
    everybody. What is made in here depends on the seed alone.

    Args:
        seed: a whole number, 0 … 2⁶³ − 1.
        device: an accelerator whose generator is seeded too.

    Raises:
        ValueError: seed is no such number.

    >>> from torch import nn
    >>> with seeded(0):
    ...     one = nn.Linear(2, 2)
    >>> with seeded(0):
    ...     same = nn.Linear(2, 2)
    >>> bool((one.weight == same.weight).all())
    True
    """
    if whole("seed", seed, 0) >= 2**63:
        raise ValueError(f"seed must be less than 2⁶³, got {seed}")
    place = torch.device(device)
    kind, number = place.type, place.index
    if kind == "cuda" and number is None:
        number = torch.cuda.current_device()
    forked = [] if kind == "cpu" else [number or 0]
    # Older releases of PyTorch ask for a kind even where there is no device to be forked.
    with torch.random.fork_rng(devices=forked, device_type=kind if forked else "cuda"):
        torch.default_generator.manual_seed(seed)  # torch.manual_seed would seed every device
        if kind == "cuda":
            torch.cuda.default_generators[forked[0]].manual_seed(seed)
        elif kind == "mps":
            torch.mps.manual_seed(seed)
        yield
