import json
import os
import re
import subprocess
import sys

import pytest

from cnnlib import store
from cnnlib.exercises import progress, question, registry
from cnnlib.exercises._check import check


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch):
    monkeypatch.setattr(store, "_warned", set())


def test_round_trip(state):
    store.record("03-echo", False)
    store.record("03-echo", True)
    store.record("03-echo", False)
    assert store.read() == {"03-echo": {"solved": True, "tries": 3}}
    assert {path.name for path in state.iterdir()} == {"progress.json", "progress.lock"}


MANY = """
import sys
from cnnlib import store

input()  # until all are ready
for number in range(50):
    store.record(f"03-{sys.argv[1]}-{number}", True)
    store.record("03-echo", number == 25)
"""


def test_processes_that_record_at_once_keep_every_answer():
    programs = [
        subprocess.Popen([sys.executable, "-c", MANY, name], stdin=subprocess.PIPE, text=True)
        for name in ("one", "two")
    ]
    for program in programs:
        program.stdin.write("\n")
        program.stdin.flush()
    for program in programs:
        program.communicate()
        assert program.returncode == 0
    entries = store.read()
    assert entries.pop("03-echo") == {"solved": True, "tries": 100}
    assert len(entries) == 100


def test_a_file_that_another_process_is_reading_is_replaced_a_moment_later(monkeypatch):
    refusals = iter([PermissionError("in use")] * 2)
    replace = os.replace

    def busy(*arguments):
        for refusal in refusals:
            raise refusal
        replace(*arguments)

    monkeypatch.setattr(os, "replace", busy)
    store.record("03-echo", True)
    assert store.read() == {"03-echo": {"solved": True, "tries": 1}}


def a_folder(file):
    file.mkdir()


def an_unreadable_file(file):
    file.symlink_to(file)  # which nobody can read, not even root


def a_file_for_its_folder(file):
    file.parent.rmdir()
    file.parent.write_text("", "utf-8")


@pytest.mark.parametrize("what", [a_folder, an_unreadable_file, a_file_for_its_folder])
def test_what_cannot_be_read_is_told_once_and_left_alone(state, monkeypatch, displayed, what):
    monkeypatch.setenv("CNNLIB_STATE", str(state / "kept"))
    (state / "kept").mkdir()
    what(store.path())
    with pytest.warns(UserWarning, match="your progress cannot be read"):
        question("03-lengths")
    check("03-echo", lambda _sound, kernel: kernel)  # a second warning would be an error
    progress()
    assert displayed["text/plain"].startswith("0 of ")
    store.record("03-echo", True)
    assert sorted(path.name for path in state.rglob("*.json")) in (["progress.json"], [])
    assert not store.path().is_file()


def test_a_lock_that_never_opens_is_told(monkeypatch):
    monkeypatch.setattr(store, "_SECONDS_FOR_THE_LOCK", 0.1)
    with store._lock(), pytest.warns(UserWarning, match="could not be kept"):
        store.record("03-echo", True)
    assert store.read() == {}


def test_unknown_names_and_fields_are_kept(state):
    entries = {"77-later": {"solved": True}, "03-echo": {"draft": "x = 1"}}
    (state / "progress.json").write_text(json.dumps({"format": store.FORMAT, "entries": entries}))
    store.record("03-echo", True)
    assert store.read() == {
        "77-later": {"solved": True},
        "03-echo": {"draft": "x = 1", "solved": True, "tries": 1},
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        '{"format": "other", "entries": {}}',
        '{"format": "sliding-window/1"}',
        "[" * 100_000,
    ],
    ids=["empty", "cut off", "a list", "a number", "another format", "no entries", "depth"],
)
def test_a_corrupt_file_is_set_aside(state, text):
    for number in (1, 2):
        (state / "progress.json").write_text(text)
        with pytest.warns(UserWarning, match=f"it is now progress-broken-{number}.json"):
            assert store.read() == {}
        assert (state / f"progress-broken-{number}.json").read_text() == text
    store.record("03-echo", True)
    assert store.read() == {"03-echo": {"solved": True, "tries": 1}}


def test_the_last_right_answer_stays():
    store.record("03-lengths", True, ["6", "8", "10"])
    store.record("03-lengths", False)
    entry = store.read()["03-lengths"]
    assert entry == {"solved": True, "tries": 2, "answer": ["6", "8", "10"]}
    assert store.answer(entry) == ["6", "8", "10"]


@pytest.mark.parametrize("answer", [None, "3", {"0": "3"}, [3], ["x" * 1001], ["3"] * 21])
def test_nonsense_is_no_answer(answer):
    assert store.answer({"solved": True, "answer": answer}) == []


@pytest.mark.parametrize(
    "entry", [None, 1, [], {"solved": "yes"}, {"tries": -1}, {"tries": True}, {"tries": 10**9}]
)
def test_nonsense_values_count_for_nothing(entry):
    assert not store.solved(entry)
    assert store.tries(entry) == 0
    assert store.answer(entry) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("CNNLIB_STATE", str(blocked))
    with pytest.warns(UserWarning, match="could not be kept"):
        store.record("03-echo", True)


def test_progress_lists_everything(displayed):
    store.record("03-echo", True)
    store.record("03-silence", True)
    progress()
    page = displayed
    count, tasks = (
        sum(len(kind(chapter)) for chapter in registry.chapters())
        for kind in (registry.graded, registry.tasks)
    )
    assert page["text/plain"].startswith(f"1 of {count} solved, 1 of {tasks} figure tasks\n")
    assert "✓ 03-echo  An echo" in page["text/plain"]
    assert "✓ 03-silence  Silence after the first clap" in page["text/plain"]
    assert page["text/html"].count("<tr>") == count + tasks + 1


def test_static_progress_is_a_panel_of_every_item(displayed, monkeypatch):
    store.record("03-echo", True)
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    progress()
    page = displayed["text/html"]
    assert 'data-explorable="Progress" data-module="progress"' in page
    assert re.findall(r'"name":"([^"]+)"', page) == [
        item.name
        for chapter in registry.chapters()
        for item in (*registry.graded(chapter), *registry.tasks(chapter))
    ]
    assert '"name":"03-gradients","title":"The way back","level":3,"kind":"build"' in page
    for name in ("03-gradients", "07-three-bugs"):  # there is no NumPy in the page
        assert re.search(f'"name":"{name}"[^}}]*"where":"notebook"', page)
    assert page.count('"where":"notebook"') == 2
    assert '"solved"' not in page
