"""The network that is trained in the page: its arithmetic, its knobs, its tasks, its bugs."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

import cnnlib
from cnnlib.interactive._small_digits import (
    LEVELS,
    normals,
    packed_digits,
    places,
    small_digits,
    uniforms,
)
from cnnlib.interactive._small_training import BUGS, SmallTraining
from tests.book.visits import Visit
from tests.explorables import EXPLORABLES

_PARTS = Path(cnnlib.__file__).parent / "interactive" / "training_lab"
_ARITHMETIC = "\n".join(
    (_PARTS / f"{name}.js").read_text("utf-8") for name in ("random", "digits", "network", "run")
)


# ---- the arithmetic, without a figure ------------------------------------------------------------


def computed(page: Page, script: str, *given: Any) -> Any:
    """What `script` returns, where the arithmetic of the figure and the digits are known."""
    known = f"{_ARITHMETIC}\nconst digits = labDigits.unpack({json.dumps(packed_digits()[0])});"
    return page.evaluate(f"(given) => {{ {known} {script} }}", list(given))


@pytest.fixture
def page(alone: Visit) -> Page:
    return alone(EXPLORABLES[0]())


def test_digits_arrive_whole(page: Page):
    levels, labels = small_digits()
    assert np.bincount(labels, minlength=10).min() >= 220
    found = computed(page, "return [[...digits.labels], [...digits.images]]")
    assert found[0] == labels.tolist()
    assert np.array_equal(np.array(found[1]), (levels / LEVELS).ravel())


def test_random_numbers_are_python_s(page: Page):
    script = """const { uniforms, normals, order } = labRandom;
        return [[...uniforms(7, 3, 5000)], [...normals(9999, 1, 3000)], [...order(7, 1, 2000)]]"""
    flat, bell, order = computed(page, script)
    assert np.array_equal(flat, uniforms(7, 3, 5000))
    np.testing.assert_allclose(bell, normals(9999, 1, 3000), rtol=1e-12)
    assert order == places(7, 2000, 2000).tolist()
    assert sorted(order) == list(range(2000))


def test_random_numbers_are_random():
    flat, bell = uniforms(0, 0, 20_000), normals(0, 0, 20_000)
    assert np.histogram(flat, 10, (0, 1))[0] == pytest.approx([2000] * 10, abs=200)
    assert (bell.mean(), bell.std()) == pytest.approx((0, 1), abs=0.02)
    neighbors = [(normals(s, 0, 2880), normals(s + 1, 0, 2880)) for s in range(5)]
    assert max(abs(np.corrcoef(*pair)[0, 1]) for pair in neighbors) < 0.06


@pytest.mark.parametrize("bug", BUGS)
def test_twenty_steps_are_those_of_the_layers(page: Page, bug: str):
    """From the same weights, on the same digits; over the end of an epoch, too."""
    script = """const [bug, settings] = given;
        const run = labRun.create(digits, { seed: 1, scale: 1, bug });
        run.read = 1950;
        while (run.step < 20) labRun.finish(labRun.step(run, settings));
        const { losses, weights, sizes, accuracy, dead } = run;
        const chances = [...labRun.look(run, 3).chances];
        return { losses, weights: weights.map((w) => [...w]), sizes, accuracy, dead, chances }"""
    settings = {"rate": 0.1, "momentum": 0.9, "batch": 50}
    found = computed(page, script, bug, settings)
    twin = SmallTraining(1, 1.0, bug)
    twin.read = 1950
    losses = []
    for _ in range(20):
        twin.train(**settings)
        losses.append(twin.loss)
    close = {"rtol": 0, "atol": 1e-9}
    np.testing.assert_allclose(found["losses"], losses, **close)
    for weights, parameter in zip(found["weights"], twin.network.parameters(), strict=True):
        np.testing.assert_allclose(weights, parameter.value.ravel(), **close)
    np.testing.assert_allclose(found["sizes"], twin.sizes(), **close)
    np.testing.assert_allclose(found["chances"], twin.probabilities(3), **close)
    assert (found["accuracy"], found["dead"]) == twin.check()


def test_measured_slopes_tell_the_bugs_apart(page: Page):
    script = """return given[0].map((bug) => {
        const run = labRun.create(digits, { seed: 0, scale: 1, bug });
        const weights = run.weights.map((each) => [...each]).flat();
        const found = labRun.finish(labRun.compare(run, 20)).map(({ off }) => off);
        return [found, run.weights.flatMap((each) => [...each]).every((w, i) => w === weights[i])];
    })"""
    found = dict(zip(BUGS, computed(page, script, BUGS), strict=True))
    assert all(kept for _, kept in found.values()), "measuring must leave the weights alone"
    off = {bug: [each > 1e-5 for each in parts] for bug, (parts, _) in found.items()}
    assert off.pop("none") == [False] * 3
    assert list(off.values()) == [[True, False, False]] * 4
    assert found["average"][0][0] == pytest.approx(143 / 144)
    assert found["sign"][0][0] == pytest.approx(2)


def test_work_is_done_in_small_pieces(page: Page):
    """No piece reads more than ten digits, whatever the batch."""
    script = """const run = labRun.create(digits, { seed: 0, scale: 1, bug: "none" });
        const pieces = (work) => { let n = 1; while (!work.next().done) n += 1; return n; };
        const settings = { rate: 0.1, momentum: 0.9, batch: 200 };
        return [pieces(labRun.step(run, settings)), pieces(labRun.test(run))]"""
    assert computed(page, script) == [21, 51]
