"""Every total that the book states, from the descriptions."""

from dataclasses import replace

import pytest

from cnnlib.architectures import (
    ALEXNET,
    BATCH_NORM_READER,
    DENSE_BASELINE,
    FIVE_BY_FIVE_READER,
    FROM_SCRATCH,
    KERAS_READER,
    LENET5,
    LENET_MODERN,
    NETWORKS,
    alexnet_single_tower,
    googlenet,
    inception_module,
    prior_net,
    resnet50,
    vgg,
)
from cnnlib.arithmetic import (
    Conv,
    Dense,
    Flatten,
    Pool,
    count_macs,
    count_parameters,
    receptive_field,
    summarize,
    unreached_inputs,
)


def changed(layers, kind, **settings):
    return [replace(layer, **settings) if isinstance(layer, kind) else layer for layer in layers]


def below_the_head(network):
    return network.layers[: next(i for i, x in enumerate(network.layers) if isinstance(x, Flatten))]


READER_WITHOUT_THIRD = [*KERAS_READER.layers[:6], *KERAS_READER.layers[8:]]
MIXED_ALEXNET = [
    *changed(below_the_head(ALEXNET), Conv, groups=1),
    *(Flatten(), Dense(2048), Dense(2048), Dense(1000)),
]
THREE_DENSE_ON_AN_AVERAGE = [
    *below_the_head(vgg(16)),
    *(Pool(7), Flatten(), Dense(4096), Dense(4096), Dense(1000)),
]


