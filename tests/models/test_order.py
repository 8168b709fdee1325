"""In which order the readers compute: as they are described, but for what training may exchange."""

from functools import partial

import pytest
import torch
from torch import nn

from cnnlib.models import BatchNormReader, FiveByFiveReader, KerasReader, LeNetModern


@pytest.mark.parametrize("make", [KerasReader, FiveByFiveReader, BatchNormReader, LeNetModern])
def test_in_training_a_pool_comes_before_its_relu_and_makes_the_same_of_it(make):
    torch.manual_seed(0)
    x, labels = torch.rand(6, 1, 28, 28), torch.arange(6)
    seen, found = [], []
    for order in (None, list):  # as in training, and as they stand
        net = make(seed=0).train()
        if order:
            net._in_order = partial(order, net)
        for name, layer in net.named_children():
            layer.register_forward_hook(lambda *_, name=name: seen.append(name))
        loss = nn.functional.cross_entropy(net(x), labels)
        loss.backward()
        found.append([loss.detach(), *(parameter.grad for parameter in net.parameters())])
    assert all(torch.equal(one, other) for one, other in zip(*found, strict=True))
    first, plain = seen[: len(net)], seen[len(net) :]
    assert plain == [name for name, _ in net.named_children()]
    assert first != plain
    assert sorted(first) == sorted(plain)


def test_in_use_the_layers_come_as_they_stand():
    net, seen = KerasReader(seed=0).eval(), []
    for name, layer in net.named_children():
        layer.register_forward_hook(lambda *_, name=name: seen.append(name))
    net(torch.zeros(1, 1, 28, 28))
    assert seen == [name for name, _ in net.named_children()]
