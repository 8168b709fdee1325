"""Random stacks, described and built in PyTorch: the same shapes, counts and fields."""

from dataclasses import replace

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch_twin import build, image, linear_twin

from cnnlib.arithmetic import (
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Flatten,
    Parallel,
    Pool,
    Residual,
    Subsample,
    count_parameters,
    inputs_read,
    receptive_field,
    summarize,
    unreached_inputs,
)

AXES = st.sampled_from([1, 2])
SIZES = st.integers(1, 14)


def per_axis(draw, numbers, axes):
    """One number for all axes, or one each."""
    each = draw(st.tuples(*[numbers] * axes))
    return each if draw(st.booleans()) else each[0]


@st.composite
def convs(draw, channels, axes):
    groups = draw(st.sampled_from([n for n in (1, 2, 3) if channels % n == 0]))
    cells = st.integers(0, 3)
    padding = st.one_of(
        cells,
        st.tuples(*[cells] * axes),
        st.tuples(*[st.tuples(cells, cells)] * axes),
        st.sampled_from(["same", "valid"]),
    )
    return Conv(
        groups * draw(st.integers(1, 2)),
        kernel=per_axis(draw, st.integers(1, 4), axes),
        stride=per_axis(draw, st.integers(1, 3), axes),
        padding=draw(padding),
        dilation=per_axis(draw, st.integers(1, 2), axes),
        groups=groups,
        bias=draw(st.booleans()),
    )


