"""Finds an exercise by its name, and loads no chapter but the one that has it.

Names are ``"NN-slug"``: chapter NN is the module ``chapterNN``, which offers `TITLE`, `PAGE` (its
address in the book) and `ITEMS` (its exercises and questions in reading order); if its figures
have tasks also `TASKS`. Importing a chapter's module must not import torch.
"""

import difflib
import pkgutil
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

import cnnlib.exercises as package
from cnnlib.exercises._kinds import Item, Task


def find(name: str) -> Item:
    """The exercise or question of this name.

    >>> find("03-echo").title
    'An echo'

    Raises:
        ValueError: if there is none; lists names that are close.
    """
    number = str(name).partition("-")[0]
    if number in _numbers():
        for item in chapter(number).ITEMS:
            if item.name == name:
                return item
    close = difflib.get_close_matches(str(name), names(), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else "progress() lists all names."
    raise ValueError(f"there is no exercise {name!r}: {hint}")


def names() -> list[str]:
    """All names, in the order of the book."""
    return [item.name for number in _numbers() for item in chapter(number).ITEMS]


def graded(module: ModuleType) -> list[Item]:
    """What can be solved in a chapter, given as its module: a guess is only kept."""
    return [item for item in module.ITEMS if item.kind is not None]


def tasks(module: ModuleType) -> Sequence[Task]:
    """What a chapter's figures ask for, in the order of its page."""
    found: Sequence[Task] = getattr(module, "TASKS", ())
    return found


def chapters() -> list[ModuleType]:
    """The modules of all chapters that have exercises, in the order of the book."""
    return [chapter(number) for number in _numbers()]


def chapter(number: str) -> ModuleType:
    """The module of one chapter, for example ``"03"``."""
    return import_module(f"cnnlib.exercises.chapter{number}")


@cache
def _numbers() -> list[str]:
    modules = (module.name for module in pkgutil.iter_modules(package.__path__))
    return sorted(name.removeprefix("chapter") for name in modules if name.startswith("chapter"))
