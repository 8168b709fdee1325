"""Chapter 2: what its questions and exercises compute. Their words stand in ``chapter02.md``."""

from typing import Any

import numpy as np

from cnnlib import functional as F  # noqa: N812
from cnnlib.arithmetic import Conv, Dense, count_macs, count_parameters
from cnnlib.exercises._code import Case
from cnnlib.exercises._kinds import Task
from cnnlib.exercises._text import items

TITLE = "Weight sharing"
PAGE = "chapters/weight-sharing"
TASKS = (  # what the chapter's figures ask for, in its order
    Task("02-standstill", "Four pulls, and nothing moves"),
    Task("02-copy-green", "A copy of green"),
    Task("02-all-agree", "The shift at which all agree"),
)
CODE: dict[str, dict[str, Any]] = {}  # the code exercises by name, less their words

FIRST, SECOND, SMALL = Conv(32, 3), Conv(64, 3), Conv(2, 3, padding="same")
first = count_parameters([FIRST], (1, 28, 28))
first_local = count_parameters([Conv(32, 3, shared=False)], (1, 28, 28))
first_dense = count_parameters([Dense(26 * 26 * 32)], (28 * 28,))
second = count_parameters([SECOND], (32, 13, 13))
second_local = count_parameters([Conv(64, 3, shared=False)], (32, 13, 13))
second_macs = count_macs([SECOND], (32, 13, 13))
two_filters = count_parameters([SMALL], (3, 8, 8))
two_macs = count_macs([SMALL], (3, 8, 8))
video = count_parameters([Conv(16, 3, padding="same")], (3, 8, 32, 32))


# ---- a dense layer is a convolution --------------------------------------------------------------


def as_convolution(weight, channels, height, width):
    kernels = []
    for numbers in weight:
        kernel = []
        for c in range(channels):
            sheet = []
            for i in range(height):
                start = (c * height + i) * width
                sheet.append(numbers[start : start + width])
            kernel.append(sheet)
        kernels.append(kernel)
    return kernels


def reshaped(weight: Any, channels: int, height: int, width: int) -> Any:
    return np.reshape(weight, (-1, channels, height, width))


def cut(weight: Any, order: str, **sizes: int) -> Any:
    """The rows of `weight` cut as if the axes had been flattened in this order; channels first."""
    cube = np.reshape(weight, (len(weight), *(sizes[axis] for axis in order)))
    return cube.transpose(0, *(1 + order.index(axis) for axis in "chw"))


_rng = np.random.default_rng(2)


def rows(count: int, *sizes: int) -> Any:
    """Arguments for a weight of `count` rows: whole numbers, no two alike."""
    length = int(np.prod(sizes))
    numbers = _rng.permutation(np.arange(-length, count * length - length))
    return (numbers.reshape(count, length).tolist(), *sizes)


CODE["02-dense-as-convolution"] = {
    "solution": as_convolution,
    "answer": reshaped,
    "cases": (
        Case(([[1, 2, 3, 4, 5, 6, 7, 8]], 2, 2, 2)),
        Case(rows(3, 2, 2, 2)),
        Case(rows(2, 3, 2, 4), "maps that are not square"),
        Case(rows(2, 2, 3, 2), "maps that are not square"),
        Case(rows(3, 1, 2, 2), "a single channel"),
        Case(rows(2, 3, 1, 1), "maps of a single number"),
    ),
}


# ---- the gradient of a shared kernel -------------------------------------------------------------


def shared_gradient(image, dy, height, width):
    gradient = [[0] * width for _ in range(height)]
    for i in range(len(dy)):
        for j in range(len(dy[0])):
            for u in range(height):
                for v in range(width):
                    gradient[u][v] += dy[i][j] * image[i + u][j + v]
    return gradient


def pulled(image: Any, dy: Any, height: int, width: int) -> Any:
    slope = F.correlate2d_backward(dy, image, np.zeros((height, width)))[1]
    return slope + 0.0


def transposed(table: Any) -> Any:
    return [list(column) for column in zip(*table, strict=True)]


def places_of(dy: Any) -> int:
    return len(dy) * len(dy[0])


def patches(image: Any, dy: Any, height: int, width: int) -> Any:
    """What each output sends back, its gradient times its window: rows × columns of kernels."""
    windows = np.lib.stride_tricks.sliding_window_view(np.array(image, float), (height, width))
    return np.array(dy)[:, :, None, None] * windows


def pulling(rows: int, columns: int, height: int, width: int) -> Any:
    """An image in quarters, gradients for its outputs, and the size of the kernel."""
    image = _rng.integers(-16, 40, (rows + height - 1, columns + width - 1)) / 4
    dy = _rng.integers(-12, 13, (rows, columns)) / 4
    return image.tolist(), dy.tolist(), height, width


PICTURE = [[1, 2, 0, -1], [0, 1, 3, 2], [4, 0, 1, 5]]

