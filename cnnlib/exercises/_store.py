"""What has been solved, kept in the reader's home folder as one JSON file.

The file has the form that the book's page exports: ``{"format": "sliding-window/1", "entries":
{"03-echo": {"solved": true, "tries": 2}}}``. Entries of names that this version does not know are
kept as they are.
"""

import json
import os
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import platformdirs

FORMAT = "sliding-window/1"


def path() -> Path:
    """The file: in the folder ``$CNNLIB_STATE``, or in the user's data folder."""
    folder = os.environ.get("CNNLIB_STATE") or platformdirs.user_data_dir("cnnlib")
    return Path(folder) / "progress.json"


def read() -> dict[str, Any]:
    """All entries. A file that cannot be read as such is set aside and the book starts afresh."""
    file = path()
    try:
        content = json.loads(file.read_text("utf-8"))
        entries = content["entries"]
        if content["format"] != FORMAT or not isinstance(entries, dict):
            raise ValueError
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError):
        aside = _set_aside(file)
        warnings.warn(
            f"{file} does not hold this book's progress; it is now {aside.name}, and a new file "
            "begins.",
            stacklevel=2,
        )
        return {}
    return entries


def solved(entry: Any) -> bool:
    """Whether an entry, whatever it holds, says that its exercise is solved."""
    return isinstance(entry, dict) and entry.get("solved") is True


def tries(entry: Any) -> int:
    """How often an answer was given, as far as an entry says so in earnest."""
    count = entry.get("tries") if isinstance(entry, dict) else None
    return count if type(count) is int and 0 <= count <= 1_000_000 else 0


def answer(entry: Any) -> list[str]:
    """The last right answer to a question, as the texts of its fields; empty if none is kept."""
    texts = entry.get("answer") if isinstance(entry, dict) else None
    if not isinstance(texts, list) or len(texts) > 20:
        return []
    return texts if all(isinstance(text, str) and len(text) <= 1000 for text in texts) else []


def record(name: str, is_solved: bool, right_answer: Sequence[str] = ()) -> None:
    """Count one more answer to `name`. What was solved once stays solved."""
    try:
        entries = read()
        old = entries.get(name)
        kept = old if isinstance(old, dict) else {}
        now: dict[str, Any] = {"solved": solved(old) or is_solved, "tries": tries(old) + 1}
        if right_answer:
            now["answer"] = list(right_answer)
        _write({**entries, name: {**kept, **now}})
    except OSError as error:
        warnings.warn(f"your progress could not be kept: {error}", stacklevel=2)


def _write(entries: dict[str, Any]) -> None:
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"format": FORMAT, "entries": entries}, indent=1, sort_keys=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix="progress-", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.replace(temporary, file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _set_aside(file: Path) -> Path:
    """Rename a file that cannot be read to the first free ``progress-broken-N.json``."""
    number = 1
    while (aside := file.with_name(f"progress-broken-{number}.json")).exists():
        number += 1
    return file.replace(aside)
