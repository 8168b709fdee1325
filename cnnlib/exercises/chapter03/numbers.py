"""The questions of chapter 3 that ask for numbers."""

import numpy as np

from cnnlib.exercises._kinds import Number, QuestionData
from cnnlib.functional import convolve1d, correlate1d


def _length(mode: str) -> int:
    return len(correlate1d(np.zeros(5), np.ones(3), mode))


LENGTHS = QuestionData(
    name="03-lengths",
    title="Three lengths",
    level=1,
    kind="compute",
    text=(
        "A signal has n = 5 numbers, a kernel m = 3. How many numbers come out in each of the "
        "three modes?"
    ),
    numbers=(
        Number(
            "valid",
            _length("valid"),
            {
                2: "n − m is how far the kernel can move; count its first stop too: you forgot "
                "the + 1.",
                5: "That keeps the length of the signal: it is `same`.",
                7: "That counts every place where the two overlap at all: it is `full`.",
                4: "The kernel covers 3 numbers: starting at the fourth, it would hang over.",
                1: "That counts kernels laid side by side, or takes 1 away from n − m. The kernel "
                "moves on by one number at a time; count every stop.",
            },
        ),
        Number(
            "same",
            _length("same"),
            {
                3: "That is `valid`. In `same`, zeros around the signal keep its length.",
                7: "That is `full`. In `same`, the result is as long as the signal.",
                8: "n + m counts both; `same` keeps the length of the signal.",
            },
        ),
        Number(
            "full",
            _length("full"),
            {
                8: "n + m counts one stop too many: the first overlap already uses one number of "
                "each. You forgot the − 1.",
                9: "Zeros on both sides: m − 1 = 2 each, 9 in all. Now count the stops of a "
                "kernel of 3.",
                6: "That is n + m − 2: you forgot one stop. The first overlap and the last, of one "
                "number each, both count.",
                15: "n × m counts the products. Many of them fall on the same place, where they "
                "are added: count the stops of the kernel.",
                3: "That is `valid`: no overhang at all.",
                5: "That is `same`.",
            },
        ),
    ),
    closing="n − m + 1, n and n + m − 1.",
)

# x = i² for i = 0 … 6; the middle stop of the kernel is i = 3.
_SQUARES = np.arange(7.0) ** 2
_RISE = correlate1d(_SQUARES, [-1, 0, 1])[2]
_TURNED = convolve1d(_SQUARES, [-1, 0, 1])[2]

DERIVATIVE_SIGN = QuestionData(
    name="03-derivative-sign",
    title="The sign of a slope",
    level=2,
    kind="compute",
    text=(
        "Let x = i² for i = 0 … 6, that is 0, 1, 4, 9, 16, 25, 36. Lay the middle of the kernel "
        "[−1, 0, 1] on i = 3. What comes out, as correlation and as convolution?"
    ),
    numbers=(
        Number(
            "correlation",
            _RISE,
            {
                _TURNED: "The sign is that of the convolution. Correlation lays the kernel down as "
                "it is: −1 on the left neighbor, 1 on the right.",
                6: "6 is the slope 2i itself. The kernel spans two steps and does not divide by "
                "them.",
                7: "That is one step, from 9 to 16. The kernel skips the middle: from 4 to 16.",
                -6: "−6 is minus the slope. The kernel lies as it is, −1 on the left neighbor, "
                "and it spans two steps without dividing by them.",
                20: "You added the neighbors. The left one counts −1 times.",
                0: "Only the middle number counts 0 times. Its neighbors, 4 and 16, count −1 times "
                "and once.",
                4: "Did you take the left neighbor alone, or lay the kernel on i = 1? On i = 3 it "
                "covers 4, 9 and 16, and both ends count.",
                -4: "That is the left product alone. The right neighbor counts too.",
                9: "9 is x itself at i = 3, which the kernel multiplies by 0. Its neighbors count.",
                16: "Did you take the right neighbor alone, or lay the kernel on i = 4? On i = 3 "
                "it covers 4, 9 and 16, and both ends count.",
            },
        ),
        Number(
            "convolution",
            _TURNED,
            {
                _RISE: "The sign is that of the correlation. Turn the kernel first: [1, 0, −1].",
                -6: "−6 is minus the slope. The kernel spans two steps and does not divide by "
                "them.",
                6: "6 is the slope itself. The kernel spans two steps, and it is turned.",
                20: "You added the neighbors. One of them counts −1 times.",
                0: "Only the middle number counts 0 times. Its neighbors, 4 and 16, count once and "
                "−1 times.",
                4: "That is the left product alone. The right neighbor counts too.",
                -4: "Did you take the left neighbor with a minus sign, or lay the kernel on "
                "i = 1? On i = 3 it covers 4, 9 and 16; the turn brings the −1 to the right.",
                9: "9 is x itself at i = 3, which the kernel multiplies by 0. Its neighbors count.",
                16: "That is the right neighbor alone. The turn brings the −1 to it, and the left "
                "one counts too.",
                -16: "Did you take the right product alone, or lay the kernel on i = 4? On i = 3 "
                "it covers 4, 9 and 16, and both ends count.",
            },
        ),
    ),
    wrong={
        (-6, 6): (
            "Two things at once: the signs are swapped, for it is convolution that turns the "
            "kernel; and ±6 is the slope, but the kernel spans two steps and does not divide by "
            "them."
        ),
    },
    closing=(
        "The same three numbers measure +2x′ or −2x′: for a kernel written down by hand the flip "
        "matters."
    ),
)

