"""A training is fast by how its numbers lie in memory; nothing else may be different."""

import pytest
import torch
from torch import nn

from cnnlib.data import load_digits
from cnnlib.models import KerasReader, LocalConv2d
from cnnlib.training import DivergedError, _memory, fit
from cnnlib.training._memory import laid_out

CPU = torch.device("cpu")


def lies_channels_last(x):
    return x.is_contiguous(memory_format=torch.channels_last)


class Spy(nn.Module):
    """Keeps how the maps lay that came by."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def forward(self, x):
        self.seen.append((lies_channels_last(x), x.is_contiguous()))
        return x


def spied():
    torch.manual_seed(0)
    spy = Spy()
    net = nn.Sequential(
        *(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), spy),
        *(LocalConv2d(13, 4, 2, 3), nn.Flatten(), nn.Linear(242, 10)),
    )
    return net, spy


def test_maps_lie_channels_last_while_a_network_learns_and_weights_as_before_afterwards():
    net, spy = spied()
    train, _ = load_digits()
    fit(net, train.first(100), rate=0.01, steps=2, device="cpu")
    assert spy.seen == [(True, False)] * 2
    assert all(parameter.is_contiguous() for parameter in net.parameters())
    net(torch.zeros(2, 1, 28, 28))
    assert spy.seen[-1] == (False, True)


def test_weights_lie_as_before_when_a_training_breaks_off():
    net, _ = spied()
    train, _ = load_digits()
    with pytest.raises(DivergedError):
        fit(net, train.first(100), optimizer="SGD", rate=1e30, steps=9, device="cpu")
    assert all(parameter.is_contiguous() for parameter in net.parameters())


def test_a_step_is_the_same_however_the_numbers_lie(monkeypatch):
    train, _ = load_digits()
    few, losses = train.first(200), []
    for place in ("cpu", "meta"):  # of the other nothing is laid out
        with monkeypatch.context() as patch:
            patch.setattr(
                "cnnlib.training.fitting.laid_out",
                lambda model, _place, to=place: laid_out(model, torch.device(to)),
            )
            history = fit(KerasReader(seed=3), few, rate=1e-3, epochs=3, device="cpu")
        losses.append(history.losses)
    assert losses[0] == pytest.approx(losses[1], rel=2e-3)
    assert losses[0][0] == pytest.approx(losses[1][0], rel=1e-6)


def test_only_a_cpu_needs_it():
    layer = nn.Conv2d(2, 3, 3)
    with laid_out(layer, torch.device("cuda")):
        assert layer.weight.is_contiguous()
    with laid_out(layer, CPU):
        assert lies_channels_last(layer.weight)


@pytest.mark.parametrize("raised", [OSError, TypeError])
def test_a_machine_without_glibc_trains_too(monkeypatch, raised):
    def none(_name):
        raise raised

    monkeypatch.setattr(_memory.ctypes, "CDLL", none)
    layer = nn.Conv2d(2, 3, 3)
    with laid_out(layer, CPU):
        assert lies_channels_last(layer.weight)
    monkeypatch.setattr(_memory.ctypes, "CDLL", lambda _name: object())  # musl
    with laid_out(layer, CPU):
        assert lies_channels_last(layer.weight)


def test_free_memory_is_kept_only_as_long_as_it_is_needed(monkeypatch):
    asked = []

    class Library:
        gnu_get_libc_version = None

        def mallopt(self, name, value):
            asked.append((name, value))

        def malloc_trim(self, pad):
            asked.append(("trim", pad))

    monkeypatch.setattr(_memory.ctypes, "CDLL", lambda _name: Library())
    with laid_out(nn.Conv2d(1, 1, 1), CPU):
        assert asked == [*_memory._MALLOC.values()]
    assert asked[-1] == ("trim", 0)
