"""The locally connected layer against dense layers, convolutions and PyTorch."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from random_layers import SEEDS, geometries, numerical_gradient, whole_numbers

from cnnlib import functional


@settings(deadline=None, max_examples=250)
@given(geometries(), st.tuples(*[st.integers(1, 3)] * 2), st.integers(0, 3), SEEDS)
def test_values_and_gradients_are_pytorchs(geometry, dealt, batch, seed):
    channels, kernels = dealt
    x = whole_numbers(seed, (batch, channels, *geometry.size))
    shape = functional.conv2d(
        x, np.zeros((1, channels, *geometry.kernel)), **geometry.settings
    ).shape
    weight = whole_numbers(seed + 1, (*shape[2:], kernels, channels, *geometry.kernel))
    bias = whole_numbers(seed + 2, (*shape[2:], kernels))
    tx, tweight, tbias = (torch.tensor(a, requires_grad=True) for a in (x, weight, bias))
    padded = torch.nn.functional.pad(tx, geometry.torch_padding)
    y = functional.local2d(x, weight, bias, **geometry.settings)
    (sh, sw), (dh, dw), (kh, kw) = geometry.stride, geometry.dilation, geometry.kernel
    rows = []
    for i, j in np.ndindex(shape[2:]):
        top, left = i * sh, j * sw
        window = padded[
            :, :, top : top + dh * (kh - 1) + 1 : dh, left : left + dw * (kw - 1) + 1 : dw
        ]
        rows.append(torch.einsum("ncuv,ocuv->no", window, tweight[i, j]) + tbias[i, j])
    expected = torch.stack(rows, dim=2).reshape(y.shape)
    np.testing.assert_array_equal(y, expected.detach())
    dy = whole_numbers(seed + 3, y.shape)
    expected.backward(torch.tensor(dy))
    gradients = functional.local2d_backward(dy, x, weight, **geometry.settings)
    for gradient, tensor in zip(gradients, (tx, tweight, tbias), strict=True):
        np.testing.assert_array_equal(gradient, tensor.grad)


def test_equal_kernels_everywhere_make_a_convolution_and_its_gradient_is_the_sum():
    x, weight = whole_numbers(0, (2, 3, 6, 5)), whole_numbers(1, (4, 3, 3, 2))
    bias = whole_numbers(2, 4)
    everywhere = np.broadcast_to(weight, (4, 4, *weight.shape))
    y = functional.local2d(x, everywhere, np.broadcast_to(bias, (4, 4, 4)))
    np.testing.assert_array_equal(y, functional.conv2d(x, weight, bias))
    dx, dweight, dbias = functional.local2d_backward(y, x, everywhere)
    shared = functional.conv2d_backward(y, x, weight)
    unshared = (dx, dweight.sum(axis=(0, 1)), dbias.sum(axis=(0, 1)))
    for gradient, expected in zip(unshared, shared, strict=True):
        np.testing.assert_array_equal(gradient, expected)


def test_a_window_as_large_as_the_image_makes_a_dense_layer():
    x, weight = whole_numbers(0, (3, 2, 4, 5)), whole_numbers(1, (1, 1, 6, 2, 4, 5))
    y = functional.local2d(x, weight)
    np.testing.assert_array_equal(y.reshape(3, 6), x.reshape(3, -1) @ weight.reshape(6, -1).T)


def test_it_is_a_masked_dense_layer():
    """5×7 input, 3×2 window: a dense matrix with every connection outside the window missing."""
    x, weight = whole_numbers(0, (2, 1, 5, 7)), whole_numbers(1, (3, 6, 1, 1, 3, 2))
    matrix = np.zeros((3, 6, 5, 7))
    for i, j in np.ndindex(3, 6):
        matrix[i, j, i : i + 3, j : j + 2] = weight[i, j, 0, 0]
    y = x.reshape(2, 35) @ matrix.reshape(18, 35).T
    np.testing.assert_array_equal(functional.local2d(x, weight).reshape(2, 18), y)


def test_the_books_three_counts():
    """28×28 → 26×26×32 with 3×3 windows: 216,320 unshared parameters."""
    weight, bias = np.ones((26, 26, 32, 1, 3, 3), np.float32), np.ones((26, 26, 32), np.float32)
    y = functional.local2d(np.ones((1, 1, 28, 28), np.float32), weight, bias)
    assert y.shape == (1, 32, 26, 26)
    assert np.all(y == 10)
    assert weight.size + bias.size == 216_320


def test_numerical_gradients():
    x, weight = whole_numbers(0, (2, 2, 4, 5)), whole_numbers(1, (3, 3, 2, 2, 2, 3))
    options = {"stride": (1, 2), "padding": ((0, 0), (1, 1)), "dilation": 1}
    y = functional.local2d(x, weight, **options)
    dy = whole_numbers(2, y.shape)
    dx, dweight, _ = functional.local2d_backward(dy, x, weight, **options)
    expected = numerical_gradient(lambda x: dy * functional.local2d(x, weight, **options), x)
    np.testing.assert_allclose(dx, expected, rtol=1e-6, atol=1e-6)
    expected = numerical_gradient(lambda w: dy * functional.local2d(x, w, **options), weight)
    np.testing.assert_allclose(dweight, expected, rtol=1e-6, atol=1e-6)


X = np.ones((1, 2, 4, 4))
WEIGHT = np.ones((2, 2, 1, 2, 3, 3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(
            lambda: functional.local2d(X, np.ones((1, 2, 3, 3))),
            "weight needs 6 axes (oh, ow, out, in, kh, kw), got shape 1×2×3×3",
            id="shared weight",
        ),
        pytest.param(
            lambda: functional.local2d(X[:, :1], WEIGHT),
            "weight 2×2×1×2×3×3 reads 2 channels, but x 1×1×4×4 has 1",
            id="channels",
        ),
        pytest.param(
            lambda: functional.local2d(X, WEIGHT, padding=1),
            "weight 2×2×1×2×3×3 is for 2×2 positions, but x 1×2×4×4 has 4×4 windows of 3×3",
            id="positions",
        ),
        pytest.param(
            lambda: functional.local2d(X, WEIGHT, bias=[1]),
            "bias needs 3 axes (oh, ow, out), got shape 1",
            id="shared bias",
        ),
        pytest.param(
            lambda: functional.local2d(X, WEIGHT, bias=np.ones((2, 2, 2))),
            "bias has shape 2×2×2, but weight 2×2×1×2×3×3 needs one of 2×2×1",
            id="bias",
        ),
        pytest.param(
            lambda: functional.local2d_backward(np.ones((1, 2, 2, 2)), X, WEIGHT),
            "dy has shape 1×2×2×2, but x 1×2×4×4, weight 2×2×1×2×3×3 and these settings give "
            "1×1×2×2",
            id="dy",
        ),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        call()
