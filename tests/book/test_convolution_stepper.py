"""The window that slides: dragged, stepped, played, turned; and what its task says."""

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import ConvolutionStepper
from tests.book.visits import Visit, shown

START = [[2, 0, -1, 1], [4, 1, -1, 0], [1, 1, 0, -2], [0, 1, 0, 1]]
TURNED = [[0, 1, 1, -2], [-1, 1, 4, -1], [-1, 0, 2, 0], [1, 0, 3, -1]]


EVERYWHERE = list(range(16))


def place(page: Page) -> list[int]:
    state = shown(page)
    return [state["row"], state["column"]]


def pane(page: Page) -> Locator:
    return page.locator(".cnn-pane")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_it_begins_as_the_text_says(alone: Visit):
    page = alone(ConvolutionStepper())
    state = shown(page)
    assert (state["sum"], state["products"]) == (2, [0, 0, 0, 1, 0, 0, 1, 0, 0])
    assert [value for row in state["output"] for value in row] == [2] + 15 * [None]
    expect(page.locator(".cnn-sum")).to_have_text("0+0+0+1+0+0+1+0+0=2")
    expect(page.get_by_role("grid", name="output").get_by_role("gridcell").first).to_have_text("2")


def test_steps_fill_the_output(alone: Visit):
    page = alone(ConvolutionStepper())
    for _ in range(15):
        press(page, "Step")
    assert shown(page)["output"] == START
    press(page, "Step")
    assert place(page) == [0, 0]


def test_the_turn_changes_only_what_has_been_visited(alone: Visit):
    page = alone(ConvolutionStepper(visited=[1, 9]))
    press(page, "Turn the kernel")
    state = shown(page)
    assert state["visited"] == [0, 1, 9]
    seen = [value for row in state["output"] for value in row if value is not None]
    assert seen == [0, 1, 0]
    press(page, "Step")
    assert shown(page)["visited"] == [0, 1, 9]
    press(page, "Step")
    assert shown(page)["visited"] == [0, 1, 2, 9]


def test_the_turn_changes_fifteen_of_sixteen_numbers(alone: Visit):
    page = alone(ConvolutionStepper(visited=EVERYWHERE))
    press(page, "Turn the kernel")
    assert shown(page)["output"] == TURNED
    assert (
        sum(
            a != b
            for one, other in zip(START, TURNED, strict=True)
            for a, b in zip(one, other, strict=True)
        )
        == 15
    )
    expect(page.locator("[data-explorable] [aria-live]")).to_have_text(
        "Kernel turned. Row 0, column 0: nothing but zeros, 0."
    )
    pane(page).press("t")
    assert shown(page)["output"] == START


@pytest.mark.parametrize(
    ("keys", "there"),
    [
        pytest.param(["ArrowDown", "ArrowRight"], [1, 1], id="arrows"),
        pytest.param(["Shift+ArrowRight"], [0, 3], id="far"),
        pytest.param(["ArrowUp", "ArrowLeft"], [0, 0], id="not beyond the edge"),
        pytest.param(["ArrowDown", "ArrowDown", "Home"], [0, 0], id="home"),
    ],
)
def test_keys_move_the_window(alone: Visit, keys: list[str], there: list[int]):
    page = alone(ConvolutionStepper())
    for key in keys:
        pane(page).press(key)
    assert place(page) == there


def test_the_window_is_dragged_and_sent(alone: Visit):
    page = alone(ConvolutionStepper())
    box = pane(page).bounding_box()
    assert box is not None
    side = box["width"] / 3
    page.mouse.move(box["x"] + side / 2, box["y"] + side / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 2.6 * side, box["y"] + 1.4 * side, steps=4)
    page.mouse.up()
    assert place(page) == [1, 2]
    assert 6 in shown(page)["visited"]
    picture = page.get_by_role("table", name="picture")
    picture.locator("[data-place='5,0']").click()
    assert place(page) == [3, 0]
    page.get_by_role("grid", name="output").locator("[data-place='2,3']").click()
    assert place(page) == [2, 3]


