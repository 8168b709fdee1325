"""Correlation and its gradients against hand-worked examples, SciPy, NumPy and PyTorch."""

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
CROSSES = [
    [1, 0, 0, 0, 0, 1],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 1, 1, 0, 0],
    [1, 0, 0, 0, 1, 0],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 1, 0, 1, 0],
]
DIAGONAL = [[1, -1, -1], [-1, 1, -1], [-1, -1, 1]]
X = [[1, 2, 0], [0, 1, 3], [4, 0, 1]]
W = [[1, -1], [2, 0]]
Y = [[-1, 4], [7, -2]]
DY = [[1, 0], [-1, 2]]

# PyTorch says so whenever an even kernel needs one more zero after the input than before it.
even_same = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")


def values(shape):
    """Floats that show every slip and add up without rounding."""
    return arrays(np.float64, shape, elements=st.integers(-9, 9).map(float))


@st.composite
def pairs(draw, ndim, largest=6):
    """An input and a kernel of any sizes; the kernel may be the larger one."""
    sides = {"min_dims": ndim, "max_dims": ndim, "min_side": 1, "max_side": largest}
    return draw(values(draw(array_shapes(**sides)))), draw(values(draw(array_shapes(**sides))))


def fits(kernel, x):
    return all(m <= n for m, n in zip(kernel.shape, x.shape, strict=True))


def in_torch(x, kernel, mode):
    """The same correlation by torch's conv2d, with tensors that remember their gradients."""
    x, kernel = (torch.tensor(a, requires_grad=True) for a in (x, kernel))
    padding = [m - 1 for m in kernel.shape] if mode == "full" else mode
    y = torch.nn.functional.conv2d(x[None, None], kernel[None, None], padding=padding)[0, 0]
    return x, kernel, y


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        pytest.param(
            functional.correlate1d, ([0, 1, 4, 9, 16], [-1, 0, 1]), [4, 8, 12], id="twice the slope"
        ),
        pytest.param(
            functional.correlate1d, ([3, 6, 0, 9], [1 / 3] * 3), [3, 5], id="moving average"
        ),
        pytest.param(
            functional.correlate1d,
            ([0, 1, 4, 9, 16], [1, -2, 1]),
            [2, 2, 2],
            id="second difference",
        ),
        pytest.param(
            functional.correlate1d, ([1, 2], [1, 0, 5], "full"), [5, 10, 1, 2], id="kernel longer"
        ),
        pytest.param(functional.correlate1d, ([3], [2]), [6], id="one value"),
        pytest.param(functional.correlate2d, (X, W), Y, id="brief 7 by hand"),
        pytest.param(functional.correlate2d_loops, (X, W), Y, id="brief 7 by hand, loops"),
        pytest.param(functional.correlate2d, ([[3]], [[2]]), [[6]], id="one pixel"),
        pytest.param(
            functional.correlate2d, ([[3]], [[2, 1]], "same"), [[6]], id="kernel wider, same"
        ),
    ],
)
def test_worked_examples(function, arguments, expected):
    np.testing.assert_allclose(function(*arguments), expected)


def test_the_diagonal_filter_on_the_six_by_six_image():
    y = functional.correlate2d(CROSSES, DIAGONAL)
    assert y.shape == (4, 4)
    np.testing.assert_array_equal(y[0], [3, -1, -3, -1])


@pytest.mark.parametrize(("mode", "length"), [("valid", 3), ("same", 5), ("full", 7)])
def test_lengths_of_five_values_under_three(mode, length):
    assert functional.correlate1d(np.ones(5), np.ones(3), mode).shape == (length,)


@even_same
def test_same_with_an_even_kernel_is_pytorchs_not_numpys():
    x, kernel = np.arange(1.0, 7), np.arange(1.0, 5)
    np.testing.assert_array_equal(
        functional.correlate1d(x, kernel, "same"), [20, 30, 40, 50, 32, 17]
    )
    _, _, pytorchs = in_torch(x[None], kernel[None], "same")
    np.testing.assert_array_equal(pytorchs.detach()[0], [20, 30, 40, 50, 32, 17])
    np.testing.assert_array_equal(np.correlate(x, kernel, "same"), [11, 20, 30, 40, 50, 32])
    one_axis = scipy_signal.correlate(x, kernel, "same")
    np.testing.assert_array_equal(one_axis, [11, 20, 30, 40, 50, 32])


def test_same_with_a_longer_kernel_keeps_the_length_of_the_signal():
    assert functional.correlate1d([1, 2], [1, 2, 3, 4, 5], "same").shape == (2,)
    assert np.correlate([1, 2], [1, 2, 3, 4, 5], "same").shape == (5,)


