"""Run the notebooks whose outputs the book lacks: ``python -m cnnlib.book.execute``.

Jupyter Book would run a notebook when it comes to its page, one after the other. Here they are run
beforehand, as tests, by nbmake; their outputs go into Jupyter Book's cache, so that building the
pages executes nothing. ``--name pooling`` runs that notebook alone.
"""

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat

from cnnlib.book.contents import BookError, Chapter, chapters, find, library_hash
from cnnlib.book.outputs import Outputs, fault, open_outputs
from cnnlib.book.solutions import verify

SECONDS_PER_CELL = 240
WORKERS = 2

_FOUND_NO_TEST = 5
"""The exit code of pytest that tells it."""


@dataclass(frozen=True)
class Stale:
    """The notebooks that were left as they are, because another one was asked for."""

    outdated: list[Path]
    """Their outputs come from another state of the library."""
    never_run: list[Path]
    """There are no outputs for their cells."""


def execute(root: Path, name: str | None = None) -> Stale:
    """Run the stale notebooks of the book at `root`, or of these only the one called `name`.

    Raises `BookError` if a notebook cannot be read, has an exercise without a solution that the
    checker accepts, does not run to its end, or leaves outputs that a page cannot show. The outputs
    of the others are kept all the same.
    """
    book = chapters(root)
    named = name and find([chapter.path for chapter in book], name)
    wanted = [chapter for chapter in book if named in (None, chapter.path)]
    for chapter in wanted:
        _verify_solutions(chapter)
    library = library_hash(root)
    with open_outputs(root) as outputs:
        todo = [chapter for chapter in wanted if outputs.library_of(chapter) != library]
        print(f"{len(todo)} of {len(wanted)} notebooks to run.", flush=True)
        if todo:
            _run(root, outputs, todo, library)
        if name is None:
            outputs.forget_other_libraries(library)
        others = {c.path: outputs.library_of(c) for c in book if c not in wanted}
    return Stale(
        outdated=[path for path, other in others.items() if other not in (library, None)],
        never_run=[path for path, other in others.items() if other is None],
    )


def _verify_solutions(chapter: Chapter) -> None:
    try:
        verify(chapter.source)
    except ValueError as error:
        raise BookError(f"{chapter.path}: {error}") from error


def _run(root: Path, outputs: Outputs, todo: list[Chapter], library: str) -> None:
    """Run copies of the notebooks as tests and store the outputs of those that succeed."""
    # Not below `_build`: nbmake passes over every path with that name in it.
    folder = root / ".work" / "notebooks"
    shutil.rmtree(folder, ignore_errors=True)
    ordered = _longest_first(todo, outputs.seconds())
    copies = [chapter.path.with_suffix(".ipynb") for chapter in ordered]
    for chapter, path in zip(ordered, copies, strict=True):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(chapter.source, folder / path)
    # With a settings file of its own, pytest does not read the project's.
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")

    options = ["--nbmake", "--overwrite", f"--nbmake-timeout={SECONDS_PER_CELL}"]
    options += ["-p", "no:cacheprovider", f"--numprocesses={WORKERS}", "--maxschedchunk=1"]
    options += ["-c", "pytest.ini", "--rootdir=.", "--verbose", "--durations=0"]
    command = [sys.executable, "-m", "pytest", *options, *map(str, copies)]
    try:
        code = subprocess.run(command, cwd=folder, env=_environment(root), check=False).returncode
    finally:  # what was finished before an interruption is kept, too
        ran = zip(ordered, copies, strict=True)
        faults = [told for c, path in ran if (told := _store(outputs, c, folder / path, library))]
    if code == _FOUND_NO_TEST:
        raise BookError("pytest found no notebook to run")
    if code or faults:
        raise BookError("\n".join(faults) or f"pytest ended with exit code {code}")


def _longest_first(todo: list[Chapter], seconds: dict[str, float]) -> list[Chapter]:
    """So that no worker is left alone with a long one at the end.

    Notebooks that never ran come first, and of these the last of the book: there the networks are
    largest.
    """
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
    work = root.absolute() / ".work"
    return environment | {
        "CNNLIB_STATE": str(work / "notebooks" / "state"),
        "CNNLIB_STATIC": "1",
        "IPYTHONDIR": str(work / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "OMP_NUM_THREADS": "1",
    }


def _store(outputs: Outputs, chapter: Chapter, copy: Path, library: str) -> str | None:
    """Store the outputs of an executed notebook, or say what is wrong with it."""
    try:
        executed = nbformat.read(copy, as_version=4)
    except ValueError as error:
        return f"{chapter.path}: the executed notebook cannot be read: {error}"
    if told := fault(executed):
        return f"{chapter.path}, {told}"
    outputs.store(chapter, executed, library)
    return None


def main(arguments: list[str] | None = None) -> int:
    """The command line: exit code 1 and a reason when a notebook fails."""
    parser = argparse.ArgumentParser(prog="python -m cnnlib.book.execute", description=__doc__)
    parser.add_argument("--name", help="run this notebook alone, such as pooling")
    try:
        execute(Path.cwd(), parser.parse_args(arguments).name)
    except BookError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
