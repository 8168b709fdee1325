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


def _negative_indices(sound, kernel):
    """Each number of the result from the sound before it, with no look at where the sound begins."""
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
            "Look at the line that stopped. If it is the result that ends too early: it needs "
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
            "The last number of the kernel is missing: m = len(heard) − len(sound) + 1, you forgot the + 1.",
            lambda sound, heard: _find_kernel(sound, heard)[:-1],
        ),
    ),
    closing="You took a convolution apart, number by number: a long division.",
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


def _agreement(left, right, steps):
    """The sum of the products of the numbers that lie on each other when `right` is moved back."""
    n = len(left)
    return sum(left[i] * right[i + steps] for i in range(n) if 0 <= i + steps < n)


def _best_shift(left, agreement):
    """As a student searches: all shifts in their order, the first of the best."""
    return max(range(-len(left) + 1, len(left)), key=agreement)


def _wrapped_around(left, right):
    n = len(left)
    return _best_shift(
        left,
        lambda steps: sum(left[i] * right[i + steps] for i in range(n) if i + steps < n),
    )


def _over_the_edge(left, right):
    n = len(left)
    return _best_shift(left, lambda steps: sum(left[i] * right[i + steps] for i in range(n)))


def _smallest_difference(left, right):
    n = len(left)
    return _best_shift(
        left,
        lambda steps: -sum(abs(left[i] - right[i + steps]) for i in range(n) if 0 <= i + steps < n),
    )


def _loudest(left, right):
    return int(np.argmax(np.abs(right)) - np.argmax(np.abs(left)))


def _first(left, right):
    return int(np.flatnonzero(right)[0] - np.flatnonzero(left)[0])


_CLAP = [0, 0, 5, -3, 2, 1, 0, 0, 0, 0]
_CLAPS = [0, 0, 5, -3, 4, 1, 0, 0, 0, 0]
_HISS = [1, 0, -2, 6, 1, -4, 2, 0, 1, -1, 0, 0]


def _moved(sound, steps, loudness=1.0):
    """`sound`, `steps` later (earlier, if negative), with silence where nothing is."""
    moved = [0.0] * len(sound)
    for i, value in enumerate(sound):
        if 0 <= i + steps < len(sound):
            moved[i + steps] = value * loudness
    return moved


def _with_echo(sound, steps, loudness=-0.5):
    """`sound` after `steps`, and once more from a wall: weaker, and upside down if negative."""
    return np.add(_moved(sound, steps), _moved(sound, steps + 2, loudness)).tolist()


def _with_noise(*recordings):
    """The recordings, each with a noise of its own: sixteenths, which are exact."""
    rng = np.random.default_rng(0)
    return tuple(np.add(x, rng.integers(-9, 10, len(x)) / 16).tolist() for x in recordings)


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
        Case((_CLAPS, _with_echo(_CLAPS, 1, 0.5)), "an echo that makes another number the loudest"),
        Case(_with_noise(_moved(_CLAP, 3), _CLAP), "recordings with noise"),
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
        Mistake("You compared only the loudest sounds.", _loudest),
        Mistake("You compared only the first sounds.", _first),
        Mistake(
            "You read `right` before its beginning: Python's index −1 is the last number. Count "
            "only those i for which i + steps is at least 0.",
            _wrapped_around,
        ),
        Mistake(
            "Count only those i for which 0 ≤ i + steps < n: elsewhere nothing of `right` lies on "
            "`left`.",
            _over_the_edge,
        ),
        Mistake(
            "You looked for the smallest difference. It is small where little is left to compare, "
            "and large where one recording is only louder: look for the largest sum of products.",
            _smallest_difference,
        ),
    ),
    closing=(
        "With 340 meters a second and the distance of the microphones, the delay is a direction: "
        "your ears do this."
    ),
)
