"""What a question is: data, computed from the book's own functions, that the front-end judges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cnnlib.exercises._code import CodeExercise
from cnnlib.exercises._judge import LABELS


def _values(answer: tuple[Any, ...]) -> list[Any]:
    """A whole answer as JSON can hold it."""
    return [item if isinstance(item, str) else float(item) for item in answer]


@dataclass(frozen=True)
class Number:
    """A number to type; `wrong` says which mistake leads to a number, `hint` helps with others."""

    label: str
    value: float
    wrong: Mapping[float, str] = field(default_factory=dict)
    tolerance: float = 1e-6
    hint: str = ""


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from, with what is said to whoever chooses it."""

    text: str
    feedback: str
    right: bool = False


@dataclass(frozen=True)
class QuestionData:
    """A question with its feedback. It asks for `numbers`, a choice of `options`, or an `order`.

    `order` lists the right sequence; the page shows it shuffled, always in the same way. `wrong`
    maps whole answers (all numbers, or all items in an order) to the mistake behind them. `kind` is
    None for a guess, which asks for nothing that could be known yet.
    """

    name: str
    title: str
    level: int
    kind: str | None
    text: str
    closing: str
    numbers: Sequence[Number] = ()
    options: Sequence[Option] = ()
    order: Sequence[str] = ()
    wrong: Mapping[tuple[Any, ...], str] = field(default_factory=dict)

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the front-end needs, which alone judges questions."""
        numbers = [
            {
                "label": number.label,
                "value": float(number.value),
                "tolerance": number.tolerance,
                "wrong": [[float(value), said] for value, said in number.wrong.items()],
                "hint": number.hint,
            }
            for number in self.numbers
        ]
        return {
            "name": self.name,
            "title": self.title,
            "level": self.level,
            "kind": self.kind,
            "text": self.text,
            "closing": self.closing,
            "numbers": numbers,
            "options": [vars(option) for option in self.options],
            "order": list(self.order),
            "wrong": [[_values(answer), said] for answer, said in self.wrong.items()],
            "labels": LABELS,
        }


@dataclass(frozen=True)
class Task:
    """What a figure asks for, and judges itself; it keeps under `name` that it was solved."""

    name: str
    title: str
    level = ""
    kind = "figure task"


Item = CodeExercise | QuestionData
