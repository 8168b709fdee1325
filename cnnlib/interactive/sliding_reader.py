"""A reader of digits that slides over a page: 120 answers for the work of eleven."""

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import traitlets

from cnnlib import store
from cnnlib.architectures import KERAS_READER
from cnnlib.arithmetic import Conv, Flatten, count_macs
from cnnlib.checks import shape_text, whole
from cnnlib.data import Digits, load_digits
from cnnlib.functional import softmax
from cnnlib.interactive._base import Explorable
from cnnlib.interactive._reader_weights import packed_reader, unpacked_reader
from cnnlib.interactive._static import is_static, script_json
from cnnlib.interactive._traits import OneOf, Whole

if TYPE_CHECKING:  # torch takes a second to import
    from cnnlib.models import KerasReader

Array = np.ndarray[Any, Any]

SIDE, STRIDE = 28, 4  # of the reader's frame, and from one place of it to the next: pixels
HEIGHT, WIDTH = 56, 84  # of the page
ROWS, COLUMNS = 8, 15  # of the places
SURE = 0.9
_MOST = 6  # digits on the page
_SAMPLES = (2, 21, 24, 1, 20, 10, 0, 8, 3, 16)  # where 0 … 9 stand among the digits to test on


class _Laid(traitlets.TraitType[Any, Any]):
    """Which digits of the tray lie on the page, and where: [which, top, left], `_MOST` at most.

    All lie wholly on the page. Anything else raises ValueError.
    """

    def validate(self, obj: Any, value: Any) -> list[list[int]]:
        """`value` as lists of ints."""
        rows = list(value) if isinstance(value, list | tuple | np.ndarray) else None
        if rows is None or any(np.shape(row) != (3,) for row in rows):
            raise ValueError(f"laid must be a list of [which, top, left], got {value!r:.80}")
        if len(rows) > _MOST:
            raise ValueError(f"laid must be at most {_MOST} digits, got {len(rows)}")
        ends = (len(obj.tray["labels"]) - 1, HEIGHT - SIDE, WIDTH - SIDE)
        names = ("which", "top", "left")
        for row in rows:
            for name, number, end in zip(names, row, ends, strict=True):
                if whole(f"{name} of laid", number, 0) > end:
                    raise ValueError(f"{name} of laid must be at most {end}, got {number}")
        return [[int(number) for number in row] for row in rows]


