"""A pad to draw digits on: what its reader makes of them, the lens, the holes, and the task."""

import re
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from cnnlib.data import load_digits
from cnnlib.interactive import DigitPad
from cnnlib.interactive._reader_weights import packed_reader, unpacked_reader
from cnnlib.models import KerasReader
from cnnlib.training import fit
from tests.book.controls import choose
from tests.book.visits import Visit, overflow, shown, smallest_text, violations


@pytest.fixture(scope="module")
def reader() -> KerasReader:
    """A reader that has learned a little, in seconds: enough to tell a 3 from the others."""
    made = KerasReader(seed=0)
    train, _ = load_digits()
    how = {"rate": 1e-3, "optimizer": "RMSprop", "batch": 50, "epochs": 2}
    fit(made, train.first(2000), **how, device="cpu", progress=False)
    return unpacked_reader(packed_reader(made)[0])


class Figure:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.node = page.locator("[data-explorable=DigitPad][data-ready]")
        self.pad = self.node.locator(".dp-pad")
        self.live = self.node.locator("[aria-live]").first
        self.said = self.node.locator(".cnn-verdict")
        self.lens = self.node.locator(".dp-lens")
        self.path = self.node.locator(".dp-path")

    def press(self, name: str) -> None:
        self.node.get_by_role("button", name=name, exact=True).click()

    def sheet(self, layer: str) -> Locator:
        return self.node.locator(f"[data-layer={layer}] .dp-sheet")

    def answer(self, digit: int) -> Locator:
        return self.node.locator(".dp-answer").nth(digit)

    def draw(self, *points: tuple[float, float]) -> None:
        """Along these points, [down, right] in pixels of the pad, with the mouse."""
        box = self.pad.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        for i, (down, right) in enumerate(points):
            mouse.move(box["x"] + right * box["width"] / 28, box["y"] + down * box["height"] / 28)
            if i == 0:
                mouse.down()
        mouse.up()

    def numbers(self) -> dict[str, Any]:
        return shown(self.page)

    def squares(self, kind: str) -> list[list[float]]:
        """The numbers of the channels that the lens has in full."""
        found = self.lens.locator(f".dp-group:visible .dp-square[data-kind={kind}]")
        texts = [square.locator("> *").all_inner_texts() for square in found.all()]
        return [[float(text.replace("−", "-")) for text in each] for each in texts]

    def lines(self) -> list[float]:
        texts = self.lens.locator(".dp-line b").all_inner_texts()
        return [float(text.replace("−", "-")) for text in texts if not re.search("[%/]", text)]


def test_what_is_drawn_is_read_while_it_is_drawn(alone: Visit, reader: KerasReader):
    page = alone(DigitPad(reader, accuracy=0.9))
    figure = Figure(page)
    expect(figure.node).to_contain_text("It reads 90 % of unseen digits.")
    expect(figure.live).to_have_text(re.compile(r"^It reads \d with \d+ percent, then \d with "))
    figure.press("Clear")
    empty = figure.node.locator(".dp-empty")
    expect(empty).to_have_text(
        re.compile(r"^Nothing drawn\. On blank paper it says \d, with \d+ %: there is no eleventh")
    )
    assert figure.numbers()["ink"] == 0
    figure.draw((4, 14), (14, 14))
    first = figure.numbers()
    figure.draw((14, 14), (24, 14))
    last = figure.numbers()
    expect(empty).to_be_hidden()
    assert 20 < first["ink"] < last["ink"]
    assert (last["label"], last["answer"]) == (None, 1), "a line upright is a 1"
    assert figure.node.locator("select").input_value() == "own"
    choose(figure.node, "Tool", "eraser")
    figure.draw((2, 14), (26, 14))
    expect(empty).to_be_visible()
    figure.node.locator("select").select_option("a 7")
    assert (figure.numbers()["label"], figure.numbers()["answer"]) == (7, 7)


def test_a_line_is_as_wide_as_one_asks(alone: Visit):
    page = alone(DigitPad())
    figure = Figure(page)
    inks = []
    for line in ("thin", "medium", "thick"):
        figure.press("Clear")
        choose(figure.node, "Line", line)
        figure.draw((6, 14.5), (21, 14.5))
        inks.append(figure.numbers()["ink"])
        choose(figure.node, "Tool", "eraser")
        figure.draw((13, 14.5), (14, 14.5))
        inks.append(figure.numbers()["ink"])
        choose(figure.node, "Tool", "pen")
    thin, medium, thick = zip(*[iter(inks)] * 2, strict=True)
    assert thin[0] < medium[0] < thick[0]
    assert all(after < before for before, after in (medium, thick))
    choose(figure.node, "Tool", "move")
    expect(figure.node.locator(".dp-lines")).to_be_hidden()
    figure.press("Reset")
    expect(figure.node.get_by_role("radio", name="medium")).to_be_checked()


