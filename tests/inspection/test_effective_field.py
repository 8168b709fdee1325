"""The effective field: what is known exactly, what must not change, and bad arguments."""

import math
import re

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib.architectures import KERAS_READER
from cnnlib.arithmetic import Conv, Pool, receptive_field
from cnnlib.functional import convolve1d
from cnnlib.inspection import EffectiveField, effective_receptive_field
from cnnlib.models import KerasReader


def stack(depth, weights=None, **options):
    """3×3 windows with weights that a pile of grains would have, all alike by default."""
    kernel = torch.tensor([1.0, 1.0, 1.0] if weights is None else weights, dtype=torch.float64)
    made = nn.Sequential(
        *(nn.Conv2d(1, 1, 3, bias=False, dtype=torch.float64, **options) for _ in range(depth))
    )
    with torch.no_grad():
        for layer in made:
            layer.weight.copy_(kernel[:, None] * kernel / kernel.sum() ** 2)
    return made


@pytest.mark.parametrize(("depth", "heard"), [(1, 3), (5, 9), (10, 13), (20, 19), (50, 29)])
def test_equal_weights_are_known_exactly(depth, heard):
    side = 2 * depth + 3
    field = effective_receptive_field(stack(depth), np.ones((1, 1, side, side)))
    assert field.heard == heard
    assert field.size == 2 * depth + 1
    assert field.spread == pytest.approx(math.sqrt(2 * depth / 3))


@pytest.mark.parametrize("weights", [[1.0, 2.0, 1.0], [1.0, 0.0, 1.0], [1.0, -2.0, 3.0]])
def test_the_map_is_the_product_of_the_layers_without_signs(weights):
    pile = np.ones(1)
    for _ in range(4):
        pile = convolve1d(pile, weights, "full")
    pile /= sum(weights) ** 4
    found = effective_receptive_field(stack(4, weights), (1, 11, 11)).map
    # A window correlates: going back, its weights lie turned around the unit.
    expected = np.pad(np.abs(np.outer(pile, pile)), 1)
    assert found == pytest.approx(expected)


def test_pictures_units_and_channels_are_averaged_and_those_of_the_picture_added():
    layer = nn.Conv2d(2, 3, 1, bias=False)
    with torch.no_grad():
        layer.weight[:] = torch.tensor([[1.0, 2.0], [-3.0, 0.0], [4.0, -2.0]])[..., None, None]
    field = effective_receptive_field(layer, np.ones((7, 2, 3, 5)))
    assert np.argwhere(field.map).tolist() == [[1, 2]]
    assert field.map.max() == pytest.approx((3 + 3 + 6) / 3)
    assert (field.spread, field.heard, field.size) == (0, 1, 1)


def test_a_picture_decides_by_the_units_that_it_keeps_awake():
    net = nn.Sequential(nn.Conv2d(1, 2, 1, bias=False), nn.ReLU())
    with torch.no_grad():
        net[0].weight[:] = torch.tensor([2.0, -4.0])[:, None, None, None]
    bright, dark = np.ones((1, 1, 1, 1)), -np.ones((1, 1, 1, 1))
    assert effective_receptive_field(net, bright).map.tolist() == [[1]]
    assert effective_receptive_field(net, dark).map.tolist() == [[2]]
    assert effective_receptive_field(net, np.concatenate([bright, dark])).map.tolist() == [[1.5]]
    assert effective_receptive_field(net, bright, "0").map.tolist() == [[3]]


BRIGHT = np.random.default_rng(0).random((2, 1, 28, 28), np.float32)


@pytest.mark.parametrize(
    ("layer", "count"), [("conv1", 1), ("pool1", 3), ("conv2", 4), ("pool2", 6), ("conv3", 7)]
)
def test_the_measured_extent_is_the_receptive_field(layer, count):
    field = effective_receptive_field(KerasReader(seed=0), BRIGHT, layer)
    assert field.size == receptive_field(KERAS_READER.layers[:count]).size
    assert field.heard <= field.size


def test_strides_dilations_and_axes_that_differ():
    torch.manual_seed(0)
    net = nn.Sequential(
        nn.Conv2d(1, 3, (5, 3), padding=(2, 0)),
        nn.AvgPool2d(2),
        nn.Conv2d(3, 2, 3, dilation=(1, 3)),
        nn.Conv2d(2, 2, 3, stride=2),
    )
    layers = [Conv(3, (5, 3), padding=(2, 0)), Pool(2), Conv(2, 3, dilation=(1, 3)), Conv(2, 3, 2)]
    field = effective_receptive_field(net, (1, 44, 44))
    assert field.size == receptive_field(layers).size
    assert isinstance(field.size, tuple)


