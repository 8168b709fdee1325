"""`fit` does what a plain loop does, from its seed alone, and says what goes wrong."""

import math
import random
import re

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib import data, layers
from cnnlib.models import PriorNet, seeded
from cnnlib.training import DivergedError, History, evaluate, fit

RNG = np.random.default_rng(0)
IMAGES = RNG.random((23, 1, 4, 5), np.float32)
LABELS = RNG.integers(0, 3, 23)
TRAIN = (IMAGES, LABELS)


@pytest.fixture(scope="module")
def digits():
    return data.load_digits()


def small(seed=0, *between):
    with seeded(seed):
        return nn.Sequential(nn.Flatten(), *between, nn.Linear(20, 3))


class Recorder(nn.Module):
    """A small model that keeps every batch it is trained on."""

    def __init__(self):
        super().__init__()
        self.net, self.batches = small(), []

    def forward(self, x):
        if self.training:
            self.batches.append(x.numpy().copy())
        return self.net(x)


def numbers(batches):
    """Which of IMAGES are in each batch."""
    return [[int(np.flatnonzero((x == IMAGES).all((1, 2, 3)))[0]) for x in b] for b in batches]


def weights(model):
    return [parameter.tolist() for parameter in model.parameters()]


def test_full_batches_are_plain_gradient_descent_with_momentum_as_in_numpy():
    model = small()
    linear = layers.Linear(20, 3, rng=0)
    linear.weight.value = model[1].weight.detach().numpy().copy()
    linear.bias.value = model[1].bias.detach().numpy().copy()
    descent = layers.SGD(linear.parameters(), rate=0.5, momentum=0.9)
    expected = [
        layers.train_step(linear, descent, IMAGES.reshape(23, 20), LABELS) for _ in range(5)
    ]
    history = fit(model, TRAIN, rate=0.5, steps=5, batch=None, optimizer="SGD", momentum=0.9)
    np.testing.assert_allclose(history.losses, expected, rtol=1e-5)
    np.testing.assert_allclose(
        model[1].weight.detach().cpu(), linear.weight.value, rtol=1e-4, atol=1e-6
    )


OPTIMIZERS = {
    "SGD": lambda p: torch.optim.SGD(p, 0.1),
    "RMSprop": lambda p: torch.optim.RMSprop(p, 0.1),
    "Adam": lambda p: torch.optim.Adam(p, 0.1),
    "AdamW": lambda p: torch.optim.AdamW(p, 0.1),
}


@pytest.mark.parametrize("one_cycle", [False, True])
@pytest.mark.parametrize(
    ("name", "momentum"), [*((name, 0.0) for name in OPTIMIZERS), ("SGD", 0.5)]
)
def test_each_optimizer_is_pytorchs(name, momentum, one_cycle):
    ours, theirs = small(), small()
    optimizer = OPTIMIZERS[name](theirs.parameters())
    if momentum:
        optimizer = torch.optim.SGD(theirs.parameters(), 0.1, momentum)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, 0.1, total_steps=10, cycle_momentum=name.startswith("Adam") or momentum > 0
    )
    if not one_cycle:
        optimizer.param_groups[0]["lr"] = 0.1
        if name.startswith("Adam"):
            optimizer.param_groups[0]["betas"] = (0.9, 0.999)
        else:
            optimizer.param_groups[0]["momentum"] = momentum
    x, y = torch.tensor(IMAGES), torch.tensor(LABELS)
    expected = []
    for _ in range(10):
        loss = nn.functional.cross_entropy(theirs(x), y)
        expected.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if one_cycle:
            schedule.step()
    settings = {"optimizer": name, "momentum": momentum, "one_cycle": one_cycle}
    history = fit(ours, TRAIN, rate=0.1, steps=10, batch=None, device="cpu", **settings)
    assert history.losses == pytest.approx(expected, rel=1e-5)


