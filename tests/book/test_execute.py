"""The notebooks are run once, by nbmake, and again only when something has changed."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from jupyter_cache import get_cache
from nbformat import v4

from cnnlib.book import execute as module
from cnnlib.book.contents import BookError
from cnnlib.book.execute import Stale, execute
from cnnlib.exercises import registry
from tests.book.small_book import HARD_NAMES, SmallBook, run_without_kernel


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
    ("path", "content", "stale"),
    [
        ("cnnlib/library.py", "ANSWER = 43\n", "one"),
        ("cnnlib/photographs/new.txt", "pixels", "one two"),
        ("requirements.lock", "numpy==2.1\n", "one two"),
    ],
    ids=["module", "data file", "lock"],
)
def test_what_a_notebook_is_made_with_makes_it_stale(book, calls, path, content, stale):
    book.notebook("one", "from cnnlib.library import ANSWER")
    execute(book.root)
    book.write(path, content)
    execute(book.root)
    execute(book.root)
    expected = [f"chapters/{name}.ipynb" for name in stale.split()]
    assert [sorted(names) for names in calls[1:]] == [expected]


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
    home = tmp_path / "home"
    settings = {
        "kernels": '{"argv": ["false"], "display_name": "mine", "language": "python"}',
        "ipython": "c.InteractiveShellApp.exec_lines = ['mine = 1']",
        "matplotlib": "figure.facecolor: black",
        "python": "mine = 1",
    }
    for kind, path in {
        "kernels": "home/.local/share/jupyter/kernels/python3/kernel.json",
        "ipython": "home/.ipython/profile_default/ipython_config.py",
        "matplotlib": "home/.config/matplotlib/matplotlibrc",
        "python": "path/sitecustomize.py",
    }.items():
        for place in {path, path.replace(".local/share/jupyter", "Library/Jupyter")}:
            (tmp_path / place).parent.mkdir(parents=True)
            (tmp_path / place).write_text(settings[kind], "utf-8")
    mine = {
        "HOME": str(home),
        "IPYTHONDIR": str(home / ".ipython"),
        "JUPYTER_PATH": str(home / ".local/share/jupyter"),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "LC_ALL": "C",
        "MATPLOTLIBRC": str(home / ".config/matplotlib"),
        "MPLCONFIGDIR": str(home / ".config/matplotlib"),
        "OMP_NUM_THREADS": "7",
        "PYTEST_ADDOPTS": "--no-such-option",
        "PYTHONOPTIMIZE": "1",
        "PYTHONPATH": str(tmp_path / "path"),
        "TZ": "Asia/Tokyo",
        "XDG_CONFIG_HOME": str(home / ".config"),
    }
    for name, value in mine.items():
        monkeypatch.setenv(name, value)
    # Settings like those of the project: they are for its own tests.
    book.write("pyproject.toml", '[tool.pytest.ini_options]\naddopts = "--no-such-option"\n')
    book.notebook(
        "settings",
        "import os, sys, warnings",
        "warnings.warn('no error', DeprecationWarning)",
        "import matplotlib, matplotlib.pyplot",
        "print(matplotlib.rcParams['figure.facecolor'], matplotlib.get_backend())",
        "print('mine' in globals(), 'sitecustomize' in sys.modules, __debug__)",
        "print(sys.executable, *(f'{name}={os.environ.get(name)}' for name in "
        f"{sorted([*mine, 'CNNLIB_STATIC'])}))",
    )
    book.toc("settings")
    execute(book.root)
    shown = text(cached(book, "settings"))
    assert "white inline\n" in shown or "white module://matplotlib_inline" in shown
    assert "False False True\n" in shown
    left = dict(pair.split("=", 1) for pair in shown.split(sys.executable)[1].split())
    own = {"CNNLIB_STATIC": "1", "HOME": str(book.root / ".work" / "home"), "LC_ALL": "C.UTF-8"}
    own |= {"OMP_NUM_THREADS": "1", "TZ": "UTC", "JUPYTER_PREFER_ENV_PATH": "1"}
    assert left == dict.fromkeys(mine, "None") | own


def test_a_project_may_lie_anywhere(tmp_path):
    book = SmallBook(tmp_path.joinpath(*HARD_NAMES), "one")
    execute(book.root)
    assert text(cached(book, "one")) == "42"


@pytest.mark.parametrize("name", ["what?", "a%20b"])
def test_a_folder_in_which_there_can_be_no_cache_is_named(tmp_path, calls, name):
    book = SmallBook(tmp_path / name, "one")
    with pytest.raises(BookError, match=r"rename a folder above .*(what\?|a%20b)"):
        execute(book.root)
    assert not calls


def test_a_folder_in_which_nbmake_runs_nothing_is_named(book, calls, monkeypatch, tmp_path):
    blamed = tmp_path / "_build"
    blamed.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(blamed))
    with pytest.raises(BookError, match=r"nothing in .*/_build/.*: point TMPDIR to another folder"):
        execute(book.root)
    assert not calls


def test_a_name_runs_that_notebook_alone(book, calls):
    for name in ("one", "two"):
        book.notebook(name, "from cnnlib.library import ANSWER")
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
    book.write("requirements.lock", "numpy==2.1\n")
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


@pytest.mark.parametrize("fault", ["another stub", "a solution that fails"])
def test_an_exercise_that_is_not_whole_stops_the_build(book, calls, monkeypatch, fault):
    stub = "def echo(sound, kernel):\n    return ..."
    if fault == "another stub":
        stub = stub.replace("kernel", "room")
    else:

        def echo(sound, kernel):
            return sound + kernel

        assert registry.find("03-echo").data  # made from the right solution, before
        monkeypatch.setitem(registry.find("03-echo").__dict__, "solution", echo)
    path = book.root / "chapters" / "one.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [
        v4.new_markdown_cell("```{exercise}\n:label: 03-echo\n\nWrite it.\n```"),
        v4.new_code_cell(stub),
        v4.new_code_cell('check("03-echo", echo)'),
    ]
    nbformat.write(notebook, path)
    words = "its stub must define" if fault == "another stub" else "its solution fails"
    with pytest.raises(BookError, match=rf"^chapters/one\.ipynb: exercise 03-echo: {words}"):
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
