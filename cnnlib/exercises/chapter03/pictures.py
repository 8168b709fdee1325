"""The exercises of chapter 3 in two dimensions: correlation, convolution, gradients."""

import numpy as np

from cnnlib.exercises._kinds import Case, CodeExercise, Hint, Mistake
from cnnlib.functional import convolve2d, correlate2d, correlate2d_backward

_rng = np.random.default_rng(3)
_IMAGE = _rng.integers(-4, 10, (9, 7)).tolist()
_KERNEL = [[2, -1], [0, 3], [1, -2]]
_SMALL = [[1, 2, 0, -1], [0, 1, 3, 2], [4, 0, 1, 5]]
_SMALL_KERNEL = [[1, -1], [2, 0]]

_CASES = (
    Case((_SMALL, _SMALL_KERNEL)),
    Case(([[2, 0, 1, 3], [-1, 4, 0, 1], [5, 1, 2, 0], [3, 1, -2, 6]], [[0, 1], [3, -2]])),
    Case((_IMAGE, _KERNEL), "kernels that are not square"),
    Case(([[1, 5, -2, 0, 3]], [[2, 0, -1]]), "kernels that are not square"),
    Case((_SMALL, _SMALL), "a kernel as large as the image"),
)


def _loops(image, kernel, product, stops=None, window=None):
    """Correlation as a student writes it: `product(i, j, u, v)`, summed over the window (u, v).

    `stops` and `window` are the heights and widths of the loops, if they are not the right ones.
    """
    kernel_height, kernel_width = window or (len(kernel), len(kernel[0]))
    height, width = stops or (len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1)
    return [
        [
            sum(product(i, j, u, v) for u in range(kernel_height) for v in range(kernel_width))
            for j in range(width)
        ]
        for i in range(height)
    ]


def _forgot_plus_one(image, kernel):
    return np.array(correlate2d(image, kernel))[:-1, :-1]


def _over_the_edge(image, kernel):
    return _loops(
        image,
        kernel,
        lambda i, j, u, v: image[i + u][j + v] * kernel[u][v],
        stops=(len(image), len(image[0])),
    )


def _axes_swapped_of(what):
    """Height and width taken for each other, in the stops or in the kernel's own loops."""

    def mistake(image, kernel):
        down, across = len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1
        return _loops(
            image,
            kernel,
            lambda i, j, u, v: image[i + u][j + v] * kernel[u][v],
            stops=(across, down) if what == "stops" else (down, across),
            window=(len(kernel[0]), len(kernel)) if what == "kernel" else None,
        )

    return mistake


def _square_image(image, kernel):
    size = len(image) - len(kernel) + 1
    return _loops(
        image,
        kernel,
        lambda i, j, u, v: image[i + u][j + v] * kernel[u][v],
        stops=(size, len(image) - len(kernel[0]) + 1),
    )


def _square_kernel(image, kernel):
    size = len(kernel)
    return _loops(
        image,
        kernel,
        lambda i, j, u, v: image[i + u][j + v] * kernel[u][v],
        stops=(len(image) - size + 1, len(image[0]) - size + 1),
        window=(size, size),
    )


def _transposed_kernel(image, kernel):
    return _loops(image, kernel, lambda i, j, u, v: image[i + u][j + v] * kernel[v][u])


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
    cases=_CASES,
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
            _over_the_edge,
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
            _axes_swapped_of("stops"),
        ),
        Mistake(
            "The loop over u runs over the kernel's rows, `len(kernel)`, the loop over v over its "
            "columns, `len(kernel[0])`. Yours are exchanged.",
            _axes_swapped_of("kernel"),
        ),
        Mistake(
            "You took `len(image)` for the width too. An image need not be square: its width is "
            "`len(image[0])`.",
            _square_image,
        ),
        Mistake(
            "You took `len(kernel)` for the width too. A kernel need not be square: its width is "
            "`len(kernel[0])`.",
            _square_kernel,
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
            "You took the mean over the window. A correlation adds up and does not divide.",
            lambda image, kernel: correlate2d(image, kernel) / np.size(kernel),
        ),
    ),
    hints=(_NUMPY_INDEX,),
    closing="This is, with more channels, all that a convolution layer computes.",
)


def _flip_rows(kernel):
    return np.array(kernel)[::-1]


def _flip_columns(kernel):
    return np.array(kernel)[:, ::-1]