_FIRST, _SECOND = [1, 2, -1], [3, 1]
_COMPOSED = convolve1d(_FIRST, _SECOND, "full")

_ONE_AS_IT_IS = (
    "You slid one kernel over the other as it is. Write out both layers instead: z₀ = 3y₀ + y₁, "
    "and y₀ = x₀ + 2x₁ − x₂. Put y₀ and y₁ into z₀ and collect the factors of x₀, x₁, x₂, x₃."
)

COMPOSE = QuestionData(
    name="03-compose",
    title="Two layers in one",
    level=2,
    kind="compute",
    text=(
        "Two correlation layers follow each other without anything between them: the first has "
        "the kernel [1, 2, −1], the second [3, 1]. One single correlation layer does the same. "
        "What is its kernel?"
    ),
    numbers=tuple(Number(f"w{'₀₁₂₃'[i]}", value) for i, value in enumerate(_COMPOSED)),
    wrong={
        tuple(correlate1d(_FIRST, _SECOND, "full")): _ONE_AS_IT_IS,
        tuple(correlate1d(_SECOND, _FIRST, "full")): _ONE_AS_IT_IS,
        tuple(_COMPOSED[::-1]): (
            "These are the right numbers from back to front: w₀ is the factor of x₀, the first "
            "number that the kernel covers."
        ),
        (4, 3, -1, 0): (
            "You added the kernels. Layers that follow each other multiply: every number of the "
            "second kernel meets every number of the first."
        ),
        (3, 2, 0, 0): (
            "You multiplied the first numbers and the second numbers. Every number of the second "
            "kernel meets every number of the first."
        ),
        (3, 2, -1, 0): (
            "You multiplied the first numbers and the second numbers, and kept the third. Every "
            "number of the second kernel meets every number of the first."
        ),
        (3, 6, -3, 0): (
            "That is 3y₀ alone. The second layer adds y₁ to it, which begins one number later: "
            "y₁ = x₁ + 2x₂ − x₃."
        ),
        (3, 6, -3, 1): (
            "You listed the products, 3 × (1, 2, −1) and then 1 × …, one behind the other. Those "
            "of 1 begin one place after those of 3; where two fall on one place, add them."
        ),
        (4, 8, -4, 0): (
            "You added 3y₀ and y₁ as if both began at x₀. y₁ begins one number later: "
            "y₁ = x₁ + 2x₂ − x₃."
        ),
        (1, 2, -1, 3): (
            "You wrote the kernels one behind the other. The second layer works on what comes out "
            "of the first: z₀ = 3y₀ + y₁."
        ),
        (3, 1, 1, 2): (
            "You wrote the kernels one behind the other, the second in front. The second layer "
            "works on what comes out of the first: z₀ = 3y₀ + y₁."
        ),
    },
    closing=(
        "It is the full convolution of the two kernels, of length 3 + 2 − 1: two layers without a "
        "nonlinearity between them are one."
    ),
)
