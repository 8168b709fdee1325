"""Every exercise of the book: its solution, its stub, and every mistake it names."""

import itertools
import re
from pathlib import Path

import nbformat
import pytest

from cnnlib.book.solutions import exercises, function_of, parameters_of
from cnnlib.exercises import _check, _judge, registry
from cnnlib.exercises._code import CodeExercise
from cnnlib.exercises._kinds import QuestionData
from cnnlib.exercises._mistakes import way_of
from cnnlib.functional import correlate1d

ROOT = Path(__file__).parents[2]

ITEMS = [registry.find(name) for name in registry.names()]
EXERCISES = [item for item in ITEMS if isinstance(item, CodeExercise)]
QUESTIONS = [item for item in ITEMS if isinstance(item, QuestionData)]
SOURCES = {
    name: exercise
    for chapter in registry.chapters()
    for name, exercise in exercises(
        nbformat.read(ROOT / f"{chapter.PAGE}.ipynb", as_version=4)
    ).items()
}
SHORTCUTS = {
    name: lines.strip().splitlines()
    for name, lines in re.findall(
        r"^## (\S+)\n([^#]+)", Path(__file__).with_name("shortcuts.md").read_text("utf-8"), re.M
    )
}
WAYS = [
    (exercise, mistake.sentence, way)
    for exercise in EXERCISES
    for mistake in exercise.wrong
    if mistake.listed
    for way in mistake.ways
]


def name_of(item) -> str:
    return item.name


def judge(exercise, answer):
    """The verdict, without a child process for each of the many answers here."""
    source = answer.__dict__.get("source", "")
    lines = source.split("\n")

    def line_of(file, number):
        return lines[number - 1] if file == f"<{exercise.function}>" else None

    return _judge.judge(exercise.data, answer, line_of, exercise.make, source=source)


def test_every_exercise_stands_in_a_notebook():
    assert sorted(SOURCES) == sorted(map(name_of, EXERCISES))


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_solution_as_it_is_shown_is_correct(exercise):
    answer = function_of(exercise.source, exercise.function)
    verdict = _check.judge(exercise, answer)
    assert verdict["outcome"] == _judge.CORRECT, verdict
    assert exercise.closing in verdict["sentence"]


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_stub_is_not_attempted(exercise):
    stub = SOURCES[exercise.name].stub
    assert parameters_of(stub, exercise.function) == list(exercise.parameters)
    answer = function_of(stub, exercise.function)
    assert judge(exercise, answer)["outcome"] == _judge.NOT_ATTEMPTED
    assert answer.__doc__


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_third_cell_checks_the_stub(exercise):
    assert SOURCES[exercise.name].check == f'check("{exercise.name}", {exercise.function})'


@pytest.mark.parametrize(
    ("exercise", "sentence", "way"),
    WAYS,
    ids=[f"{exercise.name}: {sentence[:40]}" for exercise, sentence, _ in WAYS],
)
def test_mistake_gets_its_own_message(exercise, sentence, way):
    verdict = judge(exercise, way)
    assert verdict["outcome"] in (_judge.WRONG, _judge.ALMOST)
    assert sentence in verdict["sentence"]


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_mistakes_are_told_apart(exercise):
    """That no two sentences claim the same results is checked where `data` is made."""
    sentences = [mistake.sentence for mistake in exercise.wrong if mistake.listed]
    assert exercise.verify or len(sentences) >= 5
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize("name", SHORTCUTS)
def test_shortcuts_are_not_accepted(name):
    exercise = registry.find(name)
    assert len(set(SHORTCUTS[name])) >= 10
    for shortcut in SHORTCUTS[name]:
        verdict = judge(exercise, way_of(exercise, shortcut))
        assert verdict["outcome"] in (_judge.WRONG, _judge.ALMOST), shortcut
        assert "breaks" not in verdict["sentence"], shortcut


def test_listed_mistakes_fail_only_as_a_student_would():
    """A library's own refusal of a case would not be what a student's loops do there."""
    errors = {
        known[1]
        for exercise in EXERCISES
        for case in exercise.data["cases"]
        for known in case["outcomes"]
        if known[0] == "error"
    }
    plain = {"IndexError", "OverflowError", "ZeroDivisionError", "ValueError"}
    assert errors <= {*plain, "TypeError"}, "a number may be added to a list, or a list taken off"


def test_every_exercise_has_shortcuts():
    assert sorted(SHORTCUTS) == sorted(map(name_of, EXERCISES))


def test_the_best_shift_of_the_microphones_stands_out():
    for case in registry.find("03-microphones").data["cases"]:
        agreement = sorted(correlate1d(*case["inputs"][::-1], "full"))
        assert agreement[-1] > 1.25 * agreement[-2]


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_data_survives_the_way_to_the_page(exercise):
    data = eval(exercise.literal, {"nan": float("nan"), "inf": float("inf")})
    assert {**data, "verify": None} == {**exercise.data, "verify": None}
    assert len(exercise.literal) < 70_000


@pytest.mark.parametrize("item", ITEMS, ids=name_of)
def test_item_is_graded(item):
    assert item.level in (1, 2, 3)
    assert item.kind in ("recall", "compute", "build", "explain", "transfer") or (
        item.kind is None and item.title == "Your guess"
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
        least = 3 if question.kind is None else 4
        assert len({each.feedback for each in question.options}) == len(question.options) >= least
    right = tuple(number.value for number in question.numbers) or tuple(question.order)
    for answer in question.wrong:
        assert len(answer) == len(right)
        assert answer != right


def test_the_worked_example_of_the_echo():
    first = registry.find("03-echo").data["cases"][0]
    assert first["inputs"] == [[1, 2, 0, 4], [1, 0.5, 0.25]]
    assert first["expected"] == [1, 2.5, 1.25, 4.5, 2, 1]
    assert correlate1d(*first["inputs"], "full").tolist() == [0.25, 1, 2, 3, 2, 4]


def test_lengths_and_their_mistakes():
    lengths = registry.find("03-lengths").data["numbers"]
    assert [number["value"] for number in lengths] == [6, 8, 10]
    assert "forgot the +\N{NO-BREAK SPACE}1" in dict(lengths[0]["wrong"])[5]
    assert "forgot the −\N{NO-BREAK SPACE}1" in dict(lengths[2]["wrong"])[11]


def test_the_library_computes_a_correlation():
    torch = pytest.importorskip("torch")
    from cnnlib.functional import correlate2d

    image, kernel = torch.randn(6, 5), torch.randn(3, 2)
    y = torch.nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0]
    assert y.numpy() == pytest.approx(correlate2d(image.numpy(), kernel.numpy()), abs=1e-5)
    options = registry.find("03-predict-library").options
    assert [option.text for option in options if option.right] == ["no"]


def test_the_turn_changes_fifteen_of_sixteen():
    from cnnlib.functional import convolve2d, correlate2d
    from cnnlib.interactive import ConvolutionStepper

    stepper = ConvolutionStepper()
    one, other = (f(stepper.picture, stepper.kernel) for f in (correlate2d, convolve2d))
    assert (one != other).sum() == 15
    assert "fifteen" in registry.find("03-turn").options[-1].feedback