@settings(deadline=None)
@given(pairs(ndim=2), st.sampled_from(MODES))
def test_correlate2d_is_scipys(pair, mode):
    image, kernel = pair
    if mode == "valid" and not fits(kernel, image):
        with pytest.raises(ValueError, match="is larger than the input"):
            functional.correlate2d(image, kernel, mode)
        return
    expected = scipy_signal.correlate2d(image, kernel, mode)
    np.testing.assert_array_equal(functional.correlate2d(image, kernel, mode), expected)


@settings(deadline=None)
@given(pairs(ndim=1))
def test_correlate1d_is_numpys(pair):
    signal, kernel = pair
    full = functional.correlate1d(signal, kernel, "full")
    np.testing.assert_array_equal(full, np.correlate(signal, kernel, "full"))
    if fits(kernel, signal):
        valid = functional.correlate1d(signal, kernel, "valid")
        np.testing.assert_array_equal(valid, np.correlate(signal, kernel, "valid"))
        if kernel.size % 2:
            same = functional.correlate1d(signal, kernel, "same")
            np.testing.assert_array_equal(same, np.correlate(signal, kernel, "same"))


@settings(deadline=None)
@given(pairs(ndim=2).filter(lambda pair: fits(pair[1], pair[0])))
def test_the_loops_compute_the_same(pair):
    np.testing.assert_array_equal(
        functional.correlate2d_loops(*pair), functional.correlate2d(*pair)
    )


@even_same
@settings(deadline=None)
@given(pairs(ndim=2), st.sampled_from(MODES), st.data())
def test_values_and_gradients_are_pytorchs(pair, mode, data):
    image, kernel = pair
    if mode == "valid" and not fits(kernel, image):
        return
    x, k, y = in_torch(image, kernel, mode)
    np.testing.assert_array_equal(functional.correlate2d(image, kernel, mode), y.detach())
    dy = data.draw(values(tuple(y.shape)))
    y.backward(torch.tensor(dy))
    dimage, dkernel = functional.correlate2d_backward(dy, image, kernel, mode)
    np.testing.assert_array_equal(dimage, x.grad)
    np.testing.assert_array_equal(dkernel, k.grad)


@settings(deadline=None)
@given(pairs(ndim=1), st.sampled_from(MODES), st.data())
def test_backward_is_the_adjoint(pair, mode, data):
    signal, kernel = pair
    if mode == "valid" and not fits(kernel, signal):
        return
    y = functional.correlate1d(signal, kernel, mode)
    dy = data.draw(values(y.shape))
    dsignal, dkernel = functional.correlate1d_backward(dy, signal, kernel, mode)
    assert dsignal.shape == signal.shape
    assert dkernel.shape == kernel.shape
    assert np.vdot(dy, y) == np.vdot(dsignal, signal) == np.vdot(dkernel, kernel)


def test_gradients_by_hand():
    dimage, dkernel = functional.correlate2d_backward(DY, X, W)
    np.testing.assert_array_equal(dkernel, [[3, 7], [-4, 3]])
    np.testing.assert_array_equal(dimage, [[1, -1, 0], [1, 3, -2], [-2, 4, 0]])


@settings(deadline=None)
@given(pairs(ndim=2))
def test_swapping_the_operands_turns_wide_correlation_by_180_degrees(pair):
    a, b = pair
    swapped = functional.correlate2d(b, a, "full")
    np.testing.assert_array_equal(functional.correlate2d(a, b, "full"), np.rot90(swapped, 2))


def test_wide_correlation_does_not_commute():
    assert not np.array_equal(
        functional.correlate2d(X, W, "full"), functional.correlate2d(W, X, "full")
    )


def test_nan_reaches_exactly_the_windows_that_hold_it():
    image = np.zeros((5, 5))
    image[0, 4] = np.nan
    expected = np.zeros((3, 3), bool)
    expected[0, 2] = True
    for correlate in (functional.correlate2d, functional.correlate2d_loops):
        np.testing.assert_array_equal(np.isnan(correlate(image, np.zeros((3, 3)))), expected)


def test_strided_and_read_only_inputs_stay_as_they_are():
    base = np.arange(48.0).reshape(6, 8)
    image, kernel = base[::2, ::-2], base.T[:2, :2]
    base.flags.writeable = False
    before = base.copy()
    for mode in MODES:
        y = functional.correlate2d(image, kernel, mode)
        np.testing.assert_array_equal(y, functional.correlate2d(image.copy(), kernel.copy(), mode))
        results = [y, *functional.correlate2d_backward(y, image, kernel, mode)]
        assert all(r.flags.writeable and not np.shares_memory(r, base) for r in results)
    np.testing.assert_array_equal(base, before)


