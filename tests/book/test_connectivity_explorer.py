"""Lines and their matrix: what is cut, what is tied, how a row becomes a window, what is said."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.functional import conv_matrix
from cnnlib.interactive import ConnectivityExplorer
from tests.book.visits import Visit, shown, violations

COUNTS = [  # view, local, shared: free numbers, lines
    pytest.param("row", False, False, 24, 24, id="row"),
    pytest.param("row", True, False, 12, 12, id="row-local"),
    pytest.param("row", False, True, 9, 24, id="row-shared"),
    pytest.param("row", True, True, 3, 12, id="row-both"),
    pytest.param("picture", False, False, 576, 576, id="picture"),
    pytest.param("picture", True, False, 144, 144, id="picture-local"),
    pytest.param("picture", False, True, 81, 576, id="picture-shared"),
    pytest.param("picture", True, True, 9, 144, id="picture-both"),
]


def switch(page: Page, name: str) -> None:
    page.get_by_role("switch", name=name).click()


def view(page: Page, name: str) -> None:
    page.locator(".cnn-choice label", has_text=name).click()


def cell(page: Page, row: int, column: int, name: str = "weights") -> Locator:
    return page.get_by_role("grid", name=name).locator(f"[data-place='{row},{column}']")


def letters(page: Page) -> list[str]:
    """The matrix of the row view, a text for each row, a dot where there is no line."""
    rows = page.get_by_role("grid", name="weights").locator("tbody tr").all()
    return ["".join(text or "." for text in row.locator("td").all_inner_texts()) for row in rows]


def drawn(page: Page, mark: str) -> list[int]:
    """Which lines are so: output · 6 + input, both counted from 0."""
    lines = page.locator(".cnn-lines line")
    found: list[int] = lines.evaluate_all(
        "(all, mark) => all.flatMap((line, i) => (line.hasAttribute(mark) ? [i] : []))", mark
    )
    return found


def window(page: Page) -> list[str]:
    """The numbers on the picture, those of its window or of all pixels."""
    texts = page.get_by_role("table", name="inputs").locator("td").all_inner_texts()
    return [text for text in texts if text]


def middle(found: Locator) -> tuple[float, float]:
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def carry(handle: Locator, right: float, down: float = 0) -> None:
    mouse = handle.page.mouse
    x, y = middle(handle)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + right / 2, y + down / 2)
    mouse.move(x + right, y + down)
    mouse.up()


@pytest.mark.parametrize(("of", "local", "shared", "free", "lines"), COUNTS)
def test_free_numbers_are_the_different_ones(of, local, shared, free, lines):
    layer = ConnectivityExplorer(view=of, local=local, shared=shared)
    outputs = 16 if of == "picture" else 4
    counted = layer.shown()
    joined = []
    for focus in range(outputs):
        layer.focus = focus
        joined += [weight for weight in layer.shown()["row"] if weight is not None]
    assert (counted["free"], counted["lines"]) == (free, lines)
    assert len(joined) == lines
    if of == "row" and shared:  # in a picture two may be equal by chance
        assert len(set(joined)) == free


def test_both_are_a_convolution():
    row, picture = (
        ConnectivityExplorer(view=v, local=True, shared=True) for v in ("row", "picture")
    )
    for layer, kernel, size in ((row, [8, -7, 4], 6), (picture, None, (6, 6))):
        layer.focus = 0
        first = np.array(layer.shown()["row"], float)
        window = first[:3] if kernel else first.reshape(6, 6)[:3, :3]
        matrix = conv_matrix(window, size)
        for focus, expected in enumerate(matrix):
            layer.focus = focus
            found = np.nan_to_num(np.array(layer.shown()["row"], float))
            np.testing.assert_array_equal(found, expected)
        assert kernel is None or window.tolist() == kernel


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"view": "volume"}, "view"),
        ({"focus": 16}, "focus must be at most 15, got 16"),
        ({"controls": 0}, "controls"),
    ],
)
def test_what_does_not_fit_is_refused(values: dict[str, Any], sentence: str):
    with pytest.raises(ValueError, match=sentence):
        ConnectivityExplorer(**values)


def test_cut_lines_leave_empty_cells_and_tied_ones_take_one_letter(alone: Visit):
    page = alone(ConnectivityExplorer())
    count = page.locator(".cx-count")
    live = page.locator("[data-explorable] > [aria-live]")
    assert letters(page) == ["abcdef", "ghijkl", "mnopqr", "stuvwx"]
    assert drawn(page, "data-cut") == []
    assert drawn(page, "data-here") == [*range(6, 12)]
    expect(count).to_have_text("24 free numbers 24 lines, each with a number of its own")
    switch(page, "Local")
    assert letters(page) == ["abc...", ".hij..", "..opq.", "...vwx"]
    assert drawn(page, "data-cut") == [i for i in range(24) if i % 6 - i // 6 not in (0, 1, 2)]
    expect(cell(page, 0, 5)).to_have_accessible_name("no line")
    expect(cell(page, 0, 5)).to_have_text("")
    expect(live).to_have_text("Local, not shared: 12 free numbers. Output 2 reads inputs 2, 3, 4.")
    switch(page, "Shared")
    assert letters(page) == ["abc...", ".abc..", "..abc.", "...abc"]
    expect(count).to_have_text("3 free numbers 12 lines, the same 3 numbers for every output")
    switch(page, "Local")
    assert letters(page) == ["abcdef", "gabcde", "mgabcd", "smgabc"]
    expect(count).to_have_text("9 free numbers 24 lines, a number for each distance: −3 to 5")
    dashes = page.locator(".cnn-lines line").evaluate_all("all => all.map((l) => l.dataset.dash)")
    assert [dashes[i] for i in (0, 7, 14, 21)] == ["0"] * 4
    assert [dashes[i] for i in (1, 8, 15, 22)] == ["1"] * 4
    assert [dashes[i] for i in (2, 9, 16, 23)] == ["2"] * 4


def test_a_cell_lights_its_equals_and_their_lines(alone: Visit):
    page = alone(ConnectivityExplorer(shared=True))
    cell(page, 0, 1).hover()
    marked = page.get_by_role("grid", name="weights").locator("[data-marked]")
    assert marked.all_inner_texts() == ["b"] * 4
    assert drawn(page, "data-marked") == [1, 8, 15, 22]
    page.mouse.move(640, 890)
    assert drawn(page, "data-marked") == []
    cell(page, 0, 0).press("ArrowRight")
    assert drawn(page, "data-marked") == [1, 8, 15, 22]
    assert shown(page)["focus"] == 1  # to walk is not yet to press
    page.keyboard.press("Enter")
    assert shown(page)["focus"] == 0
    assert drawn(page, "data-here") == [*range(6)]
    assert drawn(page, "data-marked") == [1, 8, 15, 22]


def test_the_output_is_carried_pressed_and_stepped(alone: Visit):
    page = alone(ConnectivityExplorer(local=True))
    handle = page.locator(".cnn-chosen")
    across = 2 * (middle(cell(page, 0, 1, "outputs"))[0] - middle(cell(page, 0, 0, "outputs"))[0])
    carry(handle, across)
    assert shown(page)["read"] == [3, 4, 5]
    np.testing.assert_allclose(middle(handle), middle(cell(page, 0, 3, "outputs")), atol=1)
    band = page.locator(".cnn-band")
    np.testing.assert_allclose(middle(band)[1], middle(cell(page, 3, 0))[1], atol=1)
    handle.press("ArrowRight")  # there is none
    assert shown(page)["focus"] == 3
    handle.press("ArrowLeft")
    assert shown(page)["focus"] == 2
    cell(page, 0, 0, "outputs").click()
    assert shown(page)["focus"] == 0
    for part, action in (
        (handle, "pinch-zoom"),
        (page.locator(".cnn-plate").first, "pan-y pinch-zoom"),
    ):
        expect(part).to_have_css("touch-action", action)


def test_a_row_of_the_matrix_is_the_window(alone: Visit):
    page = alone(ConnectivityExplorer(view="picture", local=True, shared=True))
    heads = page.get_by_role("grid", name="weights")
    assert heads.get_by_role("columnheader").all_inner_texts()[8] == "Input in row 1, column 2"
    assert heads.get_by_role("rowheader").all_inner_texts()[6] == "Output in row 1, column 2"
    cell(page, 6, 3).click()
    assert shown(page)["read"] == [8, 9, 10, 14, 15, 16, 20, 21, 22]
    pane = page.locator(".cnn-pane")
    middle_pixel = page.get_by_role("table", name="inputs").locator("[data-place='2,3']")
    np.testing.assert_allclose(middle(pane), middle(middle_pixel), atol=1)
    nine = window(page)
    assert len(nine) == 9
    pane.press("ArrowDown")
    assert shown(page)["focus"] == 10
    assert window(page) == nine  # the same nine numbers wherever it lies
    switch(page, "Shared")
    untied = window(page)
    pane.press("ArrowUp")
    assert window(page) != untied
    carry(page.locator(".cnn-chosen"), 0, -28)
    assert shown(page)["focus"] == 2
    switch(page, "Local")
    assert len(window(page)) == 36
    expect(pane).to_be_hidden()
    expect(page.locator("[data-explorable] > [aria-live]")).to_have_text(
        "Not local, not shared: 576 free numbers. Output in row 0, column 2 reads inputs 36 of 36."
    )


def test_scrambled_pixels_scatter_the_window_and_change_no_count(alone: Visit):
    figure = ConnectivityExplorer(view="picture", local=True, shared=True, focus=5, controls=4)
    page = alone(figure)
    before, nine = shown(page), window(page)
    switch(page, "Scramble")
    after = shown(page)
    figure.scrambled = True
    assert after["read"] == figure.shown()["read"] != before["read"]
    assert (after["free"], after["row"]) == (before["free"], before["row"])
    assert sorted(window(page)) == sorted(nine)
    expect(page.locator(".cnn-pane")).to_be_hidden()
    view(page, "row")
    expect(page.get_by_role("switch", name="Scramble")).to_be_hidden()
    assert shown(page)["scrambled"] is False


SAID = {
    (): "24: every output reads every input, with a number of its own for each.",
    ("Local",): "Twelve lines, no two alike: every output still has three of its own.",
    (
        "Local",
        "Shared",
    ): "Three: all outputs share one window. Nine needs more lines, or more pixels.",
    ("picture",): "576: sixteen outputs read 36 pixels each, and no two lines are alike.",
    ("picture", "Shared"): "81 = 9 · 9, a number for every distance. Cut the far ones.",
    ("picture", "Local"): "Sixteen windows of nine, each with numbers of its own: tie them.",
}


def test_the_task_says_what_each_layer_is(alone: Visit):
    page = alone(ConnectivityExplorer())
    verdict = page.locator(".cnn-verdict")
    expect(verdict).to_have_text("")
    switch(page, "Local")
    expect(verdict).to_have_text(SAID["Local",])
    switch(page, "Shared")
    expect(verdict).to_have_text(SAID["Local", "Shared"])
    switch(page, "Local")
    expect(verdict).to_have_text(
        "Nine, one for each distance, from −3 to 5. That is one layer; the other has more inputs."
    )
    switch(page, "Shared")
    expect(verdict).to_have_text(SAID[()])
    view(page, "picture")
    expect(verdict).to_have_text(SAID["picture",])
    switch(page, "Local")
    expect(verdict).to_have_text(SAID["picture", "Local"])
    page.get_by_role("button", name="Reset").click()
    expect(verdict).to_have_text("")
    switch(page, "Shared")
    page.get_by_role("button", name="Reset").click()  # what was found is forgotten
    view(page, "picture")
    switch(page, "Shared")
    expect(verdict).to_have_text(SAID["picture", "Shared"])
    switch(page, "Local")
    expect(verdict).to_have_text(
        "Nine, one for each place in the window. That is one layer; the other has fewer inputs."
    )
    view(page, "row")
    switch(page, "Local")
    expect(verdict).to_have_text(
        re.compile("^Solved. Nine by tying alone, nine by cutting and tying")
    )
    switch(page, "Shared")
    expect(verdict).to_have_text(re.compile("^Solved"))


def test_fewer_controls_ask_for_less(alone: Visit):
    page = alone(ConnectivityExplorer(controls=1))
    expect(page.get_by_role("switch")).to_have_count(1)
    task, verdict = page.locator(".cnn-task"), page.locator(".cnn-verdict")
    expect(task).to_contain_text("Press that of the line from x₄ to y₂.")
    cell(page, 3, 1).click()
    expect(verdict).to_have_text(
        "That is the line from x₂ to y₄. A row is an output, a column an input."
    )
    switch(page, "Local")
    cell(page, 1, 3).click()
    expect(verdict).to_have_text("Solved. A row is an output, a column an input.")
    page = alone(ConnectivityExplorer(controls=2))
    expect(page.locator(".cnn-task")).to_contain_text("Leave exactly nine free numbers.")
    switch(page, "Shared")
    expect(page.locator(".cnn-verdict")).to_have_text(
        "Solved. Nine, one for each distance, from −3 to 5."
    )


LONGEST = """(control) => {
    for (const each of document.getAnimations()) each.finish(); // the handle's nudge
    control.click();
    const running = document.getAnimations().map((each) => each.effect);
    return Math.max(0, ...running.map((each) => each.getComputedTiming().endTime));
}"""


def test_motion_ends_where_it_should(alone: Visit):
    page = alone(ConnectivityExplorer(controls=4), reduced_motion="no-preference")
    controls = [page.get_by_role("switch").nth(i) for i in range(3)]
    local, shared, scrambled = controls
    moving = page.locator("[data-explorable][data-moving]")

    def run(control: Locator) -> None:
        assert 0 < control.evaluate(LONGEST) <= 700
        expect(moving).to_have_count(0)
        expect(page.locator(".cnn-ghost")).to_have_count(0)

    run(local)
    assert letters(page)[0] == "abc..."
    expect(page.locator(".cnn-lines line").nth(5)).to_have_css("opacity", "0")
    run(shared)
    run(local)
    assert letters(page)[3] == "smgabc"
    expect(page.locator(".cnn-lines line").nth(6)).to_have_css("opacity", "1")
    run(cell(page, 2, 0))
    view(page, "picture")
    run(cell(page, 5, 0))
    for control in (local, shared, local, local, scrambled):
        run(control)
    assert shown(page)["read"] == sorted(
        ConnectivityExplorer(view="picture", local=True, scrambled=True, focus=5).shown()["read"]
    )


def test_lines_tear_in_the_middle_the_farthest_first(alone: Visit):
    page = alone(ConnectivityExplorer(), reduced_motion="no-preference")
    page.get_by_role("switch", name="Local").evaluate(
        """(control) => {
            for (const each of document.getAnimations()) each.finish();
            control.click();
            for (const each of document.getAnimations()) {
                each.pause();
                each.currentTime = 190;
            }
        }"""
    )
    whole = page.locator(".cnn-lines line").evaluate_all(
        "all => all.map((line) => parseFloat(getComputedStyle(line).strokeDasharray))"
    )
    assert whole[18] < whole[12] < whole[6] == pytest.approx(0.5)  # from x₁ to y₄, y₃, y₂
    covered = page.get_by_role("grid", name="weights").locator("td:has(.cnn-ghost)")
    opacity = covered.evaluate_all(
        """all => Object.fromEntries(all.map((td) => [
            td.dataset.place,
            Number(getComputedStyle(td.querySelector(".cnn-ghost")).opacity),
        ]))"""
    )
    assert (opacity["3,0"], opacity["1,0"]) == (0, 1)


def test_it_is_accessible(alone: Visit):
    page = alone(ConnectivityExplorer(local=True, controls=4))
    cell(page, 1, 1).click()
    aside = ("landmark", "page-has-heading-one", "region")
    assert [each for each in violations(page) if not each.startswith(aside)] == []


def test_the_picture_fits_a_phone_too(alone: Visit):
    page = alone(ConnectivityExplorer(view="picture", local=True), width=375)
    figure, task = (page.locator(name).bounding_box() for name in (".cnn-figure", ".cnn-task"))
    assert figure is not None
    assert task is not None
    assert figure["height"] - task["height"] <= 700
    matrix = page.get_by_role("grid", name="weights").bounding_box()
    assert matrix is not None
    assert matrix["x"] + matrix["width"] <= figure["x"] + figure["width"]
