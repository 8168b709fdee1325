"""The signal under the comb: pushed, changed, reported by three pools; and one bar that stays."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import PoolingComb
from tests.book.visits import Visit, overflow, shown, smallest_text, violations

SHIFTS = list(range(-3, 4))


def handle(page: Page) -> Locator:
    return page.locator(".pc-push")


def bar(page: Page, number: int) -> Locator:
    return page.get_by_role("slider", name=f"Bar {number}")


def box(node: Locator) -> dict[str, float]:
    found = node.bounding_box()
    assert found is not None
    return dict(found)


def drag(page: Page, node: Locator, right: float, down: float = 0) -> None:
    """Drag something so many CSS pixels, and let it go."""
    there = box(node)
    x, y = there["x"] + there["width"] / 2, there["y"] + there["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down)
    page.mouse.up()


def cell(page: Page) -> float:
    return box(page.locator(".pc-signal .cnn-lane"))["width"] / 12


def texts(page: Page, selector: str) -> list[str]:
    return page.locator(selector).all_inner_texts()


def lost(page: Page) -> list[str]:
    return texts(page, ".pc-signal .cnn-column[data-lost] .cnn-bar-text")


def others(page: Page) -> list[str]:
    return texts(page, ".pc-rest [data-other]")


def threads(page: Page) -> list[str]:
    """Where the threads that carry something begin and end, in cells."""
    found = page.locator(".pc-outputs path:not([data-slack])").evaluate_all(
        """all => all.map((path) => path.getAttribute("d"))
            .map((d) => d.match(/^M([^ ]+) .*L([^ ]+)/).slice(1))"""
    )
    return [" ".join(each) for each in found]


def test_the_signal_is_pushed_and_only_a_whole_stride_keeps_the_list(alone: Visit):
    page = alone("<h1>Alone</h1>", PoolingComb())
    said = page.locator(".pc-said")
    expect(said).to_have_text("Shift 0. Outputs 0 0 5 2 0 0. Sum 7.")
    assert lost(page) == ["3"]
    assert threads(page) == ["5.5 5", "6.5 7"]
    assert others(page) == []
    drag(page, handle(page), 0.4 * cell(page))
    assert shown(page)["shift"] == 0
    drag(page, handle(page), 0.6 * cell(page))
    assert shown(page)["outputs"] == [0, 0, 3, 5, 0, 0]
    expect(said).to_have_text(
        "Shift 1. Outputs 0 0 3 5 0 0: two of the six differ by at most 3 from shift 0. Sum 8."
    )
    assert lost(page) == ["2"]
    assert shown(page)["winners"] == [0, 2, 5, 6, 8, 10]
    assert threads(page) == ["5.5 5", "6.5 7"]
    assert others(page) == ["5", "2"]
    drag(page, handle(page), cell(page))
    same = "the list of shift 0, one place to the right"
    expect(said).to_have_text(f"Shift 2. Outputs 0 0 0 5 2 0: {same}. Sum 7.")
    assert others(page) == []
    three = page.locator(".pc-outputs .cnn-bar-text").nth(3)
    five = page.locator(".pc-rest span", has_text="5")
    assert box(five)["x"] == pytest.approx(box(three)["x"], abs=2)  # carried along, under its equal
    drag(page, handle(page), 20 * cell(page))
    moved = "two of the six differ by at most 3 from shift 0, moved one place right"
    expect(said).to_have_text(f"Shift 3. Outputs 0 0 0 3 5 0: {moved}. Sum 8.")
    assert others(page) == ["5", "2"]
    assert shown(page)["visited"] == [0, 1, 2, 3]
    assert texts(page, ".pc-dot[data-seen] b") == ["7", "8", "7", "8"]
    expect(page.locator("[aria-live]").first).to_have_text(said.inner_text())
    assert violations(page) == []
    for key, shift in [("ArrowLeft", 2), ("Home", 0), ("ArrowLeft", -1)]:
        handle(page).press(key)
        assert shown(page)["shift"] == shift
    expect(said).to_contain_text("two of the six differ by at most 3 from shift 0. Sum 8.")
    handle(page).press("Shift+ArrowLeft")
    assert shown(page)["shift"] == -3
    expect(handle(page)).to_have_attribute("aria-valuetext", "Shift −3")
    expect(said).to_contain_text("moved one place left")
    page.get_by_role("button", name="Shift −2").click()
    expect(said).to_contain_text("the list of shift 0, one place to the left. Sum 7.")
    assert shown(page)["visited"] == SHIFTS
    assert texts(page, ".pc-dot[data-seen] b") == ["8", "7", "8", "7", "8", "7", "8"]
    assert page.locator(".pc-trace polyline").get_attribute("points").count(",") == 7
    page.get_by_role("button", name="Reset").click()
    assert (shown(page)["shift"], shown(page)["visited"]) == (0, [0])


def test_two_other_pools_report_the_same_sum_at_every_shift(alone: Visit):
    page = alone("<h1>Alone</h1>", PoolingComb(visited=SHIFTS))
    before = box(page.locator(".pc-dot i").first)["y"]
    page.get_by_role("radio", name="average", exact=True).check()
    assert texts(page, ".pc-dot[data-seen] b") == ["5"] * 7
    assert threads(page) == ["4.5 5", "5.5 5", "6.5 7"]
    assert lost(page) == []
    assert box(page.locator(".pc-dot i").first)["y"] > before + 10
    handle(page).press("ArrowRight")
    expect(page.locator(".pc-said")).to_have_text(
        "Shift 1. Outputs 0 0 1.5 3.5 0 0: "
        "two of the six differ by at most 2.5 from shift 0. Sum 5."
    )
    page.get_by_role("radio", name="max, then blur", exact=True).check()
    assert texts(page, ".pc-dot[data-seen] b") == ["7.5"] * 7
    assert shown(page)["outputs"] == [0, 0, 2.75, 4.25, 0.5, 0]
    expect(page.locator(".pc-said")).to_contain_text("four of the six differ by at most 2 from")
    assert texts(page, ".pc-larger") == [*"00003552000"]
    assert threads(page) == ["5 5", "6 5", "6 7", "7 7", "8 7", "8 9"]
    assert violations(page) == []
    page.get_by_role("radio", name="max", exact=True).check()
    assert texts(page, ".pc-larger") == [""] * 11


def test_bars_are_dragged_typed_and_stepped(alone: Visit):
    page = alone(PoolingComb())
    unit = box(page.locator(".pc-signal .cnn-lane"))["height"] / 10.9
    drag(page, page.locator(".pc-signal .cnn-top i").nth(0), 0, -3 * unit)
    assert shown(page)["bars"] == [6, 5, 2]
    assert shown(page)["outputs"] == [0, 0, 6, 2, 0, 0]
    drag(page, page.locator(".pc-signal .cnn-top i").nth(2), 0, 20 * unit)
    assert shown(page)["bars"] == [6, 5, 0]
    bar(page, 3).press("ArrowLeft")
    expect(bar(page, 2)).to_be_focused()
    for _ in range(5):
        page.keyboard.press("ArrowUp")
    assert shown(page)["bars"] == [6, 9, 0]
    field = page.get_by_label("Bar 2", exact=True).last
    field.fill("12")
    expect(page.locator(".cnn-refusal")).to_have_text("Bar 2: at most 9. It stays 9.")
    assert shown(page)["bars"] == [6, 9, 0]
    field.fill("4")
    assert shown(page)["bars"] == [6, 4, 0]
    page.get_by_role("button", name="Bar 2: 1 less").click()
    assert shown(page)["bars"] == [6, 3, 0]


NEXT = "The 5 still crosses into the next window: there 2 becomes 5."
LEFT = "The right window agrees now. The left one falls from 5 to 3: its winner has left."
TIED = "At shift 1 two bars of 2 tie: whichever wins, 3 and 2 are reported."
NONE = "From shift 0 one step to the left, no single bar does it."

# The bar, its steps up or down, and what is said of them.
TASKS = [
    ((1, 3), NEXT),  # to 6
    ((1, 2), NEXT),
    ((1, -1), "Both windows report something else: 5 becomes 2, and 2 becomes 5."),
    ((3, 3), LEFT),  # to 5
    ((3, 7), LEFT),
    ((3, 1), "Both windows report something else: 5 becomes 3, and 3 becomes 5."),
    ((2, 1), "Both windows report something else: 6 becomes 3, and 2 becomes 6."),
    ((2, -1), "Both windows report something else: 4 becomes 3, and 2 becomes 4."),
    ((2, -2), "Nearly: the 3 wins in the next window as well, 2 becomes 3."),
    ((2, -3), f"Solved. {TIED} {NONE}"),
]


def step(page: Page, number: int, steps: int) -> None:
    for _ in range(abs(steps)):
        bar(page, number).press("ArrowUp" if steps > 0 else "ArrowDown")


def test_each_attempt_is_told_what_it_did(alone: Visit):
    page = alone(PoolingComb(kept_as="05-comb"))
    verdict = page.locator(".cnn-verdict")
    for (number, steps), sentence in TASKS:
        expect(verdict).to_have_text("")
        step(page, number, steps)
        expect(verdict).to_have_text(sentence)
        if "Solved" not in sentence:
            step(page, number, -steps)
    handle(page).press("ArrowRight")
    assert shown(page)["outputs"] == shown(page)["at_rest"] == [0, 0, 3, 2, 0, 0]
    expect(page.locator(".pc-said")).to_contain_text("the same list as at shift 0")
    step(page, 1, 1)
    expect(verdict).to_contain_text("Solved with 3, 2, 2. Now")  # it stays so
    page.reload()
    expect(verdict).to_have_text("Solved on an earlier visit. Press Reset to do it again.")
    page.get_by_role("button", name="Reset").click()
    expect(verdict).to_have_text("")
    step(page, 1, 1)
    step(page, 2, -4)
    expect(verdict).to_have_text("Two bars are changed; one alone does it.")
    step(page, 3, -1)
    expect(verdict).to_have_text("Three bars are changed; one alone does it.")
    page.get_by_role("radio", name="average", exact=True).check()
    step(page, 3, -1)
    expect(verdict).to_have_text("The task is about the max pool.")


def test_what_is_said_of_a_solved_task_stays_true(alone: Visit):
    page = alone(PoolingComb())
    verdict, done = page.locator(".cnn-verdict"), page.locator(".cnn-task[data-done]")
    step(page, 2, -3)
    expect(verdict).to_have_text(f"Solved. {TIED} {NONE}")
    handle(page).press("ArrowRight")
    expect(verdict).to_have_text(f"Solved. {TIED} {NONE}")
    step(page, 2, -1)
    won = "The 1 wins in neither window, 3 and 2 stay in theirs."
    expect(verdict).to_have_text(f"Solved. {won} {NONE}")
    step(page, 2, 2)
    solved = "Solved with 3, 2, 2. Now, with"
    expect(verdict).to_have_text(f"{solved} 3, 3, 2 (max), the step changes one output.")
    step(page, 1, 3)
    step(page, 2, -1)  # not the task, that asked for one bar; but the step is as quiet
    expect(verdict).to_have_text(f"{solved} 6, 2, 2 (max), the step changes no outputs.")
    page.get_by_role("radio", name="average", exact=True).check()
    expect(verdict).to_have_text(f"{solved} 6, 2, 2 (average), the step changes two outputs.")
    expect(done).to_have_count(1)
    page.get_by_role("radio", name="max", exact=True).check()
    step(page, 1, -3)
    expect(verdict).to_have_text(f"Solved. {TIED} {NONE}")
    page.get_by_role("button", name="Reset").click()
    expect(verdict).to_have_text("")
    expect(done).to_have_count(0)


def test_the_verdict_waits_until_the_finger_lets_go(alone: Visit):
    page = alone(PoolingComb())
    there = box(page.locator(".pc-signal .cnn-top i").nth(1))
    x, y = there["x"] + there["width"] / 2, there["y"] + there["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 500)
    assert shown(page)["bars"] == [3, 0, 2]
    expect(page.locator(".cnn-verdict")).to_have_text("")
    page.mouse.up()
    expect(page.locator(".cnn-verdict")).to_contain_text(
        "Solved. The 0 wins in neither window, 3 and 2 stay in theirs."
    )


def test_other_bars_have_no_task(alone: Visit):
    page = alone(PoolingComb(bars=[1, 4, 1]), PoolingComb(task=False))
    expect(page.locator("[data-explorable][data-ready]")).to_have_count(2)
    expect(page.locator(".cnn-task")).to_have_count(0)


# 359: a page with nothing else leaves as much as the book does on a phone of 375.
@pytest.mark.parametrize(("width", "room"), [(1440, 800), (359, 700)])
def test_all_of_it_is_in_one_view_and_nothing_jumps(alone: Visit, width: int, room: int):
    page = alone(PoolingComb(bars=[3, 5, 9], visited=SHIFTS), PoolingComb(), width=width)
    tall, usual = page.locator(".cnn-figure").all()
    task = box(usual.locator(".cnn-task"))["height"] if width < 600 else 0
    assert box(usual)["height"] - task <= room
    heights = set()
    for _ in range(3):
        tall.locator(".pc-push").press("ArrowLeft")
        heights.add(round(box(tall)["height"]))
    for pool in ("average", "max, then blur"):
        tall.get_by_role("radio", name=pool, exact=True).check()
        heights.add(round(box(tall)["height"]))
        assert overflow(page) == []
    assert max(heights) - min(heights) <= 1
    assert smallest_text(tall) >= 12
    grip = box(usual.locator(".pc-push"))
    assert min(grip["width"], grip["height"]) >= 44
    touch = "node => getComputedStyle(node).touchAction"
    assert usual.locator(".pc-push").evaluate(touch) == "pinch-zoom"


# What moves after a press of an arrow key, and how far it is from where it ends, at its start.
MOVES = """(key) => {
    const handle = document.querySelector(".pc-push");
    handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    return document.getAnimations().map((way) => {
        const { target } = way.effect;
        const frames = way.effect.getKeyframes();
        const kind = target.getAttribute("class") ?? target.localName;
        return [kind, frames[0].transform ?? frames[0].d];
    });
}"""


def test_bars_glide_threads_swing_and_all_ends_where_it_should(alone: Visit):
    page = alone(PoolingComb(), reduced_motion="no-preference")
    moves = page.evaluate(MOVES, "ArrowRight")
    back = f"translateX({-cell(page):g}px)"
    assert [way for kind, way in moves if kind == "cnn-column"] == [back] * 3
    paths = [way for kind, way in moves if kind == "path"]
    assert len(paths) == 6
    assert paths[3].endswith('L 7 10.6")')  # it was tied to the top of a 2
    assert "scaleY(0.4)" in [way for kind, way in moves if kind == "cnn-fill"]
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert shown(page)["outputs"] == [0, 0, 3, 5, 0, 0]
    tops = [box(page.locator(".pc-outputs .cnn-fill").nth(i))["y"] for i in (2, 3)]
    assert tops[0] - tops[1] == pytest.approx(2 * 16, abs=1)
    drag(page, handle(page), -3 * cell(page))
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert shown(page)["shift"] == -2
    expect(page.locator(".pc-dot[data-here]")).to_have_accessible_name("Shift −2 , sum 7")


def test_less_motion_jumps_and_paper_has_all_sums(alone: Visit):
    page = alone(PoolingComb())
    assert page.evaluate(MOVES, "ArrowRight") == []
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page)["visited"] == SHIFTS
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page)["visited"] == [0, 1]


def test_bad_values_are_refused():
    bad: dict[str, Any] = {"bars": [1, 2], "shift": 4, "pool": "min", "visited": [-4]}
    for name, value in bad.items():
        with pytest.raises(ValueError, match=r"(must|unknown)"):
            PoolingComb(**{name: value})
    with pytest.raises(ValueError, match="bars must hold numbers from 0 to 9"):
        PoolingComb(bars=[-1, 0, 0])
