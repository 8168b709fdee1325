"""PyTorch beside Keras: the table's rows, and an environment that is the same tomorrow."""

import pytest

from benchmarks import beside_keras, side_by_side
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


def test_an_interrupted_run_keeps_the_pairs_it_has(monkeypatch, tmp_path):
    asked = []

    def train(library):
        def run(*arguments):
            seed = arguments[-2]
            asked.append((library, seed))
            if (library, seed) == ("PyTorch", 1) and asked.count(("PyTorch", 1)) == 1:
                raise KeyboardInterrupt
            return {"accuracy": 0.9 + seed / 100, "seconds": [1.0]}

        return run

    monkeypatch.setattr(beside_keras, "FOLDER", tmp_path)
    monkeypatch.setattr(beside_keras, "in_keras", train("Keras"))
    monkeypatch.setattr(beside_keras, "in_pytorch", train("PyTorch"))

    def both():
        return [beside_keras.pair(None, None, (None, None), seed, 5) for seed in (0, 1)]

    with pytest.raises(KeyboardInterrupt):
        both()
    first, second = both()
    assert first["Keras"]["accuracy"] == 0.9
    assert second["PyTorch"]["accuracy"] == 0.91
    # The pair that was interrupted is trained anew as a whole, the finished one is not.
    pair = ("Keras", "PyTorch")
    assert asked == [(library, seed) for seed in (0, 1, 1) for library in pair]
    beside_keras.pair(None, None, (None, None), 0, 6)
    assert len(asked) == 8  # other epochs, another pair
    beside_keras.forget()
    beside_keras.pair(None, None, (None, None), 0, 5)
    assert len(asked) == 10


def test_both_begin_in_the_same_environment(monkeypatch):
    started = []
    monkeypatch.setattr(side_by_side.os, "execve", lambda *call: started.append(call[2]))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    side_by_side.start_clean(beside_keras.ENVIRONMENT)
    assert started[0].items() >= beside_keras.ENVIRONMENT.items()
    assert "OMP_NUM_THREADS" not in started[0]
    for name, value in beside_keras.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("OMP_NUM_THREADS")
    for name in side_by_side._MEDDLERS:
        monkeypatch.delenv(name, raising=False)
    side_by_side.start_clean(beside_keras.ENVIRONMENT)
    assert len(started) == 1  # it is as it should be
