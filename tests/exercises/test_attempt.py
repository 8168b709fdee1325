"""The page's runner, run by CPython: the verdict must be the one of the notebook."""

import ast
import inspect
import json
import sys
import textwrap
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib.book import page_python
from cnnlib.exercises import _judge, registry
from cnnlib.exercises._judge import judge
from cnnlib.exercises.in_page import reading, repairs
from cnnlib.exercises.in_page.attempt import FULL, LONGEST_OUTPUT, SHALLOW, Printed, attempt
from cnnlib.exercises.in_page.reading import (
    DEDENT,
    FORGOT_COMMA,
    NEVER_CLOSED,
    TABS,
    ZEROS,
    reread,
)

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
    pieces = []
    printed = Printed(pieces.append)
    for _ in range(1000):
        printed.write("0123456789")
    assert printed.text[:LONGEST_OUTPUT] == "0123456789" * (LONGEST_OUTPUT // 10)
    assert printed.text[LONGEST_OUTPUT:] == "\n… (the rest is not shown)\n"
    assert "".join(pieces) == printed.text


def test_calls_that_fill_the_browsers_stack_are_not_said_to_never_end():
    code = f"def echo(s, k):\n    raise RecursionError({FULL!r})"
    assert SHALLOW in verdict(code)[1]
    assert SHALLOW in verdict(f"raise RecursionError({FULL!r})")[1]
    assert SHALLOW not in verdict("def echo(s, k):\n    return echo(s, k)")[1]


@pytest.mark.parametrize(
    ("code", "sort", "words", "line"),
    [
        # What Brython says, or nothing, and what CPython says.
        ("if x:\n\ty = 1\n        z = 2", TabError, TABS, 3),
        ("x = 1\n    y = 2\nz = 3", IndentationError, "unexpected indent", 2),
        ("if x:\n    y = 1\n  z = 2", IndentationError, DEDENT, 3),
        ("f(1)\nx = 'a\ny = 2", SyntaxError, NEVER_CLOSED.format("", 2), 2),
        ('x = """a\ny = 2\n', SyntaxError, NEVER_CLOSED.format("triple-quoted ", 2), 1),
        ("x = 012", SyntaxError, ZEROS, 1),
        ("x = 0o what\ny = 'a", SyntaxError, "invalid octal literal", 1),
        ("x = 0b1_", SyntaxError, "invalid binary literal", 1),
        ("print 1", SyntaxError, "Missing parentheses in call to 'print'. Did you mean", 1),
        ("x = 1 2", SyntaxError, "invalid syntax", 1),
        ("if x:", IndentationError, "expected an indented block", 1),
    ],
)
def test_brythons_errors_become_cpythons(code, sort, words, line):
    brythons = {
        "unexpected indent": IndentationError("unexpected indent", ("<string>", 9, 0, "")),
        "expected an indented block": IndentationError(words, ("<string>", 9, 0, "")),
        "invalid syntax": SyntaxError(f"invalid syntax{FORGOT_COMMA}", ("<string>", 1, 0, "")),
    }
    vague = SyntaxError("invalid syntax", ("<string>", min(3, code.count("\n") + 1), 0, ""))
    error = reread(code, None if sort is TabError else brythons.get(words, vague))
    assert type(error) is sort
    assert words in error.msg
    assert error.lineno == line


PIECES = st.sampled_from(
    [*"()[]{}:=\n\t '\"\\.,#0_e", "    ", '"""', "f'", "01", "1_", "0x", "0b2"]
)
SOURCE = inspect.getsource(reread) + inspect.getsource(judge)


@settings(derandomize=True, max_examples=500)  # three changes can always be odd enough
@given(st.data())
def test_what_cpython_says_is_left_as_it_is(data):
    """Three changes somewhere in thirty lines: CPython's own error is not touched."""
    lines = SOURCE.splitlines()
    start = data.draw(st.integers(0, len(lines) - 30))
    code = textwrap.dedent("\n".join(lines[start : start + 30]))
    for _ in range(3):
        place = data.draw(st.integers(0, len(code)))
        code = code[:place] + data.draw(PIECES) + code[place + data.draw(st.integers(0, 3)) :]
    error = refusal(code)
    again = reread(code, error)
    assert type(again) is type(error)
    assert error is None or again.lineno == error.lineno


def refusal(code):
    """The error with which this CPython refuses to read the code, or None."""
    with warnings.catch_warnings(action="ignore"):
        try:
            compile(code, "<string>", "exec")
        except SyntaxError as error:
            return error
    return None


def test_a_repair_that_finds_nothing_stops_the_build():
    with pytest.raises(ValueError, match=r"does not hold '\$B\.recursion_limit=900'"):
        repairs.repaired("another Brython")


def test_no_name_stands_twice_in_the_workers_python():
    names = []
    for module in (_judge, reading, sys.modules[attempt.__module__]):
        for node in ast.parse(inspect.getsource(module)).body:
            names += [node.name] if hasattr(node, "name") else []
            names += [
                it.id
                for it in ast.walk(node)
                if isinstance(node, ast.Assign)
                and isinstance(it, ast.Name)
                and isinstance(it.ctx, ast.Store)
            ]
    assert sorted(names) == sorted(set(names))


def test_the_workers_text_is_one_assignment():
    text = page_python.build()
    assert text.startswith("window.cnnlibPython = ")
    worker = json.loads(text.removeprefix("window.cnnlibPython = ").removesuffix(";\n"))
    assert worker.startswith('"use strict";\nself.__BRYTHON__ = { brython_path: "http://page.inv')
    python = json.loads(next(x for x in worker.splitlines() if x.startswith("const PYTHON"))[15:-1])
    compile(python, "<worker>", "exec")
    assert "\nfrom " not in python
    assert "\nimport " not in python
    assert len(text) < 1_800_000
