"""A network built of blocks: its sentence, its parameters, the networks it recognizes, its task."""

import pytest
from playwright.sync_api import Locator, Page, expect

from cnnlib.interactive import PatternExplorer
from tests.book.test_figures import alike, computed
from tests.book.visits import Visit, overflow, shown, smallest_text, violations


def press(page: Page, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).check(force=True)


def sentence(page: Page) -> Locator:
    return page.locator(".pe-line")


def facts(page: Page) -> Locator:
    return page.locator(".pe-facts")


def verdict(page: Page) -> Locator:
    return page.locator(".cnn-verdict")


def refusal(page: Page) -> Locator:
    return page.locator(".cnn-figure > .cnn-error")


def sums(page: Page) -> list[str]:
    return page.locator(".pe-block > small:last-child").all_inner_texts()


def test_it_begins_as_the_text_says(alone: Visit):
    page = alone("<h1>Alone</h1>", PatternExplorer())
    assert alike(shown(page), computed(PatternExplorer())[0])
    expect(sentence(page)).to_have_text("(conv + pool) × 2 → dense × 2")
    expect(facts(page)).to_have_text("421,642 parameters, 96 % of them in dense layers.")
    assert sums(page) == ["", "< 1 %", "4 %", "96 %"]
    expect(verdict(page)).to_have_text("")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("name", "words", "count"),
    [
        ("the reader", "(conv + pool) × 2 → conv → dense × 2", "93,322"),
        ("LeNet-5", "(conv + pool) × 2 → dense × 3", "61,706"),
        ("AlexNet", "(conv + pool) × 2 → (conv × 3 + pool) → dense × 3", "60,965,224"),
        ("VGG-16", "(conv × 2 + pool) × 2 → (conv × 3 + pool) × 3 → dense × 3", "138,357,544"),
    ],
)
def test_a_known_network_is_named_with_its_own_numbers(
    alone: Visit, name: str, words: str, count: str
):
    page = alone(PatternExplorer())
    choose(page, name)
    expect(sentence(page)).to_have_text(words)
    expect(facts(page)).to_contain_text(f"(in its own sizes {count} parameters, ")
    assert overflow(page) == []


def test_a_pattern_that_is_met_by_hand_is_named(alone: Visit):
    page = alone(PatternExplorer())
    expect(facts(page)).not_to_contain_text("Built like this")
    press(page, "dense layers: one more")
    expect(facts(page)).to_contain_text("Built like this: LeNet-5, as tutorials build it")
    expect(page.get_by_role("radio", name="LeNet-5")).to_be_checked()
    press(page, "convolutions: one more")
    expect(facts(page)).not_to_contain_text("Built like this")
    expect(page.locator("input[type=radio]:checked")).to_have_count(1)  # the picture's


def test_page_and_python_agree_on_every_step(alone: Visit):
    page = alone(PatternExplorer())
    acts = [
        lambda: press(page, "Add a block"),
        lambda: page.get_by_role("switch", name="pool").uncheck(),
        lambda: press(page, "convolutions: one more", 3),
        lambda: page.get_by_role("button", name="Block 1:").click(),
        lambda: choose(page, "224×224"),
        lambda: press(page, "dense layers: one less", 2),
        lambda: press(page, "Remove block 1"),
    ]
    for act in acts:
        act()
        traits = {name: shown(page)[name] for name in ("blocks", "pools", "dense", "side")}
        assert alike(shown(page), computed(PatternExplorer(**traits))[0])


def test_what_has_no_room_is_refused_in_words_and_nothing_changes(alone: Visit):
    page = alone(PatternExplorer(blocks=[1] * 4))
    before = shown(page)
    press(page, "Add a block")
    expect(refusal(page)).to_have_text(
        "Block 5 is left with maps of 1×1: a pool of 2×2 has no room."
    )
    expect(facts(page)).to_be_hidden()
    assert shown(page) == before
    choose(page, "224×224")
    expect(refusal(page)).to_have_text("")
    press(page, "Add a block", 2)
    expect(refusal(page)).to_have_text("Five blocks are all that there is room for.")
    page.get_by_role("radio", name="28×28", exact=True).evaluate("(radio) => radio.click()")
    expect(refusal(page)).to_contain_text("has no room")
    expect(page.get_by_role("radio", name="224×224")).to_be_checked()


def test_the_last_layer_stays(alone: Visit):
    page = alone(PatternExplorer(blocks=[1], dense=1))
    press(page, "dense layers: one less")
    expect(sentence(page)).to_have_text("(conv + pool) → mean of each map")
    press(page, "Remove block 1")
    expect(refusal(page)).to_have_text("A network needs a layer: this was the last one.")
    assert shown(page)["blocks"] == [1]


WRONG = [
    (["dense layers: one less"], "You took a dense layer away."),
    (["dense layers: one more"], "A third dense layer"),
    (["Remove block 1"], "a block less, and the dense layer reads larger maps"),
    (["Add a block"], "62 % in dense layers: on the way."),
    (["convolutions: one more"] * 3, "on the way"),
    (["Add a block", *["convolutions: one more"] * 3, "Block 2", "convolutions: one more"], "smal"),
]


@pytest.mark.parametrize(("acts", "said"), WRONG)
def test_what_does_not_solve_it_is_told_what_it_does(alone: Visit, acts: list[str], said: str):
    page = alone(PatternExplorer())
    for act in acts:
        if act == "Block 2":
            page.get_by_role("button", name="Block 2:").click()
        else:
            press(page, act)
    expect(verdict(page)).to_contain_text(said)
    expect(verdict(page)).not_to_contain_text("Solved")


def test_a_larger_picture_is_not_what_was_asked_for(alone: Visit):
    page = alone(PatternExplorer())
    choose(page, "224×224")
    expect(verdict(page)).to_have_text("The task is about pictures of 28 pixels.")


def test_it_is_solved_by_more_pools(alone: Visit):
    page = alone(PatternExplorer())
    press(page, "Add a block", 2)
    expect(verdict(page)).to_have_text(
        "Solved. The first dense layer reads 256 numbers now, and 8 % of all parameters are in "
        "dense layers."
    )
    press(page, "Reset")
    expect(verdict(page)).to_have_text("")


def test_bars_grow_to_where_they_stand(alone: Visit):
    page = alone(PatternExplorer(), reduced_motion="no-preference")
    press(page, "Add a block")
    expect(page.locator("[data-moving]")).to_have_count(0)
    high = page.locator(".pe-share i").evaluate_all("all => all.map((i) => i.offsetHeight)")
    traits = {"blocks": [1, 1, 1], "dense": 2}
    shares = [row[3] / computed(PatternExplorer(**traits))[0]["parameters"] for row in layers(page)]
    assert high[1:] == pytest.approx([96 * share for share in shares], abs=1)


def layers(page: Page) -> list[list[int]]:
    return list(shown(page)["layers"])


def test_a_phone_has_room_for_the_longest(alone: Visit):
    page = alone(PatternExplorer(blocks=[2, 2, 4, 4, 4], dense=3, side=224), width=375)
    assert overflow(page) == []
    assert smallest_text(page.locator(".cnnlib")) >= 12
    expect(facts(page)).to_contain_text("VGG-19")
