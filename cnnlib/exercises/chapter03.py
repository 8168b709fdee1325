"""Chapter 3: what its questions and exercises compute. Their words stand in ``chapter03.md``."""

from typing import Any

import numpy as np

from cnnlib import functional as F  # noqa: N812
from cnnlib.exercises._code import Case
from cnnlib.exercises._kinds import Task
from cnnlib.exercises._text import items

TITLE = "Convolution and correlation"
PAGE = "chapters/convolution-and-correlation"
TASKS = (  # what the chapter's figures ask for, in its order
    Task("03-unturned", "The number that no turn changes"),
    Task("03-silence", "Silence after the first clap"),
    Task("03-up-and-left", "A kernel that moves the picture"),
    Task("03-one-bar", "One bar that makes 0 a 2"),
    Task("03-between", "Outputs between the numbers"),
    Task("03-last-weight", "A pixel under the last weight"),
)
CODE: dict[str, dict[str, Any]] = {}  # the code exercises by name, less their words

# x = i² for i = 0 … 6; the middle stop of the kernel is i = 3.
rise = F.correlate1d(np.arange(7.0) ** 2, [-1, 0, 1])[2]
turned_rise = F.convolve1d(np.arange(7.0) ** 2, [-1, 0, 1])[2]
strokes = ["100001", "010010", "001100", "100010", "010010", "001010"]
first_row = F.correlate2d([[int(x) for x in row] for row in strokes], 2 * np.eye(3) - 1)[0]
heard = F.convolve1d([3, 1, 2], [1, 1 / 2, 1 / 4], "full")
heard_first = F.correlate1d([3, 1, 2], [1, 1 / 2, 1 / 4], "full").tolist()
composed = F.convolve1d([1, 2, -1], [3, 1], "full").tolist()
slid_as_it_is = F.correlate1d([1, 2, -1], [3, 1], "full").tolist()

_rng = np.random.default_rng(3)
IMAGE = (_rng.integers(-16, 40, (9, 7)) / 4).tolist()
KERNEL = [[2, -1], [0.5, 3], [2, -1], [-2.25, -2.25]]
SMALL, SMALL_KERNEL = [[1, 2, 0, -1], [0, 1, 3, 2], [4, 0, 1, 5]], [[1, -1], [2, 0]]
SQUARE = [[2, 0, 1, 3], [-1, 4, 0, 1], [5, 1, 2, 0], [3, 1, -2, 6]]
ROW, TALL = [[1, 5, -2, 0.5, 3, 0]], [[2.5, 0, -1], [1, 3, 0], [0, -2, 4], [1, 1, 0], [2, 0, 7]]
PICTURES = (
    Case((SMALL, SMALL_KERNEL)),
    Case((SQUARE[1:], [[0, 1], [3, -2]])),
    Case((SQUARE, [[0, 1, -1], [3, -2, 0], [1, 1, 5]])),
    Case((IMAGE, KERNEL), "kernels that are not square"),
    Case((ROW, [[2, 0, -1, 1]]), "kernels with a single row"),
    Case((TALL, [[2], [0], [-1.5]]), "kernels with a single column"),
)


def transposed(rows: Any) -> Any:
    return [list(column) for column in zip(*rows, strict=True)]


def correlate2d(image, kernel):
    kernel_height, kernel_width = len(kernel), len(kernel[0])
    output = []
    for i in range(len(image) - kernel_height + 1):
        row = []
        for j in range(len(image[0]) - kernel_width + 1):
            total = 0
            for u in range(kernel_height):
                for v in range(kernel_width):
                    total += image[i + u][j + v] * kernel[u][v]
            row.append(total)
        output.append(row)
    return output


CODE["03-correlate2d"] = {
    "solution": correlate2d,
    "answer": F.correlate2d,
    "cases": (
        *PICTURES,
        Case((SMALL, SMALL), "a kernel as large as the image"),
        Case((SMALL, [[-2.5]]), "a kernel of a single number"),
    ),
}


def convolve2d(image, kernel):
    turned = [row[::-1] for row in kernel[::-1]]
    return correlate2d(image, turned)


CODE["03-convolve2d"] = {
    "solution": convolve2d,
    "helpers": (correlate2d,),
    "answer": F.convolve2d,
    "cases": PICTURES,
}


def echo(sound, kernel):
    heard = [0] * (len(sound) + len(kernel) - 1)
    for j, loudness in enumerate(kernel):
        for i, value in enumerate(sound):
            heard[i + j] += loudness * value
    return heard


def echo_of(sound: Any, kernel: Any) -> Any:
    return F.convolve1d(sound, kernel, "full")


def echoing_on(sound: Any, kernel: Any) -> Any:
    heard = [*sound, *[0] * (len(kernel) - 1)]
    for i in range(len(heard)):
        for j in range(1, min(len(kernel), len(heard) - i)):
            heard[i + j] += kernel[j] * heard[i]
    return heard


