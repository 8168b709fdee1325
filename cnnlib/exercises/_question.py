"""`question`: answered, and judged, where it stands; `reveal`: what became of a guess."""

from typing import Any

import traitlets

from cnnlib import store
from cnnlib.exercises import registry
from cnnlib.exercises._kinds import QuestionData
from cnnlib.exercises._show import marked_up, show
from cnnlib.interactive import Explorable, is_static


class Question(Explorable):
    """One question with its feedback; `question.js` judges the answers in both hosts."""

    _frontend = "question"
    _label = "A question"
    data = traitlets.Dict().tag(sync=True)
    solved = traitlets.Bool(False).tag(sync=True)
    tries = traitlets.Int(0).tag(sync=True)
    answer = traitlets.List(traitlets.Unicode()).tag(sync=True)
    reveals = traitlets.Bool(False).tag(sync=True)

    def __init__(self, item: QuestionData, reveals: bool = False) -> None:
        entry = None if is_static() else store.read().get(item.name)
        super().__init__(
            data=item.data,
            solved=store.solved(entry),
            tries=store.tries(entry),
            answer=store.answer(entry),
            reveals=reveals,
        )
        if reveals:
            right = next(option for option in item.options if option.right)
            self._label = f"{right.text} {right.feedback} {item.closing}"  # type: ignore[misc]
        else:
            asked = item.text.replace("`", "")
            self._label = asked if item.kind is None else f"Question: {asked}"  # type: ignore[misc]
            self._anchor = item.name
            self._without_scripts = _listed(item)
        self.observe(self._keep, "tries")

    def _keep(self, _change: dict[str, Any]) -> None:
        store.record(self.data["name"], self.solved, self.answer)


def _listed(item: QuestionData) -> str:
    """What there is to fill in, to choose from or to put in order, as a list on one line."""
    parts = [
        *(number.label for number in item.numbers),
        *(option.text for option in item.options),
        *sorted(item.order),  # which gives nothing away
    ]
    return f"<ul>{''.join(f'<li>{marked_up(part)}</li>' for part in parts)}</ul>"


def question(name: str) -> None:
    """Show the question `name`, for example ``"03-lengths"``.

    Raises:
        ValueError: for a name that is none, or the name of a code exercise.
    """
    show(Question(_find(name)))


def reveal(name: str) -> None:
    """Show what was guessed at the guess `name`, and what is right.

    Raises:
        ValueError: for a name that is none, or the name of anything but a guess.
    """
    item = _find(name)
    if item.kind is not None:
        raise ValueError(f"{name} is no guess: it is answered where it stands")
    show(Question(item, reveals=True))


def _find(name: str) -> QuestionData:
    item = registry.find(name)
    if not isinstance(item, QuestionData):
        raise ValueError(f'{name} is a code exercise: check("{name}", your_function)')
    return item