CONVOLVE2D = CodeExercise(
    name="03-convolve2d",
    title="Convolution from correlation",
    level=2,
    kind="build",
    function="convolve2d",
    parameters=("image", "kernel"),
    answer=convolve2d,
    cases=(
        *_CASES[:3],
        Case((_IMAGE, [[2, 0, -1]]), "kernels with a single row"),
        Case((_IMAGE, [[2], [0], [-1]]), "kernels with a single column"),
    ),
    mistakes=(
        Mistake(
            "The kernel is not flipped: this is the correlation.",
            correlate2d,
        ),
        Mistake(
            "You reversed the order of the rows only. The columns must be reversed too.",
            lambda image, kernel: correlate2d(image, _flip_rows(kernel)),
        ),
        Mistake(
            "You reversed each row, but not the order of the rows. Both must be reversed.",
            lambda image, kernel: correlate2d(image, _flip_columns(kernel)),
        ),
        Mistake(
            "You transposed the kernel. A turn by 180° reverses both axes and swaps nothing.",
            lambda image, kernel: correlate2d(image, np.transpose(kernel)),
        ),
        Mistake(
            "You turned the kernel by 90°. Two such turns are needed.",
            lambda image, kernel: correlate2d(image, np.rot90(kernel)),
        ),
        Mistake(
            "You turned the kernel by 90°, clockwise. Two such turns are needed.",
            lambda image, kernel: correlate2d(image, np.rot90(kernel, -1)),
        ),
        Mistake(
            "You turned the output instead of the kernel. The kernel is turned first, then slid.",
            lambda image, kernel: np.flip(correlate2d(image, kernel)),
        ),
        Mistake(
            "You turned the image instead of the kernel: every window lies at the opposite end.",
            lambda image, kernel: correlate2d(np.flip(image), kernel),
        ),
    ),
    hints=(
        Hint(
            "TypeError",
            "not tuple",
            "A slice with a comma, as in `kernel[::-1, ::-1]`, is NumPy's. With lists: reverse the "
            "order of the rows, then each row.",
        ),
        Hint(
            "NameError",
            "'correlate2d'",
            "Copy your `correlate2d` in, above this function: each editor runs alone.",
        ),
    ),
    closing="The two operations differ by the turn, and by nothing else.",
)


def _with(turned):
    """Both gradients, with `turned` of the kernel where its turn by 180° belongs."""
    return lambda dy, image, kernel: (
        correlate2d(dy, turned(kernel), "full"),
        correlate2d(image, dy),
    )


def _averaged(dy, image, kernel):
    dimage, dkernel = correlate2d_backward(dy, image, kernel)
    return dimage / np.size(dy), dkernel / np.size(dy)


def _turned_gradient(dy, image, kernel):
    dimage, dkernel = correlate2d_backward(dy, image, kernel)
    return dimage, np.flip(dkernel)


_OUTPUT_GRADIENT = _rng.integers(-3, 4, (7, 6)).astype(float).tolist()

GRADIENTS = CodeExercise(
    name="03-gradients",
    title="The way back",
    level=3,
    kind="build",
    function="correlate2d_backward",
    parameters=("dy", "image", "kernel"),
    returns=("dimage", "dkernel"),
    answer=correlate2d_backward,
    cases=(
        Case(([[1, 0, -2], [-1, 2, 3]], _SMALL, _SMALL_KERNEL)),
        Case((_OUTPUT_GRADIENT, _IMAGE, _KERNEL), "kernels that are not square"),
        Case(([[1, -1, 2]], [[1, 5, -2, 0, 3]], [[2, 0, -1]]), "kernels that are not square"),
    ),
    mistakes=(
        Mistake(
            "The shape is right, the values are not: on the way back to the image the kernel must "
            "be turned by 180°.",
            _with(np.array),
        ),
        Mistake(
            "On the way back you reversed only the rows of the kernel. It is turned by 180°: "
            "reverse its columns too.",
            _with(_flip_rows),
        ),
        Mistake(
            "On the way back you reversed only the columns of the kernel. It is turned by 180°: "
            "reverse its rows too.",
            _with(_flip_columns),
        ),
        Mistake(
            "On the way back you transposed the kernel. It is turned by 180°: both axes reversed, "
            "none swapped.",
            _with(np.transpose),
        ),
        Mistake(
            "You divided by the number of outputs. A gradient adds up what comes from every "
            "output; a mean belongs into the loss.",
            _averaged,
        ),
        Mistake(
            "`dimage` is right. You turned `dkernel`: a correlation layer's kernel was never "
            "turned, so its gradient is not either.",
            _turned_gradient,
        ),
        Mistake(
            "These are the right gradients in the wrong order: `dimage` comes first.",
            lambda dy, image, kernel: correlate2d_backward(dy, image, kernel)[::-1],
        ),
    ),
    closing="Forward a correlation, backward a convolution: the flip returns by the back door.",
    where="notebook",
)
