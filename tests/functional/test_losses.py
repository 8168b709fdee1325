"""Softmax and cross-entropy against PyTorch, and where a careless formula overflows."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from random_layers import SEEDS, numerical_gradient

from cnnlib.functional import softmax, softmax_cross_entropy, softmax_cross_entropy_backward


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 6), st.integers(1, 11), st.sampled_from([0.1, 1, 30, 1e4]), SEEDS)
def test_loss_and_gradient_are_pytorchs(batch, classes, scale, seed):
    rng = np.random.default_rng(seed)
    scores, labels = rng.normal(0, scale, (batch, classes)), rng.integers(classes, size=batch)
    tscores = torch.tensor(scores, requires_grad=True)
    expected = torch.nn.functional.cross_entropy(tscores, torch.tensor(labels))
    np.testing.assert_allclose(
        softmax_cross_entropy(scores, labels), expected.item(), rtol=1e-12, atol=1e-12
    )
    (3 * expected).backward()
    np.testing.assert_allclose(
        softmax_cross_entropy_backward(3, scores, labels), tscores.grad, rtol=1e-10, atol=1e-12
    )
    np.testing.assert_allclose(
        softmax(scores), torch.softmax(tscores, dim=1).detach(), rtol=1e-10, atol=1e-300
    )


def test_by_hand():
    scores, labels = np.log([[1, 2, 1], [1, 1, 6]]), [1, 0]
    np.testing.assert_allclose(softmax(scores), [[1 / 4, 1 / 2, 1 / 4], [1 / 8, 1 / 8, 3 / 4]])
    assert softmax_cross_entropy(scores, labels) == pytest.approx((np.log(2) + np.log(8)) / 2)
    dscores = softmax_cross_entropy_backward(1, scores, labels)
    np.testing.assert_allclose(dscores, np.array([[2, -4, 2], [-7, 1, 6]]) / 16)


def test_equal_scores_cost_log_classes():
    assert softmax_cross_entropy(np.zeros((4, 10)), [3, 1, 4, 1]) == pytest.approx(np.log(10))


def test_softmax_applied_twice_is_another_function():
    scores = np.array([[2.0, 0.0, -1.0]])
    once, twice = (softmax_cross_entropy(s, [0]) for s in (scores, softmax(scores)))
    assert once < twice


def test_numerical_gradient():
    scores, labels = np.random.default_rng(0).normal(size=(3, 4)), [0, 3, 1]
    expected = numerical_gradient(lambda s: np.array(softmax_cross_entropy(s, labels)), scores)
    dscores = softmax_cross_entropy_backward(1, scores, labels)
    np.testing.assert_allclose(dscores, expected, atol=1e-9)


def test_large_scores_do_not_overflow():
    scores = np.array([[1000, 0], [-1000, 0]])
    assert softmax_cross_entropy(scores, [0, 1]) == 0
    assert softmax_cross_entropy(scores, [1, 0]) == 1000
    assert str(softmax_cross_entropy([[1000, 0]], [0])) == "0.0"  # not −0.0


def test_nan_stays_in_its_row():
    probabilities = softmax([[np.nan, 0], [0, 0]])
    np.testing.assert_array_equal(np.isnan(probabilities), [[True, True], [False, False]])
    assert np.isnan(softmax_cross_entropy([[np.nan, 0], [0, 0]], [0, 0]))


def test_an_empty_batch_has_probabilities_but_no_mean():
    assert softmax(np.zeros((0, 3))).shape == (0, 3)
    with pytest.raises(ValueError, match="there is no mean of none"):
        softmax_cross_entropy(np.zeros((0, 3)), [])


@pytest.mark.parametrize(
    ("scores", "labels", "message"),
    [
        pytest.param([1, 2], [0], "scores needs 2 axes (N, classes), got shape 2", id="one row"),
        pytest.param([[1, 2]], [2], "labels must be from 0 to 1, got 2", id="too large"),
        pytest.param([[1, 2]], [-1], "labels must be from 0 to 1, got -1", id="negative"),
        pytest.param(
            [[1, 2]],
            [0, 1],
            "labels must be 1 whole numbers, one for each row of scores 1×2, got int64 of shape 2",
            id="too many",
        ),
        pytest.param(
            [[1, 2]],
            [0.0],
            "labels must be 1 whole numbers, one for each row of scores 1×2, got float64",
            id="fractions",
        ),
        pytest.param([[1, 2]], [[0, 1]], "labels needs 1 axis, got shape 1×2", id="one-hot"),
        pytest.param([[1, 2]], ["a"], "labels must hold real numbers, got <U1", id="text"),
    ],
)
def test_errors(scores, labels, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        softmax_cross_entropy(scores, labels)
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        softmax_cross_entropy_backward(1, scores, labels)


def test_dy_is_one_number():
    with pytest.raises(ValueError, match=r"^dy needs 0 axes \(one number\), got shape 1×2"):
        softmax_cross_entropy_backward([[1, 1]], [[1, 2]], [0])
