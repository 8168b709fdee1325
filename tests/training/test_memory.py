"""A training is fast by how its numbers lie in memory; nothing else may be different."""

import pytest
import torch
from torch import nn

from cnnlib.data import load_digits
from cnnlib.models import BatchNormReader, KerasReader, LeNet5, LocalConv2d
from cnnlib.training import DivergedError, _memory, fit
from cnnlib.training._memory import laid_out

CPU = torch.device("cpu")


def lies_channels_last(x):
    return x.is_contiguous(memory_format=torch.channels_last)


def seen_by(part):
    """How the maps lay that it was given."""
    seen = []

    def look(_part, given):
        is_onednn = given[0].is_mkldnn
        seen.append("oneDNN" if is_onednn else "last" if lies_channels_last(given[0]) else "first")

    part.register_forward_pre_hook(look)
    return seen


def net(*before):
    torch.manual_seed(0)
    return nn.Sequential(
        *(*before, nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 4, 3)),
        *(LocalConv2d(11, 4, 2, 3), nn.Flatten(), nn.Linear(162, 10)),
    )


def test_convolutions_at_the_beginning_compute_as_onednn_likes_it():
    model = net()
    train, _ = load_digits()
    seen = [seen_by(model[at]) for at in (1, 3, 5)]
    fit(model, train.first(100), rate=0.01, steps=2, device="cpu")
    assert seen == [["oneDNN"] * 2, ["oneDNN"] * 2, ["first"] * 2]
    model(torch.zeros(2, 1, 28, 28))
    assert [each[-1] for each in seen] == ["first"] * 3


def test_other_convolutions_compute_channels_last_and_weights_lie_as_before_afterwards():
    model = net(nn.Identity())
    train, _ = load_digits()
    seen = seen_by(model[2])
    fit(model, train.first(100), rate=0.01, steps=2, device="cpu")
    assert seen == ["last"] * 2
    assert all(parameter.is_contiguous() for parameter in model.parameters())
    model(torch.zeros(2, 1, 28, 28))
    assert seen[-1] == "first"


@pytest.mark.parametrize(
    "first",
    [
        nn.Conv2d(1, 4, 3, padding=1, padding_mode="circular"),
        nn.Conv2d(1, 4, 3, padding="same"),
        nn.Sequential(nn.Conv2d(1, 4, 3, padding=1)),
    ],
)
def test_what_onednn_cannot_compute_is_computed_otherwise(first):
    rest = (nn.MaxPool2d(2, ceil_mode=True), nn.Flatten(), nn.Linear(784, 10))
    train, _ = load_digits()
    model = nn.Sequential(first, *rest)
    seen = seen_by(model[1])
    history = fit(model, train.first(100), rate=0.01, steps=2, device="cpu")
    assert "oneDNN" not in seen
    assert len(history.losses) == 2


def test_who_looks_at_the_maps_in_training_sees_numbers():
    model, maps = net(), []
    model[1].register_forward_hook(lambda _part, _given, made: maps.append(made.detach().numpy()))
    train, _ = load_digits()
    fit(model, train.first(100), rate=0.01, steps=2, device="cpu")
    assert [each.shape for each in maps] == [(50, 4, 26, 26)] * 2


def test_an_optimizer_changes_one_vector_and_afterwards_each_parameter_is_for_itself():
    model = KerasReader(seed=0)
    before = [parameter.detach().clone() for parameter in model.parameters()]
    with laid_out(model, CPU) as learned:
        assert [parameter.numel() for parameter in learned] == [93_322]
        with torch.no_grad():
            learned[0] += 1
    for parameter, old in zip(model.parameters(), before, strict=True):
        assert torch.equal(parameter, old + 1)
        assert parameter.untyped_storage().nbytes() == 4 * parameter.numel()
        assert parameter.grad is None


def test_parameters_of_two_kinds_of_numbers_and_frozen_ones_are_left_as_they_are():
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2).double(), nn.Linear(2, 2))
    model[0].requires_grad_(False)
    with laid_out(model, CPU) as learned:
        assert [each.dtype for each in learned] == [torch.float64] * 2 + [torch.float32] * 2
    with laid_out(nn.Sequential(model[0], model[2]), CPU) as learned:
        assert [each.numel() for each in learned] == [6]


def test_weights_lie_as_before_when_a_training_breaks_off():
    model = net(nn.Identity())
    train, _ = load_digits()
    with pytest.raises(DivergedError):
        fit(model, train.first(100), optimizer="SGD", rate=1e30, steps=9, device="cpu")
    assert all(parameter.is_contiguous() for parameter in model.parameters())


@pytest.mark.parametrize(
    ("make", "optimizer"),
    [
        *((KerasReader, name) for name in ("SGD", "RMSprop", "Adam", "AdamW")),
        *((make, name) for make in (LeNet5, BatchNormReader) for name in ("SGD", "AdamW")),
    ],
)
def test_a_step_is_the_same_however_the_numbers_lie(monkeypatch, make, optimizer):
    train, _ = load_digits()
    few, losses = train.first(100), []
    for place in ("cpu", "meta"):  # of the other nothing is laid out
        with monkeypatch.context() as patch:
            patch.setattr(
                "cnnlib.training.fitting.laid_out",
                lambda model, _place, to=place: laid_out(model, torch.device(to)),
            )
            history = fit(
                *(make(seed=3), few), rate=1e-3, steps=4, optimizer=optimizer, device="cpu"
            )
        losses.append(history.losses)
    assert losses[0] == pytest.approx(losses[1], rel=2e-3)  # sums in another order
    assert losses[0][0] == pytest.approx(losses[1][0], rel=1e-5)


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
