"""What is seen inside a network: known exactly, the network left as it was, bad arguments."""

import re

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib.architectures import KERAS_READER
from cnnlib.arithmetic import receptive_field
from cnnlib.inspection import (
    activations,
    embed,
    features,
    maximize,
    nearest,
    occlusion,
    strongest_patches,
)
from cnnlib.models import BatchNormReader, DenseBaseline, KerasReader

RNG = np.random.default_rng(0)
DIGITS = RNG.random((7, 1, 28, 28), np.float32)
READER = KerasReader(seed=0)


def tensor(images):
    return torch.from_numpy(np.asarray(images, np.float32))


# ---- activations and features --------------------------------------------------------------------


def test_the_penultimate_features_and_the_last_layer_make_the_scores():
    found = features(READER, DIGITS)
    with torch.no_grad():
        scores = READER(tensor(DIGITS))
        again = READER.dense2(torch.from_numpy(found))
    assert found.shape == (7, 64)
    torch.testing.assert_close(again, scores)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [("conv1", (32, 26, 26)), ("pool2", (64, 5, 5)), ("flatten1", (576,)), ("dense2", (10,))],
)
def test_a_layer_gives_what_the_layers_up_to_it_give(layer, shape):
    names = [name for name, _ in READER.named_children()]
    with torch.no_grad():
        below = nn.Sequential(*list(READER.children())[: names.index(layer) + 1])
        expected = below(tensor(DIGITS)).numpy()
    found = activations(READER, DIGITS, layer)
    assert found.shape == (7, *shape)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    assert np.array_equal(features(READER, DIGITS, layer), found.reshape(7, -1))


@pytest.mark.parametrize("batch", [1, 3, 7, 100])
def test_many_at_a_time_are_as_good_as_one(batch):
    expected = features(READER, DIGITS, batch=2)
    np.testing.assert_allclose(features(READER, DIGITS, batch=batch), expected, atol=1e-5)


def test_a_layer_above_that_works_in_place_changes_nothing():
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(inplace=True))
    assert activations(net, DIGITS - 0.5, "0").min() < 0


def stacked():
    net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.Dropout(0.9), nn.Flatten())
    net.append(nn.Linear(4 * 26 * 26, 3))
    net.input_shape = (1, 28, 28)
    net.train()
    net[2].eval()
    return net


ASK = {
    "activations": lambda net: activations(net, DIGITS, "0"),
    "features": lambda net: features(net, DIGITS),
    "patches": lambda net: strongest_patches(net, DIGITS, "2", 1, 2).values,
    "occlusion": lambda net: occlusion(net, DIGITS[0], 1, hole=14, stride=7),
    "class": lambda net: maximize(net, [0, 2], steps=3, seed=0).images,
    "filter": lambda net: maximize(net, [1], "2", steps=3, jitter=2, seed=0).images,
}


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK)
def test_a_network_is_asked_in_eval_mode_and_left_as_it_was(ask):
    net = stacked()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    modes = [part.training for part in net.modules()]
    state = torch.random.get_rng_state()
    first, second = ask(net), ask(net)
    assert np.array_equal(first, second)  # nothing was dropped by chance
    assert modes == [part.training for part in net.modules()]
    assert all(torch.equal(before[name], value) for name, value in net.state_dict().items())
    assert all(parameter.grad is None for parameter in net.parameters())
    assert not any(part._forward_hooks for part in net.modules())
    assert torch.equal(state, torch.random.get_rng_state())


# ---- neighbors -----------------------------------------------------------------------------------


def test_the_nearest_are_those_that_a_table_of_all_distances_shows():
    table = RNG.normal(size=(40, 5))
    distances = np.linalg.norm(table[:, None] - table, axis=2)
    for which in range(40):
        order = [k for k in np.argsort(distances[which]) if k != which]
        assert nearest(table, which, 39).tolist() == order


def test_a_row_is_not_its_own_neighbor_but_its_twin_is():
    pictures = np.zeros((4, 1, 2, 2))
    pictures[2] = 3
    assert nearest(pictures, 1, 3).tolist() == [0, 3, 2]


