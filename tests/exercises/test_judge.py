from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from cnnlib.exercises import (
    _array_errors,
    _errors,
    _extent,
    _facts,
    _faults,
    _judge,
    _run,
    _seen,
    _subscripts,
    _traces,
    _type_errors,
    _values,
)
from cnnlib.exercises._judge import ALMOST, CORRECT, NOT_ATTEMPTED, WRONG, judge
from cnnlib.exercises._mistakes import packed
from cnnlib.exercises._values import mark


def value(result):
    """What a call that gives `result` is known by."""
    return ["value", [mark(result)]]


SHIFT = packed(
    {
        "function": "shift",
        "parameters": ["signal"],
        "cases": [
            {"inputs": [[1, 2, 4]], "expected": [0, 1, 2], "about": ""},
            {"inputs": [[3, -1.5]], "expected": [0, 3], "about": ""},
            {"inputs": [[]], "expected": [], "about": "an empty signal"},
        ],
        "mistakes": [
            {"sentence": "To the left.", "ways": [[value([2, 4, 0]), value([-1.5, 0]), value([])]]},
            {
                "sentence": "It may be empty.",
                "ways": [
                    [
                        value([0, 1, 2]),
                        value([0, 3]),
                        ["error", "IndexError", "list index out of range", []],
                    ]
                ],
            },
        ],
        "tolerance": 1e-9,
        "closing": "Done.",
    }
)


def right(signal):
    return [0, *list(signal)[:-1]] if len(signal) else []


def changing(signal):
    if signal:
        signal.insert(0, 0)
        signal.pop()
    return signal


def raising(error):
    raise error


def endless(signal):
    signal.append(signal)
    return signal


ANSWERS = {
    "right": (right, CORRECT, "All 3 cases agree. Done."),
    "an array": (lambda x: np.array(right(x)), CORRECT, "All 3 cases agree."),
    "a tuple": (lambda x: tuple(right(x)), CORRECT, "All 3 cases agree."),
    "ellipsis": (lambda _: ..., NOT_ATTEMPTED, "Replace the `"),
    "nothing": (lambda _: None, WRONG, "None: is a `return` missing, or never reached?"),
    "known mistake": (lambda x: [*x[1:], *[0] * bool(x)], WRONG, "it should be 0. To the left."),
    "unknown mistake": (lambda x: [9] * len(x), WRONG, "entry 0 is 9; it should be 0."),
    "almost": (lambda x: [0, *x[:-1]], ALMOST, "Right for simple inputs, not yet for an empty"),
    "almost, known": (
        lambda x: [0 * x[-1], *x[:-1]],
        ALMOST,
        "IndexError: list index out of range. It",
    ),
    "a stub in one case": (
        lambda x: right(x) if x else ...,
        ALMOST,
        "the result is `...`: there the stub is still at work. A `...` is in it",
    ),
    "not implemented in one case": (
        lambda x: right(x) if x else raising(NotImplementedError()),
        ALMOST,
        "your function stopped. NotImplementedError.",
    ),
    "too long": (lambda x: [0, *x], WRONG, "has length 4; it should have length 3."),
    "a number": (lambda _: 7, WRONG, "the result is one number; it should be a list of numbers."),
    "a text": (lambda _: "abc", WRONG, "the result is a text; it should be a list of numbers."),
    "texts": (lambda x: ["a"] * len(x), WRONG, 'entry 0 is "a"; it should be 0.'),
    "truth values": (lambda x: [True] * len(x), WRONG, "entry 0 is True; it should be 0."),
    "a generator": (
        lambda x: (v for v in x),
        WRONG,
        "a generator; it should be a list of numbers. A `yield`",
    ),
    "a map": (
        lambda x: map(abs, x),
        WRONG,
        "is a map; it should be a list of numbers. Make a list",
    ),
    "generators": (
        lambda x: [(v for v in x)] * 3,
        WRONG,
        "the result holds a generator. A `yield`, or",
    ),
    "a function": (lambda _: abs, WRONG, "list of numbers. Is a pair of parentheses missing"),
    "a dictionary": (lambda _: {1: 2}, WRONG, "is a dict; it should be a list of numbers. What it"),
    "a view": (lambda _: {1: 2}.keys(), WRONG, "the result is a view of a dict; it should be a"),
    "a set": (lambda x: set(x), WRONG, "is a set; it should be a list of numbers. It has no order"),
    "an empty list": (lambda _: [], WRONG, "has length 0; it should have length 3."),
    "ragged": (lambda _: [[1], [2, 3]], WRONG, "has rows of different lengths: 1 and 2."),
    "ragged within": (
        lambda _: [[[1], [2]], [[], []]],
        WRONG,
        "has rows of different lengths: 1 and 0.",
    ),
    "mixed": (lambda _: [1, [2]], WRONG, "mixes numbers and lists."),
    "far too large": (lambda x: [10**400] * len(x), WRONG, "is 10**30 or more; it should be 0."),
    "without an end": (
        lambda _: [0] * 200_000,
        WRONG,
        "more than 100,000 numbers; it should be a list",
    ),
    "in the last digits": (lambda x: [0, x[0] + 1e-7], WRONG, "has length 2"),
    "not a number": (lambda x: [float("nan")] * len(x), WRONG, "entry 0 is nan; it should be 0."),
    "changes its input": (changing, ALMOST, "are right. But your function changes `signal`"),
    "a list in itself": (endless, WRONG, "holds lists within lists without an end. Also, your"),
    "exception": (lambda _: 1 / 0, WRONG, "your function stopped. ZeroDivisionError: division"),
    "recursion": (lambda x: judge_again(x), WRONG, "RecursionError: a function calls itself"),
    "exit": (lambda _: exit(), WRONG, "your function stopped. SystemExit"),
    "wrong arguments": (lambda: 1, WRONG, "TypeError: "),
    "no function": (3, WRONG, "`shift` is one number, not a function."),
}


