"""How a reader answers a question, on any page: many answers at once, or one by the keyboard."""

from collections.abc import Iterator, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

from cnnlib.exercises._kinds import QuestionData

Answer = Sequence[Any]
"""All numbers, the one place among the options, or all items in an order."""

# Puts each answer into the form and hands it in; gives back what is said to it.
_HAND_IN = """(form, answers) => answers.map((answer) => {
    const fields = [...form.querySelectorAll("input")];
    const items = () => [...form.querySelectorAll("ol > li")];
    answer.forEach((value, place) => {
        if (fields[0]?.type === "radio") fields[value].checked = true;
        else if (fields.length) fields[place].value = String(value);
        else {
            const is = (item) => item.querySelector("span").innerText === value;
            for (let at = items().findIndex(is); at > place; at--)
                items()[at].querySelector(".cnn-up").click();
        }
    });
    form.requestSubmit();
    const said = form.querySelector(".cnn-said");
    return [said.dataset.outcome, said.innerText];
})"""


def form_of(page: Page, item: QuestionData) -> Locator:
    """The form of a question, wherever it stands on the page."""
    return page.locator("form.cnn-question").filter(has_text=plain(item.text))


def plain(text: str) -> str:
    """The text of an exercise as it is shown, where backticks have become another type."""
    return text.replace("`", "")


def right_answer(item: QuestionData) -> Answer:
    """The answer that is correct."""
    chosen = [place for place, option in enumerate(item.options) if option.right]
    return [float(number.value) for number in item.numbers] or chosen or list(item.order)


def wrong_answers(item: QuestionData) -> Iterator[tuple[Answer, str, str]]:
    """Every wrong answer that is listed, with the outcome and the sentence that it must get."""
    right = right_answer(item)
    for place, number in enumerate(item.numbers):
        for value, sentence in number.wrong.items():
            given = [*right[:place], float(value), *right[place + 1 :]]
            outcome = "wrong" if len(right) == 1 or tuple(given) in item.wrong else "almost"
            yield given, outcome, item.wrong.get(tuple(given), sentence)
    for given, sentence in item.wrong.items():
        yield given if item.order else [float(value) for value in given], "wrong", sentence
    for place, option in enumerate(item.options):
        if not option.right:
            yield [place], "wrong", option.feedback


def hand_in(form: Locator, answers: Sequence[Answer]) -> list[list[str]]:
    """What is said to each answer: its outcome and the words."""
    shown = [[plain(x) if isinstance(x, str) else x for x in answer] for answer in answers]
    said: list[list[str]] = form.evaluate(_HAND_IN, shown)
    return said


def answer_by_keys(form: Locator, item: QuestionData, answer: Answer) -> None:
    """Answer without a mouse, and hand in."""
    keyboard = form.page.keyboard
    if item.options:
        form.get_by_role("radio").nth(answer[0]).press("Space")
        keyboard.press("Enter")
        return
    for place, value in enumerate(answer):
        if item.numbers:
            form.get_by_role("textbox").nth(place).focus()
            keyboard.press("Control+a")
            keyboard.type(repr(value))
            keyboard.press("Tab")
        else:
            up = form.get_by_role("button", name=f"Move “{value}” up", exact=True)
            while form.locator("ol > li > span").nth(place).inner_text() != plain(value):
                up.press("Enter")
    form.get_by_role("button", name="Check").press("Enter")


def expect_said(form: Locator, outcome: str, sentence: str) -> None:
    """Wait for what is said to an answer."""
    said = form.locator(".cnn-said")
    expect(said).to_have_attribute("data-outcome", outcome)
    expect(said).to_contain_text(plain(sentence))
