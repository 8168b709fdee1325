"""What has been solved, kept in the reader's home folder as one JSON file.

The file has the form that the book's page exports: ``{"format": "sliding-window/1", "entries":
{"03-echo": {"solved": true, "tries": 2}}}``. Entries of names that this version does not know are
kept as they are.

Several notebooks may record at once: whoever writes holds a lock from reading to writing. Nothing
here raises: an exercise works, and says so once, where its progress cannot be kept.
"""

import json
import os
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import platformdirs
from filelock import FileLock

FORMAT = "sliding-window/1"

_SECONDS_FOR_THE_LOCK = 10
_warned: set[str] = set()


def path() -> Path:
    """The file: in the folder ``$CNNLIB_STATE``, or in the user's data folder."""
    folder = os.environ.get("CNNLIB_STATE") or platformdirs.user_data_dir("cnnlib")
    return Path(folder) / "progress.json"


def read() -> dict[str, Any]:
    """All entries. A file of something else is set aside and the book starts afresh."""
    try:
        try:
            return _load()
        except ValueError:
            with _lock():
                return _load_or_begin()
    except OSError as error:
        _warn(f"your progress cannot be read: {error}")
        return {}


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
        path().parent.mkdir(parents=True, exist_ok=True)
        with _lock():
            entries = _load_or_begin()
            old = entries.get(name)
            kept = old if isinstance(old, dict) else {}
            now: dict[str, Any] = {"solved": solved(old) or is_solved, "tries": tries(old) + 1}
            if right_answer:
                now["answer"] = list(right_answer)
            _write({**entries, name: {**kept, **now}})
    except OSError as error:
        _warn(f"your progress could not be kept: {error}")


def _lock() -> FileLock:
    return FileLock(path().with_name("progress.lock"), timeout=_SECONDS_FOR_THE_LOCK)


def _warn(sentence: str) -> None:
    """Say it once, not at every answer."""
    if not _warned:
        _warned.add(sentence)
        warnings.warn(sentence, stacklevel=3)


def _load() -> dict[str, Any]:
    """The entries of the file, none if there is no file.

    Raises:
        ValueError: the file holds something else.
        OSError: it cannot be read.
    """
    try:
        content = json.loads(path().read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    entries = content.get("entries") if isinstance(content, dict) else None
    if not isinstance(entries, dict) or content.get("format") != FORMAT:
        raise ValueError(f"not of the format {FORMAT}")
    return entries


def _load_or_begin() -> dict[str, Any]:
    """As `_load`, but a file of something else is set aside. Only for who holds the lock."""
    try:
        return _load()
    except ValueError:
        file = path()
        aside = _set_aside(file)
        warnings.warn(
            f"{file} does not hold this book's progress; it is now {aside.name}, and a new file "
            "begins.",
            stacklevel=3,
        )
        return {}


def _write(entries: dict[str, Any]) -> None:
    file = path()
    text = json.dumps({"format": FORMAT, "entries": entries}, indent=1, sort_keys=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix="progress-", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        _replace(temporary, file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _replace(temporary: str, file: Path) -> None:
    """Put the new file in place; Windows refuses while somebody is reading the old one."""
    for seconds in (0.01, 0.1, 0.5):
        try:
            os.replace(temporary, file)
            return
        except PermissionError:
            time.sleep(seconds)
    os.replace(temporary, file)


def _set_aside(file: Path) -> Path:
    """Rename a file that cannot be read to the first free ``progress-broken-N.json``."""
    number = 1
    while (aside := file.with_name(f"progress-broken-{number}.json")).exists():
        number += 1
    return file.replace(aside)
