"""What an answer returned, as the judge sees it: made plain, compared, and put into words.

Like the judge it imports nothing, for its text runs in the book's page too. Nothing that comes out
of a student's code is trusted: not its type, its size, its equality or its text. `plain` turns it
into lists, numbers, texts, truth values and None, and whatever else it may be into an `Odd`.
"""

DEEPEST, LARGEST = 8, 100_000


class Odd:
    """A value that no exercise asks for: `words` say what it is, `advice` what to do about it."""

    def __init__(self, words, advice=""):
        self.words, self.advice = words, advice


def plain(value, depth=0, room=None):
    """Nested lists of numbers, texts, truth values and None; an `Odd` in place of anything else.

    Tuples and arrays become lists, and numbers of any kind those of Python.

    >>> plain(((1, 2.5), [True, None]))
    [[1, 2.5], [True, None]]
    >>> plain(x for x in [1, 2]).words
    'a generator'
    """
    if room is None:
        room = [LARGEST]
        whole = plain(value, depth, room)
        return whole if room[0] > 0 else Odd("more than 100,000 numbers")
    room[0] -= 1
    if room[0] < 0:
        return None
    try:
        sort = type(value)
        if value is None or value is ... or sort in (bool, int, float, str):
            return value
        if hasattr(sort, "tolist"):
            return plain(value.tolist(), depth, room)
        if issubclass(sort, (list, tuple)):
            if depth >= DEEPEST:
                return Odd("lists within lists without an end")
            base = list if issubclass(sort, list) else tuple
            return [plain(item, depth + 1, room) for item in base.__iter__(value)]
        if issubclass(sort, int):
            return int(value)
        if issubclass(sort, str):
            return str.__str__(value)
        if hasattr(sort, "__float__"):
            return float(value)
        return _odd(sort)
    except BaseException:
        return Odd("a value that breaks when it is looked at")


def _odd(sort):
    name = sort.__name__
    name = name[:40] if type(name) is str else "unknown"
    words = f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"
    if name in ("function", "method", "builtin_function_or_method"):
        return Odd("a function", "Is a pair of parentheses missing where it is called?")
    if name in ("set", "frozenset"):
        return Odd(words, "It has no order, and holds nothing twice: write a list, `[…]`.")
    if name.startswith("dict_") or name in ("dict", "defaultdict", "OrderedDict", "Counter"):
        words = "a dict" if name[:5] != "dict_" else "a view of a dict"
        return Odd(words, "What it holds, in its order, is the list `list(….values())`.")
    if name == "generator":
        yields = "A `yield`, or `(… for …)`, gives out one by one. Make a list of it: `list(…)`."
        return Odd(words, yields)
    if name in ("map", "filter", "zip", "range", "enumerate", "reversed"):
        return Odd(words, "Make a list of it: `list(…)`.")
    if name in ("list_iterator", "range_iterator", "list_reverseiterator"):
        return Odd("an iterator", "Make a list of it: `list(…)`.")
    if name == "complex":
        return Odd("a complex number")
    return Odd(words if name == "module" else f"a value of type {name}")


def copy(value):
    """A copy that shares no list with `value`."""
    if isinstance(value, list):
        return [copy(item) for item in value]
    return tuple(copy(item) for item in value) if isinstance(value, tuple) else value


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def shape(value):
    """The sizes of nested lists; None if they are irregular: an entry of another shape."""
    if not isinstance(value, list):
        return []
    shapes = [shape(item) for item in value]
    if any(other is None or other != shapes[0] for other in shapes):
        return None
    return [len(value)] + (shapes[0] if shapes else [])


def flat(value):
    return [leaf for item in value for leaf in flat(item)] if isinstance(value, list) else [value]


def places(sizes):
    """Every index of nested lists of these sizes, in reading order."""
    if not sizes:
        return [[]]
    return [[i, *place] for i in range(sizes[0]) for place in places(sizes[1:])]


def close(a, b, tolerance):
    """Whether two leaves agree: numbers nearly, everything else exactly. 0 and 1 are truths too."""
    if isinstance(a, str) or isinstance(b, str) or a is None or b is None:
        return type(a) is type(b) and a == b
    if isinstance(a, Odd) and isinstance(b, Odd):
        return a.words == b.words
    if not (isinstance(a, (int, float)) and isinstance(b, (int, float))):
        return a is b
    if a == b or (a != a and b != b):
        return True
    try:
        return abs(a) != INFINITE != abs(b) and abs(a - b) <= tolerance * max(1, abs(b))
    except OverflowError:  # a whole number of more than 308 digits
        return False


INFINITE = float("inf")


def equal(a, b, tolerance=0):
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(equal(*pair, tolerance) for pair in zip(a, b, strict=True))
    return not isinstance(a, list) and not isinstance(b, list) and close(a, b, tolerance)


def difference(value, expected, tolerance, place=()):
    """The first place at which `value` is not as expected; None if there is none."""
    if not isinstance(value, list) or not isinstance(expected, list):
        return None if equal(value, expected, tolerance) else place
    if len(value) != len(expected):
        return place
    for i in range(len(value)):
        found = difference(value[i], expected[i], tolerance, (*place, i))
        if found is not None:
            return found
    return None


