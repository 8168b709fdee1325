"""Mistakes that any exercise can meet, first part: what is certain about a run, and exceptions.

Like the judge it imports nothing, for its text runs in the book's page too. An exception is known
by its words, and where these are not enough by words of the line that it comes from.
"""

from cnnlib.exercises._values import flat

# ---- facts about the run -------------------------------------------------------------------------

STUB = "A `...` is in it: the stub of another function, copied in, still has to be filled."
KEPT = (
    "Called twice with the same input, your function gives two different results: something is "
    "kept from one call to the next. Make it new inside the function (not above it, and not as a "
    "default such as `result=[]`)."
)
ONE_LIST = (
    "All rows of your result are one and the same list. `[[0] * w] * h` repeats a list, it does "
    "not copy it, and a list begun above the loop is one list too: begin a new row for each."
)
PRINTED = "You print the result. Write `return` where `print` stands, without the parentheses."
NONE_FROM = "changes the list itself and gives back None: write it on a line of its own."
CHANGERS = (".append(", ".reverse(", ".sort(", ".extend(", ".insert(")


HOLDS_NONE = "None stands in your result: does a function that you call lack its `return`?"


def fact(values, flags, source):
    """What is certain about a failed run, whatever it returned; "" if nothing is.

    `values` are the results that came back; `flags` holds "kept", "one list" and "printed" where
    they are true of the run.
    """
    if any(leaf is ... for value in values for leaf in flat(value)):
        return STUB
    if any(isinstance(value, list) and None in flat(value) for value in values):
        return HOLDS_NONE
    if "kept" in flags:
        return KEPT
    if "one list" in flags:
        return ONE_LIST
    if values and all(value is None for value in values):
        if said := none_from(source, "return "):
            return said
        if "printed" in flags:
            return PRINTED
    return ""


def none_from(source, start):
    """The sentence about a None that `.append` or its like gave; `start` begins the statement."""
    for line in source.split("\n"):
        code = line.split("#")[0].strip()
        for changer in CHANGERS:
            head, found, _ = code.partition(changer)
            assigns = "=" in head and "(" not in head.split("=")[0]
            if found and (code.startswith("return ") if start else assigns):
                return f"`{changer.strip('(')}` {NONE_FROM}"
    return ""


# ---- exceptions ----------------------------------------------------------------------------------