@pytest.mark.parametrize(
    ("layers", "input_shape", "expected"),
    [
        pytest.param(*DENSE_BASELINE, 407_050, id="784-512-10"),
        pytest.param(*KERAS_READER, 93_322, id="Keras reader"),
        pytest.param(
            changed(KERAS_READER.layers, Conv, padding="same"),
            (1, 28, 28),
            257_162,
            id="Keras reader, same padding",
        ),
        pytest.param(
            changed(KERAS_READER.layers, Pool, ceil_mode=True),
            (1, 28, 28),
            121_994,
            id="Keras reader, pooling rounded up",
        ),
        pytest.param(
            READER_WITHOUT_THIRD, (1, 28, 28), 121_930, id="Keras reader, third convolution missing"
        ),
        pytest.param(*BATCH_NORM_READER, 1_425_214, id="batch-norm reader"),
        pytest.param(*FIVE_BY_FIVE_READER, 28_938, id="5x5 reader"),
        pytest.param(*FROM_SCRATCH, 433_890, id="from scratch"),
        pytest.param(*prior_net("dense"), 527_306, id="prior net, dense"),
        pytest.param(*prior_net("local"), 112_906, id="prior net, local"),
        pytest.param(*prior_net("convolution"), 2_202, id="prior net, convolution"),
        pytest.param(*prior_net("local", (6, 12)), 207_754, id="prior net, 6 and 12 filters"),
        pytest.param(*prior_net("dense", size=(28, 56)), 2_401_290, id="prior net, dense, 28x56"),
        pytest.param(
            *prior_net("local", size=(28, 56), head="global max"),
            272_090,
            id="prior net, local, 28x56",
        ),
        pytest.param(
            *prior_net("convolution", size=(28, 56), head="global max"),
            1_002,
            id="prior net, convolution, global maximum",
        ),
        pytest.param(*LENET5, 60_000, id="LeNet-5, 1998"),
        pytest.param(*LENET_MODERN, 61_706, id="LeNet-5, modern"),
        pytest.param(*ALEXNET, 60_965_224, id="AlexNet"),
        pytest.param(
            changed(ALEXNET.layers, Conv, groups=1),
            (3, 227, 227),
            62_378_344,
            id="AlexNet, ungrouped",
        ),
        pytest.param(MIXED_ALEXNET, (3, 227, 227), 28_868_968, id="AlexNet, the mixed table"),
        pytest.param(*alexnet_single_tower("2048"), 16_630_440, id="one tower, 2048"),
        pytest.param(*alexnet_single_tower("2048", 5), 14_591_685, id="one tower, 2048, 5 classes"),
        pytest.param(*alexnet_single_tower("1024-128"), 5_925_672, id="one tower, 1024-128"),
        pytest.param(
            *alexnet_single_tower("1024-128", 5), 5_797_317, id="one tower, 1024-128, 5 classes"
        ),
        pytest.param(*vgg(11), 132_863_336, id="VGG-11"),
        pytest.param(*vgg(13), 133_047_848, id="VGG-13"),
        pytest.param(*vgg(16), 138_357_544, id="VGG-16"),
        pytest.param(*vgg(19), 143_667_240, id="VGG-19"),
        pytest.param(*vgg(11, 2048), 66_848_104, id="VGG-11, head 2048"),
        pytest.param(*vgg(13, 2048), 67_032_616, id="VGG-13, head 2048"),
        pytest.param(*vgg(16, 2048), 72_342_312, id="VGG-16, head 2048"),
        pytest.param(*vgg(19, 2048), 77_652_008, id="VGG-19, head 2048"),
        pytest.param(*vgg(16, "average"), 15_227_688, id="VGG-16, global average"),
        pytest.param(
            THREE_DENSE_ON_AN_AVERAGE, (3, 224, 224), 37_694_248, id="VGG-16, average, three dense"
        ),
        pytest.param(below_the_head(vgg(11)), (3, 224, 224), 9_220_480, id="VGG-11, convolutions"),
        pytest.param(below_the_head(vgg(13)), (3, 224, 224), 9_404_992, id="VGG-13, convolutions"),
        pytest.param(below_the_head(vgg(16)), (3, 224, 224), 14_714_688, id="VGG-16, convolutions"),
        pytest.param(below_the_head(vgg(19)), (3, 224, 224), 20_024_384, id="VGG-19, convolutions"),
        pytest.param(*googlenet(), 6_998_552, id="GoogLeNet"),
        pytest.param(*googlenet(five=3, batch_norm=True), 6_624_904, id="GoogLeNet, torchvision"),
        pytest.param(*resnet50(stride_in=1), 25_557_032, id="ResNet-50, stride in 1x1"),
        pytest.param(*resnet50(stride_in=3), 25_557_032, id="ResNet-50, stride in 3x3"),
    ],
)
def test_parameters(layers, input_shape, expected):
    assert count_parameters(layers, input_shape) == expected


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        pytest.param(KERAS_READER, 2_794_240, id="Keras reader"),
        pytest.param(ALEXNET, 724_406_816, id="AlexNet"),
        pytest.param(googlenet(), 1_582_671_872, id="GoogLeNet"),
        pytest.param(resnet50(stride_in=1), 3_857_973_248, id="ResNet-50, stride in 1x1"),
        pytest.param(resnet50(stride_in=3), 4_089_184_256, id="ResNet-50, stride in 3x3"),
    ],
)
def test_macs(network, expected):
    assert count_macs(*network) == expected


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        pytest.param(
            KERAS_READER,
            {"conv1": 320, "conv2": 18_496, "conv3": 36_928, "dense1": 36_928, "dense2": 650},
            id="Keras reader",
        ),
        pytest.param(
            LENET5,
            {"C1": 156, "S2": 12, "C3": 1516, "S4": 32, "C5": 48_120, "F6": 10_164, "output": 0},
            id="LeNet-5",
        ),
        pytest.param(
            ALEXNET,
            {
                "conv1": 34_944,
                "conv2": 307_456,
                "conv3": 885_120,
                "conv4": 663_936,
                "conv5": 442_624,
                "fc6": 37_752_832,
                "fc7": 16_781_312,
                "fc8": 4_097_000,
            },
            id="AlexNet",
        ),
    ],
)
def test_parameters_of_each_layer(network, expected):
    rows = summarize(*network)
    assert {row.name: row.parameters for row in rows if row.name in expected} == expected
    assert sum(expected.values()) == rows.parameters


