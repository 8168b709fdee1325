"""A chapter with an exercise that cannot be solved must not become a page."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnnlib.book import solutions

TEXT = "```{exercise} An echo\n:label: 03-echo\n\nWrite it.\n```"
STUB = "def echo(sound, kernel):\n    return ..."
CHECK = 'check("03-echo", echo)'
RIGHT = """\
def echo(sound, kernel):
    heard = [0] * (len(sound) + len(kernel) - 1)
    for j, loudness in enumerate(kernel):
        for i, value in enumerate(sound):
            heard[i + j] += loudness * value
    return heard
"""


def solution(code, name="03-echo"):
    return f"````{{solution}} {name}\n:class: dropdown\n\n```python\n{code}```\n````"


def book(*sources):
    kinds = [new_markdown_cell, new_code_cell, new_code_cell, new_markdown_cell]
    cells = [kind(source) for kind, source in zip(kinds, sources, strict=False)]
    return new_notebook(cells=cells)


def test_a_complete_exercise_passes():
    notebook = book(TEXT, STUB, CHECK, solution(RIGHT))
    solutions.verify(notebook)
    (exercise,) = solutions.exercises(notebook).values()
    assert exercise == solutions.Exercise("03-echo", STUB, CHECK, RIGHT)


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["Windows", "old Mac"])
def test_line_ends_make_no_difference(end):
    def saved(*sources):
        return book(*(source.replace("\n", end) for source in sources))

    solutions.verify(saved(TEXT, STUB, CHECK, solution(RIGHT)))
    with pytest.raises(ValueError, match="03-echo: its solution fails"):
        solutions.verify(saved(TEXT, STUB, CHECK, solution(STUB + "\n")))


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
    notebook = book(TEXT.replace(old, new), STUB, CHECK, solution(RIGHT))
    with pytest.raises(ValueError, match=r"that is not written as|has no exercise"):
        solutions.verify(notebook)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        pytest.param([TEXT], "second cell after it must check", id="alone"),
        pytest.param([TEXT, STUB, "pass"], "second cell after it must check", id="no check"),
        pytest.param([TEXT, STUB, CHECK], "03-echo has no solution", id="no solution"),
        pytest.param(["# Echo", STUB, CHECK], r'check\("03-echo", …\) has no exer', id="no text"),
        pytest.param(
            ["# Echo", STUB, "if True:\n    check('03-echo',\n          echo)"],
            r'check\("03-echo", …\) has no exercise',
            id="no text, a call in other words",
        ),
        pytest.param(
            [TEXT, STUB, CHECK, solution(RIGHT, "03-other")], "has no solution", id="another's"
        ),
        pytest.param(
            [TEXT, STUB, CHECK, solution("def echo(sound, kernel):\n    return sound\n")],
            "03-echo: its solution fails",
            id="wrong solution",
        ),
        pytest.param(
            [cell.replace("03-echo", "03-ecco") for cell in (TEXT, STUB, CHECK, solution(RIGHT))],
            "03-ecco",
            id="unknown name",
        ),
    ],
)
def test_what_is_wrong_is_said(cells, message):
    with pytest.raises(ValueError, match=message):
        solutions.verify(book(*cells))
