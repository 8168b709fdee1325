"""A reader that slides over a page: its dense layers are convolutions in disguise."""

from copy import deepcopy

import torch
from torch import nn

from cnnlib.checks import shape_text

_SLIDING = nn.Conv2d | nn.MaxPool2d | nn.AvgPool2d
_EACH_BY_ITSELF = nn.ReLU | nn.Tanh | nn.Sigmoid | nn.Dropout | nn.BatchNorm2d


class Sliding(nn.Sequential):
    """What `sliding` makes of a reader.

    Attributes:
        input_shape: (C, H, W) of the reader's own pictures, and the least that it takes.
    """

    input_shape: tuple[int, ...]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Shape (N, C, H, W) → scores (N, 10, oh, ow): those of every window at once."""
        channels, height, width = self.input_shape
        if x.ndim != 4 or x.shape[1] != channels or x.shape[2] < height or x.shape[3] < width:
            raise ValueError(
                f"x must have shape N×{channels}×H×W, {height}×{width} pixels at least, "
                f"got {shape_text(x.shape)}"
            )
        y: torch.Tensor = super().forward(x)
        return y


def sliding(reader: nn.Module) -> Sliding:
    """The same reader without a fixed size of picture: an answer for every window of a page.

    A dense layer that reads a map of h×w values is a convolution with an h×w kernel that has room
    for one position only, and a dense layer on top of it is one with a 1×1 kernel. Written so, with
    the same numbers, they slide over a larger map as the layers below do. Each answer is that to a
    window cut out of the page; the windows lie as far apart as all strides multiply to. What they
    share is computed once. A reader whose units see less than its picture, as 26 of 28 pixels, may
    answer once more at the edge of a page than windows can be cut out.

    Args:
        reader: layers one after the other and their `input_shape`, as `KerasReader`,
            `BatchNormReader`, `DenseBaseline` or `LeNetModern`; it is copied, not changed.

    Returns:
        layers of the same names, but for the flattening one, in `eval` mode.

    Raises:
        ValueError: reader is something else, or pads its maps: the rim that every window cut out
            would get is not there within a page.

    On a page of 2×3 digits the reader of 28×28 pixels finds 8×15 windows, 4 pixels apart:

    >>> from cnnlib.models import KerasReader
    >>> slides = sliding(KerasReader(seed=0))
    >>> slides(torch.zeros(1, 1, 56, 84)).shape
    torch.Size([1, 10, 8, 15])
    >>> slides.dense1.weight.shape, slides.dense2.weight.shape
    (torch.Size([64, 64, 3, 3]), torch.Size([10, 64, 1, 1]))

    Source: Matan, Burges, LeCun and Denker, *Multi-Digit Recognition Using a Space Displacement
    Neural Network*, 1992.
    """
    shape = getattr(reader, "input_shape", None)
    if not isinstance(reader, nn.Sequential) or shape is None:
        raise ValueError(
            "reader must be layers one after the other, as KerasReader is, "
            f"got {type(reader).__name__}"
        )
    slides = Sliding()
    slides.input_shape = shape
    x = next(reader.parameters()).new_zeros(1, *shape)
    flattened = False
    for name, layer in reader.named_children():
        if isinstance(layer, nn.Flatten):
            flattened = True
            continue
        if isinstance(layer, nn.Linear) and flattened:
            layer = _as_convolution(layer, tuple(x.shape[2:]))
        else:
            _check(name, layer)
            layer = deepcopy(layer)
        slides.add_module(name, layer)
        with torch.no_grad():
            x = layer.eval()(x)  # (1, C, h, w): how large the map is that the next layer reads
    if not flattened:
        raise ValueError("reader must flatten its maps for dense layers: this one slides as it is")
    return slides.eval()


def _as_convolution(dense: nn.Linear, size: tuple[int, ...]) -> nn.Conv2d:
    """The dense layer as a convolution whose kernel is as large as the map (h, w) below."""
    weight = dense.weight.detach().unflatten(1, (-1, *size))  # (out, C·h·w) → (out, C, h, w)
    conv = nn.utils.skip_init(
        *(nn.Conv2d, weight.shape[1], len(weight), size),
        bias=dense.bias is not None,
        device=weight.device,
        dtype=weight.dtype,
    )
    conv.load_state_dict(dense.state_dict() | {"weight": weight})
    return conv


def _check(name: str, layer: nn.Module) -> None:
    """Raise unless the layer makes of a part of the page what it makes of it within the page."""
    if not isinstance(layer, _SLIDING | _EACH_BY_ITSELF):
        raise ValueError(
            "reader must have convolutions, pools, batch normalization, ReLU and the like, one "
            f"flattening and dense layers, but {name} is {type(layer).__name__}"
        )
    if getattr(layer, "padding", 0) not in (0, (0, 0), "valid"):
        raise ValueError(
            f"reader must not pad, but {name} has padding {layer.padding}: each window would get "
            "a rim of zeros that is not there within a page"
        )
