"""The matrix of a correlation: its product is the forward pass, its transpose the backward one."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from cnnlib import functional


def values(shape):
    return arrays(np.float64, shape, elements=st.integers(-9, 9).map(float))


@st.composite
def fitting(draw, ndim):
    """An input and a kernel that fits into it."""
    shape = draw(array_shapes(min_dims=ndim, max_dims=ndim, min_side=1, max_side=5))
    kernel_shape = tuple(draw(st.integers(1, n)) for n in shape)
    return draw(values(shape)), draw(values(kernel_shape))


def test_a_two_by_two_kernel_on_a_three_by_three_image():
    expected = [
        [1, -1, 0, 2, 3, 0, 0, 0, 0],
        [0, 1, -1, 0, 2, 3, 0, 0, 0],
        [0, 0, 0, 1, -1, 0, 2, 3, 0],
        [0, 0, 0, 0, 1, -1, 0, 2, 3],
    ]
    np.testing.assert_array_equal(functional.conv_matrix([[1, -1], [2, 3]], (3, 3)), expected)


@settings(deadline=None)
@given(fitting(ndim=2), st.data())
def test_product_and_transpose_in_two_dimensions(pair, data):
    image, kernel = pair
    matrix = functional.conv_matrix(kernel, image.shape)
    y = functional.correlate2d(image, kernel)
    np.testing.assert_array_equal(matrix @ image.ravel(), y.ravel())
    dy = data.draw(values(y.shape))
    dimage, _ = functional.correlate2d_backward(dy, image, kernel)
    np.testing.assert_array_equal(matrix.T @ dy.ravel(), dimage.ravel())


@settings(deadline=None)
@given(fitting(ndim=1), st.data())
def test_product_and_transpose_in_one_dimension(pair, data):
    signal, kernel = pair
    matrix = functional.conv_matrix(kernel, signal.size)
    y = functional.correlate1d(signal, kernel)
    np.testing.assert_array_equal(matrix @ signal, y)
    dy = data.draw(values(y.shape))
    dsignal, _ = functional.correlate1d_backward(dy, signal, kernel)
    np.testing.assert_array_equal(matrix.T @ dy, dsignal)
    assert all(np.ptp(np.diagonal(matrix, k)) == 0 for k in range(signal.size))


@pytest.mark.parametrize(
    ("kernel", "input_shape", "message"),
    [
        pytest.param([1, 2], 1, "kernel 2 is larger than the input 1: ", id="too large"),
        pytest.param(1, 4, "kernel needs 1 or 2 axes, got shape ()", id="number"),
        pytest.param(
            [1], (3, 3), "input_shape must be 1 whole numbers ≥ 1, got (3, 3)", id="two axes"
        ),
        pytest.param([[1]], 3, "input_shape must be 2 whole numbers ≥ 1, got 3", id="one axis"),
        pytest.param(
            [[1]], (3, 0), "input_shape must be 2 whole numbers ≥ 1, got (3, 0)", id="empty"
        ),
        pytest.param([1], 2.5, "input_shape must be 1 whole numbers ≥ 1, got 2.5", id="fraction"),
        pytest.param(
            np.ones((3, 3)),
            (427, 640),
            "the matrix for input 427×640 and kernel 3×3 has 271,150 rows of 273,280: "
            "it is written out up to 10,000,000 entries only",
            id="photograph",
        ),
    ],
)
def test_errors(kernel, input_shape, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        functional.conv_matrix(kernel, input_shape)


@settings(deadline=None)
@given(
    st.one_of(
        st.none(),
        st.integers(-2, 5),
        st.text(max_size=2),
        st.floats(),
        st.lists(st.integers(-1, 4), max_size=3),
        st.lists(st.floats(), max_size=3),
        st.tuples(st.none(), st.text(max_size=1)),
    )
)
def test_bad_shapes_are_value_errors(input_shape):
    complaint = ""
    try:
        columns = functional.conv_matrix([[1, 2]], input_shape).shape[1]
    except ValueError as error:
        complaint = str(error).split()[0]
    assert complaint in {"input_shape", "kernel"} or columns == np.prod(input_shape)
