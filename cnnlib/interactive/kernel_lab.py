"""One kernel over one picture, as correlation and as convolution."""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, NamedTuple

import numpy as np
import traitlets

from cnnlib.data import load_digits, load_photo
from cnnlib.functional import convolve2d, correlate1d, correlate2d
from cnnlib.interactive._base import Explorable

Array = np.ndarray[Any, np.dtype[Any]]
Rows = list[list[float]]

PRESETS: dict[str, Rows] = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "average": [[1 / 9, 1 / 9, 1 / 9]] * 3,
    "Gaussian": [[1 / 16, 2 / 16, 1 / 16], [2 / 16, 4 / 16, 2 / 16], [1 / 16, 2 / 16, 1 / 16]],
    "Gaussian 5×5": [[a * b / 256 for b in (1, 4, 6, 4, 1)] for a in (1, 4, 6, 4, 1)],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "Laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "difference": [[0, 0, 0], [-1, 0, 1], [0, 0, 0]],
    "Sobel": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "diagonal": [[0, 1, 1], [-1, 0, 1], [-1, -1, 0]],
    "shift": [[0, 0, 0], [0, 0, 1], [0, 0, 0]],
}
"""The kernels offered by name; whether one is symmetric is found out, not stated, in the figure."""

_HEIGHT = 96  # rows of a photograph: 144×96 pixels, and the page stays small
_SMALLEST, _LARGEST = 5, 160  # sides of a picture: a 5×5 kernel fits in; the page stays small
_HEAVIEST = 100.0
_CREDITS = {"china": "danielbuechele", "flower": "vultilion"}


class Results(NamedTuple):
    """What the figure shows, as arrays of one shape; pixel values run from 0 to 255."""

    correlation: Array
    convolution: Array
    difference: Array


class KernelLab(Explorable):
    """A picture, a kernel to edit, and beside each other what correlation and convolution give.

    Args:
        image: ``"china"``, ``"flower"`` or ``"digit"``, or a picture of your own: shape (H, W),
            5 to 160 pixels a side, floats from 0 (black) to 1 (white) or bytes from 0 to 255.
        kernel: 3×3 or 5×5 numbers, or the name of one of the `PRESETS`.
        mode: ``"valid"``, ``"same"`` or ``"full"``: zeros around the picture.

    The traits `kernel` and `mode` can be read and set; `result` computes what the page shows.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> lab = KernelLab("digit", kernel="difference")
    >>> lab.kernel
    [[0.0, 0.0, 0.0], [-1.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    >>> bool(np.array_equal(lab.result().convolution, -lab.result().correlation))
    True
    """

    _frontend: ClassVar[str] = "kernel_lab"
    _label: ClassVar[str] = (
        "Kernel lab: a picture, a kernel of 3×3 or 5×5 numbers to edit, and the results of "
        "correlation and convolution with their difference."
    )

    pictures = traitlets.List(traitlets.Dict()).tag(sync=True)
    presets = traitlets.List(traitlets.Dict()).tag(sync=True)
    # Not `traitlets.Any`: that one takes None without asking the validator.
    picture: traitlets.TraitType[Any, Any] = traitlets.TraitType("").tag(sync=True)
    kernel: traitlets.TraitType[Any, Any] = traitlets.TraitType(PRESETS["identity"]).tag(sync=True)
    mode: traitlets.TraitType[Any, Any] = traitlets.TraitType("same").tag(sync=True)

    def __init__(
        self,
        image: Any = "china",
        kernel: Any = "Sobel",
        mode: str = "same",
        **kwargs: Any,
    ) -> None:
        pictures = _pictures(image)
        super().__init__(
            pictures=pictures,
            presets=[{"name": name, "kernel": rows} for name, rows in PRESETS.items()],
            picture="digit" if isinstance(image, str) and image == "digit" else pictures[0]["name"],
            kernel=kernel,
            mode=mode,
            **kwargs,
        )

    @property
    def image(self) -> Array:
        """The picture chosen in the figure: float64, shape (H, W), whole numbers from 0 to 255."""
        chosen = next(each for each in self.pictures if each["name"] == self.picture)
        pixels = np.frombuffer(chosen["pixels"], np.uint8).reshape(chosen["shape"])
        return pixels.astype(np.float64)

    @property
    def preset(self) -> str | None:
        """The name of the present kernel among the `PRESETS`, or None."""
        return next((name for name, rows in PRESETS.items() if rows == self.kernel), None)

    def result(self) -> Results:
        """The two results and their difference, as the figure shows them."""
        correlation = correlate2d(self.image, self.kernel, self.mode)
        convolution = convolve2d(self.image, self.kernel, self.mode)
        return Results(correlation, convolution, correlation - convolution)

    @traitlets.validate("kernel")
    def _check_kernel(self, proposal: Mapping[str, Any]) -> Rows:
        kernel = proposal["value"]
        if isinstance(kernel, str):
            if kernel not in PRESETS:
                raise ValueError(f"kernel {kernel!r} is unknown: there are {', '.join(PRESETS)}")
            kernel = PRESETS[kernel]
        try:
            rows = np.asarray(kernel, np.float64)
        except (TypeError, ValueError) as error:
            raise ValueError(f"kernel is not a table of numbers: {kernel!r:.80}") from error
        if rows.shape not in ((3, 3), (5, 5)):
            found = "×".join(map(str, rows.shape)) or "a single number"
            raise ValueError(f"kernel must be 3×3 or 5×5, got {found}")
        if not np.all(np.abs(rows) <= _HEAVIEST):  # false for NaN too
            raise ValueError(f"kernel must hold numbers from −100 to 100, got {rows.tolist()}")
        return (rows + 0.0).tolist()  # + 0.0 turns −0.0 into 0.0

    @traitlets.validate("mode")
    def _check_mode(self, proposal: Mapping[str, Any]) -> str:
        correlate1d([0], [0], proposal["value"])  # complains, in the library's words
        return str(proposal["value"])

    @traitlets.validate("picture")
    def _check_picture(self, proposal: Mapping[str, Any]) -> str:
        names = [each["name"] for each in self.pictures]
        if proposal["value"] not in names:
            raise ValueError(f"picture {proposal['value']!r} is unknown: there are {names}")
        return str(proposal["value"])


