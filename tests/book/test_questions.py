"""Questions and the panel of progress, by keyboard only."""

import json
import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.exercises import registry
from cnnlib.exercises._kinds import QuestionData
from tests.book import site
from tests.book.visits import Visit, settle

CHAPTER = registry.chapter("03")
QUESTIONS = [item for item in CHAPTER.ITEMS if isinstance(item, QuestionData)]
PAGE = f"{CHAPTER.PAGE}.html"
FORMAT = "sliding-window/1"


def form_of(page: Page, name: str) -> Locator:
    mounts = [mount for mount in site.read(PAGE).mounts if mount.name == "Question"]
    place = next(i for i, mount in enumerate(mounts) if mount.state["data"]["name"] == name)
    return page.locator("[data-explorable=Question]").nth(place)


def expect_said(form: Locator, outcome: str, sentence: str) -> None:
    said = form.locator(".cnn-said")
    expect(said).to_have_attribute("data-outcome", outcome)
    expect(said).to_contain_text(sentence.replace("`", ""))


def type_numbers(form: Locator, values: Sequence[float]) -> None:
    fields = form.get_by_role("textbox")
    fields.first.focus()
    keyboard = form.page.keyboard
    for value in values:
        keyboard.press("Control+a")
        keyboard.type(repr(float(value)))
        keyboard.press("Tab")
    form.get_by_role("button", name="Check").press("Enter")


def choose(form: Locator, index: int) -> None:
    form.get_by_role("radio").nth(index).press("Space")
    form.page.keyboard.press("Enter")


def arrange(form: Locator, order: Sequence[str]) -> None:
    for place, item in enumerate(order):
        plain = item.replace("`", "")
        while form.locator("ol > li > span").nth(place).inner_text() != plain:
            form.get_by_role("button", name=f"Move “{item}” up", exact=True).press("Enter")
    form.get_by_role("button", name="Check").press("Enter")


@pytest.mark.parametrize("item", QUESTIONS, ids=lambda item: item.name)
def test_question(visit: Visit, item: QuestionData):
    form = form_of(visit(PAGE), item.name)
    right = [number.value for number in item.numbers]
    for place, number in enumerate(item.numbers):
        for value, sentence in number.wrong.items():
            given = [*right[:place], float(value), *right[place + 1 :]]
            type_numbers(form, given)
            sentence = item.wrong.get(tuple(given), sentence)
            expect_said(form, "wrong" if len(right) == 1 else "almost", sentence)
    if item.numbers:
        for given, sentence in item.wrong.items():
            type_numbers(form, given)
            expect_said(form, "wrong", sentence)
        type_numbers(form, right)
    for place, option in enumerate(item.options):
        if not option.right:
            choose(form, place)
            expect_said(form, "wrong", option.feedback)
    if item.options:
        choose(form, next(place for place, option in enumerate(item.options) if option.right))
    if item.order:
        for order, sentence in item.wrong.items():
            arrange(form, order)
            expect_said(form, "wrong", sentence)
        arrange(form, item.order)
    expect_said(form, "correct", item.closing)


def test_question_refuses_what_is_no_answer(visit: Visit):
    page = visit(PAGE)
    item = next(item for item in QUESTIONS if item.numbers)
    form = form_of(page, item.name)
    for text in ("", "three", "1/0", "1,500"):
        form.get_by_role("textbox").first.fill(text)
        form.get_by_role("button", name="Check").press("Enter")
        expect(form.locator(".cnn-said")).to_have_attribute("data-outcome", "refused")
        expect(form.get_by_role("textbox").first).to_be_focused()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('/'))") == []


# ---- the panel of progress -----------------------------------------------------------------------


def panel(page: Page) -> Locator:
    return page.locator("[data-explorable=Progress]")


def expect_solved(page: Page, count: int) -> None:
    expect(panel(page).locator(".cnn-summary")).to_have_text(re.compile(rf"^{count} of \d+ solved"))


def test_progress_is_kept_exported_cleared_and_imported(visit: Visit, tmp_path):
    page = visit(PAGE)
    start = page.url.replace(PAGE, site.START)
    item = next(item for item in QUESTIONS if item.options)
    choose(form_of(page, item.name), [option.right for option in item.options].index(True))
    expect_said(form_of(page, item.name), "correct", item.closing)
    page.goto(start)
    for _ in range(10):
        if panel(page).get_by_text(re.compile("^1 of")).count():
            break
        page.reload()  # a busy browser hands its storage on to the next file a moment late
        settle(page)
    expect_solved(page, 1)
    panel(page).locator("summary").first.press("Enter")
    expect(panel(page).locator("li.cnn-done")).to_contain_text(item.title)

    with page.expect_download() as download:
        panel(page).get_by_role("button", name="Export").press("Enter")
    file = tmp_path / "progress.json"
    download.value.save_as(file)
    content = json.loads(file.read_text("utf-8"))
    assert content["format"] == FORMAT
    assert content["entries"][item.name]["solved"] is True

    clear = panel(page).get_by_role("button", name="Clear")
    clear.press("Enter")
    expect_solved(page, 1)  # it asks first
    clear.press("Enter")
    expect_solved(page, 0)
    panel(page).locator("input[type=file]").set_input_files(file)
    expect_solved(page, 1)


@pytest.mark.parametrize(
    "text", ["", "{", "null", "5", "[]", '{"solved":"yes"}', '{"tries":-1}', '{"draft":7}']
)
def test_nonsense_in_the_storage_is_ignored(visit: Visit, text: str):
    page = visit(site.START)
    names = [item.name for item in CHAPTER.ITEMS]
    page.evaluate(
        "([text, names]) => names.forEach((name) =>"
        " localStorage.setItem(`sliding-window/1/${name}`, text))",
        [text, names],
    )
    page.reload()
    settle(page)
    expect_solved(page, 0)
    page.goto(page.url.replace(site.START, PAGE))
    settle(page)


def test_a_file_of_something_else_is_refused(visit: Visit, tmp_path):
    page = visit(site.START)
    for name, text in {"a.json": "{", "b.json": '{"format": "other", "entries": {}}'}.items():
        (tmp_path / name).write_text(text, "utf-8")
        panel(page).locator("input[type=file]").set_input_files(tmp_path / name)
        expect(panel(page)).to_contain_text(f"{name} was not read")
    expect_solved(page, 0)
