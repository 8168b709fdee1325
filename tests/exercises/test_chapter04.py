"""What the guesses and questions of the chapter on arithmetic claim, computed anew."""

import numpy as np
import pytest

from cnnlib.arithmetic import output_size, same_padding, unreached
from cnnlib.exercises import registry
from cnnlib.exercises.chapter04 import there_and_back
from cnnlib.functional import correlate1d, im2col


def right(name: str) -> str:
    (option,) = (option for option in registry.find(name).options if option.right)
    return option.text


def test_the_guesses_are_resolved_rightly():
    assert right("04-stops") == str(output_size(7, 4, 2))
    assert list(unreached(7, 4, 2)) == [6]
    sums = [
        correlate1d(np.pad(np.arange(1, 9), zeros), np.ones(3))[::2]
        for zeros in (same_padding(8, 3, 2), (1, 1))
    ]
    assert right("04-same") == "none"
    assert (sums[0] != sums[1]).all()
    for outputs in sums:
        assert ", ".join(f"{value:g}" for value in outputs) in registry.find("04-same").closing
    picture = np.arange(16).reshape(1, 1, 4, 4)
    assert [im2col(picture, k)[0].shape for k in (2, 3)] == [(4, 9), (9, 4)]
    assert right("04-matrix") == "neither: they hold the same"


def test_the_numbers_by_hand():
    values = {
        name: [number.value for number in registry.find(name).numbers]
        for name in ("04-first-size", "04-pool", "04-dilated", "04-flatten", "04-unet")
    }
    assert values == {
        "04-first-size": [19],
        "04-pool": [5],
        "04-dilated": [13],
        "04-flatten": [576],
        "04-unet": [96, 112],
    }
    wrong = registry.find("04-flatten").numbers[0].wrong
    assert {1024, 1600, 3136} <= set(wrong)
    assert list(unreached(40, 11, 2, 4)) == []  # one place is left over, a zero


def test_a_length_comes_back_if_it_is_a_multiple_of_16():
    assert [n for n in range(16, 200) if there_and_back(n) == n] == list(range(16, 200, 16))


def test_the_network_for_sound_in_pytorch():
    torch = pytest.importorskip("torch")
    pool, double = torch.nn.MaxPool1d(2), torch.nn.ConvTranspose1d(1, 1, 2, stride=2)
    for size, expected in ((100, 96), (112, 112)):
        sound = torch.zeros(1, 1, size)
        for layer in [pool] * 4 + [double] * 4:
            sound = layer(sound)
        assert sound.shape[-1] == expected


def test_the_first_cases_are_those_of_the_text():
    first = [case["expected"] for case in registry.find("04-output-size").data["cases"][:2]]
    assert first == [2, 19]
    first = [case["expected"] for case in registry.find("04-same-padding").data["cases"][:2]]
    assert first == [[0, 1], [1, 1]]
