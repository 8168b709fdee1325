"""The NumPy layers against PyTorch and SciPy: ``python -m benchmarks.layers``, three minutes.

A ratio of 2 means twice as slow as the first rival. The goals hold for float32 on one thread of a
quiet machine. With more threads the two libraries' thread pools disturb each other: no claim there.
"""

import argparse
import os
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from scipy import signal
from torch import nn

from benchmarks.side_by_side import Table, describe_machine, start_clean
from cnnlib import functional, layers

Rivals = dict[str, Callable[[], object]]
FLOATS = {"float32": torch.float32, "float64": torch.float64}


class ConvCase(NamedTuple):
    """A convolution layer, and how much slower than PyTorch it may be in float32 on one thread."""

    x_shape: tuple[int, ...]
    weight_shape: tuple[int, ...]
    stride: int = 1
    padding: int = 0
    forward_goal: float | None = None
    both_goal: float | None = None

    def __str__(self) -> str:
        filters, _, height, width = self.weight_shape
        name = f"{'×'.join(map(str, self.x_shape))}, {height}×{width}, {filters} filters"
        return name + (f", stride {self.stride} padding {self.padding}" if self.stride > 1 else "")


CONVOLUTIONS = [
    ConvCase((64, 32, 28, 28), (64, 32, 3, 3), forward_goal=1.3, both_goal=1.4),
    ConvCase((1, 3, 224, 224), (64, 3, 7, 7), 2, 3, forward_goal=2.0, both_goal=1.2),
    ConvCase((1, 1, 28, 28), (8, 1, 3, 3), forward_goal=2.0),
]


def main() -> None:
    start_clean()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="how often each rival is timed")
    rounds = parser.parse_args().rounds
    describe_machine()
    for threads in sorted({1, os.cpu_count() or 1}):
        for dtype in FLOATS:
            is_claimed = threads == 1 and dtype == "float32"
            table = Table(dtype, threads, rounds)
            for case in CONVOLUTIONS:
                forward, both = convolution(case, dtype)
                goals = (case.forward_goal, case.both_goal) if is_claimed else (None, None)
                table.compare(f"conv2d {case}: forward", forward, goals[0])
                table.compare(f"conv2d {case}: forward and backward", both, goals[1])
            for name, rivals in pooling(dtype):
                table.compare(name, rivals)
            table.compare("chapter 7's network, one step of 100 digits", training_step(dtype))
    table = Table("float32, against loops and SciPy", threads=1, rounds=5)
    table.compare(f"conv2d {CONVOLUTIONS[2]}: forward", slow_rivals(CONVOLUTIONS[2], loops=True))
    table.compare(f"conv2d {CONVOLUTIONS[1]}: forward", slow_rivals(CONVOLUTIONS[1], loops=False))


def convolution(case: ConvCase, dtype: str) -> tuple[Rivals, Rivals]:
    """Forward alone, and forward with backward."""
    x, weight, bias = _random(dtype, case.x_shape, case.weight_shape, case.weight_shape[:1])
    tensors = [torch.tensor(array, requires_grad=True) for array in (x, weight, bias)]
    options = {"stride": case.stride, "padding": case.padding}
    dy = functional.conv2d(x, weight, bias, **options)
    tdy = torch.tensor(dy)

    @torch.no_grad()
    def torch_forward() -> object:
        return nn.functional.conv2d(*tensors, **options)

    def torch_both() -> object:
        return torch.autograd.grad(nn.functional.conv2d(*tensors, **options), tensors, tdy)

    def numpy_both() -> object:
        functional.conv2d(x, weight, bias, **options)
        return functional.conv2d_backward(dy, x, weight, **options)

    forward: Rivals = {
        "PyTorch": torch_forward,
        "cnnlib": lambda: functional.conv2d(x, weight, bias, **options),
    }
    return forward, {"PyTorch": torch_both, "cnnlib": numpy_both}


