"""The players of `explore` on a page: what each position shows, and how keys move them."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.book import site

FIRST = ":is(img.cnn-explore-picture, .cnn-drawing)"
"""What says the present values: a picture by matplotlib, or a drawing."""


def expect_players_work(page: Page, name: str) -> None:
    """Every `explore` figure of the page has its frames and follows the keyboard."""
    states = [mount.state for mount in site.read(name).mounts if mount.name == "explore"]
    players = page.locator("[data-explorable=explore][data-ready]")
    expect(players).to_have_count(len(states))
    for player, state in zip(players.all(), states, strict=True):
        player.scroll_into_view_if_needed()
        expect(player).to_have_attribute("data-frames-ready", "")
        expect_all_frames(player, state)
        expect_keys_move(player, state)


def expect_all_frames(player: Locator, state: dict[str, Any]) -> None:
    """There is a picture for each number that `index` names, and no two look the same."""
    frames = player.locator(".cnn-explore-frame")
    looks = frames.evaluate_all("all => all.map((frame) => frame.innerHTML)")
    assert len(set(state["index"])) == len(looks) == len(set(looks))
    # A picture is decoded; a drawing has its size at once.
    widths = player.locator("svg").evaluate_all(
        "all => all.map((svg) => svg.getBoundingClientRect().width)"
    )
    widths += player.locator("img").evaluate_all(
        "all => Promise.all(all.map((img) => img.decode().then(() => img.naturalWidth)))"
    )
    assert all(width > 100 for width in widths)


def expect_keys_move(player: Locator, state: dict[str, Any]) -> None:
    """One step on each control shows the frame of that position and says all present values."""
    controls = state["controls"]
    chosen = [control["value"] for control in controls]
    fields = player.locator(".cnn-explore-controls :is(input, select)")
    shown = player.locator(".cnn-explore-shown")
    expect(fields).to_have_count(len(controls))
    for axis, control in enumerate(controls):
        chosen[axis] = step_by_key(fields.nth(axis), control)
        if control["kind"] == "slider":
            output = fields.nth(axis).locator("xpath=..").locator("output")
            expect(output).to_have_text(control["texts"][chosen[axis]])
            expect(output).to_be_visible(visible=control["readout"])
        expect(shown).to_have_count(1)
        place = 0
        for each, position in zip(controls, chosen, strict=True):
            place = place * len(each["texts"]) + position
        frame = player.locator(".cnn-explore-frame").nth(state["index"][place])
        expect(frame).to_have_class("cnn-explore-frame cnn-explore-shown")
        words = [f"{c['label']} {c['texts'][p]}" for c, p in zip(controls, chosen, strict=True)]
        if shown.locator(FIRST).count():
            expect_said(shown, f"{state['alt']}; {', '.join(words)}")


def expect_said(shown: Locator, text: str | re.Pattern[str]) -> None:
    """The first picture of a frame has this text alternative."""
    expect(shown.locator(FIRST).first).to_have_accessible_name(text)


def step_by_key(field: Locator, control: dict[str, Any]) -> int:
    """Move a control by one step from its beginning; the position at which it is now."""
    step = 1 if control["value"] + 1 < len(control["texts"]) else -1
    vertical, horizontal = ("ArrowDown", "ArrowRight") if step > 0 else ("ArrowUp", "ArrowLeft")
    field.focus()
    field.page.keyboard.press(
        {"checkbox": "Space", "select": vertical}.get(control["kind"], horizontal)
    )
    position: int = control["value"] + step
    return position