@st.composite
def pools(draw):
    kernel = draw(st.integers(1, 4))
    return Pool(
        kernel,
        stride=draw(st.none() | st.integers(1, 3)),
        padding=draw(st.integers(0, kernel // 2)),
        ceil_mode=draw(st.booleans()),
        operation=draw(st.sampled_from(["max", "average"])),
    )


def keeping(draw, out, stride, axes):
    """A window that makes ⌈n/stride⌉ of n, whatever its kernel: what branches need to meet."""
    kernel = draw(st.integers(1, 5))
    before = draw(st.integers(0, kernel - 1))
    return Conv(out, kernel, stride, padding=((before, kernel - 1 - before),) * axes)


@st.composite
def branchings(draw, channels, axes):
    stride = draw(st.integers(1, 2))
    if draw(st.booleans()):
        branches = [
            [Conv(1, 1), keeping(draw, 2, stride, axes)],
            [keeping(draw, 1, stride, axes), Activation("relu")],
            [Pool(3, stride, padding=1)],
        ]
        return Parallel(branches[: draw(st.integers(1, 3))])
    body = [keeping(draw, 2, stride, axes), BatchNorm(), keeping(draw, channels, 1, axes)]
    return Residual(body, [Conv(channels, 1, stride)] if stride > 1 else [])


@st.composite
def stacks(draw, sizes=SIZES, most=5):
    """Layers and an input shape that PyTorch accepts."""
    axes = draw(AXES)
    input_shape = (draw(st.integers(1, 4)), *draw(st.tuples(*[sizes] * axes)))
    layers, x = [], image(input_shape)
    for _ in range(draw(st.integers(1, most))):
        channels = x.shape[1]
        layer = draw(
            st.one_of(
                convs(channels, axes),
                pools(),
                branchings(channels, axes),
                st.builds(Subsample, st.integers(1, 3)),
                st.sampled_from([BatchNorm(), Activation("relu")]),
            )
        )
        try:
            x = build([layer], x)[1]
        except (RuntimeError, ValueError):
            continue  # a window larger than the map: see test_refusals
        layers.append(layer)
    assume(layers)
    return layers, input_shape


@settings(max_examples=150, deadline=None)
@given(stacks(), st.booleans())
def test_shapes_and_counts(stack, dense):
    layers, input_shape = stack
    if dense:
        layers = [*layers, Flatten(), Dense(3), Activation("relu"), Dense(2, bias=False)]
    net, _, leaves = build(layers, image(input_shape))
    rows = summarize(layers, input_shape)
    assert [(row.layer, row.output_shape, row.parameters) for row in rows] == leaves
    biases = (p.numel() for name, p in net.named_parameters() if name.endswith("bias"))
    assert rows.biases == sum(biases)
    assert count_parameters(layers, input_shape, bias=False) == rows.weights


@settings(max_examples=100, deadline=None)
@given(stacks(), st.data())
def test_refusals(stack, data):
    """One more layer: we refuse it exactly when PyTorch does."""
    layers, input_shape = stack
    x = build(layers, image(input_shape))[1]
    axes = x.ndim - 2
    layer = data.draw(st.one_of(convs(x.shape[1], axes), pools()))
    try:
        expected = tuple(build([layer], x)[1].shape[1:])
    except (RuntimeError, ValueError):
        with pytest.raises(ValueError, match="is larger than the padded input"):
            summarize([*layers, layer], input_shape)
    else:
        assert summarize([*layers, layer], input_shape)[-1].output_shape == expected


def cells_with_gradient(y, x, unit):
    """Rows, and columns, of the input in which the gradient of one unit is not zero."""
    (gradient,) = torch.autograd.grad(y[0, :, *unit].sum(), x, retain_graph=True)
    touched = gradient[0].abs().sum(0) > 0
    axes = range(touched.ndim)
    return tuple(
        touched.any(dim=[other for other in axes if other != axis]).nonzero().flatten().tolist()
        if touched.ndim > 1
        else touched.nonzero().flatten().tolist()
        for axis in axes
    )


@settings(max_examples=100, deadline=None)
@given(stacks(sizes=st.integers(4, 18)), st.data())
def test_fields_are_those_of_gradients(stack, data):
    layers, input_shape = stack
    x = image(input_shape, "cpu", torch.float64).requires_grad_()
    net, _ = linear_twin(layers, x)
    y = net(x)
    unit = data.draw(st.tuples(*[st.integers(0, n - 1) for n in y.shape[2:]]))
    measured = cells_with_gradient(y, x, unit)
    assert inputs_read(layers, input_shape, unit) == measured
    sizes = y.ndim - 2
    field = receptive_field(layers, input_shape)
    spread = [v if isinstance(v, tuple) else (v,) * sizes for v in field]
    for n, position, cells, size, jump, start in zip(
        input_shape[1:], unit, measured, *spread, strict=True
    ):
        first = start + position * jump
        last = first + size - 1
        assert all(first <= cell <= last for cell in cells)
        if first >= 0 and last < n and all(measured):
            assert (cells[0], cells[-1]) == (first, last)


@settings(max_examples=50, deadline=None)
@given(stacks(sizes=st.integers(2, 10), most=3))
def test_unreached_inputs_have_no_gradient(stack):
    layers, input_shape = stack
    x = image(input_shape, "cpu", torch.float64).requires_grad_()
    y = linear_twin(layers, x)[0](x)
    units = tuple([slice(None)] * (y.ndim - 2))
    reached = cells_with_gradient(y, x, units)
    expected = tuple(
        [cell for cell in range(n) if cell not in cells]
        for n, cells in zip(input_shape[1:], reached, strict=True)
    )
    assert unreached_inputs(layers, input_shape) == expected


@settings(max_examples=100, deadline=None)
@given(stacks())
def test_field_of_windows_needs_no_input_shape(stack):
    layers, input_shape = stack
    strided = any(same_with_a_stride(layer) for path in paths_through(layers) for layer in path)
    if strided:
        with pytest.raises(ValueError, match="give input_shape"):
            receptive_field(layers)
    else:
        assert receptive_field(layers) == receptive_field(layers, input_shape)


def same_with_a_stride(layer):
    if getattr(layer, "padding", 0) != "same":
        return False
    strides = layer.stride if isinstance(layer.stride, tuple) else (layer.stride,)
    return max(strides) > 1


def paths_through(layers):
    """Every stack without branches that an input can take; groups are for all channels joined."""
    stacks = [[]]
    for layer in layers:
        if isinstance(layer, Parallel | Residual):
            ways = [way for path in layer.paths for way in paths_through(path)]
        else:
            ways = [[replace(layer, groups=1) if isinstance(layer, Conv) else layer]]
        stacks = [[*stack, *way] for stack in stacks for way in ways]
    return stacks


@settings(max_examples=100, deadline=None)
@given(stacks(most=3))
def test_smallest_field_is_that_of_the_smallest_path(stack):
    layers, input_shape = stack
    sizes = [receptive_field(path, input_shape).size for path in paths_through(layers)]
    axes = len(input_shape) - 1
    each = [size if isinstance(size, tuple) else (size,) * axes for size in sizes]
    smallest = receptive_field(layers, input_shape, branches="smallest").size
    expected = tuple(map(min, zip(*each, strict=True)))
    assert smallest == (expected[0] if len(set(expected)) == 1 else expected)
