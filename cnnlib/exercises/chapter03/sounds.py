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


def _one_step_late(sound, kernel):
    return [0, *_full_convolution(sound, kernel)[:-1]]


def _over_the_end(sound, kernel):
    heard = [0] * len(sound)
    for i, value in enumerate(sound):
        for j, weight in enumerate(kernel):
            heard[i + j] += value * weight
    return heard


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
            "Does the echo still ring after the last sound? The result needs n + m − 1 places.",
            _over_the_end,
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
    """The taps found one after the other, but as if sound[0] were 1."""
    return _find_kernel([1, *sound[1:]], heard)


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
            "Your taps are heard ÷ sound, number by number. From the second on, `heard` also holds "
            "copies that started earlier: take them away first.",
            lambda sound, heard: [h / sound[0] for h in heard[: len(heard) - len(sound) + 1]],
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
            "The last tap is missing: m = len(heard) − len(sound) + 1, you forgot the + 1.",
            lambda sound, heard: _find_kernel(sound, heard)[:-1],
        ),
    ),
    closing="You took a convolution apart, tap by tap: a long division.",
)


def verify(answer):
    """What keeps two lists from being a counterexample; "" if they are one."""
    if not isinstance(answer, list) or len(answer) != 2:
        return "Return two lists of numbers, as in `return [1, 2], [3, 4]`."
    for part in answer:
        if not isinstance(part, list) or not part:
            return "Return two lists of numbers, neither of them empty."
        if not all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in part):
            return "Your lists must hold numbers and nothing else."
        if len(part) > 100:
            return "Shorter lists will do: at most 100 numbers each."

    def wide(signal, kernel):
        m = len(kernel)
        padded = [0] * (m - 1) + signal + [0] * (m - 1)
        stops = range(len(padded) - m + 1)
        return [sum(padded[i + j] * kernel[j] for j in range(m)) for i in stops]

    a, b = answer
    first, second = wide(a, b), wide(b, a)
    if any(abs(x - y) > 1e-9 * max(1, abs(x)) for x, y in zip(first, second, strict=True)):
        return ""
    if not any(first):
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
        "Both orders give the same here: the result reads the same from back to front. One list "
        "may be a multiple of the other; try lists with less in common."
    )


COUNTEREXAMPLE = CodeExercise(
    name="03-counterexample",
    title="A counterexample",
    level=2,
    kind="explain",
    function="counterexample",
    parameters=(),
    answer=lambda: ([1, 2], [3, 4]),
    cases=(Case(()),),
    verify=verify,
    mistakes=(
        Mistake(
            "With nothing but zeros, both orders give zeros. Put in other numbers.",
            lambda: ([0, 0], [3, 4]),
        ),
        Mistake(
            "A list with itself: swapping them changes nothing. Take two different lists.",
            lambda: ([1, 2, 3], [1, 2, 3]),
        ),
        Mistake(
            "With one number each, only one product comes out, in both orders. Add numbers.",
            lambda: ([5], [-2]),
        ),
        Mistake(
            "Both lists read the same from back to front, so there is nothing to turn: both orders "
            "agree. Change one end.",
            lambda: ([1, 2, 1], [3, 0, 3]),
        ),
        Mistake(
            "Both orders give the same here: the result reads the same from back to front. One "
            "list may be a multiple of the other; try lists with less in common.",
            lambda: ([1, 2, 3], [2, 4, 6]),
        ),
    ),
    closing="Swapping the two turns the result around, and yours is different when turned.",
)


def _delay(left, right):
    return int(np.argmax(correlate1d(right, left, "full"))) - (len(left) - 1)


_CLAP = [0, 0, 5, -3, 2, 1, 0, 0, 0, 0]
_HISS = [1, 0, -2, 6, 1, -4, 2, 0, 1, -1, 0, 0]


def _moved(sound, steps, loudness=1.0):
    """`sound`, `steps` later (earlier, if negative), with silence where nothing is."""
    moved = [0.0] * len(sound)
    for i, value in enumerate(sound):
        if 0 <= i + steps < len(sound):
            moved[i + steps] = value * loudness
    return moved


def _with_echo(sound, steps):
    """`sound` after `steps`, and once more, weaker and upside down, from a wall."""
    return np.add(_moved(sound, steps), _moved(sound, steps + 2, -0.5)).tolist()


MICROPHONES = CodeExercise(
    name="03-microphones",
    title="Two microphones",
    level=3,
    kind="transfer",
    function="delay",
    parameters=("left", "right"),
    answer=_delay,
    cases=(
        Case((_CLAP, _moved(_CLAP, 3, 0.5))),
        Case((_HISS, _with_echo(_HISS, 2))),
        Case((_moved(_HISS, 2), _HISS), "sounds that reach the right microphone first"),
        Case((_CLAP, _moved(_CLAP, 0, 2.0)), "sounds from the middle"),
    ),
    mistakes=(
        Mistake(
            "The sign is the wrong way round: a sound that comes to the right microphone later has "
            "a positive delay.",
            lambda left, right: -_delay(left, right),
        ),
        Mistake(
            "You returned a place in the wide correlation, not a delay. Delay 0 stands at place "
            "n − 1: take that away.",
            lambda left, right: _delay(left, right) + len(left) - 1,
        ),
        Mistake(
            "You returned how well the two fit, not the delay at which they do.",
            lambda left, right: float(np.max(correlate1d(right, left, "full"))),
        ),
        Mistake(
            "You turned one of the sounds: a convolution. Slide it as it is.",
            lambda left, right: int(np.argmax(convolve1d(right, left, "full"))) - (len(left) - 1),
        ),
        Mistake(
            "You looked only at delays from 0 on. The sound may reach the right microphone first.",
            lambda left, right: int(np.argmax(correlate1d(right, left, "full")[len(left) - 1 :])),
        ),
        Mistake(
            "You took the distance as positive. The sign says which microphone heard it first.",
            lambda left, right: abs(_delay(left, right)),
        ),
    ),
    closing=(
        "With 340 meters a second and the distance of the microphones, the delay is a direction: "
        "your ears do this."
    ),
)
