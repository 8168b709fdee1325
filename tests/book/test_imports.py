"""A notebook runs again when what it imports has changed, and only then."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import v4

from cnnlib.book.contents import chapters
from cnnlib.book.imports import Library

PROJECT = Path(__file__).parents[2]

LAZY = '_HOME = {"check": "_check", "question": "_check", "progress": "_progress"}\n'
LAZY += "def __getattr__(name): ...\n"
FILES = {
    "cnnlib/__init__.py": "",
    "cnnlib/sums.py": "import math",
    "cnnlib/tools/__init__.py": "from .inner import helper\n",
    "cnnlib/tools/inner.py": "def helper():\n    from cnnlib.sums import add\n",
    "cnnlib/tools/other.py": "",
    "cnnlib/exercises/__init__.py": LAZY,
    "cnnlib/exercises/_check.py": "from cnnlib.exercises import registry",
    "cnnlib/exercises/_progress.py": "from cnnlib.exercises import registry",
    "cnnlib/exercises/registry.py": "import cnnlib.exercises as package",
    "cnnlib/exercises/check.js": "",
    "cnnlib/exercises/chapter03/__init__.py": "from cnnlib import sums",
    "cnnlib/exercises/chapter03/numbers.py": "",
    "cnnlib/exercises/chapter04.py": "import cnnlib.tools.other",
    "cnnlib/exercises/chapter04.md": "",
    "cnnlib/figures/__init__.py": '_HOME = {"Lab": "lab", "explore": "_explore"}\n',
    "cnnlib/figures/lab.py": "",
    "cnnlib/figures/_explore/__init__.py": "from ._frames import frames",
    "cnnlib/figures/_explore/_frames.py": "",
    "cnnlib/silent/__init__.py": "def __getattr__(name): ...\n",
    "cnnlib/silent/hidden.py": "",
    "cnnlib/book/assets.py": "",
    "cnnlib/photo.png": "",
    "requirements.lock": "",
}
EXERCISES = {"exercises/__init__", "exercises/_check", "exercises/registry", "exercises/_progress"}
OF_03 = {"exercises/chapter03/__init__", "exercises/chapter03/numbers", "sums"}
OF_04 = {"exercises/chapter04", "tools/__init__", "tools/inner", "tools/other", "sums"}
TOOLS = {"tools/__init__", "tools/inner", "sums"}
EXPLORE = {"figures/__init__", "figures/_explore/__init__", "figures/_explore/_frames"}
EVERYTHING = {name.removeprefix("cnnlib/")[:-3] for name in FILES if name.endswith(".py")}

CODE = {
    "nothing": ("import numpy", set()),
    "a module": ("import cnnlib.sums", {"sums"}),
    "a module of a package": ("from cnnlib.tools import other", TOOLS | {"tools/other"}),
    "a name of a package": ("from cnnlib.tools import helper", TOOLS),
    "inside a function": ("def f():\n    from cnnlib import sums", {"sums"}),
    "a name that is loaded late": ("from cnnlib.figures import explore", EXPLORE),
    "all of a late package": ("import cnnlib.figures as f", EXPLORE | {"figures/lab"}),
    "a package that does not say": ("import cnnlib.silent", {"silent/__init__", "silent/hidden"}),
    "a question": (
        'from cnnlib.exercises import question\nquestion("03-echo")',
        EXERCISES | OF_03,
    ),
    "another chapter's question": (
        "from cnnlib.exercises import check\ncheck('04-sizes', f)",
        EXERCISES | OF_04,
    ),
    "a question not named": (
        "from cnnlib.exercises import question\nquestion(name)",
        EXERCISES | OF_03 | OF_04,
    ),
    "the progress": ("from cnnlib.exercises import progress", EXERCISES | OF_03 | OF_04),
    "a magic command": ("%matplotlib inline", EVERYTHING | {"__init__"}),
}


@pytest.fixture
def root(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def notebook(*sources):
    return v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])


@pytest.mark.parametrize(("code", "expected"), CODE.values(), ids=CODE)
def test_what_code_imports(root, code, expected):
    found = Library(root).modules_for(notebook("x = 1", code))
    names = {path.relative_to(root / "cnnlib").with_suffix("").as_posix() for path in found}
    assert names == expected | ({"__init__"} if "cnnlib" in code else expected & {"__init__"})


@pytest.mark.parametrize(
    ("path", "stale"),
    [
        ("cnnlib/exercises/chapter03/numbers.py", "03 all"),
        ("cnnlib/exercises/chapter04.py", "04 all"),
        ("cnnlib/exercises/chapter04.md", "04 all"),
        ("cnnlib/exercises/registry.py", "03 04 all"),
        ("cnnlib/sums.py", "03 04 all"),
        ("cnnlib/tools/inner.py", "04 all"),
        ("cnnlib/photo.png", "03 04 all none"),
        ("requirements.lock", "03 04 all none"),
        ("cnnlib/exercises/check.js", ""),
        ("cnnlib/book/assets.py", ""),
        ("cnnlib/figures/lab.py", ""),
    ],
)
def test_a_change_makes_stale_what_imports_it(root, path, stale):
    asks = "from cnnlib.exercises import question\nquestion('{}-echo')"
    books = {
        "03": notebook(asks.format("03")),
        "04": notebook(asks.format("04")),
        "all": notebook("from cnnlib.exercises import progress"),
        "none": notebook("1 + 1"),
    }
    before = {name: Library(root).hash_for(book) for name, book in books.items()}
    (root / path).write_text("# changed", "utf-8")
    after = {name: Library(root).hash_for(book) for name, book in books.items()}
    assert [name for name in books if before[name] != after[name]] == stale.split()


@pytest.mark.parametrize("chapter", chapters(PROJECT), ids=lambda chapter: chapter.path.stem)
def test_nothing_that_a_page_really_loads_is_missed(chapter):
    """The page's own imports are run, and its exercises are found."""
    code = "\n".join(cell.source for cell in chapter.source.cells if cell.cell_type == "code")
    imports = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    names = [
        node.args[0].value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("check", "question")
    ]
    program = [
        *imports,
        "import sys",
        "from cnnlib.exercises import registry",
        f"[registry.find(name) for name in {names}]",
        "'progress' in globals() and registry.chapters()",
        "print(*(m.__file__ for n, m in list(sys.modules.items()) if n.split('.')[0] == 'cnnlib'))",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(program)], capture_output=True, text=True, check=True
    )
    loaded = {Path(name) for name in done.stdout.split()}
    assert len(loaded) > 10
    assert loaded <= Library(PROJECT).modules_for(chapter.source)