def test_page_and_pytorch_read_alike_what_was_drawn(alone: Visit, reader: KerasReader):
    page = alone(DigitPad(reader))
    figure = Figure(page)
    figure.press("Clear")
    figure.draw((6, 8), (6, 19), (22, 12))
    alpha = """(canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, 28, 28);
        return Array.from({ length: 784 }, (_, i) => 255 - data[4 * i]);
    }"""
    dark = np.array(figure.pad.locator("canvas").evaluate(alpha), np.float32)
    picture = (dark / dark.max()).reshape(1, 1, 28, 28)  # the darkest is the color of text
    with torch.no_grad():
        scores = reader(torch.from_numpy(picture))[0].numpy()
    np.testing.assert_allclose(figure.numbers()["scores"], scores, atol=0.1)


def test_keys_draw_move_and_cover(alone: Visit):
    page = alone(DigitPad())
    figure = Figure(page)
    figure.press("Clear")
    figure.pad.focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "Space", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    drawn = figure.numbers()["ink"]
    assert 9 <= drawn <= 30
    expect(figure.node.locator(".dp-cursor")).to_be_visible()
    figure.node.locator("select").select_option("a 3")
    choose(figure.node, "Tool", "move")
    figure.pad.press("ArrowLeft")
    figure.pad.press("Shift+ArrowUp")
    assert figure.numbers()["moved"] == [-4, -1]
    expect(figure.node.locator(".dp-note")).to_have_text("Moved 1 left, 4 up.")
    choose(figure.node, "Tool", "hole")
    assert figure.numbers()["hole"] == [10, 10]
    figure.pad.press("ArrowRight")
    assert figure.numbers()["hole"] == [10, 11]
    expect(figure.node.locator(".dp-hole-said")).to_have_text(
        re.compile(r"^\d has .*% behind this hole, .*% without it\.$")
    )
    choose(figure.node, "Tool", "pen")
    assert figure.numbers()["hole"] is None


def test_a_finger_draws_moves_and_covers(alone: Visit):
    page = alone(DigitPad())
    figure = Figure(page)
    choose(figure.node, "Tool", "move")
    figure.draw((14, 14), (15, 16))
    assert figure.numbers()["moved"] == [1, 2]
    choose(figure.node, "Tool", "hole")
    figure.draw((10, 10), (12.5, 20.5))
    assert figure.numbers()["hole"] == [9, 17]
    choose(figure.node, "Tool", "pen")
    figure.draw((1, 1), (1, 2))
    numbers = figure.numbers()
    assert (numbers["moved"], numbers["label"]) == ([0, 0], None), "what was moved stays there"
    assert figure.pad.evaluate("el => getComputedStyle(el).touchAction") == "pinch-zoom"


@pytest.mark.parametrize("layer", ["conv1", "conv2", "conv3", "dense1", "dense2"])
def test_the_lens_adds_up(alone: Visit, reader: KerasReader, layer: str):
    page = alone("<h1>Alone</h1>", DigitPad(reader, layer=layer, channel=7, row=6, column=7))
    figure = Figure(page)
    numbers = figure.numbers()
    sums = [term[1] for term in numbers["terms"]]
    windows, weights, products = map(figure.squares, ("window", "weights", "products"))
    for terms in zip(windows, weights, products, strict=True):
        for x, w, product in zip(*terms, strict=True):
            assert product == pytest.approx(x * w, abs=0.001 * (1 + abs(x) + abs(w)))
    for found, total in zip(products, sums, strict=True):
        assert sum(found) == pytest.approx(total, abs=0.015)
    lines = figure.lines()
    assert lines[0] + lines[1] == pytest.approx(lines[2], abs=0.0021)
    if layer == "dense2":
        assert lines[2] == pytest.approx(numbers["scores"][7], abs=0.006)
        expect(figure.lens).to_contain_text(re.compile(r"= probability[\d.e−]+ %"))
    else:
        assert lines[3] == pytest.approx(max(0, lines[2]), abs=0.0011)
    count = {"conv1": 1, "conv2": 32, "conv3": 64, "dense1": 64, "dense2": 64}[layer]
    expect(figure.lens.locator(".dp-stairs rect")).to_have_count(count + 1)
    assert violations(page) == []


