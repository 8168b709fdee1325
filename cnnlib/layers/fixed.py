"""The layers that learn nothing: activations, pools, and two that only rearrange or drop values."""

import math
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_images, as_numbers
from cnnlib.functional import (
    average_pool2d,
    average_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
)
from cnnlib.layers.base import Layer, as_generator, as_number


class ReLU(Layer):
    """y = max(x, 0); dx = dy where x > 0.

    >>> ReLU().forward([-1, 2])
    array([0., 2.])
    """

    def forward(self, x: Any) -> Array:
        """Any shape with 1 … 4 axes."""
        x = _as_values(x)
        self._kept = x <= 0
        return np.maximum(x, 0)

    def backward(self, dy: Any) -> Array:
        """∂loss/∂x."""
        closed = self._recall()
        return np.where(closed, 0, self._incoming(dy, closed.shape))


class _Elementwise(Layer):
    """The base of layers that keep the slope dy/dx of each value."""

    def backward(self, dy: Any) -> Array:
        """∂loss/∂x."""
        slope = self._recall()
        return self._incoming(dy, slope.shape) * slope


class Tanh(_Elementwise):
    """y = tanh x; dx = dy · (1 − y²).

    >>> Tanh().forward([0, 100])
    array([0., 1.])
    """

    def forward(self, x: Any) -> Array:
        """Any shape with 1 … 4 axes."""
        y = np.tanh(_as_values(x))
        self._kept = 1 - y**2
        return y


class Sigmoid(_Elementwise):
    """y = 1 / (1 + e⁻ˣ); dx = dy · y · (1 − y).

    >>> Sigmoid().forward([0, 1000, -1000])
    array([0.5, 1. , 0. ])
    """

    def forward(self, x: Any) -> Array:
        """Any shape with 1 … 4 axes."""
        y = (1 + np.tanh(_as_values(x) / 2)) / 2  # the same, and never overflows
        self._kept = y * (1 - y)
        return y


class MaxPool2d(Layer):
    """`max_pool2d` as a layer, with its arguments.

    >>> MaxPool2d(2).forward([[[[1, 2], [3, 4]]]])
    array([[[[4.]]]])
    """

    def __init__(
        self,
        kernel: Any,
        stride: Any = None,
        padding: Any = 0,
        dilation: Any = 1,
        ceil_mode: bool = False,
    ) -> None:
        self._settings = (kernel, stride, padding, dilation, ceil_mode)

    def forward(self, x: Any) -> Array:
        """Shape (N, C, H, W) → (N, C, oh, ow)."""
        y = max_pool2d(x, *self._settings)
        self._kept = np.array(x)
        return y

    def backward(self, dy: Any) -> Array:
        """∂loss/∂x."""
        return max_pool2d_backward(dy, self._recall(), *self._settings)


class AveragePool2d(Layer):
    """`average_pool2d` as a layer, with its arguments.

    >>> AveragePool2d(2).forward([[[[1, 2], [3, 4]]]])
    array([[[[2.5]]]])
    """

    def __init__(
        self,
        kernel: Any,
        stride: Any = None,
        padding: Any = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        self._settings = (kernel, stride, padding, ceil_mode, count_include_pad)

    def forward(self, x: Any) -> Array:
        """Shape (N, C, H, W) → (N, C, oh, ow)."""
        x = as_images("x", x)
        y = average_pool2d(x, *self._settings)
        self._kept = np.broadcast_to(np.zeros((), x.dtype), x.shape)  # only type and shape matter
        return y

    def backward(self, dy: Any) -> Array:
        """∂loss/∂x."""
        return average_pool2d_backward(dy, self._recall(), *self._settings)


class Flatten(Layer):
    """One row for each image: shape (N, C, H, W) → (N, C · H · W).

    >>> Flatten().forward(np.zeros((2, 30, 12, 12))).shape
    (2, 4320)
    """

    def forward(self, x: Any) -> Array:
        """Any shape with 1 … 4 axes, of which the first is N."""
        x = _as_values(x)
        self._kept = x.shape
        return x.reshape(len(x), math.prod(x.shape[1:])).copy()

    def backward(self, dy: Any) -> Array:
        """∂loss/∂x."""
        shape = self._recall()
        return self._incoming(dy, (shape[0], math.prod(shape[1:]))).reshape(shape).copy()


class Dropout(_Elementwise):
    """In training, set each value to 0 with probability `rate` and divide the others by 1 − rate.

    So the expected value stays, and in `eval` mode nothing is left to do.

    Args:
        rate: 0 ≤ rate < 1.
        rng: a generator or a seed.

    >>> Dropout(0.5, rng=0).forward([[1, 1, 1, 1]])
    array([[2., 0., 0., 0.]])
    """

    def __init__(self, rate: float, *, rng: np.random.Generator | int) -> None:
        self._rate = as_number("rate", rate, 0, 1)
        if self._rate == 1:
            raise ValueError(f"rate must be less than 1, got {rate}: nothing would be left")
        self._rng = as_generator(rng)

    def forward(self, x: Any) -> Array:
        """Any shape with 1 … 4 axes."""
        x = _as_values(x)
        if self.training:
            self._kept = (self._rng.random(x.shape) >= self._rate).astype(x.dtype)
            self._kept /= 1 - self._rate
        else:
            self._kept = np.ones_like(x)
        return x * self._kept


def _as_values(x: Any) -> Array:
    """x as an array with a batch axis and up to three more."""
    return as_numbers("x", x, 1, 2, 3, 4, batch=True)
