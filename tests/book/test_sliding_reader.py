"""The reader that slides over a page of digits: its arithmetic, what is carried, what is asked."""

import gzip
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, Page, expect

import cnnlib
from cnnlib.book import pages
from cnnlib.interactive import SlidingReader
from cnnlib.interactive._reader_weights import packed_reader, unpacked_reader
from cnnlib.models import KerasReader, sliding
from tests.book.test_figures import alike, told
from tests.book.visits import Visit, overflow, shown, smallest_text, violations
from tests.explorables import EXPLORABLES
from tests.readers import sure_of, unsure

_PARTS = Path(cnnlib.__file__).parent / "interactive" / "sliding_reader"
_FRESH = "document.querySelector('.cnnlib:not([data-older])')"
_COLUMN = "JSON.parse(document.querySelector('[data-shown]').dataset.shown).column"


# ---- the arithmetic, without a figure ------------------------------------------------------------


def computed(page: Page, script: str, reader: KerasReader, *given: Any) -> Any:
    """What `script` returns, where the arithmetic of the figure and the layers are known."""
    source = (_PARTS / "arithmetic.js").read_text("utf-8")
    known = f"{source}\nconst layers = ui.reader.unpack(text);"
    return page.evaluate(
        f"([text, ...given]) => {{ {known} {script} }}", [packed_reader(reader)[0], *given]
    )


@pytest.fixture
def page(alone: Visit) -> Page:
    return alone(EXPLORABLES[0]())


def test_the_scores_of_a_page_are_those_of_the_sliding_reader(page: Page):
    picture = np.random.default_rng(0).random((56, 84))
    script = """const page = Float32Array.from(given[0]);
        const { map, places } = slideNet.finish(slideNet.read(layers, page));
        return [map.shape, [...map.data], places.map(({ scores }) => [...scores])]"""
    shape, cells, scores = computed(page, script, KerasReader(seed=3), picture.ravel().tolist())
    reader = unpacked_reader(packed_reader(KerasReader(seed=3))[0]).double()
    slides = sliding(reader)
    x = torch.tensor(picture)[None, None]
    with torch.no_grad():
        maps = torch.nn.Sequential(*slides[:8])(x)[0]
        expected = slides(x)[0]
    assert shape == [64, 10, 17]
    np.testing.assert_allclose(cells, maps.ravel(), rtol=0, atol=2e-6)
    np.testing.assert_allclose(scores, expected.flatten(1).T, rtol=0, atol=2e-6)


def test_a_crop_gives_the_page_s_own_numbers(page: Page):
    """Not nearly: they are sums of the same terms in the same order."""
    picture = np.random.default_rng(1).random((56, 84)).ravel().tolist()
    script = """const page = Float32Array.from(given[0]);
        const { map, places } = slideNet.finish(slideNet.read(layers, page));
        return [[0, 0], [3, 9], [7, 14]].map(([row, column]) => {
            const crop = slideNet.crop(layers, page, row, column);
            const other = slideNet.crop(layers, page, row, column ? column - 1 : 1);
            const part = slideNet.under(map, row, column);
            const { scores } = places[row * 15 + column];
            return [crop.map.shape, slideNet.furthest(crop.map.data, part),
                slideNet.furthest(crop.scores, scores), slideNet.furthest(other.scores, scores)];
        })"""
    for shape, maps, scores, elsewhere in computed(page, script, KerasReader(seed=3), picture):
        assert (shape, maps, scores) == ([64, 3, 3], 0, 0)
        assert elsewhere > 1e-6, "another place has other numbers"


def test_a_page_is_read_in_small_pieces(page: Page):
    """None of more than 1.5 million multiply-adds, a twentieth of all."""
    script = """const sizes = [];
        const { conv, dense } = ui.reader;
        let spent = 0;
        ui.reader.conv = (input, [c, h, w], weights, biases, into, first, last) => {
            spent += (last - first) * c * 9 * (h - 2) * (w - 2);
            return conv(input, [c, h, w], weights, biases, into, first, last);
        };
        ui.reader.dense = (input, weights, ...more) => {
            spent += weights.length;
            return dense(input, weights, ...more);
        };
        const work = slideNet.read(layers, new Float32Array(56 * 84));
        for (let done = false; !done; ) {
            [spent, { done }] = [0, work.next()];
            sizes.push(spent);
        }
        Object.assign(ui.reader, { conv, dense });
        return sizes"""
    script = script.replace(
        "[spent, { done }] = [0, work.next()];", "spent = 0; ({ done } = work.next());"
    )
    sizes = computed(page, script, KerasReader(seed=3))
    assert sum(sizes) == SlidingReader().shown()["macs"]
    assert max(sizes) < 1.5e6


