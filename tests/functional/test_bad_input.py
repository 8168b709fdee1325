"""Whatever the operations on images are given: a result, or a ValueError that names an argument."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

from cnnlib import functional

WORDS = st.sampled_from(["", "same", "valid", "reflect", "wrap", "7"])
NUMBERS = st.one_of(
    st.integers(-1, 4),
    st.sampled_from([10**9, 10**12, 2**63, -(2**70), np.int8(1), 1.0, np.nan, True, None]),
)
ARRAYS = st.builds(
    lambda shape, dtype: np.full(shape, 1, dtype),
    array_shapes(min_dims=0, max_dims=6, min_side=0, max_side=3),
    st.sampled_from(["bool", "uint8", "int64", "float16", "float32", "float64", "complex64", "U2"]),
)
IMAGES = st.builds(
    lambda shape, value: np.full(shape, value),
    array_shapes(min_dims=4, max_dims=4, min_side=1, max_side=4),
    st.sampled_from([0, 1, -1.5, np.float32(2), np.nan]),
)
ANYTHING = st.one_of(
    NUMBERS,
    WORDS,
    st.recursive(NUMBERS, lambda inner: st.lists(inner, max_size=3), max_leaves=4),
    st.tuples(NUMBERS, NUMBERS),
    st.tuples(st.tuples(NUMBERS, NUMBERS), NUMBERS),
    ARRAYS,
)
LIKELY = {
    "x": IMAGES,
    "weight": IMAGES,
    "dy": IMAGES,
    "kernel": st.integers(1, 2),
    "stride": st.integers(1, 3),
    "input_shape": st.just((3, 3)),
    "labels": st.just([0]),
}

DERIVED = {"kernel", "the"}  # "kernel 3 is larger than …", "the padded input would be …"

# The others are in test_correlation and test_matrix.
FUNCTIONS = [n for n in functional.__all__ if not n.startswith(("corr", "convolve", "conv_m"))]


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(deadline=None, max_examples=120)
@given(data=st.data())
def test_a_result_or_a_value_error_that_names_an_argument(name, data):
    function = getattr(functional, name)
    parameters = inspect.signature(function).parameters.values()
    strange = data.draw(st.sampled_from([parameter.name for parameter in parameters]))
    arguments = {}
    for parameter in parameters:
        required = parameter.default is parameter.empty
        if parameter.name == strange or (required and parameter.name not in LIKELY):
            arguments[parameter.name] = data.draw(ANYTHING, label=parameter.name)
        elif required or data.draw(st.booleans()):
            likely = LIKELY.get(parameter.name, st.just(parameter.default))
            arguments[parameter.name] = data.draw(likely, label=parameter.name)
    complaint = ""
    try:
        results = function(**arguments)
    except ValueError as error:
        complaint, results = str(error), ()
    assert complaint.split(" ")[0] in {"", *arguments, *DERIVED}, complaint
    for result in results if isinstance(results, tuple) else [results]:
        assert np.asarray(result).dtype.kind == "f"
