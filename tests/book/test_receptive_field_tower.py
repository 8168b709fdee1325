"""What one unit of a deep network sees: the tower of its layers."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.architectures import NETWORKS
from cnnlib.arithmetic import inputs_read, summarize
from cnnlib.interactive import ReceptiveFieldTower
from cnnlib.interactive._towers import OWN, tower
from tests.book.test_figures import alike, computed, told
from tests.book.visits import Visit, overflow, shown

ALL = {"networks": "all", "opened": True, "controls": ["paths", "paint"]}
VGG = "VGG-16"


def own(*layers: tuple[int, ...], **more: object) -> ReceptiveFieldTower:
    settings = {"network": OWN, "layers": layers, "opened": True, "task": "weights"}
    return ReceptiveFieldTower(**settings | more)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def row(page: Page, name: str) -> Locator:
    return page.locator(".rf-row[data-level]").filter(
        has=page.locator(".rf-name", has_text=re.compile(f"^{re.escape(name)}$"))
    )


def unit(page: Page) -> Locator:
    return page.locator(".rf-unit")


def said(page: Page) -> Locator:
    return page.locator(".rf-said")


def setting(page: Page, level: int, name: str) -> Locator:
    return page.get_by_label(f"layer {level}: {name}", exact=True)


# ---- without a page -----------------------------------------------------------------------------


def up_to(name: str, row_name: str) -> list:
    layers, shape = NETWORKS[name]
    outer = [r for r in summarize(layers, shape) if "/" not in r.name]
    return list(layers[: [r.name for r in outer].index(row_name) + 1])


@pytest.mark.parametrize("name", [name for name in NETWORKS if NETWORKS[name].input_shape[0] < 4])
def test_the_taps_of_a_tower_read_what_its_network_reads(name):
    """Down from some units of each network, and up from some pixels, as the whole network does."""
    made, shape = tower(name), NETWORKS[name].input_shape
    rng = np.random.default_rng(1)
    for level in sorted({len(made["rows"]), *rng.integers(1, len(made["rows"]) + 1, 2).tolist()}):
        rows = made["rows"][:level]
        at = int(rng.integers(rows[-1]["outputs"]))
        cells = {at}
        for number in range(level - 1, -1, -1):
            below = rows[number - 1]["outputs"] if number else made["size"]
            step = rows[number]
            cells = {cell * step["stride"] + tap for cell in cells for tap in step["taps"]}
            cells = {cell for cell in cells if 0 <= cell < below}
        layers = up_to(name, rows[-1]["name"])
        flat = len(summarize(layers, shape)[-1].output_shape) == 1
        assert sorted(cells) == inputs_read(layers, shape, None if flat else (0, at))[1]


def test_the_numbers_of_the_chapter():
    made = ReceptiveFieldTower(networks="all")
    found = {}
    for name in made.towers:
        made.network, made.down, made.across = name, 0, 0
        state = made.shown()
        found[name] = (state["row"], state["size"], state["jump"], round(state["share"], 2))
    assert found[VGG] == ("pool5", 212, 32, 0.33)
    assert found["AlexNet"] == ("pool5", 195, 32, 0.45)
    assert found["GoogLeNet"][:3] == ("5b", 715, 32)
    assert found["ResNet-50 (stride in 1×1)"][1] == 483
    assert found["ResNet-50 (stride in 3×3)"][1] == 427
    assert found["Keras reader"][:3] == ("conv3", 18, 4)
    assert [len(made.towers[name]["rows"]) for name in (VGG, "GoogLeNet")] == [19, 16]
    fc6 = ReceptiveFieldTower(top=19).shown()
    assert (fc6["row"], fc6["first"], fc6["last"]) == ("fc6", [-90, -90], [313, 313])
    assert round(fc6["share"], 2) == 0.31
    average = ReceptiveFieldTower(network="GoogLeNet", top=16).shown()
    assert (average["size"], round(average["share"], 2)) == (907, 0.06)
    narrow = {
        name: ReceptiveFieldTower(network=name).shown()["narrowest"]
        for name in found
        if name != OWN
    }
    assert narrow["GoogLeNet"] == 75
    assert narrow["ResNet-50 (stride in 3×3)"] == narrow["ResNet-50 (stride in 1×1)"] == 11
    # Pixel 26 is read by two units of the first row and ends below the third convolution.
    reader = ReceptiveFieldTower(network="Keras reader", pixel=26).shown()["reached"]
    assert reader == [[26, 26], [24, 25], [12, 12], [10, 10], None, None, None]
    module = ReceptiveFieldTower(network="GoogLeNet", top=5).shown()
    assert (module["row"], module["size"], module["narrowest"]) == ("3a", 59, 27)


def test_networks_are_offered_by_name():
    assert list(ReceptiveFieldTower().towers) == [VGG]
    assert list(ReceptiveFieldTower(network=OWN).towers) == [OWN]
    few = ReceptiveFieldTower(networks=[VGG, "AlexNet"])
    few.network = "GoogLeNet"
    assert list(few.towers) == [VGG, "AlexNet", "GoogLeNet"]
    towers = ReceptiveFieldTower(networks="all").towers
    assert list(towers)[-1] == OWN
    assert "LeNet-5 (modern)" not in towers  # the windows of 1998
    with pytest.raises(ValueError, match="networks 'LeNet' is unknown: use"):
        ReceptiveFieldTower(networks=["LeNet"])


# ---- on a page ----------------------------------------------------------------------------------


def test_every_network_is_the_same_in_the_page_and_in_python(alone: Visit):
    """So is every tower of one's own, and what `output_size` refuses."""
    rng = np.random.default_rng(5)
    figures = []
    for name in ReceptiveFieldTower(networks="all").towers:
        for paths in ("widest", "narrowest"):
            top, down, across = (int(n) for n in rng.integers((1, 0, 0), (23, 30, 30)))
            settings = {"top": top, "down": down, "across": across, "paths": paths}
            pixel = int(rng.integers(227))
            figures.append(ReceptiveFieldTower(network=name, pixel=pixel, **settings))
    for _ in range(12):
        layers = [rng.integers((1, 1, 0, 1), (8, 4, 4, 12)) for _ in range(rng.integers(1, 5))]
        figures.append(own(*layers, pixel=int(rng.integers(64))))
    refused = 0
    for made, (found, error) in zip(figures, told(alone(*figures)), strict=True):
        expected, refusal = computed(made)
        refused += bool(refusal)
        assert error == refusal
        assert alike(expected, found), (expected, found)
    assert 0 < refused < 10


