"""PyTorch beside Keras: the table's rows, and an environment that is the same tomorrow."""

import pytest

from benchmarks import beside_keras
from cnnlib.data import Result
from cnnlib.models import KerasReader


def test_a_row_is_what_the_pages_read():
    told = {"parameters": 93_322, "software": "keras 3"}
    runs = [
        {**told, "accuracy": 0.99, "seconds": [3.0, 5.0]},
        {**told, "accuracy": 0.98, "seconds": [4.0, 40.0]},
    ]
    row = Result(**beside_keras.row("Keras", runs, epochs=3))
    assert (row.recipe, row.accuracies, row.settings["epochs"]) == (
        "published, in Keras",
        [0.99, 0.98],
        3,
    )
    assert row.mean == pytest.approx(0.985)
    assert row.seconds_per_epoch == 4.5  # one that was disturbed hardly counts


def test_every_package_is_pinned():
    lines = (beside_keras.HERE / "requirements-keras.txt").read_text("utf-8").splitlines()
    packages = [line for line in lines if not line.startswith("#")]
    assert all("==" in package for package in packages)
    assert any(package.startswith("keras==3.") for package in packages)


def test_pytorch_trains_what_keras_does(monkeypatch):
    seen = {}

    class History:
        seconds = 6.0

    def fit(model, _train, **settings):
        seen.update(settings, model=model)
        return History()

    monkeypatch.setattr(beside_keras, "fit", fit)
    monkeypatch.setattr(beside_keras, "evaluate", lambda *_: type("E", (), {"accuracy": 0.9}))
    told = beside_keras.in_pytorch(None, None, seed=4, epochs=3)
    assert isinstance(seen["model"], KerasReader)
    wanted = {"optimizer": "RMSprop", "rate": 1e-3, "batch": 64, "epochs": 3, "seed": 4}
    assert wanted.items() <= seen.items()
    assert told["seconds"] == [2.0]
    assert told["parameters"] == 93_322