def judge_again(signal):
    return and_again(signal) + 1


def and_again(signal):
    return judge_again(signal) + 1


@pytest.mark.parametrize("name", ANSWERS)
def test_outcome_and_sentence(name):
    answer, outcome, sentence = ANSWERS[name]
    verdict = judge(SHIFT, answer)
    assert verdict["outcome"] == outcome
    assert sentence in verdict["sentence"]
    assert verdict["label"] == _judge.LABELS[outcome]


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
        (lambda x: (None, x), "`low` is None: is it ever computed?"),
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
        (5, float("inf"), False),
        (float("-inf"), float("inf"), False),
        (10**400, 1.0, False),
        (1.5, 10**400, False),
        ("a", "a", True),
        ("1", 1, False),
        (None, 0, False),
        (True, 1, True),
    ],
)
def test_close(a, b, same):
    assert _values.close(a, b, 1e-9) is same


def test_they_import_nothing_but_each_other():
    modules = (_judge, _run, _faults, _traces, _seen, _extent, _subscripts, _errors, _facts)
    modules += (_array_errors, _type_errors, _values)
    for module in modules:
        source = Path(module.__file__).read_text("utf-8").splitlines()
        imports = [line for line in source if line.startswith(("import ", "from "))]
        assert all(line.startswith("from cnnlib.exercises._") for line in imports)


# ---- any answer ----------------------------------------------------------------------------------

RIGHT_IN_OTHER_TYPES = {
    "fractions": lambda x: [Fraction(v) for v in right(x)],
    "decimals": lambda x: [Decimal(str(v)) for v in right(x)],
    "NumPy scalars": lambda x: [np.float32(v) for v in right(x)],
    "NumPy integers and floats": lambda x: [np.int8(v) if v % 1 == 0 else v for v in right(x)],
    "an array": lambda x: np.array(right(x)),
    "a tuple of arrays": lambda x: tuple(np.array(v) for v in right(x)),
    "zero as False": lambda x: [False, *right(x)[1:]] if x else [],
}


@pytest.mark.parametrize("name", RIGHT_IN_OTHER_TYPES)
def test_a_right_answer_is_right_in_any_numeric_type(name):
    assert judge(SHIFT, RIGHT_IN_OTHER_TYPES[name])["outcome"] == CORRECT


class Hostile(list):
    """A list that breaks or lies wherever it is asked."""

    def __len__(self):
        raise RuntimeError("len")

    def __iter__(self):
        raise RuntimeError("iter")

    def __eq__(self, other):
        raise SystemExit

    def __repr__(self):
        raise KeyboardInterrupt

    __hash__ = None


