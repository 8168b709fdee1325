"""LeNet-5's table as rings: counted one by one, edited, asked about; and what was measured."""

import re
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.architectures import LENET5, LENET5_TABLE
from cnnlib.arithmetic import summarize
from cnnlib.interactive import ConnectionTable
from tests.book.test_figures import alike, computed, told
from tests.book.visits import Visit, overflow, shown, smallest_text, violations

PAIRS = ["".join(pair) for pair in combinations("012345", 2)]
CUBIC = ["01", "12", "23", "34", "45", "05", "03", "14", "25"]  # each map is in three of them
THIRTY = [*PAIRS[1:], "0", "1"]
OF_1998 = ["".join(str(i) for i in range(6) if row[i]) for row in LENET5_TABLE]


def table(sets: list[str]) -> list[list[int]]:
    """A row for each set of digits, a number for each map of S2."""
    return [[int(str(below) in each) for below in range(6)] for each in sets]


def press(page: Page | Locator, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).click()


def ring(page: Page, number: int) -> Locator:
    return page.locator(".ct-map").nth(number)


def node(page: Page, below: int) -> Locator:
    return page.locator(".ct-node").nth(below)


def cell(page: Page, below: int, number: int) -> Locator:
    return page.locator(f".ct-matrix td[data-place='{below},{number}']")


def counts(page: Page) -> list[str]:
    return page.locator(".ct-count").all_inner_texts()


def shares(page: Page) -> list[str]:
    return page.locator(".ct-group b").all_text_contents()


def live(page: Page) -> Locator:
    return page.locator(".cnn-live")


def verdict(page: Page | Locator) -> Locator:
    return page.locator(".cnn-verdict")


def choose(page: Page, name: str) -> None:
    page.get_by_label(name, exact=True).check(force=True)


def middle(found: Locator) -> tuple[float, float]:
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_it_begins_with_the_table_of_1998(alone: Visit):
    page = alone("<h1>Alone</h1>", ConnectionTable())
    found = shown(page)
    c3 = summarize(LENET5.layers, LENET5.input_shape)[4]
    assert found["table"] == [list(row) for row in LENET5_TABLE]
    assert (found["parameters"], found["connections"]) == (c3.parameters, c3.connections)
    texts = [" ".join(text.split()) for text in page.locator(".ct-facts p").all_inner_texts()]
    assert texts == [
        *("60 links of 96", "1,516 parameters = 25 · 60 + 16"),
        *("151,600 connections = 100 · 1,516", "16 different of 16"),
    ]
    assert counts(page) == page.locator(".ct-sums span").all_inner_texts() == ["10×"] * 6
    assert shares(page) == ["each of S2 3×", "each of S2 4×", "each of S2 2×", "each 1×"]
    expect(page.locator(".ct-matrix [role=gridcell][aria-label=linked]")).to_have_count(60)
    words = "C3 map 0 hears S2 maps 0, 1 and 2: three neighbors. Each of the six is heard "
    expect(live(page)).to_have_text(f"{words}3 + 4 + 2 + 1 = 10 times.")
    names = [each.get_attribute("aria-label") for each in page.locator(".ct-map").all()]
    assert names[4] == "C3 map 4 hears S2 maps 0, 4 and 5: three neighbors"
    assert names[8] == "C3 map 8 hears S2 maps 2, 3, 4 and 5: four neighbors"
    assert names[12] == "C3 map 12 hears S2 maps 0, 1, 3 and 4: two opposite pairs"
    assert names[15] == "C3 map 15 hears S2 maps 0, 1, 2, 3, 4 and 5: all six"
    expect(page.get_by_label("1998", exact=True)).to_be_checked()
    assert smallest_text(page.locator(".cnn-figure")) >= 12
    assert violations(page) == []


