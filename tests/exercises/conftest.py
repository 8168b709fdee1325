"""Every test of the exercises keeps its progress in a folder of its own."""

import pytest

from cnnlib.exercises import _show


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("CNNLIB_STATE", str(tmp_path))
    monkeypatch.delenv("CNNLIB_STATIC", raising=False)
    return tmp_path


@pytest.fixture
def displayed(monkeypatch):
    """What was shown last, as {"text/plain": …, "text/html": …}."""
    page: dict[str, str] = {}

    def display(thing):
        if hasattr(thing, "_repr_mimebundle_"):
            page.update(thing._repr_mimebundle_()[0])
        else:
            page.update({"text/plain": repr(thing), "text/html": thing._repr_html_()})

    monkeypatch.setattr(_show, "display", display)
    return page
