"""What a deep unit hears: every path down to the picture is one grain, and grains pile up."""

from math import gcd, sqrt
from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.functional import convolve1d
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._pictures import Picture
from cnnlib.interactive._traits import Numbers, Whole

_LEVEL = 0.0455  # of the peak: what is above it is heard
_GRAINS = 1024  # so many can be dropped one by one
_NEAR = 6  # layers of which every path can be seen


class GrainExplorer(Explorable):
    """Windows of three on top of each other, and the paths from one unit down to the pixels.

    Nothing is random: each path is one grain, and all paths fall. The pixel on which more grains
    lie has more weight in the unit. A weight of 2 is two ways side by side. A unit *hears* the
    pixels from the first to the last with more than 4.55 % of the highest pile, the threshold of
    Luo et al. (2016).

    Args:
        depth: 1 to 50 layers.
        kernel: three whole numbers from 0 to 3: the ways to the left, down and to the right.
        dropped: how many grains have fallen. Of more than 1,024 grains, or beyond six layers, all
            have.
        far: whether the stage has room for 50 layers; beyond six it always has.
        weights: whether the numbers of the kernel can be changed.
        photo: ``"china"``, ``"flower"`` or a picture of your own, on which the field is drawn.
        task: whether it asks for a depth, if the weights are alike; with `weights`, for a kernel.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> GrainExplorer(dropped=243).shown()["fallen"]
    [1.0, 5.0, 15.0, 30.0, 45.0, 51.0, 45.0, 30.0, 15.0, 5.0, 1.0]
    >>> [GrainExplorer(depth=depth).shown()["heard"] for depth in (5, 10, 20, 50)]
    [9, 13, 19, 29]
    """

    _frontend: ClassVar[str] = "grain_explorer"
    _label: ClassVar[str] = (
        "One unit, and under it rows of pegs. From each peg three ways lead on, to the left, "
        "straight down and to the right. Every path is one grain: after five rows 243 grains lie "
        "on 11 pixels, 51 in the middle and one at each rim."
    )

    depth = Whole(5, 1, 50).tag(sync=True)
    kernel = Numbers([1, 1, 1], columns=(3, 3), low=0, high=3).tag(sync=True)
    dropped = Whole(0, 0, _GRAINS).tag(sync=True)
    far = traitlets.Bool(False).tag(sync=True)
    weights = traitlets.Bool(False).tag(sync=True)
    photo = Picture(None, allow_none=True).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    @traitlets.validate("kernel")
    def _ways(self, proposal: dict[str, Any]) -> Any:
        kernel = proposal["value"]
        if not any(kernel) or any(number % 1 for number in kernel):
            raise ValueError(f"kernel must hold whole numbers, not all 0, got {kernel}")
        return kernel

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows: ``pile`` of all grains, ``fallen`` of those dropped.

        ``reached`` counts the pixels on which a grain falls.
        """
        pile = np.ones(1)
        for _ in range(self.depth):
            pile = convolve1d(pile, np.array(self.kernel), "full")
        total = sum(self.kernel) ** self.depth
        grainy = self.depth <= _NEAR and total <= _GRAINS
        fallen = self._fallen(int(total)) if grainy else pile
        heard = np.flatnonzero(pile > _LEVEL * pile.max())
        side = int(heard[-1] - heard[0]) + 1
        places = np.arange(-self.depth, self.depth + 1)
        part = pile / pile.sum()
        mean = float(part @ places)
        return {
            "depth": self.depth,
            "kernel": self.kernel,
            "pile": pile.tolist(),
            "fallen": fallen.tolist(),
            "dropped": fallen.sum().item(),
            "field": len(pile),
            "heard": side,
            "reached": np.count_nonzero(pile),
            "share": side / len(pile),
            "sigma": sqrt(max(0, float(part @ (places - mean) ** 2))),
        }

    def _fallen(self, total: int) -> Any:
        """How the first grains lie: path after path, a little less than two thirds of all apart."""
        ways = np.repeat([-1, 0, 1], [int(number) for number in self.kernel])
        step = max(1, round(0.62 * total))
        while gcd(step, total) > 1:
            step += 1
        numbers = np.arange(1, min(self.dropped, total) + 1) * step % total
        hops = [ways[numbers // len(ways) ** layer % len(ways)] for layer in range(self.depth)]
        return np.bincount(sum(hops) + self.depth, minlength=2 * self.depth + 1).astype(float)
