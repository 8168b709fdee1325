"""Texts that people type where a number is asked for: what each means, or what is said to it.

`VALUES` and `REFUSALS` are tables by hand. `meaning` says the same in Python, independently of the
page: it spells a text out character by character and adds exact fractions.
"""

import random
import re
import unicodedata
from fractions import Fraction

# What is typed: the value that was meant, and what then stands in the field.
VALUES: dict[str, tuple[float, str]] = {
    "3": (3, "3"),
    " 3 ": (3, "3"),
    "007": (7, "007"),
    "+2": (2, "2"),
    "0.25": (0.25, "0.25"),
    "0.20": (0.2, "0.20"),
    ".5": (0.5, ".5"),
    "5.": (5, "5."),
    "1.500": (1.5, "1.500"),
    "1e3": (1000, "1e3"),
    "2.5E+2": (250, "2.5E+2"),
    "1e-9": (1e-9, "1e−9"),
    "0e0": (0, "0e0"),
    # signs
    "-1": (-1, "−1"),
    "−1": (-1, "−1"),
    "–1": (-1, "−1"),
    "—1": (-1, "−1"),
    "‐1": (-1, "−1"),
    "－１": (-1, "−1"),
    "- 1": (-1, "−1"),
    "＋1": (1, "1"),
    "-0": (0, "0"),
    "−0.0": (0, "0.0"),
    # fractions
    "1/2": (0.5, "1/2"),
    "2/3": (2 / 3, "2/3"),
    "−2/3": (-2 / 3, "−2/3"),
    "4/3": (4 / 3, "4/3"),
    "11/2": (5.5, "11/2"),
    "1 / 2": (0.5, "1/2"),
    "1⁄2": (0.5, "1/2"),
    "1∕2": (0.5, "1/2"),
    "１／２": (0.5, "1/2"),
    "1.5/2": (0.75, "1.5/2"),
    "0/5": (0, "0/5"),
    "½": (0.5, "½"),
    "-½": (-0.5, "−½"),
    "¹⁄₂": (0.5, "1/2"),
    "³/₁₆": (3 / 16, "3/16"),
    # mixed numbers
    "1½": (1.5, "1½"),
    "1 ½": (1.5, "1 ½"),
    "-1½": (-1.5, "−1½"),
    "1 1/2": (1.5, "1 1/2"),
    "−1 1/2": (-1.5, "−1 1/2"),
    "1\u00a01/2": (1.5, "1 1/2"),
    "2 1⁄2": (2.5, "2 1/2"),
    "1¹⁄₂": (1.5, "1 1/2"),
    "12¾": (12.75, "12¾"),
    # a comma that can only be a decimal one
    "0,5": (0.5, "0.5"),
    "1,5": (1.5, "1.5"),
    "-1,25": (-1.25, "−1.25"),
    ",5": (0.5, ".5"),
    "0,125": (0.125, "0.125"),
    "1234,567": (1234.567, "1234.567"),
    "１，５": (1.5, "1.5"),
    # thousands that can only be thousands
    "1,234,567": (1234567, "1234567"),
    "-1,234,567": (-1234567, "−1234567"),
    "1.234.567": (1234567, "1234567"),
    "1,234.5": (1234.5, "1234.5"),
    "93.322,5": (93322.5, "93322.5"),
    "1,234,567.25": (1234567.25, "1234567.25"),
    "1'234": (1234, "1234"),
    "1’234’567,5": (1234567.5, "1234567.5"),
    "1_000": (1000, "1000"),
    "1\u202f234\u202f567": (1234567, "1234567"),
    "1\u00a0234,5": (1234.5, "1234.5"),
    "12\u2009345.5": (12345.5, "12345.5"),
    # digits of other writings, and what cannot be seen
    "１２.５": (12.5, "12.5"),
    "١٢": (12, "12"),
    "١٫٥": (1.5, "1.5"),
    "١٬٢٣٤": (1234, "1234"),
    "۴۵": (45, "45"),
    "\u200e-1\u200f": (-1, "−1"),
    "\ufeff0.5\u200b": (0.5, "0.5"),
}
_VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞↉"
VALUES |= {each: (unicodedata.numeric(each), each) for each in _VULGAR}

_SEVERAL = "is more than one number: a field takes one."
_SUM = "is something to work out: write its result, one number."
_WORDS = "is not just a number: write one in digits, without words, units or marks."
_ALIKE = "is more than one number, or one with separators: write one, as in 1234.5."
_IMPROPER = "has a fraction that is not below 1 after its whole number: write one fraction."
_PERCENT = "is a percentage: leave out the sign if per cent are asked for, else divide by 100."
_UNFINISHED = "is not finished."

