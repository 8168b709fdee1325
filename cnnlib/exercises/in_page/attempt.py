"""Runs a student's code in the page: the part of the worker that is Python.

The build joins its text to that of `_judge.py` and leaves the imports out. `worker.js` calls
`attempt` with the code and with the exercise as a Python literal.
"""

from cnnlib.exercises._judge import TOO_LARGE, judge, missing, not_attempted, unreadable
from cnnlib.exercises.in_page.reading import reread

FILE = "<string>"  # what `exec` calls a text
IMPORTABLE = ("math",)
LONGEST_OUTPUT = 4000
FULL = "the stack of the browser is full"  # says `worker.js`, of a RecursionError below the limit
SHALLOW = (
    "Or it ends, but deeper than this page can go: in a notebook more calls fit in one another."
)


class Printed:
    """What the student's code prints, up to `LONGEST_OUTPUT` characters.

    Each piece goes to `send` at once: code that never ends, or that is stopped, has told it.
    """

    def __init__(self, send=None):
        self.text, self.send, self.room = "", send, LONGEST_OUTPUT

    def write(self, text):
        if text and self.room >= 0:
            piece = text[: self.room]
            self.room -= len(text)
            if self.room < 0:
                piece += "\n… (the rest is not shown)\n"
            self.text += piece
            if self.send:
                self.send(piece)

    def flush(self):
        pass


def refuse_open(*_args, **_options):
    raise OSError("there are no files in this page")


def refuse_input(*_args):
    raise OSError("nobody can type while your code runs: write the value into the code")


def leave(*_args):
    raise SystemExit("the code ends by itself after its last line")


def attempt(code, exercise, printed, call):
    """Run `code`, judge the function it defines, and return the verdict with what was printed.

    `call(function, *inputs)` is how the student's function is called: Brython loses count of its
    own frames when a recursion runs out of stack, and `call` sets them right again.
    """
    exercise = eval(exercise, {"nan": float("nan"), "inf": float("inf")})
    if exercise["verify"]:
        rule = {"verify": None}
        exec(exercise["verify"], rule)
        exercise["verify"] = rule["verify"]
    lines = code.split("\n")

    def line_of(file, line):
        return lines[line - 1] if file == FILE and 0 < line <= len(lines) else None

    shallow = []

    def run(function, *inputs):
        try:
            return call(function, *inputs)
        except RecursionError as error:
            if str(error) == FULL:
                shallow.append(f" {SHALLOW}")
            raise

    names = {"__name__": "__main__", "open": refuse_open, "input": refuse_input}
    names["exit"] = names["quit"] = leave
    try:
        refused = reread(code)
        if refused:
            raise refused
        run(exec, code, names)
        if exercise["function"] not in names:
            said = missing(exercise["function"])
        else:
            answer = names[exercise["function"]]
            if callable(answer):
                said = judge(
                    exercise,
                    lambda *x: run(answer, *x),
                    line_of,
                    None,
                    IMPORTABLE,
                    code,
                    lambda: bool(printed.text),
                )
            else:
                said = judge(exercise, answer)
    except NotImplementedError:
        said = not_attempted()
    except SyntaxError as error:
        said = unreadable(reread(code, error) if error.lineno else error, line_of, IMPORTABLE)
    except MemoryError:
        said = dict(TOO_LARGE)
    except BaseException as error:
        said = unreadable(error, line_of, IMPORTABLE)
    said["sentence"] += "".join(shallow[:1])
    return [said["outcome"], said["label"], said["sentence"], said["detail"], printed.text]
