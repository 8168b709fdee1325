"""Chapter 1: what its questions and exercises compute. Their words stand in ``chapter01.md``."""

from itertools import product
from typing import Any

import numpy as np

from cnnlib import functional as F  # noqa: N812
from cnnlib.arithmetic import Conv, Dense, count_parameters
from cnnlib.exercises._code import Case
from cnnlib.exercises._kinds import Task
from cnnlib.exercises._text import items

TITLE = "Local connectivity"
PAGE = "chapters/local-connectivity"
TASKS = (  # what the chapter's figures ask for, in its order
    Task("01-cell", "The cell of a line"),
    Task("01-nine", "Two layers with nine free numbers"),
)
CODE: dict[str, dict[str, Any]] = {}  # the code exercises by name, less their words

# From 28×28×1 to 26×26×32: every output reads every pixel, or a window, or all share one kernel.
PLACES, OUTPUTS = 26 * 26, 26 * 26 * 32
dense = count_parameters([Dense(OUTPUTS)], (28 * 28,))
local = count_parameters([Conv(32, 3, shared=False)], (1, 28, 28))
shared = count_parameters([Conv(32, 3)], (1, 28, 28))

# One second of sound, and an output for each of its samples.
SAMPLES, LONG = 16_000, 400
ENDS = ((LONG // 2, LONG // 2 - 1),)
sound_dense = count_parameters([Dense(SAMPLES)], (SAMPLES,))
sound_local = count_parameters([Conv(1, LONG, padding=ENDS, shared=False)], (1, SAMPLES))
sound_shared = count_parameters([Conv(1, LONG, padding=ENDS)], (1, SAMPLES))


# ---- which output is joined to which pixel -------------------------------------------------------


def local_mask(height, width, window):
    mask = []
    for i in range(height - window + 1):
        for j in range(width - window + 1):
            row = [0] * (height * width)
            for u in range(window):
                for v in range(window):
                    row[(i + u) * width + j + v] = 1
            mask.append(row)
    return mask


def connections(height: int, width: int, window: int) -> Any:
    return F.conv_matrix(np.ones((window, window)), (height, width)).astype(int)


def around(height: int, width: int, window: int) -> Any:
    """An output for every pixel; what hangs over the edge of the picture is cut off."""
    before = (window - 1) // 2
    mask = np.zeros((height * width, height * width), int)
    for i, j, u, v in product(range(height), range(width), range(window), range(window)):
        r, c = i + u - before, j + v - before
        if 0 <= r < height and 0 <= c < width:
            mask[i * width + j, r * width + c] = 1
    return mask


def corner_first(height: int, width: int, window: int) -> Any:
    """An output for every pixel, its window below and to the right, as far as there is picture."""
    mask = np.zeros((height * width, height * width), int)
    for i, j, u, v in product(range(height), range(width), range(window), range(window)):
        if i + u < height and j + v < width:
            mask[i * width + j, (i + u) * width + j + v] = 1
    return mask


def down_first(height: int, width: int, window: int) -> Any:
    """The outputs are counted down the columns."""
    ours = connections(height, width, window)
    return ours.reshape(height - window + 1, -1, ours.shape[1]).swapaxes(0, 1).reshape(ours.shape)


def over_the_end(height: int, width: int, window: int) -> Any:
    """A window begins at every pixel behind which there is room, and runs on into the next row."""
    offsets = [u * width + v for u in range(window) for v in range(window)]
    places = range(height * width - offsets[-1])
    return [[int(pixel - place in offsets) for pixel in range(height * width)] for place in places]


def filed(height: int, width: int, window: int, place: Any) -> Any:
    """The rows of the outputs, each written where `place` says for its row and column."""
    mask = np.zeros(connections(height, width, window).shape, int).tolist()
    places = np.ndindex(height - window + 1, width - window + 1)
    for (i, j), row in zip(places, local_mask(height, width, window), strict=True):
        mask[place(i, j)] = [max(pair) for pair in zip(mask[place(i, j)], row, strict=True)]
    return mask


CODE["01-local-mask"] = {
    "solution": local_mask,
    "answer": connections,
    "cases": (
        Case((3, 3, 2)),
        Case((4, 4, 3)),
        Case((4, 6, 3), "pictures that are not square"),
        Case((6, 4, 3), "pictures that are not square"),
        Case((3, 3, 1), "windows of a single pixel"),
        Case((3, 4, 3), "pictures that are not square"),
    ),
}


# ---- a kernel for every place --------------------------------------------------------------------


def local_layer(image, kernels):
    output = []
    for i in range(len(kernels)):
        row = []
        for j in range(len(kernels[0])):
            kernel = kernels[i][j]
            total = 0
            for u in range(len(kernel)):
                for v in range(len(kernel[0])):
                    total += image[i + u][j + v] * kernel[u][v]
            row.append(total)
        output.append(row)
    return output


def unshared(image: Any, kernels: Any) -> Any:
    return F.local2d([[image]], np.array(kernels)[:, :, None, None])[0, 0]


def turned(table: Any) -> Any:
    return [row[::-1] for row in table[::-1]]


def transposed(table: Any) -> Any:
    return [list(column) for column in zip(*table, strict=True)]


def each(change: Any, kernels: Any) -> Any:
    """Every kernel changed in the same way, each at its place."""
    return [[change(kernel) for kernel in row] for row in kernels]


def mean_kernel(kernels: Any) -> Any:
    """The layer with one kernel at all places: the mean of all."""
    mean = np.mean(kernels, (0, 1)).tolist()
    return [[mean for _ in row] for row in kernels]


def all_kernels(image: Any, kernels: Any) -> Any:
    """Every kernel lies on every place."""
    rows, columns = len(kernels), len(kernels[0])
    total = np.sum(kernels, (0, 1)).tolist()
    return local_layer(image, [[total] * columns] * rows)


def products(image: Any, kernels: Any) -> Any:
    """What is multiplied at each place, not yet added up."""
    windows = np.lib.stride_tricks.sliding_window_view(image, np.shape(kernels)[2:])
    return (windows * np.array(kernels)).tolist()


def scattered(image: Any, kernels: Any, corner: bool) -> Any:
    """The products added at the places of their pixels, or of the pixels below the kernels."""
    output = np.zeros(np.shape(image))
    for i, j, u, v in np.ndindex(np.shape(kernels)):
        pixel = image[i][j] if corner else image[i + u][j + v]
        output[i + u, j + v] += pixel * kernels[i][j][u][v]
    return output


_rng = np.random.default_rng(1)


def kernels_for(rows: int, columns: int, height: int, width: int) -> Any:
    """Quarters, which are exact, and no two alike."""
    count = rows * columns * height * width
    numbers = _rng.permutation(np.arange(-count, count))[:count] / 4
    return numbers.reshape(rows, columns, height, width).tolist()


SMALL = [[1, 2, 0, -1], [0, 1, 3, 2], [4, 0, 1, 5]]
SQUARE = [[2, 0, 1, 3], [-1, 4, 0, 1], [5, 1, 2, 0], [3, 1, -2, 6]]
LARGE = (_rng.integers(-16, 40, (5, 7)) / 4).tolist()

CODE["01-local-layer"] = {
    "solution": local_layer,
    "answer": unshared,
    "cases": (
        Case(([[1, 2, 3], [4, 5, 6], [7, 8, 9]], kernels_for(2, 2, 2, 2))),
        Case((SMALL, kernels_for(2, 3, 2, 2))),
        Case((SQUARE, kernels_for(2, 2, 3, 3))),
        Case((LARGE, kernels_for(3, 6, 3, 2)), "windows that are not square"),
        Case((transposed(SMALL), kernels_for(4, 1, 1, 3)), "windows of a single row"),
        Case(([[1, 5, -2, 0.5]], kernels_for(1, 4, 1, 1)), "windows of a single pixel"),
        Case((SMALL, kernels_for(1, 1, 3, 4)), "windows as large as the image"),
    ),
}

ITEMS = items(__file__, globals(), CODE)
