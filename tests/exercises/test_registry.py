import re
import subprocess
import sys

import pytest

from cnnlib.exercises import registry


def test_names_have_their_chapters_number():
    for chapter in registry.chapters():
        number = chapter.__name__[-2:]
        kept = (*chapter.ITEMS, *registry.tasks(chapter))
        assert all(re.fullmatch(rf"{number}-[a-z0-9-]+", item.name) for item in kept)
    tasks = [task.name for chapter in registry.chapters() for task in registry.tasks(chapter)]
    assert tasks
    names = [*registry.names(), *tasks]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("03-corelate2d", "03-correlate2d"),
        ("04-echo", "03-echo"),
        ("", "progress()"),
        (3, "progress()"),
    ],
    ids=["misspelled", "another chapter", "empty", "not a text"],
)
def test_unknown_name_lists_close_ones(name, hint):
    with pytest.raises(ValueError, match="there is no exercise") as error:
        registry.find(name)
    assert hint in str(error.value)


def test_torch_is_not_loaded():
    code = (
        "import sys; from cnnlib.exercises import check, progress, question, registry;"
        "assert registry.names(); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
