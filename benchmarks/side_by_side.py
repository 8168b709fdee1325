"""Time rivals in one run, one after the other in every round, and print how they compare.

A machine that others use as well slows all of them alike, so the ratio says more than the time.
"""

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import scipy
import torch
from threadpoolctl import threadpool_info, threadpool_limits

_MEDDLERS = ("OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_SHORTEST = 0.005  # seconds: what is faster is repeated and timed together


def start_clean(wanted: Mapping[str, str] = MappingProxyType({})) -> None:
    """Start this program anew without the variables that choose a kernel or a thread count.

    OpenBLAS reads them when NumPy is imported; a wrong OPENBLAS_CORETYPE costs a factor of five.
    `wanted` are variables to be set, for what reads them when a program starts.
    """
    kept = {key: value for key, value in os.environ.items() if key not in _MEDDLERS}
    environment = {**kept, **wanted}
    if environment != dict(os.environ):
        os.execve(sys.executable, sys.orig_argv, environment)


def describe_machine() -> None:
    """Print what the times depend on."""
    blas = [library for library in threadpool_info() if library["user_api"] == "blas"]
    kernels = {f"{b['internal_api']} {b['version']}, kernel {b['architecture']}" for b in blas}
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"machine   {machine()}, load {load}")
    print(f"system    {platform.platform()}, Python {platform.python_version()}")
    print(f"versions  NumPy {np.__version__}, SciPy {scipy.__version__}, torch {torch.__version__}")
    print(f"BLAS      NumPy: {'; '.join(sorted(kernels))}")
    print(f"          torch: {torch.backends.cpu.get_cpu_capability()}")


def machine() -> str:
    """The processor, and how many of them."""
    return f"{_processor()}, {os.cpu_count()} processors"


class Table:
    """Rows of times in milliseconds and of ratios to the first rival."""

    def __init__(self, title: str, threads: int, rounds: int) -> None:
        self._threads, self._rounds = threads, rounds
        print(f"\n{title}, {threads} thread{'s' * (threads > 1)}")
        print(f"{'':48}{'median ms':>12}{'ratio':>8}{'fastest ms':>12}{'ratio':>8}{'goal':>8}")

    def compare(
        self, case: str, rivals: dict[str, Callable[[], object]], goal: float | None = None
    ) -> None:
        """Time the rivals: the ratios are to the first, the goal is for the second."""
        torch.set_num_threads(self._threads)
        with threadpool_limits(self._threads):
            times = _interleaved(list(rivals.values()), self._rounds)
        reference = times[0]
        print(case)
        for position, (rival, own) in enumerate(zip(rivals, times, strict=True)):
            median = statistics.median(own)
            ratio = statistics.median(a / b for a, b in zip(own, reference, strict=True))
            fastest = min(own) / min(reference)
            bound = f"≤ {goal}" if goal and position == 1 else ""
            medians = f"{median * 1e3:12.3f}{ratio:8.2f}"
            print(f"    {rival:44}{medians}{min(own) * 1e3:12.3f}{fastest:8.2f}{bound:>8}")


def _interleaved(rivals: list[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Seconds a call takes, for each rival in each round."""
    numbers = [max(1, round(_SHORTEST / _seconds(rival, _warmed(rival)))) for rival in rivals]
    times: list[list[float]] = [[] for _ in rivals]
    for _ in range(rounds):
        for own, rival, number in zip(times, rivals, numbers, strict=True):
            own.append(_seconds(rival, number))
    return times


def _warmed(rival: Callable[[], object]) -> int:
    """Call it twice, the first time pays for what is set up once; calls of a first measurement."""
    rival()
    return 20 if _seconds(rival, 1) < _SHORTEST / 20 else 1


def _seconds(rival: Callable[[], object], number: int) -> float:
    """Mean time of `number` calls."""
    start = time.perf_counter()
    for _ in range(number):
        rival()
    return (time.perf_counter() - start) / number


def _processor() -> str:
    """The processor's name, where Linux tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
        return names[0]
    except (OSError, IndexError):
        return platform.processor() or platform.machine()
