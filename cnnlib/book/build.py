"""Build the book: ``python -m cnnlib.book.build``, which is what ``make book`` runs.

The stale notebooks are run (`cnnlib.book.execute`), then Jupyter Book makes the pages, in which
every warning is an error. The pages are made from nothing, so that no page keeps what another one
has lost; if nothing has changed since the last good build, there is nothing to do.

``--name pooling`` is for the one who writes that chapter: of the notebooks it runs that one alone
and renews only the pages that have changed.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from cnnlib.book.contents import BookError, fingerprint
from cnnlib.book.environment import environment
from cnnlib.book.execute import Stale, execute


def build(root: Path, name: str | None = None) -> int:
    """Build the book at `root`, or renew the chapter called `name`; returns an exit code."""
    output = root / "_build"
    index = output / "html" / "index.html"
    built_from = output / "built-from"
    sources = fingerprint(root)
    if name is None and index.exists() and _text(built_from) == sources:
        print("Nothing has changed since the book was built.")
        _say_where(index)
        return 0

    built_from.unlink(missing_ok=True)
    stale = execute(root, name)
    if name is None:
        shutil.rmtree(output / ".doctrees", ignore_errors=True)
        shutil.rmtree(output / "html", ignore_errors=True)
        code = _make_pages(root, ["-W"])
    else:
        for doctree in (output / ".doctrees").rglob(f"{name}.doctree"):
            doctree.unlink()  # the page is made anew even if only the library has changed
        code = _make_pages(root, _preview_options(root, stale))
    if code:
        # Jupyter Book would take the pages that it has read as good, and build without complaint.
        shutil.rmtree(output / ".doctrees", ignore_errors=True)
        return code
    if name is None:
        output.joinpath("built-from").write_text(sources, "utf-8")
    _say_where(index)
    _say_stale(stale)
    return 0


def _make_pages(root: Path, options: list[str]) -> int:
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    command = [str(jupyter_book), "build", ".", "-n", "--keep-going", *options]
    return subprocess.run(command, cwd=root, env=environment(root)).returncode


def _preview_options(root: Path, stale: Stale) -> list[str]:
    """Options that keep Jupyter Book from running the other notebooks itself.

    Those without outputs are excluded from execution by a copy of the settings. What refers to
    their outputs finds nothing then, so warnings cannot be errors.
    """
    if not stale.never_run:
        return ["-W"]
    settings = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    excluded = [path.as_posix() for path in stale.never_run]
    settings.setdefault("execute", {}).setdefault("exclude_patterns", []).extend(excluded)
    preview = root / ".work" / "preview.yml"
    preview.write_text(yaml.safe_dump(settings), "utf-8")
    return ["--config", str(preview)]


def _text(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _say_where(index: Path) -> None:
    print(f"\nThe book is here: {index.absolute().as_uri()} (or run `make serve`)")


def _say_stale(stale: Stale) -> None:
    paths = sorted(path.as_posix() for path in stale.outdated + stale.never_run)
    if paths:
        print(f"Not run, and stale: {', '.join(paths)}. `make book` runs them.")


def main(arguments: list[str] | None = None) -> int:
    """The command line: a fault in the book is told in a sentence, without a traceback."""
    parser = argparse.ArgumentParser(prog="python -m cnnlib.book.build", description=__doc__)
    parser.add_argument("--name", help="run this notebook alone, such as pooling")
    try:
        return build(Path.cwd(), parser.parse_args(arguments).name)
    except BookError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
