"""A pad to draw digits on, and all that a trained reader makes of them: each number opens."""

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import traitlets

from cnnlib.data import Digits, load_digits
from cnnlib.functional import softmax
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._reader_weights import packed_reader, read_digits, unpacked_weights
from cnnlib.interactive._static import is_static, script_json
from cnnlib.interactive._traits import OneOf, Whole
from cnnlib.layers.base import as_number

if TYPE_CHECKING:  # torch takes a second to import
    from cnnlib.models import KerasReader

Array = np.ndarray[Any, Any]

LAYERS = {
    **{"conv1": (32, 26), "conv2": (64, 11), "conv3": (64, 3)},
    **{"dense1": (64, 1), "dense2": (10, 1)},
}
"""Of each layer: how many maps or units, and the side of a map."""

TOOLS = ("pen", "move", "hole", "eraser")
LINES = ("medium", "thin", "thick")
SIDE, HOLE = 28, 7
_PLACES = SIDE - HOLE + 1  # of a hole along one axis
_STRONGEST = 3  # channels that stand in the lens in full


class _Part(traitlets.TraitType[Any, Any]):
    """A number from 0 to 1, or None; else ValueError."""

    def validate(self, _obj: Any, value: Any) -> float:
        return as_number(str(self.name), value, 0, 1)


