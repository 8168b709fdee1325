"""Exercises and questions: answers are checked at once, and a mistake is told by its name."""

from importlib import import_module
from typing import Any

_HOME = {"check": "_check", "progress": "_progress", "question": "_question", "reveal": "_question"}

__all__ = ["check", "progress", "question", "reveal"]


def __getattr__(name: str) -> Any:
    """Load what is behind a public name when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value