# ---- the figure ----------------------------------------------------------------------------------


def fresh(page: Page) -> dict[str, Any]:
    """What is shown, once the page as it is has been read."""
    page.wait_for_function(_FRESH)
    return shown(page)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def grip(page: Page) -> Locator:
    return page.get_by_role("application", name="Frame of the reader")


def digit(page: Page, name: str) -> Locator:
    return page.get_by_role("application", name=f"A {name},")


def write(page: Page, answers: str) -> None:
    page.locator(".cnn-choice label").filter(has_text=re.compile(f"^{answers}$")).click()


def verdict(page: Page) -> Locator:
    return page.locator(".cnn-verdict")


def place(page: Page) -> tuple[int, int]:
    state = shown(page)
    return state["row"], state["column"]


def unit(page: Page) -> float:
    """CSS pixels of a pixel of the page."""
    box = page.locator(".sr-paper").bounding_box()
    assert box is not None
    return box["width"] / 84


def middle(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, part: Locator, down: float, right: float, *, drop: bool = True) -> None:
    """By so many pixels of the page."""
    x, y = middle(part)
    page.mouse.move(x, y)
    page.mouse.down()
    for share in (0.5, 1):
        page.mouse.move(x + share * right * unit(page), y + share * down * unit(page))
    if drop:
        page.mouse.up()


def test_it_begins_on_the_first_of_three_digits(alone: Visit):
    page = alone("<h1>Alone</h1>", SlidingReader())
    state = shown(page)
    assert [each[0] for each in state["digits"]] == [3, 7, 5]
    assert (state["row"], state["column"], state["difference"]) == (0, 0, 0)
    expect(page.locator(".sr-untrained")).to_have_text(
        "This reader was not trained: its weights are random, and so are its answers."
    )
    expect(page.locator("[aria-live=polite].cnn-unseen")).to_have_text(
        "Row 1, column 1 of 8 by 15: reads 9, 11 percent."
    )
    expect(page.locator(".sr-said")).to_contain_text(
        "Multiply-adds: one crop 2.79 M, the page 30.0 M; 120 crops 335.3 M, 11.2 times as many."
    )
    expect(page.locator(".sr-said")).to_contain_text(
        "the 576 numbers of the crop alone, largest difference 0."
    )
    assert violations(page) == []


def test_page_and_python_agree_on_any_page(alone: Visit):
    rng = np.random.default_rng(5)
    figures = []
    for count in (0, 1, 2, 4, 6):
        laid = [[int(rng.integers(end)) for end in (10, 29, 57)] for _ in range(count)]
        row, column = (int(rng.integers(end)) for end in (8, 15))
        reader = sure_of(*range(count, 10))
        figures.append(SlidingReader(reader, laid=laid, row=row, column=column))
    for made, (found, error) in zip(figures, told(alone(*figures)), strict=True):
        assert error == ""
        assert alike(made.shown(), found)
    assert {made.shown()["right"] > 0 for made in figures} == {True, False}


def test_the_frame_goes_where_it_is_sent(alone: Visit):
    page = alone(SlidingReader())
    grip(page).press("ArrowRight")
    grip(page).press("ArrowDown")
    assert place(page) == (1, 1)
    grip(page).press("Shift+ArrowRight")
    assert place(page) == (1, 5)
    for _ in range(4):
        grip(page).press("Shift+ArrowDown")
    assert place(page) == (7, 5)
    grip(page).press("Home")
    assert place(page) == (0, 0)
    drag(page, grip(page), 11, 21)
    assert place(page) == (3, 5), "in steps of 4 pixels, to the nearest"
    for board, rows, columns, at in (
        (page.locator(".sr-map"), 10, 17, (6, 12)),
        (page.locator(".sr-answers"), 8, 15, (2, 13)),
    ):
        box = board.bounding_box()
        assert box is not None
        reach = 1 if rows == 10 else 0  # the frame of 3×3 is taken by its middle
        x, y = (at[1] + reach + 0.5) / columns, (at[0] + reach + 0.5) / rows
        board.click(position={"x": x * box["width"], "y": y * box["height"]})
        assert place(page) == at
    paper = page.locator(".sr-paper")
    paper.click(position={"x": 42 * unit(page), "y": 50 * unit(page)})
    assert place(page) == (7, 7), "an empty spot of the page, and no further than its edge"
    x, y = middle(digit(page, "3"))
    page.mouse.click(x, y)
    assert place(page)[0] == 0, "a digit that is pressed, not carried"
    assert shown(page)["digits"][0] == [3, 0, 0]


