"""The networks that recognize photographs: AlexNet, VGG, GoogLeNet, ResNet-50."""

from cnnlib.architectures._network import DROPOUT, RELU, Network
from cnnlib.arithmetic import (
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Flatten,
    Layer,
    Parallel,
    Pool,
    Residual,
)
from cnnlib.checks import choice, flag, whole

_PHOTOGRAPH = (3, 224, 224)
_NORM1, _NORM2 = (Activation("local response norm", label=f"norm{n}") for n in (1, 2))

#: Krizhevsky et al. (2012), two groups for two GPUs: 60,965,224 parameters. The paper writes 224;
#: 227 is the size with which its sizes come out.
ALEXNET = Network(
    (
        *(Conv(96, 11, stride=4, label="conv1"), RELU, _NORM1, Pool(3, 2, label="pool1")),
        *(Conv(256, 5, padding=2, groups=2, label="conv2"), RELU, _NORM2),
        Pool(3, 2, label="pool2"),
        *(Conv(384, 3, padding=1, label="conv3"), RELU),
        *(Conv(384, 3, padding=1, groups=2, label="conv4"), RELU),
        *(Conv(256, 3, padding=1, groups=2, label="conv5"), RELU, Pool(3, 2, label="pool5")),
        Flatten(),
        *(Dense(4096, label="fc6"), RELU, DROPOUT),
        *(Dense(4096, label="fc7"), RELU, DROPOUT),
        Dense(1000, label="fc8"),
    ),
    (3, 227, 227),
)


def alexnet_single_tower(head: str = "2048", classes: int = 1000) -> Network:
    """One of AlexNet's two towers by itself, as tutorials build it, with one of two heads.

    >>> from cnnlib.arithmetic import count_parameters
    >>> [count_parameters(*alexnet_single_tower(head)) for head in ("2048", "1024-128")]
    [16630440, 5925672]
    """
    heads = {"2048": (2048, 2048), "1024-128": (1024, 128)}
    fc6, fc7 = heads[choice("head", head, tuple(heads))]
    whole("classes", classes, 1)
    return Network(
        (
            Conv(48, 11, stride=4, padding=((1, 2), (1, 2)), label="conv1"),
            *(RELU, Pool(3, 2, label="pool1")),
            *(Conv(128, 5, padding=2, label="conv2"), RELU, Pool(3, 2, label="pool2")),
            *(Conv(192, 3, padding=1, label="conv3"), RELU),
            *(Conv(192, 3, padding=1, label="conv4"), RELU),
            *(Conv(128, 3, padding=1, label="conv5"), RELU, Pool(3, 2, label="pool5")),
            Flatten(),
            *(Dense(fc6, label="fc6"), RELU, DROPOUT),
            *(Dense(fc7, label="fc7"), RELU, DROPOUT),
            Dense(classes, label="fc8"),
        ),
        _PHOTOGRAPH,
    )


_VGG_DEPTHS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}


def vgg(config: int = 16, head: int | str = 4096, classes: int = 1000) -> Network:
    """Simonyan and Zisserman (2014): five blocks of 3×3 convolutions, `config` layers with weights.

    Args:
        config: 11, 13, 16 or 19.
        head: width of the two hidden dense layers (tutorials shrink it to 2048), or ``"average"``:
            global average pooling and one dense layer in place of three.
        classes: outputs.

    >>> from cnnlib.arithmetic import count_parameters
    >>> count_parameters(*vgg(16)), count_parameters(*vgg(16, head="average"))
    (138357544, 15227688)
    """
    whole("classes", classes, 1)
    layers: list[Layer] = []
    depths = _VGG_DEPTHS[choice("config", config, tuple(_VGG_DEPTHS))]
    for block, (depth, out) in enumerate(zip(depths, (64, 128, 256, 512, 512), strict=True), 1):
        for number in range(1, depth + 1):
            layers += [Conv(out, 3, padding=1, label=f"conv{block}-{number}"), RELU]
        layers.append(Pool(2, label=f"pool{block}"))
    if isinstance(head, str):
        choice("head", head, ("average",))
        layers += [Pool(7, 1, operation="average", label="average"), Flatten()]
    else:
        whole("head", head, 1)
        layers += [Flatten(), Dense(head, label="fc6"), RELU, DROPOUT]
        layers += [Dense(head, label="fc7"), RELU, DROPOUT]
    return Network((*layers, Dense(classes, label="fc8")), _PHOTOGRAPH)


