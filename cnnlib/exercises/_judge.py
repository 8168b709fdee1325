"""The judge of code exercises: the same file in the notebook and in the page.

It imports nothing and knows only numbers and nested lists, so that the book's page can run its text
in a Python made of JavaScript. All words that a student reads about an answer are here.

An exercise is plain data. `cases` hold inputs, what is expected, and the class of inputs they stand
for ("" for the simple ones); a mistake holds *what a plausible wrong answer returns for each case*,
so that it is recognised by its values, however it was written::

    {"function": "shift", "parameters": ["signal"], "returns": [], "arrays": False,
     "cases": [{"inputs": [[1, 2]], "expected": [0, 1], "about": ""}],
     "mistakes": [{"results": [["value", [2, 0]]], "sentence": "You shifted to the left."}],
     "hints": [["TypeError", "not tuple", "That index is NumPy's."]],
     "tolerance": 1e-9, "closing": "Every entry moved to the right."}

A hint helps with an exception, recognised by its type and by words of its text.
"""

NOT_ATTEMPTED, WRONG, ALMOST, CORRECT = "not attempted", "wrong", "almost", "correct"
LABELS = {NOT_ATTEMPTED: "Not attempted", WRONG: "Not yet", ALMOST: "Almost", CORRECT: "Correct"}


class MisfitError(Exception):
    """A result that is not made of numbers as it should be; says what it is instead."""


def judge(exercise, answer, line_of=None, make=None, importable=()):
    """Call `answer` on every case and say what came of it: outcome, label, sentence, detail.

    `line_of(file, number)` gives a line of the student's own code, None for anybody else's; `make`
    turns the nested lists of a case into what the student works on (an array); `importable` names
    the modules that can be imported where only a few can.

    >>> shift = {"function": "shift", "parameters": ["x"], "tolerance": 1e-9, "mistakes": [],
    ...     "cases": [{"inputs": [[1, 2]], "expected": [0, 1], "about": ""}]}
    >>> judge(shift, lambda x: [0] + x[:-1])["sentence"]
    'The case agrees.'
    >>> judge(shift, lambda x: [0, 2])["sentence"]
    'For `x` of length 2, entry 1 is 2; it should be 1.'
    """
    if not callable(answer):
        return verdict(WRONG, f"`{exercise['function']}` is {kind(answer)}, not a function.")
    results, changed = [], []
    for case in exercise["cases"]:
        inputs = [copy(value) for value in case["inputs"]]
        if make:
            inputs = [make(value) for value in inputs]
        try:
            result = plain(answer(*inputs))
        except NotImplementedError:
            return not_attempted()
        except (Exception, SystemExit) as error:
            results.append(["error", error])
            continue
        if result is ...:
            return not_attempted()
        results.append(["value", result])
        for name, now, before in zip(exercise["parameters"], inputs, case["inputs"], strict=True):
            if not equal(plain(now), before):
                changed.append(name)
    if exercise.get("verify"):
        return verified(exercise, results[0], line_of, importable)
    failing = [i for i, result in enumerate(results) if fault(exercise, i, result)]
    if failing:
        return failed(exercise, results, failing, changed, line_of, importable)
    if changed:
        return verdict(ALMOST, f"The results are right. But {changing(changed[0])}")
    count = len(results)
    agree = "The case agrees." if count == 1 else f"All {count} cases agree."
    return verdict(CORRECT, agree, exercise)


def failed(exercise, results, failing, changed, line_of, importable):
    """The verdict when some cases disagree: the first of them, and the mistake if it is known."""
    first = failing[0]
    case = exercise["cases"][first]
    sentence = fault(exercise, first, results[first])
    detail = paste(exercise, first, results[first])
    if results[first][0] == "error":
        error = results[first][1]
        sentence += f" {explain(error, importable)}{hint(exercise, error)}"
        detail = f"{own_lines(error, line_of)}{detail}"
    abouts = [exercise["cases"][i]["about"] for i in failing]
    almost = all(abouts) and len(failing) < len(results)
    if almost:
        sentence = f"Right for simple inputs, not yet for {case['about']}. {sentence}"
    for mistake in exercise["mistakes"]:
        if agrees(mistake["results"], results, exercise["tolerance"]):
            sentence += f" {mistake['sentence']}"
            break
    if changed:
        sentence += f" Also, {changing(changed[0])}"
    return verdict(ALMOST if almost else WRONG, sentence, detail=detail)


