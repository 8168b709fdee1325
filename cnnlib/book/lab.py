"""Open the chapters in JupyterLab as notebooks of one's own: ``make lab``.

They are copied to ``my-notebooks/``, which git ignores. A file that is there is never overwritten:
what a reader has written stays, and the book's own notebooks stay as they are.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from cnnlib.book.contents import BookError, find, notebooks


def lay_out(root: Path) -> list[Path]:
    """Copy the chapters that ``my-notebooks/`` lacks; returns the copies."""
    own = {path: _own(root, path) for path in notebooks(root)}
    return [_copy(root / path, copy) for path, copy in own.items() if not copy.exists()]


def lay_beside(root: Path, name: str) -> Path:
    """Put a fresh copy of the chapter `name` beside the reader's own: ``pooling-2.ipynb``."""
    path = find(notebooks(root), name)
    copy, number = _own(root, path), 2
    while copy.exists():
        copy = copy.with_stem(f"{name}-{number}")
        number += 1
    return _copy(root / path, copy)


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
        opened = [str(lay_beside(root, known.new).relative_to(root))] if known.new else []
        for copy in lay_out(root):
            print(f"copied {copy.relative_to(root)}")
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "jupyterlab", "--ServerApp.root_dir=my-notebooks"]
    environment = {**os.environ, "JUPYTER_PREFER_ENV_PATH": "1"}  # the kernel is this Python
    command += [*opened, *further]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
