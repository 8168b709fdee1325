"""LeNet-5's own parts: the table of C3, trained sub-sampling, the codes, the start of 1998."""

import re
from itertools import combinations

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib import functional
from cnnlib.architectures import LENET5_CODES, LENET5_TABLE
from cnnlib.models import LeNet5, MaskedConv2d, seeded
from cnnlib.training import evaluate, fit

PICTURES = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(0))


def test_the_table_of_1998():
    """Three neighbors in a ring of six; four; two pairs of opposite ones; all six."""
    seen = [{s for s in range(6) if row[s]} for row in LENET5_TABLE]
    assert seen[:6] == [{k, (k + 1) % 6, (k + 2) % 6} for k in range(6)]
    assert seen[6:12] == [{(k + j) % 6 for j in range(4)} for k in range(6)]
    assert seen[12:15] == [{0, 1, 3, 4}, {1, 2, 4, 5}, {0, 2, 3, 5}]
    assert seen[15] == set(range(6))
    assert np.sum(LENET5_TABLE) == 60
    assert np.sum(LENET5_TABLE, axis=0).tolist() == [10] * 6


def test_the_codes_are_ten_pictures_that_can_be_told_apart():
    assert np.shape(LENET5_CODES) == (10, 84)
    assert set(np.unique(LENET5_CODES)) == {-1, 1}
    differ = [np.sum(np.not_equal(a, b)) for a, b in combinations(LENET5_CODES, 2)]
    assert min(differ) >= 12
    one = np.reshape(LENET5_CODES[1], (12, 7))
    assert (one[-1] == [-1, 1, 1, 1, 1, 1, 1]).all()  # the foot of the 1: rows lie as they are read


def test_c3_is_a_convolution_in_which_36_kernels_are_missing():
    layer = LeNet5(seed=0).C3.double()
    x = torch.rand(2, 6, 14, 14, dtype=torch.float64)
    weight = np.zeros((16, 6, 5, 5))
    kernels = iter(layer.weight.detach().numpy())
    for out, row in enumerate(LENET5_TABLE):
        for below in range(6):
            if row[below]:
                weight[out, below] = next(kernels)
    expected = functional.conv2d(x.numpy(), weight, layer.bias.detach().numpy())
    np.testing.assert_allclose(layer(x).detach(), expected, rtol=1e-12, atol=1e-14)
    np.testing.assert_array_equal(layer.kernels().detach(), weight)


@pytest.mark.parametrize(
    ("table", "links"),
    [
        (np.ones((16, 6), int), 96),
        (np.ones((16, 6), bool).tolist(), 96),
        ([[1, 0, 0, 0, 0, 0]] * 16, 16),
        (torch.eye(6).repeat(3, 1)[:16], 16),
    ],
    ids=["all", "booleans", "one map only", "tensor"],
)
def test_another_table(table, links):
    net = LeNet5(table, seed=0)
    assert sum(p.numel() for p in net.C3.parameters()) == 25 * links + 16
    assert net.C3.table.sum() == links
    x = torch.rand(1, 6, 14, 14)
    before = net.C3(x)
    for below in range(6):
        changed = x.clone()
        changed[:, below] += 1
        moved = (net.C3(changed) != before).flatten(2).any(dim=2)[0]
        assert moved.tolist() == [bool(row[below]) for row in table]


def test_squashing_and_trained_sub_sampling():
    net = LeNet5(seed=0)
    x = torch.tensor([0.0, 1.0, -1.0, 100.0])
    torch.testing.assert_close(
        net.scaled_tanh1(x), torch.tensor([0.0, 1.0, -1.0, 1.7159]), atol=1e-5, rtol=0
    )
    maps = torch.rand(2, 6, 28, 28)
    expected = functional.average_pool2d(maps.numpy(), 2)
    expected = (
        net.S2.weight.detach().numpy()[:, None, None] * expected
        + net.S2.bias.detach().numpy()[:, None, None]
    )
    np.testing.assert_allclose(net.S2(maps).detach(), expected, rtol=1e-5, atol=1e-6)


def test_the_nearest_code_wins():
    net = LeNet5(seed=0)
    features = {}
    net.scaled_tanh6.register_forward_hook(lambda *made: features.update(last=made[-1]))
    scores = net(PICTURES)
    assert features["last"].shape == (4, 84)
    expected = [
        [sum((x - c) ** 2 for x, c in zip(row, code, strict=True)) for code in LENET5_CODES]
        for row in features["last"].tolist()
    ]
    np.testing.assert_allclose(net.distances(PICTURES).detach(), expected, rtol=1e-5)
    assert torch.equal(scores, -net.distances(PICTURES))
    codes = torch.tensor(LENET5_CODES, dtype=torch.float32)
    assert net.output(0.9 * codes).argmax(dim=1).tolist() == list(range(10))
    assert not net.output(codes).diagonal().any()


