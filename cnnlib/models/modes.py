"""A network in use, not in training: in `eval` mode, for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from torch import nn


@contextmanager
def eval_mode(model: nn.Module) -> Iterator[None]:
    """Inside, nothing is dropped by chance; afterwards each part is in the mode in which it was.

    >>> net = nn.Sequential(nn.Dropout(), nn.BatchNorm2d(1).eval())
    >>> with eval_mode(net):
    ...     [part.training for part in net]
    [False, False]
    >>> [part.training for part in net]
    [True, False]
    """
    modes = {part: part.training for part in model.modules()}
    model.eval()
    try:
        yield
    finally:
        for part, mode in modes.items():
            part.training = mode
