"""The convolution layer, its columns and its transpose, against the briefs, loops and PyTorch."""

import re
import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from random_layers import SEEDS, geometries, numerical_gradient, whole_numbers

from cnnlib import functional
from cnnlib.arithmetic import same_padding

pytorch = torch.nn.functional

X = [[[[1, 2, 0], [0, 1, 3], [4, 0, 1]]]]
W = [[[[1, -1], [2, 0]]]]
Y = [[[[-1, 4], [7, -2]]]]
DY = [[[[1, 0], [-1, 2]]]]
GROUPS = st.tuples(*[st.integers(1, 3)] * 3)  # groups, channels and kernels in each


def in_torch(*arrays):
    return [torch.tensor(array, requires_grad=True) for array in arrays]


# The worked example of the chapter on learning.


@pytest.mark.parametrize("conv2d", [functional.conv2d, functional.conv2d_loops])
def test_forward_by_hand(conv2d):
    np.testing.assert_array_equal(conv2d(X, W), Y)
    np.testing.assert_array_equal(conv2d(X, W, [10]), np.add(Y, 10))


def test_gradients_by_hand():
    dx, dweight, dbias = functional.conv2d_backward(DY, X, W)
    np.testing.assert_array_equal(dweight, [[[[3, 7], [-4, 3]]]])
    np.testing.assert_array_equal(dx, [[[[1, -1, 0], [1, 3, -2], [-2, 4, 0]]]])
    np.testing.assert_array_equal(dbias, [2])


def test_one_channel_is_correlate2d_and_its_gradients():
    image, kernel = whole_numbers(0, (6, 7)), whole_numbers(1, (3, 2))
    y = functional.conv2d(image[None, None], kernel[None, None])
    np.testing.assert_array_equal(y[0, 0], functional.correlate2d(image, kernel))
    dimage, dkernel = functional.correlate2d_backward(y[0, 0], image, kernel)
    dx, dweight, _ = functional.conv2d_backward(y, image[None, None], kernel[None, None])
    np.testing.assert_array_equal(dx[0, 0], dimage)
    np.testing.assert_array_equal(dweight[0, 0], dkernel)


# PyTorch, on random cases.


@settings(deadline=None, max_examples=400)
@given(geometries(), GROUPS, st.integers(0, 3), SEEDS)
def test_conv2d_and_its_gradients_are_pytorchs(geometry, dealt, batch, seed):
    groups, channels, kernels = dealt
    x = whole_numbers(seed, (batch, groups * channels, *geometry.size))
    weight = whole_numbers(seed + 1, (groups * kernels, channels, *geometry.kernel))
    bias = whole_numbers(seed + 2, groups * kernels)
    tx, tweight, tbias = in_torch(x, weight, bias)
    padded = pytorch.pad(tx, geometry.torch_padding)
    expected = pytorch.conv2d(
        padded, tweight, tbias, geometry.stride, dilation=geometry.dilation, groups=groups
    )
    y = functional.conv2d(x, weight, bias, **geometry.settings, groups=groups)
    np.testing.assert_array_equal(y, expected.detach())
    dy = whole_numbers(seed + 3, y.shape)
    expected.backward(torch.tensor(dy))
    gradients = functional.conv2d_backward(dy, x, weight, **geometry.settings, groups=groups)
    for gradient, tensor in zip(gradients, (tx, tweight, tbias), strict=True):
        np.testing.assert_array_equal(gradient, tensor.grad)


