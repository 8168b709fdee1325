"""The loop that all trainings of the book share: take a batch, compare, go downhill a step."""

import math
import time
from collections.abc import Iterator, Mapping
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
from cnnlib.training._pictures import as_pictures, check_scores
from cnnlib.training.evaluation import as_model, measure
from cnnlib.training.history import DivergedError, History
from cnnlib.training.progress import progress_bar


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
    watch: Mapping[str, Any] | None = None,
    seed: int = 0,
    device: Any = None,
    progress: bool | None = None,
) -> History:
    """Teach a network to read pictures: minimize the mean cross-entropy, batch by batch.

    The pictures are shuffled anew for each epoch. With the same model, data and arguments the
    history is the same on the same machine, whatever else draws random numbers, and nobody else's
    random numbers change. The model is changed in place, moves to the device and ends in `eval`
    mode.

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
    batches = _batches(images, labels, size, _as_reach(shift, images), whole("seed", seed, 0))
    watched = _as_watched(watch)
    place = as_device(device)
    descent = Descent(
        model.to(place), optimizer, rate=rate, momentum=momentum, one_cycle=one_cycle, steps=total
    )
    history = History(seed, steps_per_epoch=per_epoch, accuracies={name: [] for name in watched})
    try:
        model.train()
        with seeded(seed, place), progress_bar(total, progress) as advance:
            for step in range(1, total + 1):
                _step(model, descent, batches, place, history)
                if step % per_epoch == 0 or step == total:
                    _look(model, watched, history)
                advance()
    except DivergedError as gone:
        gone.history = history
        raise
    finally:
        model.eval()
    return history


def _batches(
    images: Array, labels: Array, size: int, reach: int, seed: int
) -> Iterator[tuple[Array, Array]]:
    """Batches without end: each epoch in an order of its own, or all pictures each time."""
    # Two sources of chance, so that shifting does not change the order.
    order, offsets = np.random.default_rng(seed).spawn(2)
    count = len(labels)
    while True:
        chosen = np.arange(count) if size == count else order.permutation(count)
        for start in range(0, count, size):
            batch = chosen[start : start + size]
            x = images[batch]
            if reach:
                x = moved(x, *offsets.integers(-reach, reach, (2, len(x)), endpoint=True))
            yield x, labels[batch]


def _step(
    model: nn.Module,
    descent: Descent,
    batches: Iterator[tuple[Array, Array]],
    place: torch.device,
    history: History,
) -> None:
    """One step, and what it leaves in the history."""
    began = time.perf_counter()
    images, labels = next(batches)
    x, y = torch.from_numpy(images).to(place), torch.from_numpy(labels).to(place)
    scores = model(x)
    check_scores("train", scores, labels)
    loss = nn.functional.cross_entropy(scores, y)
    number = loss.item()
    history.losses.append(number)
    history.rates.append(descent.rate)
    if not math.isfinite(number):
        raise DivergedError(_what_happened(f"the loss is {number}", history.losses[:-1]))
    descent.step(loss)
    history.seconds += time.perf_counter() - began
    history.pictures += len(labels)


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
