"""Where the numbers are worked out: on an accelerator, or on the CPU."""

import os
from typing import Any

import torch


def as_device(device: Any = None) -> torch.device:
    """The device of that name; by default CUDA, then MPS, then the CPU.

    While the book is built (``CNNLIB_STATIC=1``) the default is the CPU: everyone's pages are the
    same.

    >>> as_device("cpu")
    device(type='cpu')
    >>> as_device("abacus")
    Traceback (most recent call last):
    ValueError: device 'abacus' is unknown: use 'cuda', 'mps' or 'cpu'
    """
    if device is None:
        built = os.environ.get("CNNLIB_STATIC") == "1"
        return torch.device(next(kind for kind in ("cuda", "mps", "cpu") if _has(kind, built)))
    try:
        found = torch.device(device)
    except (RuntimeError, TypeError):
        found = None
    if found is None or found.type not in ("cuda", "mps", "cpu"):
        raise ValueError(f"device {device!r:.60} is unknown: use 'cuda', 'mps' or 'cpu'")
    if not _has(found.type) or (found.index or 0) >= torch.get_device_module(found).device_count():
        raise ValueError(f"device {str(device)!r} is not available on this machine: use 'cpu'")
    return found


def _has(kind: str, cpu_only: bool = False) -> bool:
    return kind == "cpu" or (not cpu_only and torch.get_device_module(kind).is_available())
