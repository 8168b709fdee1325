from pathlib import Path

import numpy as np
import pytest

from cnnlib.exercises import _judge
from cnnlib.exercises._judge import ALMOST, CORRECT, NOT_ATTEMPTED, WRONG, judge

SHIFT = {
    "function": "shift",
    "parameters": ["signal"],
    "cases": [
        {"inputs": [[1, 2, 4]], "expected": [0, 1, 2], "about": ""},
        {"inputs": [[3, -1.5]], "expected": [0, 3], "about": ""},
        {"inputs": [[]], "expected": [], "about": "an empty signal"},
    ],
    "mistakes": [
        {
            "results": [["value", [2, 4, 0]], ["value", [-1.5, 0]], ["value", []]],
            "sentence": "To the left.",
        },
        {
            "results": [["value", [0, 1, 2]], ["value", [0, 3]], ["error", "IndexError"]],
            "sentence": "It may be empty.",
        },
    ],
    "tolerance": 1e-9,
    "closing": "Done.",
}


def right(signal):
    return [0, *list(signal)[:-1]] if len(signal) else []


def changing(signal):
    if signal:
        signal.insert(0, 0)
        signal.pop()
    return signal


def endless(signal):
    signal.append(signal)
    return signal


ANSWERS = {
    "right": (right, CORRECT, "All 3 cases agree. Done."),
    "an array": (lambda x: np.array(right(x)), CORRECT, "All 3 cases agree."),
    "a tuple": (lambda x: tuple(right(x)), CORRECT, "All 3 cases agree."),
    "ellipsis": (lambda _: ..., NOT_ATTEMPTED, "Replace the last line"),
    "nothing": (lambda _: None, WRONG, "the result is None: is a `return` missing?"),
    "known mistake": (lambda x: [*x[1:], *[0] * bool(x)], WRONG, "it should be 0. To the left."),
    "unknown mistake": (lambda x: [9] * len(x), WRONG, "entry 0 is 9; it should be 0."),
    "almost": (lambda x: [0, *x[:-1]], ALMOST, "Right for simple inputs, not yet for an empty"),
    "almost, known": (
        lambda x: [0 * x[-1], *x[:-1]],
        ALMOST,
        "IndexError: list index out of range. It",
    ),
    "too long": (lambda x: [0, *x], WRONG, "has length 4; it should have length 3."),
    "a number": (lambda _: 7, WRONG, "the result is one number; it should be a list of numbers."),
    "a text": (lambda _: "abc", WRONG, "holds a value of type str where a number is expected."),
    "truth values": (lambda x: [True] * len(x), WRONG, "holds True where a number is expected."),
    "a generator": (lambda x: (v for v in x), WRONG, "holds a value of type generator"),
    "ragged": (lambda _: [[1], [2, 3]], WRONG, "has rows of different lengths: 1 and 2."),
    "mixed": (lambda _: [1, [2]], WRONG, "mixes numbers and lists."),
    "not a number": (lambda x: [float("nan")] * len(x), WRONG, "entry 0 is nan; it should be 0."),
    "changes its input": (changing, ALMOST, "are right. But your function changes `signal`"),
    "a list in itself": (endless, WRONG, "is expected. Also, your function changes"),
    "exception": (lambda _: 1 / 0, WRONG, "your function stopped. ZeroDivisionError: division"),
    "recursion": (lambda x: judge_again(x), WRONG, "RecursionError: a function calls itself"),
    "exit": (lambda _: exit(), WRONG, "your function stopped. SystemExit"),
    "wrong arguments": (lambda: 1, WRONG, "TypeError: "),
    "no function": (3, WRONG, "`shift` is one number, not a function."),
}


def judge_again(signal):
    return judge_again(signal) + 1


@pytest.mark.parametrize("name", ANSWERS)
def test_outcome_and_sentence(name):
    answer, outcome, sentence = ANSWERS[name]
    verdict = judge(SHIFT, answer)
    assert verdict["outcome"] == outcome
    assert sentence in verdict["sentence"]
    assert verdict["label"] == _judge.LABELS[outcome]


