"""Python in the page, from a file, against the same judge in CPython."""

import re
from collections.abc import Callable

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.book.solutions import exercises
from cnnlib.exercises import registry
from cnnlib.exercises._kinds import CodeExercise, Mistake
from cnnlib.exercises.in_page.attempt import Printed, attempt
from tests.book import site
from tests.book.visits import Visit, settle

CHAPTER = registry.chapter("03")
PAGE = f"{CHAPTER.PAGE}.html"
SOURCES = exercises(nbformat.read(site.ROOT / f"{CHAPTER.PAGE}.ipynb", as_version=4))
EXERCISES = [
    item for item in CHAPTER.ITEMS if isinstance(item, CodeExercise) and item.where == "page"
]
FIRST = EXERCISES[0]
LIMIT = 60_000  # milliseconds, for a loaded machine; the figure's own limit is `seconds`


def editor_of(page: Page, exercise: CodeExercise) -> Locator:
    mounts = [mount for mount in site.read(PAGE).mounts if mount.name == "Exercise"]
    place = next(i for i, mount in enumerate(mounts) if mount.state["name"] == exercise.name)
    editor = page.locator("[data-explorable=Exercise]").nth(place)
    editor.scroll_into_view_if_needed()
    return editor


def run(editor: Locator, code: str) -> tuple[str | None, str]:
    """What the page says to `code`: the outcome, and the words."""
    editor.locator("textarea").fill(code)
    editor.get_by_role("button", name="Run").click()
    said = editor.locator(".cnn-said")
    expect(said).to_have_attribute("data-outcome", re.compile("^(?!running)"), timeout=LIMIT)
    expect(editor.get_by_role("button", name="Run")).to_be_enabled()
    return said.get_attribute("data-outcome"), said.inner_text()


def judged(exercise: CodeExercise, code: str) -> tuple[str, str]:
    """What CPython's judge says to `code`."""

    def call(function: Callable[..., object], *inputs: object) -> object:
        return function(*inputs)

    outcome, _, sentence, _, _ = attempt(code, exercise.literal, Printed(), call)
    return outcome, sentence.replace("`", "")


def imitation(exercise: CodeExercise, mistake: Mistake) -> str:
    """Plain Python that returns, for each case, what a wrong implementation returns."""
    if exercise.verify:
        results = [["value", mistake.function()]]
    else:
        results = exercise.data["mistakes"][exercise.mistakes.index(mistake)]["results"]
    inputs = [case["inputs"] for case in exercise.data["cases"]]
    names = ", ".join(exercise.parameters)
    return (
        f"nan, inf = float('nan'), float('inf')\n"
        f"INPUTS = {inputs!r}\n"
        f"RESULTS = {results!r}\n"
        f"def {exercise.function}({names}):\n"
        f"    kind, value = RESULTS[INPUTS.index([{names}])]\n"
        f"    if kind == 'error':\n"
        f"        raise {{each.__name__: each for each in "
        f"(IndexError, ValueError, TypeError, ZeroDivisionError)}}[value]\n"
        f"    return value\n"
    )


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda item: item.name)
def test_exercise(visit: Visit, exercise: CodeExercise):
    """The stub, every listed mistake and the solution: the same words as in CPython."""
    editor = editor_of(visit(PAGE), exercise)
    stub = editor.locator("textarea").input_value()
    assert stub.strip() == SOURCES[exercise.name].stub.strip()
    answers = {"stub": stub}
    for mistake in exercise.mistakes:
        answers[mistake.sentence] = imitation(exercise, mistake)
    answers["solution"] = SOURCES[exercise.name].solution
    for what, code in answers.items():
        outcome, sentence = judged(exercise, code)
        expected = {"stub": ["not attempted"], "solution": ["correct"]}
        assert outcome in expected.get(what, ["wrong", "almost"])
        if what not in expected:
            assert what.replace("`", "") in sentence
        shown, words = run(editor, code)
        assert shown == outcome
        assert sentence in words