CODE["03-echo"] = {
    "solution": echo,
    "answer": echo_of,
    "cases": (
        Case(([1, 2, 0, 4], [1, 0.5, 0.25])),
        Case(([3, -1, 0, 0, 2, 2, -4, 0], [0.75, 0, 0.5, 0.5])),
        Case(([2, -3], [1, 0.5, 0.25, 0.125, 0]), "echoes longer than the sound"),
        Case(([0.3, -2, 7.5, -2], [0, 0, -1.5, 2.6]), "echoes that begin with silence"),
        Case(([7], [0.5]), "a single number"),
    ),
}


def find_kernel(sound, heard):
    """It is long division: take the first number, subtract the copy it explains, go on with the
    rest."""
    left = list(heard)
    kernel = []
    for j in range(len(heard) - len(sound) + 1):
        loudness = left[j] / sound[0]
        kernel.append(loudness)
        for i, value in enumerate(sound):
            left[i + j] -= loudness * value
    return kernel


def deconvolve(sound: Any, heard: Any) -> Any:
    copies = [echo_of(sound, row) for row in np.eye(len(heard) - len(sound) + 1)]
    return np.linalg.lstsq(np.transpose(copies), np.array(heard))[0].round(12) + 0.0


def room(sound: Any, kernel: Any, about: str = "") -> Case:
    return Case((sound, echo_of(sound, kernel).tolist()), about)


CODE["03-find-kernel"] = {
    "solution": find_kernel,
    "answer": deconvolve,
    "cases": (
        room([1, 2, 0, 4], [1, 0.5, 0.25]),
        room([1, -1, 3], [1, 0, -0.5, 0.25, 2]),
        room([2, 1, -3], [1, 0.5, 0.25, -1, 0.4, 0.75], "sounds that do not start with 1"),
        room(
            [-4, 2, 1, 3, 5, 0], [0.5, 2.3, 0.375, 1.25, -0.625], "sounds that do not start with 1"
        ),
        room([1, 0.5, -1], [0, 0, 3, 0.7, 0], "kernels with zeros at their ends"),
        room([1], [0.5, -1, 0.25], "a sound of a single number"),
        room([1, -1, 1, 3], [0.75], "a kernel of a single number"),
    ),
}


def counterexample():
    """One order gives 4, 11, 6, the other 6, 11, 4: swapping the operands turns the result around.
    Whenever the result reads differently from back to front, you have a counterexample."""
    return [1, 2], [3, 4]


def verify(answer):
    """What keeps two lists from being a counterexample; "" if they are one."""
    if not isinstance(answer, list) or len(answer) != 2:
        return "Return two lists of numbers, in the form of `return [1, 2, 1], [3]`."
    for part in answer:
        if not isinstance(part, list):
            return "Each of the two has to be a list of numbers, such as `[2]`."
        if not part:
            return "Return two lists of numbers, neither of them empty."
        if not all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in part):
            return "Your lists must hold numbers and nothing else."
        if not all(abs(x) < 1e100 for x in part):
            return "Your numbers are too large to be multiplied and compared: take smaller ones."
        if len(part) > 100:
            return "Shorter lists will do: at most 100 numbers each."

    def wide(signal, kernel):
        m = len(kernel)
        padded = [0] * (m - 1) + signal + [0] * (m - 1)
        stops = range(len(padded) - m + 1)
        return [sum(padded[i + j] * kernel[j] for j in range(m)) for i in stops]

    a, b = answer
    first, second = wide(a, b), wide(b, a)
    largest = max(abs(x) for x in a) * max(abs(x) for x in b)
    if any(abs(x - y) > 1e-9 * largest for x, y in zip(first, second, strict=True)):
        return ""
    if not any(a) or not any(b):
        return "With nothing but zeros, both orders give zeros. Put in other numbers."
    if a == b:
        return "A list with itself: swapping them changes nothing. Take two different lists."
    if len(a) == len(b) == 1:
        return "With one number each, only one product comes out, in both orders. Add numbers."
    if a == a[::-1] and b == b[::-1]:
        return (
            "Both lists read the same from back to front, so there is nothing to turn: both orders "
            "agree. Change one end."
        )
    return (
        "Both orders give the same here: the result reads the same from back to front. (One list "
        "may be a multiple of the other, or each the same from the back but for its sign.) Try "
        "lists with less in common."
    )


CODE["03-counterexample"] = {"solution": counterexample, "verify": verify}


def correlate2d_backward(dy, image, kernel):
    from cnnlib.functional import convolve2d, correlate2d

    dimage = convolve2d(dy, kernel, mode="full")  # = full correlation with the turned kernel
    dkernel = correlate2d(image, dy)
    return dimage, dkernel


