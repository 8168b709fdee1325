"""The pages are built strictly, from notebooks that are not run a second time."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_cache import get_cache

from cnnlib.book import execute
from cnnlib.book.build import build, main
from cnnlib.book.contents import chapters, fingerprint
from cnnlib.book.imports import Library
from tests.book.small_book import HARD_NAMES, SmallBook, run_without_kernel

PROJECT = Path(__file__).parents[2]
MARKDOWN = """\
---
file_format: mystnb
kernelspec: {{name: python3, display_name: Python 3}}
---

# Intro

```{{code-cell}} ipython3
---
tags: [remove-input]
---
with open({counter!r}, "a") as file:
    print(file.write("x"))
```
"""


@pytest.fixture
def book(tmp_path):
    return SmallBook(tmp_path / "book", "one", "two")


@pytest.fixture
def calls(monkeypatch):
    """The notebooks of each run of nbmake, which is not really started."""
    calls = []
    monkeypatch.setattr(execute, "subprocess", SimpleNamespace(run=run_without_kernel(calls)))
    return calls


def test_the_pages_are_built_once_and_run_nothing_again(book, capfd):
    book.notebook("one", "'forty' + '-two'")
    book.write("intro.md", MARKDOWN.format(counter=book.counter("intro")))
    assert build(book.root) == 0
    assert "forty-two" in book.page("one")
    assert book.runs("one", "two", "intro") == [1, 1, 1]
    assert f"{book.root.as_uri()}/_build/html/index.html" in capfd.readouterr().out

    written = (book.root / "_build" / "html" / "index.html").stat().st_mtime_ns
    assert build(book.root) == 0
    assert (book.root / "_build" / "html" / "index.html").stat().st_mtime_ns == written
    assert "Nothing has changed" in capfd.readouterr().out

    # Only the words change, and a page goes.
    book.notebook("one", "'forty' + '-two'", text="Other words.")
    book.toc("one")
    assert build(book.root) == 0
    assert "Other words." in book.page("one")
    assert "forty-two" in book.page("one")
    assert not (book.root / "_build" / "html" / "chapters" / "two.html").exists()
    assert book.runs("one", "two", "intro") == [1, 1, 1]


def test_a_project_may_lie_anywhere(tmp_path, calls):
    book = SmallBook(tmp_path.joinpath(*HARD_NAMES), "one")
    assert build(book.root) == 0
    assert "call 1" in book.page("one")
    assert build(book.root, "one") == 0
    assert len(calls) == 1


def test_a_failed_strict_build_stays_failed(book, calls, capfd):
    book.notebook("two", "6 * 7", text="See {ref}`nowhere`.")
    # A build for one chapter keeps the pages of the last one: the fault must not hide there.
    assert [build(book.root, name) for name in (None, "one", "one")] == [1, 1, 1]
    assert capfd.readouterr().err.count("undefined label: 'nowhere'") == 3
    assert calls == [["chapters/two.ipynb", "chapters/one.ipynb"]]


def test_a_name_renews_that_page_alone(book, calls, capfd):
    assert build(book.root, "one") == 0
    assert "Not run, and stale: chapters/two.ipynb." in capfd.readouterr().out
    assert build(book.root) == 0
    assert "call 2" in book.page("two")

    book.write("requirements.lock", "numpy==2.1\n")
    book.notebook("two", "6 * 9")
    assert build(book.root, "one") == 0
    assert "call 3" in book.page("one")  # though its own source is the same
    assert "call" not in book.page("two")
    assert calls == [["chapters/one.ipynb"], ["chapters/two.ipynb"], ["chapters/one.ipynb"]]
    assert book.runs("one", "two") == [0, 0]  # nor has Jupyter Book run anything


def test_a_fault_is_told_in_a_sentence(book, monkeypatch, capsys):
    book.write("chapters/one.ipynb", "{")
    monkeypatch.chdir(book.root)
    assert main([]) == 1
    assert capsys.readouterr().err.startswith("\nchapters/one.ipynb is not a notebook: ")
    assert not (book.root / "_build" / "html").exists()


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("chapters/one.ipynb", True),
        ("cnnlib/figure.js", True),
        ("cnnlib/book/templates/layout.html", True),
        ("chapters/results/note.md", True),
        ("_config.yml", True),
        ("assets/logo.svg", True),
        ("tests/test_library.py", False),
        ("my-notebooks/one.ipynb", False),
        ("_build/html/index.html", False),
        (".work/site/any", False),
        ("chapters/.ipynb_checkpoints/one.ipynb", False),
        ("cnnlib/__pycache__/library.pyc", False),
    ],
)
def test_what_the_book_is_made_of(book, path, counts):
    before = fingerprint(book.root)
    book.write(path, "changed")
    assert (fingerprint(book.root) != before) is counts


def test_no_notebook_of_the_built_book_was_run_by_jupyter_book():
    """What it runs itself it leaves in the cache without a word about the library."""
    cache = get_cache(PROJECT / "_build" / ".jupyter_cache")
    try:
        records = cache.list_cache_records()
    finally:
        cache.db.dispose()
    library = Library(PROJECT)
    run = {c.path.as_posix(): library.hash_for(c.source) for c in chapters(PROJECT)}
    assert {record.uri: record.data.get("made_with") for record in records} == run
