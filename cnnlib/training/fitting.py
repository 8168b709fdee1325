"""The loop that all trainings of the book share: take a batch, compare, go downhill a step."""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from cnnlib.arrays import Array
from cnnlib.checks import shape_text, whole
from cnnlib.data import shift as moved
from cnnlib.models import seeded
from cnnlib.training._descent import Descent
from cnnlib.training._device import as_device
from cnnlib.training._memory import laid_out
from cnnlib.training._pictures import as_pictures, check_scores
from cnnlib.training._processes import Processes, processes
from cnnlib.training.evaluation import as_model, measure
from cnnlib.training.history import DivergedError, History
from cnnlib.training.progress import progress_bar

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def fit(
    model: nn.Module,
    train: Any,
    *,
    rate: float,
    epochs: int | None = None,
    steps: int | None = None,
    batch: int | None = 50,
    optimizer: str = "Adam",
    momentum: float = 0.0,
    one_cycle: bool = False,
    shift: int = 0,
    loss: Loss | None = None,
    watch: Mapping[str, Any] | None = None,
    seed: int = 0,
    device: Any = None,
    progress: bool | None = None,
) -> History:
    """Teach a network to read pictures: minimize the mean loss, batch by batch.

    The pictures are shuffled anew for each epoch. With the same model, data and arguments the
    history is the same on the same machine, whatever else draws random numbers, and nobody else's
    random numbers change. The model is changed in place, moves to the device and ends in `eval`
    mode.

    Started as ``torchrun --nproc-per-node=2 program.py``, both processes train the model together,
    each with its share of every batch, and both have the history that one process alone would have.
    Two things differ: what a model draws by chance, and batch normalization, which takes the means
    of each share.

    Args:
        model: from images to scores of shape (N, classes), float32.
        train: images of shape (N, C, H, W), or whatever the model reads, and labels of shape (N,),
            0 … classes − 1; the first part of `load_digits`.
        rate: the learning rate, > 0; with `one_cycle` the largest.
        epochs, steps: how long, by one or the other; an epoch sees every picture once.
        batch: pictures in a step; None takes all, in their order, in each step. The last batch of
            an epoch may be smaller.
        optimizer: ``"SGD"``, plain gradient descent unless there is `momentum`; ``"RMSprop"``,
            ``"Adam"`` or ``"AdamW"``, with PyTorch's own settings.
        momentum: of ``"SGD"``, 0 … less than 1.
        one_cycle: the rate rises from a 25th of `rate`, for three tenths of the steps, and then
            falls to nearly nothing.
        shift: move every picture, each time it is seen, by its own random number of pixels, at most
            so many in each direction.
        loss: from scores (N, classes) and labels (N,) to their mean loss, one number; softmax
            cross-entropy by default.
        watch: data sets whose accuracy is measured after each epoch, and after the last step, by
            name: ``{"test": test}``.
        seed: of the order, the shifts and what the model draws in training, a whole number ≥ 0.
        device: ``"cuda"``, ``"mps"`` or ``"cpu"``; by default the first of them that is there.
        progress: show a bar; by default in a terminal or a notebook, never while the book is built.

    Raises:
        ValueError: an argument breaks its rule; the sentence names it, the value and the rule.
        DivergedError: the loss or a parameter is no number any more; its `history` goes so far.

    Source of the one cycle: Smith and Topin, *Super-Convergence*, 2017.

    >>> from cnnlib.data import load_digits
    >>> from cnnlib.models import PriorNet
    >>> train, test = load_digits()
    >>> model = PriorNet("convolution", seed=0)
    >>> history = fit(model, train.first(300), rate=0.01, epochs=1, watch={"test": test})
    >>> len(history.losses), len(history.accuracies["test"])
    (6, 1)
    """
    as_model(model)
    images, labels = as_pictures("train", train)
    size = _as_batch(batch, len(labels))
    per_epoch = math.ceil(len(labels) / size)
    total = _as_steps(epochs, steps, per_epoch)
    reach = _as_reach(shift, images)
    watched = _as_watched(watch)
    measured = _as_loss(loss)
    seed = whole("seed", seed, 0)
    place = as_device(device)
    model.to(place)
    team = processes(place)
    if size < team.world:
        raise ValueError(f"batch {size} is less than the {team.world} processes that share it")
    batches = _batches(len(labels), size, reach, seed)
    history = History(seed, steps_per_epoch=per_epoch, accuracies={name: [] for name in watched})
    chance = (seed + team.rank) % 2**63 if team.rank else seed
    with laid_out(model, place) as learned:
        descent = Descent(
            learned, optimizer, rate=rate, momentum=momentum, one_cycle=one_cycle, steps=total
        )
        shown = progress if team.rank == 0 else False
        try:
            model.train()
            with seeded(chance, place), progress_bar(total, shown) as advance:
                together = team.joined(model, place)  # with its weights as they lie now
                step = _Step(together, images, labels, measured, descent, place, team)
                for number in range(1, total + 1):
                    step(next(batches), history)
                    if number % per_epoch == 0 or number == total:
                        team.agree(model)
                        _look(model, watched, history)
                    advance()
        except DivergedError as gone:
            gone.history = history
            raise
        finally:
            model.eval()
    return history


