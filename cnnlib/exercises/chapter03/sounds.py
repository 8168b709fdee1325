"""The exercises of chapter 3 in one dimension: echoes, and what can be heard from them."""

import numpy as np

from cnnlib.exercises._kinds import Case, CodeExercise, Mistake
from cnnlib.functional import convolve1d, correlate1d

_DECAY = [1, 0.5, 0.25]


def _full_convolution(sound, kernel):
    return convolve1d(sound, kernel, "full")


def _overwritten(sound, kernel):
    heard = [0] * (len(sound) + len(kernel) - 1)
    for i, value in enumerate(sound):
        for j, weight in enumerate(kernel):
            heard[i + j] = value * weight
    return heard


def _echo_of_the_echo(sound, kernel):
    heard = [*sound, *[0] * (len(kernel) - 1)]
    for i in range(len(heard)):
        for j in range(1, min(len(kernel), len(heard) - i)):
            heard[i + j] += kernel[j] * heard[i]
    return heard


def _one_step_late(sound, kernel):
    return [0, *_full_convolution(sound, kernel)[:-1]]


def _over_the_end(sound, kernel):
    heard = [0] * len(sound)
    for i, value in enumerate(sound):
        for j, weight in enumerate(kernel):
            heard[i + j] += value * weight
    return heard


def _negative_indices(sound, kernel):
    """Each number of the result from the sound before it, wherever that begins."""
    return [
        sum(kernel[j] * sound[i - j] for j in range(len(kernel)) if i - j < len(sound))
        for i in range(len(sound) + len(kernel) - 1)
    ]


def _negative_indices_cut_off(sound, kernel):
    return [sum(kernel[j] * sound[i - j] for j in range(len(kernel))) for i in range(len(sound))]


def _valid_correlation(sound, kernel):
    return [
        sum(sound[i + j] * kernel[j] for j in range(len(kernel)))
        for i in range(len(sound) - len(kernel) + 1)
    ]


ECHO = CodeExercise(
    name="03-echo",
    title="An echo",
    level=1,
    kind="build",
    function="echo",
    parameters=("sound", "kernel"),
    answer=_full_convolution,
    cases=(
        Case(([1, 2, 0, 4], _DECAY)),
        Case(([3, -1, 0, 0, 2, 5, -4], [1, 0, 0.5, -0.25])),
        Case(([2, -3], [1, 0.5, 0.25, 0.125]), "echoes longer than the sound"),
        Case(([7], [0.5]), "a single number"),
    ),
    mistakes=(
        Mistake(
            "Your echo comes before the sound: the kernel runs the other way round. That is the "
            "wide correlation.",
            lambda sound, kernel: correlate1d(sound, kernel, "full"),
        ),
        Mistake(
            "The end of the echo is cut off: the last sound still rings for m − 1 steps. The "
            "result has n + m − 1 numbers.",
            lambda sound, kernel: _full_convolution(sound, kernel)[: len(sound)],
        ),
        Mistake(
            "“Show the case” names the line. If it is the result that ends too early: it needs "
            "n + m − 1 places. If it is `sound[i - j]`: you read the sound after its end; take "
            "only 0 ≤ i − j < n.",
            _over_the_end,
        ),
        Mistake(
            "You read the sound before its beginning: Python's index −1 is the last number. Take "
            "only those j for which i − j is at least 0.",
            _negative_indices,
        ),
        Mistake(
            "You read the sound before its beginning: Python's index −1 is the last number. And "
            "the result needs n + m − 1 places, for the last echo to die away.",
            _negative_indices_cut_off,
        ),
        Mistake(
            "Your result has n + m places, and a 0 at its end. The first copy and the last one "
            "share all but m − 1 of them: n + m − 1.",
            lambda sound, kernel: [*_full_convolution(sound, kernel), 0],
        ),
        Mistake(
            "You laid the kernel down only where it fits wholly into the sound, and slid it as it "
            "is: that is the `valid` correlation. An echo begins with the first sound and ends "
            "after the last.",
            _valid_correlation,
        ),
        Mistake(
            "You let the echoes echo again: the copies are of the `sound` alone, not of what is "
            "already heard. Add them into a list of its own, and use `kernel[0]` too.",
            _echo_of_the_echo,
        ),
        Mistake(
            "Where two copies meet, the later one overwrites the earlier. Add them: `+=`.",
            _overwritten,
        ),
        Mistake(
            "Everything comes one step late: `kernel[0]` belongs to the sound itself, delay 0.",
            _one_step_late,
        ),
        Mistake(
            "All copies start together. The one with `kernel[j]` must start j steps later.",
            lambda sound, kernel: np.array([*sound, *[0] * (len(kernel) - 1)]) * sum(kernel),
        ),
    ),
    closing="Delayed, decayed copies, added up: that sum is a convolution.",
)


