"""Run the notebooks whose outputs Jupyter Book's cache lacks, and put the outputs there.

Jupyter Book would run a notebook when it comes to its page: one after the other, and without a
report that a test runner gives. So the notebooks are run beforehand, as tests, by nbmake, and
building the pages executes nothing.

The cache finds a notebook by its code cells and knows nothing of the library that they call. Each
entry is therefore marked with a hash of the library: a notebook is *fresh* when the cache holds
outputs of these cells that were made with this library, and *stale* otherwise.

``python -m cnnlib.book.execute`` runs all stale notebooks of ``_toc.yml``, ``--name pooling`` that
one alone.
"""

import argparse
import copy
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from nbformat import NotebookNode
from sphinx_external_toc.parsing import MalformedError, parse_toc_yaml
from sqlalchemy.exc import SQLAlchemyError

SECONDS_PER_CELL = 240
WORKERS = 2

_WIDGET = "application/vnd.jupyter.widget-view+json"
_PYTEST_FOUND_NO_TEST = 5


class BookError(Exception):
    """What stops the build, in words for the one who writes the book."""


@dataclass(frozen=True)
class Chapter:
    """A notebook of the book: its path below the top of the project, and its source."""

    path: Path
    source: NotebookNode


def chapters(root: Path) -> list[Chapter]:
    """The notebooks of ``_toc.yml``, in no particular order but that of the file."""
    try:
        documents = parse_toc_yaml(root / "_toc.yml")
    except (OSError, MalformedError) as error:
        raise BookError(f"_toc.yml: {error}") from error
    paths = [Path(name if name.endswith(".ipynb") else f"{name}.ipynb") for name in documents]
    return [_read(root, path) for path in paths if (root / path).exists()]


def library_hash(root: Path) -> str:
    """A hash of what can change a notebook's outputs: the library and the locked packages.

    What only the pages use does not count: ``cnnlib/book`` and the front-ends.
    """
    files = [path for path in (root / "cnnlib").rglob("*") if path.is_file()]
    counted = [
        path
        for path in files
        if path.suffix not in {".js", ".css", ".pyc"}
        and path.relative_to(root).parts[:2] != ("cnnlib", "book")
        and not path.name.startswith(".")
    ]
    return hash_files(root, [*counted, root / "requirements.lock"])


