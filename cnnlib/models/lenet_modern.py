"""LeNet-5 as tutorials build it today."""

import torch
from torch import nn

from cnnlib.architectures import LENET_MODERN
from cnnlib.checks import choice
from cnnlib.models._reader import Reader, padded
from cnnlib.models.seeds import seeded

_ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}
_POOLS = {"max": nn.MaxPool2d, "average": nn.AvgPool2d}


class LeNetModern(Reader):
    """`cnnlib.architectures.LENET_MODERN` in PyTorch: 61,706 parameters.

    Of the layers of `LeNet5` it keeps the sizes and the names: ``net.C1``, ``net.S2``, … All
    kernels of C3 exist, pools have nothing to learn, and the last layer gives scores for a softmax.
    Pixels stay as they are, and weights begin as PyTorch's layers do by themselves.

    Args:
        activation: ``"relu"``, ``"tanh"`` or ``"sigmoid"``, the plain ones.
        pool: ``"max"`` or ``"average"``.
        seed: of the first weights, a whole number ≥ 0.

    Raises:
        ValueError: an argument is none of these.

    >>> net = LeNetModern("tanh", "average", seed=0)
    >>> sum(parameter.numel() for parameter in net.parameters())
    61706
    >>> net(torch.zeros(5, 1, 28, 28)).shape
    torch.Size([5, 10])
    """

    input_shape = LENET_MODERN.input_shape

    def __init__(self, activation: str = "relu", pool: str = "max", *, seed: int) -> None:
        squash = _ACTIVATIONS[choice("activation", activation, tuple(_ACTIVATIONS))]
        halve = _POOLS[choice("pool", pool, tuple(_POOLS))]
        super().__init__()
        layers: list[tuple[str, nn.Module]]
        with seeded(seed):
            layers = [
                *(("C1", nn.Conv2d(1, 6, 5)), (f"{activation}1", squash()), ("S2", halve(2))),
                *(("C3", nn.Conv2d(6, 16, 5)), (f"{activation}2", squash()), ("S4", halve(2))),
                ("flatten1", nn.Flatten()),
                *(("C5", nn.Linear(400, 120)), (f"{activation}3", squash())),
                *(("F6", nn.Linear(120, 84)), (f"{activation}4", squash())),
                ("output", nn.Linear(84, 10)),
            ]
        for name, layer in layers:
            self.add_module(name, layer)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Shape (N, 1, 28, 28) or (N, 1, 32, 32) → scores (N, 10).

        The smaller pictures get two pixels of paper, 0, on each side.
        """
        return super().forward(padded(x))
