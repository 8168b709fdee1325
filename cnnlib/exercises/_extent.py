"""How far a wrong result is right: which part of it, and in which direction its size is off.

Like the judge it imports nothing, for its text runs in the book's page too.
"""

from cnnlib.exercises._values import equal, flat, is_number, listed, places, shape

# What the axes of a result are called, by how many there are.
AXIS_WORDS = (
    (),
    ("number",),
    ("row", "column"),
    ("table", "row of each table", "column of each table"),
)


def cut(values, wanted, tolerance):
    """A part of the right result, or the right result and more around it."""
    missing = [_margins(value, y, tolerance) for value, y in zip(values, wanted, strict=True)]
    if all(margins is not None for margins in missing) and any(map(any, missing)):
        what, verb = _sides(next(m for m in missing if any(m)))
        return f"Your numbers are right as far as they go: {what} {verb} missing."
    extra = [_margins(y, value, tolerance) for value, y in zip(values, wanted, strict=True)]
    if all(margins is not None for margins in extra) and any(map(any, extra)):
        what, verb = _sides(next(m for m in extra if any(m)))
        verb = "does" if verb == "is" else "do"
        return f"The right numbers are in your result, but {what} {verb} not belong to it."
    return ""


def sizes_off(values, wanted, _tolerance):
    """Height and width exchanged, or one too few or too many along some axes, in every case."""
    pairs = [(shape(value), shape(y)) for value, y in zip(values, wanted, strict=True)]
    if any(not a or not b or len(a) != len(b) or not 2 <= len(b) <= 3 for a, b in pairs):
        return ""
    if len({len(b) for _, b in pairs}) > 1:
        return ""
    if any(a != b for a, b in pairs) and all(a == [*b[:-2], b[-1], b[-2]] for a, b in pairs):
        return (
            "Your result has as many rows as it should have columns, and as many columns as rows: "
            "the two are exchanged somewhere."
        )
    off = [{a[i] - b[i] for a, b in pairs} - {0} for i in range(len(pairs[0][1]))]
    all_off = {difference for each in off for difference in each}
    if all_off not in ({1}, {-1}):
        return ""
    words = AXIS_WORDS[len(off)]
    what = listed([f"one {words[i]}" for i, each in enumerate(off) if each])
    if all_off == {1}:
        return f"There is {what} too many: does a range go one too far there?"
    return f"There is {what} too few: does a range begin one too late there, or end one too soon?"


def depth_off(values, wanted, _tolerance):
    """Numbers where lists belong, or lists where numbers belong, in every case."""
    if all(isinstance(value, str) for value in values) and isinstance(wanted[0], list):
        return (
            "A text is no list, though it looks like one: `[…]`, with commas between its entries."
        )
    if all(isinstance(value, str) for value in values) and is_number(wanted[0]):
        return "A text is no number: leave out the quotes, and whatever else stands in it."
    pairs = [(shape(value), shape(y)) for value, y in zip(values, wanted, strict=True)]
    if any(a is None or b is None or 0 in a for a, b in pairs):
        return ""
    if not all(is_number(leaf) for value in values for leaf in flat(value)):
        return ""
    if all(len(a) > len(b) for a, b in pairs):
        if not pairs[0][1]:
            return "Yours are several numbers: do they still have to be added up, or picked from?"
        return "Lists stand where numbers belong: is an index or a sum missing, or a loop too many?"
    if all(len(a) < len(b) for a, b in pairs):
        return "Numbers stand where lists belong: is there a sum or an index too many?"
    return ""


def where_wrong(values, wanted, tolerance):
    """The one line of a result that is wrong, or the one that is right, the same in every case."""
    pairs = [pair for pair in zip(values, wanted, strict=True) if not equal(*pair, tolerance)]
    sizes = [shape(y) for _, y in pairs]
    if any(
        not size or len(size) > 3 or shape(value) != size
        for size, (value, _) in zip(sizes, pairs, strict=True)
    ):
        return ""
    if len({len(size) for size in sizes}) > 1:
        return ""
    for axis, word in enumerate(AXIS_WORDS[len(sizes[0])]):
        if min(size[axis] for size in sizes) < 2 or max(size[axis] for size in sizes) < 3:
            continue
        found = [_wrong_along(axis, *pair, tolerance) for pair in pairs]
        for place, name in ((0, "first"), (-1, "last")):
            only = [[i == place % len(each) for i in range(len(each))] for each in found]
            if found == only:
                return f"Your result is right up to its {name} {word}."
            if found == [[not wrong for wrong in each] for each in only]:
                return f"Only the {name} {word} of your result is right."
    return ""


def _wrong_along(axis, value, y, tolerance):
    """Whether each line of `value` across an axis is wrong."""
    wrong = [False] * shape(y)[axis]
    for place in places(shape(y)):
        mine, right = value, y
        for i in place:
            mine, right = mine[i], right[i]
        if not equal(mine, right, tolerance):
            wrong[place[axis]] = True
    return wrong


def _margins(part, y, tolerance):
    """What lies around `part` in `y`, before and after it on each axis; None if it is not in it."""
    sizes, all_sizes = shape(part), shape(y)
    if part == [] and y != []:
        return [0, 0]  # nothing is left: the other cases say where it is missing
    if not sizes or not all_sizes or len(sizes) != len(all_sizes) or len(sizes) > 3:
        return None
    if 0 in sizes or any(a > b for a, b in zip(sizes, all_sizes, strict=True)):
        return None
    rest = [b - a for a, b in zip(sizes, all_sizes, strict=True)]
    for begin in places([each + 1 for each in rest]):
        if equal(_block(y, begin, sizes), part, tolerance):
            ends = zip(begin, rest, strict=True)
            return [side for first, room in ends for side in (first, room - first)]
    return None


def _block(y, begin, sizes):
    """The part of nested lists with these sizes that begins there."""
    if not sizes:
        return y
    lines = y[begin[0] : begin[0] + sizes[0]]
    return [_block(row, begin[1:], sizes[1:]) for row in lines]


def _sides(margins):
    """The lines of these margins in words, and "is" or "are"."""
    words, sides = AXIS_WORDS[len(margins) // 2], []
    for i, count in enumerate(margins):
        if count:
            one, of_each, rest = words[i // 2].partition(" of ")
            what = one if count == 1 else f"{count} {one}s"
            sides.append(f"the {('first', 'last')[i % 2]} {what}{of_each}{rest}")
    return listed(sides), "is" if sum(margins) == 1 else "are"
