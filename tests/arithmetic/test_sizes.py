"""One window along one axis: the book's numbers, PyTorch's answers, and a count by hand."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib.arithmetic import (
    effective_kernel,
    output_size,
    same_padding,
    transposed_output_size,
    unreached,
)

SIZES = st.integers(1, 40)
KERNELS = st.integers(1, 9)
STRIDES = st.integers(1, 7)
DILATIONS = st.integers(1, 4)
CELLS = st.integers(0, 6)
PADDINGS = st.one_of(CELLS, st.tuples(CELLS, CELLS), st.sampled_from(["same", "valid"]))


def windows_by_hand(size, kernel, stride, before, after, dilation, ceil_mode):
    """Walk until the window leaves the padded input; each window as the list of its cells."""
    windows, first = [], -before
    while True:
        cells = [first + tap * dilation for tap in range(kernel)]
        overhangs = cells[-1] >= size + after
        # One that hangs over counts if the last left cells over, and if it starts in the input.
        leftover = cells[-1] - stride < size + after - 1
        if overhangs and not (ceil_mode and leftover and first < size):
            return windows
        windows.append(cells)
        first += stride


def torch_size(function):
    """What PyTorch answers, or None where it refuses."""
    try:
        return function().shape[-1]
    except RuntimeError:
        return None


def our_size(*arguments, function=output_size, **settings):
    try:
        return function(*arguments, **settings)
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param((224, 11, 4, 0), 54, id="AlexNet without padding"),
        pytest.param((224, 11, 4, 1), 54, id="AlexNet padding 1"),
        pytest.param((224, 11, 4, 2), 55, id="AlexNet padding 2"),
        pytest.param((224, 11, 4, 3), 55, id="AlexNet padding 3"),
        pytest.param((224, 11, 4, (1, 2)), 55, id="AlexNet padding (1, 2)"),
        pytest.param((227, 11, 4, 0), 55, id="AlexNet at 227"),
        pytest.param((224, 11, 4, "same"), 56, id="AlexNet SAME"),
        pytest.param((40, 11, 2, 4), 19, id="40 with kernel 11, stride 2, padding 4"),
        pytest.param((11, 2, 2), 5, id="11 pooled by 2"),
        pytest.param((5, 2, 2, 1, 1, True), 3, id="no window from the right padding on"),
        pytest.param((11, 2, 2, 0, 1, True), 6, id="11 pooled by 2, ceil"),
        pytest.param((9, 3, 2), 4, id="9 rows, kernel 3, stride 2"),
        pytest.param((7, 2, 3), 2, id="7 columns, kernel 2, stride 3"),
        pytest.param((5, 3, 1, "valid"), 3, id="narrow"),
        pytest.param((5, 3, 1, "same"), 5, id="same"),
        pytest.param((5, 3, 1, 2), 7, id="wide"),
        pytest.param((16000, 400, 1, "same"), 16000, id="a second of sound"),
        pytest.param((1, 1), 1, id="one pixel"),
    ],
)
def test_output_size_in_the_text(arguments, expected):
    assert output_size(*arguments) == expected


def test_digit_reader_ladder():
    sizes = [28]
    for kernel, stride in [(3, 1), (2, 2), (3, 1), (2, 2), (3, 1)]:
        sizes.append(output_size(sizes[-1], kernel, stride))
    assert sizes == [28, 26, 13, 11, 5, 3]


@settings(max_examples=300, deadline=None)
@given(SIZES, KERNELS, STRIDES, CELLS, DILATIONS)
def test_output_size_is_that_of_torch_convolution(size, kernel, stride, padding, dilation):
    x, weight = torch.empty(1, 1, size, device="meta"), torch.empty(1, 1, kernel, device="meta")
    expected = torch_size(
        lambda: torch.nn.functional.conv1d(x, weight, None, stride, padding, dilation)
    )
    assert our_size(size, kernel, stride, padding, dilation) == expected


@settings(max_examples=300, deadline=None)
@given(SIZES, KERNELS, STRIDES, CELLS, DILATIONS, st.booleans())
def test_output_size_is_that_of_torch_pooling(size, kernel, stride, padding, dilation, ceil_mode):
    padding = min(padding, kernel // 2)  # the most that PyTorch pools
    x = torch.empty(1, 1, size, device="meta")
    expected = torch_size(
        lambda: torch.nn.functional.max_pool1d(x, kernel, stride, padding, dilation, ceil_mode)
    )
    assert our_size(size, kernel, stride, padding, dilation, ceil_mode) == expected


# An even kernel makes PyTorch warn that it copies the input.
@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel:UserWarning")
@settings(max_examples=100, deadline=None)
@given(SIZES, KERNELS, DILATIONS)
def test_same_padding_is_that_of_torch_at_stride_one(size, kernel, dilation):
    x = torch.arange(1.0, size + 1, dtype=torch.float64)[None, None]
    weight = torch.arange(1.0, kernel + 1, dtype=torch.float64)[None, None]
    padded = torch.nn.functional.pad(x, same_padding(size, kernel, dilation=dilation))
    ours = torch.nn.functional.conv1d(padded, weight, dilation=dilation)
    theirs = torch.nn.functional.conv1d(x, weight, padding="same", dilation=dilation)
    assert torch.equal(ours, theirs)


@settings(max_examples=200, deadline=None)
@given(SIZES, KERNELS, STRIDES, DILATIONS)
def test_same_padding_is_tensorflows(size, kernel, stride, dilation):
    """The rule as TensorFlow documents it: in terms of the remainder of size and stride."""
    total = max(effective_kernel(kernel, dilation) - (size % stride or stride), 0)
    assert same_padding(size, kernel, stride, dilation) == (total // 2, total - total // 2)
    assert output_size(size, kernel, stride, "same", dilation) == -(-size // stride)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param((224, 11, 4), (3, 4), id="AlexNet"),
        pytest.param((224, 3, 2), (0, 1), id="after the input only"),
        pytest.param((5, 4), (1, 2), id="even kernel"),
        pytest.param((5, 1, 3), (0, 0), id="stride beyond the kernel"),
        pytest.param((28, 3, 1, 2), (2, 2), id="dilated"),
    ],
)
def test_same_padding_in_the_text(arguments, expected):
    assert same_padding(*arguments) == expected


@settings(max_examples=300, deadline=None)
@given(SIZES, KERNELS, STRIDES, PADDINGS, DILATIONS, st.booleans())
def test_windows_counted_by_hand(size, kernel, stride, padding, dilation, ceil_mode):
    match padding:
        case "same":
            before, after = same_padding(size, kernel, stride, dilation)
        case "valid":
            before, after = 0, 0
        case int():
            before = after = padding
        case _:
            before, after = padding
    windows = windows_by_hand(size, kernel, stride, before, after, dilation, ceil_mode)
    arguments = (size, kernel, stride, padding, dilation, ceil_mode)
    assert our_size(*arguments) == (len(windows) or None)
    if windows:
        read = {cell for window in windows for cell in window}
        assert unreached(*arguments) == [cell for cell in range(size) if cell not in read]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param((11, 2, 2), [10], id="the reader's second pooling"),
        pytest.param((7, 3, 2), [], id="all read"),
        pytest.param((8, 3, 2), [7], id="7 to 3 would leave none, 8 leaves one"),
        pytest.param((5, 1, 2), [1, 3], id="stride beyond the kernel"),
        pytest.param((6, 2, 1, 0, 4), [2, 3], id="dilation skips"),
        pytest.param((1, 1, 2, (1, 0)), [0], id="only padding is read"),
    ],
)
def test_unreached(arguments, expected):
    assert unreached(*arguments) == expected


@pytest.mark.parametrize("function", [output_size, unreached, same_padding, transposed_output_size])
def test_small_integer_types_do_not_overflow(function):
    arguments = {"size": 1000, "kernel": 3, "stride": 60, "dilation": 100}
    small = {name: np.int8(number) for name, number in arguments.items() if name != "size"}
    assert function(**{**arguments, **small}) == function(**arguments)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 12), KERNELS, STRIDES, CELLS, DILATIONS, CELLS)
def test_transposed_size_is_torchs(size, kernel, stride, padding, dilation, extra):
    x, weight = torch.empty(1, 1, size), torch.empty(1, 1, kernel)  # "meta" lets any extra pass
    expected = torch_size(
        lambda: torch.nn.functional.conv_transpose1d(
            x, weight, None, stride, padding, extra, 1, dilation
        )
    )
    ours = our_size(
        *(size, kernel, stride, padding, dilation, extra), function=transposed_output_size
    )
    assert ours == expected


@settings(max_examples=100, deadline=None)
@given(SIZES, KERNELS, STRIDES, st.one_of(CELLS, st.tuples(CELLS, CELLS)), DILATIONS)
def test_transposed_convolution_undoes_the_size(size, kernel, stride, padding, dilation):
    down = our_size(size, kernel, stride, padding, dilation)
    if down is None:
        return
    ups = [
        our_size(down, kernel, stride, padding, dilation, extra, function=transposed_output_size)
        for extra in range(stride)
    ]
    assert size in ups


@pytest.mark.parametrize(
    ("kernel", "dilation", "expected"),
    [(5, 3, 13), (3, 2, 5), (1, 9, 1), (2, 512, 513)],
)
def test_effective_kernel(kernel, dilation, expected):
    assert effective_kernel(kernel, dilation) == expected
