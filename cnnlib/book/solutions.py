"""Stubs and solutions of exercises, read from the one place where they are written: the notebook.

An exercise is always four cells: its text with ``{exercise}`` and a label, a stub, a call of
`check`, and a ``{solution}`` with one fenced block of Python. A chapter in which one of them is
missing, or whose solution the checker does not accept, must not become a page. Nor must one that
calls `check` for an exercise that was not found: what is not found would pass unverified.
"""

import re
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from nbformat import NotebookNode

_EXERCISE = re.compile(r"^`{3,}\{exercise\}.*?^:label: (\S+)$", re.DOTALL | re.MULTILINE)
_OPENING = re.compile(r"^[ \t]*[`~:]{3,}[ \t]*\{exercise", re.MULTILINE)
_CHECK = re.compile(r"""\bcheck\(\s*["']([^"']+)["']""")
_SOLUTION = re.compile(
    r"^`{3,}\{solution\} (\S+)$.*?^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Exercise:
    """One exercise as its four cells hold it."""

    name: str
    stub: str
    check: str
    solution: str


def exercises(notebook: NotebookNode) -> dict[str, Exercise]:
    """The code exercises of a notebook by name, in reading order.

    Raises:
        ValueError: one of an exercise's four cells is missing or out of place, or is not written as
            they are looked for.
    """
    cells = [_text(cell) for cell in notebook.cells]
    found: dict[str, Exercise] = {}
    for index, text in enumerate(cells):
        names = _EXERCISE.findall(text)
        if notebook.cells[index].cell_type == "markdown" and len(names) < len(
            _OPENING.findall(text)
        ):
            raise ValueError(
                f"{text.strip().splitlines()[0]!r} opens an exercise that is not written as "
                "```{exercise} with a line `:label: NN-name`"
            )
        for name in names:
            if name in found:
                raise ValueError(f"exercise {name} stands twice")
            stub, check, solution = (*cells[index + 1 : index + 4], "", "", "")[:3]
            if f'check("{name}"' not in check:
                raise ValueError(
                    f'exercise {name}: the second cell after it must check("{name}", …)'
                )
            match = _SOLUTION.search(solution)
            if match is None or match[1] != name:
                raise ValueError(f"exercise {name} has no solution in the cell after its check")
            found[name] = Exercise(name, stub, check, match[2])
    for name in _checked(notebook):
        if name not in found:
            raise ValueError(f'check("{name}", …) has no exercise: a cell with `:label: {name}`')
    return found


def _text(cell: NotebookNode) -> str:
    """The source of a cell with the line ends that are looked for, whoever saved the notebook."""
    source: str = cell.source
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _checked(notebook: NotebookNode) -> list[str]:
    """The names for which the code of a notebook calls `check`."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return [name for source in code for name in _CHECK.findall(source)]


def function_of(code: str, name: str) -> FunctionType:
    """The function `name` that `code` defines."""
    scope: dict[str, Any] = {}
    exec(code, scope)
    return scope[name]


def verify(notebook: NotebookNode) -> None:
    """Let the checker judge every solution of a notebook.

    Raises:
        ValueError: an exercise is not complete, nobody has registered it, or its solution fails.
    """
    from cnnlib.exercises import _check, _judge, registry
    from cnnlib.exercises._kinds import CodeExercise

    for exercise in exercises(notebook).values():
        item = registry.find(exercise.name)
        if not isinstance(item, CodeExercise):
            raise ValueError(f"{exercise.name} is a question, not an exercise")
        solution = function_of(exercise.solution, item.function)
        verdict = _check.judge(item, solution)
        if verdict["outcome"] != _judge.CORRECT:
            raise ValueError(f"exercise {exercise.name}: its solution fails. {verdict['sentence']}")
