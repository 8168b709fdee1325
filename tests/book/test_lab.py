"""``make lab`` gives readers notebooks of their own and never takes back what they wrote."""

import sys
from types import SimpleNamespace

import pytest

from cnnlib.book import lab
from cnnlib.book.contents import BookError
from tests.book.small_book import SmallBook


@pytest.fixture
def book(tmp_path):
    return SmallBook(tmp_path, "one", "two", "case-studies/three")


def own(book):
    folder = book.root / "my-notebooks"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_missing_chapters_are_copied_and_others_left_alone(book):
    book.write("my-notebooks/two.ipynb", "mine")
    assert len(lab.lay_out(book.root)) == 2
    assert own(book) == ["case-studies/three.ipynb", "one.ipynb", "two.ipynb"]
    assert (book.root / "my-notebooks" / "two.ipynb").read_text("utf-8") == "mine"
    copied = (book.root / "my-notebooks" / "one.ipynb").read_bytes()
    assert copied == (book.root / "chapters" / "one.ipynb").read_bytes()
    assert lab.lay_out(book.root) == []


def test_a_fresh_copy_is_laid_beside(book):
    lab.lay_out(book.root)
    for name in ("three", "three", "two"):
        lab.lay_beside(book.root, name)
    assert own(book) == [
        "case-studies/three-2.ipynb",
        "case-studies/three-3.ipynb",
        "case-studies/three.ipynb",
        "one.ipynb",
        "two-2.ipynb",
        "two.ipynb",
    ]
    with pytest.raises(BookError, match=r"no chapter 'four'; there are: one, two, three"):
        lab.lay_beside(book.root, "four")


def test_jupyterlab_is_started_on_the_fresh_copy(book, monkeypatch):
    commands = []

    def run(command, **_):
        commands.append(command)
        return SimpleNamespace(returncode=7)

    monkeypatch.setattr(lab, "subprocess", SimpleNamespace(run=run))
    monkeypatch.chdir(book.root)
    assert lab.main(["--new", "two", "--no-browser"]) == 7
    jupyterlab = [sys.executable, "-m", "jupyterlab", "--ServerApp.root_dir=my-notebooks"]
    assert commands == [[*jupyterlab, "my-notebooks/two.ipynb", "--no-browser"]]
    assert lab.main(["--new", "four"]) == 1
