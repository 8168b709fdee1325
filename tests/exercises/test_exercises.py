"""Every exercise of the book: its solution, its stub, and every mistake it names."""

from pathlib import Path

import nbformat
import pytest

from cnnlib.book.solutions import exercises, function_of
from cnnlib.exercises import _check, _judge, registry
from cnnlib.exercises._kinds import CodeExercise, QuestionData

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
    assert errors <= {"IndexError"}


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_data_survives_the_way_to_the_page(exercise):
    data = eval(exercise.literal, {"nan": float("nan"), "inf": float("inf")})
    assert {**data, "verify": None} == {**exercise.data, "verify": None}
    assert len(exercise.literal) < 30_000


@pytest.mark.parametrize("item", ITEMS, ids=name_of)
def test_item_is_graded(item):
    assert item.level in (1, 2, 3)
    assert item.kind in ("recall", "compute", "build", "explain", "transfer")
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
        assert number.value not in number.wrong
    if question.options:
        assert sum(option.right for option in question.options) == 1
        assert len({option.feedback for option in question.options}) == len(question.options) >= 4
    right = tuple(number.value for number in question.numbers) or tuple(question.order)
    for answer in question.wrong:
        assert len(answer) == len(right)
        assert answer != right


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