@pytest.mark.parametrize(
    ("answer", "helped"),
    [
        (lambda x: x[0, 1], True),
        (lambda x: x + 1, False),
        (lambda x: x[9], False),
    ],
    ids=["type and text", "another text", "another type"],
)
def test_an_exception_gets_its_hint(answer, helped):
    exercise = {**SHIFT, "hints": [["TypeError", "not tuple", "One index, `signal[i]`."]]}
    sentence = judge(exercise, answer)["sentence"]
    assert sentence.endswith(". One index, `signal[i]`.") is helped


def test_a_stub_that_raises_is_not_attempted():
    def shift(signal):
        raise NotImplementedError

    assert judge(SHIFT, shift)["outcome"] == NOT_ATTEMPTED


def test_the_failing_case_can_be_pasted():
    detail = judge(SHIFT, lambda _: [0, 1, 3])["detail"]
    assert (
        detail
        == "signal = [1, 2, 4]\nshift(signal)\n# should be: [0, 1, 2]\n# yours is:  [0, 1, 3]\n"
    )
    scope = {"shift": right}
    exec(detail, scope)
    assert scope["signal"] == [1, 2, 4]


def test_arrays_are_pasted_as_arrays():
    exercise = {
        "function": "double",
        "parameters": ["x", "factor"],
        "cases": [{"inputs": [[[1, 2], [3, -4]], 2], "expected": [[2, 4], [6, -8]], "about": ""}],
        "mistakes": [],
        "tolerance": 0,
        "arrays": True,
    }
    detail = judge(exercise, lambda x, _: x, make=np.array)["detail"]
    scope = {"np": np, "double": lambda x, factor: x * factor}
    exec(detail, scope)
    assert scope["x"].tolist() == [[1, 2], [3, -4]]
    assert "np.array([[1, 2],\n              [3, -4]])" in detail


def test_own_lines_are_shown_and_no_others():
    def shift(signal):
        return helper(signal)

    def helper(signal):
        return signal[99]

    def line_of(file, _number):
        return f"line of {file[-13:]}" if file.endswith("test_judge.py") else None

    lines = judge(SHIFT, shift, line_of)["detail"].splitlines()
    assert [line.split(": ")[1] for line in lines[:2]] == ["line of test_judge.py"] * 2
    assert lines[2] == "signal = [1, 2, 4]"


def test_a_long_traceback_is_shortened():
    detail = judge(SHIFT, judge_again, lambda _file, _number: "again")["detail"]
    assert detail.count("again") == 6
    assert "…" in detail


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda x: x, "2 results are expected, `low` and `high`. Yours is a list of numbers."),
        (lambda x: (x, [0, 0, 0]), "entry 0 of `high` is 0; it should be 2."),
        (lambda x: ([[1]], x), "`low` is a list of lists; it should be a list of numbers."),
        (lambda x: (None, x), "`low` is None: is a `return` missing?"),
    ],
    ids=["one", "second wrong", "first misshapen", "first missing"],
)
def test_several_results_are_named(answer, sentence):
    exercise = {
        "function": "split",
        "parameters": ["x"],
        "returns": ["low", "high"],
        "cases": [{"inputs": [[1, 2, 3]], "expected": [[1, 2, 3], [2, 3, 4]], "about": ""}],
        "mistakes": [],
        "tolerance": 1e-9,
    }
    assert sentence in judge(exercise, answer)["sentence"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (1.0, 1.0 + 1e-12, True),
        (1e9, 1e9 + 0.5, True),
        (1.0, 1.001, False),
        (float("nan"), float("nan"), True),
        (float("nan"), 1.0, False),
        (float("inf"), float("inf"), True),
        (float("inf"), 1.0, False),
    ],
)
def test_close(a, b, same):
    assert _judge.close(a, b, 1e-9) is same


def test_it_imports_nothing():
    source = Path(_judge.__file__).read_text("utf-8")
    assert not [line for line in source.splitlines() if line.startswith(("import ", "from "))]
