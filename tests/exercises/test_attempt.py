"""The page's runner, run by CPython: the verdict must be the one of the notebook."""

import json

import pytest

from cnnlib.book import page_python
from cnnlib.exercises import registry
from cnnlib.exercises.in_page.attempt import LONGEST_OUTPUT, Printed, attempt

ECHO = registry.find("03-echo").literal


def call(answer, *inputs):
    return answer(*inputs)


def verdict(code, printed=None):
    outcome, _label, sentence, detail, output = attempt(code, ECHO, printed or Printed(), call)
    return outcome, sentence, detail, output


@pytest.mark.parametrize(
    ("code", "outcome", "sentence", "detail"),
    [
        ("def echo(s, k):\n    return ...", "not attempted", "Replace the `", ""),
        ("def echo(s, k):\n    raise NotImplementedError", "not attempted", "Replace", ""),
        ("raise NotImplementedError", "not attempted", "Replace", ""),
        ("def eco(s, k):\n    return s", "wrong", "There is no function `echo`", ""),
        ("echo = 3", "wrong", "`echo` is one number, not a function.", ""),
        ("x = 1\ny = z", "wrong", "stops before it can be tried: NameError", "line 2: y = z\n"),
        ("x = (1,\n", "wrong", "cannot be read in line 1: SyntaxError: '(' was", "line 1: x = (1,"),
        (
            "raise KeyboardInterrupt",
            "wrong",
            "before it can be tried: KeyboardInterrupt.",
            "line 1",
        ),
        ("open('x')", "wrong", "OSError: there are no files in this page.", "line 1: open('x')\n"),
        ("input()", "wrong", "nobody can type while your code runs", "line 1: input()\n"),
        ("exit()", "wrong", "the code ends by itself", "line 1: exit()\n"),
        ("import missing", "wrong", "in this page you can import only `math`.", "line 1"),
        ("def echo(s, k):\n    return s[9]", "wrong", "IndexError", "line 2: return s[9]\n"),
    ],
)
def test_attempt(code, outcome, sentence, detail):
    got = verdict(code)
    assert got[0] == outcome
    assert sentence in got[1]
    assert got[2].startswith(detail)


def test_verify_is_rebuilt_from_its_source():
    literal = registry.find("03-counterexample").literal
    code = "def counterexample():\n    return [1, 2], [3, 4]"
    assert attempt(code, literal, Printed(), call)[0] == "correct"


def test_long_output_is_cut():
    printed = Printed()
    for _ in range(1000):
        printed.write("0123456789")
    assert printed.shown()[:LONGEST_OUTPUT] == "0123456789" * (LONGEST_OUTPUT // 10)
    assert printed.shown().endswith("(the rest is not shown)\n")


def test_the_workers_text_is_one_assignment():
    text = page_python.build()
    assert text.startswith("window.cnnlibPython = ")
    worker = json.loads(text.removeprefix("window.cnnlibPython = ").removesuffix(";\n"))
    assert worker.startswith('self.__BRYTHON__ = { brython_path: "http://page.invalid/" };')
    python = json.loads(next(x for x in worker.splitlines() if x.startswith("const PYTHON"))[15:-1])
    compile(python, "<worker>", "exec")
    assert "\nfrom " not in python
    assert "\nimport " not in python
    assert len(text) < 1_800_000
