"""The files that the pages of the book load, collected from the packages that hold them.

Front-ends are written as ES modules, which is what Jupyter loads. A page opened by a double click
may not load modules, so each becomes a classic script that registers itself with `host.js`.
"""

import re
import shutil
from pathlib import Path

from cnnlib.book import page_python
from cnnlib.book.icons import theme_folder
from cnnlib.book.licenses import write_licenses
from cnnlib.interactive._base import SHARED_SCRIPTS, shared_script, shared_style

_PACKAGE = Path(__file__).parent.parent
_FRONTEND_FOLDERS = (_PACKAGE / "interactive", _PACKAGE / "exercises")
_SHARED = ("shared.js", "host.js")
_SHARED_STYLE = "explorable.css"


def frontend_file(name: str, suffix: str) -> Path | None:
    """The file `name` + `suffix` of the front-end `name`, or None."""
    for folder in _FRONTEND_FOLDERS:
        path = folder / f"{name}{suffix}"
        if path.exists():
            return path
    return None


def frontend_source(path: Path) -> str:
    """The text of a front-end; the parts in the folder of its name, if there is one, come first."""
    parts = sorted(path.with_suffix("").glob("*.js"))
    return "\n".join(part.read_text("utf-8") for part in (*parts, path))


def scripts(frontends: list[str]) -> list[str]:
    """The scripts, in loading order, of a page that uses these front-ends.

    >>> scripts(["explore"])
    ['shared.js', 'host.js', 'explore.js']
    """
    return [*_SHARED, *(f"{name}.js" for name in frontends)] if frontends else []


def styles(frontends: list[str]) -> list[str]:
    """The style sheets of a page that uses these front-ends."""
    own = [f"{name}.css" for name in frontends if frontend_file(name, ".css")]
    return [_SHARED_STYLE, *own] if frontends else []


def classic_script(name: str, source: str) -> str:
    """The front-end `source`, an ES module, as a classic script that registers itself as `name`.

    >>> print(classic_script("demo", "export default { render };"))
    cnnlibHost.register("demo", (() => {
    return { render };
    })());
    <BLANKLINE>
    """
    if re.search(r"^[ \t]*import\b|\bimport\s*\(", source, re.MULTILINE):
        raise ValueError(f"front-end {name}.js: an import cannot be loaded from a file; inline it")
    exports = re.findall(r"^[ \t]*export\b.*", source, re.MULTILINE)
    if len(exports) != 1 or not exports[0].startswith("export default "):
        raise ValueError(
            f"front-end {name}.js: needs exactly one export, `export default …`, not {exports}"
        )
    body = source.replace("export default ", "return ", 1).rstrip()
    return f'cnnlibHost.register("{name}", (() => {{\n{body}\n}})());\n'


def write_static(folder: Path) -> None:
    """Lay all of the book's own static files into `folder`, afresh."""
    shutil.rmtree(folder, ignore_errors=True)
    ours = folder / "cnnlib"
    ours.mkdir(parents=True)
    (ours / "shared.js").write_text(shared_script(), "utf-8")
    (ours / _SHARED_STYLE).write_text(shared_style(), "utf-8")
    shutil.copy(_PACKAGE / "interactive" / "host.js", ours / "host.js")
    for source in (Path(__file__).parent / "static").iterdir():
        shutil.copy(source, ours / source.name)
    for source in (path for each in _FRONTEND_FOLDERS for path in sorted(each.glob("*.js"))):
        if source.name not in (*SHARED_SCRIPTS, "host.js"):
            text = classic_script(source.stem, frontend_source(source))
            (ours / source.name).write_text(text, "utf-8")
            style = source.with_suffix(".css")
            if style.exists():
                shutil.copy(style, ours / style.name)
    (ours / "python.js").write_text(page_python.build(), "utf-8")
    write_licenses(folder / "licenses")


def write_templates(folder: Path) -> None:
    """The theme's list of page scripts, as this book loads them.

    Less the 0.5 MB one that only repeats its icon font; `book.js` loads the others when the page
    has been read, each in a task of its own: together they would hold the page up.
    """
    name = Path("static") / "webpack-macros.html"
    source = theme_folder() / name
    lines = source.read_text("utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if "scripts/fontawesome.js" not in line)
    text = kept.replace("<script defer src=", "<script data-later=")
    dropped = len(lines) - len(kept.splitlines())
    if (dropped, text.count("data-later")) != (1, 2):
        raise RuntimeError(f"{source} no longer loads three scripts in a line each: see to it")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
