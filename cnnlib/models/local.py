"""The locally connected layer in PyTorch: a convolution's windows, a kernel for each position."""

import math
from typing import Any

import torch
from torch import nn

from cnnlib.arithmetic import output_size
from cnnlib.checks import as_pair, flag, shape_text, whole


class LocalConv2d(nn.Module):
    """`cnnlib.functional.local2d` as a layer: like ``nn.Conv2d``, but nothing is shared.

    As each position has kernels of its own, the layer is made for images of one size. It starts as
    ``nn.Conv2d`` does: weights and biases evenly from −1/√n to 1/√n, where n = C · kh · kw is what
    a unit reads.

    Args:
        size: (H, W) of the images, or one number for squares.
        in_channels, out_channels: C and out.
        kernel, stride: a whole number, or one for each axis.
        padding: zeros on both sides, a whole number or one for each axis.
        bias: whether each unit has a bias.

    Attributes:
        weight: shape (oh, ow, out, C, kh, kw).
        bias: shape (oh, ow, out), or None.

    Raises:
        ValueError: an argument is no such number, or the kernel is larger than the padded images.

    The first layer of the digit reader, if it were locally connected:

    >>> layer = LocalConv2d(28, in_channels=1, out_channels=32, kernel=3)
    >>> sum(p.numel() for p in layer.parameters())
    216320
    >>> layer(torch.zeros(5, 1, 28, 28)).shape
    torch.Size([5, 32, 26, 26])
    """

    def __init__(
        self,
        size: Any,
        in_channels: int,
        out_channels: int,
        kernel: Any,
        stride: Any = 1,
        padding: Any = 0,
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.kernel, self.stride = as_pair("kernel", kernel, 1), as_pair("stride", stride, 1)
        self.padding = as_pair("padding", padding, 0)
        rows, columns = as_pair("size", size, 1)
        self.input_shape = (whole("in_channels", in_channels, 1), rows, columns)
        axes = zip((rows, columns), self.kernel, self.stride, self.padding, strict=True)
        self.output = tuple(output_size(*axis) for axis in axes)  # (oh, ow)
        units = (*self.output, whole("out_channels", out_channels, 1))
        bound = 1 / math.sqrt(in_channels * math.prod(self.kernel))
        self.weight = nn.Parameter(_evenly(bound, (*units, in_channels, *self.kernel)))
        self.bias = nn.Parameter(_evenly(bound, units)) if flag("bias", bias) else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Shape (N, C, H, W) → (N, out, oh, ow)."""
        check_images("x", x, self.input_shape)
        (kh, kw), (sh, sw), (ph, pw) = self.kernel, self.stride, self.padding
        rows = nn.functional.pad(x, (pw, pw, ph, ph)).permute(1, 2, 3, 0).contiguous()
        windows = rows.unfold(1, kh, sh).unfold(2, kw, sw)  # (C, oh, ow, N, kh, kw)
        columns = windows.permute(1, 2, 0, 4, 5, 3).reshape(
            math.prod(self.output), math.prod(self.weight.shape[3:]), len(x)
        )  # (oh·ow, C·kh·kw, N): with the images last one matrix product a position is fastest
        kernels = self.weight.flatten(3).flatten(0, 1)  # (oh·ow, out, C·kh·kw)
        y = torch.bmm(kernels, columns).permute(2, 1, 0).unflatten(2, self.output)
        return y if self.bias is None else y + self.bias.permute(2, 0, 1)

    def extra_repr(self) -> str:
        """What a printed network says of the layer."""
        channels, height, width = self.input_shape
        return (
            f"{channels}, {self.weight.shape[2]}, size={(height, width)}, kernel={self.kernel}, "
            f"stride={self.stride}, padding={self.padding}, bias={self.bias is not None}"
        )


def check_images(name: str, x: torch.Tensor, shape: tuple[int, ...]) -> None:
    """Raise unless `x` is a batch of images of that shape (C, H, W).

    >>> check_images("x", torch.zeros(3, 28, 28), (1, 28, 28))
    Traceback (most recent call last):
    ValueError: x must have shape N×1×28×28, got 3×28×28
    """
    if x.ndim != 4 or tuple(x.shape[1:]) != shape:
        raise ValueError(f"{name} must have shape N×{shape_text(shape)}, got {shape_text(x.shape)}")


def _evenly(bound: float, shape: tuple[int, ...]) -> torch.Tensor:
    """Random numbers, all from −bound to bound equally likely."""
    return torch.empty(shape).uniform_(-bound, bound)
