"""A digit dragged over three pools: what is seen, covered, kept on the board, said of the task."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import PoolingExplorer
from tests.book.visits import Visit, shown, smallest_text, violations

HOME = 40
ALL = list(range(81))
LATTICE = [9 * row + column for row in range(0, 9, 2) for column in range(0, 9, 2)]


def at(right: int, down: int) -> int:
    return HOME + 9 * down + right


def digit(page: Page | Locator) -> Locator:
    return page.get_by_role("application", name="Digit")


def card(page: Page, pool: str) -> Locator:
    return page.locator(f".po-card[data-pool={pool}]")


def field(page: Page | Locator, right: int, down: int, pool: str = "max") -> Locator:
    return page.locator(f".po-card[data-pool={pool}] td[data-place='{4 + down},{4 + right}']")


def place(page: Page) -> tuple[int, int]:
    return shown(page)["dx"], shown(page)["dy"]


def percents(page: Page) -> list[int]:
    return [round(100 * part) for part in shown(page)["misfit"]]


def choose(figure: Page | Locator, text: str) -> None:
    figure.get_by_role("radio", name=text, exact=True).check(force=True)


def verdict(figure: Page | Locator) -> Locator:
    return figure.locator(".cnn-verdict")


def ink(page: Page, canvas: str) -> float:
    """How much ink there is on the first canvas of that kind."""
    drawn: float = page.locator(canvas).first.evaluate(
        """(canvas) => {
            const copy = document.createElement("canvas");
            [copy.width, copy.height] = [canvas.width, canvas.height];
            const context = copy.getContext("2d", { willReadFrequently: true });
            context.drawImage(canvas, 0, 0);
            return context.getImageData(0, 0, copy.width, copy.height).data
                .reduce((sum, value, i) => sum + (i % 4 === 3 ? value / 255 : 0), 0);
        }"""
    )
    return drawn


def test_it_begins_with_one_map_and_two_covered_cards(alone: Visit):
    page = alone("<h1>Alone</h1>", PoolingExplorer())
    state = shown(page)
    assert (state["misfit"], state["visited"], state["zeros"]) == ([0, None, None], [HOME], [HOME])
    expect(page.locator(".po-where")).to_have_text("At home")
    expect(page.locator("[aria-live]").first).to_have_text(
        "At home: misfit max 0 %, average covered, blur covered; 1 of 81 places seen."
    )
    assert verdict(page).inner_text() == ""
    expect(field(page, 0, 0)).to_have_text("0")
    expect(field(page, 0, 0, "blur")).to_have_text("")
    expect(card(page, "average").locator(".po-face")).to_be_hidden()
    expect(card(page, "max").locator(".po-back")).to_be_hidden()
    assert violations(page) == []
    card(page, "blur").get_by_role("button").click()
    assert shown(page)["misfit"] == [0, 0, 0]
    expect(page.locator(".po-back:visible")).to_have_count(0)
    expect(digit(page)).to_be_focused()
    page.keyboard.press("ArrowRight")
    assert percents(page) == [31, 36, 16]
    for pool, misfit in {"max": "31 %", "average": "36 %", "blur": "16 %"}.items():
        expect(card(page, pool).locator(".po-said b")).to_have_text(misfit)
        expect(field(page, 1, 0, pool)).to_have_text(misfit.removesuffix(" %"))
    expect(page.locator("[aria-live]").first).to_have_text(
        "1 right, 0 down: misfit max 31 %, average 36 %, blur 16 %; 2 of 81 places seen."
    )
    expect(card(page, "max").locator(".po-said")).to_contain_text("sum 24.78, at home 24.67")
    expect(card(page, "blur").locator(".po-said")).to_contain_text("center 0.5 right, 0 down")
    assert violations(page) == []


def test_the_cards_turn_when_the_guess_is_kept(alone: Visit):
    page = alone(PoolingExplorer(guess="05-guess", dx=1))
    assert shown(page)["misfit"][1:] == [None, None]
    page.evaluate("ui.progress('05-guess').record(false)")
    expect(page.locator(".po-back:visible")).to_have_count(0)
    page.get_by_role("button", name="Reset").click()
    assert percents(page) == [31, 36, 16]  # what was guessed stays so
    page.reload()
    expect(page.locator("[data-ready] .po-back")).to_have_count(3)
    expect(page.locator(".po-back:visible")).to_have_count(0)


def test_the_digit_is_moved_by_keys_by_the_mouse_and_by_the_board(alone: Visit):
    page = alone(PoolingExplorer(turned=True))
    for key, there in {
        "ArrowUp": (0, -1),
        "ArrowLeft": (-1, -1),
        "Shift+ArrowRight": (3, -1),
        "Shift+ArrowDown": (3, 3),
        "ArrowRight": (4, 3),
        "ArrowDown": (4, 4),
        "Home": (0, 0),
    }.items():
        digit(page).press(key)
        assert place(page) == there, key
    box, pixel = digit(page).bounding_box(), page.locator(".po-paper").bounding_box()
    assert box is not None
    assert pixel is not None
    step = pixel["width"] / 40
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = verdict(page).inner_text()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - step, y + 2 * step)
    assert place(page) == (-1, 2)
    expect(verdict(page)).to_have_text(before)  # nothing is judged in passing
    page.mouse.move(x - 9 * step, y)
    page.mouse.up()
    assert place(page) == (-4, 0)
    expect(verdict(page)).not_to_have_text(before)
    moved = digit(page).bounding_box()
    assert moved is not None
    assert moved["x"] == pytest.approx(box["x"] - 4 * step, abs=1)
    field(page, 2, -3).click()
    assert place(page) == (2, -3)
    assert {at(-1, 2), at(-4, 0), at(2, -3)} <= set(shown(page)["visited"])
    expect(field(page, 2, -3)).to_have_attribute("data-here", "")


def test_what_is_seen_of_a_map(alone: Visit):
    page = alone(PoolingExplorer(dx=1, dy=1, turned=True))
    here, strokes = ink(page, ".po-map"), page.locator(".po-strokes").first
    assert here == pytest.approx(shown(page)["sum"][0], abs=0.5)
    expect(strokes).to_be_hidden()
    choose(page, "home, carried")
    assert ink(page, ".po-map") == pytest.approx(24.67, abs=0.5)
    choose(page, "what differs")
    expect(strokes).to_be_visible()
    drawn = ink(page, ".po-strokes")
    digit(page).press("ArrowRight")
    assert 0 < ink(page, ".po-strokes") < drawn  # one way is whole now
    digit(page).press("Home")
    assert ink(page, ".po-strokes") == 0


def test_the_windows_become_larger_and_the_board_another(alone: Visit):
    page = alone(PoolingExplorer(turned=True, visited=ALL))
    assert shown(page)["zeros"] == LATTICE
    assert page.locator(".po-map").first.evaluate("canvas => canvas.width") == 20
    choose(page.locator(".cnn-choice", has_text="Window"), "4")
    assert shown(page)["zeros"] == [0, 4, 8, 36, 40, 44, 72, 76, 80]
    assert page.locator(".po-map").first.evaluate("canvas => canvas.width") == 10
    assert (
        page.locator(".po-windows")
        .evaluate("el => getComputedStyle(el).backgroundSize")
        .startswith("100% 10%")
    )
    choose(page.locator(".cnn-choice", has_text="Digit"), "4")
    digit(page).press("ArrowRight")
    assert percents(page) == [34, 42, 20]


def test_another_digit_begins_anew(alone: Visit):
    page = alone(PoolingExplorer(turned=True, visited=[HOME, at(2, 0), at(0, 2)], dx=1))
    digits, said = page.locator(".cnn-choice", has_text="Digit"), page.locator("[aria-live]").first
    expect(said).to_contain_text("; 4 of 81 places seen.")
    choose(digits, "4")
    assert (place(page), shown(page)["visited"]) == ((1, 0), [HOME, at(1, 0)])
    expect(said).to_contain_text("1 right, 0 down: misfit max 32 %")
    expect(said).to_contain_text("; 2 of 81 places seen.")
    expect(field(page, 2, 0)).to_have_text("")
    choose(digits, "7")
    assert shown(page)["visited"] == [HOME, at(1, 0)]


def test_a_whole_board_stays_whole(alone: Visit):
    page = alone(PoolingExplorer(turned=True, visited=ALL))
    choose(page.locator(".cnn-choice", has_text="Digit"), "3")
    assert (shown(page)["digit"], shown(page)["visited"]) == (3, ALL)


def test_no_border_ever_counts():
    """Digits in the middle of their papers: exactly whole strides both ways have no misfit."""
    for number in (7, 4, 3):
        figure = PoolingExplorer(digit=number, visited=ALL)
        assert figure.shown()["zeros"] == LATTICE
        figure.window = 4
        assert len(figure.shown()["zeros"]) == 9


# Where the digit is let go, and what is said there.
PLACES = [
    ({}, (0, 2), "2 of 3 places, home among them."),
    ({}, (2, 1), "A whole stride to the right, half a stride down: both must be whole."),
    ({}, (-1, 0), "Half a stride to the left: it must be whole."),
    ({}, (3, -4), "A stride and a half to the right, two whole strides up: both must be whole."),
    ({"window": 4}, (-4, -3), "A whole stride to the left, three quarters of a stride up: both"),
    ({"window": 4}, (1, 2), "A quarter of a stride to the right, half a stride down: both must"),
    ({"visited": [HOME, at(2, 2)]}, (4, 4), "Three places, but on one line: move the other way"),
    ({"visited": [HOME, at(2, 0)]}, (2, 2), "Three places, not on one line. Now the number"),
    ({"turned": False}, (2, 2), "Two maps are still covered: turn them over first."),
]


def test_each_place_is_told_what_it_is(alone: Visit):
    figures = [PoolingExplorer(**{"turned": True, **given}) for given, *_ in PLACES]
    page = alone(*figures)
    for (_, there, sentence), figure in zip(PLACES, page.locator(".cnn-figure").all(), strict=True):
        field(figure, *there).click()
        expect(verdict(figure)).to_contain_text(sentence)


FOUND = [HOME, at(2, 0), at(0, 2)]
LARGER = {"window": 4, "visited": [HOME, at(4, 0), at(0, 4)]}
# What is known, which numbers are tried, and what is said of each.
ROW = "Take the row of home first: at how many of its nine places are all misfits 0?"
COUNTS: list[tuple[dict[str, Any], dict[int, str]]] = [
    (
        {"visited": FOUND},
        {
            7: ROW,
            20: "81 divided by 4? Five of the nine numbers −4 … 4 are even, zero and both ends",
            41: "You counted a checkerboard. 1 right, 1 down is among them, and there max has mis"
            "fit 51 %.",
            40: "Half of them, a checkerboard? 1 right, 0 down is among them, and there max has mi"
            "sfit 31 %.",
            10: "Not 5 and 5: each of these columns meets each of these rows.",
            9: "9 lie on the two lines through home; 4 right, 2 down is on neither.",
            16: "Zero is a whole number of strides, too: count its row and its column.",
            24: "Home is one of the 81 as well.",
            65: "One way is not enough: 1 right, 0 down",
            45: "One way is not enough: 1 right, 0 down",
            81: "All of them? 1 right, 0 down",
            2: "You have found 3 already.",
            30: "Five of the nine numbers −4 … 4 are even: five places in the row of home. In",
            25: "Solved. Five of the nine numbers −4 … 4 are even, and both ways must "
            "be: 5 · 5 = 25. In between, every pool shows another map.",
        },
    ),
    (
        LARGER,
        {
            25: "That is for windows of 2. 2 right, 0 down is among them, and there max has misfit",
            5: "5 lie on the two lines through home; 4 right, 4 down is on neither.",
            6: "Not 3 and 3",
            4: "Zero is a whole number of strides, too",
            8: "Home is one of the 81",
            27: "One way is not enough: 1 right, 0 down",
            9: "Solved. Three of the nine numbers −4 … 4 are multiples of 4, and both ways",
        },
    ),
    (
        {"visited": [HOME, at(2, 0), at(4, 0)]},
        {25: "First find three such places, not on one line"},
    ),
    ({"visited": FOUND, "turned": False}, {25: "Two maps are still covered"}),
]


def test_each_number_is_told_what_it_counts(alone: Visit):
    page = alone(*(PoolingExplorer(**{"turned": True, **given}) for given, _ in COUNTS))
    for (_, tries), figure in zip(COUNTS, page.locator(".cnn-figure").all(), strict=True):
        for number, sentence in tries.items():
            figure.get_by_label("Places").fill(str(number))
            figure.get_by_label("Places").press("Enter")
            expect(verdict(figure)).to_contain_text(sentence)
    solved = page.locator(".cnn-figure").first
    assert len(shown_by(solved)["visited"]) == 81  # the reward: the whole board
    expect(solved.get_by_role("button", name="Check")).to_be_disabled()
    field(solved, 1, 1).click()
    expect(verdict(solved)).to_contain_text("Solved.")  # it stays so
    solved.get_by_role("button", name="Reset").click()
    expect(verdict(solved)).to_have_text("")
    expect(solved.get_by_label("Places")).to_have_value("1")
    expect(solved.get_by_role("button", name="Check")).to_be_enabled()
    waiting = page.locator(".cnn-figure").nth(2)
    choose(waiting.locator(".cnn-choice", has_text="Digit"), "4")
    expect(verdict(waiting)).to_have_text("")  # that was said of another digit


# The first wrong number asks for one row; only then is more said; a wrong place is named at once.
FIRSTS = {20: ROW, 10: ROW, 24: ROW, 30: ROW, 41: "You counted a checkerboard.", 2: "You have"}


def test_the_first_wrong_number_gives_nothing_away(alone: Visit):
    page = alone(PoolingExplorer(turned=True, visited=FOUND))
    places = page.get_by_label("Places")
    for number, sentence in FIRSTS.items():
        places.fill(str(number))
        places.press("Enter")
        expect(verdict(page)).to_contain_text(sentence)
        assert "Five" not in verdict(page).inner_text()
        page.get_by_role("button", name="Reset").click()


def shown_by(figure: Locator) -> dict[str, Any]:
    found: dict[str, Any] = figure.evaluate("el => JSON.parse(el.dataset.shown)")
    return found


def test_a_solved_task_is_kept(alone: Visit):
    page = alone(PoolingExplorer(turned=True, visited=FOUND, kept_as="05-pools"))
    page.get_by_label("Places").fill("1000")
    expect(page.locator(".cnn-refusal")).to_contain_text("81")
    page.get_by_role("button", name="Check").click()
    expect(verdict(page)).to_have_text("")
    page.get_by_label("Places").fill("25")
    page.get_by_role("button", name="Check").click()
    expect(verdict(page)).to_contain_text("Solved.")
    page.reload()
    expect(verdict(page)).to_have_text("Solved on an earlier visit. Press Reset to do it again.")
    expect(page.get_by_role("button", name="Check")).to_be_disabled()


def test_on_a_phone_one_pool_at_a_time_and_a_handle_for_a_finger(alone: Visit):
    page = alone(PoolingExplorer(turned=True), width=375)
    box = digit(page).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    touch = "node => getComputedStyle(node).touchAction"
    assert digit(page).evaluate(touch) == "pinch-zoom"
    assert page.locator(".po-paper").evaluate(touch) == "pan-y pinch-zoom"
    maps = page.locator(".po-map:visible")
    expect(maps).to_have_count(1)
    choose(page, "max, then blur")
    expect(maps).to_have_count(1)
    expect(card(page, "blur").locator(".po-map")).to_be_visible()
    expect(page.locator("[aria-live]").first).to_contain_text("misfit max 0 %, average 0 %, blur")
    assert smallest_text(page.locator(".cnn-figure")) >= 12


def test_between_phone_and_desk_numbers_fit_their_fields(alone: Visit):
    page = alone(PoolingExplorer(turned=True, visited=ALL), width=790)
    room = """(all) => all.filter((span) => getComputedStyle(span).opacity > 0)
        .map((span) => span.parentNode.offsetWidth - span.offsetWidth)"""
    left = page.locator(".po-card td > span").evaluate_all(room)
    assert len(left) == 3 * (81 - 25)  # a ring says zero
    assert min(left) > 0
    page.set_viewport_size({"width": 620, "height": 900})
    assert page.locator(".po-card td > span").evaluate_all(room) == []


def test_motion_ends_where_it_should(alone: Visit):
    page = alone(PoolingExplorer(), reduced_motion="no-preference")
    moving = "document.getAnimations().filter((a) => a.effect.getTiming().fill === 'both').length"
    card(page, "average").get_by_role("button").click()
    assert page.evaluate(moving) > 0
    digit(page).press("ArrowRight")
    expect(page.locator("[data-moving]")).to_have_count(0)
    page.wait_for_function("!document.getAnimations().length")
    box, paper = digit(page).bounding_box(), page.locator(".po-paper").bounding_box()
    assert box is not None
    assert paper is not None
    assert (box["x"] - paper["x"]) / paper["width"] * 40 == pytest.approx(13, abs=0.1)
    expect(field(page, 1, 0, "average")).to_have_text("36")


def test_less_motion_jumps_and_paper_is_filled_in(alone: Visit):
    page = alone(PoolingExplorer())
    digit(page).press("ArrowRight")
    assert page.evaluate("document.getAnimations().length") == 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert (shown(page)["visited"], percents(page)) == (ALL, [31, 36, 16])
    expect(field(page, 1, 1, "blur")).to_have_text("31")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page)["visited"] == [HOME, at(1, 0)]
    assert shown(page)["misfit"][1:] == [None, None]


def test_bad_values_are_refused():
    for name, value in {"dx": 5, "dy": -5, "digit": 8, "window": 3, "look": "far"}.items():
        with pytest.raises(ValueError, match=name):
            PoolingExplorer(**{name: value})
    with pytest.raises(ValueError, match="at most 80, got 81"):
        PoolingExplorer(visited=[81])