# What is typed, and what is said to it after the label and the text itself.
REFUSALS: dict[str, str] = {
    # two readings, both named
    "1,500": "can mean 1500 or 1.500: write the one that you mean.",
    "93,322": "can mean 93322 or 93.322: write the one that you mean.",
    "−1,500": "can mean −1500 or −1.500: write the one that you mean.",
    "1 234": "can mean 1234 or more than one number: write 1234, or one number a field.",
    "1 234 567": "can mean 1234567 or more than one number: write 1234567, or one number a field.",
    "100 200 300.5": (
        "can mean 100200300.5 or more than one number: write 100200300.5, or one number a field."
    ),
    "1 000,5": "can mean 1000.5 or more than one number: write 1000.5, or one number a field.",
    "1 234/567": "can mean 1234/567 or a mixed number: write one fraction.",
    # several numbers
    "2 and 3": _SEVERAL,
    "2 or 3": _SEVERAL,
    "1, 2, 3": _SEVERAL,
    "1, 2": _SEVERAL,
    "[1, 2]": _SEVERAL,
    "(1, 2)": _SEVERAL,
    "1;2": _SEVERAL,
    "1 2": _SEVERAL,
    "1 -2": _SEVERAL,
    "1 2 3": _SEVERAL,
    "1e3 5": _SEVERAL,
    "½½": _SEVERAL,
    "½1": _SEVERAL,
    "1/2 1/4": _SEVERAL,
    "1,2,3": _ALIKE,
    "12,34,567": _ALIKE,
    "1.2.3": _ALIKE,
    "1,234.567.8": _ALIKE,
    "1..5": _ALIKE,
    # fractions that are none
    "1/0": "divides by zero.",
    "0/0": "divides by zero.",
    "1 1/0": "divides by zero.",
    "1/0.0": "divides by zero.",
    "1 3/2": _IMPROPER,
    "1 2/2": _IMPROPER,
    "-1 3/2": _IMPROPER,
    "1/2/3": "has two fraction lines: write one fraction.",
    "1/-2": "has its sign below the fraction line: write it in front.",
    "1½/2": "is no fraction of whole numbers: write one, as in 3/4.",
    "1/½": "is no fraction of whole numbers: write one, as in 3/4.",
    "1e3/2": "is no fraction of whole numbers: write one, as in 3/4.",
    "1.5 1/2": _SEVERAL,
    # signs
    "−−1": "has two signs: write one.",
    "+-1": "has two signs: write one.",
    "±1": _WORDS,
    # something to work out
    "1--2": _SUM,
    "3-4": _SUM,
    "2+3": _SUM,
    "2*3": _SUM,
    "2×3": _SUM,
    "2·3": _SUM,
    "3x3": _SUM,
    "28 x 28": _SUM,
    "2^3": _SUM,
    "2**3": _SUM,
    "2²": _SUM,
    "10³": _SUM,
    "10⁻³": _SUM,
    "1½²": _SUM,
    "√2": _SUM,
    "3!": _SUM,
    "1:2": _SUM,
    "1÷2": _SUM,
    "1 - 2": _SUM,
    "½ + ½": _SUM,
    "2(3)": "has brackets: write the number without them.",
    "(3)": "has brackets: write the number without them.",
    "[1]": "has brackets: write the number without them.",
    "=3": "has an equals sign: write only the number.",
    "x = 3": "has an equals sign: write only the number.",
    # words, units and signs
    "50%": _PERCENT,
    "−12.5 %": _PERCENT,
    "50 percent": _PERCENT,
    "5 per cent": _PERCENT,
    "5 px": _WORDS,
    "5k": _WORDS,
    "1 1/2 px": _WORDS,
    "2 by 3": _WORDS,
    "3 million": _WORDS,
    "three": _WORDS,
    "n + 1": _WORDS,
    "$5": _WORDS,
    "5°": _WORDS,
    "≈3": _WORDS,
    "<3": _WORDS,
    "?": _WORDS,
    "①": _WORDS,
    "NaN": "is nothing that one can compute with: write a number in digits.",
    "∞": "is nothing that one can compute with: write a number in digits.",
    "-inf": "is nothing that one can compute with: write a number in digits.",
    "Infinity": "is nothing that one can compute with: write a number in digits.",
    "0x10": "is not decimal: write it in the digits 0 to 9.",
    "0b11": "is not decimal: write it in the digits 0 to 9.",
    # too small, too long
    "1e-400": "is too small to compute with: write 0.",
    "-1e-999": "is too small to compute with: write 0.",
    "9" * 400: "is too long: write at most 40 characters.",
    "0." + "3" * 60: "is too long: write at most 40 characters.",
    # not finished
    "-": _UNFINISHED,
    "+": _UNFINISHED,
    ".": _UNFINISHED,
    "1/": _UNFINISHED,
    "/2": _UNFINISHED,
    "1,": _UNFINISHED,
    "1e": _UNFINISHED,
    "1e-": _UNFINISHED,
    "e5": _WORDS,
}