CODE["02-shared-gradient"] = {
    "solution": shared_gradient,
    "answer": pulled,
    "cases": (
        Case((PICTURE[:2], [[1, 0, 2]], 2, 2)),
        Case((PICTURE, [[1, -2, 3], [0, 2, -1]], 2, 2)),
        Case(pulling(2, 2, 3, 3)),
        Case(pulling(4, 3, 2, 4), "kernels that are not square"),
        Case(pulling(1, 4, 1, 3), "kernels with a single row"),
        Case(pulling(3, 2, 1, 1), "kernels of a single number"),
        Case(pulling(1, 1, 2, 3), "a single output"),
    ),
}


# ---- how far a layer is from moving along --------------------------------------------------------


def equivariance_error(layer, signal, shift, stride):
    """A negative `shift` needs no case of its own: `signal[p - shift]` and `before[i - cells]` are
    right for it as they stand."""

    def f(x):
        def sum_at(place, kernel):
            return sum(w * x[place + j] for j, w in enumerate(kernel))

        return [sum_at(i * stride, kernel) for i, kernel in enumerate(layer)]

    if shift % stride != 0:
        return None
    cells = shift // stride
    n = len(signal)
    moved = [signal[p - shift] if 0 <= p - shift < n else 0 for p in range(n)]
    before, after = f(signal), f(moved)
    both = [i for i in range(len(layer)) if 0 <= i - cells < len(layer)]
    return max(abs(after[i] - before[i - cells]) for i in both)


def responses(layer: Any, signal: Any, stride: int) -> Any:
    """What a layer of one kernel for each place makes of a row of numbers."""
    kernels = np.reshape(np.array(layer, float), (1, len(layer), 1, 1, 1, -1))
    return F.local2d([[[signal]]], kernels, stride=(1, stride)).ravel()


def commuted(layer: Any, signal: Any, shift: int, stride: int) -> Any:
    """By the library, with zeros on both sides instead of an index that is kept inside."""
    cells, left_over = divmod(shift, stride)
    if left_over:
        return None
    moved, before = (
        np.pad(x, (max(by, 0), max(-by, 0)))[max(-by, 0) :][: len(x)]
        for x, by in ((signal, shift), (responses(layer, signal, stride), cells))
    )
    inside = slice(max(cells, 0), len(before) + min(cells, 0))
    return float(np.abs(responses(layer, moved, stride) - before)[inside].max())


def ring(values: Any, steps: int) -> Any:
    """`values` moved to the right; what leaves at the end comes in at the beginning."""
    return np.roll(values, steps).tolist()


def shifted(values: Any, steps: int) -> Any:
    """`values` moved to the right, with zeros where nothing is."""
    n = len(values)
    return [values[i - steps] if 0 <= i - steps < n else 0 for i in range(n)]


def gaps(one: Any, other: Any) -> list[Any]:
    return [abs(a - b) for a, b in zip(one, other, strict=True)]


def whole_or(value: Any, shift: int, stride: int) -> Any:
    """The value, but nothing for a shift that is no whole number of cells."""
    return None if shift % stride else value


SHARED = [[2, -1, 1]] * 5
UNLIKE = [[6, 4, 1], [0, 4, 5], [0, 2, -3], [5, 4, -3], [0, 4, 2], [2, -2, 3]]
OTHERS = [[2, -3, -3], [5, 4, 3], [1, -2, 0], [-1, -2, 1], [5, 15, 1]]
SHORT = [[3, 2], [-3, 3], [1, 4], [2, 1], [2, 0], [3, -1]]
FALLING = [[-1, -2], [0, 1], [-1, 2], [2, 1], [2, 0]]
SOUND = [8, 6, 2, 8, 2, 8, 4, 3, 5, 1, 8, 7, 6, 1, 6, 4, 8, 2, 5]
UNEVEN, LEFT = "shifts that the stride does not divide", "shifts to the left"

CODE["02-equivariance"] = {
    "solution": equivariance_error,
    "answer": commuted,
    "cases": (
        Case(([[1, 2]] * 4, [3, 0, 1, 4, 5], 1, 1)),
        Case(([[1, 2], [1, 2], [4, -1], [1, 2], [1, 2]], [3, 0, 1, 4, 5, 2], 1, 1)),
        Case((UNLIKE, [6, 2, 4, 5, 5, 3, 5, 1], 2, 1)),
        Case((OTHERS, [1, 1, 8, 2, 8, 6, 2, 4, 6, 5, 3, 4], 2, 2), "strides other than 1"),
        Case((SHORT, SOUND[2:], 6, 3), "strides other than 1"),
        Case((FALLING, SOUND[3:9], -1, 1), LEFT),
        Case((UNLIKE[1:], SOUND[7:18], -4, 2), LEFT),
        Case((SHARED, SOUND[1:8], -1, 1), LEFT),
        Case((SHARED, SOUND[:7], 0, 1), "a shift of 0"),
        Case((SHARED, SOUND[:11], 3, 2), UNEVEN),
        Case((SHARED, SOUND, 2, 4), UNEVEN),
    ),
}

ITEMS = items(__file__, globals(), CODE)
