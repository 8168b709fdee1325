"""Chapter 4: what its questions and exercises compute. Their words stand in ``chapter04.md``."""

from typing import Any

import numpy as np

from cnnlib import arithmetic as A  # noqa: N812
from cnnlib import functional as F  # noqa: N812
from cnnlib.exercises._code import Case
from cnnlib.exercises._kinds import Task
from cnnlib.exercises._text import items

TITLE = "Convolution arithmetic"
PAGE = "chapters/convolution-arithmetic"
TASKS = (  # what the chapter's figures ask for, in its order
    Task("04-one-unread", "Three stops, one cell unread"),
    Task("04-two-ways", "3×3 in two ways"),
    Task("04-one-zero", "Four outputs from one zero"),
    Task("04-agree", "Where SAME and PyTorch agree"),
    Task("04-odd-cells", "Only the odd cells"),
    Task("04-way-back", "From three back to six"),
    Task("04-other-zeros", "The same size, other numbers"),
    Task("04-once-each", "Every pixel once"),
)
CODE: dict[str, dict[str, Any]] = {}  # the code exercises by name, less their words

# ---- by hand -------------------------------------------------------------------------------------

first_size = A.output_size(40, 11, stride=2, padding=4)
pooled = A.output_size(11, 2, stride=2)
spread = A.effective_kernel(5, dilation=3)

READER = ((3, 1), (2, 2), (3, 1), (2, 2), (3, 1))  # kernel and stride of the digit reader's layers


def side_after(size: int, layers: Any, **options: Any) -> int:
    for kernel, stride in layers:
        size = A.output_size(size, kernel, stride, **options)
    return size


last_side = side_after(28, READER)
flat = 64 * last_side**2
flat_rounded_up = 64 * side_after(28, READER, ceil_mode=True) ** 2
flat_kept = 64 * side_after(28, [layer for layer in READER if layer[1] == 2]) ** 2
flat_too_early = 64 * side_after(28, READER[:-1]) ** 2

# ---- a U-Net for sound ---------------------------------------------------------------------------

HALVINGS = 4


def there_and_back(size: int) -> int:
    """A length, four times halved by a pool and four times doubled by a transposed convolution."""
    for _ in range(HALVINGS):
        size = A.output_size(size, 2, stride=2)
    for _ in range(HALVINGS):
        size = A.transposed_output_size(size, 2, stride=2)
    return size


comes_back = there_and_back(100)
smallest = next(size for size in range(100, 200) if there_and_back(size) == size)

# ---- how many stops ------------------------------------------------------------------------------


def output_size(size, kernel, stride, padding, dilation):
    covered = dilation * (kernel - 1) + 1
    room = size + 2 * padding - covered
    return room // stride + 1


CODE["04-output-size"] = {
    "solution": output_size,
    "answer": A.output_size,
    "cases": (
        Case((7, 4, 2, 0, 1)),
        Case((40, 11, 2, 4, 1)),
        Case((28, 3, 1, 0, 1)),
        Case((224, 7, 3, 3, 1)),
        Case((31, 5, 4, 1, 1)),
        Case((33, 5, 3, 2, 3), "a dilation of more than 1"),
        Case((20, 4, 2, 1, 4), "a dilation of more than 1"),
        Case((6, 6, 5, 0, 1), "a window as large as the input"),
        Case((9, 1, 4, 0, 7), "a window of a single cell"),
        Case((2, 7, 3, 3, 1), "a window larger than the input"),
        Case((12, 3, 9, 0, 1), "strides longer than the window"),
        Case((3, 2, 1, 4, 1), "outputs longer than the input"),
    ),
}

# ---- SAME ----------------------------------------------------------------------------------------


