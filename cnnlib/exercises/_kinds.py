"""What an exercise and a question are: data, computed from the book's own functions."""

import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from cnnlib.exercises._judge import LABELS, plain

Kind = Literal["recall", "compute", "build", "explain", "transfer"]


@dataclass(frozen=True)
class Case:
    """Inputs for one call; `about` names the class of inputs they stand for, "" the simple ones."""

    inputs: Sequence[Any]
    about: str = ""


@dataclass(frozen=True)
class Mistake:
    """A plausible wrong implementation, and the sentence that helps whoever wrote it."""

    sentence: str
    function: Callable[..., Any]


@dataclass(frozen=True)
class Hint:
    """Help with an exception in the student's code: of type `error`, with `text` in its words."""

    error: str
    text: str
    sentence: str


@dataclass(frozen=True)
class CodeExercise:
    """A function to write. `answer` is what it should compute.

    Args:
        name: ``"NN-slug"``.
        level: 1 (a minute) to 3.
        function: the name of the student's function, with `parameters` in their order.
        returns: the names of the results where there are several.
        hints: help with exceptions that tell a beginner too little.
        verify: instead of one right value, a property: takes what the function returned and says
            in a sentence what is wrong, "" if nothing is. Its source runs in the page too, so it
            uses nothing but built-in functions.
        closing: one sentence for whoever has solved it.
        where: ``"page"`` for plain Python, ``"notebook"`` if it needs NumPy or PyTorch.
        seconds: how long the student's code may run.
    """

    name: str
    title: str
    level: int
    kind: Kind
    function: str
    parameters: tuple[str, ...]
    answer: Callable[..., Any]
    cases: Sequence[Case]
    mistakes: Sequence[Mistake]
    closing: str
    returns: tuple[str, ...] = ()
    hints: Sequence[Hint] = ()
    verify: Callable[[Any], str] | None = None
    where: Literal["page", "notebook"] = "page"
    tolerance: float = 1e-9
    seconds: float = 5.0

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the judge needs: cases with their results, and the results of every mistake."""
        cases = [
            {
                "inputs": plain(case.inputs),
                "expected": None if self.verify else plain(self.answer(*case.inputs)),
                "about": case.about,
            }
            for case in self.cases
        ]
        mistakes = [
            {
                "results": [_outcome(mistake.function, case.inputs) for case in self.cases],
                "sentence": mistake.sentence,
            }
            for mistake in self.mistakes
            if not self.verify
        ]
        return {
            "function": self.function,
            "parameters": list(self.parameters),
            "returns": list(self.returns),
            "arrays": self.where == "notebook",
            "cases": cases,
            "mistakes": mistakes,
            "hints": [[hint.error, hint.text, hint.sentence] for hint in self.hints],
            "verify": self.verify,
            "tolerance": self.tolerance,
            "closing": self.closing,
        }

    @cached_property
    def literal(self) -> str:
        """`data` as Python source, for the page; `verify` becomes its own source."""
        source = textwrap.dedent(inspect.getsource(self.verify)) if self.verify else None
        return repr({**self.data, "verify": source})


def _outcome(function: Callable[..., Any], inputs: Sequence[Any]) -> list[Any]:
    """What a wrong implementation makes of one case: a value, or the name of its exception."""
    try:
        return ["value", plain(function(*inputs))]
    except Exception as error:
        return ["error", type(error).__name__]


def _values(answer: tuple[Any, ...]) -> list[Any]:
    """A whole answer as JSON can hold it."""
    return [item if isinstance(item, str) else float(item) for item in answer]


@dataclass(frozen=True)
class Number:
    """A number to type; `wrong` says for a number which mistake leads to it."""

    label: str
    value: float
    wrong: Mapping[float, str] = field(default_factory=dict)
    tolerance: float = 1e-6


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
    kind: Kind | None
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
