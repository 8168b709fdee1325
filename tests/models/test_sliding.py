"""A reader that slides over a page gives the answers to all windows cut out of it, one by one."""

import re

import pytest
import torch
from torch import nn

from cnnlib.models import (
    BatchNormReader,
    DenseBaseline,
    FiveByFiveReader,
    KerasReader,
    LeNet5,
    LeNetModern,
    PriorNet,
    seeded,
    sliding,
)

TOLERANCE = {torch.float32: 1e-5, torch.float64: 1e-12}


def page(height, width, dtype=torch.float32):
    with seeded(0):
        return torch.rand(2, 1, height, width).to(dtype)


def crops(pages, side, stride):
    """Every window, (N, rows, columns, 1, side, side)."""
    return pages[:, 0].unfold(1, side, stride).unfold(2, side, stride).unsqueeze(3)


@pytest.mark.parametrize("dtype", TOLERANCE, ids=str)
def test_a_page_of_56_by_84_has_120_answers(dtype):
    reader = KerasReader(seed=0).to(dtype)
    x = page(56, 84, dtype)
    found = sliding(reader)(x)
    assert found.shape == (2, 10, 8, 15)
    assert found.dtype == dtype
    windows = crops(x, 28, 4)
    assert windows.shape[:3] == (2, 8, 15)
    one_by_one = [reader(window[None])[0] for window in windows.flatten(0, 2)]
    expected = torch.stack(one_by_one).unflatten(0, (2, 8, 15)).permute(0, 3, 1, 2)
    torch.testing.assert_close(found, expected, atol=TOLERANCE[dtype], rtol=0)
    assert found.std(dim=(2, 3)).min() > 1e-3  # not one answer 120 times


def with_statistics():
    reader = BatchNormReader(seed=0)
    reader(page(28, 28) * torch.arange(1, 3)[:, None, None, None])
    return reader


@pytest.mark.parametrize(
    ("reader", "stride"),
    [
        (with_statistics(), 4),
        (LeNetModern(seed=0), 4),
        (LeNetModern("tanh", "average", seed=0), 4),
        (DenseBaseline(0.5, seed=0), 1),
        (PriorNet("convolution", size=24, head="global max", seed=0), 12),
        (PriorNet("dense", size=17, seed=0), 1),
    ],
    ids=["batch norm", "LeNet", "LeNet tanh average", "dense", "global max", "prior dense"],
)
def test_other_readers_slide_too(reader, stride):
    side = reader.input_shape[1]
    reader.double()
    x = page(side + 2 * stride, side + 3 * stride, torch.float64)
    slides = sliding(reader)
    assert not slides.training
    windows = crops(x, side, stride)
    with torch.no_grad():
        expected = reader.eval()(windows.flatten(0, 2)).unflatten(0, windows.shape[:3])
        found = slides(x)
    torch.testing.assert_close(found, expected.permute(0, 3, 1, 2), atol=1e-12, rtol=0)


def test_only_dense_layers_change_and_the_reader_keeps_its_own():
    reader = KerasReader(seed=0)
    before = {name: value.clone() for name, value in reader.state_dict().items()}
    slides = sliding(reader)
    names = [name for name, _ in reader.named_children()]
    assert [name for name, _ in slides.named_children()] == [n for n in names if n != "flatten1"]
    assert sum(parameter.numel() for parameter in slides.parameters()) == 93_322
    for name, value in slides.state_dict().items():
        assert torch.equal(value.flatten(), before[name].flatten())
    kinds = {name: type(layer) for name, layer in slides.named_children()}
    assert kinds["dense1"] is kinds["dense2"] is nn.Conv2d
    for parameter in slides.parameters():
        nn.init.zeros_(parameter)
    assert all(torch.equal(value, before[name]) for name, value in reader.state_dict().items())
    assert reader.training


def test_a_layer_without_bias_has_none_afterwards():
    reader = KerasReader(seed=0)
    reader.dense2 = nn.Linear(64, 10, bias=False)
    slides = sliding(reader)
    assert slides.dense2.bias is None
    x = page(28, 28)
    torch.testing.assert_close(slides(x)[:, :, 0, 0], reader(x))


class Without(nn.Sequential):
    input_shape = (1, 28, 28)


@pytest.mark.parametrize(
    ("reader", "message"),
    [
        (FiveByFiveReader(seed=0), "reader must not pad, but conv1 has padding (2, 2): each"),
        (LeNet5(seed=0), "reader must have convolutions, pools, batch normalization, ReLU and the"),
        (PriorNet("local", seed=0), "reader must have convolutions, pools, batch normalization, "),
        (nn.Linear(784, 10), "reader must be layers one after the other, as KerasReader is, got"),
        (nn.Sequential(nn.Flatten()), "reader must be layers one after the other, as KerasReader"),
        (28, "reader must be layers one after the other, as KerasReader is, got int"),
        (Without(nn.Conv2d(1, 10, 28)), "reader must flatten its maps for dense layers: this one"),
        (Without(nn.Linear(28, 10)), "reader must have convolutions, pools, batch normalization, "),
    ],
    ids=["padded", "1998", "local", "layer", "no shape", "number", "no dense", "not flat"],
)
def test_what_cannot_slide_is_refused(reader, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        sliding(reader)


@pytest.mark.parametrize("shape", [(1, 1, 27, 84), (1, 1, 28, 27), (1, 3, 56, 84), (1, 56, 84)])
def test_pages_too_small_are_refused(shape):
    message = r"^x must have shape N×1×H×W, 28×28 pixels at least, got "
    with pytest.raises(ValueError, match=message):
        sliding(KerasReader(seed=0))(torch.zeros(shape))
