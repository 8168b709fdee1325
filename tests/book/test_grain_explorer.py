"""Grains that fall along every path: dropped, poured, seen from afar; weights; what is asked."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import GrainExplorer
from tests.book.test_figures import alike, computed, told
from tests.book.visits import Visit, overflow, shown, violations

PILE = [1, 5, 15, 30, 45, 51, 45, 30, 15, 5, 1]


def press(page: Page | Locator, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=name).click()


def floor(page: Page) -> Locator:
    return page.get_by_role("slider", name="Floor")


def verdict(page: Page | Locator) -> Locator:
    return page.locator(".cnn-verdict")


def numbers(page: Page) -> list[str]:
    return page.locator(".gr-numbers text").all_text_contents()


def middle(node: Locator) -> tuple[float, float]:
    found = node.bounding_box()
    assert found is not None
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def high(page: Page) -> float:
    """A row of pegs in CSS pixels, near."""
    found = page.locator(".gr-board svg").bounding_box()
    assert found is not None
    return 40 * found["width"] / 480


def test_it_begins_empty_and_grains_fall_one_by_one_and_all_at_once(alone: Visit):
    page = alone("<h1>Alone</h1>", GrainExplorer())
    assert shown(page)["fallen"] == [0] * 11
    assert shown(page)["pile"] == PILE
    expect(page.locator(".gr-grains circle")).to_have_count(0)
    press(page, "Drop one")
    assert shown(page)["fallen"] == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    way = re.compile("^M240 22L240 62L275 102L275 142L310 182L310 222L310 3[0-9.]*$")
    expect(page.locator(".gr-way")).to_have_attribute("d", way)
    press(page, "Drop one", 2)
    assert shown(page)["dropped"] == 3
    expect(page.locator(".gr-grains circle")).to_have_count(3)
    press(page, "Drop all 243")
    assert shown(page)["fallen"] == PILE
    assert numbers(page) == [str(count) for count in PILE]
    expect(page.locator(".gr-grains circle")).to_have_count(243)
    expect(page.locator(".gr-way")).to_have_attribute("d", "")
    heard = page.locator(".gr-heard text")
    expect(heard).to_have_text("hears 9")
    facts = page.locator(".gr-facts")
    for words in ("11 pixels", "9 pixels", "82 % of it", "1.83 pixels", "rim 1, middle 51"):
        expect(facts).to_contain_text(words)
    live = page.locator("[aria-live]").first
    expect(live).to_have_text("Depth 5: field 11, heard 9; grains 1 5 15 30 45 51 45 30 15 5 1.")
    assert violations(page) == []
    press(page, "Drop one")  # the heap begins anew
    assert shown(page)["dropped"] == 1
    floor(page).press("Enter")
    assert shown(page)["dropped"] == 2
    press(page, "Reset")
    assert shown(page)["dropped"] == 0


def test_every_grain_takes_another_path_and_none_is_left_out(alone: Visit):
    """So that the pile of all grains is the product of the layers, not a sample."""
    figures = [GrainExplorer(dropped=count) for count in (1, 100, 242, 243, 1024)]
    figures += [GrainExplorer(depth=5, kernel=[1, 2, 1], dropped=n) for n in (500, 1024)]
    figures += [GrainExplorer(depth=6, kernel=[0, 3, 0], dropped=700)]
    figures += [GrainExplorer(depth=6, kernel=[2, 0, 1], dropped=77)]
    figures += [GrainExplorer(depth=50, kernel=[3, 3, 3]), GrainExplorer(depth=33, far=True)]
    for made, (found, error) in zip(figures, told(alone(*figures)), strict=True):
        expected, refusal = computed(made)
        assert error == refusal == ""
        assert alike(expected, found), (expected, found)
    assert figures[3].shown()["fallen"] == PILE
    assert figures[2].shown()["fallen"] == [0, *PILE[1:]]


def test_the_floor_is_dragged_and_stepped_and_the_stage_steps_back(alone: Visit):
    page = alone(GrainExplorer(task=False))
    x, y = middle(floor(page))
    row = high(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 2 * row)
    assert shown(page)["depth"] == 3
    assert shown(page)["fallen"] == [1, 3, 6, 7, 6, 3, 1]  # whole piles, wherever the floor is
    assert abs(middle(floor(page))[1] - (y - 2 * row)) <= 1
    page.mouse.move(x, y + 1.2 * row)
    assert shown(page)["depth"] == 6
    page.mouse.move(x, y + 3 * row)
    assert shown(page)["depth"] == 6  # there is no room for more, until it is let go
    page.mouse.up()
    assert shown(page)["depth"] == 7
    expect(page.get_by_label("afar")).to_be_checked()
    expect(page.get_by_role("button", name="Drop one")).to_be_disabled()
    floor(page).press("Shift+ArrowDown")
    floor(page).press("ArrowRight")
    assert shown(page)["depth"] == 12
    press(page, "depth: one more")
    assert (shown(page)["depth"], shown(page)["heard"]) == (13, 15)
    x, y = middle(floor(page))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + row / 35 * 4.7 * 7)
    page.mouse.up()
    assert shown(page)["depth"] == 20
    expect(page.locator(".gr-heard text")).to_have_text("hears 19")
    expect(page.locator(".gr-scale text")).to_have_text("10 pixels")
    press(page, "Drop all 3.5 · 10⁹")
    assert shown(page)["depth"] == 20
    expect(page.locator(".gr-curves")).to_have_attribute(
        "aria-label",
        "Widths over the depth, drawn to 20; at 20 field 41 and heard 19 pixels",
    )
    page.get_by_label("nearby").check(force=True)
    assert shown(page)["depth"] == 6
    expect(page.locator(".gr-grains circle")).to_have_count(729)
    floor(page).press("Home")
    assert shown(page)["depth"] == 1


# The depth from which the floor goes one down or up, and what is said.
DEPTHS: list[tuple[int, str, str]] = [
    (13, "one more", "15 of 29 is still more than half."),
    (14, "one more", "Solved. 15 of 31. Pixels are whole, so it wavers: 16 layers hear 17 of 33."),
    (18, "one less", "17 of 35, yes, but not the first."),
    (17, "one less", "17 of 33 is above half. But you have passed the first one."),
    (19, "one more", "19 of 41, yes, but not the first."),
]


def test_each_answer_is_told_what_it_is(alone: Visit):
    page = alone(*(GrainExplorer(depth=depth) for depth, *_ in DEPTHS))
    for (_, name, words), figure in zip(DEPTHS, page.locator(".cnn-figure").all(), strict=True):
        expect(verdict(figure)).to_have_text("")
        press(figure, f"depth: {name}")
        expect(verdict(figure)).to_contain_text(words)
    solved = page.locator(".cnn-figure").nth(1)
    press(solved, "depth: one more")
    expect(verdict(solved)).to_contain_text("Solved.")  # it stays so
    press(solved, "Reset")
    expect(verdict(solved)).to_have_text("")


def test_the_verdict_waits_until_the_finger_lets_go(alone: Visit):
    page = alone(GrainExplorer(depth=14, kept_as="06-grains"))
    x, y = middle(floor(page))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + high(page) / 35 * 4.7)
    assert shown(page)["depth"] == 15
    expect(verdict(page)).to_have_text("")
    page.mouse.up()
    expect(verdict(page)).to_contain_text("Solved.")
    page.reload()
    expect(verdict(page)).to_have_text("Solved on an earlier visit. Press Reset to do it again.")


# A kernel, the one button pressed, and what is said of the new kernel at depth 20.
KERNELS: list[tuple[list[int], str, str]] = [
    ([1, 1, 1], "down: one more", "15 of 41: the way down weighs more, and the pile is slimmer."),
    ([1, 1, 1], "down: one less", "21 of 41, but on 20 pixels no grain falls. A field is not a"),
    ([1, 1, 1], "left: one more", "It leans: the pile has moved to the left, by 5 pixels."),
    (
        [2, 1, 1],
        "right: one more",
        "19 of 41, as before. It is the right way: the sides weigh more",
    ),
    (
        [3, 1, 2],
        "right: one more",
        "Solved. 21 of 41 instead of 19, at depth 20: steps to the side",
    ),
    ([0, 1, 0], "down: one less", ""),
]


def test_each_kernel_is_told_what_it_does(alone: Visit):
    figures = [GrainExplorer(depth=20, kernel=kernel, weights=True) for kernel, *_ in KERNELS]
    page = alone(*figures)
    for (_, name, words), figure in zip(KERNELS, page.locator(".cnn-figure").all(), strict=True):
        expect(verdict(figure)).to_have_text("")
        press(figure, name)
        expect(verdict(figure)).to_contain_text(words)
    last = page.locator(".cnn-figure").last
    expect(last.locator(".cnn-error")).to_have_text("With three zeros no grain could fall.")
    expect(last.locator(".gr-facts")).to_contain_text("1 get grains")


def test_the_field_lies_on_a_photograph(alone: Visit):
    page = alone(GrainExplorer(depth=10, photo="china"))
    squares = [page.locator(f".gr-{name}-square").bounding_box() for name in ("field", "heard")]
    photo = page.locator(".gr-photo").bounding_box()
    assert photo is not None
    for square, side in zip(squares, (21, 13), strict=True):
        assert square is not None
        assert square["width"] == pytest.approx(photo["width"] * side / 144, abs=0.5)
        assert square["height"] == pytest.approx(photo["height"] * side / 96, abs=0.5)
    words = "Photograph with a field of 21×21 pixels, of which 13×13 are heard"
    expect(page.locator(".gr-photo")).to_have_attribute("aria-label", words)
    expect(page.locator("figcaption")).to_contain_text("CC BY 2.0")


@pytest.mark.parametrize(("width", "room"), [(1440, 800), (359, 700)])
def test_all_of_it_is_in_one_view_and_nothing_jumps(alone: Visit, width: int, room: int):
    page = alone(GrainExplorer(), width=width)
    figure, task = page.locator(".cnn-figure"), page.locator(".cnn-task")
    heights = set()
    for step in ("Drop all", "depth: one more", "depth: one more", "Drop all", "Drop all"):
        whole, part = figure.bounding_box(), task.bounding_box()
        assert whole is not None
        assert part is not None
        heights.add(round(whole["height"] - part["height"]))
        assert whole["height"] - (part["height"] if width < 600 else 0) <= room
        assert overflow(page) == []
        press(page, step)
        floor(page).press("ArrowDown")
    assert max(heights) - min(heights) <= 1
    scale = page.locator(".gr-board svg").evaluate("it => it.getBoundingClientRect().width / 480")
    size = page.locator(".gr-said").first.evaluate(
        "it => parseFloat(getComputedStyle(it).fontSize)"
    )
    assert size * scale >= 12
    found = floor(page).bounding_box()
    assert found is not None
    assert min(found["width"], found["height"]) >= 44
    assert floor(page).evaluate("it => getComputedStyle(it).touchAction") == "pinch-zoom"


# Where the grain that has just been dropped is after each hop, in units of the drawing.
HOPS = """(name) => {
    [...document.querySelectorAll("button")].find((it) => it.textContent === name).click();
    const grain = document.querySelector(".gr-grains circle:last-child");
    const [way] = grain.getAnimations();
    way.pause();
    const spots = [0, 1, 2, 3, 4, 5].map((hop) => {
        const { duration } = way.effect.getTiming();
        const frames = way.effect.getKeyframes().slice(1);
        const { m41, m42 } = new DOMMatrix(frames[hop].transform);
        return [grain.cx.baseVal.value + m41, grain.cy.baseVal.value + m42].map(Math.round);
    });
    way.play();
    return spots;
}"""


def test_a_grain_hops_a_layer_at_a_time_and_ends_where_it_should(alone: Visit):
    page = alone(GrainExplorer(), reduced_motion="no-preference")
    spots: list[Any] = page.evaluate(HOPS, "Drop one")
    assert spots == [[240, 22], [240, 62], [275, 102], [275, 142], [310, 182], [310, 222]]
    expect(page.locator("[data-moving]")).to_have_count(0)
    press(page, "Drop all 243")
    assert shown(page)["fallen"] == PILE  # the state first
    expect(page.locator("[data-moving]")).to_have_count(1)
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert numbers(page) == [str(count) for count in PILE]
    page.get_by_label("afar").check(force=True)
    expect(page.locator("[data-moving]")).to_have_count(0)
    press(page, "depth: one more")
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert page.evaluate("document.getAnimations().length") == 0
    assert shown(page)["depth"] == 6


def test_less_motion_jumps_and_paper_is_filled_in(alone: Visit):
    page = alone(GrainExplorer())
    press(page, "Drop one")
    assert page.evaluate("document.getAnimations().length") == 0
    expect(page.locator(".gr-way")).not_to_have_attribute("d", "")  # the path is drawn instead
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page)["fallen"] == PILE
    expect(page.locator(".gr-curves")).to_have_attribute(
        "aria-label", "Widths over the depth, drawn to 50; at 5 field 11 and heard 9 pixels"
    )
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page)["dropped"] == 1


def test_bad_values_are_refused():
    bad: dict[str, Any] = {"depth": 51, "dropped": -1, "kernel": [1, 4, 1], "photo": "cat"}
    for name, value in bad.items():
        with pytest.raises(ValueError, match=r"must|unknown|photo"):
            GrainExplorer(**{name: value})
    for kernel in ([0, 0, 0], [1, 0.5, 1]):
        with pytest.raises(ValueError, match="kernel must hold whole numbers, not all 0"):
            GrainExplorer(kernel=kernel)
    figure = GrainExplorer()
    with pytest.raises(ValueError, match="kernel"):
        figure.kernel = [0, 0, 0]
    assert figure.kernel == [1, 1, 1]