def test_the_way_down_to_the_pixels(alone: Visit, reader: KerasReader):
    page = alone(DigitPad(reader))
    figure = Figure(page)
    figure.answer(3).click()
    expect(figure.path).to_have_text("the score of 3")
    steps = [("dense1", 26), ("conv3", 18), ("conv2", 8), ("conv1", 3)]
    for layer, size in steps:
        best = int(np.argmax(figure.squares("window")[0]))
        below = figure.squares("window")[0][best]
        figure.lens.locator(".dp-group").first.locator("span").nth(best).click()
        numbers = figure.numbers()
        assert numbers["layer"] == layer
        assert numbers["value"] == pytest.approx(below, abs=0.006), "it is what was read above"
        share = figure.node.locator(".dp-field").evaluate("el => parseFloat(el.style.width)")
        assert share * 28 / 100 == pytest.approx(size, abs=0.01)
    trail = [text.split()[0] for text in figure.path.locator("button").all_inner_texts()]
    assert trail == ["digit", "unit", "map", "map"]
    expect(figure.node.locator(".dp-here:visible")).to_have_count(4)
    expect(figure.lens.locator("button")).to_have_count(5)  # four steps back, and Close
    figure.path.locator("button").first.click()
    assert figure.numbers()["layer"] == "dense2"
    figure.press("Close")
    expect(figure.lens).to_be_hidden()


_STOPS = [
    *(".dp-answer[data-open]", "[data-layer=dense1] .dp-here"),
    *("[data-layer=conv3] .dp-dot", "[data-layer=conv2] .dp-dot", ".dp-field"),
]

# At once after an event, as before paper: how far each piece of the thread ends from what it joins.
_APART = """(figure, [stops, event]) => {
    if (event) dispatchEvent(new Event(event));
    const boxes = stops.map((stop) => figure.querySelector(stop).getBoundingClientRect());
    const svg = figure.querySelector(".dp-thread").getBoundingClientRect();
    const far = (low, at, high) => Math.max(low - at, at - high, 0);
    return [...figure.querySelectorAll(".dp-thread path")].map((path, i) => {
        const ends = [0, path.getTotalLength()].map((at, end) => {
            const { x, y } = path.getPointAtLength(at);
            const { left, right, top, bottom } = boxes[i + end];
            return far(left, x + svg.left, right) + far(top, y + svg.top, bottom);
        });
        return Math.max(...ends);
    });
}"""


def test_one_thread_leads_from_what_was_opened_to_the_pixels(alone: Visit, reader: KerasReader):
    page = alone(DigitPad(reader), width=1440)
    figure = Figure(page)
    thread = figure.node.locator(".dp-thread")
    expect(thread).to_be_hidden()
    figure.answer(3).click()
    for _ in range(3):
        best = int(np.argmax(figure.squares("window")[0]))
        figure.lens.locator(".dp-group").first.locator("span").nth(best).click()

    def joins(event: str = "") -> bool:
        apart = figure.node.evaluate(_APART, [_STOPS, event])
        return len(apart) == len(_STOPS) - 1 and max(apart) <= 2

    assert joins()
    page.set_viewport_size({"width": 800, "height": 900})
    page.wait_for_function("document.querySelector('.dp-thread').clientWidth < 800")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert joins()
    page.set_viewport_size({"width": 1440, "height": 900})
    assert joins("beforeprint")
    expect(figure.node).to_have_css("width", "600px")
    expect(figure.node.locator(".dp-tools")).to_be_hidden()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert figure.sheet("conv1").locator("canvas").evaluate("it => it.width") == 16 * 27
    assert joins("afterprint")
    expect(figure.node.locator(".dp-tools")).to_be_visible()
    page.set_viewport_size({"width": 375, "height": 700})
    expect(thread).to_be_hidden()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(thread).to_be_visible()
    figure.press("Close")
    expect(thread).to_be_hidden()


