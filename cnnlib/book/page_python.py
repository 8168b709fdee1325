"""The Python of the page: one classic script that holds the text of a worker.

A page opened by double click can neither fetch a file nor start a worker from one. So the build
writes the worker's whole text into ``_static/cnnlib/python.js`` as a string; the page loads that
script when a reader first presses Run, and starts workers from the string.
"""

import json
import re
from importlib.resources import files

from cnnlib.exercises.in_page.repairs import repaired

_EXERCISES = files("cnnlib.exercises")
# A blob's address breaks Brython's own path logic; this one is never asked for.
_ADDRESS = "http://page.invalid/"
_JUDGING = ["_values.py", "_traces.py", "_facts.py", "_type_errors.py", "_array_errors.py"]
_JUDGING += ["_errors.py", "_subscripts.py", "_extent.py", "_seen.py", "_faults.py", "_run.py"]
_JUDGING += ["_judge.py", "in_page/reading.py", "in_page/attempt.py"]


def build() -> str:
    """The text of ``python.js``: the installed Brython, repaired, the judge and ``worker.js``."""
    library = files("brython") / "data"
    worker = (
        '"use strict";',  # as Brython's text begins; it must be the first statement to count
        f'self.__BRYTHON__ = {{ brython_path: "{_ADDRESS}" }};',
        repaired(library.joinpath("brython.js").read_text("utf-8")),
        f"const PYTHON = {json.dumps(_judging())};",
        f"const MATH = {json.dumps(_standard_module('math'))};",
        _EXERCISES.joinpath("in_page", "repairs.js").read_text("utf-8"),
        _EXERCISES.joinpath("in_page", "worker.js").read_text("utf-8"),
    )
    return "window.cnnlibPython = " + json.dumps("\n".join(worker)) + ";\n"


def _judging() -> str:
    """The Python of the worker as one text: the judge and what calls it, without imports."""
    text = "\n".join(_EXERCISES.joinpath(name).read_text("utf-8") for name in _JUDGING)
    return re.sub(r"^from cnnlib\.\S+ import (\([^)]*\)|.*)\n", "", text, flags=re.MULTILINE)


def _standard_module(name: str) -> list[object]:
    """Brython's record of one module of its standard library: kind, source and imports."""
    text = files("brython").joinpath("data", "brython_stdlib.js").read_text("utf-8")
    start = text.index("{", text.index("var scripts"))
    modules, _ = json.JSONDecoder().raw_decode(text, start)
    record: list[object] = modules[name]
    return record