def _batches(count: int, size: int, reach: int, seed: int) -> Iterator[tuple[Array, Array]]:
    """Batches without end: which pictures, and how far each moves, shape (2, size).

    Each epoch has an order of its own, unless a batch is all pictures.
    """
    # Two sources of chance, so that shifting does not change the order.
    order, offsets = np.random.default_rng(seed).spawn(2)
    while True:
        chosen = np.arange(count) if size == count else order.permutation(count)
        for start in range(0, count, size):
            batch = chosen[start : start + size]
            yield batch, offsets.integers(-reach, reach, (2, len(batch)), endpoint=True)


@dataclass
class _Step:
    """One step, and what it leaves in the history."""

    model: nn.Module
    images: Array
    labels: Array
    loss: Loss
    descent: Descent
    place: torch.device
    team: Processes

    def __call__(self, batch: tuple[Array, Array], history: History) -> None:
        began = time.perf_counter()
        chosen, offsets = batch
        mine, part = self.team.share(len(chosen))
        images = self.images[chosen[mine]]
        if offsets.any():
            images = moved(images, *offsets[:, mine])
        x = torch.from_numpy(images).to(self.place)
        y = torch.from_numpy(self.labels[chosen[mine]]).to(self.place)
        scores = self.model(x)
        check_scores("train", scores, self.labels)
        loss = self.loss(scores, y) * part
        number = self.team.total(loss)
        history.losses.append(number)
        history.rates.append(self.descent.rate)
        if not math.isfinite(number):
            raise DivergedError(_what_happened(f"the loss is {number}", history.losses[:-1]))
        self.descent.step(loss * self.team.world)  # the mean of the processes is their sum
        history.seconds += time.perf_counter() - began
        history.pictures += len(chosen)


def _look(model: nn.Module, watched: Mapping[str, tuple[Array, Array]], history: History) -> None:
    """What the model can do now."""
    if not all(bool(parameter.isfinite().all()) for parameter in model.parameters()):
        raise DivergedError(_what_happened("some weights are no numbers", history.losses))
    history.watched_after.append(len(history.losses))
    for name, (images, labels) in watched.items():
        found = measure(model, f"watch {name!r}", images, labels)
        history.accuracies[name].append(found.accuracy)


def _what_happened(what: str, before: list[float]) -> str:
    if not before:
        return f"{what} before the first step: the model or the pictures hold numbers too large"
    recent = ", ".join(f"{loss:.3g}" for loss in before[-3:])
    return (
        f"{what} after {len(before)} steps; the losses before were {recent}. "
        "The steps were too long: take a smaller rate"
    )


def _as_loss(loss: Any) -> Loss:
    if loss is None:
        return nn.functional.cross_entropy
    if not callable(loss):
        raise ValueError(f"loss must be a function of scores and labels, got {loss!r:.60}")

    def checked(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        found = loss(scores, labels)
        if not isinstance(found, torch.Tensor) or found.ndim or not found.requires_grad:
            what = tuple(found.shape) if isinstance(found, torch.Tensor) else repr(found)[:60]
            raise ValueError(f"loss must give one number that comes from the scores, got {what}")
        return found

    return checked


def _as_batch(batch: Any, count: int) -> int:
    if batch is None:
        return count
    if whole("batch", batch, 1) > count:
        raise ValueError(
            f"batch {batch} is more than the {count:,} pictures of train: use None for all"
        )
    return whole("batch", batch, 1)


def _as_steps(epochs: Any, steps: Any, per_epoch: int) -> int:
    if (epochs is None) == (steps is None):
        raise ValueError(f"give epochs or steps, one of them, got {epochs!r:.60} and {steps!r:.60}")
    return whole("epochs", epochs, 1) * per_epoch if steps is None else whole("steps", steps, 1)


def _as_reach(shift: Any, images: Array) -> int:
    reach = whole("shift", shift, 0)
    if reach and (images.ndim != 4 or reach >= min(images.shape[2:])):
        raise ValueError(
            f"shift {reach} needs images of shape (N, C, H, W) with more than {reach} rows and "
            f"columns, got {shape_text(images.shape)}"
        )
    return reach


def _as_watched(watch: Any) -> dict[str, tuple[Array, Array]]:
    if watch is None:
        return {}
    if not isinstance(watch, Mapping):
        raise ValueError(
            f'watch must name its data sets, as in {{"test": test}}, got {type(watch).__name__}'
        )
    return {str(name): as_pictures(f"watch {name!r}", data) for name, data in watch.items()}
