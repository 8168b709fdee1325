"""Every question of the book: what is asked, and what is said to each answer that it lists."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.exercises import _progress, registry
from cnnlib.exercises._check import editor
from cnnlib.exercises._code import CodeExercise
from cnnlib.exercises._kinds import Number, QuestionData
from cnnlib.exercises._question import Question
from tests.book import site
from tests.book.answers import (
    answer_by_keys,
    expect_said,
    form_of,
    hand_in,
    plain,
    right_answer,
    wrong_answers,
)
from tests.book.visits import Visit, settle

CHAPTERS = registry.chapters()
ITEMS = [item for chapter in CHAPTERS for item in chapter.ITEMS]
NUMBERS = QuestionData(
    name="00-numbers",
    title="Two numbers",
    level=2,
    kind="compute",
    text="Which numbers?",
    closing="These.",
    numbers=[
        Number("first", 3000, {2: "A thousand."}),
        Number("second", 0.25, hint="Look once more."),
    ],
    wrong={(1, 1): "Both are 1."},
)
ORDER = QuestionData(
    name="00-order",
    title="Three steps",
    level=1,
    kind="recall",
    text="In which order?",
    closing="So it is.",
    order=("turn `k`", "slide", "add"),
    wrong={("slide", "turn `k`", "add"): "Turn first."},
)
ASKED = [item for item in ITEMS if isinstance(item, QuestionData)]
GUESSES = [item for item in ASKED if item.kind is None]
CHOICE = next(item for item in ASKED if item.options and item.kind)


def questions(chapter) -> list[QuestionData]:
    return [item for item in chapter.ITEMS if isinstance(item, QuestionData)]


each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.__name__)


@each_chapter
def test_questions_and_exercises_stand_on_their_page(chapter):
    """Each once, and as their data say."""
    mounts = site.read(f"{chapter.PAGE}.html").mounts
    states = [mount.state for mount in mounts if mount.name == "Question"]
    asked = [state["data"] for state in states if not state["reveals"]]
    revealed = [state["data"]["name"] for state in states if state["reveals"]]
    items = {item.name: item for item in chapter.ITEMS}
    written = [mount.state for mount in mounts if mount.name == "Exercise"]
    in_page = [x.name for x in items.values() if isinstance(x, CodeExercise) and x.where == "page"]
    assert sorted(data["name"] for data in asked) == sorted(x.name for x in questions(chapter))
    assert sorted(revealed) == sorted(x.name for x in questions(chapter) if x.kind is None)
    assert [state["name"] for state in written] == in_page
    for data in asked:
        assert data == json.loads(json.dumps(items[data["name"]].data))
    for state in written:
        item = items[state["name"]]
        assert (state["title"], state["level"]) == (item.title, item.level)
        assert (state["kind"], state["exercise"]) == (item.kind, item.literal)


def expect_graded(figure: Locator, item: registry.Item) -> None:
    heading = figure.locator(".cnn-heading")
    if isinstance(item, QuestionData):  # that of an exercise stands above its text
        expect(heading.locator("strong")).to_have_text(item.title)
    expect(heading.locator(".cnn-level")).to_have_text(f"Level {item.level} · {item.kind}")
    expect(heading.locator(".cnn-solved")).to_be_hidden()


def expect_judged(form: Locator, item: QuestionData) -> None:
    """Every listed answer gets its own sentence; the right one is given by keys."""
    expected = list(wrong_answers(item))
    said = hand_in(form, [answer for answer, _, _ in expected])
    for (answer, outcome, sentence), (shown, words) in zip(expected, said, strict=True):
        assert (shown, plain(sentence) in words) == (outcome, True), (item.name, answer, words)
        assert item.data["labels"][outcome] in words
    answer_by_keys(form, item, right_answer(item))
    expect_said(form, "correct", item.closing)
    expect(form.locator(".cnn-solved")).to_be_visible()


@each_chapter
def test_questions(alone: Visit, chapter):
    judged = [item for item in questions(chapter) if item.kind]
    page = alone(*map(Question, judged))
    for item in judged:
        form = form_of(page, item)
        expect_graded(form, item)
        expect_judged(form, item)


@each_chapter
def test_editors_say_what_they_ask(alone: Visit, chapter):
    exercises = [item for item in chapter.ITEMS if isinstance(item, CodeExercise)]
    page = alone(*(editor(item, "pass") for item in exercises))
    for place, item in enumerate(exercises):
        figure = page.locator("[data-explorable=Exercise][data-ready]").nth(place)
        expect_graded(figure, item)
        expect(figure.get_by_label(item.title)).to_have_value("pass\n")


@pytest.mark.parametrize("item", GUESSES, ids=lambda item: item.name)
def test_guess_is_kept_and_told_where_the_text_reveals_it(alone: Visit, item: QuestionData):
    page = alone(Question(item), Question(item, reveals=True))
    form, told = page.locator("form.cnn-guess"), page.locator(".cnn-reveal")
    right = next(option for option in item.options if option.right)
    expect(told).to_be_hidden()
    page.get_by_text("What is right?").click()
    expect(told).to_be_visible()
    expect(told).to_have_text(plain(f"The answer: “{right.text}”. {right.feedback} {item.closing}"))
    for place, option in enumerate(item.options):
        form.get_by_role("radio").nth(place).press("Space")
        expect(form.locator(".cnn-said")).to_have_text("Kept.")
        verdict = "And so it is." if option.right else "It is not so."
        words = f"You guessed “{option.text}”. {verdict} {option.feedback} {item.closing}"
        expect(told).to_have_text(plain(words))
    page.reload()
    settle(page)
    expect(form.get_by_role("radio").last).to_be_checked()
    expect(form.locator(".cnn-said")).to_have_text("Kept.")
    expect(told).to_contain_text(f"You guessed “{plain(item.options[-1].text)}”")


@pytest.mark.parametrize("item", [NUMBERS, ORDER], ids=lambda item: item.name)
def test_question_of_a_kind(alone: Visit, item: QuestionData):
    """Kinds of questions and answers that no chapter need have."""
    page = alone(Question(item))
    expect_graded(form_of(page, item), item)
    expect_judged(form_of(page, item), item)


def test_answers_that_are_nearly_right(alone: Visit):
    """An order is told how far it is right; a large number may be off by more than a small one."""
    page = alone(Question(ORDER), Question(NUMBERS))
    first, second, third = ORDER.order
    said = hand_in(form_of(page, ORDER), [[third, first, second], [first, third, second]])
    assert said[0][0] == "wrong"
    assert "The first place is not right yet." in said[0][1]
    assert said[1][0] == "almost"
    assert "Right up to place 1, not from there on." in said[1][1]
    large, small = (number.value for number in NUMBERS.numbers)
    answers = [[large * (1 + 9e-7), small], [large * (1 + 2e-6), small], [large, small + 2e-6]]
    said = hand_in(form_of(page, NUMBERS), answers)
    assert [outcome for outcome, _ in said] == ["correct", "almost", "almost"]
    assert "1 of 2 is right." in said[1][1]
    assert "is not right. Look once more." in said[2][1]
    assert "Look once more." not in said[1][1]


def test_what_is_no_answer_is_refused(alone: Visit):
    page = alone(Question(NUMBERS), Question(CHOICE))
    form = form_of(page, NUMBERS)
    for text in ("", "three", "1/0"):
        form.get_by_role("textbox").first.fill(text)
        form.get_by_role("button", name="Check").press("Enter")
        expect(form.locator(".cnn-said")).to_have_attribute("data-outcome", "refused")
        expect(form.get_by_role("textbox").first).to_be_focused()
        expect(form.get_by_role("textbox").first).to_have_attribute("aria-invalid", "true")
    form_of(page, CHOICE).get_by_role("button", name="Check").press("Enter")
    expect_said(form_of(page, CHOICE), "refused", "Choose one of the answers first.")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('/'))") == []


def test_thousands_may_have_a_comma_where_the_answer_is_that_large_and_whole(alone: Visit):
    page = alone(Question(NUMBERS))
    form = form_of(page, NUMBERS)
    first, second = form.get_by_role("textbox").all()
    second.fill("1,500")  # may be one and a half
    first.fill("3,000")
    form.get_by_role("button", name="Check").press("Enter")
    expect(form.locator(".cnn-said")).to_have_attribute("data-outcome", "refused")
    expect(second).to_be_focused()
    second.fill("0.25")
    form.get_by_role("button", name="Check").press("Enter")
    expect_said(form, "correct", NUMBERS.closing)


@pytest.mark.parametrize("item", [NUMBERS, ORDER, CHOICE], ids=["numbers", "order", "choice"])
def test_a_right_answer_stands_there_again(alone: Visit, item: QuestionData):
    page = alone(Question(item))
    for answer in (right_answer(item), next(wrong_answers(item))[0]):
        hand_in(form_of(page, item), [answer])
    page.reload()
    settle(page)
    expect_said(form_of(page, item), "correct", item.closing)
    expect(form_of(page, item).locator(".cnn-solved")).to_be_visible()


# ---- the panel of progress -----------------------------------------------------------------------


def panel(page: Page) -> Locator:
    return page.locator("[data-explorable=Progress]")


def expect_solved(page: Page, count: int) -> None:
    expect(panel(page).locator(".cnn-summary")).to_have_text(re.compile(rf"^{count} of \d+ solved"))


def test_progress_is_kept_exported_cleared_and_imported(visit: Visit, tmp_path):
    home = next(f"{chapter.PAGE}.html" for chapter in CHAPTERS if CHOICE in chapter.ITEMS)
    page = visit(home)
    answer_by_keys(form_of(page, CHOICE), CHOICE, right_answer(CHOICE))
    expect_said(form_of(page, CHOICE), "correct", CHOICE.closing)
    page.goto(page.url.replace(home, site.START))
    for _ in range(10):
        if panel(page).get_by_text(re.compile("^1 of")).count():
            break
        page.reload()  # a busy browser hands its storage on to the next file a moment late
        settle(page)
    expect_solved(page, 1)
    for summary in panel(page).locator("summary").all():
        summary.press("Enter")
    expect(panel(page).locator("li.cnn-done")).to_contain_text(CHOICE.title)

    with page.expect_download() as download:
        panel(page).get_by_role("button", name="Export").press("Enter")
    file = tmp_path / "progress.json"
    download.value.save_as(file)
    content = json.loads(file.read_text("utf-8"))
    assert content["format"] == "sliding-window/1"
    assert content["entries"][CHOICE.name]["solved"] is True

    clear = panel(page).get_by_role("button", name="Clear")
    clear.press("Enter")
    expect_solved(page, 1)  # it asks first
    clear.press("Enter")
    expect_solved(page, 0)
    panel(page).locator("input[type=file]").set_input_files(file)
    expect_solved(page, 1)


NONSENSE = ("", "{", "null", "5", "[]", '{"solved":"yes"}', '{"tries":-1}', '{"draft":7}')


def test_nonsense_in_the_storage_is_ignored(alone: Visit):
    exercise = next(item for item in ITEMS if isinstance(item, CodeExercise))
    page = alone(_progress.panel(), Question(NUMBERS), Question(CHOICE), editor(exercise, "pass"))
    names = [NUMBERS.name, *(item.name for item in ITEMS)]
    for text in NONSENSE:
        page.evaluate(
            "([text, names]) => names.forEach((name) =>"
            " localStorage.setItem(`sliding-window/1/${name}`, text))",
            [text, names],
        )
        page.reload()
        settle(page)
        expect_solved(page, 0)
        expect(page.locator("textarea")).to_have_value("pass\n")


def test_a_file_of_something_else_is_refused(alone: Visit, tmp_path):
    page = alone(_progress.panel())
    for name, text in {"a.json": "{", "b.json": '{"format": "other", "entries": {}}'}.items():
        (tmp_path / name).write_text(text, "utf-8")
        panel(page).locator("input[type=file]").set_input_files(tmp_path / name)
        expect(panel(page)).to_contain_text(f"{name} was not read")
    expect_solved(page, 0)
