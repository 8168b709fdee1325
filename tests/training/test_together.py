"""Two processes of torchrun train as one does with the joint batch."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cnnlib.training._device import as_device
from cnnlib.training._processes import Processes
from tests.training.together import TRAININGS, trained

PROJECT = Path(__file__).parents[2]


def in_two_processes(folder):
    """What each of two processes was left with."""
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    done = subprocess.run(
        [sys.executable, *torchrun, "-m", "tests.training.together", str(folder)],
        cwd=PROJECT,
        env=os.environ | {"OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads((folder / f"{number}.json").read_text()) for number in range(2)]


def test_two_processes_follow_the_losses_of_one_on_the_joint_batch(tmp_path):
    """All in one test: to start two processes takes longer than to train in them."""
    first, second = in_two_processes(tmp_path)
    for name in TRAININGS:
        if name != "batch norm":
            compare(first[name], trained(name))
        for each in (first, second):
            assert each[name]["history"].pop("seconds") > 0
        assert first[name] == second[name]
    for each in (first, second):
        assert each["refused"] == "batch 1 is less than the 2 processes that share it"


def compare(found, alone):
    history, expected = found["history"], alone["history"]
    assert history["losses"] == pytest.approx(expected["losses"], rel=1e-5)
    for same in ("rates", "accuracies", "pictures", "seed", "watched_after"):
        assert history[same] == expected[same]
    for key, value in alone["state"].items():
        np.testing.assert_allclose(found["state"][key], value, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("size", "count"), [(5, 2), (4, 2), (7, 3), (1, 3), (2, 1)])
def test_the_shares_are_the_batch(size, count):
    shares = [Processes(number, count).share(size) for number in range(count)]
    counted = [mine for mine, part in shares if part]
    assert sorted(np.concatenate(counted)) == list(range(size))
    assert [part for _, part in shares] == [
        pytest.approx(len(mine) / size if part else 0) for mine, part in shares
    ]
    assert sum(part for _, part in shares) == pytest.approx(1)
    assert all(len(mine) for mine, _ in shares)


@pytest.fixture
def launched(monkeypatch):
    monkeypatch.delenv("CNNLIB_STATIC", raising=False)
    for name, value in {"TORCHELASTIC_RUN_ID": "1", "WORLD_SIZE": "2", "LOCAL_RANK": "1"}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("launched")
def test_each_process_has_a_device_of_its_own(monkeypatch):
    has = {"cuda": 2, "mps": 1}
    for kind, count in has.items():
        monkeypatch.setattr(f"torch.{kind}.is_available", lambda: True)
        monkeypatch.setattr(f"torch.{kind}.device_count", lambda count=count: count)
    assert str(as_device()) == str(as_device("cuda")) == "cuda:1"
    assert str(as_device("cuda:0")) == "cuda:0"
    with pytest.raises(ValueError, match=r"^device 'mps' is one for all processes of torchrun: "):
        as_device("mps")
    monkeypatch.setattr("torch.cuda.device_count", lambda: 1)
    with pytest.raises(ValueError, match=r"^device 'cuda:1' is not available on this machine"):
        as_device()
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert str(as_device()) == "cpu"