# ---- the same grammar once more ------------------------------------------------------------------

ALPHABET = "00112233459" + "123" + "..,,//--−–+eE'_ ½⅓¾¹²₂⁄∕１２٣٫\u00a0\u202f\u200b%x*=()[];∞n"
_MARKS = {"−": "-", "–": "-", "—": "-", "‐": "-", "－": "-", "＋": "+", "⁄": "/", "∕": "/"}
_MARKS |= {"／": "/", "．": ".", "٫": ".", "，": ",", "٬": "'", "’": "'", "_": "'"}
_THIN = "\u00a0\u202f\u2009"


def meaning(text: str) -> Fraction | None:
    """The one value that `text` can mean, exactly; None if it has none or several."""
    words = _spelled(text).split()
    if len(_seen(text).strip()) > 40 or not words:
        return None
    sign = 1
    if words[0][0] in "+-":
        sign = -1 if words[0][0] == "-" else 1
        words = [word for word in [words[0][1:], *words[1:]] if word]
    if len(words) == 1:
        size = _decimal(words[0]) if "/" not in words[0] else _ratio(words[0], r"\d+\.?\d*|\.\d+")
    elif len(words) == 2 and words[0].isdecimal() and not re.match(r"\d{3}/", words[1]):
        part = _ratio(words[1], r"\d+")
        size = None if part is None or part >= 1 else int(words[0]) + part
    else:
        size = None
    return None if size is None else sign * size


def _spelled(text: str) -> str:
    """`text` in ASCII, with a space before and after each fraction that is one character."""
    out = ""
    plain = _seen(text)
    for i, each in enumerate(plain):
        rest = "".join(plain[i + 1 :])
        if each in _THIN and out[-1:].isdecimal() and re.match(r"\d{3}(?!\d)", rest):
            out += "'"
        elif each in _VULGAR:
            ratio = Fraction(unicodedata.numeric(each)).limit_denominator(10)
            out += f" {ratio.numerator}/{ratio.denominator} "
        elif each.isdecimal():
            out += str(unicodedata.decimal(each))
        elif each.isspace():
            out += " "
        else:
            out += _MARKS.get(each, each)
    out = re.sub(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/([₀₁₂₃₄₅₆₇₈₉]+)", _small, re.sub(r" */ *", "/", out))
    return re.sub(r"^ *([+-]) +", r"\1", out)


def _seen(text: str) -> str:
    return "".join(each for each in text if unicodedata.category(each) != "Cf")


def _small(found: re.Match[str]) -> str:
    return " {}/{} ".format(*(unicodedata.normalize("NFKC", part) for part in found.groups()))


def _ratio(word: str, number: str) -> Fraction | None:
    found = re.fullmatch(rf"({number})/({number})", word)
    if not found or Fraction(found[2]) == 0:
        return None
    return Fraction(found[1]) / Fraction(found[2])


def _decimal(word: str) -> Fraction | None:
    if re.fullmatch(r"(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", word, re.ASCII):
        value = Fraction(word)
        return None if 0 < value < Fraction(1, 10**320) and not float(value) else value
    readings = set()
    for thousands in ",.'":
        for point in ",.":
            whole, *decimals = word.split(point)
            first, *groups = whole.split(thousands)
            digits = [first, *groups, *decimals]
            if point == thousands or len(decimals) > 1 or not re.fullmatch(r"\d*", "".join(digits)):
                continue
            if decimals == [""] or any(len(group) != 3 for group in groups):
                continue
            grouped = groups and 1 <= len(first) <= 3 and first[0] != "0"
            if grouped or (decimals and not groups):
                readings.add(Fraction(f"{first}{''.join(groups)}.{''.join(decimals) or 0}"))
    return readings.pop() if len(readings) == 1 else None


def random_texts(count: int, seed: int = 0) -> list[str]:
    """Texts over the alphabet of the table: some out of the blue, some nearly as in the table."""
    rng = random.Random(seed)
    soup = ["".join(rng.choices(ALPHABET, k=rng.randint(1, 7))) for _ in range(count // 2)]
    known = [text for text in [*VALUES, *REFUSALS] if len(text) < 40]
    return soup + [_mutated(rng.choice(known), rng) for _ in range(count - len(soup))]


def _mutated(text: str, rng: random.Random) -> str:
    for _ in range(rng.randint(1, 2)):
        place = rng.randint(0, len(text))
        text = text[:place] + rng.choice([*ALPHABET, ""]) + text[place + rng.randint(0, 1) :]
    return text
