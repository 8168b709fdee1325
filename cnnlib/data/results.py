"""What the readers of digits reached on all of MNIST, as the programs of `benchmarks` left it."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from cnnlib.checks import choice

_FOLDER = Path(__file__).parents[2] / "results"
_PROGRAMS = {
    "readers": "`make reproduce`",
    "keras": "`python -m benchmarks.beside_keras`",
}


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


def load_results(table: str = "readers") -> list[Result]:
    """The kept results, in the order in which they were trained.

    Args:
        table: ``"readers"``, each network by its published recipe and by ours; or ``"keras"``, one
            network in PyTorch and in Keras, side by side on a CPU.

    Raises:
        ValueError: there is no such table.
        FileNotFoundError: the package lies outside its project, where no results are.

    >>> first = load_results()[0]
    >>> first.network, first.recipe, first.parameters
    ('reader', 'published', 93322)
    >>> [row.recipe for row in load_results("keras")]
    ['published, in PyTorch', 'published, in Keras']
    """
    file = _FOLDER / f"{choice('table', table, tuple(_PROGRAMS))}.json"
    if not file.exists():
        raise FileNotFoundError(f"{file} is not there: {_PROGRAMS[table]} writes it")
    return [Result(**row) for row in json.loads(file.read_text("utf-8"))]
