"""Readers of digits: what their questions and exercises compute. Words: ``chapter09.md``."""

from typing import Any

import numpy as np

from cnnlib.architectures import KERAS_READER
from cnnlib.arithmetic import (
    Conv,
    Dense,
    Flatten,
    Layer,
    Pool,
    count_macs,
    count_parameters,
    receptive_field,
    summarize,
)
from cnnlib.exercises._code import Case
from cnnlib.exercises._kinds import Task
from cnnlib.exercises._text import items

TITLE = "Three networks that read digits"
PAGE = "chapters/case-studies/digit-readers"
TASKS = (  # what the page's figures ask for, in its order
    Task("09-digit-pad", "A 3 that is moved until it is misread"),
    Task("09-pattern", "A tenth in dense layers"),
    Task("09-sliding", "Two digits, and no third one"),
)
CODE: dict[str, dict[str, Any]] = {}  # the code exercises by name, less their words

# ---- the reader, layer by layer ------------------------------------------------------------------

DIGIT = (1, 28, 28)
READER = [
    layer for layer in KERAS_READER.layers if isinstance(layer, Conv | Pool | Flatten | Dense)
]
conv1, pool1, conv2, pool2, conv3, flat, dense1, dense2 = summarize(READER, DIGIT)
sizes = [row.output_shape[-1] for row in (conv1, pool1, conv2, pool2, conv3, flat)]
parameters = count_parameters(READER, DIGIT)

SAME: list[Layer] = [
    Conv(32, 3, padding=1),
    Pool(2),
    Conv(64, 3, padding=1),
    Pool(2),
    Conv(64, 3, padding=1),
]
SAME += READER[5:]
UP = [Pool(2, ceil_mode=True) if isinstance(layer, Pool) else layer for layer in READER]
TWO = READER[:4] + READER[5:]  # the third convolution is missing


no_bias = count_parameters(READER, DIGIT, bias=False)
same_padding, rounded_up, two_convolutions = (
    count_parameters(layers, DIGIT) for layers in (SAME, UP, TWO)
)

macs = count_macs(READER, DIGIT)


def share(row: Any) -> int:
    """The part of the multiplications that a layer does, in percent."""
    return round(100 * row.macs / macs)


# What a gray picture and one in color ask of the first layer.
gray = Conv(32, 3).counts(DIGIT).weights
color = Conv(32, 3).counts((3, 28, 28)).weights

# ---- a page of digits ----------------------------------------------------------------------------

# The two dense layers as windows: 3×3 over the last map, then 1×1.
AS_WINDOWS = [*READER[:5], Conv(64, 3), Conv(10, 1)]
PAGE_OF_DIGITS = (1, 56, 84)
page_macs = count_macs(AS_WINDOWS, PAGE_OF_DIGITS)
answers_down, answers_across = summarize(AS_WINDOWS, PAGE_OF_DIGITS)[-1].output_shape[1:]
crops = page_macs / macs

# ---- dropout -------------------------------------------------------------------------------------

VALUE, DROPPED = 6, 0.25
kept = VALUE / (1 - DROPPED)

# ---- a budget ------------------------------------------------------------------------------------

BUDGET, UNITS = 100_000, 64


def with_layer(units: int) -> int:
    """The parameters of the reader with one more dense layer in front of the ten scores."""
    return count_parameters([*READER[:-1], Dense(units), READER[-1]], DIGIT)


fitting = max(units for units in range(1, 200) if with_layer(units) <= BUDGET)

# ---- one second of sound -------------------------------------------------------------------------

SECOND, MINUTE = 100, 6000  # numbers
EAR = [Conv(16, 5), Pool(2), Conv(32, 5), Pool(2)]
heard = summarize(EAR, (1, SECOND))[-1].output_shape[-1]
WORDS = [*EAR, Conv(10, heard)]
answers = summarize(WORDS, (1, MINUTE))[-1].output_shape[-1]
apart = 2 * 2  # the strides of the two pools

# ---- the typical network -------------------------------------------------------------------------


def typical(m, b, n, k):
    layers = []
    for _ in range(n):
        layers += ["conv"] * m
        layers += ["pool"] * b
    layers += ["dense"] * k
    return layers


CODE["09-typical"] = {
    "solution": typical,
    "cases": (
        Case((2, 1, 3, 2)),
        Case((3, 1, 2, 1)),
        Case((1, 1, 4, 3)),
        Case((2, 0, 2, 1), "b = 0, no pools"),
        Case((4, 1, 1, 0), "k = 0, no dense layers"),
        Case((3, 0, 3, 2), "b = 0, no pools"),
        Case((1, 2, 3, 1), "b = 2, two pools in a block"),
    ),
}

# ---- the ladder of shapes ------------------------------------------------------------------------


def shapes(layers, channels, height, width):
    ladder = []
    for layer in layers:
        if layer[0] == "conv":
            channels = layer[1]
            height = height - layer[2] + 1
            width = width - layer[2] + 1
        elif layer[0] == "pool":
            height = height // layer[1]
            width = width // layer[1]
        else:
            channels, height, width = layer[1], 1, 1
        ladder.append([channels, height, width])
    return ladder


CONVOLUTIONS = [["conv", 32, 3], ["pool", 2], ["conv", 64, 3], ["pool", 2], ["conv", 64, 3]]


def laddered(layers: Any, channels: int, height: int, width: int) -> Any:
    """By the library: a dense layer has a list of numbers, here maps of a single one."""
    makers = {"conv": Conv, "pool": Pool, "dense": Dense}
    built = [makers[kind](*numbers) for kind, *numbers in layers]
    first = next((i for i, layer in enumerate(built) if isinstance(layer, Dense)), len(built))
    rows = summarize([*built[:first], Flatten(), *built[first:]], (channels, height, width))
    return [[*rows[i + (i >= first)].output_shape, 1, 1][:3] for i in range(len(built))]


