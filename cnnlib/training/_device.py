"""Where the numbers are worked out: on an accelerator, or on the CPU."""

import os
from typing import Any

import torch

from cnnlib.training._processes import started_by_torchrun


def as_device(device: Any = None) -> torch.device:
    """The device of that name; by default CUDA, then MPS, then the CPU.

    While the book is built (``CNNLIB_STATIC=1``) the default is the CPU: everyone's pages are the
    same. Of several processes that `torchrun` has started each has a CUDA device of its own.

    >>> as_device("cpu")
    device(type='cpu')
    >>> as_device("abacus")
    Traceback (most recent call last):
    ValueError: device 'abacus' is unknown: use 'cuda', 'mps' or 'cpu'
    """
    together = started_by_torchrun() > 1
    if device is None:
        built = os.environ.get("CNNLIB_STATIC") == "1"
        kinds = ("cuda", "cpu") if together else ("cuda", "mps", "cpu")
        device = next(kind for kind in kinds if _has(kind, built))
    try:
        found = torch.device(device)
    except (RuntimeError, TypeError):
        found = None
    if found is None or found.type not in ("cuda", "mps", "cpu"):
        raise ValueError(f"device {device!r:.60} is unknown: use 'cuda', 'mps' or 'cpu'")
    if together and found.type == "mps":
        raise ValueError("device 'mps' is one for all processes of torchrun: use 'cuda' or 'cpu'")
    if together and found.type == "cuda" and found.index is None:
        found = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
    if not _has(found.type) or (found.index or 0) >= torch.get_device_module(found).device_count():
        raise ValueError(f"device {str(found)!r} is not available on this machine: use 'cpu'")
    return found


def _has(kind: str, cpu_only: bool = False) -> bool:
    return kind == "cpu" or (not cpu_only and torch.get_device_module(kind).is_available())
