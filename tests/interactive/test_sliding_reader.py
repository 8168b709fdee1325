"""The reader that slides over a page: what it shows, and what it refuses."""

import re

import numpy as np
import pytest
import torch
from torch.nn.functional import softmax

from cnnlib import store
from cnnlib.data import Digits, load_digits
from cnnlib.interactive import SlidingReader
from cnnlib.interactive._reader_weights import packed_reader, unpacked_reader
from cnnlib.models import DenseBaseline, KerasReader
from tests.readers import sure_of


def test_it_shows_what_120_pictures_cut_out_would_give():
    """One by one, in PyTorch, from the weights as they travel."""
    made = SlidingReader(sure_of(1, 3, 8), laid=[[3, 5, 11], [7, 20, 40], [1, 20, 33]])
    reader = unpacked_reader(packed_reader(sure_of(1, 3, 8))[0]).double()
    page = torch.tensor(made.page())
    crops = [page[4 * i : 4 * i + 28, 4 * j : 4 * j + 28] for i in range(8) for j in range(15)]
    with torch.no_grad():
        chances = softmax(reader(torch.stack(crops)[:, None]), dim=1)
    for row, column in ((0, 0), (3, 9), (7, 14)):
        made.row, made.column = row, column
        shown, expected = made.shown(), chances[15 * row + column]
        np.testing.assert_allclose(shown["chances"], expected, rtol=0, atol=6e-4)
        assert shown["answer"] == int(expected.argmax())
        assert shown["probability"] == pytest.approx(float(expected.max()), abs=6e-4)
        assert shown["difference"] == 0
    sure = [int(each.argmax()) for each in chances if each.max() > 0.9]
    assert len(sure) > 60
    assert (shown["right"], shown["false"]) == (
        sum(answer in (1, 3, 7) for answer in sure),
        sum(answer not in (1, 3, 7) for answer in sure),
    )
    assert 0 < shown["false"] < len(sure)


def test_the_work_is_that_of_the_text():
    shown = SlidingReader().shown()
    assert shown["macs"] == 30_013_824
    assert shown["crops"] == 120 * 2_794_240
    assert round(shown["crops"] / shown["macs"], 1) == 11.2
    assert round(shown["macs"] / 2_794_240, 1) == 10.7


def test_the_page_holds_the_darker_of_two():
    made = SlidingReader(laid=[[0, 0, 0], [8, 0, 10]])
    one, two = (SlidingReader(laid=[each]).page() for each in made.laid)
    assert np.array_equal(made.page(), np.maximum(one, two))
    assert one[:28, :28].max() == 1
    assert one[28:].max() == one[:, 28:].max() == 0


def test_without_a_reader_it_is_one_that_has_learned_nothing():
    made = SlidingReader()
    assert not made.trained
    assert (made.shown()["right"], made.shown()["false"]) == (0, 0)
    given = SlidingReader(KerasReader(seed=0))
    assert given.trained
    assert given.shown() == made.shown()


def test_the_tray_holds_one_of_each_or_what_is_given():
    assert SlidingReader().tray["labels"] == [*range(10)]
    train, _ = load_digits()
    made = SlidingReader(digits=train.first(12), laid=[[11, 0, 0]])
    assert made.shown()["digits"] == [[int(train.labels[11]), 0, 0]]
    assert np.array_equal(made.page()[:28, :28].astype(np.float32), train.images[11, 0])


REFUSED = {
    "no list": ({"laid": "3"}, "laid must be a list of [which, top, left]"),
    "two numbers": ({"laid": [[1, 2]]}, "laid must be a list of [which, top, left]"),
    "too many": ({"laid": [[0, 0, 0]] * 7}, "laid must be at most 6 digits, got 7"),
    "which": ({"laid": [[10, 0, 0]]}, "which of laid must be at most 9, got 10"),
    "top": ({"laid": [[0, 29, 0]]}, "top of laid must be at most 28, got 29"),
    "left": ({"laid": [[0, 0, -1]]}, "left of laid"),
    "half": ({"laid": [[0, 0.5, 0]]}, "top of laid"),
    "row": ({"row": 8}, "row must be at most 7, got 8"),
    "column": ({"column": 15}, "column must be at most 14, got 15"),
    "answers": ({"answers": "some"}, "answers"),
    "digits": ({"digits": np.zeros((10, 28, 28))}, "digits must be some of what load_digits"),
}


@pytest.mark.parametrize(("values", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_it_refuses_in_words(values, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        SlidingReader(**values)


def test_it_refuses_another_reader_and_other_digits():
    with pytest.raises(ValueError, match="reader must be a KerasReader, got DenseBaseline"):
        SlidingReader(DenseBaseline(seed=0))
    train, _ = load_digits()
    for few in (train.first(9), train.first(31), Digits(train.images[:10, :, :20], train.labels)):
        with pytest.raises(ValueError, match="digits must be 10 to 30, of shape N×1×28×28"):
            SlidingReader(digits=few)


def test_a_bad_value_leaves_the_page_as_it_was():
    made = SlidingReader()
    before = made.laid
    with pytest.raises(ValueError, match="top of laid must be at most 28, got 100"):
        made.laid = [[3, 100, 0]]
    assert made.laid == before


def test_the_work_is_covered_until_the_question_is_answered(monkeypatch):
    kept: dict[str, object] = {}
    monkeypatch.setattr(store, "read", lambda: kept)
    shown = SlidingReader(guess="09-crops").shown()
    assert (shown["macs"], shown["crops"]) == (None, None)
    kept["09-crops"] = {"tries": 1}
    monkeypatch.setattr(store, "tries", lambda entry: entry["tries"] if entry else 0)
    assert SlidingReader(guess="09-crops").shown()["macs"] == 30_013_824