def same_padding(size, kernel, stride):
    """The output has ⌈size/stride⌉ numbers, and `-(-size // stride)` rounds up. From the first stop
    to the last the window covers (stops − 1) · stride + kernel cells: what is missing to that are
    the zeros, and if one is left over it goes behind."""
    stops = -(-size // stride)
    zeros = max((stops - 1) * stride + kernel - size, 0)
    before = zeros // 2
    return [before, zeros - before]


def tensorflow_same(size: int, kernel: int, stride: int) -> list[int]:
    return list(A.same_padding(size, kernel, stride))


CODE["04-same-padding"] = {
    "solution": same_padding,
    "answer": tensorflow_same,
    "cases": (
        Case((8, 3, 2)),
        Case((7, 3, 1)),
        Case((7, 3, 2)),
        Case((224, 11, 4)),
        Case((10, 4, 1), "even windows"),
        Case((15, 6, 2), "even windows"),
        Case((23, 9, 5), "sizes that the stride does not divide"),
        Case((13, 6, 3), "sizes that the stride does not divide"),
        Case((9, 3, 3), "windows side by side"),
        Case((9, 2, 3), "strides longer than the window"),
        Case((8, 2, 4), "strides longer than the window"),
        Case((10, 1, 4), "a window of a single cell"),
        Case((2, 7, 3), "a window larger than the input"),
    ),
}

# ---- im2col --------------------------------------------------------------------------------------


def im2col(image, height, width, stride):
    corners = []
    for i in range(0, len(image) - height + 1, stride):
        for j in range(0, len(image[0]) - width + 1, stride):
            corners.append((i, j))
    columns = []
    for u in range(height):
        for v in range(width):
            columns.append([image[i + u][j + v] for i, j in corners])
    return columns


def columns_of(image: Any, height: int, width: int, stride: int) -> Any:
    return F.im2col([[image]], (height, width), stride)[0]


def turned_around(image: Any, height: int, width: int, stride: int, axes: Any) -> Any:
    """The columns with window and cell axes in another order: a table of the same numbers."""
    rows = A.output_size(len(image), height, stride)
    table = columns_of(image, height, width, stride).reshape(height, width, rows, -1)
    return table.transpose(axes).reshape(height * width, -1)


def windows_of(image: Any, height: int, width: int, stride: int) -> list[Any]:
    """Every window as it lies in the image, a list of its rows."""
    return [
        [row[j : j + width] for row in image[i : i + height]]
        for i in range(0, len(image) - height + 1, stride)
        for j in range(0, len(image[0]) - width + 1, stride)
    ]


def one_short(image: Any, height: int, width: int, stride: int) -> list[Any]:
    """The windows as rows, less the last stops: those of an image with a row and a column less."""
    windows = windows_of([row[:-1] for row in image[:-1]], height, width, stride)
    return [[number for row in window for number in row] for window in windows]


def misplaced(image: Any, height: int, width: int, stride: int) -> list[Any]:
    """The columns where a number of the window is counted as if the window were square."""
    table: list[Any] = [[] for _ in range(height * width)]
    for window in windows_of(image, height, width, stride):
        for u, row in enumerate(window):
            for v, number in enumerate(row):
                table[u * height + v].append(number)
    return table


SMALL = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
WIDE = [[3, -1, 0.5, 8, 2], [1, 7, -2, 4, 6], [9, -3, 2.5, 0, 5]]
LARGE = (np.random.default_rng(4).permutation(63).reshape(9, 7) / 2 - 9).tolist()

CODE["04-im2col"] = {
    "solution": im2col,
    "answer": columns_of,
    "cases": (
        Case((SMALL, 2, 2, 1)),
        Case((WIDE, 2, 2, 1)),
        Case((WIDE, 2, 3, 1), "windows that are not square"),
        Case((LARGE, 3, 2, 1), "windows that are not square"),
        Case((LARGE, 3, 2, 2), "strides of more than 1"),
        Case((LARGE, 1, 4, 3), "strides of more than 1"),
        Case((LARGE, 2, 2, 3), "strides longer than the window"),
        Case((WIDE, 1, 1, 2), "a window of a single cell"),
        Case((WIDE, 3, 5, 1), "a window as large as the image"),
    ),
}

ITEMS = items(__file__, globals(), CODE)
