"""The networks of the book in PyTorch; `cnnlib.architectures` describes the same ones as data."""

from cnnlib.models.keras_reader import KerasReader
from cnnlib.models.lenet5 import LeNet5, MaskedConv2d
from cnnlib.models.lenet_modern import LeNetModern
from cnnlib.models.local import LocalConv2d
from cnnlib.models.pages import sliding
from cnnlib.models.prior import PriorNet
from cnnlib.models.readers import BatchNormReader, DenseBaseline, FiveByFiveReader
from cnnlib.models.seeds import seeded

__all__ = [
    "BatchNormReader",
    "DenseBaseline",
    "FiveByFiveReader",
    "KerasReader",
    "LeNet5",
    "LeNetModern",
    "LocalConv2d",
    "MaskedConv2d",
    "PriorNet",
    "seeded",
    "sliding",
]