def test_it_opens_downwards(alone: Visit):
    page = alone(ReceptiveFieldTower(), width=1440)
    expect(
        page.locator(".rf-row[data-level] .rf-number").filter(has_text=re.compile(r"\d"))
    ).to_have_count(0)
    expect(said(page)).to_have_text(
        "19 layers, each a window on the one below. What does the lit unit of pool5 see?"
    )
    assert "212" not in page.locator("[data-explorable]").inner_text()  # it may be guessed first
    press(page, "Open downwards")
    reads = [
        text
        for text in page.locator(".rf-row[data-level] .rf-number:nth-of-type(3)").all_inner_texts()
    ]
    assert reads[1:] == [
        *"12468",
        *map(str, (16, 18, 20, 22, 44, 46, 48, 50, 100, 102, 104, 208, 210, 212)),
    ]
    assert row(page, "conv5-3").locator(".rf-number").all_inner_texts() == [
        "2",
        "+32",
        "196",
        "16",
        "−90",
    ]
    expect(said(page)).to_contain_text(
        "pool5, unit (3, 3) of 7×7: sees 212 × 212 pixels, rows 6 … 217"
    )
    expect(said(page)).to_contain_text("All of them lie in the picture.")
    table = page.locator("table tr").filter(has_text="conv5-3")
    assert table.locator("td").all_text_contents() == ["conv5-3", "2", "196", "16", "−90"]
    unit(page).press("Enter")
    expect(page.get_by_role("button", name="Open downwards")).to_be_visible()
    assert page.locator(".rf-bar").count() == 1


