"""Three windows, one sum: moved, played, changed; and what the task says."""

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import VolumeExplorer
from tests.book.visits import Visit, overflow, shown

SHEETS = [[[1, 1, 1], [3, 7, 3], [1, 1, 1]], [[1, 1, 1], [2, -1, 2], [0, -2, 0]]]
ZEROS = [[0.0] * 3] * 3
COPY = [[0, 0, 0], [0, 1, 0], [0, 2, 0]]


def place(page: Page) -> list[int]:
    state = shown(page)
    return [state["filter"], state["row"], state["column"]]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def weight(page: Page, channel: str, row: int, column: int) -> Locator:
    return page.get_by_label(f"kernel on {channel} row {row}, column {column}")


def terms(page: Page) -> list[str]:
    return page.locator(".cnn-term").all_inner_texts()


def kernels(*ones: tuple[int, int, int], value: float = 1) -> list[list[list[list[float]]]]:
    """Both filters: the first has `value` at these places, channel, row and column."""
    one = [
        [[value if (c, u, v) in ones else 0.0 for v in range(3)] for u in range(3)]
        for c in range(3)
    ]
    return [one, [ZEROS] * 3]


def test_it_begins_as_the_text_says(alone: Visit):
    page = alone(VolumeExplorer(), width=1440)
    state = shown(page)
    assert (state["parts"], state["bias"], state["sum"]) == ([6, 2, -2], 1, 7)
    assert state["sheets"] == SHEETS
    assert [text.split() for text in terms(page)] == [["6"], ["+", "2"], ["−", "2"], ["+", "bias"]]
    expect(page.locator(".cnn-total")).to_have_text("7")
    expect(page.locator(".vo-reads")).to_have_text("The windows read 27 numbers of the picture.")
    page.get_by_role("grid", name="sheet 1").locator("[data-place='0,1']").click()
    reads = page.locator(".vo-reads")
    expect(reads).to_have_text("The windows read 18 numbers of the picture and 9 zeros around it.")
    page.get_by_role("grid", name="sheet 2").locator("[data-place='2,2']").click()
    expect(reads).to_have_text("The windows read 12 numbers of the picture and 15 zeros around it.")
    assert place(page) == [2, 2, 2]


def test_all_windows_are_carried_by_one(alone: Visit):
    page = alone(VolumeExplorer())
    panes = page.locator(".cnn-pane")
    panes.first.press("ArrowLeft")
    assert place(page) == [1, 1, 0]
    assert shown(page)["parts"] == [2, 1, -1]
    expect(page.locator("[data-explorable] [aria-live]")).to_have_text(
        "Filter 1, row 1, column 0: red 2, green 1, blue −1, bias 1: 3."
    )
    panes.first.press("ArrowLeft")
    panes.first.press("Home")
    assert place(page) == [1, 0, 0]
    box = panes.nth(2).bounding_box()
    assert box is not None
    cell = box["width"] / 3
    page.mouse.move(box["x"] + cell, box["y"] + cell)
    page.mouse.down()
    page.mouse.move(box["x"] + 3.2 * cell, box["y"] + 5.1 * cell, steps=4)
    page.mouse.up()
    assert place(page) == [1, 2, 1]
    tops = {round(pane.bounding_box()["y"]) for pane in panes.all()}
    lefts = [pane.evaluate("e => e.offsetLeft") for pane in panes.all()]
    assert (len(tops), len(set(lefts))) == (1, 1)


def test_steps_go_through_both_filters(alone: Visit):
    page = alone(VolumeExplorer(row=2, column=2))
    press(page, "Step")
    assert place(page) == [2, 0, 0]
    expect(page.get_by_text("filter 2, G")).to_be_visible()
    page.locator(".cnn-choice label", has_text="1").click()
    assert place(page) == [1, 0, 0]
    sums = []
    for _ in range(9):
        sums.append(shown(page)["sum"])
        press(page, "Step")
    assert sums == [value for row in SHEETS[0] for value in row]


def test_every_number_can_be_another(alone: Visit):
    page = alone(VolumeExplorer())
    weight(page, "G", 2, 1).fill("-0.5")
    assert shown(page)["parts"] == [6, -1, -2]
    page.get_by_label("bias").fill("2")
    assert shown(page)["sum"] == 5
    red = page.get_by_role("grid", name="R (red)")
    box = page.locator(".cnn-pane").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 10, box["y"] + 10)  # the number below the window
    assert shown(page)["parts"][0] == 4
    red.locator("[data-place='1,1']").click()
    red.locator("[data-place='0,1']").click()  # a zero of the padding stays
    assert shown(page)["sheets"][0][0][0] == 2
    assert place(page) == [1, 1, 1]
    weight(page, "B", 0, 0).fill("x")
    expect(page.locator(".cnn-refusal")).to_contain_text("kernel on B row 0, column 0: “x”")
    weight(page, "R", 0, 0).fill("10")
    expect(page.locator(".cnn-refusal")).to_have_text(
        "kernel on R row 0, column 0: at most 9. It stays 1."
    )
    press(page, "Reset")
    assert shown(page)["sheets"] == SHEETS
    expect(page.locator(".cnn-refusal")).to_have_text("")


