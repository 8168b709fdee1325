"""The reader in PyTorch and in Keras, side by side: ``python -m benchmarks.beside_keras``.

The published recipe on all of MNIST, on the processor: RMSprop, rate 0.001, batches of 64. For each
seed one training in Keras and one in PyTorch. They take turns after each epoch, the one that waits
is stopped, and who goes first changes, so that a machine that others use as well slows both alike.
Keras and TensorFlow (1.6 GB) get an environment of their own in ``.work/keras``, from
``requirements-keras.txt``. The first epoch of each, in which Keras builds the graph, does not count
for the seconds. Both have the same `ENVIRONMENT`.

Each seed's pair is kept in ``.work/keras`` at once, so that whoever interrupts this loses the pair
that was on its way and no other; ``--anew`` forgets them, as after a change of what is measured.
The table of all seeds is kept in ``results/keras.json``.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.pytorch_reader import SETTINGS
from benchmarks.reproduce import PROJECT, write
from benchmarks.side_by_side import machine, start_clean
from cnnlib.data import load_mnist

HERE = Path(__file__).parent
FOLDER = PROJECT / ".work" / "keras"
RESULTS = PROJECT / "results" / "keras.json"
ENVIRONMENT = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # large pages of memory
    "OMP_WAIT_POLICY": "active",  # threads do not fall asleep between two operations
}
LIBRARIES = ("PyTorch", "Keras")


def environment() -> Path:
    """The Python that has Keras; made if it is not there."""
    python = FOLDER / "env" / "bin" / "python"
    ready = FOLDER / "installed"
    wanted = (HERE / "requirements-keras.txt").read_text("utf-8")
    if not ready.exists() or ready.read_text("utf-8") != wanted:
        print("Installing Keras and TensorFlow into .work/keras …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER / "env"], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "-r"]
        subprocess.run([*install, HERE / "requirements-keras.txt"], check=True)
        forget()  # pairs of other versions
        ready.write_text(wanted, "utf-8")
    return python


def forget() -> None:
    """Keep no pair of before."""
    for old in FOLDER.glob("pair-*.json"):
        old.unlink()


class Rival:
    """A library's training, in a process of its own that is stopped between its epochs."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=PROJECT)
        self._told()  # that it is ready
        self._stop()

    def epoch(self) -> float:
        """Let it train for one epoch: its seconds."""
        self._go_on()
        seconds: float = self._told()["seconds"]
        self._stop()
        return seconds

    def result(self) -> dict[str, Any]:
        """What came of all epochs."""
        self._go_on()
        return self._told()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _stop(self) -> None:
        self._process.send_signal(signal.SIGSTOP)
        os.waitpid(self._process.pid, os.WUNTRACED)  # until it has

    def _go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def _told(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended too early; what it says is above")
        told: dict[str, Any] = json.loads(line)
        return told


def take_turns(rivals: Mapping[str, Rival], epochs: int) -> dict[str, Any]:
    """Train in each library, an epoch here and an epoch there; the seconds of all but the first."""
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    for epoch in range(epochs):
        for name in list(rivals)[:: -1 if epoch % 2 else 1]:
            seconds[name].append(rivals[name].epoch())
    return {name: {**rivals[name].result(), "seconds": seconds[name][1:]} for name in rivals}


def pair(commands: Mapping[str, Sequence[str | Path]], seed: int, epochs: int) -> dict[str, Any]:
    """One training in each library, or what is kept of it."""
    kept = FOLDER / f"pair-{epochs}-{seed}.json"
    if not kept.exists():
        with ExitStack() as ends:
            rivals = {}
            for name, command in commands.items():
                rivals[name] = Rival([*command, str(seed), str(epochs)])
                ends.callback(rivals[name].close)
            write(kept, take_turns(rivals, epochs))
    known: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    return known


def row(library: str, runs: Sequence[Mapping[str, Any]], epochs: int) -> dict[str, Any]:
    """What the table says of a library: as `benchmarks.reproduce` says it of a recipe."""
    accuracies = [done["accuracy"] for done in runs]
    return {
        "network": "reader",
        "recipe": f"published, in {library}",
        "settings": {**SETTINGS, "epochs": epochs},
        "accuracies": accuracies,
        "mean": statistics.fmean(accuracies),
        "spread": statistics.stdev(accuracies),
        "seconds_per_epoch": statistics.median(each for run in runs for each in run["seconds"]),
        "parameters": runs[-1]["parameters"],
        "device": "cpu",
        "machine": machine(),
        "software": runs[-1]["software"],
        "date": datetime.now(UTC).date().isoformat(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=5, help="so many in each training")
    parser.add_argument("--seeds", type=int, default=3, help="so many trainings in each library")
    parser.add_argument("--anew", action="store_true", help="train the pairs that are kept, too")
    parser.add_argument("--data", help="folder with MNIST's files; else CNNLIB_DATA, or a download")
    options = parser.parse_args()
    if options.epochs < 2 or options.seeds < 2:
        parser.error("there must be two epochs and two seeds at least")
    python = environment()
    if options.anew:
        forget()
    train, test = load_mnist(options.data)
    file = FOLDER / "digits.npz"
    np.savez(
        file,
        train=train.images,
        train_labels=train.labels,
        test=test.images,
        test_labels=test.labels,
    )
    commands = {
        "PyTorch": [sys.executable, "-m", "benchmarks.pytorch_reader", file],
        "Keras": [python, HERE / "keras_reader.py", file],
    }
    pairs = []
    for seed in range(options.seeds):
        pairs.append(pair(commands, seed, options.epochs))
        ours, theirs = (pairs[-1][library] for library in LIBRARIES)
        seconds, beside = (statistics.median(run["seconds"]) for run in (ours, theirs))
        print(
            f"seed {seed}: PyTorch {ours['accuracy']:.2%}, {seconds:.1f} s an epoch; "
            f"Keras {theirs['accuracy']:.2%}, {beside:.1f} s; ratio {seconds / beside:.2f}",
            flush=True,
        )
    table = [row(name, [each[name] for each in pairs], options.epochs) for name in LIBRARIES]
    write(RESULTS, table)


if __name__ == "__main__":
    start_clean(ENVIRONMENT)
    main()
