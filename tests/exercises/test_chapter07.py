"""What the guesses and questions of the chapter on learning claim, computed anew."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from cnnlib.book.solutions import exercises, function_of
from cnnlib.data import load_digits
from cnnlib.exercises import registry
from cnnlib.exercises._check import judge
from cnnlib.exercises._mistakes import way_of
from cnnlib.exercises.chapter07 import (
    central,
    f,
    gradients,
    input_gradient,
    loss_gradient,
    numeric_gradient,
    slopes,
    weight_gradient,
)
from cnnlib.functional import conv2d, conv2d_backward, correlate2d, softmax_cross_entropy
from cnnlib.layers import (
    SGD,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    train_step,
)

ROOT = Path(__file__).parents[2]
X, W, DY = [[1, 2, 0], [0, 1, 3], [4, 0, 1]], [[1, -1], [2, 0]], [[1, 0], [-1, 2]]


def right(name: str) -> str:
    (option,) = (option for option in registry.find(name).options if option.right)
    return option.text


def values(name: str) -> list[float]:
    return [number.value for number in registry.find(name).numbers]


def test_the_backward_pass_by_hand():
    dx, dweight, _ = conv2d_backward([[DY]], [[X]], [[W]])
    assert values("07-hand") == dweight.ravel().tolist() == [3, 7, -4, 3]
    wrong = registry.find("07-hand").wrong
    assert "not the sum" in wrong[0.75, 1.75, -1, 0.75]
    assert "last position only" in wrong[2, 6, 0, 2]
    assert (
        input_gradient(DY, W, 3, 3, 1) == dx[0, 0].tolist() == [[1, -1, 0], [1, 3, -2], [-2, 4, 0]]
    )
    assert weight_gradient(X, DY, 2, 2, 1) == [[3, 7], [-4, 3]]


@pytest.mark.parametrize(
    ("dx", "said"),
    [
        ([[0, 2, 0], [-1, -1, 4], [1, -3, 2]], "the wrong way round"),
        ([[-1, 1, 0], [1, -1, 2], [0, -2, 4]], "on one axis only"),
        ([[0, -1, 0], [2, 2, -2], [-2, 3, 2]], "transposed, not turned"),
        ([[1, 0, 0], [-1, 2, -2], [-2, 4, 0]], "`=` for `+=`"),
    ],
    ids=["turned", "on one axis", "transposed", "last one only"],
)
def test_wrong_gradients_of_the_image_that_is_worked_by_hand(dx, said):
    exercise = registry.find("07-input-gradient")
    first = exercise.cases[0].inputs
    assert first == ([*DY], [*W], 3, 3, 1)
    sentences = [
        mistake.sentence
        for mistake in exercise.wrong
        for way in mistake.ways
        if np.array_equal(attempt(way, first), dx)
    ]
    assert any(said in sentence for sentence in sentences)


def attempt(way, inputs):
    try:
        return way(*inputs)
    except (IndexError, ZeroDivisionError):
        return None


def test_a_weight_used_at_four_places_gets_the_sum():
    weight = np.array([[[[0.5]]]])
    x = np.array([[[[1, 2], [-3, 4]]]])
    dy = np.array([[[[1, 1], [2, -1]]]])
    numeric = ((conv2d(x, weight + 0.5) - conv2d(x, weight - 0.5)) * dy).sum()
    assert numeric == conv2d_backward(dy, x, weight)[1].item() == 1 + 2 - 6 - 4
    assert right("07-shared") == "the sum of the four"


def losses_of(scale: float, steps: int) -> list[float]:
    train, _ = load_digits()
    images = train.images[:2000].reshape(-1, 1, 14, 2, 14, 2).mean((3, 5))
    rng = np.random.default_rng(0)
    layers = [Conv2d(1, 8, 3, rng=rng), ReLU(), MaxPool2d(2), Flatten(), Linear(288, 10, rng=rng)]
    net = Sequential(*layers)
    assert sum(parameter.value.size for parameter in net.parameters()) == 2970
    for parameter in net.parameters():
        parameter.value = parameter.value * scale
    descent = SGD(net.parameters(), 0.1, 0.9)
    batches = rng.permutation(2000).reshape(40, 50)[:steps]
    return [train_step(net, descent, images[b], train.labels[b]) for b in batches]


def test_a_network_born_too_small_sleeps_and_wakes():
    small, usual = losses_of(0.01, 40), losses_of(1, 20)
    asleep = next(i for i, loss in enumerate(small) if loss < 2.25)
    assert 15 < asleep < 35
    assert min(small[-5:]) < 1.5
    assert np.mean(usual[-5:]) < 1
    assert right("07-scale").startswith("sleep at first")


def test_dead_windows_leave_the_biases_to_learn_how_frequent_the_classes_are():
    frequent = np.array([0.91, *[0.01] * 9])
    labels = np.repeat(np.arange(10), [91, *[1] * 9])
    scores = np.zeros(10)
    for _ in range(20_000):
        scores -= 0.5 * (np.exp(scores) / np.exp(scores).sum() - frequent)
    rest = softmax_cross_entropy(np.tile(scores, (100, 1)), labels)
    assert rest == pytest.approx(-(frequent * np.log(frequent)).sum(), abs=1e-3)
    assert f"{rest:.2f}" == right("07-dead").removeprefix("near ")


def test_one_layer_does_what_two_do():
    norm = BatchNorm2d(1, eps=0, dtype=float)
    norm.weight.value, norm.bias.value = np.array([6.0]), np.array([1.0])
    norm.running_mean, norm.running_var = np.array([3.0]), np.array([4.0])
    norm.eval()
    zero, one = norm.forward(np.array([[[[7.0]]], [[[5.0 + 7]]]])).ravel()
    assert values("07-batch-norm") == [one - zero, zero] == [15, 13]


def test_the_electrodes():
    assert values("07-depthwise") == [64 * 9, 500 - 9 + 1, 9]


def test_the_examples_of_the_stubs():
    assert input_gradient([[1, -2]], [[3, 4]], 1, 5, 2) == [[3, 4, -6, -8, 0]]
    assert weight_gradient([[5, 1, 2, 4, 7]], [[1, 3]], 1, 2, 2) == [[11, 13]]
    assert numeric_gradient([1, 2], 0.5) == [7.25, 14.25]
    assert loss_gradient([0, 0], 1) == [0.5, -0.5]


def test_three_bugs_against_differences_of_the_loss():
    *given, label = registry.find("07-three-bugs").cases[0].inputs
    arrays = [np.array(each, float) for each in given]

    def loss(image, kernel, weight):
        active = np.maximum(correlate2d(image, kernel), 0).ravel()
        return softmax_cross_entropy([weight @ active], [label])

    dweight, dkernel, dimage = gradients(*arrays, label)
    for which, found in enumerate((dimage, dkernel, dweight)):
        for place in np.ndindex(found.shape):
            moved = [[array.copy() for array in arrays] for _ in range(2)]
            moved[0][which][place] += 1e-5
            moved[1][which][place] -= 1e-5
            slope = (loss(*moved[0]) - loss(*moved[1])) / 2e-5
            assert found[place] == pytest.approx(slope, abs=1e-8)


def test_the_stub_has_exactly_the_three_bugs():
    page = nbformat.read(ROOT / "chapters/learning.ipynb", as_version=4)
    stub = exercises(page)["07-three-bugs"].stub
    assert "raise NotImplementedError" in stub
    broken = function_of(re.sub("raise Not.*", "", stub), "gradients")
    assert "All three are still in" in judge(registry.find("07-three-bugs"), broken)["sentence"]


def test_the_slopes_of_f_and_what_a_step_adds():
    x, small = [0.5, -1, 2], 1e-5
    moved = [[a + small * (k == i) for k, a in enumerate(x)] for i in range(3)]
    assert [(f(m) - f(x)) / small for m in moved] == pytest.approx(slopes(x), abs=1e-3)
    assert central(x, 0.5) == numeric_gradient(x, 0.5) == [s + 0.25 for s in slopes(x)]


def test_a_step_of_a_hundred_thousandth_is_a_good_one():
    x = [0.3, -1.2, 2.1]
    off = {
        power: np.abs(np.subtract(numeric_gradient(x, 10.0**-power), slopes(x))).max()
        for power in (2, 5, 12)
    }
    assert off[5] < 1e-8 < off[2]
    assert off[12] > 1e-6


@pytest.mark.parametrize(
    ("edit", "said", "unsaid"),
    [
        (
            "dkernel = correlate2d(image => dkernel = convolve2d(image ;; "
            "convolve2d(dmaps, kernel => correlate2d(dmaps, kernel",
            "the kernel is not turned yet",
            "mean",
        ),
        (
            "correlate2d(image, dmaps) => correlate2d(image, dmaps) / len(dscores)",
            "The mean in `dkernel`",
            "softmax",
        ),
        ("correlate2d(image, dmaps) => -correlate2d(image, dmaps)", "A sign is", "Every sign"),
    ],
    ids=["turned the wrong one", "mean over the classes", "one sign"],
)
def test_what_is_said_of_one_of_three_gradients_is_true_of_the_others(edit, said, unsaid):
    exercise = registry.find("07-three-bugs")
    sentence = judge(exercise, way_of(exercise, edit))["sentence"]
    assert said in sentence
    assert unsaid not in sentence


def test_a_loop_variable_that_moves_alone():
    exercise = registry.find("07-numeric")
    still = way_of(exercise, "higher[i] += step => pass ;; lower[i] -= step => pass")
    assert "moves `a`, not the number in the list" in judge(exercise, still)["sentence"]