class Liar:
    __class__ = list

    def __float__(self):
        raise MemoryError


class BadError(Exception):
    def __str__(self):
        raise ValueError("no words")

    def __eq__(self, other):
        raise ValueError("no equality")

    __hash__ = None


class Bad(type):
    @property
    def __name__(cls):
        raise ValueError("no name")


HOSTILE = {
    "a list": lambda _: Hostile([1, 2]),
    "a liar": lambda _: Liar(),
    "liars": lambda x: [Liar()] * len(x),
    "an exception without words": lambda _: raising(BadError()),
    "a type without a name": lambda _: Bad("Some", (), {})(),
    "keyboard": lambda _: raising(KeyboardInterrupt()),
    "generator exit": lambda _: raising(GeneratorExit()),
    "huge and fractional": lambda x: [10**400 + 0.5 if False else 10**400, 0.5, x],
    "complex": lambda x: [1j] * len(x),
    "bytes": lambda _: b"abc",
    "a type": lambda _: int,
    "an exception as a value": lambda _: ValueError("x"),
    "nan and inf": lambda x: [float("inf")] * len(x),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_verdict_on_any_answer_is_a_sentence(name):
    verdict = judge(SHIFT, HOSTILE[name])
    assert verdict["outcome"] == WRONG
    assert verdict["sentence"].endswith(".")
    assert verdict["sentence"].count("For `signal`") == 1


def case(*inputs, expected, **more):
    return {
        "function": "f",
        "parameters": [f"x{i}" for i in range(len(inputs))],
        "cases": [{"inputs": list(inputs), "expected": expected, "about": ""}],
        "mistakes": [],
        "tolerance": 1e-9,
        **more,
    }


@pytest.mark.parametrize(
    ("inputs", "right", "wrong", "sentence"),
    [
        (
            ["valid"],
            "same",
            "full",
            'For `x0` = "valid", the result is "full"; it should be "same"',
        ),
        (
            [None],
            [True, False],
            [True, True],
            "For `x0` = None, entry 1 is True; it should be False",
        ),
        (
            [True, (2, 3)],
            [1, None],
            [1, 2],
            "For `x0` = True and `x1` = (2, 3), entry 1 is 2; it s",
        ),
        ([float("inf")], float("inf"), 5, "For `x0` = inf, the result is 5; it should be inf."),
        ([1], float("nan"), 0.0, "the result is 0; it should be nan."),
        (
            [[[1], [2, 3]]],
            [[1], [2, 3]],
            [[1], [2, 4]],
            "For `x0` of length 2, row 1, column 1 is 4",
        ),
        (
            [[[1], [2, 3]]],
            [[1], [2, 3]],
            [[1], [2]],
            "entry 1 has length 1; it should have length 2",
        ),
        ([1], [[1, 2]], [], "the result has length 0; it should have shape 1×2."),
        ([1], -1.0, -1.0000001, "the result is −1.0000001; it should be −1."),
        (
            [1],
            [[[[1, 2]]], [[[3, 4]]]],
            [[[[1, 2]]], [[[3, 5]]]],
            "entry [1, 0, 0, 1] is 5; it should",
        ),
        ([1], [0.1], [0.30000000000000004], "entry 0 is 0.3; it should be 0.1."),
        ([1], "a", ["a"], "the result is a list of texts; it should be a text."),
        ([1], 3, "3", 'the result is "3"; it should be 3.'),
    ],
)
def test_any_input_and_any_result(inputs, right, wrong, sentence):
    exercise = case(*inputs, expected=right)
    assert judge(exercise, lambda *_: right)["outcome"] == CORRECT
    verdict = judge(exercise, lambda *_: wrong)
    assert verdict["outcome"] == WRONG
    assert sentence in verdict["sentence"]


def test_tuples_stay_tuples_where_lists_become_arrays():
    seen = []
    exercise = case([1, 2], (2, 3), expected=0, arrays=True)
    judge(exercise, lambda x, y: seen.append((x, y)) or 0, make=array)
    assert isinstance(seen[0][0], np.ndarray)
    assert seen[0][1] == (2, 3)


def array(values):
    return np.array(values) if isinstance(values, list) else values


def test_classes_that_failed_are_all_named():
    exercise = {
        **case(1, expected=1),
        "cases": [
            {"inputs": [x], "expected": x, "about": about}
            for x, about in [(1, ""), (-2, "negative numbers"), (0.5, "fractions"), (9, "squares")]
        ],
    }
    verdict = judge(exercise, lambda x: int(abs(x)))
    assert verdict["outcome"] == ALMOST
    assert "not yet for negative numbers or fractions. For" in verdict["sentence"]
    verdict = judge(exercise, lambda x: x + 1)
    assert verdict["outcome"] == WRONG
    assert "Right for simple inputs" not in verdict["sentence"]


def test_what_is_right_the_first_time_only_is_not_right():
    calls = []

    def answer():
        calls.append(1)
        return len(calls)

    def verify(value):
        return "" if value == 1 else "It is not 1."

    exercise = {**case(expected=None), "verify": verify}
    assert judge(exercise, lambda: 1)["outcome"] == CORRECT
    assert "It is not 1." in judge(exercise, answer)["sentence"]


# ---- shared mistakes -----------------------------------------------------------------------------

TABLE = [[1, -2.5, 3], [4, 5, -6.25]]


def test_every_transformation_is_told_by_its_sentence():
    """On a table, a list and a number, as far as it can be made of them and is not the same."""
    told = set()
    for y in (TABLE, [3, -1.5, 2, 0.5], 2.75):
        exercise = case(7, expected=y)
        for sentence, change in _seen.SEEN:
            try:
                made = change(y)
            except (TypeError, ValueError, IndexError):
                continue
            if made is None or _values.equal(made, y):
                continue
            said = judge(exercise, lambda _, made=made: _values.copy(made))["sentence"]
            first = next(s for s, c in _seen.SEEN if _seen._becomes(c, made, y, 1e-9))
            assert first in said
            told.add(sentence)
    assert told == {sentence for sentence, _ in _seen.SEEN}


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (
            [[3, -7.5, 9], [12, 15, -18.75]],
            "Every number of your result is 3 times what it should be",
        ),
        ([[2, -1.5, 4], [5, 6, -5.25]], "Every number of your result is too large by 1."),
        ([[1, -2.5, 3]], "as far as they go: the last row is missing."),
        ([[-2.5, 3], [5, -6.25]], "as far as they go: the first column is missing."),
        ([[0, 0, 0], *TABLE], "but the first row does not belong to it."),
        ([[1, -2.5, 3], [4, 0, 0]], "right at its beginning, and then 0"),
        ([[2, 2], [1, 1]], "There is one column too few: does a range begin one too late there"),
        ([[2, 2, 1], [1, 1, 2], [0, 1, 0]], "There is one row too many: does a range go one too"),
        ([[2, 2, 1, 4], [1, 1, 2, 0], [0, 1, 0, 7]], "There is one row and one column too many"),
        ([[2, 2], [1, 1], [0, 1]], "as many rows as it should have columns"),
        ([[1, -2.5, 4], [4, 5, 7]], "Your result is right up to its last column."),
        ([[1, 9, 9], [4, 9, 8]], "Only the first column of your result is right."),
        ([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], "Lists stand where numbers belong"),
        ([7, 8], "Numbers stand where lists belong"),
        ("1, −2.5", "A text is no list, though it looks like one"),
        ([[9, 9, 9, 9], [9, 9, 9, 9], [9, 9, 9, 9], [9, 9, 9, 9]], ""),
        ([[2, 2, 2], [1, 1, 1]], ""),
    ],
)
def test_what_is_seen(made, sentence):
    said = judge(case(7, expected=TABLE), lambda _: made)["sentence"]
    assert sentence in said if sentence else said.endswith(("have shape 2×3.", "should be 1."))


