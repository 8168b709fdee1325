"""What one unit of a deep network sees: a tower of its layers, opened from the top down."""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import traitlets

from cnnlib import checks
from cnnlib.architectures import NETWORKS
from cnnlib.interactive import _towers
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._towers import OWN
from cnnlib.interactive._traits import Numbers, OneOf, Whole

_FIRST = "VGG-16"
_OTHERS = [name for name in NETWORKS if name != _FIRST]


class ReceptiveFieldTower(Explorable):
    """The layers of a network as rows over one axis of pixels, and what one unit reads of each.

    Args:
        network: a name of `cnnlib.architectures.NETWORKS`, or ``"Build your own"``.
        networks: the names among which the reader chooses, or ``"all"``; else only `network`.
        opened: whether the rows show what the unit reads of them.
        top: the row of the unit, from 1 upwards; None for the last with more than one unit.
        down, across: the unit, from 0; None for the middle.
        paths: where branches join, ``"widest"``, all of them, or ``"narrowest"``.
        pixel: a painted column of the picture: the rows show what it can change; or None.
        layers: of a tower of one's own: 1 to 8 rows of kernel, stride, padding, dilation.
        controls: which of ``"paths"`` and ``"paint"`` the figure offers.
        task: ``"whole"``, which layer first sees the whole picture; ``"weights"``, the fewest of
            one's own that read all of 31 pixels; or None.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> tower = ReceptiveFieldTower()
    >>> tower.shown()["row"], tower.shown()["size"], tower.shown()["jump"]
    ('pool5', 212, 32)
    >>> round(ReceptiveFieldTower(down=0, across=0).shown()["share"], 3)  # a corner unit's
    0.331
    """

    _frontend: ClassVar[str] = "receptive_field_tower"
    _label: ClassVar[str] = (
        "The layers of a network as rows, one above the other, over a strip of its picture. One "
        "unit is lit; below it, row by row, what it reads grows wider, down to the pixels it sees."
    )

    towers = traitlets.Dict().tag(sync=True)
    pictures = traitlets.Dict().tag(sync=True)
    credit = traitlets.Unicode(_towers.PHOTO_CREDIT).tag(sync=True)
    network = OneOf(_FIRST, *_OTHERS, OWN).tag(sync=True)
    opened = traitlets.Bool(False).tag(sync=True)
    top = Whole(None, 1, 24).tag(sync=True)
    down = Whole(None, 0, 226).tag(sync=True)
    across = Whole(None, 0, 226).tag(sync=True)
    paths = OneOf("widest", "narrowest").tag(sync=True)
    pixel = Whole(None, 0, 226).tag(sync=True)
    layers = Numbers([[3, 1, 0, 1]] * 3, rows=(1, 8), columns=(4, 4), low=0, high=32).tag(sync=True)
    controls = traitlets.List(OneOf("paths", "paint")).tag(sync=True)
    task = OneOf(None, "whole", "weights").tag(sync=True)

    def __init__(self, *, networks: Sequence[str] | Literal["all"] = (), **values: Any) -> None:
        names = [*_towers.different(), OWN] if networks == "all" else list(networks)
        super().__init__(**values)
        self._offer(*names)
        self.observe(lambda change: self._offer(change["new"]), "network")

    def _offer(self, *names: str) -> None:
        known = dict(self.towers)
        for name in (*names, self.network):
            checks.choice("networks", name, (*NETWORKS, OWN))
            known.setdefault(name, {} if name == OWN else _towers.tower(name))
        self.pictures, self.towers = _towers.pictures(known), known

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows.

        ``cells`` are the first and the last that the unit reads of each row, the picture's first;
        ``reached`` the units of each row that the painted pixel can change.
        """
        own = self.network == OWN
        tower = _towers.own_tower(self.layers) if own else _towers.tower(self.network)
        rows, size = tower["rows"], tower["size"]
        wide = [i for i, row in enumerate(rows, 1) if row["outputs"] > 1]
        top = len(rows) if own else min(self.top or max(wide, default=1), len(rows))
        units = rows[top - 1]["outputs"]
        unit = [
            (units - 1) // 2 if at is None else min(at, units - 1)
            for at in (self.down, self.across)
        ]
        both = [_towers.fields(self.network, self.layers, narrowest) for narrowest in (False, True)]
        fields = both[self.paths == "narrowest"][: top + 1]
        field = fields[top]
        first = [field.start + at * field.jump for at in unit]
        ends = [(first[1] - each.start, field.size - each.size, each.jump) for each in fields]
        real = [min(at + field.size, size) - max(at, 0) for at in first]
        return {
            "network": self.network,
            "row": rows[top - 1]["name"],
            "unit": unit,
            **field._asdict(),
            "first": first,
            "last": [at + field.size - 1 for at in first],
            "share": max(real[0], 0) * max(real[1], 0) / field.size**2,
            "cells": [[at // jump, (at + more) // jump] for at, more, jump in ends],
            "narrowest": both[1][top].size,
            "reached": None
            if self.pixel is None
            else _towers.reached(rows, min(self.pixel, size - 1)),
            "read": _towers.read(self.layers, field.size) if own else field.size,
            "weights": int(sum(kernel**2 for kernel, *_ in self.layers)) if own else None,
        }
