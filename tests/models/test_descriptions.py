"""Each reader is its description, layer by layer; its seed decides its weights and no more."""

import math
import random
import re
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib.architectures import (
    BATCH_NORM_READER,
    DENSE_BASELINE,
    FIVE_BY_FIVE_READER,
    KERAS_READER,
    LENET5,
    LENET_MODERN,
    Network,
)
from cnnlib.arithmetic import Activation, Conv, Pool, summarize
from cnnlib.models import (
    BatchNormReader,
    DenseBaseline,
    FiveByFiveReader,
    KerasReader,
    LeNet5,
    LeNetModern,
    seeded,
)
from cnnlib.models.lenet5 import MaskedConv2d, RadialBasis, ScaledTanh, Subsample2d

MODULES = {
    "average": nn.AvgPool2d,
    "batchnorm": nn.BatchNorm2d,
    "conv": nn.Conv2d,
    "dense": nn.Linear,
    "dropout": nn.Dropout,
    "flatten": nn.Flatten,
    "max": nn.MaxPool2d,
    "radial": RadialBasis,
    "relu": nn.ReLU,
    "scaled": ScaledTanh,
    "sigmoid": nn.Sigmoid,
    "subsample": Subsample2d,
    "tanh": nn.Tanh,
}


def lenet_modern(activation, pool):
    """The description with other steps and pools."""
    layers = [
        replace(layer, name=activation)
        if isinstance(layer, Activation)
        else replace(layer, operation=pool)
        if isinstance(layer, Pool)
        else layer
        for layer in LENET_MODERN.layers
    ]
    return Network(tuple(layers), LENET_MODERN.input_shape)


*BELOW, LAST = DENSE_BASELINE.layers
DENSE_WITH_DROPOUT = Network((*BELOW, Activation("dropout"), LAST), DENSE_BASELINE.input_shape)


class Case(NamedTuple):
    kind: type
    settings: dict
    described: Network
    parameters: int

    def made(self, seed=0):
        return self.kind(**self.settings, seed=seed)


CASES = {
    "Keras": Case(KerasReader, {}, KERAS_READER, 93_322),
    "batch norm": Case(BatchNormReader, {}, BATCH_NORM_READER, 1_425_214),
    "5x5": Case(FiveByFiveReader, {}, FIVE_BY_FIVE_READER, 28_938),
    "dense": Case(DenseBaseline, {}, DENSE_BASELINE, 407_050),
    "dropout": Case(DenseBaseline, {"dropout": 0.5}, DENSE_WITH_DROPOUT, 407_050),
    "LeNet-5": Case(LeNet5, {}, LENET5, 60_000),
}
for way in [("relu", "max"), ("relu", "average"), ("tanh", "average"), ("sigmoid", "max")]:
    settings = dict(zip(("activation", "pool"), way, strict=True))
    CASES[f"LeNet {way}"] = Case(LeNetModern, settings, lenet_modern(*way), 61_706)
readers = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def expected_type(layer):
    if isinstance(layer, Conv) and layer.connections is not None:
        return MaskedConv2d
    return MODULES[layer.kind.split()[0]]


def size(module):
    return sum(parameter.numel() for parameter in module.parameters())


@readers
def test_layer_by_layer_it_is_its_description(case):
    net = case.made()
    assert net.input_shape == case.described.input_shape
    x = torch.rand(2, *net.input_shape)
    found = []
    for name, module in net.named_children():
        x = module(x)
        found.append((name, type(module), tuple(x.shape[1:]), size(module)))
    expected = [
        (
            row.name.replace(" ", "_"),
            expected_type(row.layer),
            row.output_shape,
            row.parameters,
        )
        for row in summarize(*case.described)
    ]
    assert found == expected
    assert size(net) == case.parameters


STEPS = (nn.ReLU, nn.Tanh, nn.Sigmoid, ScaledTanh)


def heard(net, unit):
    """For each layer: the first and last row that its unit in that row of a map depends on.

    With all weights positive, averages for pools and no squashing nothing can cancel.
    """
    x = torch.ones(1, *net.input_shape, dtype=torch.float64, requires_grad=True)
    y = x
    for module in net.double().eval():
        for parameter in module.parameters():
            nn.init.constant_(parameter, 0.01)
        if isinstance(module, nn.MaxPool2d):
            y = nn.functional.avg_pool2d(y, module.kernel_size, module.stride)
        elif isinstance(module, RadialBasis):
            y = y.sum(dim=1, keepdim=True)
        elif not isinstance(module, STEPS):
            y = module(y)
        one = y[0, 0] if y.ndim == 2 else y[0, 0, min(unit, y.shape[2] - 1), 0]
        (gradient,) = torch.autograd.grad(one, x, retain_graph=True)
        rows = gradient.abs().sum(dim=(0, 1, 3)).nonzero().flatten()
        yield int(rows[0]), int(rows[-1])