CODE["09-shapes"] = {
    "solution": shapes,
    "answer": laddered,
    "cases": (
        Case(([["conv", 4, 3], ["pool", 2], ["dense", 5]], 2, 8, 12)),
        Case(([["conv", 7, 2], ["conv", 3, 4], ["pool", 3], ["conv", 6, 1]], 3, 13, 16)),
        Case(([["pool", 2], ["conv", 9, 5], ["pool", 4], ["dense", 8], ["dense", 3]], 5, 32, 48)),
        Case(([["pool", 2], ["pool", 3], ["conv", 2, 2]], 4, 17, 23), "maps that leave a rest"),
        Case(([*CONVOLUTIONS, ["dense", 64], ["dense", 10]], 1, 28, 28), "maps that leave a rest"),
    ),
}

# ---- dropout, in training and in use -------------------------------------------------------------


def dropout(values, mask, p, training):
    if not training:
        return list(values)
    dropped = []
    for i in range(len(values)):
        dropped.append(values[i] * mask[i] / (1 - p))
    return dropped


def by_library(values: Any, mask: Any, p: float, training: bool) -> Any:
    return np.multiply(values, mask) / (1 - p) + 0.0 if training else values


CODE["09-dropout"] = {
    "solution": dropout,
    "answer": by_library,
    "cases": (
        Case(([2, -1, 0.5, 4], [1, 0, 1, 1], 0.25, True)),
        Case(([1.5, 3, -2, 0.25, 1], [0, 1, 1, 0, 1], 0.5, True)),
        Case(([3, -0.5, 2, 1, 5, -4], [1, 1, 0, 1, 1, 0], 0.8, True)),
        Case(([2, -1, 0.5, 4], [1, 0, 1, 1], 0.25, False), "a network in use"),
        Case(([1, -3, 0.75, 2, 6], [1, 1, 0, 1, 0], 0.6, False), "a network in use"),
        Case(([1.25, -2, 3], [1, 1, 1], 0, True), "p = 0"),
    ),
}

# ---- a hole that wanders -------------------------------------------------------------------------


def occlude(picture, hole, step, paper):
    pictures = []
    for top in range(0, len(picture) - hole + 1, step):
        for left in range(0, len(picture[0]) - hole + 1, step):
            copy = [list(row) for row in picture]
            for i in range(top, top + hole):
                for j in range(left, left + hole):
                    copy[i][j] = paper
            pictures.append(copy)
    return pictures


def holed(picture: Any, hole: int, step: int, paper: float) -> Any:
    height, width = np.shape(picture)
    found = []
    for top in range(0, height - hole + 1, step):
        for left in range(0, width - hole + 1, step):
            covered = np.array(picture, float)
            covered[top : top + hole, left : left + hole] = paper
            found.append(covered)
    return found


def inked(height: int, width: int, start: int = 1) -> Any:
    """A picture whose numbers all differ."""
    return (np.arange(height * width).reshape(height, width) * 7 % 37 + start).tolist()


CODE["09-occlude"] = {
    "solution": occlude,
    "answer": holed,
    "cases": (
        Case((inked(3, 4), 2, 1, 0)),
        Case((inked(4, 5, 2), 2, 2, -1)),
        Case((inked(7, 9, 3), 3, 2, 0.5)),
        Case((inked(4, 6), 2, 3, 0)),
        Case((inked(2, 3, 4), 1, 1, 0.25), "a hole of a single pixel"),
        Case((inked(5, 3, 2), 3, 1, 0), "a hole as wide as the picture"),
    ),
}

# ---- where a reader that slides gives its answers ------------------------------------------------


def places(windows, height, width):
    step = 1
    for kernel, stride in windows:
        height = (height - kernel) // stride + 1
        width = (width - kernel) // stride + 1
        step *= stride
    found = []
    for i in range(height):
        for j in range(width):
            found.append([i * step, j * step])
    return found


READER_WINDOWS = [[3, 1], [2, 2], [3, 1], [2, 2], [3, 1], [3, 1], [1, 1]]


def slid(windows: Any, height: int, width: int) -> Any:
    layers = [Conv(1, kernel, stride=stride) for kernel, stride in windows]
    rows, columns = summarize(layers, (1, height, width))[-1].output_shape[1:]
    step = jump(windows)
    return [[i * step, j * step] for i in range(rows) for j in range(columns)]


CODE["09-windows"] = {
    "solution": places,
    "answer": slid,
    "cases": (
        Case(([[3, 1], [2, 2]], 6, 8)),
        Case(([[2, 3], [2, 2]], 11, 17)),
        Case((READER_WINDOWS, 34, 42)),
        Case(([[5, 2], [3, 1], [4, 3]], 27, 33)),
        Case((READER_WINDOWS, 29, 43), "a rest that no window reads"),
        Case(([[2, 3], [1, 2]], 13, 19), "a rest that no window reads"),
        Case((READER_WINDOWS, 28, 28), "a rest that no window reads"),
    ),
}


def jump(windows: Any) -> int:
    """How many pixels lie between two answers."""
    return int(np.prod([stride for _, stride in windows]))


def field(windows: Any) -> int:
    """How many pixels wide a window is that an answer reads."""
    return int(receptive_field([Conv(1, k, stride=s) for k, s in windows]).size)  # type: ignore[arg-type]


def late(windows: Any) -> int:
    """As wide as a window would be if a stride counted for its own layer already."""
    return 1 + sum((k - 1) * jump(windows[: n + 1]) for n, (k, _) in enumerate(windows))


ITEMS = items(__file__, globals(), CODE)
