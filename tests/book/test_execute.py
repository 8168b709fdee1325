"""The notebooks are run once, by nbmake, and again only when something has changed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from jupyter_cache import get_cache
from nbformat import v4

from cnnlib.book import execute as module
from cnnlib.book.contents import BookError
from cnnlib.book.execute import Stale, execute
from tests.book.small_book import SmallBook, run_without_kernel


@pytest.fixture
def book(tmp_path):
    return SmallBook(tmp_path / "book", "one", "two")


@pytest.fixture
def calls(monkeypatch):
    """The notebooks of each run of nbmake, which is not really started."""
    calls = []
    monkeypatch.setattr(module, "subprocess", SimpleNamespace(run=run_without_kernel(calls)))
    return calls


def cached(book, name):
    """The chapter with its outputs, as Jupyter Book takes it from the cache."""
    cache = get_cache(book.root / "_build" / ".jupyter_cache")
    try:
        source = nbformat.read(book.root / "chapters" / f"{name}.ipynb", as_version=4)
        return cache.merge_match_into_notebook(source)[1]
    finally:
        cache.db.dispose()


def text(notebook):
    return "".join(
        output.get("text", "") or output["data"]["text/plain"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )


def test_a_notebook_runs_again_only_when_its_code_or_the_library_changes(book):
    execute(book.root)
    assert book.runs("one", "two") == [1, 1]
    assert text(cached(book, "one")) == "42"

    book.notebook("one", "6 * 7", text="Other words.")
    book.write("cnnlib/figure.js", "export default { render() {} };\n")
    book.write("cnnlib/book/extension.py", "")
    execute(book.root)
    assert book.runs("one", "two") == [1, 1]

    book.notebook("one", "6 * 9")
    execute(book.root)
    assert book.runs("one", "two") == [2, 1]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("cnnlib/library.py", "ANSWER = 43\n"),
        ("cnnlib/photographs/new.txt", "pixels"),
        ("requirements.lock", "numpy==2.1\n"),
    ],
    ids=["module", "data file", "lock"],
)
def test_a_change_of_the_library_makes_all_notebooks_stale(book, calls, path, content):
    execute(book.root)
    book.write(path, content)
    execute(book.root)
    execute(book.root)
    assert [sorted(names) for names in calls] == [["chapters/one.ipynb", "chapters/two.ipynb"]] * 2


def test_what_fails_is_told_and_what_succeeds_is_kept(book, monkeypatch, capfd):
    # The limit is for "slow" alone, which meets it on every machine.
    monkeypatch.setattr(module, "SECONDS_PER_CELL", 3)
    book.notebook("slow", "import time; time.sleep(10**6)", seconds=None)
    book.notebook("raises", "numerator = 1", "numerator / 0  # this line")
    book.notebook(
        "widget",
        "from IPython.display import display\n"
        "display({'application/vnd.jupyter.widget-view+json': {'model_id': 'a'}}, raw=True)",
    )
    book.toc("one", "widget", "raises", "slow")
    with pytest.raises(BookError) as error:
        execute(book.root)
    assert str(error.value).splitlines() == [
        "chapters/slow.ipynb, code cell 1 (import time; time.sleep(10**6)) did not finish",
        "chapters/raises.ipynb, code cell 3 (numerator / 0  # this line) raised an exception",
        "chapters/widget.ipynb, code cell 2 (from IPython.display import display) shows a widget, "
        "which is dead in a page; `cnnlib.interactive` has figures that live",
    ]
    shown = capfd.readouterr().out
    assert "numerator / 0  # this line" in shown
    assert "ZeroDivisionError" in shown
    assert "division by zero" in shown
    assert "A cell timed out" in shown

    book.notebook("raises", "numerator = 1")
    book.toc("one", "raises")
    execute(book.root)
    assert book.runs("one", "raises") == [1, 2]


def test_nothing_of_the_users_settings_reaches_a_notebook(book, monkeypatch, tmp_path):
    false_kernel = {"argv": ["false"], "display_name": "mine", "language": "python"}
    for folder in ("home/.local/share/jupyter", "home/Library/Jupyter", "elsewhere"):
        spec = tmp_path / folder / "kernels" / "python3" / "kernel.json"
        spec.parent.mkdir(parents=True)
        spec.write_text(json.dumps(false_kernel), "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    # Settings like those of the project: they are for its own tests.
    book.write("pyproject.toml", '[tool.pytest.ini_options]\naddopts = "--no-such-option"\n')
    book.notebook(
        "settings",
        "import os, sys, warnings",
        "warnings.warn('no error', DeprecationWarning)",
        "names = ['CNNLIB_STATIC', 'OMP_NUM_THREADS', 'MPLBACKEND', 'CNNLIB_STATE']\n"
        "print(sys.executable, *(os.environ.get(name) for name in names))",
    )
    book.toc("settings")
    execute(book.root)
    state = book.root / ".work" / "notebooks" / "state"
    inline = "module://matplotlib_inline.backend_inline"
    assert f"{sys.executable} 1 1 {inline} {state}\n" in text(cached(book, "settings"))


def test_a_name_runs_that_notebook_alone(book, calls):
    assert execute(book.root, "two") == Stale(outdated=[], never_run=[Path("chapters/one.ipynb")])
    execute(book.root)
    book.write("cnnlib/library.py", "ANSWER = 43\n")
    assert execute(book.root, "two") == Stale(outdated=[Path("chapters/one.ipynb")], never_run=[])
    assert text(cached(book, "one")) == "'call 2'" * 2  # its old outputs still serve the page
    assert calls == [[f"chapters/{name}.ipynb"] for name in ("two", "one", "two")]
    with pytest.raises(BookError, match=r"no chapter 'three'; there are: one, two"):
        execute(book.root, "three")


def test_the_longest_is_started_first(book, calls):
    book.notebook("long", "1", "2", "3")
    book.toc("one", "long", "two")
    execute(book.root)
    book.write("cnnlib/library.py", "ANSWER = 43\n")
    book.notebook("new", "1")
    book.toc("one", "long", "new", "two")
    execute(book.root)
    assert calls[0] == [f"chapters/{name}.ipynb" for name in ("two", "long", "one")]
    assert calls[1] == [f"chapters/{name}.ipynb" for name in ("new", "long", "two", "one")]


def test_an_interruption_keeps_what_was_finished(book, calls):
    book.notebook("hang", "1")
    book.toc("hang", "one", "two")
    with pytest.raises(KeyboardInterrupt):
        execute(book.root)
    book.toc("one", "two")
    execute(book.root)
    assert len(calls) == 1


def break_entry(folder, change):
    for entry in folder.glob("executed/*/base.ipynb"):
        change(entry)


BREAKAGES = {
    "notebook cut short": lambda f: break_entry(f, lambda e: e.write_text(e.read_text()[:99])),
    "notebook empty": lambda f: break_entry(f, lambda e: e.write_text("")),
    "notebook missing": lambda f: break_entry(f, Path.unlink),
    "database empty": lambda f: (f / "global.db").write_bytes(b""),
    "database broken": lambda f: (f / "global.db").write_bytes(b"no database" * 500),
    "database missing": lambda f: (f / "global.db").unlink(),
}


@pytest.mark.parametrize("breakage", BREAKAGES.values(), ids=BREAKAGES.keys())
def test_a_broken_cache_is_mended(book, calls, breakage):
    execute(book.root)
    breakage(book.root / "_build" / ".jupyter_cache")
    execute(book.root)
    assert len(calls) == 2
    assert text(cached(book, "one")) == "'call 2'" * 2
    execute(book.root)
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "does not appear to be JSON"),
        ("", "does not appear to be JSON"),
        ("<<<<<<< HEAD\n{}", "does not appear to be JSON"),
        ("[]", ""),
        ('{"cells": []}', "its format is not version 4"),
        ('{"cells": [{}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "is invalid"),
    ],
    ids=["cut short", "empty", "merge conflict", "list", "no version", "cell of no type"],
)
def test_a_file_that_is_no_notebook_stops_the_build(book, calls, content, reason):
    book.write("chapters/two.ipynb", content)
    with pytest.raises(BookError, match=r"^chapters/two\.ipynb is not a notebook: .*\S") as error:
        execute(book.root)
    assert reason in str(error.value)
    assert not calls


def test_a_markdown_file_that_is_no_notebook_stops_the_build(book, calls):
    book.write("intro.md", "---\nfile_format: mystnb\n---\n\n```{code-cell}\n---\n: [\n---\n```\n")
    with pytest.raises(BookError, match=r"^intro\.md is not a notebook: .*\S"):
        execute(book.root)
    assert not calls


def test_an_exercise_without_a_solution_stops_the_build(book, calls):
    path = book.root / "chapters" / "one.ipynb"
    notebook = nbformat.read(path, as_version=4)
    text = "```{exercise} An echo\n:label: 03-echo\n\nWrite it.\n```"
    notebook.cells += [
        v4.new_markdown_cell(text),
        v4.new_code_cell("def echo(sound, kernel):\n    return ..."),
        v4.new_code_cell('check("03-echo", echo)'),
    ]
    nbformat.write(notebook, path)
    with pytest.raises(BookError, match=r"^chapters/one\.ipynb: exercise 03-echo has no solution"):
        execute(book.root)
    assert not calls


def test_a_table_of_contents_that_is_none_stops_the_build(book):
    book.write("_toc.yml", "format: jb-book\n")
    with pytest.raises(BookError, match=r"^_toc\.yml: "):
        execute(book.root)


@pytest.mark.parametrize(
    ("code", "message"),
    [(5, "pytest found no notebook to run"), (3, "did not finish"), (0, "did not finish")],
    ids=["no test found", "internal error", "passed without running"],
)
def test_nothing_passes_that_was_not_run(book, monkeypatch, code, message):
    run = SimpleNamespace(run=lambda *_, **__: SimpleNamespace(returncode=code))
    monkeypatch.setattr(module, "subprocess", run)
    with pytest.raises(BookError, match=message):
        execute(book.root)


def test_a_notebook_without_code_is_in_the_cache_too(book, calls):
    words = v4.new_notebook(cells=[v4.new_markdown_cell("# Words")])
    nbformat.write(words, book.root / "chapters" / "words.ipynb")
    book.toc("words")
    execute(book.root)
    execute(book.root)
    assert cached(book, "words").cells[0].source == "# Words"
    assert calls == [["chapters/words.ipynb"]]


def test_the_command_line_tells_the_reason_and_fails(book):
    book.write("chapters/one.ipynb", "{")
    command = [sys.executable, "-m", "cnnlib.book.execute"]
    environment = {**os.environ, "PYTHONSAFEPATH": "1"}  # the book's folder holds another cnnlib
    done = subprocess.run(
        command, cwd=book.root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "chapters/one.ipynb is not a notebook" in done.stderr
    assert "Traceback" not in done.stderr
