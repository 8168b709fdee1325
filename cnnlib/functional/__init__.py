"""NumPy operations of convolutional networks and their gradients, one file per family.

An operation and its ``_backward`` stand side by side: the first maps inputs to ``y``, the second
maps ``dy`` = ∂f/∂y and the same inputs to the gradients of the inputs.
"""

from cnnlib.functional.blur import blur_pool2d, blur_pool2d_backward
from cnnlib.functional.columns import col2im, im2col
from cnnlib.functional.conv2d import conv2d, conv2d_backward, conv2d_loops
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
from cnnlib.functional.local import local2d, local2d_backward
from cnnlib.functional.losses import softmax, softmax_cross_entropy, softmax_cross_entropy_backward
from cnnlib.functional.matrix import conv_matrix
from cnnlib.functional.pooling import (
    average_pool2d,
    average_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
)
from cnnlib.functional.transposed import conv_transpose2d, conv_transpose2d_backward

__all__ = [
    "average_pool2d",
    "average_pool2d_backward",
    "blur_pool2d",
    "blur_pool2d_backward",
    "col2im",
    "conv2d",
    "conv2d_backward",
    "conv2d_loops",
    "conv_matrix",
    "conv_transpose2d",
    "conv_transpose2d_backward",
    "convolve1d",
    "convolve1d_backward",
    "convolve2d",
    "convolve2d_backward",
    "correlate1d",
    "correlate1d_backward",
    "correlate2d",
    "correlate2d_backward",
    "correlate2d_loops",
    "im2col",
    "local2d",
    "local2d_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_backward",
]
