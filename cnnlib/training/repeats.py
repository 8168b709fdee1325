"""One training is an anecdote: the same experiment over several seeds."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean, stdev

from cnnlib.checks import whole


@dataclass(frozen=True)
class Spread:
    """One number from each of several seeds.

    It prints as mean ± standard deviation; a format says how: ``f"{spread:.1%}"``. The difference
    of two of them is that of each seed with itself, so that what the seeds have in common is gone.

    >>> dense, local = Spread((0, 1), (0.47, 0.49)), Spread((0, 1), (0.56, 0.60))
    >>> f"{dense:.1%}", f"{local - dense:.1%}"
    ('48.0 ± 1.4 %', '10.0 ± 1.4 %')
    """

    seeds: tuple[int, ...]
    points: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The average of the points."""
        return fmean(self.points)

    @property
    def deviation(self) -> float:
        """The standard deviation of the points, with n − 1 in the denominator."""
        return stdev(self.points)

    def __sub__(self, other: "Spread") -> "Spread":
        if self.seeds != other.seeds:
            raise ValueError(f"the seeds differ: {self.seeds} and {other.seeds}")
        pairs = zip(self.points, other.points, strict=True)
        return Spread(self.seeds, tuple(one - two for one, two in pairs))

    def __format__(self, spec: str) -> str:
        mean, deviation = (format(x, spec or ".3g") for x in (self.mean, self.deviation))
        percent = " %" if spec.endswith("%") else ""
        return f"{mean.rstrip('%')} ± {deviation.rstrip('%')}{percent}".replace("-", "−")

    def __str__(self) -> str:
        return format(self)


def repeat(run: Callable[[int], float], seeds: Iterable[int] = range(3)) -> Spread:
    """Do an experiment once for each seed.

    Args:
        run: from a seed to a number, such as the accuracy of a network that starts from it.
        seeds: two or more different whole numbers ≥ 0.

    Raises:
        ValueError: there are fewer than two seeds, or the same one twice; a result is no number.

    >>> print(repeat(lambda seed: 0.5 + 0.1 * seed))
    0.6 ± 0.1
    """
    if not isinstance(seeds, Iterable):
        raise ValueError(
            f"seeds must be several whole numbers, such as range(3), got {seeds!r:.60}"
        )
    each = tuple(whole("seeds", seed, 0) for seed in seeds)
    if len(each) < 2 or len(set(each)) < len(each):
        raise ValueError(f"seeds must be two or more different whole numbers, got {each!r:.60}")
    return Spread(each, tuple(_result(run(seed), seed) for seed in each))


def _result(value: float, seed: int) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"run must give a finite number, got {value!r:.60} for seed {seed}")
    return number
