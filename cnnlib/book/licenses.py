"""Every work of others that the site carries, and the text of its license.

`write_licenses` lays the texts into the site; a test compares `WORKS` with the files that are
really there and with the Credits page.
"""

import shutil
from importlib.metadata import files
from pathlib import Path
from typing import NamedTuple

_TEXTS = Path(__file__).parent / "licenses"


class Work(NamedTuple):
    """One work: its name on the Credits page, where it lies in `_static`, whence its license.

    `package` is an installed distribution whose license file is copied; without one the text
    lies in this package, under the same name.
    """

    name: str
    license_file: str
    shipped: tuple[str, ...]
    package: str | None = None


WORKS = (
    Work("MathJax", "mathjax.txt", (), "django-static-mathjax"),
    Work("Brython", "brython.txt", ("cnnlib/python.js",)),
    Work(
        "Sphinx",
        "sphinx.txt",
        (
            "basic.css",
            "doctools.js",
            "documentation_options.js",
            "file.png",
            "language_data.js",
            "minus.png",
            "plus.png",
            "searchtools.js",
            "sphinx_highlight.js",
        ),
        "sphinx",
    ),
    Work("Pygments", "pygments.txt", ("pygments.css",), "pygments"),
    Work(
        "PyData Sphinx Theme",
        "pydata-sphinx-theme.txt",
        ("scripts/pydata-*", "styles/pydata-*", "styles/theme.css", "webpack-macros.html"),
        "pydata-sphinx-theme",
    ),
    Work(
        "Sphinx Book Theme",
        "sphinx-book-theme.txt",
        (
            "scripts/sphinx-book-theme.*",
            "styles/sphinx-book-theme.*",
            "images/logo_*",
            "locales/*",
            "sbt-webpack-macros.html",
        ),
        "sphinx-book-theme",
    ),
    Work("Bootstrap", "bootstrap.txt", ("scripts/bootstrap.*",)),
    Work("Font Awesome", "font-awesome.txt", ("scripts/fontawesome.*", "vendor/fontawesome/*")),
    Work(
        "sphinx-copybutton",
        "sphinx-copybutton.txt",
        ("copybutton*", "check-solid.svg", "clipboard.min.js", "copy-button.svg"),
        "sphinx-copybutton",
    ),
    Work(
        "sphinx-togglebutton", "sphinx-togglebutton.txt", ("togglebutton.*",), "sphinx-togglebutton"
    ),
    Work("sphinx-design", "sphinx-design.txt", ("sphinx-design*", "design-*"), "sphinx-design"),
    Work("sphinx-exercise", "sphinx-exercise.txt", ("exercise.css",), "sphinx-exercise"),
    Work("MyST-NB", "myst-nb.txt", ("mystnb.*",), "myst-nb"),
    Work("MNIST", "photographs-and-digits.txt", ()),
)


def write_licenses(folder: Path) -> None:
    """Lay the license text of every work in `WORKS` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for work in WORKS:
        shutil.copy(_source(work), folder / work.license_file)


def _source(work: Work) -> Path:
    if work.package is None:
        return _TEXTS / work.license_file
    for path in files(work.package) or ():
        if path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
            return Path(str(path.locate()))
    raise FileNotFoundError(f"the package {work.package} carries no license file for {work.name}")
