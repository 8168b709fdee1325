"""How the numbers of a step lie in memory: on a CPU this decides half of the time of a training."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

_LARGEST = 32 * 2**20  # bytes: what is larger glibc gives back in any case
_KEPT = 2**30
# Of malloc.h, in glibc: how much free memory is kept, and what gets pages of its own.
_MALLOC = {"M_TRIM_THRESHOLD": (-1, _KEPT), "M_MMAP_THRESHOLD": (-3, _LARGEST)}


@contextmanager
def laid_out(model: nn.Module, place: torch.device) -> Iterator[None]:
    """Inside, convolutions on a CPU compute with the channels of a pixel side by side.

    And where the C library is glibc, what one step has freed is kept for the next one. Otherwise
    each step asks the system for its maps anew, and the system fills them with zeros first. At the
    end the weights lie as before, and free memory goes back.
    """
    if place.type != "cpu":
        yield
        return
    windows = [part for part in model.modules() if isinstance(part, nn.Conv2d)]
    library = _glibc()
    if library:
        for name, value in _MALLOC.values():
            library.mallopt(name, value)
    try:
        _lay(windows, torch.channels_last)
        yield
    finally:
        _lay(windows, torch.contiguous_format)
        if library:
            library.malloc_trim(0)


def _lay(windows: list[nn.Conv2d], how: torch.memory_format) -> None:
    for part in windows:
        part.weight.data = part.weight.data.to(memory_format=how)


def _glibc() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows has no such library
        return None
    return library if hasattr(library, "gnu_get_libc_version") else None