def test_a_pen_on_the_pad_leaves_the_thread_alone(alone: Visit, reader: KerasReader):
    """The same way costs a stroke nothing."""
    page = alone(DigitPad(reader, layer="conv2", channel=3, row=4, column=4), width=1440)
    figure = Figure(page)
    path = figure.node.locator(".dp-thread path")
    path.evaluate("path => path.setAttribute('data-kept', '')")
    figure.draw((4, 14), (14, 14))
    expect(path).to_have_attribute("data-kept", "")
    figure.lens.locator(".dp-map").press("ArrowRight")
    expect(path).not_to_have_attribute("data-kept", "")


def test_a_cell_is_pressed_in_a_map_and_moved_in_the_lens(alone: Visit):
    page = alone(DigitPad())
    figure = Figure(page)
    sheet = figure.sheet("conv2")
    box = sheet.bounding_box()
    assert box is not None
    tile = box["width"] / 16
    sheet.click(position={"x": tile * (2 + 4.5 / 12), "y": tile * (1 + 6.5 / 12)})
    numbers = figure.numbers()
    assert (numbers["layer"], numbers["channel"], numbers["cell"]) == ("conv2", 18, [6, 4])
    figure.lens.locator(".dp-map").press("ArrowRight")
    assert figure.numbers()["cell"] == [6, 5]
    expect(figure.live).to_have_text(
        re.compile("^second convolution, map 18, row 6, column 5: sum")
    )
    sheet.press("ArrowRight")
    sheet.press("Enter")
    assert figure.numbers()["channel"] == 19
    stairs = figure.lens.get_by_role("slider")
    before = int(stairs.get_attribute("aria-valuenow") or "")
    key = "ArrowLeft" if before else "ArrowRight"
    stairs.press(key)
    picked = before + (-1 if before else 1)
    expect(stairs).to_have_attribute("aria-valuenow", str(picked))
    expect(figure.lens.locator(".dp-group .dp-term").first).to_have_text(
        re.compile(f"^map {picked}: ")
    )
    page.keyboard.press("Escape")
    expect(figure.lens).to_be_hidden()


def test_paper_does_not_wait_until_all_holes_are_tried(alone: Visit, reader: KerasReader):
    page = alone(DigitPad(reader))
    said = page.evaluate(
        """() => {
            const said = document.querySelector(".dp-hole-said");
            document.querySelector(".dp-beside input").click();
            const before = said.textContent;
            window.dispatchEvent(new Event("beforeprint"));
            return [before, said.textContent];
        }"""
    )
    assert said[0] == "Trying 484 holes …"
    assert re.match(r"The worst hole, around row \d+, column \d+, leaves|No hole", said[1])


