"""What single layers and short stacks cost and see: the numbers that the chapters work out."""

import pytest

from cnnlib.arithmetic import (
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Flatten,
    Parallel,
    Pool,
    Residual,
    Subsample,
    count_macs,
    count_parameters,
    inputs_read,
    receptive_field,
    summarize,
    unreached_inputs,
)

DIGIT = (1, 28, 28)


@pytest.mark.parametrize(
    ("layers", "input_shape", "expected", "without_bias"),
    [
        pytest.param([Flatten(), Dense(32 * 26 * 26)], DIGIT, 16_981_120, 16_959_488, id="dense"),
        pytest.param([Conv(32, 3, shared=False)], DIGIT, 216_320, 194_688, id="local"),
        pytest.param([Conv(32, 3)], DIGIT, 320, 288, id="shared"),
        pytest.param([Flatten(), Dense(26 * 26)], DIGIT, 530_660, 529_984, id="dense, one map"),
        pytest.param([Conv(1, 3, shared=False)], DIGIT, 6_760, 6_084, id="local, one map"),
        pytest.param([Conv(64, 3)], (32, 13, 13), 18_496, 18_432, id="conv 32 to 64"),
        pytest.param([Conv(64, 3, shared=False)], (32, 13, 13), 2_238_016, None, id="unshared"),
        pytest.param([Conv(64, 3)], (64, 5, 5), 36_928, 36_864, id="third convolution"),
        pytest.param([Flatten(), Dense(64)], (64, 3, 3), 36_928, 36_864, id="first dense layer"),
        pytest.param([Conv(2, 3, padding="same")], (3, 8, 8), 56, 54, id="8x8x3 to 2"),
        pytest.param([Conv(16, 3)], (3, 8, 16, 16), 1_312, 1_296, id="video"),
        pytest.param([Dense(16_000)], (16_000,), 256_016_000, None, id="sound, dense"),
        pytest.param(
            [Conv(1, 400, padding="same", shared=False)],
            (1, 16_000),
            6_416_000,
            None,
            id="sound, local",
        ),
        pytest.param([Conv(1, 400, padding="same")], (1, 16_000), 401, 400, id="sound, shared"),
        pytest.param([Conv(16, 5)], (6, 14, 14), 2_416, 2_400, id="C3, all kernels"),
        pytest.param([Conv(16, 5, connections=60)], (6, 14, 14), 1_516, 1_500, id="C3, by table"),
        pytest.param([Conv(256, 5, groups=2)], (96, 27, 27), 307_456, 307_200, id="AlexNet conv2"),
        pytest.param([Conv(256, 5)], (96, 27, 27), 614_656, 614_400, id="AlexNet conv2, ungrouped"),
        pytest.param([Conv(8, 3, groups=8)], (8, 5, 5), 80, 72, id="depthwise"),
        pytest.param([Conv(8, 1)], (3, 5, 5), 32, 24, id="1x1"),
        pytest.param([Conv(8, (3, 2))], (3, 9, 7), 152, 144, id="rectangular"),
        pytest.param([Conv(8, 3, bias=False)], (3, 5, 5), 216, 216, id="no bias"),
        pytest.param([Subsample(2)], (6, 28, 28), 12, 6, id="subsampling"),
        pytest.param([Pool(2)], (6, 28, 28), 0, 0, id="pooling"),
        pytest.param([BatchNorm()], (25, 26, 26), 50, 25, id="batch norm"),
        pytest.param([BatchNorm()], (25,), 50, 25, id="batch norm, flat"),
        pytest.param([Activation("relu")], DIGIT, 0, 0, id="activation"),
        pytest.param([], DIGIT, 0, 0, id="nothing"),
    ],
)
def test_parameters(layers, input_shape, expected, without_bias):
    assert count_parameters(layers, input_shape) == expected
    if without_bias is not None:
        assert count_parameters(layers, input_shape, bias=False) == without_bias


