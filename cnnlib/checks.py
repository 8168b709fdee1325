"""Checks of single arguments at the public boundary, and the one way of wording a complaint.

Each takes the name of the argument and its value, and returns the value as the library uses it.
"""

from collections.abc import Iterable, Sequence
from operator import index
from typing import Any

Shape = tuple[int, ...]
PerAxis = int | Shape
PaddingPair = tuple[int, int]


def shape_text(shape: Iterable[int]) -> str:
    """A shape as the book writes it.

    >>> shape_text((64, 3, 3)), shape_text(())
    ('64×3×3', '() (a single number)')
    """
    return "×".join(map(str, shape)) or "() (a single number)"


def whole(name: str, value: Any, least: int) -> int:
    """`value` as an int; True, 3.0 and "3" are no whole numbers here, NumPy's integers are.

    >>> whole("stride", 2, least=1)
    2
    >>> whole("stride", 0, least=1)
    Traceback (most recent call last):
    ValueError: stride must be a whole number ≥ 1, got 0
    """
    rule = f"{name} must be a whole number ≥ {least}, got {value!r:.60}"
    if isinstance(value, bool):
        raise ValueError(rule)
    try:
        number = index(value)
    except TypeError:
        raise ValueError(rule) from None
    if number < least:
        raise ValueError(rule)
    return number


def flag(name: str, value: Any) -> bool:
    """`value`, which must be True or False."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be True or False, got {value!r:.60}")
    return value


def choice(name: str, value: Any, allowed: Sequence[Any]) -> Any:
    """`value`, which must be one of those allowed."""
    if not isinstance(value, str | int) or isinstance(value, bool) or value not in allowed:
        raise ValueError(f"{name} {value!r:.60} is unknown: use {_either(allowed)}")
    return value


def text(name: str, value: Any) -> str:
    """`value`, which must be a string."""
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a string, got {value!r:.60}")
    return value


def number(name: str, value: Any, rule: str) -> float:
    """`value` as a float; `rule` says in words what it must be, if it is none.

    >>> number("rate", "fast", "a number > 0")
    Traceback (most recent call last):
    ValueError: rate must be a number > 0, got 'fast'
    """
    if isinstance(value, bool | str):
        raise ValueError(f"{name} must be {rule}, got {value!r:.60}")
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be {rule}, got {value!r:.60}") from None


def fraction(name: str, value: Any) -> float:
    """`value` as a float, 0 or more and less than 1.

    >>> fraction("dropout", 1)
    Traceback (most recent call last):
    ValueError: dropout must be a number from 0 to less than 1, got 1
    """
    rule = "a number from 0 to less than 1"
    part = number(name, value, rule)
    if not 0 <= part < 1:
        raise ValueError(f"{name} must be {rule}, got {value!r:.60}")
    return part


def per_axis(name: str, value: Any, least: int) -> PerAxis:
    """`value` as one whole number for every axis, or as a tuple with one for each.

    >>> per_axis("kernel", 3, least=1), per_axis("kernel", [3, 2], least=1)
    (3, (3, 2))
    """
    if not isinstance(value, tuple | list):
        return whole(name, value, least)
    if not value:
        raise ValueError(f"{name} is empty: give a whole number ≥ {least}, or one for each axis")
    return tuple(whole(name, number, least) for number in value)


def as_pair(name: str, value: Any, least: int) -> tuple[int, int]:
    """A whole number for both axes of an image, or one for each: rows first, then columns.

    >>> as_pair("stride", 2, least=1), as_pair("stride", (2, 3), least=1)
    ((2, 2), (2, 3))
    >>> as_pair("stride", 0, least=1)
    Traceback (most recent call last):
    ValueError: stride must be a whole number ≥ 1, or one per axis, got 0
    """
    if type(value) is int and value >= least:  # nearly always, and every layer asks
        return value, value
    try:
        vertical, horizontal = value if isinstance(value, tuple | list) else (value, value)
        return whole(name, vertical, least), whole(name, horizontal, least)
    except ValueError:
        raise ValueError(
            f"{name} must be a whole number ≥ {least}, or one per axis, got {value!r:.60}"
        ) from None


def axis_padding(value: Any) -> str | PaddingPair:
    """The padding of one axis, as "same" or as zeros before and after it.

    >>> axis_padding("same"), axis_padding("valid"), axis_padding(1), axis_padding((1, 2))
    ('same', (0, 0), (1, 1), (1, 2))
    """
    if isinstance(value, str):
        choice("padding", value, ("same", "valid"))
        return "same" if value == "same" else (0, 0)
    if isinstance(value, tuple | list):
        if len(value) != 2:
            raise ValueError(
                f"padding of one axis must be a whole number or a pair (before, after), "
                f"got {value!r:.60}"
            )
        before, after = (whole("padding", number, 0) for number in value)
        return before, after
    number = whole("padding", value, 0)
    return number, number


def layer_padding(value: Any) -> Any:
    """The padding of a layer: a tuple holds one `axis_padding` for each axis, else all have it.

    >>> layer_padding([1, (0, 2)]), layer_padding("same")
    (((1, 1), (0, 2)), 'same')
    """
    if isinstance(value, str):
        return choice("padding", value, ("same", "valid"))
    if not isinstance(value, tuple | list):
        return whole("padding", value, 0)
    if not value:
        raise ValueError("padding is empty: give a whole number ≥ 0, or an entry for each axis")
    return tuple(axis_padding(entry) for entry in value)


def _either(options: Sequence[Any]) -> str:
    *rest, last = map(repr, options)
    return f"{', '.join(rest)} or {last}" if rest else last