def test_the_unit_is_carried_along_its_row(alone: Visit):
    page = alone(ReceptiveFieldTower(opened=True), width=1440)
    before = page.locator(".rf-strip .rf-bar").first.bounding_box()
    unit(page).press("ArrowRight")
    assert shown(page)["unit"] == [3, 4]
    assert shown(page)["first"] == [6, 38]  # further on by the jump
    after = page.locator(".rf-strip .rf-bar").first.bounding_box()
    track = page.locator(".rf-strip .rf-track").bounding_box()
    assert before is not None
    assert after is not None
    assert track is not None
    scale = track["width"] / 404
    assert after["x"] - before["x"] == pytest.approx(32 * scale, abs=1)
    box = unit(page).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 4 * 32 * scale, y + 40, steps=4)
    assert shown(page)["unit"] == [3, 0]
    page.mouse.move(x - 700, y, steps=2)
    page.mouse.up()
    assert (shown(page)["row"], shown(page)["unit"]) == ("pool5", [3, 0])
    expect(said(page)).to_contain_text("212 × 122 of them lie in the picture: 58 %.")
    hatched = page.locator(".rf-strip .rf-bar[data-real=false]").bounding_box()
    assert hatched is not None
    assert hatched["width"] == pytest.approx(90 * scale, abs=1)  # beside the picture
    clip = page.locator(".rf-square-padding").evaluate("(node) => node.style.clipPath")
    # 90 of 212: from there on, and from top to bottom, it is picture.
    assert ", 42.4528% 0%, 100% 0%, 100% 100%, 42.4528% 100%, 42.4528% 0%" in clip
    assert clip.count(",") == 10
    square = page.locator(".rf-square")
    box = square.bounding_box()
    assert box is not None
    square.click(position={"x": box["width"] * 0.75, "y": box["height"] * 0.25})
    assert shown(page)["unit"] == [0, 6]
    square.press("ArrowDown")
    assert shown(page)["unit"] == [1, 6]
    finger = unit(page).evaluate(
        """(node) => { const { width, height } = getComputedStyle(node, "::before");
            return [parseFloat(width), parseFloat(height), getComputedStyle(node).touchAction]; }"""
    )
    assert min(finger[:2]) >= 44
    assert finger[2] == "pinch-zoom"


def test_the_veil_beside_what_is_seen_ends_with_the_strip(alone: Visit):
    page = alone(ReceptiveFieldTower(), width=375)
    above = page.locator(".rf-views")
    before = above.screenshot()
    press(page, "Open downwards")
    expect(page.locator(".rf-strip .rf-bars[data-whole]")).to_have_count(1)
    assert above.screenshot() == before


def test_any_row_becomes_the_top(alone: Visit):
    page = alone(ReceptiveFieldTower(opened=True), width=1440)
    row(page, "conv3-1").locator(".rf-name").click()
    assert (shown(page)["row"], shown(page)["size"], shown(page)["unit"]) == (
        "conv3-1",
        24,
        [28, 28],
    )
    unit(page).press("ArrowUp")
    assert shown(page)["row"] == "conv3-2"
    unit(page).press("ArrowDown")
    unit(page).press("ArrowDown")
    assert (shown(page)["row"], shown(page)["size"]) == ("pool2", 16)
    unit(page).press("Home")
    unit(page).press("ArrowUp")  # there is nothing above
    assert (shown(page)["row"], shown(page)["size"]) == ("fc6", 404)
    expect(said(page)).to_contain_text("224 × 224 of them lie in the picture: 31 %.")
    left = row(page, "pool4").locator(".rf-map").bounding_box()
    assert left is not None
    page.mouse.click(left["x"] + 2, left["y"] + 5)  # its first cell
    assert (shown(page)["row"], shown(page)["unit"][1]) == ("pool4", 0)
    press(page, "Reset")
    assert (shown(page)["row"], shown(page)["unit"]) == ("pool5", [3, 3])


