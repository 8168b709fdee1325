"""PyTorch modules made from layer descriptions, by PyTorch's own knowledge of shapes.

Nothing here asks `cnnlib.arithmetic` for a number: each module is made for the tensor that arrives.
"""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import nn

from cnnlib.arithmetic import (
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Flatten,
    Layer,
    Parallel,
    Pool,
    RadialBasis,
    Residual,
    Subsample,
)

CONVS = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}
NORMS = {1: nn.BatchNorm1d, 2: nn.BatchNorm2d, 3: nn.BatchNorm3d}
POOLS = {
    "max": {1: nn.MaxPool1d, 2: nn.MaxPool2d, 3: nn.MaxPool3d},
    "average": {1: nn.AvgPool1d, 2: nn.AvgPool2d, 3: nn.AvgPool3d},
}
Leaf = tuple[Layer, torch.Size, int]


def build(layers, x):
    """The modules for `layers`, what they make of `x`, and one (layer, shape, parameters) each."""
    modules, leaves = [], []
    for layer in layers:
        module, inner = _module(layer, x)
        x = module(x)
        parameters = 0 if inner else sum(p.numel() for p in module.parameters())
        leaves += [*inner, (layer, tuple(x.shape[1:]), parameters)]
        modules.append(module)
    return nn.Sequential(*modules), x, leaves


def image(shape, device="meta", dtype=torch.float32):
    return torch.ones(1, *shape, device=device, dtype=dtype)


def linear_twin(layers, x):
    """`build` with all weights one, and averages for maxima: gradients show all that is read."""
    net, y, _ = build(list(_averaged(layers)), x)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.fill_(1)
    return net.eval(), y


def _averaged(layers) -> Iterator[Layer]:
    for layer in layers:
        if isinstance(layer, Pool):
            yield replace(layer, operation="average")
        elif isinstance(layer, Parallel):
            yield replace(layer, branches=[list(_averaged(b)) for b in layer.branches])
        elif isinstance(layer, Residual):
            yield replace(
                layer,
                body=list(_averaged(layer.body)),
                shortcut=list(_averaged(layer.shortcut)),
            )
        else:
            yield layer


def _module(layer, x):
    axes = x.ndim - 2
    settings = {"device": x.device, "dtype": x.dtype}
    match layer:
        case Conv(connections=int()):
            return _TableConv(layer, x), ()
        case Conv(shared=False):
            return _Local(layer, x), ()
        case Conv():
            pad, padding = _padding(layer, layer.dilation, x, 0.0)
            conv = CONVS[axes](
                x.shape[1],
                layer.out,
                layer.kernel,
                layer.stride,
                padding,
                layer.dilation,
                layer.groups,
                layer.bias,
                **settings,
            )
            return nn.Sequential(pad, conv), ()
        case Pool():
            fill = -torch.inf if layer.operation == "max" else 0.0
            pad, padding = _padding(layer, 1, x, fill)
            pool = POOLS[layer.operation][axes]
            return nn.Sequential(
                pad, pool(layer.kernel, layer.stride, padding, ceil_mode=layer.ceil_mode)
            ), ()
        case Subsample():
            return _Subsample(layer, x), ()
        case BatchNorm():
            return NORMS[axes](x.shape[1], **settings), ()
        case Activation(name="local response norm"):
            return nn.LocalResponseNorm(5, alpha=5e-4, k=2.0), ()
        case Activation():
            return nn.ReLU(), ()
        case Flatten():
            return nn.Flatten(), ()
        case Dense():
            return nn.Linear(x.shape[1], layer.out, layer.bias, **settings), ()
        case RadialBasis():
            return _RadialBasis(layer, x), ()
        case Parallel():
            paths = [build(branch, x) for branch in layer.branches]
            return _Join(paths, lambda outputs: torch.cat(outputs, 1)), _leaves(paths)
        case Residual():
            paths = [build(layer.body, x), build(layer.shortcut, x)]
            return _Join(paths, lambda outputs: outputs[0] + outputs[1]), _leaves(paths)
    raise NotImplementedError(layer)


