"""Gradients that go back through a pool: who gets them, what is added, nudges, and the task."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import PoolingGradient
from tests.book.controls import choose, drag
from tests.book.visits import Visit, overflow, shown, smallest_text, violations

ALL = [0, 1, 2, 3]
MAX = [[0, 1, 0, 0], [0, 0, 0, 2], [0, 3, 0, 0], [0, 0, 0, 4]]
NINTHS = [[1, 3, 3, 2], [4, 10, 10, 6], [4, 10, 10, 6], [3, 7, 7, 4]]


class Figure:
    def __init__(self, node: Locator) -> None:
        self.node = node
        self.said = node.locator(".cnn-verdict")
        self.live = node.locator("[aria-live]").first

    def press(self, name: str) -> None:
        self.node.get_by_role("button", name=name, exact=True).click()

    def output(self, row: int, column: int) -> Locator:
        grid = self.node.get_by_role("grid", name="Y and ∂Y")
        return grid.locator(f"[data-place='{row},{column}']")

    def cell(self, row: int, column: int) -> Locator:
        return self.node.get_by_label(f"X row {row}, column {column}", exact=True)

    def change(self, row: int, column: int, value: object) -> None:
        self.cell(row, column).fill(str(value))
        self.cell(row, column).blur()

    def texts(self, part: str) -> list[str]:
        return self.node.locator(f".cnn-route-{part}").all_inner_texts()

    def on(self, part: str) -> list[int]:
        """The cells on which a mark is drawn, row by row."""
        marks = self.node.locator(f".cnn-route-{part}")
        return marks.evaluate_all("all => all.flatMap((el, i) => 'on' in el.dataset ? [i] : [])")

    def box(self, part: str) -> dict[str, float]:
        found: dict[str, float] | None = self.node.locator(part).bounding_box()
        assert found is not None
        return found


def figures(page: Page) -> list[Figure]:
    return [Figure(node) for node in page.locator("[data-explorable=PoolingGradient]").all()]


def test_each_output_sends_to_the_first_largest_cell(alone: Visit):
    page = alone("<h1>Alone</h1>", PoolingGradient())
    figure = figures(page)[0]
    expect(figure.live).to_have_text("Press an output of Y: it sends its gradient back.")
    assert figure.texts("token") == ["1", "2", "3", "4"]
    assert set(figure.texts("arrived")) == {""}
    figure.press("Step")
    first = "Upper left: gradient 1 goes to row 0, column 1, first of two cells with 3."
    expect(figure.live).to_have_text(first)
    assert shown(page)["dx"][0] == [0, 1, 0, 0]
    assert (figure.on("ring"), figure.on("strike")) == ([1], [0, 4, 5])
    assert [figure.texts("mark")[i] for i in (0, 1, 4, 5)] == ["", "= first", "", "="]
    assert figure.texts("arrived")[:3] == ["", "1", ""]
    figure.output(1, 1).press("Enter")
    expect(figure.live).to_have_text(
        "Lower right: gradient 4 goes to row 3, column 3, the largest, 5."
    )
    figure.output(1, 1).press("ArrowUp")
    page.keyboard.press("Enter")
    assert shown(page)["sent"] == [0, 1, 3]
    figure.output(1, 0).click()
    assert shown(page)["dx"] == MAX
    assert figure.texts("arrived") == [str(value) for row in MAX for value in row]
    expect(page.get_by_role("table", name="∂X")).to_contain_text("4")
    assert violations(page) == []
    for _ in range(2):
        figure.press("Step")  # after the last output the first begins anew
    assert shown(page)["sent"] == [0]
    figure.press("Reset")
    assert shown(page)["dx"] == [[0] * 4] * 4


def test_a_mean_shares_and_overlap_adds(alone: Visit):
    page = alone(PoolingGradient(windows=True, sent=ALL))
    figure = figures(page)[0]
    choose(figure.node, "pool", "mean")
    assert shown(page)["dx"][0] == [0.25, 0.25, 0.5, 0.5]
    assert figure.texts("arrived")[:4] == ["1/4", "1/4", "2/4", "2/4"]
    assert figure.texts("arrived")[15] == "1"
    choose(figure.node, "window", "3")
    assert [[round(9 * value) for value in row] for row in shown(page)["dx"]] == NINTHS
    assert figure.texts("arrived")[4:6] == ["4/9", "10/9"]
    figure.output(0, 1).click()
    expect(figure.live).to_have_text("Upper right: gradient 2 is shared, 2/9 to each of 9 cells.")
    here = figure.node.locator(".cnn-routes path[data-here]")
    expect(here).to_have_count(9)
    assert (figure.on("ring"), figure.on("strike")) == ([], [])
    choose(figure.node, "pool", "max")
    assert shown(page)["winners"] == [1, 7, 5, 15]
    expect(here).to_have_count(1)


# Over which numbers the threads run that are seen: over tabs that are not theirs, over values.
CROSSED = """() => {
    const [texts, svg] = [".cnn-route-tab > span", document.querySelector(".cnn-routes svg")];
    const tabs = [...document.querySelectorAll(texts)].filter((span) => span.textContent);
    const cells = [...document.querySelectorAll(".pg-x input, .pg-stage td > span")];
    const middle = (cell) => {
        const { left, top, width, height } = (cell.closest("td") ?? cell).getBoundingClientRect();
        return new DOMRect(left + 0.3 * width, top + 0.35 * height, 0.3 * width, 0.25 * height);
    };
    const boxes = [
        ...tabs.map((span) => [`tab ${span.textContent}`, span.getBoundingClientRect()]),
        ...cells.map((cell) => [`value ${cell.value ?? cell.textContent}`, middle(cell)]),
    ];
    const isIn = (box, { x, y }) =>
        x > box.left && x < box.right && y > box.top && y < box.bottom;
    const threads = [...svg.querySelectorAll("[data-on]")];
    const crossed = threads.flatMap((thread) => {
        const length = thread.getTotalLength();
        const points = [...Array(401).keys()].map((i) =>
            thread.getPointAtLength((i * length) / 400).matrixTransform(svg.getScreenCTM()));
        const near = (box, point) => isIn(
            new DOMRect(box.x - 2, box.y - 2, box.width + 4, box.height + 4), point);
        return boxes
            .filter(([, box]) => points.some((point) => isIn(box, point)))
            .filter(([, box]) => !near(box, points[0]) && !near(box, points.at(-1)))
            .map(([name]) => name);
    });
    return [threads.length, crossed];
}"""
SOLVED = [[1, 3, 2, 0], [2, 5, 1, 4], [0, 1, 2, 2], [1, 0, 2, 5]]


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({}, 4),
        ({"window": 3}, 4),
        ({"window": 3, "x": SOLVED}, 4),
        ({"pool": "mean", "output": 1}, 4),
        ({"pool": "mean", "window": 3, "output": 1}, 9),
        ({"pool": "mean", "window": 3, "output": 2}, 9),
    ],
    ids=str,
)
def test_no_thread_runs_over_a_number(alone: Visit, given: dict[str, Any], count: int, width: int):
    page = alone(PoolingGradient(sent=ALL, **given), width=width)
    assert page.evaluate(CROSSED) == [count, []]


def test_a_number_is_dragged_and_takes_the_gradient_over(alone: Visit):
    page = alone(PoolingGradient(sent=ALL))
    figure = figures(page)[0]
    drag(figure.cell(0, 0), -36)
    assert shown(page)["x"][0] == [4, 3, 2, 0]
    expect(figure.live).to_have_text("Gradient 1 goes over to row 0, column 0.")
    assert shown(page)["dx"][0] == [1, 0, 0, 0]
    figure.cell(0, 0).press("PageDown")
    assert shown(page)["ties"][0] == 3  # it comes before the other two
    assert shown(page)["dx"][0] == [1, 0, 0, 0]
    figure.cell(0, 0).fill("x")
    expect(figure.node.locator(".cnn-refusal")).to_contain_text("is not just a number")
    expect(figure.live).to_be_hidden()
    assert shown(page)["x"][0][0] == 3
    figure.cell(0, 0).fill("-10")
    expect(figure.node.locator(".cnn-refusal")).to_contain_text("at least −9")


# The cell that is nudged, which way, what is promised and what happens, and what is said of it.
NUDGES = [
    ((0, 1), "+0.1", "+0.1", "+0.1", "As promised."),
    ((0, 1), "−0.1", "−0.1", "0", "Not as promised: at a tie the gradient is right on one side"),
    ((1, 1), "+0.1", "0", "+0.1", "Not as promised: at a tie the gradient is right on one side"),
    ((1, 1), "−0.1", "0", "0", "As promised."),
    ((3, 3), "−0.1", "−0.4", "−0.4", "As promised."),
    ((3, 3), "0", "0", "0", "Press a number of X, then nudge it."),
]


def test_a_nudge_sets_what_happens_beside_what_was_promised(alone: Visit):
    page = alone(PoolingGradient(nudges=True))
    figure = figures(page)[0]
    panel = figure.node.locator(".pg-nudge")
    for cell, way, promised, happened, note in NUDGES:
        figure.cell(*cell).click()
        choose(panel, "Nudge", way)
        assert panel.locator(".pg-row b").all_inner_texts() == [promised, happened]
        expect(panel.locator(".pg-note")).to_contain_text(note)
    assert shown(page)["sent"] == ALL
    figure.cell(0, 1).click()
    choose(panel, "Nudge", "+0.1")
    expect(panel.locator(".pg-where")).to_have_text("row 0, column 1: 3 → 3.1")
    expect(figure.output(0, 0)).to_have_text("3.1")
    expect(panel.get_by_role("status")).to_contain_text("∂X promises+0.1")
    figure.change(0, 0, 3.05)  # on the way down the 3 is overtaken by nobody, the 3.05 is first
    figure.cell(0, 0).click()
    choose(panel, "Nudge", "−0.1")
    expect(panel.locator(".pg-note")).to_contain_text("on the way another cell has taken over")


# What is done to X, and what is said of it; a number of three parts is [row, column, value].
TASKS: list[tuple[list[tuple[int, int, Any]], str]] = [
    ([(1, 1, 5)], "Solved. 1 + 2 + 3 + 4 = 10: this cell lies in all four windows, and in a tie"),
    ([(2, 2, 5)], "Solved."),
    ([(2, 1, 6)], "All 10 arrive. But a tie would do: your cell comes before the 5."),
    ([(1, 1, 4)], "6 of 10: it wins three windows, one only by coming first; the last still has"),
    ([(2, 2, 4)], "4 of 10: it wins two windows; elsewhere the 4 comes first, the 5 is larger."),
    ([(1, 2, 3)], "0 of 10: it wins no window: the 3 comes first, the 4 and the 5 are larger."),
    ([(1, 2, 4)], "6 of 10: it wins three windows, one only by coming first; the last still has"),
    ([(0, 1, 9)], "3 of 10: row 0 lies in the two upper windows only."),
    ([(3, 1, 9)], "7 of 10: row 3 lies in the two lower windows only."),
    ([(1, 0, 9)], "4 of 10: column 0 lies in the two left windows only."),
    ([(2, 3, 9)], "6 of 10: column 3 lies in the two right windows only."),
    ([(0, 3, 9)], "2 of 10: a corner lies in one window only."),
    ([(3, 3, 4)], "A smaller number wins no more windows. The most that arrives in one cell is 6"),
    ([(0, 0, 0), (1, 1, 5)], "2 numbers are changed: one is enough."),
]


def test_each_attempt_is_told_what_it_did(alone: Visit):
    page = alone(*(PoolingGradient(window=3, task=True, sent=ALL) for _ in TASKS))
    for (changes, sentence), figure in zip(TASKS, figures(page), strict=True):
        expect(figure.said).to_have_text("")
        for change in changes:
            figure.change(*change)
        expect(figure.said).to_contain_text(sentence)
    solved = figures(page)[0]
    solved.change(1, 1, 6)
    expect(solved.said).to_contain_text("Solved.")  # it stays so
    solved.press("Reset")
    expect(solved.said).to_have_text("")


def test_other_settings_are_told_what_is_missing(alone: Visit):
    """And where max with window 3 cannot be had, or the numbers are others, nothing is asked."""
    made = PoolingGradient(windows=True, task=True)
    others = [{}, {"window": 3, "pool": "mean", "pools": False}, {"window": 3, "dy": [[1] * 2] * 2}]
    page = alone(made, *(PoolingGradient(task=True, **other) for other in others))
    figure, *rest = figures(page)
    for other in rest:
        expect(other.said).to_have_count(0)
    figure.change(1, 1, 5)
    expect(figure.said).to_have_text("Let all four outputs send.")
    for _ in ALL:
        figure.press("Step")
    expect(figure.said).to_contain_text("These windows share no cell: four cells win.")
    choose(figure.node, "pool", "mean")
    expect(figure.said).to_contain_text("The mean shares: no cell gets all of it. Take max.")
    choose(figure.node, "pool", "max")
    choose(figure.node, "window", "3")
    expect(figure.said).to_contain_text("Solved.")
    expect(figure.live).to_contain_text("first of two cells with 5. 1 + 2 + 3 + 4 = 10 there.")


FULL: dict[str, Any] = {"windows": True, "nudges": True, "task": True, "window": 3, "sent": ALL}


# 359: a page with nothing else leaves as much as the book does on a phone of 375.
@pytest.mark.parametrize(("width", "room"), [(1440, 800), (359, 700)])
def test_all_of_it_is_in_one_view_and_nothing_jumps(alone: Visit, width: int, room: int):
    page = alone(PoolingGradient(**FULL), width=width)
    figure = figures(page)[0]
    heights = set()
    for act in (
        lambda: figure.change(1, 1, 4),
        lambda: figure.output(0, 1).click(),
        lambda: choose(figure.node, "Nudge", "+0.1"),
        lambda: choose(figure.node, "pool", "mean"),
        lambda: figure.cell(0, 0).fill("1/0"),
    ):
        act()
        height = figure.box(".pg-stage")["height"] + figure.box(".pg-said")["height"]
        heights.add(round(height + figure.box(".pg-nudge")["height"]))
        whole, task = figure.node.bounding_box(), figure.box(".cnn-task")
        assert whole is not None
        assert whole["height"] - (task["height"] if width < 600 else 0) <= room
        assert overflow(page) == []
    assert max(heights) - min(heights) <= 1
    for part in (figure.output(0, 0), figure.cell(0, 0)):
        found = part.bounding_box()
        assert found is not None
        assert min(found["width"], found["height"]) >= 44
    assert smallest_text(figure.node) >= 12


# What flies in the moment after a press: its text, and whether it is then on its output's token.
FLIGHTS = """(name) => {
    const button = [...document.querySelectorAll("button")].find((each) =>
        each.textContent === name);
    button.click();
    const tokens = [...document.querySelectorAll(".cnn-route-token")];
    return document.getAnimations()
        .filter(({ effect: { target } }) => target.matches(".cnn-route-arrived > .cnn-route-ghost"))
        .filter(({ effect }) => "transform" in effect.getKeyframes()[0])
        .map((way) => {
            way.pause();
            way.currentTime = way.effect.getTiming().delay;
            const { left, top } = way.effect.target.getBoundingClientRect();
            const from = tokens.findIndex((token) => {
                const box = token.getBoundingClientRect();
                return Math.hypot(box.left - left, box.top - top) < 1;
            });
            way.play();
            return [way.effect.target.textContent, from];
        });
}"""


def test_a_token_flies_from_its_output_and_ends_where_it_should(alone: Visit):
    page = alone(PoolingGradient(), reduced_motion="no-preference")
    figure = figures(page)[0]
    assert page.evaluate(FLIGHTS, "Step") == [["1", 0]]
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert figure.texts("arrived")[1] == "1"
    expect(page.locator(".cnn-route-ghost")).to_have_count(0)
    choose(figure.node, "pool", "mean")
    assert page.evaluate(FLIGHTS, "Step") == [["2/4", 1]] * 4
    choose(figure.node, "pool", "max")
    figure.press("Reset")
    figure.press("Play")
    expect(figure.node.get_by_role("button", name="Pause")).to_be_visible()
    expect(figure.node.get_by_role("button", name="Play")).to_be_visible()
    assert shown(page)["dx"] == MAX
    expect(page.locator("[data-moving]")).to_have_count(0)
    expect(figure.live).to_contain_text("Lower right")
    drag(figure.cell(1, 0), -24)  # and its gradient goes over
    assert shown(page)["dx"][1] == [1, 0, 0, 2]
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert figure.texts("arrived")[:5] == ["0", "0", "0", "0", "1"]


def test_less_motion_jumps_and_paper_is_filled_in(alone: Visit):
    page = alone(PoolingGradient())
    assert page.evaluate(FLIGHTS, "Step") == []
    expect(page.locator(".cnn-play")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page)["dx"] == MAX
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page)["sent"] == [0]


def test_bad_values_are_refused():
    bad = {"pool": "sum", "window": 4, "output": 4, "cell": 16, "nudge": 2, "sent": [4]}
    for name, value in {**bad, "x": [[1, 2], [3, 4]], "dy": [[10, 0], [0, 0]]}.items():
        with pytest.raises(ValueError, match=r"must|is unknown"):
            PoolingGradient(**{name: value})
