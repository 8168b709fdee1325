"""The set-up of a fresh machine: what is missing is named, and what was interrupted is mended."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PYTHONS = ("python", "python3", *(f"python3.{minor}" for minor in range(11, 15)))

# A Python that sets up nothing: it makes its own like in .venv and notes what it was asked for.
STUB = """#!/bin/sh
echo "$@" >> "$STUB_LOG"
case "$*" in
  *version_info*) exit {supported} ;;
  *ensurepip*) exit {ensurepip} ;;
  "-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python && chmod +x .venv/bin/python ;;
  "-m pip install -r"*) exit ${{PIP_FAILS:-0}} ;;
esac
"""


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Run make in a copy of the project that has only what the set-up reads."""
    project, tools = tmp_path / "project", tmp_path / "tools"
    for folder in (project, tools):
        folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(PROJECT / name, project)
    for tool in ("make", "sh", "awk", "mkdir", "cp", "chmod", "touch", "rm", "mv"):
        (tools / tool).symlink_to(shutil.which(tool))
    log = tmp_path / "log"
    log.touch()
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setenv("STUB_LOG", str(log))
    for name in ("MAKEFLAGS", "MAKELEVEL", "PYTHON", "NAME"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments, **environment):
        log.write_text("", "utf-8")
        done = subprocess.run(
            ["make", *arguments],
            cwd=project,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        done.asked = log.read_text("utf-8").splitlines()
        return done

    def install(name, *, supported=True, ensurepip=True):
        stub = STUB.format(supported=int(not supported), ensurepip=int(not ensurepip))
        (tools / name).write_text(stub, "utf-8")
        (tools / name).chmod(stat.S_IRWXU)

    run.install, run.project = install, project
    return run


def test_no_python_is_told_in_one_line(make):
    for name in PYTHONS:
        make.install(name, supported=False)
    done = make("book")
    assert done.returncode == 2
    message, error = done.stderr.splitlines()
    assert "Python 3.11 to 3.14 is needed" in message
    assert "apt install python3 python3-venv" in message
    assert error.startswith("make: ***")


def test_a_missing_venv_module_is_told_in_one_line(make):
    make.install("python3", ensurepip=False)
    done = make("book")
    assert done.returncode == 2
    message, _ = done.stderr.splitlines()
    assert "apt install python3-venv" in message


def test_set_up_once_and_again_when_the_lock_changes(make):
    make.install("python3", supported=False)
    make.install("python3.12")
    first, second = make("book"), make("book", "NAME=pooling")
    assert "-m venv --clear .venv" in first.asked
    assert [line for line in first.asked if "pip install" in line] == [
        "-m pip install -r requirements.lock",
        "-m pip install --quiet --no-deps --no-build-isolation -e .",
    ]
    assert first.asked[-1] == "-m cnnlib.book.build"
    assert second.asked == ["-m cnnlib.book.build --name pooling"]

    later = (make.project / ".venv" / "installed").stat().st_mtime + 5
    os.utime(make.project / "requirements.lock", (later, later))
    third = make("book")
    assert "-m pip install --quiet -r requirements.lock" in third.asked
    assert "-m venv --clear .venv" not in third.asked  # a CPU build of torch in there is kept


def test_an_interrupted_set_up_is_taken_up_again(make):
    make.install("python3")
    assert make("book", PIP_FAILS="1").returncode == 2
    assert "-m pip install -r requirements.lock" in make("book").asked
    broken = make.project / ".venv" / "bin" / "python"
    broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (make.project / ".venv" / "installed").unlink()
    assert "-m venv --clear .venv" in make("book").asked


def test_settings_for_other_pythons_do_not_reach_it(make):
    make.install("python3")
    make("book")
    python = make.project / ".venv" / "bin" / "python"
    python.write_text(
        '#!/bin/sh\necho "$PYTHONPATH-$PYTHONOPTIMIZE-$PYTHONUTF8" >> "$STUB_LOG"\n', "utf-8"
    )
    done = make("book", PYTHONPATH="/mine", PYTHONOPTIMIZE="1", PYTHONUTF8="1")
    assert done.asked == ["--1"]


def test_help_lists_every_command(make):
    make.install("python3")
    listed = [line.split()[1] for line in make("help").stdout.splitlines()]
    rules = (PROJECT / "Makefile").read_text("utf-8")
    (phony,) = (line for line in rules.splitlines() if line.startswith(".PHONY:"))
    assert listed == phony.split()[1:]
    assert make().stdout == make("help").stdout


@pytest.mark.parametrize(
    ("units", "browsers", "code"), [(0, 0, 0), (1, 0, 2), (0, 1, 2), (1, 1, 2)]
)
def test_both_runs_of_tests_are_made_and_either_can_fail(make, units, browsers, code):
    make.install("python3")
    make("book")
    python = make.project / ".venv" / "bin" / "python"
    python.write_text(
        f'#!/bin/sh\necho "$@" >> "$STUB_LOG"\ncase "$*" in\n'
        f'"-m pytest -n 2 --dist loadgroup tests/book") exit {browsers} ;;\n'
        f'"-m pytest "*) exit {units} ;;\nesac\n',
        "utf-8",
    )
    done = make("test")
    assert done.returncode == code
    assert [line.split()[1] for line in done.asked] == [
        "cnnlib.book.build",
        "tests.book.browsers",
        "pytest",
        "pytest",
    ]


def test_the_python_of_these_tests_is_one_that_the_set_up_takes():
    assert (3, 11) <= sys.version_info[:2] <= (3, 14)