def verified(exercise, result, line_of, importable):
    """The verdict on an answer that is not one value but anything with a property."""
    if result[0] == "error":
        sentence = f"{fault(exercise, 0, result)} {explain(result[1], importable)}"
        return verdict(WRONG, sentence, detail=own_lines(result[1], line_of))
    sentence = exercise["verify"](result[1])
    if sentence:
        return verdict(WRONG, sentence, detail=paste(exercise, 0, result))
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
    return verdict(NOT_ATTEMPTED, "Replace the last line of the function by your own code.")


def too_slow(seconds):
    return verdict(
        WRONG,
        f"Your code was stopped after {number(seconds)} seconds. "
        "Does a loop never end, or is its condition always true?",
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
    return verdict(WRONG, sentence, detail=own_lines(error, line_of))


def changing(name):
    return f"your function changes `{name}`, which belongs to its caller: work on a copy."


# ---- one case ------------------------------------------------------------------------------------


def fault(exercise, index, result):
    """What is wrong with the result of one case, as a sentence; "" if nothing is."""
    case = exercise["cases"][index]
    pairs = zip(exercise["parameters"], case["inputs"], strict=True)
    given = [described(name, value) for name, value in pairs]
    what = f"For {listed(given)}," if given else f"Called as `{exercise['function']}()`,"
    if result[0] == "error":
        return f"{what} your function stopped."
    names, value, expected = exercise.get("returns") or [], result[1], case["expected"]
    if exercise.get("verify"):
        return ""
    if not names:
        return part_fault(what, "the result", value, expected, exercise["tolerance"])
    if not isinstance(value, list) or len(value) != len(names):
        wanted = listed([f"`{name}`" for name in names])
        return f"{what} {len(names)} results are expected, {wanted}. Yours is {kind(value)}."
    for name, part, right in zip(names, value, expected, strict=True):
        sentence = part_fault(what, f"`{name}`", part, right, exercise["tolerance"])
        if sentence:
            return sentence
    return ""


def part_fault(what, name, value, expected, tolerance):
    if value is None:
        return f"{what} {name} is None: is a `return` missing?"
    try:
        got = shape(value)
    except MisfitError as misfit:
        return f"{what} {name} {misfit}"
    want = shape(expected)
    if len(got) != len(want):
        return f"{what} {name} is {kind(value)}; it should be {kind(expected)}."
    if got != want:
        return f"{what} {name} {sized(got)}; it should {sized(want, 'have')}."
    triples = zip(places(want), flat(value), flat(expected), strict=True)
    for place, mine, right in triples:
        if not close(mine, right, tolerance):
            return f"{what} {entry(name, place)} is {number(mine)}; it should be {number(right)}."
    return ""


def agrees(known, results, tolerance):
    """Whether the student's results are those of a known mistake, in every case."""
    for (sort, value), (own_sort, own) in zip(known, results, strict=True):
        if sort != own_sort:
            return False
        if sort == "error" and value != type(own).__name__:
            return False
        if sort == "value" and not equal(value, own, tolerance):
            return False
    return True


# ---- numbers and nested lists --------------------------------------------------------------------


def plain(value, depth=0):
    """Nested lists from lists, tuples and arrays; anything else as it is."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, (list, tuple)):
        return value
    return [plain(item, depth + 1) for item in value] if depth < 8 else "lists without an end"


def copy(value):
    """A copy that shares no list with `value`."""
    return [copy(item) for item in value] if isinstance(value, list) else value


def shape(value):
    """The sizes of nested lists, as far as they are regular and hold only numbers."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return []
    if not isinstance(value, list):
        raise MisfitError(f"holds {kind(value)} where a number is expected.")
    shapes = [shape(item) for item in value]
    for other in shapes[1:]:
        if other != shapes[0]:
            if len(other) == len(shapes[0]) > 0:
                raise MisfitError(f"has rows of different lengths: {shapes[0][0]} and {other[0]}.")
            raise MisfitError("mixes numbers and lists.")
    return [len(value)] + (shapes[0] if shapes else [])


def flat(value):
    return [leaf for item in value for leaf in flat(item)] if isinstance(value, list) else [value]


def places(sizes):
    """Every index of nested lists of these sizes, in reading order."""
    if not sizes:
        return [[]]
    return [[i, *place] for i in range(sizes[0]) for place in places(sizes[1:])]


def close(a, b, tolerance):
    """Whether two numbers agree; not-a-number agrees with itself."""
    if a == b or (a != a and b != b):
        return True
    return abs(a - b) <= tolerance * max(1, abs(b))


def equal(a, b, tolerance=0):
    try:
        if shape(a) != shape(b):
            return False
    except MisfitError:
        return a == b
    return all(close(x, y, tolerance) for x, y in zip(flat(a), flat(b), strict=True))


# ---- words ---------------------------------------------------------------------------------------


def number(value):
    """A number as the book writes it: six digits at most, a true minus sign."""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text.replace("-", "−")


def kind(value):
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return "one number"
    if isinstance(value, list):
        depth = 1
        while value and isinstance(value[0], list):
            value, depth = value[0], depth + 1
        return "a list of numbers" if depth == 1 else "a list" + " of lists" * (depth - 1)
    return f"a value of type {type(value).__name__}"


def sized(sizes, verb="has"):
    return f"{verb} length {sizes[0]}" if len(sizes) == 1 else f"{verb} shape {times(sizes)}"


def times(sizes):
    return "×".join(str(size) for size in sizes)


def described(name, value):
    sizes = shape(value)
    if not sizes:
        return f"`{name}` = {number(value)}"
    return f"`{name}` of length {sizes[0]}" if len(sizes) == 1 else f"`{name}` {times(sizes)}"


def listed(items):
    return " and ".join([", ".join(items[:-1]), items[-1]] if items[1:] else items)


def entry(name, place):
    if not place:
        return name
    spot = f"entry {place[0]}" if len(place) == 1 else f"row {place[-2]}, column {place[-1]}"
    return spot if name == "the result" else f"{spot} of {name}"


def explain(error, importable=()):
    """An exception in one sentence; those that a Python in a browser words otherwise, in ours."""
    name, text = type(error).__name__, str(error)
    if name == "RecursionError" or "call stack" in text or "too much recursion" in text:
        return "RecursionError: a function calls itself again and again and never comes to an end."
    if importable and isinstance(error, ImportError):
        return f"{name}: in this page you can import only `{'`, `'.join(importable)}`."
    if name == "ZeroDivisionError":
        return f"{name}: division by zero."
    if isinstance(error, SyntaxError):
        return f"{name}: {error.msg}."
    return f"{name}: {text}." if text else f"{name}."


def hint(exercise, error):
    """What this exercise has to say about an exception, with a space in front; "" if nothing."""
    for name, text, sentence in exercise.get("hints", []):
        if type(error).__name__ == name and text in str(error):
            return f" {sentence}"
    return ""


def own_lines(error, line_of):
    """The lines of the student's code that led to an exception, outermost first."""
    spots, step = [], error.__traceback__
    while step is not None:
        spots.append((step.tb_frame.f_code.co_filename, step.tb_lineno))
        step = step.tb_next
    if isinstance(error, SyntaxError):
        spots.append((error.filename, error.lineno))
    lines = []
    for file, line in spots:
        text = line_of(file, line) if line_of else None
        if text is not None:
            lines.append(f"line {line}: {text.strip()}\n")
    return "".join(lines[:3] + ["…\n"] * (len(lines) > 6) + lines[max(3, len(lines) - 3) :])


def paste(exercise, index, result):
    """The failing case as Python that can be pasted, with both results as comments."""
    case, names = exercise["cases"][index], exercise["parameters"]
    text = ""
    for name, value in zip(names, case["inputs"], strict=True):
        if exercise.get("arrays") and isinstance(value, list):
            text += written(f"{name} = np.array(", value, ")")
        else:
            text += written(f"{name} = ", value)
    text += f"{exercise['function']}({', '.join(names)})\n"
    parts = exercise.get("returns") or []
    if not exercise.get("verify"):
        text += remark("should be: ", case["expected"], parts)
    if result[0] == "value":
        text += remark("yours is:  ", result[1], parts)
    return text[:4000]


def remark(title, value, parts):
    """A result as comment lines; one of several parts, each with its name."""
    if parts and isinstance(value, list) and len(value) == len(parts):
        pairs = zip(parts, value, strict=True)
        return "".join(remark(f"{title}{name} = ", part, []) for name, part in pairs)
    return "".join(f"# {line}\n" for line in written(title, value).splitlines())


def written(start, value, end=""):
    """`start`, then nested lists in Python's notation, one row a line, aligned."""
    if isinstance(value, list) and any(isinstance(item, list) for item in value):
        rows = [written("", item).strip() for item in value]
        return f"{start}[{(',' + chr(10) + ' ' * (len(start) + 1)).join(rows)}]{end}\n"
    if isinstance(value, list):
        return f"{start}[{', '.join(written('', item).strip() for item in value)}]{end}\n"
    return f"{start}{value:.6g}\n" if isinstance(value, float) else f"{start}{value!r}\n"
