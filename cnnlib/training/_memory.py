"""How the numbers of a step lie in memory: on a CPU this decides half of the time of a training."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile

import torch
from torch import nn
from torch.utils.hooks import RemovableHandle

_LARGEST = 32 * 2**20  # bytes: what is larger glibc gives back in any case
_KEPT = 2**30
# Of malloc.h, in glibc: how much free memory is kept, and what gets pages of its own.
_MALLOC = {"M_TRIM_THRESHOLD": (-1, _KEPT), "M_MMAP_THRESHOLD": (-3, _LARGEST)}


@contextmanager
def laid_out(model: nn.Module, place: torch.device) -> Iterator[list[nn.Parameter]]:
    """Inside, everything lies as it is read; what is given are the parameters for an optimizer.

    On a CPU they are one vector, in which all that is learned lies side by side. A network whose
    convolutions are all at its beginning computes these in the layout of oneDNN, the library behind
    them; other convolutions compute with the channels of a pixel side by side. And where the C
    library is glibc, what one step has freed is kept for the next one. Otherwise each step asks the
    system for its maps anew, and the system fills them with zeros first.

    At the end the weights lie as before, each for itself, and free memory goes back.
    """
    learned = [parameter for parameter in model.parameters() if parameter.requires_grad]
    if place.type != "cpu":
        yield learned
        return
    hooks = _through_onednn(model)
    windows = [part for part in model.modules() if isinstance(part, nn.Conv2d) and not hooks]
    library = _glibc()
    if library:
        for name, value in _MALLOC.values():
            library.mallopt(name, value)
    try:
        _lay(windows, torch.channels_last)
        yield _side_by_side(learned)
    finally:
        for hook in hooks:
            hook.remove()
        for parameter in learned:
            parameter.data, parameter.grad = parameter.data.clone(), None
        _lay(windows, torch.contiguous_format)
        if library:
            library.malloc_trim(0)


def _side_by_side(learned: list[nn.Parameter]) -> list[nn.Parameter]:
    """One parameter, of which all of these are parts, as their gradients are of its gradient.

    An optimizer makes the same of every number, so it may be told of one long vector. Of small
    networks it would take longer to call it for each parameter than to compute.
    """
    if len({parameter.dtype for parameter in learned}) != 1:
        return learned
    counts = [parameter.numel() for parameter in learned]
    whole = nn.Parameter(torch.empty(sum(counts), dtype=learned[0].dtype))
    whole.grad = torch.zeros_like(whole)
    for parameter, *parts in zip(
        learned, whole.data.split(counts), whole.grad.split(counts), strict=True
    ):
        own, slope = (part.as_strided(parameter.shape, parameter.stride()) for part in parts)
        parameter.data, parameter.grad = own.copy_(parameter.data), slope
    return [whole]


def _through_onednn(model: nn.Module) -> list[RemovableHandle]:
    """Let the first layers of a chain hand on their maps as oneDNN likes them, if they can."""
    if not isinstance(model, nn.Sequential) or not torch.backends.mkldnn.is_available():
        return []
    head = list(takewhile(_is_of_onednn, model))
    rest = list(model)[len(head) :]
    windows = [part for part in model.modules() if isinstance(part, nn.Conv2d)]
    if not windows or not rest or head[:1] != windows[:1] or not set(windows) <= set(head):
        return []
    if any(part._forward_hooks for part in head):
        return []  # somebody wants to see the maps

    def enter(_: nn.Module, given: tuple[torch.Tensor]) -> torch.Tensor:
        return given[0].to_mkldnn() if given[0].dtype == torch.float32 else given[0]

    def leave(_: nn.Module, given: tuple[torch.Tensor]) -> torch.Tensor:
        return given[0].to_dense() if given[0].is_mkldnn else given[0]

    return [head[0].register_forward_pre_hook(enter), rest[0].register_forward_pre_hook(leave)]


def _is_of_onednn(part: nn.Module) -> bool:
    if isinstance(part, nn.Conv2d):
        return part.padding_mode == "zeros" and not isinstance(part.padding, str)
    if isinstance(part, nn.MaxPool2d):
        return part.dilation in (1, (1, 1)) and not (part.return_indices or part.ceil_mode)
    return isinstance(part, nn.ReLU)


def _lay(windows: list[nn.Conv2d], how: torch.memory_format) -> None:
    for part in windows:
        part.weight.data = part.weight.data.to(memory_format=how)


def _glibc() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows has no such library
        return None
    return library if hasattr(library, "gnu_get_libc_version") else None