def test_the_two_losses_of_the_paper():
    scores, labels = LeNet5(seed=0)(PICTURES), torch.tensor([3, 1, 4, 1])
    distances = -scores.detach().double().numpy()
    right = distances[range(4), labels]
    assert LeNet5.loss(scores, labels).item() == pytest.approx(right.mean())
    rivals = np.log(np.exp(-distances).sum(axis=1))
    found = nn.functional.cross_entropy(scores, labels).item()
    assert found == pytest.approx(np.mean(right + rivals), rel=1e-4)


def test_paper_is_minus_a_tenth_and_ink_1175_thousandths():
    net = LeNet5(seed=0)
    seen = []
    net.C1.register_forward_hook(lambda *made: seen.append(made[1][0]))
    x = torch.zeros(1, 1, 28, 28)
    x[0, 0, 0, 0] = 1
    small = net(x)
    assert seen[0].shape == (1, 1, 32, 32)
    torch.testing.assert_close(seen[0][0, 0, 2, 2].item(), 1.175)
    torch.testing.assert_close(seen[0].unique(), torch.tensor([-0.1, 1.175]))
    assert torch.equal(net(nn.functional.pad(x, (2, 2, 2, 2))), small)


# How many values run into a unit of each layer; C3's differ by the table, and S2 and S4 multiply
# the mean of four values, so that their weight is four times that of the sum.
READS = {"C1": 25, "S2": 1, "S4": 1, "C5": 400, "F6": 120}


def test_weights_begin_by_the_number_of_values_that_are_read():
    net = LeNet5(seed=1)
    for name, reads in READS.items():
        layer = getattr(net, name)
        assert 0.7 < layer.weight.abs().max() * reads / 2.4 <= 1
        of_bias = 4 if reads == 1 else reads
        assert 0.6 < layer.bias.abs().max() * of_bias / 2.4 <= 1
    start = 0
    for row, bias in zip(LENET5_TABLE, net.C3.bias, strict=True):
        kernels = net.C3.weight[start : start + sum(row)]
        start += sum(row)
        assert 0.9 < kernels.abs().max() * 25 * sum(row) / 2.4 <= 1
        assert 0 < bias.abs() * 25 * sum(row) / 2.4 <= 1


def test_a_layer_with_a_table_can_begin_as_pytorch_does():
    with seeded(2):
        layer = MaskedConv2d([[1, 0, 0], [1, 1, 1]], 5, init="torch")
        ordinary = nn.Conv2d(3, 4, 5)
    assert 0.9 < layer.weight[0].abs().max() * 5 <= 1
    assert 0.9 < layer.weight[1:].abs().max() * 75**0.5 <= 1
    assert 0.9 < ordinary.weight.abs().max() * 75**0.5 <= 1  # the rule that it is to be
    with pytest.raises(ValueError, match="init 'keras' is unknown: use 'lenet' or 'torch'"):
        MaskedConv2d([[1]], 5, init="keras")


def test_only_trained_numbers_are_parameters_and_the_rest_moves_with_the_net():
    net = LeNet5(seed=0)
    assert {name for name, _ in net.named_buffers()} == {"C3.table", "output.codes"}
    assert net.double().output.codes.dtype == torch.float64
    other = LeNet5(seed=1)
    other.load_state_dict(LeNet5(seed=0).state_dict())
    assert torch.equal(other(PICTURES), LeNet5(seed=0)(PICTURES))


def test_it_learns_by_the_distance():
    images = np.random.default_rng(0).random((10, 1, 28, 28), np.float32)
    labels = np.arange(10) % 2
    images[labels == 0] *= 0.1  # so that brightness tells them apart
    net = LeNet5(seed=0)
    codes = net.output.codes.clone()
    settings = {"rate": 3e-3, "steps": 15, "batch": None, "loss": LeNet5.loss, "device": "cpu"}
    history = fit(net, (images, labels), **settings)
    assert history.losses[-1] < 0.5 * history.losses[0]
    assert evaluate(net, (images, labels)).accuracy == 1
    assert torch.equal(net.output.codes, codes)


def test_it_may_have_another_head():
    net = LeNet5(seed=0)
    net.output = nn.Linear(84, 10)
    assert sum(parameter.numel() for parameter in net.parameters()) == 60_850
    assert (net(PICTURES) > 0).any()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (np.ones((6, 16)), "table must be 16×6, a row of 6 numbers 0 or 1 for each of the 16 maps"),
        ([[1] * 6] * 15, "table must be 16×6, a row of 6 numbers 0 or 1 for each of the 16 maps"),
        ([[1] * 6] * 15 + [[1, 2, 0, 0, 0, 0]], "table must be a row of 6 numbers 0 or 1 for each"),
        (np.full((16, 6), 0.5), "table must be a row of 6 numbers 0 or 1 for each"),
        (np.full((16, 6), np.nan), "table must be a row of 6 numbers 0 or 1 for each"),
        ([[1] * 6] * 3 + [[0] * 6] * 13, "table lets map 3 of C3 see nothing: each row needs a 1"),
        (None, "table must hold real numbers, got object"),
        ("1998", "table must hold real numbers, got <U4"),
        ([[1] * 6, [1]], "table is not an array of numbers: "),
        ([1] * 96, "table needs 2 axes, got shape 96"),
    ],
)
def test_bad_tables_are_told(table, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        LeNet5(table, seed=0)
