"""The settings of ConvolutionArithmetic, and the layer in PyTorch that it writes down."""

import numpy as np
import pytest
import torch

from cnnlib.interactive import ConvolutionArithmetic
from tests.explorables import moved


@pytest.mark.parametrize("seed", range(30))
def test_the_layer_that_is_copied_gives_the_numbers_that_are_shown(seed):
    figure = moved(ConvolutionArithmetic, seed)
    try:
        shown = figure.shown()
    except ValueError:
        figure.set_trait("kernel", 1)
        shown = figure.shown()
    made = eval(shown["torch"], {"torch": torch}).double()  # what a reader would paste
    layer = made[-1] if isinstance(made, torch.nn.Sequential) else made
    layer.weight.data = torch.tensor([[shown["weights"]]], dtype=torch.float64)
    layer.bias.data.zero_()
    output = made(torch.tensor([[shown["picture"]]], dtype=torch.float64))
    np.testing.assert_allclose(output[0, 0].detach(), shown["output"], atol=1e-9)


def test_padding_and_picture_set_the_traits_that_they_mean():
    figure = ConvolutionArithmetic(picture=[[1, 2, 3], [4, 5, 6]], padding=(0, 2))
    assert (figure.rows, figure.columns, figure.before, figure.after) == (2, 3, 0, 2)
    assert ConvolutionArithmetic(padding=1).shown()["zeros"] == [1, 1]
    wide = ConvolutionArithmetic(picture=[[1, 2]], rows=2, columns=3, kernel=1)
    assert wide.shown()["picture"] == [[1, 2, 1], [1, 2, 1]]


@pytest.mark.parametrize("wrong", [{"kernel": 6}, {"padding": -1}, {"controls": ["pad"]}])
def test_other_values_are_refused(wrong):
    with pytest.raises(ValueError, match=r"kernel|before|controls|pad"):
        ConvolutionArithmetic(**wrong)
