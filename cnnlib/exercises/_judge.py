"""The judge of code exercises: the same file in the notebook and in the page.

It imports nothing from elsewhere, so that the book's page can run its text in a Python made of
JavaScript. An exercise is plain data. `cases` hold inputs, what is expected, and the class of
inputs they stand for ("" for the simple ones); a mistake holds *what a plausible wrong answer does
in each case*, so that it is recognized by that, however it was written. Each case has a list of all
`outcomes` that any mistake has there, and each way to make a mistake numbers them, case by case::

    {"function": "shift", "parameters": ["signal"], "returns": [], "arrays": False,
     "cases": [{"inputs": [[1, 2]], "expected": [0, 1], "about": "",
                "outcomes": [["value", [mark([2, 0])]]]}],
     "mistakes": [{"sentence": "You shifted to the left.", "ways": [[0]]}],
     "functions": [], "tolerance": 1e-9, "closing": "Every entry moved to the right."}

An outcome is ``["value", [mark of each part]]`` or ``["error", type, text, subscripts]``.
"""

from cnnlib.exercises._errors import of_error
from cnnlib.exercises._facts import fact
from cnnlib.exercises._faults import fault, part_fault, paste
from cnnlib.exercises._run import Run
from cnnlib.exercises._seen import seen
from cnnlib.exercises._subscripts import among, subscripts
from cnnlib.exercises._traces import (
    OUTSIDE_OF_MATH,
    TOO_LARGE_FOR_MATH,
    explain,
    name_of,
    own_lines,
    shortened,
    text_of,
)
from cnnlib.exercises._values import (
    equal,
    flat,
    is_number,
    kind,
    listed,
    mark,
    number,
    plain,
    same_mark,
)

NOT_ATTEMPTED, WRONG, ALMOST, CORRECT = "not attempted", "wrong", "almost", "correct"
LABELS = {NOT_ATTEMPTED: "Not attempted", WRONG: "Not yet", ALMOST: "Almost", CORRECT: "Correct"}


def judge(exercise, answer, line_of=None, make=None, importable=(), source="", spoken=None):
    """Call `answer` on every case and say what came of it: outcome, label, sentence, detail.

    `line_of(file, number)` gives a line of the student's own code, None for anybody else's; `make`
    turns the nested lists of a case into what the student works on (an array); `importable` names
    the modules that can be imported where only a few can; `source` is the student's code as far as
    it is known, and `spoken()` says whether it has printed anything.

    >>> shift = {"function": "shift", "parameters": ["x"], "tolerance": 1e-9, "mistakes": [],
    ...     "cases": [{"inputs": [[1, 2]], "expected": [0, 1], "about": ""}]}
    >>> judge(shift, lambda x: [0] + x[:-1])["sentence"]
    'The case agrees.'
    >>> judge(shift, lambda x: [0, 2])["sentence"]
    'For `x` of length 2, entry 1 is 2; it should be 1.'
    """
    if not callable(answer):
        return verdict(WRONG, f"`{exercise['function']}` is {kind(plain(answer))}, not a function.")
    runs = [Run(answer, case["inputs"], line_of, make) for case in exercise["cases"]]
    if all(run.is_stub for run in runs):
        return not_attempted()
    flags = ["printed"] if spoken and spoken() else []
    again = Run(answer, exercise["cases"][0]["inputs"], line_of, make)
    if exercise.get("verify"):
        # Twice: what is right by chance, or the first time only, is not right.
        first, second = (
            verified(exercise, run, importable, flags, source) for run in (runs[0], again)
        )
        return second if first["outcome"] == CORRECT else first
    failing = [i for i, run in enumerate(runs) if fault(exercise, i, run)]
    changed = [name for run in runs for name in run.changed(exercise["parameters"])]
    if failing:
        if "lists" not in [run.rows for run in runs]:
            flags += [run.rows for run in runs]
        if not changed and not runs[0].like(again, exercise["tolerance"]):
            flags.append("kept")
        return failed(exercise, runs, failing, changed, flags, importable, source)
    if changed:
        return verdict(ALMOST, f"The results are right. But {changing(changed[0])}")
    agree = "The case agrees." if len(runs) == 1 else f"All {len(runs)} cases agree."
    return verdict(CORRECT, agree, exercise)


