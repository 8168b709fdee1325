"""What a reader downloads from the site works where there is no repository."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from cnnlib.book.contents import notebooks
from cnnlib.book.package import write_downloads

PROJECT = Path(__file__).parents[2]
DOWNLOADS = PROJECT / "_build" / "html" / "_static" / "download"

RUN = """
import sys, nbclient, nbformat
notebook = nbformat.read(sys.argv[1], as_version=4)
notebook.cells.append(nbformat.v4.new_code_cell("import cnnlib; print(cnnlib.__file__)"))
nbclient.NotebookClient(notebook, timeout=240).execute()
print(notebook.cells[-1].outputs[0].text)
"""


@pytest.fixture
def python(tmp_path):
    """The Python of a new environment: the wheel, and the packages that this one has.

    The packages are found through a ``.pth`` file, in which the one of this environment's own,
    editable `cnnlib` does not count.
    """
    folder = tmp_path / "environment"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    (wheel,) = DOWNLOADS.glob("*.whl")
    install = ["install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "packages.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return python


def test_a_downloaded_notebook_runs_with_the_downloaded_wheel(python, tmp_path):
    with zipfile.ZipFile(DOWNLOADS / "notebooks.zip") as archive:
        archive.extractall(tmp_path / "empty")
        quick = [it for it in archive.infolist() if b"cnnlib.training" not in archive.read(it)]
        first = min(quick, key=lambda entry: entry.file_size).filename
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "CNNLIB_"))}
    done = subprocess.run(
        [str(python), "-c", RUN, first],
        cwd=tmp_path / "empty",
        env={**inherited, "CNNLIB_STATE": str(tmp_path / "state")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    imported = Path(done.stdout.strip())
    assert imported.is_relative_to(tmp_path / "environment")


def test_the_archive_holds_the_chapters_as_they_are():
    with zipfile.ZipFile(DOWNLOADS / "notebooks.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert held
    assert held == {
        f"notebooks/{path.relative_to('chapters').as_posix()}": (PROJECT / path).read_bytes()
        for path in notebooks(PROJECT)
    }


def test_the_wheel_holds_front_ends_and_licenses():
    (wheel,) = DOWNLOADS.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = [
        path.relative_to(PROJECT).as_posix()
        for path in (PROJECT / "cnnlib").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ]
    assert set(sources) <= names
    assert {name.split("/")[-1] for name in names} >= {"LICENSE", "LICENSE-CONTENT"}


def test_the_same_sources_make_the_same_downloads(tmp_path):
    contents = []
    for _ in range(2):
        write_downloads(PROJECT, tmp_path / "download")
        contents.append({p.name: p.read_bytes() for p in (tmp_path / "download").iterdir()})
        (tmp_path / "download" / "cnnlib-0.0.1-py3-none-any.whl").touch()  # of an older version
    assert contents[0] == contents[1]
    assert list(tmp_path.iterdir()) == [tmp_path / "download"]
