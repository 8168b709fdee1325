"""The reader in PyTorch and in Keras, side by side: ``python -m benchmarks.beside_keras``.

The published recipe on all of MNIST, on the processor: RMSprop, rate 0.001, batches of 64. For each
seed one training in Keras and one in PyTorch, one after the other, so that a machine that others
use as well slows both alike. Keras and TensorFlow (1.6 GB) get an environment of their own in
``.work/keras``, from ``requirements-keras.txt``. In Keras the first epoch of each run, which builds
the graph, does not count for the seconds.

The table is kept in ``results/keras.json``.
"""

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.reproduce import PROJECT, write
from benchmarks.side_by_side import machine, start_clean
from cnnlib.data import Digits, load_mnist
from cnnlib.models import KerasReader
from cnnlib.training import evaluate, fit

HERE = Path(__file__).parent
FOLDER = PROJECT / ".work" / "keras"
RESULTS = PROJECT / "results" / "keras.json"
SETTINGS = {"optimizer": "RMSprop", "rate": 1e-3, "batch": 64}


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
        ready.write_text(wanted, "utf-8")
    return python


def in_keras(python: Path, file: Path, seed: int, epochs: int) -> dict[str, Any]:
    """One training in Keras."""
    command = [python, HERE / "keras_reader.py", file, str(seed), str(epochs)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**told, "seconds": told["seconds"][1:]}


def in_pytorch(train: Digits, test: Digits, seed: int, epochs: int) -> dict[str, Any]:
    """One training in PyTorch, as long as that in Keras."""
    model = KerasReader(seed=seed)
    history = fit(model, train, **SETTINGS, epochs=epochs, seed=seed, device="cpu")
    return {
        "accuracy": evaluate(model, test).accuracy,
        "seconds": [history.seconds / epochs],
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "software": f"torch {torch.__version__}",
    }


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
    parser.add_argument("--data", help="folder with MNIST's files; else CNNLIB_DATA, or a download")
    options = parser.parse_args()
    if options.epochs < 2 or options.seeds < 2:
        parser.error("there must be two epochs and two seeds at least")
    python = environment()
    train, test = load_mnist(options.data)
    file = FOLDER / "digits.npz"
    np.savez(
        file,
        train=train.images,
        train_labels=train.labels,
        test=test.images,
        test_labels=test.labels,
    )
    keras, pytorch = [], []
    for seed in range(options.seeds):
        keras.append(in_keras(python, file, seed, options.epochs))
        pytorch.append(in_pytorch(train, test, seed, options.epochs))
        medians = [statistics.median(runs[-1]["seconds"]) for runs in (pytorch, keras)]
        print(
            f"seed {seed}: PyTorch {pytorch[-1]['accuracy']:.2%}, {medians[0]:.1f} s an epoch; "
            f"Keras {keras[-1]['accuracy']:.2%}, {medians[1]:.1f} s; ratio "
            f"{medians[0] / medians[1]:.2f}",
            flush=True,
        )
    named = {"PyTorch": pytorch, "Keras": keras}
    write(RESULTS, [row(library, runs, options.epochs) for library, runs in named.items()])


if __name__ == "__main__":
    start_clean()
    main()