# ---- patches -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layer", "size"), [("conv1", 3), ("relu2", 8), ("conv3", 18)])
def test_a_patch_alone_excites_the_unit_as_much_as_in_its_picture(layer, size):
    found = strongest_patches(READER, DIGITS, layer, 5, count=4)
    assert found.images.shape == (4, 1, size, size)
    parts = []
    for name, part in READER.named_children():
        parts.append(part)
        if name == layer:
            break
    with torch.no_grad():
        alone = nn.Sequential(*parts)(tensor(found.images))
    assert alone.shape[2:] == (1, 1)
    np.testing.assert_allclose(alone[:, 5, 0, 0].numpy(), found.values, rtol=1e-4, atol=1e-6)
    for k, (row, column) in enumerate(found.places):
        whole_picture = DIGITS[found.pictures[k], 0]
        assert np.array_equal(
            found.images[k, 0], whole_picture[row : row + size, column : column + size]
        )


def test_the_fields_are_those_of_the_description():
    for layer, count in (("conv1", 1), ("conv2", 4), ("conv3", 7)):
        size = receptive_field(KERAS_READER.layers[:count]).size
        assert strongest_patches(READER, DIGITS, layer, 0, 1).images.shape[2:] == (size, size)


def test_the_strongest_come_first_and_each_picture_once():
    maps = activations(READER, DIGITS, "conv2")[:, 3].max(axis=(1, 2))
    found = strongest_patches(READER, DIGITS, "conv2", 3, count=7)
    np.testing.assert_allclose(found.values, np.sort(maps)[::-1], rtol=1e-5)
    assert sorted(found.pictures) == list(range(7))


def test_a_patch_that_reaches_over_the_edge_has_zeros_there():
    net = nn.Sequential(nn.Conv2d(1, 1, (3, 5), stride=2, padding=(1, 2)), nn.ReLU())
    nn.init.constant_(net[0].weight, 1)
    with torch.no_grad():
        net[0].weight[..., 1, 2] = 2  # the middle counts twice
    images = np.zeros((1, 1, 7, 9))
    images[0, 0, 0, 8] = 1
    found = strongest_patches(net, images, "1", 0, count=1)
    assert found.places.tolist() == [[-1, 6]]
    expected = np.zeros((3, 5))
    expected[1, 2] = 1
    assert np.array_equal(found.images[0, 0], expected)


def test_normalization_and_averages_may_lie_below():
    net = BatchNormReader(seed=0)
    layer = [name for name, part in net.named_children() if isinstance(part, nn.MaxPool2d)][-1]
    assert strongest_patches(net, DIGITS, layer, 0, 1).images.shape[2:] == (10, 10)


# ---- holes ---------------------------------------------------------------------------------------


def test_a_hole_is_what_one_would_cover_by_hand():
    image = DIGITS[0]
    found = occlusion(READER, image, 4, hole=6, stride=3, value=0.25)
    assert found.shape == (8, 8)
    covered = image.copy()
    covered[:, 9:15, 21:27] = 0.25
    with torch.no_grad():
        expected = READER(tensor(covered[None])).softmax(1)[0, 4]
    assert found[3, 7] == pytest.approx(float(expected), abs=1e-6)
    assert np.array_equal(image, DIGITS[0])


def test_a_hole_of_paper_in_paper_changes_nothing():
    image = np.zeros((1, 28, 28))
    assert np.ptp(occlusion(READER, image, 2)) == 0
    assert occlusion(READER, image, 2, hole=28).shape == (1, 1)


def test_the_probabilities_of_all_classes_make_one():
    maps = [occlusion(READER, DIGITS[1], label, hole=10, stride=6) for label in range(10)]
    np.testing.assert_allclose(np.sum(maps, axis=0), 1, atol=1e-6)


# ---- pictures made for a unit --------------------------------------------------------------------


class Sum(nn.Module):
    """Two scores: all ink, and all ink against it."""

    input_shape = (1, 4, 4)

    def forward(self, x):
        ink = x.sum(dim=(1, 2, 3))
        return torch.stack([ink, -ink], dim=1)


