"""How long a reader waits: ``python -m tests.book.measure`` prints medians and the worst case.

From files, in Chromium: from the input to the painted answer. No test asserts these numbers; they
depend on the machine and on what else it does.
"""

import statistics

from playwright.sync_api import Page, sync_playwright

from tests.book import site
from tests.book.browsers import CHROMIUM_ARGS, find_chromium
from tests.book.visits import settle

ROUNDS = 25

# Both resolve after the frame in which the answer is on the screen.
_PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
_TYPE = f"""async (input, round) => {{
    const start = performance.now();
    input.value = String(1 + round);
    input.dispatchEvent(new InputEvent("input", {{ bubbles: true }}));
    await {_PAINTED};
    return performance.now() - start;
}}"""
_SLIDE = f"""async (input, round) => {{
    const start = performance.now();
    input.value = round % (Number(input.max) + 1);
    input.dispatchEvent(new InputEvent("input", {{ bubbles: true }}));
    await {_PAINTED};
    return performance.now() - start;
}}"""
_POINT = f"""async (frame, round) => {{
    const start = performance.now();
    const key = round % 2 ? "ArrowLeft" : "ArrowRight";
    frame.dispatchEvent(new KeyboardEvent("keydown", {{ key, bubbles: true }}));
    await {_PAINTED};
    return performance.now() - start;
}}"""
_RUN = """async (button) => {
    const said = button.closest("[data-explorable]").querySelector(".cnn-said");
    const start = performance.now();
    button.click();
    while (said.dataset.outcome === "running") await new Promise(requestAnimationFrame);
    return performance.now() - start;
}"""
_MOUNTED = """async () => {
    const figures = () => [...document.querySelectorAll("[data-explorable]")];
    while (!figures().every((el) => "ready" in el.dataset))
        await new Promise(requestAnimationFrame);
    return performance.now();
}"""


def report(what: str, times: list[float]) -> None:
    print(f"{what:45}{statistics.median(times):8.0f} ms median{max(times):8.0f} ms at most")


def repeated(page: Page, selector: str, script: str, rounds: int = ROUNDS) -> list[float]:
    target = page.locator(selector).first
    target.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # until scrolling has painted
    return [float(target.evaluate(script, round_)) for round_ in range(rounds)]


def main() -> None:
    """Open the chapter and time what a reader does there."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(CHROMIUM_ARGS)
        )
        page = browser.new_page()
        address = f"{site.SITE.as_uri()}/{site.pages_with('KernelLab')[0]}"
        mounts = []
        for _ in range(5):
            page.goto(address, wait_until="commit")
            mounts.append(float(page.evaluate(_MOUNTED)))
        report("opening the chapter: all figures drawn", mounts)
        settle(page)
        tasks = {
            "kernel lab: a number typed": (".cnn-kernel input", _TYPE),
            "kernel lab: the mark moved": (".kl-photo .cnn-picture", _POINT),
            "echo explorer: a number typed": (".ec-kernel input", _TYPE),
            "explore: a slider moved": (".cnn-explore-controls input[type=range]", _SLIDE),
        }
        for what, (selector, script) in tasks.items():
            report(what, repeated(page, selector, script))
        first, *others = repeated(page, "[data-explorable=Exercise] .cnn-primary", _RUN, 8)
        report("page Python: first Run to answer", [first])
        report("page Python: later Runs to answer", others)
        browser.close()


if __name__ == "__main__":
    main()
