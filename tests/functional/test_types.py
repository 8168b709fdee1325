"""The rule of types, for every public function: what goes in, how it is summed, what comes out.

It stands at the top of `cnnlib.arrays`.
"""

import numpy as np
import pytest
import torch

from cnnlib import functional

pytorch = torch.nn.functional
X, DX = (2, 3, 20, 20), (2, 2, 4, 4)
POOL = {"kernel": 30, "stride": 1}
SIGNAL = {"signal": (3000,), "kernel": (2000,)}
IMAGE = {"image": (50, 50), "kernel": (40, 45)}
WEIGHT, LOCAL = (2, 3, 17, 17), (4, 4, 2, 3, 17, 17)
BACK = {"x": (2, 60, 4, 4), "weight": (60, 2, 5, 5)}

# Name -> the shapes of the arrays, as long sums as are quick, and the other arguments.
CASES = {
    "average_pool2d": ({"x": (2, 2, 40, 40)}, POOL),
    "average_pool2d_backward": ({"dy": (2, 2, 11, 11), "x": (2, 2, 40, 40)}, POOL),
    "blur_pool2d": ({"x": (2, 2, 9, 9)}, {"size": 7}),
    "blur_pool2d_backward": ({"dy": (2, 2, 9, 9), "x": (2, 2, 9, 9)}, {"size": 7, "stride": 1}),
    "col2im": ({"columns": (2, 1800, 121)}, {"input_shape": (40, 40), "kernel": 30}),
    "conv2d": ({"x": X, "weight": WEIGHT, "bias": (2,)}, {}),
    "conv2d_backward": ({"dy": (2, 2, 9, 9), "x": X, "weight": (2, 3, 12, 12)}, {}),
    "conv2d_loops": ({"x": X, "weight": WEIGHT, "bias": (2,)}, {}),
    "conv_matrix": ({"kernel": (3, 2)}, {"input_shape": (4, 4)}),
    "conv_transpose2d": ({**BACK, "bias": (2,)}, {}),
    "conv_transpose2d_backward": ({"dy": (2, 2, 8, 8), **BACK}, {}),
    "convolve1d": (SIGNAL, {}),
    "convolve1d_backward": ({"dy": (1001,), **SIGNAL}, {}),
    "convolve2d": (IMAGE, {}),
    "convolve2d_backward": ({"dy": (11, 6), **IMAGE}, {}),
    "correlate1d": (SIGNAL, {"mode": "same"}),
    "correlate1d_backward": ({"dy": (3000,), **SIGNAL}, {"mode": "same"}),
    "correlate2d": (IMAGE, {}),
    "correlate2d_backward": ({"dy": (11, 6), **IMAGE}, {}),
    "correlate2d_loops": (IMAGE, {}),
    "im2col": ({"x": (2, 3, 5, 5)}, {"kernel": 2}),
    "local2d": ({"x": X, "weight": LOCAL, "bias": (4, 4, 2)}, {}),
    "local2d_backward": ({"dy": DX, "x": X, "weight": LOCAL}, {}),
    "max_pool2d": ({"x": (2, 2, 40, 40)}, POOL),
    "max_pool2d_backward": ({"dy": (2, 2, 11, 11), "x": (2, 2, 40, 40)}, POOL),
    "softmax": ({"scores": (2, 3000)}, {}),
    "softmax_cross_entropy": ({"scores": (2, 3000)}, {"labels": [1, 2]}),
    "softmax_cross_entropy_backward": ({"scores": (3, 900)}, {"dy": 1, "labels": [1, 2, 0]}),
}


def test_every_function_is_in_the_table():
    assert sorted(CASES) == sorted(functional.__all__)


def call(name, change=lambda array, _: array, draw=lambda rng, shape: rng.uniform(0.5, 1.5, shape)):
    """The results of a case as a list, each of its arrays changed, with its position, before."""
    rng = np.random.default_rng(0)
    shapes, options = CASES[name]
    arrays = {key: change(draw(rng, s), k) for k, (key, s) in enumerate(shapes.items())}
    results = getattr(functional, name)(**arrays, **options)
    return list(results) if isinstance(results, tuple) else [results]


@pytest.mark.parametrize(("dtype", "ulp"), [(np.float16, 2**-10), (np.float32, 2**-17)])
@pytest.mark.parametrize("name", CASES)
def test_narrow_floats_are_summed_wide_and_stay(name, dtype, ulp):
    results = call(name, lambda array, _: array.astype(dtype))
    exact = call(name, lambda array, _: array.astype(dtype).astype(float))
    for result, value in zip(results, exact, strict=True):
        if name != "softmax_cross_entropy":  # one number, of Python
            assert result.dtype == dtype
        # Rounded once: half a unit in the last place, or half the smallest number.
        np.testing.assert_allclose(result, value, rtol=0.51 * ulp, atol=2**-25)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64, bool])
@pytest.mark.parametrize("name", CASES)
def test_whole_numbers_become_float64(name, dtype):
    def draw(rng, shape):
        return rng.integers(0, 2 if dtype is bool else 128, shape)

    results = call(name, lambda array, _: array.astype(dtype), draw)
    for result, value in zip(results, call(name, draw=draw), strict=True):
        assert np.asarray(result).dtype == np.float64
        np.testing.assert_array_equal(result, value)


@pytest.mark.parametrize("types", [(np.float16, np.float32), (np.float32, np.float64)])
@pytest.mark.parametrize("name", [name for name in CASES if len(CASES[name][0]) > 1])
def test_the_widest_type_wins(name, types):
    for order in (types, types[::-1]):
        for result in call(name, lambda array, k, order=order: array.astype(order[k % 2])):
            assert result.dtype == types[1]


def test_half_precision_is_pytorchs():
    """Sums of whole numbers are exact until they are rounded: the results agree to the last bit."""
    rng = np.random.default_rng(0)
    x = rng.integers(-9, 10, (2, 40, 9, 9)).astype(np.float16)
    weight = rng.integers(-9, 10, (3, 40, 5, 5)).astype(np.float16)
    tx, tweight = (torch.tensor(array, requires_grad=True) for array in (x, weight))
    expected = pytorch.conv2d(tx, tweight, padding=2)
    y = functional.conv2d(x, weight, padding=2)
    np.testing.assert_array_equal(y, expected.detach())
    dy = rng.integers(-2, 3, y.shape).astype(np.float16)
    expected.backward(torch.tensor(dy))
    dx, dweight, _ = functional.conv2d_backward(dy, x, weight, padding=2)
    np.testing.assert_array_equal(dx, tx.grad)
    np.testing.assert_array_equal(dweight, tweight.grad)
    pooled = functional.average_pool2d(100 * np.abs(x), 8)
    np.testing.assert_array_equal(pooled, pytorch.avg_pool2d(torch.tensor(100 * np.abs(x)), 8))


def test_a_mean_of_hundreds_is_a_hundred():
    y = functional.average_pool2d(np.full((1, 1, 28, 28), 100, np.float16), 28)
    assert (y.dtype, y.item()) == (np.float16, 100)