class SlidingReader(Explorable):
    """A reader of 28×28 pixels that slides over a page of 56×84, on digits that the visitor lays.

    The reader is `cnnlib.models.sliding(reader)`: its dense layers have become windows of 3×3 and
    1×1, and it answers at 8×15 places, 4 pixels apart. Weights travel as 16 bits each.

    Args:
        reader: a trained `cnnlib.models.KerasReader`; without one the figure says that its reader,
            with the weights of seed 0, has learned nothing.
        digits: 10 to 30 digits for the tray, of shape (N, 1, 28, 28), as `cnnlib.data.load_digits`
            gives them; by default one of each.
        kept_as: the name under which the solved task is kept.
        laid: the digits on the page as [which, top, left]: which digit of the tray, counted from 0,
            and the row, 0 to 28, and column, 0 to 56, of its upper left corner; 6 at most.
        row, column: 0 to 7 and 0 to 14, the place of the frame.
        answers: which are written on the page: ``"none"``, those ``"sure"`` by more than 0.9, or
            ``"all"``.
        guess: the name of a question, as ``"09-crops"``; until it is answered the work is covered.
        counted: whether the work is shown.
        task: whether it asks for two digits that lie well.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> figure = SlidingReader(laid=[[7, 4, 8]], row=1, column=2)
    >>> shown = figure.shown()
    >>> shown["digits"], shown["macs"], shown["crops"]
    ([[7, 4, 8]], 30013824, 335308800)

    The same numbers as from 120 pictures cut out, with a tenth of the work:

    >>> shown["difference"], round(shown["crops"] / shown["macs"], 1)
    (0.0, 11.2)
    """

    _frontend: ClassVar[str] = "sliding_reader"
    _label: ClassVar[str] = (
        "A reader of 28 by 28 pixels slides over a page of handwritten digits, in steps of 4. "
        "Beside it lie the map of its third convolution, on which a frame of 3 by 3 moves along, "
        "and its 120 answers, 8 rows of 15. Digits can be laid, moved and taken away."
    )

    tray = traitlets.Dict(help="the digits to lay, and how many may lie").tag(sync=True)
    laid = _Laid([]).tag(sync=True)
    row = Whole(0, 0, ROWS - 1).tag(sync=True)
    column = Whole(0, 0, COLUMNS - 1).tag(sync=True)
    answers = OneOf("none", "sure", "all").tag(sync=True)
    trained = traitlets.Bool(False, help="whether a reader was given").tag(sync=True)
    guess = traitlets.Unicode().tag(sync=True)
    counted = traitlets.Bool(True).tag(sync=True)
    work = traitlets.Dict(help="multiply-adds of one crop and of the page").tag(sync=True)
    task = traitlets.Bool(True).tag(sync=True)
    frames = traitlets.Unicode(help="the name of the weights' script").tag(sync=True)
    weights = traitlets.Unicode(help="the weights, in Jupyter").tag(sync=True)

    def __init__(
        self,
        reader: "KerasReader | None" = None,
        *,
        digits: Any = None,
        kept_as: str = "09-sliding",
        **values: Any,
    ) -> None:
        self._text, name = _untrained() if reader is None else packed_reader(reader)
        tray = _tray_of(_samples() if digits is None else digits)
        usual: dict[str, Any] = {"laid": [[3, 0, 0], [7, 2, 30], [5, 28, 54]]}
        usual["counted"] = not values.get("guess")
        super().__init__(
            **{"tray": tray, "trained": reader is not None, "kept_as": kept_as},
            **{"work": {"crop": _macs(SIDE, SIDE), "page": _macs(HEIGHT, WIDTH)}, "frames": name},
            **usual | values,
            weights="" if is_static() else self._text,
        )
        if self.guess and not is_static():  # in the built book the visitor's browser knows
            self.counted |= store.tries(store.read().get(self.guess)) > 0
        # As the pictures of `explore` do: the build makes a script of it, loaded when near.
        opening = f'<script type="application/json" class="cnnlib-frames" data-frames="{name}">'
        self._without_scripts = f"{opening}{script_json([self._text])}</script>"

    def state(self) -> dict[str, Any]:
        """As of any figure; in a page the weights stand in a script of their own."""
        return super().state() | {"weights": ""}

    def page(self) -> Array:
        """The page, float64, shape (56, 84), 0 is paper and 1 is ink: of two, the darker one."""
        pixels = np.frombuffer(self.tray["pixels"], np.uint8).reshape(self.tray["shape"]) / 255
        page = np.zeros((HEIGHT, WIDTH))
        for which, top, left in self.laid:
            part = page[top : top + SIDE, left : left + SIDE]
            np.maximum(part, pixels[which], out=part)
        return page

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows.

        ``digits`` are label, top, left of each digit on the page; ``answer``, ``probability`` and
        ``chances`` those at the frame, of three decimals; ``difference`` the largest of one of its
        ten scores against those of the picture cut out, of nine; ``macs`` the multiply-adds of the
        page and ``crops`` of 120 pictures, None while covered; ``right`` and ``false`` the windows
        surer than 0.9 of a digit that lies on the page, and of one that does not.
        """
        page, (reader, slides) = self.page(), _readers(self._text)
        scores = _scores(slides, page)  # (10, 8, 15)
        top, left = STRIDE * self.row, STRIDE * self.column
        crop = _scores(reader, page[top : top + SIDE, left : left + SIDE])
        chances = softmax(scores.reshape(10, -1).T)  # (120, 10)
        here = chances[self.row * COLUMNS + self.column]
        labels = self.tray["labels"]
        there = {labels[which] for which, _, _ in self.laid}
        sure = chances[chances.max(axis=1) > SURE].argmax(axis=1).tolist()
        return {
            "digits": [[labels[which], top, left] for which, top, left in self.laid],
            **{name: getattr(self, name) for name in ("row", "column", "answers")},
            "answer": int(here.argmax()),
            "probability": round(float(here.max()), 3),
            "chances": here.round(3).tolist(),
            "macs": self.work["page"] if self.counted else None,
            "crops": ROWS * COLUMNS * self.work["crop"] if self.counted else None,
            "difference": round(float(np.abs(scores[:, self.row, self.column] - crop).max()), 9),
            "right": sum(answer in there for answer in sure),
            "false": sum(answer not in there for answer in sure),
        }


def _macs(height: int, width: int) -> int:
    """The multiply-adds of the reader on a picture of this size, its dense layers as windows.

    >>> _macs(28, 28) == count_macs(KERAS_READER.layers, (1, 28, 28))
    True
    """
    layers = [*KERAS_READER.layers]
    at = layers.index(Flatten())
    windows = [Conv(64, 3), layers[at + 2], Conv(10, 1)]
    return count_macs([*layers[:at], *windows], (1, height, width))


@cache
def _untrained() -> tuple[str, str]:
    from cnnlib.models import KerasReader

    return packed_reader(KerasReader(seed=0))


@cache
def _samples() -> Digits:
    """A digit of each kind, 0 to 9."""
    _, test = load_digits()
    at = list(_SAMPLES)
    return Digits(test.images[at], test.labels[at])


def _tray_of(digits: Any) -> dict[str, Any]:
    """The digits of a tray as they travel: with their pixels as bytes."""
    if not isinstance(digits, Digits):
        raise ValueError(
            f"digits must be some of what load_digits gives, got {type(digits).__name__}"
        )
    images = np.asarray(digits.images)
    if images.ndim != 4 or images.shape[1:] != (1, SIDE, SIDE) or not 10 <= len(images) <= 30:
        found = shape_text(images.shape)
        raise ValueError(f"digits must be 10 to 30, of shape N×1×28×28, got {found}")
    pixels = np.round(images[:, 0] * 255).astype(np.uint8)
    labels = [int(label) for label in digits.labels]
    shape = list(pixels.shape)
    return {"shape": shape, "pixels": pixels.tobytes(), "labels": labels, "most": _MOST}


@cache
def _readers(text: str) -> tuple[Any, Any]:
    """The reader whose weights a page has, and the one that slides; both in float64."""
    from cnnlib.models import sliding

    reader = unpacked_reader(text).double().eval()
    return reader, sliding(reader)


def _scores(network: Any, picture: Array) -> Array:
    """Scores of one picture (H, W): shape (10,), or (10, rows, columns) of one that slides."""
    weight = next(network.parameters())
    x = weight.new_tensor(picture[np.newaxis, np.newaxis].tolist())
    found: Array = network(x).detach().numpy()[0]
    return found
