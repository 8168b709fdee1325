"""The pages in Firefox: every figure drawn, nothing logged, nothing asked from elsewhere."""

from collections.abc import Iterator

import nbformat
import pytest

from cnnlib.book.solutions import exercises
from cnnlib.exercises import registry
from tests.book import site
from tests.book.firefox import Firefox
from tests.book.visits import SCHEMES

PAGES = [name for name in site.pages() if name != "index.html"]  # which only leads to the first

_READY = """(async () => {
    const figures = [...document.querySelectorAll("[data-explorable]")];
    const settled = ({ dataset }) => "ready" in dataset || "error" in dataset;
    while (!figures.every(settled)) await new Promise(requestAnimationFrame);
    await window.MathJax?.startup?.promise;
    return {
        errors: figures.flatMap(({ dataset }) => dataset.error ?? []),
        count: figures.length,
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        formulas: document.querySelectorAll(".math").length,
        typeset: document.querySelectorAll("mjx-container").length,
        faults: document.querySelectorAll("mjx-merror").length,
    };
})()"""


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    with Firefox() as browser:
        yield browser


def problems(firefox: Firefox, inside: dict[str, str]) -> list[str]:
    """What Firefox has told since the last time and should not have had to."""
    found = []
    for event in firefox.events:
        params = event["params"]
        if event["method"] == "log.entryAdded" and params["level"] in ("error", "warn"):
            found.append(f"{params['level']}: {params['text']}")
        if event["method"] == "network.beforeRequestSent":
            url = params["request"]["url"]
            if not url.startswith((*inside.values(), "data:", "blob:", "about:")):
                found.append(f"asked for {url}")
    firefox.events.clear()
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_page(firefox: Firefox, address: dict[str, str], name: str, scheme: str):
    firefox.goto(address[scheme] + name)
    state = firefox.run(_READY)
    assert state["errors"] == []
    assert state["count"] == len(site.read(name).mounts)
    assert state["wide"] <= 0
    assert state["faults"] == 0
    assert state["typeset"] >= state["formulas"]
    assert problems(firefox, address) == []


def test_python_in_the_page(firefox: Firefox, address: dict[str, str]):
    chapter = registry.chapter("03")
    notebook = nbformat.read(site.ROOT / f"{chapter.PAGE}.ipynb", as_version=4)
    solution = exercises(notebook)["03-correlate2d"].solution
    firefox.goto(f"{address['file']}{chapter.PAGE}.html")
    firefox.run(_READY)
    said = firefox.run(
        f"""(async () => {{
            const area = document.querySelector("textarea[aria-label*='four loops']");
            const editor = area.closest("[data-explorable]");
            area.value = {solution!r};
            area.dispatchEvent(new InputEvent("input", {{ bubbles: true }}));
            [...editor.querySelectorAll("button")].find((it) => it.innerText === "Run").click();
            const said = editor.querySelector(".cnn-said");
            while ((said.dataset.outcome ?? "running") === "running")
                await new Promise(requestAnimationFrame);
            return said.dataset.outcome;
        }})()"""
    )
    assert said == "correct"
    assert problems(firefox, address) == []
