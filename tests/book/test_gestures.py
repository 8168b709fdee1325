"""A finger on a figure may scroll the page, two may zoom it; the figure takes what is its own."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.book import site
from tests.book.browsers import CHROMIUM_ARGS, find_chromium
from tests.book.visits import Visit

PAGES = [name for name in site.pages() if site.read(name).mounts]
WINDOW = "[data-explorable=ConvolutionStepper] .cnn-plate"
MOVABLE = "[data-explorable] [style*=touch-action]"


@pytest.fixture
def chromium(chromium: Browser) -> Iterator[Browser]:
    """A browser with no other page in it: fingers reach only the page that lies in front."""
    browser = chromium.browser_type.launch(
        executable_path=find_chromium(), args=list(CHROMIUM_ARGS)
    )
    yield browser
    browser.close()


class Fingers:
    """Touches of a page, at places of the window."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._devtools = page.context.new_cdp_session(page)

    def _touch(self, kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        self._devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def drag(self, start: tuple[float, float], by: tuple[float, float]) -> None:
        (x, y), (right, down) = start, by
        self._touch("touchStart", start)
        for step in range(1, 11):
            self._touch("touchMove", (x + right * step / 10, y + down * step / 10))
        self._touch("touchEnd")

    def zoom_back(self) -> None:
        self._devtools.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})

    def spread(self, first: tuple[float, float], second: tuple[float, float]) -> None:
        """Two fingers that come down one after the other and move apart."""
        self._touch("touchStart", first)
        self._touch("touchMove", (first[0] + 2, first[1] + 1))  # no finger rests quite still
        self._touch("touchStart", first, second)
        for step in range(1, 21):
            left, right = first[0] - 3 * step, second[0] + 3 * step
            self._touch("touchMove", (left, first[1]), (right, second[1]))
        self._touch("touchEnd")


def phone(visit: Visit, name: str) -> Page:
    return visit(name, width=375, has_touch=True, is_mobile=True)


def insist(page: Page, act: Callable[[], None], condition: str) -> None:
    """Act until it shows: a busy browser lets a quick gesture fall. What is refused never shows."""
    for _ in range(10):
        act()
        with suppress(PlaywrightTimeout):
            page.wait_for_function(condition, timeout=3000)
            return
    raise AssertionError(f"{condition} never came")


def show(target: Locator) -> tuple[float, float]:
    """Bring a figure's picture to the middle of a page at rest; returns the place of its middle."""
    at_rest = """async node => {
        for (let still = 0; still < 8; ) {  // a page flung by a finger runs on
            node.scrollIntoView({ block: "center", behavior: "instant" });
            const { top } = node.getBoundingClientRect();
            await new Promise(requestAnimationFrame);
            still = node.getBoundingClientRect().top === top ? still + 1 : 0;
        }
    }"""
    target.evaluate(at_rest)
    box = target.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def free_place(target: Locator) -> tuple[float, float]:
    """The middle of a figure's picture, or beside a grip that lies there: it would be carried."""
    x, y = show(target)
    on_grip = """([x, y]) => [-30, -20, 0, 20, 30].some((by) =>
        document.elementFromPoint(x + by, y + 5)?.closest(".cnn-carried"))"""
    return (x - 70 if target.page.evaluate(on_grip, [x, y]) else x), y


def state(target: Locator) -> str:
    """All that the figure shows, less what it says a moment later."""
    figure = target.locator("xpath=ancestor::*[@data-explorable]")
    shown = """figure => {
        const copy = figure.cloneNode(true);
        for (const said of copy.querySelectorAll(".cnn-live")) said.remove();
        return copy.innerHTML;
    }"""
    return str(figure.evaluate(shown))


def at_rest(target: Locator) -> str:
    """`state` once the figure does nothing by itself any more, as comparing 120 readings."""
    found, pause = state(target), 600
    while (later := state_after(target, pause)) != found:
        found, pause = later, 1500
    return found


def state_after(target: Locator, milliseconds: int) -> str:
    target.page.wait_for_timeout(milliseconds)
    return state(target)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_keeps_the_page_from_being_zoomed(visit: Visit, name: str):
    page = phone(visit, name)
    allowed = {"auto", "manipulation", "pan-y pinch-zoom", "pinch-zoom"}
    found = page.locator("body *").evaluate_all(
        "all => [...new Set(all.map((node) => getComputedStyle(node).touchAction))]"
    )
    assert set(found) <= allowed
    assert "user-scalable" not in page.locator("meta[name=viewport]").first.get_attribute("content")


@pytest.mark.parametrize("name", PAGES)
def test_two_fingers_zoom_and_one_scrolls_and_no_mark_moves(visit: Visit, name: str):
    page = phone(visit, name)
    fingers = Fingers(page)
    for target in page.locator(MOVABLE).all():
        if not target.is_visible():
            continue

        def scroll(target: Locator = target) -> None:
            x, y = free_place(target)
            fingers.drag((x - 20, y + 10), (5, -150))

        def zoom(target: Locator = target) -> None:
            x, y = free_place(target)
            fingers.spread((x - 30, y), (x + 30, y + 5))

        show(target)
        before = at_rest(target)
        insist(page, scroll, f"scrollY > {page.evaluate('scrollY') + 50}")
        assert state(target) == before
        insist(page, zoom, "visualViewport.scale > 1.2")
        assert state(target) == before
        fingers.zoom_back()
        page.wait_for_function("visualViewport.scale === 1")


def test_a_tap_and_a_sideways_drag_move_the_mark(visit: Visit):
    page = phone(visit, site.pages_with("EchoExplorer")[0])
    fingers = Fingers(page)
    for selector in (".kl-result .cnn-picture", WINDOW):
        target = page.locator(selector).first
        x, y = show(target)
        shown = f"document.querySelector({selector!r}).closest('[data-explorable]').dataset.shown"
        for act in (
            partial(page.touchscreen.tap, x + 40, y),
            partial(fingers.drag, (x + 40, y), (-90, 4)),
        ):
            insist(page, act, f"{shown} !== {json.dumps(page.evaluate(shown))}")


def test_only_the_main_button_of_a_mouse_moves_the_mark(visit: Visit):
    page = visit(site.pages_with("EchoExplorer")[0])
    target = page.locator(WINDOW).first
    x, y = show(target)
    states = [state(target)]
    for place, button in ((x - 100, "left"), (x + 100, "right"), (x + 100, "left")):
        page.mouse.move(place, y)
        page.mouse.down(button=button)
        page.mouse.move(place + 2, y)
        page.mouse.up(button=button)
        states.append(state(target))
    assert [before != after for before, after in pairwise(states)] == [True, False, True]
