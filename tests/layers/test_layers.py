"""Every layer against its PyTorch namesake: output, gradients, training and evaluation."""

import re

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib import layers

F64 = torch.float64
IMAGES = (3, 4, 6, 5)
ROWS = (3, 7)


def conv(**options):
    return (
        layers.Conv2d(4, 6, (3, 2), **options, rng=0, dtype=np.float64),
        nn.Conv2d(4, 6, (3, 2), **options, dtype=F64),
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "shape"),
    [
        pytest.param(*conv(), IMAGES, id="convolution"),
        pytest.param(
            *conv(stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2),
            IMAGES,
            id="convolution with everything",
        ),
        pytest.param(*conv(bias=False), IMAGES, id="convolution without bias"),
        pytest.param(
            layers.Linear(7, 5, rng=0, dtype=np.float64),
            nn.Linear(7, 5, dtype=F64),
            ROWS,
            id="dense",
        ),
        pytest.param(
            layers.Linear(7, 5, bias=False, rng=0, dtype=np.float64),
            nn.Linear(7, 5, bias=False, dtype=F64),
            ROWS,
            id="dense without bias",
        ),
        pytest.param(
            layers.BatchNorm2d(4, dtype=np.float64),
            nn.BatchNorm2d(4, dtype=F64),
            IMAGES,
            id="batch norm",
        ),
        pytest.param(
            layers.BatchNorm2d(4, eps=0.1, momentum=0.7, dtype=np.float64).eval(),
            nn.BatchNorm2d(4, eps=0.1, momentum=0.7, dtype=F64).eval(),
            IMAGES,
            id="batch norm, evaluating",
        ),
        pytest.param(
            layers.MaxPool2d(3, stride=2, padding=1), nn.MaxPool2d(3, 2, 1), IMAGES, id="max pool"
        ),
        pytest.param(layers.MaxPool2d(2), nn.MaxPool2d(2), IMAGES, id="max pool 2"),
        pytest.param(
            layers.AveragePool2d(3, stride=2, padding=1, count_include_pad=False),
            nn.AvgPool2d(3, 2, 1, count_include_pad=False),
            IMAGES,
            id="average pool",
        ),
        pytest.param(layers.ReLU(), nn.ReLU(), IMAGES, id="relu"),
        pytest.param(layers.Tanh(), nn.Tanh(), ROWS, id="tanh"),
        pytest.param(layers.Sigmoid(), nn.Sigmoid(), ROWS, id="sigmoid"),
        pytest.param(layers.Flatten(), nn.Flatten(), IMAGES, id="flatten"),
        pytest.param(
            layers.Dropout(0.4, rng=0).eval(),
            nn.Dropout(0.4).eval(),
            ROWS,
            id="dropout, evaluating",
        ),
    ],
)
def test_the_namesake_in_pytorch(ours, theirs, shape):
    rng = np.random.default_rng(0)
    with torch.no_grad():
        for parameter, tensor in zip(ours.parameters(), theirs.parameters(), strict=True):
            parameter.value = rng.normal(size=parameter.value.shape)
            tensor.copy_(torch.tensor(parameter.value))
    for _ in range(2):  # the second pass must not remember the gradients of the first
        x = rng.normal(size=shape)
        tx = torch.tensor(x, requires_grad=True)
        y, ty = ours.forward(x), theirs(tx)
        np.testing.assert_allclose(y, ty.detach(), rtol=1e-11, atol=1e-11)
        dy = rng.normal(size=y.shape)
        theirs.zero_grad()
        ty.backward(torch.tensor(dy))
        np.testing.assert_allclose(ours.backward(dy), tx.grad, rtol=1e-10, atol=1e-10)
        for parameter, tensor in zip(ours.parameters(), theirs.parameters(), strict=True):
            np.testing.assert_allclose(parameter.gradient, tensor.grad, rtol=1e-10, atol=1e-10)
    if isinstance(ours, layers.BatchNorm2d):
        np.testing.assert_allclose(ours.running_mean, theirs.running_mean, rtol=1e-12)
        np.testing.assert_allclose(ours.running_var, theirs.running_var, rtol=1e-12)


def every_layer(dtype=np.float32):
    return [
        layers.Conv2d(4, 6, 3, rng=0, dtype=dtype),
        layers.Linear(7, 5, rng=0, dtype=dtype),
        layers.BatchNorm2d(4, dtype=dtype),
        layers.MaxPool2d(2),
        layers.AveragePool2d(2),
        layers.ReLU(),
        layers.Tanh(),
        layers.Sigmoid(),
        layers.Flatten(),
        layers.Dropout(0.5, rng=0),
    ]


def name(layer):
    return type(layer).__name__


@pytest.mark.parametrize("layer", every_layer(), ids=name)
def test_float32_stays_and_an_empty_batch_passes(layer):
    shape = ROWS if isinstance(layer, layers.Linear) else IMAGES
    y = layer.forward(np.ones(shape, np.float32))
    assert y.dtype == layer.backward(y).dtype == np.float32
    assert all(parameter.gradient.dtype == np.float32 for parameter in layer.parameters())
    layer.eval()  # a batch of none has no mean
    none = np.ones((0, *shape[1:]), np.float32)
    y = layer.forward(none)
    assert y.shape[0] == 0
    assert layer.backward(y).shape == none.shape


@pytest.mark.parametrize("layer", every_layer(), ids=name)
def test_backward_asks_for_a_forward_and_for_a_gradient_of_its_shape(layer):
    with pytest.raises(ValueError, match=f"^{name(layer)}.backward needs a forward pass before it"):
        layer.backward(np.ones(ROWS))
    shape = ROWS if isinstance(layer, layers.Linear) else IMAGES
    y = layer.forward(np.ones(shape))
    with pytest.raises(ValueError, match=r"^dy has shape "):
        layer.backward(np.ones((*y.shape[:-1], y.shape[-1] + 1)))


