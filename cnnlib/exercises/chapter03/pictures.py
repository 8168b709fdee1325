"""The exercises of chapter 3 in two dimensions: correlation, convolution, gradients."""

import numpy as np

from cnnlib.exercises._kinds import Case, CodeExercise, Mistake
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


def _loops(image, kernel, tap, rows=None, columns=None):
    """Correlation as a student writes it, with `tap(i, j, u, v)` for the product at one tap."""
    height = len(image) - len(kernel) + 1 if rows is None else rows
    width = len(image[0]) - len(kernel[0]) + 1 if columns is None else columns
    return [
        [
            sum(tap(i, j, u, v) for u in range(len(kernel)) for v in range(len(kernel[0])))
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
        rows=len(image),
        columns=len(image[0]),
    )


def _transposed_kernel(image, kernel):
    return _loops(image, kernel, lambda i, j, u, v: image[i + u][j + v] * kernel[v][u])


def _running_sum(image, kernel):
    y = correlate2d(image, kernel)
    return np.cumsum(y).reshape(y.shape)


def _one_row_for_all(image, kernel):
    y = correlate2d(image, kernel)
    return np.tile(y[-1], (len(y), 1))


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
            "The sum is never set back to 0: it runs on from one stop to the next.", _running_sum
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
