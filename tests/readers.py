"""Readers of digits whose answers are known without training."""

import torch

from cnnlib.models import KerasReader


def sure_of(*digits: int) -> KerasReader:
    """A reader that answers one of these wherever it looks, and is mostly sure of it."""
    reader = KerasReader(seed=2)
    with torch.no_grad():
        reader.dense2.weight.mul_(300)
        reader.dense2.bias.sub_(1000)
        reader.dense2.bias[list(digits)] += 1000
    return reader


def unsure() -> KerasReader:
    """A reader that gives each digit one tenth."""
    reader = KerasReader(seed=2)
    with torch.no_grad():
        reader.dense2.weight.zero_()
    return reader
