"""Max, average and blur pools against the brief's examples and PyTorch."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from random_layers import SEEDS, geometries, numerical_gradient, whole_numbers

from cnnlib import functional
from cnnlib.functional import (
    average_pool2d,
    average_pool2d_backward,
    blur_pool2d,
    blur_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
)

pytorch = torch.nn.functional
STEPS = np.array([[[[0, 0, 1, 1, 0, 0, 1, 1]]]])
POOLS = [
    pytest.param(max_pool2d, max_pool2d_backward, id="max"),
    pytest.param(average_pool2d, average_pool2d_backward, id="average"),
]


def signal(*values):
    """One row as an image."""
    return np.array(values, float).reshape(1, 1, 1, -1)


# The examples of the chapter on pooling.


def test_a_shift_by_one_changes_the_max_pool():
    np.testing.assert_array_equal(max_pool2d(STEPS, (1, 2)), signal(0, 1, 0, 1))
    left = np.roll(STEPS, -1, axis=3)
    np.testing.assert_array_equal(max_pool2d(left, (1, 2)), signal(1, 1, 1, 1))
    right = np.pad(STEPS, ((0, 0), (0, 0), (0, 0), (1, 0)))[..., :-1]
    np.testing.assert_array_equal(max_pool2d(right, (1, 2)), signal(0, 1, 1, 1))


@pytest.mark.parametrize(("shift", "expected"), [(0, [0.5, 1, 0.5, 1]), (-1, [0.75] * 4)])
def test_a_blur_before_the_subsampling_repairs_it(shift, expected):
    moved = np.roll(STEPS, shift, axis=3)
    around = np.concatenate([moved, moved[..., :1]], axis=3)
    largest = max_pool2d(around, (1, 2), stride=1)
    blurred = blur_pool2d(largest, stride=(1, 2), border="wrap")
    np.testing.assert_array_equal(blurred, signal(*expected))


@pytest.mark.parametrize(("include", "expected"), [(True, [1, 3, 3]), (False, [1.5, 3, 4.5])])
def test_whether_padding_counts(include, expected):
    y = average_pool2d(signal(1, 2, 3, 4, 5), (1, 3), 2, (0, 1), count_include_pad=include)
    np.testing.assert_array_equal(y, signal(*expected))


def test_the_first_of_equal_cells_gets_the_gradient_and_overlaps_add_up():
    x = signal(1, 3, 3, 3, 0)
    dx = max_pool2d_backward(signal(1, 10, 100), x, (1, 3), stride=1)
    np.testing.assert_array_equal(dx, signal(0, 11, 100, 0, 0))
    dx = average_pool2d_backward(signal(3, 30, 300), x, (1, 3), stride=1)
    np.testing.assert_array_equal(dx, signal(1, 11, 111, 110, 100))


def test_padding_never_wins_a_max_pool():
    x = -1 - np.arange(9.0).reshape(1, 1, 3, 3)
    y = max_pool2d(x, 2, padding=1)
    np.testing.assert_array_equal(y, [[[[-1, -2], [-4, -5]]]])
    np.testing.assert_array_equal(max_pool2d_backward(y, x, 2, padding=1).sum(), y.sum())


def test_nothing_but_minus_infinity_passes_its_gradient_on():
    dx = max_pool2d_backward([[[[1.0]]]], [[[[-np.inf]]]], kernel=3, padding=1)
    np.testing.assert_array_equal(dx, [[[[1]]]])


def test_average_pooling_is_a_convolution_in_which_each_channel_is_a_group():
    x, kernel = whole_numbers(0, (2, 3, 7, 9)), np.full((3, 1, 2, 4), 1 / 8)
    options = {"stride": (2, 1), "padding": ((1, 0), (2, 1))}
    np.testing.assert_array_equal(
        average_pool2d(x, (2, 4), **options), functional.conv2d(x, kernel, **options, groups=3)
    )


def test_max_pooling_is_the_largest_row_of_the_columns():
    x = whole_numbers(0, (2, 3, 9, 7))
    columns = functional.im2col(x, (3, 2), stride=(2, 3)).reshape(2, 3, 6, 4, 2)
    np.testing.assert_array_equal(max_pool2d(x, (3, 2), stride=(2, 3)), columns.max(axis=2))


def test_max_pooling_is_not_linear():
    a, b = signal(1, 0), signal(0, 1)
    assert max_pool2d(a + b, (1, 2)) != max_pool2d(a, (1, 2)) + max_pool2d(b, (1, 2))


def test_a_global_pool_has_the_window_of_the_image():
    x = whole_numbers(0, (2, 3, 5, 4))
    np.testing.assert_array_equal(max_pool2d(x, (5, 4))[..., 0, 0], x.max(axis=(2, 3)))
    np.testing.assert_allclose(average_pool2d(x, (5, 4))[..., 0, 0], x.mean(axis=(2, 3)))


# PyTorch, on random cases. Few different values: ties are the rule.


@st.composite
def pools(draw, dilated):
    """A pool as PyTorch allows it: padding at most half the window."""
    geometry = draw(geometries(most_padding=2, dilated=dilated))
    symmetric = draw(st.booleans())
    padding, size = [], []
    for k, d, pads, n in zip(
        geometry.kernel, geometry.dilation, geometry.padding, geometry.size, strict=True
    ):
        reach = d * (k - 1) + 1
        before, after = (min(cells, k // 2) for cells in pads)
        padding.append((before, before if symmetric else after))
        size.append(max(n, reach - sum(padding[-1])))
    return geometry._replace(padding=tuple(padding), size=tuple(size))


LOWEST = [-np.inf, np.nan, -(2.0**63), np.inf]  # what a careless pool pads or begins with


@settings(deadline=None, max_examples=400)
@given(pools(dilated=True), st.booleans(), st.integers(0, 2), st.integers(0, 5), SEEDS)
def test_max_pool_and_its_gradient_are_pytorchs(geometry, ceil_mode, batch, extremes, seed):
    x = whole_numbers(seed, (batch, 2, *geometry.size), largest=2)
    rng = np.random.default_rng(seed)
    x = np.where(rng.random(x.shape) < extremes / 5, rng.choice(LOWEST, x.shape), x)
    symmetric = all(before == after for before, after in geometry.padding)
    if not symmetric:  # PyTorch pads both sides alike: −∞ by hand, which may win where all is −∞
        x[np.isneginf(x)] = -9
    tx = torch.tensor(x, requires_grad=True)
    if symmetric:
        padding = tuple(before for before, _ in geometry.padding)
        padded = tx
    else:  # where ceil mode would count it as image
        padding, ceil_mode = 0, False
        padded = pytorch.pad(tx, geometry.torch_padding, value=-np.inf)
    expected = pytorch.max_pool2d(
        padded, geometry.kernel, geometry.stride, padding, geometry.dilation, ceil_mode
    )
    options = {**geometry.settings, "ceil_mode": ceil_mode}
    y = max_pool2d(x, geometry.kernel, **options)
    np.testing.assert_array_equal(y, expected.detach())
    around = dict(padding=geometry.padding, dilation=geometry.dilation, ceil_mode=ceil_mode)
    ones = max_pool2d(np.ones_like(x), geometry.kernel, geometry.stride, **around)
    if np.isinf(ones).any():  # a dilated window between the cells: PyTorch's gradient is undefined
        return
    dy = whole_numbers(seed + 1, y.shape)
    expected.backward(torch.tensor(dy))
    np.testing.assert_array_equal(max_pool2d_backward(dy, x, geometry.kernel, **options), tx.grad)


@settings(deadline=None, max_examples=400)
@given(pools(dilated=False), st.booleans(), st.booleans(), st.integers(0, 2), SEEDS)
def test_average_pool_and_its_gradient_are_pytorchs(geometry, ceil_mode, include, batch, seed):
    symmetric = all(before == after for before, after in geometry.padding)
    x = whole_numbers(seed, (batch, 2, *geometry.size))
    tx = torch.tensor(x, requires_grad=True)
    if symmetric:
        padding, padded = tuple(before for before, _ in geometry.padding), tx
    else:  # PyTorch pads both sides alike: zeros by hand, which then always count
        padding, padded = 0, pytorch.pad(tx, geometry.torch_padding)
        ceil_mode, include = False, True
    expected = pytorch.avg_pool2d(
        padded, geometry.kernel, geometry.stride, padding, ceil_mode, include
    )
    options = {
        "stride": geometry.stride,
        "padding": geometry.padding,
        "ceil_mode": ceil_mode,
        "count_include_pad": include,
    }
    y = average_pool2d(x, geometry.kernel, **options)
    np.testing.assert_allclose(y, expected.detach(), rtol=1e-12, atol=1e-12)
    dy = whole_numbers(seed + 1, y.shape)
    expected.backward(torch.tensor(dy))
    dx = average_pool2d_backward(dy, x, geometry.kernel, **options)
    np.testing.assert_allclose(dx, tx.grad, rtol=1e-12, atol=1e-12)


@settings(deadline=None, max_examples=200)
@given(
    st.tuples(*[st.integers(4, 9)] * 2),
    st.integers(1, 7),
    st.tuples(*[st.integers(1, 4)] * 2),
    st.sampled_from(["reflect", "wrap"]),
    st.integers(0, 2),
    SEEDS,
)
def test_blur_pool_and_its_gradient_are_pytorchs(shape, size, stride, border, batch, seed):
    x = whole_numbers(seed, (batch, 2, *shape))
    if batch == 0:  # torch's pad refuses it
        assert blur_pool2d(x, size, stride, border).shape[:2] == (0, 2)
        return
    tx = torch.tensor(x, requires_grad=True)
    row = np.array([1.0])
    for _ in range(size - 1):
        row = np.convolve(row, [0.5, 0.5])
    kernel = torch.tensor(np.outer(row, row)).expand(2, 1, size, size)
    before, after = (size - 1) // 2, size // 2
    mode = {"reflect": "reflect", "wrap": "circular"}[border]
    padded = pytorch.pad(tx, [before, after, before, after], mode=mode)
    expected = pytorch.conv2d(padded, kernel, stride=stride, groups=2)
    y = blur_pool2d(x, size, stride, border)
    assert y.shape[2:] == tuple(-(-n // s) for n, s in zip(shape, stride, strict=True))
    np.testing.assert_allclose(y, expected.detach(), rtol=1e-12, atol=1e-12)
    dy = whole_numbers(seed + 1, y.shape)
    expected.backward(torch.tensor(dy))
    dx = blur_pool2d_backward(dy, x, size, stride, border)
    np.testing.assert_allclose(dx, tx.grad, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("border", ["reflect", "wrap"])
def test_a_blur_keeps_what_is_constant_even_on_a_single_pixel(border):
    for shape in [(1, 1), (1, 5), (2, 2)]:
        x = np.full((1, 1, *shape), 3.0)
        np.testing.assert_allclose(blur_pool2d(x, size=7, stride=1, border=border), x)


# Numbers by differences, types, NaN.


@pytest.mark.parametrize(
    ("pool", "backward", "options"),
    [
        pytest.param(
            max_pool2d,
            max_pool2d_backward,
            {"kernel": (3, 2), "stride": 1, "padding": ((1, 0), (0, 1)), "ceil_mode": True},
            id="max",
        ),
        pytest.param(
            average_pool2d,
            average_pool2d_backward,
            {"kernel": (3, 2), "stride": 2, "padding": 1, "count_include_pad": False},
            id="average",
        ),
        pytest.param(blur_pool2d, blur_pool2d_backward, {"size": 4}, id="blur"),
    ],
)
def test_numerical_gradients(pool, backward, options):
    x = np.random.default_rng(0).permuted(np.arange(60.0)).reshape(1, 2, 5, 6)
    dy = whole_numbers(1, pool(x, **options).shape)
    expected = numerical_gradient(lambda x: dy * pool(x, **options), x)
    np.testing.assert_allclose(backward(dy, x, **options), expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("pool", "backward"), POOLS)
def test_views_are_read(pool, backward):
    base = whole_numbers(0, (8, 9, 3, 2))
    x = base.transpose(3, 2, 1, 0)[..., ::-2]
    y = pool(x, 2, padding=1)
    np.testing.assert_array_equal(y, pool(x.copy(), 2, padding=1))
    dx = backward(y, x, 2, padding=1)
    assert not np.shares_memory(dx, base)


@pytest.mark.parametrize(("pool", "backward"), POOLS)
def test_nan_reaches_exactly_the_windows_that_hold_it(pool, backward):
    x = np.zeros((1, 1, 4, 6))
    x[0, 0, 1, 4] = np.nan
    expected = np.array([[[[False, False, True], [False] * 3]]])
    np.testing.assert_array_equal(np.isnan(pool(x, 2)), expected)
    dx = backward(np.ones((1, 1, 2, 3)), x, 2)
    assert dx.sum() == 6  # every window still passes its gradient on
    dy = np.where(expected, np.nan, 1.0)
    rows, columns = np.nonzero(np.isnan(backward(dy, np.zeros_like(x), 2))[0, 0])
    assert len(rows) == {max_pool2d: 1, average_pool2d: 4}[pool]
    assert set(zip(rows, columns, strict=True)) <= {(0, 4), (0, 5), (1, 4), (1, 5)}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(
            lambda: max_pool2d(np.ones((3, 3)), 2),
            "x needs 4 axes (N, C, H, W), got shape 3×3",
            id="no channels",
        ),
        pytest.param(
            lambda: max_pool2d(STEPS, 2),
            "kernel 2 is larger than the padded input 1: use padding ≥ 1 "
            "(kernel 2×2 on an image of 1×8)",
            id="window larger",
        ),
        pytest.param(
            lambda: average_pool2d(STEPS, (1, 3), padding=((0, 0), (0, 2))),
            "padding ((0, 0), (0, 2)) is more than half the window: kernel 1×3 allows at most 1 "
            "on each side",
            id="padding",
        ),
        pytest.param(
            lambda: max_pool2d(STEPS, (1, 2), stride=0),
            "stride must be a whole number ≥ 1, or one per axis, got 0",
            id="stride 0",
        ),
        pytest.param(
            lambda: max_pool2d(STEPS, (1, 2), ceil_mode=1),
            "ceil_mode must be True or False, got 1",
            id="ceil mode",
        ),
        pytest.param(
            lambda: average_pool2d(STEPS, (1, 2), count_include_pad=None),
            "count_include_pad must be True or False, got None",
            id="count include pad",
        ),
        pytest.param(
            lambda: max_pool2d_backward(STEPS, STEPS, (1, 2)),
            "dy has shape 1×1×1×8, but x 1×1×1×8 and 1×2 windows with these settings give 1×1×1×4",
            id="dy",
        ),
        pytest.param(
            lambda: blur_pool2d(STEPS, size=8),
            "size must be a whole number from 1 to 7, got 8",
            id="blur too large",
        ),
        pytest.param(
            lambda: blur_pool2d(STEPS, border="zero"),
            "border 'zero' is unknown: use 'reflect' or 'wrap'",
            id="border",
        ),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        call()
