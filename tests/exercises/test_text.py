"""The words of a chapter, read from its text: tolerances, and answers of several numbers."""

import pytest

from cnnlib.exercises._text import items

QUESTION = """## 00-thirds: Thirds (1, compute)
One third, and two?
= one, two ± 0.006: [1 / 3, 2 / 3]
    1 / 2: A half.
= three: 3
    4: Too many.
    else: Count once more.
{wrong}
> So it is.
"""


def question(tmp_path, wrong):
    text = tmp_path / "chapter00.md"
    text.write_text(QUESTION.format(wrong=wrong), "utf-8")
    names = {"f": lambda a, b: [a, b, a + b]}
    return items(str(text.with_suffix(".py")), names, {})[0]


def test_what_a_number_may_be_off_stands_behind_it(tmp_path):
    numbers = question(tmp_path, "! 1 2 3: Whole.").numbers
    assert [number.label for number in numbers] == ["one", "two", "three"]
    assert [number.tolerance for number in numbers] == [0.006, 0.006, 1e-6]
    assert [number.wrong for number in numbers] == [{}, {0.5: "A half."}, {4: "Too many."}]
    assert [number.hint for number in numbers] == ["", "", "Count once more."]


@pytest.mark.parametrize(
    ("answer", "values"),
    [
        ("1 −2 1/2", (1, -2, 0.5)),
        ("f(1, 2)", (1, 2, 3)),
        ("[x / 2 for x in (1, 2, 3)]", (0.5, 1, 1.5)),
        ("f(1, 2)[::-1]", (3, 2, 1)),
        ("f(1, 2)[0] f(3, 4)[1] 5", (1, 4, 5)),
    ],
)
def test_spaces_stand_between_the_numbers_of_an_answer(tmp_path, answer, values):
    assert question(tmp_path, f"! {answer}: No.").wrong == {values: "No."}


def test_an_answer_that_stands_there_twice_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"the wrong answer f\(0, 1\) stands there twice"):
        question(tmp_path, "! 0 1 1: No.\n! f(0, 1): No.")
