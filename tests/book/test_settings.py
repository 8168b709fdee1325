"""What an operation is set up with, alone: a kernel, and numbers that are stepped."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.book.visits import Visit

_MOUNT = """(rows) => {
    const host = ui.el("div", { class: "cnnlib" });
    window.said = [];
    window.scales = [];
    const editor = ui.kernelEditor({
        label: "Kernel",
        max: 9,
        onChange(next) {
            window.scales.push(editor.dragging());
            window.said.push(String(next));
            editor.show(next);
        },
        onCommit: () => window.said.push("commit"),
    });
    editor.show(rows);
    host.append(editor.node, editor.refusal);
    document.querySelector("main").append(host);
}"""


@pytest.fixture
def page(alone: Visit) -> Page:
    page = alone('<template><div data-module="explore"></div></template>')
    page.evaluate(_MOUNT, [[0, 0.5], [-1, 8]])
    return page


def numbers(page: Page) -> Locator:
    return page.locator(".cnn-kernel input")


def said(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.said.splice(0)")
    return found


def drag(page: Page, index: int, down: int, *, release: bool = True) -> None:
    box = numbers(page).nth(index).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + down)
    if release:
        page.mouse.up()


def test_twelve_pixels_up_are_one_more_and_letting_go_commits(page: Page):
    drag(page, 1, -25, release=False)
    assert said(page) == ["0,2.5,-1,8"]
    assert page.evaluate("window.scales") == [True]
    page.mouse.up()
    assert said(page) == ["commit"]
    drag(page, 2, 36)
    assert said(page) == ["0,2.5,-4,8", "commit"]
    drag(page, 3, -99)  # no further than the largest number
    assert said(page) == ["0,2.5,-4,9", "commit"]
    expect(numbers(page).nth(3)).to_have_value("9")


def test_a_press_is_no_drag_it_lets_type(page: Page):
    drag(page, 0, 2)
    expect(numbers(page).first).to_be_focused()
    assert said(page) == []
    page.keyboard.type("−3")
    assert said(page) == ["-3,0.5,-1,8"]
    page.keyboard.press("Enter")
    assert said(page) == ["commit"]
    page.keyboard.press("Tab")
    assert said(page) == []  # once is enough


def test_a_refused_number_changes_and_commits_nothing(page: Page):
    numbers(page).first.fill("10")
    expect(page.locator(".cnn-refusal")).to_have_text(
        "Kernel row 0, column 0: at most 9. It stays 0."
    )
    numbers(page).first.blur()
    assert said(page) == []


def test_page_keys_step_and_arrows_walk(page: Page):
    numbers(page).first.focus()
    page.keyboard.press("PageUp")
    assert said(page) == ["1,0.5,-1,8", "commit"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    assert said(page) == ["1,-0.5,-1,8", "commit"]


def test_what_two_fingers_began_is_taken_back(page: Page):
    drag(page, 3, 24, release=False)
    numbers(page).nth(3).dispatch_event("pointercancel", {"bubbles": True})
    page.mouse.up()
    assert said(page) == ["0,0.5,-1,6", "0,0.5,-1,8"]


def test_one_finger_drags_a_chosen_number_and_does_not_scroll(page: Page):
    """Once a tap has chosen it; before, the page scrolls."""
    action = "node => getComputedStyle(node).touchAction"
    assert numbers(page).first.evaluate(action) == "pan-y pinch-zoom"
    numbers(page).first.focus()
    assert numbers(page).first.evaluate(action) == "pinch-zoom"
    box = numbers(page).first.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44


def test_a_setting_is_stepped_within_its_limits(page: Page):
    page.evaluate(
        """() => {
            const host = document.querySelector(".cnnlib");
            const onChange = (value) => { said.push(value); piece.show(value); };
            const limits = { min: 1, max: 3 };
            window.piece = ui.windowSetting({ name: "stride", limits, onChange });
            host.append(piece.node);
            piece.show(2);
        }"""
    )
    group = page.get_by_role("group", name="stride")
    less, more = (page.get_by_role("button", name=f"stride: one {way}") for way in ("less", "more"))
    more.click()
    expect(more).to_be_disabled()
    expect(group.locator("output")).to_have_text("3")
    less.click()
    less.click()
    expect(less).to_be_disabled()
    assert said(page) == [3, 2, 1]
