"""Python in the page, from a file, against the same judge in CPython."""

import re
from collections.abc import Callable

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.book.solutions import exercises
from cnnlib.exercises import registry
from cnnlib.exercises._code import CodeExercise
from cnnlib.exercises.in_page.attempt import Printed, attempt
from tests.book import site
from tests.book.visits import Visit, settle
from tests.book.workers import run_all

EXERCISES = {
    item: chapter.PAGE
    for chapter in registry.chapters()
    for item in chapter.ITEMS
    if isinstance(item, CodeExercise) and item.where == "page"
}
FIRST = next(iter(EXERCISES))
LIMIT = 60_000  # milliseconds, for a loaded machine; the figure's own limit is `seconds`


def stub_of(exercise: CodeExercise) -> str:
    notebook = nbformat.read(site.ROOT / f"{EXERCISES[exercise]}.ipynb", as_version=4)
    return exercises(notebook)[exercise.name].stub.strip()


def editor_of(page: Page, exercise: CodeExercise) -> Locator:
    mounts = [
        mount
        for mount in site.read(f"{EXERCISES[exercise]}.html").mounts
        if mount.name == "Exercise"
    ]
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


def answers_to(exercise: CodeExercise) -> dict[str, str]:
    """The stub, the solution, and every mistake that is an edit of it, as code to run."""
    answers = {"stub": stub_of(exercise), "solution": exercise.source}
    for mistake in exercise.wrong:
        for way in mistake.ways:
            source = way.__dict__.get("source", exercise.source)
            if mistake.listed and source != exercise.source:
                answers[f"{mistake.sentence} {len(answers)}"] = source
    return answers


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda item: item.name)
def test_answers_get_the_words_of_cpython(python_page: Page, exercise: CodeExercise):
    answers = answers_to(exercise)
    said = run_all(python_page, list(answers.values()), exercise.literal)
    for (what, code), (shown, words, _, _) in zip(answers.items(), said, strict=True):
        outcome, sentence = judged(exercise, code)
        expected = {"stub": ["not attempted"], "solution": ["correct"]}
        assert outcome in expected.get(what, ["wrong", "almost"])
        if what not in expected:
            assert what.rpartition(" ")[0].replace("`", "") in sentence
        assert (shown, words.replace("`", "")) == (outcome, sentence), what


@pytest.mark.parametrize("place", sorted(set(EXERCISES.values())))
def test_exercises_stand_in_their_boxes(visit: Visit, place: str):
    opened = visit(f"{place}.html")
    for exercise in (item for item, its_page in EXERCISES.items() if its_page == place):
        box = opened.locator(f"[id='{exercise.name}']")
        box.scroll_into_view_if_needed()
        expect(box.locator("textarea")).to_have_value(f"{stub_of(exercise)}\n")
        expect(box.locator(".admonition-title")).to_contain_text(exercise.title)
        expect(box.locator(".cnn-level")).to_have_text(f"Level {exercise.level} · {exercise.kind}")
        expect(box.locator("details.solution pre")).to_have_text(exercise.source)


@pytest.fixture
def editor(visit: Visit) -> Locator:
    return editor_of(visit(f"{EXERCISES[FIRST]}.html"), FIRST)


HEAD = f"def {FIRST.function}({', '.join(FIRST.parameters)}):"
X = FIRST.parameters[0]
ODD_CODE = {
    "syntax error": f"{HEAD[:-1]}\n    return 1",
    "another name": f"def other{HEAD[4:]}\n    return 1",
    "no function": f"{FIRST.function} = 3",
    "error at the top": "x = 1 / 0",
    "error inside": f"{HEAD}\n    return {X}[99]",
    "recursion": f"{HEAD}\n    return {HEAD[4:-1]}",
    "import os": "import os",
    "from numpy": "from numpy import array",
    "import javascript": "import javascript",
    "open": "open('x')",
    "input": "input()",
    "exit": "exit()",
    "nothing": "",
}


def test_odd_code_is_told_in_the_words_of_cpython(python_page: Page):
    """In workers without a clock: what is said must not depend on the machine's speed."""
    answers = run_all(python_page, list(ODD_CODE.values()), FIRST.literal)
    for (what, code), (outcome, sentence, *_) in zip(ODD_CODE.items(), answers, strict=True):
        if what == "import javascript":
            expected = ("wrong", "in this page you can import only math")  # CPython has none
        elif what == "import os" or what == "from numpy":
            expected = ("wrong", "ModuleNotFoundError: in this page you can import only math.")
        else:
            expected = judged(FIRST, code)
        assert outcome == expected[0], what
        assert expected[1] in sentence.replace("`", ""), what


def test_what_is_printed_is_shown(editor: Locator):
    run(editor, "import math\nprint('π is', round(math.pi, 4))\nprint(1, 2, sep='\\n')")
    expect(editor.locator(".cnn-output")).to_have_text("π is 3.1416\n1\n2\n")


def test_the_failing_case_is_shown(editor: Locator):
    code = f"{HEAD}\n    return {X}"
    run(editor, code)
    editor.locator("summary", has_text="Show the case").press("Enter")
    _, _, _, detail, _ = attempt(code, FIRST.literal, Printed(), lambda function, *x: function(*x))
    expect(editor.locator(".cnn-case")).to_have_text(detail)


def test_a_loop_without_end_is_stopped(editor: Locator):
    outcome, words = run(editor, "while True:\n    pass")
    assert outcome == "wrong"
    assert f"Your code was stopped after {FIRST.seconds:g} seconds." in words
    outcome, _ = run(editor, FIRST.source)
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
    area.press_sequentially(f"{HEAD}\nif {X}:\nreturn 1")
    assert area.input_value() == (f"{HEAD}\n    if {X}:\n        return 1")
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