def hash_files(root: Path, paths: Iterable[Path]) -> str:
    """A hash of the names and contents of files below `root`; a missing file counts as such."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes() if path.exists() else b"missing"
        name = path.relative_to(root).as_posix()
        digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class Stale:
    """The notebooks that were left as they are, because another one was asked for."""

    outdated: list[Path]
    """Their outputs come from another state of the library."""
    never_run: list[Path]
    """There are no outputs for their cells."""


def execute(root: Path, name: str | None = None) -> Stale:
    """Run the stale notebooks of the book at `root`, or of these only the one called `name`.

    Raises `BookError` if a notebook cannot be read, does not run to its end, or leaves outputs that
    a page cannot show. The outputs of the other notebooks are in the cache all the same.
    """
    book = chapters(root)
    wanted = book if name is None else [_find(book, name)]
    library = library_hash(root)
    with _open_cache(root / "_build" / ".jupyter_cache") as cache:
        todo = [chapter for chapter in wanted if _library_of(cache, chapter) != library]
        print(f"{len(wanted) - len(todo)} of {len(wanted)} notebooks are fresh.", flush=True)
        if todo:
            _run(root, cache, todo, library)
        if name is None:
            _forget_other_libraries(cache, library)
        others = {
            chapter.path: _library_of(cache, chapter) for chapter in book if chapter not in wanted
        }
    return Stale(
        outdated=[path for path, other in others.items() if other not in (library, None)],
        never_run=[path for path, other in others.items() if other is None],
    )


def _read(root: Path, path: Path) -> Chapter:
    try:
        notebook = nbformat.read(root / path, as_version=nbformat.NO_CONVERT)
        if notebook.get("nbformat") != 4:
            raise ValueError("its format is not version 4")
        nbformat.validate(notebook)
    except (ValueError, AttributeError, nbformat.ValidationError) as error:
        reason = str(error).strip().splitlines()[0]
        raise BookError(f"{path} is not a notebook: {reason}") from error
    return Chapter(path, notebook)


def _find(book: list[Chapter], name: str) -> Chapter:
    for chapter in book:
        if chapter.path.stem == name:
            return chapter
    names = ", ".join(chapter.path.stem for chapter in book)
    raise BookError(f"no notebook of _toc.yml is called {name!r}; there are: {names}")


@contextmanager
def _open_cache(folder: Path) -> Iterator[JupyterCacheAbstract]:
    cache = get_cache(folder)
    try:
        cache.list_cache_records()
    except (RuntimeError, SQLAlchemyError):
        # An interruption can leave a database without tables, a full disk a broken one.
        print(f"{folder} cannot be read: it begins afresh.", flush=True)
        cache.db.dispose()
        cache.clear_cache()
    try:
        yield cache
    finally:
        cache.db.dispose()


def _library_of(cache: JupyterCacheAbstract, chapter: Chapter) -> str | None:
    """The hash of the library that made the cached outputs; None if there are none."""
    try:
        record = cache.match_cache_notebook(chapter.source)
        cache.merge_match_into_notebook(chapter.source)
    except (KeyError, ValueError):  # no entry, or one whose file is missing or cut short
        return None
    return record.data.get("library", "unknown")


def _forget_other_libraries(cache: JupyterCacheAbstract, library: str) -> None:
    for record in cache.list_cache_records():
        if record.data.get("library") != library:
            with suppress(KeyError):  # an interrupted run left no file for it
                cache.remove_cache(record.pk)


def _run(root: Path, cache: JupyterCacheAbstract, todo: list[Chapter], library: str) -> None:
    """Run copies of the notebooks as tests and store the outputs of those that succeed."""
    # Not below `_build`: nbmake passes over every path with that name in it.
    folder = root / ".work" / "notebooks"
    shutil.rmtree(folder, ignore_errors=True)
    ordered = _longest_first(cache, todo)
    for chapter in ordered:
        (folder / chapter.path).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(chapter.source, folder / chapter.path)
    # With a settings file of its own, pytest does not read the project's.
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")

    options = ["--nbmake", "--overwrite", f"--nbmake-timeout={SECONDS_PER_CELL}"]
    options += ["-p", "no:cacheprovider", f"--numprocesses={WORKERS}", "--maxschedchunk=1"]
    options += ["-c", "pytest.ini", "--rootdir=.", "--verbose", "--durations=0"]
    command = [sys.executable, "-m", "pytest", *options, *(str(c.path) for c in ordered)]
    try:
        code = subprocess.run(command, cwd=folder, env=_environment(root)).returncode
    finally:  # what was finished before an interruption is kept, too
        faults = [fault for c in ordered if (fault := _store(cache, c, folder, library))]
    if code == _PYTEST_FOUND_NO_TEST:
        raise BookError("pytest found no notebook to run")
    if code or faults:
        raise BookError("\n".join(faults) or f"pytest ended with exit code {code}")


def _longest_first(cache: JupyterCacheAbstract, todo: list[Chapter]) -> list[Chapter]:
    """So that no worker is left alone with a long one at the end.

    A notebook that never ran comes before the others, the last of the book first: there the
    networks are largest.
    """
    seconds = {r.uri: r.data.get("execution_seconds", 0.0) for r in cache.list_cache_records()}
    return sorted(
        reversed(todo), key=lambda c: seconds.get(c.path.as_posix(), float("inf")), reverse=True
    )


def _environment(root: Path) -> dict[str, str]:
    """The environment of the notebooks: nothing in it of the one who builds the book.

    Settings of Jupyter, IPython, pytest and matplotlib are left out, so that the kernel is that of
    this Python and the outputs are the same for everyone; so is a reader's progress.
    """
    personal = ("JUPYTER_", "IPYTHON", "PYTEST_", "MPLBACKEND")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(personal)}
    return environment | {
        "CNNLIB_STATE": str(root.absolute() / ".work" / "notebooks" / "state"),
        "CNNLIB_STATIC": "1",
        "IPYTHONDIR": str(root.absolute() / ".work" / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "OMP_NUM_THREADS": "1",
    }


def _store(cache: JupyterCacheAbstract, chapter: Chapter, folder: Path, library: str) -> str | None:
    """Put the outputs of an executed notebook into the cache, or say what is wrong with them."""
    try:
        executed = nbformat.read(folder / chapter.path, as_version=4)
    except ValueError as error:
        return f"{chapter.path}: the executed notebook cannot be read: {error}"
    ran = [cell for cell in executed.cells if cell.cell_type == "code"]
    for number, cell in enumerate(ran, start=1):
        if fault := _fault(cell):
            first_line = next(iter(cell.source.splitlines()), "")
            return f"{chapter.path}, code cell {number} ({first_line}) {fault}"

    # The outputs go into the notebook as it was read, since every bit of metadata that running
    # it leaves (times, for one) would be part of the key under which the cache looks for it.
    notebook = copy.deepcopy(chapter.source)
    for cell, result in zip((c for c in notebook.cells if c.cell_type == "code"), ran, strict=True):
        cell.outputs, cell.execution_count = result.outputs, result.execution_count
    if "language_info" in executed.metadata:
        notebook.metadata.language_info = executed.metadata.language_info
    _, key = cache.create_hashed_notebook(notebook)
    shutil.rmtree(cache.path / "executed" / key, ignore_errors=True)  # of an interrupted run
    data = {"execution_seconds": _seconds(ran), "library": library}
    bundle = CacheBundleIn(notebook, chapter.path.as_posix(), data=data)
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    return None


def _fault(cell: NotebookNode) -> str | None:
    if cell.source.strip() and "shell.execute_reply" not in _times(cell):
        return "did not finish"
    kinds = {output.output_type for output in cell.outputs}
    if "error" in kinds:
        return "raised an exception"
    if any(_WIDGET in output.get("data", {}) for output in cell.outputs):
        return "shows a widget, which is dead in a page; `cnnlib.interactive` has figures that live"
    return None


def _times(cell: NotebookNode) -> dict[str, str]:
    return cell.metadata.get("execution", {})


def _seconds(cells: list[NotebookNode]) -> float:
    times = [datetime.fromisoformat(time) for cell in cells for time in _times(cell).values()]
    return (max(times) - min(times)).total_seconds() if times else 0.0


def main(arguments: list[str] | None = None) -> int:
    """The command line: exit code 1 and a reason when a notebook fails."""
    parser = argparse.ArgumentParser(prog="python -m cnnlib.book.execute", description=__doc__)
    parser.add_argument("--name", help="run this notebook alone, such as pooling")
    name = parser.parse_args(arguments).name
    try:
        execute(Path.cwd(), name)
    except BookError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
