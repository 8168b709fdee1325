"""The outputs of the notebooks, in the cache from which Jupyter Book takes them.

The cache finds a notebook by its code cells and knows nothing of the library that they call. Each
entry is therefore marked with a hash of what they import (`cnnlib.book.imports`): a notebook is
*fresh* when the cache holds outputs of these cells that were made with it, and *stale* otherwise.
"""

import copy
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from nbformat import NotebookNode
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from cnnlib.book.contents import BookError, Chapter

_WIDGET = "application/vnd.jupyter.widget-view+json"


class Outputs:
    """The cache of the book at `root`; `open_outputs` opens and closes it."""

    def __init__(self, cache: JupyterCacheAbstract) -> None:
        self._cache = cache

    def made_with(self, chapter: Chapter) -> str | None:
        """The hash of what the outputs of a chapter were made with; None if there are none."""
        try:
            record = self._cache.match_cache_notebook(chapter.source)
            self._cache.merge_match_into_notebook(chapter.source)
        except (KeyError, ValueError):  # no entry, or one whose file is missing or cut short
            return None
        return record.data.get("made_with", "unknown")

    def seconds(self) -> dict[str, float]:
        """How long each notebook took when it was last run, by its path."""
        records = self._cache.list_cache_records()
        return {record.uri: record.data.get("execution_seconds", 0.0) for record in records}

    def store(self, chapter: Chapter, executed: NotebookNode, made_with: str) -> None:
        """Keep the outputs of an executed chapter, with the hash of what they were made with.

        They are laid into the notebook as it was read: all metadata that running it leaves (times,
        for one) would be part of the key under which the cache looks for it.
        """
        ran = _code_cells(executed)
        notebook = copy.deepcopy(chapter.source)
        for cell, result in zip(_code_cells(notebook), ran, strict=True):
            cell.outputs, cell.execution_count = result.outputs, result.execution_count
        if "language_info" in executed.metadata:
            notebook.metadata.language_info = executed.metadata.language_info

        _, key = self._cache.create_hashed_notebook(notebook)
        shutil.rmtree(self._cache.path / "executed" / key, ignore_errors=True)  # half an entry
        data = {"execution_seconds": _seconds(ran), "made_with": made_with}
        bundle = CacheBundleIn(notebook, chapter.path.as_posix(), data=data)
        self._cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)

    def forget_all_but(self, hashes: set[str]) -> None:
        """Remove all outputs that were made with something else."""
        for record in self._cache.list_cache_records():
            if record.data.get("made_with") not in hashes:
                with suppress(KeyError):  # its file is missing already
                    self._cache.remove_cache(record.pk)


@contextmanager
def open_outputs(root: Path) -> Iterator[Outputs]:
    """Open the cache; one that an interruption or a full disk has broken begins afresh."""
    folder = root.absolute() / "_build" / ".jupyter_cache"
    if make_url(f"sqlite:///{folder}").database != str(folder):
        raise BookError(f"rename a folder above the project: no ? and no % and digits in {root}")
    cache = get_cache(folder)
    try:
        cache.list_cache_records()
    except (RuntimeError, SQLAlchemyError):
        print(f"{folder} cannot be read: it begins afresh.", flush=True)
        cache.db.dispose()
        cache.clear_cache()
    try:
        yield Outputs(cache)
    finally:
        cache.db.dispose()


def fault(executed: NotebookNode) -> str | None:
    """What keeps the outputs of a notebook out of the book, with the cell that is to blame."""
    for number, cell in enumerate(_code_cells(executed), start=1):
        if reason := _fault_of_cell(cell):
            first_line = next(iter(cell.source.splitlines()), "")
            return f"code cell {number} ({first_line}) {reason}"
    return None


def _fault_of_cell(cell: NotebookNode) -> str | None:
    if cell.source.strip() and "shell.execute_reply" not in _times(cell):
        return "did not finish"
    if any(output.output_type == "error" for output in cell.outputs):
        return "raised an exception"
    if any(_WIDGET in output.get("data", {}) for output in cell.outputs):
        return "shows a widget, which is dead in a page; `cnnlib.interactive` has figures that live"
    return None


def _code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _times(cell: NotebookNode) -> dict[str, str]:
    return cell.metadata.get("execution", {})


def _seconds(cells: list[NotebookNode]) -> float:
    times = [datetime.fromisoformat(time) for cell in cells for time in _times(cell).values()]
    return (max(times) - min(times)).total_seconds() if times else 0.0
