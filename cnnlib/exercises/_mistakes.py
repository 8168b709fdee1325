"""What beginners write instead: the mistakes of an exercise, made from its solution.

The mistakes of an exercise are one text. A sentence for the student stands at the margin, and
indented below it the ways in which the mistake is made, a ``|`` between two::

    Only the first row came out: you forgot the + 1.
        - kernel_height + 1 => - kernel_height | = correlate2d(image, kernel)[:-1]

A way is an *edit of the solution*, a piece of its source and what a beginner writes instead
(several edits at once are joined by ``;;``, ``⏎`` is a line break), or after ``=`` a *value*: an
expression of the parameters, in which the name of the function is the solution. What a way does in
each case is found out by running it.
"""

import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cnnlib.exercises._judge import parts
from cnnlib.exercises._subscripts import subscripts
from cnnlib.exercises._traces import name_of, text_of
from cnnlib.exercises._values import copy, mark, plain, same_mark

# Tried on every solution without being listed: what it says, and the edit as pattern and text.
_ALWAYS = (
    (
        "Only the last of the numbers that should be added is left: did you write `=` for `+=`?",
        r" \+= ",
        " = ",
    ),
    (
        "Only the last is left of what should be subtracted: did you write `=` for `-=`?",
        r" -= (.*)",
        r" = -(\1)",
    ),
    ("You took the largest where a sum belongs.", r"(\S.*) \+= (.*)", r"\1 = max(\1, \2)"),
    ("You took the largest where a sum belongs.", r"\bsum\(", "max("),
    ("Numbers are added here that should be multiplied.", r"((?:[-+]= |sum\().*) \* ", r"\1 + "),
    ("You subtract where you should add.", r" \+= ", " -= "),
    ("You add where you should subtract.", r" -= ", " += "),
)


@dataclass(frozen=True)
class Mistake:
    """A sentence, and the wrong implementations that it is true of."""

    sentence: str
    ways: Sequence[Callable[..., Any]]
    listed: bool = True


def read(
    text: str, source: str, function: str, parameters: Sequence[str], names: Mapping[str, Any]
) -> list[Mistake]:
    """The mistakes of one exercise: those of its `text`, then those tried on every solution.

    Args:
        text: in the form above.
        source: of the solution, with all the functions that it needs.
        function: the name of the function to write, with its `parameters` in their order.
        names: what edits and values may use besides.

    Raises:
        ValueError: an edit does not fit the solution, or a sentence has no way below it.
    """
    found = []
    for sentence, ways in _paragraphs(text):
        if not ways:
            raise ValueError(f"no way to make this mistake is given: {sentence}")
        found.append(
            Mistake(sentence, [_way(way, source, function, parameters, names) for way in ways])
        )
    for sentence, pattern, instead in _ALWAYS:
        edited = re.sub(pattern, instead, source)
        if edited != source:
            found.append(Mistake(sentence, [_function(edited, function, names)], listed=False))
    return found


def _paragraphs(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each sentence with its ways."""
    for block in re.split(r"\n(?=\S)", text.strip("\n")) if text else ():
        sentence, _, ways = block.partition("\n")
        yield sentence, [way.strip() for way in re.split(r" \| |\n", ways) if way.strip()]


def way_of(exercise: Any, way: str) -> Callable[..., Any]:
    """One wrong implementation of an exercise, written as above."""
    return _way(way, exercise.source, exercise.function, exercise.parameters, exercise.names)


def _way(
    way: str, source: str, function: str, parameters: Sequence[str], names: Mapping[str, Any]
) -> Callable[..., Any]:
    if way.startswith("= "):
        scope = {**names}
        exec(source, scope)
        value: Callable[..., Any] = eval(f"lambda {', '.join(parameters)}: {way[2:]}", scope)
        return value
    for edit in way.split(" ;; "):
        piece, arrow, instead = edit.replace("⏎", "\n").partition("=>")
        piece, instead = piece.strip(" "), instead.strip(" ")
        if not arrow or piece not in source:
            raise ValueError(f"the solution of {function} has no {piece!r} to write otherwise")
        source = source.replace(piece, instead)
    return _function(source, function, names)


def _function(source: str, function: str, names: Mapping[str, Any]) -> Callable[..., Any]:
    scope = {**names}
    exec(compile(source, f"<{function}>", "exec"), scope)
    answer: Callable[..., Any] = scope[function]
    answer.__dict__["source"] = source
    return answer


def outcome(
    answer: Callable[..., Any], exercise: Mapping[str, Any], inputs: Sequence[Any], make: Any
) -> list[Any]:
    """What a wrong implementation does with one case, as the judge recognizes it."""
    given = [copy(value) for value in inputs]
    try:
        result = plain(answer(*(map(make, given) if make else given)))
        return ["value", [_brief(mark(part)) for part in parts(exercise, result)]]
    except Exception as error:
        lines = answer.__dict__.get("source", "").split("\n")
        own = [
            lines[step.lineno - 1]
            for step in traceback.extract_tb(error.__traceback__)
            if step.filename == f"<{answer.__name__}>" and step.lineno
        ]
        line = own[-1] if own else ""
        return ["error", name_of(error), text_of(error), subscripts(line, exercise["parameters"])]


def _brief(known: Any) -> Any:
    """A mark with ten digits, more than are compared: the page carries hundreds of them."""
    if isinstance(known, list):
        return [_brief(each) for each in known]
    return float(f"{known:.10g}") if isinstance(known, float) else known


def same(known: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether two wrong implementations do the same in every case."""

    def alike(a: Any, b: Any) -> bool:
        both_values = a[0] == b[0] == "value" and len(a[1]) == len(b[1])
        return all(map(same_mark, a[1], b[1])) if both_values else a == b

    return all(map(alike, known, other))


def packed(exercise: Mapping[str, Any]) -> dict[str, Any]:
    """An exercise's data with every outcome written once, in its case; a way numbers them.

    >>> ways = [[["value", [8]], ["value", [1]]], [["value", [8]], ["value", [2]]]]
    >>> mistakes = [{"sentence": "No.", "ways": ways}]
    >>> packed({"cases": [{"inputs": [4]}, {"inputs": [5]}], "mistakes": mistakes}) == {
    ...     "cases": [{"inputs": [4], "outcomes": [["value", [8]]]},
    ...               {"inputs": [5], "outcomes": [["value", [1]], ["value", [2]]]}],
    ...     "mistakes": [{"sentence": "No.", "ways": [[0, 0], [0, 1]]}]}
    True
    """
    seen: list[list[Any]] = [[] for _ in exercise["cases"]]

    def numbered(way: Sequence[Any]) -> list[int]:
        for known, done in zip(seen, way, strict=True):
            if done not in known:
                known.append(done)
        return [known.index(done) for known, done in zip(seen, way, strict=True)]

    mistakes = [
        {**mistake, "ways": [numbered(way) for way in mistake["ways"]]}
        for mistake in exercise["mistakes"]
    ]
    cases = zip(exercise["cases"], seen, strict=True)
    return {
        **exercise,
        "cases": [{**case, "outcomes": known} for case, known in cases],
        "mistakes": mistakes,
    }
