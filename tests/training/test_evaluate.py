"""`evaluate` counts what is read right, and leaves everything as it was."""

import math
import re

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib.functional import softmax_cross_entropy
from cnnlib.training import DivergedError, evaluate

SCORES = np.random.default_rng(0).normal(size=(11, 4)).astype(np.float32)
LABELS = np.arange(11) % 4


@pytest.mark.parametrize("batch", [1, 4, 11, 1000])
def test_accuracy_and_loss_whatever_the_batch(batch):
    found = evaluate(nn.Identity(), (SCORES, LABELS), batch=batch)
    assert found.accuracy == (SCORES.argmax(axis=1) == LABELS).mean()
    assert found.loss == pytest.approx(softmax_cross_entropy(SCORES, LABELS), rel=1e-5)


@pytest.mark.parametrize("training", [True, False])
def test_it_reads_in_eval_mode_without_gradients_and_leaves_the_model_as_it_was(training):
    model = nn.Sequential(nn.Dropout(0.9), nn.BatchNorm1d(4), nn.Linear(4, 4)).train(training)
    model[1].training = not training  # a part that is in another mode
    before = {name: tensor.tolist() for name, tensor in model.state_dict().items()}
    modes = []
    model.register_forward_hook(lambda *_: modes.append((model.training, torch.is_grad_enabled())))
    state = torch.get_rng_state().tolist()
    assert evaluate(model, (SCORES, LABELS)) == evaluate(model, (SCORES, LABELS))
    assert modes == [(False, False)] * 2
    assert model.training == training
    assert [part.training for part in model] == [training, not training, training]
    assert {name: tensor.tolist() for name, tensor in model.state_dict().items()} == before
    assert torch.get_rng_state().tolist() == state


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((nn.Identity(), (SCORES[:0], LABELS[:0])), "data is empty: it needs at least one picture"),
        ((nn.Identity(), (SCORES, LABELS[:3])), "data has 11 images but 3 labels"),
        ((nn.Identity(), (SCORES, LABELS + 1)), "data labels must be from 0 to 3, for the model"),
        ((nn.Identity(), (SCORES, LABELS), 0), "batch must be a whole number ≥ 1, got 0"),
        ((nn.Flatten(0), (SCORES, LABELS)), "model must give scores of shape (N, classes), got"),
        ((None, (SCORES, LABELS)), "model must be a torch.nn.Module, got NoneType"),
    ],
)
def test_bad_arguments(arguments, message):
    model, data, *batch = arguments
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        evaluate(model, data, **({"batch": batch[0]} if batch else {}))


def test_scores_that_are_no_numbers_are_no_answer():
    model = nn.Linear(4, 4)
    nn.init.constant_(model.bias, math.nan)
    with pytest.raises(DivergedError, match=r"^the loss on data is nan: the scores of the model"):
        evaluate(model, (SCORES, LABELS))