def test_one_cycle_rises_and_falls():
    settings = {"rate": 0.1, "steps": 100, "batch": None}
    rates = fit(small(), TRAIN, one_cycle=True, **settings).rates
    assert len(rates) == 100
    assert (rates[0], max(rates)) == (pytest.approx(0.1 / 25), pytest.approx(0.1))
    assert 28 <= rates.index(max(rates)) <= 30
    assert rates[-1] < 1e-5
    assert fit(small(), TRAIN, **settings).rates == [0.1] * 100


def test_an_epoch_sees_every_picture_once_in_an_order_of_its_own():
    model = Recorder()
    history = fit(model, TRAIN, rate=0.1, epochs=3, batch=5, device="cpu")
    batches = numbers(model.batches)
    assert [len(batch) for batch in batches] == 3 * [5, 5, 5, 5, 3]
    epochs = np.concatenate(batches).reshape(3, 23).tolist()
    assert [sorted(epoch) for epoch in epochs] == 3 * [list(range(23))]
    assert len({tuple(epoch) for epoch in [*epochs, range(23)]}) == 4
    assert (history.steps_per_epoch, history.epochs, history.pictures) == (5, 3.0, 69)


def test_steps_may_end_within_an_epoch():
    model = Recorder()
    history = fit(model, TRAIN, rate=0.1, steps=7, batch=5, watch={"all": TRAIN}, device="cpu")
    assert [len(batch) for batch in model.batches] == [5, 5, 5, 5, 3, 5, 5]
    assert history.watched_after == [5, 7]
    assert history.epochs == 1.4
    assert len(history.losses) == 7


def test_all_pictures_at_once_keep_their_order_whatever_the_seed():
    models = [Recorder(), Recorder()]
    histories = [
        fit(model, TRAIN, rate=0.1, epochs=2, batch=batch, seed=seed, device="cpu")
        for seed, (model, batch) in enumerate(zip(models, (None, 23), strict=True))
    ]
    for model in models:
        assert numbers(model.batches) == 2 * [list(range(23))]
    assert histories[0].losses == histories[1].losses


def test_a_loss_is_that_of_its_batch_before_the_step():
    model = Recorder()
    before = [parameter.detach().clone() for parameter in model.parameters()]
    history = fit(model, TRAIN, rate=0.1, steps=1, batch=5, device="cpu")
    first = nn.functional.linear(torch.tensor(model.batches[0]).flatten(1), *before)
    labels = torch.tensor(LABELS[numbers(model.batches)[0]])
    assert history.losses == [pytest.approx(nn.functional.cross_entropy(first, labels).item())]
    assert any((a != b).any() for a, b in zip(before, model.parameters(), strict=True))


def test_another_loss_is_what_is_minimized():
    def squares(scores, labels):
        return (scores - nn.functional.one_hot(labels, 3)).square().mean()

    ours, theirs = small(), small()
    expected = squares(theirs(torch.tensor(IMAGES)), torch.tensor(LABELS))
    expected.backward()
    settings = {"rate": 0.1, "steps": 1, "batch": None, "optimizer": "SGD", "device": "cpu"}
    history = fit(ours, TRAIN, loss=squares, **settings)
    assert history.losses == [pytest.approx(expected.item())]
    for mine, parameter in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(mine, parameter - 0.1 * parameter.grad)


def states():
    return (random.getstate(), np.random.get_state()[1].tolist(), torch.get_rng_state().tolist())


def test_the_seed_decides_everything_and_touches_no_global_generator():
    def run(seed):
        model = small(0, nn.Dropout(0.5))
        watch = {"test": TRAIN}
        history = fit(model, TRAIN, rate=0.1, epochs=2, batch=7, shift=1, watch=watch, seed=seed)
        return history, weights(model)

    before = states()
    history, learned = run(3)
    assert states() == before
    for generator in (random.random, np.random.random, lambda: torch.rand(1)):
        generator()
    assert run(3) == (history, learned)
    other, _ = run(4)
    assert other.losses != history.losses
    assert (history.seed, other.seed) == (3, 4)


def test_dropout_is_drawn_from_the_seed_too():
    runs = [
        fit(small(0, nn.Dropout(0.5)), TRAIN, rate=0.1, steps=3, batch=None, seed=s).losses
        for s in (0, 0, 1)
    ]
    assert runs[0] == runs[1] != runs[2]


