"""NumPy operations of convolutional networks and their gradients, one file per family.

An operation and its ``_backward`` stand side by side: the first maps inputs to ``y``, the second
maps ``dy`` = ∂f/∂y and the same inputs to the gradients of the inputs.
"""

from cnnlib.functional.convolution import (
    convolve1d,
    convolve1d_backward,
    convolve2d,
    convolve2d_backward,
)
from cnnlib.functional.correlation import (
    correlate1d,
    correlate1d_backward,
    correlate2d,
    correlate2d_backward,
    correlate2d_loops,
)
from cnnlib.functional.matrix import conv_matrix

__all__ = [
    "conv_matrix",
    "convolve1d",
    "convolve1d_backward",
    "convolve2d",
    "convolve2d_backward",
    "correlate1d",
    "correlate1d_backward",
    "correlate2d",
    "correlate2d_backward",
    "correlate2d_loops",
]