def test_the_maps_are_counted_one_by_one(alone: Visit):
    page = alone("<h1>Alone</h1>", ConnectionTable(view="ring"))
    assert shown(page)["heard"] == [1, 1, 1, 0, 0, 0]
    assert counts(page) == ["1×", "1×", "1×", "0×", "0×", "0×"]
    expect(page.locator(".ct-matrix")).to_have_count(0)
    expect(page.locator(".ct-map[data-seat]")).to_have_count(15)
    press(page, "Step", 5)
    assert shown(page)["heard"] == [3] * 6
    assert shares(page) == ["each of S2 3×", "", "", ""]
    expect(live(page)).to_have_text(re.compile("three neighbors. Each of the six is heard 3 times"))
    ring(page, 11).click()
    assert shown(page)["heard"] == [7] * 6
    ring(page, 15).click()
    assert shares(page) == ["each of S2 3×", "each of S2 4×", "each of S2 2×", "each 1×"]
    expect(live(page)).to_have_text(re.compile(r"all six\. .* heard 3 \+ 4 \+ 2 \+ 1 = 10 times\."))
    for below in range(6):
        node(page, below).click()
        assert shown(page)["node"] == below
        assert shares(page) == ["3", "4", "2", "1"]
        expect(page.locator(".ct-map[data-pale]")).to_have_count(6)
        words = f"S2 map {below} is heard by 3 + 4 + 2 + 1 = 10 of the 16 maps above it."
        expect(live(page)).to_have_text(words)
    expect(node(page, 5)).to_have_attribute("aria-pressed", "true")
    assert violations(page) == []
    node(page, 5).click()
    assert shown(page)["node"] is None
    press(page, "Step")  # from the last, it begins anew
    assert shown(page)["heard"] == [1, 1, 1, 0, 0, 0]
    ring(page, 0).press("ArrowRight")
    expect(ring(page, 1)).to_be_focused()
    assert shown(page)["heard"] == [1, 2, 2, 1, 0, 0]
    press(page, "Reset")
    assert shown(page)["heard"] == [1, 1, 1, 0, 0, 0]
    said = "document.querySelector('.cnn-live').innerText"
    printed = f"dispatchEvent(new Event('beforeprint')); {said}"
    assert page.evaluate(printed).startswith("C3 map 15 hears")
    assert shown(page)["heard"] == [10] * 6
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page)["heard"] == [1, 1, 1, 0, 0, 0]


# So many maps are counted, and what is said of it.
COUNTED: list[tuple[int, str]] = [
    (1, "S2 map 0 is heard once, S2 map 3 is not heard: this round is not finished."),
    (5, "S2 map 2 is heard 3 times, S2 map 0 is heard twice: this round is not finished."),
    (6, "6 maps, and each of the six is heard 3 times. That is one round; there is another."),
    (9, "S2 map 2 is heard 6 times, S2 map 0 is heard 4 times: this round is not finished."),
    (12, "Solved. 3 + 4: the threes went once around the ring, and so did the fours. A whole"),
    (15, "15 maps, and each of the six is heard 9 times. Go back."),
    (16, "16 maps, and each of the six is heard 10 times. Go back."),
]


def test_each_count_is_told_how_it_stands(alone: Visit):
    page = alone(*(ConnectionTable(view="ring", counted=count) for count, _ in COUNTED))
    for (_, words), figure in zip(COUNTED, page.locator(".cnn-figure").all(), strict=True):
        expect(verdict(figure)).to_have_text("")
        press(figure, "Check")
        expect(verdict(figure)).to_contain_text(words)
        press(figure, "Step")
        expect(verdict(figure)).to_have_text("")  # it was said of another count


DEAF = "of C3 {} nothing. {} the same at every place: only a bias."
# The sets of the sixteen maps, and what is said of them.
TABLES: list[tuple[list[str], str]] = [
    (OF_1998, "That is the table of 1998. It meets both aims with 60 links. Fewer will do."),
    (OF_1998[::-1], "This meets both aims with 60 links. Fewer will do."),
    (THIRTY, "Solved. Sixteen different sets need 6 · 1 + 10 · 2 = 26 links, equal shares a"),
    ([""] * 16, "No link, so no map hears anything. Draw some."),
    (["", *OF_1998[1:]], f"Map 0 {DEAF.format('hears', 'It is')}"),
    (["", *OF_1998[1:15], ""], f"Maps 0 and 15 {DEAF.format('hear', 'They are')}"),
    # 24 links, all sets different, all six heard equally often: but one of the sets is empty.
    ([*"012345", *CUBIC, ""], f"Map 15 {DEAF.format('hears', 'It is')}"),
    ([*"0123450123450123"], "Six single maps for sixteen places: at most 6 sets are different."),
    ([*PAIRS, "01"], "There are 15 pairs: one stands there twice."),
    (["01"] * 16, "Maps 0 and 1 of C3 hear the same: S2 maps 0 and 1."),
    ([*OF_1998[:15], "123"], "Maps 1 and 15 of C3 hear the same: S2 maps 1, 2 and 3."),
    (
        [*"012345", *PAIRS[:10]],
        "All different. But 26 is no multiple of 6: some map is heard less than another.",
    ),
    (
        [*"012345", *PAIRS[:7], "024", "025", *PAIRS[7:8]],
        "All different. But 28 is no multiple of 6: some map is heard less than another.",
    ),
    (
        [*"012345", *PAIRS[:6], "012", "013", "014", "015"],
        "All different. But S2 map 0 is heard 10 times, S2 map 3 is heard 3 times.",
    ),
]