def test_after_pooling_a_cell_leads_to_the_one_that_won(alone: Visit, reader: KerasReader):
    page = alone(DigitPad(reader))
    figure = Figure(page)
    figure.pad.press("p")
    expect(figure.node).to_contain_text("First convolution: 32 maps, 13×13 after pooling")
    sheet = figure.sheet("conv1")
    box = sheet.bounding_box()
    assert box is not None
    tile = box["width"] / 16
    sheet.click(position={"x": tile * (6 + 5.9) / 27, "y": tile * (6 + 4.9) / 27})
    cell = figure.numbers()["cell"]
    assert [cell[0] // 2, cell[1] // 2] == [4, 5]
    with torch.no_grad():
        image = load_digits()[1].images[load_digits()[1].labels == 3][:1]
        map_ = reader.relu1(reader.conv1(torch.from_numpy(image)))[0, 0].numpy()
    assert map_[tuple(cell)] == map_[8:10, 10:12].max()


def _left(reader: KerasReader, apart: int) -> dict[tuple[int, int], float]:
    """Of the first test 3: what each hole, so many pixels apart, leaves of its probability."""
    digits = load_digits()[1]
    image = digits.images[digits.labels == 3][0]
    covered = {}
    for row in range(0, 22, apart):
        for column in range(0, 22, apart):
            covered[row, column] = image.copy()
            covered[row, column][:, row : row + 7, column : column + 7] = 0
    with torch.no_grad():
        scores = reader(torch.from_numpy(np.stack([*covered.values()]))).softmax(1)[:, 3]
    return dict(zip(covered, scores.tolist(), strict=True))


@pytest.mark.parametrize("is_fine", [False, True], ids=["11×11", "22×22"])
def test_holes_are_tried_and_the_worst_is_told(alone: Visit, reader: KerasReader, is_fine: bool):
    page = alone(DigitPad(reader))
    figure = Figure(page)
    said = figure.node.locator(".dp-hole-said")
    told = re.compile(r"^The worst hole, around row (\d+), column (\d+), leaves ")
    expect(said).to_have_text(told)
    if is_fine:
        figure.node.get_by_role("switch", name="all 22×22").press("Space")
        expect(said).to_have_text(told)
    left = _left(reader, 1 if is_fine else 2)
    assert figure.numbers()["holes"] == len(left)
    worst = min(left, key=lambda place: left[place])
    place = told.search(said.inner_text())
    assert place is not None
    assert tuple(int(middle) - 3 for middle in place.groups()) == worst
    board = figure.node.locator(".dp-holes")
    box = board.bounding_box()
    assert box is not None
    across = 22 if is_fine else 11
    at = [(place * across // 22 + 0.5) * box["width"] / across for place in worst]
    board.click(position={"x": at[1], "y": at[0]})
    assert figure.numbers()["hole"] == list(worst)
    chance = figure.numbers()["probabilities"][3]
    assert chance == pytest.approx(100 * left[worst], abs=0.2)
    board.press("ArrowLeft")
    assert figure.numbers()["hole"] == [worst[0], worst[1] - (1 if is_fine else 2)]


def test_holes_wait_until_nothing_else_is_asked(alone: Visit, reader: KerasReader):
    page = alone(DigitPad(reader))
    figure = Figure(page)
    said = figure.node.locator(".dp-hole-said")
    expect(said).to_have_text(re.compile("^The worst hole"))
    page.clock.install()
    page.clock.pause_at("2100-01-01")
    figure.node.get_by_role("switch", name="all 22×22").press("Space")
    for key in ("p", "p", "p"):
        page.clock.run_for(150)
        figure.pad.press(key)
    expect(said).to_have_text("Trying 484 holes …")
    page.clock.run_for(1000)
    expect(said).to_have_text(re.compile("^The worst hole"))


def _far(reader: KerasReader) -> tuple[tuple[int, int], list[tuple[int, int]]]:
    """Of the first test 3: the nearest place at which it is misread, and all that are as near."""
    digits = load_digits()[1]
    image = digits.images[digits.labels == 3][0, 0]
    rows, columns = (np.flatnonzero(image.any(axis)) for axis in (1, 0))
    found: dict[int, list[tuple[int, int]]] = {}
    for down in range(-rows[0], 28 - rows[-1]):
        for right in range(-columns[0], 28 - columns[-1]):
            moved = np.roll(image, (down, right), (0, 1))[None, None]
            with torch.no_grad():
                answer = int(reader(torch.from_numpy(moved)).argmax())
            if answer != 3:
                found.setdefault(abs(down) + abs(right), []).append((int(down), int(right)))
    nearest = found[min(found)]
    return nearest[0], [place for far in found.values() for place in far if far is not nearest]


def test_the_task_is_solved_by_the_shortest_way(alone: Visit, reader: KerasReader):
    nearest, others = _far(reader)
    page = alone(DigitPad(reader))
    figure = Figure(page)
    choose(figure.node, "Tool", "move")

    def go(down: int, right: int) -> None:
        for keys, steps in ((("ArrowUp", "ArrowDown"), down), (("ArrowLeft", "ArrowRight"), right)):
            for _ in range(abs(steps)):
                figure.pad.press(keys[steps > 0])

    go(0, 1)
    expect(figure.said).to_have_text(re.compile("^Moved by 1 pixel: it still reads 3, with"))
    go(0, -1)
    if others:
        far = others[-1]
        go(*far)
        expect(figure.said).to_contain_text("There is a place nearer to home.")
        go(-far[0], -far[1])
    go(*nearest)
    count = abs(nearest[0]) + abs(nearest[1])
    expect(figure.said).to_have_text(
        re.compile(rf"^Solved\. {count} pixels?, and it reads \d; .*the dense layers very much\.$")
    )


def test_what_is_no_move_is_told(alone: Visit, reader: KerasReader):
    page = alone(DigitPad(reader, tool="move", centered=True))
    figure = Figure(page)
    figure.pad.press("ArrowRight")
    expect(figure.said).to_have_text(
        "You moved it by 1 and centering moved it back by 1: the reader saw the same picture."
    )
    expect(figure.node.locator(".dp-shift")).to_have_attribute("data-on", "")
    figure.node.get_by_role("switch", name="Centering").press("Space")
    for _ in range(3):
        figure.pad.press("Shift+ArrowRight")
    gone = figure.numbers()["lost"]
    expect(figure.said).to_have_text(f"That was cut off, not moved: {gone} pixels of ink are gone.")
    figure.node.locator("select").select_option("an 8")
    expect(figure.said).to_have_text("")
    figure.pad.press("ArrowLeft")
    expect(figure.said).to_have_text("That is an 8: take a 3.")
    figure.press("Clear")
    figure.draw((8, 8), (16, 16))
    choose(figure.node, "Tool", "move")
    figure.pad.press("ArrowLeft")
    expect(figure.said).to_have_text(
        "Another 3 is another test. Take the same one and the move tool."
    )


def test_an_untrained_reader_says_so(alone: Visit):
    page = alone(DigitPad(tool="move"))
    figure = Figure(page)
    expect(figure.node).to_contain_text("It was never trained: its answers are chance.")
    figure.pad.press("ArrowLeft")
    expect(figure.said).to_contain_text("This reader was never trained")


_GHOST = """(figure) => new Promise((done) => {
    const canvas = figure.querySelector(".dp-pad canvas");
    const before = canvas.toDataURL();
    let drawn = false;
    const look = () => {
        const isHome = canvas.toDataURL() === before;
        drawn ||= !isHome;
        if (drawn && isHome) done();
        else requestAnimationFrame(look);
    };
    look();
    figure.scrollIntoView();
})"""


def test_a_hand_draws_once_and_leaves_no_trace(alone: Visit):
    spacer = '<p style="height: 2000px"></p>'
    page = alone(spacer, DigitPad(), reduced_motion="no-preference")
    figure = Figure(page)
    numbers = figure.numbers()
    figure.node.evaluate(_GHOST)
    assert figure.numbers() == numbers
    figure.answer(2).click()
    page.wait_for_function("!('moving' in document.querySelector('[data-explorable]').dataset)")
    assert figure.numbers()["layer"] == "dense2"


@pytest.mark.parametrize("layer", [None, "conv2", "dense2"])
def test_it_has_room(alone: Visit, layer: str | None):
    page = alone("<h1>Alone</h1>", DigitPad(layer=layer), width=1440)
    figure = Figure(page)
    box = figure.node.bounding_box()
    assert box is not None
    assert box["height"] <= 800
    page.set_viewport_size({"width": 375, "height": 700})
    task = figure.node.locator(".cnn-task").bounding_box()
    box = figure.node.bounding_box()
    assert box is not None
    assert task is not None
    assert box["height"] - task["height"] <= 700
    assert overflow(page) == []
    assert smallest_text(figure.node) >= 12
    for name in ("1st", "2nd", "3rd", "64", "holes") if layer is None else ():
        figure.node.locator(".dp-tabs label", has_text=name).click()
        assert overflow(page) == []
    for dot in figure.node.locator(".dp-lines span").all():
        found = dot.bounding_box()
        assert found is not None
        assert min(found["height"], found["width"]) >= 24
    targets = figure.node.locator(".dp-tools span, .dp-row :is(select, button), .dp-close")
    for target in targets.locator("visible=true").all():
        found = target.bounding_box()
        assert found is not None
        assert min(found["height"], found["width"]) >= 44
    assert violations(page) == []


def test_a_long_way_has_room_on_a_phone(alone: Visit, reader: KerasReader):
    page = alone(DigitPad(reader, task=False), width=375)
    figure = Figure(page)
    figure.answer(3).click()
    for _ in range(4):
        figure.lens.locator(".dp-group").first.locator("span").nth(0).click()
        box = figure.node.bounding_box()
        assert box is not None
        assert box["height"] <= 700
    assert overflow(page) == []


def test_bad_arguments_are_refused():
    test = load_digits()[1].first(3)
    for accuracy in (-0.1, 1.5, "much"):
        with pytest.raises(ValueError, match="accuracy"):
            DigitPad(accuracy=accuracy)
    for samples in (load_digits()[1], (test.images[:, 0], test.labels), 3, (test.images, [1, 2])):
        with pytest.raises(ValueError, match="samples must be"):
            DigitPad(samples=samples)
    with pytest.raises(ValueError, match="samples must run from 0"):
        DigitPad(samples=(test.images * 255, test.labels))
    with pytest.raises(ValueError, match="reader must be a KerasReader"):
        DigitPad("reader")
    assert DigitPad(samples=test).shown()["label"] == int(test.labels[2])
