"""The digit reader's peers: with batch normalization, with 5×5 windows, without windows."""

from typing import Any

from torch import nn

from cnnlib.architectures import BATCH_NORM_READER, DENSE_BASELINE, FIVE_BY_FIVE_READER
from cnnlib.checks import choice, fraction
from cnnlib.models._reader import Reader, begin_as_keras
from cnnlib.models.seeds import seeded


class BatchNormReader(Reader):
    """`cnnlib.architectures.BATCH_NORM_READER` in PyTorch: 1,425,214 parameters.

    Its layers have the names of the description, ``net.conv1``, ``net.batchnorm1``, …, and begin as
    PyTorch's do by themselves.

    Args:
        seed: of the first weights, a whole number ≥ 0.

    Raises:
        ValueError: seed is no such number.

    >>> sum(parameter.numel() for parameter in BatchNormReader(seed=0).parameters())
    1425214
    """

    input_shape = BATCH_NORM_READER.input_shape

    def __init__(self, *, seed: int) -> None:
        super().__init__()
        with seeded(seed):
            self.conv1, self.batchnorm1 = nn.Conv2d(1, 25, 3), nn.BatchNorm2d(25)
            self.relu1, self.pool1 = nn.ReLU(), nn.MaxPool2d(2)
            self.conv2, self.batchnorm2 = nn.Conv2d(25, 50, 3), nn.BatchNorm2d(50)
            self.relu2, self.pool2 = nn.ReLU(), nn.MaxPool2d(2)
            self.flatten1 = nn.Flatten()
            self.dense1, self.relu3 = nn.Linear(1250, 1024), nn.ReLU()
            self.dense2, self.relu4 = nn.Linear(1024, 128), nn.ReLU()
            self.dense3 = nn.Linear(128, 10)


class FiveByFiveReader(Reader):
    """`cnnlib.architectures.FIVE_BY_FIVE_READER` in PyTorch: 28,938 parameters.

    Its layers have the names of the description, ``net.conv1``, ``net.pool1``, …, and begin as
    PyTorch's do by themselves.

    Args:
        seed: of the first weights, a whole number ≥ 0.

    Raises:
        ValueError: seed is no such number.

    >>> sum(parameter.numel() for parameter in FiveByFiveReader(seed=0).parameters())
    28938
    """

    input_shape = FIVE_BY_FIVE_READER.input_shape

    def __init__(self, *, seed: int) -> None:
        super().__init__()
        with seeded(seed):
            self.conv1, self.relu1 = nn.Conv2d(1, 16, 5, padding=2), nn.ReLU()
            self.pool1 = nn.MaxPool2d(2)
            self.conv2, self.relu2 = nn.Conv2d(16, 32, 5, padding=2), nn.ReLU()
            self.pool2 = nn.MaxPool2d(2)
            self.flatten1 = nn.Flatten()
            self.dense1 = nn.Linear(1568, 10)


class DenseBaseline(Reader):
    """`cnnlib.architectures.DENSE_BASELINE` in PyTorch: 407,050 parameters and no window.

    Its layers have the names of the description: ``net.flatten1``, ``net.dense1``, …

    Args:
        dropout: the part of the 512 values that is left out in training, each time other ones,
            0 … less than 1; the others are divided by 1 − dropout. With 0 there is no such layer,
            else it is ``net.dropout1``.
        init: how the weights begin, ``"glorot"`` or ``"torch"``, as in `KerasReader`.
        seed: of the first weights, a whole number ≥ 0.

    Raises:
        ValueError: an argument is none of these.

    >>> sum(parameter.numel() for parameter in DenseBaseline(seed=0).parameters())
    407050
    """

    input_shape = DENSE_BASELINE.input_shape

    def __init__(self, dropout: Any = 0, *, init: str = "glorot", seed: int) -> None:
        part = fraction("dropout", dropout)
        choice("init", init, ("glorot", "torch"))
        super().__init__()
        with seeded(seed):
            self.flatten1 = nn.Flatten()
            self.dense1, self.relu1 = nn.Linear(784, 512), nn.ReLU()
            if part:
                self.dropout1 = nn.Dropout(part)
            self.dense2 = nn.Linear(512, 10)
            if init == "glorot":
                begin_as_keras(self)
