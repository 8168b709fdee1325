"""What the guesses and questions of the chapter on receptive fields claim, computed anew."""

import itertools
import math

import pytest

from cnnlib.architectures import ALEXNET, KERAS_READER, NETWORKS
from cnnlib.arithmetic import Conv, Pool, receptive_field, summarize
from cnnlib.exercises import registry
from cnnlib.exercises.chapter06 import ALEXNET as ALEXNET_LAYERS
from cnnlib.exercises.chapter06 import READER, UNEVEN, early, field, heard, verify, wrong_end


def right(name: str) -> str:
    (option,) = (option for option in registry.find(name).options if option.right)
    return option.text


def pool5(name: str):
    return [row for row in summarize(*NETWORKS[name]) if isinstance(row.layer, Pool)][-1]


def test_the_guesses_are_resolved_rightly():
    fan = [Conv(1, 3), Pool(2), Pool(2)]
    assert right("06-fan") == str(receptive_field(fan).size)
    assert [receptive_field(fan[:n]).size for n in range(4)] == [1, 3, 4, 6]
    assert right("06-vgg") == str(pool5("VGG-16").receptive_field)
    windows = [(k, s) for n in (2, 2, 3, 3, 3) for k, s in [(3, 1)] * n + [(2, 2)]]
    assert (field(windows), wrong_end(windows)) == (212, 308)
    assert (sum(k for k, _ in windows), math.prod(s for _, s in windows)) == (49, 32)
    jumps = list(itertools.accumulate((s for _, s in windows), lambda a, b: a * b, initial=1))
    steps = [(k - 1) * j for (k, _), j in zip(windows, jumps, strict=False)]
    assert sum(d for d, (k, _) in zip(steps, windows, strict=True) if k == 3) == 180
    assert sum(d for d, (k, _) in zip(steps, windows, strict=True) if k == 2) == 31
    assert (heard(5), str(heard(20))) == (9, right("06-grains"))
    shares = [f"{100 * heard(n) / (2 * n + 1):.0f} %" for n in (5, 20)]
    said = registry.find("06-grains").options[-1].feedback
    assert all(share in said for share in shares)


def test_the_numbers_by_hand():
    names = ("06-reader", "06-stack", "06-asymmetric", "06-alexnet", "06-unseen", "06-wavenet")
    values = {name: [number.value for number in registry.find(name).numbers] for name in names}
    assert values == {
        "06-reader": [18],
        "06-stack": [27, 49],
        "06-asymmetric": [24],
        "06-alexnet": [195],
        "06-unseen": [26, 27],
        "06-wavenet": [1024, 64],
    }
    assert pool5("AlexNet").receptive_field == 195
    assert (wrong_end(READER), early(READER)) == (18, 21)
    assert (wrong_end(UNEVEN), early(UNEVEN), field(UNEVEN, 1)) == (23, 29, 12)
    assert (wrong_end(ALEXNET_LAYERS), early(ALEXNET_LAYERS)) == (123, 281)
    assert {123, 281, 27, 34} <= set(registry.find("06-alexnet").numbers[0].wrong)


def test_the_layers_are_those_of_the_networks():
    for network, layers in ((KERAS_READER, READER), (ALEXNET, ALEXNET_LAYERS)):
        windows = [(x.kernel, x.stride) for x in network.layers if hasattr(x, "kernel")]
        assert tuple((k, s or k) for k, s in windows) == layers


@pytest.mark.parametrize(
    ("stack", "said"),
    [
        ([(3, 3, 1), (3, 3, 1), (2, 2, 1), (2, 1, 1)], ""),
        ([(2, 1, 1), (3, 1, 2), (2, 1, 18), (3, 1, 6)], ""),
        ([(4, 4, 1), (2, 1, 1), (2, 1, 2), (2, 1, 4)], ""),
        ([(3, 1, 1), (3, 1, 2), (3, 1, 4), (3, 1, 8)], "costs 36 · C² weights, and 30 · C² are"),
        ([(5, 1, 1)] * 2, "small windows, laid far apart"),
        ([(3, 1, 15)], "of the 31 pixels in a row a unit reads only 3: pixel 1 of its field"),
        ([(2, 1, 1)] * 5, "Those are 5 layers."),
        ([(2, 2, 1)] * 4, "2 · 2 · 2 · 2 = 16 different pixels"),
        ([(2, 1, 1), (2, 2, 1), (3, 3, 1), (3, 3, 1)], "In reversed order your layers see 36"),
        ([(3, 1, 1), (3, 1, 1), (2, 1, 1), (2, 2, 1)], "The stride of the last layer"),
        ([(3, 2, 1), (3, 2, 1), (2, 2, 1), (2, 2, 1)], "1 + 2 + 4 + 4 + 8 = 19 pixels in a row"),
        ([(3, 2, 1), (3, 2, 1), (2, 2, 1), (2, 2, 1)], "Layer 2 takes steps of 2 pixels"),
        ([(3, 1, 1), (3, 1, 3), (2, 1, 6), (2, 1, 12)], "Layer 3 takes steps of 6 pixels"),
        ([(3, 1, 1), (3, 1, 1), (2, 1, 9), (2, 1, 3)], "Layer 2 takes steps of 1 pixel,"),
        ([(3, 1, 1), (3, 3, 1), (2, 9, 1), (2, 18, 1)], "Are stride and dilation exchanged?"),
        ([(3, 1, 1), (3, 1, 3), (2, 1, 9), (2, 1, 19)], "Layer 4 takes steps of 19 pixels"),
        ([(2, 1, 18), (2, 1, 9), (3, 1, 3), (3, 1, 2)], "No layer takes steps of a single pixel"),
        ([(2, 3, 1), (3, 1, 3), (3, 1, 1), (2, 1, 9)], "Layer 3 takes steps of 3 pixels"),
        ([(1, 9, 1), (1, 1, 9)], "Windows of 1 see a single pixel"),
        ([(3, 1, 1.5)], "whole numbers"),
        ([(3, 0, 1)], "whole numbers"),
        ([(math.inf, 1, 1)], "whole numbers"),
        ([(3, 1)], "a triple"),
        ((3, 1, 1), "even for a single layer"),
        ([], "a list that holds a triple"),
        (31, "a list that holds a triple"),
    ],
)
def test_a_designed_stack_is_told_what_it_lacks(stack, said):
    answer = [list(x) for x in stack] if isinstance(stack, list) else stack
    answer = list(answer) if isinstance(answer, tuple) else answer
    sentence = verify(answer)
    assert said in sentence
    assert bool(said) == bool(sentence)


def test_26_is_the_cheapest_design():
    kernels = itertools.combinations_with_replacement(range(1, 7), 4)
    costs = {sum(k * k for k in ks) for ks in kernels if math.prod(ks) >= 31}
    assert min(costs) == 26
