"""Train the book's readers of digits on all of MNIST: ``make reproduce``.

Each network by the recipe that it was published with, and by ours, from several seeds: the first
weights and the order of the digits differ, nothing else. Accuracies are those on MNIST's 10,000
test digits after the last epoch. No number was chosen on these: the rates and shifts of our recipes
are the best of a few that learned from the first 50,000 digits and read the other 10,000.

What is finished is kept at once, a file for each run, so whoever interrupts this loses the run that
was on its way and no other. A recipe of which all runs are there gets its row in
``results/readers.json``, with its date and its machine; `python -m benchmarks.reproduce --only
reader --jobs 2` runs some networks, two at a time.
"""

import argparse
import hashlib
import json
import os
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import nn

from benchmarks.side_by_side import machine
from cnnlib.data import Digits, load_mnist
from cnnlib.models import (
    BatchNormReader,
    DenseBaseline,
    FiveByFiveReader,
    KerasReader,
    LeNet5,
    LeNetModern,
)
from cnnlib.training import fit, progress_bar

PROJECT = Path(__file__).parents[1]
KEPT = PROJECT / ".work" / "reproduce"
RESULTS = PROJECT / "results" / "readers.json"


class Recipe(NamedTuple):
    """How a network is trained; `settings` are arguments of `cnnlib.training.fit`."""

    network: str
    whose: str
    build: Callable[..., nn.Module]
    settings: dict[str, Any]
    seeds: int = 3
    loss: Callable[..., Any] | None = None

    @property
    def name(self) -> str:
        return f"{self.network}, {self.whose}"

    @property
    def told(self) -> dict[str, Any]:
        """The settings as they are written down."""
        return {**self.settings, **({"loss": self.loss.__qualname__} if self.loss else {})}

    def file(self, folder: Path, seed: int) -> Path:
        """Where a run is kept: another one as soon as a setting is another."""
        text = json.dumps(self.told, sort_keys=True)
        mark = hashlib.sha256(text.encode()).hexdigest()[:8]
        return folder / f"{self.network}-{self.whose}-{mark}-{seed}.json"


_ONE_CYCLE = {"optimizer": "AdamW", "one_cycle": True, "batch": 128, "epochs": 5}
_FAST = {**_ONE_CYCLE, "rate": 1e-2, "shift": 1}
_SLOW = {**_ONE_CYCLE, "rate": 5e-3, "shift": 1}

RECIPES = (
    Recipe(
        *("reader", "published", KerasReader),
        {"optimizer": "RMSprop", "rate": 1e-3, "batch": 64, "epochs": 5},
        seeds=5,
    ),
    Recipe("reader", "ours", KerasReader, _FAST, seeds=5),
    Recipe(
        *("dense", "published", DenseBaseline),
        {"optimizer": "RMSprop", "rate": 1e-3, "batch": 128, "epochs": 5},
    ),
    Recipe("dense", "ours", DenseBaseline, {**_SLOW, "shift": 0}),
    Recipe(
        *("batch-norm", "published", BatchNormReader),
        {"optimizer": "Adam", "rate": 1e-3, "batch": 100, "epochs": 1},
    ),
    Recipe("batch-norm", "ours", BatchNormReader, _SLOW),
    Recipe(
        *("five-by-five", "published", FiveByFiveReader),
        {"optimizer": "Adam", "rate": 1e-3, "batch": 50, "epochs": 1},
    ),
    Recipe("five-by-five", "ours", FiveByFiveReader, _FAST),
    Recipe("lenet-1998", "ours", LeNet5, _FAST, loss=LeNet5.loss),
    Recipe("lenet-modern", "ours", LeNetModern, _SLOW),
)


@cache
def _mnist(root: str | None) -> tuple[Digits, Digits]:
    return load_mnist(root)


def run(recipe: Recipe, seed: int, root: str | None, folder: Path, *, bar: bool) -> dict[str, Any]:
    """One training, or what is kept of it."""
    file = recipe.file(folder, seed)
    if not file.exists():
        train, test = _mnist(root)
        model = recipe.build(seed=seed)
        settings = {**recipe.settings, "loss": recipe.loss}
        history = fit(model, train, **settings, watch={"test": test}, seed=seed, progress=bar)
        done = {
            "seed": seed,
            "accuracies": history.accuracies["test"],
            "seconds_per_epoch": history.seconds / history.epochs,
            "parameters": sum(parameter.numel() for parameter in model.parameters()),
            "device": _device_name(model),
            "machine": machine(),
            "software": f"torch {torch.__version__}",
            "date": datetime.now(UTC).date().isoformat(),
        }
        write(file, done)
    known: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return known