def _leaves(paths):
    return [leaf for _, _, leaves in paths for leaf in leaves]


def _padding(layer, dilation, x, fill):
    """A module that pads beforehand, and the padding left to PyTorch's own layer."""
    sizes = x.shape[2:]
    each = layer.padding if isinstance(layer.padding, tuple) else (layer.padding,) * len(sizes)
    settings = (_spread(v, len(sizes)) for v in (layer.kernel, layer.stride, dilation))
    pairs = [_pair(*axis) for axis in zip(each, sizes, *settings, strict=True)]
    if all(before == after for before, after in pairs):
        return nn.Identity(), tuple(before for before, _ in pairs)
    assert not getattr(layer, "ceil_mode", False), "PyTorch has no ceil_mode with such a padding"
    flat = [number for pair in reversed(pairs) for number in pair]
    return _Pad(flat, fill), 0


def _spread(value, axes):
    if value is None:
        return (1,) * axes
    return value if isinstance(value, tuple) else (value,) * axes


def _pair(padding, size, kernel, stride, dilation):
    if padding == "same":  # TensorFlow's own wording of the rule
        extent = (kernel - 1) * dilation + 1
        total = max(extent - (size % stride or stride), 0)
        return total // 2, total - total // 2
    if padding == "valid":
        return 0, 0
    return padding if isinstance(padding, tuple) else (padding, padding)


class _Pad(nn.Module):
    def __init__(self, flat, fill):
        super().__init__()
        self.flat, self.fill = flat, fill

    def forward(self, x):
        return nn.functional.pad(x, self.flat, value=self.fill)


class _Join(nn.Module):
    def __init__(self, paths, join):
        super().__init__()
        self.paths = nn.ModuleList(net for net, _, _ in paths)
        self.join = join

    def forward(self, x):
        return self.join([path(x) for path in self.paths])


class _TableConv(nn.Module):
    """A convolution of which only the first so many kernels exist."""

    def __init__(self, layer, x):
        super().__init__()
        self.kernels = nn.Parameter(x.new_ones(layer.connections, layer.kernel, layer.kernel))
        self.bias = nn.Parameter(x.new_zeros(layer.out))
        self.shape = (layer.out, x.shape[1], layer.kernel, layer.kernel)

    def forward(self, x):
        missing = self.shape[0] * self.shape[1] - len(self.kernels)
        weight = nn.functional.pad(self.kernels, (0, 0, 0, 0, 0, missing)).view(self.shape)
        return nn.functional.conv2d(x, weight, self.bias)


class _Local(nn.Module):
    """A kernel and a bias for each position, in two dimensions and without padding."""

    def __init__(self, layer, x):
        super().__init__()
        self.kernel, self.stride = layer.kernel, layer.stride
        self.sides = [(n - layer.kernel) // layer.stride + 1 for n in x.shape[2:]]
        columns = nn.functional.unfold(x, self.kernel, stride=self.stride)
        self.weight = nn.Parameter(x.new_ones(layer.out, *columns.shape[1:]))
        self.bias = nn.Parameter(x.new_zeros(layer.out, columns.shape[2]))

    def forward(self, x):
        columns = nn.functional.unfold(x, self.kernel, stride=self.stride)  # (N, C·k², positions)
        y = torch.einsum("ncp,ocp->nop", columns, self.weight) + self.bias
        return y.unflatten(2, self.sides)


class _Subsample(nn.Module):
    def __init__(self, layer, x):
        super().__init__()
        self.mean = POOLS["average"][x.ndim - 2](layer.size)
        self.weight = nn.Parameter(x.new_ones(x.shape[1]))
        self.bias = nn.Parameter(x.new_zeros(x.shape[1]))

    def forward(self, x):
        y = self.mean(x)
        channel = (-1, *[1] * (x.ndim - 2))
        return y * self.weight.view(channel) + self.bias.view(channel)


class _RadialBasis(nn.Module):
    def __init__(self, layer, x):
        super().__init__()
        self.register_buffer("codes", x.new_ones(layer.out, x.shape[1]))

    def forward(self, x):
        return ((x[:, None] - self.codes) ** 2).sum(2)
