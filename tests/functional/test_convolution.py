"""Convolution and its gradients: the echo, the laws the flip buys, SciPy, NumPy and PyTorch."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import signal as scipy_signal

from cnnlib import functional

MODES = ["valid", "same", "full"]
ECHO = [1, 0.5, 0.25]
X = [[1, 2, 0], [0, 1, 3], [4, 0, 1]]
W = [[1, -1], [2, 0]]
DY = [[1, 0], [-1, 2]]


def values(ndim, largest=6):
    """Arrays of small whole numbers: sums come out exact."""
    shapes = array_shapes(min_dims=ndim, max_dims=ndim, min_side=1, max_side=largest)
    return arrays(np.float64, shapes, elements=st.integers(-9, 9).map(float))


def fits(kernel, x):
    return all(m <= n for m, n in zip(kernel.shape, x.shape, strict=True))


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        pytest.param(
            functional.convolve1d,
            ([1, 2, 0, 4], ECHO, "full"),
            [1, 2.5, 1.25, 4.5, 2, 1],
            id="echo",
        ),
        pytest.param(
            functional.correlate1d,
            ([1, 2, 0, 4], ECHO, "full"),
            [0.25, 1, 2, 3, 2, 4],
            id="echo before the sound, by correlation",
        ),
        pytest.param(
            functional.convolve1d,
            ([0, 1, 4, 9, 16], [-1, 0, 1]),
            [-4, -8, -12],
            id="minus twice the slope",
        ),
        pytest.param(
            functional.convolve2d,
            ([[0, 0], [0, 1]], W, "full"),
            [[0, 0, 0], [0, 1, -1], [0, 2, 0]],
            id="dot",
        ),
        pytest.param(functional.convolve2d, ([[3]], [[2]]), [[6]], id="one pixel"),
        pytest.param(
            functional.convolve1d,
            ([1, 2, 3, 4, 5, 6], [1, 2, 3, 4], "same"),
            [10, 20, 30, 40, 43, 38],
            id="same, even kernel",
        ),
    ],
)
def test_worked_examples(function, arguments, expected):
    np.testing.assert_array_equal(function(*arguments), expected)


def test_same_with_an_even_kernel_starts_one_later_than_numpys():
    x, kernel = np.arange(1.0, 7), np.arange(1.0, 5)
    theirs = [4, 10, 20, 30, 40, 43]
    np.testing.assert_array_equal(np.convolve(x, kernel, "same"), theirs)
    np.testing.assert_array_equal(scipy_signal.convolve2d(x[None], kernel[None], "same")[0], theirs)
    np.testing.assert_array_equal(functional.convolve1d(x, kernel, "same")[:-1], theirs[1:])


@settings(deadline=None)
@given(values(1), values(1))
def test_convolve1d_is_numpys(signal, kernel):
    full = functional.convolve1d(signal, kernel, "full")
    np.testing.assert_array_equal(full, np.convolve(signal, kernel, "full"))
    same = functional.convolve1d(signal, kernel, "same")
    start = kernel.size // 2
    np.testing.assert_array_equal(same, full[start : start + signal.size])
    if fits(kernel, signal):
        valid = functional.convolve1d(signal, kernel, "valid")
        np.testing.assert_array_equal(valid, np.convolve(signal, kernel, "valid"))
        if kernel.size % 2:
            np.testing.assert_array_equal(same, np.convolve(signal, kernel, "same"))


EXTREMES = st.sampled_from([0, 1, -2, np.inf, -np.inf, np.nan])
SIGNALS = arrays(np.float64, st.integers(1, 6), elements=EXTREMES)


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")
@settings(deadline=None)
@given(SIGNALS, SIGNALS, st.data())
def test_an_infinite_weight_beyond_the_end_meets_nothing(signal, kernel, data):
    full = functional.convolve1d(signal, kernel, "full")
    np.testing.assert_array_equal(full, np.convolve(signal, kernel, "full"))
    start = kernel.size // 2
    same = functional.convolve1d(signal, kernel, "same")
    np.testing.assert_array_equal(same, full[start : start + signal.size])
    rows = functional.convolve2d(signal[:, None], kernel[:, None], "full")
    np.testing.assert_array_equal(rows[:, 0], full)
    # The gradients are the sums over what met: y[i + j] came from signal[i] · kernel[j].
    dy = data.draw(arrays(np.float64, full.shape, elements=EXTREMES))
    windows = np.lib.stride_tricks.sliding_window_view
    dsignal, dkernel = functional.convolve1d_backward(dy, signal, kernel, "full")
    np.testing.assert_array_equal(dsignal, windows(dy, kernel.size) @ kernel)
    np.testing.assert_array_equal(dkernel, windows(dy, signal.size) @ signal)


def test_an_infinite_first_weight():
    y = functional.convolve1d([1, 2], [np.inf, 1], "full")
    np.testing.assert_array_equal(y, [np.inf, np.inf, 2])


@settings(deadline=None)
@given(values(2), values(2))
def test_convolve2d_is_scipys(image, kernel):
    full = functional.convolve2d(image, kernel, "full")
    np.testing.assert_array_equal(full, scipy_signal.convolve2d(image, kernel, "full"))
    if fits(kernel, image):
        valid = functional.convolve2d(image, kernel, "valid")
        np.testing.assert_array_equal(valid, scipy_signal.convolve2d(image, kernel, "valid"))
    if all(m % 2 for m in kernel.shape):
        same = functional.convolve2d(image, kernel, "same")
        np.testing.assert_array_equal(same, scipy_signal.convolve2d(image, kernel, "same"))


@pytest.mark.parametrize("mode", MODES)
@settings(deadline=None)
@given(image=values(2), kernel=values(2))
def test_convolution_is_correlation_with_the_flipped_kernel(mode, image, kernel):
    if mode == "valid" and not fits(kernel, image):
        with pytest.raises(ValueError, match=r"^kernel .* is larger than the input"):
            functional.convolve2d(image, kernel, mode)
        return
    flipped = functional.correlate2d(image, np.rot90(kernel, 2), mode)
    np.testing.assert_array_equal(functional.convolve2d(image, kernel, mode), flipped)


@settings(deadline=None)
@given(values(2), values(2), values(2))
def test_wide_convolution_commutes_and_associates(a, b, c):
    ab = functional.convolve2d(a, b, "full")
    np.testing.assert_array_equal(ab, functional.convolve2d(b, a, "full"))
    left = functional.convolve2d(ab, c, "full")
    np.testing.assert_array_equal(
        left, functional.convolve2d(a, functional.convolve2d(b, c, "full"), "full")
    )


@settings(deadline=None)
@given(arrays(np.float64, (8, 9), elements=st.integers(-9, 9)), values(2, 4), values(2, 4))
def test_two_correlation_layers_are_one_with_the_convolved_kernel(image, first, second):
    stacked = functional.correlate2d(functional.correlate2d(image, first), second)
    composed = functional.convolve2d(first, second, "full")
    np.testing.assert_array_equal(stacked, functional.correlate2d(image, composed))


@pytest.mark.parametrize("mode", MODES)
@settings(deadline=None)
@given(image=values(2, 5), kernel=values(2, 5), data=st.data())
def test_gradients_are_pytorchs(mode, image, kernel, data):
    if mode == "valid" and not fits(kernel, image):
        return
    shape = functional.convolve2d(image, kernel, mode).shape
    dy = data.draw(arrays(np.float64, shape, elements=st.integers(-9, 9)))
    x, k = (torch.tensor(a, requires_grad=True) for a in (image, kernel))
    pads = {
        "valid": [0, 0, 0, 0],
        "same": [p for m in kernel.shape[::-1] for p in ((m - 1) // 2, m // 2)],
        "full": [p for m in kernel.shape[::-1] for p in (m - 1, m - 1)],
    }
    padded = torch.nn.functional.pad(x, pads[mode])[None, None]
    y = torch.nn.functional.conv2d(padded, k.flip(0, 1)[None, None])[0, 0]
    y.backward(torch.tensor(dy))
    dimage, dkernel = functional.convolve2d_backward(dy, image, kernel, mode)
    np.testing.assert_array_equal(dimage, x.grad)
    np.testing.assert_array_equal(dkernel, k.grad)


@pytest.mark.parametrize("mode", MODES)
@settings(deadline=None)
@given(signal=values(1), kernel=values(1), data=st.data())
def test_backward_is_the_adjoint(mode, signal, kernel, data):
    if mode == "valid" and not fits(kernel, signal):
        return
    y = functional.convolve1d(signal, kernel, mode)
    dy = data.draw(arrays(np.float64, y.shape, elements=st.integers(-9, 9)))
    dsignal, dkernel = functional.convolve1d_backward(dy, signal, kernel, mode)
    assert (dsignal.shape, dkernel.shape) == (signal.shape, kernel.shape)
    assert np.vdot(dy, y) == np.vdot(dsignal, signal) == np.vdot(dkernel, kernel)


def test_the_input_gradient_is_the_full_correlation_with_the_unflipped_kernel():
    dimage, _ = functional.convolve2d_backward(DY, X, W)
    np.testing.assert_array_equal(dimage, [[0, 2, 0], [-1, -1, 4], [1, -3, 2]])
    np.testing.assert_array_equal(dimage, functional.correlate2d(DY, W, "full"))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(
            lambda: functional.convolve1d([1], [1, 2]),
            "kernel 2 is larger than the input 1",
            id="longer",
        ),
        pytest.param(
            lambda: functional.convolve1d([1], 2), "kernel needs 1 axis, got shape", id="rank"
        ),
        pytest.param(
            lambda: functional.convolve2d(X, [1, 2]), "kernel needs 2 axes, got shape 2", id="1-D"
        ),
        pytest.param(
            lambda: functional.convolve2d(X, W, "SAME"), "mode 'SAME' is unknown", id="mode"
        ),
        pytest.param(
            lambda: functional.convolve2d_backward(X, X, W),
            "dy has shape 3×3, but image 3×3",
            id="dy",
        ),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        call()