# ---- the verdict ---------------------------------------------------------------------------------


def failed(exercise, runs, failing, changed, flags, importable, source):
    """The verdict when some cases disagree: the first of them, and the mistake if it is known."""
    first = runs[failing[0]]
    sentence = fault(exercise, failing[0], first)
    detail = paste(exercise, failing[0], first)
    if first.error:
        sentence += f" {explain(first.error, importable)}"
        detail = shortened(first.lines) + detail
    abouts = [exercise["cases"][i]["about"] for i in failing]
    almost = all(abouts) and len(failing) < len(runs)
    if almost:
        classes = listed(list(dict.fromkeys(abouts)), "or")
        sentence = f"Right for simple inputs, not yet for {classes}. {sentence}"
    if said := named(exercise, runs, failing, flags, source):
        sentence += f" {said}"
    if changed:
        sentence += f" Also, {changing(changed[0])}"
    return verdict(ALMOST if almost else WRONG, sentence, detail=detail)


def named(exercise, runs, failing, flags, source):
    """The mistake behind a wrong answer, in a sentence; "" if it is not known.

    First what is certain about the run, then the exercise's own mistakes, then what an exception
    says, then what is seen in the result. Of several results each is looked at by itself.
    """
    values = [part for run in runs if not run.error for part in parts(exercise, run.value)]
    if said := fact(values, flags, source):
        return said
    first = runs[failing[0]]
    if first.error or all(run.error for run in runs):
        line = first.lines[-1][1] if first.lines else ""
        sort, text = name_of(first.error), text_of(first.error)
        functions = exercise.get("functions", [])
        return listed_mistake(exercise, runs) or of_error(sort, text, line, source, functions)
    # A number that became too large in one case hides nothing of what the others show.
    counted = [i for i, run in enumerate(runs) if not run.too_large]
    if not any(i in counted for i in failing):
        counted = list(range(len(runs)))
    return (
        listed_mistake(exercise, runs)
        or listed_mistake(exercise, runs, counted)
        or by_parts(exercise, runs, counted)
        or elsewhere(exercise, runs, source)
    )


def elsewhere(exercise, runs, source):
    """What an exception says that comes in another case than the first that is wrong."""
    for run in runs:
        line = run.lines[-1][1] if run.lines else ""
        sort, text = name_of(run.error), text_of(run.error)
        said = run.error and not run.too_large
        said = said and of_error(sort, text, line, source, exercise.get("functions", []))
        if said:
            return f"For another input it stops: {explain(run.error)} {said}"
    return ""


def listed_mistake(exercise, runs, counted=()):
    """The sentence of the first listed mistake that did the same in every case that counts."""
    counted = counted or range(len(runs))
    return first_known(exercise, counted, lambda known, i: agrees(exercise, known, runs[i]))


def first_known(exercise, counted, agree):
    """The sentence of the first mistake that has one way whose outcomes all agree, or ""."""
    left = [
        (mistake["sentence"], way) for mistake in exercise["mistakes"] for way in mistake["ways"]
    ]
    for i in counted:
        known = exercise["cases"][i].get("outcomes", ())
        agreeing = {k for k in {way[i] for _, way in left} if agree(known[k], i)}
        left = [(sentence, way) for sentence, way in left if way[i] in agreeing]
    return left[0][0] if left else ""


def agrees(exercise, known, run):
    """Whether a call did what a known mistake does in its case."""
    if known[0] == "error":
        if not run.error or [name_of(run.error), text_of(run.error)] != known[1:3]:
            return False
        if known[2] in (TOO_LARGE_FOR_MATH, OUTSIDE_OF_MATH):
            return True  # however the number got there
        line = run.lines[-1][1] if run.lines else ""
        own = subscripts(line, exercise["parameters"])
        return all(among(spot, known[3]) for spot in own) and bool(own) == bool(known[3])
    if run.error:
        return False
    marks = [mark(part) for part in parts(exercise, run.value)]
    return len(marks) == len(known[1]) and all(map(same_mark, marks, known[1]))


