"""Mistakes that any exercise can meet, second part: what is seen in a wrong result.

Like the judge it imports nothing, for its text runs in the book's page too. The result is compared
with what the right one becomes when it is transposed, mirrored, cut, rounded. A sentence says what
is *seen*, which is true whatever the cause.
"""

from cnnlib.exercises._extent import cut, depth_off, sizes_off, where_wrong
from cnnlib.exercises._values import equal, flat, is_number, shape


def leaves(change):
    """A transformation of every number."""

    def changed(y):
        return [changed(item) for item in y] if isinstance(y, list) else change(y)

    return changed


def rows(change):
    """A transformation of every row of a table."""
    return lambda y: [change(row) for row in y] if depth_of(y) == 2 else None


def table(change):
    return lambda y: change(y) if depth_of(y) == 2 else None


def line(change):
    return lambda y: change(y) if depth_of(y) == 1 else None


def depth_of(y):
    sizes = shape(y)
    return 9 if sizes is None else len(sizes)


def running(y):
    total, sums = 0, []
    for x in y:
        total += x
        sums.append(total)
    return sums


def running_on(y):
    sums = iter(running(flat(y)))
    return [[next(sums) for _ in row] for row in y]


def transposed(y):
    return [list(column) for column in zip(*y, strict=True)]


def nested(y):
    return [nested(item) for item in y] if isinstance(y, list) else [y]