@settings(deadline=None, max_examples=300)
@given(geometries(), GROUPS, st.integers(0, 3), st.tuples(*[st.integers(0, 4)] * 2), SEEDS)
def test_conv_transpose2d_and_its_gradients_are_pytorchs(geometry, dealt, batch, extra, seed):
    groups, channels, kernels = dealt
    extra = tuple(
        min(e, max(s, d) - 1)
        for e, s, d in zip(extra, geometry.stride, geometry.dilation, strict=True)
    )
    x = whole_numbers(seed, (batch, groups * channels, *geometry.size))
    weight = whole_numbers(seed + 1, (groups * channels, kernels, *geometry.kernel))
    bias = whole_numbers(seed + 2, groups * kernels)
    tx, tweight, tbias = in_torch(x, weight, bias)
    whole = pytorch.conv_transpose2d(
        tx, tweight, tbias, geometry.stride, 0, extra, groups, geometry.dilation
    )
    (top, bottom), (left, right) = geometry.padding
    height, width = whole.shape[2:]
    options = {**geometry.settings, "output_padding": extra, "groups": groups}
    if top + bottom >= height or left + right >= width:
        with pytest.raises(ValueError, match="leaves nothing of an output"):
            functional.conv_transpose2d(x, weight, bias, **options)
        return
    expected = whole[:, :, top : height - bottom, left : width - right]
    y = functional.conv_transpose2d(x, weight, bias, **options)
    np.testing.assert_array_equal(y, expected.detach())
    dy = whole_numbers(seed + 3, y.shape)
    expected.backward(torch.tensor(dy))
    gradients = functional.conv_transpose2d_backward(dy, x, weight, **options)
    for gradient, tensor in zip(gradients, (tx, tweight, tbias), strict=True):
        np.testing.assert_array_equal(gradient, tensor.grad)


@settings(deadline=None, max_examples=200)
@given(geometries(), st.integers(1, 3), st.integers(0, 3), SEEDS)
def test_im2col_and_col2im_are_pytorchs_unfold_and_its_gradient(geometry, channels, batch, seed):
    x = whole_numbers(seed, (batch, channels, *geometry.size))
    (tx,) = in_torch(x)
    columns = functional.im2col(x, geometry.kernel, **geometry.settings)
    if batch == 0:  # torch's unfold refuses it
        assert columns.shape[0] == 0
        return
    expected = pytorch.unfold(
        pytorch.pad(tx, geometry.torch_padding),
        geometry.kernel,
        geometry.dilation,
        stride=geometry.stride,
    )
    np.testing.assert_array_equal(columns, expected.detach())
    dcolumns = whole_numbers(seed + 1, columns.shape)
    expected.backward(torch.tensor(dcolumns))
    images = functional.col2im(dcolumns, geometry.size, geometry.kernel, **geometry.settings)
    np.testing.assert_array_equal(images, tx.grad)


@settings(deadline=None, max_examples=50)
@given(geometries(most_padding=0, dilated=False), st.integers(0, 2), SEEDS)
def test_the_loops_compute_the_same(geometry, batch, seed):
    x = whole_numbers(seed, (batch, 2, *geometry.size))
    weight, bias = whole_numbers(seed + 1, (3, 2, *geometry.kernel)), whole_numbers(seed + 2, 3)
    np.testing.assert_array_equal(
        functional.conv2d_loops(x, weight, bias, geometry.stride),
        functional.conv2d(x, weight, bias, geometry.stride),
    )


# What the operations are to one another.


@settings(deadline=None, max_examples=50)
@given(geometries(), SEEDS)
def test_transposed_convolution_is_the_input_gradient(geometry, seed):
    x = whole_numbers(seed, (2, 3, *geometry.size))
    weight = whole_numbers(seed + 1, (4, 3, *geometry.kernel))
    dy = functional.conv2d(x, weight, **geometry.settings)
    dx, _, _ = functional.conv2d_backward(dy, x, weight, **geometry.settings)
    back = functional.conv_transpose2d(
        dy, weight, stride=geometry.stride, dilation=geometry.dilation
    )
    (top, bottom), (left, right) = geometry.padding
    height, width = geometry.size
    padded = np.zeros((2, 3, top + height + bottom, left + width + right))
    padded[:, :, : back.shape[2], : back.shape[3]] = back  # no window reached the rest
    np.testing.assert_array_equal(dx, padded[:, :, top : top + height, left : left + width])


def test_a_convolution_is_one_matrix_product_of_columns():
    x, weight = whole_numbers(0, (2, 3, 9, 7)), whole_numbers(1, (4, 3, 3, 2))
    columns = functional.im2col(x, (3, 2), stride=(2, 3))
    assert columns.shape == (2, 18, 8)
    y = weight.reshape(4, -1) @ columns
    np.testing.assert_array_equal(
        y.reshape(2, 4, 4, 2), functional.conv2d(x, weight, stride=(2, 3))
    )


