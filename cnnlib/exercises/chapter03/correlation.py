"""The first exercise of chapter 3: correlation in two dimensions, and what goes wrong in it."""

import numpy as np

from cnnlib.exercises._kinds import Case, CodeExercise, Hint, Mistake
from cnnlib.functional import convolve2d, correlate2d

IMAGE = np.random.default_rng(3).integers(-4, 10, (9, 7)).tolist()
KERNEL = [[2, -1], [0, 3], [1, -2]]
SMALL = [[1, 2, 0, -1], [0, 1, 3, 2], [4, 0, 1, 5]]
SMALL_KERNEL = [[1, -1], [2, 0]]

CASES = (
    Case((SMALL, SMALL_KERNEL)),
    Case(([[2, 0, 1, 3], [-1, 4, 0, 1], [5, 1, 2, 0], [3, 1, -2, 6]], [[0, 1], [3, -2]])),
    Case((IMAGE, KERNEL), "kernels that are not square"),
    Case(([[1, 5, -2, 0, 3]], [[2, 0, -1]]), "kernels that are not square"),
    Case((SMALL, SMALL), "a kernel as large as the image"),
)


def _loops(image, kernel, sizes=None, tap=lambda kernel, u, v: kernel[u][v]):
    """Correlation as a student writes it; `sizes(H, W, kh, kw)` gives other stops and window."""
    height, width, rows, columns = len(image), len(image[0]), len(kernel), len(kernel[0])
    stops, window = (height - rows + 1, width - columns + 1), (rows, columns)
    if sizes:
        stops, window = sizes(height, width, rows, columns)
    return [
        [
            sum(
                image[i + u][j + v] * tap(kernel, u, v)
                for u in range(window[0])
                for v in range(window[1])
            )
            for j in range(stops[1])
        ]
        for i in range(stops[0])
    ]


def _sized(sizes):
    return lambda image, kernel: _loops(image, kernel, sizes)


def _forgot_plus_one(image, kernel):
    return np.array(correlate2d(image, kernel))[:-1, :-1]


def _over_the_edge(image, kernel):
    """A stop at every pixel; what lies beyond the last row or column counts as zero."""
    height, width = np.shape(image)
    return np.array(correlate2d(image, kernel, "full"))[-height:, -width:]


def _transposed_kernel(image, kernel):
    return _loops(image, kernel, tap=lambda kernel, u, v: kernel[v][u])


def _running_sum(image, kernel):
    y = correlate2d(image, kernel)
    return np.cumsum(y).reshape(y.shape)


def _running_sum_in_rows(image, kernel):
    return np.cumsum(correlate2d(image, kernel), axis=1)


def _last_kernel_row(image, kernel):
    return correlate2d(image[len(kernel) - 1 :], kernel[-1:])


def _last_product(image, kernel):
    image = np.array(image)[len(kernel) - 1 :, len(kernel[0]) - 1 :]
    return image * kernel[-1][-1]


def _window_stands_still(image, kernel):
    y = correlate2d(image, kernel)
    return np.full(y.shape, y[0, 0])


def _one_growing_row(image, kernel):
    y = correlate2d(image, kernel)
    return np.tile(y.ravel(), (len(y), 1))


def _row_at_every_stop(image, kernel):
    y = correlate2d(image, kernel)
    return np.repeat(y, y.shape[1], axis=0)


def _one_row_for_all(image, kernel):
    y = correlate2d(image, kernel)
    return np.tile(y[-1], (len(y), 1))


_NUMPY_INDEX = Hint(
    "TypeError",
    "not tuple",
    "An index with a comma is NumPy's. These are lists of rows: write `image[i][j]`.",
)

