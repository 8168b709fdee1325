"""The Python of the page on an empty page: many codes in few workers, which is fast."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from cnnlib.book import page_python
from tests.book.visits import watch

# Two workers share the snippets; one that is broken or hangs is replaced, and the snippet told.
_RUN = """async ([codes, exercise]) => {
    const url = URL.createObjectURL(new Blob([window.cnnlibPython]));
    const answers = new Array(codes.length);
    let next = 0;
    const started = () => new Promise((resolve) => {
        const worker = new Worker(url);
        worker.onmessage = () => resolve(worker);
    });
    const run = (worker, code) => new Promise((resolve) => {
        let printed = "";
        worker.onmessage = ({ data }) => {
            printed += data.printed ?? "";
            if (data.outcome) resolve([data.outcome, data.sentence, data.detail, printed]);
        };
        worker.onerror = (event) => {
            event.preventDefault();
            resolve(["broken", event.message, "", printed]);
        };
        setTimeout(resolve, 60000, ["without an end", "", "", printed]);
        worker.postMessage({ code, exercise });
    });
    const lane = async () => {
        let worker = await started();
        while (next < codes.length) {
            const place = next++;
            answers[place] = await run(worker, codes[place]);
            if (answers[place][0].startsWith("broken") || answers[place][0].startsWith("without")) {
                worker.terminate();
                worker = await started();
            }
        }
        worker.terminate();
    };
    await Promise.all([lane(), lane()]);
    return answers;
}"""


def run_all(page: Page, codes: Sequence[str], exercise: str) -> list[Any]:
    """What is said to each of some codes: outcome, sentence, detail and what was printed."""
    answers: list[Any] = page.evaluate(_RUN, [list(codes), exercise])
    return answers


@pytest.fixture(scope="module")
def python_page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """An empty page with the script that the build would write now, opened from a file."""
    folder = tmp_path_factory.mktemp("python")
    (folder / "python.js").write_text(page_python.build(), "utf-8")
    (folder / "page.html").write_text(
        '<!doctype html><meta charset="utf-8"><script src="python.js"></script>', "utf-8"
    )
    context = chromium.new_context()
    problems = watch(context, folder.as_uri())
    opened = context.new_page()
    opened.goto((folder / "page.html").as_uri())
    yield opened
    context.close()
    assert problems == []