def test_the_last_map_and_another_unit():
    reader = KerasReader(seed=0)
    last = effective_receptive_field(reader, BRIGHT)
    assert np.array_equal(last.map, effective_receptive_field(reader, BRIGHT, "relu3").map)
    corner = effective_receptive_field(reader, BRIGHT, "conv3", unit=(0, 0))
    assert corner.size == 18
    assert corner.map[17, 17] > 0
    assert not corner.map[18:].any()


def small():
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(), nn.Conv2d(3, 2, 3))


def test_many_pictures_are_as_good_as_few_at_a_time():
    images = np.random.default_rng(0).normal(size=(70, 1, 7, 7))
    net = small()
    parts = [effective_receptive_field(net, images[k : k + 1]).map for k in range(70)]
    assert effective_receptive_field(net, images).map == pytest.approx(np.mean(parts, 0), rel=1e-4)


def test_the_seed_decides_the_noise():
    maps = [effective_receptive_field(small(), (1, 7, 7), seed=seed).map for seed in (1, 1, 2)]
    assert np.array_equal(maps[0], maps[1])
    assert not np.array_equal(maps[0], maps[2])


def test_the_model_is_left_as_it_was():
    net = nn.Sequential(
        nn.BatchNorm2d(1), nn.Conv2d(1, 1, 3), nn.Dropout(0.9), nn.ReLU(inplace=True)
    )
    net.train()
    net[0].eval()  # a part that does not learn
    net[1].weight.grad = torch.ones(1, 1, 3, 3)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    with torch.no_grad():
        field = effective_receptive_field(net, np.ones((2, 1, 9, 9)), "1")
    weight = before["1.weight"][0, 0].abs()
    assert field.map[3:6, 3:6] == pytest.approx(weight.numpy(), rel=1e-4)  # no dropout
    assert net.training
    assert [part.training for part in net] == [False, True, True, True]
    assert torch.equal(net[1].weight.grad, torch.ones(1, 1, 3, 3))
    assert all(torch.equal(before[name], value) for name, value in net.state_dict().items())
    assert not any(module._forward_hooks for module in net.modules())


class Cut(nn.Module):
    def forward(self, x):
        return x.detach()


BAD = [
    ((Cut(), (1, 9, 9)), {}, "no pixel changes the unit: its gradient ends before the picture"),
    ((3, (1, 9, 9)), {}, "model must be a torch.nn.Module, got int"),
    ((nn.Conv2d(1, 1, 3), (9, 9)), {}, "images must have a shape (C, H, W), got (9, 9)"),
    ((nn.Conv2d(1, 1, 3), (1, 0, 9)), {}, "images must be a whole number ≥ 1, got 0"),
    ((nn.Conv2d(1, 1, 3), np.ones((9, 9))), {}, "images needs 4 axes (N, C, H, W), got shape 9×9"),
    ((nn.Conv2d(1, 1, 3), np.ones((0, 1, 9, 9))), {}, "images are empty: at least one picture is"),
    ((nn.Conv2d(1, 1, 3), (1, 9, 9), "conv"), {}, "layer 'conv' is unknown: use None, for it has"),
    ((stack(2), (1, 9, 9), "2"), {}, "layer '2' is unknown: use '0', '1'"),
    (
        (KerasReader(seed=0), (1, 28, 28), "dense1"),
        {},
        "layer 'dense1' must give maps of shape (N, C, H, ",
    ),
    ((nn.Flatten(), (1, 9, 9)), {}, "model has no layer that gives maps of shape (N, C"),
    ((stack(2), (1, 9, 9)), {"unit": (5, 0)}, "unit (5, 0) lies outside the 5×5 units"),
    ((stack(2), (1, 9, 9)), {"unit": 1}, "unit must be a row and a column, got 1"),
    ((stack(2), (1, 9, 9)), {"unit": (0, -1)}, "unit must be a whole number ≥ 0, got -1"),
    ((stack(2), (1, 9, 9)), {"seed": -1}, "seed must be a whole number ≥ 0, got -1"),
    ((stack(2, [0.0, 0.0, 1e-200]), (1, 9, 9)), {}, "no pixel changes the unit"),
]


@pytest.mark.parametrize(("arguments", "options", "said"), BAD)
def test_bad_arguments_are_told(arguments, options, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        effective_receptive_field(*arguments, **options)


def test_a_field_cannot_be_changed():
    field = EffectiveField(np.ones((1, 1)), 0.0, 1, 1)
    with pytest.raises(AttributeError):
        field.spread = 2.0
