"""Two photographs."""

from typing import Any

import numpy as np

_PHOTOS = ("china", "flower")


def load_photo(name: str, gray: bool = True, height: int | None = None) -> np.ndarray[Any, Any]:
    """One of two photographs that come with scikit-learn, as numbers from 0 (black) to 1 (white).

    "china" is a temple by the photographer danielbuechele, "flower" a dahlia by vultilion, both on
    Flickr under CC BY 2.0.

    Args:
        name: ``"china"`` or ``"flower"``.
        gray: one channel, 0.299 red + 0.587 green + 0.114 blue, or all three.
        height: shrink to that many rows (each new pixel is the mean of the area it covers) and as
            many columns as keep the proportions; without it the 427 rows of the original.

    Returns:
        float32, shape (H, W) if gray, else (3, H, W); the original has H = 427, W = 640.

    Raises:
        ValueError: there is no photograph of that name, or `height` is not from 1 to 427.

    >>> load_photo("china").shape, load_photo("flower", gray=False, height=120).shape
    ((427, 640), (3, 120, 180))
    """
    from PIL import Image
    from sklearn.datasets import load_sample_image  # two seconds to import

    if name not in _PHOTOS:
        raise ValueError(f"name {name!r} is not a photograph: there are {', '.join(_PHOTOS)}")
    photo = Image.fromarray(load_sample_image(f"{name}.jpg"))
    if gray:
        photo = photo.convert("L")
    if height is not None:
        if not isinstance(height, int | np.integer) or not 1 <= height <= photo.height:
            raise ValueError(f"height {height!r} is not a whole number from 1 to {photo.height}")
        height = int(height)  # a small integer type would overflow
        width = max(1, round(photo.width * height / photo.height))
        photo = photo.resize((width, height), Image.Resampling.BOX)
    pixels = np.asarray(photo, np.float32) / 255  # (H, W) or (H, W, 3)
    return pixels if gray else np.ascontiguousarray(pixels.transpose(2, 0, 1))  # (3, H, W)
