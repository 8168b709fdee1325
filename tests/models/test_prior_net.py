"""`PriorNet` is what its description says, and its seed decides its weights and nothing else."""

import random
import re

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib.architectures import prior_net
from cnnlib.arithmetic import summarize
from cnnlib.models import LocalConv2d, PriorNet, seeded

KINDS = ("dense", "local", "convolution")
SETTINGS = [
    {},
    {"filters": (6, 12)},
    {"size": (28, 56), "filters": (3, 5)},
    {"size": (17, 30)},
    {"size": 40, "head": "global max"},
    {"size": (28, 56), "head": "global max"},
]
CASES = [
    pytest.param(kind, settings, id=f"{kind} {settings}")
    for kind in KINDS
    for settings in SETTINGS
    if kind != "dense" or "head" not in settings
]
MODULES = {"conv": nn.Conv2d, "dense": nn.Linear, "flatten": nn.Flatten, "max": nn.MaxPool2d}
MODULES |= {"local": LocalConv2d, "relu": nn.ReLU}


@pytest.mark.parametrize(("kind", "settings"), CASES)
def test_layer_by_layer_it_is_its_description(kind, settings):
    net, described = PriorNet(kind, seed=0, **settings), prior_net(kind, **settings)
    rows = summarize(*described)
    x = torch.rand(2, *described.input_shape)
    found = []
    for name, module in net.named_children():
        x = module(x)
        parameters = sum(parameter.numel() for parameter in module.parameters())
        found.append((name, type(module), tuple(x.shape[1:]), parameters))
    expected = [
        (row.name, MODULES[row.layer.kind.split()[0]], row.output_shape, row.parameters)
        for row in rows
    ]
    assert found == expected
    assert x.shape == (2, 10)


def test_the_books_three_counts():
    nets = [PriorNet(kind, seed=0) for kind in KINDS]
    counts = [sum(parameter.numel() for parameter in net.parameters()) for net in nets]
    assert counts == [527_306, 112_906, 2_202]


def states():
    return (random.getstate(), np.random.get_state()[1].tolist(), torch.get_rng_state().tolist())


def weights(net):
    return [parameter.tolist() for parameter in net.parameters()]


@pytest.mark.parametrize("kind", KINDS)
def test_the_seed_decides_the_weights_and_changes_nothing_else(kind):
    before = states()
    first = weights(PriorNet(kind, (1, 2), size=16, seed=3))
    assert states() == before
    torch.rand(1)
    assert weights(PriorNet(kind, (1, 2), size=16, seed=3)) == first
    assert weights(PriorNet(kind, (1, 2), size=16, seed=4)) != first


def test_seeded_gives_the_old_state_back_after_an_error_too():
    before = states()

    def fail():
        with seeded(5):
            raise KeyError(torch.rand(1))

    with pytest.raises(KeyError):
        fail()
    assert states() == before


def test_moving_a_picture_by_the_total_stride_does_not_change_a_global_maximum():
    net = PriorNet("convolution", seed=0, size=(28, 56), head="global max")
    picture = torch.zeros(1, 1, 28, 56)
    picture[:, :, 6:20, 16:28] = torch.arange(168).reshape(14, 12) % 11 / 10
    torch.testing.assert_close(net(picture), net(picture.roll(12, dims=3)))
    local = PriorNet("local", seed=0, size=(28, 56), head="global max")
    assert (local(picture) - local(picture.roll(12, dims=3))).abs().max() > 1e-3


@pytest.mark.parametrize(
    ("arguments", "settings", "message"),
    [
        (("conv",), {}, "kind 'conv' is unknown: use 'dense', 'local' or 'convolution'"),
        (("local", (4,)), {}, "filters must be two whole numbers, got (4,)"),
        (("local", (4, 0)), {}, "filters must be a whole number ≥ 1, got 0"),
        (("local",), {"size": 15}, "size 15×15 is too small: 5×5 window, pool, 5×5 window"),
        (("dense",), {"size": (28, 15)}, "size 28×15 is too small"),
        (("local",), {"size": "big"}, "size must be a whole number ≥ 1, or one per axis"),
        (("local",), {"head": "mean"}, "head 'mean' is unknown: use 'flatten' or 'global max'"),
        (("dense",), {"head": "global max"}, "head 'global max' needs maps: kind 'dense' has"),
        (("dense",), {"seed": -1}, "seed must be a whole number ≥ 0, got -1"),
        (("dense",), {"seed": 2**63}, "seed must be less than 2⁶³, got"),
        (("dense",), {"seed": 0.5}, "seed must be a whole number ≥ 0, got 0.5"),
    ],
)
def test_bad_arguments(arguments, settings, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        PriorNet(*arguments, **{"seed": 0, **settings})


@pytest.mark.parametrize("shape", [(1, 28, 28), (2, 1, 28, 27), (2, 3, 28, 28), (2, 784)])
def test_other_pictures_are_refused(shape):
    for kind in KINDS:
        with pytest.raises(ValueError, match=r"^x must have shape N×1×28×28, got "):
            PriorNet(kind, seed=0)(torch.zeros(shape))