@pytest.mark.parametrize(
    ("layer", "input_shape", "expected"),
    [
        pytest.param(Conv(2, 3, padding="same"), (3, 8, 8), 3_456, id="8x8x3 to 2"),
        pytest.param(Conv(32, 3), DIGIT, 194_688, id="first"),
        pytest.param(Conv(64, 3), (32, 13, 13), 2_230_272, id="second"),
        pytest.param(Conv(32, 3, shared=False), DIGIT, 194_688, id="unshared: the same work"),
        pytest.param(Conv(16, 5, connections=60), (6, 14, 14), 150_000, id="by table"),
        pytest.param(Conv(4, 3, groups=4), (4, 5, 5), 4 * 9 * 9, id="depthwise"),
        pytest.param(Pool(2), DIGIT, 0, id="pooling"),
    ],
)
def test_macs(layer, input_shape, expected):
    assert count_macs([layer], input_shape) == expected


@pytest.mark.parametrize(
    ("layer", "input_shape", "expected"),
    [
        pytest.param(Conv(2, 3, 2, padding=1), (3, 5, 5), (2, 3, 3), id="5x5x3 to 3x3x2"),
        pytest.param(Conv(4, (3, 2), (2, 3)), (3, 9, 7), (4, 4, 2), id="9x7 to 4x2"),
        pytest.param(Conv(4, 3, padding=((0, 1), (2, 2))), (3, 4, 4), (4, 3, 6), id="asymmetric"),
        pytest.param(Conv(4, 3, padding=(0, 1)), (3, 4, 4), (4, 2, 4), id="one padding each axis"),
        pytest.param(Conv(4, 3, padding=("same", 0)), (3, 4, 4), (4, 4, 2), id="same rows only"),
        pytest.param(Pool(3, 2), (96, 55, 55), (96, 27, 27), id="overlapping"),
        pytest.param(Pool((1, 2)), (3, 4, 4), (3, 4, 2), id="pooled columns"),
        pytest.param(Conv(1, 1), (1, 1, 1), (1, 1, 1), id="one pixel"),
        pytest.param(Flatten(), (64, 3, 3), (576,), id="flatten"),
    ],
)
def test_output_shape(layer, input_shape, expected):
    assert summarize([layer], input_shape)[0].output_shape == expected


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param([], (1, 1, 0), id="the picture itself"),
        pytest.param([Conv(1, 3)] * 3, (7, 1, 0), id="three of 3"),
        pytest.param([Conv(1, 5)], (5, 1, 0), id="one of 5"),
        pytest.param([Conv(1, 3)] * 2, (5, 1, 0), id="two of 3 are one of 5"),
        pytest.param(
            [Conv(1, 3), Pool(2), Conv(1, 5), Conv(1, 3, stride=2), Conv(1, 3)],
            (24, 4, 0),
            id="the asymmetric stack",
        ),
        pytest.param(
            [Conv(1, 3, dilation=d) for d in (1, 2, 4, 8)], (31, 1, 0), id="dilations to 8"
        ),
        pytest.param([Conv(1, 3, dilation=15)], (31, 1, 0), id="one dilation of 15"),
        pytest.param(
            [Conv(1, 2, dilation=2**n) for n in range(10)], (1024, 1, 0), id="64 ms of sound"
        ),
        pytest.param([Conv(1, 3, padding=1)] * 5, (11, 1, -5), id="padding moves it"),
        pytest.param([Conv(1, 3, padding="same")] * 5, (11, 1, -5), id="same moves it"),
        pytest.param([Conv(1, 4, padding="same")], (4, 1, -1), id="same, even kernel"),
        pytest.param([Conv(1, 3, padding=((2, 0),))], (3, 1, -2), id="causal"),
        pytest.param([Conv(1, (3, 5), (1, 2))], ((3, 5), (1, 2), 0), id="rectangular"),
        pytest.param([Activation("relu"), BatchNorm(), Conv(1, 1)], (1, 1, 0), id="points"),
        pytest.param(
            [Parallel([[Conv(1, 1)], [Conv(1, 3, padding=1)], [Conv(1, 5, padding=2)]])],
            (5, 1, -2),
            id="branches",
        ),
        pytest.param(
            [Parallel([[Conv(1, 2, padding=((1, 0),))], [Conv(1, 2, padding=((0, 1),))]])],
            (3, 1, -1),
            id="branches that look to either side",
        ),
        pytest.param([Residual([Conv(1, 3, padding=1)] * 2)], (5, 1, -2), id="shortcut"),
        pytest.param([Flatten()], (1, 1, 0), id="flat"),
    ],
)
def test_receptive_field(layers, expected):
    assert receptive_field(layers) == expected