def test_a_painted_pixel_shows_what_it_can_change(alone: Visit):
    page = alone(ReceptiveFieldTower(network="Keras reader", opened=True, controls=["paint"]))
    strip = page.locator(".rf-strip .rf-track")
    box = strip.bounding_box()
    assert box is not None
    expect(page.get_by_role("button", name="Wipe off")).to_be_hidden()
    page.mouse.click(box["x"] + box["width"] * 26.5 / 28, box["y"] + 10)
    reached = shown(page)["reached"]
    assert reached == [[26, 26], [24, 25], [12, 12], [10, 10], None, None, None]
    expect(said(page)).to_contain_text("Column 26 can change 0 of the 3 columns of conv3.")
    assert page.locator(".rf-reach:visible").count() == 4
    strip.press("ArrowLeft")
    expect(said(page)).to_contain_text("Column 25 can change 1 of the 3 columns of conv3.")
    strip.press("Home")
    assert shown(page)["reached"][0] == [0, 0]
    strip.press("Delete")
    assert shown(page)["reached"] is None
    strip.press("ArrowRight")
    press(page, "Wipe off")
    assert shown(page)["reached"] is None
    plain = alone(ReceptiveFieldTower(network="Keras reader", opened=True))
    expect(plain.get_by_role("slider")).to_have_count(1)  # only the unit


def test_networks_and_paths(alone: Visit):
    page = alone(ReceptiveFieldTower(**ALL), width=1440)
    paths = page.get_by_role("group", name="paths")
    expect(paths).to_be_hidden()  # VGG has one path
    height = "document.querySelector('[data-explorable]').offsetHeight"
    for name in page.get_by_label("network").locator("option").all_inner_texts():
        page.get_by_label("network").select_option(name)
        assert shown(page)["network"] == name
        assert page.evaluate(height) <= 800
        assert overflow(page) == []
    page.get_by_label("network").select_option("ResNet-50 (stride in 3×3)")
    expect(said(page)).to_contain_text("Along the narrowest path: 11 × 11.")
    expect(said(page)).to_contain_text("224 × 224 of them lie in the picture: 28 %.")
    assert page.locator(".rf-ghost:visible").count() == 18
    paths.get_by_label("narrowest").check()
    assert (shown(page)["size"], shown(page)["narrowest"]) == (11, 11)
    assert shown(page)["cells"][0] == [91, 101]
    expect(row(page, "picture").locator(".rf-number").first).to_have_text("11")
    page.get_by_label("network").select_option("GoogLeNet")
    expect(row(page, "3a").locator(".rf-window")).to_have_text("1 · 3 · 5 · pool 3")
    assert shown(page)["size"] == 75
    page.get_by_label("network").select_option("AlexNet")
    expect(paths).to_be_hidden()


SAID = [
    pytest.param(
        [(3, 1, 0, 15)], "31 wide with 9 weights, but it reads 9 of 961 pixels.", id="holes"
    ),
    pytest.param(
        [(5, 1, 0, 1)] * 4, "17: without stride or dilation each layer adds only 4.", id="plain"
    ),
    pytest.param(
        [(5, 1, 0, 1), (3, 1, 0, 1)],
        "7: without stride or dilation each layer adds only its kernel less one.",
        id="mixed",
    ),
    pytest.param(
        [(2, 2, 0, 1)] * 4, "16 = 2 · 2 · 2 · 2. The product must reach 31.", id="product"
    ),
    pytest.param([(3, 2, 0, 1)] * 3, "The field has 15 pixels. It must have 31.", id="short"),
    pytest.param([(3, 1, 0, 1)] * 5, "5 layers: at most four.", id="many"),
    pytest.param(
        [(3, 1, 0, d) for d in (1, 2, 4, 8)],
        "Solved. 36·C² weights, and all 31 of 31 pixels in a row are read. It goes with fewer.",
        id="standard",
    ),
    pytest.param(
        [(3, 3, 0, 1), (3, 3, 0, 1), (2, 2, 0, 1), (2, 1, 0, 1)],
        "Solved. 26·C² weights, the fewest: a layer multiplies the pixels read by its kernel",
        id="strides",
    ),
    pytest.param(
        [(3, 1, 0, 1), (3, 1, 0, 3), (2, 1, 0, 9), (2, 1, 0, 18)],
        "Solved. 26·C² weights, the fewest:",
        id="dilations",
    ),
]


