"""Images side by side."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cnnlib.arrays import Array, as_numbers, shape_text
from cnnlib.figures._cells import cell_side, draw_cells, in_words, largest
from cnnlib.figures._drawing import WIDTH, Box, Drawing, Panel, frame, lines
from cnnlib.figures._pixels import pixels

_ROW = 720  # a row of pictures may be wider than a drawing with text: it wraps on a phone
_WIDEST, _TALLEST = 480, 400
_NARROWEST = 140
_TEXT_MAY_SHRINK = 0.77  # to 12 of 16 pixels


def show_images(
    images: Sequence[Any],
    titles: Sequence[Any] = (),
    columns: int = 3,
    *,
    numbers: bool = False,
    decimals: int | None = None,
    ink: bool = False,
    alt: str | None = None,
) -> Drawing:
    """Lay images side by side; the gray ones share one scale, and so do those with negatives.

    `images` have the shape (H, W), (1, H, W), or (3, H, W) with colors from 0 to 1; `titles` are
    none or one for each; `columns` stand in a row where there is room. Raises ValueError for other
    shapes or numbers of them. A signed scale ends where 99 of 100 values lie within it. `numbers`
    draws those without colors as grids of their numbers, all with so many `decimals` if that is
    given: then the cells are as large in drawings that take each other's place. `ink` draws the
    gray ones as the page is written, 0 as its background, for digits and other drawings. `alt` says
    what is shown, for those who do not see it: by default the titles.

    >>> show_images([[[0, 1]], [[-1, 1]]], ["a step", "its slope"])
    a step; its slope
    """
    pictures = [_picture(image) for image in images]
    count = len(pictures)
    if count == 0 or len(titles) not in (0, count) or columns < 1:
        raise ValueError(f"{count} images, {len(titles)} titles, {columns} columns do not fit")
    columns = min(columns, count)
    grids = [picture for picture in pictures if numbers and picture.ndim == 2]
    cell = max((cell_side(grid, decimals) for grid in grids), default=0.0)  # one size for all
    panels, words, least = [], [], 0.0
    for picture, title in zip(pictures, map(str, titles or [""] * count), strict=True):
        signed = _has_negative(picture)
        top = max(_bound(other) for other in pictures if _has_negative(other) == signed)
        as_cells = numbers and picture.ndim == 2
        height, width = picture.shape[-2:]
        if as_cells:
            side = min(cell, WIDTH / width)
            shapes = draw_cells(picture, top, side, decimals)
            least = max(least, side * width * _TEXT_MAY_SHRINK)
        else:
            side = min(_ROW / columns / width, _WIDEST / width, _TALLEST / height)
            shapes = pixels(picture, top, side * width, side * height, ink=ink)
            shapes += lines(frame(0, 0, side * width, side * height), data_is="line")
            least = max(least, min(_NARROWEST, _ROW / columns))
        box = Box(-1, -1, side * width + 1, side * height + 1)
        panels.append(Panel(shapes, box, title))
        words.append(in_words(title, picture, decimals) if as_cells else title or "an image")
    return Drawing(tuple(panels), "; ".join(words) if alt is None else alt, columns, least)


def _picture(image: Any) -> Array:
    """An image as (H, W), or (3, H, W) for colors."""
    picture = as_numbers("image", image, 2, 3)
    if picture.ndim == 3 and len(picture) not in (1, 3):
        raise ValueError(f"image has shape {shape_text(picture.shape)}: it needs 1 or 3 channels")
    if picture.ndim == 3 and len(picture) == 3:
        return np.clip(picture, 0, 1)
    return picture.reshape(picture.shape[-2:])


def _has_negative(picture: Array) -> bool:
    return bool(np.any(picture < 0))


def _bound(picture: Array) -> float:
    """The end of an image's color scale: a few extremes must not wash out all the rest."""
    finite = np.abs(picture[np.isfinite(picture)])
    if finite.size == 0 or not _has_negative(picture):
        return largest(picture)
    return float(np.percentile(finite, 99, method="higher")) or largest(picture)
