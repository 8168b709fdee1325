"""Templates on their way to a figure: the weights of a trained layer, packed as bytes."""

from functools import cache
from typing import Any

import numpy as np

from cnnlib import checks
from cnnlib.data import load_digits
from cnnlib.functional import softmax_cross_entropy_backward

Array = np.ndarray[Any, Any]

SIDE = 28
_LEVELS = 32767  # weights travel as int16: second decimals of the scores stay


@cache
def trained_templates() -> tuple[Array, Array]:
    """Weights (10, 784) and biases (10,) after 100 steps on all 4,000 digits, from zeros."""
    train, _ = load_digits()
    x = train.images.reshape(len(train.images), -1).astype(np.float64)
    weight, bias = np.zeros((10, SIDE * SIDE)), np.zeros(10)
    speed = [np.zeros_like(weight), np.zeros_like(bias)]
    for _ in range(100):
        dscores = softmax_cross_entropy_backward(1.0, x @ weight.T + bias, train.labels)
        for kept, slope in zip(speed, (dscores.T @ x, dscores.sum(0)), strict=True):
            kept *= 0.9
            kept -= 0.1 * slope
        weight += speed[0]
        bias += speed[1]
    return weight, bias


def packed(templates: Any) -> dict[str, Any]:
    """Weights (10, 784) and biases (10,), or those of `trained_templates`, as they travel."""
    if isinstance(templates, dict):
        return templates
    weight, bias = trained_templates() if templates is None else map(np.asarray, templates)
    if weight.shape != (10, SIDE * SIDE) or bias.shape != (10,):
        found = " and ".join(checks.shape_text(each.shape) for each in (weight, bias))
        raise ValueError(f"templates must have the shapes (10, 784) and (10,), got {found}")
    scale = float(np.abs(weight).max()) / _LEVELS or 1.0
    values = np.round(weight / scale).astype("<i2")
    return {"scale": scale, "values": values.tobytes(), "bias": bias.astype(float).tolist()}