TABLES = [[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 13]], [[-1, -2, -3], [-4, -5, 0.5]]]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda y: [t[:1] for t in y], "the last row of each table is missing."),
        (
            lambda y: [[row[1:] for row in t] for t in y],
            "the first column of each table is missing",
        ),
        (lambda y: [[row[2:] for row in t] for t in y], "the first 2 columns of each table are"),
        (lambda y: y[:2], "as far as they go: the last table is missing."),
        (lambda y: [*y, [[0, 0, 0], [0, 0, 1]]], "but the last table does not belong to it."),
        (lambda y: [y[0], y[2], y[1]], "Only the first table of your result is right."),
        (lambda y: [y[0], y[1], y[0]], "Your result is right up to its last table."),
        (lambda y: [[[9, 8], [7, 6], [5, 4]] for _ in y], "as many rows as it should have columns"),
    ],
)
def test_what_is_seen_of_several_tables(change, sentence):
    assert sentence in judge(case(7, expected=TABLES), lambda _: change(TABLES))["sentence"]


def test_a_mean_and_an_input_are_seen():
    exercise = case([1, 2, 3, 4], expected=[4, 8, 2.5])
    assert (
        "by the number of entries of `x0`" in judge(exercise, lambda _: [1, 2, 0.625])["sentence"]
    )
    assert "You returned `x0` as it came in." in judge(exercise, lambda x: x)["sentence"]


