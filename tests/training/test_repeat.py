"""Several seeds: every point, mean, standard deviation, and differences seed by seed."""

import math
import re

import pytest

from cnnlib.training import Spread, repeat


def test_every_seed_is_run_once_in_order():
    seen = []
    spread = repeat(lambda seed: seen.append(seed) or seed**2, seeds=(4, 1, 2))
    assert seen == [4, 1, 2]
    assert spread == Spread(seeds=(4, 1, 2), points=(16.0, 1.0, 4.0))
    assert spread.mean == 7
    assert spread.deviation == pytest.approx(math.sqrt((81 + 36 + 9) / 2))
    assert repeat(float).points == (0, 1, 2)


def test_a_difference_is_taken_seed_by_seed():
    one, two = Spread((0, 1, 2), (0.5, 0.7, 0.9)), Spread((0, 1, 2), (0.4, 0.6, 0.8))
    assert (one - two).points == pytest.approx((0.1, 0.1, 0.1))
    assert (one - two).deviation < 1e-12 < one.deviation
    with pytest.raises(ValueError, match=r"^the seeds differ: "):
        one - Spread((1, 2, 3), (0.4, 0.6, 0.8))


@pytest.mark.parametrize(
    ("spec", "text"),
    [("", "−0.0212 ± 0.00707"), (".1%", "−2.1 ± 0.7 %"), (".2f", "−0.02 ± 0.01")],
)
def test_it_prints_as_the_book_writes_it(spec, text):
    assert format(Spread((0, 1), (-0.0162, -0.0262)), spec) == text


@pytest.mark.parametrize(
    ("run", "seeds", "message"),
    [
        (float, 3, "seeds must be several whole numbers, such as range(3), got 3"),
        (float, [0], "seeds must be two or more different whole numbers, got (0,)"),
        (float, [0, 0], "seeds must be two or more different whole numbers, got (0, 0)"),
        (float, [0, -1], "seeds must be a whole number ≥ 0, got -1"),
        (float, [0, 0.5], "seeds must be a whole number ≥ 0, got 0.5"),
        ({0: None}.get, range(2), "run must give a finite number, got None for seed 0"),
        ({0: math.nan}.get, range(2), "run must give a finite number, got nan for seed 0"),
    ],
)
def test_bad_arguments(run, seeds, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        repeat(run, seeds)
