"""Who hears whom in LeNet-5: each of C3's 16 maps is linked to some of the six maps of S2."""

from typing import Any, ClassVar

import numpy as np
import traitlets

from cnnlib.architectures import LENET5_TABLE
from cnnlib.arrays import as_numbers
from cnnlib.checks import shape_text
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import OneOf, Whole

_MAPS, _BELOW, _KERNEL, _PLACES = 16, 6, 25, 100  # maps; weights of a kernel; pixels of a map
_GROUPS = (0, 6, 12, 15)  # the first of the threes, the fours, the pairs of pairs, the six


class _Table(traitlets.TraitType[Any, Any]):
    def validate(self, _obj: Any, value: Any) -> Any:
        return _as_table(str(self.name), value)


class ConnectionTable(Explorable):
    """LeNet-5's table of connections as sixteen choices among six maps on a ring.

    Args:
        table: a row for each map of C3, a column for each map of S2, 1 where it is heard; at first
            `cnnlib.architectures.LENET5_TABLE`. Unlike the network's, a row may be all zeros.
        view: ``"table"``, in which links are drawn, or ``"ring"``, in which the maps of C3 are
            counted one by one; fixed once the figure is drawn.
        focus: the map of C3 that is looked at, 0 to 15.
        counted: how many maps of C3 have been counted, 1 to 16, in the view ``"ring"``.
        node: the map of S2 whose listeners are marked there, 0 to 5, or None.
        measured: ``{name: (table, accuracies)}``, for each name the test accuracies from 0 to 1 of
            two trained networks or more. They stand in the place of the matrix and of the task.
        task: whether the figure asks for something; it never does where tables were measured.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> shown = ConnectionTable().shown()
    >>> [shown[name] for name in ("links", "parameters", "connections", "different", "heard")]
    [60, 1516, 151600, 16, [10, 10, 10, 10, 10, 10]]
    >>> ConnectionTable(view="ring", counted=12).shown()["groups"][:2]
    [[3, 3, 3, 3, 3, 3], [4, 4, 4, 4, 4, 4]]
    """

    _frontend: ClassVar[str] = "connection_table"
    _label: ClassVar[str] = (
        "Six maps of S2 on a ring, and sixteen maps of C3: six hear three neighbors on the ring, "
        "six hear four neighbors, three hear two opposite pairs, one hears all. So each map of S2 "
        "is heard by 3 + 4 + 2 + 1 = 10 maps."
    )

    table = _Table(LENET5_TABLE).tag(sync=True)
    original = _Table(LENET5_TABLE).tag(sync=True)
    view = OneOf("table", "ring").tag(sync=True)
    focus = Whole(0, 0, _MAPS - 1).tag(sync=True)
    counted = Whole(1, 1, _MAPS).tag(sync=True)
    node = Whole(None, 0, _BELOW - 1).tag(sync=True)
    measured = traitlets.List(traitlets.Dict()).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def __init__(self, measured: dict[str, Any] | None = None, **values: Any) -> None:
        rows = [_measured(name, *pair) for name, pair in (measured or {}).items()]
        if rows:
            values["task"] = False
        super().__init__(measured=rows, **values)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows; of the view ``"ring"``, those of the maps counted.

        ``heard`` says by how many maps each of the six is heard, ``groups`` the same for maps 0–5,
        6–11, 12–14 and 15; ``different`` counts the sets that are not empty; ``accuracy`` is the
        mean and the standard deviation of a table that was measured, else None.
        """
        is_ring = self.view == "ring"
        seen = np.array(self.table)[: self.counted if is_ring else _MAPS]
        links = int(seen.sum())
        parameters = _KERNEL * links + len(seen)
        found = [row for row in self.measured if row["table"] == self.table]
        return {
            "table": self.table,
            "focus": self.counted - 1 if is_ring else self.focus,
            "node": self.node if is_ring else None,
            "links": links,
            "parameters": parameters,
            "connections": _PLACES * parameters,
            "different": len({tuple(row) for row in seen.tolist() if any(row)}),
            "heard": seen.sum(axis=0).tolist(),
            "groups": [part.sum(axis=0).tolist() for part in np.split(seen, _GROUPS[1:])],
            "accuracy": [found[0]["mean"], found[0]["spread"]] if found else None,
        }


def _as_table(name: str, value: Any) -> list[list[int]]:
    rule = f"{name} must hold {_MAPS} rows of {_BELOW} numbers 0 or 1"
    numbers = as_numbers(name, value, 2)
    if numbers.shape != (_MAPS, _BELOW):
        raise ValueError(f"{rule}, got shape {shape_text(numbers.shape)}")
    odd = numbers[(numbers != 0) & (numbers != 1)]
    if odd.size:
        raise ValueError(f"{rule}, got {odd[0]:g}")
    return [[int(number) for number in row] for row in numbers]


def _measured(name: str, table: Any, accuracies: Any) -> dict[str, Any]:
    found = as_numbers(f"measured[{name!r}]", accuracies, 1)
    if found.size < 2 or not ((found >= 0) & (found <= 1)).all():
        raise ValueError(f"measured[{name!r}] must hold 2 or more numbers from 0 to 1, got {found}")
    numbers = {"mean": float(found.mean()), "spread": float(found.std(ddof=1))}
    return {"name": name, "table": _as_table("table", table), **numbers}
