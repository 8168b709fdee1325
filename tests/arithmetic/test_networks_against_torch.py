"""Every network of the book, built in PyTorch from its description."""

from dataclasses import replace
from functools import cache

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode
from torch_twin import build, image, linear_twin

from cnnlib.architectures import NETWORKS, Network, googlenet, prior_net
from cnnlib.arithmetic import (
    Conv,
    Flatten,
    Parallel,
    RadialBasis,
    Residual,
    Subsample,
    count_parameters,
    receptive_field,
    summarize,
)

NETWORKS_AND_VARIANTS = {
    **NETWORKS,
    "GoogLeNet as in torchvision": googlenet(five=3, batch_norm=True),
    **{f"prior, {kind}": prior_net(kind) for kind in ("dense", "local", "convolution")},
}


def readable(name):
    """A test id in ASCII: pytest escapes the rest."""
    return name.replace("×", "x")


everything = pytest.mark.parametrize("name", NETWORKS_AND_VARIANTS, ids=readable)


@cache
def network_and_twin(name):
    network = NETWORKS_AND_VARIANTS[name]
    net, _, leaves = build(network.layers, image(network.input_shape))
    return network, net, leaves


@everything
def test_rows_are_those_of_a_forward_pass(name):
    network, _, leaves = network_and_twin(name)
    rows = summarize(*network)
    assert [(row.layer, row.output_shape, row.parameters) for row in rows] == leaves


@everything
def test_parameters_are_those_of_the_module(name):
    network, net, _ = network_and_twin(name)
    assert count_parameters(*network) == sum(p.numel() for p in net.parameters())


@everything
def test_macs_are_half_of_torchs_flops(name):
    network, net, _ = network_and_twin(name)
    with FlopCounterMode(display=False) as counter:
        net(image(network.input_shape))
    full = [  # PyTorch also multiplies with the kernels that LeNet-5's table leaves out
        replace(layer, connections=None) if isinstance(layer, Conv) else layer
        for layer in network.layers
    ]
    uncounted = (Subsample, RadialBasis)  # neither convolution nor matrix product to PyTorch
    rows = summarize(full, network.input_shape)
    macs = sum(row.macs for row in rows if not isinstance(row.layer, uncounted))
    assert 2 * macs == counter.get_total_flops()


def thin(layers):
    """The same windows with a single channel, up to the first dense layer."""
    for layer in layers:
        if isinstance(layer, Flatten):
            return
        if isinstance(layer, Conv):
            padding = layer.padding[0] if isinstance(layer.padding, tuple) else layer.padding
            pair = (padding,) if isinstance(padding, tuple) else padding
            yield replace(layer, out=1, groups=1, connections=None, padding=pair)
        elif isinstance(layer, Parallel):
            yield replace(layer, branches=[list(thin(path)) for path in layer.paths])
        elif isinstance(layer, Residual):
            body, shortcut = (list(thin(path)) for path in layer.paths)
            yield replace(layer, body=body, shortcut=shortcut)
        else:
            yield layer


@pytest.mark.parametrize(
    "network",
    [
        pytest.param(network, id=readable(name))
        for name, network in NETWORKS.items()
        if list(thin(network.layers))  # the dense baseline has no window
    ],
)
def test_field_is_that_of_gradients(network: Network):
    """On a line, long enough for the deepest unit to see nothing but pixels."""
    layers = list(thin(network.layers))
    size, jump, start = receptive_field(layers)
    x = torch.ones(1, 1, 3 * size, dtype=torch.float64, requires_grad=True)
    y = linear_twin(layers, x)[0](x)
    unit = (size - start) // jump  # clear of both borders
    for number in (unit, unit + 1):
        (gradient,) = torch.autograd.grad(y[0, :, number].sum(), x, retain_graph=True)
        cells = gradient[0, 0].nonzero().flatten()
        first = start + number * jump
        assert (cells[0], cells[-1]) == (first, first + size - 1)


def narrowest(layers):
    """The same layers with only that branch of each that sees least."""
    for layer in layers:
        if isinstance(layer, Parallel | Residual):
            paths = [list(narrowest(path)) for path in layer.paths]
            yield from min(paths, key=lambda path: receptive_field(path).size)
        else:
            yield layer


@pytest.mark.parametrize("name", [name for name in NETWORKS if "Net" in name], ids=readable)
def test_narrowest_field_is_that_of_gradients(name):
    layers = list(thin(NETWORKS[name].layers))
    size, jump, start = receptive_field(layers, branches="smallest")
    x = torch.ones(1, 1, 3 * size + 2 * jump, dtype=torch.float64, requires_grad=True)
    y = linear_twin(list(narrowest(layers)), x)[0](x)
    unit = (size - start) // jump
    (gradient,) = torch.autograd.grad(y[0, :, unit].sum(), x)
    cells = gradient[0, 0].nonzero().flatten()
    first = start + unit * jump
    assert (cells[0], cells[-1]) == (first, first + size - 1)
