"""All figures that move, whatever their number: the classes that `cnnlib.interactive` offers."""

from contextlib import suppress
from typing import Any

import numpy as np
import traitlets

from cnnlib import interactive
from cnnlib.interactive import Explorable
from cnnlib.interactive._traits import Numbers, OneOf, Whole

_OFFERED = (getattr(interactive, name) for name in interactive.__all__)
EXPLORABLES: list[type[Explorable]] = [
    offered for offered in _OFFERED if isinstance(offered, type) and offered is not Explorable
]

_UNKNOWN = object()
"""In the place of a value for a trait of a kind of its own."""


def moved(figure: type[Explorable], seed: int) -> Explorable:
    """The figure with something else, and allowed, in each trait of a kind that figures share."""
    rng = np.random.default_rng(seed)
    made = figure()
    for name, trait in figure.class_traits(sync=True).items():
        value = _any(trait, rng)
        if value is not _UNKNOWN:
            with suppress(ValueError):  # a figure may ask for more, as for an odd kernel
                setattr(made, name, value)
    return made


def _any(trait: Any, rng: np.random.Generator) -> Any:
    match trait:
        case Numbers():
            shape = [rng.integers(least, most + 1) for least, most in trait.bounds]
            return np.clip(rng.integers(-32, 33, shape) / 8, trait.low, trait.high)
        case OneOf():
            return trait.values[rng.integers(len(trait.values))]
        case Whole():
            return int(rng.integers(trait.low, trait.high + 1))
        case traitlets.Bool():
            return bool(rng.integers(2))
        case traitlets.List(_trait=Whole() as inner):
            return [_any(inner, rng) for _ in range(rng.integers(4))]
    return _UNKNOWN
