"""Pictures on their way to a figure: chosen by name or one's own, checked, packed as bytes."""

from functools import cache
from typing import Any

import numpy as np
import traitlets

from cnnlib.data import load_digits, load_photo

_HEIGHT = 96  # rows of a photograph: 144×96 pixels, and the page stays small
_SMALLEST, _LARGEST = 5, 160  # sides of a picture: a 5×5 kernel fits in; the page stays small
_CREDITS = {"china": "danielbuechele", "flower": "vultilion"}


class Picture(traitlets.TraitType[Any, Any]):
    """A picture: ``"china"``, ``"flower"``, ``"digit"``, or one of your own, of shape (H, W).

    Your own has 5 to 160 pixels a side, as floats from 0 (black) to 1 (white) or as bytes from 0 to
    255. It is kept as it travels: a dict with its ``title``, ``credit``, ``shape`` and the bytes
    ``pixels``, row by row.

    Setting anything else raises ValueError and leaves the trait as it was.
    """

    def validate(self, _obj: Any, value: Any) -> dict[str, Any]:
        """`value`, packed; what is packed already is left alone."""
        if isinstance(value, dict) and value.keys() == {"title", "credit", "shape", "pixels"}:
            return value
        if not isinstance(value, str):
            return _packed(value, "your picture")
        if value == "digit":
            return _packed(_digit(), "digit", "Digit: MNIST")
        pixels = load_photo(value, height=_HEIGHT)
        return _packed(pixels, "photograph", f"Photograph: {_CREDITS[value]}, CC BY 2.0")


def pixels_of(picture: dict[str, Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The pixels of a packed picture: float64, shape (H, W), whole numbers from 0 to 255."""
    bytes_ = np.frombuffer(picture["pixels"], np.uint8)
    return bytes_.reshape(picture["shape"]).astype(np.float64)


@cache
def _digit() -> Any:
    """A four, which is not the same after a turn by 180°: shape (28, 28)."""
    train, _ = load_digits()
    return train.images[train.labels == 4][0, 0]


def _packed(image: Any, title: str, credit: str = "") -> dict[str, Any]:
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
    shape = list(pixels.shape)
    return {"title": title, "credit": credit, "shape": shape, "pixels": pixels.tobytes()}
