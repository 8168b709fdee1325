"""The exercise of chapter 3 that asks for a proof: two lists whose order matters."""

from cnnlib.exercises._kinds import Case, CodeExercise, Mistake


def verify(answer):
    """What keeps two lists from being a counterexample; "" if they are one."""
    if not isinstance(answer, list) or len(answer) != 2:
        return "Return two lists of numbers, as in `return [1, 2], [3, 4]`."
    for part in answer:
        if not isinstance(part, list) or not part:
            return "Return two lists of numbers, neither of them empty."
        if not all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in part):
            return "Your lists must hold numbers and nothing else."
        if len(part) > 100:
            return "Shorter lists will do: at most 100 numbers each."

    def wide(signal, kernel):
        m = len(kernel)
        padded = [0] * (m - 1) + signal + [0] * (m - 1)
        stops = range(len(padded) - m + 1)
        return [sum(padded[i + j] * kernel[j] for j in range(m)) for i in stops]

    a, b = answer
    first, second = wide(a, b), wide(b, a)
    if any(abs(x - y) > 1e-9 * max(1, abs(x)) for x, y in zip(first, second, strict=True)):
        return ""
    if not any(first):
        return "With nothing but zeros, both orders give zeros. Put in other numbers."
    if a == b:
        return "A list with itself: swapping them changes nothing. Take two different lists."
    if len(a) == len(b) == 1:
        return "With one number each, only one product comes out, in both orders. Add numbers."
    if a == a[::-1] and b == b[::-1]:
        return (
            "Both lists read the same from back to front, so there is nothing to turn: both orders "
            "agree. Change one end."
        )
    return (
        "Both orders give the same here: the result reads the same from back to front. One list "
        "may be a multiple of the other; try lists with less in common."
    )


COUNTEREXAMPLE = CodeExercise(
    name="03-counterexample",
    title="A counterexample",
    level=2,
    kind="explain",
    function="counterexample",
    parameters=(),
    answer=lambda: ([1, 2], [3, 4]),
    cases=(Case(()),),
    verify=verify,
    mistakes=(
        Mistake(
            "With nothing but zeros, both orders give zeros. Put in other numbers.",
            lambda: ([0, 0], [3, 4]),
        ),
        Mistake(
            "A list with itself: swapping them changes nothing. Take two different lists.",
            lambda: ([1, 2, 3], [1, 2, 3]),
        ),
        Mistake(
            "With one number each, only one product comes out, in both orders. Add numbers.",
            lambda: ([5], [-2]),
        ),
        Mistake(
            "Both lists read the same from back to front, so there is nothing to turn: both orders "
            "agree. Change one end.",
            lambda: ([1, 2, 1], [3, 0, 3]),
        ),
        Mistake(
            "Both orders give the same here: the result reads the same from back to front. One "
            "list may be a multiple of the other; try lists with less in common.",
            lambda: ([1, 2, 3], [2, 4, 6]),
        ),
    ),
    closing="Swapping the two turns the result around, and yours is different when turned.",
)
