"""Bad input: one sentence that names argument, value and rule; no other exception escapes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib.arithmetic import (
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Flatten,
    Parallel,
    Pool,
    RadialBasis,
    Residual,
    Subsample,
    count_macs,
    count_parameters,
    effective_kernel,
    inputs_read,
    output_size,
    receptive_field,
    same_padding,
    summarize,
    transposed_output_size,
    unreached,
    unreached_inputs,
)

NOT_WHOLE = {
    "NaN": float("nan"),
    "infinity": float("inf"),
    "float": 3.0,
    "string": "3",
    "bool": True,
    "none": None,
    "list": [3],
    "complex": 3j,
}
RULES = {
    "size": "size must be a whole number ≥ 1, got {!r}",
    "kernel": "kernel must be a whole number ≥ 1, got {!r}",
    "stride": "stride must be a whole number ≥ 1, got {!r}",
    "dilation": "dilation must be a whole number ≥ 1, got {!r}",
}
FUNCTIONS = {
    output_size: ("size", "kernel", "stride", "dilation"),
    unreached: ("size", "kernel", "stride", "dilation"),
    same_padding: ("size", "kernel", "stride", "dilation"),
    transposed_output_size: ("size", "kernel", "stride", "dilation"),
    effective_kernel: ("kernel", "dilation"),
}
GOOD = {"size": 9, "kernel": 3}


def message_of(function, *arguments, **settings):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the caller compares the message)
        function(*arguments, **settings)
    return str(caught.value)


@pytest.mark.parametrize("value", [*NOT_WHOLE.values(), 0, -1], ids=[*NOT_WHOLE, "zero", "minus"])
@pytest.mark.parametrize(
    ("function", "argument"),
    [
        pytest.param(function, argument, id=f"{function.__name__}, {argument}")
        for function, arguments in FUNCTIONS.items()
        for argument in arguments
    ],
)
def test_sizes_are_whole_numbers(function, argument, value):
    good = {name: number for name, number in GOOD.items() if name in FUNCTIONS[function]}
    assert message_of(function, **{**good, argument: value}) == RULES[argument].format(value)


@pytest.mark.parametrize(
    ("padding", "message"),
    [
        pytest.param(-1, "padding must be a whole number ≥ 0, got -1", id="negative"),
        pytest.param(0.5, "padding must be a whole number ≥ 0, got 0.5", id="half"),
        pytest.param(float("nan"), "padding must be a whole number ≥ 0, got nan", id="NaN"),
        pytest.param(True, "padding must be a whole number ≥ 0, got True", id="bool"),
        pytest.param(None, "padding must be a whole number ≥ 0, got None", id="none"),
        pytest.param("full", "padding 'full' is unknown: use 'same' or 'valid'", id="full"),
        pytest.param((1, -2), "padding must be a whole number ≥ 0, got -2", id="negative after"),
        pytest.param(
            (1, 2, 3),
            "padding of one axis must be a whole number or a pair (before, after), got (1, 2, 3)",
            id="three",
        ),
        pytest.param(
            (),
            "padding of one axis must be a whole number or a pair (before, after), got ()",
            id="empty",
        ),
    ],
)
@pytest.mark.parametrize("function", [output_size, unreached, transposed_output_size])
def test_padding(function, padding, message):
    assert message_of(function, 9, 3, padding=padding) == message


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        pytest.param(
            output_size,
            (4, 5),
            "kernel 5 is larger than the padded input 4: use padding ≥ 1",
            id="too large",
        ),
        pytest.param(
            output_size,
            (4, 9, 1, 1),
            "kernel 9 is larger than the padded input 6: use padding ≥ 3",
            id="too large for its padding",
        ),
        pytest.param(
            output_size,
            (4, 9, 1, (1, 0)),
            "kernel 9 is larger than the padded input 5: use padding ≥ 5 in all",
            id="too large for its pair",
        ),
        pytest.param(
            output_size,
            (4, 3, 1, 0, 2),
            "kernel 3 with dilation 2 covers 5 cells, which is larger than the padded input 4: "
            "use padding ≥ 1",
            id="dilated too far",
        ),
        pytest.param(
            output_size,
            (4, 3, 1, 0, 1, 1),
            "ceil_mode must be True or False, got 1",
            id="ceil_mode 1",
        ),
        pytest.param(
            transposed_output_size,
            (4, 3, 2, 0, 1, 2),
            "output_padding 2 is too large: it must be less than the stride 2 or the dilation 1",
            id="output_padding too large",
        ),
        pytest.param(
            transposed_output_size,
            (4, 3, 2, 0, 1, -1),
            "output_padding must be a whole number ≥ 0, got -1",
            id="output_padding negative",
        ),
        pytest.param(
            transposed_output_size,
            (1, 3, 1, 2),
            "padding 2 leaves nothing of an output of 3: use padding that takes ≤ 2 in all",
            id="nothing left",
        ),
        pytest.param(
            transposed_output_size,
            (4, 3, 2, "same"),
            "padding 'same' has no one meaning for a transposed convolution: use a whole number",
            id="transposed same",
        ),
    ],
)
def test_sentences_of_sizes(function, arguments, message):
    assert message_of(function, *arguments) == message


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda: Conv(0, 3), "out must be a whole number ≥ 1, got 0", id="out"),
        pytest.param(lambda: Conv(4, 0), "kernel must be a whole number ≥ 1, got 0", id="kernel"),
        pytest.param(
            lambda: Conv(4, (3, 2.5)),
            "kernel must be a whole number ≥ 1, got 2.5",
            id="kernel pair",
        ),
        pytest.param(
            lambda: Conv(4, ()),
            "kernel is empty: give a whole number ≥ 1, or one for each axis",
            id="no kernel",
        ),
        pytest.param(
            lambda: Conv(4, 3, padding=()),
            "padding is empty: give a whole number ≥ 0, or an entry for each axis",
            id="no padding",
        ),
        pytest.param(lambda: Conv(4, 3, bias=1), "bias must be True or False, got 1", id="bias"),
        pytest.param(
            lambda: Conv(4, 3, shared=None), "shared must be True or False, got None", id="shared"
        ),
        pytest.param(
            lambda: Conv(4, 3, groups=3), "groups 3 must divide the 4 output channels", id="groups"
        ),
        pytest.param(
            lambda: Conv(4, 3, groups=2, connections=4),
            "connections and groups both say which kernels exist: give one",
            id="connections and groups",
        ),
        pytest.param(
            lambda: Conv(4, 3, connections=0),
            "connections must be a whole number ≥ 1, got 0",
            id="no connections",
        ),
        pytest.param(lambda: Conv(4, 3, label=3), "label must be a string, got 3", id="label"),
        pytest.param(
            lambda: Pool(2, operation="median"),
            "operation 'median' is unknown: use 'max' or 'average'",
            id="operation",
        ),
        pytest.param(lambda: Pool(2, 0), "stride must be a whole number ≥ 1, got 0", id="stride"),
        pytest.param(
            lambda: Subsample(0), "size must be a whole number ≥ 1, got 0", id="subsample"
        ),
        pytest.param(lambda: Dense("10"), "out must be a whole number ≥ 1, got '10'", id="dense"),
        pytest.param(lambda: RadialBasis(0), "out must be a whole number ≥ 1, got 0", id="codes"),
        pytest.param(
            lambda: Activation(""), "name of an activation must not be empty", id="activation"
        ),
        pytest.param(
            lambda: Activation(None), "name must be a string, got None", id="nameless activation"
        ),
        pytest.param(
            lambda: Parallel([]),
            "branches must be a sequence of sequences of layers, got []",
            id="no branches",
        ),
        pytest.param(
            lambda: Parallel([Flatten()]),
            "branches must be a sequence of layers: write [Flatten(label='')]",
            id="a layer for a branch",
        ),
        pytest.param(
            lambda: Residual([3]),
            "body must hold layer descriptions, got 3",
            id="a number for a layer",
        ),
    ],
)
def test_sentences_of_descriptions(make, message):
    assert message_of(make) == message


@pytest.mark.parametrize(
    ("layers", "input_shape", "message"),
    [
        pytest.param(
            [Conv(4, 5)],
            (3, 4, 4),
            "conv1 (conv 5×5) on 3×4×4: "
            "kernel 5 is larger than the padded input 4: use padding ≥ 1",
            id="kernel too large",
        ),
        pytest.param(
            [Conv(4, 3, groups=2)],
            (3, 8, 8),
            "conv1 (conv 3×3) on 3×8×8: groups 2 must divide the 3 input channels",
            id="groups",
        ),
        pytest.param(
            [Conv(4, 3, connections=13)],
            (3, 8, 8),
            "conv1 (conv 3×3) on 3×8×8: connections 13 must be at most 3·4 = 12, "
            "the pairs of an input and an output channel",
            id="connections",
        ),
        pytest.param(
            [Conv(4, (3, 3))],
            (3, 8),
            "conv1 (conv 3×3) on 3×8: kernel (3, 3) is for 2 axes, but the input has 1",
            id="axes",
        ),
        pytest.param(
            [Pool(2, padding=2)],
            (3, 8, 8),
            "pool1 (max pool 2×2/2) on 3×8×8: "
            "padding 2 is more than half of the pooling window 2: use padding ≤ 1",
            id="pool padding",
        ),
        pytest.param(
            [Dense(10)],
            (3, 8, 8),
            "dense1 (dense) on 3×8×8: a dense layer needs a flat input: put Flatten() before it",
            id="not flat",
        ),
        pytest.param(
            [Flatten(), Pool(2)],
            (3, 8, 8),
            "pool1 (max pool 2×2/2) on 192: "
            "a window needs a map with channels and axes, but the input is flat",
            id="flat",
        ),
        pytest.param(
            [Parallel([[Conv(4, 3)], [Conv(4, 5)]], label="mixed")],
            (3, 8, 8),
            "mixed (concatenate) on 3×8×8: the branches give 4×6×6 and 4×4×4: "
            "concatenated, they may differ in channels only",
            id="branches of two sizes",
        ),
        pytest.param(
            [Parallel([[Conv(4, 9)]], label="mixed")],
            (3, 8, 8),
            "mixed/conv1 (conv 9×9) on 3×8×8: "
            "kernel 9 is larger than the padded input 8: use padding ≥ 1",
            id="in a branch",
        ),
        pytest.param(
            [Residual([Conv(4, 1)])],
            (3, 8, 8),
            "residual1 (add) on 3×8×8: body and shortcut give 4×8×8 and 3×8×8: "
            "added, they must agree",
            id="shortcut",
        ),
        pytest.param(
            [Parallel([[Conv(1, 3)], [Conv(1, 1, 2)]])],
            (1, 4),
            "parallel1 (concatenate) on 1×4: the branches move by 1 and 2 pixels from one unit to "
            "the next: joined, their units would see more and more different places",
            id="branches out of step",
        ),
        pytest.param(
            Conv(4, 3),
            (3, 8, 8),
            "layers must be a sequence of layers: "
            "write [Conv(label='', out=4, kernel=3, stride=1, padding=0, dilatio]",
            id="a layer for a network",
        ),
        pytest.param(
            "conv", (3, 8, 8), "layers must be a sequence of layers, got 'conv'", id="text"
        ),
        pytest.param(
            [Conv],
            (3, 8, 8),
            "layers must hold layer descriptions, got <class 'cnnlib.arithmetic.sliding.Conv'>",
            id="a class",
        ),
        pytest.param(
            [], 28, "input_shape must be a tuple of whole numbers (C, H, W), got 28", id="one size"
        ),
        pytest.param(
            [], (1, 0, 28), "input_shape must be a whole number ≥ 1, got 0", id="an empty picture"
        ),
        pytest.param(
            [], (1, 28.0), "input_shape must be a whole number ≥ 1, got 28.0", id="a float size"
        ),
    ],
)
def test_sentences_of_stacks(layers, input_shape, message):
    for function in (summarize, count_parameters, count_macs, unreached_inputs):
        assert message_of(function, layers, input_shape) == message


@pytest.mark.parametrize(
    ("layers", "settings", "message"),
    [
        pytest.param(
            [Conv(4, 3, 2, padding="same")],
            {},
            "conv1 (conv 3×3/2): padding 'same' with stride 2 depends on the input's size: "
            "give input_shape",
            id="same with a stride",
        ),
        pytest.param(
            [Flatten(), Dense(3)],
            {},
            "dense1 (dense): a dense layer reads the whole map, whatever its size: "
            "give input_shape",
            id="dense",
        ),
        pytest.param(
            [Conv(4, 3)],
            {"branches": "largest"},
            "branches 'largest' is unknown: use 'all' or 'smallest'",
            id="branches",
        ),
    ],
)
def test_sentences_of_receptive_field(layers, settings, message):
    assert message_of(receptive_field, layers, **settings) == message


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        pytest.param((6, 0), "unit (6, 0) lies outside the 6×6 units", id="outside"),
        pytest.param((0,), "unit must be a position in 6×6 units, got (0,)", id="one number"),
        pytest.param(0, "unit must be a position in 6×6 units, got 0", id="a number"),
        pytest.param((0, -1), "unit must be a whole number ≥ 0, got -1", id="negative"),
    ],
)
def test_sentences_of_units(unit, message):
    assert message_of(inputs_read, [Conv(1, 3)], (1, 8, 8), unit) == message


ANYTHING = st.one_of(
    st.integers(-3, 12),
    st.integers(),
    st.sampled_from([None, True, 1.0, float("nan"), "same", "valid", "max", "", b"x", 2j, {}, int]),
    st.text(max_size=3),
    st.tuples(st.integers(-2, 5), st.integers(-2, 5)),
    st.lists(st.integers(0, 5), max_size=3),
)


def raises_nothing_but_value_error(function, *arguments, **settings):
    try:
        return function(*arguments, **settings)
    except ValueError:
        return None


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([output_size, transposed_output_size, same_padding, effective_kernel]),
    st.lists(ANYTHING, min_size=6, max_size=6),
)
def test_fuzz_sizes(function, arguments):
    few = {same_padding: 4, effective_kernel: 2}.get(function, 6)
    raises_nothing_but_value_error(function, *arguments[:few])


@settings(max_examples=200, deadline=None)
@given(st.integers(-1, 50), st.lists(ANYTHING, min_size=5, max_size=5))
def test_fuzz_unreached(size, arguments):
    raises_nothing_but_value_error(unreached, size, *arguments)


@st.composite
def fuzzed_layers(draw):
    kinds = (Conv, Pool, Subsample, BatchNorm, Activation, Dense, RadialBasis, Parallel, Residual)
    kind = draw(st.sampled_from(kinds))
    names = [name for name in kind.__dataclass_fields__ if draw(st.booleans())]
    small = st.integers(1, 4)
    arguments = {name: draw(st.one_of(small, ANYTHING)) for name in names}
    required = {"out": 2, "kernel": 2, "size": 2, "name": "relu", "branches": [[]], "body": []}
    fields = kind.__dataclass_fields__
    return raises_nothing_but_value_error(
        kind, **({k: v for k, v in required.items() if k in fields} | arguments)
    )


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.one_of(fuzzed_layers(), fuzzed_layers(), st.just(Flatten())), max_size=4),
    st.one_of(st.tuples(*[st.integers(1, 9)] * 3), st.lists(st.integers(0, 9)), ANYTHING),
    ANYTHING,
)
def test_fuzz_stacks(layers, input_shape, unit):
    for function in (summarize, count_parameters, count_macs, receptive_field):
        raises_nothing_but_value_error(function, layers, input_shape)
    raises_nothing_but_value_error(receptive_field, layers)
    rows = raises_nothing_but_value_error(summarize, layers, input_shape)
    if rows is not None:
        assert str(rows)
        if all(size < 100 for row in rows for size in (*row.input_shape, *row.output_shape)):
            raises_nothing_but_value_error(inputs_read, layers, input_shape, unit)
