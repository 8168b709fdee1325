"""Where a training runs by default, and when it shows a bar."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib.training import fit
from cnnlib.training._device import as_device

TRAIN = (np.ones((6, 2), np.float32), np.arange(6) % 2)


@pytest.fixture
def machine(monkeypatch):
    monkeypatch.delenv("CNNLIB_STATIC", raising=False)

    def has(*kinds):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: "cuda" in kinds)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: int("cuda" in kinds))
        monkeypatch.setattr(torch.mps, "is_available", lambda: "mps" in kinds)
        monkeypatch.setattr(torch.mps, "device_count", lambda: int("mps" in kinds))

    return has


def test_the_default_is_cuda_then_mps_then_the_cpu(machine, monkeypatch):
    for kinds, expected in ((("cuda", "mps"), "cuda"), (("mps",), "mps"), ((), "cpu")):
        machine(*kinds)
        assert as_device().type == expected
    machine("cuda", "mps")
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    assert as_device().type == "cpu"
    assert as_device("cuda").type == "cuda"


@pytest.mark.parametrize("device", ["cuda", "mps", "cuda:1"])
def test_a_device_that_is_not_there_is_named(machine, device):
    machine(*(["cuda"] if device == "cuda:1" else []))
    with pytest.raises(ValueError, match=f"^device '{device}' is not available on this machine"):
        as_device(device)


@pytest.mark.parametrize("device", ["abacus", "meta", "cuda:x", 1.5, "", [], "cpu:1"])
def test_other_devices_are_refused(machine, device):
    machine()
    with pytest.raises(ValueError, match=r"^device .* is (unknown|not available)"):
        as_device(device)


def shown(capfd, **settings):
    fit(nn.Linear(2, 2), TRAIN, rate=0.1, steps=3, batch=2, device="cpu", **settings)
    captured = capfd.readouterr()
    assert captured.out == ""
    return captured.err


def test_the_bar_is_drawn_when_asked_for_and_never_while_the_book_is_built(capfd, monkeypatch):
    monkeypatch.delenv("CNNLIB_STATIC", raising=False)
    assert "/3 [" in shown(capfd, progress=True)
    assert shown(capfd, progress=False) == ""
    assert shown(capfd) == ""  # no terminal, no notebook
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    assert shown(capfd, progress=True) == ""


def test_the_bar_is_drawn_where_somebody_looks(capfd, monkeypatch):
    monkeypatch.delenv("CNNLIB_STATIC", raising=False)
    shells = {"kernel": SimpleNamespace(kernel=1), "none": None}
    for name, shell in shells.items():
        ipython = SimpleNamespace(get_ipython=lambda shell=shell: shell)
        monkeypatch.setitem(sys.modules, "IPython", ipython)
        assert ("/3 [" in shown(capfd)) == (name == "kernel")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert "/3 [" in shown(capfd)
