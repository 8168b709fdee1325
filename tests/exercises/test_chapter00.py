"""What the questions of the first page claim, computed anew."""

import numpy as np
import pytest

from cnnlib.data import load_digits
from cnnlib.exercises import registry
from cnnlib.functional import softmax, softmax_cross_entropy_backward
from cnnlib.functional import softmax_cross_entropy as loss_of


def test_the_four_is_read_right_at_a_fifth_of_its_places():
    train, test = load_digits()
    x = train.images.reshape(-1, 784)
    weight, bias = np.zeros((10, 784), np.float32), np.zeros(10, np.float32)
    speed_w, speed_b = 0 * weight, 0 * bias
    for _ in range(100):
        slope = softmax_cross_entropy_backward(1, x @ weight.T + bias, train.labels)
        speed_w = 0.9 * speed_w + slope.T @ x
        speed_b = 0.9 * speed_b + slope.sum(axis=0)
        weight, bias = weight - 0.1 * speed_w, bias - 0.1 * speed_b
    four = test.images[20, 0]
    rows, columns = np.nonzero(four)
    places = [
        np.roll(four, (down, right), (0, 1)).ravel()
        for down in range(-rows.min(), 28 - rows.max())
        for right in range(-columns.min(), 28 - columns.max())
    ]
    read = (places @ weight.T + bias).argmax(axis=1)
    assert (len(read), (read == 4).sum(), len(set(read))) == (135, 28, 10)
    right = [option for option in registry.find("00-places").options if option.right]
    assert [option.text for option in right] == ["at a fifth"]
    assert abs(28 / 135 - 1 / 5) < 0.01


def test_the_stamp_of_the_four_raises_the_loss_of_the_nine():
    images, labels = load_digits()[1]
    four, nine = images[20].ravel(), images[70].ravel()
    assert (labels[20], labels[70]) == (4, 9)
    templates = 0.05 * np.outer((np.arange(10) == 4) - softmax(np.zeros((1, 10)))[0], four)
    assert loss_of(np.zeros((1, 10)), [9]) == pytest.approx(2.303, abs=5e-4)
    assert 3.6 < loss_of([templates @ nine], [9]) < 3.7
    assert (templates @ nine).argmax() == 4
    assert "from 2.303 to more than 3.6" in registry.find("00-stamp-guess").closing
    shared = np.minimum(four, nine).sum()
    assert shared > four.sum() / 2


def test_the_numbers_by_hand():
    row = [number.value for number in registry.find("00-softmax-row").numbers]
    assert row == pytest.approx([0.0900, 0.2447, 0.6652], abs=5e-5)
    assert registry.find("00-loss").numbers[0].value == pytest.approx(0.4076, abs=5e-5)
    changes = [number.value for number in registry.find("00-one-step").numbers]
    assert changes == pytest.approx([-0.01, 0.035, -0.025])
    assert registry.find("00-parameters").numbers[0].value == 407_050


@pytest.mark.parametrize(
    "answers", [[0.09, 0.24, 0.67], [0.0900, 0.2447, 0.6652], [0.09, 0.25, 0.66]]
)
def test_two_decimals_are_enough(answers):
    for answer, number in zip(answers, registry.find("00-softmax-row").numbers, strict=True):
        assert abs(answer - number.value) <= number.tolerance
    loss = registry.find("00-loss").numbers[0]
    assert abs(0.41 - loss.value) <= loss.tolerance < abs(0.4 - loss.value)


@pytest.mark.parametrize("name", ["00-softmax-row", "00-loss", "00-one-step", "00-parameters"])
def test_no_two_wrong_answers_are_one_within_the_tolerance(name):
    question = registry.find(name)
    room = [number.tolerance for number in question.numbers]
    answers = [*question.wrong, tuple(number.value for number in question.numbers)]
    for i, a in enumerate(answers):
        for b in answers[:i]:
            assert any(
                abs(x - y) > off * max(1, abs(x), abs(y))
                for x, y, off in zip(a, b, room, strict=True)
            ), (a, b)
