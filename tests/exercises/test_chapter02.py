"""What the questions on weight sharing claim, computed anew."""

import numpy as np
import pytest

from cnnlib.exercises import registry
from cnnlib.exercises.chapter02 import (
    as_convolution,
    commuted,
    equivariance_error,
    shared_gradient,
)
from cnnlib.functional import conv2d, correlate1d, correlate1d_backward

SIGNAL, DY = [1, 0, 2, 1, 3, 2], [1, 0, 2, 0]


def right_of(name):
    (option,) = [option for option in registry.find(name).options if option.right]
    return option


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("02-first", 320, [288, 10, 216_320, 16_981_120]),
        ("02-second", 18_496, [640, 18_432, 20_480, 18_464, 6_208, 352, 2_230_272, 2_238_016]),
        ("02-two-filters", 56, [20, 60, 54, 3_584, 57, 182, 3_456]),
        ("02-video", 1_312, [1_296, 448]),
    ],
)
def test_the_counts_and_their_mistakes(name, value, wrong):
    (number,) = registry.find(name).numbers
    assert number.value == value
    assert set(wrong) <= set(number.wrong)
    assert number.tolerance * number.value < 1


def test_four_places_pull_at_the_middle_weight():
    pulls = correlate1d_backward([1, 1, 1, 1], SIGNAL, [0, 0, 0])[1]
    parts = SIGNAL[1:5]
    assert (pulls[1], parts, np.mean(parts), parts[-1]) == (6, [0, 2, 1, 3], 1.5, 3)
    assert right_of("02-pull").text == "6"


def test_one_filter_gives_one_number_for_a_place():
    assert conv2d(np.ones((1, 3, 3, 3)), np.ones((1, 3, 3, 3))).shape == (1, 1, 1, 1)
    assert right_of("02-one-filter").text == "1"


def test_with_stride_2_a_step_of_one_cell_is_no_step_of_the_output():
    x = np.array([0, 1, 3, 1, 0, 0, 2, 0, 0, 4, 1, 0])
    plain, moved = (correlate1d(row, [1, 2, 1])[::2] for row in (x, np.roll(x, 1)))
    assert not any(np.array_equal(moved[1:-1], np.roll(plain, k)[1:-1]) for k in range(-2, 3))
    twice = correlate1d(np.roll(x, 2), [1, 2, 1])[::2]
    assert np.array_equal(twice[1:], plain[:-1])
    assert "half a cell" in right_of("02-half").text


def test_only_shared_kernels_and_a_head_without_places_read_both_halves():
    """In the smallest case: a stroke that was seen on the left, and comes on the right."""
    stroke, nothing = [0, 3, 1, 0], [0, 0, 0, 0]
    left, right = [*stroke, *nothing], [*nothing, *stroke]
    kernel, untouched = [3, 1], [0, 0]  # what was never shown has never been learned
    kernels = {True: [kernel] * 7, False: [kernel] * 3 + [untouched] * 4}
    heads = {True: lambda y: max(y), False: lambda y: sum(y[:3])}
    found = {}
    for shared, layer in kernels.items():
        for takes_largest, head in heads.items():
            scores = [
                head([sum(w * x[i + j] for j, w in enumerate(k)) for i, k in enumerate(layer)])
                for x in (left, right)
            ]
            found[shared, takes_largest] = scores[0] == scores[1]
    assert [both for both, reads in found.items() if reads] == [(True, True)]
    assert "shares and takes the largest" in right_of("02-halves").text


def test_the_examples_of_the_stubs():
    assert as_convolution([[1, 2, 3, 4, 5, 6]], 2, 1, 3) == [[[[1, 2, 3]], [[4, 5, 6]]]]
    assert shared_gradient([SIGNAL], [DY], 1, 3) == [[5, 2, 8]]
    assert equivariance_error([[1], [1], [5]], [3, 2, 1], 1, 1) == 8


def test_a_dense_layer_after_a_map_is_a_convolution():
    rng = np.random.default_rng(0)
    weight, x = rng.normal(size=(4, 3 * 2 * 5)), rng.normal(size=(6, 3, 2, 5))
    kernels = as_convolution(weight.tolist(), 3, 2, 5)
    assert np.allclose(conv2d(x, kernels)[:, :, 0, 0], x.reshape(6, -1) @ weight.T)


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("shift", range(-4, 5))
def test_a_shared_kernel_moves_along_wherever_there_is_a_cell(shift, stride):
    rng = np.random.default_rng(0)
    kernel, own = rng.integers(-9, 10, 3).tolist(), rng.integers(-9, 10, (6, 3)).tolist()
    signal = rng.integers(1, 9, 3 + 5 * stride + (stride > 1)).tolist()
    for layer in ([kernel] * 6, own):
        error = equivariance_error(layer, signal, shift, stride)
        assert error == commuted(layer, signal, shift, stride)
        assert (error is None) == bool(shift % stride)
        assert not error or layer is own


def test_what_comes_in_at_the_edge_is_never_compared():
    """So a ring and a row that ends give the same, as is said to whoever has solved it."""
    for case in registry.find("02-equivariance").data["cases"]:
        layer, signal, shift, stride = case["inputs"]
        if not shift % stride:
            full = [1000] * abs(shift) + signal + [1000] * abs(shift)
            moved = full[abs(shift) - shift :][: len(signal)]

            def f(x, layer=layer, stride=stride):
                return [
                    sum(w * x[i * stride + j] for j, w in enumerate(k)) for i, k in enumerate(layer)
                ]

            cells, before, after = shift // stride, f(signal), f(moved)
            both = [i for i in range(len(layer)) if 0 <= i - cells < len(layer)]
            assert max(abs(after[i] - before[i - cells]) for i in both) == case["expected"]