def overwritten2d(dy: Any, image: Any, kernel: Any) -> Any:
    """The gradient of the image with what later outputs send written over what earlier ones did."""
    dimage = np.zeros_like(image)
    for i, j in np.ndindex(dy.shape):
        dimage[i : i + kernel.shape[0], j : j + kernel.shape[1]] = dy[i, j] * kernel
    return dimage


CODE["03-gradients"] = {
    "solution": correlate2d_backward,
    "answer": F.correlate2d_backward,
    "returns": ("dimage", "dkernel"),
    "where": "notebook",
    "cases": (
        Case(([[1, 0, -2], [-1, 2, 3.5]], SMALL, SMALL_KERNEL)),
        Case(
            ((_rng.integers(-12, 13, (6, 6)) / 4).tolist(), IMAGE, KERNEL),
            "kernels that are not square",
        ),
        Case(([[1, -1, 2]], [[1, 5, -2, 0, 3]], [[2, 0, -1]]), "kernels with a single row"),
        Case(([[-2.5]], SMALL, [[2, 0, 1, 3], [1, 1, 0, 4], [5, 2, 7, -1]]), "a single output"),
    ),
}


def delay(left, right):
    n = len(left)

    def agreement(steps):
        return sum(left[i] * right[i + steps] for i in range(n) if 0 <= i + steps < n)

    return max(range(-n + 1, n), key=agreement)


def lag(left: Any, right: Any) -> int:
    return int(np.argmax(F.correlate1d(right, left, "full"))) - (len(left) - 1)


CLAP, CLAPS = [0, 0, 5, -3, 2, 1, 0, 0, 0, 0], [0, 0, 5, -3, 4, 1, 0, 0, 0, 0]
HISS = [1, 0, -2, 6, 1, -4, 2, 0, 1, -1, 0, 0]
BANG, HUM = [0, 6, -5, 4, -2, *[0] * 11], [-1, 1, -6, 2, 3, 0, *[0] * 8]


def moved(sound: Any, steps: int, loudness: float = 1.0) -> list[float]:
    """`sound`, `steps` later (earlier, if negative), with silence where nothing is."""
    n = len(sound)
    return [sound[i - steps] * loudness if 0 <= i - steps < n else 0.0 for i in range(n)]


def with_echo(sound: Any, steps: int, loudness: float = -0.25, later: int = 2) -> Any:
    """`sound` after `steps`, and once more, `later`, from a wall: upside down if negative."""
    return np.add(moved(sound, steps), moved(sound, steps + later, loudness)).tolist()


def with_noise(*recordings: Any) -> Any:
    """The recordings, each with a noise of its own: sixteenths, which are exact."""
    rng = np.random.default_rng(0)
    return tuple(np.add(x, rng.integers(-24, 25, len(x)) / 16).tolist() for x in recordings)


CODE["03-microphones"] = {
    "solution": delay,
    "answer": lag,
    "cases": (
        Case((CLAP, moved(CLAP, 3, 0.5))),
        Case((HISS, with_echo(HISS, 2))),
        Case((moved(HISS, 2), HISS), "sounds that reach the right microphone first"),
        Case((CLAP, moved(CLAP, 0, 2.0)), "sounds from the middle"),
        Case((CLAPS, with_echo(CLAPS, 1, 0.5)), "an echo that makes another number the loudest"),
        Case((HISS, with_echo(HISS, 1, -1.5, 4)), "a louder echo that is upside down"),
        Case((BANG, moved(BANG, 11, 0.25)), "delays of more than half the recording"),
        Case((moved(BANG, 9), BANG), "delays of more than half the recording"),
        Case((HUM, moved(HUM, 1, 3.0)), "sounds that begin at once"),
        Case(with_noise(moved(CLAP, 3), CLAP), "recordings with noise"),
        Case(with_noise(BANG, moved(BANG, 4)), "recordings with noise"),
        Case(([*BANG[:-1], 4], [3, *moved(BANG, 4)[1:]]), "another noise where a recording ends"),
        Case(([3, -4, -1, 1, 2, 0, -2, 0], [-1, -2, 2, -2, 1, -2, -2, 1]), "recordings with noise"),
        Case((moved(CLAP, 0, 0.02), moved(CLAP, 2, 0.02)), "quiet recordings"),
        Case(([0.5, 0.75, 0.25, 1, 1], [0.25, 1, 1, 0, 0.25]), "sounds without negative numbers"),
        Case(([-1, 0, 0, 4, 5, 0], [0, 0, 0, 0, 0, -1]), "delays of n − 1"),
        Case(([0, -3, -2, 5, -1, 8], [4, -1, -2, -1, 0, 2]), "delays of n − 1"),
    ),
}

ITEMS = items(__file__, globals(), CODE)