def test_each_table_is_told_how_it_stands(alone: Visit):
    page = alone(*(ConnectionTable(table=table(sets)) for sets, _ in TABLES))
    for (_, words), figure in zip(TABLES, page.locator(".cnn-figure").all(), strict=True):
        expect(verdict(figure)).to_have_text("")
        press(figure, "Check")
        expect(verdict(figure)).to_contain_text(words)


def test_every_table_is_counted_as_python_counts(alone: Visit):
    rng = np.random.default_rng(0)
    tables = [rng.random((16, 6)) < part for part in (0.1, 0.3, 0.5, 0.8, 0.95, 0)]
    measured = {"one": (tables[0], [0.93, 0.95]), "two": (tables[1], [0.9, 0.9, 0.93])}
    figures = [ConnectionTable(table=each, focus=i) for i, each in enumerate(tables)]
    figures += [ConnectionTable(table=each, view="ring", counted=9) for each in tables]
    figures += [ConnectionTable(table=each, measured=measured) for each in tables[:3]]
    for made, (found, error) in zip(figures, told(alone(*figures)), strict=True):
        expected, refusal = computed(made)
        assert error == refusal == ""
        assert alike(expected, found), (expected, found)
    assert figures[-2].shown()["accuracy"] == pytest.approx([0.91, 0.0173205])


def test_links_are_made_and_cut_in_every_way(alone: Visit):
    page = alone(ConnectionTable())
    ring(page, 4).click()
    assert shown(page)["focus"] == 4
    expect(page.locator(".ct-center")).to_contain_text("C3 map 4")
    expect(page.locator(".ct-center")).to_contain_text("3 · 25 + 1= 76")
    expect(page.locator(".ct-matrix td[data-column]")).to_have_count(6)
    node(page, 2).click()
    assert (shown(page)["links"], shown(page)["heard"]) == (61, [10, 10, 11, 10, 10, 10])
    expect(node(page, 2)).to_have_attribute("aria-pressed", "true")
    expect(cell(page, 2, 4)).to_have_attribute("aria-label", "linked")
    expect(live(page)).to_have_text(
        re.compile("S2 maps 0, 2, 4 and 5. The six are heard 10, 10, 11")
    )
    cell(page, 2, 4).click()
    assert shown(page)["links"] == 60
    cell(page, 0, 15).click()
    assert (shown(page)["focus"], shown(page)["links"]) == (15, 59)
    cell(page, 0, 15).press("ArrowLeft")
    cell(page, 0, 14).press("Enter")
    assert (shown(page)["focus"], shown(page)["links"]) == (14, 58)
    # By the rings' own keys.
    ring(page, 14).press("ArrowUp")
    expect(ring(page, 8)).to_be_focused()
    ring(page, 8).press("0")
    ring(page, 8).press("1")
    assert shown(page)["table"][8] == [1] * 6
    ring(page, 8).press("7")
    ring(page, 8).press("Home")
    expect(ring(page, 0)).to_be_focused()
    ring(page, 0).press("End")
    assert shown(page)["focus"] == 15
    assert page.locator(".ct-map[tabindex='0']").count() == 1
    # A set that another map has, too.
    choose(page, "all 96")
    assert (shown(page)["parameters"], shown(page)["different"]) == (2416, 1)
    expect(ring(page, 3)).to_have_attribute("data-twin", "= 0")
    expect(ring(page, 3)).to_have_attribute("aria-label", re.compile(", as map 0 does$"))
    choose(page, "empty")
    assert (shown(page)["parameters"], shown(page)["different"]) == (16, 0)
    expect(ring(page, 3)).to_have_attribute("data-twin", "")
    expect(live(page)).to_have_text("C3 map 15 hears nothing. None of the six is heard.")