@pytest.mark.parametrize(("size", "stride"), [(224, 4), (28, 1), (27, 2), (5, 7), (1, 1)])
def test_same_is_tensorflows(size, stride):
    x, weight = whole_numbers(0, (1, 1, size, 11)), whole_numbers(1, (1, 1, 11, 4))
    y = functional.conv2d(x, weight, stride=(stride, 3), padding="same")
    pads = (same_padding(size, 11, stride), same_padding(11, 4, 3))
    assert y.shape[2:] == (-(-size // stride), 4)
    np.testing.assert_array_equal(y, functional.conv2d(x, weight, stride=(stride, 3), padding=pads))


@pytest.mark.parametrize(
    ("padding", "pairs"),
    [
        pytest.param("valid", ((0, 0), (0, 0)), id="valid"),
        pytest.param(2, ((2, 2), (2, 2)), id="one number"),
        pytest.param((2, 1), ((2, 2), (1, 1)), id="one per axis"),
        pytest.param(((0, 1), 2), ((0, 1), (2, 2)), id="a pair and a number"),
        pytest.param([[0, 1], [2, 3]], ((0, 1), (2, 3)), id="lists"),
        pytest.param(np.int64(2), ((2, 2), (2, 2)), id="NumPy's integer"),
    ],
)
def test_ways_of_writing_the_padding(padding, pairs):
    np.testing.assert_array_equal(
        functional.conv2d(X, W, padding=padding),
        functional.conv2d(np.pad(X, ((0, 0), (0, 0), *pairs)), W),
    )


def test_the_readers_last_two_rows_and_columns_change_nothing():
    """28 → conv 3 → 26 → pool 2 → 13 → conv 3 → 11 → pool 2 → 5: the eleventh row is dropped."""
    x, weight = np.zeros((1, 1, 28, 28)), np.ones((1, 1, 3, 3))
    first = functional.conv2d(x, weight)
    second = functional.average_pool2d(first, 2)
    third = functional.conv2d(second, weight)
    dthird = functional.average_pool2d_backward(np.ones((1, 1, 5, 5)), third, 2)
    dsecond, _, _ = functional.conv2d_backward(dthird, second, weight)
    dfirst = functional.average_pool2d_backward(dsecond, first, 2)
    dx, _, _ = functional.conv2d_backward(dfirst, x, weight)
    reached = dx[0, 0] > 0
    assert reached[:26, :26].all()
    assert not reached[26:].any()
    assert not reached[:, 26:].any()


# Numbers by differences, types, memory, and what must not happen.


def test_numerical_gradients():
    x, weight, bias = (whole_numbers(k, s) for k, s in enumerate([(2, 4, 5, 4), (6, 2, 3, 2), 6]))
    options = {"stride": (2, 1), "padding": ((1, 0), (0, 2)), "dilation": (1, 2), "groups": 2}
    dy = whole_numbers(3, functional.conv2d(x, weight, bias, **options).shape)
    gradients = functional.conv2d_backward(dy, x, weight, **options)
    arguments = [x, weight, bias]
    for position, gradient in enumerate(gradients):

        def weighted(array, position=position):
            changed = [*arguments[:position], array, *arguments[position + 1 :]]
            return dy * functional.conv2d(*changed, **options)

        expected = numerical_gradient(weighted, arguments[position])
        np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-6)


def test_float32_is_as_exact_as_pytorchs():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, 16, 20, 20)).astype(np.float32)
    weight = rng.normal(size=(8, 16, 5, 5)).astype(np.float32)
    expected = pytorch.conv2d(torch.tensor(x), torch.tensor(weight), stride=2, padding=2)
    np.testing.assert_allclose(
        functional.conv2d(x, weight, stride=2, padding=2), expected, rtol=1e-4, atol=1e-4
    )


def test_views_and_read_only_arrays_are_read_and_left_alone():
    base = whole_numbers(0, (9, 8, 4, 2))
    x, weight = base.transpose(3, 2, 0, 1)[:, ::2, ::-1], base[:2, 6:, ::2, :1].swapaxes(2, 3)
    base.flags.writeable = False
    before = base.copy()
    assert not x.flags.c_contiguous
    y = functional.conv2d(x, weight, padding=1)
    np.testing.assert_array_equal(y, functional.conv2d(x.copy(), weight.copy(), padding=1))
    turned = np.asfortranarray(y)
    results = [y, *functional.conv2d_backward(turned, x, weight, padding=1)]
    expected = functional.conv2d_backward(y, x.copy(), weight.copy(), padding=1)
    for result, gradient in zip(results[1:], expected, strict=True):
        np.testing.assert_array_equal(result, gradient)
    assert all(r.flags.writeable and not np.shares_memory(r, base) for r in results)
    np.testing.assert_array_equal(base, before)


