"""What is wrong with one case, in a sentence and as code to paste.

Like the judge it imports nothing, for its text runs in the book's page too.
"""

from cnnlib.exercises._values import (
    Odd,
    described,
    difference,
    entry,
    flat,
    kind,
    listed,
    misfit,
    number,
    shape,
    sized,
    written,
)


def fault(exercise, index, run):
    """What is wrong with the result of one case, as a sentence; "" if nothing is."""
    case = exercise["cases"][index]
    pairs = zip(exercise["parameters"], case["inputs"], strict=True)
    given = [described(name, value) for name, value in pairs]
    what = f"For {listed(given)}," if given else f"Called as `{exercise['function']}()`,"
    if run.error:
        return f"{what} your function stopped."
    names, value, expected = exercise.get("returns") or [], run.value, case["expected"]
    if exercise.get("verify"):
        return ""
    if not names:
        return part_fault(what, "the result", value, expected, exercise["tolerance"])
    if not isinstance(value, list) or len(value) != len(names):
        wanted = listed([f"`{name}`" for name in names])
        asks = ": is a `return` missing, or never reached?" if value is None else "."
        return f"{what} {len(names)} results are expected, {wanted}. Yours is {kind(value)}{asks}"
    for name, part, right in zip(names, value, expected, strict=True):
        sentence = part_fault(what, f"`{name}`", part, right, exercise["tolerance"])
        if sentence:
            return sentence
    return ""


def part_fault(what, name, value, expected, tolerance):
    """What is wrong with one result: that there is none, its kind, its shape, or an entry."""
    place = difference(value, expected, tolerance)
    if place is None:
        return ""
    if value is None:
        asks = (
            "is a `return` missing, or never reached?"
            if name == "the result"
            else "is it ever computed?"
        )
        return f"{what} {name} is None: {asks}"
    if value is ...:
        return f"{what} {name} is `...`: there the stub is still at work."
    if isinstance(value, Odd):
        return (
            f"{what} {name} is {value.words}; it should be {kind(expected)}. {value.advice}".strip()
        )
    for leaf in flat(value):
        if isinstance(leaf, Odd):
            return f"{what} {name} holds {leaf.words}. {leaf.advice}".strip()
    got, want = shape(value), shape(expected)
    if want is not None and got is None:
        return f"{what} {name} {misfit(value)}"
    if want is not None and len(got) != len(want) and got != [0]:
        return f"{what} {name} is {kind(value)}; it should be {kind(expected)}."
    if want is not None and got != want:
        return f"{what} {name} {sized(got)}; it should {sized(want, 'have')}."
    mine, right = at(value, place), at(expected, place)
    if isinstance(mine, list) and isinstance(right, list):
        should = sized([len(right)], "have")
        return f"{what} {entry(name, place)} {sized([len(mine)])}; it should {should}."
    if isinstance(mine, list) or isinstance(right, list):
        return f"{what} {entry(name, place)} is {kind(mine)}; it should be {kind(right)}."
    is_what, should = number(mine, right), number(right, mine)
    return f"{what} {entry(name, place)} is {is_what}; it should be {should}."


def at(value, place):
    for index in place:
        value = value[index]
    return value


def paste(exercise, index, run):
    """The failing case as Python that can be pasted, with both results as comments."""
    case, names = exercise["cases"][index], exercise["parameters"]
    text = ""
    for name, value in zip(names, case["inputs"], strict=True):
        if exercise.get("arrays") and isinstance(value, list):
            text += written(f"{name} = np.array(", value, ")")
        else:
            text += written(f"{name} = ", value)
    text += f"{exercise['function']}({', '.join(names)})\n"
    several = exercise.get("returns") or []
    if not exercise.get("verify"):
        text += remark("should be: ", case["expected"], several)
    if not run.error:
        text += remark("yours is:  ", run.value, several)
    return text[:4000]


def remark(title, value, names):
    """A result as comment lines; one of several parts, each with its name."""
    if names and isinstance(value, list) and len(value) == len(names):
        pairs = zip(names, value, strict=True)
        return "".join(remark(f"{title}{name} = ", part, []) for name, part in pairs)
    return "".join(f"# {line}\n" for line in written(title, value).splitlines())