def test_what_is_seen_holds_in_every_case():
    exercise = case(0, expected=[[1, 2, 3], [4, 5, 6]])
    second = {"inputs": [1], "expected": [[7, 8, 9], [2, 4, 8]], "about": ""}
    exercise["cases"].append(second)

    def said(*answers):
        return judge(exercise, lambda which: answers[which])["sentence"]

    assert "up to its last column." in said([[1, 2, 0], [4, 5, 0]], [[7, 8, 0], [2, 4, 0]])
    assert "up to its" not in said([[1, 2, 0], [4, 5, 0]], [[7, 8, 0], [2, 0, 8]])
    assert "one column too few" in said([[0, 0], [0, 1]], [[7, 8, 9], [2, 4, 8]])
    assert "too few" not in said([[0, 0], [0, 1]], [[0, 0, 0, 0], [0, 0, 0, 1]])


def test_an_exception_in_a_later_case_helps_with_an_earlier_one():
    exercise = case([1, 2], expected=3)
    exercise["cases"].append({"inputs": [[1, 2, 3]], "expected": 6, "about": ""})
    said = judge(exercise, lambda x: 17 if len(x) < 3 else x[[0]])["sentence"]
    assert "For another input it stops: TypeError" in said
    assert "You index with a list" in said
    assert "another input" not in judge(exercise, lambda x: -sum(x))["sentence"]


@pytest.mark.parametrize("value", [{1: 2}, [1, 2, 3], "1, 2"], ids=repr)
def test_several_results_need_their_commas(value):
    exercise = case(1, expected=[4, 5], returns=["low", "high"])
    said = judge(exercise, lambda _: value)["sentence"]
    assert said.endswith("Commas make them several: `return low, high`.")
    assert "Commas" not in judge(exercise, lambda _: None)["sentence"]


def test_what_is_known_of_one_result_is_not_said_where_an_earlier_one_is_wrong_too():
    mistake = {"sentence": "No places.", "ways": [[["value", [mark(4), mark(4)]]]]}
    exercise = packed(case(1, expected=[4, 20], returns=["low", "high"], mistakes=[mistake]))
    assert "No places." in judge(exercise, lambda _: (4, 4))["sentence"]
    assert "No places." not in judge(exercise, lambda _: (7, 4))["sentence"]


def test_one_array_for_all():
    def answer(x):
        y = np.array(x)
        found = []
        for i in range(len(x)):
            y[i] = 0
            found.append(y)
        return found

    said = judge(case([1, 2], expected=[[0, 2], [0, 0]]), answer)["sentence"]
    assert "one and the same array" in said
    for value in ([np.float64(3)] * 2, [{1: 2}] * 2):
        assert "same array" not in judge(case(1, expected=[1, 2]), lambda _, v=value: v)["sentence"]


