"""What helps with an exception, whatever the exercise.

Like the judge it imports nothing, for its text runs in the book's page too. An exception is known
by its words, and where these are not enough by words of the line that it comes from.
"""

from cnnlib.exercises._array_errors import of_array
from cnnlib.exercises._facts import STUB, none_from
from cnnlib.exercises._type_errors import TYPE_ERRORS

# The type, words of the message, words of the line, and the help. The first that fits is said.
ERRORS = (
    ("", "ellipsis", "", STUB),
    (
        "",
        "",
        "raise ",
        "You raise this exception yourself. The exercise says what your function returns instead.",
    ),
    *TYPE_ERRORS,
    (
        "IndexError",
        "list assignment index",
        "",
        "You assign to a place that the list does not have. Does an index go too far? Or was the "
        "list begun as `[]`: then it is empty, so `append` to it, or begin with as many zeros as "
        "it will have entries.",
    ),
    (
        "IndexError",
        "pop from empty",
        "",
        "You take from a list that is already empty.",
    ),
    (
        "ValueError",
        "not in list",
        "",
        "`index` and `remove` look for a value that the list does not hold.",
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
    (
        "StopIteration",
        "",
        "",
        "`next` asks for more than there is: what `iter` gives runs out. Begin it anew wherever "
        "the numbers begin anew.",
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
    ("IndexError", "string index", "", "A text is indexed here, not a list of texts."),
)


def of_error(sort, text, line, source, functions):
    """The help with an exception of type `sort` that says `text` and comes from `line`.

    `functions` are the names that other exercises of the chapter ask for.
    """
    if sort in ("TypeError", "AttributeError") and "'NoneType'" in text:
        said = none_from(source, "")
        return said or "A value is None here: does a function without a `return` stand behind it?"
    for name in functions:
        if sort == "NameError" and f"'{name}'" in text:
            return f"Copy your `{name}` in, above this function: each editor runs alone."
    if "raise " not in line and (said := of_array(text)):
        return said
    for error, words, of_line, sentence in ERRORS:
        if error in ("", sort) and words in text and of_line in line:
            return sentence
    return ""