def test_the_best_picture_is_found_where_it_is_known():
    found = maximize(Sum(), [0, 1], steps=40, seed=0)
    assert np.array_equal(found.images[0], np.ones((1, 4, 4)))
    assert np.array_equal(found.images[1], np.zeros((1, 4, 4)))
    assert found.after.tolist() == [16, 0]
    assert found.before[0] == pytest.approx(16 * 0.3, abs=0.5)


def test_a_penalty_for_ink_moves_the_best_picture():
    """Σ x − d·Σ x² is largest at x = 1/(2d)."""
    found = maximize(Sum(), [0], steps=4000, rate=0.01, decay=1.0, seed=0)
    assert found.images == pytest.approx(np.full((1, 1, 4, 4), 0.5), abs=0.02)


def test_a_penalty_for_roughness_makes_neighbors_alike():
    raw = maximize(READER, [4], "conv2", steps=60, seed=0)
    smooth = maximize(READER, [4], "conv2", steps=60, roughness=0.1, seed=0)
    varied = [np.abs(np.diff(found.images)).sum() for found in (raw, smooth)]
    assert varied[1] < 0.8 * varied[0]


@pytest.mark.parametrize("layer", [None, "conv1", "conv3"])
def test_what_was_to_grow_has_grown_trained_or_not(layer):
    found = maximize(READER, [1, 2, 3], layer, steps=40, seed=0)
    assert (found.after > found.before).all()
    assert found.images.min() >= 0
    assert found.images.max() <= 1
    if layer:
        sums = activations(READER, found.images, layer).sum(axis=(2, 3))
        np.testing.assert_allclose(sums[[0, 1, 2], [1, 2, 3]], found.after, rtol=1e-4)
    else:
        scores = activations(READER, found.images, "dense2")
        np.testing.assert_allclose(scores[[0, 1, 2], [1, 2, 3]], found.after, rtol=1e-4)


def test_targets_do_not_disturb_each_other_and_the_seed_decides():
    both = maximize(READER, [3, 5], steps=10, seed=0)
    alone = maximize(READER, [3], steps=10, seed=0)
    np.testing.assert_allclose(both.images[:1], alone.images, atol=1e-5)
    other = maximize(READER, [3], steps=10, seed=1)
    assert not np.array_equal(alone.images, other.images)


def test_another_shape_may_be_given():
    net = nn.Sequential(nn.Conv2d(3, 2, 3))
    assert maximize(net, [1], "0", steps=1, shape=(3, 5, 9), seed=0).images.shape == (1, 3, 5, 9)


