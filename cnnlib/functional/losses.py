"""From scores to probabilities to one number that says how wrong they are."""

from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_numbers, for_sums
from cnnlib.checks import shape_text


def softmax(scores: Any) -> Array:
    """Turn each row of scores into probabilities: positive, with the sum 1.

    p[n, k] = exp(scores[n, k]) / Σⱼ exp(scores[n, j])

    Args:
        scores: shape (N, classes); N may be 0.

    Returns:
        shape (N, classes). Adding one number to a whole row of scores changes nothing.

    Raises:
        ValueError: scores are not numeric, have no classes or other axes.

    >>> softmax([[0, 0], [1000, 1000]])
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    scores, dtype = for_sums(_as_scores(scores))
    return np.exp(_log_softmax(scores)).astype(dtype, copy=False)


def softmax_cross_entropy(scores: Any, labels: Any) -> float:
    """The mean, over the batch, of how surprising the right answers are: −log p[n, labels[n]].

    loss = −(1/N) Σₙ log softmax(scores)[n, labels[n]]

    Args:
        scores: shape (N, classes), *before* any softmax: the function applies it.
        labels: shape (N,), whole numbers 0 … classes − 1.

    Returns:
        one number, ≥ 0; log(classes) if all scores are equal.

    Raises:
        ValueError: scores are as in `softmax` or N is 0; labels do not fit to them.

    >>> round(softmax_cross_entropy([[0, 0], [0, 0]], labels=[0, 1]), 4)
    0.6931
    """
    scores, labels, _ = _operands(scores, labels)
    return float(0 - _log_softmax(scores)[np.arange(len(labels)), labels].mean())  # never −0


def softmax_cross_entropy_backward(dy: Any, scores: Any, labels: Any) -> Array:
    """The gradient of `softmax_cross_entropy`: from ∂f/∂loss to ∂f/∂scores.

    dscores = dy · (softmax(scores) − one_hot(labels)) / N

    Args:
        dy: one number, 1 if the loss itself is what is minimized.
        scores, labels: as they went into `softmax_cross_entropy`.

    Returns:
        shape (N, classes).

    Raises:
        ValueError: as `softmax_cross_entropy`, or when dy is not one number.

    >>> softmax_cross_entropy_backward(1, [[0, 0], [0, 0]], labels=[0, 1])
    array([[-0.25,  0.25],
           [ 0.25, -0.25]])
    """
    scores, labels, dtype = _operands(scores, labels)
    dscores = np.exp(_log_softmax(scores))
    dscores[np.arange(len(labels)), labels] -= 1
    dscores *= as_numbers("dy", dy, 0, layout="one number").astype(scores.dtype) / len(labels)
    return dscores.astype(dtype, copy=False)


def _log_softmax(scores: Array) -> Array:
    """log softmax, the largest score subtracted first: no exponential overflows."""
    with np.errstate(invalid="ignore"):  # ∞ − ∞ is NaN, as it should be
        shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _as_scores(scores: Any) -> Array:
    """The scores, checked."""
    return as_numbers("scores", scores, 2, layout="N, classes", batch=True)


def _operands(scores: Any, labels: Any) -> tuple[Array, Array, np.dtype[Any]]:
    """Scores and labels, checked, and the type of the gradient."""
    scores = _as_scores(scores)
    if len(scores) == 0:
        raise ValueError(
            f"scores {shape_text(scores.shape)} hold no rows: there is no mean of none"
        )
    as_numbers("labels", labels, 1)
    labels = np.asarray(labels)
    if labels.dtype.kind not in "iu" or len(labels) != len(scores):
        raise ValueError(
            f"labels must be {len(scores)} whole numbers, one for each row of scores "
            f"{shape_text(scores.shape)}, got {labels.dtype} of shape {shape_text(labels.shape)}"
        )
    classes = scores.shape[1]
    wrong = labels[(labels < 0) | (labels >= classes)]
    if len(wrong):
        raise ValueError(f"labels must be from 0 to {classes - 1}, got {wrong[0]}")
    scores, dtype = for_sums(scores)
    return scores, labels, dtype
