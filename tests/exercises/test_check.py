import numpy as np
import pytest

from cnnlib import store
from cnnlib.exercises import _check, check, registry
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
    assert page["text/plain"].startswith("Correct. All 8 cases agree.")
    assert "✓" in page["text/html"]
    assert store.read() == {"03-correlate2d": {"solved": True, "tries": 1}}


def test_wrong_answer_is_shown_as_one_line_of_html(shown):
    page = shown("03-echo", lambda sound, kernel: convolve1d(sound, kernel[::-1], "full"))
    assert "Your echo comes before the sound" in page["text/plain"]
    assert "<code>sound</code> of length 4" in page["text/html"]
    assert "\n" not in page["text/html"]
    assert store.read() == {"03-echo": {"solved": False, "tries": 1}}


def test_stub_is_not_counted(shown):
    assert "Not attempted" in shown("03-echo", echo)["text/plain"]
    assert store.read() == {}


def test_arrays_go_to_exercises_of_the_notebook(shown):
    def correlate2d_backward(dy, image, kernel):
        assert all(isinstance(value, np.ndarray) for value in (dy, image, kernel))
        raise NotImplementedError

    assert "Not attempted" in shown("03-gradients", correlate2d_backward)["text/plain"]


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


ENDLESS = {
    "plain": ("while True:\n        pass", "stopped after 0.2 seconds"),
    "catches everything": (
        "while True:\n        try:\n            1 / 0\n        except:\n            pass",
        "stopped after 0.2 seconds",
    ),
    "in C": ("return sum(range(10**12))", "stopped after 0.2 seconds"),
    "leaves Python": ("import os; os._exit(3)", "ended Python itself"),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_never_comes_back_is_stopped_and_what_it_printed_is_shown(name, monkeypatch):
    exercise = registry.find("03-echo")
    monkeypatch.setitem(exercise.__dict__, "seconds", 0.2)
    body, sentence = ENDLESS[name]
    scope = {}
    exec(f"def echo(sound, kernel):\n    print(len(sound), flush=True)\n    {body}\n", scope)
    verdict = _check.judge(exercise, scope["echo"])
    assert verdict["outcome"] == "wrong"
    assert sentence in verdict["sentence"]
    assert verdict["printed"] == "4\n"


def test_what_a_right_answer_prints_is_shown(shown):
    def talking(image, kernel):
        print("height <", len(image))
        return correlate2d(image, kernel)

    page = shown("03-correlate2d", talking)
    assert page["text/plain"].startswith("Correct.")
    assert "height < 3\n" in page["text/plain"]
    assert "height &lt; 3&#10;" in page["text/html"]


def test_printed_instead_of_returned(shown):
    page = shown("03-echo", lambda sound, kernel: print(convolve1d(sound, kernel, "full")))
    assert "You print the result." in page["text/plain"]


def test_where_nothing_can_be_stopped_it_is_said_once(monkeypatch):
    monkeypatch.setattr(_check, "_warned", set())
    monkeypatch.setattr(_check, "can_limit", lambda: False)
    exercise = registry.find("03-echo")
    verdicts = [_check.judge(exercise, exercise.solution) for _ in range(2)]
    assert ["could not be stopped" in verdict["sentence"] for verdict in verdicts] == [True, False]


def test_the_solution_is_a_click_away(shown):
    page = shown("03-find-kernel", lambda *_: [])["text/html"]
    assert '<details class="solution"><summary>Solution</summary>' in page
    assert "It is long division" in page


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
    assert store.read() == {}


def test_in_the_book_a_notebook_exercise_becomes_a_sentence(shown, monkeypatch):
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    page = shown("03-gradients", echo)["text/html"]
    assert "in the notebook" in page
    assert "data-module" not in page
