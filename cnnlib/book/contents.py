"""What the book is made of: its notebooks, and a hash that tells whether anything has changed."""

from dataclasses import dataclass
from pathlib import Path

import nbformat
from myst_nb.core.read import (
    MystMetadataParsingError,
    is_myst_markdown_notebook,
    read_myst_markdown_notebook,
)
from nbformat import NotebookNode
from sphinx_external_toc.parsing import MalformedError, parse_toc_yaml

from cnnlib.book.imports import hash_files

_FOLDERS = ("assets", "chapters", "cnnlib")
_UNREADABLE = (ValueError, AttributeError, nbformat.ValidationError, MystMetadataParsingError)


class BookError(Exception):
    """What stops the build, in words for the one who writes the book."""


@dataclass(frozen=True)
class Chapter:
    """A page of the book that holds code: its path below the top of the project, and its source.

    Most are notebooks; a Markdown file that says ``file_format: mystnb`` at its top is one, too.
    """

    path: Path
    source: NotebookNode


def notebooks(root: Path) -> list[Path]:
    """The chapters that a reader can take away: those that are ``.ipynb`` files."""
    return [chapter.path for chapter in chapters(root) if chapter.path.suffix == ".ipynb"]


def chapters(root: Path) -> list[Chapter]:
    """The pages of ``_toc.yml`` that hold code.

    Raises `BookError` if that file or one of the pages cannot be read.
    """
    try:
        documents = list(parse_toc_yaml(root / "_toc.yml"))
    except (OSError, ValueError, MalformedError) as error:
        raise BookError(f"_toc.yml: {error}") from error
    paths = [Path(f"{name}{suffix}") for name in documents for suffix in ("", ".ipynb", ".md")]
    read = ((path, _read(root, path)) for path in paths if (root / path).is_file())
    return [Chapter(path, source) for path, source in read if source is not None]


def find(paths: list[Path], name: str) -> Path:
    """The one of these files that is called `name`, without folder and ending."""
    for path in paths:
        if path.stem == name:
            return path
    raise BookError(
        f"there is no chapter {name!r}; there are: {', '.join(path.stem for path in paths)}"
    )


def fingerprint(root: Path) -> str:
    """A hash of everything that the pages are made of: the folders, and the files at the top."""
    files = [path for path in root.iterdir() if path.is_file()]
    for folder in _FOLDERS:
        files += (root / folder).rglob("*")
    return hash_files(root, files)


def _read(root: Path, path: Path) -> NotebookNode | None:
    """The page as a notebook; None if it is plain Markdown."""
    try:
        if path.suffix != ".ipynb":
            text = (root / path).read_text("utf-8")
            return read_myst_markdown_notebook(text) if is_myst_markdown_notebook(text) else None
        notebook = nbformat.read(root / path, as_version=nbformat.NO_CONVERT)
        if notebook.get("nbformat") != 4:
            raise ValueError("its format is not version 4")
        nbformat.validate(notebook)
    except _UNREADABLE as error:
        reason = str(error).strip().splitlines()[0]
        raise BookError(f"{path} is not a notebook: {reason}") from error
    return notebook