CODE = {
    "return next(iter([]))": "what `iter` gives runs out",
    'raise ValueError("no")': "You raise this exception yourself",
    "return math.exp(1)": "`import math`, above this line",
    "return exp(1)": "`from math import exp`, above this line",
    "return log(1)": "`from math import log`, above this line",
    "return ln(1)": "the natural logarithm is called `log`",
    "import math\nreturn math.exp(1000)": "already `exp(710)` is larger",
    "return 2.7 ** 1000": "already `exp(710)` is larger",
    "import math\nreturn math.log(0)": "`log` takes only numbers above 0",
    "import math\nreturn math.exp(x0)": "takes one number, not a list",
    "return -x0": "A list has no sign",
    "return x0 / 2": "Lists cannot be divided",
    "out = []\nout[0] = x0": "was the list begun as `[]`: then it is empty",
    "return x0[0, 1]": "An index with a comma is NumPy's",
    "return x0[::-1, ::-1]": "A slice with a comma",
    "return x0[1 / 1]": "A place in a list is a whole number.",
    "return [x0[row] for row in [x0]]": "You index with a list",
    "return x0 * x0": "A list cannot be multiplied",
    "return sum([x0])": "A number and a list cannot be added",
    "return x0 + 1": "A list and a number cannot be added",
    "return x0 - x0": "Lists cannot be subtracted",
    "return [i for i in range(x0)]": "`range` takes a number",
    "return [0] * (4 / 2)": "A list cannot be multiplied by a list or by a fraction",
    "return range(4 / 2)": "take whole numbers",
    "return x0[0][0]": "What you index here is not a list",
    "x0[0][0] = 1": "You assign into something that is not a list",
    "return sum(3)": "runs over a single number",
    "return len(3)": "You take `len` of a number",
    "return len(x for x in x0)": "`len` needs a list",
    "return x0(1)": "A list is indexed with brackets",
    "return (lambda a, b: a)(1)": "with another number of inputs",
    "return x0.shape": "Lists have no `.shape`",
    "return x0.T": "That belongs to NumPy's arrays",
    "return (1).append(2)": "Only a list has `append`",
    "return np.array(x0)": "NumPy is not at hand",
    "return earlier(x0)": "Copy your `earlier` in",
    "return unknown": "Nobody has given this name a value.",
    "total += 1": "This name is used before it has a value.",
    "return max([])": "has no entries",
    "a, b = [1]": "The number of names on the left",
    "return {}[1]": "A dictionary has no such key.",
    "return x0[99]": "a list of n entries has the places 0 to n − 1.",
    "return 1 + 'a'": "A number meets a text here.",
    "return 1.5 ^ 2": "`^` is no power in Python",
    "t = (1, 2)\nt[0] = 3": "A tuple, `(…)`, cannot be changed",
    "pairs = (v for v in x0)\nreturn pairs[0]": "has no places: make a list of it first",
    "many = (v for v in x0)\nreturn many * 2": "is `sum` missing in front of it?",
    "return zip(x0)[0]": "has no places: make a list of it first",
    "return x0['a']": "A place in a list is a number, not a text.",
    "return x0[: 2 / 2]": "The ends of a slice are whole numbers.",
    "x0[0:1] = 3": "takes a list, not a single number",
    "return [a for a, b in x0]": "take pairs apart",
    "return {x0: 1}": "A list can be no key",
    "return x0 > 0": "A whole list is compared with a number",
    "return x0 ** 2": "A list has no power",
    "return x0 // 2": "Lists cannot be divided",
    "return x0 + 'a'": "A list and a text cannot be added",
    "return x0 + (1,)": "A list and a tuple cannot be added",
    "return x0.index(7)": "`index` and `remove` look for a value",
    "return 'ab'[2]": "A text is indexed here",
    "y = x0.append(1)\nreturn len(y)": "`.append` changes the list itself and gives back None",
    "y = x0.append(1)\ny.append(2)": "`.append` changes the list itself and gives back None",
    "y = x0.reverse()\nreturn y[0]": "`.reverse` changes the list itself and gives back None",
    "return x0.append(1)": "`.append` changes the list itself and gives back None",
    "y = None\nreturn y[0]": "A value is None here",
    "print(x0)": "You print the result. Write `return`",
    "return [[0] * 3] * 2": "one and the same list",
    "r = []\nout = []\nfor i in [1, 2]:\n  r.append(1)\n  out.append(r)\nreturn out": "same list",
    "kept.append(1)\nreturn list(kept)": "kept from one call to the next",
    "import random\nreturn [random.random()]": "draws numbers by chance",
    "return [1, ...]": "the stub of another function",
    "return [1, ...][1] + 1": "the stub of another function",
    "return [1, None]": "None stands in your result",
}


