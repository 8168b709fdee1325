"""Limits that no code can swallow: work is done in a child process, which can be ended.

Nothing inside a process stops every endless loop: an exception is caught by ``except:``, and a
loop in C never looks up. So the process of the notebook forks. The child is a copy of it, every
variable in its place, and does the work; what it returns and what it prints come back through two
pipes. The system ends it once it has used its processor time (waiting on a busy machine does not
count) and refuses it more memory than its share; we end it if it sleeps for too long. Whatever it
did to its copy of the notebook is gone with it.
"""

import builtins
import gc
import io
import json
import os
import select
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any, NoReturn, Self

from cnnlib.exercises.in_page.attempt import refuse_input

Work = Callable[[], Any]

_PATIENCE = 3  # so many times its processor time may a child take by the clock
# PyTorch's words, where it has a GPU, to a child that computes a gradient, even on the CPU.
_UNFORKABLE = (b"fork-based multiprocessing", b"forked subprocess")


@dataclass(frozen=True)
class Ran:
    """What came of some work: what it returned, what it printed, and what ended it instead."""

    value: Any
    printed: str
    ended: str  # "", "time", "memory", or "crash": an error in C, an exit, an exception (printed)


def can_limit() -> bool:
    """Whether work can be limited here: not on Windows, nor in a browser."""
    return hasattr(os, "fork") and hasattr(signal, "setitimer")


def run(work: Work, seconds: float, megabytes: int = 1000, longest_output: int = 4000) -> Ran:
    r"""Do `work` in a child process; in this one, without limits, where there can be none.

    Args:
        work: takes nothing, returns what can be written as JSON.
        seconds: of processor time. Three times as much may pass on the clock.
        megabytes: that it may take beyond what the notebook holds already (on Linux only).
        longest_output: how many characters of what it prints are kept.

    Raises:
        KeyboardInterrupt: if the user presses stop; its note is what was printed until then.

    Example:
        >>> run(lambda: [print("hello"), 42], seconds=5)
        Ran(value=[None, 42], printed='hello\n', ended='')
    """
    if not can_limit():
        return Ran(work(), "", "")
    with _Pipe(sys.maxsize) as answer, _Pipe(longest_output) as output, _HeldStop() as stop_key:
        # Python warns that a fork leaves the other threads behind: `_cut_loose` sees to that.
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            child = os.fork()
        if child == 0:
            _live(work, seconds, megabytes, answer.writer, output.writer)
        try:
            code = _watch(child, answer, output, _PATIENCE * seconds, stop_key)
        except KeyboardInterrupt as stop:
            stop.add_note(f"Printed until then:\n{output.text()}")
            raise
        if any(words in answer.kept for words in _UNFORKABLE):
            return Ran(work(), "", "")
        if answer.ends():
            return Ran(json.loads(answer.kept), output.text(), "")
        ends = {-signal.SIGPROF: "time", -signal.SIGALRM: "time", -signal.SIGKILL: "memory"}
        return Ran(None, output.text(), ends.get(code, "crash"))


class _HeldStop:
    """The user's stop waits until it is let through: amid a fork, Python loses its exception."""

    def __init__(self) -> None:
        self.pressed = False
        self.before: Any = None

    def __enter__(self) -> Self:
        handler = signal.getsignal(signal.SIGINT)
        # No other thread is stopped; and where stop is ignored, it stays so.
        if callable(handler) and threading.current_thread() is threading.main_thread():
            self.before = signal.signal(signal.SIGINT, self._press)
        return self

    def _press(self, *_: object) -> None:
        self.pressed = True

    def let_through(self) -> None:
        self.__exit__()
        if self.pressed:
            raise KeyboardInterrupt

    def __exit__(self, *_: object) -> None:
        if self.before is not None:
            signal.signal(signal.SIGINT, self.before)


class _Pipe(ExitStack):
    """A pipe that is read without waiting; its first `longest` characters are kept."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self.reader, self.writer = os.pipe()
        self.callback(os.close, self.reader)
        self.callback(os.close, self.writer)
        os.set_blocking(self.reader, False)
        self.kept, self.longest = bytearray(), longest

    def read(self) -> None:
        with suppress(BlockingIOError):
            some = os.read(self.reader, 1 << 20)
            if len(self.kept) <= 4 * self.longest:  # a character is four bytes at most
                self.kept += some

    def ends(self) -> bool:
        return self.kept.endswith(b"\n")  # as JSON does here, and only at its end

    def text(self) -> str:
        text, longest = self.kept.decode(errors="replace"), self.longest
        return text if len(text) <= longest else f"{text[:longest]}\n… (the rest is not shown)\n"


def _watch(child: int, answer: _Pipe, output: _Pipe, patience: float, stop_key: _HeldStop) -> int:
    """Read what the child sends until it has answered, is dead or is late; leave nothing of it.

    Returns its exit code; -SIGALRM, as if it had died of that, if it was still alive.
    """
    dead, status, until = 0, 0, time.monotonic() + patience
    news = select.poll()
    for pipe in (answer, output):
        news.register(pipe.reader, select.POLLIN)
    try:
        stop_key.let_through()
        while not dead and not answer.ends() and time.monotonic() < until:
            news.poll(50)  # milliseconds
            answer.read()
            output.read()
            dead, status = os.waitpid(child, os.WNOHANG)
    finally:
        if not dead:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)  # what it has started and left
        answer.read()
        output.read()
    return os.waitstatus_to_exitcode(status) if dead else -signal.SIGALRM


def _live(work: Work, seconds: float, megabytes: int, answer: int, output: int) -> NoReturn:
    """The child's whole life, without what Python does at the end of a notebook's."""
    try:
        _cut_loose(output)
        _limit(seconds, megabytes)
        message = json.dumps(work()) + "\n"
        with open(answer, "w") as pipe:
            pipe.write(message)
    except MemoryError:
        os.kill(os.getpid(), signal.SIGKILL)  # as the system does when all memory is used
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def _cut_loose(output: int) -> None:
    """Part from the notebook: from its keyboard, its cells, its garbage and its threads."""
    os.setsid()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for source, target in ((os.open(os.devnull, os.O_RDONLY), 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    sys.stdin, builtins.input = io.TextIOWrapper(io.FileIO(0)), refuse_input
    screen = io.FileIO(1, "w")  # unbuffered: the end may come unannounced
    sys.stdout = sys.stderr = io.TextIOWrapper(screen, "utf-8", "replace", write_through=True)
    if "IPython" in sys.modules:
        sys.modules["IPython"].InteractiveShell.clear_instance()  # so `display` prints
    # A computation shared between threads would wait for ever for those that were not copied.
    for library, limit in (("threadpoolctl", "threadpool_limits"), ("torch", "set_num_threads")):
        if library in sys.modules:
            getattr(sys.modules[library], limit)(1)


def _limit(seconds: float, megabytes: int) -> None:
    """Have the system end this process; by the clock too, in case its parent is gone."""
    import resource  # not on Windows

    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE * seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no file
    with suppress(OSError, ValueError), open("/proc/self/status") as lines:  # Linux has it
        (held,) = (int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:"))
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)  # may be stricter than ours: ValueError
        resource.setrlimit(resource.RLIMIT_DATA, (held + megabytes * 1_000_000, hard))
