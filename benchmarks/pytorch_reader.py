"""The reader in PyTorch, trained once: run by `benchmarks.beside_keras`, as the one in Keras is.

``python -m benchmarks.pytorch_reader digits.npz SEED EPOCHS`` waits for a line of input before each
epoch and prints a line of JSON after it, its seconds; after one line more it prints what came of
them.
"""

import json
import sys
import time
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from cnnlib.data import Digits
from cnnlib.models import KerasReader
from cnnlib.training import evaluate, fit

SETTINGS = {"optimizer": "RMSprop", "rate": 1e-3, "batch": 64}


class Turns:
    """The loss of a training that pauses before each epoch, until a line of input comes."""

    def __init__(self, steps_per_epoch: int) -> None:
        self._steps_per_epoch = steps_per_epoch
        self._steps = 0
        self._began = 0.0

    def __call__(self, scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        if self._steps % self._steps_per_epoch == 0:
            if self._steps:
                self.end()
            sys.stdin.readline()
            self._began = time.perf_counter()
        self._steps += 1
        return cross_entropy(scores, labels)

    def end(self) -> None:
        """Tell how long the epoch took, from the loss of one first step to that of the next."""
        tell(seconds=time.perf_counter() - self._began)


def tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)


def main() -> None:
    file, seed, epochs = sys.argv[1], *map(int, sys.argv[2:])
    digits = np.load(file)
    train = Digits(digits["train"], digits["train_labels"])
    model = KerasReader(seed=seed)
    turns = Turns(-(-len(train.labels) // SETTINGS["batch"]))
    tell(ready=True)
    fit(model, train, **SETTINGS, epochs=epochs, seed=seed, device="cpu", loss=turns)
    turns.end()
    sys.stdin.readline()
    tell(
        accuracy=evaluate(model, Digits(digits["test"], digits["test_labels"])).accuracy,
        parameters=sum(parameter.numel() for parameter in model.parameters()),
        software=f"torch {torch.__version__}",
    )


if __name__ == "__main__":
    main()
