"""What the readers of digits reached on all of MNIST, as `make reproduce` left it."""

import json
from pathlib import Path
from typing import Any, NamedTuple

_FILE = Path(__file__).parents[2] / "results" / "readers.json"


class Result(NamedTuple):
    """One network, trained by one recipe from several seeds.

    `accuracies` are those on MNIST's 10,000 test digits, one a seed, from 0 to 1; `spread` is their
    standard deviation; `settings` are arguments of `cnnlib.training.fit`; `date` is the day on
    which the last of them was trained, as in 2026-11-27.
    """

    network: str
    recipe: str
    settings: dict[str, Any]
    accuracies: list[float]
    mean: float
    spread: float
    seconds_per_epoch: float
    parameters: int
    device: str
    machine: str
    software: str
    date: str


def load_results() -> list[Result]:
    """The kept results, in the order in which `make reproduce` trains.

    Raises:
        FileNotFoundError: the package lies outside its project, where no results are.

    >>> first = load_results()[0]
    >>> first.network, first.recipe, first.parameters
    ('reader', 'published', 93322)
    """
    if not _FILE.exists():
        raise FileNotFoundError(f"{_FILE} is not there: `make reproduce` writes it")
    return [Result(**row) for row in json.loads(_FILE.read_text("utf-8"))]