def test_the_layer_that_sees_the_whole_picture(alone: Visit):
    page = alone(ReceptiveFieldTower(task="whole", networks=["VGG-19"]), width=1440)
    verdict = page.locator(".cnn-verdict")
    unit(page).press("ArrowRight")
    expect(verdict).to_have_text("")  # it is closed
    press(page, "Open downwards")
    expect(verdict).to_have_text("")
    unit(page).press("ArrowLeft")
    expect(verdict).to_have_text("pool5: its units see 212 of 224 columns, wherever they stand.")
    page.get_by_label("network").select_option("VGG-19")
    expect(verdict).to_have_text("It sees the whole picture. So does a unit of a lower layer.")
    unit(page).press("ArrowLeft")
    expect(verdict).to_have_text(
        "The field is large enough, but this unit sees 214 of 224 columns."
    )
    page.locator(".rf-square").press("ArrowUp")
    page.locator(".rf-square").press("ArrowRight")
    expect(verdict).to_have_text("The field is large enough, but this unit sees 214 of 224 rows.")
    page.get_by_label("network").select_option(VGG)
    unit(page).press("Home")
    expect(verdict).to_have_text(
        "Solved. fc6 is the first to see it all. Of its 404 × 404 pixels 31 % are picture."
    )
    unit(page).press("ArrowDown")
    expect(verdict).to_contain_text("Solved. fc6")
    press(page, "Reset")
    expect(verdict).to_have_text("")


def test_each_answer_is_told_what_it_did(alone: Visit):
    cases = [each.values for each in SAID]
    page = alone(*(own(*layers) for layers, _ in cases))
    figures = page.locator("[data-explorable]").all()
    for figure, (_, sentence) in zip(figures, cases, strict=True):
        expect(figure.locator(".cnn-verdict")).to_have_text("")
        figure.get_by_label("layer 1: kernel").dispatch_event("change")
        expect(figure.locator(".cnn-verdict")).to_contain_text(sentence)


def test_a_tower_of_ones_own(alone: Visit):
    page = alone(own((3, 1, 0, 1), (3, 1, 0, 1), (3, 1, 0, 1)), width=1440)
    verdict = page.locator(".cnn-verdict")
    expect(said(page)).to_contain_text("It reads 7 of 7 in a row. Weights: 27·C².")
    setting(page, 1, "stride").fill("3")
    assert shown(page)["size"] == 13 + 2
    expect(verdict).to_have_text("")  # not while one types
    setting(page, 2, "stride").fill("3")
    expect(verdict).to_have_text("The field has 15 pixels. It must have 31.")
    setting(page, 3, "kernel").fill("2")
    setting(page, 3, "kernel").press("Tab")
    expect(verdict).to_have_text("18 = 3 · 3 · 2. The product must reach 31.")
    press(page, "Add a layer")
    assert shown(page)["size"] == 36
    setting(page, 3, "stride").fill("2")
    setting(page, 4, "kernel").fill("2")
    setting(page, 4, "kernel").press("Enter")
    expect(verdict).to_contain_text("Solved. 26·C² weights, the fewest")
    # The best answer stays, whatever is built next.
    press(page, "Remove one")
    expect(verdict).to_contain_text("Solved. 26·C²")
    assert shown(page)["size"] == 18
    # A layer is dragged up, by the mouse or by a key.
    handle = page.get_by_role("slider", name=re.compile("^layer 1"))
    handle.press("ArrowUp")
    kernels = [setting(page, level, "kernel").input_value() for level in (1, 2, 3)]
    assert kernels == ["3", "3", "2"]
    page.get_by_role("slider", name=re.compile("^layer 3")).press("ArrowDown")
    assert [setting(page, level, "kernel").input_value() for level in (1, 2, 3)] == ["3", "2", "3"]
    expect(page.get_by_role("slider", name=re.compile("^layer 2"))).to_be_focused()
    box = page.get_by_role("slider", name=re.compile("^layer 2")).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] + 9, box["y"] + 9 - 40, steps=4)
    page.mouse.up()
    assert [setting(page, level, "kernel").input_value() for level in (1, 2, 3)] == ["3", "3", "2"]
    press(page, "Reset")
    assert shown(page)["size"] == 7
    expect(verdict).to_have_text("")


