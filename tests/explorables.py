"""All figures that move, whatever their number: the classes that `cnnlib.interactive` offers."""

from cnnlib import interactive
from cnnlib.interactive import Explorable

_OFFERED = (getattr(interactive, name) for name in interactive.__all__)
EXPLORABLES: list[type[Explorable]] = [
    offered for offered in _OFFERED if isinstance(offered, type) and offered is not Explorable
]
