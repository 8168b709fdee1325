"""The reader of handwritten digits: three convolutions of 3×3, two pools, two dense layers."""

from torch import nn

from cnnlib.architectures import KERAS_READER
from cnnlib.checks import choice
from cnnlib.models._reader import Reader, begin_as_keras
from cnnlib.models.seeds import seeded


class KerasReader(Reader):
    """`cnnlib.architectures.KERAS_READER` in PyTorch: 93,322 parameters.

    Its layers have the names of the description: ``reader.conv1``, ``reader.pool1``, …

    Args:
        init: how the weights begin. ``"glorot"``, as Keras does: evenly from −√(6/(m + n)) to
            √(6/(m + n)), with the numbers that a weight's unit reads (m) and that read it (n), and
            biases 0; or ``"torch"``, as PyTorch's layers do by themselves.
        seed: of the first weights, a whole number ≥ 0.

    Raises:
        ValueError: an argument is none of these.

    >>> import torch
    >>> reader = KerasReader(seed=0)
    >>> sum(parameter.numel() for parameter in reader.parameters())
    93322
    >>> reader(torch.zeros(5, 1, 28, 28)).shape
    torch.Size([5, 10])
    """

    input_shape = KERAS_READER.input_shape

    def __init__(self, *, init: str = "glorot", seed: int) -> None:
        choice("init", init, ("glorot", "torch"))
        super().__init__()
        with seeded(seed):
            self.conv1, self.relu1, self.pool1 = nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2)
            self.conv2, self.relu2, self.pool2 = nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2)
            self.conv3, self.relu3 = nn.Conv2d(64, 64, 3), nn.ReLU()
            self.flatten1 = nn.Flatten()
            self.dense1, self.relu4 = nn.Linear(576, 64), nn.ReLU()
            self.dense2 = nn.Linear(64, 10)
            if init == "glorot":
                begin_as_keras(self)