def _find_kernel(sound, heard):
    kernel: list[float] = []
    for j in range(len(heard) - len(sound) + 1):
        known = sum(sound[i] * kernel[j - i] for i in range(1, len(sound)) if i <= j)
        kernel.append((heard[j] - known) / sound[0])
    return kernel


def _without_first(sound, heard):
    """The kernel found one number after the other, but as if sound[0] were 1."""
    return _find_kernel([1, *sound[1:]], heard)


def _whole_numbers(sound, heard):
    kernel: list[float] = []
    for j in range(len(heard) - len(sound) + 1):
        known = sum(sound[i] * kernel[j - i] for i in range(1, len(sound)) if i <= j)
        kernel.append((heard[j] - known) // sound[0])
    return kernel


def _last_copy_only(sound, heard):
    kernel: list[float] = []
    for j in range(len(heard) - len(sound) + 1):
        known = sound[1] * kernel[-1] if j else 0
        kernel.append((heard[j] - known) / sound[0])
    return kernel


def _heard(sound, kernel):
    return sound, _full_convolution(sound, kernel).tolist()


FIND_KERNEL = CodeExercise(
    name="03-find-kernel",
    title="The room from its echo",
    level=3,
    kind="build",
    function="find_kernel",
    parameters=("sound", "heard"),
    answer=_find_kernel,
    cases=(
        Case(_heard([1, 2, 0, 4], _DECAY)),
        Case(_heard([1, -1, 3], [1, 0, -0.5, 0.25, 2])),
        Case(_heard([2, 1, -3], [1, 0.5, 0.25, -1]), "sounds that do not start with 1"),
        Case(_heard([-4, 0, 1, 3, 5], [0.5, 2]), "sounds that do not start with 1"),
    ),
    mistakes=(
        Mistake(
            "You divided each number by `sound[0]`, but from the second on, `heard` also holds "
            "copies that started earlier: subtract those first.",
            lambda sound, heard: [h / sound[0] for h in heard[: len(heard) - len(sound) + 1]],
        ),
        Mistake(
            "You divided `heard` by `sound`, number by number. Only the first number of the kernel "
            "is found in this way: every other place of `heard` is a sum of several copies.",
            lambda sound, heard: [h / s for h, s in zip(heard, sound, strict=False)],
        ),
        Mistake(
            "You divided `heard[j]` by `sound[j]`. Only `kernel[0]` is found in this way: every "
            "other place of `heard` is a sum of several copies.",
            lambda sound, heard: [heard[j] / sound[j] for j in range(len(heard) - len(sound) + 1)],
        ),
        Mistake(
            "`//` leaves only whole numbers, and loudness is rarely one. Divide with `/`.",
            _whole_numbers,
        ),
        Mistake(
            "You subtracted only the copy that started one step earlier, `sound[1] * kernel[j - "
            "1]`. All the others that still ring are in `heard[j]` too: `sound[2] * kernel[j - "
            "2]`, and so on.",
            _last_copy_only,
        ),
        Mistake(
            "Divide by `sound[0]`: it need not be 1.",
            _without_first,
        ),
        Mistake(
            "Your kernel runs from back to front: `kernel[0]` belongs to delay 0.",
            lambda sound, heard: _find_kernel(sound, heard)[::-1],
        ),
        Mistake(
            "Your kernel has as many numbers as `heard`. From n + m − 1 numbers heard and n of the "
            "sound, m = len(heard) − len(sound) + 1.",
            lambda sound, heard: [*_find_kernel(sound, heard), *[0] * (len(sound) - 1)],
        ),
        Mistake(
            "The last number of the kernel is missing: m = len(heard) − len(sound) + 1, you forgot "
            "the + 1.",
            lambda sound, heard: _find_kernel(sound, heard)[:-1],
        ),
    ),
    closing="You took a convolution apart, number by number: a long division.",
)