def whole(x):
    return int(x // 1)


FRACTIONS = "Your numbers are whole: the fractions got lost, in `//`, `int` or `round`."
TURNED = "Your result is right, but turned by 180°: its last number stands first."
RUNNING = (
    "Each number of your result is the sum of all before it and its own: the running total is not "
    "set back to 0 in time."
)

# What the right result becomes, with the sentence for whoever shows it.
SEEN: tuple = (
    ("Every number of your result has the wrong sign.", leaves(lambda x: -x)),
    ("Your result has lost its signs: negative numbers came out positive.", leaves(abs)),
    ("Negative numbers became 0 in your result.", leaves(lambda x: max(x, 0))),
    ("Positive numbers became 0 in your result.", leaves(lambda x: min(x, 0))),
    (FRACTIONS, leaves(round)),
    (FRACTIONS, leaves(int)),
    (FRACTIONS, leaves(whole)),
    ("Your numbers are rounded. Give them back as they are.", leaves(lambda x: round(x, 1))),
    ("Your numbers are rounded. Give them back as they are.", leaves(lambda x: round(x, 2))),
    ("Your numbers are right, but they are texts: leave out `str`.", leaves(str)),
    ("Your result is one text. Return the numbers themselves.", str),
    ("You squared the result.", leaves(lambda x: x * x)),
    (
        "Every number of your result is 0: is what you compute ever stored?",
        lambda y: leaves(lambda _: 0)(y) if depth_of(y) else None,
    ),
    (
        "Your result is right, but transposed: its rows are its columns.",
        table(transposed),
    ),
    (TURNED, table(lambda y: [row[::-1] for row in y[::-1]])),
    ("Your result is right, but from back to front.", line(lambda y: y[::-1])),
    ("The rows of your result are right, but in reversed order.", table(lambda y: y[::-1])),
    ("Each row of your result is right, but from back to front.", rows(lambda row: row[::-1])),
    ("Your result is turned by 90°.", table(lambda y: transposed(y[::-1]))),
    ("Your result is turned by 90°.", table(lambda y: transposed(y)[::-1])),
    (
        "All your numbers are right, but they stand in one list: begin a new list for each row.",
        table(flat),
    ),
    (
        "Your numbers are right, but each stands in a list of its own: a pair of brackets too "
        "many.",
        nested,
    ),
    ("Your result is right, inside one list too many: a pair of brackets less.", lambda y: [y]),
    (RUNNING, line(running)),
    (RUNNING, table(running_on)),
    (RUNNING, rows(running)),
    (RUNNING, table(lambda y: transposed([running(row) for row in transposed(y)]))),
    (
        "Every number of your result is the first one: nothing moves on.",
        lambda y: leaves(lambda _: flat(y)[0])(y),
    ),
    (
        "Every number of your result is the last one, stored everywhere.",
        lambda y: leaves(lambda _: flat(y)[-1])(y),
    ),
    ("All rows of your result are the last one.", table(lambda y: [y[-1]] * len(y))),
    ("All rows of your result are the first one.", table(lambda y: [y[0]] * len(y))),
    (
        "Each row stands in your result once for each of its numbers: append it after the inner "
        "loop, not in it.",
        table(lambda y: [row for row in y for _ in row]),
    ),
    (
        "A row goes on growing in your result: begin a new one for each row.",
        table(lambda y: [flat(y[: i + 1]) for i in range(len(y))]),
    ),
    (
        "A row stands in your result at every step of its growing: append it after the inner loop.",
        table(lambda y: [row[: j + 1] for row in y for j in range(len(row))]),
    ),
    (
        "Only the first number came back: does the `return` stand inside a loop?",
        lambda y: flat(y)[0],
    ),
    ("Only the last number came back.", lambda y: flat(y)[-1]),
    (
        "You returned the sum of all the numbers that belong into the result.",
        lambda y: sum(flat(y)),
    ),
    ("You returned the largest of the numbers instead of all.", lambda y: max(flat(y))),
    ("Only the last row came back.", table(lambda y: y[-1])),
    (
        "Only the first row came back: does the `return` stand inside the loop over rows?",
        table(lambda y: y[0]),
    ),
    ("Your numbers are right, but sorted.", line(sorted)),
    ("Your numbers are right, but sorted from large to small.", line(lambda y: sorted(y)[::-1])),
    (
        "Your numbers stand one place too late, with a 0 in front, and the last is lost.",
        line(lambda y: [0, *y[:-1]]),
    ),
    (
        "Your numbers stand one place too early, with a 0 at the end, and the first is lost.",
        line(lambda y: [*y[1:], 0]),
    ),
    (
        "Your numbers are moved on by one place, the last one to the front.",
        line(lambda y: y[-1:] + y[:-1]),
    ),
    (
        "Your numbers are moved back by one place, the first one to the end.",
        line(lambda y: y[1:] + y[:1]),
    ),
    ("Your result is right up to the last number, which is 0.", line(lambda y: [*y[:-1], 0])),
    ("Your result is an empty list: is anything ever put into it?", lambda _: []),
)


def seen(values, wanted, inputs, names, tolerance):
    """What is seen in wrong results, compared with the right ones; "" if nothing known is.

    All arguments are lists with an entry a case; `inputs` hold one value for each of the `names`.
    """
    leaves_of = flat(values)
    if len(leaves_of) > 5000 or any(is_number(x) and abs(x) > 1e300 for x in leaves_of):
        return ""  # too much to look through, or whole numbers that no float can hold
    for sentence, change in SEEN:
        if all(_becomes(change, *pair, tolerance) for pair in zip(values, wanted, strict=True)):
            return sentence
    for i, name in enumerate(names):
        given = [case[i] for case in inputs]
        if equal(values, given, tolerance):
            return f"You returned `{name}` as it came in."
        sizes = [len(flat(value)) for value in given]
        triples = zip(sizes, values, wanted, strict=True)
        if sizes != [1] * len(sizes) and all(
            _becomes(leaves(lambda x, n=n: x / n), value, y, tolerance) for n, value, y in triples
        ):
            return (
                f"You divided by the number of entries of `{name}`: that is a mean. A sum of "
                "products is not divided."
            )
    for look in (_unfinished, _scaled, cut, depth_off, sizes_off, where_wrong):
        if sentence := look(values, wanted, tolerance):
            one_number = depth_of(wanted[0]) == 0
            return sentence.replace("Every number of your", "Your") if one_number else sentence
    return ""


def _unfinished(values, wanted, tolerance):
    """Right from the beginning up to some place, and 0 from there on."""
    for value, y in zip(values, wanted, strict=True):
        mine, right = flat(value), flat(y)
        while mine and mine[-1] == 0:
            mine.pop()
        if shape(value) != shape(y) or not mine or not equal(mine, right[: len(mine)], tolerance):
            return ""
    return "Your result is right at its beginning, and then 0: does the `return` stand in a loop?"


def _becomes(change, value, right, tolerance):
    try:
        made = change(right)
    except (TypeError, ValueError, IndexError, OverflowError):
        return False
    if isinstance(made, str):
        return isinstance(value, str) and value.replace(" ", "") == made.replace(" ", "")
    return made is not None and equal(value, made, tolerance)


def _scaled(values, wanted, tolerance):
    """All numbers too large by one factor, or by one difference."""
    if [shape(value) for value in values] != [shape(y) for y in wanted]:
        return ""
    pairs = list(zip(flat(values), flat(wanted), strict=True))
    if len({y for _, y in pairs}) < 3 or not all(is_number(x) and is_number(y) for x, y in pairs):
        return ""
    factor = next(x / y for x, y in pairs if y)
    if all(abs(x - factor * y) <= tolerance * max(1, abs(x)) for x, y in pairs):
        larger = "is {:.6g} times what it should be."
        return f"Every number of your result {larger.format(factor)}".replace("-", "−")
    added = pairs[0][0] - pairs[0][1]
    if all(abs(x - y - added) <= tolerance * max(1, abs(x)) for x, y in pairs):
        return (
            f"Every number of your result is too {'large' if added > 0 else 'small'} by "
            f"{abs(added):.6g}."
        )
    return ""