def test_watched_accuracies_are_those_of_evaluate():
    other = (IMAGES[::-1], LABELS)
    after = []
    for epochs in (1, 2):
        model = small()
        watch = {"train": TRAIN, "other": other}
        history = fit(model, TRAIN, rate=0.1, epochs=epochs, batch=10, watch=watch)
        after.append([evaluate(model, part).accuracy for part in watch.values()])
    assert history.accuracies == {
        "train": [after[0][0], after[1][0]],
        "other": [after[0][1], after[1][1]],
    }
    assert history.watched_after == [3, 6]
    unwatched = small()
    assert fit(unwatched, TRAIN, rate=0.1, epochs=2, batch=10).losses == history.losses
    assert weights(unwatched) == weights(model)


def test_a_shift_moves_each_picture_anew_and_leaves_the_order_alone():
    plain, shifted = Recorder(), Recorder()
    for model, shift in ((plain, 0), (shifted, 2)):
        fit(model, TRAIN, rate=1e-6, epochs=20, batch=5, shift=shift, device="cpu")
    offsets = [(down, right) for down in range(-2, 3) for right in range(-2, 3)]
    seen = np.zeros(25, int)
    for still, moved in zip(plain.batches, shifted.batches, strict=True):
        fits = [(data.shift(still, *o) == moved).all(axis=(1, 2, 3)) for o in offsets]
        assert (np.sum(fits, axis=0) == 1).all()
        seen += np.sum(fits, axis=1)
    assert seen.sum() == 20 * 23
    assert seen.min() > 0


def test_the_model_learns_in_train_mode_and_ends_in_eval_mode():
    model = small(0, nn.Dropout(0.5)).eval()
    modes = []
    model[1].register_forward_hook(lambda module, *_: modes.append(module.training))
    fit(model, TRAIN, rate=0.1, epochs=2, batch=23, watch={"test": TRAIN})
    assert modes == [True, False, True, False]
    assert not model.training
    model.train()
    with pytest.raises(ValueError, match="labels must be from 0 to 2"):
        fit(model, (IMAGES, LABELS + 1), rate=0.1, epochs=1, batch=None)
    assert not model.training
    with pytest.raises(ValueError, match="rate must be"):
        fit(model, TRAIN, rate=0, epochs=1, batch=None)
    assert not model.training


def test_time_and_throughput_are_of_the_steps():
    history = fit(small(), TRAIN, rate=0.1, epochs=2, batch=10)
    assert history.seconds > 0
    assert history.pictures_per_second == 46 / history.seconds
    assert History(seed=0).pictures_per_second == 0


@pytest.mark.parametrize(
    "kind",
    [
        lambda images: images.astype(np.float64),
        lambda images: np.asfortranarray(images)[::-1][::-1],
        lambda images: torch.tensor(images),
        lambda images: images.tolist(),
    ],
    ids=["float64", "strides", "tensor", "list"],
)
def test_all_kinds_of_arrays_will_do_and_none_is_changed(kind):
    images, labels = kind(IMAGES), LABELS.astype(np.uint8)
    if isinstance(images, np.ndarray):
        images.flags.writeable = False
    labels.flags.writeable = False
    watch = {"test": (images, labels)}
    expected = fit(small(), TRAIN, rate=0.1, epochs=1, batch=10, watch={"test": TRAIN})
    assert fit(small(), (images, labels), rate=0.1, epochs=1, batch=10, watch=watch) == expected


def test_a_net_learns_digits(digits):
    train, test = digits
    model = PriorNet("convolution", seed=0)
    settings = {"rate": 0.01, "steps": 60, "one_cycle": True}
    history = fit(model, train.first(300), watch={"test": test}, **settings)
    assert evaluate(model, test).accuracy == history.accuracies["test"][-1] > 0.7
    assert np.mean(history.losses[-5:]) < 0.6 < 2 < history.losses[0]
    assert len(history.accuracies["test"]) == 10


