"""The words of a chapter's questions and exercises, read from one text.

``chapterNN.md`` stands beside ``chapterNN.py``, which holds what is computed. An item begins with
its name, title, level and kind, and ends with what is said to whoever has solved it::

    ## 03-lengths: Three lengths (1, compute)

    A signal has n = 5 numbers, a kernel m = 3. How many come out?

    = valid: len(signal)
        2: You forgot the + 1.
        else: How many places has the kernel?
    = first, second ± 0.005: a_list_of_two
    + the right one of several options, the others with a minus
        What is said to whoever chooses it.
    1. the first of several things to put in order
    ! 3 7: Of a whole answer, number by number: the two are exchanged.

    > n − m + 1.

What is right is an expression, computed with the names of the chapter's module; so is each number
that is wrong. What stands behind `else` is true whatever is typed, and said to every other number.
How much a number may be off stands behind ±, where answers are rounded. Of a code exercise there
are only the mistakes: a sentence, and indented below it the ways to make it (`_mistakes`).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from cnnlib.exercises._code import CodeExercise
from cnnlib.exercises._kinds import Item, Number, Option, QuestionData

_HEAD = re.compile(r"^## (\S+): (.+) \(([123]), (\w+)\)$", re.MULTILINE)
_KINDS = ("guess", "recall", "compute", "build", "explain", "transfer")


def items(
    module: str, names: Mapping[str, Any], code: Mapping[str, Mapping[str, Any]]
) -> tuple[Item, ...]:
    """The questions and exercises of a chapter in reading order.

    Args:
        module: the file of the chapter's module; the text is beside it.
        names: what expressions may use: the module's own names.
        code: for each code exercise what `CodeExercise` needs besides its words.

    Raises:
        ValueError: names the item and what cannot be read in it.
    """
    text = Path(module).with_suffix(".md").read_text("utf-8")
    heads = list(_HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    found: list[Item] = []
    for head, end in zip(heads, ends, strict=True):
        name, title, level, kind = head.groups()
        if kind not in _KINDS:
            raise ValueError(f"{name}: the kind {kind} is none of {', '.join(_KINDS)}")
        common: dict[str, Any] = {"name": name, "title": title, "level": int(level), "kind": kind}
        body, closing = _closing(name, text[head.end() : end])
        if name in code:
            found.append(CodeExercise(**common, mistakes=body, closing=closing, **code[name]))
        else:
            found.append(_question(common, body, closing, names))
    if unknown := set(code) - {item.name for item in found}:
        raise ValueError(f"no words for {', '.join(sorted(unknown))}")
    return tuple(found)


def _closing(name: str, body: str) -> tuple[str, str]:
    before, mark, closing = body.rpartition("\n> ")
    if not mark or "\n\n" in closing.strip():
        raise ValueError(f"{name}: the last paragraph must begin with “> ”")
    return before.strip("\n"), closing.strip()


def _question(
    common: dict[str, Any], body: str, closing: str, names: Mapping[str, Any]
) -> QuestionData:
    paragraphs: list[str] = []
    numbers: list[Number] = []
    options: list[list[str]] = []
    order: list[str] = []
    wrong: dict[Any, str] = {}
    below: list[str] | dict[Any, str] | None = None
    for line in filter(None, body.split("\n")):
        sign, _, rest = line.partition(" ")
        if sign == "" and isinstance(below, list):
            below.append(line.strip())
        elif sign == "" and isinstance(below, dict):
            answer, _, sentence = line.strip().partition(": ")
            if answer == "else":
                numbers[-1] = replace(numbers[-1], hint=sentence)
            else:
                _add(below, [answer], sentence, names)
        elif sign == "=":
            labels, _, right = rest.partition(": ")
            labels, _, off = labels.partition(" ± ")
            values = eval(right, dict(names))
            for label, value in zip(labels.split(", "), np.atleast_1d(values), strict=True):
                below = {}
                tolerance = float(off) if off else Number.tolerance
                numbers.append(Number(label, float(value), below, tolerance))
        elif sign in ("+", "-"):
            below = [sign, rest]
            options.append(below)
        elif sign.rstrip(".").isdigit() and sign.endswith("."):
            order.append(rest)
        elif sign == "!":
            answer, _, sentence = rest.partition(": ")
            _add(wrong, _apart(answer), sentence, names)
        else:
            paragraphs.append(line)
    return QuestionData(
        **{**common, "kind": None if common["kind"] == "guess" else common["kind"]},
        text=" ".join(paragraphs),
        closing=closing,
        numbers=numbers,
        options=[Option(text, " ".join(said), sign == "+") for sign, text, *said in options],
        order=order,
        wrong=wrong,
    )


def _add(wrong: dict[Any, str], answer: list[str], sentence: str, names: Mapping[str, Any]) -> None:
    """A wrong answer and its sentence: one number, or a whole answer number by number."""
    values = [eval(number.replace("−", "-"), dict(names)) for number in answer]
    if isinstance(values[0], list | tuple):
        values = list(values[0])
    key = float(values[0]) if len(values) == 1 else tuple(map(float, values))
    if key in wrong:
        raise ValueError(f"the wrong answer {' '.join(answer)} stands there twice")
    wrong[key] = sentence


def _apart(answer: str) -> list[str]:
    """The expressions between the spaces that stand in no brackets."""
    pieces, depth = [""], 0
    for letter in answer:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == " " and not depth:
            pieces.append("")
        else:
            pieces[-1] += letter
    return pieces
