"""Bars that are dragged by their ends, tried alone."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import EchoExplorer
from tests.book.controls import drag
from tests.book.visits import Visit

_MOUNT = """(more) => {
    const host = ui.el("div", { class: "cnnlib", id: "bars", style: "--columns: 3; width: 300px" });
    const said = [];
    const editor = ui.barEditor("Nothing chosen.");
    const bars = ui.bars({
        label: "loads", role: "input", name: (i) => `Load ${i + 1}`,
        limits: { min: -2, max: 3, ...more.limits }, range: [2, 3], editor, many: more.many,
        onChange(values, done) { said.push([values, done]); bars.show(values); },
        onPress: (i) => said.push(i),
    });
    host.append(bars.node, editor.node);
    document.querySelector("main").replaceChildren(host);
    bars.show([1, -0.5, 0]);
    window.said = said;
}"""


class Bars:
    def __init__(self, page: Page, **more: Any) -> None:
        self.page = page
        page.evaluate(_MOUNT, more)
        self.host = page.locator("#bars")

    def end(self, index: int) -> Locator:
        return self.host.get_by_role("slider", name=f"Load {index + 1}")

    def drag(self, index: int, up: float) -> None:
        """Drag an end by `up` units."""
        unit = self.host.locator(".cnn-lane").evaluate("lane => lane.offsetHeight") / 5
        drag(self.end(index), -up * unit)

    def values(self) -> list[float]:
        now = "all => all.map((end) => Number(end.ariaValueNow))"
        return self.host.get_by_role("slider").evaluate_all(now)

    def said(self) -> list:
        return self.page.evaluate("said.splice(0)")


@pytest.fixture
def bars(alone: Visit) -> Bars:
    return Bars(alone(EchoExplorer()))


@pytest.mark.parametrize(
    ("up", "value"),
    [
        pytest.param(1, 2, id="a unit"),
        pytest.param(0.575, 1.5, id="rather a quarter than the eighth that is nearer"),
        pytest.param(0.62, 1.625, id="an eighth"),
        pytest.param(-1.5, -0.5, id="through zero"),
        pytest.param(5, 3, id="not beyond the largest"),
        pytest.param(-5, -2, id="not beyond the smallest"),
    ],
)
def test_an_end_is_dragged_to_eighths(bars: Bars, up: float, value: float):
    bars.drag(0, up)
    assert bars.values() == [value, -0.5, 0]
    *moves, last = bars.said()
    assert last == [[value, -0.5, 0], True]
    assert moves
    assert not any(done for _, done in moves)


def test_keys_change_a_bar_and_press_it(bars: Bars):
    end = bars.end(1)
    for key, value in {
        "ArrowUp": -0.375,
        "Shift+ArrowRight": 0.125,
        "ArrowDown": 0,
        "Shift+ArrowLeft": -0.5,
        "ArrowLeft": -0.625,
        "Home": -0.5,
    }.items():
        end.press(key)
        assert bars.said() == [[[1, value, 0], True]]
    expect(end).to_have_attribute("aria-valuetext", "−½")
    end.press("Enter")
    assert bars.said() == [1]


def test_many_bars_are_one_stop_of_the_tab_key(alone: Visit):
    """They have no letters; left and right walk, up and down change by their own step."""
    bars = Bars(alone(EchoExplorer()), many=True, limits={"step": 1})
    expect(bars.host.locator(".cnn-source")).to_have_count(0)
    stops = "all => all.map((end) => end.tabIndex)"
    assert bars.host.get_by_role("slider").evaluate_all(stops) == [0, -1, -1]
    bars.end(0).press("ArrowLeft")
    bars.end(0).press("ArrowRight")
    expect(bars.end(1)).to_be_focused()
    assert bars.host.get_by_role("slider").evaluate_all(stops) == [-1, 0, -1]
    assert bars.said() == []
    bars.end(1).press("ArrowUp")
    bars.host.get_by_role("button", name="Load 2: 1 more").click()
    bars.drag(0, 0.6)
    assert bars.values() == [2, 1.5, 0]


@pytest.mark.parametrize(
    ("index", "at", "beside", "value"),
    [
        pytest.param(0, 2.75, 0, 2.75, id="above it"),
        pytest.param(1, -1.8, 0, -1.75, id="below one that is negative"),
        pytest.param(2, 2.5, 0, 2.5, id="above nothing"),
        pytest.param(0, -0.4, 0, None, id="on its number"),
        pytest.param(0, -1.5, 0, None, id="on the other side of zero"),
        pytest.param(0, 1.45, 43, None, id="on its letter"),
        pytest.param(1, 0.4, 40, None, id="beside its number"),
        pytest.param(2, 1.45, 43, None, id="on the letter of nothing"),
        pytest.param(2, -1.5, 0, None, id="below nothing"),
    ],
)
def test_a_press_beyond_an_end_sends_it_there_any_other_is_for_the_bar(
    bars: Bars, index: int, at: float, beside: float, value: float | None
):
    lane = bars.host.locator(".cnn-lane").bounding_box()
    assert lane is not None
    before, unit = bars.values(), lane["height"] / 5
    middle = lane["x"] + lane["width"] * (2 * index + 1) / 6
    bars.page.mouse.click(middle + beside, lane["y"] + (3 - at) * unit)
    if value is None:
        assert bars.said() == [index]
        assert bars.values() == before
    else:
        before[index] = value
        assert bars.said() == [[before, True]]
    editor = bars.host.locator(".cnn-bar-editor")
    expect(editor.get_by_label(f"Load {index + 1}", exact=True)).to_be_visible()


def test_the_selected_bar_is_typed_and_nudged(bars: Bars):
    expect(bars.host).to_contain_text("Nothing chosen.")
    bars.end(2).click()
    field = bars.host.get_by_label("Load 3", exact=True).and_(bars.page.locator("input"))
    bars.host.get_by_role("button", name="Load 3: an eighth more").click()
    expect(field).to_have_value("⅛")
    bars.host.get_by_role("button", name="Load 3: an eighth less").click()
    assert bars.values() == [1, -0.5, 0]
    refusal = bars.host.locator(".cnn-refusal")
    for text, words in {
        "abc": "is not just a number",
        "4": "at most 3",
        "": "type a number",
    }.items():
        field.fill(text)
        expect(refusal).to_contain_text(words)
        expect(refusal).to_contain_text("It stays 0.")
    bars.said()
    field.fill("−1 1/2")
    assert bars.said() == [[[1, -0.5, -1.5], False]]
    field.press("Enter")
    assert bars.said() == [[[1, -0.5, -1.5], True]]
    bars.end(0).focus()
    expect(
        bars.host.get_by_label("Load 1", exact=True).and_(bars.page.locator("input"))
    ).to_have_value("1")


# How many pixels above one another, in the middle of a bar, are its handle's.
_FINGER = """(end) => {
    const { left, top, width, height } = end.getBoundingClientRect();
    return [...Array(Math.round(height)).keys()].filter((down) =>
        end.contains(document.elementFromPoint(left + width / 2, top + down + 0.5))).length;
}"""


def test_a_finger_has_room(bars: Bars):
    for end in bars.host.get_by_role("slider").all():
        box = end.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        assert end.evaluate(_FINGER) >= 44
    for button in ("more", "less"):
        bars.end(0).click()
        box = bars.host.get_by_role("button", name=button).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 36


def test_one_finger_drags_an_end_and_two_zoom_the_page(alone: Visit):
    bars = Bars(alone(EchoExplorer(), width=375, has_touch=True, is_mobile=True))
    box = bars.end(0).bounding_box()
    assert box is not None
    x, y = box["x"] + 22, box["y"] + 22
    devtools = bars.page.context.new_cdp_session(bars.page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (x, y))
    for step in range(1, 9):
        touch("touchMove", (x, y + 4 * step))  # 2 units of 16 pixels
    touch("touchEnd")
    assert bars.values() == [-1, -0.5, 0]
    assert bars.page.evaluate("scrollY") == 0
    touch("touchStart", (x, y + 32))
    touch("touchMove", (x, y + 30))
    touch("touchStart", (x, y + 30), (x + 60, y + 35))
    for step in range(1, 21):
        touch("touchMove", (x - step, y + 30), (x + 60 + 4 * step, y + 30))
    touch("touchEnd")
    bars.page.wait_for_function("visualViewport.scale > 1.2")
    assert bars.values() == [-1, -0.5, 0]
    assert bars.said()[-1] == [[-1, -0.5, 0], True]


def test_a_drag_that_the_browser_takes_over_is_undone(bars: Bars):
    box = bars.end(0).bounding_box()
    assert box is not None
    bars.page.mouse.move(box["x"] + 22, box["y"] + 22)
    bars.page.mouse.down()
    bars.page.mouse.move(box["x"] + 22, box["y"] + 62)
    assert bars.values() == [-1, -0.5, 0]
    bars.end(0).dispatch_event("pointercancel")
    assert bars.values() == [1, -0.5, 0]
    assert bars.said()[-1] == [[1, -0.5, 0], True]


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_finger_beside_a_grip_scrolls_the_page_until_the_bar_is_chosen(alone: Visit, index: int):
    bars = Bars(alone(EchoExplorer(), width=375, has_touch=True, is_mobile=True))
    bars.page.evaluate("document.querySelector('main').style.padding = '120px 0 2000px'")
    devtools = bars.page.context.new_cdp_session(bars.page)

    def swipe(index: int) -> None:
        """Upwards, from 10 pixels beside the grip, on the side where the bar is not."""
        grip = bars.end(index).locator("i").bounding_box()
        assert grip is not None
        x, beside = grip["x"] + grip["width"] / 2, 22 if bars.values()[index] < 0 else -10
        for step in range(10):
            kind = "touchMove" if step else "touchStart"
            points = [{"x": x, "y": grip["y"] + beside - 12 * step, "id": 0}]
            devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    other = (index + 1) % 3
    bars.end(other).locator("i").tap()
    swipe(other)
    values = bars.values()
    assert values[other] > [1, -0.5, 0][other]
    assert bars.page.evaluate("scrollY") == 0
    swipe(index)
    bars.page.wait_for_function("scrollY > 30", timeout=9000)
    assert bars.values() == values
    editor = bars.host.locator(".cnn-bar-editor")
    expect(editor.get_by_label(f"Load {other + 1}", exact=True)).to_be_visible()


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_finger_on_a_number_scrolls_the_page(alone: Visit, index: int):
    bars = Bars(alone(EchoExplorer(), width=375, has_touch=True, is_mobile=True))
    bars.page.evaluate("document.querySelector('main').style.padding = '120px 0 2000px'")
    devtools = bars.page.context.new_cdp_session(bars.page)
    box = bars.host.locator(".cnn-bar-text").nth(index).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * (0.25 if index == 1 else 0.75)
    for step in range(10):
        kind = "touchMove" if step else "touchStart"
        points = [{"x": x, "y": y - 12 * step, "id": 0}]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    bars.page.wait_for_function("scrollY > 30", timeout=9000)
    assert bars.values() == [1, -0.5, 0]