@pytest.mark.parametrize(
    ("network", "row", "size", "jump"),
    [
        pytest.param(KERAS_READER, "conv1", 3, 1, id="Keras reader, conv1"),
        pytest.param(KERAS_READER, "pool1", 4, 2, id="Keras reader, pool1"),
        pytest.param(KERAS_READER, "conv2", 8, 2, id="Keras reader, conv2"),
        pytest.param(KERAS_READER, "pool2", 10, 4, id="Keras reader, pool2"),
        pytest.param(KERAS_READER, "conv3", 18, 4, id="Keras reader, conv3"),
        pytest.param(BATCH_NORM_READER, "conv1", 3, 1, id="batch-norm reader, conv1"),
        pytest.param(BATCH_NORM_READER, "pool1", 4, 2, id="batch-norm reader, pool1"),
        pytest.param(BATCH_NORM_READER, "conv2", 8, 2, id="batch-norm reader, conv2"),
        pytest.param(BATCH_NORM_READER, "pool2", 10, 4, id="batch-norm reader, pool2"),
        pytest.param(FIVE_BY_FIVE_READER, "conv1", 5, 1, id="5x5 reader, conv1"),
        pytest.param(FIVE_BY_FIVE_READER, "pool1", 6, 2, id="5x5 reader, pool1"),
        pytest.param(FIVE_BY_FIVE_READER, "conv2", 14, 2, id="5x5 reader, conv2"),
        pytest.param(FIVE_BY_FIVE_READER, "pool2", 16, 4, id="5x5 reader, pool2"),
        pytest.param(LENET5, "C5", 32, 4, id="LeNet-5, C5"),
        pytest.param(ALEXNET, "pool5", 195, 32, id="AlexNet, pool5"),
        pytest.param(vgg(11), "pool5", 150, 32, id="VGG-11, pool5"),
        pytest.param(vgg(13), "pool5", 156, 32, id="VGG-13, pool5"),
        pytest.param(vgg(16), "pool5", 212, 32, id="VGG-16, pool5"),
        pytest.param(vgg(19), "pool5", 268, 32, id="VGG-19, pool5"),
        pytest.param(vgg(16), "fc6", 404, 32, id="VGG-16, fc6"),
        pytest.param(googlenet(), "5b", 715, 32, id="GoogLeNet, 5b"),
        pytest.param(googlenet(), "average", 907, 32, id="GoogLeNet, average"),
        pytest.param(resnet50(stride_in=1), "conv5-3", 483, 32, id="ResNet-50, stride in 1x1"),
        pytest.param(resnet50(stride_in=3), "conv5-3", 427, 32, id="ResNet-50, stride in 3x3"),
    ],
)
def test_receptive_fields(network, row, size, jump):
    found = summarize(*network).row(row)
    assert (found.receptive_field, found.jump) == (size, jump)


def test_smallest_field_of_googlenet():
    layers = googlenet().layers
    upto = {layer.label: layers[: i + 1] for i, layer in enumerate(layers)}
    assert receptive_field(upto["5b"], branches="smallest").size == 75
    assert receptive_field(upto["average"], branches="smallest").size == 267


def test_keras_reader():
    rows = summarize(*KERAS_READER)
    assert [row.macs for row in rows if row.macs] == [194_688, 2_230_272, 331_776, 36_864, 640]
    assert count_parameters(*KERAS_READER, bias=False) == 93_088
    assert rows.row("flatten1").output_shape == (576,)
    assert unreached_inputs(KERAS_READER.layers[:8], (1, 28, 28)) == ([26, 27], [26, 27])
    assert unreached_inputs(*KERAS_READER) == ([26, 27], [26, 27])


def test_keras_reader_slides_over_a_page():
    """Its dense layers as 3×3 and 1×1 convolutions: 120 answers at 11.2 times less work."""
    features = KERAS_READER.layers[:8]
    page = summarize([*features, Conv(64, 3), Conv(10, 1)], (1, 56, 84))
    assert page.parameters == 93_322
    assert page[-1].output_shape == (10, 8, 15)
    assert page[-1].jump == 4
    assert round(120 * count_macs(*KERAS_READER) / page.macs, 1) == 11.2


def test_batch_norm_reader():
    rows = summarize(*BATCH_NORM_READER)
    dense = sum(row.parameters for row in rows if isinstance(row.layer, Dense))
    assert round(100 * dense / rows.parameters, 1) == 99.2
    assert rows.row("conv1").biases + rows.row("conv2").biases == 75
    assert rows.row("flatten1").output_shape == (1250,)


def test_lenet5_connections():
    rows = summarize(*LENET5)
    each = {row.name: row.connections for row in rows if row.connections}
    assert each == {
        "C1": 122_304,
        "S2": 5_880,
        "C3": 151_600,
        "S4": 2_000,
        "C5": 48_120,
        "F6": 10_164,
        "output": 840,
    }
    assert rows.connections == 340_908
    assert summarize(*LENET_MODERN).row("C3").parameters == 2_416


def test_alexnet_shares():
    rows = summarize(*ALEXNET)
    convolutions = [row for row in rows if isinstance(row.layer, Conv)]
    assert round(100 * sum(row.parameters for row in convolutions) / rows.parameters, 1) == 3.8
    assert round(100 * sum(row.macs for row in convolutions) / rows.macs, 1) == 91.9
    conv1 = rows.row("conv1")
    assert conv1.activations == 290_400
    assert round(conv1.columns / (3 * 227 * 227), 1) == 7.1
    unshared = replace(ALEXNET.layers[0], shared=False)
    assert count_parameters([unshared], (3, 227, 227)) == 105_705_600
    tower = summarize(*alexnet_single_tower("2048"))
    dense = sum(row.parameters for row in tower if isinstance(row.layer, Dense))
    assert round(100 * dense / tower.parameters) == 94