@readers
def test_its_units_see_what_the_description_says(case):
    row_count = case.described.input_shape[1]
    for unit in (0, 2):
        expected = []
        for row in summarize(*case.described):
            at = min(unit, row.output_shape[1] - 1) if len(row.output_shape) > 1 else 0
            first = row.start + at * row.jump
            last = min(row_count - 1, first + row.receptive_field - 1)
            expected.append((max(0, first), last))
        assert list(heard(case.made(), unit)) == expected


def states():
    return (random.getstate(), np.random.get_state()[1].tolist(), torch.get_rng_state().tolist())


def weights(net):
    """Those of windows and dense layers; biases and what normalizes may begin the same always."""
    return [parameter.tolist() for parameter in net.parameters() if parameter.ndim > 1]


@readers
def test_the_seed_decides_the_weights_and_changes_nothing_else(case):
    before = states()
    first = weights(case.made(3))
    assert states() == before
    torch.rand(1)
    assert weights(case.made(3)) == first
    assert all(a != b for a, b in zip(weights(case.made(4)), first, strict=True))


@readers
def test_one_step_down_the_gradient_helps_and_moves_every_layer(case):
    net = case.made().eval()  # without the chance of dropout
    x, y = (
        torch.rand(10, *net.input_shape, generator=torch.Generator().manual_seed(0)),
        torch.arange(10),
    )
    before = nn.functional.cross_entropy(net(x), y)
    before.backward()
    assert all(parameter.grad.any() for parameter in net.parameters())
    with torch.no_grad():
        for parameter in net.parameters():
            parameter -= 1e-3 * parameter.grad
    assert nn.functional.cross_entropy(net(x), y) < before


def test_dropout_leaves_out_its_part_in_training_only_and_enlarges_the_rest():
    net, plain = DenseBaseline(0.25, seed=0), DenseBaseline(0, seed=0)
    assert weights(net) == weights(plain)
    x = torch.rand(50, 1, 28, 28)
    assert torch.equal(net.eval()(x), plain(x))
    hidden = nn.Sequential(*list(plain)[:3])(x)
    with seeded(0):
        dropped = nn.Sequential(*list(net.train())[:4])(x)
    kept = dropped != 0
    torch.testing.assert_close(dropped[kept], hidden[kept] / 0.75)
    assert kept.sum() / (hidden != 0).sum() == pytest.approx(0.75, abs=0.02)
    assert not hasattr(plain, "dropout1")


def test_the_dense_baseline_begins_as_keras_or_pytorch_does():
    keras, own = DenseBaseline(seed=0), DenseBaseline(init="torch", seed=0)
    assert not keras.dense1.bias.any()
    limit = math.sqrt(6 / (784 + 512))
    assert 0.99 * limit < keras.dense1.weight.abs().max() <= limit
    assert own.dense1.bias.any()
    assert 0.99 / 28 < own.dense1.weight.abs().max() <= 1 / 28


def test_modern_digits_get_a_rim_of_paper():
    net = LeNetModern(seed=0)
    x = torch.rand(3, 1, 28, 28)
    assert torch.equal(net(x), net(nn.functional.pad(x, (2, 2, 2, 2))))


@pytest.mark.parametrize(
    ("kind", "settings", "message"),
    [
        (DenseBaseline, {"dropout": 1}, "dropout must be a number from 0 to less than 1, got 1"),
        (DenseBaseline, {"dropout": -0.1}, "dropout must be a number from 0 to less than 1, got"),
        (DenseBaseline, {"dropout": "half"}, "dropout must be a number from 0 to less than 1, got"),
        (DenseBaseline, {"dropout": None}, "dropout must be a number from 0 to less than 1, got"),
        (DenseBaseline, {"init": "he"}, "init 'he' is unknown: use 'glorot' or 'torch'"),
        (LeNetModern, {"activation": "ReLU"}, "activation 'ReLU' is unknown: use 'relu', 'tanh'"),
        (LeNetModern, {"activation": None}, "activation None is unknown: use 'relu', 'tanh' or"),
        (LeNetModern, {"pool": "mean"}, "pool 'mean' is unknown: use 'max' or 'average'"),
    ],
)
def test_bad_arguments_are_told(kind, settings, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        kind(**settings, seed=0)


@readers
def test_other_pictures_and_seeds_are_refused(case):
    net = case.made()
    sizes = "N×1×28×28" + (" or N×1×32×32" if net.input_shape[1] == 32 else "")
    for shape in ((1, 28, 28), (2, 3, 28, 28), (2, 1, 28, 32), (2, 784)):
        with pytest.raises(ValueError, match=f"^x must have shape {sizes}, got "):
            net(torch.zeros(shape))
    with pytest.raises(ValueError, match=r"^seed must be a whole number ≥ 0, got -1"):
        case.made(-1)
