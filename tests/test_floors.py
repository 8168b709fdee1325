"""The floors of the library: each module imports only from those above it in the list."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
LIBRARY = PROJECT / "cnnlib"

WIDGETS = {"IPython", "anywidget", "ipywidgets", "traitlets"}

# Floor -> the packages from elsewhere that it may import; any floor may use the standard library.
FLOORS = {
    "checks": set(),
    "arithmetic": set(),
    "architectures": set(),
    "arrays": {"numpy"},
    "functional": {"numpy"},
    "layers": {"numpy"},
    "data": {"numpy", "mlxtend", "sklearn", "pooch", "PIL"},
    "models": {"torch"},
    "training": {"numpy", "torch", "tqdm"},
    "search": {"torch"},
    "inspection": {"numpy", "torch", "sklearn"},
    "figures": {"numpy", "PIL"},
    "store": {"filelock", "platformdirs"},
    "interactive": WIDGETS | {"numpy", "matplotlib", "PIL"},
    "exercises": WIDGETS | {"numpy", "pygments"},
    "book": None,  # whatever the tools of the build are
}
TORCH = {"models", "training", "search", "inspection"}
ORDER = list(FLOORS)


def floor_of(path: Path) -> str:
    return path.relative_to(LIBRARY).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The full names of everything that a module imports, inside functions too.

    >>> sorted(imports(LIBRARY / "book" / "lab.py"))[:3]
    ['argparse', 'cnnlib.book.contents.BookError', 'cnnlib.book.contents.find']
    """
    package = ["cnnlib", *path.relative_to(LIBRARY).parts[:-1]]
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            prefix = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            names |= {f"{prefix}.{alias.name}" for alias in node.names}
    return names


MODULES = sorted(path for path in LIBRARY.rglob("*.py") if path != LIBRARY / "__init__.py")


@pytest.fixture(params=MODULES, ids=[p.relative_to(PROJECT).as_posix() for p in MODULES])
def module(request):
    return request.param


def test_a_module_stands_on_a_floor(module):
    assert floor_of(module) in FLOORS


def test_a_module_imports_from_the_floors_above(module):
    own = floor_of(module)
    reachable = set(ORDER[: ORDER.index(own) + 1])
    for name in imports(module):
        package, _, rest = name.partition(".")
        if package == "cnnlib":
            assert rest.split(".")[0] in reachable, f"{own} imports {name}"


def test_a_module_imports_nothing_private_from_another_package(module):
    if floor_of(module) == "book":
        return  # it builds from the insides of interactive and exercises, and nothing imports it
    inside = [*module.relative_to(PROJECT).parts[:-1], module.stem]
    for name in imports(module):
        parts = name.split(".")
        home = [k for k, part in enumerate(parts) if part[:1] == "_" and part[:2] != "__"][:1]
        if parts[0] == "cnnlib" and home:
            assert inside[: home[0]] == parts[: home[0]], f"{name} is private"


def test_a_module_imports_the_packages_of_its_floor(module):
    allowed = FLOORS[floor_of(module)]
    elsewhere = {name.split(".")[0] for name in imports(module)}
    elsewhere -= sys.stdlib_module_names | {"cnnlib"}
    assert allowed is None or elsewhere <= allowed
    assert "torch" not in elsewhere or floor_of(module) in TORCH


def loaded_after(statement: str) -> set[str]:
    """The modules that a new Python has loaded because of `statement`."""
    code = (
        f"import sys; before = set(sys.modules)\n{statement}\nprint(*(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_cnnlib_imports_nothing():
    assert loaded_after("import cnnlib") == {"cnnlib"}


@pytest.mark.parametrize("name", ["interactive", "exercises"])
def test_figures_and_exercises_do_not_load_torch(name):
    loaded = loaded_after(f"from cnnlib.{name} import *")
    assert f"cnnlib.{name}" in loaded
    assert "torch" not in loaded
