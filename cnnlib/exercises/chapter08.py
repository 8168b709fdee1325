"""LeNet-5: what its questions and exercises compute. Their words stand in ``chapter08.md``."""

from typing import Any

import numpy as np

from cnnlib import functional as F  # noqa: N812
from cnnlib.architectures import LENET5, LENET5_CODES, LENET5_TABLE
from cnnlib.arithmetic import Conv, receptive_field, summarize
from cnnlib.exercises._code import Case
from cnnlib.exercises._kinds import Task
from cnnlib.exercises._text import items

TITLE = "LeNet-5"
PAGE = "chapters/case-studies/lenet"
TASKS = (  # what the page's figures ask for, in its order
    Task("08-seven", "Each of the six heard seven times"),
    Task("08-thirty", "Both aims of 1998 with as few links as can be"),
)
CODE: dict[str, dict[str, Any]] = {}  # the code exercises by name, less their words

# ---- by hand -------------------------------------------------------------------------------------

ROWS = summarize(*LENET5)
c1, s2, c3 = (ROWS.row(name) for name in ("C1", "S2", "C3"))
LINKS, ALL = sum(map(sum, LENET5_TABLE)), 16 * 6
ALL_KERNELS = Conv(16, 5).counts(c3.input_shape)  # as tutorials build it

WINDOWS = ((5, 1), (2, 2), (5, 1), (2, 2), (5, 1))  # kernel and stride, from C1 to C5


def field(windows: Any, stride: Any = None) -> int:
    """What a unit of the last layer sees, or would see if all strides were `stride`."""
    return int(receptive_field([Conv(1, k, stride=stride or s) for k, s in windows]).size)  # type: ignore[arg-type]


# Four networks, and how many of a hundred digits each reads right: given with the question.
READ = {
    ("tanh", "average"): 95.4,
    ("tanh", "max"): 97.1,
    ("relu", "average"): 96.3,
    ("relu", "max"): 96.9,
}


def gain(before: tuple[str, str], after: tuple[str, str]) -> float:
    return round(READ[after] - READ[before], 1)


max_alone = gain(("tanh", "average"), ("tanh", "max"))
relu_alone = gain(("tanh", "average"), ("relu", "average"))
max_besides = gain(("relu", "average"), ("relu", "max"))
relu_besides = gain(("tanh", "max"), ("relu", "max"))
together = gain(("tanh", "average"), ("relu", "max"))

# Twelve leads of a heart: of 24 channels one half hears three of them, the other half six.
LEADS, SAMPLES, LENGTH, HEARTS = 12, 500, 7, 24
HEART_LINKS = 12 * 3 + 12 * 6
heart = Conv(HEARTS, LENGTH, connections=HEART_LINKS).counts((LEADS, SAMPLES))
heart_parameters = heart.weights + heart.biases
heart_places = SAMPLES - LENGTH + 1

# ---- what a table costs --------------------------------------------------------------------------


def count(table, kernel, height, width):
    links = sum(sum(row) for row in table)
    parameters = links * kernel * kernel + len(table)
    places = (height - kernel + 1) * (width - kernel + 1)
    return parameters, parameters * places


def counted(table: Any, kernel: int, height: int, width: int) -> tuple[int, int]:
    layer = Conv(len(table), kernel, connections=sum(map(sum, table)))
    counts = layer.counts((len(table[0]), height, width))
    return counts.weights + counts.biases, counts.connections


TABLE = [list(row) for row in LENET5_TABLE]

CODE["08-count"] = {
    "solution": count,
    "answer": counted,
    "returns": ("parameters", "connections"),
    "cases": (
        Case(([[1, 0, 1], [0, 1, 1]], 2, 4, 3)),
        Case((TABLE, 5, 14, 14)),
        Case(([[1, 1, 0, 0], [0, 1, 0, 1], [1, 1, 1, 1]], 3, 9, 7)),
        Case(([[1, 0], [1, 1], [0, 1], [1, 0], [1, 1]], 4, 6, 11)),
        Case(([[1, 1, 1]], 1, 5, 2), "kernels of a single weight"),
    ),
}

# ---- a pool that learns --------------------------------------------------------------------------


