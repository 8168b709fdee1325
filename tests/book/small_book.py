"""A book of a few pages in a temporary folder, for the tests of the pipeline."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import nbformat
from nbformat import v4

_CONFIG = """
title: Small
only_build_toc_files: true
exclude_patterns: [".*", "**/.*"]
execute: {execute_notebooks: cache, raise_on_error: true}
sphinx: {config: {nb_ipywidgets_js: {}}}
"""

HARD_NAMES = ["_build", "node_modules", ".work", "we ird", "#1", "5%", "[a]", "d'arc", "Übung"]
"""Folders in which a project may lie, one in the other."""


class SmallBook:
    """The project: every notebook counts its runs in a file beside the project's folder."""

    def __init__(self, root: Path, *names: str) -> None:
        self.root = root
        self.write("_config.yml", _CONFIG)
        self.write("intro.md", "# Intro\n\nWelcome.\n")
        self.write("requirements.lock", "numpy==2.0\n")
        self.write("cnnlib/library.py", "ANSWER = 42\n")
        self.write("cnnlib/figure.js", "export default {};\n")
        for name in names:
            self.notebook(name, "6 * 7")
        self.toc(*names)

    def write(self, path: str, text: str) -> None:
        """Write a file below the top of the project."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def toc(self, *names: str) -> None:
        """Write the table of contents."""
        chapters = "".join(f"\n- file: chapters/{name}" for name in names)
        self.write("_toc.yml", f"format: jb-book\nroot: intro\nchapters:{chapters}\n")

    def notebook(
        self, name: str, *cells: str, text: str = "Some text.", seconds: int | None = 600
    ) -> None:
        """Write a chapter; a first cell counts its runs for `runs`.

        It brings its own limit of `seconds` a cell, for slow machines. With None the limit is that
        of the build, and nothing is counted: the first of `cells` is the first to run.
        """
        metadata: dict[str, object] = {
            "kernelspec": {"name": "python3", "display_name": "Python 3"}
        }
        if seconds is not None:
            metadata["execution"] = {"timeout": seconds}
            cells = (f"with open({self.counter(name)!r}, 'a') as file: _ = file.write('x')", *cells)
        notebook = v4.new_notebook(
            metadata=metadata,
            cells=[
                v4.new_markdown_cell(f"# {name.title()}\n\n{text}"),
                *map(v4.new_code_cell, cells),
            ],
        )
        path = self.root / "chapters" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)

    def runs(self, *names: str) -> list[int]:
        """How often a kernel has run these notebooks."""
        counters = [Path(self.counter(name)) for name in names]
        return [len(c.read_text("utf-8")) if c.exists() else 0 for c in counters]

    def page(self, name: str) -> str:
        """The built page of a chapter."""
        return (self.root / "_build" / "html" / "chapters" / f"{name}.html").read_text("utf-8")

    def counter(self, name: str) -> str:
        """The file to which a notebook adds a letter when it is run."""
        return f"{self.root}-{name.replace('/', '-')}-runs"


def run_without_kernel(calls: list[list[str]]) -> Callable[..., SimpleNamespace]:
    """A stand-in for ``subprocess.run`` that fills in outputs as nbmake would.

    It appends the names of the notebooks to `calls`; the output of each code cell is the number of
    that call. At a notebook called "hang", the user interrupts.
    """

    def run(command: list[str], cwd: Path, **_: object) -> SimpleNamespace:
        names = [argument for argument in command if argument.endswith(".ipynb")]
        calls.append(names)
        for name in names:
            notebook = nbformat.read(cwd / name, as_version=4)
            if name.endswith("hang.ipynb"):
                raise KeyboardInterrupt
            for number, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
                minute = f"2026-01-01T00:{number:02d}"
                cell.metadata["execution"] = {
                    "iopub.execute_input": f"{minute}:00Z",
                    "shell.execute_reply": f"{minute}:30Z",
                }
                cell.execution_count = number + 1
                text = {"text/plain": f"'call {len(calls)}'"}
                cell.outputs = [v4.new_output("execute_result", text, execution_count=number + 1)]
            notebook.metadata.language_info = {"name": "python", "pygments_lexer": "ipython3"}
            nbformat.write(notebook, cwd / name)
        return SimpleNamespace(returncode=0)

    return run
