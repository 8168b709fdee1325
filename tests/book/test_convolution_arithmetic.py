"""The window on both axes: what sets its stops, what is dragged, typed, linked to, and asked."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import ConvolutionArithmetic
from tests.book.visits import Visit, overflow, shown, smallest_text, violations

ALL = ["kernel", "stride", "padding", "dilation", "size"]


def press(page: Page, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).click()


def put(page: Page, **wanted: int) -> None:
    """Press − and + until the settings are these; what an error shows counts, too."""
    for name, value in wanted.items():
        now = page.get_by_role("group", name=name, exact=True).locator("output")
        by = value - int(now.inner_text().split("×")[0])
        press(page, f"{name}: one {'more' if by > 0 else 'less'}", abs(by))


def size(page: Page) -> tuple[int, int]:
    output = shown(page)["output"]
    return len(output), len(output[0])


def place(page: Page) -> list[int]:
    return [shown(page)["row"], shown(page)["column"]]


def pane(page: Page) -> Locator:
    return page.locator(".cnn-pane")


def verdict(page: Page) -> Locator:
    return page.locator(".cnn-verdict")


def drag(page: Page, node: Locator, right: float, down: float, *, release: bool = True) -> None:
    """By so many cells."""
    box = node.bounding_box()
    cell = page.locator(".ca-field td[data-place='0,0']").bounding_box()
    assert box is not None
    assert cell is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right * cell["width"], y + down * cell["width"], steps=3)
    if release:
        page.mouse.up()


def test_it_begins_as_the_text_says(alone: Visit):
    page = alone("<h1>Alone</h1>", ConvolutionArithmetic())
    state = shown(page)
    assert size(page) == (5, 5)
    assert state["products"] == [0, 1, 2, 1, 2, 1, 2, 1, 0]
    assert [line[0] for line in state["output"]] == [10, 10, 9, 10, 10]
    formula = page.locator(".cnn-role-line:visible")
    expect(formula).to_have_text("rows and columns: ⌊(7 + 2·0 − 3) / 1⌋ + 1 = 5")
    expect(page.locator(".ca-code code")).to_have_text("torch.nn.Conv2d(1, 1, 3)")
    expect(page.get_by_text("picture 7×7", exact=True)).to_be_visible()
    expect(page.get_by_text("output 5×5 = 25", exact=True)).to_be_visible()
    down = page.get_by_role("img", name="Stops down: rows 0 to 2, 1 to 3, 2 to 4, 3 to 5, 4 to 6")
    expect(down.locator("i:visible:not([data-beyond])")).to_have_count(5)
    expect(page.get_by_text("does not count")).to_be_visible()
    expect(page.locator("[aria-live]").first).to_have_text(
        "Kernel 3, stride 1, padding 0: 5×5 outputs. Every pixel is read. "
        "Row 0, column 0: 1 + 2 + 1 + 2 + 1 + 2 + 1 = 10."
    )
    expect(page.get_by_role("button", name="Copy link")).to_have_count(0)
    expect(verdict(page)).to_have_text("")
    assert violations(page) == []


def test_settings_decide_how_often_it_stops(alone: Visit):
    page = alone(ConvolutionArithmetic(controls=ALL))
    put(page, kernel=2, stride=2)
    assert size(page) == (3, 3)
    assert shown(page)["unread"] == [[6], [6]]
    expect(page.get_by_text("Not read: row and column 6.")).to_be_visible()
    expect(page.locator(".ca-field td[data-struck]")).to_have_count(13)
    put(page, padding=1)
    assert size(page) == (4, 4)
    expect(page.get_by_text("picture 7×7, with its zeros 9×9")).to_be_visible()
    expect(page.locator(".cnn-role-line:visible")).to_have_text(
        "rows and columns: ⌊(7 + 2·1 − 2) / 2⌋ + 1 = 4"
    )
    put(page, dilation=2, kernel=3, picture=16)
    expect(page.locator(".cnn-role-line:visible")).to_have_text(
        "rows and columns: ⌊(16 + 2·1 − 2·(3 − 1) − 1) / 2⌋ + 1 = 7"
    )
    expect(page.locator(".ca-code code")).to_have_text(
        "torch.nn.Conv2d(1, 1, 3, stride=2, padding=1, dilation=2)"
    )
    gaps = page.locator(".ca-field .cnn-pane-body > [data-gap]")
    expect(gaps).to_have_count(25 - 9)
    expect(page.get_by_role("group", name="picture").locator("output")).to_have_text("16")
    page.get_by_role("button", name="picture: one more").click(force=True)
    assert len(shown(page)["picture"]) == 16


def test_axes_may_differ(alone: Visit):
    controls = ["before", "after", "rows", "columns"]
    page = alone(
        ConvolutionArithmetic(rows=5, columns=9, stride=3, padding=(0, 1), controls=controls)
    )
    lines = page.locator(".cnn-role-line")
    expect(lines.nth(0)).to_have_text("rows: ⌊(5 + 0 + 1 − 3) / 3⌋ + 1 = 2")
    expect(lines.nth(1)).to_have_text("columns: ⌊(9 + 0 + 1 − 3) / 3⌋ + 1 = 3")
    expect(page.locator(".ca-code code")).to_have_text(
        "torch.nn.Sequential(torch.nn.ZeroPad2d((0, 1, 0, 1)), torch.nn.Conv2d(1, 1, 3, stride=3))"
    )
    assert shown(page)["left_over"] == [0, 1]
    put(page, after=0, rows=6)
    expect(page.locator(".ca-note")).to_have_text("Every pixel is read.")
    put(page, rows=7, columns=8)
    expect(page.locator(".ca-note")).to_have_text("Not read: row 6, columns 6 and 7.")


def test_the_window_is_moved_in_every_way(alone: Visit):
    page = alone(ConvolutionArithmetic(stride=2, padding=1))
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight"):
        pane(page).press(key)
    assert place(page) == [1, 3]
    pane(page).press("Home")
    assert place(page) == [0, 0]
    drag(page, pane(page), 4.2, 1.9)
    assert place(page) == [1, 2]
    drag(page, pane(page), -9, 9)
    assert place(page) == [3, 0]
    page.get_by_role("grid", name="output").locator("[data-place='2,3']").click()
    assert place(page) == [2, 3]
    page.locator(".ca-stairs[data-axis='0'] > i").first.click(position={"x": 1, "y": 3})
    assert place(page) == [0, 3]
    page.locator(".ca-stairs[data-axis='1'] > i").nth(1).click(position={"x": 60, "y": 1})
    assert place(page) == [0, 1]
    press(page, "Step", 3)
    assert place(page) == [1, 0]
    expect(page.locator("[aria-live]").first).to_have_text(
        re.compile(r"^Row 1, column 0: .* = 9\.$")
    )
    pane(page).press("s")
    assert page.evaluate("document.activeElement.ariaLabel") == "stride: one more"


@pytest.mark.parametrize("width", [1440, 375])
def test_its_corner_and_the_next_stop_are_dragged(alone: Visit, width: int):
    page = alone(ConvolutionArithmetic(), width=width)
    end, after = page.locator(".ca-end"), page.locator(".ca-next")
    drag(page, end, 2.1, 2.1, release=False)
    assert shown(page)["kernel"] == 5
    expect(verdict(page)).to_have_text("")
    page.mouse.up()
    expect(verdict(page)).to_have_text(re.compile("^One way"))
    drag(page, end, -3, 0)
    assert shown(page)["kernel"] == 2
    drag(page, after, 1.1, 0)
    assert shown(page)["stride"] == 2
    pane(page).press("Shift+ArrowRight")
    drag(page, after, 0, 9)  # from the last column the next stop lies below
    assert shown(page)["stride"] == 5
    touch = "node => [getComputedStyle(node).touchAction, node.offsetWidth >= 44]"
    for handle in (end, after):
        assert handle.evaluate(touch) == ["pinch-zoom", True]
    assert page.locator(".ca-field .cnn-plate").evaluate(touch)[0] == "pan-y pinch-zoom"
    put(page, kernel=1, stride=1)
    box = pane(page).bounding_box()
    assert box is not None
    for way in (-21, 21):
        at = [box["x"] + box["width"] / 2 + way, box["y"] + box["height"] / 2]
        found = "(at) => document.elementFromPoint(...at).className"
        assert re.search("cnn-pane|cnn-carried", page.evaluate(found, at))
    assert overflow(page) == []


def test_numbers_are_typed(alone: Visit):
    page = alone(ConvolutionArithmetic())
    page.locator(".ca-field td[data-place='5,6']").click()
    field = page.get_by_label("picture row 5, column 6")
    expect(field).to_be_focused()
    field.fill("9")
    assert shown(page)["output"][4][4] == 18
    field.fill("1e9")
    expect(page.locator(".cnn-refusal").first).to_contain_text("It stays 9.")
    field.press("Enter")
    expect(field).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.place") == "5,6"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_label("picture row 4, column 6")).to_be_focused()
    pane(page).click(position={"x": 60, "y": 10})  # the number under the window
    expect(page.get_by_label("picture row 0, column 1")).to_be_focused()
    page.locator(".cnn-kernel input").nth(8).fill("-2")
    assert shown(page)["weights"][2] == [1, 1, -2]
    put(page, kernel=4)
    assert shown(page)["weights"][2] == [1, 1, -2, 1]
    put(page, kernel=2)
    page.locator(".cnn-kernel input").first.fill("0")
    put(page, kernel=3)
    assert shown(page)["weights"] == [[0, 1, 1], [1, 1, 1], [1, 1, -2]]
    press(page, "Reset")
    assert shown(page)["output"][4][4] == 10


def test_what_does_not_fit_is_refused_in_words(alone: Visit):
    page = alone(ConvolutionArithmetic(kernel=5, rows=4, columns=4, controls=["kernel", "padding"]))
    fault = page.locator(".cnn-error")
    expect(fault).to_have_text("kernel 5 is larger than the padded input 4: use padding ≥ 1")
    press(page, "Step")
    pane(page).press("ArrowRight")
    put(page, padding=1)
    assert size(page) == (2, 2)
    put(page, padding=0)
    expect(fault).to_contain_text("kernel 5 is larger")
    expect(page.locator(".ca-stage")).to_have_css("opacity", "0.4")
    expect(page.locator(".cnn-role-line:visible")).to_have_count(0)
    assert size(page) == (2, 2)
    put(page, kernel=4)
    expect(page.locator(".ca-stage")).to_have_css("opacity", "1")
    assert size(page) == (1, 1)


def test_each_way_to_three_is_told_what_it_did(alone: Visit):
    page = alone(ConvolutionArithmetic(controls=ALL))
    said = [
        ({"kernel": 4}, "4×4: the window stops too often."),
        ({"stride": 3}, "2×2: the window stops too seldom."),
        ({"padding": 1, "stride": 2}, "3×3, but 5 of the 9 windows read zeros."),
        ({"padding": 0, "kernel": 1, "stride": 3},
         "3×3, but rows and columns 1, 2, 4 and 5 are not read. "
         "The steps are longer than the window: gaps."),
        ({"stride": 2, "kernel": 2}, "3×3, but row and column 6 are not read. "
         "7 − 2 = 5 leaves 1 over."),
        ({"kernel": 3}, "One way. 3×3 in steps of 2: 9·9 = 81 products. Now another."),
        ({"picture": 8}, "The picture is 8×8; it must be 7×7."),
        ({"picture": 7}, "One way. 3×3 in steps of 2: 9·9 = 81 products. Now another."),
        ({"stride": 1, "kernel": 5}, "Solved. 3×3 in steps of 2: 9·9 = 81 products. "
         "5×5 in steps of 1: 9·25 = 225 products. Equal sizes, other numbers and another price."),
    ]  # fmt: skip
    for settings, sentence in said:
        put(page, **settings)
        expect(verdict(page)).to_have_text(sentence)
    put(page, kernel=4)
    expect(verdict(page)).to_contain_text("Solved.")
    press(page, "Reset")
    expect(verdict(page)).to_have_text("")
    put(page, stride=2)
    expect(verdict(page)).to_contain_text("One way.")
    put(page, stride=1, dilation=2)
    expect(verdict(page)).to_contain_text("3×3 with dilation 2 in steps of 1: 9·9 = 81 products.")


def test_other_zeros_are_told_what_they_did(alone: Visit):
    controls = ["stride", "before", "after", "size"]
    figure = ConvolutionArithmetic(rows=8, columns=8, stride=2, task="zeros", controls=controls)
    page = alone(figure)
    before, after = "zeros before", "after"
    said = [
        ({"stride": 1}, "Only the zeros may change: kernel 3, stride 2."),
        ({"picture": 7, "stride": 2}, "The picture is 7×7; it must be 8×8."),
        ({"picture": 8}, "3×3: it must be 4×4."),
        ({after: 1}, "One way: 0 before and 1 after. Now another."),
        ({after: 2}, "0 before and 1 after, then 0 before and 2 after: the same 16 numbers. "
         "What was added is left over."),
        ({before: 1}, "5×5: it must be 4×4."),
        ({after: 1}, "Solved. 0 before and 1 after, then 1 before and 1 after: 14 of 16 numbers "
         "differ. TensorFlow's SAME puts 0 and 1, PyTorch's padding=1 puts 1 and 1."),
    ]  # fmt: skip
    for settings, sentence in said:
        put(page, **settings)
        expect(verdict(page)).to_have_text(sentence)


def test_a_link_restores_the_settings(alone: Visit):
    figure = ConvolutionArithmetic(address="stepper", controls=ALL)
    page = alone("<p style='height: 2000px'>Above</p>", figure)
    plain = page.url
    fault = page.locator(".cnn-address")
    put(page, kernel=5, stride=2)
    page.wait_for_url(f"{plain}#stepper=k5s2p0n7")
    press(page, "Copy link")
    expect(page.get_by_text("Copied.")).to_be_attached()
    copied = page.locator(".ca-code .cnn-copy").first
    press(page, "Copy the line for PyTorch")
    expect(copied).to_have_text("Copied")
    page.goto("about:blank")
    page.goto(f"{plain}#stepper=k2s3p0,1d2n7,9")  # a page of its own
    page.wait_for_selector("[data-ready]")
    state = shown(page)
    assert (state["kernel"], state["stride"], state["zeros"]) == (2, 3, [0, 1])
    assert (state["dilation"], len(state["picture"]), len(state["picture"][0])) == (2, 7, 9)
    expect(page.locator("[data-explorable]")).to_be_in_viewport()
    press(page, "Reset")
    assert size(page) == (5, 5)
    for address, words in {
        "k9": "The link asks for k9, which cannot be shown: kernel is from 1 to 5.",
        "kxx": "The link asks for kxx, which cannot be shown: it is not of the form k3s1p0n7.",
        "k5n4": "The link asks for k5n4, which cannot be shown: kernel 5 is larger than the padded "
        "input 4: use padding ≥ 1.",
    }.items():
        page.evaluate("(hash) => (location.hash = hash)", f"stepper={address}")
        expect(fault).to_have_text(words)
        assert size(page) == (5, 5)
    page.evaluate("location.hash = 'stepper=s2'")  # a link in the text, on the same page
    expect(fault).to_have_text("")
    assert size(page) == (3, 3)
    page.evaluate("location.hash = 'stepper=k9'")
    put(page, stride=3)
    expect(fault).to_have_text("")
    page.wait_for_url(f"{plain}#stepper=k3s3p0n7")


MOVES = """(name) => {
    [...document.querySelectorAll("button")].find((each) =>
        (each.getAttribute("aria-label") ?? each.textContent) === name).click();
    return document.getAnimations().map(({ effect }) => [effect.target.className ||
        effect.target.localName, ...effect.getKeyframes().map((each) => each.left ?? each.inset)]);
}"""


def test_all_moves_and_ends_where_it_should(alone: Visit):
    page = alone(ConvolutionArithmetic(controls=ALL), reduced_motion="no-preference")
    moves = page.evaluate(MOVES, "stride: one more")
    right = [way for name, *way in moves if name == "i" and way[0]][-4:]
    third = ["calc(2 * var(--cell))", "calc(4 * var(--cell))"]  # the third stop goes on being it
    assert third in right
    page.wait_for_function("!document.getAnimations().length")
    zeros = next(
        way for name, *way in page.evaluate(MOVES, "padding: one more") if name == "ca-zeros"
    )
    assert [re.findall(r"-?\d", way)[0] for way in zeros] == [
        "0",
        "-1",
    ]  # they grow out of the edge
    press(page, "Step")
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert place(page) == [0, 1]
    expect(page.locator(".cnn-total")).to_have_text("9")
    put(page, kernel=5, padding=0)
    press(page, "Play")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert place(page) == [1, 1]


def test_less_motion_jumps_and_paper_has_all(alone: Visit):
    page = alone(ConvolutionArithmetic(row=1))
    assert page.evaluate(MOVES, "Step") == []
    expect(page.locator(".cnn-play")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".cnn-bar").first).to_be_hidden()
    expect(page.locator(".ca-code button")).to_be_hidden()
    expect(page.locator(".ca-end")).to_be_hidden()
    expect(page.locator(".cnn-role-line").first).to_be_visible()


@pytest.mark.parametrize("width", [1440, 375])
def test_nothing_jumps_when_a_setting_changes(alone: Visit, width: int):
    page = alone(ConvolutionArithmetic(), width=width)
    seen = set()
    for name in ("padding", "stride", "kernel", "padding", "kernel"):
        box = page.locator(".cnn-bar").first.bounding_box()
        picture = page.locator(".ca-field").bounding_box()
        assert box is not None
        assert picture is not None
        seen.add((round(box["y"] - picture["y"]), round(picture["height"])))
        press(page, f"{name}: one more")
    assert len(seen) == 1
    assert smallest_text(page.locator("[data-explorable]")) >= 12
