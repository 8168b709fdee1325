"""The layers with parameters: convolution, dense, batch normalization.

A random initial weight has the standard deviation √(2 / n), where n is the number of inputs that a
unit reads (He et al. 2015): then a stack of such layers and ReLUs neither swells nor fades.
"""

import math
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_images, as_numbers, for_sums, rounded, wide_type
from cnnlib.checks import as_pair, shape_text, whole
from cnnlib.functional import conv2d, conv2d_backward
from cnnlib.layers.base import Layer, Parameter, as_float_type, as_generator, as_number


class Conv2d(Layer):
    """`conv2d` with a weight and a bias that are learned.

    Args:
        in_channels, out_channels: C and the number of kernels.
        kernel: a whole number ≥ 1, or one per axis.
        stride, padding, dilation, groups: as in `conv2d`.
        bias: whether each kernel has one.
        std: standard deviation of the initial weight; √(2 / inputs of a unit) if None.
        rng: a generator, shared by all layers of a network, or a seed.
        dtype: of the parameters.

    >>> Conv2d(1, 30, kernel=5, rng=0).forward(np.zeros((2, 1, 28, 28))).shape
    (2, 30, 24, 24)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel: Any,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
        bias: bool = True,
        *,
        std: float | None = None,
        rng: np.random.Generator | int,
        dtype: Any = np.float32,
    ) -> None:
        in_channels = whole("in_channels", in_channels, 1)
        out_channels = whole("out_channels", out_channels, 1)
        groups = whole("groups", groups, 1)
        if in_channels % groups or out_channels % groups:
            raise ValueError(
                f"groups {groups} must divide in_channels {in_channels} and "
                f"out_channels {out_channels}"
            )
        shape = (out_channels, in_channels // groups, *as_pair("kernel", kernel, 1))
        self.weight = _random(shape, std, rng, dtype)
        self.bias = Parameter(np.zeros(out_channels, self.weight.value.dtype)) if bias else None
        self._settings = {
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
            "groups": groups,
        }

    def forward(self, x: Any) -> Array:
        """Shape (N, in_channels, H, W) → (N, out_channels, oh, ow)."""
        bias = None if self.bias is None else self.bias.value
        y = conv2d(x, self.weight.value, bias, **self._settings)
        self._kept = np.array(x), self.weight.value.copy()
        return y

    def backward(self, dy: Any) -> Array:
        """∂loss/∂x; writes the gradients of weight and bias."""
        dx, self.weight.gradient, dbias = conv2d_backward(dy, *self._recall(), **self._settings)
        if self.bias is not None:
            self.bias.gradient = dbias
        return dx


class Linear(Layer):
    """A dense layer: y = x · weightᵀ + bias, every output reads every input.

    Args:
        in_features, out_features: length of a row of x and of y.
        bias, std, rng, dtype: as in `Conv2d`.

    >>> layer = Linear(3, 2, rng=0)
    >>> layer.forward([[1, 2, 3]]).shape, layer.weight
    ((1, 2), Parameter(2×3, float32))
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        std: float | None = None,
        rng: np.random.Generator | int,
        dtype: Any = np.float32,
    ) -> None:
        out_features = whole("out_features", out_features, 1)
        self.weight = _random((out_features, whole("in_features", in_features, 1)), std, rng, dtype)
        self.bias = Parameter(np.zeros(out_features, self.weight.value.dtype)) if bias else None

    def forward(self, x: Any) -> Array:
        """Shape (N, in_features) → (N, out_features)."""
        x = as_numbers("x", x, 2, layout="N, features", batch=True)
        weight, bias = self.weight.value, None if self.bias is None else self.bias.value
        if x.shape[1] != weight.shape[1]:
            raise ValueError(
                f"weight {shape_text(weight.shape)} reads {weight.shape[1]} features, "
                f"but x {shape_text(x.shape)} has {x.shape[1]}"
            )
        self._kept = x.copy(), weight.copy()
        x, weight, bias, dtype = for_sums(x, weight, bias)
        y = x @ weight.T
        if bias is not None:
            y += bias
        return y.astype(dtype, copy=False)

    def backward(self, dy: Any) -> Array:
        """∂loss/∂x; writes the gradients of weight and bias."""
        x, weight = self._recall()
        dy = self._incoming(dy, (len(x), len(weight)))
        dy, x, weight, dtype = for_sums(dy, x, weight)
        results = rounded(dtype, dy @ weight, dy.T @ x, dy.sum(axis=0))
        dx, self.weight.gradient, dbias = results
        if self.bias is not None:
            self.bias.gradient = dbias
        return dx


