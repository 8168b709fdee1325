"""Chapter 5: what its questions and exercises compute. Their words stand in ``chapter05.md``."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from cnnlib import functional as F  # noqa: N812
from cnnlib.arithmetic import Conv, Pool, count_parameters, output_size
from cnnlib.exercises._code import Case, CodeExercise
from cnnlib.exercises._kinds import Item, Task
from cnnlib.exercises._text import items

TITLE = "Pooling"
PAGE = "chapters/pooling"
TASKS = (  # what the chapter's figures ask for, in its order
    Task("05-one-bar", "One bar that makes a step change nothing"),
    Task("05-lattice", "Three places without misfit"),
    Task("05-all-ten", "All ten in one cell"),
)
CODE: dict[str, dict[str, Any]] = {}  # the code exercises by name, less their words

MAPS, SIDE = 64, 24
pool_parameters = count_parameters([Pool(2)], (MAPS, SIDE, SIDE))
conv_parameters = count_parameters([Conv(MAPS, 2, stride=2)], (MAPS, SIDE, SIDE))
pooled_maps, pooled_side = F.max_pool2d(np.zeros((1, MAPS, SIDE, SIDE)), 2).shape[1:3]
mean_weights = count_parameters([Conv(16, 3, stride=2, groups=16, bias=False)], (16, 9, 9))
ROW = [8, 4, 3, 5, 1]


def means(counted: bool) -> list[float]:
    """The means of windows of 3 with stride 2, a zero at each end: counted or not."""
    window: dict[str, Any] = {"kernel": (1, 3), "stride": (1, 2), "padding": (0, 1)}
    return F.average_pool2d([[[ROW]]], **window, count_include_pad=counted).ravel().tolist()


def left_of(seconds: int) -> int:
    """How many numbers a global pool leaves of 256 channels over time."""
    moments = output_size(100 * seconds, 3)
    return F.max_pool2d(np.zeros((1, 256, 1, moments)), (1, moments)).size


# ---- the largest of each window ------------------------------------------------------------------


def max_pool(image, window, stride):
    height = (len(image) - window) // stride + 1
    width = (len(image[0]) - window) // stride + 1
    pooled = []
    for i in range(height):
        row = []
        for j in range(width):
            largest = image[i * stride][j * stride]
            for u in range(window):
                for v in range(window):
                    largest = max(largest, image[i * stride + u][j * stride + v])
            row.append(largest)
        pooled.append(row)
    return pooled


def largest(image: Any, window: int, stride: int) -> Any:
    return F.max_pool2d([[image]], window, stride)[0, 0]


def stops(image: Any, window: int, stride: int) -> Iterator[tuple[int, int]]:
    """The upper left corner of every window that fits, in reading order."""
    for top in range(0, len(image) - window + 1, stride):
        for left in range(0, len(image[0]) - window + 1, stride):
            yield top, left


def cells(image: Any, window: int, top: int, left: int) -> list[Any]:
    """The numbers of a window in reading order, as far as they lie in the image."""
    return [x for row in image[top : top + window] for x in row[left : left + window]]


def each(what: Callable[[list[Any]], Any], image: Any, window: int, *strides: int) -> list[Any]:
    """What is made of the numbers of every window, in rows; a third number is how far it reads."""
    stride, reach = (*strides, window)[:2]
    made = [what(cells(image, reach, *corner)) for corner in stops(image, window, stride)]
    width = output_size(len(image[0]), window, stride)
    return [made[i : i + width] for i in range(0, len(made), width)]


def hanging(filled: list[Any], image: Any, window: int, stride: int) -> list[Any]:
    """The largest of every window, of those that hang over the end, too: cut off, or `filled`."""
    downward, rightward = range(0, len(image), stride), range(0, len(image[0]), stride)
    read = [[cells(image, window, top, left) for left in rightward] for top in downward]
    return [[max(c + filled * (len(c) < window**2)) for c in row] for row in read]


def fitting(filled: Any, image: Any, window: int, stride: int) -> list[list[Any]]:
    """The largest of every window, and `filled` for each that would hang over the end."""
    corners = set(stops(image, window, stride))
    return [
        [
            max(cells(image, window, top, left)) if (top, left) in corners else filled
            for left in range(0, len(image[0]), stride)
        ]
        for top in range(0, len(image), stride)
    ]


def framed(width: int, image: Any) -> list[list[Any]]:
    """An image with a border of zeros around it."""
    return np.pad(image, width).tolist()


def cut(table: list[list[Any]], length: int) -> list[list[Any]]:
    """The numbers of a table in rows of another length."""
    numbers = [x for row in table for x in row]
    return [numbers[k : k + length] for k in range(0, len(numbers), length)]


_rng = np.random.default_rng(5)


def picture(height: int, width: int, below: int) -> list[list[float]]:
    """Halves, no two alike, and as many of them below 0."""
    return ((_rng.permutation(height * width) - below) / 2).reshape(height, width).tolist()


BY_HAND = [[1, 3, 2, 0], [2, 3, 1, 4], [0, 1, 2, 2], [1, 0, 2, 5]]
NEGATIVE = picture(6, 5, 40)
DEEP = [[1_000_000 * x for x in row] for row in NEGATIVE]  # where no search should begin
OVERLAP, GAPS, REST = "windows that overlap", "windows with gaps between them", "a rest at the end"
WIDE, TALL = picture(4, 6, 8), picture(9, 7, 20)[::-1]

CODE["05-max-pool"] = {
    "solution": max_pool,
    "answer": largest,
    "cases": (
        Case((BY_HAND, 2, 2)),
        Case((WIDE, 2, 2)),
        Case((NEGATIVE[:4], 2, 2), "images of negative numbers"),
        Case((TALL, 3, 2), OVERLAP),
        Case((DEEP, 3, 1), "images of numbers far below 0"),
        Case((picture(7, 8, 20), 2, 3), GAPS),
        Case((picture(5, 7, 12), 2, 2), REST),
        Case((picture(3, 4, 6), 3, 2), "a single window"),
    ),
}


# ---- where the gradient goes ---------------------------------------------------------------------


def max_pool_backward(dy, image, window, stride):
    gradient = [[0] * len(image[0]) for _ in image]
    for i in range(len(dy)):
        for j in range(len(dy[0])):
            top, left = i * stride, j * stride
            row, column = top, left
            for a in range(top, top + window):
                for b in range(left, left + window):
                    if image[a][b] > image[row][column]:
                        row, column = a, b
            gradient[row][column] += dy[i][j]
    return gradient


def to_the_largest(dy: Any, image: Any, window: int, stride: int) -> Any:
    return F.max_pool2d_backward([[dy]], [[image]], window, stride)[0, 0]


Share = Callable[[list[Any]], list[Any]]


def sent(share: Share, dy: Any, image: Any, window: int, stride: int, keep: str = "") -> list[Any]:
    """The gradient where each cell of a window gets a share of what the output sends back.

    Added up, unless the last that arrives is to be kept: "last", with its zeros "last or 0".
    """
    gradient = [[0] * len(image[0]) for _ in image]
    flat = [number for row in dy for number in row]
    for number, (top, left) in zip(flat, stops(image, window, stride), strict=True):
        for k, part in enumerate(share(cells(image, window, top, left))):
            row, column = gradient[top + k // window], left + k % window
            if not keep:
                row[column] += part * number
            elif part or keep == "last or 0":
                row[column] = part * number
    return gradient


def first(found: list[Any]) -> list[int]:
    """1 for the first of the largest numbers, 0 for the others."""
    return [int(k == found.index(max(found))) for k in range(len(found))]


def ties(found: list[Any]) -> list[int]:
    """1 for every number that is as large as the largest, 0 for the others."""
    return [int(x == max(found)) for x in found]


def last(found: list[Any]) -> list[int]:
    """1 for the last of the largest numbers, 0 for the others."""
    return first(found[::-1])[::-1]


def searched(where: str, dy: Any, image: Any, window: int, stride: int) -> list[Any]:
    """The gradient where the largest number is looked for by its value, in too much or too far.

    In the rows of the window ("row"), in the whole image ("image"), or there for the last time.
    """
    gradient = [[0] * len(image[0]) for _ in image]
    flat = [number for row in dy for number in row]
    for number, (top, left) in zip(flat, stops(image, window, stride), strict=True):
        most = max(cells(image, window, top, left))
        rows = range(top, top + window) if where == "row" else range(len(image))
        places = [(a, b) for a in rows for b, x in enumerate(image[a]) if x == most]
        row, column = places[-1 if where == "last" else 0]
        gradient[row][column] += number
    return gradient


def places(image: Any, window: int, stride: int) -> list[list[int]]:
    """Row and column of the largest number of every window, in reading order."""
    found = []
    for top, left in stops(image, window, stride):
        row, column = divmod(first(cells(image, window, top, left)).index(1), window)
        found.append([top + row, left + column])
    return found


def passed_over(dy: Any, image: Any, window: int, stride: int) -> list[Any]:
    """The gradient where a cell that has won once is not asked again."""
    gradient = [[0] * len(image[0]) for _ in image]
    flat = [number for row in dy for number in row]
    left_over = [list(row) for row in image]
    for number, (top, left) in zip(flat, stops(image, window, stride), strict=True):
        found = cells(left_over, window, top, left)
        row, column = divmod(found.index(max(found)), window)
        gradient[top + row][left + column] += number
        left_over[top + row][left + column] = float("-inf")
    return gradient


def back(image: Any, window: int, stride: int) -> tuple[Any, ...]:
    """Arguments for an image: gradients in quarters, none of them 0, no two alike."""
    sizes = [output_size(size, window, stride) for size in (len(image), len(image[0]))]
    count = sizes[0] * sizes[1]
    numbers = _rng.choice([k for k in range(-2 * count, 3 * count + 1) if k], count, replace=False)
    return (numbers.reshape(sizes) / 4).tolist(), image, window, stride


EQUAL = [[2, 7, 4, 4, 0], [7, 1, 1, 4, 9], [5, 8, 8, 3, 9], [8, 5, 6, 8, 2]]
FLAT = [[-1, 3, 3, 0, 3], [3, 0, 3, 3, 1], [0, 3, -2, 3, 3], [3, 3, 3, 0, 2], [1, 3, 0, 3, 3]]
TIES = "two equally large numbers"

CODE["05-max-backward"] = {
    "solution": max_pool_backward,
    "answer": to_the_largest,
    "cases": (
        Case(([[1, 2]], BY_HAND[1:3], 2, 2)),
        Case(back(WIDE, 2, 2)),
        Case(([[1, 2], [3, 4]], BY_HAND, 2, 2), TIES),
        Case(back(EQUAL, 2, 2), TIES),
        Case(back(DEEP[:4], 2, 2), "images of negative numbers"),
        Case(back(TALL, 3, 2), OVERLAP),
        Case(back(FLAT, 3, 1), f"{OVERLAP} and {TIES}"),
        Case(back(picture(7, 9, 20), 2, 3), GAPS),
        Case(back(picture(3, 4, 6), 3, 2), "a single window"),
    ),
}


# ---- blur, then skip -----------------------------------------------------------------------------


def blur_pool(signal, stride):
    n = len(signal)
    mirrored = [signal[1], *signal, signal[-2]]
    blurred = []
    for i in range(n):
        blurred.append((mirrored[i] + 2 * mirrored[i + 1] + mirrored[i + 2]) / 4)
    return blurred[::stride]


def blurred_and_skipped(signal: Any, stride: int) -> Any:
    return F.blur_pool2d([[[signal] * 2]], stride=(2, stride)).ravel()


def ends(left: float, right: float, signal: Any, stride: int) -> Any:
    """The blur in which other numbers come out at the two ends."""
    whole = blurred_and_skipped(signal, 1).tolist()
    return [left, *whole[1:-1], right][::stride]


def inner(signal: Any) -> list[float]:
    """What is blurred without a border: two numbers less."""
    return blurred_and_skipped(signal, 1).tolist()[1:-1]


SOUND = [6, -2, 5, 9, 1, -4, 7, 3, 8, -5, 2]

CODE["05-blur-pool"] = {
    "solution": blur_pool,
    "answer": blurred_and_skipped,
    "cases": (
        Case(([4, 0, 8, 0], 1)),
        Case(([1, 5, 2, 7, -3, 4, 9], 2)),
        Case(([*SOUND, 10], 2), "an even length"),
        Case((SOUND, 3), "strides of more than 2"),
        Case((SOUND[::-1], 5), "strides of more than 2"),
        Case((SOUND[1:8], 4), "strides of more than 2"),
        Case(([3, -6, 0.5, 2.5, 7, 1, -8, 4, 11, 2], 3), "strides of more than 2"),
        Case(([7, 2, -9], 2), "short signals"),
        Case(([5, -3], 1), "short signals"),
    ),
}

# An exception is known by what its line indexes, and the solution is only one way to write that
# line. In the list of mistakes "however indexed" adds, as comments, how others write it.
FORMS = "# image[a][b] image[a+b][a+b] image[a*b][a*b] image[a*b+c][a*b+c] image[c[0]][c[1]]"
INDEXED = {
    "05-max-pool": (("⏎            for u", FORMS), ("⏎            row", FORMS)),
    "05-max-backward": (
        ("⏎                        row", FORMS),
        ("⏎    return", FORMS.replace("image", "out") + " dy[a][b]"),
    ),
}


def indexed(item: Item) -> Item:
    """An item with "however indexed" written out as edits of the lines before those named."""
    if not isinstance(item, CodeExercise):
        return item
    edits = [f" ;; {piece} => {forms}{piece}" for piece, forms in INDEXED.get(item.name, ())]
    return replace(item, mistakes=item.mistakes.replace(" ;; however indexed", "".join(edits)))


ITEMS = tuple(map(indexed, items(__file__, globals(), CODE)))
