"""How long a reader waits: ``python -m tests.book.measure`` prints medians and the worst case.

In Chromium: from the start of a visit to the first figure, over http with gzip and from files, and
from the input to the painted answer. That ends with a frame and so holds the wait for one, up to
16 ms; a figure that does next to nothing measures about 10. Of the largest ConvolutionArithmetic
there is also the work itself: the processor's time of the page's main thread, from the input until
its frame is painted, each change from rest. In it are the milliseconds that asking for it takes,
which stand in a line of their own.
No test asserts these numbers; they depend on the machine and on what else it does.
"""

import gzip
import statistics
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from cnnlib import interactive as figures
from cnnlib.interactive import ConvolutionArithmetic, Explorable
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
_PRESS = f"""async (button, round) => {{
    const other = button.closest("[role=group]").querySelector("button");
    const start = performance.now();
    (round % 2 ? button : other).click();
    await {_PAINTED};
    return performance.now() - start;
}}"""
_CLICK = f"""async (button) => {{
    const start = performance.now();
    button.click();
    await {_PAINTED};
    return performance.now() - start;
}}"""
_NOTHING = f"async () => await {_PAINTED}"
_CELL = f"""async (table, round) => {{
    const cells = table.querySelectorAll("td[data-place]");
    const start = performance.now();
    cells[round % cells.length].click();
    await {_PAINTED};
    return performance.now() - start;
}}"""
_ARROWS = ".cnn-pane"
_OUTPUT = "[aria-label^=Output][tabindex='0']"


def _more(setting: str) -> str:
    return f"[aria-label='{setting}: one more']"


# What a reader does in each figure alone on a page: the figure, where, how.
_CHANGES: dict[str, tuple[Callable[[], Explorable], str, str]] = {
    "connectivity: another output": (figures.ConnectivityExplorer, _OUTPUT, _POINT),
    "shared gradient: a bar": (figures.SharedGradientExplorer, "[role=slider]", _POINT),
    "volume: the window moved": (figures.VolumeExplorer, _ARROWS, _POINT),
    "pattern: a block more": (figures.PatternExplorer, "text=Add a block", _CLICK),
    "output size: the kernel": (figures.OutputSizeExplorer, _more("kernel"), _PRESS),
    "padding: the length": (figures.PaddingExplorer, _more("n"), _PRESS),
    "transposed: the stride": (figures.TransposedExplorer, _more("stride"), _PRESS),
    "columns: the window moved": (figures.ColumnStepper, _ARROWS, _POINT),
    "comb: the signal pushed": (figures.PoolingComb, ".pc-push", _POINT),
    "pooling: the digit moved": (figures.PoolingExplorer, ".cnn-carried", _POINT),
    "pool gradient: an output": (figures.PoolingGradient, "[data-role=output] table", _CELL),
    "fan: another unit": (figures.FieldFan, ".ff-handle", _POINT),
    "tower: another unit": (figures.ReceptiveFieldTower, ".rf-unit", _POINT),
    "grains: one layer more": (figures.GrainExplorer, _more("depth"), _PRESS),
    "backward: an output": (figures.BackwardStepper, "[data-grid=y] table", _CELL),
    "table: another map": (figures.ConnectionTable, ".ct-maps", _POINT),
    "training: one step": (figures.TrainingLab, "text=One step", _CLICK),
    "sliding: a digit moved": (figures.SlidingReader, ".sr-digit", _POINT),
    "sliding: the frame moved": (figures.SlidingReader, ".sr-grip", _POINT),
    "pad: the digit moved, all maps": (partial(figures.DigitPad, tool="move"), ".dp-pad", _POINT),
}
_RUN = """async (button) => {
    const said = button.closest("[data-explorable]").querySelector(".cnn-said");
    const start = performance.now();
    button.click();
    while (said.dataset.outcome === "running") await new Promise(requestAnimationFrame);
    return performance.now() - start;
}"""
_WATCH = """(() => {
    const times = (window.times = { first: 0, all: 0, task: 0 });
    new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) times.task = Math.max(times.task, duration);
    }).observe({ type: "longtask" });
    const isReady = ({ dataset }) => "ready" in dataset;
    const look = () => {
        const all = [...document.querySelectorAll("[data-explorable]")];
        const figure = all.find((el) => !el.matches("[data-explorable=Question]"));
        if (figure && isReady(figure)) times.first ||= performance.now();
        if (document.readyState === "complete" && all.every(isReady)) times.all = performance.now();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})()"""


