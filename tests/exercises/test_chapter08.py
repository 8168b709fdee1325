"""What the guesses and questions of the page on LeNet-5 claim, computed anew."""

import re
from math import tanh

import numpy as np
import pytest

from cnnlib.architectures import LENET5, LENET5_CODES, LENET5_TABLE, LENET_MODERN
from cnnlib.arithmetic import count_parameters, receptive_field, summarize
from cnnlib.exercises import registry
from cnnlib.exercises._check import judge
from cnnlib.exercises._mistakes import way_of
from cnnlib.exercises.chapter08 import READ, WINDOWS, c3_maps, count, field, read, subsample

ROWS = summarize(*LENET5)


def values(name: str) -> list[float]:
    return [number.value for number in registry.find(name).numbers]


def wrong(name: str, number: int) -> dict[float, str]:
    return dict(registry.find(name).numbers[number].wrong)


def test_the_numbers_are_those_of_the_network():
    assert values("08-first-layer") == [156, 122_304]
    assert values("08-pool") == [12, 5_880]
    assert values("08-c3") == [60, 1_516]
    assert values("08-field") == [32] == [receptive_field(LENET5.layers[:9]).size]
    assert (ROWS.parameters, ROWS.connections) == (60_000, 340_908)
    assert values("08-ecg") == [108 * 7 + 24, (108 * 7 + 24) * 494]


def test_the_named_mistakes_are_named():
    parameters = wrong("08-c3", 1)
    assert "every kernel a bias" in parameters[1_560]
    assert "no depth" in parameters[416]
    assert "all 96 kernels" in parameters[2_416]
    assert "No bias" in parameters[1_500]
    assert "The bias is a connection, too" in wrong("08-first-layer", 1)[117_600]
    assert "This pool is trained" in wrong("08-pool", 0)[0]
    assert "one weight for their mean" in wrong("08-pool", 0)[30]


def test_the_field_and_how_it_is_missed():
    assert [field(WINDOWS[:n]) for n in range(1, 6)] == [5, 6, 14, 16, 32]
    assert {15, 19, 16, 14, 6, 35, 41, 45} <= set(wrong("08-field", 0))
    layers = [
        layer for layer in LENET5.layers if hasattr(layer, "kernel") or hasattr(layer, "size")
    ]
    windows = [getattr(layer, "kernel", getattr(layer, "size", 0)) for layer in layers]
    assert windows == [kernel for kernel, _ in WINDOWS]


def test_the_table_of_the_questions():
    sizes = sorted(map(sum, LENET5_TABLE))
    assert sizes == [3] * 6 + [4] * 9 + [6]
    assert set(np.sum(LENET5_TABLE, axis=0)) == {10}


def test_a_table_with_30_ones_meets_both_aims():
    pairs = [{a, b} for a in range(6) for b in range(a)]
    sets = [pair for pair in pairs if pair != {0, 1}] + [{0}, {1}]
    assert len({frozenset(each) for each in sets}) == 16
    assert sum(map(len, sets)) == 30
    assert {sum(below in each for each in sets) for below in range(6)} == {5}


def test_the_four_numbers_stand_in_the_question_and_give_its_answers():
    text = registry.find("08-two-by-two").text
    assert [float(number) for number in re.findall(r"\d\d\.\d", text)] == list(READ.values())
    assert values("08-two-by-two") == [1.7, 0.9, -0.2]
    assert (
        "1.7 is far more" in next(o for o in registry.find("08-honest").options if o.right).feedback
    )


def test_the_squashing_function_makes_1_of_1():
    assert 1.7159 * tanh(2 / 3) == pytest.approx(1, abs=1e-5)
    assert subsample([[1, 1], [1, 1]], 1, 0)[0][0] == pytest.approx(1, abs=1e-5)


def test_the_examples_of_the_stubs():
    assert count([[1, 0], [1, 1]], 3, 4, 3) == (29, 58)
    assert subsample([[3, 1], [-1, 5]], 1, -0.5)[0][0] == pytest.approx(1.30682, abs=5e-6)
    assert read([0.5, 1], [[-1, 1], [1, 1]]) == ([2.25, 0.25], 1)
    maps = c3_maps([[[1, 2]], [[3, 5]]], [[[10]], [[2]], [[1]]], [0, 7], [[0, 1], [1, 1]])
    assert maps == [[[30, 50]], [[12, 16]]]


def test_the_closing_words():
    assert count(LENET5_TABLE, 5, 14, 14) == (1_516, 151_600)
    assert np.shape(LENET5_CODES) == (10, 7 * 12)
    assert summarize(*LENET_MODERN).row("C3").parameters == 2_416
    assert count_parameters(*LENET_MODERN) == 61_706


@pytest.mark.parametrize(
    ("name", "edit", "said"),
    [
        ("08-count", "+ len(table) => + len(table) + links", "bias"),
        ("08-subsample", "total / 4 => total / 4 / 1", "All"),
        ("08-rbf", "(features[i] - code[i]) ** 2 => (code[i] - features[i]) ** 2", "All"),
    ],
)
def test_other_ways_to_write_it(name, edit, said):
    assert said in judge(registry.find(name), way_of(registry.find(name), edit))["sentence"]