@pytest.mark.parametrize("depth", [5, 10, 20, 50, 100])
def test_field_of_a_deep_stack(depth):
    assert receptive_field([Conv(1, 3)] * depth).size == 2 * depth + 1


@pytest.mark.parametrize("channels", [1, 64, 512])
def test_three_small_windows_for_a_large_one(channels):
    shape = (channels, 9, 9)
    weights = [
        count_parameters([Conv(channels, kernel)] * times, shape, bias=False) // channels**2
        for kernel, times in [(5, 1), (3, 2), (7, 1), (3, 3)]
    ]
    assert weights == [25, 18, 49, 27]


def test_im2col_copies_each_value_up_to_nine_times():
    second = summarize([Conv(64, 3)], (32, 13, 13))[0]
    assert round(second.columns / (32 * 13 * 13), 1) == 6.4
    wide = summarize([Conv(64, 3, padding=1)], (64, 224, 224))[0]
    assert wide.columns == 9 * 64 * 224 * 224


def test_a_dilated_unit_reads_nine_pixels_of_its_field():
    rows, columns = inputs_read([Conv(1, 3, dilation=15)], (1, 31, 31))
    assert rows == columns == [0, 15, 30]


def test_a_unit_reads_what_the_walk_back_says():
    layers = [Conv(1, 3), Pool(2), Conv(1, 3)]
    assert inputs_read(layers, (1, 12, 12), unit=(0, 1)) == ([*range(8)], [*range(2, 10)])


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param([], [], id="nothing between"),
        pytest.param([Pool(2)], [8], id="pooling drops the last"),
        pytest.param([Conv(1, 1, stride=3)], [1, 2, 4, 5, 7, 8], id="stride beyond the kernel"),
        pytest.param([Pool(2), Flatten(), Dense(3)], [8], id="under a dense layer"),
        pytest.param([Parallel([[Pool(2)], [Conv(1, 3, 2)]])], [], id="one branch reads it"),
        pytest.param(
            [Parallel([[Flatten()], [Pool(4), Flatten(), Dense(1)]]), Dense(1)],
            [],
            id="flat branches of maps of two sizes",
        ),
        pytest.param(
            [Parallel([[Pool(2), Flatten()], [Pool(4), Flatten()]]), Dense(1)],
            [8],
            id="two flat maps, both drop the last",
        ),
    ],
)
def test_unreached_inputs(layers, expected):
    assert unreached_inputs(layers, (1, 9)) == (expected,)


def test_flat_branches_see_what_their_maps_saw():
    layers = [Parallel([[Conv(1, 3), Flatten()], [Pool(3), Flatten()]]), Dense(1)]
    assert receptive_field(layers, (1, 9)).size == 9


def test_only_padding_read_is_nothing_read():
    layers = [Conv(1, 1, stride=2, padding=((1, 0), 0))]
    assert unreached_inputs(layers, (1, 1, 3)) == ([0], [0, 1, 2])


def test_same_padding_with_a_stride_depends_on_the_size():
    layers = [Conv(1, 3, stride=2, padding="same")]
    assert [receptive_field(layers, (1, n)).start for n in (7, 8)] == [-1, 0]