# The type, words of the message, words of the line, and the help. The first that fits is said.
ERRORS = (
    ("", "ellipsis", "", STUB),
    (
        "",
        "",
        "raise ",
        "You raise this exception yourself. The exercise says what your function returns instead.",
    ),
    (
        "IndexError",
        "list assignment index",
        "",
        "You assign to a place that the list does not have (yet): a list begun as `[]` is empty. "
        "`append` to it, or begin with as many zeros as it will have entries.",
    ),
    (
        "IndexError",
        "pop from empty",
        "",
        "You take from a list that is already empty.",
    ),
    (
        "TypeError",
        "not tuple",
        "::-1",
        "A slice with a comma, as in `kernel[::-1, ::-1]`, is NumPy's. With lists of rows take the "
        "rows first, then each row: `[row[::-1] for row in kernel[::-1]]`.",
    ),
    (
        "TypeError",
        "not tuple",
        "",
        "An index with a comma is NumPy's. These are lists of rows: write `image[i][j]`, and for a "
        "part of a table `[row[a:b] for row in image[c:d]]`.",
    ),
    (
        "TypeError",
        "indices must be integers or slices, not float",
        "",
        "A place in a list is a whole number. (`/` makes a fraction even of 4 / 2: use `//`. And "
        "`for x in kernel` gives the numbers, not their places.)",
    ),
    (
        "TypeError",
        "indices must be integers or slices, not list",
        "",
        "You index with a list: `for row in image` goes through the rows themselves. Their places "
        "are `for i in range(len(image))`.",
    ),
    (
        "TypeError",
        "can't multiply sequence by non-int",
        "",
        "A list cannot be multiplied by a list or by a fraction. Multiply number by number, in a "
        "loop.",
    ),
    (
        "TypeError",
        "for +: 'int' and 'list'",
        "",
        "A number and a list cannot be added: one index is missing, or `sum` runs over rows.",
    ),
    (
        "TypeError",
        "for +=: 'int' and 'list'",
        "",
        "A number and a list cannot be added: one index is missing.",
    ),
    (
        "TypeError",
        "can only concatenate list",
        "",
        "A list and a number cannot be added. To put a number behind a list: `append`.",
    ),
    (
        "TypeError",
        "for -: 'list'",
        "",
        "Lists cannot be subtracted as a whole: subtract number by number, in a loop.",
    ),
    (
        "TypeError",
        "for /: 'list'",
        "",
        "Lists cannot be divided as a whole: divide number by number, in a loop.",
    ),
    (
        "TypeError",
        "'list' object cannot be interpreted as an integer",
        "range(",
        "`range` takes a number: `range(len(…))`.",
    ),
    (
        "TypeError",
        "'list' object cannot be interpreted as an integer",
        "",
        "A whole list stands where a number is needed.",
    ),
    (
        "TypeError",
        "'float' object cannot be interpreted as an integer",
        "",
        "`range` and `[0] * n` take whole numbers. `/` makes a fraction even of 4 / 2: use `//`.",
    ),
    (
        "TypeError",
        "object is not subscriptable",
        "",
        "What you index here is not a list: one index too many, or the entry itself (from `for x "
        "in …`) where its place is meant.",
    ),
    (
        "TypeError",
        "does not support item assignment",
        "",
        "You assign into something that is not a list: one index too many?",
    ),
    (
        "TypeError",
        "object is not iterable",
        "",
        "This loop, `sum` or `max` runs over a single number. A loop over places needs `range(…)`.",
    ),
    (
        "TypeError",
        "object of type 'int' has no len",
        "",
        "You take `len` of a number: it is an entry, not a row or a list.",
    ),
    (
        "TypeError",
        "has no len()",
        "",
        "`len` needs a list. Make one of what `reversed`, `map`, `zip` or a `(… for …)` gives: "
        "`list(…)`.",
    ),
    (
        "TypeError",
        "and 'str'",
        "",
        "A number meets a text here. Are there quotes or a `str` too many?",
    ),
    (
        "TypeError",
        "Cannot cast",
        "",
        "An array of whole numbers cannot take fractions: begin with `np.zeros(shape)`.",
    ),
    (
        "ValueError",
        "broadcast",
        "",
        "Two arrays of different shapes meet on this line.",
    ),
    (
        "TypeError",
        "object is not callable",
        "",
        "Parentheses call a function. A list is indexed with brackets, `image[i]`, and a product "
        "needs its `*`. (Or did you give a variable the name of a function, such as `sum`?)",
    ),
    (
        "TypeError",
        "positional argument",
        "",
        "A function is called here with another number of inputs than it has parameters.",
    ),
    (
        "AttributeError",
        "'list' object has no attribute",
        ".shape",
        "Lists have no `.shape`, that is NumPy's: `len(image)` rows, `len(image[0])` columns.",
    ),
    (
        "AttributeError",
        "'list' object has no attribute",
        "",
        "That belongs to NumPy's arrays, or to another language. These are plain lists.",
    ),
    (
        "AttributeError",
        "object has no attribute 'append'",
        "",
        "Only a list has `append`. Did you begin with `0` instead of `[]`, or take one index too "
        "many?",
    ),
    (
        "NameError",
        "'np'",
        "",
        "NumPy is not at hand: this exercise is made of plain lists, loops and sums.",
    ),
    (
        "NameError",
        "'math'",
        "",
        "Fetch the module first: `import math`, above this line.",
    ),
    (
        "NameError",
        "'exp'",
        "",
        "`exp` has to be fetched first: `from math import exp`, above this line.",
    ),
    (
        "NameError",
        "'log'",
        "",
        "`log` has to be fetched first: `from math import log`, above this line.",
    ),
    (
        "NameError",
        "'ln'",
        "",
        "In Python the natural logarithm is called `log`: `from math import log`.",
    ),
    (
        "OverflowError",
        "",
        "",
        "A number on this line is too large for the computer: it holds up to about 10³⁰⁸, and "
        "already `exp(710)` is larger.",
    ),
    (
        "ValueError",
        "math domain",
        "",
        "`log` takes only numbers above 0, and `sqrt` none below 0.",
    ),
    (
        "TypeError",
        "must be real number, not list",
        "",
        "A function of `math` takes one number, not a list: call it for each number, in a loop.",
    ),
    (
        "TypeError",
        "bad operand type for unary -",
        "",
        "A list has no sign: put the minus before each number, in a loop.",
    ),
    (
        "UnboundLocalError",
        "",
        "",
        "This name is used before it has a value. Give it one, such as `total = 0`, before the "
        "loop.",
    ),
    (
        "NameError",
        "",
        "",
        "Nobody has given this name a value. Is it spelled as above, and set before it is used?",
    ),
    ("ValueError", "empty", "", "The list that you look through has no entries."),
    (
        "ValueError",
        "unpack",
        "",
        "The number of names on the left is not the number of values on the right.",
    ),
    ("KeyError", "", "", "A dictionary has no such key. These inputs are lists."),
    (
        "IndexError",
        "list index out of range",
        "",
        "An index on this line is too large: a list of n entries has the places 0 to n − 1.",
    ),
    (
        "IndexError",
        "out of bounds",
        "",
        "An index on this line is too large: an axis of n entries has the places 0 to n − 1.",
    ),
)


def of_error(sort, text, line, source, functions):
    """The help with an exception of type `sort` that says `text` and comes from `line`.

    `functions` are the names that other exercises of the chapter ask for.
    """
    if sort == "TypeError" and "'NoneType'" in text:
        said = none_from(source, "")
        return said or "A value is None here: does a function without a `return` stand behind it?"
    for name in functions:
        if sort == "NameError" and f"'{name}'" in text:
            return f"Copy your `{name}` in, above this function: each editor runs alone."
    for error, words, of_line, sentence in ERRORS:
        if error in ("", sort) and words in text and of_line in line:
            return sentence
    return ""


def subscripts(line, parameters):
    """What a line indexes, and how, with the names of its variables left out.

    >>> subscripts("total += image[i + u][j+v] * kernel[u][v]", ["image", "kernel"])
    ['image[_+_][_+_]', 'kernel[_][_]']
    >>> subscripts("out[i] = image[0]", ["image", "kernel"])
    ['_[_]', 'image[0]']
    """
    found, end = [], 0
    for start in range(len(line)):
        before = line[start - 1 : start]
        if start < end or line[start] != "[" or not (before.isalnum() or before == "_"):
            continue
        first = end = start
        while first and (line[first - 1].isalnum() or line[first - 1] in "_."):
            first -= 1
        depth = 0
        while end < len(line) and (depth or line[end] == "["):
            depth += (line[end] == "[") - (line[end] == "]")
            end += 1
        name = line[first:start]
        found.append((name if name in parameters else "_") + _anonymous(line[start:end]))
    return found


def _anonymous(text):
    short, inside = "", False
    for letter in text:
        in_name = letter == "_" or letter.isalpha() or (inside and letter.isdigit())
        if in_name and not inside:
            short += "_"
        elif not in_name and letter != " ":
            short += letter
        inside = in_name
    return short
