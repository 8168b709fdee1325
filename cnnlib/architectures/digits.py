"""The networks that read digits, from one dense layer more than none to LeNet-5."""

from math import prod

from cnnlib.architectures._network import RELU, Network
from cnnlib.architectures.lenet5 import LENET5_TABLE
from cnnlib.arithmetic import (
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Flatten,
    Layer,
    Pool,
    RadialBasis,
    Subsample,
    summarize,
)
from cnnlib.checks import PerAxis, as_pair, choice, shape_text, whole

_DIGIT = (1, 28, 28)

#: 784–512–10: 407,050 parameters.
DENSE_BASELINE = Network((Flatten(), Dense(512), RELU, Dense(10)), _DIGIT)

#: The reader of Chollet's Keras book: 93,322 parameters.
KERAS_READER = Network(
    (
        *(Conv(32, 3), RELU, Pool(2)),
        *(Conv(64, 3), RELU, Pool(2)),
        *(Conv(64, 3), RELU),
        *(Flatten(), Dense(64), RELU, Dense(10)),
    ),
    _DIGIT,
)

#: Two convolutions with batch normalization under three dense layers: 1,425,214 parameters.
BATCH_NORM_READER = Network(
    (
        *(Conv(25, 3), BatchNorm(), RELU, Pool(2)),
        *(Conv(50, 3), BatchNorm(), RELU, Pool(2)),
        *(Flatten(), Dense(1024), RELU, Dense(128), RELU, Dense(10)),
    ),
    _DIGIT,
)

#: Two 5×5 convolutions and one dense layer: 28,938 parameters.
FIVE_BY_FIVE_READER = Network(
    (
        *(Conv(16, 5, padding=2), RELU, Pool(2)),
        *(Conv(32, 5, padding=2), RELU, Pool(2)),
        *(Flatten(), Dense(10)),
    ),
    _DIGIT,
)

#: The network written in NumPy from scratch: 433,890 parameters.
FROM_SCRATCH = Network((Conv(30, 5), RELU, Pool(2), Flatten(), Dense(100), RELU, Dense(10)), _DIGIT)

_SQUASH = Activation("scaled tanh")  # 1.7159·tanh(2x/3)

#: LeCun et al. (1998), section II.B: 60,000 trained parameters, 340,908 connections.
LENET5 = Network(
    (
        *(Conv(6, 5, label="C1"), _SQUASH),
        *(Subsample(2, label="S2"), _SQUASH),
        *(Conv(16, 5, connections=sum(map(sum, LENET5_TABLE)), label="C3"), _SQUASH),
        *(Subsample(2, label="S4"), _SQUASH),
        *(Conv(120, 5, label="C5"), _SQUASH, Flatten()),
        *(Dense(84, label="F6"), _SQUASH),
        RadialBasis(10, label="output"),
    ),
    (1, 32, 32),
)

#: What tutorials call LeNet-5 today: all kernels of C3, ReLU, max pooling, 61,706 parameters.
LENET_MODERN = Network(
    (
        *(Conv(6, 5, label="C1"), RELU, Pool(2, label="S2")),
        *(Conv(16, 5, label="C3"), RELU, Pool(2, label="S4")),
        *(Flatten(), Dense(120, label="C5"), RELU),
        *(Dense(84, label="F6"), RELU, Dense(10, label="output")),
    ),
    (1, 32, 32),
)


def prior_net(
    kind: str, filters: tuple[int, int] = (4, 8), size: PerAxis = 28, head: str = "flatten"
) -> Network:
    """One geometry, three beliefs about pictures: "dense", "local" or "convolution".

    5×5 window, pool, 5×5 window, pool, linear. ``"local"`` gives each position kernels of its own;
    ``"dense"`` has layers as wide as the two pooled maps. `filters` are the channels of those.

    Args:
        kind: ``"dense"``, ``"local"`` or ``"convolution"``.
        filters: channels of the two maps.
        size: (H, W) of the images, or one number for squares.
        head: ``"flatten"``, or ``"global max"``: the linear layer reads the largest value of each
            channel of the second map only. A dense net has no channels.

    >>> from cnnlib.arithmetic import count_parameters
    >>> [count_parameters(*prior_net(kind)) for kind in ("dense", "local", "convolution")]
    [527306, 112906, 2202]
    """
    choice("kind", kind, ("dense", "local", "convolution"))
    if not isinstance(filters, tuple | list) or len(filters) != 2:
        raise ValueError(f"filters must be two whole numbers, got {filters!r:.60}")
    first, second = (whole("filters", out, 1) for out in filters)
    shape = (1, *as_pair("size", size, 1))
    if min(shape[1:]) < 16:
        raise ValueError(
            f"size {shape_text(shape[1:])} is too small: 5×5 window, pool, 5×5 window, pool need "
            "16×16 at least"
        )
    layers: list[Layer] = []
    for out in (first, second):
        layers += [Conv(out, 5, shared=kind == "convolution"), RELU, Pool(2)]
    maps = [row.output_shape for row in summarize(layers, shape)[2::3]]
    if choice("head", head, ("flatten", "global max")) == "global max":
        if kind == "dense":
            raise ValueError("head 'global max' needs maps: kind 'dense' has none")
        layers.append(Pool(maps[-1][1:]))
    if kind == "dense":
        layers = [layer for pooled in maps for layer in (Dense(prod(pooled)), RELU)]
    layers.insert(0 if kind == "dense" else len(layers), Flatten())
    return Network((*layers, Dense(10)), shape)