def test_the_initial_weights_are_hes_and_come_from_the_generator():
    rng = np.random.default_rng(5)
    weight = layers.Conv2d(8, 200, 5, groups=2, rng=rng).weight.value
    assert weight.std() == pytest.approx(np.sqrt(2 / (4 * 25)), rel=0.02)
    again = layers.Conv2d(8, 200, 5, groups=2, rng=rng).weight.value
    assert not np.array_equal(weight, again)
    same = layers.Conv2d(8, 200, 5, groups=2, rng=5).weight.value
    np.testing.assert_array_equal(weight, same)
    assert layers.Linear(100, 100, std=0.01, rng=0).weight.value.std() == pytest.approx(0.01, 0.03)


def test_dropout_keeps_the_mean_and_passes_the_gradient_where_it_passed_the_value():
    layer = layers.Dropout(0.25, rng=0)
    y = layer.forward(np.ones((100, 100)))
    assert np.mean(y == 0) == pytest.approx(0.25, abs=0.02)
    np.testing.assert_allclose(y[y > 0], 4 / 3)
    np.testing.assert_array_equal(layer.backward(np.ones((100, 100))), y)
    assert not np.array_equal(layer.forward(np.ones((100, 100))), y)


def test_batch_norm_makes_the_bias_before_it_redundant():
    x = np.random.default_rng(0).normal(size=IMAGES)
    conv, norm = layers.Conv2d(4, 3, 3, rng=0), layers.BatchNorm2d(3)
    before = norm.forward(conv.forward(x))
    conv.bias.value += 7
    np.testing.assert_allclose(norm.forward(conv.forward(x)), before, atol=1e-10)
    conv.backward(norm.backward(x[:, :3, :4, :3]))
    np.testing.assert_allclose(conv.bias.gradient, 0, atol=1e-10)


def test_a_sequence_is_its_layers_one_after_the_other():
    first, second = layers.Linear(7, 4, rng=0), layers.Linear(4, 3, bias=False, rng=1)
    network = layers.Sequential(first, layers.Sequential(layers.Tanh(), second))
    x = np.ones(ROWS)
    assert network.forward(x).shape == (3, 3)
    assert network.backward(np.ones((3, 3))).shape == x.shape
    assert network.parameters() == [first.weight, first.bias, second.weight]
    assert [type(layer) for layer in network] == [layers.Linear, layers.Sequential]
    assert (network[0], len(network)) == (first, 2)


def test_the_mode_reaches_every_layer():
    dropout = layers.Dropout(0.5, rng=0)
    network = layers.Sequential(layers.Sequential(dropout))
    assert network.eval() is network
    assert not dropout.training
    assert network.train() is network
    assert dropout.training


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(
            lambda: layers.Conv2d(3, 4, 3, groups=2, rng=0),
            "groups 2 must divide in_channels 3 and out_channels 4",
            id="groups",
        ),
        pytest.param(
            lambda: layers.Conv2d(0, 4, 3, rng=0),
            "in_channels must be a whole number ≥ 1, got 0",
            id="no channels",
        ),
        pytest.param(
            lambda: layers.Conv2d(1, 4, 0, rng=0),
            "kernel must be a whole number ≥ 1, or one per axis, got 0",
            id="kernel 0",
        ),
        pytest.param(
            lambda: layers.Linear(1, 2, rng=-1), "rng must be a whole number ≥ 0, got -1", id="rng"
        ),
        pytest.param(
            lambda: layers.Linear(1, 2, rng=0, dtype=int),
            "dtype must be a type of floating-point numbers, got <class 'int'>",
            id="dtype",
        ),
        pytest.param(
            lambda: layers.Linear(1, 2, rng=0, std=-1), "std must be a number ≥ 0, got -1", id="std"
        ),
        pytest.param(
            lambda: layers.Dropout(1, rng=0),
            "rate must be less than 1, got 1",
            id="drop everything",
        ),
        pytest.param(
            lambda: layers.Dropout("half", rng=0), "rate must hold real numbers", id="rate in words"
        ),
        pytest.param(
            lambda: layers.SGD([], rate=0.1, momentum=1.5),
            "momentum must be a number from 0 to 1, got 1.5",
            id="momentum",
        ),
        pytest.param(
            lambda: layers.Linear(3, 2, rng=0).forward(np.ones((1, 4))),
            "weight 2×3 reads 3 features, but x 1×4 has 4",
            id="features",
        ),
        pytest.param(
            lambda: layers.BatchNorm2d(3).forward(np.ones(IMAGES)),
            "x 3×4×6×5 has 4 channels, but this layer 3",
            id="channels",
        ),
        pytest.param(
            lambda: layers.BatchNorm2d(4).forward(np.ones((1, 4, 1, 1))),
            "x 1×4×1×1 has 1 values in a channel: in training it takes 2 or more",
            id="no variance",
        ),
        pytest.param(
            lambda: layers.Sequential(layers.ReLU(), np.tanh),
            "layers must be layers, got <ufunc 'tanh'>",
            id="not a layer",
        ),
        pytest.param(
            lambda: layers.Sequential(layers.ReLU(), layers.Linear(3, 2, rng=0)).forward([[1, 2]]),
            "layer 2, Linear: weight 2×3 reads 3 features, but x 1×2 has 2",
            id="layer in a sequence",
        ),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        call()
