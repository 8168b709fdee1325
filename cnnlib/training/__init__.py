"""Training in PyTorch: `fit` a network, `evaluate` it, `repeat` both for the spread over seeds."""

from cnnlib.training.evaluation import Evaluation, evaluate
from cnnlib.training.fitting import fit
from cnnlib.training.history import DivergedError, History
from cnnlib.training.progress import progress_bar
from cnnlib.training.repeats import Spread, repeat

__all__ = [
    "DivergedError",
    "Evaluation",
    "History",
    "Spread",
    "evaluate",
    "fit",
    "progress_bar",
    "repeat",
]
