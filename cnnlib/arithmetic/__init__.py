"""Sizes, counts and receptive fields of convolutional networks: whole numbers only, no arrays.

In the order in which one learns it: `sizes` slides one window along one axis; `layer`,
`sliding` and `branches` say what a layer is; `stack` sends an input through layers; `fields` says
what one unit sees of it, and `summary` what it all costs.
"""

from cnnlib.arithmetic.branches import Parallel, Residual
from cnnlib.arithmetic.fields import (
    ReceptiveField,
    inputs_read,
    receptive_field,
    unreached_inputs,
)
from cnnlib.arithmetic.layer import (
    Activation,
    BatchNorm,
    Dense,
    Flatten,
    Layer,
    RadialBasis,
)
from cnnlib.arithmetic.sizes import (
    effective_kernel,
    output_size,
    same_padding,
    transposed_output_size,
    unreached,
)
from cnnlib.arithmetic.sliding import Conv, Pool, Subsample
from cnnlib.arithmetic.summary import Row, Summary, count_macs, count_parameters, summarize

__all__ = [
    "Activation",
    "BatchNorm",
    "Conv",
    "Dense",
    "Flatten",
    "Layer",
    "Parallel",
    "Pool",
    "RadialBasis",
    "ReceptiveField",
    "Residual",
    "Row",
    "Subsample",
    "Summary",
    "count_macs",
    "count_parameters",
    "effective_kernel",
    "inputs_read",
    "output_size",
    "receptive_field",
    "same_padding",
    "summarize",
    "transposed_output_size",
    "unreached",
    "unreached_inputs",
]
