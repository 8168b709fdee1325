"""The pages in Firefox: every figure drawn, nothing logged, nothing asked from elsewhere."""

from collections.abc import Iterator

import pytest

from tests.book import site
from tests.book.firefox import Firefox
from tests.book.visits import SCHEMES

_READY = """(async () => {
    const figures = [...document.querySelectorAll("[data-explorable]")];
    const settled = ({ dataset }) => "ready" in dataset || "error" in dataset;
    while (!figures.every(settled)) await new Promise(requestAnimationFrame);
    return {
        errors: figures.flatMap(({ dataset }) => dataset.error ?? []),
        count: figures.length,
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    };
})()"""

_SOLVE = """(async () => {
    const editor = document.querySelector("[data-explorable=Exercise]");
    const below = (it) => editor.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING;
    const solution = [...document.querySelectorAll(".solution pre")].find(below);
    const area = editor.querySelector("textarea");
    area.value = solution.textContent;
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    [...editor.querySelectorAll("button")].find((it) => it.innerText === "Run").click();
    const said = editor.querySelector(".cnn-said");
    while ((said.dataset.outcome ?? "running") === "running")
        await new Promise(requestAnimationFrame);
    return said.dataset.outcome;
})()"""

# One Firefox for all of these, though several processes run tests.
pytestmark = pytest.mark.xdist_group("firefox")


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
@pytest.mark.parametrize("name", site.pages())
def test_page(firefox: Firefox, address: dict[str, str], name: str, scheme: str):
    firefox.goto(address[scheme] + name)
    state = firefox.run(_READY)
    assert state["errors"] == []
    assert state["count"] == len(site.read(name).mounts)
    assert state["wide"] <= 0
    assert problems(firefox, address) == []


def test_python_in_the_page(firefox: Firefox, address: dict[str, str]):
    """The first exercise of the book, with the solution that stands below it."""
    firefox.goto(address["file"] + site.pages_with("Exercise")[0])
    firefox.run(_READY)
    assert firefox.run(_SOLVE) == "correct"
    assert problems(firefox, address) == []