def _device_name(model: nn.Module) -> str:
    place = next(model.parameters()).device
    return torch.cuda.get_device_name(place) if place.type == "cuda" else place.type


def write(file: Path, content: Any) -> None:
    """A file that is there as a whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{os.getpid()}")
    half.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    half.replace(file)


def row(recipe: Recipe, runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the table says of a recipe: means and standard deviations over its runs."""
    last = [done["accuracies"][-1] for done in runs]
    seconds = [done["seconds_per_epoch"] for done in runs]
    told = {key: runs[-1][key] for key in ("parameters", "device", "machine", "software", "date")}
    return {
        "network": recipe.network,
        "recipe": recipe.whose,
        "settings": recipe.told,
        "accuracies": last,
        "mean": statistics.fmean(last),
        "spread": statistics.stdev(last),
        "seconds_per_epoch": statistics.median(seconds),
        **told,
    }


def save(rows: Iterable[dict[str, Any]], results: Path) -> list[dict[str, Any]]:
    """Put rows in the place of those of the same recipes; the others stay."""
    old = json.loads(results.read_text("utf-8")) if results.exists() else []
    table = {(each["network"], each["recipe"]): each for each in (*old, *rows)}
    order = [(recipe.network, recipe.whose) for recipe in RECIPES]
    kept = [table[key] for key in order if key in table]
    write(results, kept)
    return kept


def show(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print the table."""
    print(f"{'network':14}{'recipe':12}{'parameters':>11}{'test %':>16}{'seeds':>7}{'s/epoch':>9}")
    for each in rows:
        accuracy = f"{100 * each['mean']:.2f} ± {100 * each['spread']:.2f}"
        numbers = f"{each['parameters']:>11,}{accuracy:>16}{len(each['accuracies']):>7}"
        print(f"{each['network']:14}{each['recipe']:12}{numbers}{each['seconds_per_epoch']:>9.1f}")


def reproduce(
    recipes: Sequence[Recipe], root: str | None, jobs: int, folder: Path, results: Path
) -> None:
    """Run what is missing, a process for each recipe if there are several jobs."""
    found: dict[str, list[dict[str, Any]]] = {recipe.name: [] for recipe in recipes}
    if jobs == 1:
        for recipe in recipes:
            for seed in range(recipe.seeds):
                print(f"{recipe.name}, seed {seed}", flush=True)
                found[recipe.name].append(run(recipe, seed, root, folder, bar=True))
    else:
        _mnist(root)  # downloaded once, and a wrong folder is said before anything begins
        work = partial(_all_seeds, root=root, folder=folder, threads=_threads(jobs))
        with (
            ProcessPoolExecutor(jobs, get_context("spawn")) as pool,
            progress_bar(len(recipes), True) as advance,
        ):
            started = {pool.submit(work, recipe): recipe for recipe in recipes}
            for ended in as_completed(started):
                found[started[ended].name] = ended.result()
                advance()
    show(save((row(recipe, found[recipe.name]) for recipe in recipes), results))


def _threads(jobs: int) -> int:
    return max(1, (os.cpu_count() or 1) // jobs)


def _all_seeds(
    recipe: Recipe, root: str | None, folder: Path, threads: int
) -> list[dict[str, Any]]:
    """All runs of one recipe, in a process of their own."""
    torch.set_num_threads(threads)
    return [run(recipe, seed, root, folder, bar=False) for seed in range(recipe.seeds)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    networks = list(dict.fromkeys(recipe.network for recipe in RECIPES))
    parser.add_argument("--only", nargs="+", choices=networks, help="these networks")
    parser.add_argument("--jobs", type=int, default=1, help="so many recipes at a time")
    parser.add_argument("--data", help="folder with MNIST's files; else CNNLIB_DATA, or a download")
    options = parser.parse_args()
    if options.jobs < 1:
        parser.error(f"--jobs must be at least 1, got {options.jobs}")
    wanted = [each for each in RECIPES if each.network in (options.only or networks)]
    reproduce(wanted, options.data, options.jobs, KEPT, RESULTS)


if __name__ == "__main__":
    main()
