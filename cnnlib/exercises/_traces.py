"""An exception in a student's code: its name, its words, and the lines it comes from.

Like the judge it imports nothing, for its text runs in the book's page too.
"""


def name_of(error):
    return type(error).__name__ if error else ""


def text_of(error):
    """What an exception says, as far as it can say anything."""
    if type(error) is ZeroDivisionError:
        return "division by zero"  # every Python has words of its own, for each type
    try:
        text = str(error)
        text = text[:300] if type(text) is str else ""
    except BaseException:
        return ""
    if type(error) is OverflowError and text.startswith(("math range", "(34,")):
        return TOO_LARGE_FOR_MATH  # by `**` in the words of the operating system
    if type(error) is ValueError and text.startswith(("math domain", "expected a positive input")):
        return OUTSIDE_OF_MATH
    return text


TOO_LARGE_FOR_MATH, OUTSIDE_OF_MATH = "math range error", "math domain error"


def explain(error, importable=()):
    """An exception in one sentence; those that a Python in a browser words otherwise, in ours."""
    name, text = name_of(error), text_of(error)
    if name == "RecursionError" or "call stack" in text or "too much recursion" in text:
        return "RecursionError: a function calls itself again and again and never comes to an end."
    if importable and isinstance(error, ImportError):
        return f"{name}: in this page you can import only `{'`, `'.join(importable)}`."
    if isinstance(error, SyntaxError):
        return f"{name}: {error.msg}."
    return f"{name}: {text}." if text else f"{name}."


def own_lines(error, line_of):
    """The lines of the student's code that led to an exception, outermost first, with numbers."""
    spots, step = [], error.__traceback__
    while step is not None:
        spots.append((step.tb_frame.f_code.co_filename, step.tb_lineno))
        step = step.tb_next
    if isinstance(error, SyntaxError):
        spots.append((error.filename, error.lineno))
    lines = [(line, line_of(file, line)) for file, line in spots] if line_of else []
    own = [(line, text) for line, text in lines if text is not None]
    return [spot for i, spot in enumerate(own) if i == 0 or spot != own[i - 1]]


def shortened(lines):
    texts = [f"line {line}: {text.strip()}\n" for line, text in lines]
    return "".join(texts[:3] + ["…\n"] * (len(texts) > 6) + texts[max(3, len(texts) - 3) :])
