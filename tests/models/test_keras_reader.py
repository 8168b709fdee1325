"""`KerasReader` begins as Keras lets it; `test_descriptions` holds it to its description."""

import math
import re

import pytest
import torch

from cnnlib.models import KerasReader
from cnnlib.training import fit

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