def pooling(dtype: str) -> list[tuple[str, Rivals]]:
    """Max and average pools of 2×2, and AlexNet's overlapping one."""
    (x,) = _random(dtype, (64, 32, 28, 28))
    tx = torch.tensor(x, requires_grad=True)
    f, tf = functional, nn.functional
    kinds = [
        ("max_pool2d", f.max_pool2d, f.max_pool2d_backward, tf.max_pool2d, 2, 2),
        ("max_pool2d", f.max_pool2d, f.max_pool2d_backward, tf.max_pool2d, 3, 2),
        ("average_pool2d", f.average_pool2d, f.average_pool2d_backward, tf.avg_pool2d, 2, 2),
    ]
    cases: list[tuple[str, Rivals]] = []
    for name, pool, backward, torch_pool, kernel, stride in kinds:
        dy = pool(x, kernel, stride)
        case = f"{name} 64×32×28×28, {kernel}×{kernel} stride {stride}"
        settings = (kernel, stride)
        cases += [
            (f"{case}: forward", _pool_forward(x, tx, pool, torch_pool, settings)),
            (
                f"{case}: forward and backward",
                _pool_both(x, tx, dy, pool, backward, torch_pool, settings),
            ),
        ]
    return cases


def _pool_forward(x, tx, pool, torch_pool, settings) -> Rivals:
    tensor = tx.detach()
    return {"PyTorch": lambda: torch_pool(tensor, *settings), "cnnlib": lambda: pool(x, *settings)}


def _pool_both(x, tx, dy, pool, backward, torch_pool, settings) -> Rivals:
    tdy = torch.tensor(dy)
    return {
        "PyTorch": lambda: torch.autograd.grad(torch_pool(tx, *settings), tx, tdy),
        "cnnlib": lambda: (pool(x, *settings), backward(dy, x, *settings)),
    }


def training_step(dtype: str) -> Rivals:
    """Forward, loss, backward and SGD for the 433,890 parameters of chapter 7's network."""
    rng = np.random.default_rng(0)
    network = layers.Sequential(
        layers.Conv2d(1, 30, 5, rng=rng, dtype=dtype),
        layers.ReLU(),
        layers.MaxPool2d(2),
        layers.Flatten(),
        layers.Linear(4320, 100, rng=rng, dtype=dtype),
        layers.ReLU(),
        layers.Linear(100, 10, rng=rng, dtype=dtype),
    )
    optimizer = layers.SGD(network.parameters(), rate=0.001, momentum=0.9)
    theirs = nn.Sequential(
        nn.Conv2d(1, 30, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(4320, 100),
        nn.ReLU(),
        nn.Linear(100, 10),
    ).to(FLOATS[dtype])
    their_optimizer = torch.optim.SGD(theirs.parameters(), lr=0.001, momentum=0.9)
    (images,) = _random(dtype, (100, 1, 28, 28))
    labels = np.arange(100) % 10
    timages, tlabels = torch.tensor(images), torch.tensor(labels)

    def torch_step() -> None:
        their_optimizer.zero_grad()
        nn.functional.cross_entropy(theirs(timages), tlabels).backward()
        their_optimizer.step()

    return {
        "PyTorch": torch_step,
        "cnnlib": lambda: layers.train_step(network, optimizer, images, labels),
    }


def slow_rivals(case: ConvCase, loops: bool) -> Rivals:
    """The same forward pass by other means."""
    forward, _ = convolution(case, "float32")
    x, weight, bias = _random("float32", case.x_shape, case.weight_shape, case.weight_shape[:1])
    pad = ((0, 0), (0, 0), (case.padding,) * 2, (case.padding,) * 2)
    padded = np.pad(x, pad)

    def by_scipy() -> object:
        return [
            sum(
                signal.correlate2d(channel, kernel, "valid")
                for channel, kernel in zip(image, kernels, strict=True)
            )[:: case.stride, :: case.stride]
            for image in padded
            for kernels in weight
        ]

    rivals = {**forward, "SciPy, correlate2d for each pair of channels": by_scipy}
    if loops:
        rivals["cnnlib, loops over every element"] = lambda: functional.conv2d_loops(
            padded, weight, bias, case.stride
        )
    return rivals


def _random(dtype: str, *shapes: tuple[int, ...]) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


if __name__ == "__main__":
    main()