SAID = [
    pytest.param(kernels(), 1, "27 zeros: only the bias is left", id="cleared"),
    pytest.param(kernels((1, 1, 1)), 1, "Each number is 1 too large: the bias", id="bias"),
    pytest.param(kernels((1, 1, 1)), -2, "Each number is 2 too small: the bias", id="minus"),
    pytest.param(kernels((0, 1, 1)), 0, "That is R: the kernel that lies on G", id="red"),
    pytest.param(kernels((2, 1, 1)), 0, "That is B: the kernel that lies on G", id="blue"),
    pytest.param(
        kernels((1, 1, 2)), 0, "beside the center reads the right-hand neighbors.", id="right"
    ),
    pytest.param(kernels((1, 1, 0)), 0, "the left-hand neighbors.", id="left"),
    pytest.param(kernels((1, 0, 1)), 0, "above the center reads the upper", id="above"),
    pytest.param(kernels((1, 2, 1)), 0, "below the center reads the lower", id="below"),
    pytest.param(kernels((1, 2, 0)), 0, "in the corner reads the diagonal neighbors.", id="corner"),
    pytest.param(
        kernels((0, 1, 1), (1, 1, 1), (2, 1, 1)), 0, "All three sheets are in it", id="all"
    ),
    pytest.param(kernels((0, 1, 1), (1, 1, 1)), 0, "Both R and G are in it", id="two"),
    pytest.param(kernels((1, 1, 1), (1, 0, 1)), 0, "2 weights are at work", id="two weights"),
    pytest.param(kernels((1, 1, 1), value=2), 0, "It is G times 2: a copy is times 1.", id="twice"),
    pytest.param(kernels((1, 1, 1)), 0, "Solved. One weight, 26 zeros: depth is", id="solved"),
]


def test_each_answer_is_told_what_it_did(alone: Visit):
    page = alone(
        *(
            VolumeExplorer(weight=made, bias=[bias, 0])
            for made, bias, _ in (each.values for each in SAID)
        )
    )
    figures = page.locator("[data-explorable]").all()
    for figure, (_, _, sentence) in zip(figures, (each.values for each in SAID), strict=True):
        expect(figure.locator(".cnn-verdict")).to_have_text("")
        figure.get_by_label("bias").dispatch_event("change")
        expect(figure.locator(".cnn-verdict")).to_contain_text(sentence)


def test_the_task_is_done_by_hand(alone: Visit):
    page = alone(VolumeExplorer())
    verdict = page.locator(".cnn-verdict")
    expect(page.locator(".cnn-task")).to_contain_text("pixel of G: 0 0 0 / 0 1 0 / 0 2 0.")
    press(page, "Clear filter 1")
    expect(verdict).to_contain_text("27 zeros")
    assert shown(page)["sheets"] == [[[1] * 3] * 3, SHEETS[1]]
    weight(page, "G", 1, 1).fill("1")
    expect(verdict).to_contain_text("27 zeros")  # not while one types
    weight(page, "G", 1, 1).press("Tab")
    expect(verdict).to_contain_text("1 too large")
    page.get_by_label("bias").fill("0")
    page.get_by_label("bias").press("Enter")
    expect(verdict).to_contain_text("Solved.")
    assert shown(page)["sheets"][0] == COPY
    page.get_by_role("grid", name="sheet 2").locator("[data-place='0,0']").click()
    press(page, "Clear filter 2")
    expect(verdict).to_contain_text("Solved.")  # and stays so
    press(page, "Reset")
    press(page, "Step")
    page.locator(".cnn-choice label", has_text="2").click()
    press(page, "Clear filter 2")
    expect(verdict).to_have_text("That was filter 2: it makes sheet 2 and leaves sheet 1 alone.")


# A step, and where things are at these times; then the motion ends.
_WAY = """(times) => {
    document.querySelector("[data-icon=step]").click();
    const running = document.getAnimations();
    const middle = (node) => {
        const { left, width, top, height } = node.getBoundingClientRect();
        return [left + width / 2, top + height / 2];
    };
    const all = (query) => [...document.querySelectorAll(query)].map(middle);
    const found = times.map((time) => {
        for (const each of running) {
            each.pause();
            each.currentTime = time;
        }
        return {
            panes: all(".cnn-pane"),
            tiles: all(".cnn-times + .cnn-sheet td[data-sign='+']"),
            terms: all(".cnn-term"),
            lands: all("[data-here] > span")[0],
        };
    });
    for (const each of running) each.finish();
    return found;
}"""


def test_the_way_there_is_seen_and_ends_where_it_should(alone: Visit):
    page = alone(VolumeExplorer(row=1, column=0), width=1440, reduced_motion="no-preference")
    start, gathering, closing, landing, end = page.evaluate(_WAY, [0, 400, 580, 630, 5000])
    for before, after in zip(start["panes"], end["panes"], strict=True):
        assert after[0] - before[0] == pytest.approx(64, abs=1)  # two cells
    for early, late in zip(gathering["tiles"], end["tiles"], strict=True):
        assert early[1] > late[1] + 10  # on its way down to the sum
    for early, late in zip(closing["terms"], end["terms"], strict=True):
        assert early[0] > late[0] + 10  # on its way right to the total
    assert landing["lands"][1] > end["lands"][1] + 10
    expect(page.locator("[data-moving]")).to_have_count(0)
    expect(page.locator(".cnn-ghost")).to_have_count(0)
    assert page.evaluate("document.getAnimations().length") == 0
    assert place(page) == [1, 1, 1]
    press(page, "Play")
    page.locator(".cnn-pane").first.press("ArrowUp")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    press(page, "Clear filter 1")
    expect(page.locator("[data-moving]")).to_have_count(0)
    cells = page.get_by_role("grid", name="sheet 1").locator("td > span")
    assert cells.all_inner_texts() == ["1"] * 9


def test_nothing_is_cut_and_no_answer_moves_what_is_below(alone: Visit):
    page = alone(VolumeExplorer())
    height = "document.querySelector('[data-explorable]').offsetHeight"
    for width in (320, 375, 700, 1000):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) == []
        before = page.evaluate(height)
        press(page, "Clear filter 1")
        expect(page.locator(".cnn-verdict")).to_contain_text("27 zeros")
        assert page.evaluate(height) == before
        press(page, "Reset")
