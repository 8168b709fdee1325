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
        pytest.param(
            layers.Sequential(layers.Tanh(), layers.Sequential(layers.ReLU(), layers.Tanh())),
            nn.Sequential(nn.Tanh(), nn.ReLU(), nn.Tanh()),
            IMAGES,
            id="sequence",
        ),
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


def test_sizes_of_a_small_integer_type_do_not_overflow():
    assert layers.Conv2d(np.int8(100), np.int8(4), 5, rng=0).weight.value.shape == (4, 100, 5, 5)


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


class Holder(layers.Layer):
    """A layer of one's own that holds others, in every way."""

    def __init__(self):
        self.first = layers.Linear(7, 4, rng=0)
        self.branches = [layers.Dropout(0.5, rng=0), {"b": (layers.Sequential(Conv()),)}]
        self.scale = layers.Parameter(np.ones(3))


def Conv():  # noqa: N802 (stands for a layer)
    return layers.Conv2d(1, 2, 3, bias=False, rng=0)


def test_what_a_layer_holds_is_part_of_it():
    holder = Holder()
    network = layers.Sequential(layers.Sequential(holder), layers.Dropout(0.5, rng=0))
    dropout, inner = holder.branches[0], holder.branches[1]["b"][0]
    expected = [holder.first.weight, holder.first.bias, inner[0].weight, holder.scale]
    assert network.parameters() == holder.parameters() == expected
    held = [network[0], network[1], holder, holder.first, dropout, inner, inner[0]]
    assert network.eval() is network
    assert not any(layer.training for layer in held)
    assert network.train() is network
    assert all(layer.training for layer in held)


def test_a_layer_of_ones_own_decides_what_it_learns_and_its_mode():
    class Frozen(Holder):
        def parameters(self):
            return []

        def train(self, mode=True):  # noqa: ARG002
            return super().train(False)

    network = layers.Sequential(Frozen(), layers.Linear(4, 3, bias=False, rng=0)).train()
    assert network.parameters() == [network[1].weight]
    assert not network[0].first.training


def shared_weight():
    network = layers.Sequential(layers.Linear(3, 3, rng=0), layers.Linear(3, 3, rng=0))
    network[1].weight = network[0].weight
    return network


def in_a_circle():
    holder = Holder()
    holder.owner = holder
    return holder


RELU, LINEAR = layers.ReLU(), layers.Linear(3, 3, rng=0)


@pytest.mark.parametrize(
    ("call", "places"),
    [
        pytest.param(
            lambda: layers.Sequential(RELU, LINEAR, RELU),
            "layers[0] and layers[2] are the same ReLU",
            id="twice",
        ),
        pytest.param(
            lambda: layers.Sequential(RELU, layers.Sequential(layers.Tanh(), RELU)),
            "layers[0] and layers[1].layers[1] are the same ReLU",
            id="nested",
        ),
        pytest.param(
            lambda: shared_weight().parameters(),
            "network.layers[0].weight and network.layers[1].weight are the same Parameter(3×3, ",
            id="shared weight",
        ),
        pytest.param(
            lambda: in_a_circle().eval(),
            "network and network.owner are the same Holder",
            id="circle",
        ),
        pytest.param(
            lambda: layers.SGD(LINEAR.parameters() + LINEAR.parameters(), rate=1),
            "parameters[0] and parameters[2] are the same Parameter(3×3, float32)",
            id="moved twice",
        ),
    ],
)
def test_what_has_two_places_is_named(call, places):
    with pytest.raises(ValueError, match=f"^{re.escape(places)}.*: each place needs its own"):
        call()


@pytest.mark.parametrize("layer", [*every_layer(), layers.BatchNorm2d(4).eval()], ids=name)
def test_what_is_kept_cannot_be_changed_from_outside(layer):
    """Not through x, y, dy, the weights or an earlier gradient, nor do those change one another."""
    shape = ROWS if isinstance(layer, layers.Linear) else IMAGES
    rng = np.random.default_rng(0)
    x = rng.normal(size=shape).astype(np.float32)
    dy = np.ones_like(layer.forward(x))
    layer.forward(x)
    expected = layer.backward(dy)
    gradients = [parameter.gradient.copy() for parameter in layer.parameters()]
    for parameter, gradient in zip(layer.parameters(), gradients, strict=True):
        parameter.gradient[...] = np.nan
        parameter.gradient = gradient
    mine = x.copy()
    if not isinstance(layer, layers.Dropout):  # it would drop others
        y = layer.forward(mine)
        y[...] = np.nan
        np.testing.assert_array_equal(mine, x)
        mine[...] = np.nan
        values = [parameter.value.copy() for parameter in layer.parameters()]
        for parameter in layer.parameters():
            parameter.value[...] = np.nan
    dx = layer.backward(dy)
    np.testing.assert_array_equal(dx, expected)
    dx[...] = np.nan
    assert np.all(dy == 1)
    np.testing.assert_array_equal(layer.backward(dy), expected)
    for parameter, gradient in zip(layer.parameters(), gradients, strict=True):
        np.testing.assert_array_equal(parameter.gradient, gradient)
    if not isinstance(layer, layers.Dropout):
        for parameter, value in zip(layer.parameters(), values, strict=True):
            parameter.value[...] = value


def test_the_gradient_of_a_relu_at_extremes_is_pytorchs():
    x, dy = np.array([np.nan, 0, -1, np.inf]), np.array([2, np.inf, np.inf, 3])
    layer, tx = layers.ReLU(), torch.tensor(x, requires_grad=True)
    np.testing.assert_array_equal(layer.forward(x), torch.relu(tx).detach())
    torch.relu(tx).backward(torch.tensor(dy))
    np.testing.assert_array_equal(layer.backward(dy), tx.grad)


def test_two_networks_may_begin_with_one_array():
    start = np.ones((3, 3))
    twins = [layers.Linear(3, 3, bias=False, rng=0) for _ in range(2)]
    for twin in twins:
        twin.weight.value = start
    train = [layers.SGD(twin.parameters(), rate=1) for twin in twins]
    twins[0].weight.gradient = np.ones((3, 3))
    train[0].step()
    assert np.all(twins[0].weight.value == 0)
    assert np.all(twins[1].weight.value == 1)


@pytest.mark.parametrize("layer", every_layer(np.float16), ids=name)
def test_half_precision_is_summed_wide(layer):
    shape = (200, 700) if isinstance(layer, layers.Linear) else (20, 4, 30, 30)
    if isinstance(layer, layers.Linear):
        layer = layers.Linear(700, 5, rng=0, dtype=np.float16)
    rng = np.random.default_rng(0)
    x = rng.uniform(50, 60, shape).astype(np.float16)
    y = layer.forward(x)
    dy = (rng.uniform(1, 2, y.shape) / 64).astype(np.float16)
    dx = layer.backward(dy)
    narrow = [y, dx, *(parameter.gradient for parameter in layer.parameters())]
    assert {array.dtype for array in narrow} == {np.dtype(np.float16)}
    if isinstance(layer, layers.Dropout):
        return
    for parameter in layer.parameters():
        parameter.value = parameter.value.astype(float)
    wide = [layer.forward(x.astype(float)), layer.backward(dy.astype(float))]
    wide += [parameter.gradient for parameter in layer.parameters()]
    for result, value in zip(narrow, wide, strict=True):
        np.testing.assert_allclose(result, value, rtol=2**-10, atol=2e-3)  # sums may cancel


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