class DigitPad(Explorable):
    """A pad of 28×28 pixels, the maps and bars of a reader of digits, and a lens for each number.

    Args:
        reader: a trained `cnnlib.models.KerasReader`; without one, an untrained one.
        accuracy: the share of held-out digits that the reader reads, 0 to 1, or None if not known.
        samples: 1 to 10 digits to begin with, `cnnlib.data.Digits` or (images, labels); by default
            the first test digit of each kind, 0 to 9.
        sample: 0 to 9, which of them lies on the pad; of fewer, the last.
        dy, dx: −27 to 27, by how many pixels it is moved down and to the right.
        tool: one of `TOOLS`, what a finger on the pad does.
        line: one of `LINES`, how wide a line the pen leaves, and the eraser takes away.
        hole: 0 to 483, where 7×7 pixels of paper lie, row · 22 + column of their corner, or None.
        centered: whether the center of the ink is moved to the middle of the pad.
        pooled: whether maps are shown after pooling.
        fine: whether all 22×22 holes are tried, not every second one each way.
        layer: one of `LAYERS`, of which the lens shows a cell, or None.
        channel, row, column: which map or unit, and which cell of it; beyond the end, the last.
        task: whether it asks to move a 3 until it is misread.
        kept_as: the name under which the solved task is kept.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> pad = DigitPad(layer="conv2", channel=5, row=4, column=4)
    >>> pad.shown()["label"], pad.shown()["cell"], len(pad.shown()["probabilities"])
    (3, [4, 4], 10)
    """

    _frontend: ClassVar[str] = "digit_pad"
    _label: ClassVar[str] = (
        "A pad to draw a digit on, and what a network makes of it: 32, 64 and 64 maps, 64 units, "
        "and ten bars with the probability of each digit. Each number opens into the products that "
        "it is the sum of, down to the pixels."
    )

    sample = Whole(3, 0, 9).tag(sync=True)
    dy = Whole(0, 1 - SIDE, SIDE - 1).tag(sync=True)
    dx = Whole(0, 1 - SIDE, SIDE - 1).tag(sync=True)
    tool = OneOf(*TOOLS).tag(sync=True)
    line = OneOf(*LINES).tag(sync=True)
    hole = Whole(None, 0, _PLACES**2 - 1).tag(sync=True)
    centered = traitlets.Bool(False).tag(sync=True)
    pooled = traitlets.Bool(False).tag(sync=True)
    fine = traitlets.Bool(False).tag(sync=True)
    layer = OneOf(None, *LAYERS).tag(sync=True)
    channel = Whole(0, 0, 63).tag(sync=True)
    row = Whole(0, 0, 25).tag(sync=True)
    column = Whole(0, 0, 25).tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)
    accuracy = _Part(None, allow_none=True).tag(sync=True)
    trained = traitlets.Bool(False, help="whether a reader was given").tag(sync=True)
    samples = traitlets.Dict(help="shape, pixels and labels of the digits").tag(sync=True)
    frames = traitlets.Unicode(help="the name of the weights' script").tag(sync=True)
    weights = traitlets.Unicode(help="all weights, in Jupyter").tag(sync=True)

    def __init__(
        self,
        reader: "KerasReader | None" = None,
        *,
        accuracy: float | None = None,
        samples: Any = None,
        kept_as: str = "09-digit-pad",
        **values: Any,
    ) -> None:
        if reader is None:
            from cnnlib.models import KerasReader

            text, name = packed_reader(KerasReader(seed=0))
        else:
            text, name = packed_reader(reader)
        self._weights = unpacked_weights(text)
        super().__init__(
            accuracy=accuracy,
            samples=_packed(_one_of_each() if samples is None else samples),
            kept_as=kept_as,
            trained=reader is not None,
            frames=name,
            weights="" if is_static() else text,
            **values,
        )
        # As the pictures of `explore` do: the build makes a script of it, loaded when near.
        opening = f'<script type="application/json" class="cnnlib-frames" data-frames="{name}">'
        self._without_scripts = f"{opening}{script_json([text])}</script>"

    def state(self) -> dict[str, Any]:
        """As of any figure; in a page the weights stand in a script of their own."""
        return super().state() | {"weights": ""}

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows before the reader draws.

        ``ink`` and ``lost`` count pixels; ``shift`` is what centering did, [down, right];
        ``holes`` is how many are tried; ``probabilities`` are in per cent, of one decimal.
        ``terms`` are the strongest channels of the cell in the lens, [channel, sum], ``sum`` those
        of all, ``bias`` and ``value`` what follows, all of two decimals.
        """
        seen, shift, lost = self._seen()
        made = read_digits(self._weights, seen[np.newaxis, np.newaxis])
        scores = made["scores"][0]
        label = self.samples["labels"][self._place()]
        return {
            "label": label,
            "ink": int(np.count_nonzero(seen)),
            "lost": lost,
            "moved": [self.dy, self.dx],
            "shift": shift,
            "hole": None if self.hole is None else list(divmod(self.hole, _PLACES)),
            "holes": (_PLACES if self.fine else _PLACES // 2) ** 2,
            "answer": int(scores.argmax()),
            "scores": scores.round(2).tolist(),
            "probabilities": (100 * softmax(scores[np.newaxis])[0]).round(1).tolist(),
            "accuracy": self.accuracy,
            "layer": self.layer,
            **self._opened(seen, made),
        }

    def _place(self) -> int:
        return min(self.sample, len(self.samples["labels"]) - 1)

    def _seen(self) -> tuple[Array, list[int] | None, int]:
        """The picture that the reader sees, what centering moved, and the pixels of ink lost."""
        pixels = np.frombuffer(self.samples["pixels"], np.uint8).reshape(-1, SIDE, SIDE)
        ink = pixels[self._place()] / np.float32(255)
        moved = _moved(ink, self.dy, self.dx)
        shift = None
        if self.centered:
            total = moved.sum(dtype=np.float64)
            means = [
                moved.sum(axis, dtype=np.float64) @ np.arange(SIDE) / (total or 1)
                for axis in (1, 0)
            ]
            shift = [int(np.floor(14 - mean)) if total else 0 for mean in means]
            moved = _moved(moved, *shift)
        lost = np.count_nonzero(ink) - np.count_nonzero(moved)
        if self.hole is not None:
            row, column = divmod(self.hole, _PLACES)
            moved[row : row + HOLE, column : column + HOLE] = 0
        return moved, shift, int(lost)

    def _opened(self, seen: Array, made: dict[str, Array]) -> dict[str, Any]:
        nothing = dict.fromkeys(("channel", "cell", "terms", "sum", "bias", "value"))
        if self.layer is None:
            return nothing
        count, side = LAYERS[self.layer]
        channel = min(self.channel, count - 1)
        row, column = (min(at, side - 1) for at in (self.row, self.column))
        below = {
            **{"conv1": seen[np.newaxis], "conv2": made["pool1"][0], "conv3": made["pool2"][0]},
            **{"dense1": made["conv3"][0], "dense2": made["dense1"][0][:, np.newaxis, np.newaxis]},
        }[self.layer].astype(np.float64)
        weights = self._weights[f"{self.layer}.weight"][channel].astype(np.float64)
        bias = float(self._weights[f"{self.layer}.bias"][channel])
        window = below[:, row : row + 3, column : column + 3]
        sums = (window * weights.reshape(window.shape)).sum(axis=(1, 2))
        strongest = np.argsort(-np.abs(sums), kind="stable")[:_STRONGEST]
        value = sums.sum() + bias
        return {
            "channel": channel,
            "cell": [row, column],
            "terms": [[int(at), round(float(sums[at]), 2)] for at in strongest],
            "sum": round(float(sums.sum()), 2),
            "bias": round(bias, 2),
            "value": round(float(value if self.layer == "dense2" else max(value, 0)), 2),
        }


def _moved(ink: Array, down: int, right: int) -> Array:
    """`ink`, moved; what leaves the paper is gone."""
    result = np.zeros_like(ink)
    size = [SIDE - abs(step) for step in (down, right)]
    if min(size) > 0:
        to, source = (
            tuple(
                slice(start, start + length)
                for start, length in zip((max(0, s * down), max(0, s * right)), size, strict=True)
            )
            for s in (1, -1)
        )
        result[to] = ink[source]
    return result


def _one_of_each() -> Digits:
    """The first test digit of each kind."""
    _, test = load_digits()
    places = [int(np.argmax(test.labels == digit)) for digit in range(10)]
    return Digits(test.images[places], test.labels[places])


def _packed(samples: Any) -> dict[str, Any]:
    try:
        images, labels = (np.asarray(part) for part in samples)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"samples must be digits, (images, labels), got {type(samples).__name__}"
        ) from error
    count = len(labels) if labels.ndim == 1 else 0
    if not 1 <= count <= 10 or images.shape != (count, 1, SIDE, SIDE):
        found = f"{'×'.join(map(str, images.shape))} and {'×'.join(map(str, labels.shape))}"
        raise ValueError(f"samples must be 1 to 10 images of 1×28×28 and a label each, got {found}")
    if not (np.min(images) >= 0 and np.max(images) <= 1):  # false for NaN too
        raise ValueError(
            f"samples must run from 0 (paper) to 1 (ink), got {np.min(images)} to {np.max(images)}"
        )
    pixels = np.round(images[:, 0].astype(np.float64) * 255).astype(np.uint8)
    return {
        "shape": [count, SIDE, SIDE],
        "pixels": pixels.tobytes(),
        "labels": [int(label) for label in labels],
    }