def by_parts(exercise, runs, counted):
    """What is known or seen of each result that is wrong, where an answer has one or several."""
    names = exercise.get("returns") or [""]
    runs, cases = [runs[i] for i in counted], [exercise["cases"][i] for i in counted]
    if any(run.error for run in runs):
        return ""
    if any(len(parts(exercise, run.value)) != len(names) for run in runs):
        missing = any(run.value is None for run in runs)
        return "" if missing else f"Commas make them several: `return {', '.join(names)}`."
    mine = [parts(exercise, run.value) for run in runs]
    right = [parts(exercise, case["expected"]) for case in cases]
    inputs = [case["inputs"] for case in cases]
    said = []
    for i, name in enumerate(names):
        values, wanted = [each[i] for each in mine], [each[i] for each in right]
        if equal(values, wanted, exercise["tolerance"]):
            continue
        marks = dict(zip(counted, map(mark, values), strict=True))
        sentence = listed_part(exercise, marks, i) if names[1:] else ""
        sentence = sentence or seen(
            values, wanted, inputs, exercise["parameters"], exercise["tolerance"]
        )
        if not sentence and all(is_number(x) for x in flat(values)):
            break  # what comes after it may be wrong because of it, and not by itself
        if sentence:
            said.append(sentence.replace("our result", f"our `{name}`") if name else sentence)
    return " ".join(dict.fromkeys(said))


def listed_part(exercise, marks, part):
    """The sentence of the first mistake that makes this of one result; `marks` of it by case."""

    def agree(known, i):
        return known[0] == "value" and len(known[1]) > part and same_mark(known[1][part], marks[i])

    return first_known(exercise, marks, agree)


def parts(exercise, value):
    """The results of an answer, one or several."""
    names = exercise.get("returns")
    return value if names and isinstance(value, list) and len(value) == len(names) else [value]


def verified(exercise, run, importable, flags, source):
    """The verdict on an answer that is not one value but anything with a property."""
    if run.error:
        sentence = f"{fault(exercise, 0, run)} {explain(run.error, importable)}"
        return verdict(WRONG, sentence, detail=shortened(run.lines))
    if run.value is None:
        said = fact([None], flags, source)
        sentence = part_fault(f"Called as `{exercise['function']}()`,", "the result", None, 0, 0)
        return verdict(WRONG, f"{sentence} {said}".strip())
    sentence = exercise["verify"](run.value)
    if sentence:
        return verdict(WRONG, sentence, detail=paste(exercise, 0, run))
    return verdict(CORRECT, "It has the property.", exercise)


def verdict(outcome, sentence, exercise=None, detail=""):
    """What a student is told; `closing` of the exercise says what was gained by a right answer."""
    closing = exercise.get("closing", "") if exercise else ""
    return {
        "outcome": outcome,
        "label": LABELS[outcome],
        "sentence": f"{sentence} {closing}".strip(),
        "detail": detail,
    }


def not_attempted():
    said = "Replace the `...`, or the line that raises NotImplementedError, by your own code."
    return verdict(NOT_ATTEMPTED, said)


def too_slow(seconds):
    return verdict(
        WRONG,
        f"Your code was stopped after {number(seconds)} seconds. "
        "Does a loop never end, or is its condition always true?",
    )


TOO_LARGE = verdict(
    WRONG,
    "Your code was stopped: it took too much memory. Does a list go on growing in a loop that "
    "never ends?",
)
CRASHED = verdict(
    WRONG,
    "Your code ended Python itself: did it leave by `os._exit`, or run too deep into itself?",
)


def missing(function):
    return verdict(
        WRONG, f"There is no function `{function}` in your code. Its name has to stay as it was."
    )


def unreadable(error, line_of=None, importable=()):
    """The verdict on code that stops before its function could be called."""
    where = f" in line {error.lineno}" if isinstance(error, SyntaxError) else ""
    verb = "cannot be read" if isinstance(error, SyntaxError) else "stops before it can be tried"
    sentence = f"Your code {verb}{where}: {explain(error, importable)}"
    return verdict(WRONG, sentence, detail=shortened(own_lines(error, line_of)))


def changing(name):
    return f"your function changes `{name}`, which belongs to its caller: work on a copy."
