import html
import re

import pytest

from cnnlib import store
from cnnlib.exercises import _question, question, registry
from cnnlib.exercises._kinds import QuestionData
from cnnlib.interactive import EchoExplorer


def test_live_question_keeps_progress():
    widget = _question.Question(registry.find("03-lengths"))
    widget.solved = False
    widget.tries = 1
    widget.solved = True
    widget.answer = ["6", "8", "10"]
    widget.tries = 2
    assert store.read() == {"03-lengths": {"solved": True, "tries": 2, "answer": ["6", "8", "10"]}}
    again = _question.Question(registry.find("03-lengths"))
    assert (again.solved, again.tries, again.answer) == (True, 2, ["6", "8", "10"])


def test_live_figure_keeps_that_its_task_is_solved(monkeypatch):
    figure = EchoExplorer(kept_as="03-silence")
    assert not figure.solved
    figure.solved = True
    figure.solved = False  # nothing solves that
    assert store.read() == {"03-silence": {"solved": True, "tries": 1}}
    assert EchoExplorer(kept_as="03-silence").solved
    assert not EchoExplorer().solved
    EchoExplorer().solved = True
    assert list(store.read()) == ["03-silence"]
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    page = EchoExplorer(kept_as="03-silence")._repr_mimebundle_()[0]["text/html"]
    assert page.startswith('<div class="cnnlib" id="03-silence"')
    assert '"solved":false' in page


def test_static_question_knows_nothing_of_the_builder(displayed, monkeypatch):
    store.record("03-lengths", True, ["6", "8", "10"])
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    question("03-lengths")
    page = displayed["text/html"]
    assert 'data-explorable="Question" data-module="question"' in page
    assert '"solved":false' in page
    assert '"answer":[]' in page


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        pytest.param("03-turn", "options", id="a guess"),
        pytest.param("03-loss", "options", id="a choice"),
        pytest.param("03-lengths", "numbers", id="numbers"),
    ],
)
def test_without_scripts_a_question_is_whole(name, parts, displayed, monkeypatch):
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    question(name)
    body = re.sub("<script.*?</script>", "", displayed["text/html"])
    listed = [
        html.unescape(re.sub("<.*?>", "`", each)) for each in re.findall("<li>(.*?)</li>", body)
    ]
    items = getattr(registry.find(name), parts)
    assert listed == [getattr(item, "text", None) or item.label for item in items]


def test_without_scripts_an_order_gives_nothing_away():
    steps = QuestionData("99-order", "Steps", 1, "recall", "?", ".", order=("turn", "slide", "add"))
    page = _question.Question(steps)._repr_mimebundle_()[0]["text/html"]
    assert "<ul><li>add</li><li>slide</li><li>turn</li></ul>" in page


def test_label_is_the_question():
    widget = _question.Question(registry.find("03-lengths"))
    assert "n = 8" in widget._repr_mimebundle_()[0]["text/plain"]


def test_code_exercise_is_refused():
    with pytest.raises(ValueError, match=r'is a code exercise: check\("03-echo", your_function\)'):
        question("03-echo")


def test_order_and_its_mistakes_reach_the_page():
    steps = QuestionData(
        name="99-order",
        title="Steps",
        level=1,
        kind="recall",
        text="In which order?",
        closing="So it is.",
        order=("turn", "slide"),
        wrong={("slide", "turn"): "Turn first."},
    )
    assert steps.data["order"] == ["turn", "slide"]
    assert steps.data["wrong"] == [[["slide", "turn"], "Turn first."]]