def test_three_frames_show_one_place(alone: Visit):
    page = alone(SlidingReader(row=5, column=9))
    for frame, board, rows, columns, step, size in (
        (".sr-frame", ".sr-paper", 56, 84, 4, 28),
        (".sr-map .sr-mark", ".sr-map", 10, 17, 1, 3),
        (".sr-answers .sr-mark", ".sr-answers", 8, 15, 1, 1),
    ):
        inner, outer = (page.locator(each).bounding_box() for each in (frame, board))
        assert inner is not None
        assert outer is not None
        down = (inner["y"] - outer["y"]) / outer["height"]
        right = (inner["x"] - outer["x"]) / outer["width"]
        assert down == pytest.approx(5 * step / rows, abs=0.005)
        assert right == pytest.approx(9 * step / columns, abs=0.005)
        assert inner["width"] / outer["width"] == pytest.approx(size / columns, abs=0.005)


def test_a_digit_is_carried_and_the_answers_follow(alone: Visit):
    page = alone(SlidingReader(sure_of(1, 3, 8)))
    drag(page, digit(page, "3"), 7, 5)
    assert fresh(page)["digits"][0] == [3, 7, 5]
    expected = SlidingReader(sure_of(1, 3, 8), laid=[[3, 7, 5], [7, 2, 30], [5, 28, 54]]).shown()
    assert alike(expected, shown(page))
    digit(page, "3").press("ArrowRight")
    digit(page, "3").press("Shift+ArrowDown")
    assert fresh(page)["digits"][0] == [3, 11, 6]
    expect(page.locator("[aria-live=polite].cnn-unseen")).to_have_text(
        re.compile(r"Surer than 0\.9: \d+ of a digit on the page, \d+ of one that is not on it\.")
    )
    for _ in range(9):
        digit(page, "3").press("Shift+ArrowDown")
    assert fresh(page)["digits"][0] == [3, 28, 6], "it stays on the page"


def test_the_ink_follows_at_once_and_older_answers_are_dimmed(alone: Visit):
    page = alone(SlidingReader(sure_of(1, 3, 8)))
    before = fresh(page)
    page.evaluate("window.requestAnimationFrame = () => 1")
    page.wait_for_timeout(50)
    ink = page.locator(".sr-paper > canvas")
    picture = ink.evaluate("(canvas) => canvas.toDataURL()")
    drag(page, digit(page, "3"), 8, 0)
    state = shown(page)
    assert state["digits"][0] == [3, 8, 0]
    assert ink.evaluate("(canvas) => canvas.toDataURL()") != picture
    assert state["chances"] == before["chances"], "no frame has come in which it could be read"
    expect(page.locator(".cnnlib[data-older]")).to_have_count(1)
    opacity = "(node) => Number(getComputedStyle(node).opacity)"
    assert page.locator(".sr-numerals").evaluate(opacity) < 0.6
    expect(verdict(page)).to_have_text("")


def test_a_digit_leaves_the_page(alone: Visit):
    page = alone(SlidingReader())
    drag(page, digit(page, "5"), 26, 0, drop=False)
    expect(page.locator(".sr-digit[data-leaving]")).to_have_count(1)
    assert len(shown(page)["digits"]) == 3
    page.mouse.up()
    assert [each[0] for each in fresh(page)["digits"]] == [3, 7]
    digit(page, "3").press("Delete")
    assert [each[0] for each in fresh(page)["digits"]] == [7]
    expect(digit(page, "7")).to_be_focused()
    digit(page, "7").press("Backspace")
    assert fresh(page)["digits"] == []
    expect(grip(page)).to_be_focused()