CORRELATE2D = CodeExercise(
    name="03-correlate2d",
    title="Correlation with four loops",
    level=1,
    kind="build",
    function="correlate2d",
    parameters=("image", "kernel"),
    answer=correlate2d,
    cases=CASES,
    mistakes=(
        Mistake(
            "These are the numbers of a convolution: you turned the kernel by 180°. Correlation "
            "lays it down as it is.",
            convolve2d,
        ),
        Mistake(
            "One row and one column are missing: there are H − kh + 1 stops, you forgot the + 1.",
            _forgot_plus_one,
        ),
        Mistake(
            "Does the window hang over the edge of the image? Its corner stops only at the first "
            "H − kh + 1 rows and W − kw + 1 columns.",
            _sized(lambda h, w, kh, kw: ((h, w), (kh, kw))),
        ),
        Mistake(
            "The kernel is read as `kernel[v][u]`, columns before rows: that is its transpose.",
            _transposed_kernel,
        ),
        Mistake(
            "The sum is never set back to 0: it runs on from one stop to the next. Set it to 0 "
            "inside the loop over j.",
            _running_sum,
        ),
        Mistake(
            "The sum is set back to 0 for each row only, and runs on from stop to stop within it. "
            "Set it to 0 inside the loop over j.",
            _running_sum_in_rows,
        ),
        Mistake(
            "Only the last row of the kernel counts: the sum is set back to 0 inside the loop over "
            "u. Set it to 0 before that loop.",
            _last_kernel_row,
        ),
        Mistake(
            "Only the last product counts: did you write `=` for `+=`, or set the sum back to 0 "
            "inside the loop over v?",
            _last_product,
        ),
        Mistake(
            "The window never moves: `image[u][v]` is always the upper left corner. Take "
            "`image[i + u][j + v]`.",
            _window_stands_still,
        ),
        Mistake(
            "You read further than the rows or columns go: the loop over i counts stops downward "
            "(height), the loop over j stops to the right (width). Yours are exchanged.",
            _sized(lambda h, w, kh, kw: ((w - kw + 1, h - kh + 1), (kh, kw))),
        ),
        Mistake(
            "The loop over u runs over the kernel's rows, `len(kernel)`, the loop over v over its "
            "columns, `len(kernel[0])`. Yours are exchanged.",
            _sized(lambda h, w, kh, kw: ((h - kh + 1, w - kw + 1), (kw, kh))),
        ),
        Mistake(
            "There are H − kh + 1 stops downward and W − kw + 1 to the right. You subtracted the "
            "kernel's width from the height.",
            _sized(lambda h, w, kh, kw: ((h - kw + 1, w - kh + 1), (kh, kw))),
        ),
        Mistake(
            "You took `len(image)` for the width too. An image need not be square: its width is "
            "`len(image[0])`.",
            _sized(lambda h, _w, kh, kw: ((h - kh + 1, h - kw + 1), (kh, kw))),
        ),
        Mistake(
            "You took `len(kernel)` for the width too. A kernel need not be square: its width is "
            "`len(kernel[0])`.",
            _sized(lambda h, w, kh, _kw: ((h - kh + 1, w - kh + 1), (kh, kh))),
        ),
        Mistake(
            "All numbers stand in one list. Begin a new row inside the loop over i, and append the "
            "finished row to the result.",
            lambda image, kernel: np.ravel(correlate2d(image, kernel)),
        ),
        Mistake(
            "The row is never emptied: it goes on growing, and is appended again and again. Begin "
            "with `row = []` inside the loop over i.",
            _one_growing_row,
        ),
        Mistake(
            "Every row is appended once for each of its numbers. Append it after the loop over j, "
            "not inside it.",
            _row_at_every_stop,
        ),
        Mistake(
            "Only the first row came out. Does the `return` stand too far to the right, inside the "
            "loop over i?",
            lambda image, kernel: correlate2d(image, kernel)[:1],
        ),
        Mistake(
            "All rows of your result are one and the same list: `[[0] * w] * h` repeats a list, "
            "it does not copy it. Make a new row inside the loop.",
            _one_row_for_all,
        ),
        Mistake(
            "You let the kernel hang over the lower and right edges of the image. Only places "
            "where it fits wholly into the image count here.",
            _over_the_edge,
        ),
        Mistake(
            "Your result is as large as the image: the kernel hangs over all its edges, which is "
            "the mode `same`. Only places where it fits wholly count here.",
            lambda image, kernel: correlate2d(image, kernel, "same"),
        ),
        Mistake(
            "You took the mean over the window. A correlation adds up and does not divide.",
            lambda image, kernel: correlate2d(image, kernel) / np.size(kernel),
        ),
    ),
    hints=(_NUMPY_INDEX,),
    closing="This is, with more channels, all that a convolution layer computes.",
)
