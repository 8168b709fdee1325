"""A network is its layers and the input they are made for."""

from typing import NamedTuple

from cnnlib.arithmetic import Activation, Layer


class Network(NamedTuple):
    """Layers and input shape (C, H, W), in the order in which `arithmetic` takes them.

    >>> from cnnlib.arithmetic import Dense, count_parameters
    >>> count_parameters(*Network((Dense(10),), (784,)))
    7850
    """

    layers: tuple[Layer, ...]
    input_shape: tuple[int, ...]


RELU = Activation("relu")
DROPOUT = Activation("dropout")
