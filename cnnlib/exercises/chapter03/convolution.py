"""The exercises of chapter 3 that turn a kernel: convolution, and the gradients of a layer."""

import numpy as np

from cnnlib.exercises._kinds import Case, CodeExercise, Hint, Mistake
from cnnlib.exercises.chapter03.correlation import CASES, IMAGE, KERNEL, SMALL, SMALL_KERNEL
from cnnlib.functional import convolve2d, correlate2d, correlate2d_backward


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
        *CASES[:3],
        Case((IMAGE, [[2, 0, -1]]), "kernels with a single row"),
        Case((IMAGE, [[2], [0], [-1]]), "kernels with a single column"),
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


_OUTPUT_GRADIENT = np.random.default_rng(4).integers(-3, 4, (7, 6)).astype(float).tolist()

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
        Case(([[1, 0, -2], [-1, 2, 3]], SMALL, SMALL_KERNEL)),
        Case((_OUTPUT_GRADIENT, IMAGE, KERNEL), "kernels that are not square"),
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
