"""What is done under limits ends, whatever it does, and the notebook does not notice."""

import contextlib
import ctypes
import faulthandler
import gc
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
import warnings
from multiprocessing.connection import wait

import nbformat
import numpy as np
import pytest
import torch
from nbclient import NotebookClient
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits
from torch.nn.functional import conv2d

from cnnlib.exercises import _limit
from cnnlib.exercises._limit import Ran, run

pytestmark = pytest.mark.skipif(not _limit.can_limit(), reason="nothing can be limited here")

PLENTY = 60  # seconds, for work that ends by itself
REMARK = "\n… (the rest is not shown)\n"


def loop():
    while True:
        pass


def swallow():
    while True:
        with contextlib.suppress(BaseException):
            loop()


def ignore_signals():
    for number in (signal.SIGPROF, signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    loop()


def wait_for_a_lock():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def print_endlessly():
    while True:
        print("x")


TOO_LONG = {
    "a loop": loop,
    "a loop that swallows every exception": swallow,
    "a loop in C": lambda: sum(range(10**12)),
    "a loop that ignores signals": ignore_signals,
    "output without an end": print_endlessly,
    "sleep": lambda: time.sleep(600),
    "a lock": wait_for_a_lock,
    "a process that stops itself": lambda: os.kill(os.getpid(), signal.SIGSTOP),
}


@pytest.mark.parametrize("work", TOO_LONG.values(), ids=TOO_LONG)
def test_what_takes_too_long_is_ended(work):
    assert run(work, seconds=0.2).ended == "time"


def append():
    kept = []
    while True:
        kept.append(float(len(kept)))


TOO_LARGE = {
    "appends without an end": append,
    "one large list": lambda: len([0] * 10**11),
    "one large array": lambda: np.ones(10**11).size,
    "killed for it by the system": lambda: os.kill(os.getpid(), signal.SIGKILL),
}


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="only Linux limits memory")
@pytest.mark.parametrize("work", TOO_LARGE.values(), ids=TOO_LARGE)
def test_what_takes_too_much_memory_is_ended(work):
    assert run(work, seconds=10, megabytes=100).ended == "memory"


def test_the_memory_of_the_notebook_does_not_count():
    held = np.ones(40_000_000)
    assert run(lambda: float(np.ones(5_000_000).sum() + held[0]), PLENTY, megabytes=100).value


def crash(how):
    faulthandler.disable()  # pytest's, which would report it
    how()


CRASHES = {
    "leaves": lambda: os._exit(3),
    "leaves as if all were well": lambda: os._exit(0),
    "touches memory that is not its own": lambda: crash(lambda: ctypes.string_at(0)),
    "aborts": lambda: crash(os.abort),
    "closes every file": lambda: os.closerange(0, 1000),
    "raises": lambda: 1 / 0,
    "raises SystemExit": sys.exit,
    "returns what is not JSON": lambda: {1, 2},
}


@pytest.mark.parametrize("work", CRASHES.values(), ids=CRASHES)
def test_what_does_not_come_back_has_crashed(work):
    assert run(work, PLENTY).ended == "crash"


def test_an_exception_is_printed():
    assert "ZeroDivisionError: division by zero" in run(lambda: 1 / 0, PLENTY).printed


def test_time_spent_waiting_does_not_count(monkeypatch):
    monkeypatch.setattr(_limit, "_PATIENCE", 1000)
    assert run(lambda: time.sleep(1.5), seconds=1).ended == ""


def test_processor_time_counts_by_itself(monkeypatch):
    monkeypatch.setattr(_limit, "_PATIENCE", 1000)
    before = signal.signal(signal.SIGPROF, lambda *_: None)  # a profiler's, say
    try:
        begin = time.monotonic()
        assert run(swallow, seconds=0.2).ended == "time"
        assert time.monotonic() - begin < 100
    finally:
        signal.signal(signal.SIGPROF, before)


def say_and_loop():
    print("first")
    print("second", file=sys.stderr)
    os.system("echo third; echo fourth >&2")
    print("fifth", end="")
    swallow()


def test_what_was_printed_before_the_end_is_kept():
    assert run(say_and_loop, seconds=1).printed == "first\nsecond\nthird\nfourth\nfifth"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("é" * 10, "é" * 10),
        ("é" * 11, "é" * 10 + REMARK),
        ("𝛼" * 10**7, "𝛼" * 10 + REMARK),
        ("\ud800", "?"),
    ],
    ids=["just short enough", "too long", "40 MB", "half a character"],
)
def test_long_output_is_cut(text, printed):
    assert run(lambda: print(text, end=""), PLENTY, longest_output=10) == Ran(None, printed, "")


def test_output_that_comes_letter_by_letter_is_not_cut_too_early():
    def work():
        for _ in range(10):
            print("𝛼", end="")
            time.sleep(0.02)

    assert run(work, PLENTY, longest_output=10).printed == "𝛼" * 10


