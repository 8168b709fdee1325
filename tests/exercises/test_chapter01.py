"""What the questions on local connectivity claim, computed anew."""

import numpy as np
import pytest

from cnnlib.exercises import registry
from cnnlib.exercises._values import mark, same_mark
from cnnlib.exercises.chapter01 import connections, local_mask
from cnnlib.functional import conv_matrix


def number_of(name):
    (number,) = registry.find(name).numbers
    return number


def said(name):
    return {option.text: (option.right, option.feedback) for option in registry.find(name).options}


def test_shared_alone_leaves_fewer_numbers_than_local_alone():
    outputs, inputs = np.indices((4, 4)).reshape(2, -1), np.indices((6, 6)).reshape(2, -1)
    distances = inputs[:, None, :] - outputs[:, :, None]
    near = ((distances >= 0) & (distances < 3)).all(0)
    kinds = {tuple(each) for each in distances.reshape(2, -1).T}
    assert (near.size, near.sum(), len(kinds)) == (576, 144, 81)
    assert len({tuple(each) for each in distances[:, near].T}) == 9
    assert np.array_equal(near, conv_matrix(np.ones((3, 3)), (6, 6)))
    right, sentence = said("01-switch")["Shared"]
    assert right
    assert "9 · 9 = 81" in said("01-switch")["both the same number"][1]
    assert "81. Local leaves sixteen windows of nine: 144." in sentence


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("01-dense", 16_981_120, [21_632, 16_959_488, 530_660, 19_694_080]),
        ("01-local", 216_320, [320, 194_688, 6_760, 194_720]),
        ("01-signal", 6_416_000, [256_016_000, 401, 6_400_000]),
    ],
)
def test_the_counts_and_their_mistakes(name, value, wrong):
    assert number_of(name).value == value
    assert set(wrong) <= set(number_of(name).wrong)


def test_the_numbers_in_the_sentences():
    assert round(number_of("01-dense").value / number_of("01-local").value, 1) == 78.5
    assert "78.5" in registry.find("01-local").closing
    assert "256,016,000" in registry.find("01-signal").closing


def test_a_number_that_is_off_by_one_is_not_right():
    for name in ("01-dense", "01-local", "01-signal"):
        assert number_of(name).tolerance * number_of(name).value < 1


def test_the_dense_net_does_not_notice_that_pixels_are_scrambled():
    rng = np.random.default_rng(0)
    x, weight, order = rng.normal(size=(5, 9)), rng.normal(size=(2, 9)), rng.permutation(9)
    assert np.allclose(x[:, order] @ weight[:, order].T, x @ weight.T)
    assert not np.allclose(x[:, order] @ weight.T, x @ weight.T)


def test_the_example_of_the_mask():
    assert local_mask(2, 3, 2) == [[1, 1, 0, 1, 1, 0], [0, 1, 1, 0, 1, 1]]
    assert connections(2, 3, 2).tolist() == local_mask(2, 3, 2)


def test_tables_of_zeros_and_ones_are_told_apart():
    """Their sums are whole, so a weight that grows evenly from place to place would not do."""
    identity = np.eye(6, dtype=int)
    assert not same_mark(mark(identity.tolist()), mark(np.roll(identity, -4, axis=1).tolist()))
