"""The transfer of chapter 3: where a sound comes from, by correlation."""

import numpy as np

from cnnlib.exercises._kinds import Case, CodeExercise, Mistake
from cnnlib.functional import convolve1d, correlate1d


def _delay(left, right):
    return int(np.argmax(correlate1d(right, left, "full"))) - (len(left) - 1)


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


def _with_echo(sound, steps, loudness=-0.25):
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
        Mistake(
            "You compared only the loudest sounds. Where an echo falls on the sound, another "
            "number may be the loudest: compare all of them at once.",
            _loudest,
        ),
        Mistake(
            "You compared only the first sounds. Where there is noise, both recordings begin at "
            "once: compare all numbers at once.",
            _first,
        ),
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
