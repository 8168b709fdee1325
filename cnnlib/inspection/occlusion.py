"""Where a picture must not be covered: a hole slides over it, and the network is asked again.

Source: Zeiler and Fergus (2014), "Visualizing and understanding convolutional networks", section 4.
"""

from typing import Any

import numpy as np
import torch
from torch import nn

from cnnlib.arithmetic import output_size
from cnnlib.arrays import Array, as_numbers
from cnnlib.checks import number, shape_text, whole
from cnnlib.inspection._asking import BATCH, as_channel, as_model, as_tensor
from cnnlib.models.modes import eval_mode


def occlusion(
    model: nn.Module,
    image: Any,
    label: int,
    *,
    hole: int = 7,
    stride: int = 1,
    value: float = 0.0,
) -> Array:
    """The probability of a class, with a square of the picture covered, for each of its places.

    The places are those of a window that stays inside the picture. The model is asked in `eval`
    mode and left as it was.

    Args:
        model: from images to scores of shape (N, classes).
        image: shape (C, H, W).
        label: the number of the class.
        hole: the side of the square, in pixels, at most those of the picture.
        stride: from place to place.
        value: what the covered pixels have; 0 is the paper of a digit.

    Returns:
        shape (rows, columns): entry (i, j) with the pixels from (i·stride, j·stride) on covered.

    Raises:
        ValueError: an argument breaks its rule, or the model gives no scores.

    >>> from cnnlib.models import KerasReader
    >>> occlusion(KerasReader(seed=0), np.ones((1, 28, 28)), 3, hole=8, stride=4).shape
    (6, 6)
    """
    picture = as_numbers("image", image, 3, layout="C, H, W")
    side, step = whole("hole", hole, 1), whole("stride", stride, 1)
    paper = number("value", value, "a finite number")
    if not np.isfinite(paper) or not np.all(np.isfinite(picture)):
        raise ValueError("image and value must be finite numbers, some are not")
    if side > min(picture.shape[1:]):
        raise ValueError(f"hole {side} is larger than the image {shape_text(picture.shape[1:])}")
    rows, columns = (output_size(length, side, step) for length in picture.shape[1:])
    covered = np.tile(picture, (rows * columns, 1, 1, 1))
    for n, (i, j) in enumerate(np.ndindex(rows, columns)):
        covered[n, :, i * step : i * step + side, j * step : j * step + side] = paper
    return probabilities(as_model(model), covered, label).reshape(rows, columns)


def probabilities(model: nn.Module, pictures: Array, label: int) -> Array:
    """The softmax probability of a class, for each picture: shape (N,)."""
    found = []
    with eval_mode(model), torch.no_grad():
        for k in range(0, len(pictures), BATCH):
            scores = model(as_tensor(model, pictures[k : k + BATCH]))
            if not isinstance(scores, torch.Tensor) or scores.ndim != 2:
                raise ValueError("model must give scores of shape (N, classes)")
            mine = as_channel("label", label, scores.shape[1])
            found.append(scores.softmax(dim=1)[:, mine].double().cpu().numpy())
    return np.concatenate(found)