def inception_module(
    ones: int,
    reduce3: int | None,
    threes: int,
    reduce5: int | None,
    fives: int,
    project: int | None,
    *,
    five: int = 5,
    batch_norm: bool = False,
    label: str = "",
) -> Parallel:
    """Four branches: 1×1, 3×3, 5×5 and a pooling; the numbers are channels, as in its paper.

    `reduce3`, `reduce5` and `project` are 1×1 convolutions that cut channels first (or, after the
    pooling, last); None leaves them out: the naive module. `five` is the third branch's kernel.

    >>> from cnnlib.arithmetic import count_parameters
    >>> count_parameters([inception_module(64, 96, 128, 16, 32, 32)], (192, 28, 28))
    163696
    """

    def unit(out: int | None, kernel: int) -> list[Layer]:
        return [] if out is None else _unit(out, kernel, batch_norm=batch_norm)

    return Parallel(
        (
            unit(ones, 1),
            unit(reduce3, 1) + unit(threes, 3),
            unit(reduce5, 1) + unit(fives, five),
            [Pool(3, 1, padding=1), *unit(project, 1)],
        ),
        label=label,
    )


def googlenet(five: int = 5, batch_norm: bool = False) -> Network:
    """Szegedy et al. (2014) without the auxiliary heads: 6,998,552 parameters.

    torchvision's has ``five=3`` and ``batch_norm=True`` (which needs no biases): 6,624,904.
    """
    choice("five", five, (3, 5))
    flag("batch_norm", batch_norm)

    def module(label: str, *channels: int) -> Parallel:
        return inception_module(*channels, five=five, batch_norm=batch_norm, label=label)

    return Network(
        (
            *_unit(64, 7, stride=2, batch_norm=batch_norm, label="conv1"),
            *(Pool(3, 2, ceil_mode=True, label="pool1"), _NORM1),
            *_unit(64, 1, batch_norm=batch_norm, label="conv2 reduce"),
            *_unit(192, 3, batch_norm=batch_norm, label="conv2"),
            *(_NORM2, Pool(3, 2, ceil_mode=True, label="pool2")),
            module("3a", 64, 96, 128, 16, 32, 32),
            module("3b", 128, 128, 192, 32, 96, 64),
            Pool(3, 2, ceil_mode=True, label="pool3"),
            module("4a", 192, 96, 208, 16, 48, 64),
            module("4b", 160, 112, 224, 24, 64, 64),
            module("4c", 128, 128, 256, 24, 64, 64),
            module("4d", 112, 144, 288, 32, 64, 64),
            module("4e", 256, 160, 320, 32, 128, 128),
            Pool(3, 2, ceil_mode=True, label="pool4"),
            module("5a", 256, 160, 320, 32, 128, 128),
            module("5b", 384, 192, 384, 48, 128, 128),
            Pool(7, 1, operation="average", label="average"),
            *(DROPOUT, Flatten(), Dense(1000, label="dense")),
        ),
        _PHOTOGRAPH,
    )


def resnet50(stride_in: int = 3) -> Network:
    """He et al. (2016), 50 layers with weights: 25,557,032 parameters.

    `stride_in` is the kernel that carries the stride of a bottleneck: 1, the first 1×1, as in the
    paper, or 3, the 3×3, as in torchvision. The parameters agree, field and work do not.

    >>> from cnnlib.arithmetic import receptive_field
    >>> [receptive_field(resnet50(kernel).layers[:-3]).size for kernel in (1, 3)]
    [483, 427]
    """
    choice("stride_in", stride_in, (1, 3))
    layers: list[Layer] = _unit(64, 7, stride=2, batch_norm=True, label="conv1")
    layers.append(Pool(3, 2, padding=1, label="pool1"))
    for stage, (depth, width) in enumerate(zip((3, 4, 6, 3), (64, 128, 256, 512), strict=True), 2):
        for block in range(depth):
            stride = 2 if stage > 2 and block == 0 else 1
            body = [
                *_unit(width, 1, stride=stride if stride_in == 1 else 1, batch_norm=True),
                *_unit(width, 3, stride=stride if stride_in == 3 else 1, batch_norm=True),
                *_unit(4 * width, 1, batch_norm=True)[:-1],
            ]
            shortcut = [] if block else _unit(4 * width, 1, stride=stride, batch_norm=True)[:-1]
            layers += [Residual(body, shortcut, label=f"conv{stage}-{block + 1}"), RELU]
    layers += [
        Pool(7, 1, operation="average", label="average"),
        Flatten(),
        Dense(1000, label="dense"),
    ]
    return Network(tuple(layers), _PHOTOGRAPH)


def _unit(
    out: int, kernel: int, *, stride: int = 1, batch_norm: bool = False, label: str = ""
) -> list[Layer]:
    """A convolution that keeps the size but for its stride, normalized if asked, and a ReLU."""
    conv = Conv(out, kernel, stride, padding=kernel // 2, bias=not batch_norm, label=label)
    return [conv, BatchNorm(), RELU] if batch_norm else [conv, RELU]
