"""PyTorch beside Keras: the table's rows, and an environment that is the same tomorrow."""

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import beside_keras, pytorch_reader, side_by_side
from cnnlib.data import Digits, Result
from cnnlib.models import KerasReader
from cnnlib.training import evaluate, fit


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


# A training that waits for its turn as both libraries do, and knows what time it was stopped for.
CHILD = """
import json, sys, time
name, _seed, epochs = sys.argv[1:]
print(json.dumps({"ready": True}), flush=True)
for epoch in range(int(epochs)):
    sys.stdin.readline()
    open("turns", "a").write(f"{name}{epoch} ")
    if (name, epoch) == ("PyTorch", FAILS):
        sys.exit(3)
    print(json.dumps({"seconds": 10.0 + epoch}), flush=True)
sys.stdin.readline()
print(json.dumps({"accuracy": 0.9}), flush=True)
"""


@pytest.fixture
def commands(monkeypatch, tmp_path):
    """Two such trainings, and a folder of their own for what is kept."""
    monkeypatch.setattr(beside_keras, "FOLDER", tmp_path)
    monkeypatch.setattr(beside_keras, "PROJECT", tmp_path)

    def make(fails=-1):
        program = CHILD.replace("FAILS", str(fails))
        return {name: [sys.executable, "-c", program, name] for name in beside_keras.LIBRARIES}

    return make


def test_the_libraries_take_turns(commands, tmp_path):
    told = beside_keras.pair(commands(), 0, 3)
    assert told["Keras"] == told["PyTorch"] == {"accuracy": 0.9, "seconds": [11.0, 12.0]}
    turns = "PyTorch0 Keras0 Keras1 PyTorch1 PyTorch2 Keras2"
    assert (tmp_path / "turns").read_text().split() == turns.split()


def test_who_waits_does_not_run(commands):
    rival = beside_keras.Rival([*commands()["Keras"], "0", "2"])
    try:
        rival.epoch()
        state = Path(f"/proc/{rival._process.pid}/stat")
        if state.exists():
            assert state.read_text().split()[2] == "T"  # stopped
    finally:
        rival.close()


def test_an_interrupted_run_keeps_the_pairs_it_has(commands, tmp_path):
    first = beside_keras.pair(commands(), 0, 3)
    with pytest.raises(RuntimeError, match="ended too early"):
        beside_keras.pair(commands(fails=1), 1, 3)
    assert [each.name for each in tmp_path.glob("pair-*")] == ["pair-3-0.json"]
    (tmp_path / "turns").unlink()
    assert beside_keras.pair(commands(), 0, 3) == first
    assert not (tmp_path / "turns").exists()  # it is not trained again
    beside_keras.pair(commands(), 0, 4)  # other epochs, another pair
    assert (tmp_path / "turns").exists()
    beside_keras.forget()
    assert not list(tmp_path.glob("pair-*"))


def test_pytorch_trains_what_keras_does(monkeypatch, tmp_path, capsys):
    chance = np.random.default_rng(0)
    digits = chance.random((100, 1, 28, 28), np.float32), chance.integers(0, 10, 100)
    (images, labels), file = digits, tmp_path / "digits.npz"
    np.savez(file, train=images, train_labels=labels, test=images, test_labels=labels)
    monkeypatch.setattr(sys, "argv", ["pytorch_reader", str(file), "4", "3"])
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n\n\n\n"))
    pytorch_reader.main()
    ready, *epochs, told = map(json.loads, capsys.readouterr().out.splitlines())
    assert ready == {"ready": True}
    assert [list(each) for each in epochs] == [["seconds"]] * 3
    assert told["parameters"] == 93_322
    model = KerasReader(seed=4)
    fit(model, Digits(*digits), **pytorch_reader.SETTINGS, epochs=3, seed=4, device="cpu")
    assert told["accuracy"] == evaluate(model, Digits(*digits)).accuracy
    assert sys.stdin.read() == ""  # it waited for four lines


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
