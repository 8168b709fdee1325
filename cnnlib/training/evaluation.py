"""How good a network is on pictures that it does not learn from."""

from typing import Any, NamedTuple

import torch
from torch import nn

from cnnlib.arrays import Array
from cnnlib.checks import whole
from cnnlib.models.modes import eval_mode
from cnnlib.training._pictures import as_pictures, check_scores
from cnnlib.training.history import DivergedError


class Evaluation(NamedTuple):
    """accuracy: the part of the pictures that is read right, 0 … 1; loss: mean cross-entropy."""

    accuracy: float
    loss: float


def evaluate(model: nn.Module, data: Any, *, batch: int = 1000) -> Evaluation:
    """Let a network read pictures, without learning, and compare with the labels.

    It works where the model's parameters are, in `eval` mode, and leaves the model as it was.

    Args:
        model: from images to scores of shape (N, classes).
        data: images of shape (N, C, H, W), or whatever the model reads, and labels of shape (N,),
            0 … classes − 1; the parts of `load_digits`.
        batch: pictures at a time; it decides how much memory is needed, not the result.

    Raises:
        ValueError: data are empty, no finite numbers or of different lengths, a label is out of
            range, batch is less than 1.
        DivergedError: a score is no number.

    >>> from cnnlib.data import load_digits
    >>> from cnnlib.models import PriorNet
    >>> _, test = load_digits()
    >>> untrained = evaluate(PriorNet("convolution", seed=0), test)
    >>> 0 < untrained.accuracy < 0.3, 2.2 < untrained.loss < 2.5
    (True, True)
    """
    as_model(model)
    images, labels = as_pictures("data", data)
    return measure(model, "data", images, labels, whole("batch", batch, 1))


def as_model(model: Any) -> nn.Module:
    """A PyTorch network of 32-bit numbers."""
    if not isinstance(model, nn.Module):
        raise ValueError(f"model must be a torch.nn.Module, got {type(model).__name__}")
    for name, parameter in model.named_parameters():
        if parameter.dtype != torch.float32:
            raise ValueError(f"model must be of float32, but {name} is of {parameter.dtype}")
    return model


def measure(
    model: nn.Module, name: str, images: Array, labels: Array, batch: int = 1000
) -> Evaluation:
    """`evaluate`, its arguments checked."""
    device = next((parameter.device for parameter in model.parameters()), torch.device("cpu"))
    right, loss = 0, 0.0
    with eval_mode(model), torch.no_grad():
        for start in range(0, len(labels), batch):
            part = slice(start, start + batch)
            x = torch.tensor(images[part], device=device)  # a copy: the data may be read-only
            y = torch.tensor(labels[part], device=device)
            scores = model(x)
            check_scores(name, scores, labels)
            right += int((scores.argmax(dim=1) == y).sum())
            loss += float(nn.functional.cross_entropy(scores, y, reduction="sum"))
    if not loss < float("inf"):
        raise DivergedError(f"the loss on {name} is {loss}: the scores of the model are no numbers")
    return Evaluation(right / len(labels), loss / len(labels))
