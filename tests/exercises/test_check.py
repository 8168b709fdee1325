import signal
import threading
import time

import numpy as np
import pytest

from cnnlib.exercises import _check, _limit, _store, check, registry
from cnnlib.functional import convolve1d, correlate2d


def echo(_sound, _kernel):
    return ...


@pytest.fixture
def shown(displayed):
    """Check an answer, and give what was displayed."""

    def check_and_look(name, answer):
        assert check(name, answer) is None
        return displayed

    return check_and_look


def test_right_answer_is_shown_and_kept(shown):
    page = shown("03-correlate2d", correlate2d)
    assert page["text/plain"].startswith("Correct. All 5 cases agree.")
    assert "✓" in page["text/html"]
    assert _store.read() == {"03-correlate2d": {"solved": True, "tries": 1}}


def test_wrong_answer_is_shown_as_one_line_of_html(shown):
    page = shown("03-echo", lambda sound, kernel: convolve1d(sound, kernel[::-1], "full"))
    assert "Your echo comes before the sound" in page["text/plain"]
    assert "<code>sound</code> of length 4" in page["text/html"]
    assert "\n" not in page["text/html"]
    assert _store.read() == {"03-echo": {"solved": False, "tries": 1}}


def test_stub_is_not_counted(shown):
    assert "Not attempted" in shown("03-echo", echo)["text/plain"]
    assert _store.read() == {}


def test_arrays_go_to_exercises_of_the_notebook(shown):
    seen = []

    def correlate2d_backward(dy, image, kernel):
        seen.extend([dy, image, kernel])
        raise NotImplementedError

    shown("03-gradients", correlate2d_backward)
    assert all(isinstance(value, np.ndarray) for value in seen)


def test_html_in_an_answer_is_escaped(shown):
    page = shown("03-counterexample", lambda: ["<script>", "</pre>"])["text/html"]
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_own_lines_of_an_exception(shown):
    def broken(sound, kernel):
        return sound[99] + kernel[0]

    text = shown("03-echo", broken)["text/plain"]
    assert "IndexError: list index out of range." in text
    assert ": return sound[99] + kernel[0]\n" in text
    assert "_judge.py" not in text


LOOPS = {
    "plain": "def echo(sound, kernel):\n    while True:\n        pass\n",
    "catches exceptions": (
        "def echo(sound, kernel):\n    while True:\n        try:\n            1 / 0\n"
        "        except Exception:\n            pass\n"
    ),
}


@pytest.mark.parametrize("code", LOOPS.values(), ids=LOOPS)
def test_endless_loop_is_stopped(code, monkeypatch):
    exercise = registry.find("03-echo")
    monkeypatch.setitem(exercise.__dict__, "seconds", 0.2)
    scope = {}
    exec(code, scope)
    begin = time.monotonic()
    verdict = _check.judge(exercise, scope["echo"])
    assert time.monotonic() - begin < 2
    assert "stopped after 0.2 seconds" in verdict["sentence"]
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_outside_the_main_thread_it_says_once_that_it_cannot_stop(monkeypatch):
    monkeypatch.setattr(_check, "_warned", set())
    verdicts = []

    def work():
        assert not _limit.can_stop()
        exercise = registry.find("03-echo")
        verdicts.extend(_check.judge(exercise, exercise.answer) for _ in range(2))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ["could not be stopped" in verdict["sentence"] for verdict in verdicts] == [True, False]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("03-lengths", 'question("03-lengths")'),
        ("03-ekko", "did you mean 03-echo"),
        ("zz", "progress()"),
    ],
    ids=["a question", "a typing mistake", "nonsense"],
)
def test_other_names_are_refused_in_words(name, words):
    with pytest.raises(ValueError, match=r"there is no|is a question") as error:
        check(name, echo)
    assert words in str(error.value)


def test_in_the_book_a_page_exercise_becomes_an_editor(shown, monkeypatch):
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    page = shown("03-echo", echo)["text/html"]
    assert 'data-explorable="Exercise" data-module="editor"' in page
    assert "def echo(_sound, _kernel):\\n    return ...\\n" in page
    assert "Does a loop never end" in page
    assert _store.read() == {}


def test_in_the_book_a_notebook_exercise_becomes_a_sentence(shown, monkeypatch):
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    page = shown("03-gradients", echo)["text/html"]
    assert "in the notebook" in page
    assert "data-module" not in page
