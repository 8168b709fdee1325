"""Random layers and images for the tests of this folder: small, awkward, in whole numbers.

Sums of small whole numbers are exact in float64, so that results can be compared with ``==``.
"""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from cnnlib.arithmetic import effective_kernel

SEEDS = st.integers(0, 2**32 - 1)


class Geometry(NamedTuple):
    size: tuple[int, int]
    kernel: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[tuple[int, int], tuple[int, int]]
    dilation: tuple[int, int]

    @property
    def settings(self):
        return {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}

    @property
    def torch_padding(self):
        """In the order of ``torch.nn.functional.pad``: the last axis first."""
        (top, bottom), (left, right) = self.padding
        return [left, right, top, bottom]


@st.composite
def geometries(draw, most_padding=3, dilated=True):
    """A kernel, perhaps larger than the image, on the smallest image it fits or a larger one."""
    axes = []
    for _ in range(2):
        kernel = draw(st.integers(1, 4))
        dilation = draw(st.integers(1, 3)) if dilated else 1
        pads = st.integers(0, min(most_padding, 3))
        padding = draw(st.tuples(pads, pads))
        least = max(1, effective_kernel(kernel, dilation) - sum(padding))
        axes.append(
            (
                draw(st.integers(least, least + 5)),
                kernel,
                draw(st.integers(1, 5)),
                padding,
                dilation,
            )
        )
    return Geometry(*zip(*axes, strict=True))


def whole_numbers(seed, shape, largest=9):
    """Whole numbers from −largest to largest, as floats."""
    rng = np.random.default_rng(seed)
    return rng.integers(-largest, largest, shape, endpoint=True).astype(float)


def numerical_gradient(function, x, step=1e-5):
    """∂(sum of function(x))/∂x by central differences."""
    gradient = np.empty_like(x)
    for cell in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[cell] += step
        down[cell] -= step
        gradient[cell] = (function(up) - function(down)).sum() / (2 * step)
    return gradient