def _pictures(image: Any) -> list[dict[str, Any]]:
    """The pictures to choose from: the one asked for, and the digit."""
    if not isinstance(image, str):
        return [_packed("yours", "Your picture", image), _packed("digit", "Digit", _digit())]
    photo = "china" if image == "digit" else image
    credit = f"Photograph: {_CREDITS.get(photo, '')}, CC BY 2.0"
    pixels = load_photo(photo, height=_HEIGHT)
    return [
        _packed("photograph", "Photograph", pixels, credit),
        _packed("digit", "Digit", _digit(), "Digit: MNIST"),
    ]


@cache
def _digit() -> Array:
    """A four, which is not the same upside down: shape (28, 28)."""
    train, _ = load_digits()
    return train.images[train.labels == 4][0, 0]


def _packed(name: str, title: str, image: Any, credit: str = "") -> dict[str, Any]:
    """A picture as it travels to the page: its pixels as bytes, row by row."""
    pixels = np.asarray(image)
    if pixels.ndim != 2 or pixels.dtype.kind not in "buif":
        raise ValueError(
            f"image must be numbers of shape (H, W), got {pixels.dtype} {pixels.shape}"
        )
    if min(pixels.shape) < _SMALLEST or max(pixels.shape) > _LARGEST:
        raise ValueError(
            f"image must have {_SMALLEST} to {_LARGEST} pixels a side, got "
            f"{'×'.join(map(str, pixels.shape))}: shrink it, e.g. load_photo('china', height=96)"
        )
    if pixels.dtype != np.uint8:
        if not (np.min(pixels) >= 0 and np.max(pixels) <= 1):  # false for NaN too
            raise ValueError(
                "image must run from 0 (black) to 1 (white), or be bytes (uint8), got "
                f"{np.min(pixels)} to {np.max(pixels)} ({pixels.dtype})"
            )
        pixels = np.round(pixels.astype(np.float64) * 255).astype(np.uint8)
    return {
        "name": name,
        "title": title,
        "credit": credit,
        "shape": list(pixels.shape),
        "pixels": pixels.tobytes(),
    }
