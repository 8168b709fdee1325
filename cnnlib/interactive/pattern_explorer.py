"""The pattern that most networks for pictures follow: convolutions and pools, then dense layers."""

from typing import Any, ClassVar

import traitlets

from cnnlib.architectures import (
    ALEXNET,
    BATCH_NORM_READER,
    DENSE_BASELINE,
    FIVE_BY_FIVE_READER,
    KERAS_READER,
    LENET_MODERN,
    vgg,
)
from cnnlib.arithmetic import Conv, Dense, Flatten, Layer, Pool, summarize
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._traits import OneOf, Whole

_FIRST, _MOST, _WIDTH, _ANSWERS = 32, 512, 128, 10  # maps, maps, and units of dense layers
_KNOWN = {
    "the reader of this page": KERAS_READER,
    "LeNet-5, as tutorials build it": LENET_MODERN,
    "the batch-normalized reader": BATCH_NORM_READER,
    "the 5×5 reader": FIVE_BY_FIVE_READER,
    "the dense baseline": DENSE_BASELINE,
    "AlexNet": ALEXNET,
    **{f"VGG-{depth}": vgg(depth) for depth in (11, 13, 16, 19)},
}


class PatternExplorer(Explorable):
    """Blocks of convolutions, each with a pool at its end or none, and dense layers at the end.

    Convolutions have windows of 3×3 with zeros around, 32 maps in the first block and twice as many
    in each that follows, 512 at most; a pool halves the sides. Dense layers have 128 units, the
    last one ten. Without a dense layer the last convolution makes ten maps, and the mean of each is
    a score.

    Args:
        blocks: the convolutions of each block, 1 to 4; up to five blocks.
        pools: for each block 1 or 0, whether a pool ends it; what is not said is 1.
        dense: dense layers, 0 to 3.
        side: of the picture, 28 (one channel) or 224 (three) pixels.
        at: the block whose settings are shown, counted from 0.
        task: whether the figure asks for something.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these; there is no layer
            at all; a pool is larger than the map that it reads.

    >>> shown = PatternExplorer(blocks=[1, 1], dense=2).shown()
    >>> shown["parameters"], f"{shown['dense_share']:.0%}"
    (421642, '96%')
    >>> PatternExplorer(blocks=[2, 2, 3, 3, 3], dense=3, side=224).shown()["known"]
    ['VGG-16']
    """

    _frontend: ClassVar[str] = "pattern_explorer"
    _label: ClassVar[str] = (
        "A network as a row of layers: convolutions keep the side of the maps, pools halve it, "
        "dense layers end it. Below each layer stands its share of all parameters; two blocks and "
        "two dense layers have nearly all of them in the first dense layer."
    )

    blocks = traitlets.List(Whole(1, 1, 4), default_value=[1, 1], maxlen=5).tag(sync=True)
    pools = traitlets.List(Whole(1, 0, 1), maxlen=5).tag(sync=True)
    dense = Whole(2, 0, 3).tag(sync=True)
    side = OneOf(28, 224).tag(sync=True)
    at = Whole(0, 0, 4).tag(sync=True)
    known = traitlets.List(traitlets.Dict()).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)

    def __init__(self, **values: Any) -> None:
        super().__init__(known=[_pattern(*pair) for pair in _KNOWN.items()], **values)
        self.shown()

    @traitlets.validate("blocks", "pools", "dense", "side")
    def _fits(self, proposal: dict[str, Any]) -> Any:
        traits = {name: getattr(self, name) for name in ("blocks", "pools", "dense", "side")}
        _rows(**{**traits, proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows.

        ``layers`` has for each its kind, maps (or units), side (1 of a dense one) and parameters;
        ``known`` the networks that follow this very pattern, whatever their sizes.
        """
        layers = _rows(self.blocks, self.pools, self.dense, self.side)
        total = sum(parameters for *_, parameters in layers)
        dense = sum(parameters for kind, *_, parameters in layers if kind == "dense")
        pools = _full(self.blocks, self.pools)
        mine = {"blocks": list(self.blocks), "pools": pools, "dense": self.dense}
        return {
            **mine,
            "side": self.side,
            "layers": [list(layer) for layer in layers],
            "parameters": total,
            "dense_share": dense / total,
            "known": [each["name"] for each in self.known if mine.items() <= each.items()],
        }


def _full(blocks: list[int], pools: list[int]) -> list[int]:
    """A pool or none for each block."""
    return [pools[i] if i < len(pools) else 1 for i in range(len(blocks))]


def _rows(
    blocks: list[int], pools: list[int], dense: int, side: int
) -> list[tuple[str, int, int, int]]:
    """Kind, maps, side and parameters of each layer."""
    if not blocks and not dense:
        raise ValueError("blocks must hold a block where dense is 0: a network needs a layer")
    layers: list[Layer] = []
    for block, (count, pool) in enumerate(zip(blocks, _full(blocks, pools), strict=True)):
        maps = min(_FIRST * 2**block, _MOST)
        is_last = not dense and block == len(blocks) - 1
        layers += [Conv(maps, 3, padding=1)] * (count - is_last)
        layers += [Conv(_ANSWERS, 3, padding=1)] * is_last + [Pool(2)] * pool
    if dense:
        layers += [Flatten(), *[Dense(_WIDTH)] * (dense - 1), Dense(_ANSWERS)]
    found = []
    for row in summarize(layers, (1 if side == 28 else 3, side, side)):
        if not isinstance(row.layer, Flatten):
            maps, wide = (*row.output_shape, 1)[:2]
            found.append((type(row.layer).__name__.lower(), maps, wide, row.parameters))
    return found


def _pattern(name: str, network: Any) -> dict[str, Any]:
    """The blocks of a network, and what of its own parameters lies in dense layers."""
    blocks, pools, dense = [0], [0], 0
    for layer in network.layers:
        match layer:
            case Conv() if pools[-1]:
                blocks, pools = [*blocks, 1], [*pools, 0]
            case Conv():
                blocks[-1] += 1
            case Pool():
                pools[-1] = 1
            case Dense():
                dense += 1
    rows = summarize(*network)
    total = sum(row.parameters for row in rows)
    inside = sum(row.parameters for row in rows if isinstance(row.layer, Dense))
    if not blocks[0]:
        blocks, pools = [], []
    return {
        **{"name": name, "blocks": blocks, "pools": pools, "dense": dense},
        **{"parameters": total, "share": inside / total},
    }
