"""Open the chapters in JupyterLab as notebooks of one's own: ``make lab``.

They are copied to ``my-notebooks/``, which git ignores. A file that is there is never overwritten:
what a reader has written stays, and the book's own notebooks stay as they are.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from cnnlib.book.execute import BookError, chapters


def lay_out(root: Path) -> list[Path]:
    """Copy the chapters that ``my-notebooks/`` lacks; returns the copies."""
    missing = {path: _own(root, path) for path in _chapters(root)}
    return [_copy(root / path, own) for path, own in missing.items() if not own.exists()]


def lay_beside(root: Path, name: str) -> Path:
    """Put a fresh copy of the chapter `name` beside the reader's own: ``pooling-2.ipynb``."""
    for path in _chapters(root):
        if path.stem == name:
            own = _own(root, path)
            number = 2
            while (beside := own.with_stem(f"{name}-{number}")).exists():
                number += 1
            return _copy(root / path, beside if own.exists() else own)
    names = ", ".join(path.stem for path in _chapters(root))
    raise BookError(f"there is no chapter {name!r}; there are: {names}")


def _chapters(root: Path) -> list[Path]:
    return [chapter.path for chapter in chapters(root)]


def _own(root: Path, path: Path) -> Path:
    return root / "my-notebooks" / path.relative_to("chapters")


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    shutil.copyfile(source, partial)
    return partial.rename(target)


def main(arguments: list[str] | None = None) -> int:
    """Copy what is missing and start JupyterLab, whose own arguments may follow."""
    parser = argparse.ArgumentParser(prog="python -m cnnlib.book.lab", description=__doc__)
    parser.add_argument("--new", metavar="NAME", help="lay a fresh copy of this chapter beside")
    known, further = parser.parse_known_args(arguments)
    root = Path.cwd()
    try:
        for copy in lay_out(root):
            print(f"copied {copy.relative_to(root)}")
        opened = [str(lay_beside(root, known.new).relative_to(root))] if known.new else []
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "jupyterlab", "--ServerApp.root_dir=my-notebooks"]
    return subprocess.run([*command, *opened, *further], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
