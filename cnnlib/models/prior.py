"""One geometry, three beliefs about pictures: dense, locally connected, convolution."""

from math import prod
from typing import Any

import torch
from torch import nn

from cnnlib.architectures import prior_net
from cnnlib.models.local import LocalConv2d, check_images
from cnnlib.models.seeds import seeded


class PriorNet(nn.Sequential):
    """`cnnlib.architectures.prior_net` in PyTorch: twice window, ReLU and pool, then linear.

    Its layers have the names of the description: ``net.conv1``, ``net.pool1``, …

    Args:
        kind: ``"convolution"``: 5×5 windows that share one set of kernels;
            ``"local"``: the same windows, each position with kernels of its own;
            ``"dense"``: layers as wide as the two pooled maps, every unit reading everything.
        filters: channels of the two maps.
        size: (H, W) of the images, or one number for squares.
        head: what the last layer reads: ``"flatten"``, every value of the second map, or
            ``"global max"``, the largest of each channel, wherever it stands.
        seed: of the first weights, a whole number ≥ 0.

    Raises:
        ValueError: an argument is none of these, or `size` is less than 16.

    >>> for kind in ("dense", "local", "convolution"):
    ...     print(sum(p.numel() for p in PriorNet(kind, seed=0).parameters()))
    527306
    112906
    2202
    """

    def __init__(
        self,
        kind: str,
        filters: tuple[int, int] = (4, 8),
        *,
        size: Any = 28,
        head: str = "flatten",
        seed: int,
    ) -> None:
        _, self.input_shape = prior_net(kind, filters, size=size, head=head)  # checks them
        super().__init__()
        with seeded(seed):
            self._dense(*filters) if kind == "dense" else self._windows(kind, *filters, head)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Shape (N, 1, H, W) → scores (N, 10)."""
        check_images("x", x, self.input_shape)
        y: torch.Tensor = super().forward(x)
        return y

    def _dense(self, first: int, second: int) -> None:
        sizes = self._pooled_sizes()
        widths = [prod(self.input_shape), first * prod(sizes[1]), second * prod(sizes[2])]
        self.flatten1 = nn.Flatten()
        self.dense1, self.relu1 = nn.Linear(widths[0], widths[1]), nn.ReLU()
        self.dense2, self.relu2 = nn.Linear(widths[1], widths[2]), nn.ReLU()
        self.dense3 = nn.Linear(widths[2], 10)

    def _windows(self, kind: str, first: int, second: int, head: str) -> None:
        sizes = self._pooled_sizes()
        self.conv1 = _windowed(kind, sizes[0], 1, first)
        self.relu1, self.pool1 = nn.ReLU(), nn.MaxPool2d(2)
        self.conv2 = _windowed(kind, sizes[1], first, second)
        self.relu2, self.pool2 = nn.ReLU(), nn.MaxPool2d(2)
        if head == "global max":
            self.pool3 = nn.MaxPool2d(sizes[2])
        self.flatten1 = nn.Flatten()
        self.dense1 = nn.Linear(second * (1 if head == "global max" else prod(sizes[2])), 10)

    def _pooled_sizes(self) -> list[tuple[int, int]]:
        """(H, W) of the image and of the two maps: a 5×5 window takes 4, the pool halves."""
        sizes = [(self.input_shape[1], self.input_shape[2])]
        for _ in range(2):
            height, width = sizes[-1]
            sizes.append(((height - 4) // 2, (width - 4) // 2))
        return sizes


def _windowed(kind: str, size: tuple[int, int], channels: int, out: int) -> nn.Module:
    if kind == "local":
        return LocalConv2d(size, channels, out, kernel=5)
    return nn.Conv2d(channels, out, kernel_size=5)
