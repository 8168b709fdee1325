"""One strip under three policies: what each adds, where its windows lie, and where two agree."""

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import PaddingExplorer
from tests.book.visits import Visit, overflow, shown, violations


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def more(page: Page, name: str, by: int) -> None:
    for _ in range(abs(by)):
        press(page, f"{name}: one {'more' if by > 0 else 'less'}")


def window(page: Page, policy: str) -> Locator:
    return page.get_by_role("slider", name=f"{policy} window")


def left(node: Locator) -> float:
    box = node.bounding_box()
    assert box is not None
    return box["x"]


def test_it_begins_as_the_text_says(alone: Visit):
    page = alone("<h1>Alone</h1>", PaddingExplorer())
    assert shown(page) == {
        "size": 8,
        "kernel": 3,
        "stride": 2,
        "place": 0,
        "valid": {"zeros": [0, 0], "unread": [8], "output": [6, 12, 18]},
        "same": {"zeros": [0, 1], "unread": [], "output": [6, 12, 18, 15]},
        "torch": {"zeros": [1, 1], "unread": [], "output": [3, 9, 15, 21]},
        "differ": 4,
    }
    heads = [text.split("\n") for text in page.locator(".pe-head").all_inner_texts()]
    assert [" ".join(head).replace("  ", " ") for head in heads] == [
        "VALID TensorFlow, Keras adds (0, 0): 3 outputs cell 8 unread 1 + 2 + 3 = 6",
        "SAME TensorFlow, Keras adds (0, 1): 4 outputs 1 + 2 + 3 = 6",
        "PyTorch padding=1 adds (1, 1): 4 outputs 0 + 1 + 2 = 3",
    ]
    expect(page.locator(".pe-compared")).to_have_text(
        "SAME and PyTorch: the same size, every number different."
    )
    expect(page.locator("[aria-live]").first).to_have_text(
        "n 8, kernel 3, stride 2: SAME and PyTorch: the same size, every number different. "
        "Stop 1: VALID 6, SAME 6, PyTorch 3."
    )
    expect(page.locator(".cnn-verdict")).to_have_text("")
    assert violations(page) == []


@pytest.mark.parametrize("width", [1440, 375])
def test_all_are_drawn_on_one_scale(alone: Visit, width: int):
    """Cell 1 stands below cell 1 below cell 1, and nothing moves when a setting does."""
    page = alone(PaddingExplorer(), width=width)
    seen = set()
    for name, by in {"n": 1, "stride": -1}.items():
        more(page, name, by)
        page.get_by_role("radio", name="5").check(force=True)
        ones = {
            round(left(row.locator(".cnn-strip-cells > :not([data-zero])").first))
            for row in page.locator(".pe-strip").all()
        }
        box = page.locator("[data-explorable]").bounding_box()
        assert box is not None
        seen.add((*ones, round(box["height"])))
        stairs, rows = page.locator(".cnn-stairs").all(), page.locator(".pe-policy").all()
        for list_, row in zip(stairs, rows, strict=True):  # the brackets stay in their policy
            ends = [each.bounding_box() for each in list_.locator("li:visible").all()]
            bottom = max(end["y"] + end["height"] for end in ends if end)
            around = row.bounding_box()
            assert around is not None
            assert bottom <= around["y"] + around["height"]
    assert len(seen) == 1
    assert len(next(iter(seen))) == 2
    assert overflow(page) == []


def test_the_windows_go_together(alone: Visit):
    page = alone(PaddingExplorer())
    press(page, "Step")
    assert shown(page)["place"] == 1
    box = window(page, "PyTorch").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 1.9, box["y"] + 9, steps=3)
    page.mouse.up()
    assert shown(page)["place"] == 3
    expect(window(page, "VALID")).to_be_hidden()  # it has no stop 4
    expect(page.locator(".pe-head").first).to_contain_text("no stop 4")
    expect(window(page, "SAME")).to_have_attribute(
        "aria-valuetext", "stop 4 of 4: cells 7 to 8, 1 zero, sum 15"
    )
    window(page, "SAME").press("Home")
    assert shown(page)["place"] == 0
    expect(window(page, "VALID")).to_be_visible()
    page.locator(".pe-policy").nth(2).locator(".cnn-strip-outputs > span").nth(2).click()
    assert shown(page)["place"] == 2


def test_each_attempt_is_told_what_it_did(alone: Visit):
    page = alone(PaddingExplorer())
    said = page.locator(".cnn-verdict")
    more(page, "stride", 1)
    expect(said).to_have_text(
        "SAME adds (0, 1), PyTorch (1, 1): each window of PyTorch lies 1 cell earlier."
    )
    more(page, "stride", -2)
    expect(said).to_have_text(
        "With stride 1 they agree at every length. Longer steps set them apart."
    )
    page.get_by_role("radio", name="1", exact=True).check(force=True)
    expect(said).to_have_text("A window of 1 needs no zeros, so all three agree. Take a wider one.")
    more(page, "stride", 1)
    page.get_by_role("radio", name="5").check(force=True)
    more(page, "n", 1)
    expect(said).to_have_text("Here they agree, with stride 2. Now with stride 3, same length.")
    more(page, "stride", 1)
    expect(said).to_have_text(
        "SAME adds (1, 1), PyTorch (2, 2): each window of PyTorch lies 1 cell earlier."
    )
    more(page, "n", -2)
    expect(said).to_have_text("Here they agree, with stride 3. Now with stride 2, same length.")
    expect(page.locator(".pe-compared")).to_have_text("SAME and PyTorch agree: the same numbers.")
    more(page, "stride", -1)
    expect(said).to_have_text(
        "Solved. They agree where the stride divides n − 1, and 7 − 1 divides by 2 and by 3. "
        "Pictures of 224, 112 or 56 are even: there stride 2 sets the two apart."
    )
    more(page, "n", 1)
    expect(said).to_contain_text("Solved.")
    press(page, "Reset")
    expect(said).to_have_text("")
    more(page, "n", -1)  # what had been found is forgotten
    expect(said).to_have_text("Here they agree, with stride 2. Now with stride 3, same length.")


def test_all_moves_and_ends_where_it_should(alone: Visit):
    page = alone(PaddingExplorer(), reduced_motion="no-preference")
    slides = """(name) => {
        [...document.querySelectorAll("button")].find((each) =>
            (each.getAttribute("aria-label") ?? each.textContent) === name).click();
        const moving = new Set(document.getAnimations().map(({ effect }) => effect.target));
        return [...moving].filter((el) => el.matches(".cnn-pane, li:not([data-beyond])")).length;
    }"""
    assert page.evaluate(slides, "Step") == 3
    assert page.evaluate(slides, "stride: one more") == 3 + 2 + 3 + 3  # panes and brackets
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert shown(page)["same"]["output"] == [6, 15, 15]
    press(page, "Play")
    expect(window(page, "SAME")).to_have_attribute("aria-valuenow", "3")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
