"""A trained reader on its way to a page, and back."""

import base64
import gzip

import numpy as np
import pytest
import torch

from cnnlib.interactive._reader_weights import (
    SHAPES,
    packed_reader,
    read_digits,
    rounding,
    unpacked_reader,
)
from cnnlib.models import DenseBaseline, KerasReader

LARGEST = 200_000  # bytes that a web server sends


def test_the_tensors_are_those_of_the_reader():
    state = KerasReader(seed=0).state_dict()
    assert {name: tuple(value.shape) for name, value in state.items()} == SHAPES
    assert list(state) == list(SHAPES)


def test_there_and_back_each_weight_is_the_nearest_of_16_bits():
    reader = KerasReader(seed=1)
    back = unpacked_reader(packed_reader(reader)[0])
    for (name, sent), there in zip(
        reader.state_dict().items(), back.state_dict().values(), strict=True
    ):
        assert torch.equal(sent.half().float(), there), name
    assert packed_reader(back) == packed_reader(reader), "a second time nothing is lost"


def test_other_weights_have_another_name():
    names = {packed_reader(KerasReader(seed=seed))[1] for seed in range(3)}
    assert len(names) == 3


def test_a_web_server_sends_little():
    text, _ = packed_reader(KerasReader(seed=0))
    assert len(gzip.compress(text.encode(), 6)) < LARGEST


@pytest.mark.parametrize("weight", [np.nan, np.inf, -70_000.0])
def test_what_16_bits_cannot_hold_is_refused(weight):
    reader = KerasReader(seed=0)
    with torch.no_grad():
        reader.conv2.bias[3] = weight
    with pytest.raises(ValueError, match=r"reader must hold weights from −65,504 to 65,504, got "):
        packed_reader(reader)


@pytest.mark.parametrize("reader", [DenseBaseline(seed=0), None, "reader"])
def test_another_network_is_refused(reader):
    with pytest.raises(ValueError, match="reader must be a KerasReader, got "):
        packed_reader(reader)


def test_part_of_a_text_is_refused():
    text, _ = packed_reader(KerasReader(seed=0))
    half = base64.b64encode(base64.b64decode(text)[:1000]).decode()
    with pytest.raises(ValueError, match="93,322 weights of 2 bytes, got 1,000 bytes"):
        unpacked_reader(half)


def test_it_reads_as_pytorch_does():
    reader = KerasReader(seed=2)
    images = np.random.default_rng(0).random((3, 1, 28, 28), np.float32)
    weights = {name: value.numpy() for name, value in reader.state_dict().items()}
    made = read_digits(weights, images)
    with torch.no_grad():
        first = reader.relu1(reader.conv1(torch.from_numpy(images)))
        scores = reader(torch.from_numpy(images))
    np.testing.assert_allclose(made["conv1"], first.numpy(), atol=1e-6)
    np.testing.assert_allclose(made["scores"], scores.numpy(), atol=1e-6)


def test_what_rounding_costs_is_measured():
    reader, images = KerasReader(seed=0), np.random.default_rng(0).random((130, 1, 28, 28))
    assert rounding(unpacked_reader(packed_reader(reader)[0]), images) == (0, 0)
    assert 0 < rounding(reader, images).largest < 0.01
    with torch.no_grad():
        reader.dense2.weight[:] = 0
        reader.dense2.bias[:] = torch.tensor([50017.0, 50030.0, *[0] * 8])
    assert rounding(reader, images).changed == 130, "16 bits tell 50,017 and 50,030 not apart"
