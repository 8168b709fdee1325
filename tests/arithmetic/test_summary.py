"""The table of a network: its rows, its totals and how it prints."""

from itertools import pairwise

import pytest

from cnnlib.architectures import KERAS_READER
from cnnlib.arithmetic import (
    Activation,
    Conv,
    Dense,
    Flatten,
    Parallel,
    Pool,
    Residual,
    Summary,
    summarize,
)

TABLE = """\
layer                       output  parameters  multiply-adds  field  jump  start
─────────────────────────────────────────────────────────────────────────────────
conv1     conv 3×3        32×26×26         320        194,688      3     1      0
relu1     relu            32×26×26           –              –      3     1      0
pool1     max pool 2×2/2  32×13×13           –              –      4     2      0
conv2     conv 3×3        64×11×11      18,496      2,230,272      8     2      0
relu2     relu            64×11×11           –              –      8     2      0
pool2     max pool 2×2/2    64×5×5           –              –     10     4      0
conv3     conv 3×3          64×3×3      36,928        331,776     18     4      0
relu3     relu              64×3×3           –              –     18     4      0
flatten1  flatten              576           –              –     18     4      0
dense1    dense                 64      36,928         36,864     26     4      0
relu4     relu                  64           –              –     26     4      0
dense2    dense                 10         650            640     26     4      0
─────────────────────────────────────────────────────────────────────────────────
93,322 parameters: 93,088 weights and 234 biases
2,794,240 multiply-adds, 37,818 activations with the input"""


def test_table_of_the_digit_reader():
    rows = summarize(*KERAS_READER)
    assert str(rows) == repr(rows) == TABLE


def test_totals_are_the_sums_of_the_rows():
    rows = summarize(*KERAS_READER)
    assert rows.parameters == sum(row.parameters for row in rows) == rows.weights + rows.biases
    assert rows.macs == sum(row.macs for row in rows)
    assert rows.connections == sum(row.connections for row in rows)
    assert rows.activations == 28 * 28 + sum(row.activations for row in rows)


def test_rows_follow_one_another():
    rows = summarize(*KERAS_READER)
    assert rows[0].input_shape == (1, 28, 28)
    for below, above in pairwise(rows):
        assert above.input_shape == below.output_shape


def test_branches_stand_before_the_row_that_joins_them():
    module = Parallel(
        [[Conv(2, 1)], [Conv(3, 3, padding=1, label="wide"), Activation("relu")]], label="mixed"
    )
    block = Residual([Conv(5, 1)])
    rows = summarize([module, block, Flatten()], (1, 4, 4))
    assert [(row.name, row.output_shape, row.parameters) for row in rows] == [
        ("mixed/conv1", (2, 4, 4), 4),
        ("mixed/wide", (3, 4, 4), 30),
        ("mixed/relu1", (3, 4, 4), 0),
        ("mixed", (5, 4, 4), 0),
        ("residual1/conv1", (5, 4, 4), 30),
        ("residual1", (5, 4, 4), 0),
        ("flatten1", (80,), 0),
    ]
    assert rows.row("mixed/wide") is rows[1]


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        pytest.param(Conv(2, 3), "conv1 conv 3×3 2×6×6 20 648 3 1 0", id="plain"),
        pytest.param(
            Conv(2, 3, 2, padding=1), "conv1 conv 3×3/2 2×4×4 20 288 3 2 −1", id="minus sign"
        ),
        pytest.param(
            Conv(2, (1, 3), (1, 2)), "conv1 conv 1×3/1×2 2×8×3 8 144 1×3 1×2 0", id="rectangular"
        ),
        pytest.param(
            Conv(2, 3, shared=False, label="C"), "C local 3×3 2×6×6 720 648 3 1 0", id="local"
        ),
        pytest.param(Pool(2), "pool1 max pool 2×2/2 1×4×4 – – 2 2 0", id="pool"),
        pytest.param(
            Pool(2, 1, operation="average"), "pool1 average pool 2×2 1×7×7 – – 2 1 0", id="average"
        ),
    ],
)
def test_a_row_prints_as_a_line(layer, expected):
    row = summarize([layer], (1, 8, 8))[0]
    assert " ".join(str(row).split()) == expected


def test_signals_flat_inputs_and_volumes():
    assert summarize([Conv(2, 3)], (1, 8))[0].output_shape == (2, 6)
    assert summarize([Conv(2, 3)], (1, 8, 8, 8))[0].output_shape == (2, 6, 6, 6)
    assert summarize([Dense(2)], (8,))[0].parameters == 18


def test_a_network_without_layers():
    rows = summarize([], (1, 8, 8))
    assert isinstance(rows, Summary)
    assert (rows.parameters, rows.macs, len(rows)) == (0, 0, 0)
    assert "0 parameters" in str(rows)


def test_an_unknown_row_is_named_with_the_known_ones():
    rows = summarize([Conv(2, 3), Pool(2)], (1, 8, 8))
    with pytest.raises(ValueError, match="no layer is named 'conv9': the names are conv1, pool1"):
        rows.row("conv9")


@pytest.mark.parametrize(
    "layers",
    [
        pytest.param([Conv(2, 3, label="conv2"), Conv(2, 3)], id="a label like an automatic name"),
        pytest.param([Conv(2, 3, label="conv2")] * 2, id="one label twice"),
        pytest.param(
            [Parallel([[Conv(2, 1, label="b")], [Conv(2, 1, label="b")]], label="a")],
            id="in two branches",
        ),
        pytest.param(
            [Parallel([[Conv(2, 1, label="b")]], label="a"), Conv(2, 1, label="a/b")],
            id="a label like a name in a branch",
        ),
    ],
)
def test_a_name_has_one_row(layers):
    with pytest.raises(
        ValueError, match=r"^2 layers are named '(conv2|a/b)': give each a label of"
    ):
        summarize(layers, (1, 8, 8))