def subsample(image, weight, bias):
    from math import tanh

    halved = []
    for i in range(len(image) // 2):
        row = []
        for j in range(len(image[0]) // 2):
            total = 0
            for a in range(2):
                for b in range(2):
                    total += image[2 * i + a][2 * j + b]
            row.append(1.7159 * tanh(2 / 3 * (weight * total / 4 + bias)))
        halved.append(row)
    return halved


def squashed(x: Any) -> Any:
    return 1.7159 * np.tanh(2 * np.asarray(x) / 3)


def pooled(image: Any, weight: float, bias: float) -> Any:
    """What goes into the squashing function."""
    return weight * F.average_pool2d([[image]], 2)[0, 0] + bias


def subsampled(image: Any, weight: float, bias: float) -> Any:
    return squashed(pooled(image, weight, bias))


_rng = np.random.default_rng(8)


def eighths(*sizes: int) -> Any:
    """Numbers that are not 0, with their signs mixed."""
    return (_rng.choice(np.setdiff1d(np.arange(-9, 13), [0]), sizes) / 8).tolist()


CODE["08-subsample"] = {
    "solution": subsample,
    "answer": subsampled,
    "cases": (
        Case(([[1, 2, 0, -1], [3, -2, 0.5, 1.5]], 0.5, 0.25)),
        Case((eighths(6, 4), 1.5, -0.5)),
        Case((eighths(4, 8), -0.75, 1)),
        Case((eighths(5, 7), 2, 0.125), "a row or a column left over"),
    ),
}

# ---- ten pictures as answers ---------------------------------------------------------------------


def read(features, codes):
    distances = []
    for code in codes:
        distance = 0
        for i in range(len(features)):
            distance += (features[i] - code[i]) ** 2
        distances.append(distance)
    return distances, distances.index(min(distances))


def nearest_code(features: Any, codes: Any) -> Any:
    distances = np.square(np.subtract(codes, features)).sum(1)
    return distances, int(distances.argmin())


def heard(features: Any, codes: Any, measure: Any, choose: Any = min) -> Any:
    """The answer by another measure of how far a code lies from the features."""
    found = [float(measure(np.array(features), np.array(code))) for code in codes]
    return found, found.index(choose(found))


def near(code: Any, off: float) -> Any:
    """Features that lie around a code."""
    return np.round(np.array(code) + off * _rng.normal(size=len(code)), 2).tolist()


CODES = [list(code) for code in LENET5_CODES]
SIGNS = [[1, -1, 1], [-1, -1, 1], [1, 1, -1], [-1, 1, 1]]
FIVE = [[1, -1, -1, 1, 1], [1, 1, -1, -1, 1], [-1, 1, 1, -1, -1]]

CODE["08-rbf"] = {
    "solution": read,
    "answer": nearest_code,
    "returns": ("distances", "answer"),
    "cases": (
        Case(([0.5, -1, 0], [[1, -1, 1], [-1, -1, 1]])),
        Case(([0.9, 0.8, -1.5], SIGNS)),
        Case(([3, 0.75, 0.5], [[-1, 1, 1], [1, -1, -1], [-1, -1, 1]])),
        Case(([-3, 0.25, 0.5, -2, -1], FIVE)),
        Case(([2.5, -2, 3, 0.5, 0.75], FIVE[::-1])),
        Case((near(CODES[3], 0.6), CODES[:6])),
        Case(([1.5, -0.25, 2, 0.5, -1], [*FIVE, [1, -1, 1, 1, -1], [-1, -1, 1, 1, -1]])),
        Case((near(CODES[8], 0.9), CODES)),
        Case(([0, -1, 1], SIGNS[::-1]), "two codes that are equally near"),
        Case(([-1, 0, 0.5], SIGNS[::-1]), "two codes that are equally near"),
    ),
}

# ---- only the kernels that exist -----------------------------------------------------------------


def c3_maps(maps, kernels, biases, table):
    height = len(maps[0]) - len(kernels[0]) + 1
    width = len(maps[0][0]) - len(kernels[0][0]) + 1
    outputs, used = [], 0
    for out in range(len(table)):
        output = [[biases[out]] * width for _ in range(height)]
        for below in range(len(maps)):
            if table[out][below]:
                kernel = kernels[used]
                used += 1
                for i in range(height):
                    for j in range(width):
                        for u in range(len(kernel)):
                            for v in range(len(kernel[0])):
                                output[i][j] += maps[below][i + u][j + v] * kernel[u][v]
        outputs.append(output)
    return outputs


def masked(maps: Any, kernels: Any, biases: Any, table: Any) -> Any:
    """As an ordinary convolution, with kernels of zeros where the table has none."""
    return F.conv2d([maps], dense(kernels, table), biases)[0]


def dense(kernels: Any, table: Any, order: Any = None) -> Any:
    """All kernels, shape (out, C, kh, kw), those of the list laid on the ones of the table."""
    weight = np.zeros((*np.shape(table), *np.shape(kernels)[1:]))
    places = np.argwhere(table) if order is None else order
    for kernel, (out, below) in zip(kernels, places, strict=False):
        weight[out, below] = kernel
    return weight


def down_first(table: Any) -> Any:
    """The ones of the table, column by column."""
    return np.argwhere(np.transpose(table))[:, ::-1]


def anew(kernels: Any, table: Any) -> Any:
    """Each map takes the kernels from the first on."""
    places = [place for row in table for place in range(sum(row))]
    return [kernels[place] for place in places]


def by_input(kernels: Any, table: Any) -> Any:
    """Each map takes the kernels by the number of the map below."""
    return [kernels[below] for _, below in np.argwhere(table)]


def first_maps(table: Any) -> Any:
    """Each map hears as many as before, but the first ones."""
    return [[int(below < sum(row)) for below in range(len(row))] for row in table]


def layer(channels: int, height: int, width: int, size: tuple[int, int], table: Any) -> Any:
    links = sum(map(sum, table))
    return eighths(channels, height, width), eighths(links, *size), eighths(len(table)), table


PAIR = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]

CODE["08-c3-maps"] = {
    "solution": c3_maps,
    "answer": masked,
    "cases": (
        Case((PAIR, [[[1]], [[10]], [[100]]], [0.5, 0], [[0, 1], [1, 1]])),
        Case(layer(3, 4, 5, (2, 2), [[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 0]])),
        Case(layer(4, 5, 4, (3, 2), [[0, 1, 0, 1], [1, 1, 0, 1], [0, 1, 1, 0]])),
        Case(layer(2, 3, 4, (1, 3), [[0, 1], [1, 0], [1, 1]]), "kernels of a single row"),
        Case(layer(3, 4, 3, (2, 2), [[1, 1, 1], [1, 1, 1]]), "a table full of ones"),
    ),
}

ITEMS = items(__file__, globals(), CODE)