def test_the_grip_turns_the_kernel_or_springs_back(alone: Visit):
    page = alone(ConvolutionStepper())
    grip = page.locator(".cnn-turn").bounding_box()
    kernel = page.get_by_role("table", name="kernel").bounding_box()
    assert grip is not None
    assert kernel is not None
    x, y = kernel["x"] + kernel["width"] / 2, kernel["y"] + kernel["height"] / 2
    far = kernel["width"]

    def drag(*way: tuple[float, float]) -> None:
        page.mouse.move(grip["x"] + 16, grip["y"] + 16)
        page.mouse.down()
        for right, down in way:
            page.mouse.move(x + right * far, y + down * far)
        page.mouse.up()

    drag((0, 1), (1, 1))
    assert not shown(page)["turned"]
    drag((0, 1), (-1, 1), (-1, 0))
    assert shown(page)["turned"]
    page.locator(".cnn-turn").click()
    assert not shown(page)["turned"]


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        pytest.param(1, 0, "Here 4 becomes −1: this shape the kernel looks for", id="on the L"),
        pytest.param(1, 2, "Here −1 becomes 4: this is the shape that the turned", id="on the 7"),
        pytest.param(3, 2, "Here 0 becomes 3: the brightest pixel meets", id="on the speck"),
        pytest.param(0, 0, "Here 2 becomes 0. Which patch is its own turned self?", id="elsewhere"),
        pytest.param(1, 1, "Solved. 1 stays 1: the patch 001/000/100 looks", id="solved"),
    ],
)
def test_each_answer_is_told_what_it_did(alone: Visit, row: int, column: int, sentence: str):
    page = alone(ConvolutionStepper(row=row, column=column))
    expect(page.locator(".cnn-verdict")).to_have_text("")
    press(page, "Here")
    expect(page.locator(".cnn-verdict")).to_contain_text(sentence)
    press(page, "Reset")
    expect(page.locator(".cnn-task[data-done]")).to_have_count(0)


def test_it_plays_by_itself_until_it_is_touched(alone: Visit):
    page = alone(ConvolutionStepper(plays=3), reduced_motion="no-preference")
    page.wait_for_function(
        "JSON.parse(document.querySelector('[data-shown]').dataset.shown).column === 3"
    )
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    press(page, "Play")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    pane(page).press("ArrowDown")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_less_motion_plays_nothing(alone: Visit):
    page = alone(ConvolutionStepper(plays=3))
    expect(page.locator(".cnn-play")).to_be_hidden()
    press(page, "Step")
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert place(page) == [0, 1]


def test_motion_ends_where_it_should(alone: Visit):
    page = alone(ConvolutionStepper(visited=EVERYWHERE), reduced_motion="no-preference")
    for act in (lambda: press(page, "Step"), lambda: press(page, "Turn the kernel")):
        act()
        expect(page.locator("[data-moving]")).to_have_count(0)
        assert page.evaluate("document.getAnimations().length") == 0
        expect(page.locator(".cnn-ghost")).to_have_count(0)
    assert shown(page)["output"] == TURNED
    assert page.get_by_role("grid", name="output").locator("td > span").all_inner_texts() == [
        str(value).replace("-", "−") for row in TURNED for value in row
    ]


def test_pixels_and_weights_are_changed_by_a_press(alone: Visit):
    page = alone(ConvolutionStepper(editable=True))
    picture, kernel = (page.get_by_role("grid", name=name) for name in ("picture", "kernel"))
    picture.locator("[data-place='5,5']").click()
    assert place(page) == [0, 0]
    expect(picture.locator("[data-place='5,5']")).to_have_text("1")
    box = pane(page).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert shown(page)["products"] == [0, 0, 0, 1, -1, 0, 1, 0, 0]
    kernel.locator("[data-place='0,2']").press("Enter")
    press(page, "Turn the kernel")
    kernel.locator("[data-place='2,2']").click()
    assert shown(page)["kernel"] == [[0, 1, 1], [0, -1, 1], [1, -1, -1]]
    press(page, "Reset")
    assert shown(page)["kernel"] == [[1, -1, 0], [1, -1, 0], [1, 1, 0]]


def test_on_paper_all_outputs_are_filled_in(alone: Visit):
    page = alone(ConvolutionStepper())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page)["output"] == START
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page)["visited"] == [0]


