"""Run the notebooks whose outputs the book lacks: ``python -m cnnlib.book.execute``.

Jupyter Book would run a notebook when it comes to its page, one after the other. Here they are run
beforehand, as tests, by nbmake; their outputs go into Jupyter Book's cache, so that building the
pages executes nothing. ``--name pooling`` runs that notebook alone.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat

from cnnlib.book.contents import BookError, Chapter, chapters, find
from cnnlib.book.environment import environment
from cnnlib.book.imports import Library
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
    """What they import has changed since they were run."""
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
    library = Library(root)
    made_with = {chapter.path: library.hash_for(chapter.source) for chapter in book}
    with open_outputs(root) as outputs:
        found = {chapter.path: outputs.made_with(chapter) for chapter in book}
        todo = [chapter for chapter in wanted if found[chapter.path] != made_with[chapter.path]]
        print(f"{len(todo)} of {len(wanted)} notebooks to run.", flush=True)
        if todo:
            _run(root, outputs, todo, made_with)
        if name is None:
            outputs.forget_all_but(set(made_with.values()))
    others = [path for path in made_with if named not in (None, path)]
    return Stale(
        outdated=[path for path in others if found[path] not in (made_with[path], None)],
        never_run=[path for path in others if found[path] is None],
    )


def _verify_solutions(chapter: Chapter) -> None:
    try:
        verify(chapter.source)
    except ValueError as error:
        raise BookError(f"{chapter.path}: {error}") from error


def _run(root: Path, outputs: Outputs, todo: list[Chapter], made_with: dict[Path, str]) -> None:
    """Run copies of the notebooks as tests and store the outputs of those that succeed."""
    ordered = _longest_first(todo, outputs.seconds())
    copies = [chapter.path.with_suffix(".ipynb") for chapter in ordered]
    options = ["--nbmake", "--overwrite", f"--nbmake-timeout={SECONDS_PER_CELL}"]
    options += ["-p", "no:cacheprovider", f"--numprocesses={WORKERS}", "--maxschedchunk=1"]
    options += ["-c", "pytest.ini", "--rootdir=.", "--verbose", "--durations=0"]
    command = [sys.executable, "-m", "pytest", *options, *map(str, copies)]
    # Not in the project, which may lie anywhere: nbmake passes over every path with `_build` in it.
    with tempfile.TemporaryDirectory(prefix="sliding-window-") as name:
        folder = Path(name)
        if "_build" in folder.parts:
            raise BookError(f"nbmake runs nothing in {folder}: point TMPDIR to another folder")
        for chapter, path in zip(ordered, copies, strict=True):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(chapter.source, folder / path)
        # With a settings file of its own, pytest does not read the project's.
        (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
        try:
            ran = subprocess.run(command, cwd=folder, env=environment(root), check=False)
        finally:  # what was finished before an interruption is kept, too
            faults = []
            for chapter, path in zip(ordered, copies, strict=True):
                if told := _store(outputs, chapter, folder / path, made_with[chapter.path]):
                    faults.append(told)
    if ran.returncode == _FOUND_NO_TEST:
        raise BookError("pytest found no notebook to run")
    if ran.returncode or faults:
        raise BookError("\n".join(faults) or f"pytest ended with exit code {ran.returncode}")


def _longest_first(todo: list[Chapter], seconds: dict[str, float]) -> list[Chapter]:
    """So that no worker is left alone with a long one at the end.

    Notebooks that never ran come first, and of these the last of the book: there the networks are
    largest.
    """
    return sorted(
        reversed(todo), key=lambda c: seconds.get(c.path.as_posix(), float("inf")), reverse=True
    )


def _store(outputs: Outputs, chapter: Chapter, copy: Path, made_with: str) -> str | None:
    """Store the outputs of an executed notebook, or say what is wrong with it."""
    try:
        executed = nbformat.read(copy, as_version=4)
    except ValueError as error:
        return f"{chapter.path}: the executed notebook cannot be read: {error}"
    if told := fault(executed):
        return f"{chapter.path}, {told}"
    outputs.store(chapter, executed, made_with)
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
