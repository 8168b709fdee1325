"""Every exercise of the book: its solution, its stub, and every mistake it names."""

import ast
import inspect
import itertools
from pathlib import Path

import nbformat
import pytest

from cnnlib.book.solutions import exercises, function_of
from cnnlib.exercises import _check, _judge, registry
from cnnlib.exercises._kinds import CodeExercise, QuestionData
from cnnlib.exercises.chapter03 import numbers
from cnnlib.functional import correlate1d

ROOT = Path(__file__).parents[2]


def notebook(chapter) -> Path:
    return ROOT / f"{chapter.PAGE}.ipynb"


ITEMS = [registry.find(name) for name in registry.names()]
EXERCISES = [item for item in ITEMS if isinstance(item, CodeExercise)]
QUESTIONS = [item for item in ITEMS if isinstance(item, QuestionData)]
SOURCES = {
    name: exercise
    for chapter in registry.chapters()
    for name, exercise in exercises(nbformat.read(notebook(chapter), as_version=4)).items()
}
MISTAKES = [(exercise, mistake) for exercise in EXERCISES for mistake in exercise.mistakes]


def name_of(item) -> str:
    return item.name


def test_every_exercise_stands_in_a_notebook():
    assert sorted(SOURCES) == sorted(map(name_of, EXERCISES))


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_solution_is_correct(exercise):
    answer = function_of(SOURCES[exercise.name].solution, exercise.function)
    verdict = _check.judge(exercise, answer)
    assert verdict["outcome"] == _judge.CORRECT, verdict
    assert exercise.closing in verdict["sentence"]


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_stub_is_not_attempted(exercise):
    answer = function_of(SOURCES[exercise.name].stub, exercise.function)
    assert _check.judge(exercise, answer)["outcome"] == _judge.NOT_ATTEMPTED
    assert answer.__doc__


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_third_cell_checks_the_stub(exercise):
    assert SOURCES[exercise.name].check == f'check("{exercise.name}", {exercise.function})'


@pytest.mark.parametrize(
    ("exercise", "mistake"),
    MISTAKES,
    ids=[f"{exercise.name}: {mistake.sentence[:40]}" for exercise, mistake in MISTAKES],
)
def test_mistake_gets_its_own_message(exercise, mistake):
    verdict = _check.judge(exercise, mistake.function)
    assert verdict["outcome"] in (_judge.WRONG, _judge.ALMOST)
    assert mistake.sentence in verdict["sentence"]


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_mistakes_are_told_apart(exercise):
    known = exercise.data["mistakes"]
    assert len(exercise.mistakes) >= 3
    assert len({mistake.sentence for mistake in exercise.mistakes}) == len(exercise.mistakes)
    right = [["value", case["expected"]] for case in exercise.data["cases"]]
    for i, mistake in enumerate(known):
        assert not _judge.agrees(mistake["results"], right, exercise.tolerance)
        for other in known[:i]:
            assert mistake["results"] != other["results"], mistake["sentence"]


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_mistakes_fail_only_as_a_student_would(exercise):
    """A library's own refusal of a case would not be what a student's loops do there."""
    errors = {
        value
        for mistake in exercise.data["mistakes"]
        for sort, value in mistake["results"]
        if sort == "error"
    }
    assert errors <= {"IndexError", "ZeroDivisionError"}


# Code that stops with an exception, and the exercise's own word about it.
STOPPED = {
    "03-correlate2d": [
        (
            "def correlate2d(image, kernel):\n    return image[0, 0] * kernel[0, 0]",
            "An index with a comma",
        ),
    ],
    "03-convolve2d": [
        (
            "def convolve2d(image, kernel):\n    return kernel[::-1, ::-1]",
            "A slice with a comma",
        ),
        (
            "def convolve2d(image, kernel):\n    return correlate2d(image, kernel[::-1])",
            "Copy your `correlate2d` in",
        ),
    ],
}


def test_every_hint_is_tried():
    hints = {exercise.name: len(exercise.hints) for exercise in EXERCISES if exercise.hints}
    assert hints == {name: len(codes) for name, codes in STOPPED.items()}


@pytest.mark.parametrize(
    ("name", "code", "hint"),
    [(name, *stopped) for name, codes in STOPPED.items() for stopped in codes],
    ids=[f"{name}: {hint}" for name, codes in STOPPED.items() for _, hint in codes],
)
def test_exception_gets_its_hint(name, code, hint):
    exercise = registry.find(name)
    sentence = _check.judge(exercise, function_of(code, exercise.function))["sentence"]
    said = [each.sentence for each in exercise.hints if each.sentence in sentence]
    assert len(said) == 1
    assert said[0].startswith(hint)