def test_digits_come_from_the_tray(alone: Visit):
    page = alone(SlidingReader())
    button(page, "Clear").click()
    assert fresh(page)["digits"] == []
    button(page, "Lay a 4").click()
    button(page, "Lay a 9").press("Enter")
    assert shown(page)["digits"] == [[4, 0, 0], [9, 0, 28]]
    sample, paper = button(page, "Lay a 2"), page.locator(".sr-paper").bounding_box()
    assert paper is not None
    page.mouse.move(*middle(sample))
    page.mouse.down()
    page.mouse.move(paper["x"] + 40 * unit(page), paper["y"] + 30 * unit(page))
    page.mouse.move(paper["x"] + 50 * unit(page), paper["y"] + 34 * unit(page))
    page.mouse.up()
    assert shown(page)["digits"][2] == [2, 20, 36]
    page.mouse.move(*middle(sample))
    page.mouse.down()
    page.mouse.move(paper["x"] + 40 * unit(page), paper["y"] + 30 * unit(page))
    page.mouse.move(*middle(sample))
    page.mouse.up()
    assert len(fresh(page)["digits"]) == 3, "brought back, it is not laid"
    for _ in range(5):
        button(page, "Lay a 0").click()
    assert len(shown(page)["digits"]) == 6
    expect(page.locator("[aria-live=polite].cnn-unseen")).to_have_text(
        "There is room for 6 digits: drag one off the page."
    )


def test_it_plays_row_by_row_to_the_last_place(alone: Visit):
    page = alone(SlidingReader(row=7, column=10))
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    page.wait_for_function(
        "JSON.parse(document.querySelector('[data-shown]').dataset.shown).column === 14"
    )
    expect(button(page, "Play")).to_be_visible()
    assert place(page) == (7, 14)
    button(page, "Step").click()
    assert place(page) == (0, 0)
    button(page, "Step").click()
    assert place(page) == (0, 1)
    button(page, "Play").click()
    grip(page).press("ArrowDown")
    expect(button(page, "Play")).to_be_visible()
    at = place(page)
    page.wait_for_timeout(400)
    assert place(page) == at
    button(page, "Play").click()
    button(page, "Reset").click()
    page.wait_for_timeout(400)
    assert place(page) == (7, 10), "where it began"


def test_the_crop_is_laid_on_the_map_and_all_ends_where_it_should(alone: Visit):
    page = alone(SlidingReader(), reduced_motion="no-preference")
    expect(page.locator("[data-moving]")).to_have_count(0)
    own = page.locator(".sr-own")
    opacity = "(node) => Number(getComputedStyle(node).opacity)"
    assert own.evaluate(opacity) == 0
    button(page, "Play").click()
    expect(page.locator("[data-moving]")).to_have_count(1)
    assert own.evaluate("(node) => node.getAnimations().length") == 1
    colors = """(canvas) => {
        const whole = canvas.parentNode.querySelector(".sr-whole").getContext("2d");
        const data = (context) => [...context.getImageData(0, 0, 3, 3).data].join();
        return [data(whole), data(canvas.getContext("2d"))];
    }"""
    one, other = own.evaluate(colors)
    assert one == other
    page.wait_for_function(
        "JSON.parse(document.querySelector('[data-shown]').dataset.shown).column > 1"
    )
    button(page, "Pause").click()
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert own.evaluate(opacity) == 0


def test_all_120_crops_are_compared(alone: Visit):
    page = alone(SlidingReader(sure_of(1, 3, 8)))
    expect(page.locator(".sr-said")).to_contain_text(
        "All 120 crops read one by one, largest difference of a score 0."
    )
    drag(page, digit(page, "3"), 7, 5)
    expect(page.locator(".sr-said")).not_to_contain_text("All 120")


def test_answers_are_written_on_the_page(alone: Visit):
    page = alone("<h1>Alone</h1>", SlidingReader(sure_of(3, 8)))
    numerals = page.locator(".sr-written span:visible")
    expect(numerals).to_have_count(0)
    write(page, "sure ones")
    state = shown(page)
    expect(numerals).to_have_count(state["right"] + state["false"])
    expect(page.locator(".sr-written [data-false]:visible")).to_have_count(state["false"])
    assert 0 < state["false"] < state["right"] + state["false"] < 120
    write(page, "all")
    expect(numerals).to_have_count(120)
    box = page.locator(".sr-paper").bounding_box()
    assert box is not None
    x, y = middle(numerals.nth(15 * 2 + 5))
    at = ((x - box["x"]) / unit(page), (y - box["y"]) / unit(page))
    assert at == pytest.approx((4 * 5 + 14, 4 * 2 + 14), abs=0.5)
    assert numerals.nth(0).inner_text() == str(state["answer"])
    assert violations(page) == []