class BatchNorm2d(Layer):
    """Give each channel the mean `bias` and the standard deviation `weight`, both learned.

    y = weight · (x − mean) / √(variance + eps) + bias

    In training, mean and variance are those of the batch, over N, H and W, and the running ones
    follow: running = (1 − momentum) · running + momentum · batch (its variance with m − 1 in the
    denominator, m = N · H · W). In `eval` mode the running ones are used.

    Args:
        channels: C.
        eps: keeps the root away from 0.
        momentum: how fast the running statistics follow, 0 … 1.
        dtype: of the parameters.

    Source: Ioffe and Szegedy, *Batch Normalization*, ICML 2015.

    >>> BatchNorm2d(1).forward([[[[1, 3]]]]).round(3)
    array([[[[-1.,  1.]]]])
    """

    def __init__(
        self, channels: int, eps: float = 1e-5, momentum: float = 0.1, *, dtype: Any = np.float32
    ) -> None:
        channels = whole("channels", channels, 1)
        dtype = as_float_type(dtype)
        self.weight = Parameter(np.ones(channels, dtype))
        self.bias = Parameter(np.zeros(channels, dtype))
        self.running_mean = np.zeros(channels, wide_type(dtype))
        self.running_var = np.ones(channels, wide_type(dtype))
        self._eps = as_number("eps", eps, 0)
        self._momentum = as_number("momentum", momentum, 0, 1)

    def forward(self, x: Any) -> Array:
        """Shape (N, C, H, W) → the same."""
        x = as_images("x", x)
        if x.shape[1] != len(self.running_mean):
            raise ValueError(
                f"x {shape_text(x.shape)} has {x.shape[1]} channels, "
                f"but this layer {len(self.running_mean)}"
            )
        x, weight, bias, dtype = for_sums(x, self.weight.value, self.bias.value)
        if self.training:
            mean, variance = self._follow(x)
        else:
            mean, variance = self.running_mean, self.running_var
        scale = 1 / np.sqrt(variance + self._eps)
        normalized = (x - _per_channel(mean)) * _per_channel(scale)
        self._kept = normalized, scale * weight, self.training, dtype
        y = normalized * _per_channel(weight) + _per_channel(bias)
        return y.astype(dtype, copy=False)

    def backward(self, dy: Any) -> Array:
        """∂loss/∂x; writes the gradients of weight and bias.

        In training, mean and variance depend on x as well: what dy has in common with a constant
        and with the normalized x is taken out.
        """
        normalized, slope, trained, dtype = self._recall()
        dy = self._incoming(dy, normalized.shape)
        dtype = np.result_type(dy, dtype)
        dy = dy.astype(wide_type(dtype), copy=False)
        dweight = (dy * normalized).sum(axis=(0, 2, 3))
        dbias = dy.sum(axis=(0, 2, 3))
        self.weight.gradient, self.bias.gradient = rounded(dtype, dweight, dbias)
        if trained:
            count = normalized[:, 0].size
            common = _per_channel(dbias) + normalized * _per_channel(dweight)
            dy = dy - common / count
        return (dy * _per_channel(slope)).astype(dtype, copy=False)

    def _follow(self, x: Array) -> tuple[Array, Array]:
        """Mean and variance of the batch; the running ones move towards them."""
        count = x[:, 0].size
        if count < 2:
            raise ValueError(
                f"x {shape_text(x.shape)} has {count} values in a channel: in training it takes 2 "
                "or more to have a variance"
            )
        mean, variance = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
        self.running_mean += self._momentum * (mean - self.running_mean)
        self.running_var += self._momentum * (variance * count / (count - 1) - self.running_var)
        return mean, variance


def _per_channel(values: Array) -> Array:
    """One value for each channel, shape (C, 1, 1), to go with (N, C, H, W)."""
    return values[:, np.newaxis, np.newaxis]


def _random(shape: tuple[int, ...], std: float | None, rng: Any, dtype: Any) -> Parameter:
    """A weight drawn from a normal distribution; shape[1:] are the inputs that a unit reads."""
    if std is None:
        std = math.sqrt(2 / math.prod(shape[1:]))
    std = as_number("std", std, 0)
    dtype = as_float_type(dtype)
    return Parameter(as_generator(rng).normal(0, std, shape).astype(dtype))
