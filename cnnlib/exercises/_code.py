"""What a code exercise is: data for the judge, computed from a solution and the book's library."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import FunctionType
from typing import Any, Literal

import numpy as np

from cnnlib.exercises._mistakes import Mistake, outcome, packed, read, same
from cnnlib.exercises._values import copy, plain


@dataclass(frozen=True)
class Case:
    """Inputs for one call; `about` names the class of inputs they stand for, "" the simple ones."""

    inputs: Sequence[Any]
    about: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class CodeExercise:
    """A function to write.

    Args:
        name: ``"NN-slug"``.
        level: 1 (a minute) to 3.
        solution: one that is right; its name and parameters are those of the student's function,
            its docstring is what is said about it. `helpers` are functions that it calls.
        answer: what it should compute, by the library; the solution itself where there is none.
        mistakes: what is written instead, in the form of `_mistakes`.
        closing: one sentence for whoever has solved it.
        returns: the names of the results where there are several.
        verify: instead of one right value, a property: takes what the function returned, made
            plain, and says in a sentence what is wrong, "" if nothing is. Its source runs in the
            page too, so it uses nothing but built-in functions.
        where: ``"page"`` for plain Python, ``"notebook"`` if it needs NumPy or PyTorch.
        seconds: how long the student's code may run.
    """

    name: str
    title: str
    level: int
    kind: str
    solution: FunctionType
    closing: str
    cases: Sequence[Case] = (Case(()),)
    mistakes: str = ""
    answer: Callable[..., Any] | None = None
    helpers: Sequence[FunctionType] = ()
    returns: tuple[str, ...] = ()
    verify: Callable[[Any], str] | None = None
    where: Literal["page", "notebook"] = "page"
    tolerance: float = 1e-9
    seconds: float = 5.0

    @property
    def function(self) -> str:
        """The name of the student's function."""
        return self.solution.__name__

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.solution).parameters)

    @cached_property
    def source(self) -> str:
        """The solution as it is shown: its helpers and itself, without docstrings."""
        return "\n\n".join(map(_source, (*self.helpers, self.solution)))

    @property
    def remark(self) -> str:
        """What there is to say about the solution, "" if nothing."""
        return " ".join((inspect.getdoc(self.solution) or "").split())

    @cached_property
    def wrong(self) -> list[Mistake]:
        """The mistakes that are known by what they do."""
        return read(self.mistakes, self.source, self.function, self.parameters, self.names)

    @property
    def names(self) -> dict[str, Any]:
        """What a wrong implementation may use: the names of the chapter's module."""
        return {**self.solution.__globals__, "np": np}

    @property
    def make(self) -> Callable[[Any], Any] | None:
        """What becomes of the lists in a case before the student's function gets them."""
        return _array if self.where == "notebook" else None

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the judge needs: cases with their results, and what every mistake does in them."""
        answer = self.answer or self.solution
        cases = [
            {
                "inputs": list(case.inputs),
                "expected": None if self.verify else plain(answer(*map(copy, case.inputs))),
                "about": case.about,
            }
            for case in self.cases
        ]
        rules = {"parameters": list(self.parameters), "returns": list(self.returns)}
        mistakes = [] if self.verify else self._mistakes(rules)
        about = {
            "function": self.function,
            **rules,
            "arrays": self.where == "notebook",
            "cases": cases,
            "mistakes": mistakes,
            "functions": [helper.__name__ for helper in self.helpers],
            "verify": self.verify,
            "tolerance": self.tolerance,
            "closing": self.closing,
        }
        return packed(about)

    def _mistakes(self, rules: dict[str, Any]) -> list[dict[str, Any]]:
        """Every mistake with what its ways do in each case.

        Raises:
            ValueError: a listed way is right in every case, or does what another sentence claims.
        """

        def run(function: Callable[..., Any]) -> list[Any]:
            return [outcome(function, rules, case.inputs, self.make) for case in self.cases]

        owners = [("the right answer", run(self.answer or self.solution))]
        found = []
        for mistake in self.wrong:
            ways = []
            for way in map(run, mistake.ways):
                owner = next((owner for owner, known in owners if same(known, way)), None)
                if owner is None:
                    owners.append((mistake.sentence, way))
                    ways.append(way)
                elif mistake.listed and owner != mistake.sentence:
                    raise ValueError(
                        f"{self.name}: in every case “{mistake.sentence}” gives the same as "
                        f"“{owner}”. Join the sentences, or add a case that tells them apart."
                    )
            if ways:
                found.append({"sentence": mistake.sentence, "ways": ways})
        return found

    @cached_property
    def literal(self) -> str:
        """`data` as Python source, for the page; `verify` becomes its own source."""
        source = textwrap.dedent(inspect.getsource(self.verify)) if self.verify else None
        return repr({**self.data, "verify": source})


def _array(value: Any) -> Any:
    """Lists of numbers as arrays; everything else as it is."""
    return np.array(value, dtype=float) if isinstance(value, list) else value


def _source(function: FunctionType) -> str:
    """The text of a function without its docstring."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines(keepends=True)
    tree = ast.parse("".join(lines)).body[0]
    assert isinstance(tree, ast.FunctionDef)
    if ast.get_docstring(tree) is not None:
        words = tree.body[0]
        del lines[words.lineno - 1 : words.end_lineno]
        while not lines[words.lineno - 1].strip():
            del lines[words.lineno - 1]
    return "".join(lines)