def test_a_row_of_the_matrix_is_drawn_over(alone: Visit):
    page = alone(ConnectionTable(table=table([""] * 16)))
    page.mouse.move(*middle(cell(page, 1, 2)))
    page.mouse.down()
    page.mouse.move(*middle(cell(page, 1, 6)), steps=3)
    page.mouse.move(*middle(cell(page, 3, 5)))  # it stays in its row
    page.mouse.up()
    assert shown(page)["heard"] == [0, 5, 0, 0, 0, 0]
    assert shown(page)["focus"] == 5
    page.mouse.move(*middle(cell(page, 1, 4)))  # and from one that is linked, it cuts
    page.mouse.down()
    page.mouse.move(*middle(cell(page, 1, 3)))
    page.mouse.up()
    assert [row[1] for row in shown(page)["table"][:8]] == [0, 0, 1, 0, 0, 1, 1, 0]
    cell(page, 1, 3).click()
    assert shown(page)["table"][3] == [0, 1, 0, 0, 0, 0]
    choose(page, "1998")
    expect(page.get_by_label("1998", exact=True)).to_be_checked()
    press(page, "Reset")
    assert shown(page)["links"] == 0


def test_the_verdict_is_of_the_table_as_it_is_and_solved_is_kept(alone: Visit):
    page = alone(ConnectionTable(table=table(THIRTY), kept_as="lenet-table"))
    node(page, 0).click()
    press(page, "Check")
    expect(verdict(page)).to_contain_text("no multiple of 6")
    node(page, 0).click()
    expect(verdict(page)).to_have_text("")
    press(page, "Check")
    expect(verdict(page)).to_contain_text("Solved.")
    node(page, 0).click()
    expect(verdict(page)).to_have_text("")
    press(page, "Check")
    expect(verdict(page)).to_contain_text("no multiple of 6")
    page.reload()
    expect(verdict(page)).to_have_text("Solved on an earlier visit. Press Reset to do it again.")


def test_the_table_is_copied_as_a_notebook_takes_it(alone: Visit):
    page = alone(ConnectionTable(table=table(THIRTY)))
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    press(page, "Copy as code")
    expect(page.get_by_text("Copied.")).to_be_attached()
    code: str = page.evaluate("window.copied")
    made: dict[str, Any] = {"LeNet5": lambda links, seed: (links, seed)}
    exec(code, made)
    assert made["net"] == (table(THIRTY), 0)


MEASURED = {
    "all 96": (np.ones((16, 6)), [0.953, 0.955, 0.954]),
    "the table of 1998": (LENET5_TABLE, [0.951, 0.953, 0.955]),
    "30 links": (table(THIRTY), [0.952, 0.955, 0.958]),
    "16 single maps": (table([*"0123450123450123"]), [0.95, 0.952, 0.954]),
    "all on the same three": (table(["012"] * 16), [0.942, 0.947, 0.952]),
    "all on one map": (table(["0"] * 16), [0.925, 0.929, 0.933]),
}


def test_what_was_measured_stands_beside_what_the_tables_have(alone: Visit):
    page = alone("<h1>Alone</h1>", ConnectionTable(measured=MEASURED))
    rows = [" ".join(text.split()) for text in page.locator(".ct-chart tbody tr").all_inner_texts()]
    assert rows == [
        *("all 96 96 0 95.4 ± 0.1", "the table of 1998 60 0 95.3 ± 0.2"),
        *("30 links 30 0 95.5 ± 0.3", "16 single maps 16 0 95.2 ± 0.2"),
        *("all on the same three 48 3 94.7 ± 0.5", "all on one map 16 5 92.9 ± 0.4"),
    ]
    expect(page.locator(".ct-chart thead")).to_contain_text("92 %96 %")
    expect(page.locator(".ct-matrix, .cnn-task")).to_have_count(0)
    dots = [middle(each)[0] for each in page.locator(".ct-plot b").all()]
    assert sorted(range(6), key=dots.__getitem__) == [5, 4, 3, 1, 0, 2]
    expect(live(page)).to_contain_text("Measured: 95.3 ± 0.2 %.")
    press(page, "all on one map")
    assert shown(page)["accuracy"] == pytest.approx([0.929, 0.004])
    assert counts(page) == ["16×", *["0×"] * 5]
    expect(page.locator("tr[data-here]")).to_contain_text("all on one map")
    node(page, 1).click()
    assert shown(page)["accuracy"] is None
    expect(live(page)).to_contain_text("This table was not measured.")
    expect(page.locator("tr[data-here]")).to_have_count(0)
    assert violations(page) == []