@pytest.mark.parametrize("code", CODE)
def test_code_mistakes_are_named(code):
    body = code.replace("\n", "\n    ")
    source = f"kept = []\n\ndef f(x0):\n    {body}\n"
    scope = {}
    exec(compile(source, "<student>", "exec"), scope)
    lines = source.split("\n")
    printed = "print" in code
    verdict = judge(
        {**case([1, 2], expected=[9, 9, 9]), "functions": ["earlier"]},
        scope["f"],
        lambda file, number: lines[number - 1] if file == "<student>" else None,
        source=source,
        spoken=lambda: printed,
    )
    assert CODE[code] in verdict["sentence"]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (OverflowError("math range error"), "math range error"),
        (OverflowError(34, "Numerical result out of range"), "math range error"),
        (OverflowError(34, "Result too large"), "math range error"),
        (OverflowError("int too large to convert to float"), "int too large to convert to float"),
        (ValueError("math domain error"), "math domain error"),
        (ValueError("expected a positive input, got 0.0"), "math domain error"),
        (ValueError("x"), "x"),
    ],
    ids=str,
)
def test_every_python_has_the_same_words_for_what_math_refuses(error, text):
    assert _traces.text_of(error) == text


EXPONENTIAL = packed(
    {
        "function": "f",
        "parameters": ["x"],
        "cases": [
            {"inputs": [2], "expected": 4, "about": ""},
            {"inputs": [3], "expected": 9, "about": ""},
            {"inputs": [1000], "expected": 0, "about": "large numbers"},
        ],
        "mistakes": [
            {
                "sentence": "You doubled.",
                "ways": [[["value", [mark(4)]], ["value", [mark(6)]], ["value", [mark(0)]]]],
            },
            {
                "sentence": "Too large.",
                "ways": [
                    [
                        ["value", [mark(4)]],
                        ["value", [mark(9)]],
                        ["error", "OverflowError", "math range error", []],
                    ]
                ],
            },
        ],
        "tolerance": 1e-9,
    }
)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda x: 2 * x if x < 9 else 2.7**x, "You doubled."),
        (lambda x: 2 * x if x < 9 else [0][int(x)], ""),
        (lambda x: x * x if x < 9 else 2.7**x, "Too large."),
        (lambda x: -x * x if x < 9 else 2.7**x, "wrong sign"),
    ],
    ids=["a mistake besides", "another error", "nothing besides", "seen besides"],
)
def test_a_number_that_became_too_large_hides_no_other_mistake(answer, sentence):
    lines = {__file__: "return x[0] ** y[i]"}
    said = judge(EXPONENTIAL, answer, lambda file, _: lines.get(file))["sentence"]
    assert sentence in said
    assert sentence or "doubled" not in said


def test_errors_have_no_row_that_is_never_reached():
    said = {sentence for *_, sentence in _errors.ERRORS}
    named = {sentence for sentence in said if any(words in sentence for words in CODE.values())}
    rare = ("already empty", "A whole list stands", "An array of whole")
    assert {s for s in said - named if not any(word in s for word in rare)} <= {
        sentence for sentence in said if "cannot be added: one index is missing." in sentence
    }


def test_a_listed_exception_is_known_by_its_line_too():
    known = ["error", "IndexError", "list index out of range", ["x0[_+_]"]]
    mistake = {"sentence": "Over the end.", "ways": [[known]]}
    exercise = packed(case([1, 2], expected=0, mistakes=[mistake]))

    def said(body):
        source = f"def f(x0):\n    i = 2\n    k = []\n    {body}\n"
        scope = {}
        exec(compile(source, "<student>", "exec"), scope)
        lines = source.split("\n")
        return judge(exercise, scope["f"], lambda f, n: lines[n - 1] if f == "<student>" else None)[
            "sentence"
        ]

    assert "Over the end." in said("return x0[i+i]")
    assert "Over the end." in said("return sum(x0[a + b] for a in [1, 2] for b in [1])")
    assert "Over the end." in said("return [x0[i + j] for j in range(len(x0[:1]))]")
    assert "Over the end." not in said("return k[i + i]")
    assert "Over the end." not in said("return k[0][i + i]")
    assert "Over the end." not in said("return x0[i]")
    assert "Over the end." not in said("k[i] = x0[i - i]")
