"""The browser, the two ways to open a page, and pages that are watched."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from cnnlib.interactive import Explorable
from tests.book import site
from tests.book.browsers import CHROMIUM_ARGS, find_chromium
from tests.book.visits import Visit, settle, watch
from tests.book.workers import python_page  # noqa: F401 - a fixture

PATIENCE = 60_000  # milliseconds, for a machine that does much else; only a failure waits so long
expect.set_options(timeout=PATIENCE)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def address() -> Iterator[dict[str, str]]:
    """Where the top of the book is, over http and as files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site.SITE)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield {
        "http": f"http://127.0.0.1:{server.server_port}/",
        "file": f"{site.SITE.as_uri()}/",
    }
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(CHROMIUM_ARGS)
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, address: dict[str, str]) -> Iterator[Visit]:
    """Open a page of the book; at the end of the test, whatever it should not have done is told.

    Each visit is a new reader: nothing is kept in the browser from one to the next. With a `body`
    the page is not one of the book but this HTML.
    """
    contexts: list[tuple[BrowserContext, list[str]]] = []

    def open_page(
        name: str,
        scheme: str = "file",
        *,
        width: int = 1280,
        scripts: bool = True,
        body: str | None = None,
        **options: Any,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            **{"reduced_motion": "reduce", **options},
        )
        contexts.append((context, watch(context, address[scheme], scripts=scripts)))
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if body is not None:
            answer = {"content_type": "text/html", "body": body}
            page.route(address[scheme] + name, lambda route: route.fulfill(**answer))
        page.goto(address[scheme] + name)
        if scripts:
            settle(page)
        return page

    yield open_page
    for context, problems in contexts:
        context.close()
        assert problems == []


@pytest.fixture
def alone(visit: Visit) -> Visit:
    """Open a page with nothing but the figures given, explorables or HTML: see `site.alone`."""

    def open_page(*figures: Explorable | str, **options: Any) -> Page:
        made = (f if isinstance(f, str) else f._repr_mimebundle_()[0]["text/html"] for f in figures)
        return visit(site.ALONE, "http", body=site.alone(*made), **options)

    return open_page
