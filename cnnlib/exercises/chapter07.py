"""Chapter 7: what its questions and exercises compute. Their words stand in ``chapter07.md``."""

from itertools import product
from math import log, sqrt
from typing import Any

import numpy as np

from cnnlib import functional as F  # noqa: N812
from cnnlib.exercises._code import Case
from cnnlib.exercises._kinds import Task
from cnnlib.exercises._text import items

TITLE = "Learning the kernels"
PAGE = "chapters/learning"
TASKS = (  # what the chapter's figures ask for, in its order
    Task("07-middle", "The middle of ∂X is zero"),
    Task("07-diverge", "Eight dead windows"),
    Task("07-stall", "A network that sleeps"),
    Task("07-fewest", "93 % with the fewest steps"),
    Task("07-bug", "The bug that no curve shows"),
)
CODE: dict[str, dict[str, Any]] = {}  # the code exercises by name, less their words

# ---- by hand -------------------------------------------------------------------------------------

X, W, DY = ([1, 2, 0], [0, 1, 3], [4, 0, 1]), ([1, -1], [2, 0]), ([1, 0], [-1, 2])


def slope(dy: Any, image: Any = X) -> Any:
    """What the kernel gets of an image: `dy` slides over it."""
    return F.correlate2d(image, dy)


def row(table: Any) -> list[float]:
    return [float(number) for number in np.ravel(table)]


by_hand = row(slope(DY))
dx = F.convolve2d(DY, W, "full")

# ---- a rare class, a normalization, and sixty-four electrodes ------------------------------------

COMMON, RARE = 0.91, 0.01  # how frequent the first class is, and each of the nine others
rest = -COMMON * log(COMMON) - 9 * RARE * log(RARE)

GAMMA, BETA, MEAN, VARIANCE, WEIGHT, BIAS = 6, 1, 3, 4, 5, 7
factor = GAMMA / sqrt(VARIANCE)


def folded(bias: float, factor: float = factor, beta: float = BETA) -> float:
    return factor * bias + beta


