"""The trainings that `test_together` does once by itself and once in two processes of torchrun."""

import json
import os
import sys
from dataclasses import asdict

import numpy as np
from torch import nn

from cnnlib.models import LeNet5, seeded
from cnnlib.training import fit

RNG = np.random.default_rng(0)
TRAIN = (RNG.random((23, 1, 28, 28), np.float32), RNG.integers(0, 3, 23))


def small(*between):
    with seeded(0):
        layers = [nn.Conv2d(1, 2, 5, stride=4), *between, nn.Flatten(), nn.Linear(72, 3)]
        return nn.Sequential(*layers)


def with_statistics():
    return small(nn.BatchNorm2d(2))


# An epoch's last batch of 23 pictures is smaller, and with batches of 11 a single picture.
TRAININGS = {
    "SGD": (small, {"rate": 0.1, "epochs": 3, "optimizer": "SGD", "momentum": 0.9, "batch": 11}),
    "Adam": (small, {"rate": 0.01, "epochs": 2, "batch": 7, "one_cycle": True, "shift": 1}),
    "all": (small, {"rate": 0.1, "steps": 4, "batch": None, "optimizer": "SGD"}),
    "LeNet-5": (
        lambda: LeNet5(seed=0),
        {"rate": 1e-3, "steps": 3, "batch": 9, "loss": LeNet5.loss},
    ),
    "batch norm": (with_statistics, {"rate": 0.01, "epochs": 1, "batch": 7}),
}


def trained(name):
    """What is left of one of them: the history, and everything that the model holds."""
    make, settings = TRAININGS[name]
    model = make()
    history = fit(model, TRAIN, watch={"train": TRAIN}, device="cpu", **settings)
    state = {key: value.double().flatten().tolist() for key, value in model.state_dict().items()}
    return {"history": asdict(history), "state": state}


def refused():
    """What is said of a batch that is too small to be shared."""
    try:
        fit(small(), TRAIN, rate=0.1, steps=1, batch=1, device="cpu")
    except ValueError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    found = {name: trained(name) for name in TRAININGS} | {"refused": refused()}
    with open(f"{sys.argv[1]}/{os.environ['RANK']}.json", "w") as file:
        json.dump(found, file)