def test_ten_templates_from_zeros_read_what_the_first_page_says(digits):
    """784 → 10, no seed: 100 steps with all 4,000 digits."""
    train, test = digits
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    settings = {"rate": 0.1, "momentum": 0.9, "optimizer": "SGD"}
    history = fit(model, train, steps=100, batch=None, **settings)
    assert history.losses[0] == pytest.approx(math.log(10))
    assert evaluate(model, test).accuracy == pytest.approx(0.898, abs=0.0021)


def deep(seed=0):
    with seeded(seed):
        return nn.Sequential(nn.Flatten(), nn.Linear(20, 9), nn.ReLU(), nn.Linear(9, 3))


def test_a_rate_far_too_large_ends_in_words_with_the_history_so_far():
    with pytest.raises(DivergedError) as caught:
        fit(deep(), TRAIN, rate=1e20, steps=500, optimizer="SGD", batch=10, watch={"all": TRAIN})
    history = caught.value.history
    *before, last = history.losses
    if math.isfinite(last):
        before, what = history.losses, "some weights are no numbers"
    else:
        what = f"the loss is {last}"
    recent = ", ".join(f"{loss:.3g}" for loss in before[-3:])
    assert str(caught.value) == (
        f"{what} after {len(before)} steps; the losses before were {recent}. "
        "The steps were too long: take a smaller rate"
    )
    assert 1 <= len(before) < 500
    assert all(map(math.isfinite, before))
    assert len(history.accuracies["all"]) == len(history.watched_after)


def test_a_history_says_in_a_sentence_how_it_went():
    going_well = History(seed=0, losses=[2.0, 1.5, 1.0], steps_per_epoch=2, watched_after=[2, 3])
    assert str(going_well) == "3 steps (1.5 epochs): loss 2 → 1"
    going_well.accuracies = {"train": [0.5, 0.9], "test": [0.4, 0.7123]}
    assert str(going_well) == "3 steps (1.5 epochs): loss 2 → 1, train 90.0 %, test 71.2 %"
    rising = str(fit(deep(), TRAIN, rate=1e9, steps=20, optimizer="SGD", batch=None))
    assert re.fullmatch(
        r"20 steps \(20 epochs\): loss 1\.\d+ → \d\.\d+e\+\d+\. "
        r"The loss rose: the steps were too long, take a smaller rate",
        rising,
    ), rising
    assert str(History(seed=0)) == "no steps"


def test_the_very_last_step_may_be_the_one_too_many():
    with pytest.raises(DivergedError, match=r"^some weights are no numbers after 1 steps; "):
        fit(small(), (IMAGES * 1e30, LABELS), rate=1e30, steps=1, optimizer="SGD", batch=None)