ELECTRODES, SAMPLES, LENGTH = 64, 500, 9
_brain = F.conv2d_backward(
    np.ones((1, ELECTRODES, 1, SAMPLES - LENGTH + 1)),
    np.ones((1, ELECTRODES, 1, SAMPLES)),
    np.ones((ELECTRODES, 1, 1, LENGTH)),
    groups=ELECTRODES,
)  # with nothing but ones every gradient is a number of products
depthwise = [_brain[1].size, _brain[1].flat[0], _brain[0][0, 0, 0, SAMPLES // 2]]

# ---- back to the image ---------------------------------------------------------------------------


def input_gradient(dy, kernel, height, width, stride):
    gradient = [[0] * width for _ in range(height)]
    for i in range(len(dy)):
        for j in range(len(dy[0])):
            for u in range(len(kernel)):
                for v in range(len(kernel[0])):
                    gradient[i * stride + u][j * stride + v] += dy[i][j] * kernel[u][v]
    return gradient


def pushed(dy: Any, kernel: Any, height: int, width: int, stride: int) -> Any:
    x = np.zeros((1, 1, height, width))
    return F.conv2d_backward([[dy]], x, [[kernel]], stride)[0][0, 0] + 0.0


def laid(dy: Any, kernel: Any, height: int, width: int, *apart: int, start: Any = (0, 0)) -> Any:
    """The stamps, `apart` rows and columns; what hangs over the image is lost."""
    gradient, kernel = np.zeros((height, width)), np.array(kernel, float)
    for (i, j), push in np.ndenumerate(np.array(dy, float)):
        for (u, v), weight in np.ndenumerate(kernel):
            a, b = i * apart[0] + u + start[0], j * apart[-1] + v + start[1]
            if 0 <= a < height and 0 <= b < width:
                gradient[a, b] += push * weight
    return gradient


def turned(table: Any) -> Any:
    return [line[::-1] for line in table[::-1]]


def mirrored(table: Any) -> Any:
    return [line[::-1] for line in table]


def flipped(table: Any) -> Any:
    return table[::-1]


def transposed(table: Any) -> Any:
    return [list(column) for column in zip(*table, strict=True)]


def absolute(table: Any) -> Any:
    return np.abs(table).tolist()


def positive(table: Any) -> Any:
    return np.maximum(table, 0).tolist()


def apart(dy: Any, stride: int) -> Any:
    """`dy` with stride − 1 zeros between its rows and columns."""
    wide = np.zeros(((len(dy) - 1) * stride + 1, (len(dy[0]) - 1) * stride + 1))
    wide[::stride, ::stride] = dy
    return wide


def touched(dy: Any, kernel: Any, stride: int) -> Any:
    """The gradient as far as windows reach: the rows and columns behind the last are missing."""
    return F.convolve2d(apart(dy, stride), kernel, "full") + 0.0


def gathered(
    dy: Any, kernel: Any, height: int, width: int, stride: int, around: bool = False
) -> Any:
    """For each pixel the outputs that have read it, found by `//` without a look at the rest; or,
    with the rest, those found `around` the end of `dy`, where an index is below 0."""
    gradient, (rows, columns) = np.zeros((height, width)), np.shape(dy)
    for (a, b), (u, v) in product(np.ndindex(height, width), np.ndindex(np.shape(kernel))):
        (i, down), (j, right) = divmod(a - u, stride), divmod(b - v, stride)
        inside = (-rows if around else 0) <= i < rows and (-columns if around else 0) <= j < columns
        if inside and not (around and (down or right)):
            gradient[a, b] += dy[i][j] * kernel[u][v]
    return gradient


def places_of(dy: Any) -> int:
    return len(dy) * len(dy[0])


_rng = np.random.default_rng(7)


def quarters(*sizes: int) -> Any:
    return (_rng.choice(np.setdiff1d(np.arange(-13, 17), [0]), sizes) / 4).tolist()


def pushing(rows: int, columns: int, kernel: Any, stride: int, over: Any = (0, 0)) -> Any:
    """Gradients for so many outputs and an image; `over` are the pixels behind the last window."""
    height = (rows - 1) * stride + len(kernel) + over[0]
    width = (columns - 1) * stride + len(kernel[0]) + over[1]
    return quarters(rows, columns), kernel, height, width, stride


LONG, UNREAD = "strides of more than 1", "images with pixels that no window reaches"
OBLONG, ROW = "kernels that are not square", "images of a single row"

CODE["07-input-gradient"] = {
    "solution": input_gradient,
    "answer": pushed,
    "cases": (
        Case((list(DY), list(W), 3, 3, 1)),
        Case(pushing(2, 3, quarters(2, 2), 1)),
        Case(pushing(2, 3, quarters(3, 2), 1), OBLONG),
        Case(pushing(3, 2, quarters(3, 3), 2), LONG),
        Case(pushing(2, 3, quarters(3, 4), 3), LONG),
        Case(pushing(2, 2, quarters(2, 3), 2, (1, 1)), UNREAD),
        Case(pushing(1, 3, quarters(1, 2), 3, (0, 2)), ROW),
    ),
}

# ---- the gradient of a kernel that takes long steps ----------------------------------------------


def weight_gradient(image, dy, height, width, stride):
    gradient = [[0] * width for _ in range(height)]
    for i in range(len(dy)):
        for j in range(len(dy[0])):
            for u in range(height):
                for v in range(width):
                    gradient[u][v] += dy[i][j] * image[i * stride + u][j * stride + v]
    return gradient


def pulled(image: Any, dy: Any, height: int, width: int, stride: int) -> Any:
    kernel = np.zeros((1, 1, height, width))
    return F.conv2d_backward([[dy]], [[image]], kernel, stride)[1][0, 0] + 0.0


def patches(image: Any, dy: Any, height: int, width: int, *stride: int) -> Any:
    """What each output sends back, its gradient times its window: rows × columns of kernels."""
    windows = np.lib.stride_tricks.sliding_window_view(np.array(image, float), (height, width))
    windows = windows[:: stride[0], :: stride[-1]][: len(dy), : len(dy[0])]
    return np.array(dy)[:, :, None, None] * windows


def thinned(image: Any, dy: Any, height: int, width: int, stride: int) -> Any:
    """What a kernel gets whose windows lie on every stride-th pixel only."""
    small = np.pad(np.array(image)[::stride, ::stride], ((0, height), (0, width)))
    return patches(small, dy, height, width, 1).sum((0, 1)) + 0.0


def pulling(rows: int, columns: int, height: int, width: int, stride: int, *over: int) -> Any:
    sizes = ((rows - 1) * stride + height, (columns - 1) * stride + width)
    behind = over or (0, 0)
    image = quarters(sizes[0] + behind[0], sizes[1] + behind[1])
    return image, quarters(rows, columns), height, width, stride


CODE["07-weight-gradient"] = {
    "solution": weight_gradient,
    "answer": pulled,
    "cases": (
        Case((list(X), list(DY), 2, 2, 1)),
        Case(pulling(2, 3, 2, 2, 1)),
        Case(pulling(3, 2, 3, 3, 2), LONG),
        Case(pulling(2, 3, 3, 2, 2), LONG),
        Case(pulling(3, 4, 2, 3, 2, 1, 1), UNREAD),
        Case(pulling(2, 3, 1, 2, 3), "kernels of a single row"),
    ),
}

# ---- two calls of the forward pass ---------------------------------------------------------------


def numeric_gradient(x, step):
    def f(x):
        return sum(a**3 + a * x[i - 1] for i, a in enumerate(x))

    gradient = []
    for i in range(len(x)):
        higher, lower = list(x), list(x)
        higher[i] += step
        lower[i] -= step
        gradient.append((f(higher) - f(lower)) / (2 * step))
    return gradient


def f(x: Any) -> float:
    return float(sum(a**3 + a * x[i - 1] for i, a in enumerate(x)))


def central(x: Any, step: float) -> list[float]:
    """As a formula: the slope, and what the step adds to that of a cube."""
    return [float(s + step**2) for s in slopes(x)]


def slopes(x: Any) -> list[float]:
    """What the differences come close to if the step is small."""
    return row(3 * np.square(x) + np.roll(x, 1) + np.roll(x, -1))


def moved(x: Any, i: int, by: float) -> list[float]:
    return [a + by * (k == i) for k, a in enumerate(x)]


def differences(x: Any, up: float, down: float) -> list[float]:
    return [f(moved(x, i, up)) - f(moved(x, i, down)) for i in range(len(x))]


def left_behind(x: Any, *steps: float, over: float) -> list[float]:
    """The number is moved by each of the steps in turn and then left where it is."""
    x, found = list(x), []
    for i in range(len(x)):
        values = []
        for step in steps:
            x[i] += step
            values.append(f(x))
        found.append((values[0] - values[1]) / over)
    return found


CODE["07-numeric"] = {
    "solution": numeric_gradient,
    "answer": central,
    "cases": (
        Case(([1, 2], 0.5)),
        Case(([0.5, -1, 2, 1.5], 0.25)),
        Case(([-2, 0.25, -1.5], 0.125)),
        Case(([1.5, 0, -0.5, 2, -1, 0.75], 1)),
        Case(([1.5], 0.25), "a single number"),
        Case(([2, -1, 0.5, 2], 0.25), "numbers that stand in the list twice"),
        Case(([100, 300, 50], 2**-10), "large numbers and a small step"),
    ),
}

# ---- the gradient of the loss --------------------------------------------------------------------


def loss_gradient(scores, label):
    from math import exp

    largest = max(scores)
    powers = [exp(score - largest) for score in scores]
    total = sum(powers)
    gradient = [power / total for power in powers]
    gradient[label] -= 1
    return gradient


def believed(scores: Any) -> list[float]:
    return row(F.softmax([scores]))


def minus_one_hot(said: Any, label: int, one: float = 1) -> list[float]:
    return [p - one * (c == label) for c, p in enumerate(said)]


def downhill(scores: Any, label: int) -> list[float]:
    return row(F.softmax_cross_entropy_backward(1, [scores], [label]))


CODE["07-cross-entropy"] = {
    "solution": loss_gradient,
    "answer": downhill,
    "cases": (
        Case(([1, 2, 3], 2)),
        Case(([0.5, -1, 2, 0.25], 1)),
        Case(([3.5, 0, -2], 0)),
        Case(([0.25, 1.5, -0.5, 0.75, 1], 3)),
        Case(([1000, 1001, 998.5], 0), "large scores"),
        Case(([-1000, -1002], 1), "scores far below 0"),
        Case(([-700, 1000, 200], 2), "scores that are far apart"),
    ),
}

# ---- three bugs ----------------------------------------------------------------------------------


def gradients(image, kernel, weight, label):
    """What was wrong: `dmaps` asked whether the gradient was above 0, where ReLU asks its input;
    `dkernel` was a mean, though the gradient of a shared weight is a sum; and `dimage` needs the
    kernel turned, a convolution."""
    import numpy as np

    from cnnlib.functional import convolve2d, correlate2d, softmax

    maps = correlate2d(image, kernel)
    active = np.maximum(maps, 0).ravel()
    dscores = softmax([weight @ active])[0]
    dscores[label] -= 1
    dweight = np.outer(dscores, active)
    dmaps = (weight.T @ dscores).reshape(maps.shape) * (maps > 0)
    dkernel = correlate2d(image, dmaps)
    dimage = convolve2d(dmaps, kernel, mode="full")
    return dweight, dkernel, dimage


def network(rows: int, columns: int, kernel: Any, classes: int, label: int) -> Any:
    """A picture, a kernel, the weights behind its map, and a label."""
    height, width = rows - len(kernel) + 1, columns - len(kernel[0]) + 1
    image = (_rng.integers(-9, 17, (rows, columns)) / 8).tolist()
    weight = (_rng.integers(-9, 10, (classes, height * width)) / 8).tolist()
    return image, kernel, weight, label


def from_lists(image: Any, kernel: Any, weight: Any, label: int) -> Any:
    return gradients(np.array(image), np.array(kernel), np.array(weight), label)


CODE["07-three-bugs"] = {
    "solution": gradients,
    "answer": from_lists,
    "returns": ("dweight", "dkernel", "dimage"),
    "where": "notebook",
    "cases": (
        Case(network(4, 5, [[1, -1], [0.5, 0.25]], 3, 1)),
        Case(network(5, 4, [[0.5, 1, -0.75], [-0.25, 0.125, 1]], 4, 3)),
        Case(network(6, 6, [[-0.5, 0.25], [1, 0.75], [0.125, -1]], 2, 0)),
    ),
}

ITEMS = items(__file__, globals(), CODE)