def test_reset_brings_the_first_page_back_at_once(alone: Visit):
    page = alone(SlidingReader(sure_of(1, 3, 8)))
    before = shown(page)
    drag(page, digit(page, "7"), 9, 9)
    grip(page).press("ArrowRight")
    button(page, "Lay a 0").click()
    button(page, "Reset").click()
    assert shown(page) == before
    expect(page.locator(".cnnlib[data-older]")).to_have_count(0)


# ---- the task ------------------------------------------------------------------------------------


def judged(alone: Visit, reader: Any, laid: list[list[int]]) -> str:
    """What is said of these digits, the first of which comes from one pixel beside its place."""
    if laid:
        (which, top, left), *others = laid
        page = alone(SlidingReader(reader, laid=[[which, top, left + 1], *others]))
        expect(verdict(page)).to_have_text("")
        page.locator(".sr-digit").first.press("ArrowLeft")
    else:
        page = alone(SlidingReader(reader))
        button(page, "Clear").click()
    assert len(fresh(page)["digits"]) == len(laid)
    return verdict(page).inner_text()


CORNERS, MIDDLE = [[3, 0, 0], [7, 28, 56]], [[3, 14, 8], [7, 14, 48]]
ATTEMPTS: dict[str, tuple[Any, list[list[int]], str]] = {
    "none": (sure_of(8), [], "No digit, and the surest of 120 answers is 8, with 100 %. Lay two."),
    "one": (sure_of(8), [[3, 0, 0]], "One digit alone: 120 windows are sure of another one."),
    "one, unsure": (unsure(), [[3, 0, 0]], "One digit alone: no window is sure of another one."),
    "three": (unsure(), [*CORNERS, [1, 0, 56]], "3 digits lie there. Two are asked for."),
    "a pile": (
        *(sure_of(8), [[3, 10, 20], [7, 12, 22]]),
        "The two lie on each other, and 120 windows are sure of a third one. Lay them apart.",
    ),
    "a pile, unsure": (unsure(), [[3, 10, 20], [7, 12, 22]], "on each other, and no window is"),
    "middle": (sure_of(8), MIDDLE, "Where is a digit seen in parts by the fewest windows?"),
    "corners": (
        *(sure_of(8), CORNERS),
        "Those are opposite corners, as far apart as can be: try another pair of digits.",
    ),
    "done": (
        *(unsure(), CORNERS),
        "Solved. No window is sure of a third one. In opposite corners the fewest windows see a "
        "part of a digit. What this reader lacks is an eleventh answer: nothing.",
    ),
    "done, one of the two": (sure_of(7), MIDDLE, "Solved. No window is sure of a third one. What"),
    "untrained": (None, CORNERS, "This reader was not trained: what it is sure of says nothing."),
}


