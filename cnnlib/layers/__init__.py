"""Layers in NumPy: `forward` keeps what `backward` needs, and nothing happens behind one's back.

Each layer is a thin shell around the operation and the gradient of the same name in
`cnnlib.functional`. Names, defaults and the order of arguments are PyTorch's.
"""

from cnnlib.layers.base import Layer, Parameter
from cnnlib.layers.descent import SGD, train_step
from cnnlib.layers.fixed import (
    AveragePool2d,
    Dropout,
    Flatten,
    MaxPool2d,
    ReLU,
    Sigmoid,
    Tanh,
)
from cnnlib.layers.learned import BatchNorm2d, Conv2d, Linear
from cnnlib.layers.sequential import Sequential

__all__ = [
    "SGD",
    "AveragePool2d",
    "BatchNorm2d",
    "Conv2d",
    "Dropout",
    "Flatten",
    "Layer",
    "Linear",
    "MaxPool2d",
    "Parameter",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "Tanh",
    "train_step",
]