def mark(value):
    """A short mark by which a result is known again: its shape or outline, and two weighted sums.

    Results with the same mark are the same, up to rounding: no two lists that a mistake could make
    share both sums.
    """
    sizes, leaves = shape(value), flat(value)
    if sizes is None:
        sizes = [outline(value)]
    try:
        if all(is_number(leaf) for leaf in leaves):
            weighted = [x * ((i + 1) ** 2 * 0.6180339887 % 1 + 0.5) for i, x in enumerate(leaves)]
            sums = [float(sum(weighted)), float(sum(abs(x) for x in weighted))]
            if sums[1] < INFINITE:
                return [sizes, *sums]
    except OverflowError:
        pass
    return ["text", written("", value)[:200]]


def outline(value):
    """How irregular lists lie in each other, as text.

    >>> outline([[1, 2], [3], 4])
    '((2)(1).)'
    """
    if not isinstance(value, list):
        return "."
    if value and not any(isinstance(item, list) for item in value):
        return f"({len(value)})"
    return f"({''.join(outline(item) for item in value)})"


def same_mark(a, b):
    if len(a) != len(b) or isinstance(a[0], str) or isinstance(b[0], str):
        return a == b
    room = 1e-7 * max(1, a[2], b[2])
    return a[0] == b[0] and abs(a[1] - b[1]) <= room and abs(a[2] - b[2]) <= room


# ---- words ---------------------------------------------------------------------------------------


def number(value, beside=None):
    """A leaf as the book writes it: a true minus sign, and no more digits than are needed.

    >>> number(0.1 + 0.2), number(-1.0000001, -1), number("−")
    ('0.3', '−1.0000001', '"−"')
    """
    text = _digits(value, "6g")
    if beside is not None and not equal(value, beside) and text == _digits(beside, "6g"):
        text = _digits(value, "12g")
        text = repr(value) if text == _digits(beside, "12g") else text
    return text if isinstance(value, str) else text.replace("-", "−")


def _digits(value, form):
    if isinstance(value, Odd):
        return value.words
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else f'"{value[:60]}…"'
    if value is ...:
        return "`...`"
    if isinstance(value, float):
        return f"{value:.{form}}"
    if is_number(value) and abs(value) >= 10**30:
        return f"{'-' if value < 0 else ''}10**30 or more"
    return str(value)


def kind(value):
    """What sort of thing a plain value is, with its article."""
    if isinstance(value, Odd):
        return value.words
    if value is None or value is ... or isinstance(value, bool):
        return number(value)
    if isinstance(value, str):
        return "a text"
    if not isinstance(value, list):
        return "one number"
    if not value:
        return "an empty list"
    depth = 1
    while value and isinstance(value[0], list):
        value, depth = value[0], depth + 1
    if depth > 1:
        return "a list" + " of lists" * (depth - 1)
    holds = {kind(item) for item in value}
    if holds == {"a text"}:
        return "a list of texts"
    return "a list of numbers" if holds == {"one number"} else "a list"


def misfit(value):
    """What is wrong with nested lists that are irregular, as the end of a sentence."""
    if not isinstance(value, list):
        return ""
    for item in value:
        if said := misfit(item):
            return said
    first = shape(value[0]) if value else None
    for item in value:
        other = shape(item)
        if other != first:
            if first and len(other) == len(first):
                sizes = next(pair for pair in zip(first, other, strict=True) if pair[0] != pair[1])
                return f"has rows of different lengths: {sizes[0]} and {sizes[1]}."
            return "mixes numbers and lists." if not first or not other else "mixes depths."
    return ""


def sized(sizes, verb="has"):
    return f"{verb} length {sizes[0]}" if len(sizes) == 1 else f"{verb} shape {times(sizes)}"


def times(sizes):
    return "×".join(str(size) for size in sizes)


def described(name, value):
    """An input in a sentence: its size, or itself if it is short."""
    if isinstance(value, tuple):
        return f"`{name}` = {written('', value).strip().replace('-', '−')}"
    if not isinstance(value, list):
        return f"`{name}` = {number(value)}"
    sizes = shape(value)
    if sizes is None or len(sizes) == 1:
        return f"`{name}` of length {len(value)}"
    return f"`{name}` {times(sizes)}"


def listed(items, last="and"):
    return f" {last} ".join([", ".join(items[:-1]), items[-1]] if items[1:] else items)


def entry(name, place):
    """The words for one place of a result, on all its axes."""
    if not place:
        return name
    spot = f"entry {place[0]}" if len(place) == 1 else f"row {place[0]}, column {place[-1]}"
    if len(place) > 2:
        spot = f"entry [{', '.join(str(index) for index in place)}]"
    return spot if name == "the result" else f"{spot} of {name}"


def written(start, value, end=""):
    """`start`, then nested lists in Python's notation, one row a line, aligned."""
    if isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple)) for item in value):
        rows = [written("", item).strip() for item in value]
        inner = f",\n{' ' * (len(start) + 1)}".join(rows)
    elif isinstance(value, (list, tuple)):
        inner = ", ".join(written("", item).strip() for item in value)
    elif isinstance(value, Odd):
        return f"{start}{value.words}{end}\n"
    elif value is ...:
        return f"{start}...{end}\n"
    elif isinstance(value, float):
        return f"{start}{value:.12g}{end}\n"
    elif is_number(value) and abs(value) >= 10**30:
        return f"{start}{_digits(value, '')}{end}\n"
    else:
        return f"{start}{value!r}{end}\n"
    if isinstance(value, tuple):
        return f"{start}({inner}{',' if len(value) == 1 else ''}){end}\n"
    return f"{start}[{inner}]{end}\n"