# ---- t-SNE ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["pca", "random"])
def test_three_heaps_stay_three_islands(start):
    heaps = np.repeat(20 * np.eye(3, 6), 15, axis=0) + RNG.normal(size=(45, 6))
    points = embed(heaps, 10, start=start, seed=0)
    assert points.shape == (45, 2)
    for which in range(45):
        assert {k // 15 for k in nearest(points, which, 5)} == {which // 15}


def test_the_seed_decides_a_random_start():
    rows = RNG.normal(size=(30, 4))
    points = [embed(rows, 5, start="random", steps=250, seed=seed) for seed in (1, 1, 2)]
    assert np.array_equal(points[0], points[1])
    assert not np.array_equal(points[0], points[2])


# ---- bad arguments -------------------------------------------------------------------------------

FLAT = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
BAD = [
    (lambda: activations(3, DIGITS, "conv1"), "model must be a torch.nn.Module, got int"),
    (
        lambda: activations(READER, DIGITS, "conv9"),
        "layer 'conv9' is unknown: use 'conv1', 'relu1'",
    ),
    (lambda: activations(READER, DIGITS, None), "layer None is unknown: use 'conv1'"),
    (lambda: activations(READER, DIGITS[0], "conv1"), "images needs 4 axes (N, C, H, W), got sh"),
    (lambda: activations(READER, DIGITS[:0], "conv1"), "images are empty: at least one picture is"),
    (lambda: activations(READER, DIGITS * np.inf, "conv1"), "images must be finite numbers"),
    (lambda: features(READER, DIGITS, batch=0), "batch must be a whole number ≥ 1, got 0"),
    (
        lambda: features(nn.Conv2d(1, 1, 3), DIGITS),
        "model has no dense layer: name the layer whose",
    ),
    (lambda: nearest([[1], [2]], 2, 1), "which must be from 0 to 1, got 2"),
    (lambda: nearest([[1], [2]], 0, 2), "count must be less than the 2 rows, got 2"),
    (lambda: nearest([[1], [np.nan]], 0, 1), "features must be finite numbers, some are not"),
    (lambda: nearest([1, 2], 0, 1), "features needs 2 or 3 or 4 axes, got shape 2"),
    (
        lambda: strongest_patches(READER, DIGITS, "conv1", 32, 1),
        "channel must be from 0 to 31, got 32",
    ),
    (lambda: strongest_patches(READER, DIGITS, "conv1", 0, 8), "count 8 is more than the 7 pict"),
    (
        lambda: strongest_patches(READER, DIGITS, "dense1", 0, 1),
        "layer 'dense1' must stand on windows only, but 'flatten1' is Flatten",
    ),
    (
        lambda: strongest_patches(DenseBaseline(seed=0), DIGITS, "dense1", 0, 1),
        "layer 'dense1' must stand on windows only",
    ),
    (lambda: occlusion(READER, DIGITS, 1), "image needs 3 axes (C, H, W), got shape 7×1×28×28"),
    (lambda: occlusion(READER, DIGITS[0], 10), "label must be from 0 to 9, got 10"),
    (lambda: occlusion(READER, DIGITS[0], 1, hole=29), "hole 29 is larger than the image 28×28"),
    (lambda: occlusion(READER, DIGITS[0], 1, stride=0), "stride must be a whole number ≥ 1, got 0"),
    (lambda: occlusion(READER, DIGITS[0], 1, value=np.nan), "image and value must be finite"),
    (lambda: occlusion(READER.conv1, DIGITS[0], 1), "model must give scores of shape (N, classes)"),
    (lambda: maximize(READER, [], seed=0), "targets are empty: give at least one class or channel"),
    (lambda: maximize(READER, [10], seed=0), "targets must be from 0 to 9, got 10"),
    (lambda: maximize(READER, [0], "dense1", seed=0), "layer 'dense1' must give maps of shape (N,"),
    (lambda: maximize(READER, [0], steps=0, seed=0), "steps must be a whole number ≥ 1, got 0"),
    (lambda: maximize(READER, [0], rate=0, seed=0), "rate must be a number > 0, got 0"),
    (lambda: maximize(READER, [0], decay=-1, seed=0), "decay must be a number ≥ 0, got -1"),
    (
        lambda: maximize(READER, [0], roughness="a", seed=0),
        "roughness must be a number ≥ 0, got 'a'",
    ),
    (lambda: maximize(READER, [0], jitter=-1, seed=0), "jitter must be a whole number ≥ 0, got -1"),
    (lambda: maximize(FLAT, [0], seed=0), "shape must be 3 whole numbers ≥ 1, got None"),
    (lambda: maximize(READER, [0], seed=-1), "seed must be a whole number ≥ 0, got -1"),
    (
        lambda: embed(np.eye(5), 5),
        "perplexity must be a number > 0 and less than the 5 rows, got 5",
    ),
    (
        lambda: embed(np.eye(5), 2, start="middle"),
        "start 'middle' is unknown: use 'pca' or 'random'",
    ),
    (lambda: embed(np.eye(5), 2, steps=20), "steps must be a whole number ≥ 250, got 20"),
    (lambda: embed(np.eye(5), 2, seed=2**32), "seed must be less than 2³², got 4294967296"),
    (lambda: embed(np.ones((5, 1)), 2), "start 'pca' needs at least 2 numbers in a row"),
]


@pytest.mark.parametrize(("call", "said"), BAD, ids=[said[:40] for _, said in BAD])
def test_bad_arguments_are_told(call, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        call()