@pytest.mark.parametrize(
    ("config", "expected"), [(11, 7.49), (13, 11.18), (16, 15.35), (19, 19.51)]
)
def test_vgg_convolution_macs(config, expected):
    rows = summarize(*vgg(config))
    macs = sum(row.macs for row in rows if isinstance(row.layer, Conv))
    assert round(macs / 1e9, 2) == pytest.approx(expected, abs=0.001)


def test_vgg16_work_and_activations():
    rows = summarize(*vgg(16))
    convolutions = [row for row in rows if isinstance(row.layer, Conv)]
    assert round(rows.macs / 1e9, 2) == 15.47
    assert round(2 * rows.macs / 1e9, 2) == 30.94
    assert round(2 * sum(row.macs for row in convolutions) / 1e9, 2) == 30.69
    assert round(rows.activations / 1e6, 2) == 15.24
    assert round(sum(row.activations for row in convolutions) / 1e6, 2) == 13.55


@pytest.mark.parametrize(
    ("channels", "parameters", "million_macs", "out"),
    [
        pytest.param((64, 96, 128, 16, 32, 32), 163_696, 128.0, 256, id="3a"),
        pytest.param((64, None, 128, None, 32, None), 387_296, 303.5, 416, id="naive"),
        pytest.param((64, 96, 128, None, 32, 32), 301_408, None, 256, id="5x5 not reduced"),
        pytest.param((64, None, 128, 16, 32, 32), 255_760, None, 256, id="3x3 not reduced"),
        pytest.param((64, 96, 128, 16, 32, None), 157_520, None, 416, id="no pool projection"),
    ],
)
def test_inception_module(channels, parameters, million_macs, out):
    rows = summarize([inception_module(*channels)], (192, 28, 28))
    assert rows.parameters == parameters
    assert rows[-1].output_shape == (out, 28, 28)
    if million_macs is not None:
        assert round(rows.macs / 1e6, 1) == million_macs


def test_inception_module_without_biases():
    module = inception_module(64, 96, 128, 16, 32, 32)
    assert count_parameters([module], (192, 28, 28), bias=False) == 163_328


def test_networks_are_described_whole():
    """Each ends in its classes, and takes an input of the size it was made for."""
    for name, (layers, input_shape) in NETWORKS.items():
        classes = 10 if input_shape[0] == 1 else 1000
        assert summarize(layers, input_shape)[-1].output_shape == (classes,), name


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        pytest.param(vgg, (12,), "config 12 is unknown: use 11, 13, 16 or 19", id="VGG-12"),
        pytest.param(vgg, (True,), "config True is unknown", id="VGG True"),
        pytest.param(vgg, (16, 0), "head must be a whole number ≥ 1, got 0", id="VGG head 0"),
        pytest.param(vgg, (16, "max"), "head 'max' is unknown: use 'average'", id="VGG head max"),
        pytest.param(vgg, (16, 4096, 1.5), "classes must be a whole number", id="VGG classes"),
        pytest.param(
            alexnet_single_tower, (2048,), "head 2048 is unknown: use '2048' or", id="tower head"
        ),
        pytest.param(
            alexnet_single_tower, ("2048", 0), "classes must be a whole number", id="tower classes"
        ),
        pytest.param(
            prior_net, ("conv",), "kind 'conv' is unknown: use 'dense', 'local'", id="kind"
        ),
        pytest.param(prior_net, ("local", 4), "filters must be two", id="one filter count"),
        pytest.param(prior_net, ("local", (4, 0)), "filters must be a whole", id="no filters"),
        pytest.param(prior_net, ("local", (4, 8), 15), "size 15×15 is too small", id="small size"),
        pytest.param(prior_net, ("local", (4, 8), 0), "size must be a whole number", id="no size"),
        pytest.param(
            prior_net, ("local", (4, 8), 28, "max"), "head 'max' is unknown: use", id="head"
        ),
        pytest.param(
            prior_net, ("dense", (4, 8), 28, "global max"), "head 'global max' needs", id="no maps"
        ),
        pytest.param(googlenet, (4,), "five 4 is unknown: use 3 or 5", id="GoogLeNet five"),
        pytest.param(googlenet, (5, "yes"), "batch_norm must be True or False", id="batch norm"),
        pytest.param(resnet50, (2,), "stride_in 2 is unknown: use 1 or 3", id="ResNet stride"),
        pytest.param(
            inception_module, (0, 1, 1, 1, 1, 1), "out must be a whole number", id="no channels"
        ),
    ],
)
def test_bad_input(function, arguments, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the message is compared below)
        function(*arguments)
    assert str(caught.value).startswith(message)
