"""The networks of the book in PyTorch; `cnnlib.architectures` describes the same ones as data."""

from cnnlib.models.keras_reader import KerasReader
from cnnlib.models.local import LocalConv2d
from cnnlib.models.prior import PriorNet
from cnnlib.models.seeds import seeded

__all__ = ["KerasReader", "LocalConv2d", "PriorNet", "seeded"]
