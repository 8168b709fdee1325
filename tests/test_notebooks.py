"""The rules that every notebook of the book keeps."""

import ast
import re
from functools import cache
from pathlib import Path

import nbformat
import pytest

from cnnlib import interactive
from cnnlib.book.contents import notebooks

ROOT = Path(__file__).parents[1]
NOTEBOOKS = [ROOT / path for path in notebooks(ROOT)]
MOVING = tuple(f"{name}(" for name in interactive.__all__)
LONGEST_CELL = 12
LONGEST_STUB = 16
LONGEST_LINE = 82  # what fits into the column of a page
FORBIDDEN = {
    "a shell or magic command": r"^\s*[!%]",
    "an address": r"https?://",
    "an absolute path": r"[\"'](/|~|[A-Z]:\\)\w",
    "a changed search path": r"sys\.path",
    "a changed random seed for everyone": r"np\.random\.seed|torch\.manual_seed|^random\.seed",
    "glue of another page": r"\bglue\(",
}


@cache
def read(path):
    return nbformat.read(path, as_version=4)


def tags(cell):
    return cell.metadata.get("tags", [])


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def shown_cells(path):
    return [cell for cell in code_cells(path) if "remove-cell" not in tags(cell)]


def output_cells(path):
    """Cells whose value is a picture: their last line calls a `show_…`, or makes a figure."""
    last_lines = ((cell, cell.source.rstrip().splitlines()[-1]) for cell in shown_cells(path))
    return [cell for cell, line in last_lines if line.startswith(("show_", *MOVING))]


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_every_notebook_is_a_page_of_the_book():
    found = [path for path in (ROOT / "chapters").rglob("*.ipynb") if ".ipynb_" not in str(path)]
    assert NOTEBOOKS
    assert sorted(NOTEBOOKS) == sorted(found)


@each_notebook
def test_nothing_generated_is_committed(path):
    notebook = read(path)
    nbformat.validate(notebook)
    for cell in code_cells(path):
        assert cell.outputs == []
        assert cell.execution_count is None
        assert "execution" not in cell.metadata
    assert "widgets" not in notebook.metadata
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.language_info == {"name": "python"}


@each_notebook
def test_cell_ids_are_unique(path):
    ids = [cell.id for cell in read(path).cells]
    assert len(set(ids)) == len(ids)


@each_notebook
def test_cells_are_short(path):
    for cell in shown_cells(path):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        given = "raise NotImplementedError" in cell.source  # code that is to be mended
        assert len(lines) <= (LONGEST_STUB if given else LONGEST_CELL), cell.source
        assert max(map(len, lines)) <= LONGEST_LINE, max(lines, key=len)


@each_notebook
@pytest.mark.parametrize("what", FORBIDDEN)
def test_cells_hold_nothing_forbidden(path, what):
    for cell in code_cells(path):
        assert not re.search(FORBIDDEN[what], cell.source, re.MULTILINE), cell.source


@each_notebook
def test_the_book_is_written_with_its_library(path):
    assert any("from cnnlib" in cell.source for cell in code_cells(path))


@each_notebook
def test_nothing_is_defined_twice(path):
    stubs = [cell for cell in code_cells(path) if "check(" not in cell.source]
    trees = [ast.parse(cell.source) for cell in stubs]
    definitions = (ast.FunctionDef, ast.ClassDef)
    names = [node.name for tree in trees for node in tree.body if isinstance(node, definitions)]
    assert sorted(names) == sorted(set(names))


@each_notebook
def test_pictures_have_caption_name_and_alternative_text(path):
    for cell in output_cells(path):
        settings = cell.metadata.get("mystnb", {})
        assert settings.get("figure", {}).get("caption"), cell.source
        assert settings["figure"]["name"].startswith("fig-"), cell.source
        last = cell.source.rstrip().splitlines()[-1]
        if not last.startswith(MOVING):  # these say themselves what they show
            assert "alt=" in cell.source or settings.get("image", {}).get("alt"), cell.source


@each_notebook
def test_explore_does_not_print_its_function(path):
    for cell in code_cells(path):
        last = cell.source.rstrip().splitlines()[-1]
        assert not last.startswith("explore(") or last.endswith(";"), cell.source


@each_notebook
def test_assertions_are_not_shown(path):
    for cell in shown_cells(path):
        assert not cell.source.startswith("assert"), cell.source