def test_what_does_not_fit_is_refused(alone: Visit):
    page = alone(own((3, 1, 0, 1), (3, 1, 0, 1)))
    fault = page.locator(".cnn-error")
    before = page.locator("[data-shown]").get_attribute("data-shown")
    setting(page, 2, "dilation").fill("31")
    expect(fault).to_have_text(
        "kernel 3 with dilation 31 covers 63 cells, which is larger than the padded input 62: "
        "use padding ≥ 1"
    )
    assert page.locator("[data-shown]").get_attribute("data-shown") == before  # the last good one
    expect(page.locator("[data-refused]")).to_have_count(1)
    expect(page.locator(".cnn-verdict")).to_have_text("")
    setting(page, 2, "dilation").fill("2")
    expect(fault).to_have_text("")
    expect(page.locator("[data-refused]")).to_have_count(0)
    setting(page, 1, "stride").fill("0")
    expect(fault).to_have_text("stride must be a whole number ≥ 1, got 0")
    setting(page, 1, "stride").fill("1.5")
    expect(fault).to_have_text("stride must be a whole number ≥ 1, got 1.5")
    setting(page, 1, "stride").fill("x")
    expect(page.locator(".cnn-refusal")).to_contain_text(
        "layer 1: stride: “x” is not just a number"
    )
    setting(page, 1, "stride").fill("33")
    expect(page.locator(".cnn-refusal")).to_have_text("layer 1: stride: at most 32. It stays 1.5.")
    press(page, "Reset")
    expect(fault).to_have_text("")
    for _ in range(6):
        press(page, "Add a layer")
    expect(page.get_by_role("button", name="Add a layer")).to_be_disabled()
    for _ in range(7):
        press(page, "Remove one")
    expect(page.get_by_role("button", name="Remove one")).to_be_disabled()


def test_a_phone_has_three_views(alone: Visit):
    page = alone(ReceptiveFieldTower(**ALL), width=375)
    expect(page.locator(".rf-square")).to_be_hidden()
    size = row(page, "pool5").locator(".rf-number").nth(2)
    expect(size).to_be_hidden()
    page.get_by_label("picture", exact=True).check()
    expect(page.locator(".rf-square")).to_be_visible()
    expect(page.locator(".rf-tower")).to_be_hidden()
    page.get_by_label("numbers", exact=True).check()
    expect(size).to_have_text("212")
    expect(size).to_be_visible()
    for view in ("tower", "picture", "numbers"):
        page.get_by_label(view, exact=True).check()
        for width in (320, 375, 560):
            page.set_viewport_size({"width": width, "height": 700})
            assert overflow(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".rf-square")).to_be_visible()
    expect(page.get_by_role("group", name="view")).to_be_hidden()


# Open it, and where the bars are at these times; then the motion ends.
_WAY = """(times) => {
    document.querySelector(".rf-open").click();
    const running = document.getAnimations();
    const strip = document.querySelector(".rf-strip .rf-bar");
    const second = [...document.querySelectorAll(".rf-row")].find((row) =>
        row.textContent.includes("conv5-2")).querySelector(".rf-bars");
    const found = times.map((time) => {
        for (const each of running) {
            each.pause();
            each.currentTime = time;
        }
        const { opacity } = getComputedStyle(strip.parentNode);
        return [second.firstChild.getBoundingClientRect().width, Number(opacity)];
    });
    for (const each of running) each.finish();
    return found;
}"""


def test_it_is_seen_to_open_and_ends_open(alone: Visit):
    page = alone(ReceptiveFieldTower(), width=1440, reduced_motion="no-preference")
    start, soon, end = page.evaluate(_WAY, [91, 500, 5000])
    assert start[0] == pytest.approx(soon[0] / 2, rel=0.1)  # as wide as the bar above
    assert soon[0] == pytest.approx(end[0])
    assert (start[1], soon[1], end[1]) == (0, 0, 1)  # the picture comes last
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert page.evaluate("document.getAnimations().length") == 0
    assert shown(page)["cells"][0] == [6, 217]
    row(page, "pool3").locator(".rf-name").click()
    unit(page).press("ArrowLeft")  # ends what moves
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert shown(page)["row"] == "pool3"


def test_paper_has_it_open(alone: Visit):
    page = alone(ReceptiveFieldTower())
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(row(page, "picture").locator(".rf-number").first).to_have_text("212")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(row(page, "picture").locator(".rf-number").first).to_have_text("")
