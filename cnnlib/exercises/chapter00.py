"""Before the window: what its questions and exercises compute. Words: ``chapter00.md``."""

from math import exp, log
from typing import Any

import numpy as np

from cnnlib import functional as F  # noqa: N812
from cnnlib.exercises._code import Case
from cnnlib.exercises._kinds import Task
from cnnlib.exercises._text import items

TITLE = "Before the window"
PAGE = "chapters/before-the-window"
TASKS = (  # what the chapter's figures ask for, in its order
    Task("00-ten-answers", "Ten answers of one four"),
    Task("00-bottom", "To the bottom in few steps"),
    Task("00-three-stamps", "Three digits, three stamps"),
)
CODE: dict[str, dict[str, Any]] = {}  # the code exercises by name, less their words


def probabilities(scores: Any) -> list[float]:
    row: list[float] = F.softmax([scores])[0].tolist()
    return row


def shares(weights: Any) -> list[float]:
    """Each of the numbers as a part of their sum."""
    return [weight / sum(weights) for weight in weights]


# ---- by hand -------------------------------------------------------------------------------------

SCORES = [1, 2, 3]
P = probabilities(SCORES)
losses = [F.softmax_cross_entropy([SCORES], [label]) for label in range(3)]
percent = [100 * p for p in P]
whole_percent = [round(p) for p in percent]
powers = [exp(score) for score in SCORES]
twice = probabilities(P)

SAID, RATE, INK = [0.2, 0.3, 0.5], 0.1, 0.5
stamps = [RATE * (wanted - said) * INK for wanted, said in zip([0, 1, 0], SAID, strict=True)]


def stamped(*wanted: float, factor: float = RATE * INK) -> list[float]:
    """What the three templates gain where this is wanted of them."""
    return [factor * (w - said) for w, said in zip(wanted, SAID, strict=True)]


# ---- softmax -------------------------------------------------------------------------------------


def softmax(scores):
    from math import exp

    largest = max(scores)
    powers = [exp(score - largest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def naive(scores: Any) -> list[float]:
    """Softmax as its formula says it, which large scores break."""
    powers = [exp(score) for score in scores]
    return [power / sum(powers) for power in powers]


def sigmoid(score: float) -> float:
    return 1 / (1 + exp(-score))


def running(powers: Any) -> list[float]:
    """Each power divided by the sum of those up to it."""
    return [power / sum(powers[: i + 1]) for i, power in enumerate(powers)]


def divided_in_place(powers: Any) -> list[float]:
    """Each power divided by a sum in which those before it are divided already."""
    for i in range(len(powers)):
        powers[i] /= sum(powers)
    return list(powers)


APART = [-1500, 0, 1500, 1499, -1490]

CODE["00-softmax"] = {
    "solution": softmax,
    "answer": probabilities,
    "cases": (
        Case((SCORES,)),
        Case(([0.5, -1, 2, 0.25],)),
        Case(([7],), "a single score"),
        Case(([1000, 1001, 998.5],), "large scores"),
        Case(([-1000, -1002],), "scores far below 0"),
        Case((APART,), "scores that are far apart"),
    ),
}


# ---- the loss ------------------------------------------------------------------------------------


def cross_entropy(scores, label):
    """The probability itself never appears: −log(a / b) is log(b) − log(a), and log(exp(x)) is x.
    So a probability that is too small for the computer does no harm."""
    from math import exp, log

    largest = max(scores)
    total = sum(exp(score - largest) for score in scores)
    return log(total) - (scores[label] - largest)


def loss(scores: Any, label: int) -> float:
    return F.softmax_cross_entropy([scores], [label])


def surprise(p: float) -> float:
    return -log(p)


def squares(said: Any, label: int) -> float:
    """The squared error, summed over the classes."""
    return sum((p - (c == label)) ** 2 for c, p in enumerate(said))


def binary(said: Any, label: int) -> float:
    """Each class by itself: −log p of the right one, −log(1 − p) of the others."""
    return sum(surprise(p if c == label else 1 - p) for c, p in enumerate(said))


CODE["00-cross-entropy"] = {
    "solution": cross_entropy,
    "answer": loss,
    "cases": (
        Case((SCORES, 2)),
        Case(([0.5, -1, 2, 0.25], 1)),
        Case(([3.5, 0, -2], 0)),
        Case(([1000, 1001, 998.5], 0), "large scores"),
        Case(([-1000, -1002], 1), "scores far below 0"),
        Case(([-700, 200, 1000], 0), "scores that are far apart"),
    ),
}


# ---- one step ------------------------------------------------------------------------------------


def step(templates, picture, label, rate):
    scores = []
    for template in templates:
        scores.append(sum(weight * picture[i] for i, weight in enumerate(template)))
    said = softmax(scores)
    stepped = []
    for c, template in enumerate(templates):
        wanted = 1 if c == label else 0
        push = rate * (wanted - said[c])
        stepped.append([weight + push * picture[i] for i, weight in enumerate(template)])
    return stepped


def descended(templates: Any, picture: Any, label: int, rate: float) -> Any:
    scores = np.array([np.dot(templates, picture)])
    dscores = F.softmax_cross_entropy_backward(1, scores, [label])
    return np.array(templates) - rate * np.outer(dscores, picture)


def one_by_one(templates: Any, picture: Any, label: int, rate: float) -> Any:
    """Every row changes the scores of the rows behind it."""
    changed = np.array(templates, dtype=float)
    for c in range(len(changed)):
        said = softmax((changed @ picture).tolist())
        changed[c] += rate * ((c == label) - said[c]) * np.array(picture)
    return changed


TEMPLATES = [[0.5, -1, 0, 2], [1, 0.25, -0.5, 0], [-2, 0, 1, 0.5]]
TALL = [[1, -1], [0.5, 2], [-0.25, 0], [0, 1.5], [2, 0.75]]

CODE["00-step"] = {
    "solution": step,
    "helpers": (softmax,),
    "answer": descended,
    "cases": (
        Case((TEMPLATES, [1, 0, 0.5, 0.25], 1, 0.1)),
        Case(([[0, 0, 0]] * 4, [0.25, 1, 0.75], 3, 0.5)),
        Case((TALL, [0.5, 0.75], 0, 0.02)),
        Case(([[3, 1, -2], [2.5, 0, 1]], [0.2, 0.9, 0.4], 1, 2)),
        Case(([[1.5], [-0.5], [0.25]], [0.8], 2, 0.3), "pictures of a single pixel"),
    ),
}

ITEMS = items(__file__, globals(), CODE)