def test_a_model_that_gives_no_numbers_from_the_start_is_not_blamed_on_the_rate():
    model = small()
    with torch.no_grad():
        model[1].weight[0, 0] = math.nan
    with pytest.raises(DivergedError, match=r"^the loss is nan before the first step: the model"):
        fit(model, TRAIN, rate=0.1, steps=3, batch=None)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"rate": 0}, "rate must be a number > 0, got 0"),
        ({"rate": -0.1}, "rate must be a number > 0, got -0.1"),
        ({"rate": math.nan}, "rate must be a number > 0, got nan"),
        ({"rate": math.inf}, "rate must be a number > 0, got inf"),
        ({"rate": "0.1"}, "rate must be a number > 0, got '0.1'"),
        ({"rate": None}, "rate must be a number > 0, got None"),
        ({"rate": True}, "rate must be a number > 0, got True"),
        ({"rate": [0.1]}, "rate must be a number > 0, got [0.1]"),
        ({"rate": 10**400}, "rate must be a number > 0, got 1000"),
        ({"momentum": 1}, "momentum must be a number from 0 to less than 1, got 1"),
        ({"momentum": -0.1, "optimizer": "SGD"}, "momentum must be a number from 0 to less"),
        ({"momentum": math.nan}, "momentum must be a number from 0 to less than 1, got nan"),
        ({"momentum": 0.9}, "momentum 0.9 needs optimizer 'SGD', got 'Adam'"),
        ({"optimizer": "adam"}, "optimizer 'adam' is unknown: use 'SGD', 'RMSprop', 'Adam' or"),
        ({"optimizer": None}, "optimizer None is unknown: use 'SGD', 'RMSprop', 'Adam' or"),
        ({"one_cycle": 1}, "one_cycle must be True or False, got 1"),
        ({"batch": 0}, "batch must be a whole number ≥ 1, got 0"),
        ({"batch": 2.5}, "batch must be a whole number ≥ 1, got 2.5"),
        ({"batch": 24}, "batch 24 is more than the 23 pictures of train: use None for all"),
        ({"epochs": 0}, "epochs must be a whole number ≥ 1, got 0"),
        ({"epochs": None}, "give epochs or steps, one of them, got None and None"),
        ({"steps": 3}, "give epochs or steps, one of them, got 1 and 3"),
        ({"epochs": None, "steps": 0}, "steps must be a whole number ≥ 1, got 0"),
        ({"shift": -1}, "shift must be a whole number ≥ 0, got -1"),
        ({"shift": 4}, "shift 4 needs images of shape (N, C, H, W) with more than 4 rows and"),
        ({"loss": "distance"}, "loss must be a function of scores and labels, got 'distance'"),
        ({"loss": nn.CrossEntropyLoss(reduction="none")}, "loss must give one number that comes"),
        ({"loss": lambda *_: 0.5}, "loss must give one number that comes from the"),
        ({"loss": lambda *given: given[0].detach().sum()}, "loss must give one number that"),
        ({"seed": -1}, "seed must be a whole number ≥ 0, got -1"),
        ({"seed": 2**63}, "seed must be less than 2⁶³, got"),
        ({"watch": TRAIN}, 'watch must name its data sets, as in {"test": test}, got tuple'),
        ({"watch": {"test": ([], [])}}, "watch 'test' images needs 2 or 3 or 4 axes, got"),
        ({"watch": {"test": (IMAGES, LABELS + 1)}}, "watch 'test' labels must be from 0 to 2, "),
        ({"device": "abacus"}, "device 'abacus' is unknown: use 'cuda', 'mps' or 'cpu'"),
        ({"model": len}, "model must be a torch.nn.Module, got builtin_function_or_method"),
        ({"model": nn.Flatten()}, "model has no parameters that can be learned"),
        ({"model": nn.Conv2d(1, 3, 2)}, "model must give scores of shape (N, classes), got "),
        ({"model": small().double()}, "model must be of float32, but 1.weight is of torch.float64"),
        ({"train": IMAGES}, "train must be a pair of images and labels, as load_digits gives"),
        ({"train": (IMAGES[:0], LABELS[:0])}, "train is empty: it needs at least one picture"),
        ({"train": (IMAGES[:, :, :0], LABELS)}, "train images is empty (shape 23×1×0×5)"),
        ({"train": (IMAGES[:5], LABELS)}, "train has 5 images but 23 labels"),
        ({"train": (IMAGES, LABELS[:, None])}, "train labels needs 1 axis, got shape 23×1"),
        ({"train": (IMAGES, LABELS + 0.0)}, "train labels must be whole numbers, got float64"),
        ({"train": (IMAGES, LABELS - 1)}, "train labels must be ≥ 0, got -1"),
        ({"train": (IMAGES, LABELS + 1)}, "train labels must be from 0 to 2, for the model gives"),
        ({"train": (IMAGES * np.nan, LABELS)}, "train images must be finite numbers, 460 of 460"),
        ({"train": (IMAGES * np.float64(1e300), LABELS)}, "train images must be finite numbers, "),
        ({"train": (IMAGES.astype(str), LABELS)}, "train images must hold real numbers, got"),
        ({"train": ("images", "labels")}, "train images must hold real numbers, got"),
    ],
)
def test_bad_arguments(changed, message):
    arguments = {"model": small(), "train": TRAIN, "rate": 0.1, "epochs": 1, "batch": 10} | changed
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        fit(arguments.pop("model"), arguments.pop("train"), **arguments)