def test_output_without_an_end_takes_no_memory_of_the_notebook():
    def work():
        for _ in range(50):
            print("x" * 10**6)

    tracemalloc.start()
    try:
        assert run(work, PLENTY).printed == "x" * 4000 + REMARK
        assert tracemalloc.get_traced_memory()[1] < 10**7
    finally:
        tracemalloc.stop()


def test_a_long_value_comes_back():
    assert run(lambda: ["é" * 10**6, {"nan": [1.5, None]}], PLENTY).value == [
        "é" * 10**6,
        {"nan": [1.5, None]},
    ]


def ask():
    try:
        return input("Name?")
    except OSError as error:
        return str(error)


def test_nobody_can_type():
    assert run(ask, PLENTY).value.endswith("write the value into the code")


def test_what_is_typed_meanwhile_is_not_read():
    program = (
        "import sys; from cnnlib.exercises._limit import run\n"
        "print([run(lambda: sys.stdin.read(), 60).value, sys.stdin.read()])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=b"typed", capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == "['', 'typed']"


def test_what_it_changes_stays_as_it_was(monkeypatch):
    kept = [1]
    monkeypatch.setenv("CNNLIB_TRIED", "no")

    def work():
        kept.append(2)
        os.environ["CNNLIB_TRIED"] = "yes"
        return kept

    assert run(work, PLENTY).value == [1, 2]
    assert (kept, os.environ["CNNLIB_TRIED"]) == ([1], "no")


# ---- nothing is left -----------------------------------------------------------------------------


class Life:
    """A pipe of which every process holds the writing end: it is closed when all are dead."""

    def __init__(self):
        self.reader, self.writer = os.pipe()

    def has_begun(self):
        return wait([self.reader], PLENTY) and os.read(self.reader, 1) == b"."

    def is_over(self):
        os.close(self.writer)
        return wait([self.reader], PLENTY) and os.read(self.reader, 1) == b""


@pytest.fixture
def life():
    life = Life()
    yield life
    os.close(life.reader)


def fork_and_sleep(_life):
    if os.fork() == 0:
        time.sleep(600)


def fork_and_crash(life):
    fork_and_sleep(life)
    os._exit(3)


def start_a_program(life):
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    subprocess.Popen(sleep, pass_fds=[life.writer])


LEFT = {
    "a thread": (lambda _life: threading.Thread(target=swallow).start(), ""),
    "a fork": (fork_and_sleep, ""),
    "a program": (start_a_program, ""),
    "a fork of one that crashed": (fork_and_crash, "crash"),
}


@pytest.mark.parametrize(("work", "ended"), LEFT.values(), ids=LEFT)
def test_what_it_leaves_running_is_ended(work, ended, life):
    assert run(lambda: work(life), PLENTY).ended == ended
    assert life.is_over()


ENDS = {"returned": os.getpid, "crashed": lambda: os._exit(3), "too late": loop}


@pytest.mark.parametrize("work", ENDS.values(), ids=ENDS)
def test_no_file_stays_open_and_no_child_unburied(work):
    before = os.listdir("/dev/fd")
    ran = run(lambda: [print(os.getpid()), work()], seconds=0.5)
    assert os.listdir("/dev/fd") == before
    with pytest.raises(ChildProcessError):
        os.waitpid(int(ran.printed), os.WNOHANG)


@pytest.fixture
def heard():
    """Stop is heard, also where whoever started the tests in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_stop_goes_on_once_the_child_has_ended(life):
    def work():
        print("so far")
        os.kill(os.getppid(), signal.SIGINT)
        swallow()

    before = os.listdir("/dev/fd")
    with pytest.raises(KeyboardInterrupt) as stop:
        run(work, PLENTY)
    assert stop.value.__notes__ == ["Printed until then:\nso far\n"]
    assert os.listdir("/dev/fd") == before
    assert life.is_over()


@pytest.mark.usefixtures("heard")
def test_stop_amid_the_fork_is_not_lost(life, monkeypatch):
    """What is called after a fork, as by `logging`, may raise nothing: Python passes over it."""
    fork, (pressed, press) = os.fork, os.pipe()

    def fork_slowly():
        child = fork()
        with contextlib.suppress(KeyboardInterrupt):
            if child:
                os.read(pressed, 1)
                time.sleep(0)  # by now the signal is handled
        return child

    def work():
        os.kill(os.getppid(), signal.SIGINT)
        os.write(press, b"!")
        swallow()

    monkeypatch.setattr(os, "fork", fork_slowly)
    with pytest.raises(KeyboardInterrupt):
        run(work, PLENTY)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert life.is_over()


def test_stop_stays_ignored_where_it_is():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    work = lambda: [os.kill(os.getppid(), signal.SIGINT), 42]  # noqa: E731
    try:
        assert run(work, PLENTY).value == [None, 42]
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_child_ends_though_its_parent_is_gone(life):
    program = (
        "import os, signal, time; from cnnlib.exercises._limit import run\n"
        "signal.signal(signal.SIGALRM, lambda *_: None)\n"
        f"run(lambda: [os.write({life.writer}, b'.'), time.sleep(600)], 0.5)"
    )
    with subprocess.Popen([sys.executable, "-c", program], pass_fds=[life.writer]) as parent:
        assert life.has_begun()
        parent.kill()
    assert life.is_over()


class Litter:
    """What only a collection of garbage removes."""

    def __init__(self, removed):
        self.removed, self.me = removed, self

    def __del__(self):
        self.removed.append(os.getpid())


def test_a_child_leaves_the_garbage_of_the_notebook_alone():
    removed = []
    gc.disable()
    try:
        Litter(removed)
        assert run(lambda: [gc.collect(), removed][1], PLENTY).value == []
    finally:
        gc.enable()
        gc.collect()
    assert removed == [os.getpid()]


def test_a_crash_leaves_no_file():
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        assert run(lambda: resource.getrlimit(resource.RLIMIT_CORE), PLENTY).value == [0, 0]
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)


def test_a_child_does_not_end_as_its_parent_does():
    program = (
        "import atexit; from cnnlib.exercises._limit import run\n"
        "atexit.register(print, 'the end')\n"
        "print('once', 'the end' in run(lambda: 1 / 0, 60).printed)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == ["once False", "the end"]


# ---- threads -------------------------------------------------------------------------------------


def convolve():
    image, kernel = (
        torch.ones(size, requires_grad=True) for size in ((16, 3, 64, 64), (8, 3, 5, 5))
    )
    conv2d(image, kernel).sum().backward()
    return list(image.grad.shape)


def cluster():
    return len(
        KMeans(4, n_init=1).fit(np.random.default_rng(0).random((4000, 20))).cluster_centers_
    )


COMPUTATIONS = {
    "torch": (convolve, []),
    "scikit-learn": (cluster, ["torch"]),  # whose limit would do for both
    "NumPy": (lambda: float((np.ones((800, 800)) @ np.ones((800, 800)))[0, 0]), []),
}


@pytest.mark.parametrize(("work", "absent"), COMPUTATIONS.values(), ids=COMPUTATIONS)
def test_computations_that_threads_share_come_to_an_end(work, absent, monkeypatch):
    before = torch.get_num_threads()
    torch.set_num_threads(2)  # `make test` allows one
    try:
        with threadpool_limits(2):
            expected = work()
            for name in absent:
                monkeypatch.delitem(sys.modules, name)
            assert run(work, seconds=20) == Ran(expected, "", "")
    finally:
        torch.set_num_threads(before)


def test_a_thread_can_have_work_limited():
    ran = []
    thread = threading.Thread(target=lambda: ran.append(run(swallow, seconds=0.2)))
    thread.start()
    thread.join()
    assert ran == [Ran(None, "", "time")]


def test_the_warning_of_later_pythons_is_not_shown(monkeypatch):
    def fork(fork=os.fork):
        child = fork()
        warnings.warn("use of fork() may lead to deadlocks", DeprecationWarning, stacklevel=2)
        return child

    monkeypatch.setattr(os, "fork", fork)
    assert run(lambda: 1, PLENTY).value == 1


# ---- where there are no limits -------------------------------------------------------------------


def test_without_fork_work_is_done_in_place(monkeypatch, capsys):
    monkeypatch.delattr(os, "fork")
    assert not _limit.can_limit()
    assert run(lambda: [os.getpid(), print("here")], PLENTY) == Ran([os.getpid(), None], "", "")
    assert capsys.readouterr().out == "here\n"


@pytest.mark.parametrize(
    "words",
    [
        "Unable to handle autograd's threading in combination with fork-based multiprocessing.",
        "Cannot re-initialize CUDA in forked subprocess.",
    ],
)
def test_what_pytorch_refuses_to_a_fork_is_done_in_place(words):
    here = os.getpid()
    assert run(lambda: "right" if os.getpid() == here else words, PLENTY).value == "right"


# ---- in a kernel ---------------------------------------------------------------------------------

CELL = """
from IPython.display import Markdown, display
from cnnlib.exercises._limit import run

def work():
    display(Markdown("a *picture*"))
    try:
        input("Name?")
    except OSError as error:
        print(error)
    while True:
        try:
            while True:
                pass
        except:
            pass

ran = run(work, 1)
print(ran.ended)
print(ran.printed, end="")
"""


def test_in_a_kernel():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    NotebookClient(notebook, timeout=600).execute()
    (output,) = notebook.cells[0].outputs
    assert output.text.splitlines() == [
        "time",
        "<IPython.core.display.Markdown object>",
        "nobody can type while your code runs: write the value into the code",
    ]
