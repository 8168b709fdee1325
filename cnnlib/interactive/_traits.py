"""The traits of figures: numbers and choices that say what they take, and refuse the rest."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets

from cnnlib import checks

Bounds = tuple[int, int]


class Numbers(traitlets.TraitType[Any, Any]):
    """A list of numbers, or rows of them: kept as lists of floats, so that they travel as JSON.

    `columns` says how many numbers there may be in a row, at least and at most; `rows` how many
    rows, None for a list without rows; `tables` how many tables of rows, axis by axis, if there is
    more than one. Every number lies between `low` and `high`.

    Setting anything else raises ValueError and leaves the trait as it was.
    """

    def __init__(
        self,
        default: Any,
        *,
        columns: Bounds,
        rows: Bounds | None = None,
        tables: Sequence[Bounds] = (),
        low: float = -100,
        high: float = 100,
    ) -> None:
        self.columns, self.low, self.high = columns, low, high
        self.bounds = [*tables, *([] if rows is None else [rows]), columns]
        super().__init__(_floats(default))

    @property
    def limits(self) -> dict[str, Any]:
        """What the front-end needs to know, so that it stands only here."""
        return {
            "min": self.low,
            "max": self.high,
            "least": self.columns[0],
            "most": self.columns[1],
        }

    def validate(self, _obj: Any, value: Any) -> Any:
        """`value` as lists of floats."""
        name = self.name
        kind = "list" if len(self.bounds) == 1 else "table"
        try:
            numbers = np.asarray(
                value if isinstance(value, np.ndarray) else list(value), np.float64
            )
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name} is not a {kind} of numbers: {value!r:.80}") from error
        fits = numbers.ndim == len(self.bounds) and all(
            least <= size <= most
            for size, (least, most) in zip(numbers.shape, self.bounds, strict=True)
        )
        if not fits:
            *tables, rule = (_span(each) for each in self.bounds)
            if tables:
                rule = f"{tables.pop()} rows of {rule}"
            if tables:
                rule = f"{' × '.join(tables)} tables of {rule}"
            found = checks.shape_text(numbers.shape)
            raise ValueError(f"{name} must hold {rule} numbers, got shape {found}")
        if not np.all((numbers >= self.low) & (numbers <= self.high)):  # false for NaN too
            span = f"{self.low:g} to {self.high:g}".replace("-", "−")
            raise ValueError(f"{name} must hold numbers from {span}, got {numbers.tolist()}")
        return _floats(numbers)


class OneOf(traitlets.TraitType[Any, Any]):
    """One of a few texts or numbers, or None if that is among them; else ValueError."""

    def __init__(self, *values: str | int | None) -> None:
        self.values = values
        super().__init__(values[0], allow_none=None in values)

    def validate(self, _obj: Any, value: Any) -> Any:
        """`value`, if it is one of them."""
        return checks.choice(str(self.name), value, self.values)


class Whole(traitlets.TraitType[Any, Any]):
    """A whole number from `low` to `high`, or None if that is the default; else ValueError."""

    def __init__(self, default: int | None, low: int, high: int) -> None:
        self.low, self.high = low, high
        super().__init__(default, allow_none=default is None)

    @property
    def limits(self) -> dict[str, int]:
        """What the front-end needs to know, so that it stands only here."""
        return {"min": self.low, "max": self.high}

    def validate(self, _obj: Any, value: Any) -> Any:
        """`value` as an int."""
        number = checks.whole(str(self.name), value, self.low)
        if number > self.high:
            raise ValueError(f"{self.name} must be at most {self.high}, got {number}")
        return number


def _floats(numbers: Any) -> Any:
    return (np.asarray(numbers, np.float64) + 0.0).tolist()  # + 0.0 turns −0.0 into 0.0


def _span(bounds: Sequence[int]) -> str:
    return str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]} to {bounds[1]}"
