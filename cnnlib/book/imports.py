"""What of the library a notebook is made with, so that it runs again when that has changed.

The rule, read from the sources without running them: the modules of `cnnlib` that its code imports,
those that these import, and so on; of the exercises the chapters that it names (an exercise's name
begins with its chapter's number), or all if it shows the `progress`; all data files; the results
that are kept; and the lock.
`cnnlib.book` and the front-ends make pages, not outputs.

A package that loads its names when they are used (``__getattr__``) says in `_HOME` in which module
each name lives. Where code cannot be read, or does not say what it uses, it uses everything.
"""

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

_NOT_FOR_OUTPUTS = {".js", ".css", ".pyc"}
_CHAPTER = re.compile(r"chapter(\d\d)(?:\.(?:py|md))?")  # its code, and its words beside it
_NAMED = re.compile(r"""["'](\d\d)-[a-z]""")
_ASKS = {f"cnnlib.exercises.{name}" for name in ("check", "question")}


class Library:
    """The package `cnnlib` of the project at `root`, as it lies there now."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / "cnnlib"

    def hash_for(self, notebook: NotebookNode) -> str:
        """A hash of everything besides its own cells that the outputs of a notebook come from."""
        return hash_files(
            self._root,
            [*self.modules_for(notebook), *self._data(), *self._kept()],
        )

    def modules_for(self, notebook: NotebookNode) -> set[Path]:
        """The files of the library with which a notebook is run: Python, and words of exercises."""
        code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        try:
            names = {name for source in code for name in _imports(ast.parse(source), ())}
        except SyntaxError:  # a magic command, which may import anything
            return set(self._folder.rglob("*.py"))
        numbers = set(_NAMED.findall("\n".join(code)))
        everywhere = "cnnlib.exercises.progress" in names or (names & _ASKS and not numbers)
        found: set[Path] = set()
        todo = {file for name in names for file in self._files(name)}
        for chapter in (self._folder / "exercises").glob("chapter*"):
            match = _CHAPTER.fullmatch(chapter.name)
            if match and (everywhere or match[1] in numbers):
                todo |= set(chapter.rglob("*.py")) if chapter.is_dir() else {chapter}
        while todo:
            found |= todo
            todo = {file for path in todo for file in self._imported(path)} - found
        return found

    def _data(self) -> Iterator[Path]:
        for path in self._folder.rglob("*"):
            inside = path.relative_to(self._folder).parts
            of_one_chapter = inside[0] == "exercises" and _CHAPTER.fullmatch(inside[-1])
            code_or_page = path.suffix in {*_NOT_FOR_OUTPUTS, ".py"} or inside[0] == "book"
            if not code_or_page and not of_one_chapter:
                yield path

    def _kept(self) -> Iterator[Path]:
        yield self._root / "requirements.lock"
        yield from (self._root / "results").glob("*.json")

    @cache  # noqa: B019 - a library is read for one build and then forgotten
    def _imported(self, path: Path) -> frozenset[Path]:
        """The files of the library that a module imports."""
        package = path.relative_to(self._root).parent.parts
        try:
            names = _imports(ast.parse(path.read_text("utf-8")), package)
        except SyntaxError:  # the notebook will say so
            return frozenset()
        return frozenset(file for name in names for file in self._files(name))

    def _files(self, name: str) -> set[Path]:
        """The files behind a full name, such as ``cnnlib.functional.conv2d``, packages first."""
        first, *parts = name.split(".")
        if first != "cnnlib":
            return set()
        folder = self._folder
        files = _init(folder)
        for part in parts:
            if inside := _init(folder / part):  # a folder of other files hides no module
                folder /= part
                files |= inside
            elif (file := folder / f"{part}.py").is_file():
                return files | {file}
            else:
                return files | self._behind(folder, part)
        return files | self._behind(folder, "*")

    def _behind(self, folder: Path, name: str) -> set[Path]:
        """The files from which a package loads `name` when it is used; "*" is any name."""
        homes = _homes(folder / "__init__.py")
        if homes is None:
            return set(folder.rglob("*.py"))
        wanted = homes.values() if name == "*" else [homes[name]] if name in homes else []
        package = ".".join(folder.relative_to(self._root).parts)
        return {file for home in wanted for file in self._files(f"{package}.{home}")}


def _init(folder: Path) -> set[Path]:
    file = folder / "__init__.py"
    return {file} if file.is_file() else set()


def hash_files(root: Path, paths: Iterable[Path]) -> str:
    """A hash of the names and contents of the files among `paths`, less generated ones."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        name = path.relative_to(root)
        generated = any(part == "__pycache__" or part.startswith(".") for part in name.parts)
        if path.is_file() and not generated:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{name.as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def _imports(tree: ast.AST, package: tuple[str, ...]) -> set[str]:
    """The full names of everything that code in `package` imports, inside functions too.

    >>> sorted(_imports(ast.parse("import a.b; from .c import d, e"), ("cnnlib", "book")))
    ['a.b', 'cnnlib.book.c.d', 'cnnlib.book.c.e']
    """
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            prefix = ".".join([*base, *([node.module] if node.module else [])])
            names |= {f"{prefix}.{alias.name}" for alias in node.names}
    return names


def _homes(init: Path) -> dict[str, str] | None:
    """Where a package finds the names that it loads late; {} if none, None if it does not say."""
    if not init.is_file():
        return {}
    body = ast.parse(init.read_text("utf-8")).body
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name("_HOME")], value=ast.Dict() as value):
                homes: dict[str, str] = ast.literal_eval(value)
                return homes
    late = any(isinstance(node, ast.FunctionDef) and node.name == "__getattr__" for node in body)
    return None if late else {}