def test_nan_reaches_exactly_the_windows_around_it():
    x, weight = np.zeros((2, 1, 5, 5)), np.zeros((1, 1, 3, 3))
    x[1, 0, 0, 4] = np.nan
    expected = np.zeros((2, 1, 3, 3), bool)
    expected[1, 0, 0, 2] = True
    for conv2d in (functional.conv2d, functional.conv2d_loops):
        np.testing.assert_array_equal(np.isnan(conv2d(x, weight)), expected)


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")
@pytest.mark.parametrize("transposed", [False, True])
@settings(deadline=None, max_examples=100)
@given(data=st.data(), stride=st.integers(1, 2), padding=st.integers(0, 1), seed=SEEDS)
def test_zeros_of_the_padding_are_multiplied_as_in_pytorch(transposed, data, stride, padding, seed):
    """Values like others: where PyTorch has NaN, for 0 · ∞, we have it too."""
    name = "conv_transpose2d" if transposed else "conv2d"
    options = {"stride": stride, "padding": padding}
    x, weight = whole_numbers(seed, (2, 2, 5, 4)), whole_numbers(seed + 1, (2, 2, 3, 2))
    dy = whole_numbers(seed + 2, getattr(functional, name)(x, weight, **options).shape)
    for array in (x, weight, dy):
        cell = data.draw(st.integers(0, array.size - 1))
        array.flat[cell] = data.draw(st.sampled_from([0, np.inf, -np.inf, np.nan]))
    tx, tweight = in_torch(x, weight)
    expected = getattr(pytorch, name)(tx, tweight, **options)
    np.testing.assert_array_equal(
        getattr(functional, name)(x, weight, **options), expected.detach()
    )
    expected.backward(torch.tensor(dy))
    dx, dweight, _ = getattr(functional, f"{name}_backward")(dy, x, weight, **options)
    np.testing.assert_array_equal(dx, tx.grad)
    np.testing.assert_array_equal(dweight, tweight.grad)


@pytest.mark.parametrize(
    ("x_shape", "weight_shape", "options"),
    [
        pytest.param((8, 32, 28, 28), (64, 32, 3, 3), {}, id="many channels"),
        pytest.param(
            (1, 3, 224, 224), (64, 3, 7, 7), {"stride": 2, "padding": 3}, id="first layer"
        ),
        pytest.param((64, 1, 28, 28), (4, 1, 5, 5), {"padding": "same"}, id="one channel"),
    ],
)
def test_memory_is_that_of_the_arrays_and_the_columns_of_one_image(x_shape, weight_shape, options):
    x, weight = np.ones(x_shape, np.float32), np.ones(weight_shape, np.float32)
    columns = functional.im2col(x[:1], weight_shape[2:], **options).nbytes

    def peak(function, *arrays):
        tracemalloc.start()
        results = function(*arrays, **options)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        given = sum(array.nbytes for array in arrays)
        made = sum(array.nbytes for array in (results if isinstance(results, tuple) else [results]))
        return results, (given + most) / (given + made + columns)

    y, forward = peak(functional.conv2d, x, weight)
    _, backward = peak(functional.conv2d_backward, y, x, weight)
    assert forward < 1.2
    assert backward < 1.2


