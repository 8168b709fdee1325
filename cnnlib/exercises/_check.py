"""`check`: judge a student's function in the notebook; leave an editor in the built book."""

import contextlib
import inspect
import io
import linecache
import sys
import textwrap
from collections.abc import Callable
from typing import Any

from cnnlib import store
from cnnlib.exercises import _judge, registry
from cnnlib.exercises._code import CodeExercise
from cnnlib.exercises._limit import can_limit, run
from cnnlib.exercises._show import Result, show, show_html, solution
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
            store.record(name, verdict["outcome"] == _judge.CORRECT)
        show(Result(exercise, verdict))
    else:
        show_html(on_page(exercise, textwrap.dedent(inspect.getsource(answer))))


def find(name: str) -> CodeExercise:
    """The code exercise of this name."""
    exercise = registry.find(name)
    if not isinstance(exercise, CodeExercise):
        raise ValueError(f'{name} is a question: show it with question("{name}")')
    return exercise


def judge(exercise: CodeExercise, answer: Callable[..., Any]) -> dict[str, Any]:
    """The verdict on `answer`, within the exercise's limits, and what it printed."""
    data = exercise.data  # made here: what the child process makes is lost with it

    def work() -> dict[str, Any]:
        with contextlib.redirect_stdout(_Heard(sys.stdout)) as heard:
            return _judge.judge(
                data, answer, _line_of(answer), exercise.make, (), _text(answer), heard.spoken
            )

    ran = run(work, exercise.seconds)
    ends = {"time": _judge.too_slow(exercise.seconds), "memory": _judge.TOO_LARGE}
    verdict: dict[str, Any] = dict(ran.value or ends.get(ran.ended, _judge.CRASHED))
    if not can_limit() and "limit" not in _warned:
        _warned.add("limit")
        verdict["sentence"] += " (An endless loop could not be stopped here.)"
    return {**verdict, "printed": ran.printed}


def on_page(exercise: CodeExercise, stub: str) -> str:
    """What the built book shows of an exercise: an editor with `stub` in it, and the solution."""
    if exercise.where == "page":
        return editor(exercise, stub) + solution(exercise)
    return (
        f'<p class="cnnlib-notebook-only">Level {exercise.level} · {exercise.kind}. Here you need '
        "NumPy: it is solved, and checked, in the notebook of this chapter.</p>"
        f"{solution(exercise)}"
    )


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


class _Heard(io.TextIOBase):
    """A stream that passes everything on and remembers whether there was anything."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._spoken = stream, False

    def write(self, text: str) -> int:
        self._spoken = self._spoken or bool(text)
        return int(self._stream.write(text) or 0)

    def flush(self) -> None:
        self._stream.flush()

    def spoken(self) -> bool:
        return self._spoken


def _text(answer: Callable[..., Any]) -> str:
    """The student's code as far as it can be found."""
    try:
        return inspect.getsource(answer)
    except (OSError, TypeError):
        return ""


def _line_of(answer: Callable[..., Any]) -> Callable[[str, int], str | None]:
    """A look-up of the student's own lines: the notebook's cells, and the file of `answer`."""
    own = getattr(getattr(answer, "__code__", None), "co_filename", None)

    def line_of(file: str, number: int) -> str | None:
        theirs = file == own or "ipykernel" in file
        return linecache.getline(file, number) if theirs else None

    return line_of