@pytest.fixture
def editor(visit: Visit) -> Locator:
    return editor_of(visit(PAGE), FIRST)


HEAD = f"def {FIRST.function}(image, kernel):"
ODD_CODE = {
    "syntax error": "def correlate2d(image, kernel)\n    return 1",
    "another name": "def correlate(image, kernel):\n    return 1",
    "no function": f"{FIRST.function} = 3",
    "error at the top": "x = 1 / 0",
    "error inside": f"{HEAD}\n    return image[99]",
    "recursion": f"{HEAD}\n    return {FIRST.function}(image, kernel)",
    "import os": "import os",
    "from numpy": "from numpy import array",
    "import javascript": "import javascript",
    "open": "open('x')",
    "input": "input()",
    "exit": "exit()",
    "nothing": "",
}


def test_odd_code_is_told_in_the_words_of_cpython(editor: Locator):
    for what, code in ODD_CODE.items():
        if what == "import javascript":
            expected = ("wrong", "in this page you can import only math")  # CPython has none
        elif what == "import os" or what == "from numpy":
            expected = ("wrong", "ModuleNotFoundError: in this page you can import only math.")
        else:
            expected = judged(FIRST, code)
        outcome, words = run(editor, code)
        assert outcome == expected[0], what
        assert expected[1] in words, what


def test_what_is_printed_is_shown(editor: Locator):
    run(editor, "import math\nprint('π is', round(math.pi, 4))\nprint(1, 2, sep='\\n')")
    expect(editor.locator(".cnn-output")).to_have_text("π is 3.1416\n1\n2\n")


def test_the_failing_case_is_shown(editor: Locator):
    code = f"def {FIRST.function}(image, kernel):\n    return kernel"
    run(editor, code)
    editor.locator("summary", has_text="Show the case").press("Enter")
    _, _, _, detail, _ = attempt(code, FIRST.literal, Printed(), lambda function, *x: function(*x))
    expect(editor.locator(".cnn-case")).to_have_text(detail)


def test_a_loop_without_end_is_stopped(editor: Locator):
    outcome, words = run(editor, "while True:\n    pass")
    assert outcome == "wrong"
    assert f"Your code was stopped after {FIRST.seconds:g} seconds." in words
    outcome, _ = run(editor, SOURCES[FIRST.name].solution)
    assert outcome == "correct"


def test_a_reader_can_stop_the_code(editor: Locator):
    editor.locator("textarea").fill("while True:\n    pass")
    editor.get_by_role("button", name="Run").click()
    editor.get_by_role("button", name="Stop").click()
    expect(editor.locator(".cnn-said")).to_have_text("Stopped.")
    expect(editor.get_by_role("button", name="Run")).to_be_enabled()


def test_editor_by_keyboard(editor: Locator):
    page, area = editor.page, editor.locator("textarea")
    area.fill("")
    area.press_sequentially(f"def {FIRST.function}(image, kernel):\nif image:\nreturn 1")
    assert area.input_value() == (
        f"def {FIRST.function}(image, kernel):\n    if image:\n        return 1"
    )
    page.keyboard.press("Shift+Tab")
    assert area.input_value().endswith("\n    return 1")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+z")
    assert area.input_value().endswith("\n    return 1")
    page.keyboard.press("Control+Enter")
    said = editor.locator(".cnn-said")
    expect(said).to_have_attribute("data-outcome", "wrong", timeout=LIMIT)
    area.focus()
    page.keyboard.press("Escape")
    expect(editor.get_by_role("button", name="Run")).to_be_focused()


def test_a_draft_survives_a_reload_and_can_be_given_up(editor: Locator):
    page, area = editor.page, editor.locator("textarea")
    stub = area.input_value()
    area.fill("# half an idea")
    page.reload()
    settle(page)
    expect(area).to_have_value("# half an idea")
    editor.get_by_role("button", name="Back to the start").click()
    expect(area).to_have_value(stub)
    page.reload()
    settle(page)
    expect(area).to_have_value(stub)
