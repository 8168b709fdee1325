"""Brython in the page against CPython: the same verdict, the same line, the same words.

`snippets/` holds what beginners write, one snippet a line: ⏎ ends a line of it, ⇥ is a tab. In
``values.txt`` they are expressions, which are printed. What follows a heading (####) differs: under
"words" in nothing but those, else as the heading says.
"""

import inspect
import re
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, expect

from cnnlib.exercises import registry
from cnnlib.exercises._check import editor as code_editor
from cnnlib.exercises._code import CodeExercise
from cnnlib.exercises.in_page.attempt import LONGEST_OUTPUT, SHALLOW, Printed, attempt
from cnnlib.exercises.in_page.reading import reread
from tests.book import site
from tests.book.visits import Visit
from tests.book.workers import run_all

pytestmark = pytest.mark.xdist_group("parity")  # the snippets run once, in one worker
SNIPPETS = Path(__file__).parent / "snippets"
FILES = ("values", "programs", "errors", "syntax")
# Brython was compared with this one; others word their errors otherwise, and sum floats otherwise.
EXACT = sys.version_info < (3, 12)
LITERAL = repr(
    {
        "function": "f",
        "parameters": ["x"],
        "returns": [],
        "arrays": False,
        "cases": [{"inputs": [[1.0, 2.0]], "expected": [2.0, 4.0], "about": ""}],
        "mistakes": [],
        "functions": [],
        "verify": None,
        "tolerance": 1e-9,
        "closing": "",
    }
)


FIRST = next(
    item
    for name in registry.names()
    if isinstance(item := registry.find(name), CodeExercise) and item.where == "page"
)


class Answer(NamedTuple):
    """What is said to a snippet; `sort` is the exception's type."""

    outcome: str
    sort: str
    words: str
    lines: str
    printed: str


def answer(outcome: str, sentence: str, detail: str, printed: str) -> Answer:
    """Without what differs by chance: addresses, warnings, and a line that is told twice.

    And whether the browser's stack is full before a loop of calls has come to Python's limit: that
    depends on how much of it the browser has compiled by then.
    """
    sentence = sentence.replace(f" {SHALLOW}", "")
    sort = re.search(r"\b[A-Z]\w*(Error|Exit|Iteration)\b", sentence)
    detail = re.sub(r"^(.*\n)\1+", r"\1", detail, flags=re.MULTILINE)
    detail = re.sub(r" at 0x\w+", "", detail)
    printed = re.sub(r".*SyntaxWarning.*\n", "", printed)
    return Answer(outcome, sort[0] if sort else "", sentence, detail, printed)


