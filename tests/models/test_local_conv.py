"""The locally connected layer against NumPy's, a masked dense layer and a convolution."""

import re

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib import functional
from cnnlib.models import LocalConv2d, seeded


def made(*arguments, **settings):
    with seeded(0):
        return LocalConv2d(*arguments, **settings).double()


GEOMETRIES = [
    pytest.param((5, 7), 2, 3, (3, 2), {}, id="5x7 image, 3x2 window"),
    pytest.param((6, 5), 1, 2, 3, {"stride": (2, 1), "padding": (1, 0)}, id="stride and padding"),
    pytest.param((7, 7), 3, 1, 2, {"stride": 3}, id="stride beyond the window"),
    pytest.param((4, 5), 2, 6, (4, 5), {}, id="window as large as the image"),
    pytest.param(1, 1, 1, 1, {}, id="one pixel"),
    pytest.param((4, 3), 1, 2, 2, {"bias": False}, id="no bias"),
]


@pytest.mark.parametrize("batch", [0, 1, 3])
@pytest.mark.parametrize(("size", "channels", "out", "kernel", "settings"), GEOMETRIES)
def test_values_and_gradients_are_those_of_numpy(size, channels, out, kernel, settings, batch):
    layer = made(size, channels, out, kernel, **settings)
    shape = (size, size) if isinstance(size, int) else size
    rng = np.random.default_rng(1)
    x = rng.integers(-5, 6, (batch, channels, *shape)).astype(float)
    tensor = torch.tensor(x, requires_grad=True)
    y = layer(tensor)
    weight = layer.weight.detach().numpy()
    bias = None if layer.bias is None else layer.bias.detach().numpy()
    places = {name: value for name, value in settings.items() if name != "bias"}
    expected = functional.local2d(x, weight, bias, **places)
    assert y.shape == expected.shape
    np.testing.assert_allclose(y.detach(), expected, rtol=1e-12, atol=1e-12)
    dy = rng.integers(-5, 6, y.shape).astype(float)
    y.backward(torch.tensor(dy))
    dx, dweight, dbias = functional.local2d_backward(dy, x, weight, **places)
    np.testing.assert_allclose(tensor.grad, dx, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(layer.weight.grad, dweight, rtol=1e-12, atol=1e-12)
    if layer.bias is not None:
        np.testing.assert_allclose(layer.bias.grad, dbias, rtol=1e-12, atol=1e-12)


def test_it_is_a_dense_layer_with_most_connections_missing():
    layer = made((5, 7), 1, 2, (3, 2))
    mask = torch.zeros(3, 6, 2, 5, 7, dtype=torch.float64)
    dense = torch.zeros_like(mask)
    for i, j in np.ndindex(3, 6):
        mask[i, j, :, i : i + 3, j : j + 2] = 1
        dense[i, j, :, i : i + 3, j : j + 2] = layer.weight.detach()[i, j, :, 0]
    matrix = dense.permute(2, 0, 1, 3, 4).reshape(36, 35)  # (out·oh·ow, H·W)
    bias = layer.bias.detach().permute(2, 0, 1).reshape(36)
    x = torch.arange(70, dtype=torch.float64).reshape(2, 1, 5, 7)
    expected = nn.functional.linear(x.reshape(2, 35), matrix, bias)
    torch.testing.assert_close(layer(x).detach().reshape(2, 36), expected)
    assert int(mask.sum()) == layer.weight.numel() == 36 * 6


def test_equal_kernels_everywhere_make_a_convolution():
    layer = made((6, 5), 2, 3, 3, padding=1, stride=2)
    conv = nn.Conv2d(2, 3, 3, padding=1, stride=2).double()
    with torch.no_grad():
        layer.weight.copy_(conv.weight.expand_as(layer.weight))
        layer.bias.copy_(conv.bias.expand_as(layer.bias))
    x = torch.arange(120, dtype=torch.float64).reshape(2, 2, 6, 5)
    y = layer(x)
    torch.testing.assert_close(y, conv(x))
    y.pow(2).sum().backward()
    conv(x).pow(2).sum().backward()
    torch.testing.assert_close(layer.weight.grad.sum(dim=(0, 1)), conv.weight.grad)


def test_it_starts_as_a_convolution_does():
    with seeded(0):
        layer, conv = LocalConv2d(28, 3, 8, 5), nn.Conv2d(3, 4000, 5)
    for ours, theirs in ((layer.weight, conv.weight), (layer.bias, conv.bias)):
        assert ours.dtype == torch.float32
        assert ours.min().item() == pytest.approx(theirs.min().item(), rel=2e-3)
        assert ours.max().item() == pytest.approx(theirs.max().item(), rel=2e-3)
        assert ours.std().item() == pytest.approx(theirs.std().item(), rel=2e-2)


@pytest.mark.parametrize(
    ("arguments", "settings", "message"),
    [
        ((0, 1, 1, 1), {}, "size must be a whole number ≥ 1, or one per axis, got 0"),
        ((4, 1.5, 1, 1), {}, "in_channels must be a whole number ≥ 1, got 1.5"),
        ((4, 1, 0, 1), {}, "out_channels must be a whole number ≥ 1, got 0"),
        ((4, 1, 1, "3"), {}, "kernel must be a whole number ≥ 1, or one per axis, got '3'"),
        ((4, 1, 1, 2), {"stride": 0}, "stride must be a whole number ≥ 1, or one per axis, got 0"),
        ((4, 1, 1, 2), {"padding": -1}, "padding must be a whole number ≥ 0, or one per axis"),
        ((4, 1, 1, 2), {"bias": 1}, "bias must be True or False, got 1"),
        ((4, 1, 1, 5), {}, "kernel 5 is larger than the padded input 4: use padding ≥ 1"),
    ],
)
def test_bad_arguments(arguments, settings, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        LocalConv2d(*arguments, **settings)


@pytest.mark.parametrize("shape", [(1, 2, 4, 5), (1, 1, 5, 4), (1, 4, 5), (0, 4, 5), ()])
def test_other_images_are_refused(shape):
    with pytest.raises(ValueError, match=r"^x must have shape N×1×4×5, got "):
        LocalConv2d((4, 5), 1, 1, 2)(torch.zeros(shape))


def test_a_printed_network_says_what_it_is():
    printed = repr(LocalConv2d((28, 56), 1, 8, 5))
    assert printed == (
        "LocalConv2d(1, 8, size=(28, 56), kernel=(5, 5), stride=(1, 1), padding=(0, 0), bias=True)"
    )