@pytest.mark.parametrize(("reader", "laid", "said"), ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_each_attempt_is_told_what_it_did(alone: Visit, reader: Any, laid: Any, said: str):
    assert said in judged(alone, reader, laid)


def test_parts_of_digits_are_counted(alone: Visit):
    """Windows that see a part of a digit's ink, and no digit whole."""
    boxes = []
    for which, top, left in MIDDLE:
        page = SlidingReader(laid=[[which, top, left]]).page()
        rows, columns = (np.flatnonzero(page.any(axis=axis)) for axis in (1, 0))
        boxes.append((rows[0], rows[-1] + 1, columns[0], columns[-1] + 1))
    parts = 0
    for row in range(0, 29, 4):
        for column in range(0, 57, 4):
            seen = [
                (
                    a >= row and b <= row + 28 and c >= column and d <= column + 28,
                    b > row and a < row + 28 and d > column and c < column + 28,
                )
                for a, b, c, d in boxes
            ]
            parts += any(touched for _, touched in seen) and not any(whole for whole, _ in seen)
    assert 0 < parts < 120
    expected = f"120 windows are sure of a third digit; {parts} of them see a digit in part"
    assert expected in judged(alone, sure_of(8), MIDDLE)


def test_the_verdict_waits_until_the_digit_is_let_go(alone: Visit):
    page = alone(SlidingReader(unsure(), laid=CORNERS))
    drag(page, digit(page, "3"), 3, 3, drop=False)
    fresh(page)
    page.wait_for_timeout(100)
    expect(verdict(page)).to_have_text("")
    page.mouse.up()
    expect(verdict(page)).to_contain_text("Solved. No window is sure of a third one. What this")
    page.reload()
    expect(verdict(page)).to_have_text("Solved on an earlier visit. Press Reset to do it again.")


def test_the_work_is_covered_until_the_guess_is_kept(alone: Visit):
    page = alone(SlidingReader(guess="09-crops"))
    assert (shown(page)["macs"], shown(page)["crops"]) == (None, None)
    expect(page.locator(".sr-said")).to_contain_text("Multiply-adds: guess first, above.")
    expect(page.locator(".sr-said")).not_to_contain_text("30.0 M")
    page.evaluate("ui.progress('09-crops').record(false)")
    expect(page.locator(".sr-said")).to_contain_text("the page 30.0 M")
    assert shown(page)["macs"] == 30_013_824


# ---- elsewhere than on a desk --------------------------------------------------------------------


def test_on_a_phone_all_is_there_and_large_enough(alone: Visit):
    page = alone(SlidingReader(), width=375)
    assert overflow(page) == []
    write(page, "all")
    expect(page.locator(".sr-written span:visible")).to_have_count(120)
    assert smallest_text(page.locator(".cnnlib")) >= 12
    for handle in (grip(page), *page.locator(".sr-digit").all()):
        box = handle.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        assert handle.evaluate("(node) => getComputedStyle(node).touchAction") == "pinch-zoom"
    assert page.locator(".sr-paper").evaluate("(node) => getComputedStyle(node).touchAction") in (
        "pan-y pinch-zoom",
        "pinch-zoom pan-y",
    )


def test_paper_has_the_page_with_its_answers(alone: Visit):
    page = alone(SlidingReader())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".sr-written span:visible")).to_have_count(120)
    expect(page.locator(".sr-tray")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page)["answers"] == "none"


@pytest.mark.parametrize("colors", ["light", "dark"])
def test_ink_and_numerals_can_be_told_from_the_paper(alone: Visit, colors: str):
    page = alone("<h1>Alone</h1>", SlidingReader(sure_of(1, 3, 8), answers="all"))
    if colors == "dark":
        page.evaluate(
            """() => {
                const { dataset, style } = document.documentElement;
                const colors = { background: "#121212", "text-base": "#ced6dd",
                    "text-muted": "#9ca4af", surface: "#202020", border: "#48566b" };
                dataset.theme = "dark";
                for (const [name, color] of Object.entries(colors)) {
                    style.setProperty(`--pst-color-${name}`, color);
                }
                document.body.style.background = "#121212";
                document.body.style.color = "#ced6dd";
            }"""
        )
    assert violations(page) == []


# ---- the weights on their way --------------------------------------------------------------------


def test_a_notebook_has_the_weights_and_a_page_none(monkeypatch):
    live = SlidingReader()
    assert live.weights == packed_reader(KerasReader(seed=0))[0]
    assert live.state()["weights"] == ""
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    assert SlidingReader().weights == ""


def test_weights_come_by_a_script_when_the_figure_is_near(
    alone: Visit, tmp_path: Path, monkeypatch
):
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    html = SlidingReader()._repr_mimebundle_()[0]["text/html"]
    body = pages.move_frames(html, tmp_path)  # as the build does
    (script,) = tmp_path.iterdir()
    assert len(gzip.compress(body.encode(), 6)) < 6000
    page = alone("<p style='height: 4000px'>Far above.</p>", body)
    expect(page.locator(".sr-where")).to_have_text("The reader's weights are on their way.")
    assert shown(page) == {}
    expect(page.locator(".sr-digit")).to_have_count(3)
    answer = {"content_type": "text/javascript", "body": script.read_text("utf-8")}
    page.route(f"**/_static/frames/{script.name}", lambda route: route.fulfill(**answer))
    page.locator(".cnnlib").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('[data-shown]').dataset.shown.length > 2")
    assert alike(SlidingReader().shown(), fresh(page))


def test_weights_that_do_not_come_are_missed_in_words(alone: Visit, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    body = pages.move_frames(SlidingReader()._repr_mimebundle_()[0]["text/html"], tmp_path)
    page = alone("<p style='height: 4000px'>Far above.</p>", body)
    answer = {"content_type": "text/javascript", "body": ""}
    page.route("**/_static/frames/*.js", lambda route: route.fulfill(**answer))
    page.locator(".cnnlib").scroll_into_view_if_needed()
    expect(page.locator(".cnn-error")).to_have_text("The reader's weights are missing.")
