"""Stubs and solutions, taken from the one place where they are written: the chapter's notebook."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

_EXERCISE = re.compile(r"^`{3,}\{exercise\}.*?^:label: (\S+)$", re.DOTALL | re.MULTILINE)
_SOLUTION = re.compile(
    r"^`{3,}\{solution\} (\S+)$.*?^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Source:
    """One exercise as its four cells hold it."""

    name: str
    stub: str
    check: str
    solution: str


def read_cells(path: Path) -> list[str]:
    """The sources of a notebook's cells, in order; also of a plain list of cells."""
    content = json.loads(path.read_text("utf-8"))
    cells = content["cells"] if isinstance(content, dict) else content
    return ["".join(cell["source"]) for cell in cells]


def sources(path: Path) -> dict[str, Source]:
    """Every code exercise of a notebook, by name."""
    cells = read_cells(path)
    found = {}
    for index, cell in enumerate(cells):
        label = _EXERCISE.search(cell)
        if label:
            stub, check, solution = cells[index + 1 : index + 4]
            match = _SOLUTION.search(solution)
            assert match is not None, f"{label[1]}: the fourth cell holds no solution"
            assert match[1] == label[1]
            found[label[1]] = Source(label[1], stub, check, match[2])
    return found


def function_of(code: str, name: str):
    """The function `name` that `code` defines."""
    scope: dict = {}
    exec(code, scope)
    return scope[name]
