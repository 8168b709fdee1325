"""The lock holds everything that the project asks for, in versions that the project allows."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[1]
LINES = [
    line
    for line in (PROJECT / "requirements.lock").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
LOCKED = {canonicalize_name(Requirement(line).name): Requirement(line) for line in LINES}
PROJECT_TABLE = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT_TABLE["optional-dependencies"]


def locked_version(name: str) -> str:
    return next(iter(LOCKED[canonicalize_name(name)].specifier)).version


@pytest.mark.parametrize("line", LINES)
def test_each_line_pins_one_version_that_the_index_has(line):
    # A version with "+" is a local build, which no index has; hashes would forbid a CPU build.
    assert re.fullmatch(r'[\w.-]+==[\w.]+(; sys_platform == "darwin")?', line)


def test_each_package_stands_once_and_in_order():
    assert len(LINES) == len(LOCKED)
    assert list(LOCKED) == sorted(LOCKED)


@pytest.mark.parametrize(
    "text", [*PROJECT_TABLE["dependencies"], *(text for extra in EXTRAS.values() for text in extra)]
)
def test_each_dependency_is_locked_within_its_range(text):
    asked = Requirement(text)
    assert asked.specifier.contains(locked_version(asked.name))


@pytest.mark.parametrize("name", [canonicalize_name(Requirement(line).name) for line in LINES])
def test_the_environment_has_the_locked_version(name):
    marker = LOCKED[name].marker
    if marker is None or marker.evaluate():
        # A CPU build of torch is kept.
        assert version(name).removesuffix("+cpu") == locked_version(name)


def test_the_tools_that_build_the_library_are_locked():
    """So that it is installed without an environment of its own, and without the network."""
    system = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["build-system"]
    for text in system["requires"]:
        assert Requirement(text).specifier.contains(locked_version(Requirement(text).name))
