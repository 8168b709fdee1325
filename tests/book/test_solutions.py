"""A chapter with an exercise that is not whole must not become a page."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnnlib.book import solutions
from cnnlib.exercises import registry

TEXT = "```{exercise}\n:label: 03-echo\n\nWrite it.\n```"
STUB = "def echo(sound, kernel):\n    return ..."
CHECK = 'check("03-echo", echo)'


def book(*sources):
    kinds = [new_markdown_cell, new_code_cell, new_code_cell]
    cells = [kind(source) for kind, source in zip(kinds, sources, strict=False)]
    return new_notebook(cells=cells)


def test_a_complete_exercise_passes():
    notebook = book(TEXT, STUB, CHECK)
    solutions.verify(notebook)
    (exercise,) = solutions.exercises(notebook).values()
    assert exercise == solutions.Exercise("03-echo", STUB, CHECK)


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["Windows", "old Mac"])
def test_line_ends_make_no_difference(end):
    def saved(*sources):
        return book(*(source.replace("\n", end) for source in sources))

    solutions.verify(saved(TEXT, STUB, CHECK))
    with pytest.raises(ValueError, match="03-echo: its stub must define"):
        solutions.verify(saved(TEXT, STUB.replace("sound", "noise"), CHECK))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("```{exercise}", ":::{exercise}", id="colons"),
        pytest.param("```{exercise}", "~~~{exercise}", id="tildes"),
        pytest.param(":label: 03-echo", ":class: dropdown", id="no label"),
        pytest.param(":label:", ":label :", id="a label that is none"),
        pytest.param("```{exercise}", "```{note}", id="no exercise"),
    ],
)
def test_an_exercise_that_is_not_found_is_not_passed_over(old, new):
    assert old in TEXT
    notebook = book(TEXT.replace(old, new), STUB, CHECK)
    with pytest.raises(ValueError, match=r"that is not written as|has no exercise"):
        solutions.verify(notebook)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        pytest.param([TEXT], "second cell after it must check", id="alone"),
        pytest.param([TEXT, STUB, "pass"], "second cell after it must check", id="no check"),
        pytest.param(["# Echo", STUB, CHECK], r'check\("03-echo", …\) has no exer', id="no text"),
        pytest.param(
            ["# Echo", STUB, "if True:\n    check('03-echo',\n          echo)"],
            r'check\("03-echo", …\) has no exercise',
            id="no text, a call in other words",
        ),
        pytest.param(
            [TEXT, "def ekko(sound, kernel):\n    return ...", CHECK],
            r"03-echo: its stub must define echo\(sound, kernel\)",
            id="another function",
        ),
        pytest.param(
            [TEXT.replace("03-echo", "03-lengths"), STUB, 'check("03-lengths", echo)'],
            "is a question",
            id="a question",
        ),
        pytest.param(
            [TEXT.replace("03-echo", "03-nothing"), STUB, 'check("03-nothing", echo)'],
            "there is no exercise '03-nothing'",
            id="nobody knows it",
        ),
    ],
)
def test_an_incomplete_exercise_is_refused(cells, message):
    with pytest.raises(ValueError, match=message):
        solutions.verify(book(*cells))


def test_an_exercise_that_stands_twice_is_refused():
    once = book(TEXT, STUB, CHECK).cells
    again = book(TEXT, STUB, CHECK).cells
    with pytest.raises(ValueError, match="03-echo stands twice"):
        solutions.verify(new_notebook(cells=[*once, *again]))


def test_a_solution_that_fails_is_refused(monkeypatch):
    def echo(sound, kernel):
        return sound + kernel

    assert registry.find("03-echo").data  # made from the right solution, before
    monkeypatch.setitem(registry.find("03-echo").__dict__, "solution", echo)
    with pytest.raises(ValueError, match=r"03-echo: its solution fails\. For `sound`"):
        solutions.verify(book(TEXT, STUB, CHECK))


@pytest.mark.parametrize("as_lines", [True, False], ids=["lines", "one text"])
def test_titles_come_from_the_library(as_lines):
    notebook = json.loads(nbformat.writes(book(TEXT, STUB, CHECK)))
    if not as_lines:
        notebook["cells"][0]["source"] = TEXT
    titled = json.loads(solutions.titled(json.dumps(notebook)))
    assert "".join(titled["cells"][0]["source"]) == TEXT.replace("{exercise}", "{exercise} An echo")