def test_the_index_error_of_an_echo_has_two_causes():
    """What they return is the same, so one message names both."""

    def past_the_end(sound, kernel):
        places = range(len(sound) + len(kernel) - 1)
        return [sum(kernel[j] * sound[i - j] for j in range(len(kernel))) for i in places]

    sentence = _check.judge(registry.find("03-echo"), past_the_end)["sentence"]
    assert "If it is `sound[i - j]`: you read the sound after its end" in sentence


def test_the_best_shift_of_the_microphones_stands_out():
    for case in registry.find("03-microphones").data["cases"]:
        agreement = sorted(correlate1d(*case["inputs"][::-1], "full"))
        assert agreement[-1] > 1.3 * agreement[-2]


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_data_survives_the_way_to_the_page(exercise):
    data = eval(exercise.literal, {"nan": float("nan"), "inf": float("inf")})
    assert {**data, "verify": None} == {**exercise.data, "verify": None}
    assert len(exercise.literal) < 30_000


@pytest.mark.parametrize("item", ITEMS, ids=name_of)
def test_item_is_graded(item):
    assert item.level in (1, 2, 3)
    assert item.kind in ("recall", "compute", "build", "explain", "transfer") or (
        item.kind is None and item.title == "Your prediction"
    )
    assert "$" not in item.title + item.closing


@pytest.mark.parametrize("chapter", registry.chapters(), ids=lambda chapter: chapter.__name__)
def test_chapter_opens_easily_and_ends_with_a_transfer(chapter):
    assert chapter.ITEMS[0].level == 1
    assert chapter.ITEMS[-1].kind == "transfer"


@pytest.mark.parametrize("question", QUESTIONS, ids=name_of)
def test_question_is_answerable_and_its_wrong_answers_are_wrong(question):
    assert sum(map(bool, (question.numbers, question.options, question.order))) == 1
    for number in question.numbers:
        assert len(number.wrong) >= 3 or len(question.wrong) >= 3, number.label
        values = [number.value, *number.wrong]
        for a, b in itertools.combinations(values, 2):
            assert abs(a - b) > number.tolerance * max(1, abs(a), abs(b)), number.label
    if question.options:
        assert sum(option.right for option in question.options) == 1
        assert len({option.feedback for option in question.options}) == len(question.options) >= 4
    right = tuple(number.value for number in question.numbers) or tuple(question.order)
    for answer in question.wrong:
        assert len(answer) == len(right)
        assert answer != right


def test_no_wrong_answer_is_listed_twice():
    """A second entry under the same key would replace the first without a word."""
    written = sum(
        len(node.keys)
        for node in ast.walk(ast.parse(inspect.getsource(numbers)))
        if isinstance(node, ast.Dict)
    )
    wrong = [each.wrong for item in QUESTIONS for each in (item, *item.numbers)]
    assert written == sum(map(len, wrong))


def test_the_worked_example_of_the_echo():
    echo = registry.find("03-echo")
    first = echo.data["cases"][0]
    assert first["inputs"] == [[1, 2, 0, 4], [1, 0.5, 0.25]]
    assert first["expected"] == [1, 2.5, 1.25, 4.5, 2, 1]
    assert echo.data["mistakes"][0]["results"][0] == ["value", [0.25, 1, 2, 3, 2, 4]]


def test_lengths_and_their_mistakes():
    lengths = registry.find("03-lengths").data["numbers"]
    assert [number["value"] for number in lengths] == [3, 5, 7]
    assert "forgot the + 1" in dict(lengths[0]["wrong"])[2].replace("\N{NO-BREAK SPACE}", " ")
    assert "forgot the − 1" in dict(lengths[2]["wrong"])[8].replace("\N{NO-BREAK SPACE}", " ")


def test_the_library_computes_a_correlation():
    torch = pytest.importorskip("torch")
    from cnnlib.functional import correlate2d

    image, kernel = torch.randn(6, 5), torch.randn(3, 2)
    y = torch.nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0]
    assert y.numpy() == pytest.approx(correlate2d(image.numpy(), kernel.numpy()), abs=1e-5)
    options = registry.find("03-predict-library").options
    assert [option.text.split(":")[0] for option in options if option.right] == ["Correlation"]