ONES = np.ones((1, 4, 5, 5))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(
            lambda: functional.conv2d(np.ones((5, 5)), W),
            "x needs 4 axes (N, C, H, W), got shape 5×5",
            id="image without channels",
        ),
        pytest.param(
            lambda: functional.conv2d(X, np.ones((2, 2))),
            "weight needs 4 axes (out, in/groups, kh, kw), got shape 2×2",
            id="kernel without channels",
        ),
        pytest.param(
            lambda: functional.conv2d(np.ones((1, 0, 5, 5)), W),
            "x is empty (shape 1×0×5×5): it needs at least one value",
            id="no channels",
        ),
        pytest.param(
            lambda: functional.conv2d(ONES, np.ones((2, 3, 3, 3))),
            "weight 2×3×3×3 with groups 1 reads 3 channels, but x 1×4×5×5 has 4",
            id="channels",
        ),
        pytest.param(
            lambda: functional.conv2d(ONES, np.ones((3, 2, 3, 3)), groups=2),
            "groups 2 must divide the 3 kernels of weight 3×2×3×3",
            id="groups do not divide the kernels",
        ),
        pytest.param(
            lambda: functional.conv2d(ONES, np.ones((3, 1, 3, 3)), groups=3),
            "weight 3×1×3×3 with groups 3 reads 3 channels, but x 1×4×5×5 has 4",
            id="groups do not divide the channels",
        ),
        pytest.param(
            lambda: functional.conv2d(X, W, groups=0),
            "groups must be a whole number ≥ 1, got 0",
            id="no groups",
        ),
        pytest.param(
            lambda: functional.conv2d(X, W, [1, 2]),
            "bias has shape 2, but weight 1×1×2×2 needs one of 1",
            id="bias",
        ),
        pytest.param(
            lambda: functional.conv2d(np.ones((1, 1, 4, 9)), np.ones((1, 1, 5, 5))),
            "kernel 5 is larger than the padded input 4: use padding ≥ 1 "
            "(kernel 5×5 on an image of 4×9)",
            id="kernel larger",
        ),
        pytest.param(
            lambda: functional.conv2d(ONES, np.ones((1, 4, 3, 3)), dilation=3, padding=((0, 1), 0)),
            "kernel 3 with dilation 3 covers 7 cells, which is larger than the padded input 6: "
            "use padding ≥ 2 in all (kernel 3×3 on an image of 5×5)",
            id="dilated kernel larger",
        ),
        pytest.param(
            lambda: functional.conv2d(X, W, stride=0),
            "stride must be a whole number ≥ 1, or one per axis, got 0",
            id="stride 0",
        ),
        pytest.param(
            lambda: functional.conv2d(X, W, stride=(1, 2, 3)),
            "stride must be a whole number ≥ 1, or one per axis, got (1, 2, 3)",
            id="three strides",
        ),
        pytest.param(
            lambda: functional.conv2d(X, W, dilation=1.5),
            "dilation must be a whole number ≥ 1, or one per axis, got 1.5",
            id="fractional dilation",
        ),
        pytest.param(
            lambda: functional.conv2d(X, W, padding=-1),
            "padding must be 'same', 'valid', a whole number ≥ 0, one per axis, or "
            "((top, bottom), (left, right)), got -1",
            id="negative padding",
        ),
        pytest.param(
            lambda: functional.conv2d(X, W, padding="SAME"),
            "padding must be 'same', 'valid', a whole number ≥ 0, one per axis, or "
            "((top, bottom), (left, right)), got 'SAME'",
            id="padding unknown",
        ),
        pytest.param(
            lambda: functional.conv2d(X, W, padding=10**6),
            "the padded image would be 2000003×2000003, more than 1,000,000,000 pixels: "
            "padding or stride is too large",
            id="padding huge",
        ),
        pytest.param(
            lambda: functional.conv2d_backward(X, X, W),
            "dy has shape 1×1×3×3, but x 1×1×3×3, weight 1×1×2×2 and these settings give 1×1×2×2",
            id="dy",
        ),
        pytest.param(
            lambda: functional.im2col(X, 0),
            "kernel must be a whole number ≥ 1, or one per axis, got 0",
            id="im2col without kernel",
        ),
        pytest.param(
            lambda: functional.col2im(np.ones((1, 5, 4)), (3, 3), 2),
            "columns 1×5×4 are not those of images 3×3 and kernel 2×2: "
            "they need C·4 rows and 4 columns",
            id="col2im",
        ),
        pytest.param(
            lambda: functional.conv_transpose2d(ONES, W),
            "weight 1×1×2×2 reads 1 channels, but x 1×4×5×5 has 4",
            id="transposed channels",
        ),
        pytest.param(
            lambda: functional.conv_transpose2d(ONES, np.ones((4, 1, 2, 2)), groups=3),
            "groups 3 must divide the 4 channels of x 1×4×5×5",
            id="transposed groups",
        ),
        pytest.param(
            lambda: functional.conv_transpose2d(X, W, padding=2),
            "padding 2 leaves nothing of an output of 4",
            id="transposed padding",
        ),
        pytest.param(
            lambda: functional.conv_transpose2d(X, W, output_padding=1),
            "output_padding 1 is too large: it must be less than the stride 1 or the dilation 1",
            id="output padding",
        ),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        call()
