"""`check`: judge a student's function in the notebook; leave an editor in the built book."""

import inspect
import linecache
import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np

from cnnlib.exercises import _judge, _store, registry
from cnnlib.exercises._kinds import CodeExercise
from cnnlib.exercises._limit import TimeIsUp, can_stop, time_limit
from cnnlib.exercises._show import Result, show, show_html
from cnnlib.interactive import is_static, mount

_warned: set[str] = set()


def check(name: str, answer: Callable[..., Any]) -> None:
    """Try `answer` on the cases of the exercise `name` and show what came of it.

    Args:
        name: of a code exercise, for example ``"03-correlate2d"``.
        answer: the function itself. It may return lists or arrays.

    Raises:
        ValueError: for a name that is none, or the name of a question.
    """
    exercise = find(name)
    if not is_static():
        verdict = judge(exercise, answer)
        if verdict["outcome"] != _judge.NOT_ATTEMPTED:
            _store.record(name, verdict["outcome"] == _judge.CORRECT)
        show(Result(exercise.title, verdict))
    elif exercise.where == "page":
        show_html(editor(exercise, textwrap.dedent(inspect.getsource(answer))))
    else:
        show_html(
            '<p class="cnnlib-notebook-only">This exercise needs NumPy: it is solved, and checked, '
            "in the notebook of this chapter.</p>"
        )


def find(name: str) -> CodeExercise:
    """The code exercise of this name."""
    exercise = registry.find(name)
    if not isinstance(exercise, CodeExercise):
        raise ValueError(f'{name} is a question: show it with question("{name}")')
    return exercise


def judge(exercise: CodeExercise, answer: Callable[..., Any]) -> dict[str, Any]:
    """The verdict on `answer`, within the exercise's time limit."""
    make = _array if exercise.where == "notebook" else None
    try:
        with time_limit(exercise.seconds):
            verdict = _judge.judge(exercise.data, answer, _line_of(answer), make)
    except TimeIsUp:
        return _judge.too_slow(exercise.seconds)
    if not can_stop() and "time" not in _warned:
        _warned.add("time")
        verdict["sentence"] += " (An endless loop could not be stopped here.)"
    return verdict


def editor(exercise: CodeExercise, stub: str) -> str:
    """The HTML of the page's editor, with `stub` to begin from."""
    state = {
        "name": exercise.name,
        "title": exercise.title,
        "level": exercise.level,
        "kind": exercise.kind,
        "stub": stub.strip() + "\n",
        "exercise": exercise.literal,
        "seconds": exercise.seconds,
        "tooSlow": _judge.too_slow(exercise.seconds),
    }
    return mount("Exercise", "editor", state, "With JavaScript, you can solve this on the page.")


def _array(value: Any) -> Any:
    return np.array(value, dtype=float) if isinstance(value, list) else value


def _line_of(answer: Callable[..., Any]) -> Callable[[str, int], str | None]:
    """A look-up of the student's own lines: the notebook's cells, and the file of `answer`."""
    own = getattr(getattr(answer, "__code__", None), "co_filename", None)

    def line_of(file: str, number: int) -> str | None:
        theirs = file == own or "ipykernel" in file
        return linecache.getline(file, number) if theirs else None

    return line_of
