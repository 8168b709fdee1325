"""What all readers of digits have in common: layers one after the other, and the same pictures."""

from collections.abc import Iterator

import torch
from torch import nn

from cnnlib.checks import shape_text
from cnnlib.models.local import check_images


class Reader(nn.Sequential):
    """Layers by the names of a description, for pictures of one shape."""

    input_shape: tuple[int, ...]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Shape (N, 1, H, W), as in `input_shape` → scores (N, 10)."""
        check_images("x", x, self.input_shape)
        for layer in self._in_order():
            x = layer(x)
        return x

    def _in_order(self) -> Iterator[nn.Module]:
        """The layers as they are computed: in training a ReLU after the max pool behind it.

        Of the largest of four numbers and of all four a ReLU makes the same, and so it does of
        their gradients; but of the one it has a quarter of the work.
        """
        layers = list(self)
        while layers:
            layer = layers.pop(0)
            first = isinstance(layer, nn.ReLU) and layers and isinstance(layers[0], nn.MaxPool2d)
            if self.training and first:
                yield layers.pop(0)
            yield layer


def begin_as_keras(model: nn.Module) -> None:
    """Weights evenly from −√(6/(m + n)) to √(6/(m + n)), biases 0.

    A weight's unit reads m numbers, and n units read what it reads.
    """
    for name, parameter in model.named_parameters():
        if name.endswith("weight"):
            nn.init.xavier_uniform_(parameter)
        else:
            nn.init.zeros_(parameter)


def padded(x: torch.Tensor) -> torch.Tensor:
    """Digits of 28×28 with two pixels of paper on each side, and those of 32×32 as they are.

    >>> padded(torch.zeros(1, 28, 28))
    Traceback (most recent call last):
    ValueError: x must have shape N×1×28×28 or N×1×32×32, got 1×28×28
    """
    if x.ndim == 4 and tuple(x.shape[1:]) == (1, 28, 28):
        return nn.functional.pad(x, (2, 2, 2, 2))
    if x.ndim != 4 or tuple(x.shape[1:]) != (1, 32, 32):
        found = shape_text(x.shape)
        raise ValueError(f"x must have shape N×1×28×28 or N×1×32×32, got {found}")
    return x