@pytest.mark.parametrize("made", [{"view": "ring"}, {"measured": MEASURED}], ids=["ring", "chart"])
def test_its_other_views_fit_a_desk_and_a_phone(alone: Visit, made: dict[str, Any]):
    page = alone(ConnectionTable(**made), width=1440)
    figure, task = page.locator(".cnn-figure"), page.locator(".cnn-task")
    box = figure.bounding_box()
    assert box is not None
    assert box["height"] <= 800
    page.set_viewport_size({"width": 375, "height": 700})
    box, part = figure.bounding_box(), task.bounding_box() if task.count() else {"height": 0}
    assert box is not None
    assert part is not None
    assert box["height"] - part["height"] <= 700
    assert overflow(page) == []
    assert smallest_text(figure) >= 12
    for each in [node(page, 0), ring(page, 0)]:
        found = each.bounding_box()
        assert found is not None
        assert min(found["width"], found["height"]) >= 44


def test_it_moves_and_ends_where_it_should(alone: Visit):
    figures = [ConnectionTable(view="ring"), ConnectionTable()]
    page = alone(*figures, reduced_motion="no-preference")
    first, second = page.locator(".cnn-figure").all()
    ended = page.locator("[data-moving]")
    press(first, "Step")
    expect(first).to_have_attribute("data-moving", "")
    assert first.locator(".ct-count").all_inner_texts() == ["1×", "2×", "2×", "1×", "0×", "0×"]
    expect(ended).to_have_count(0)
    press(first, "Play")
    expect(first.locator(".ct-map[data-seat]")).to_have_count(12)
    press(first, "Pause")
    expect(ended).to_have_count(0)
    second.scroll_into_view_if_needed()
    second.locator(".ct-map").nth(7).click()
    expect(second).to_have_attribute("data-moving", "")
    expect(ended).to_have_count(0)
    second.locator(".ct-node").first.click()
    expect(second).to_have_attribute("data-moving", "")
    expect(second.locator(".ct-spoke[data-on]")).to_have_count(5)
    second.locator(".ct-node").first.click()
    expect(second.locator(".ct-spoke[data-on]")).to_have_count(4)
    expect(ended).to_have_count(0)
    assert page.evaluate("document.getAnimations().length") == 0


def test_less_motion_jumps(alone: Visit):
    page = alone(ConnectionTable(view="ring"))
    press(page, "Step")
    assert page.evaluate("document.getAnimations().length") == 0
    expect(page.get_by_role("button", name="Play")).to_have_count(0)


def test_bad_values_are_refused():
    bad: list[tuple[dict[str, Any], str]] = [
        (
            {"table": np.ones((6, 16))},
            "table must hold 16 rows of 6 numbers 0 or 1, got shape 6×16",
        ),
        ({"table": np.full((16, 6), 0.5)}, r"table must hold .*, got 0\.5"),
        ({"focus": 16}, "focus must be at most 15, got 16"),
        ({"counted": 0}, "counted"),
        ({"view": "list"}, "view"),
        ({"measured": {"one": (LENET5_TABLE, [0.9])}}, r"measured\['one'\] must hold 2 or more"),
        ({"measured": {"one": (LENET5_TABLE, [95, 96])}}, "numbers from 0 to 1"),
        ({"measured": {"one": ([[1]], [0.9, 0.9])}}, "table must hold 16 rows"),
    ]
    for values, sentence in bad:
        with pytest.raises(ValueError, match=sentence):
            ConnectionTable(**values)
    figure = ConnectionTable()
    with pytest.raises(ValueError, match="table"):
        figure.table = [[2] * 6] * 16
    assert figure.shown()["links"] == 60
