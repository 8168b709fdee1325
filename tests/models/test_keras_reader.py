"""`KerasReader` is what its description says, and begins as Keras lets it."""

import math
import re

import pytest
import torch
from torch import nn

from cnnlib.architectures import KERAS_READER
from cnnlib.arithmetic import summarize
from cnnlib.models import KerasReader
from cnnlib.training import fit

MODULES = {"conv": nn.Conv2d, "dense": nn.Linear, "flatten": nn.Flatten, "max": nn.MaxPool2d}
MODULES |= {"relu": nn.ReLU}


def weights(net):
    return [parameter.tolist() for parameter in net.parameters()]


def test_layer_by_layer_it_is_its_description():
    x = torch.rand(2, *KERAS_READER.input_shape)
    found = []
    for name, module in KerasReader(seed=0).named_children():
        x = module(x)
        parameters = sum(parameter.numel() for parameter in module.parameters())
        found.append((name, type(module), tuple(x.shape[1:]), parameters))
    expected = [
        (row.name, MODULES[row.layer.kind.split()[0]], row.output_shape, row.parameters)
        for row in summarize(*KERAS_READER)
    ]
    assert found == expected
    assert sum(parameters for *_, parameters in found) == 93_322


# What a weight's unit reads, and how many units read what it reads, as Keras counts.
FANS = {
    "conv1": (9, 32 * 9),
    "conv2": (32 * 9, 64 * 9),
    "conv3": (64 * 9, 64 * 9),
    "dense1": (576, 64),
    "dense2": (64, 10),
}


def test_it_begins_as_keras_lets_it():
    reader = KerasReader(seed=1)
    for name, fans in FANS.items():
        layer = getattr(reader, name)
        limit = math.sqrt(6 / sum(fans))
        assert 0.9 * limit < layer.weight.abs().max() <= limit
        # √3 times the standard deviation of even numbers is their limit; for 288 of them ± 8 %.
        assert layer.weight.std().item() * math.sqrt(3) == pytest.approx(limit, rel=0.1)
        assert not layer.bias.any()


def test_or_as_pytorch_does():
    reader = KerasReader(init="torch", seed=1)
    for name, (reads, _) in FANS.items():
        layer = getattr(reader, name)
        assert 0.9 < layer.weight.abs().max() * math.sqrt(reads) <= 1
        assert layer.bias.any()


def test_the_seed_decides_the_weights_and_changes_nothing_else():
    before = torch.get_rng_state().tolist()
    first = weights(KerasReader(seed=3))
    assert torch.get_rng_state().tolist() == before
    torch.rand(1)
    assert weights(KerasReader(seed=3)) == first
    assert weights(KerasReader(seed=4)) != first


def test_it_learns():
    torch.manual_seed(0)
    images = torch.rand(40, 1, 28, 28).numpy()
    labels = torch.arange(40).numpy() % 10
    images[labels < 5] *= 0.1  # so that brightness tells half of them apart
    reader = KerasReader(seed=0)
    data = (images, labels)
    history = fit(reader, data, rate=1e-3, steps=16, batch=20, optimizer="RMSprop", device="cpu")
    assert history.losses[-1] < 0.9 * history.losses[0]


def test_bad_arguments_are_told():
    with pytest.raises(
        ValueError, match=re.escape("init 'he' is unknown: use 'glorot' or 'torch'")
    ):
        KerasReader(init="he", seed=0)
    with pytest.raises(ValueError, match="seed must be a whole number ≥ 0, got -1"):
        KerasReader(seed=-1)
    with pytest.raises(ValueError, match="x must have shape N×1×28×28, got 2×1×32×32"):
        KerasReader(seed=0)(torch.zeros(2, 1, 32, 32))
