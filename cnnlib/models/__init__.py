"""The networks of the book in PyTorch; `cnnlib.architectures` describes the same ones as data."""

from cnnlib.models.local import LocalConv2d
from cnnlib.models.prior import PriorNet
from cnnlib.models.seeds import seeded

__all__ = ["LocalConv2d", "PriorNet", "seeded"]