class _Zipped(SimpleHTTPRequestHandler):
    """A web server that compresses, as those do that serve books."""

    def send_head(self) -> BytesIO | None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return None
        data = _zipped(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return BytesIO(data)

    def log_message(self, *_: object) -> None:
        pass


@cache
def _zipped(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


@contextmanager
def served() -> Iterator[str]:
    """The address of the book over http, compressed."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Zipped, directory=str(site.SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def opening(browser: Browser, address: str, visits: int = 7) -> dict[str, list[float]]:
    """Milliseconds of first visits: to the first figure, to all of them, of the longest task."""
    times: dict[str, list[float]] = {"first": [], "all": [], "task": []}
    for _ in range(visits):
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.add_init_script(_WATCH)
        page.goto(address)
        page.wait_for_function("times.all")
        page.wait_for_timeout(500)  # a long task is told after its end
        for what, duration in page.evaluate("times").items():
            times[what].append(duration)
        page.context.close()
    return times


def alone(browser: Browser, address: str, figure: Explorable) -> Page:
    """A page with this figure only."""
    page = browser.new_page()
    body = site.alone(figure._repr_mimebundle_()[0]["text/html"])
    page.route(
        f"{address}/{site.ALONE}",
        lambda route: route.fulfill(content_type="text/html", body=body),
    )
    page.goto(f"{address}/{site.ALONE}")
    settle(page)
    return page


def report(what: str, times: list[float]) -> None:
    print(f"{what:45}{statistics.median(times):8.0f} ms median{max(times):8.0f} ms at most")


def repeated(page: Page, selector: str, script: str, rounds: int = ROUNDS) -> list[float]:
    target = page.locator(selector).first
    target.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # until scrolling has painted
    return [float(target.evaluate(script, round_)) for round_ in range(rounds)]


def worked(page: Page, selector: str, script: str, rounds: int = 12) -> list[float]:
    """Milliseconds of the main thread's processor time, for each change from rest to its frame."""
    target = page.locator(selector).first
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))

    times = []
    for round_ in range(rounds):
        page.wait_for_timeout(1200)  # until nothing of the last change moves or is to be written
        start = spent()
        target.evaluate(script, round_)
        times.append(spent() - start)
    session.detach()
    return times


def main() -> None:
    """Open the chapter and time what a reader does there."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(CHROMIUM_ARGS)
        )
        name = site.pages_with("EchoExplorer")[0]
        with served() as address:
            for place in (address, site.SITE.as_uri()):
                times = opening(browser, f"{place}/{name}")
                report(f"{place[:4]}: the first figure is drawn", times["first"])
                report(f"{place[:4]}: all figures are drawn", times["all"])
                report(f"{place[:4]}: the longest task (0: under 50)", times["task"])
        page = browser.new_page()
        page.goto(f"{site.SITE.as_uri()}/{name}")
        settle(page)
        tasks = {
            "kernel lab: a number typed": (".cnn-kernel input", _TYPE),
            "kernel lab: the mark moved": (".kl-photo .cnn-picture", _POINT),
            "the window moved by one place": (".cnn-pane", _POINT),
            "echo explorer: a bar moved": ("[data-explorable=EchoExplorer] [role=slider]", _POINT),
            "explore: a slider moved": (".cnn-explore-controls input[type=range]", _SLIDE),
        }
        for what, (selector, script) in tasks.items():
            report(what, repeated(page, selector, script))
        first, *others = repeated(page, "[data-explorable=Exercise] .cnn-primary", _RUN, 8)
        report("page Python: first Run to answer", [first])
        report("page Python: later Runs to answer", others)
        largest = ConvolutionArithmetic(rows=16, columns=16, kernel=5, before=2, after=2)
        tasks = {
            "16×16, kernel 5: the window moved": (".cnn-pane", _POINT),
            "16×16, kernel 5: a weight typed": (".cnn-kernel input", _TYPE),
            "16×16: the kernel changed": ("[aria-label='kernel: one more']", _PRESS),
            "16×16: the padding changed": ("[aria-label='padding: one more']", _PRESS),
        }
        with served() as address:
            page = alone(browser, address, largest)
            for what, (selector, script) in tasks.items():
                report(what, repeated(page, selector, script))
            asking = {"asking for a change that is none": (".cnn-pane", _NOTHING)}
            for what, (selector, script) in (asking | tasks).items():
                report(f"{what}, work", worked(page, selector, script))
            page.close()
            for what, (figure, selector, script) in _CHANGES.items():
                page = alone(browser, address, figure())
                report(what, repeated(page, selector, script))
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