def test_a_torch_tensor_is_an_array_too():
    np.testing.assert_array_equal(functional.correlate2d(torch.tensor(X), torch.tensor(W)), Y)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(
            lambda: functional.correlate1d([1, 2, 3, 4], [1] * 5),
            "kernel 5 is larger than the input 4: take a smaller kernel or pad the input "
            "(mode 'same' or 'full')",
            id="kernel longer",
        ),
        pytest.param(
            lambda: functional.correlate2d(np.ones((4, 4)), np.ones((3, 5))),
            "kernel 3×5 is larger than the input 4×4: take a smaller kernel or pad the input "
            "(mode 'same' or 'full')",
            id="kernel wider",
        ),
        pytest.param(
            lambda: functional.correlate2d_loops(np.ones((2, 4)), np.ones((3, 1))),
            "kernel 3×1 is larger than the input 2×4: take a smaller kernel or pad the input "
            "(mode 'same' or 'full')",
            id="kernel higher, loops",
        ),
        pytest.param(
            lambda: functional.correlate1d([], [1]),
            "signal is empty (shape 0): it needs at least one value",
            id="empty signal",
        ),
        pytest.param(
            lambda: functional.correlate2d(X, np.ones((2, 0)), "full"),
            "kernel is empty (shape 2×0): it needs at least one value",
            id="empty kernel",
        ),
        pytest.param(
            lambda: functional.correlate2d(np.ones((1, 28, 28)), W),
            "image needs 2 axes, got shape 1×28×28",
            id="image with channel",
        ),
        pytest.param(
            lambda: functional.correlate1d([1, 2], 3),
            "kernel needs 1 axis, got shape () (a single number)",
            id="kernel a number",
        ),
        pytest.param(
            lambda: functional.correlate1d(["a", "b"], [1]),
            "signal must hold real numbers, got <U1 (['a', 'b'])",
            id="text",
        ),
        pytest.param(
            lambda: functional.correlate1d([1, None], [1]),
            "signal must hold real numbers, got object ([1, None])",
            id="none",
        ),
        pytest.param(
            lambda: functional.correlate1d([1j], [1]),
            "signal must hold real numbers, got complex128 ([1j])",
            id="complex",
        ),
        pytest.param(
            lambda: functional.correlate1d([1, 2], [1], "wide"),
            "mode 'wide' is unknown: use 'valid', 'same' or 'full'",
            id="mode",
        ),
        pytest.param(
            lambda: functional.correlate1d_backward([1, 2], [1, 2, 3], [1, 2], "same"),
            "dy has shape 2, but signal 3 and kernel 2 with mode 'same' give 3",
            id="dy too short",
        ),
        pytest.param(
            lambda: functional.correlate2d_backward(np.ones((3, 3)), X, W),
            "dy has shape 3×3, but image 3×3 and kernel 2×2 with mode 'valid' give 2×2",
            id="dy too large",
        ),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([[1, 2], [3]], id="ragged"),
        pytest.param(torch.ones(2, 2, requires_grad=True), id="tensor with gradient"),
    ],
)
def test_what_numpy_cannot_read_is_named(value):
    with pytest.raises(ValueError, match=r"^image is not an array of numbers: "):
        functional.correlate2d(value, W)


ANYTHING = st.one_of(
    st.none(),
    st.text(max_size=3),
    st.integers(),
    st.floats(allow_infinity=False),
    st.recursive(st.integers(-3, 3), lambda inner: st.lists(inner, max_size=3), max_leaves=6),
    st.sampled_from(
        ["bool", "uint8", "int64", "float16", "float32", "complex64", "U2", "O", "M8[s]"]
    ).flatmap(
        lambda dtype: array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=3).map(
            lambda shape: np.zeros(shape, dtype)
        )
    ),
)


@pytest.mark.parametrize(
    "name", [n for n in functional.__all__ if n.startswith(("correlate", "convolve"))]
)
@settings(deadline=None)
@given(data=st.data())
def test_bad_input_is_a_value_error(name, data):
    count = 3 if name.endswith("_backward") else 2
    arguments = [data.draw(ANYTHING) for _ in range(count)]
    if not name.endswith("_loops"):
        arguments.append(
            data.draw(st.sampled_from([*MODES, "", None, 0, ["same"], np.array(MODES)]))
        )
    complaint = ""
    try:
        results = getattr(functional, name)(*arguments)
    except ValueError as error:
        complaint, results = str(error).split()[0], []
    assert complaint in {"", "signal", "image", "kernel", "dy", "mode"}
    for result in results if count == 3 or complaint else [results]:
        assert result.dtype.kind == "f"
        assert result.size > 0
