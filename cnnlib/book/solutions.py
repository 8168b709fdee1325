"""Exercises as they stand in a notebook, and whether they are whole.

An exercise is always three cells: its text with ``{exercise}`` and a label, a stub, and a call of
`check`, which adds the solution. Title, level and solution stand in `cnnlib.exercises`; the title
is put into the page here. A chapter in which a cell is missing, whose stub is not the function that
is asked for, or whose solution the checker does not accept, must not become a page. Nor must one
that calls `check` for an exercise that was not found: what is not found would pass unverified.
"""

import ast
import json
import re
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from nbformat import NotebookNode

_EXERCISE = re.compile(r"^`{3,}\{exercise\}.*?^:label: (\S+)$", re.DOTALL | re.MULTILINE)
_OPENING = re.compile(r"^[ \t]*[`~:]{3,}[ \t]*\{exercise", re.MULTILINE)
_CHECK = re.compile(r"""\bcheck\(\s*["']([^"']+)["']""")
_UNTITLED = re.compile(r'\{exercise\}(?=\\n(?:",\s*")?:label: ([\w-]+)\\n)')


@dataclass(frozen=True)
class Exercise:
    """One exercise as its three cells hold it."""

    name: str
    stub: str
    check: str


def exercises(notebook: NotebookNode) -> dict[str, Exercise]:
    """The code exercises of a notebook by name, in reading order.

    Raises:
        ValueError: one of an exercise's three cells is missing or out of place, or is not written
            as they are looked for.
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
            stub, check = (*cells[index + 1 : index + 3], "", "")[:2]
            if f'check("{name}"' not in check:
                raise ValueError(
                    f'exercise {name}: the second cell after it must check("{name}", …)'
                )
            found[name] = Exercise(name, stub, check)
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


def parameters_of(code: str, name: str) -> list[str] | None:
    """The parameters of the function `name` in some code; None if it does not define it.

    >>> parameters_of("def echo(sound, kernel):\\n    return ...", "echo")
    ['sound', 'kernel']
    """
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return [argument.arg for argument in node.args.args]
    return None


def verify(notebook: NotebookNode) -> None:
    """Let the checker judge the solution of every exercise in a notebook.

    Raises:
        ValueError: an exercise is not complete, nobody has registered it, its stub is another
            function, or its solution fails.
    """
    from cnnlib.exercises import _check, _judge

    for exercise in exercises(notebook).values():
        item = _check.find(exercise.name)
        if parameters_of(exercise.stub, item.function) != list(item.parameters):
            wanted = f"{item.function}({', '.join(item.parameters)})"
            raise ValueError(f"exercise {exercise.name}: its stub must define {wanted}")
        verdict = _check.judge(item, item.solution)
        if verdict["outcome"] != _judge.CORRECT:
            raise ValueError(f"exercise {exercise.name}: its solution fails. {verdict['sentence']}")


def titled(text: str) -> str:
    r"""The text of a notebook file with the title of each exercise behind its ``{exercise}``.

    >>> titled(r'"```{exercise}\n", ":label: 03-echo\n"')
    '"```{exercise} An echo\\n", ":label: 03-echo\\n"'
    """
    from cnnlib.exercises import registry

    def title(match: re.Match[str]) -> str:
        return f"{match[0]} {json.dumps(registry.find(match[1]).title, ensure_ascii=False)[1:-1]}"

    return _UNTITLED.sub(title, text)