def snippets(name: str) -> list[tuple[str, str]]:
    """Every snippet of a file with the heading above it, "" for those that agree."""
    heading, found = "", []
    for line in (SNIPPETS / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("#### "):
            heading = line.removeprefix("#### ")
        else:
            code = line.replace("⏎", "\n").replace("⇥", "\t")
            found.append((f"print(repr(({code})))" if name == "values" else code, heading))
    return found


CODES = [code for name in FILES for code, _ in snippets(name)]


@pytest.fixture(scope="module")
def in_page(python_page: Page) -> dict[str, Answer]:
    said = run_all(python_page, CODES, LITERAL)
    return {code: answer(*parts) for code, parts in zip(CODES, said, strict=True)}


def call(function: Callable[..., Any], *inputs: Any) -> Any:
    return function(*inputs)


@pytest.fixture(scope="module")
def in_cpython() -> dict[str, Answer]:
    """The same in CPython, with as few modules and as many calls in one another as in the page."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + len(inspect.stack(0)))
    try:
        with warnings.catch_warnings(action="ignore"):
            return {code: _judged(code) for code in CODES}
    finally:
        sys.setrecursionlimit(limit)


def _judged(code: str) -> Answer:
    printed = Printed()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", printed)
        for name in ("collections", "numpy", "os", "random"):
            patch.setitem(sys.modules, name, None)
        outcome, _, sentence, detail, _ = attempt(code, LITERAL, printed, call)
    return answer(outcome, sentence, detail, printed.text)


def difference(brython: Answer, cpython: Answer) -> str:
    """What differs first, "" if nothing does; the words come last."""
    parts = ("outcome", "sort", "lines", "printed", "words") if EXACT else ("outcome", "sort")
    return next((part for part in parts if getattr(brython, part) != getattr(cpython, part)), "")


@pytest.mark.parametrize("name", FILES)
def test_same_answer(in_page: dict[str, Answer], in_cpython: dict[str, Answer], name: str):
    wrong = []
    for code, heading in snippets(name):
        mine, right = in_page[code], in_cpython[code]
        found = difference(mine, right)
        allowed = {"": [""], "words": ["words"]}.get(heading, ["outcome", "sort", "lines", "words"])
        if found not in allowed and (EXACT or not heading):
            wrong.append(f"{code!r}: {found or 'agrees now'}\n    {mine}\n    {right}")
    assert not wrong, "\n".join(wrong)


def test_every_answer_is_a_sentence(in_page: dict[str, Answer]):
    outcomes = {"correct", "almost", "wrong", "not attempted"}
    assert [code for code, said in in_page.items() if said.outcome not in outcomes] == []
    assert [code for code, said in in_page.items() if "Javascript" in repr(said)] == []


def test_cpythons_own_errors_are_left_as_they_are():
    changed = []
    for code in CODES:
        try:
            compile(code, "<string>", "exec")
            error = None
        except SyntaxError as refused:
            error = refused
        again = reread(code, error)
        if again != error and (str(again), type(again)) != (str(error), type(error)):
            changed.append((code, error, again))
    assert not EXACT or changed == []


_TOLD = """async ([code, exercise, last]) => {
    const worker = new Worker(URL.createObjectURL(new Blob([window.cnnlibPython])));
    await new Promise((resolve) => (worker.onmessage = resolve));
    let printed = "";
    await new Promise((resolve) => {
        setTimeout(resolve, 60000);
        worker.onmessage = ({ data }) => {
            printed += data.printed ?? "";
            if (printed.endsWith(last)) resolve();
        };
        worker.postMessage({ code, exercise });
    });
    worker.terminate();
    return printed;
}"""


def test_what_is_printed_is_told_while_the_code_runs(python_page: Page):
    code = "print(1, 2)\nprint('π')\nwhile True:\n    pass"
    assert python_page.evaluate(_TOLD, [code, LITERAL, "π\n"]) == "1 2\nπ\n"


def test_no_more_is_told_than_is_shown(python_page: Page):
    told = python_page.evaluate(_TOLD, ["while True:\n    print('spam')", LITERAL, "not shown)\n"])
    assert told[:LONGEST_OUTPUT] == ("spam\n" * LONGEST_OUTPUT)[:LONGEST_OUTPUT]
    assert told[LONGEST_OUTPUT:] == "\n… (the rest is not shown)\n"


def test_memory_ends_in_a_sentence(python_page: Page):
    """Lists copied for ever; without a limit the browser ends the worker, and the page with it."""
    codes = {
        "copies": "x = [0] * 10 ** 6\ny = []\nwhile True:\n    y.append(x[:])",
        "a text": "x = 'ab'\nwhile True:\n    x = x + x",
        "at once": "x = 'a' * 10 ** 12",
    }
    said = run_all(python_page, list(codes.values()), LITERAL)
    for outcome, sentence, _, _ in said:
        assert outcome == "wrong"
        assert "took too much memory" in sentence


def test_calls_below_cpythons_limit_that_the_browser_cannot_hold(python_page: Page):
    code = "def g(n):\n    return n and 1 + sum(g(n - 1) for _ in [0])\nprint(g(450))"
    [(outcome, sentence, _, _)] = run_all(python_page, [code], LITERAL)
    assert outcome == "wrong"
    assert SHALLOW in sentence


PLACE = next(
    name for name in site.pages() if "Exercise" in {it.name for it in site.read(name).mounts}
)


def test_what_was_printed_is_shown_after_the_limit(visit: Visit):
    editor = visit(PLACE).locator("[data-explorable=Exercise]").first
    editor.scroll_into_view_if_needed()
    said, output = editor.locator(".cnn-said"), editor.locator(".cnn-output")
    editor.locator("textarea").fill("print('before')\nwhile True:\n    pass")
    editor.get_by_role("button", name="Run").click()
    expect(said).to_contain_text("Your code was stopped after", timeout=60_000)
    expect(output).to_have_text("before\n")


def test_what_was_printed_is_shown_after_a_stop(alone: Visit):
    patient = replace(FIRST, seconds=600)  # on a busy machine, too, it is the reader who stops it
    editor = alone(code_editor(patient, "pass")).locator("[data-explorable=Exercise]")
    said, output = editor.locator(".cnn-said"), editor.locator(".cnn-output")
    editor.locator("textarea").fill("while True:\n    print('again')")
    editor.get_by_role("button", name="Run").click()
    expect(output).to_contain_text("the rest is not shown")
    editor.get_by_role("button", name="Stop").click()
    expect(said).to_have_text("Stopped.")
    expect(output).to_contain_text("again\nagain\n")
    editor.locator("textarea").fill("")
    editor.get_by_role("button", name="Run").click()
    expect(said).to_have_attribute("data-outcome", "wrong")
    expect(output).to_be_hidden()