# A step, and where the slots of the sum are at these times; then the motion ends.
_SLOTS = """(times) => {
    document.querySelector("[data-icon=step]").click();
    const running = document.getAnimations();
    const total = document.querySelector(".cnn-total").getBoundingClientRect();
    const far = () => [...document.querySelectorAll(".cnn-slot")].map((slot) => {
        const { left, width } = slot.getBoundingClientRect();
        return total.left + total.width / 2 - left - width / 2;
    });
    const found = times.map((time) => {
        for (const each of running) {
            each.pause();
            each.currentTime = time;
        }
        return far();
    });
    for (const each of running) each.finish();
    return found;
}"""


def test_the_slots_close_into_their_sum_and_stand_again(alone: Visit):
    page = alone(ConvolutionStepper(row=2, column=2), reduced_motion="no-preference")
    early, closing, end = page.evaluate(_SLOTS, [440, 520, 5000])
    assert early == end
    moved = [abs(near) < abs(far) for near, far in zip(closing, end, strict=True)]
    assert moved == [product != 0 for product in shown(page)["products"]]
    assert any(moved)
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert page.locator(".cnn-slot").first.evaluate("e => getComputedStyle(e).opacity") == "1"


def test_the_grip_goes_round_with_the_finger(alone: Visit):
    page = alone(ConvolutionStepper())

    def middle(locator: Locator) -> tuple[float, float]:
        box = locator.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    grip = page.locator(".cnn-turn")
    x, y = middle(page.get_by_role("table", name="kernel"))
    there = middle(grip)
    right, down = there[0] - x, there[1] - y
    page.mouse.move(*there)
    page.mouse.down()
    page.mouse.move(x - down, y + right)  # a quarter of a turn
    assert middle(grip) == pytest.approx((x - down, y + right), abs=1)
    page.mouse.up()
    assert middle(grip) == pytest.approx(there, abs=1)
    assert not shown(page)["turned"]


def test_the_line_says_the_sum_when_it_has_been_added_up(alone: Visit):
    page = alone(ConvolutionStepper(row=1), reduced_motion="no-preference")
    said = page.locator("[data-explorable] .cnn-live")
    before = "Row 1, column 0: 1 + 1 + 1 + 1 = 4."
    expect(said).to_have_text(before)
    page.clock.install(time=0)
    page.clock.pause_at(60)  # or it would run on by itself
    press(page, "Step")
    assert place(page) == [1, 1]
    page.clock.run_for(650)
    assert said.inner_text() == before
    page.clock.run_for(100)
    assert said.inner_text() == "Row 1, column 1: 1."


def test_the_kernel_is_called_turned_when_it_has_turned(alone: Visit):
    page = alone(ConvolutionStepper(), reduced_motion="no-preference")
    seen = page.evaluate(
        """() => {
            document.querySelector("[data-icon=turn]").click();
            const word = document.querySelector(".cnn-turned");
            return [150, 5000].map((time) => {
                for (const each of document.getAnimations()) {
                    each.pause();
                    each.currentTime = time;
                }
                const { opacity, visibility } = getComputedStyle(word);
                return visibility === "visible" && Number(opacity);
            });
        }"""
    )
    assert seen == [0, 1]


def test_editing_one_number_leaves_the_others_their_fill(alone: Visit):
    page = alone(ConvolutionStepper(picture=[[0, 1, 0]] * 3, kernel=[[1]], editable=True))
    picture = page.get_by_role("grid", name="picture")
    part = "cell => cell.style.getPropertyValue('--part')"
    other = picture.locator("[data-place='2,1']")
    before = other.evaluate(part)
    picture.locator("[data-place='1,1']").click()
    expect(picture.locator("[data-place='1,1']")).to_have_text("2")
    assert other.evaluate(part) == before


def test_the_focus_is_seen_on_the_marked_output_too(alone: Visit):
    page = alone(ConvolutionStepper())
    cell = page.get_by_role("grid", name="output").locator("[data-here]")
    cell.press("Shift")
    expect(cell).to_be_focused()
    outline = cell.evaluate("e => getComputedStyle(e).outline + getComputedStyle(e).outlineOffset")
    assert outline.endswith("solid 3px2px")


@pytest.mark.parametrize("width", [375, 800])
def test_no_answer_moves_what_is_below(alone: Visit, width: int):
    page = alone(ConvolutionStepper(row=1, column=1), width=width)
    height = "document.querySelector('[data-explorable]').offsetHeight"
    before = page.evaluate(height)
    press(page, "Here")
    expect(page.locator(".cnn-verdict")).to_contain_text("Solved.")
    assert page.evaluate(height) == before
