"""What the guesses and questions of the chapter on pooling claim, computed anew."""

import re

import numpy as np
import pytest

from cnnlib.data import load_digits, on_canvas, shift
from cnnlib.exercises import registry
from cnnlib.functional import average_pool2d, blur_pool2d, conv2d, max_pool2d

POOLS = {
    "the maximum": lambda y: max_pool2d(y, 2),
    "the mean": lambda y: average_pool2d(y, 2),
    "the maximum, then a blur": lambda y: blur_pool2d(max_pool2d(y, 2, stride=1), 3),
}


def right(name: str) -> str:
    (option,) = (option for option in registry.find(name).options if option.right)
    return option.text


def values(name: str) -> list[float]:
    return [number.value for number in registry.find(name).numbers]


def in_brackets(row: list[int]) -> list[int]:
    return max_pool2d([[[row]]], (1, 2)).ravel().astype(int).tolist()


def test_two_of_six_brackets_change():
    comb = registry.find("05-comb")
    row = [int(number) for number in re.search(r"row ((\d )+)", comb.text)[1].split()]
    home, one, other = (in_brackets(np.roll(row, by).tolist()) for by in (0, 1, -1))
    for moved in (one, other):
        assert sum(a != b for a, b in zip(home, moved, strict=True)) == int(right("05-comb"))
    for report in (home, one, other):
        assert " ".join(map(str, report)) in comb.closing


def test_the_numbers_by_hand():
    names = ("parameters", "channels", "average-kernel", "count", "speech")
    assert {name: values(f"05-{name}") for name in names} == {
        "parameters": [0],
        "channels": [64, 12],
        "average-kernel": [16, pytest.approx(1 / 9), 144],
        "count": [6, 4, 3],
        "speech": [256, 256],
    }


def test_the_largest_of_a_sum_is_another():
    a, b = ([[[[1, 0]]]], [[[[0, 1]]]])
    assert max_pool2d(np.add(a, b), (1, 2)) == 1
    assert max_pool2d(a, (1, 2)) + max_pool2d(b, (1, 2)) == 2
    assert right("05-linear") == "no"


def test_the_blurred_map_trembles_least():
    """The misfit of a map against the map at home, carried along by half a cell or a whole one."""
    seven = on_canvas(load_digits()[1].first(9), 36, 4, 4).images[8:]
    question = registry.find("05-tremble")
    misfits = {}
    for name, pool in POOLS.items():
        home, one, two = (pool(shift(seven, right=by)) for by in (0, 1, 2))
        carried = shift(home, right=1)
        misfits[name] = 100 * np.abs(one - (home + carried) / 2).sum() / home.sum()
        assert np.allclose(two, carried)  # "Moved by two pixels all three fit exactly."
        said = next(option.feedback for option in question.options if option.text == name)
        assert f"About {misfits[name]:.0f} %" in said
    assert right("05-tremble") == min(misfits, key=misfits.__getitem__)


def test_two_pixels_is_the_first_shift_that_must_change_nothing():
    digits = on_canvas(load_digits()[1].first(3), 64, 18, 18).images
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(4, 1, 5, 5)), rng.normal(size=(3, 4, 5, 5))

    def maps(by):
        pooled = POOLS["the maximum"](conv2d(shift(digits, right=by), first))
        return POOLS["the maximum"](conv2d(pooled, second))

    def largest(by):
        return maps(by).max((2, 3))

    same = [by for by in range(1, 9) if np.allclose(largest(by), largest(0))]
    assert [str(by) for by in same] == [right("05-period"), "4", "6", "8"]
    carried = [by for by in range(1, 9) if np.allclose(maps(by), shift(maps(0), right=by // 4))]
    assert carried == [4, 8]  # the total stride


def test_the_mean_is_the_layer_of_the_question():
    torch = pytest.importorskip("torch")
    groups, weight, weights = values("05-average-kernel")
    layer = torch.nn.Conv2d(16, 16, 3, stride=2, groups=int(groups), bias=False)
    assert layer.weight.numel() == weights
    torch.nn.init.constant_(layer.weight, weight)
    x = torch.randn(2, 16, 9, 8)
    expected = torch.nn.functional.avg_pool2d(x, 3, 2)
    assert torch.allclose(layer(x), expected, atol=1e-6)


def test_zeros_that_count_and_zeros_that_do_not():
    torch = pytest.importorskip("torch")
    count = registry.find("05-count")
    row = torch.tensor([[list(map(float, re.findall(r"\d", count.text.split("get")[0])))]])
    pool = torch.nn.functional.avg_pool1d
    assert pool(row, 3, 2, 1, count_include_pad=False).ravel().tolist() == values("05-count")
    counted = tuple(pool(row, 3, 2, 1).ravel().tolist())
    assert "PyTorch does by default" in count.wrong[counted]


@pytest.mark.parametrize("seconds", [3, 10])
def test_a_global_pool_leaves_one_number_of_each_channel(seconds):
    torch = pytest.importorskip("torch")
    speech = torch.zeros(1, 80, 100 * seconds)
    left = torch.nn.AdaptiveMaxPool1d(1)(torch.nn.Conv1d(80, 256, 3)(speech))
    assert left.numel() in values("05-speech")


def test_the_first_equal_number_gets_the_gradient_in_pytorch():
    torch = pytest.importorskip("torch")
    x = torch.tensor([[[3.0, 3.0, 1.0, 3.0]]], requires_grad=True)
    torch.nn.functional.max_pool1d(x, 4).backward()
    assert x.grad.ravel().tolist() == [1, 0, 0, 0]
    assert right("05-ties") == "the first in reading order"


def test_the_first_case_is_that_of_the_text():
    first = registry.find("05-max-pool").data["cases"][0]
    assert first["inputs"][0][1] == [2, 3, 1, 4]
    assert first["expected"] == [[3, 4], [1, 5]]
