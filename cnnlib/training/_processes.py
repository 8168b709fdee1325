"""Several processes that train one network together, where `torchrun` has started them.

Each has the whole network and all pictures, and takes its share of every batch. PyTorch's
DistributedDataParallel averages the gradients over the processes before each step. As a loss counts
by its part of the batch, all of them take the step that one process would take with the whole
batch, and their networks stay the same.
"""

import atexit
import os
from typing import NamedTuple

import numpy as np
import torch
from torch import distributed, nn

from cnnlib.arrays import Array


class Processes(NamedTuple):
    """rank: which one this is, 0 …; world: how many there are. PyTorch calls them so."""

    rank: int = 0
    world: int = 1

    def share(self, size: int) -> tuple[Array, float]:
        """Which pictures of a batch of that size are this one's, and what part of it they are.

        Each needs something to read: if there is none left it is a picture that does not count.

        >>> Processes(1, 2).share(5)
        (array([1, 3]), 0.4)
        >>> Processes(1, 2).share(1)
        (array([0]), 0.0)
        """
        mine = np.arange(self.rank, size, self.world)
        return (mine, len(mine) / size) if len(mine) else (np.array([0]), 0.0)

    def joined(self, model: nn.Module, place: torch.device) -> nn.Module:
        """The model, and after its `backward` the gradients of all processes' mean."""
        if self.world == 1:
            return model
        devices = [place] if place.type == "cuda" else None
        return nn.parallel.DistributedDataParallel(model, device_ids=devices)

    def total(self, number: torch.Tensor) -> float:
        """The sum over the processes."""
        number = number.detach().clone()
        if self.world > 1:
            distributed.all_reduce(number)
        return number.item()

    def agree(self, model: nn.Module) -> None:
        """Let all have what the first counts besides its weights: batch normalization's means."""
        for buffer in model.buffers() if self.world > 1 else ():
            distributed.broadcast(buffer, src=0)


def processes(place: torch.device) -> Processes:
    """Those that train together: a group that there is, else the one that `torchrun` asks for."""
    if not distributed.is_available():
        return Processes()
    if not distributed.is_initialized():
        if started_by_torchrun() == 1:
            return Processes()
        distributed.init_process_group("nccl" if place.type == "cuda" else "gloo")
        atexit.register(_leave)
    return Processes(distributed.get_rank(), distributed.get_world_size())


def started_by_torchrun() -> int:
    """How many processes `torchrun` has started, 1 if it was not used."""
    if distributed.is_available() and distributed.is_torchelastic_launched():
        return int(os.environ["WORLD_SIZE"])
    return 1


def _leave() -> None:
    if distributed.is_initialized():
        distributed.destroy_process_group()
