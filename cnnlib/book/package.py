"""What a reader downloads to play without the repository: the wheel of cnnlib, and the notebooks.

``pip install`` with the address of the wheel on the book's own site installs the library;
``notebooks.zip`` holds the chapters as they stand, without outputs.
"""

import shutil
import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from cnnlib.book.contents import notebooks

_NO_DATE = (1980, 1, 1, 0, 0, 0)
"""Given to every file in the archive, so that the same chapters make the same archive."""


def write_downloads(root: Path, target: Path) -> None:
    """Write the wheel and ``notebooks.zip`` of the project at `root` into the folder `target`.

    The folder is replaced as a whole: it never holds half a file, nor the wheel of an older
    version.
    """
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    list(WheelBuilder(str(root)).build(directory=str(fresh), versions=["standard"]))
    _write_notebooks(root, fresh / "notebooks.zip")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def _write_notebooks(root: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(notebooks(root)):
            name = path.relative_to("chapters").as_posix()
            entry = zipfile.ZipInfo(f"notebooks/{name}", date_time=_NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, (root / path).read_bytes())
