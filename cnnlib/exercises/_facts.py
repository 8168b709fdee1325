"""What is certain about a failed run, whatever it returned: the same for every exercise.

Like the judge it imports nothing, for its text runs in the book's page too.
"""

from cnnlib.exercises._values import flat

STUB = "A `...` is in it: the stub of another function, copied in, still has to be filled."
KEPT = (
    "Called twice with the same input, your function gives two different results: something is "
    "kept from one call to the next. Make it new inside the function (not above it, and not as a "
    "default such as `result=[]`)."
)
CHANCE = "Your code draws numbers by chance. Here the inputs alone decide what comes out."
DRAWN = ("import random", "from random", "random.", "rng.")
ONE_LIST = (
    "All rows of your result are one and the same list. `[[0] * w] * h` repeats a list, it does "
    "not copy it, and a list begun above the loop is one list too: begin a new row for each."
)
ONE_ARRAY = (
    "All parts of your result are one and the same array: what is written into one shows in all. "
    "Make a copy for each, `array.copy()`."
)
PRINTED = "You print the result. Write `return` where `print` stands, without the parentheses."
NONE_FROM = "changes the list itself and gives back None: write it on a line of its own."
CHANGERS = (".append(", ".reverse(", ".sort(", ".extend(", ".insert(")
HOLDS_NONE = (
    "None stands in your result. It is no number, not even 0: did you put it there, or does a "
    "function that you call lack its `return`?"
)


def fact(values, flags, source):
    """What is certain about a failed run, whatever it returned; "" if nothing is.

    `values` are the results that came back; `flags` holds "kept", "one list", "one array" and
    "printed" where they are true of the run.
    """
    if any(leaf is ... for value in values for leaf in flat(value)):
        return STUB
    if any(isinstance(value, list) and None in flat(value) for value in values):
        return HOLDS_NONE
    if any(drawn in line.split("#")[0] for line in source.split("\n") for drawn in DRAWN):
        return CHANCE
    if "kept" in flags:
        return KEPT
    if "one list" in flags:
        return ONE_LIST
    if "one array" in flags:
        return ONE_ARRAY
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
