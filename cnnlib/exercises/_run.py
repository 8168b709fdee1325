"""One call of a student's function, and what came of it.

Like the judge it imports nothing, for its text runs in the book's page too.
"""

from cnnlib.exercises._traces import OUTSIDE_OF_MATH, name_of, own_lines, text_of
from cnnlib.exercises._values import copy, equal, plain


class Run:
    """One call of the answer: its result made plain, or its exception in words."""

    def __init__(self, answer, inputs, line_of=None, make=None):
        self.before = [plain(value) for value in inputs]
        self.given = [copy(value) for value in inputs]
        if make:
            self.given = [make(value) for value in self.given]
        self.value, self.error, self.lines, self.is_stub = None, None, [], False
        self.rows = ""  # "one list" or "one array", if all rows are one and the same; else "lists"
        try:
            result = answer(*self.given)
            self.value = plain(result)
            self.is_stub = result is ...
            if type(result) is list and len(result) > 1 and nests(result[0]):
                same = "one list" if type(result[0]) is list else "one array"
                self.rows = same if all(row is result[0] for row in result) else "lists"
        except MemoryError:
            raise  # told by whoever set the limit
        except BaseException as error:
            self.is_stub = type(error) is NotImplementedError
            self.error = error
            self.lines = own_lines(error, line_of)

    @property
    def too_large(self):
        """Whether the call stopped at a number that became too large, or too small to divide by."""
        return name_of(self.error) in ("OverflowError", "ZeroDivisionError") or (
            text_of(self.error) == OUTSIDE_OF_MATH
        )

    def changed(self, names):
        """The parameters whose values the call has changed."""
        pairs = zip(names, self.given, self.before, strict=True)
        return [name for name, now, before in pairs if not equal(plain(now), before)]

    def like(self, other, tolerance):
        if self.error or other.error:
            return name_of(self.error) == name_of(other.error)
        return equal(self.value, other.value, tolerance)


def nests(value):
    """Whether something is a list, or an array, that can be written into."""
    sort = type(value)
    return sort is list or (hasattr(sort, "tolist") and hasattr(sort, "__setitem__"))
