"""Whole networks learn: step by step as in PyTorch, and on real digits."""

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib import data
from cnnlib.layers import (
    SGD,
    AveragePool2d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    Tanh,
    train_step,
)


def chapter_7(dtype=np.float32):
    rng = np.random.default_rng(0)
    return Sequential(
        Conv2d(1, 30, 5, rng=rng, dtype=dtype),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(4320, 100, rng=rng, dtype=dtype),
        ReLU(),
        Linear(100, 10, rng=rng, dtype=dtype),
    )


def lenet_5(dtype=np.float32):
    rng = np.random.default_rng(0)
    return Sequential(
        Conv2d(1, 6, 5, padding=2, rng=rng, dtype=dtype),
        Tanh(),
        AveragePool2d(2),
        Conv2d(6, 16, 5, rng=rng, dtype=dtype),
        Tanh(),
        AveragePool2d(2),
        Conv2d(16, 120, 5, rng=rng, dtype=dtype),
        Tanh(),
        Flatten(),
        Linear(120, 84, rng=rng, dtype=dtype),
        Tanh(),
        Linear(84, 10, rng=rng, dtype=dtype),
    )


def chapter_7_in_torch():
    return nn.Sequential(
        nn.Conv2d(1, 30, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(4320, 100),
        nn.ReLU(),
        nn.Linear(100, 10),
    )


def lenet_5_in_torch():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Conv2d(16, 120, 5),
        nn.Tanh(),
        nn.Flatten(),
        nn.Linear(120, 84),
        nn.Tanh(),
        nn.Linear(84, 10),
    )


@pytest.fixture(scope="module")
def digits():
    return data.load_digits()


@pytest.mark.parametrize(
    ("build", "count"),
    [pytest.param(chapter_7, 433_890, id="chapter 7"), pytest.param(lenet_5, 61_706, id="LeNet-5")],
)
def test_it_has_the_books_number_of_parameters(build, count):
    assert sum(parameter.value.size for parameter in build().parameters()) == count


@pytest.mark.parametrize(
    ("build", "build_in_torch"),
    [
        pytest.param(chapter_7, chapter_7_in_torch, id="chapter 7"),
        pytest.param(lenet_5, lenet_5_in_torch, id="LeNet-5"),
    ],
)
def test_training_follows_pytorch_step_by_step(build, build_in_torch, digits):
    train, _ = digits
    network, theirs = build(np.float64), build_in_torch().double()
    with torch.no_grad():
        for parameter, tensor in zip(network.parameters(), theirs.parameters(), strict=True):
            tensor.copy_(torch.tensor(parameter.value))
    optimizer = SGD(network.parameters(), rate=0.05, momentum=0.9)
    their_optimizer = torch.optim.SGD(theirs.parameters(), lr=0.05, momentum=0.9)
    for step in range(4):
        batch = slice(20 * step, 20 * (step + 1))
        images, labels = train.images[batch].astype(float), train.labels[batch]
        loss = train_step(network, optimizer, images, labels)
        their_optimizer.zero_grad()
        their_loss = nn.functional.cross_entropy(theirs(torch.tensor(images)), torch.tensor(labels))
        their_loss.backward()
        their_optimizer.step()
        assert loss == pytest.approx(their_loss.item(), rel=1e-9)
    for parameter, tensor in zip(network.parameters(), theirs.parameters(), strict=True):
        np.testing.assert_allclose(parameter.value, tensor.detach(), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("build", [chapter_7, lenet_5])
def test_a_few_steps_lower_the_loss_on_real_digits(build, digits):
    train, test = digits
    network = build()
    optimizer = SGD(network.parameters(), rate=0.05, momentum=0.9)
    losses = []
    for step in range(16):
        batch = slice(50 * step, 50 * (step + 1))
        losses.append(train_step(network, optimizer, train.images[batch], train.labels[batch]))
    assert np.mean(losses[-3:]) < 0.7 * np.mean(losses[:3])
    right = network.eval().forward(test.images[:200]).argmax(axis=1) == test.labels[:200]
    assert right.mean() > 0.5


def test_ten_digits_are_learned_by_heart(digits):
    train, _ = digits
    images, labels = train.images[:10], train.labels[:10]
    network = chapter_7()
    optimizer = SGD(network.parameters(), rate=0.02, momentum=0.9)
    losses = [train_step(network, optimizer, images, labels) for _ in range(40)]
    assert losses[-1] < 0.01
    np.testing.assert_array_equal(network.forward(images).argmax(axis=1), labels)
