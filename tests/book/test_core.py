"""The arithmetic of the page: every function of ``core.js`` against its twin in Python."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cnnlib import arithmetic, functional
from tests.book.visits import Visit
from tests.explorables import EXPLORABLES

Rng = np.random.Generator
CASES = 150


def _sliding(ndim: int) -> Callable[[Rng], list[Any]]:
    """A signal and a kernel of `ndim` axes, sometimes too large, and a mode, sometimes unknown."""

    def arguments(rng: Rng) -> list[Any]:
        signal = rng.normal(size=rng.integers(1, 9, ndim))
        kernel = rng.normal(size=rng.integers(1, 6, ndim))
        mode = rng.choice(["valid", "valid", "same", "full", "wide", None])
        return [signal, kernel] if mode is None else [signal, kernel, str(mode)]

    return arguments


def _window(*names: str) -> Callable[[Rng], list[Any]]:
    """What slides along one axis: it need not fit, and now and then a number is too small."""

    def padding(rng: Rng) -> Any:
        ways = ["same", "valid", "wide", [int(zeros) for zeros in rng.integers(0, 3, 2)]]
        return ways[rng.integers(4)] if rng.random() < 0.4 else int(rng.integers(-1, 3))

    def arguments(rng: Rng) -> list[Any]:
        most = {"size": 9, "kernel": 6, "stride": 4, "dilation": 4, "output_padding": 3}
        small = rng.random() < 0.2
        return [
            padding(rng) if name == "padding" else int(rng.integers(0 if small else 1, most[name]))
            for name in names
        ]

    return arguments


def _pool(rng: Rng) -> list[Any]:
    """Images, a window that need not fit, and perhaps a stride; now and then one per axis."""

    def pair() -> Any:
        least = 0 if rng.random() < 0.1 else 1
        one, other = (int(n) for n in rng.integers(least, 4, 2))
        return [one, other] if rng.random() < 0.4 else one

    images = rng.normal(size=rng.integers(1, (3, 3, 9, 9)))
    return [images, pair(), pair()] if rng.random() < 0.7 else [images, pair()]


def _blur(rng: Rng) -> list[Any]:
    border = str(rng.choice(["reflect", "reflect", "wrap", "zeros"], p=[0.3, 0.3, 0.3, 0.1]))
    return [_pool(rng)[0], int(rng.integers(0, 9)), int(rng.integers(0, 4)), border]


def _pool_backward(rng: Rng) -> list[Any]:
    """The gradient of a pool's output, mostly of the right shape, images with ties, a window."""
    images = rng.integers(0, 4, rng.integers(1, (3, 3, 8, 8))).astype(float)
    window = [[int(n) for n in rng.integers(rng.random() > 0.05, 4, 2)] for _ in range(2)]
    window = [pair if rng.random() < 0.5 else pair[0] for pair in window]
    window = window[: rng.integers(1, 3)]
    try:
        shape = functional.max_pool2d(images, *window).shape
    except ValueError:
        shape = images.shape
    dy = rng.normal(size=shape if rng.random() < 0.9 else images.shape[::-1])
    return [dy, images, *window]


# One row for each function of `core`: its name, and random arguments for it.
ARGUMENTS: dict[str, Callable[[Rng], list[Any]]] = {
    "correlate1d": _sliding(1),
    "correlate2d": _sliding(2),
    "convolve1d": _sliding(1),
    "convolve2d": _sliding(2),
    "effective_kernel": _window("kernel", "dilation"),
    "output_size": _window("size", "kernel", "stride", "padding", "dilation"),
    "same_padding": _window("size", "kernel", "stride", "dilation"),
    "transposed_output_size": _window(
        "size", "kernel", "stride", "padding", "dilation", "output_padding"
    ),
    "unreached": _window("size", "kernel", "stride", "padding", "dilation"),
    "max_pool2d": _pool,
    "average_pool2d": _pool,
    "blur_pool2d": _blur,
    "max_pool2d_backward": _pool_backward,
    "average_pool2d_backward": _pool_backward,
    "softmax": lambda rng: [rng.normal(size=rng.integers((1, 0), 6), scale=rng.choice([1, 300]))],
}

_CALL = """([name, cases]) => {
    const array = (value) => value?.shape && { ...value, data: Float64Array.from(value.data) };
    return cases.map((given) => {
        try {
            const value = core[name](...given.map((each) => array(each) ?? each));
            return { value: value?.data ? { ...value, data: [...value.data] } : value };
        } catch (error) {
            return { error: error.message };
        }
    });
}"""


def twin(name: str) -> Callable[..., Any]:
    home = functional if hasattr(functional, name) else arithmetic
    function: Callable[..., Any] = getattr(home, name)
    return function


def answer(name: str, case: list[Any]) -> Any:
    """What the twin returns, or the error that it raises."""
    try:
        return twin(name)(*case)
    except ValueError as error:
        return error


def packed(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"shape": list(value.shape), "data": value.ravel().tolist()}
    return list(value) if isinstance(value, tuple) else value


def test_every_function_has_a_row(alone: Visit):
    functions = alone(EXPLORABLES[0]()).evaluate(
        "Object.keys(core).filter((name) => typeof core[name] === 'function')"
    )
    assert sorted(functions) == sorted(ARGUMENTS)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_twins_agree(alone: Visit, name: str):
    rng = np.random.default_rng(0)
    cases = [ARGUMENTS[name](rng) for _ in range(CASES)]
    results = alone(EXPLORABLES[0]()).evaluate(
        _CALL, [name, [[*map(packed, case)] for case in cases]]
    )
    errors = 0
    for case, result in zip(cases, results, strict=True):
        expected = answer(name, case)
        if isinstance(expected, ValueError):
            errors += 1
            assert result == {"error": str(expected)}
        elif isinstance(expected, np.ndarray):
            assert result["value"]["shape"] == list(expected.shape), (case, result)
            np.testing.assert_allclose(
                result["value"]["data"], expected.ravel(), rtol=1e-12, atol=1e-12
            )
        else:
            assert result == {"value": packed(expected)}, case
    assert 0 < errors < CASES, "random arguments must meet values and errors"
